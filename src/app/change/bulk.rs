//! A bulk edit: the same change to many resources. Each is read anew, all are confirmed together, and each is
//! written and verified by a safe write of its own, one after the other.

mod choices;
mod commands;
mod copy;
mod copying;
mod counts;
mod edit;
mod granting;
mod item;

pub use choices::{ChoiceRow, Choices};
pub use copying::Copying;
pub use edit::Edit;
pub use granting::Granting;
pub use item::{BulkItem, BulkItemState};

use crate::app::Tone;
use crate::app::change::confirm::{Typed, not_seen_yet};
use crate::app::change::write::{Stage, Write};
use crate::app::dialog::context::Context;
use crate::app::dialog::{Command, Outcome, choose_value};
use crate::app::widget::scroll::Scroll;
use crate::app::widget::text_input::TextInput;
use crate::error::{AppError, ErrorKind};
use crate::history::Record;
use crate::keymap::{ChooseValueAction, ConfirmAction, Scope, named};
use crate::message::{Call, Reply, RequestId};
use crate::resource::display::plural::plural;
use crate::resource::finding::{Finding, findings};
use crate::resource::{Key, Kind, ValidationContext};

/// Largest number of reads under way at the same time.
const AT_ONCE: usize = 4;

/// The state of a bulk edit.
#[derive(Debug)]
pub struct Bulk {
    pub kind: &'static Kind,
    pub edit: Edit,
    /// The resources in the order of their list, which stays the same.
    pub items: Vec<BulkItem>,
    pub stage: BulkStage,
    pub scroll: Scroll,
    /// What to type before the writes are accepted, where a rule of the configuration asks for it.
    pub typed: Option<Typed>,
    /// Number of the bulk edit, which names it in the history.
    number: Option<u64>,
}

/// The progress of a bulk edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkStage {
    /// The user chooses the value.
    Choosing,
    /// The resources are being read.
    Reading,
    /// The change waits for a yes or no.
    Review,
    /// One resource is being written.
    Writing {
        /// Index of the resource among the items.
        at: usize,
        /// True if the next resource is not to be written any more.
        stopping: bool,
    },
    /// All writes have ended, or were stopped.
    Over,
}

impl Bulk {
    /// A bulk edit before its first read; the value of a toggle is still to be chosen.
    pub fn new(kind: &'static Kind, edit: Edit, rows: Vec<(Key, String)>) -> Self {
        let items = rows.into_iter().map(|(key, name)| BulkItem::new(key, name)).collect();
        let (stage, scroll) = (BulkStage::Choosing, Scroll::default());
        Self { kind, edit, items, stage, scroll, typed: None, number: None }
    }

    /// The scopes in which keys are looked up, the nearest first.
    pub fn scopes(&self) -> Vec<Scope> {
        let scope = self.scope();
        match scope {
            Scope::ChooseValue | Scope::ChooseMany | Scope::Typed => vec![scope],
            Scope::Confirm => vec![scope, Scope::Request, Scope::Scroll],
            Scope::Done if self.has_uncopied() => vec![scope, Scope::Offered, Scope::Scroll],
            Scope::Done if !self.recorded().is_empty() => vec![scope, Scope::Revertible, Scope::Scroll],
            _ => vec![scope, Scope::Scroll],
        }
    }

    /// The changes that were sent and recorded, to take them back right after.
    pub(crate) fn recorded(&self) -> Vec<Record> {
        // What was created is deleted one by one, each by its own question.
        if matches!(self.edit, Edit::Copy(_)) {
            return Vec::new();
        }
        let writes = self.items.iter().filter_map(|item| match &item.state {
            BulkItemState::Write(write)
                if matches!(write.stage, Stage::Done { .. } | Stage::Unknown { .. }) =>
            {
                Some(write)
            }
            _ => None,
        });
        writes.filter_map(|write| Some(write.recording.record.as_deref()?.clone())).collect()
    }

    pub fn scope(&self) -> Scope {
        match self.stage {
            BulkStage::Choosing => match &self.edit {
                edit if edit.is_listing() => Scope::LoadingForEdit,
                Edit::Copy(_) | Edit::Grant(_) => Scope::ChooseMany,
                _ => Scope::ChooseValue,
            },
            BulkStage::Reading => Scope::LoadingForEdit,
            BulkStage::Review if self.typed.is_some() => Scope::Typed,
            BulkStage::Review => Scope::Confirm,
            BulkStage::Writing { .. } => Scope::BulkWriting,
            BulkStage::Over => Scope::Done,
        }
    }

    pub(crate) fn open(&mut self, context: &mut Context) {
        match &mut self.edit {
            Edit::Toggle { .. } => {}
            Edit::Copy(copying) => copying.open(context),
            Edit::Grant(granting) => granting.open(context),
            Edit::ReplaceHost(_) | Edit::Detach { .. } | Edit::Revert(_) | Edit::Fix(_) => self.read(context),
        }
    }

