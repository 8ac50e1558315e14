//! The palette: every action of where you are, found by typing a part of its sentence.

use crate::app::widget::menu::Menu;
use crate::app::{App, Dialog};
use crate::keymap::{self, Action, Binding, Scope};
use crate::message::Effect;

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

impl App {
    pub(crate) fn act_palette(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Palette(mut palette)) = self.dialog.take() else { return vec![] };
        match action {
            Action::Next => palette.step(1),
            Action::Previous => palette.step(-1),
            Action::Run => {
                return palette
                    .taken()
                    .map(|row| row.action)
                    .map(|action| self.act(action))
                    .unwrap_or_default();
            }
            _ => return vec![],
        }
        self.dialog = Some(Dialog::Palette(palette));
        vec![]
    }
}
