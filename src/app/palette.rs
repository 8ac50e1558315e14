//! The palette: every action of where you are, found by typing a part of its sentence.

use super::menu::Menu;
use crate::keymap::{self, Action, Binding, Scope};

/// The palette of where you are.
pub fn palette(scopes: &[Scope], read_only: bool) -> Menu<&'static Binding> {
    let moves = |action: Action| {
        matches!(
            action,
            Action::Next
                | Action::Previous
                | Action::First
                | Action::Last
                | Action::PageDown
                | Action::PageUp
                | Action::Palette
                | Action::Tab(_)
        )
    };
    let rows = scopes.iter().flat_map(|scope| keymap::rows(*scope));
    let rows = rows.filter(|row| !moves(row.action) && (!read_only || !row.action.writes()));
    Menu::new(rows.map(|row| (row.help.to_owned(), row)))
}
