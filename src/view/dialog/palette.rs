//! Draws the palette.

use ratatui::layout::Rect;

use crate::app::dialog::palette::Palette;
use crate::keymap::Binding;
use crate::view::Theme;
use crate::view::dialog::menu::{MenuContent, MenuEntry, menu};
use crate::view::pen::Pen;

/// Draws the palette; returns the cursor's position in the search text.
pub fn draw(open: &Palette, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let shown = |row: &Binding| {
        let key = row.presses().next().map(|key| key.to_string()).unwrap_or_default();
        MenuEntry::new(row.help.to_owned(), key)
    };
    let words = match open.typed_file().or_else(|| open.typed_command()) {
        Some(("compare", path)) => format!("Enter compares with {path}"),
        Some(("export", path)) => format!("Enter exports to {path}"),
        Some(("new", path)) => format!("Enter creates one from {path}"),
        Some((command, name)) => format!("Enter switches to the {command} {name}"),
        None => "No matching action".to_owned(),
    };
    let said = open.menu.is_empty().then_some((words.as_str(), theme.quiet));
    menu(
        &open.menu,
        &MenuContent { title: "Actions", said, explained: true, cells: 64 },
        shown,
        theme,
        pen,
        area,
    )
}
