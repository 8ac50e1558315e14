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
        self.key.kind.update.consequences_of(changes, &self.base, &self.edited)
    }
}
