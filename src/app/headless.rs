//! A change without a screen, for the command line: the same dialogs, with the same steps and the same
//! questions, of which somebody else shows the text and brings the answer.

use crate::app::audit::Audit;
use crate::app::change::confirm::Confirm;
use crate::app::change::write::Stage;
use crate::app::dialog::loading_for_edit::Intent;
use crate::app::dialog::{Dialog, Outcome};
use crate::app::dialogs::Dialogs;
use crate::app::form::Form;
use crate::app::screen::Screen;
use crate::app::{App, Options, Target, Tone};
use crate::error::AppError;
use crate::history::Record;
use crate::keymap::{Action, FormAction};
use crate::message::Effect;
use crate::resource::check::{in_words, new_faults};
use crate::resource::edit::DocumentEdit;
use crate::resource::{Document, Key};

/// Edits of a resource.
#[derive(Debug, Clone)]
pub struct HeadlessEdit {
    pub key: Key,
    pub name: String,
    pub edits: Vec<DocumentEdit>,
}

/// A new resource, and the document that it is to have.
#[derive(Debug, Clone)]
pub struct HeadlessCreation {
    pub key: Key,
    pub document: Document,
}

/// How far a change is.
#[derive(Debug)]
pub enum ChangeProgress<'a> {
    /// A reply is awaited.
    UnderWay,
    /// The change waits for a yes or no.
    Asks(&'a Confirm),
    /// The write has ended.
    Over(&'a Confirm),
    /// The resource could not be read.
    Failed(&'a AppError),
    /// Nothing is left to ask: the reason, and true if all is as it should be.
    Ended { reason: String, is_well: bool },
}

/// The end of a change, as a script asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeResult {
    /// Applied, or nothing was left to apply.
    Applied,
    /// Refused, or somebody else changed the resource: nothing changed, or not all that was asked for.
    Refused,
    /// It may have been applied.
    Unknown,
}

impl App {
    /// The state without a screen, on which nobody can be asked for a code.
    pub fn headless(options: Options) -> Self {
        let mut app = Self::at(options, &Target::default());
        app.decline_code();
        app
    }

    /// Begins to take a recorded change back, once the caller is known.
    pub fn begin_revert(&mut self, record: Record, now: i64) -> Vec<Effect> {
        self.now = now;
        self.revert(vec![record])
    }

    /// Begins to scan all pools for findings, or some by their ids or names.
    pub fn begin_audit(&mut self, pools: Vec<String>, now: i64) -> Vec<Effect> {
        self.now = now;
        self.audit = Audit::begin(pools, 0);
        self.read_for_audit()
    }

    /// Lets the rules of the configuration know the name of a pool.
    pub fn show_pool(&mut self, key: Key, name: String) {
        self.screens.push(Screen::open(key, Some(name)));
    }

    /// Begins to edit a resource.
    pub fn begin_edit(&mut self, edit: HeadlessEdit, now: i64) -> Vec<Effect> {
        self.begin(now);
        let refused = self.refuse_writes();
        refused.unwrap_or_else(|| self.load_for_edit(edit.key, edit.name, Intent::Apply(edit.edits)))
    }

    /// Begins to create a resource.
    pub fn begin_creation(&mut self, creation: HeadlessCreation, now: i64) -> Vec<Effect> {
        self.begin(now);
        if let Some(refused) = self.refuse_writes() {
            return refused;
        }
        let form = Form::of_document(creation.key, &creation.document, now);
        match form.and_then(|form| in_words(&new_faults(&form.document(), form.key.kind)).map(|()| form)) {
            Ok(form) => self.open_new_form(form),
            Err(text) => {
                self.say(Tone::Bad, format!("Nothing was sent: {text}."));
                vec![]
            }
        }
    }

    /// Forgets the change before.
    fn begin(&mut self, now: i64) {
        self.now = now;
        self.notice = None;
        self.dialogs = Dialogs::default();
    }

    /// Goes on where no answer is needed: a form that is complete is reviewed.
    pub fn go_on(&mut self) -> Vec<Effect> {
        if !matches!(self.dialogs.top(), Some(Dialog::Form(_))) || !self.requests.is_empty() {
            return vec![];
        }
        self.with_top_dialog(|dialog, context| dialog.act(Action::Form(FormAction::Review), context))
    }

    pub fn change(&self) -> ChangeProgress<'_> {
        if !self.requests.is_empty() {
            return ChangeProgress::UnderWay;
        }
        match self.dialogs.top() {
            Some(Dialog::Confirm(open)) if open.write.stage.is_over() => ChangeProgress::Over(open),
            Some(Dialog::Confirm(open)) => ChangeProgress::Asks(open),
            Some(Dialog::LoadingForEdit(open)) => match &open.failure {
                Some(error) => ChangeProgress::Failed(error),
                None => ChangeProgress::UnderWay,
            },
            Some(Dialog::Form(form)) => ChangeProgress::Ended { reason: why_not_sent(form), is_well: false },
            _ => {
                let (tone, reason) = self.notice.clone().unwrap_or((Tone::Bad, String::new()));
                ChangeProgress::Ended { reason, is_well: tone == Tone::Good }
            }
        }
    }

    /// Accepts the question that the change asks, after all of it was shown and its words were typed.
    pub fn accept_change(&mut self, now: i64) -> Vec<Effect> {
        self.now = now;
        self.notice = None;
        self.with_top_dialog(|dialog, context| {
            if let Dialog::Confirm(open) = dialog {
                open.accept_elsewhere(context);
            }
            Outcome::Stay
        })
    }
}

/// Why a form can't be sent as it is.
fn why_not_sent(form: &Form) -> String {
    let note = form.note.clone().unwrap_or_default();
    if form.reverts.is_none() {
        let mistakes = form.mistakes();
        let reasons = if mistakes.is_empty() { note } else { mistakes.join("; ") };
        return format!("Nothing was sent. {reasons}.").replace("..", ".");
    }
    format!("{note}. Take the change back on the screen: H, then U.").replace("..", ".")
}

impl Confirm {
    /// The end of the write, once it is over.
    pub fn change_result(&self) -> ChangeResult {
        match &self.write.stage {
            Stage::Done { verdict, .. } if verdict.missing.is_empty() => ChangeResult::Applied,
            Stage::Removed { .. } => ChangeResult::Applied,
            Stage::Unknown { .. } => ChangeResult::Unknown,
            _ => ChangeResult::Refused,
        }
    }
}
