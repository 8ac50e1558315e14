//! The confirmation of one write: its question, its keys, and the replies to the steps of the write.

mod advice;
mod detach;
mod follow_up;
mod gate;
mod merge;
mod result;
mod reverting;
mod scopes;

pub(crate) use advice::Advice;
pub use advice::FindingChange;
pub use follow_up::{Completion, Earlier};
pub use gate::Knowledge;
pub use reverting::Reverting;

use crate::app::Tone;
use crate::app::change::dependents::Count;
use crate::app::change::write::{Sent, Stage, Write};
use crate::app::dialog::command_view::CommandView;
use crate::app::dialog::context::Context;
use crate::app::dialog::json_view::JsonView;
use crate::app::dialog::{Command, Dialog, DialogAnswer, Outcome, Rebased};
use crate::app::remote::Remote;
use crate::app::widget::scroll::Scroll;
use crate::app::widget::text_input::TextInput;
use crate::error::AppError;
use crate::keymap::{Action, ConfirmAction, Scope, WriteAction, key_of, named};
use crate::message::{Reply, RequestId};
use crate::resource::display::plural::plural;
use crate::resource::{Access, Document, Field, FieldKind, Key, Rank, Side, WriteOperation};
use crate::secret::Secret;

/// The confirmation of a write, then its progress and its verdict.
#[derive(Debug)]
pub struct Confirm {
    pub write: Write,
    pub name: String,
    pub companion: Remote<Document>,
    /// The scroll position. The write is accepted only after the last line was on the screen.
    pub scroll: Scroll,
    /// The name to type before the write is accepted: for a delete, and where a rule asks for it.
    pub typed: Option<Typed>,
    /// The word to type after the name, once a delete was asked for whose dependents are not all known.
    pub second_word: Option<Typed>,
    /// Counts of the resources that a delete takes along.
    pub dependents: Vec<Count>,
    /// The change that the write takes back, if it does.
    pub reverting: Option<Reverting>,
    /// The update that follows the write.
    pub completion: Option<Completion>,
    /// The write that came before the shown one.
    pub earlier: Option<Earlier>,
    /// The original of a copy, whose children can be copied too, and its name.
    pub copied_from: Option<(Key, String)>,
    /// The rank by age of a resource to delete, where its kind has one.
    pub rank: Option<Rank>,
    /// True after the user has shown or copied a new secret.
    secret_handled: bool,
    /// True while the dialog asks whether to close although a new secret was neither shown nor copied.
    pub asks_to_discard: bool,
}

/// A name to type, and the text typed so far.
#[derive(Debug)]
pub struct Typed {
    pub wanted: String,
    pub input: TextInput,
}

impl Typed {
    pub fn new(wanted: impl Into<String>) -> Self {
        Self { wanted: wanted.into(), input: TextInput::default() }
    }

    /// True once the whole word is typed, and nothing else.
    pub fn is_complete(&self) -> bool {
        self.input.text() == self.wanted
    }
}

/// True if every keyboard can type a word.
pub(crate) fn is_typable(word: &str) -> bool {
    let is_plain = |letter: char| letter == ' ' || letter.is_ascii_graphic();
    !word.is_empty() && word.trim() == word && word.chars().all(is_plain)
}

/// The reason why a question that was not on the screen to its end can't be answered yet.
pub(crate) fn not_seen_yet(scroll: Scroll, scope: Scope) -> String {
    let key = key_of(scope, Action::Confirm(ConfirmAction::Accept));
    match scroll.below {
        0 => format!("The question was not on the screen yet. Press {key} again."),
        below => format!("Scroll to the end first ({}): {}", named::page_down(), plural(below, "more line")),
    }
}

impl Confirm {
    pub fn new(write: Write, name: String, companion: Remote<Document>) -> Self {
        Self {
            write,
            name,
            companion,
            scroll: Scroll::default(),
            typed: None,
            second_word: None,
            dependents: Vec::new(),
            reverting: None,
            completion: None,
            earlier: None,
            copied_from: None,
            rank: None,
            secret_handled: false,
            asks_to_discard: false,
        }
    }

    /// The confirmation of a delete. The user types a word, or the id if the word can't be typed.
    pub fn delete(key: Key, base: Document, name: String, word: &str, companion: Remote<Document>) -> Self {
        let typed = Some(Typed::new(if is_typable(word) { word } else { key.id.as_str() }));
        Self { typed, ..Self::new(Write::delete(key, base), name, companion) }
    }

