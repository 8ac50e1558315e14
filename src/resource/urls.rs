//! Hosts in the URLs of a resource, and the replacement of one host by another.

use serde_json::Value;

use crate::resource::{Document, FieldKind, Kind};

/// The replacement of one host by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The current host; with a port, only that port is replaced.
    pub from: String,
    pub to: String,
}

impl Replacement {
    /// The reason why the new host can't be in a URL, if any.
    pub fn fault(&self) -> Option<&'static str> {
        let host = self.to.as_str();
        let fits = |letter: char| letter.is_alphanumeric() || "-._:[]".contains(letter);
        match () {
            () if self.from.is_empty() => Some("Enter the host to replace."),
            () if host.is_empty() => Some("Enter the new host."),
            () if !host.chars().all(fits) => Some(
                "A host has letters, digits, - and dots, and a port after a colon; no scheme and no path.",
            ),
            () if self.from.eq_ignore_ascii_case(host) => Some("The two hosts are the same."),
            () => None,
        }
    }

    /// The URL with the new host; `None` where it does not have the old one. The port stays, unless one of
    /// the hosts names a port.
    fn apply(&self, url: &str) -> Option<String> {
        let (scheme, authority, rest) = split(url)?;
        if authority.eq_ignore_ascii_case(&self.from) {
            return Some(format!("{scheme}://{}{rest}", self.to));
        }
        let (host, port) = with_port(authority)?;
        let keep = if with_port(&self.to).is_some() { String::new() } else { format!(":{port}") };
        host.eq_ignore_ascii_case(&self.from).then(|| format!("{scheme}://{}{keep}{rest}", self.to))
    }

    /// The document with the new host in all of its URLs, without duplicates.
    ///
    /// # Errors
    /// A URL with the new host breaks its rule; the rule in words.
    pub fn in_document(&self, document: &Document, kind: &Kind) -> Result<Document, String> {
        let mut edited = document.clone();
        for path in kind.actions.url_members {
            let now = match document.get(path) {
                Some(Value::String(url)) => {
                    self.apply(url).map(|url| checked(url, path, kind)).transpose()?.map(Value::from)
                }
                Some(Value::Array(urls))
                    if urls.iter().any(|url| url.as_str().is_some_and(|url| self.apply(url).is_some())) =>
                {
                    let mut now: Vec<Value> = Vec::new();
                    for url in urls {
                        let changed = url.as_str().and_then(|url| self.apply(url));
                        let changed =
                            changed.map(|url| checked(url, path, kind)).transpose()?.map(Value::from);
                        let stays = |url: &Value| {
                            urls.contains(url) && url.as_str().is_some_and(|url| self.apply(url).is_none())
                        };
                        match changed {
                            Some(changed) if now.contains(&changed) || stays(&changed) => {}
                            changed => now.push(changed.unwrap_or_else(|| url.clone())),
                        }
                    }
                    Some(Value::from(now))
                }
                _ => None,
            };
            if now.is_some() {
                edited.set(path, now);
            }
        }
        Ok(edited)
    }
}

/// Checks a URL against the rule of its member.
fn checked(url: String, path: &str, kind: &Kind) -> Result<String, String> {
    let field = kind.field(path);
    let rule = field.map(|field| match field.kind {
        FieldKind::List(part) => part.rule,
        _ => field.rule,
    });
    match rule.map(|rule| rule.check(&url)) {
        Some(Err(fault)) => Err(format!("{url} {fault}")),
        _ => Ok(url),
    }
}

/// A host and its port; `None` where there is no port.
fn with_port(authority: &str) -> Option<(&str, &str)> {
    authority
        .rsplit_once(':')
        .filter(|(_, port)| !port.is_empty() && port.bytes().all(|digit| digit.is_ascii_digit()))
}

/// The hosts in the URLs of a document, each once, with their ports.
pub fn hosts(document: &Document, kind: &Kind) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let texts = |value: &Value| match value {
        Value::Array(urls) => urls.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>(),
        Value::String(url) => vec![url.clone()],
        _ => vec![],
    };
    for url in kind.actions.url_members.iter().filter_map(|path| document.get(path)).flat_map(texts) {
        // In a URL with an app's own scheme, the part after the scheme is seldom a host. A host that the user
        // types is replaced there too.
        if let Some((_, host, _)) =
            split(&url).filter(|(scheme, host, _)| ["https", "http"].contains(scheme) && !host.is_empty())
            && !found.iter().any(|known| known == host)
        {
            found.push(host.to_owned());
        }
    }
    found
}

/// The host of a URL in lower case with its port, or the scheme of an app's own URL with what follows it.
pub fn host(url: &str) -> String {
    match split(url) {
        Some((scheme, host, _)) if is_web(scheme) => host.to_lowercase(),
        Some((scheme, ..)) => format!("{scheme}://"),
        None => url.split_once(':').map_or(url, |(scheme, _)| scheme).to_owned(),
    }
}

fn is_web(scheme: &str) -> bool {
    ["https", "http"].iter().any(|web| scheme.eq_ignore_ascii_case(web))
}

