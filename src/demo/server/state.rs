//! The state that all connections of a server share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;
use tokio::time::Instant;

use super::faults::Faults;
use super::rates::RateLimits;
use super::sign_in::GivenCredentials;
use crate::demo::store::Store;

pub(super) struct ServerState {
    pub(super) store: Mutex<Store>,
    pub(super) faults: Mutex<Faults>,
    pub(super) rates: Mutex<RateLimits>,
    pub(super) sign_in: Mutex<GivenCredentials>,
    pub(super) started: Instant,
    pub(super) received: watch::Sender<Vec<ReceivedRequest>>,
    /// The operations that were carried out, whatever became of their responses.
    pub(super) served: Mutex<Vec<String>>,
    pub(super) fetches: watch::Sender<Vec<Fetch>>,
}

pub(super) struct ReceivedRequest {
    pub(super) operation: String,
    pub(super) body: Value,
    /// The access key that it is signed with.
    pub(super) key: Option<String>,
    /// The time since the server's start.
    pub(super) at: Duration,
}

pub(super) struct Fetch {
    pub(super) url: String,
    /// The request's headers, with names in lower case.
    pub(super) headers: Vec<(String, String)>,
}

impl ServerState {
    pub(super) fn new(store: Store) -> ServerState {
        ServerState {
            store: Mutex::new(store),
            faults: Mutex::default(),
            rates: Mutex::default(),
            sign_in: Mutex::default(),
            started: Instant::now(),
            received: watch::Sender::new(Vec::new()),
            served: Mutex::default(),
            fetches: watch::Sender::new(Vec::new()),
        }
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