    /// Labels and values of the secrets that the create returned.
    pub fn new_secrets(&self) -> Vec<(&'static str, Secret<String>)> {
        if self.write.operation != WriteOperation::Create {
            return Vec::new();
        }
        let now = match &self.write.stage {
            Stage::Done { now, .. } => Some(now),
            _ => None,
        };
        let text = |path| now.and_then(|now| now.text(path)).or_else(|| self.write.created.text(path));
        let secret = |field: &'static Field| Some((field.label, Secret::new(text(field.path)?.to_owned())));
        let fields = self.write.key.kind.fields.iter();
        let is_new_secret =
            |field: &&Field| matches!(field.kind, FieldKind::Secret) && field.access == Access::ReadOnly;
        fields.filter(is_new_secret).filter_map(secret).collect()
    }

    /// Asks for the name where the rules of the configuration do.
    pub(crate) fn open(&mut self, context: &Context) {
        let is_final = self.write.operation == WriteOperation::Create
            && !self.write.key.kind.creation.irreversible.is_empty();
        if self.typed.is_none() && (is_final || context.asks_for_name(&self.write.key, &self.name)) {
            let words = [self.name.as_str(), self.write.key.id.as_str(), self.write.key.kind.name];
            self.typed = words.into_iter().find(|word| is_typable(word)).map(Typed::new);
        }
    }

    pub(crate) fn is_deletion(&self) -> bool {
        self.write.operation == WriteOperation::Delete
    }
}

impl Confirm {
    pub(crate) fn act(&mut self, action: ConfirmAction, context: &mut Context) -> Outcome {
        match action {
            ConfirmAction::Accept => {
                if matches!(self.write.stage, Stage::Review | Stage::Failed(_)) {
                    self.accept(context);
                }
                Outcome::Stay
            }
            ConfirmAction::Cancel => self.cancel(context),
            ConfirmAction::Dismiss => self.close(context),
        }
    }

    pub(crate) fn act_on_write(&mut self, action: WriteAction, context: &mut Context) -> Outcome {
        match action {
            WriteAction::ShowCommand => {
                let view = CommandView::writing(&self.requests(), context.connection);
                return Outcome::Push(Dialog::CommandView(Box::new(view)));
            }
            WriteAction::ShowJson => {
                let view = JsonView::requests(&self.requests());
                return Outcome::Push(Dialog::JsonView(Box::new(view)));
            }
            WriteAction::Detach => return self.detach(context),
            WriteAction::StopCheck => self.stop_checks(context),
            WriteAction::Overwrite => self.toggle_overwrite(),
            WriteAction::Revert => {
                return Outcome::Finish(Command::Revert(self.revertible()));
            }
            WriteAction::TakeOffer => {
                if let Some((from, to)) = self.children_to_copy() {
                    return Outcome::Finish(Command::CopyChildren { from, to });
                }
                if self.grants().is_some() {
                    return Outcome::Finish(Command::Grant(self.write.new_keys()));
                }
                if let Some(offer) = self.offer() {
                    let key = self.write.key.children((offer.kind)()).new_one();
                    return Outcome::Finish(Command::Create(key, None));
                }
            }
            WriteAction::SendUnrecorded => {
                let step = self.write.begin_unrecorded(&self.name);
                self.write.start(step, context);
            }
            WriteAction::Merge => return self.accept_merge(context),
            WriteAction::TakeTheirs => return self.choose_side(Side::Theirs),
            WriteAction::TakeMine => return self.choose_side(Side::Mine),
            WriteAction::NextConflict => return self.step_conflict(1),
            WriteAction::PreviousConflict => return self.step_conflict(-1),
            WriteAction::Reread => {
                let step = self.write.reread(&self.name);
                self.write.start(step, context);
            }
            WriteAction::Reveal => {
                (self.secret_handled, self.asks_to_discard) = (true, false);
                *context.reveal = !*context.reveal;
            }
            WriteAction::CopySecret => self.copy_secret(context),
        }
        Outcome::Stay
    }

    fn accept(&mut self, context: &mut Context) {
        if !self.scroll.reached_end {
            context.say(Tone::Plain, not_seen_yet(self.scroll, self.scope()));
            return;
        }
        if let Some(reason) = self.blocked_reason(context.scans) {
            context.say(Tone::Plain, reason);
            return;
        }
        if self.ask_second_word(context.scans) {
            return;
        }
        if self.write.operation == WriteOperation::Create {
            // The existing resources are known only if their list was read to its end.
            self.write.existing_ids = context.listed_ids(&self.write.key.list());
        }
        let step = self.write.begin(&self.name);
        self.write.start(step, context);
    }

    fn copy_secret(&mut self, context: &mut Context) {
        (self.secret_handled, self.asks_to_discard) = (true, false);
        let Some((label, secret)) = self.new_secrets().into_iter().next() else { return };
        let text = format!("Sent to the clipboard: {}", label.to_lowercase());
        context.say(Tone::Plain, text);
        context.copy(secret);
    }

