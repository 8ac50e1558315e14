//! Draws the palette.

use ratatui::layout::Rect;

use crate::app::dialog::palette::{Palette, PaletteEntry, TypedCommand, skeleton_path};
use crate::keymap::{Scope, named};
use crate::view::Theme;
use crate::view::dialog::menu::{MenuContent, MenuEntry, menu};
use crate::view::pen::Pen;

/// Draws the palette; returns the cursor's position in the search text.
pub fn draw(open: &Palette, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let shown = |entry: &PaletteEntry| match entry {
        PaletteEntry::Action(row) => {
            let key = row.presses().next().map(|key| key.to_string()).unwrap_or_default();
            MenuEntry::new(row.help.to_owned(), key)
        }
        PaletteEntry::Tab(_, title) => MenuEntry::new(format!("Go to {title}"), "tab".to_owned()),
        PaletteEntry::Setting(_, label, member) => MenuEntry::value(label.clone(), (*member).to_owned()),
        PaletteEntry::Resource(key, name) if *name == key.id => {
            MenuEntry::value(name.clone(), key.kind.name.to_owned())
        }
        PaletteEntry::Resource(key, name) => {
            MenuEntry::value(name.clone(), format!("{} {}", key.kind.name, key.id))
        }
        PaletteEntry::MemberResource { words, key, name, .. } => {
            MenuEntry::value(name.clone(), format!("{words} · {} {}", key.kind.name, key.id))
        }
    };
    let enter = named::choose(Scope::Palette);
    let words = match open.typed_command() {
        Some(TypedCommand::Profile(name)) => format!("{enter} switches to the profile {name}"),
        Some(TypedCommand::Region(name)) => format!("{enter} switches to the region {name}"),
        Some(TypedCommand::Compare(path)) => format!("{enter} compares this with the file {path}"),
        Some(TypedCommand::Export(path)) => format!("{enter} exports this to the file {path}"),
        Some(TypedCommand::New(path)) => format!("{enter} creates one from the file {path}"),
        Some(TypedCommand::Skeleton(kind, path)) => {
            let path = skeleton_path(kind, path);
            format!("{enter} writes an empty {} to {path}", kind.name)
        }
        Some(TypedCommand::Url(url)) => format!("{enter} finds the app client of {url}"),
        Some(TypedCommand::Filter(words)) => format!("{enter} filters the list by {words}"),
        Some(TypedCommand::Sort(title, _)) => format!("{enter} sorts the list by {title}"),
        None => "No matching action, setting or resource".to_owned(),
    };
    let is_said = open.menu.is_empty() || open.typed_command().is_some();
    let said = is_said.then_some((words.as_str(), theme.quiet));
    menu(
        &open.menu,
        &MenuContent { title: "Actions", said, explained: true, cells: 64 },
        shown,
        theme,
        pen,
        area,
    )
}
