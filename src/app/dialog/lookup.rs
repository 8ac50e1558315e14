//! The lookup of a list's row by another name, as a sign-in with that name would find it.

use crate::app::dialog::context::Context;
use crate::app::dialog::{Command, Outcome};
use crate::app::remote::Remote;
use crate::app::widget::text_input::TextInput;
use crate::error::AppError;
use crate::key::KeyPress;
use crate::keymap::LookupAction;
use crate::message::{Call, Reply, RequestId};
use crate::resource::{ListKey, LookupKey};

/// The list to search, the typed name, and the result.
#[derive(Debug)]
pub struct Lookup {
    pub list: ListKey,
    /// The kind of name: its label, its rule and its member.
    pub by: &'static LookupKey,
    pub input: TextInput,
    pub search: Remote,
    /// The result if nothing was found, or an error in the text.
    pub note: Option<String>,
}

impl Lookup {
    pub fn new(list: ListKey, by: &'static LookupKey) -> Self {
        Self { list, by, input: TextInput::default(), search: Remote::NotAsked, note: None }
    }

    /// Clears the result of the last lookup.
    fn clear_result(&mut self) {
        self.note = None;
        if !self.search.is_loading() {
            self.search = Remote::NotAsked;
        }
    }

    /// Gives a key to the text; returns true if the text took it.
    pub(crate) fn type_key(&mut self, key: KeyPress) -> bool {
        self.clear_result();
        !self.search.is_loading() && self.input.press(key)
    }

    pub(crate) fn paste(&mut self, text: &str) {
        if !self.search.is_loading() {
            self.clear_result();
            self.input.paste(text);
        }
    }

    /// The text to look up if it keeps its rule; otherwise the note says why not.
    fn wanted(&mut self) -> Option<String> {
        let text = self.input.text().trim().to_owned();
        match self.by.rule.check(&text) {
            Ok(()) if !text.is_empty() => Some(text),
            Ok(()) => {
                self.note = Some("must not be empty".to_owned());
                None
            }
            Err(fault) => {
                self.note = Some(fault);
                None
            }
        }
    }

    pub(crate) fn act(&mut self, action: LookupAction, context: &mut Context) -> Outcome {
        match action {
            LookupAction::Close => return Outcome::Close,
            LookupAction::Find => {
                self.clear_result();
                if self.search.is_loading() {
                    return Outcome::Stay;
                }
                if let Some(text) = self.wanted() {
                    let label = format!("Looking for {text}");
                    let call = Call::Lookup(self.list.clone(), text);
                    self.search = Remote::Loading(context.start(label, call));
                }
            }
        }
        Outcome::Stay
    }

    pub(crate) fn handle_reply(&mut self, id: RequestId, result: Result<Reply, AppError>) -> Outcome {
        if !self.search.waits_for(id) {
            return Outcome::Stay;
        }
        self.search = Remote::NotAsked;
        let wanted = self.input.text().trim().to_owned();
        match result {
            Ok(Reply::Document(Some(document))) => {
                return Outcome::Finish(Command::ShowFound { list: self.list.clone(), wanted, document });
            }
            Ok(_) => {
                let (kind, by) = (self.list.kind.name, self.by.label);
                self.note = Some(format!("No {kind} has the {by} {wanted}."));
            }
            Err(error) => self.search = Remote::Failed(error),
        }
        Outcome::Stay
    }
}
