//! What a write changes, and what AWS does besides.

use crate::app::change::write::Write;
use crate::resource::diff::merge::apply_all;
use crate::resource::{Change, Document, changes, setting_changes};

impl Write {
    /// Settings that differ between the documents before and after.
    pub fn changes(&self) -> Vec<Change> {
        setting_changes(&self.base, &self.edited, self.key.kind)
    }

    /// The same change made to another document.
    pub fn applied_to(&self, document: &Document) -> Document {
        apply_all(&changes(&self.base, &self.edited, self.key.kind), document)
    }

    /// What AWS does besides, because of these changes.
    pub fn consequences(&self, changes: &[Change]) -> Vec<&'static str> {
        let rows = self.key.kind.update.consequences.iter();
        let is_of = |change: &Change, path: &str| {
            change.place.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let concerned = rows.filter(|row| changes.iter().any(|change| is_of(change, row.path)));
        concerned.filter_map(|row| (row.text)(&self.base, &self.edited)).collect()
    }
}
