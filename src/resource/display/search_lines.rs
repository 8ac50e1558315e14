//! The members of a document as lines of text that a search may look in. Masked values are in none of them.

use serde_json::Value;

use crate::resource::display::value::{display, holds_secret, is_secret_key, plain, secret_by_name};
use crate::resource::field::{Field, FieldKind};
use crate::resource::{Document, Kind};

/// A member: its path, and its value as text. The value is empty where it is masked, or a structure.
#[derive(Debug)]
pub struct SearchLine {
    pub path: String,
    pub value: String,
}

/// The lines of all members, one for each entry of a list. A long value that the screen shows by its facts is
/// searched by its facts: a certificate holds the letters of any short word.
pub fn search_lines(kind: &Kind, document: &Document) -> Vec<SearchLine> {
    let mut lines = Vec::new();
    // What is only kept in a document, and never shown, is not found either.
    let is_kept = |name: &str| {
        let row = kind.field(name).filter(|row| matches!(row.kind, FieldKind::Json));
        row.is_some_and(|row| !row.is_visible(document.members()))
    };
    for (name, value) in document.members().iter().filter(|(name, _)| !is_kept(name)) {
        // Where the table has no row, the screen masks a whole structure if any of it is secret.
        let masked = !kind.knows(name) && holds_secret(name, value);
        Member::new(kind.fields, name, masked).add_lines(value, &mut lines);
    }
    lines
}

/// A member whose value is being read, and what the table says about it.
pub(super) struct Member {
    table: &'static [Field],
    path: String,
    field: Option<&'static Field>,
    masked: bool,
}

impl Member {
    /// A top-level member, masked for a reason of its own or not.
    pub(super) fn new(table: &'static [Field], name: &str, masked: bool) -> Self {
        Self { table, path: name.to_owned(), field: None, masked }
    }

    /// The row of the table for the value, and true if the value is masked.
    pub(super) fn row(&self) -> (Option<&'static Field>, bool) {
        // Rows that share a path take turns: the value is masked if any of them is secret.
        let mut rows = self.table.iter().filter(|row| row.path == self.path).chain(self.field).peekable();
        let field = rows.peek().copied();
        (field, self.masked || rows.any(|row| matches!(row.kind, FieldKind::Secret)))
    }

    /// An entry of this list.
    pub(super) fn entry(&self, field: Option<&'static Field>, masked: bool) -> Self {
        Self { table: self.table, path: self.path.clone(), field, masked }
    }

    fn add_lines(self, value: &Value, lines: &mut Vec<SearchLine>) {
        let (field, masked) = self.row();
        match value {
            Value::Object(members) => {
                lines.push(SearchLine { path: self.path.clone(), value: String::new() });
                for (name, value) in members {
                    self.inner(field, name, masked).add_lines(value, lines);
                }
            }
            Value::Array(items) if !items.is_empty() => {
                for item in items {
                    self.entry(field, masked).add_lines(item, lines);
                }
            }
            Value::String(text) if !masked => match field.and_then(|field| field.facts) {
                Some(facts) => lines.extend(facts(text).into_iter().map(|fact| SearchLine {
                    path: self.path.clone(),
                    value: fact.value.text(false).to_owned(),
                })),
                None => lines.push(SearchLine { path: self.path, value: text.clone() }),
            },
            Value::Bool(_) | Value::Number(_) if !masked => {
                // A date as a number of seconds would match any few digits.
                let date = field.filter(|field| matches!(field.kind, FieldKind::Date));
                let date = date.map(|field| display(field, Some(value)).text(false).to_owned());
                lines.push(SearchLine { path: self.path, value: date.unwrap_or_else(|| plain(value)) });
            }
            _ => lines.push(SearchLine { path: self.path, value: String::new() }),
        }
    }

    /// A member of this structure, map or record.
    pub(super) fn inner(&self, field: Option<&'static Field>, name: &str, masked: bool) -> Self {
        let path = format!("{}.{name}", self.path);
        let (field, secret) = match field.map(|field| &field.kind) {
            Some(FieldKind::Map { value, secret, .. }) => (Some(*value), is_secret_key(secret, name)),
            Some(FieldKind::Records(rows) | FieldKind::Record(rows)) => {
                let row = rows.iter().find(|row| row.path == name);
                (row, row.is_none() && secret_by_name(name))
            }
            _ => (None, secret_by_name(name) && !self.table.iter().any(|row| row.path == path)),
        };
        Self { table: self.table, path, field, masked: masked || secret }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{CLIENT, IDENTITY_POOL, PROVIDER};

    fn lines(kind: &'static Kind, document: Value) -> Vec<String> {
        let document = Document::from_value(document).expect("an object");
        let line = |line: SearchLine| format!("{}={}", line.path, line.value);
        search_lines(kind, &document).into_iter().map(line).collect()
    }

    #[test]
    fn every_entry_of_a_list_and_every_member_of_a_structure_has_a_line() {
        let client = json!({"ClientName": "web", "CallbackURLs": ["http://localhost:3000", "app://x"],
            "TokenValidityUnits": {"AccessToken": "hours"}, "EnableTokenRevocation": true,
            "CreationDate": 1_760_000_000, "Future": [{"A": 1}]});
        assert_eq!(
            lines(&CLIENT, client),
            [
                "ClientName=web",
                "CallbackURLs=http://localhost:3000",
                "CallbackURLs=app://x",
                "TokenValidityUnits=",
                "TokenValidityUnits.AccessToken=hours",
                "EnableTokenRevocation=true",
                "CreationDate=2025-10-09 08:53:20 UTC",
                "Future=",
                "Future.A=1",
            ]
        );
        let pool = json!({"CognitoIdentityProviders": [{"ClientId": "abc", "ServerSideTokenCheck": false}]});
        assert_eq!(
            lines(&IDENTITY_POOL, pool),
            [
                "CognitoIdentityProviders=",
                "CognitoIdentityProviders.ClientId=abc",
                "CognitoIdentityProviders.ServerSideTokenCheck=false",
            ]
        );
    }

    proptest! {
        #[test]
        fn a_masked_value_is_in_no_line(secret in "[a-z]{12,20}") {
            let client = json!({"ClientName": "web", "ClientSecret": secret, "FutureSecret": secret,
                "Future": [{"client_secret": secret, "Deep": {"key": secret}}], "Plain": "seen"});
            let provider = json!({"ProviderType": "OIDC", "ProviderDetails": {"client_secret": secret,
                "private_key": secret, "new_secret": secret, "client_id": "seen"}});
            for (kind, document) in [(&CLIENT, client), (&PROVIDER, provider)] {
                let lines = lines(kind, document);
                prop_assert!(lines.iter().all(|line| !line.contains(&secret)), "{lines:?}");
                prop_assert!(lines.iter().any(|line| line.ends_with("=seen")), "{lines:?}");
            }
        }
    }
}
