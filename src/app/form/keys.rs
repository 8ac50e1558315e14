//! The actions of a form, and the answers it receives from the dialogs opened from it.

use crate::app::Tone;
use crate::app::change::companion;
use crate::app::change::confirm::{Completion, Confirm};
use crate::app::change::write::Write;
use crate::app::dialog::context::{Context, News};
use crate::app::dialog::document_preview::DocumentPreview;
use crate::app::dialog::file_picker::{FilePicker, FileReader};
use crate::app::dialog::help::Help;
use crate::app::dialog::picker::Picker;
use crate::app::dialog::{Dialog, DialogAnswer, Outcome, Rebased};
use crate::app::form::Form;
use crate::app::form::input::InputControl;
use crate::error::AppError;
use crate::key::KeyPress;
use crate::keymap::{FormAction, LeaveFormAction, Scope};
use crate::message::{Reply, RequestId};
use crate::resource::{Document, Key, Referrers, Suggestions, WriteOperation};

impl Form {
    /// Clears the note. If the focus is in a text, types the key, or moves in the text of a cell, and returns
    /// true.
    pub(crate) fn begin_key(&mut self, key: KeyPress) -> bool {
        self.note = None;
        let types = !self.asks()
            && !self.search.typing
            && (key.typed().is_some() && self.types_text() || self.moves_in_cell(key));
        if types {
            self.type_key(key);
        }
        types
    }

    pub(crate) fn act(&mut self, action: FormAction, context: &mut Context) -> Outcome {
        self.history.end_run();
        // What was typed since the last action may name something else.
        self.read_lists(context);
        match action {
            FormAction::NextField => self.step(1),
            FormAction::PreviousField => self.step(-1),
            FormAction::NextLine => self.step_line(true, context.width),
            FormAction::PreviousLine => self.step_line(false, context.width),
            FormAction::CellLeft => self.step_cell(false, context.width),
            FormAction::CellRight => self.step_cell(true, context.width),
            FormAction::PageDown => self.step(10),
            FormAction::PageUp => self.step(-10),
            FormAction::NextSection => self.step_section(true),
            FormAction::PreviousSection => self.step_section(false),
            FormAction::Help => {
                return Outcome::Push(Dialog::Help(Box::new(Help::new(Scope::FORM.to_vec()))));
            }
            FormAction::Switch => self.switch(),
            FormAction::AddEntry => self.add_entry(),
            FormAction::RemoveEntry => self.remove_entry(),
            FormAction::MoveDown => self.move_entry(true),
            FormAction::MoveUp => self.move_entry(false),
            FormAction::Pick => return self.pick(),
            FormAction::Fetch => return self.fetch(),
            FormAction::Empty => self.empty(),
            FormAction::Reveal => *context.reveal = !*context.reveal,
            FormAction::Undo => self.undo(false),
            FormAction::Redo => self.undo(true),
            FormAction::Review => {
                let outcome = self.review();
                let hidden = self.hidden_edits();
                if matches!(outcome, Outcome::Push(_)) && !hidden.is_empty() {
                    let text = format!("Not sent, because it does not apply now: {}.", hidden.join(", "));
                    context.say(Tone::Plain, text);
                }
                return outcome;
            }
            FormAction::Leave if !self.is_edited() => return Outcome::Close,
            FormAction::Leave => self.leaving = true,
        }
        Outcome::Stay
    }

    /// True while a question stands in front of the form.
    pub const fn asks(&self) -> bool {
        self.leaving || self.draft.offered.is_some()
    }

    pub(crate) fn act_on_leaving(&mut self, action: LeaveFormAction, context: &mut Context) -> Outcome {
        match action {
            LeaveFormAction::Discard => {
                if let Some(draft) = self.draft.id.take() {
                    context.tell(News::DraftSpent(draft));
                }
                Outcome::Close
            }
            LeaveFormAction::KeepDraft => {
                let text = format!("The draft of {} is kept: its form offers it again.", self.title());
                context.say(Tone::Plain, text);
                Outcome::Close
            }
            LeaveFormAction::KeepEditing => {
                self.leaving = false;
                Outcome::Stay
            }
        }
    }

