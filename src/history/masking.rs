//! What may not stand in the history: secrets, and values that are too long.

use serde_json::{Map, Value};

use crate::resource::display::value::{holds_secret, is_secret_key, secret_by_name};
use crate::resource::{Document, Field, FieldKind, Kind};

/// Longest text that is recorded, in bytes. SAML metadata can be longer.
pub const LONGEST: usize = 16 * 1024;

/// A document without what may not be recorded, and the paths of what was left out.
pub fn without_secrets(kind: &Kind, document: &Document) -> (Document, Vec<String>) {
    let mut withheld = Vec::new();
    let members = document.members().iter();
    let kept = members.filter_map(|(name, value)| {
        let member = RecordedMember::top(kind, name);
        Some((name.clone(), member.masked(value, &mut withheld)?))
    });
    (kept.collect(), withheld)
}

/// True if a value, or a part of it, may not be recorded.
pub fn is_withheld(kind: &Kind, path: &str, key: Option<&str>, value: &Value) -> bool {
    let mut withheld = Vec::new();
    let member = RecordedMember::at(kind, path);
    let member = match key {
        Some(key) => member.inner(key),
        None => member,
    };
    member.masked(value, &mut withheld);
    !withheld.is_empty()
}

/// The texts of a document that may not be recorded, to take them out of what AWS says about them.
pub fn secret_texts(kind: &Kind, document: &Document) -> Vec<String> {
    let mut withheld = Vec::new();
    for (name, value) in document.members() {
        RecordedMember::top(kind, name).masked(value, &mut withheld);
    }
    let mut texts = Vec::new();
    for path in withheld {
        collect(document.get(&path), &mut texts);
    }
    texts
}

fn collect(value: Option<&Value>, texts: &mut Vec<String>) {
    match value {
        Some(Value::String(text)) => texts.push(text.clone()),
        Some(Value::Array(items)) => items.iter().for_each(|item| collect(Some(item), texts)),
        Some(Value::Object(members)) => members.values().for_each(|value| collect(Some(value), texts)),
        _ => {}
    }
}

/// A member whose value is looked at, and what the table says about it.
struct RecordedMember<'a> {
    kind: &'a Kind,
    path: String,
    /// The row of the table for the values in it, where the path alone does not find it.
    row: Option<&'static Field>,
    secret: bool,
}

impl<'a> RecordedMember<'a> {
    fn top(kind: &'a Kind, name: &str) -> Self {
        Self { kind, path: name.to_owned(), row: None, secret: !kind.knows(name) && secret_by_name(name) }
    }

    fn at(kind: &'a Kind, path: &str) -> Self {
        let mut names = path.split('.');
        let first = Self::top(kind, names.next().unwrap_or_default());
        names.fold(first, |member, name| member.inner(name))
    }

    /// The rows of the table for this member. Rows that share a path take turns, so there may be several.
    fn rows(&self) -> impl Iterator<Item = &Field> {
        self.kind.fields.iter().filter(|row| row.path == self.path).chain(self.row)
    }

    /// A member of this structure, map or record.
    fn inner(&self, name: &str) -> Self {
        let path = format!("{}.{name}", self.path);
        let is_known = self.kind.fields.iter().any(|row| row.path == path);
        let (mut row, mut secret) = (None, !is_known && secret_by_name(name));
        for field in self.rows() {
            match &field.kind {
                FieldKind::Map { value, secret: listed, .. } => {
                    row = Some(*value);
                    secret = is_secret_key(listed, name);
                }
                FieldKind::Records(fields) | FieldKind::Record(fields) => {
                    row = fields.iter().find(|field| field.path == name);
                    secret = row.is_none() && secret_by_name(name);
                }
                _ => {}
            }
        }
        Self { kind: self.kind, path, row, secret: self.secret || secret }
    }

