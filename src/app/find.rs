//! Asking which row of a list another name leads to, as a sign-in by that name would find it.

use super::text_input::TextInput;
use crate::message::RequestId;
use crate::resource::kind::Finder;
use crate::resource::{Document, ListKey};

/// The question which row a name leads to.
#[derive(Debug)]
pub struct Find {
    /// The list.
    pub list: ListKey,
    /// How its rows are found.
    pub finder: &'static Finder,
    /// What is looked for.
    pub input: TextInput,
    /// The request that looks, while it does.
    pub looking: Option<RequestId>,
    /// What came of it: a note, and whether something is wrong.
    pub note: Option<String>,
}

impl Find {
    /// The question, with nothing typed yet.
    pub fn new(list: ListKey, finder: &'static Finder) -> Self {
        Self { list, finder, input: TextInput::default(), looking: None, note: None }
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
