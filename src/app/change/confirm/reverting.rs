//! The confirmation of a change that takes another one back: what it leaves alone, and what can't come back.

use crate::app::change::confirm::Confirm;
use crate::app::change::write::Write;
use crate::app::remote::Remote;
use crate::app::widget::scroll::Scroll;
use crate::history::{Record, RecordedChange, revert};
use crate::keymap::Scope;
use crate::resource::{Document, Key};

/// A change that is taken back.
#[derive(Debug)]
pub struct Reverting {
    pub record: Record,
    /// Settings that somebody changed since.
    pub moved: Vec<RecordedChange>,
    /// True if what somebody changed since is taken back too.
    pub overwrite: bool,
    /// Settings whose former value is not recorded.
    pub lost: Vec<RecordedChange>,
}

impl Confirm {
    /// The confirmation of the write that takes an update back, on the resource as it is now.
    pub fn revert(
        record: Record,
        key: Key,
        base: Document,
        name: String,
        companion: Remote<Document>,
    ) -> Self {
        let reverted = revert(&record.changes, &base, key.kind, false);
        let mut write = Write::new(key, base, reverted.document);
        write.recording.reverts = Some(record.id.clone());
        let reverting = Reverting { record, moved: reverted.moved, overwrite: false, lost: reverted.lost };
        Self { reverting: Some(reverting), ..Self::new(write, name, companion) }
    }

    /// Also takes back what somebody changed since, or leaves it alone again.
    pub(super) fn toggle_overwrite(&mut self) {
        let Some(reverting) = &mut self.reverting else { return };
        reverting.overwrite = !reverting.overwrite;
        let changes = &reverting.record.changes;
        let kind = self.write.key.kind;
        self.write.edited = revert(changes, &self.write.base, kind, reverting.overwrite).document;
        self.scroll = Scroll::default();
    }

    /// True if the user may choose what to do with settings that somebody changed since.
    pub(super) fn has_moved(&self) -> bool {
        self.reverting.as_ref().is_some_and(|reverting| !reverting.moved.is_empty())
    }

    /// The change that can be taken back at this stage: that of the write, or the one before it where the
    /// write has changed nothing.
    pub(super) fn revertible(&self) -> Option<Record> {
        match self.scope() {
            Scope::Done | Scope::Unknown => self.recorded(),
            Scope::Failed | Scope::Conflict | Scope::Unrecorded => self.earlier.as_ref()?.record.clone(),
            _ => None,
        }
    }

    /// The change of this write, to take it back right after the verdict.
    pub(super) fn recorded(&self) -> Option<Record> {
        let record = self.write.recording.record.as_deref()?.clone();
        Some(Record { target: self.write.key.id.clone(), ..record })
    }
}
