//! Fetches from other hosts: a GET of `/web/host/path?query` on the server's port stands for
//! `https://host/path?query`.

use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use hyper::header::{CONTENT_LENGTH, HeaderMap, HeaderName};
use hyper::{Response, StatusCode, Uri};

use super::payload::{ConnectionReset, Payload};
use super::state::{Fetch, ServerState, lock};
use super::{fault_effects, response};
use crate::demo::store::normalize_url;

/// The URL that a path on the server's port stands for, if any.
pub(super) fn url(uri: &Uri) -> Option<String> {
    uri.path_and_query()?.as_str().strip_prefix("/web/").map(normalize_url)
}

pub(super) async fn fetch(
    state: &ServerState,
    url: &str,
    headers: &HeaderMap,
    garbled: &AtomicBool,
) -> Result<Response<Payload>, ConnectionReset> {
    let headers = headers
        .iter()
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    let fetch = Fetch { url: url.to_owned(), headers: headers.collect() };
    state.fetches.send_modify(|fetches| fetches.push(fetch));
    let faults = lock(&state.faults).take_for_fetch(url);
    let remaining = match fault_effects::apply_early(state, faults, "web", url, garbled).await {
        ControlFlow::Continue(remaining) => remaining,
        ControlFlow::Break(response) => return response,
    };
    let Some(document) = lock(&state.store).web.find(url).cloned() else {
        return Ok(response::page(StatusCode::NOT_FOUND, "Nothing is published here."));
    };
    let end = fault_effects::body_end(&remaining)?;
    let length = document.body.len();
    let mut response = Response::new(Payload::new(document.body, end));
    *response.status_mut() =
        StatusCode::from_u16(document.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_LENGTH, length.into());
    let (name, value) = document.header;
    if let Ok(value) = value.parse() {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
    Ok(response)
}
