//! The marks of a list: the rows that are changed together.

use crate::app::screen::list::List;
use crate::app::screen::list_row::ListRow;
use crate::resource::Key;

impl List {
    /// True if rows can be marked for a bulk edit.
    pub const fn can_be_marked(&self) -> bool {
        let actions = &self.key.kind.actions;
        !actions.toggles.is_empty() || !actions.url_members.is_empty() || self.holds_findings()
    }

    pub fn marked(&self) -> usize {
        self.marks.len()
    }

    /// Keys and names of the marked rows, in the list's order.
    pub fn marked_rows(&self) -> Vec<(Key, String)> {
        let kind = self.key.kind;
        let marked = self
            .rows
            .iter()
            .filter(|row| self.is_marked(row))
            .filter_map(|row| Some((self.key.row(&row.listed)?, row)));
        marked
            .map(|(key, row)| (key.clone(), kind.name_of(&row.listed).unwrap_or(&key.id).to_owned()))
            .collect()
    }

    pub fn is_marked(&self, row: &ListRow) -> bool {
        row.listed.text(self.key.kind.id_path).is_some_and(|id| self.marks.contains(id))
    }

    /// Marks the chosen row, or removes its mark.
    pub fn mark(&mut self) {
        if let Some(key) = self.chosen_key()
            && !self.marks.remove(&key.id)
        {
            self.marks.insert(key.id);
        }
    }

    /// Marks every shown row; removes their marks if all have one.
    pub fn mark_all(&mut self) {
        let shown: Vec<_> =
            (0..self.shown()).filter_map(|place| Some(self.key.row(&self.row(place)?.listed)?.id)).collect();
        if shown.iter().all(|id| self.marks.contains(id)) {
            for id in &shown {
                self.unmark(id);
            }
        } else {
            self.marks.extend(shown);
        }
    }

    pub fn unmark(&mut self, id: &str) {
        self.marks.remove(id);
    }
}
