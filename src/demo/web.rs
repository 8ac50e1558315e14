//! A stand-in for the rest of the web: what is published at its addresses.

use std::collections::HashMap;

use bytes::Bytes;

/// What a fetch of one address is answered with.
#[derive(Clone)]
pub(super) struct Document {
    pub(super) status: u16,
    /// One more header: its name and value.
    pub(super) header: (&'static str, String),
    pub(super) body: Bytes,
}

/// The documents by their URLs.
#[derive(Default)]
pub(super) struct Web(HashMap<String, Document>);

impl Web {
    pub(super) fn publish(&mut self, url: &str, document: Document) {
        self.0.insert(normal(url), document);
    }

    /// The document at a URL, which has to be a [`normal`] one.
    pub(super) fn find(&self, url: &str) -> Option<&Document> {
        self.0.get(url)
    }
}

/// A URL as URLs are compared here: all of them https, and none without a path.
pub(super) fn normal(url: &str) -> String {
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
            assert_eq!(normal(url), same);
        }
    }
}
