//! Fetches from the stand-in for the web: a GET of `/web/host/path?query` is one of
//! `https://host/path?query`.

use std::ops::ControlFlow;

use hyper::header::{CONTENT_LENGTH, HeaderMap, HeaderName};
use hyper::{Response, StatusCode, Uri};

use super::super::faults::Fault;
use super::super::payload::{Payload, Reset};
use super::super::web;
use super::{Cognito, Shared, lock, page, strike};

/// A fetch that arrived.
pub(super) struct Fetch {
    url: String,
    headers: Vec<(String, String)>,
}

impl Cognito {
    /// Publishes a document on the stand-in for the web: from now on a GET of `/web/host/path?query` on this
    /// port is answered as `https://host/path?query` would be. Where nothing is published, the answer is 404.
    pub fn publish(&self, url: &str, status: u16, content_type: &str, body: impl Into<Vec<u8>>) {
        self.with_store(|store| store.publish(url, status, content_type, body));
    }

    /// From now on fetches of a URL are sent on to another one, with status 302.
    pub fn redirect(&self, url: &str, to: &str) {
        self.with_store(|store| store.redirect(url, to));
    }

    /// The headers of each fetch of a URL, in order, their names in lower case; of those that were not found
    /// or struck by a fault, too.
    #[must_use]
    pub fn fetched(&self, url: &str) -> Vec<Vec<(String, String)>> {
        let (url, fetches) = (web::normal(url), self.shared.fetches.borrow());
        fetches.iter().filter(|one| one.url == url).map(|one| one.headers.clone()).collect()
    }

    /// Waits until a URL has been fetched that often since the start; the fetches need not be answered yet.
    pub async fn fetches(&self, url: &str, count: usize) {
        let (url, mut fetches) = (web::normal(url), self.shared.fetches.subscribe());
        let enough = |all: &Vec<Fetch>| all.iter().filter(|one| one.url == url).count() >= count;
        // The sender is in `self`, so it cannot be gone.
        let _ = fetches.wait_for(enough).await;
    }
}

/// The URL that a path on this port stands for, if it stands for one.
pub(super) fn url(uri: &Uri) -> Option<String> {
    uri.path_and_query()?.as_str().strip_prefix("/web/").map(web::normal)
}

pub(super) async fn fetch(
    shared: &Shared,
    url: &str,
    headers: &HeaderMap,
) -> Result<Response<Payload>, Reset> {
    let headers = headers
        .iter()
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    let fetch = Fetch { url: url.to_owned(), headers: headers.collect() };
    shared.fetches.send_modify(|fetches| fetches.push(fetch));
    let struck = lock(&shared.faults).next_of_fetch(url);
    let after = match strike(shared, struck, "web", url).await {
        ControlFlow::Continue(after) => after,
        ControlFlow::Break(answer) => return answer,
    };
    let Some(document) = lock(&shared.store).web.find(url).cloned() else {
        return Ok(page(StatusCode::NOT_FOUND, "Nothing is published here."));
    };
    if after.iter().any(|fault| matches!(fault, Fault::ResetAfter)) {
        return Err(Reset);
    }
    let (cut, length) = (after.iter().any(|fault| matches!(fault, Fault::Truncate)), document.body.len());
    let mut answer = Response::new(Payload::new(document.body, cut));
    *answer.status_mut() = StatusCode::from_u16(document.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answer.headers_mut().insert(CONTENT_LENGTH, length.into());
    let (name, value) = document.header;
    if let Ok(value) = value.parse() {
        answer.headers_mut().insert(HeaderName::from_static(name), value);
    }
    Ok(answer)
}
