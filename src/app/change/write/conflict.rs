//! A write that found somebody else's change: the merge of the two.

use crate::app::change::write::{Stage, Write};
use crate::resource::{Document, Merge, WriteOperation, changes};

impl Write {
    /// The change on top of somebody else's, if they touch different settings and something is left to send.
    pub fn merged(&self) -> Option<&Document> {
        let Stage::Conflict { theirs, merge: Merge::Clean(merged) } = &self.stage else { return None };
        (self.operation != WriteOperation::Delete && !changes(theirs, merged, self.key.kind).is_empty())
            .then_some(merged)
    }

    /// Puts the change on top of somebody else's, and waits for another confirmation.
    pub fn accept_merge(&mut self) {
        let Some(merged) = self.merged().cloned() else { return };
        if let Stage::Conflict { theirs, .. } = std::mem::replace(&mut self.stage, Stage::Review) {
            (self.base, self.edited) = (theirs, merged);
        }
    }
}
