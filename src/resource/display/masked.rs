//! The secrets of a document, and a document without them: each is replaced by a text that stands for it.

use serde_json::Value;

use crate::resource::display::search_lines::Member;
use crate::resource::display::value::holds_secret;
use crate::resource::{Document, Kind};

/// The document, with `stand_in` of a secret's member name in the place of each secret. A member is secret
/// here if the screen masks it.
pub fn masked(kind: &Kind, document: &Document, stand_in: &mut dyn FnMut(&str) -> String) -> Document {
    map_secrets(kind, document, &mut |name, _| stand_in(name))
}

/// The document, with another text in the place of each secret; it is made from the secret's member name and
/// the secret.
pub fn map_secrets(
    kind: &Kind,
    document: &Document,
    stand_in: &mut dyn FnMut(&str, &str) -> String,
) -> Document {
    let members = document.members().iter();
    let masked = members.map(|(name, value)| {
        let is_secret = !kind.knows(name) && holds_secret(name, value);
        let member = Member::new(kind.fields, name, is_secret);
        (name.clone(), without_secrets(&member, name, value, stand_in))
    });
    masked.collect()
}

/// Calls a function for each secret of a document.
pub fn for_each_secret(kind: &Kind, document: &Document, found: &mut dyn FnMut(&str)) {
    for (name, value) in document.members() {
        let is_secret = !kind.knows(name) && holds_secret(name, value);
        visit(&Member::new(kind.fields, name, is_secret), value, found);
    }
}

fn visit(member: &Member, value: &Value, found: &mut dyn FnMut(&str)) {
    let (field, is_secret) = member.row();
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                visit(&member.inner(field, name, is_secret), value, found);
            }
        }
        Value::Array(items) => {
            let entry = member.entry(field, is_secret);
            for item in items {
                visit(&entry, item, found);
            }
        }
        Value::String(text) if is_secret => found(text),
        _ => {}
    }
}

fn without_secrets(
    member: &Member,
    name: &str,
    value: &Value,
    stand_in: &mut dyn FnMut(&str, &str) -> String,
) -> Value {
    let (field, is_secret) = member.row();
    match value {
        Value::Object(members) => {
            let inner = members.iter().map(|(name, value)| {
                let inner = member.inner(field, name, is_secret);
                (name.clone(), without_secrets(&inner, name, value, stand_in))
            });
            Value::Object(inner.collect())
        }
        Value::Array(items) => {
            let entry = member.entry(field, is_secret);
            items.iter().map(|item| without_secrets(&entry, name, item, stand_in)).collect()
        }
        Value::String(text) if is_secret && !text.is_empty() => Value::String(stand_in(name, text)),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{CLIENT, PROVIDER};

    fn shown(kind: &Kind, document: Value) -> Value {
        let document = Document::from_value(document).expect("an object");
        masked(kind, &document, &mut |name| format!("<{name}>")).into_value()
    }

    #[test]
    fn every_secret_of_the_tables_is_replaced_and_nothing_else() {
        let client =
            json!({"ClientName": "web", "ClientSecret": "s3cret", "CallbackURLs": ["https://a.example"]});
        let expected = json!({"ClientName": "web", "ClientSecret": "<ClientSecret>", "CallbackURLs": ["https://a.example"]});
        assert_eq!(shown(&CLIENT, client), expected);
        let provider = |secret: &str, key: &str| {
            json!({"ProviderType": "SignInWithApple", "ProviderDetails": {
                "client_id": "app", "client_secret": secret, "private_key": key, "team_id": "T"}})
        };
        assert_eq!(shown(&PROVIDER, provider("s3cret", "pem")), provider("<client_secret>", "<private_key>"));
        assert_eq!(shown(&PROVIDER, provider("", "")), provider("", ""), "nothing is no secret");
    }

    #[test]
    fn the_secrets_are_those_that_are_replaced() {
        let document =
            json!({"ClientName": "web", "ClientSecret": "s3cret", "Newer": {"Secrets": ["a", "b"]}});
        let document = Document::from_value(document).expect("an object");
        let mut found = Vec::new();
        for_each_secret(&CLIENT, &document, &mut |secret| found.push(secret.to_owned()));
        assert_eq!(found, ["s3cret", "a", "b"]);
    }

    #[test]
    fn a_secret_that_no_table_knows_is_found_by_its_name_and_keeps_its_shape() {
        let newer = json!({"Newer": {"Deep": [{"ApiSecret": "s3cret", "Size": 3}], "Secrets": ["a", "b"]}});
        let expected = json!({"Newer": {"Deep": [{"ApiSecret": "<ApiSecret>", "Size": 3}],
            "Secrets": ["<Secrets>", "<Secrets>"]}});
        assert_eq!(shown(&CLIENT, newer), expected);
    }
}