    /// The value without what may not be recorded; `None` if nothing of it may.
    fn masked(&self, value: &Value, withheld: &mut Vec<String>) -> Option<Value> {
        let is_secret = self.secret
            || self.rows().any(|row| matches!(row.kind, FieldKind::Secret))
            // What AWS never returns is not the history's business either: a user's attributes, for one.
            || (!self.kind.can_be_described() && self.kind.field(&self.path).is_some_and(is_personal));
        let name = self.path.rsplit('.').next().unwrap_or(&self.path);
        match value {
            Value::String(text) if is_secret || text.len() > LONGEST => {
                if text.is_empty() {
                    return Some(value.clone());
                }
                withheld.push(self.path.clone());
                None
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Some(value.clone()),
            _ if is_secret => {
                withheld.push(self.path.clone());
                None
            }
            Value::Array(items) => {
                let mut found = Vec::new();
                let is_kept = |item: &Value| match item {
                    // The entries of a list of records have the rows of the list.
                    Value::Object(members) => {
                        self.members(members, &mut found);
                        true
                    }
                    Value::Array(_) => !holds_secret(name, item),
                    Value::String(text) => text.len() <= LONGEST,
                    _ => true,
                };
                // A list with an entry left out would be another list, so it is left out as a whole.
                if items.iter().all(is_kept) && found.is_empty() {
                    return Some(value.clone());
                }
                withheld.push(self.path.clone());
                None
            }
            Value::Object(members) => Some(Value::Object(self.members(members, withheld))),
        }
    }

    fn members(&self, members: &Map<String, Value>, withheld: &mut Vec<String>) -> Map<String, Value> {
        let kept = members
            .iter()
            .filter_map(|(name, value)| Some((name.clone(), self.inner(name).masked(value, withheld)?)));
        kept.collect()
    }
}

/// True for a setting of a user: whoever signs up is no setting of the pool.
fn is_personal(field: &Field) -> bool {
    !matches!(field.kind, FieldKind::Text | FieldKind::Toggle { .. } | FieldKind::Date)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{CLIENT, IDENTITY_POOL, PROVIDER, SECRET, SIGN_UP};

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    proptest! {
        #[test]
        fn nothing_secret_is_kept_and_all_else_is(secret in "[a-z0-9]{12,20}") {
            let documents: [(&Kind, Value, Value, Vec<&str>); 5] = [
                (
                    &CLIENT,
                    json!({"ClientName": "web", "ClientSecret": secret,
                        "Future": {"client_secret": secret, "a": 1}}),
                    json!({"ClientName": "web", "Future": {"a": 1}}),
                    vec!["ClientSecret", "Future.client_secret"],
                ),
                (
                    &PROVIDER,
                    json!({"ProviderType": "OIDC", "ProviderDetails": {"client_id": "abc",
                        "client_secret": secret, "new_secret": secret}}),
                    json!({"ProviderType": "OIDC", "ProviderDetails": {"client_id": "abc"}}),
                    vec!["ProviderDetails.client_secret", "ProviderDetails.new_secret"],
                ),
                (&SECRET, json!({"ClientSecretId": "a", "ClientSecretValue": secret}),
                    json!({"ClientSecretId": "a"}), vec!["ClientSecretValue"]),
                (
                    &SIGN_UP,
                    json!({"Username": "ann", "Password": secret,
                        "UserAttributes": [{"Name": "email", "Value": secret}],
                        "ClientMetadata": {"x": secret}}),
                    json!({"Username": "ann"}),
                    vec!["Password", "UserAttributes", "ClientMetadata"],
                ),
                (&IDENTITY_POOL, json!({"IdentityPoolName": "shop", "New": [{"token_secret": secret}]}),
                    json!({"IdentityPoolName": "shop"}), vec!["New"]),
            ];
            for (kind, value, kept, withheld) in documents {
                let original = document(value);
                let withheld = withheld.into_iter().map(str::to_owned).collect::<Vec<_>>();
                prop_assert_eq!(without_secrets(kind, &original), (document(kept), withheld));
                prop_assert!(secret_texts(kind, &original).contains(&secret));
            }
        }
    }

    #[test]
    fn a_change_of_a_secret_is_withheld_by_its_key_and_inside_a_whole_map() {
        let details = json!({"client_id": "abc", "client_secret": "hunter2"});
        assert!(is_withheld(&PROVIDER, "ProviderDetails", None, &details));
        assert!(is_withheld(&PROVIDER, "ProviderDetails", Some("client_secret"), &json!("hunter2")));
        assert!(is_withheld(&PROVIDER, "ProviderDetails.private_key", None, &json!("-----BEGIN")));
        assert!(!is_withheld(&PROVIDER, "ProviderDetails", Some("client_id"), &json!("abc")));
    }

    #[test]
    fn metadata_is_recorded_up_to_a_size() {
        let metadata = |size: usize| json!({"MetadataFile": "x".repeat(size)});
        assert!(!is_withheld(&PROVIDER, "ProviderDetails", None, &metadata(LONGEST)));
        assert!(is_withheld(&PROVIDER, "ProviderDetails", None, &metadata(LONGEST + 1)));
    }
}
