//! A write that found somebody else's change: the merge of the two, and the choices that it needs.

use crate::app::change::write::{Stage, Write};
use crate::resource::{Document, Key, Merge, Side, WriteOperation, changes};

/// Somebody else's change, beside the one that was to be sent.
#[derive(Debug)]
pub struct Conflict {
    /// The current document of the resource.
    pub theirs: Document,
    pub merge: Merge,
    /// Index of the chosen conflict among the settings that both changed.
    pub focus: usize,
}

impl Conflict {
    pub const fn new(theirs: Document, merge: Merge) -> Self {
        Self { theirs, merge, focus: 0 }
    }

    /// True if both changed a setting to different values.
    pub fn has_choice(&self) -> bool {
        self.merge.conflicts().next().is_some()
    }

    /// Moves the focus up or down; the first and the last conflict stop the move.
    pub fn step(&mut self, by: isize) {
        let last = self.merge.conflicts().count().saturating_sub(1);
        self.focus = self.focus.saturating_add_signed(by).min(last);
    }

    pub fn choose(&mut self, side: Side) {
        self.merge.choose(self.focus, side);
    }
}

impl Write {
    /// An update that meets somebody else's change before it is asked for: `now` is the current document.
    pub fn conflicting(key: Key, base: Document, edited: Document, now: Document, merge: Merge) -> Self {
        let stage = Stage::Conflict(Conflict::new(now, merge));
        Self { stage, ..Self::new(key, base, edited) }
    }

    /// Makes the change to the current document instead, unless somebody changed the same settings.
    pub(super) fn merge_unrelated(&mut self, now: &Document) {
        let merge = Merge::new(&self.base, &self.edited, now, self.key.kind);
        if let Some(merged) = merge.merged() {
            (self.edited, self.base) = (merged, now.clone());
        }
    }

    pub const fn conflict(&self) -> Option<&Conflict> {
        if let Stage::Conflict(conflict) = &self.stage { Some(conflict) } else { None }
    }

    pub const fn conflict_mut(&mut self) -> Option<&mut Conflict> {
        if let Stage::Conflict(conflict) = &mut self.stage { Some(conflict) } else { None }
    }

    /// Number of settings for which the user has to choose a side before the changes can be merged.
    pub fn undecided(&self) -> usize {
        self.conflict().map_or(0, |conflict| conflict.merge.undecided())
    }

    /// The change on top of somebody else's, once every conflict is decided and if something is left to send.
    pub fn merged(&self) -> Option<Document> {
        let conflict = self.conflict().filter(|_| self.operation != WriteOperation::Delete)?;
        let merged = conflict.merge.merged()?;
        (!changes(&conflict.theirs, &merged, self.key.kind).is_empty()).then_some(merged)
    }

    /// True if the two changes can be merged, now or after a choice.
    pub fn is_mergeable(&self) -> bool {
        self.merged().is_some() || self.conflict().is_some_and(Conflict::has_choice)
    }

    /// Puts the change on top of somebody else's, and waits for another confirmation.
    pub fn accept_merge(&mut self) {
        let Some(merged) = self.merged() else { return };
        if let Stage::Conflict(conflict) = std::mem::replace(&mut self.stage, Stage::Review) {
            (self.base, self.edited) = (conflict.theirs, merged);
        }
    }

    /// The current document, if it differs from the one that the change started from.
    pub const fn moved_on(&self) -> Option<&Document> {
        match &self.stage {
            Stage::Conflict(conflict) => Some(&conflict.theirs),
            Stage::Done { now, .. } => Some(now),
            _ => None,
        }
    }
}
