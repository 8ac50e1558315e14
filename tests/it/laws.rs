//! Laws that hold for any bytes. On every run of the tests proptest draws some bytes for each of them; the targets
//! in `fuzz/` call the same functions, for as long as somebody lets them.

use std::fmt::Write as _;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use clap::Parser;
use cognitui::cli::Cli;
use cognitui::key::KeyPress;
use cognitui::resource::diff::merge::apply_all;
use cognitui::resource::{
    Access, Document, Field, FieldKind, Key, Kind, Merge, Side, Verdict, changes, create_request, tables,
    update_request,
};
use cognitui::saml::SamlMetadata;
use cognitui::view::text::visible;
use serde_json::{Map, Value, json};

/// A law: it panics where the bytes break it.
pub type Law = fn(&[u8]);

/// Every law under the name of its fuzz target.
pub const LAWS: &[(&str, Law)] = &[
    ("documents", documents),
    ("answers", answers),
    ("metadata", metadata),
    ("certificates", certificates),
    ("keys", keys),
    ("arguments", arguments),
    ("texts", texts),
];

/// Values that are drawn from bytes: the same bytes give the same values, and bytes that have ended give the
/// smallest ones.
struct Draw<'a>(&'a [u8]);

impl<'a> Draw<'a> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end.max(1)
    }

    fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }

    fn bytes(&mut self) -> &'a [u8] {
        let length = self.below(24).min(self.0.len());
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken
    }

    fn text(&mut self) -> String {
        String::from_utf8_lossy(self.bytes()).into_owned()
    }

    /// A value of any shape.
    fn any(&mut self, depth: u8) -> Value {
        match self.below(if depth == 0 { 7 } else { 9 }) {
            0 => Value::Null,
            1 => Value::from(self.byte() & 1 == 1),
            2 => Value::from(self.byte()),
            3 => serde_json::from_str("1e400").unwrap_or_default(),
            4 => json!(""),
            5 => json!([]),
            6 => Value::from(self.text()),
            7 => (0..self.below(4)).map(|_| self.any(depth - 1)).collect(),
            _ => {
                let mut members = Map::new();
                for _ in 0..self.below(4) {
                    members.insert(self.text(), self.any(depth - 1));
                }
                Value::Object(members)
            }
        }
    }

    /// A value that a setting may have, or now and then another one.
    fn value(&mut self, field: &Field) -> Value {
        if self.below(8) == 0 {
            return self.any(2);
        }
        match &field.kind {
            FieldKind::Toggle { .. } => Value::from(self.byte() & 1 == 1),
            FieldKind::Choice(values) => Value::from(self.one_of(values)),
            FieldKind::Number { .. } | FieldKind::Date => Value::from(self.byte()),
            FieldKind::List(part) => (0..self.below(4)).map(|_| self.value(part)).collect(),
            FieldKind::Map { value: part, .. } => {
                let mut members = Map::new();
                for _ in 0..self.below(4) {
                    let key = self.one_of(&["a", "b", "c.d"]);
                    members.insert(key.to_owned(), self.value(part));
                }
                Value::Object(members)
            }
            FieldKind::Records(fields) => {
                (0..self.below(4)).map(|_| self.members(fields).into_value()).collect()
            }
            FieldKind::Record(fields) => self.members(fields).into_value(),
            FieldKind::Text | FieldKind::LongText | FieldKind::Secret | FieldKind::Json => {
                Value::from(self.text())
            }
        }
    }

    fn members(&mut self, fields: &[Field]) -> Document {
        let mut document = Document::default();
        for field in fields {
            if self.below(3) == 0 {
                let value = self.value(field);
                document.set(field.path, Some(value));
            }
        }
        document
    }

    /// A document of a kind, now and then with members that no table knows.
    fn document(&mut self, kind: &Kind) -> Document {
        let mut document = self.members(kind.fields);
        for name in UNKNOWN {
            if self.below(3) == 0 {
                document.set(name, Some(self.any(2)));
            }
        }
        document
    }

    /// The document after an edit of some of its settings.
    fn edited(&mut self, document: &Document, kind: &Kind) -> Document {
        let mut edited = document.clone();
        for _ in 0..self.below(4) {
            let Some(field) = kind.fields.get(self.below(kind.fields.len())) else { continue };
            let value = (self.below(4) > 0).then(|| self.value(field));
            if edited.can_hold(field.path) {
                edited.set(field.path, value);
            }
        }
        edited
    }
}

