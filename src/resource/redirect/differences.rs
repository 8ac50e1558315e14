//! The differences of two URLs in words, part by part, and how much each of them weighs.

use std::borrow::Cow;
use std::ops::Range;

use crate::resource::redirect::differing;
use crate::resource::urls::split;

/// A URL in its parts. Each part with its sign is what is left of the parts before it.
struct Parts<'a> {
    scheme: &'a str,
    host: &'a str,
    port: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(url: &'a str) -> Self {
        let (scheme, authority, rest) = split(url).unwrap_or(("", "", url));
        let port =
            authority.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
        let (host, port) = port.map_or((authority, None), |(host, port)| (host, Some(port)));
        let (rest, fragment) = rest.split_once('#').map_or((rest, None), |(rest, end)| (rest, Some(end)));
        let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
        Self { scheme, host, port, path, query, fragment }
    }
}

impl Parts<'_> {
    /// The parts with their signs; together they are the URL.
    fn in_order(&self) -> [String; 6] {
        let signed =
            |sign: char, part: Option<&str>| part.map(|part| format!("{sign}{part}")).unwrap_or_default();
        [
            if self.scheme.is_empty() { String::new() } else { format!("{}://", self.scheme) },
            self.host.to_owned(),
            signed(':', self.port),
            self.path.to_owned(),
            signed('?', self.query),
            signed('#', self.fragment),
        ]
    }
}

/// The places in a registered URL, counted in characters, at which it differs from the one that was asked
/// for. A place where it lacks something is empty.
pub fn marks(asked: &str, registered: &str) -> Vec<Range<usize>> {
    if hidden(asked).chain(hidden(registered)).next().is_some() {
        let [_, there] = differing(asked, registered);
        return vec![there];
    }
    let mut found = Vec::new();
    let mut at = 0;
    for (one, other) in Parts::of(asked).in_order().iter().zip(&Parts::of(registered).in_order()) {
        let [_, there] = differing(one, other);
        if one != other {
            found.push(at + there.start..at + there.end);
        }
        at += other.chars().count();
    }
    found
}

/// A difference in words, and its weight.
type Weighed = (String, usize);

/// The differences in words, as the URL that was asked for has them; empty if the two are the same.
pub fn differences(asked: &str, registered: &str) -> Vec<String> {
    weighed(asked, registered).into_iter().map(|(words, _)| words).collect()
}

/// How far two URLs are from each other.
pub(super) fn cost(asked: &str, registered: &str) -> usize {
    weighed(asked, registered).into_iter().map(|(_, weight)| weight).sum()
}

fn weighed(asked: &str, registered: &str) -> Vec<Weighed> {
    if asked == registered {
        return Vec::new();
    }
    let mut found: Vec<Weighed> = hidden(asked).map(|words| (words, 1)).collect();
    let (asked, registered) = (seen(asked), seen(registered));
    let (one, other) = (Parts::of(&asked), Parts::of(&registered));
    let scheme = compared("the scheme", one.scheme, other.scheme, 1);
    let host = compared("the host", one.host, other.host, 8);
    found.extend(scheme.into_iter().chain(host).chain(port(&one, &other)).chain(path(one.path, other.path)));
    found.extend(optional("the query", '?', one.query, other.query));
    found.extend(optional("the fragment", '#', one.fragment, other.fragment));
    if found.is_empty() {
        // The other one has a character that can't be seen.
        found.push(("the registered URL has a character that can't be seen".to_owned(), 1));
    }
    found
}

fn compared(what: &str, asked: &str, registered: &str, weight: usize) -> Option<Weighed> {
    if asked == registered {
        return None;
    }
    if asked.to_lowercase() == registered.to_lowercase() {
        return Some((format!("capitals in {what}: {asked} instead of {registered}"), 1));
    }
    let edits = strsim::levenshtein(asked, registered);
    let words = match (asked.is_empty(), registered.is_empty()) {
        (true, _) => format!("{what} {registered} is missing"),
        (_, true) => format!("{what} {asked} is too much"),
        _ => format!("{what} is {asked} instead of {registered}"),
    };
    Some((words, weight + edits))
}

fn port(asked: &Parts, registered: &Parts) -> Option<Weighed> {
    let words = match (asked.port, registered.port) {
        (one, other) if one == other => return None,
        (Some(one), Some(other)) => format!("the port is {one} instead of {other}"),
        (Some(one), None) => format!("the port {one} is too much"),
        (None, Some(other)) => format!("the port {other} is missing"),
        (None, None) => return None,
    };
    Some((words, 2))
}

fn path(asked: &str, registered: &str) -> Option<Weighed> {
    if asked.strip_suffix('/') == Some(registered) {
        return Some(("the / at the end is too much".to_owned(), 1));
    }
    if registered.strip_suffix('/') == Some(asked) {
        return Some(("the / at the end is missing".to_owned(), 1));
    }
    if asked != registered && decoded(asked) == decoded(registered) {
        return Some((format!("percent-encoding in the path: {asked} instead of {registered}"), 1));
    }
    compared("the path", asked, registered, 2)
}

fn optional(what: &str, sign: char, asked: Option<&str>, registered: Option<&str>) -> Option<Weighed> {
    let edits = strsim::levenshtein(asked.unwrap_or_default(), registered.unwrap_or_default());
    let words = match (asked, registered) {
        (one, other) if one == other => return None,
        (Some(one), Some(other)) if decoded(one) == decoded(other) => {
            format!("percent-encoding in {what}: {sign}{one} instead of {sign}{other}")
        }
        (Some(one), Some(other)) => format!("{what} is {sign}{one} instead of {sign}{other}"),
        (Some(one), None) => format!("{what} {sign}{one} is too much"),
        (None, Some(other)) => format!("{what} {sign}{other} is missing"),
        (None, None) => return None,
    };
    // A long query is one mistake.
    Some((words, 2 + edits.min(6)))
}

/// A text without its percent-encoding; a plus sign stays.
fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).filter(|_| *byte == b'%');
        let value = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        decoded.push(value.unwrap_or(*byte));
        at += if value.is_some() { 3 } else { 1 };
    }
    decoded
}

/// The names of characters that can't be seen.
const HIDDEN: &[(char, &str)] = &[
    (' ', "space"),
    ('\t', "tab"),
    ('\n', "line break"),
    ('\r', "carriage return"),
    ('\u{a0}', "no-break space"),
    ('\u{ad}', "soft hyphen"),
    ('\u{200b}', "zero-width space"),
    ('\u{200c}', "zero-width non-joiner"),
    ('\u{200d}', "zero-width joiner"),
    ('\u{200e}', "left-to-right mark"),
    ('\u{200f}', "right-to-left mark"),
    ('\u{2060}', "word joiner"),
    ('\u{feff}', "byte-order mark"),
];

/// The characters that can't be seen, each with its place.
fn hidden(text: &str) -> impl Iterator<Item = String> {
    let named = |(at, char): (usize, char)| {
        let name = HIDDEN.iter().find(|(hidden, _)| *hidden == char).map(|(_, name)| *name);
        let name =
            name.or_else(|| (char.is_control() || char.is_whitespace()).then_some("control character"))?;
        Some(format!("a {name} (U+{:04X}) is character {}", u32::from(char), at + 1))
    };
    text.chars().enumerate().filter_map(named)
}

/// The text without characters that can't be seen.
fn seen(text: &str) -> Cow<'_, str> {
    if hidden(text).next().is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|char| hidden(char.encode_utf8(&mut [0; 4])).next().is_none()).collect())
}
