//! The choice of a list's columns: which are shown, and in which order. The first one tells the rows apart,
//! so it stays where it is.

use crate::app::dialog::{Command, Outcome};
use crate::keymap::ColumnsAction;
use crate::resource::Kind;

/// The columns of a list while the user chooses them.
#[derive(Debug)]
pub struct ColumnChoice {
    pub kind: &'static Kind,
    /// The columns in their order, as indexes of those of the kind, and whether each is shown.
    pub columns: Vec<(usize, bool)>,
    /// Index of the chosen one in that order.
    pub chosen: usize,
}

impl ColumnChoice {
    /// The columns that a list shows, and those that it does not.
    pub fn new(kind: &'static Kind, shown: &[usize]) -> Self {
        let hidden = (0..kind.columns.len()).filter(|index| !shown.contains(index));
        let columns = shown.iter().map(|index| (*index, true)).chain(hidden.map(|index| (index, false)));
        Self { kind, columns: columns.collect(), chosen: 0 }
    }

    pub(crate) fn act(&mut self, action: ColumnsAction) -> Outcome {
        let last = self.columns.len().saturating_sub(1);
        match action {
            ColumnsAction::Next => self.chosen = (self.chosen + 1).min(last),
            ColumnsAction::Previous => self.chosen = self.chosen.saturating_sub(1),
            ColumnsAction::Toggle => {
                if let Some((_, is_shown)) = self.columns.get_mut(self.chosen).filter(|_| self.chosen > 0) {
                    *is_shown = !*is_shown;
                }
            }
            ColumnsAction::Earlier if self.chosen > 1 => {
                self.columns.swap(self.chosen, self.chosen - 1);
                self.chosen -= 1;
            }
            ColumnsAction::Later if self.chosen > 0 && self.chosen < last => {
                self.columns.swap(self.chosen, self.chosen + 1);
                self.chosen += 1;
            }
            ColumnsAction::Earlier | ColumnsAction::Later => {}
            ColumnsAction::Reset => {
                let all: Vec<_> = (0..self.kind.columns.len()).collect();
                self.columns = Self::new(self.kind, &all).columns;
            }
            ColumnsAction::Apply => {
                let shown = self.columns.iter().filter(|(_, is_shown)| *is_shown);
                let shown = shown.map(|(index, _)| *index).collect();
                return Outcome::Finish(Command::ArrangeColumns(self.kind, shown));
            }
            ColumnsAction::Close => return Outcome::Close,
        }
        Outcome::Stay
    }
}
