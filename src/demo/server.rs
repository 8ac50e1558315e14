//! The HTTP server on a loopback port, and the handle with which tests control and observe it.

mod fault_effects;
mod faults;
mod fetches;
mod payload;
mod rates;
mod requests;
mod response;
mod sign_in;
mod state;
mod stream;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::{AbortHandle, JoinSet};

use crate::demo::store::{Store, normalize_url};
pub use faults::{Fault, Gate};
use state::{Fetch, ReceivedRequest, ServerState, lock};
use stream::GarbledStream;

/// A running server. Dropping it stops the server and closes its connections.
pub struct Cognito {
    address: SocketAddr,
    state: Arc<ServerState>,
    server: AbortHandle,
}

impl Cognito {
    /// Serves a store on a free loopback port, in the current tokio runtime.
    ///
    /// # Errors
    /// If no port can be bound.
    pub async fn start(store: Store) -> std::io::Result<Cognito> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(ServerState::new(store));
        let server = tokio::spawn(accept(listener, Arc::clone(&state))).abort_handle();
        Ok(Cognito { address, state, server })
    }

    /// The server's address, as a value for `endpoint_url`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The bodies of all requests for an operation, in order. Those that a fault or the service refused are
    /// included.
    #[must_use]
    pub fn received(&self, operation: &str) -> Vec<Value> {
        let received = self.state.received.borrow();
        received.iter().filter(|one| one.operation == operation).map(|one| one.body.clone()).collect()
    }

    /// The access keys that the requests for an operation were signed with, in order.
    #[must_use]
    pub fn signed_by(&self, operation: &str) -> Vec<String> {
        let received = self.state.received.borrow();
        let keys = received.iter().filter(|one| one.operation == operation);
        keys.map(|one| one.key.clone().unwrap_or_default()).collect()
    }

    /// Accepts a code of the MFA device, once.
    pub fn accept_mfa_code(&self, code: &str) {
        lock(&self.state.sign_in).accept_code(code);
    }

    /// Accepts a token of IAM Identity Center.
    pub fn accept_sso_token(&self, token: &str) {
        lock(&self.state.sign_in).accept_token(token);
    }

    /// Accepts a token that renews the sign-in of IAM Identity Center, once.
    pub fn accept_sso_refresh_token(&self, token: &str) {
        lock(&self.state.sign_in).accept_refresh_token(token);
    }

    /// Sets how long the sessions of roles last from now on: an hour otherwise.
    pub fn set_session(&self, session: Duration) {
        lock(&self.state.sign_in).set_session(session);
    }

    /// How often an operation was carried out, whatever became of the responses.
    #[must_use]
    pub fn served(&self, operation: &str) -> usize {
        lock(&self.state.served).iter().filter(|one| *one == operation).count()
    }

    /// When the requests for an operation (`*`: for any) arrived, since the server's start, by a monotonic
    /// clock.
    #[must_use]
    pub fn arrival_times(&self, operation: &str) -> Vec<Duration> {
        let received = self.state.received.borrow();
        let matching = received.iter().filter(|one| operation == "*" || one.operation == operation);
        matching.map(|one| one.at).collect()
    }

    /// The body of the last request for an operation.
    ///
    /// # Panics
    /// If there was none.
    #[must_use]
    pub fn last(&self, operation: &str) -> Value {
        let last = self.received(operation).pop();
        last.unwrap_or_else(|| panic!("no {operation} arrived, only {:?}", self.operations()))
    }

    /// The operations of all requests, in order.
    #[must_use]
    pub fn operations(&self) -> Vec<String> {
        self.state.received.borrow().iter().map(|one| one.operation.clone()).collect()
    }

    /// Waits until that many requests for an operation have arrived since the server's start. They need not
    /// be answered yet.
    pub async fn wait_for_requests(&self, operation: &str, count: usize) {
        let mut received = self.state.received.subscribe();
        let is_enough =
            |all: &Vec<ReceivedRequest>| all.iter().filter(|one| one.operation == operation).count() >= count;
        // This can't fail: the sender is in `self`.
        let _ = received.wait_for(is_enough).await;
    }

    /// Injects a fault into the next call of an operation (`*`: of any) or the next fetch of a URL. Several
    /// faults queue up, one for each call.
    pub fn inject(&self, operation: &str, fault: Fault) {
        lock(&self.state.faults).queue(operation, fault);
    }

    /// Injects a fault into every call of an operation (`*`: of any) or every fetch of a URL. Several faults
    /// act together.
    pub fn inject_always(&self, operation: &str, fault: Fault) {
        lock(&self.state.faults).always(operation, fault);
    }

    pub fn clear_faults(&self) {
        lock(&self.state.faults).clear();
    }

    /// Limits an operation, or a group such as `UserPoolClientRead`, to a number of calls in any one second.
    /// Further calls fail with `TooManyRequestsException`. At first there are no limits.
    ///
    /// # Panics
    /// If there is no such operation or group.
    pub fn limit_rate(&self, operation_or_group: &str, per_second: usize) {
        lock(&self.state.rates).limit(operation_or_group, per_second);
    }

    /// Sets AWS's default limits for all groups, and five calls a second in one user pool for each operation
    /// on app clients and other resources of the pool.
    pub fn limit_rates_as_aws(&self) {
        lock(&self.state.rates).use_aws_defaults();
    }

    /// Publishes a document at a URL of another host. Fetches of URLs without a document get 404.
    pub fn publish(&self, url: &str, status: u16, content_type: &str, body: impl Into<Vec<u8>>) {
        self.with_store(|store| store.publish(url, status, content_type, body));
    }

    /// Redirects fetches of a URL to another URL, with status 302.
    pub fn redirect(&self, url: &str, to: &str) {
        self.with_store(|store| store.redirect(url, to));
    }

    /// The headers of each fetch of a URL, in order, with names in lower case. Fetches that failed are
    /// included.
    #[must_use]
    pub fn fetched(&self, url: &str) -> Vec<Vec<(String, String)>> {
        let (url, fetches) = (normalize_url(url), self.state.fetches.borrow());
        fetches.iter().filter(|one| one.url == url).map(|one| one.headers.clone()).collect()
    }

    /// Waits until a URL has been fetched that often since the server's start. The fetches need not be
    /// answered yet.
    pub async fn wait_for_fetches(&self, url: &str, count: usize) {
        let (url, mut fetches) = (normalize_url(url), self.state.fetches.subscribe());
        let is_enough = |all: &Vec<Fetch>| all.iter().filter(|one| one.url == url).count() >= count;
        // This can't fail: the sender is in `self`.
        let _ = fetches.wait_for(is_enough).await;
    }

    /// Reads the store, or changes it as someone else would.
    pub fn with_store<R>(&self, f: impl FnOnce(&mut Store) -> R) -> R {
        f(&mut lock(&self.state.store))
    }
}

impl Drop for Cognito {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn accept(listener: TcpListener, state: Arc<ServerState>) {
    // Dropped with this task, which closes all connections.
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Most likely the process is out of file handles: wait until some are closed.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        while connections.try_join_next().is_some() {}
        let state = Arc::clone(&state);
        connections.spawn(async move {
            let stream = GarbledStream::new(stream);
            let garbled = stream.switch();
            let service = service_fn(move |request| {
                requests::handle(Arc::clone(&state), request, Arc::clone(&garbled))
            });
            // An error is a client that went away, or an injected fault.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}
