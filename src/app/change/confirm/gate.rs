//! The gate of a delete: which of the dependents are known, and the words that the user types before the
//! delete is sent.

use crate::app::change::confirm::{Confirm, Typed};
use crate::app::dialog::context::Context;
use crate::app::screen::reference_scan::ReferenceScan;
use crate::app::widget::text_input::TextInput;
use crate::keymap::{Action, ConfirmAction, Scope, WriteAction, key_of, named};
use crate::resource::Dependent;

/// The word that accepts a delete whose dependents are not all known.
const SECOND_WORD: &str = "delete";

/// How much is known about the dependents of a resource to delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Knowledge {
    Complete,
    /// A check is under way.
    Pending,
    /// The checks ended without the whole answer: a sentence for each gap.
    Incomplete(Vec<String>),
}

/// What is not known about one dependent.
enum Gap {
    None,
    /// It is being read.
    Pending,
    /// Its read has ended or was stopped: a sentence about what is missing.
    Lasting(String),
}

impl Confirm {
    /// How much is known about the dependents. Nothing is known to be absent before it was read.
    pub fn knowledge(&self, scans: &[ReferenceScan]) -> Knowledge {
        let mut gaps = Vec::new();
        for dependent in self.write.key.kind.deletion.dependents {
            match self.gap(dependent, scans) {
                Gap::None => {}
                Gap::Pending => return Knowledge::Pending,
                Gap::Lasting(sentence) => gaps.push(sentence),
            }
        }
        if gaps.is_empty() { Knowledge::Complete } else { Knowledge::Incomplete(gaps) }
    }

    fn gap(&self, dependent: &Dependent, scans: &[ReferenceScan]) -> Gap {
        match dependent {
            Dependent::List(kind) => match self.dependents.iter().find(|count| count.kind == kind()) {
                Some(count) if count.has_more.is_ready() => Gap::None,
                Some(count) if count.has_more.is_loading() => Gap::Pending,
                _ => Gap::Lasting(format!("{} were not counted.", kind().plural)),
            },
            Dependent::Referrers(referrers) => {
                let its =
                    |scan: &&ReferenceScan| scan.about == self.write.key && scan.referrers == *referrers;
                match scans.iter().find(its) {
                    Some(scan) if scan.is_complete() => Gap::None,
                    Some(scan) if scan.is_running() => Gap::Pending,
                    Some(scan) => Gap::Lasting(scan.gap()),
                    None => Gap::Lasting(format!("{} were not checked.", (referrers.kind)().plural)),
                }
            }
            Dependent::Fact(label, number) => match number(&self.write.base, self.companion.ready()) {
                Some(_) => Gap::None,
                None if self.companion.is_loading() => Gap::Pending,
                None => Gap::Lasting(format!("{label} were not loaded.")),
            },
        }
    }

    /// The reason why the write can't be accepted, whatever the user answers.
    pub fn blocked_by_documents(&self) -> Option<String> {
        let nothing = self.has_moved() && !self.is_deletion() && self.write.changes().is_empty();
        nothing.then(|| "Nothing was sent: everything was changed since.".to_owned())
    }

    /// The reason why the write can't be accepted yet, if any.
    pub fn blocked_reason(&self, scans: &[ReferenceScan]) -> Option<String> {
        if self.has_moved() && !self.is_deletion() && self.write.changes().is_empty() {
            let overwrite = key_of(Scope::Moved, Action::Write(WriteAction::Overwrite));
            let text =
                format!("Nothing to send: everything was changed since. {overwrite} takes that back too.");
            return Some(text);
        }
        let typed = self.typed.as_ref()?;
        if !typed.is_complete() {
            let verb = if self.is_deletion() { "deletes" } else { "applies" };
            let key = named::accept(self.scope());
            return Some(format!("Type {} first, then {key} {verb} it.", typed.wanted));
        }
        if !self.is_deletion() {
            return None;
        }
        match (self.knowledge(scans), &self.second_word) {
            (Knowledge::Pending, _) => {
                let stop = key_of(Scope::DependentsPending, Action::Write(WriteAction::StopCheck));
                // The progress is in the question; a notice would outlive it.
                Some(format!("Nothing is deleted before the check has ended, or {stop} has stopped it."))
            }
            (Knowledge::Incomplete(_), Some(word)) if !word.is_complete() => {
                let key = named::accept(Scope::Deleting);
                Some(format!("Type {} first, then {key} deletes it all the same.", word.wanted))
            }
            _ => None,
        }
    }

    /// Accepts the question after all of it was shown elsewhere, and its words were typed there.
    pub(crate) fn accept_elsewhere(&mut self, context: &mut Context) {
        self.scroll.reached_end = true;
        // The first answer may bring up the second word.
        for _ in 0..2 {
            for typed in [&mut self.typed, &mut self.second_word].into_iter().flatten() {
                typed.input = TextInput::new(&typed.wanted);
            }
            self.act(ConfirmAction::Accept, context);
        }
    }

    /// Asks for the second word if the dependents are not all known; returns true if it asks.
    pub(super) fn ask_second_word(&mut self, scans: &[ReferenceScan]) -> bool {
        let asks = self.is_deletion()
            && self.second_word.is_none()
            && matches!(self.knowledge(scans), Knowledge::Incomplete(_));
        if asks {
            self.second_word = Some(Typed::new(SECOND_WORD));
        }
        asks
    }

    /// Stops the checks under way. What they have not found by then stays unknown.
    pub(super) fn stop_checks(&mut self, context: &mut Context) {
        context.stop_scans(&self.write.key);
        let counts = self.dependents.iter().filter_map(|count| count.has_more.request());
        let stopped: Vec<_> = counts.chain(self.companion.request()).collect();
        for count in &mut self.dependents {
            count.has_more.stop(&stopped);
        }
        self.companion.stop(&stopped);
        for id in stopped {
            context.cancel(id);
        }
        self.scroll.reached_end = false;
    }
}