/// The scheme, the host with its port, and the rest of a URL.
pub(super) fn split(url: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    Some((scheme, &rest[..end], &rest[end..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::resource::changes;
    use crate::resource::tables::CLIENT;

    fn client(callbacks: &[&str]) -> Document {
        let client = json!({"CallbackURLs": callbacks, "LogoutURLs": ["https://a.example/out"],
            "DefaultRedirectURI": "https://a.example/cb", "Other": "https://a.example/"});
        Document::from_value(client).expect("an object")
    }

    fn replacement(from: &str, to: &str) -> Replacement {
        Replacement { from: from.to_owned(), to: to.to_owned() }
    }

    #[test]
    fn a_host_is_replaced_in_every_url_and_nowhere_else() {
        let before = client(&[
            "https://a.example/cb?x=a.example",
            "https://A.example:8443/",
            "https://aa.example/",
            "app://a.example/done",
        ]);
        let after = replacement("a.example", "b.example").in_document(&before, &CLIENT).expect("good URLs");
        let expected = json!([
            "https://b.example/cb?x=a.example",
            "https://b.example:8443/",
            "https://aa.example/",
            "app://b.example/done"
        ]);
        assert_eq!(after.get("CallbackURLs"), Some(&expected));
        assert_eq!(
            (after.text("DefaultRedirectURI"), after.text("Other")),
            (Some("https://b.example/cb"), Some("https://a.example/"))
        );
        assert_eq!(after.get("LogoutURLs"), Some(&json!(["https://b.example/out"])));
        let port =
            replacement("a.example:8443", "b.example").in_document(&before, &CLIENT).expect("good URLs");
        assert_eq!(port.get("CallbackURLs").map(|urls| urls[1].clone()), Some(json!("https://b.example/")));
    }

    #[test]
    fn a_url_that_is_there_already_is_not_put_in_twice() {
        let before = client(&["https://a.example/cb", "https://b.example/cb"]);
        let after = replacement("a.example", "b.example").in_document(&before, &CLIENT).expect("good URLs");
        assert_eq!(after.get("CallbackURLs"), Some(&json!(["https://b.example/cb"])));
    }

    #[test]
    fn a_port_in_the_new_host_takes_the_place_of_the_old_one() {
        let before = client(&["https://a.example:8080/x", "http://localhost/cb", "http://localhost:3000/cb"]);
        let after =
            replacement("a.example", "b.example:8443").in_document(&before, &CLIENT).expect("good URLs");
        assert_eq!(
            after.get("CallbackURLs").map(|urls| urls[0].clone()),
            Some(json!("https://b.example:8443/x"))
        );
        let after =
            replacement("localhost", "localhost:3000").in_document(&before, &CLIENT).expect("good URLs");
        assert_eq!(
            after.get("CallbackURLs"),
            Some(&json!(["https://a.example:8080/x", "http://localhost:3000/cb"]))
        );
    }

    #[test]
    fn a_host_that_would_break_a_url_is_refused_with_the_rule() {
        let fault = replacement("localhost", "shop.example")
            .in_document(&client(&["http://localhost/cb"]), &CLIENT)
            .expect_err("plain http");
        assert!(fault.starts_with("http://shop.example/cb must be https"), "{fault}");
    }

    #[test]
    fn a_host_is_refused_in_words() {
        assert_eq!(replacement("a.example", "b.example:8080").fault(), None);
        for (from, to) in [("", "b"), ("a", ""), ("a", "https://b"), ("a", "b/c"), ("a", "A")] {
            assert!(replacement(from, to).fault().is_some(), "{from} {to}");
        }
    }

    /// URLs of three hosts, as a pattern for random ones.
    const URL: &str = "(https|app)://(a|b|c)\\.example(:[0-9]{1,4})?(/[a-z]{0,3})?";

    proptest! {
        #[test]
        fn only_the_urls_change_and_those_of_other_hosts_stay(
            urls in prop::collection::vec(URL, 0..6),
        ) {
            let before = client(&urls.iter().map(String::as_str).collect::<Vec<_>>());
            let replacement = replacement("a.example", "z.example");
            let after = replacement.in_document(&before, &CLIENT).expect("good URLs");
            let is_old = |host: &String| host == "a.example" || host.starts_with("a.example:");
            prop_assert!(!hosts(&after, &CLIENT).iter().any(is_old));
            let members = CLIENT.actions.url_members;
            let changes = changes(&before, &after, &CLIENT);
            prop_assert!(changes.iter().all(|change| members.contains(&change.place.path.as_str())));
            let kept = |document: &Document| {
                let urls = document.get("CallbackURLs").and_then(Value::as_array);
                let other = |url: &Value| {
                    !url.as_str().is_some_and(|url| url.contains("//a.") || url.contains("//z."))
                };
                urls.cloned().unwrap_or_default().into_iter().filter(other).collect::<Vec<_>>()
            };
            prop_assert_eq!(kept(&before), kept(&after));
        }
    }
}
