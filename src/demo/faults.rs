//! What can go wrong on the way, on request: the faults that tests put in front of an operation.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Semaphore;

use super::error::ServiceError;
use super::store::Store;
use super::web;

/// A fault of one call.
#[derive(Clone)]
pub enum Fault {
    /// The request is served late.
    Delay(Duration),
    /// The request is served only once the gate opens, so that no test has to sleep.
    Hold(Gate),
    /// 400 `TooManyRequestsException`.
    Throttle,
    /// 500 `InternalErrorException`.
    InternalError,
    /// 400 `AccessDeniedException`, worded as IAM words it.
    AccessDenied,
    /// 400 `ExpiredTokenException`.
    ExpiredToken,
    /// 400 `ConcurrentModificationException`.
    ConcurrentModification,
    /// Any other refusal.
    Refuse(ServiceError),
    /// The connection closes before the request is applied; no answer.
    ResetBefore,
    /// The request is applied, then the connection closes; no answer.
    ResetAfter,
    /// The request is applied; the answer breaks off in the middle of its body.
    Truncate,
    /// The request is not applied; something on the way answers with an HTML page of that status.
    Html(u16),
    /// Someone else changes the data just before this call is served; see [`Fault::someone_else`].
    SomeoneElse(Arc<dyn Fn(&mut Store) + Send + Sync>),
    /// The resource in the answer has one more member.
    UnknownMember(String, Value),
}

impl Fault {
    /// A change that someone else makes just before the call is served.
    pub fn someone_else(change: impl Fn(&mut Store) + Send + Sync + 'static) -> Fault {
        Fault::SomeoneElse(Arc::new(change))
    }

    /// The refusal this fault stands for, if it is one.
    pub(super) fn refusal(&self, service: &str, operation: &str) -> Option<ServiceError> {
        Some(match self {
            Fault::Throttle => ServiceError::throttled(),
            Fault::InternalError => ServiceError::internal(),
            Fault::AccessDenied => ServiceError::access_denied(&format!("{service}:{operation}"), "*"),
            Fault::ExpiredToken => ServiceError::new(
                "ExpiredTokenException",
                "The security token included in the request is expired",
            ),
            Fault::ConcurrentModification => ServiceError::new(
                "ConcurrentModificationException",
                "The resource is being modified by another request. Please try again.",
            ),
            Fault::Refuse(refusal) => refusal.clone(),
            _ => return None,
        })
    }
}

impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Fault::Delay(_) => "Delay",
            Fault::Hold(_) => "Hold",
            Fault::Throttle => "Throttle",
            Fault::InternalError => "InternalError",
            Fault::AccessDenied => "AccessDenied",
            Fault::ExpiredToken => "ExpiredToken",
            Fault::ConcurrentModification => "ConcurrentModification",
            Fault::Refuse(_) => "Refuse",
            Fault::ResetBefore => "ResetBefore",
            Fault::ResetAfter => "ResetAfter",
            Fault::Truncate => "Truncate",
            Fault::Html(_) => "Html",
            Fault::SomeoneElse(_) => "SomeoneElse",
            Fault::UnknownMember(..) => "UnknownMember",
        })
    }
}

/// Holds calls back until it is opened; clones are the same gate.
#[derive(Debug, Clone)]
pub struct Gate(Arc<Semaphore>);

impl Gate {
    /// A closed gate.
    #[must_use]
    pub fn new() -> Gate {
        Gate(Arc::new(Semaphore::new(0)))
    }

    /// Lets every call that waits, and every later one, pass.
    pub fn open(&self) {
        self.0.close();
    }

    /// Lets exactly one call pass: one that waits, or the next.
    pub fn open_once(&self) {
        self.0.add_permits(1);
    }

    pub(super) async fn pass(&self) {
        if let Ok(permit) = self.0.acquire().await {
            permit.forget();
        }
    }
}

impl Default for Gate {
    fn default() -> Gate {
        Gate::new()
    }
}

/// The faults that wait for their calls.
#[derive(Default)]
pub(super) struct Faults {
    queued: HashMap<String, VecDeque<Fault>>,
    always: HashMap<String, Vec<Fault>>,
}

impl Faults {
    pub(super) fn queue(&mut self, operation: &str, fault: Fault) {
        self.queued.entry(key(operation)).or_default().push_back(fault);
    }

    pub(super) fn always(&mut self, operation: &str, fault: Fault) {
        self.always.entry(key(operation)).or_default().push(fault);
    }

    pub(super) fn clear(&mut self) {
        *self = Faults::default();
    }

    /// What strikes this call: the next queued fault, or else all the permanent ones.
    pub(super) fn next(&mut self, operation: &str) -> Vec<Fault> {
        self.next_of(&[operation, "*"])
    }

    /// What strikes this fetch; a fault of any operation is none of a fetch.
    pub(super) fn next_of_fetch(&mut self, url: &str) -> Vec<Fault> {
        self.next_of(&[url])
    }

    fn next_of(&mut self, names: &[&str]) -> Vec<Fault> {
        for name in names {
            if let Some(fault) = self.queued.get_mut(*name).and_then(VecDeque::pop_front) {
                return vec![fault];
            }
        }
        names.iter().filter_map(|name| self.always.get(*name)).flatten().cloned().collect()
    }
}

/// The name of an operation as it is, a URL as fetches call it.
fn key(name: &str) -> String {
    if name.contains("://") { web::normal(name) } else { name.to_owned() }
}
