//! Fault injection: the faults that a test adds to calls and fetches.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::demo::error::ServiceError;
use crate::demo::store::{Store, normalize_url};

/// A fault to inject into one call or fetch.
#[derive(Clone)]
pub enum Fault {
    Delay(Duration),
    /// The request is served when the gate opens, so that no test has to sleep.
    Hold(Gate),
    Throttle,
    InternalError,
    /// 400 `AccessDeniedException`, with IAM's message.
    AccessDenied,
    ExpiredToken,
    ConcurrentModification,
    Refuse(ServiceError),
    /// The connection closes before the request is applied, without a response.
    ResetBefore,
    /// The request is applied, then the connection closes without a response.
    ResetAfter,
    /// The request is applied, then half of the response is sent.
    Truncate,
    /// The request is applied, then half of the response is sent, and the rest never.
    Stall,
    /// The request is applied, then the response comes byte by byte.
    Drip,
    /// A response of this content type, with status 200, takes the place of the service's; the request is not
    /// applied.
    Answer(&'static str, Bytes),
    /// Bytes that are no HTTP take the place of the response; the request is not applied.
    NotHttp,
    /// The request is applied, then the fault acts in the place of the response.
    Applied(Box<Fault>),
    /// A proxy responds with an HTML page of this status; the request is not applied.
    Html(u16),
    /// Someone else changes the store just before the call is served; see [`Fault::someone_else`].
    SomeoneElse(Arc<dyn Fn(&mut Store) + Send + Sync>),
    /// The resource in the response has one more member.
    UnknownMember(String, Value),
}

impl Fault {
    /// Lets someone else change the store just before the call is served.
    pub fn someone_else(change: impl Fn(&mut Store) + Send + Sync + 'static) -> Fault {
        Fault::SomeoneElse(Arc::new(change))
    }

    /// The same fault, after the request was applied.
    #[must_use]
    pub fn applied(self) -> Fault {
        Fault::Applied(Box::new(self))
    }

    /// The exception that the fault stands for, if it is one.
    pub(super) fn exception(&self, service: &str, operation: &str) -> Option<ServiceError> {
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
            Fault::Stall => "Stall",
            Fault::Drip => "Drip",
            Fault::Answer(..) => "Answer",
            Fault::NotHttp => "NotHttp",
            Fault::Applied(fault) => return write!(f, "Applied({fault:?})"),
            Fault::Html(_) => "Html",
            Fault::SomeoneElse(_) => "SomeoneElse",
            Fault::UnknownMember(..) => "UnknownMember",
        })
    }
}

/// Holds calls back until a test opens it. Clones are the same gate.
#[derive(Debug, Clone)]
pub struct Gate(Arc<Semaphore>);

impl Gate {
    #[must_use]
    pub fn new() -> Gate {
        Gate(Arc::new(Semaphore::new(0)))
    }

    /// Lets all calls pass, those that wait and later ones.
    pub fn open(&self) {
        self.0.close();
    }

    /// Lets one call pass: one that waits, or else the next one.
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

/// The faults that are injected, by operation or URL.
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

    /// The faults of this call: the next in the queue, or else all permanent ones.
    pub(super) fn take_for_call(&mut self, operation: &str) -> Vec<Fault> {
        self.take(&[operation, "*"])
    }

    /// The faults of this fetch. Those of `*` are for calls only.
    pub(super) fn take_for_fetch(&mut self, url: &str) -> Vec<Fault> {
        self.take(&[url])
    }

    fn take(&mut self, names: &[&str]) -> Vec<Fault> {
        for name in names {
            if let Some(fault) = self.queued.get_mut(*name).and_then(VecDeque::pop_front) {
                return vec![fault];
            }
        }
        names.iter().filter_map(|name| self.always.get(*name)).flatten().cloned().collect()
    }
}

/// The name of an operation, or a normalized URL.
fn key(name: &str) -> String {
    if name.contains("://") { normalize_url(name) } else { name.to_owned() }
}
