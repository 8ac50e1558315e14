//! The confirmation of a change that takes another one back: what it leaves alone, and what can't come back.

use crate::app::change::confirm::Confirm;
use crate::app::change::write::Write;
use crate::app::form::second_document::EditedDocument;
use crate::app::remote::Remote;
use crate::app::widget::scroll::Scroll;
use crate::history::{Record, RecordedChange, Reverted, revert};
use crate::keymap::Scope;
use crate::resource::{Document, Key};

/// A change that is taken back.
#[derive(Debug)]
pub struct Reverting {
    pub record: Record,
    /// The change that the second request takes back.
    pub also: Option<Record>,
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
        let Reverted { document, moved, lost } = revert(&record.changes, &base, key.kind, false);
        let mut write = Write::new(key, base, document);
        write.recording.reverts = Some(record.id.clone());
        let reverting = Reverting { record, also: None, moved, overwrite: false, lost };
        Self { reverting: Some(reverting), ..Self::new(write, name, companion) }
    }

    /// The confirmation of the writes that take back the updates of a resource and of its second document.
    /// `None` where somebody changed a setting since, or one can't come back: each asks for itself then.
    pub(crate) fn revert_both(
        [own, second]: [(Record, Key, Document); 2],
        name: String,
        companion: Remote<Document>,
    ) -> Option<Self> {
        let taken_back = |(record, key, before): &(Record, Key, Document)| {
            let Reverted { document: after, moved, lost } = revert(&record.changes, before, key.kind, false);
            let whole = moved.is_empty() && lost.is_empty();
            whole.then(|| EditedDocument { key: key.clone(), before: before.clone(), after })
        };
        let mut confirm = Self::updates(taken_back(&own)?, Some(taken_back(&second)?), name, companion);
        let (first, further) =
            if confirm.write.key.kind == own.1.kind { (own.0, second.0) } else { (second.0, own.0) };
        confirm.write.recording.reverts = Some(first.id.clone());
        if let Some(completion) = &mut confirm.completion {
            completion.reverts = Some(further.id.clone());
        }
        let also = confirm.completion.is_some().then_some(further);
        let (moved, lost) = (Vec::new(), Vec::new());
        confirm.reverting = Some(Reverting { record: first, also, moved, overwrite: false, lost });
        Some(confirm)
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

    /// The changes that can be taken back at this stage, the last one first: that of the write unless it has
    /// changed nothing, and the one before it.
    pub(super) fn revertible(&self) -> Vec<Record> {
        let earlier = self.earlier.as_ref().and_then(|earlier| earlier.record.clone());
        match self.scope() {
            Scope::Done | Scope::Unknown => self.recorded().into_iter().chain(earlier).collect(),
            Scope::Failed | Scope::Conflict | Scope::Unrecorded => earlier.into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The change of this write, to take it back right after the verdict.
    pub(super) fn recorded(&self) -> Option<Record> {
        let record = self.write.recording.record.as_deref()?.clone();
        Some(Record { target: self.write.key.id.clone(), ..record })
    }
}
