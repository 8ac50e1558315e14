//! The palette: every action of where you are, found by typing a part of its sentence.

use super::fuzzy::Fuzzy;
use super::text_input::TextInput;
use crate::keymap::{self, Action, Binding, Scope};

/// The palette.
#[derive(Debug)]
pub struct Palette {
    /// What is looked for.
    pub input: TextInput,
    /// The entries that fit, best first.
    pub entries: Vec<&'static Binding>,
    /// The chosen entry.
    pub chosen: usize,
    scopes: Vec<Scope>,
    read_only: bool,
}

impl Palette {
    /// The palette of where you are.
    pub fn new(scopes: Vec<Scope>, read_only: bool) -> Self {
        let mut palette = Self { input: TextInput::default(), entries: Vec::new(), chosen: 0, scopes, read_only };
        palette.refresh();
        palette
    }

    /// Looks at the text again, after it was edited.
    pub fn refresh(&mut self) {
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
        let rows = self
            .scopes
            .iter()
            .flat_map(|scope| keymap::rows(*scope))
            .filter(|row| !moves(row.action) && (!self.read_only || !row.action.writes()));
        let mut fuzzy = Fuzzy::new(self.input.text());
        let mut found: Vec<_> = rows.filter_map(|row| Some((fuzzy.score(row.help)?, row))).collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.entries = found.into_iter().map(|(_, row)| row).collect();
        self.chosen = 0;
    }

    /// The chosen entry's action.
    pub fn action(&self) -> Option<Action> {
        self.entries.get(self.chosen).map(|row| row.action)
    }
}
