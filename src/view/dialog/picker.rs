//! Draws the picker of a value for a form's field.

use ratatui::layout::Rect;

use crate::app::dialog::picker::{Pick, Picker};
use crate::app::remote::Remote;
use crate::keymap::named;
use crate::view::Theme;
use crate::view::dialog::menu::{MenuContent, MenuEntry, menu};
use crate::view::pen::Pen;

/// Draws the picker; returns the cursor's position in the search text.
pub fn draw(open: &Picker, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let level = open.level();
    let failed = match &level.load {
        Remote::Failed(error) => format!("✗ {}. {} goes back.", error.summary, named::close_picker()),
        _ => String::new(),
    };
    let said = match &level.load {
        Remote::Failed(_) => Some((failed.as_str(), theme.bad)),
        _ if !level.menu.is_empty() => None,
        Remote::Loading(_) => Some(("Loading…", theme.quiet)),
        _ if level.menu.all() == 0 => Some(("Nothing to choose from.", theme.quiet)),
        _ => Some(("No matching value", theme.quiet)),
    };
    let reading = if level.load.is_loading() { "…" } else { "" };
    let title = format!("Choose {} · {} of {}{reading}", level.title, level.menu.len(), level.menu.all());
    let shown = |pick: &Pick| match pick {
        Pick::Value(value, remark) => MenuEntry::new(value.clone(), (*remark).to_owned()),
        Pick::Resource(key, name) if *name == key.id => MenuEntry::new(name.clone(), String::new()),
        Pick::Resource(key, name) => MenuEntry::new(name.clone(), key.id.clone()),
    };
    menu(
        &level.menu,
        &MenuContent { title: &title, said, explained: false, cells: 84 },
        shown,
        theme,
        pen,
        area,
    )
}
