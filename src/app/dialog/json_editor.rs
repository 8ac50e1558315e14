//! A resource as JSON in the user's editor. The text leads to the usual confirmation; what can't be sent goes
//! back to the editor, with the reasons on top.

use crate::app::Tone;
use crate::app::change::confirm::Confirm;
use crate::app::change::write::Write;
use crate::app::dialog::context::Context;
use crate::app::dialog::{Dialog, DialogAnswer, Outcome, Rebased};
use crate::app::remote::Remote;
use crate::app::widget::scroll::Scroll;
use crate::error::AppError;
use crate::keymap::JsonEditorAction;
use crate::message::{Call, Reply, RequestId};
use crate::resource::check::{DocumentFault, faults};
use crate::resource::edit_text::{EditText, TextFault};
use crate::resource::{Document, Key, ValidationContext, changes};
use crate::secret::Secret;

/// How often the editor opens by itself for a text with faults. An editor that runs without a user would
/// otherwise open for ever.
const ATTEMPTS: usize = 10;

/// The text of a resource, and the editor that has it.
#[derive(Debug)]
pub struct JsonEditor {
    pub name: String,
    pub stage: EditorStage,
    pub scroll: Scroll,
    pub(crate) companion: Remote<Document>,
    key: Key,
    base: Document,
    text: EditText,
    /// The whole text as the editor got it.
    given: Secret<String>,
    /// The reasons on top of that text.
    faults: Vec<TextFault>,
    /// How often the editor opened by itself, one after the other.
    attempts: usize,
}

/// Who has the text: the editor, or the dialog again.
#[derive(Debug)]
pub enum EditorStage {
    /// The editor has the text.
    Editing(RequestId),
    /// The user decides whether to edit again. The error is the reason why nothing was sent, if it was not
    /// the user.
    Left(Option<AppError>),
}

impl JsonEditor {
    pub(crate) fn new(key: Key, name: String, base: Document, companion: Remote<Document>) -> Self {
        let text = EditText::new(key.kind, &name, &base, &base);
        Self {
            key,
            name,
            stage: EditorStage::Left(None),
            scroll: Scroll::default(),
            companion,
            base,
            text,
            given: Secret::new(String::new()),
            faults: Vec::new(),
            attempts: 0,
        }
    }

    pub(crate) fn open(&mut self, context: &mut Context) {
        let text = self.text.with_faults(&self.faults);
        self.given = Secret::new(text.clone());
        let label = format!("Editing {}", self.name);
        self.stage = EditorStage::Editing(context.start(label, Call::Edit(Secret::new(text))));
    }

    pub(crate) fn act(&mut self, action: JsonEditorAction, context: &mut Context) -> Outcome {
        match (action, &self.stage) {
            (JsonEditorAction::EditAgain, EditorStage::Left(_)) => {
                self.attempts = 0;
                self.open(context);
                Outcome::Stay
            }
            (JsonEditorAction::EditAgain, EditorStage::Editing(_)) => Outcome::Stay,
            (JsonEditorAction::Discard, _) => Outcome::Close,
        }
    }

    pub(crate) fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        context: &mut Context,
    ) -> Outcome {
        if !matches!(self.stage, EditorStage::Editing(own) if own == id) {
            return Outcome::Stay;
        }
        self.stage = EditorStage::Left(None);
        match result {
            Ok(Reply::Text(text)) => self.take(text.reveal(), context),
            Ok(_) => Outcome::Stay,
            Err(error) => {
                self.stage = EditorStage::Left(Some(error));
                Outcome::Stay
            }
        }
    }

    /// Takes the text that the user has left.
    fn take(&mut self, text: &str, context: &mut Context) -> Outcome {
        let is_as_given = text == self.given.reveal();
        let edited = match self.text.read(text, &self.base) {
            Ok(Some(edited)) => edited,
            Ok(None) => {
                context.say(Tone::Plain, "Nothing was sent: the text is empty.");
                return Outcome::Close;
            }
            Err(fault) => return self.refuse(vec![fault], is_as_given, context),
        };
        let faults = self.faults_of(&edited, context);
        if !faults.is_empty() {
            let faults = faults.iter().map(|fault| TextFault::new(fault.to_string())).collect();
            return self.refuse(faults, is_as_given, context);
        }
        if changes(&self.base, &edited, self.key.kind).is_empty() {
            context.say(Tone::Plain, "Nothing to send: no setting changed.");
            return Outcome::Close;
        }
        self.faults = Vec::new();
        self.attempts = 0;
        let write = Write::new(self.key.clone(), self.base.clone(), edited);
        Outcome::Push(Dialog::Confirm(Box::new(Confirm::new(
            write,
            self.name.clone(),
            self.companion.clone(),
        ))))
    }

    fn faults_of(&self, edited: &Document, context: &Context) -> Vec<DocumentFault> {
        let around = ValidationContext {
            companion: self.companion.ready(),
            now: context.now,
            ..ValidationContext::default()
        };
        faults(&self.base, edited, self.key.kind, &around)
    }

    /// Opens the editor again with the reasons on top, unless it was left with them unseen or unanswered.
    fn refuse(&mut self, faults: Vec<TextFault>, is_as_given: bool, context: &mut Context) -> Outcome {
        self.faults = faults;
        self.attempts += 1;
        if is_as_given || self.attempts.is_multiple_of(ATTEMPTS) {
            let reasons: Vec<_> = self.faults.iter().map(|fault| fault.text.as_str()).collect();
            let error = AppError::new("The text can't be sent as it is")
                .hint("Its first lines say why, once the editor opens again.")
                .cause(reasons.join("; "));
            self.stage = EditorStage::Left(Some(error));
        } else {
            self.open(context);
        }
        Outcome::Stay
    }

    pub(crate) fn receive(&mut self, answer: DialogAnswer) -> Outcome {
        match answer {
            DialogAnswer::Written => return Outcome::Close,
            DialogAnswer::Rebased(rebased) => self.rebase(rebased.base, &rebased.edited),
            DialogAnswer::Unwritten { rebased, refusal } => {
                for Rebased { base, edited, .. } in rebased {
                    self.rebase(base, &edited);
                }
                let fault = |error: &AppError| {
                    TextFault::new(error.cause.clone().unwrap_or_else(|| error.summary.clone()))
                };
                self.faults = refusal.iter().map(fault).collect();
                self.stage = EditorStage::Left(refusal);
            }
            DialogAnswer::Value(_) | DialogAnswer::Members(_) | DialogAnswer::Fetched { .. } => {}
        }
        Outcome::Stay
    }

    /// Goes on from somebody else's document, with the edits on top.
    fn rebase(&mut self, base: Document, edited: &Document) {
        self.text = EditText::new(self.key.kind, &self.name, &base, edited);
        self.base = base;
    }
}
