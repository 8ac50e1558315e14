//! Asking which row of a list another name leads to, as a sign-in by that name would find it.

use crate::app::requests::Purpose;
use crate::app::widget::text_input::TextInput;
use crate::app::{App, Dialog, Tone};
use crate::error::AppError;
use crate::keymap::Action;
use crate::message::{Call, Effect, Reply, RequestId};
use crate::resource::{Document, ListKey, LookupKey};

/// The question which row a name leads to.
#[derive(Debug)]
pub struct Lookup {
    /// The list.
    pub list: ListKey,
    /// How its rows are found.
    pub finder: &'static LookupKey,
    /// What is looked for.
    pub input: TextInput,
    /// The request that looks, while it does.
    pub looking: Option<RequestId>,
    /// What came of it, or what is wrong with what is typed.
    pub note: Option<String>,
    /// Why it could not be looked for.
    pub failure: Option<AppError>,
}

impl Lookup {
    /// The question, with nothing typed yet.
    pub fn new(list: ListKey, finder: &'static LookupKey) -> Self {
        Self { list, finder, input: TextInput::default(), looking: None, note: None, failure: None }
    }

    /// What came of the last try is said no more.
    pub fn clear_result(&mut self) {
        (self.note, self.failure) = (None, None);
    }

    /// What is to be looked for, when it is something that could be there; else the note says why not.
    pub fn asked(&mut self) -> Option<String> {
        let text = self.input.text().trim().to_owned();
        match self.finder.rule.check(&text) {
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

    /// The row that was found, as its list names it.
    pub fn found<'a>(&self, document: &'a Document) -> Option<&'a str> {
        document.text(self.list.kind.id_path)
    }
}

impl App {
    pub(crate) fn act_lookup(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Lookup(mut open)) = self.dialog.take() else { return vec![] };
        let mut effects = Vec::new();
        if action == Action::Close {
            return self.requests.cancel(|purpose| *purpose == Purpose::Lookup);
        }
        open.clear_result();
        if let Some(text) = open.looking.is_none().then(|| open.asked()).flatten() {
            let label = format!("Looking for {text}");
            let (id, effect) =
                self.requests.start(label, Purpose::Lookup, Call::Lookup(open.list.clone(), text));
            open.looking = Some(id);
            effects.push(effect);
        }
        self.dialog = Some(Dialog::Lookup(open));
        effects
    }

    /// Takes which row another name leads to.
    pub(crate) fn handle_lookup_reply(&mut self, id: RequestId, result: Result<Reply, AppError>) {
        let Some(Dialog::Lookup(open)) = self
            .dialog
            .as_mut()
            .filter(|open| matches!(open, Dialog::Lookup(open) if open.looking == Some(id)))
        else {
            return;
        };
        open.looking = None;
        let asked = open.input.text().trim().to_owned();
        match result {
            Ok(Reply::Document(Some(document))) => {
                let (list, name) = (open.list.clone(), open.found(&document).unwrap_or_default().to_owned());
                self.dialog = None;
                let key = list.key(name.as_str());
                let mut opens = "Enter opens it";
                if let Some(shown) = self.screen_mut().list_mut().filter(|shown| shown.key == list) {
                    if shown.load.is_ready() {
                        // It may have been made since the list was read.
                        shown.insert(&key, &document);
                    } else if !shown.ids().any(|id| id == name) {
                        shown.choose_when_listed(&name);
                        opens = "It is selected once the list has loaded";
                    }
                    shown.choose_id(&name);
                }
                self.say(Tone::Good, format!("{asked} belongs to {name}. {opens}."));
                self.document_read(&key, document);
            }
            Ok(_) => {
                open.note =
                    Some(format!("No {} has the {} {asked}.", open.list.kind.name, open.finder.label));
            }
            Err(error) => open.failure = Some(error),
        }
    }
}
