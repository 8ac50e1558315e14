//! The rest of the web, as far as Cognito's users publish documents there.

use std::collections::HashMap;

use bytes::Bytes;

/// The response to a fetch of one URL.
#[derive(Clone)]
pub(crate) struct WebResponse {
    pub(crate) status: u16,
    /// The name and value of one more header.
    pub(crate) header: (&'static str, String),
    pub(crate) body: Bytes,
}

/// Responses by normalized URL.
#[derive(Clone, Default)]
pub(crate) struct Web(HashMap<String, WebResponse>);

impl Web {
    pub(crate) fn publish(&mut self, url: &str, response: WebResponse) {
        self.0.insert(normalize_url(url), response);
    }

    /// The response at a URL, which must be normalized.
    pub(crate) fn find(&self, url: &str) -> Option<&WebResponse> {
        self.0.get(url)
    }
}

/// The URL with the scheme https and with a path.
pub(crate) fn normalize_url(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("https://{host}{slash}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_without_a_path_has_the_shortest_one() {
        for (url, same) in [
            ("https://a.example", "https://a.example/"),
            ("https://a.example?q=/", "https://a.example/?q=/"),
            ("a.example/b?q", "https://a.example/b?q"),
            ("http://a.example:8080/b/", "https://a.example:8080/b/"),
        ] {
            assert_eq!(normalize_url(url), same);
        }
    }
}