    /// Stops the read under way, if any; a sent request is waited for; otherwise closes the dialog.
    fn cancel(&mut self, context: &mut Context) -> Outcome {
        if std::mem::take(&mut self.asks_to_discard) {
            return Outcome::Stay;
        }
        match self.write.stage {
            Stage::Checking(_) | Stage::Verifying(..) | Stage::Identifying(_) => {
                if let Some(id) = self.write.stop_reading() {
                    context.cancel(id);
                    self.write.record_ending(context);
                }
                Outcome::Stay
            }
            Stage::Recording(_) | Stage::Sending(_) => {
                let text = format!("{}: sent, the result is not known yet. It will be told here.", self.name);
                context.say(Tone::Plain, text);
                Outcome::Leave
            }
            Stage::Review
            | Stage::Removed { .. }
            | Stage::Done { .. }
            | Stage::Conflict { .. }
            | Stage::Failed(_)
            | Stage::Unrecorded(_)
            | Stage::Unknown { .. } => self.close(context),
        }
    }

    /// Closes the dialog. Unless the write is done, the form below goes on: from the current document, with
    /// the edits on top.
    fn close(&mut self, context: &mut Context) -> Outcome {
        let is_unseen = !self.secret_handled && self.write.stage.is_over() && !self.new_secrets().is_empty();
        if is_unseen && !self.asks_to_discard {
            self.asks_to_discard = true;
            return Outcome::Stay;
        }
        let created = self.write.operation == WriteOperation::Create;
        let result = self.result();
        match (&self.write.stage, result) {
            (Stage::Done { verdict, .. }, Some((tone, text))) => {
                context.say(tone, text);
                // The created resource exists, with all settings or not: the next try would create another
                // one.
                if created || verdict.missing.is_empty() && self.completion.is_none() {
                    return Outcome::Return(DialogAnswer::Written);
                }
            }
            // The create was accepted, so the next try would create another one.
            (Stage::Unknown { sent: Sent::Accepted, .. }, result) if created => {
                if let (Some(completion), Some((tone, text))) = (&self.completion, result) {
                    context.say(tone, format!("{text} {}", completion.unsent()));
                }
                return Outcome::Return(DialogAnswer::Written);
            }
            (Stage::Removed { .. }, Some((tone, text))) => {
                context.say(tone, text);
                return Outcome::Finish(Command::LeaveDeleted(self.write.key.clone()));
            }
            (_, result) if self.earlier.is_some() => {
                if let Some((tone, text)) = result.or_else(|| self.unsent_completion()) {
                    context.say(tone, text);
                }
                if self.earlier.as_ref().is_some_and(|earlier| earlier.rebased.is_none()) {
                    return Outcome::Return(DialogAnswer::Written);
                }
            }
            _ => {}
        }
        let moved = self.write.moved_on().map(|now| {
            // Sides that were chosen in a conflict stay chosen.
            let merged = self.write.conflict().map(|conflict| conflict.merge.merged_so_far());
            let edited = merged.unwrap_or_else(|| self.write.applied_to(now));
            Rebased { kind: self.write.key.kind, base: now.clone(), edited }
        });
        let refusal = match &self.write.stage {
            Stage::Failed(error) => Some(error.clone()),
            _ => None,
        };
        let earlier = self.earlier.take().and_then(|earlier| earlier.rebased);
        let rebased = earlier.into_iter().chain(moved).collect();
        Outcome::Return(DialogAnswer::Unwritten { rebased, refusal })
    }

    pub(crate) fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        context: &mut Context,
    ) -> Outcome {
        if self.write.waits_for() != Some(id) {
            self.dependents.iter_mut().for_each(|count| count.handle_reply(id, &result));
            self.scroll.reached_end = false;
            return Outcome::Stay;
        }
        self.scroll = Scroll::default();
        match self.write.handle_reply_and_tell(result, &self.name, context) {
            Some(step) => self.write.start(step, context),
            None => self.complete(context),
        }
        Outcome::Stay
    }

    /// Takes the next rows of a list that one of the dialog's requests reads.
    pub(crate) fn extend(&mut self, id: RequestId, rows: &[Document]) {
        if self.write.waits_for() == Some(id) {
            self.write.look_at(rows);
        } else {
            self.dependents.iter_mut().for_each(|count| count.add(id, rows.len()));
        }
    }

    /// The word that the question asks for: the name, or for a delete the one that follows it.
    pub fn asked_word(&self) -> Option<&Typed> {
        self.second_word.as_ref().or(self.typed.as_ref()).filter(|_| self.asks_for_word())
    }

    const fn asks_for_word(&self) -> bool {
        matches!(self.scope(), Scope::Deleting | Scope::Typed)
    }

    /// The input for the word that the question asks for.
    pub(crate) fn word_input(&mut self) -> Option<&mut TextInput> {
        if !self.asks_for_word() {
            return None;
        }
        self.second_word.as_mut().or(self.typed.as_mut()).map(|typed| &mut typed.input)
    }
}
