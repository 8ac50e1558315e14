//! A look at a document that was fetched from an address: what it says, and nothing is changed.

use super::form::Form;
use super::requests::{Purpose, Requests};
use super::screen::Screen;
use super::{App, Dialog, Scroll};
use crate::error::AppError;
use crate::keymap::Action;
use crate::message::{Call, Effect, Reply, RequestId};
use crate::resource::show::Told;
use crate::secret::Secret;

/// A look at what lies at an address.
#[derive(Debug)]
pub struct Look {
    /// The address.
    pub url: String,
    /// What is made of the text that lies there.
    pub tells: fn(&str) -> Vec<Told>,
    /// The form it was asked for from, to go back to.
    pub form: Option<Box<Form>>,
    /// How far it has come.
    pub load: LookLoad,
    /// What of it is seen.
    pub scroll: Scroll,
}

/// How far a look has come.
#[derive(Debug)]
pub enum LookLoad {
    /// It is being fetched.
    Reading(RequestId),
    /// What it says.
    Ready(Vec<Told>),
    /// It could not be fetched.
    Failed(AppError),
}

impl Look {
    /// Fetches what lies at an address.
    pub fn start(
        url: &str,
        tells: fn(&str) -> Vec<Told>,
        form: Option<Box<Form>>,
        requests: &mut Requests,
    ) -> (Self, Effect) {
        let host = url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or(url);
        let (id, effect) = requests.start(
            format!("Fetching from {host}"),
            Purpose::Look,
            Call::Fetch(Secret::new(url.to_owned())),
        );
        let scroll = Scroll::default();
        (Self { url: url.to_owned(), tells, form, load: LookLoad::Reading(id), scroll }, effect)
    }
}

impl App {
    pub(super) fn act_look(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page();
        if self.scroll_mut().is_some_and(|scroll| scroll.take(action, page)) {
            return vec![];
        }
        if let Some(Dialog::Look(look)) = self.dialog.take() {
            self.dialog = look.form.map(Dialog::Form);
        }
        self.requests.cancel(|purpose| *purpose == Purpose::Look)
    }

    /// Takes what was fetched from an address.
    pub(crate) fn looked(&mut self, id: RequestId, result: Result<Reply, AppError>) {
        let Some(Dialog::Look(look)) = self
            .dialog
            .as_mut()
            .filter(|open| matches!(open, Dialog::Look(look) if matches!(look.load, LookLoad::Reading(reading) if reading == id)))
        else {
            return;
        };
        match result {
            Ok(Reply::Text(text)) => {
                look.load = LookLoad::Ready((look.tells)(text.reveal()));
                let url = look.url.clone();
                if let Some(form) = &mut look.form {
                    form.take_fetched(&url, text.reveal());
                }
                for list in self.screens.iter_mut().flat_map(Screen::lists_mut) {
                    list.take_fetched(&url, text.reveal());
                }
            }
            Ok(_) => look.load = LookLoad::Ready(Vec::new()),
            Err(error) => look.load = LookLoad::Failed(error),
        }
        self.look_again();
    }
}