    pub(crate) fn choose(&mut self, action: ChooseValueAction, context: &mut Context) -> Outcome {
        if matches!(self.edit, Edit::Copy(_) | Edit::Grant(_)) {
            return self.choose_rows(action, context);
        }
        match action {
            ChooseValueAction::Next | ChooseValueAction::Previous => {
                if let Edit::Toggle { chosen, .. } = &mut self.edit {
                    *chosen = choose_value::step(*chosen, action);
                }
            }
            ChooseValueAction::Choose => self.read(context),
            ChooseValueAction::Cancel => return self.close(),
            ChooseValueAction::PageDown
            | ChooseValueAction::PageUp
            | ChooseValueAction::Mark
            | ChooseValueAction::MarkAll => {}
        }
        Outcome::Stay
    }

    pub(crate) fn act(&mut self, action: ConfirmAction, context: &mut Context) -> Outcome {
        match (action, self.stage) {
            (ConfirmAction::Accept, _) => self.accept(context),
            (ConfirmAction::Cancel, BulkStage::Writing { at, .. }) => return self.stop_writing(at, context),
            (ConfirmAction::Cancel | ConfirmAction::Dismiss, _) => return self.close(),
        }
        Outcome::Stay
    }

    fn accept(&mut self, context: &mut Context) {
        if self.stage != BulkStage::Review {
            return;
        }
        if self.planned() == 0 {
            let copies = matches!(self.edit, Edit::Copy(_));
            let reason = if copies { "nothing of this can be copied" } else { "every value is already set" };
            context.say(Tone::Plain, format!("Nothing to send: {reason}."));
        } else if let Some(typed) = self.typed.as_ref().filter(|typed| !typed.is_complete()) {
            let key = named::accept(Scope::Typed);
            context.say(Tone::Plain, format!("Type {} first, then {key} applies it.", typed.wanted));
        } else if self.scroll.reached_end {
            self.write_next(0, false, context);
        } else {
            context.say(Tone::Plain, not_seen_yet(self.scroll, self.scope()));
        }
    }

    /// Writes no further resource. Nothing of the current one is sent after this; if its request is sent
    /// already, the dialog is left and goes on unseen.
    fn stop_writing(&mut self, at: usize, context: &mut Context) -> Outcome {
        self.stage = BulkStage::Writing { at, stopping: true };
        if let Some(BulkItem { name, state: BulkItemState::Write(write), .. }) = self.items.get_mut(at) {
            if !matches!(write.stage, Stage::Checking(_)) {
                let text = format!("{name}: sent, the result is not known yet. No further one is sent.");
                context.say(Tone::Plain, text);
                return Outcome::Leave;
            }
            if let Some(id) = write.stop_reading() {
                context.cancel(id);
            }
        }
        self.stage = BulkStage::Over;
        context.say(Tone::Plain, self.counts());
        self.close()
    }

    /// Ids of the resources that have the wanted value after all writes have ended.
    pub(crate) fn settled(&self) -> Vec<String> {
        if matches!(self.edit, Edit::Copy(_)) {
            return Vec::new();
        }
        let settled = |item: &&BulkItem| self.stage == BulkStage::Over && item.is_done();
        self.items.iter().filter(settled).map(|item| item.key.id.clone()).collect()
    }

    /// Closes the dialog. Resources with the wanted value lose their marks; others keep them for another try.
    fn close(&self) -> Outcome {
        let settled = self.settled();
        let detached = match &self.edit {
            Edit::Detach { value, .. } => Some(value.clone()),
            Edit::Toggle { .. }
            | Edit::ReplaceHost(_)
            | Edit::Revert(_)
            | Edit::Fix(_)
            | Edit::Copy(_)
            | Edit::Grant(_) => None,
        };
        Outcome::Finish(Command::EndBulk { settled, detached })
    }

    /// Reads the next resources, up to `AT_ONCE` at the same time.
    fn read(&mut self, context: &mut Context) {
        self.stage = BulkStage::Reading;
        let under_way =
            self.items.iter().filter(|item| matches!(item.state, BulkItemState::Reading(_))).count();
        let unread = self.items.iter_mut().filter(|item| matches!(item.state, BulkItemState::Unread));
        for item in unread.take(AT_ONCE.saturating_sub(under_way)) {
            let label = format!("Loading {}", item.name);
            let call = Call::Describe(item.key.clone()).paced();
            item.state = BulkItemState::Reading(context.start_read(label, &item.key, call));
        }
        if self
            .items
            .iter()
            .all(|item| !matches!(item.state, BulkItemState::Unread | BulkItemState::Reading(_)))
        {
            self.plan_copies(context);
            self.stage = BulkStage::Review;
            self.scroll = Scroll::default();
            let asks = match &self.edit {
                Edit::Copy(copying) => context.asks_for_name(&copying.to.0, &copying.to.1),
                _ => self.items.iter().any(|item| context.asks_for_name(&item.key, &item.name)),
            };
            self.typed = asks.then(|| Typed::new(plural(self.planned(), self.noun())));
        }
    }