/// Members that are newer than every table.
const UNKNOWN: [&str; 2] = ["FutureSetting", "AnotherOne"];

/// From documents over their differences and their merge to the requests: no setting is lost or made up.
pub fn documents(bytes: &[u8]) {
    let draw = &mut Draw(bytes);
    let kind = draw.one_of(&tables::ALL);
    let base = draw.document(kind);
    let other = draw.document(kind);
    let (mine, theirs) = (draw.edited(&base, kind), draw.edited(&base, kind));

    for (before, after) in [(&base, &other), (&other, &base), (&base, &mine), (&mine, &base)] {
        assert!(changes(before, before, kind).is_empty(), "a document differs from itself");
        let walked = apply_all(&changes(before, after, kind), before);
        let left = changes(&walked, after, kind);
        assert!(left.is_empty(), "the changes do not lead from one document to the other: {left:?}");
        if !kind.fields.iter().any(|field| field.access == Access::ReadOnly) {
            assert_eq!(&walked, after);
        }
        assert!(Verdict::new(before, after, after, kind).is_clean(), "a write that did what was asked");
        let _ = Verdict::of_new(before, after, kind);
    }
    nothing_is_merged_with_itself(&base, &mine, kind);
    for (side, chosen) in [(Side::Mine, &mine), (Side::Theirs, &theirs)] {
        let mut merge = Merge::new(&base, &mine, &theirs, kind);
        for conflict in 0..merge.conflicts().count() {
            assert_eq!(merge.merged(), None, "a choice is open");
            merge.choose(conflict, side);
        }
        let merged = merge.merged().expect("every conflict is decided");
        for change in changes(&base, chosen, kind) {
            let once_more = apply_all(std::slice::from_ref(&change), &merged);
            assert_eq!(once_more, merged, "the merge lacks {change:?}");
        }
        keeps_what_no_table_knows(&theirs, &merged, kind);
    }
    keeps_what_no_table_knows(&base, &mine, kind);
}

/// Nothing new on one side: the merge is the other side.
fn nothing_is_merged_with_itself(base: &Document, mine: &Document, kind: &Kind) {
    for (one, other) in [(mine, base), (base, mine)] {
        let merged = Merge::new(base, one, other, kind).merged().expect("one side changed nothing");
        assert!(changes(&merged, mine, kind).is_empty(), "{merged:?} is not {mine:?}");
    }
    assert!(Merge::new(base, mine, mine, kind).merged().is_some(), "the same change twice is none");
}

/// The requests hold every unknown member as it is; a partial update those that changed.
fn keeps_what_no_table_knows(before: &Document, after: &Document, kind: &Kind) {
    let (update, create) = (update_request(before, after, kind), create_request(after, kind));
    for name in UNKNOWN {
        let is_sent = !kind.update.partial_update || before.get(name) != after.get(name);
        assert_eq!(update.get(name), after.get(name).filter(|_| is_sent), "{name} in an update");
        // A request of a list has entries of its own.
        if kind.creation.request_list.is_none() {
            assert_eq!(create.get(name), after.get(name), "{name} in a create");
        }
    }
}