    /// Opens a picker, or the file picker, for the focused field.
    fn pick(&mut self) -> Outcome {
        let choices = match self.cell().map(|cell| &cell.input) {
            Some(InputControl::LongText(text)) => text.parts(),
            _ => &[],
        };
        let reader = match self.offer().filter(|_| choices.is_empty()) {
            Some(Suggestions::File(read)) => Some(FileReader::Text(read)),
            Some(Suggestions::BinaryFile(read)) => Some(FileReader::Binary(read)),
            _ => None,
        };
        if let Some(reader) = reader {
            return Outcome::Push(Dialog::FilePicker(Box::new(FilePicker::new(reader))));
        }
        match Picker::new(self) {
            Ok(picker) => Outcome::Push(Dialog::Picker(Box::new(picker))),
            Err(reason) => {
                self.note = reason;
                Outcome::Stay
            }
        }
    }

    /// Opens the preview of the document at the focused URL.
    fn fetch(&mut self) -> Outcome {
        let url = self.cell().map(|cell| cell.reads().trim().to_owned()).unwrap_or_default();
        let Some(fetched) = self.key.kind.actions.fetch.filter(|_| !url.is_empty()) else {
            self.note = Some("Enter an address first.".to_owned());
            return Outcome::Stay;
        };
        Outcome::Push(Dialog::DocumentPreview(Box::new(DocumentPreview::new(url, fetched.facts))))
    }

    /// Opens the confirmation if the form can be submitted.
    fn review(&mut self) -> Outcome {
        let Some(mut edited) = self.submit() else { return Outcome::Stay };
        let mut confirm = match self.operation {
            WriteOperation::Create => {
                let follow_up = self.key.kind.creation.follow_up;
                let completion = follow_up.and_then(|follow_up| Completion::take(follow_up, &mut edited));
                let write = Write::create(self.key.clone(), edited);
                Confirm::new(write, self.name.clone(), self.companion.clone()).followed_by(completion)
            }
            WriteOperation::Update | WriteOperation::Delete => self.confirm_update(&edited),
        };
        confirm.copied_from.clone_from(&self.copied_from);
        confirm.write.recording.reverts.clone_from(&self.reverts);
        // The draft is spent once its last request has done its part.
        match &mut confirm.completion {
            Some(completion) if self.operation == WriteOperation::Update => {
                completion.draft.clone_from(&self.draft.id);
            }
            _ => confirm.write.recording.draft.clone_from(&self.draft.id),
        }
        Outcome::Push(Dialog::Confirm(Box::new(confirm)))
    }

    /// The confirmation of an update: one request for each document that changes.
    fn confirm_update(&self, edited: &Document) -> Confirm {
        let (own, second) = self.edited_documents(edited);
        Confirm::updates(own, second, self.name.clone(), self.companion.clone())
    }

    /// The scan for resources with the same parent, if this kind is checked against them.
    pub(crate) fn scans(&self) -> Vec<(Key, &'static Referrers, bool)> {
        self.key
            .kind
            .related
            .siblings
            .map(|referrers| (self.key.clone(), referrers, false))
            .into_iter()
            .collect()
    }

    pub(crate) fn receive(&mut self, answer: DialogAnswer) -> Outcome {
        match answer {
            DialogAnswer::Value(value) => self.fill_focused(value.reveal()),
            DialogAnswer::Members(values) => self.fill(&values),
            DialogAnswer::Fetched { url, text } => self.take_fetched(&url, &text),
            DialogAnswer::Rebased(Rebased { kind, base, edited }) => {
                *self = self.rebased_on(kind, base, &edited);
            }
            DialogAnswer::Unwritten { rebased, refusal } => {
                for Rebased { kind, base, edited } in rebased {
                    *self = self.rebased_on(kind, base, &edited);
                }
                if let Some(refusal) = refusal {
                    self.place_error(&refusal);
                }
            }
            DialogAnswer::Written => return Outcome::Close,
        }
        Outcome::Stay
    }

    pub(crate) fn handle_companion(&mut self, id: RequestId, result: &Result<Reply, AppError>) {
        if self.companion.waits_for(id) {
            companion::handle_reply(&mut self.companion, id, result);
            self.check_cross_field_rules();
        }
    }
}