    pub(crate) fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        context: &mut Context,
    ) -> Outcome {
        let is_of_list = match &mut self.edit {
            Edit::Copy(copying) => copying.handle_reply(id, &result),
            Edit::Grant(granting) => granting.handle_reply(id, &result),
            _ => false,
        };
        if is_of_list {
            return Outcome::Stay;
        }
        let reads =
            |item: &&mut BulkItem| matches!(item.state, BulkItemState::Reading(reading) if reading == id);
        if let Some(item) = self.items.iter_mut().find(reads) {
            item.handle_base_reply(&self.edit, result, context);
            self.read(context);
        } else {
            self.handle_write_reply(id, result, context);
        }
        Outcome::Stay
    }

    pub fn planned(&self) -> usize {
        self.items.iter().filter(|item| matches!(item.state, BulkItemState::Write(_))).count()
    }

    /// Number of writes that have ended, well or not.
    pub fn ended(&self) -> usize {
        let ended =
            |item: &&BulkItem| matches!(&item.state, BulkItemState::Write(write) if write.stage.is_over());
        self.items.iter().filter(ended).count()
    }

    /// Starts the next write, searched from index `from` on, or ends the bulk edit.
    fn write_next(&mut self, from: usize, stopping: bool, context: &mut Context) {
        let is_planned = |item: &BulkItem| match &item.state {
            BulkItemState::Write(write) => matches!(write.stage, Stage::Review),
            _ => false,
        };
        let mut later = self.items.iter().enumerate().skip(from);
        let next = later
            .find(|(_, item)| is_planned(item))
            .map(|(at, _)| at)
            .filter(|_| !stopping && !context.ending);
        let Some(at) = next else {
            self.stage = BulkStage::Over;
            self.scroll = Scroll::default();
            return;
        };
        self.stage = BulkStage::Writing { at, stopping: false };
        let run = self.number.get_or_insert_with(|| context.requests.upcoming()).to_string();
        let existing_ids = self.ids_beside(at);
        let item = &mut self.items[at];
        if let BulkItemState::Write(write) = &mut item.state {
            write.existing_ids = existing_ids;
            write.recording.bulk = context.options.history.as_ref().map(|name| format!("{name}-{run}"));
            let (call, label) = write.begin(&item.name);
            write.start((call.paced(), label), context);
        }
    }

    /// Takes the reply to a step of the write; starts the write's next step, or the next write.
    fn handle_write_reply(&mut self, id: RequestId, result: Result<Reply, AppError>, context: &mut Context) {
        let BulkStage::Writing { at, stopping } = self.stage else { return };
        let Some(BulkItem { name, state: BulkItemState::Write(write), .. }) = self.items.get_mut(at) else {
            return;
        };
        if write.waits_for() != Some(id) {
            return;
        }
        if let Some((call, label)) = write.handle_reply_and_tell(result, name, context) {
            write.start((call.paced(), label), context);
        } else {
            // The history could not be written for the next one either.
            // Without credentials, each further one would fail alike.
            let stopping = stopping
                || matches!(write.stage, Stage::Unrecorded(_))
                || matches!(&write.stage, Stage::Failed(error) if error.kind == ErrorKind::Credentials);
            self.write_next(at + 1, stopping, context);
        }
    }

    /// The input for what the question asks for.
    pub(crate) fn word_input(&mut self) -> Option<&mut TextInput> {
        let asks = self.stage == BulkStage::Review;
        self.typed.as_mut().filter(|_| asks).map(|typed| &mut typed.input)
    }

    pub(crate) fn note_request_id(&mut self, id: RequestId, request_id: String) {
        let BulkStage::Writing { at, .. } = self.stage else { return };
        if let Some(BulkItem { state: BulkItemState::Write(write), .. }) = self.items.get_mut(at) {
            write.note_request_id(id, request_id);
        }
    }

    /// The worst finding of the changed resource, and true if the change causes the finding. `around` has
    /// what was read of other resources.
    pub fn worst_finding(write: &Write, around: &ValidationContext<'_>) -> Option<(&'static Finding, bool)> {
        let context = ValidationContext { key: Some(&write.key), ..*around };
        let worst = *findings(write.key.kind, &write.edited, &context).first()?;
        let before = findings(write.key.kind, &write.base, &context);
        Some((worst, !before.contains(&worst) && worst.can_be_told(&write.base, &context)))
    }
}

#[cfg(test)]
mod tests;