/// What AWS may answer to any operation: it is a document as it came, or an error, and never another resource.
pub fn answers(bytes: &[u8]) {
    let draw = &mut Draw(bytes);
    let operations: Vec<_> = tables::reads().chain(tables::writes()).collect();
    let operation = draw.one_of(&operations);
    let kind = draw.one_of(&tables::ALL);
    let id = draw.text();
    let key = Key { kind, parents: vec!["pool".to_owned(), "client".to_owned()], id };
    let answer = match draw.below(3) {
        0 => serde_json::from_slice(draw.0).unwrap_or_default(),
        1 => draw.any(3),
        _ => {
            let inner = draw.document(kind).into_value();
            let rows = json!([inner, draw.any(1)]);
            [
                "UserPool",
                "UserPoolClient",
                "IdentityProvider",
                "DomainDescription",
                "UserPoolClients",
                "Providers",
            ]
            .into_iter()
            .map(|name| (name.to_owned(), if name.ends_with('s') { rows.clone() } else { inner.clone() }))
            .collect::<Map<_, _>>()
            .into()
        }
    };
    let Some(answer) = Document::from_value(answer) else { return };
    let sent: Value = serde_json::from_slice(&answer.to_bytes()).expect("a document is JSON");
    assert_eq!(Document::from_value(sent).as_ref(), Some(&answer), "a document is sent as it came");
    let _ = operation.found(answer.clone());
    let _ = operation.created(answer.clone(), key.clone());
    if let Ok((rows, token)) = operation.page(&answer) {
        assert!(token.is_none_or(|token| !token.is_empty()));
        let _ = rows.iter().filter_map(|row| key.list().row(row)).count();
    }
    if let Ok(Some(resource)) = operation.resource(answer, &key) {
        assert_eq!(resource.text(kind.id_path), Some(key.id.as_str()), "another resource was answered");
    }
}

/// A document that a web server or a file has instead of SAML metadata: refused with a sentence, or read, and
/// then read alike from the text that is kept.
pub fn metadata(bytes: &[u8]) {
    match SamlMetadata::read_bytes(bytes) {
        Ok((text, metadata)) => assert_eq!(SamlMetadata::read(&text), Ok(metadata)),
        Err(sentence) => {
            assert!(!sentence.is_empty());
            assert_eq!(visible(&sentence), sentence, "a sentence may quote, but no control character");
        }
    }
}

/// Bytes in the place of a certificate, inside of metadata that is right otherwise.
pub fn certificates(bytes: &[u8]) {
    let certificate = BASE64_STANDARD.encode(bytes);
    let xml = format!(
        "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"a\"><IDPSSODescriptor \
         protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"><KeyDescriptor use=\"signing\">\
         <KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data><X509Certificate>{certificate}\
         </X509Certificate></X509Data></KeyInfo></KeyDescriptor><SingleSignOnService \
         Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"https://a.example/\"/>\
         </IDPSSODescriptor></EntityDescriptor>"
    );
    metadata(xml.as_bytes());
}

/// The name of a key: a key that prints, or an error.
pub fn keys(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match text.parse::<KeyPress>() {
        Ok(key) => assert!(!key.to_string().is_empty()),
        Err(error) => assert!(!error.is_empty()),
    }
}

/// The command line: options, or an error; and a plan, or an error with its advice.
pub fn arguments(bytes: &[u8]) {
    const OPTIONS: &[&str] = &[
        "--profile",
        "--region",
        "--endpoint-url",
        "--no-sign-request",
        "--connect-timeout",
        "--read-timeout",
        "--read-only",
        "--demo",
        "--color",
        "--debug",
        "--no-verify-ssl",
        "user-pools",
        "eu-west-1_AbCd12345",
        "eu-west-1:01234567-89ab-cdef-0123-456789abcdef",
        "http://localhost:1",
        "never",
        "30",
        "--",
    ];
    let draw = &mut Draw(bytes);
    let words = (0..draw.below(6)).map(|_| match draw.below(3) {
        0 => draw.text(),
        _ => draw.one_of(OPTIONS).to_owned(),
    });
    let words: Vec<_> = std::iter::once("cognitui".to_owned()).chain(words).collect();
    // No file of this machine is read.
    let Ok(cli) = Cli::try_parse_from(words) else { return };
    if let Err(error) = (Cli { ca_bundle: None, ..cli }).plan() {
        assert!(!error.summary.is_empty() && error.hint.is_some(), "{error:?}");
    }
}

/// A text from anywhere: what is drawn of it can't control the terminal, nor hide.
pub fn texts(bytes: &[u8]) {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    // Bytes rarely are the characters that matter here.
    for pair in bytes.chunks(2).take(64) {
        let code = pair.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
        let _ = write!(text, "{}", char::from_u32(code).unwrap_or('.'));
    }
    let seen = visible(&text);
    assert!(!seen.chars().any(char::is_control), "{seen:?}");
    assert_eq!(visible(&seen), seen, "what is visible stays as it is");
}
