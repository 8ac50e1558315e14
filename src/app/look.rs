//! A look at a document that was fetched from an address: what it says, and nothing is changed.

use super::Scroll;
use super::form::Form;
use super::requests::{Purpose, Requests};
use crate::error::AppError;
use crate::message::{Call, Effect, RequestId};
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
    pub fn start(url: &str, tells: fn(&str) -> Vec<Told>, form: Option<Box<Form>>, requests: &mut Requests) -> (Self, Effect) {
        let host = url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or(url);
        let (id, effect) = requests.start(format!("Fetching from {host}"), Purpose::Look, Call::Fetch(Secret::new(url.to_owned())));
        let scroll = Scroll::default();
        (Self { url: url.to_owned(), tells, form, load: LookLoad::Reading(id), scroll }, effect)
    }
}
