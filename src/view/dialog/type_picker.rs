//! Draws the choice of a new resource's type.

use ratatui::layout::Rect;

use crate::app::dialog::type_picker::TypePicker;
use crate::resource::ResourceType;
use crate::view::Theme;
use crate::view::dialog::menu::{MenuContent, MenuEntry, menu};
use crate::view::pen::Pen;

/// Draws the choice; returns the cursor's position in the search text.
pub fn draw(open: &TypePicker, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let shown = |resource_type: &&'static ResourceType| {
        let title = resource_type.title.to_owned();
        if open.is_taken(resource_type) {
            return MenuEntry::off(title, "already in this user pool");
        }
        MenuEntry::new(title, resource_type.help.to_owned())
    };
    let said = open.menu.is_empty().then_some(("No matching type", theme.quiet));
    let title = format!("New {}: which type?", open.key.kind.name);
    menu(
        &open.menu,
        &MenuContent { title: &title, said, explained: true, cells: 72 },
        shown,
        theme,
        pen,
        area,
    )
}
