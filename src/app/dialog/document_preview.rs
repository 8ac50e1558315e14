//! A look at a document that was fetched from an address: what it says, and nothing is changed.

use crate::app::form::Form;
use crate::app::requests::{Purpose, Requests};
use crate::app::{App, Dialog, Scroll};
use crate::error::AppError;
use crate::keymap::Action;
use crate::message::{Call, Effect, Reply, RequestId};
use crate::resource::Fact;
use crate::secret::Secret;

/// A look at what lies at an address.
#[derive(Debug)]
pub struct DocumentPreview {
    /// The address.
    pub url: String,
    /// What is made of the text that lies there.
    pub tells: fn(&str) -> Vec<Fact>,
    /// The form it was asked for from, to go back to.
    pub form: Option<Box<Form>>,
    /// How far it has come.
    pub load: PreviewLoad,
    /// What of it is seen.
    pub scroll: Scroll,
}

/// How far a look has come.
#[derive(Debug)]
pub enum PreviewLoad {
    /// It is being fetched.
    Reading(RequestId),
    /// What it says.
    Ready(Vec<Fact>),
    /// It could not be fetched.
    Failed(AppError),
}

impl DocumentPreview {
    /// Fetches what lies at an address.
    pub fn start(
        url: &str,
        tells: fn(&str) -> Vec<Fact>,
        form: Option<Box<Form>>,
        requests: &mut Requests,
    ) -> (Self, Effect) {
        let host = url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or(url);
        let (id, effect) = requests.start(
            format!("Fetching from {host}"),
            Purpose::DocumentPreview,
            Call::Fetch(Secret::new(url.to_owned())),
        );
        let scroll = Scroll::default();
        (Self { url: url.to_owned(), tells, form, load: PreviewLoad::Reading(id), scroll }, effect)
    }
}

impl App {
    pub(crate) fn act_document_preview(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page();
        if self.scroll_mut().is_some_and(|scroll| scroll.scroll_by(action, page)) {
            return vec![];
        }
        if let Some(Dialog::DocumentPreview(look)) = self.dialog.take() {
            self.dialog = look.form.map(Dialog::Form);
        }
        self.requests.cancel(|purpose| *purpose == Purpose::DocumentPreview)
    }

    /// Takes what was fetched from an address.
    pub(crate) fn handle_preview_reply(&mut self, id: RequestId, result: Result<Reply, AppError>) {
        let Some(Dialog::DocumentPreview(look)) = self
            .dialog
            .as_mut()
            .filter(|open| matches!(open, Dialog::DocumentPreview(look) if matches!(look.load, PreviewLoad::Reading(reading) if reading == id)))
        else {
            return;
        };
        match result {
            Ok(Reply::Text(text)) => {
                look.load = PreviewLoad::Ready((look.tells)(text.reveal()));
                let url = look.url.clone();
                if let Some(form) = &mut look.form {
                    form.take_fetched(&url, text.reveal());
                }
                self.text_fetched(&url, text.reveal());
            }
            Ok(_) => look.load = PreviewLoad::Ready(Vec::new()),
            Err(error) => look.load = PreviewLoad::Failed(error),
        }
        self.reset_reached_end();
    }
}
