//! The keys of a confirmation, by the stage of its write.

use crate::app::change::confirm::{Confirm, Knowledge};
use crate::app::change::write::{Conflict, Stage};
use crate::app::screen::reference_scan::ReferenceScan;
use crate::keymap::Scope;
use crate::resource::WriteOperation;

impl Confirm {
    /// The scopes in which keys are looked up, the nearest first.
    pub fn scopes(&self, scans: &[ReferenceScan]) -> Vec<Scope> {
        let mut scopes = self.scopes_of_stage(scans);
        match self.scope() {
            Scope::Confirm | Scope::Typed if self.has_moved() => scopes.insert(0, Scope::Moved),
            _ if !self.revertible().is_empty() => scopes.insert(1, Scope::Revertible),
            _ => {}
        }
        if self.scope() == Scope::Done && self.has_offer() {
            scopes.insert(1, Scope::Offered);
        }
        scopes
    }

    fn has_offer(&self) -> bool {
        self.offer().is_some() || self.children_to_copy().is_some() || self.grants().is_some()
    }

    fn scopes_of_stage(&self, scans: &[ReferenceScan]) -> Vec<Scope> {
        match self.scope() {
            // Typing must not scroll.
            Scope::Deleting => {
                let detachable = self.detachable(scans).map(|_| Scope::Detachable);
                let is_pending = self.knowledge(scans) == Knowledge::Pending;
                let pending = is_pending.then_some(Scope::DependentsPending);
                detachable.into_iter().chain(pending).chain([Scope::Deleting]).collect()
            }
            scope @ (Scope::Done | Scope::Unknown) if !self.new_secrets().is_empty() => {
                let closing = if self.asks_to_discard { Scope::UnseenSecret } else { scope };
                vec![Scope::NewSecret, closing, Scope::Scroll]
            }
            Scope::Conflict if self.write.is_mergeable() => {
                let has_choice = self.write.conflict().is_some_and(Conflict::has_choice);
                let choice = has_choice.then_some(Scope::MergeChoice);
                choice.into_iter().chain([Scope::Mergeable, Scope::Conflict, Scope::Scroll]).collect()
            }
            Scope::Typed => vec![Scope::Typed],
            scope @ (Scope::Confirm | Scope::Failed) => vec![scope, Scope::Request, Scope::Scroll],
            scope => vec![scope, Scope::Scroll],
        }
    }

    /// The scope of the keys that belong to the stage.
    pub const fn scope(&self) -> Scope {
        match self.write.stage {
            Stage::Review if self.typed.is_some() => match self.write.operation {
                WriteOperation::Delete => Scope::Deleting,
                WriteOperation::Create | WriteOperation::Update => Scope::Typed,
            },
            Stage::Review => Scope::Confirm,
            Stage::Checking(_)
            | Stage::Recording(_)
            | Stage::Sending(_)
            | Stage::Verifying(..)
            | Stage::Identifying(_) => Scope::Writing,
            Stage::Unrecorded(_) => Scope::Unrecorded,
            Stage::Done { .. } | Stage::Removed { .. } => Scope::Done,
            Stage::Conflict { .. } => Scope::Conflict,
            Stage::Failed(_) => Scope::Failed,
            // A resource without a Describe can't be read again.
            Stage::Unknown { .. } if !self.write.key.kind.can_be_described() => Scope::Done,
            Stage::Unknown { .. } => Scope::Unknown,
        }
    }
}
