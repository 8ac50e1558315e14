//! Resources as JSON for a file: documents as Describe answers them, without their secrets; a pool with what
//! is set up in it.

use std::collections::VecDeque;

use serde_json::{Map, Value};

use crate::resource::display::masked::map_secrets;
use crate::resource::edit::patch::is_placeholder;
use crate::resource::{Access, Document, Key, Kind, ListKey, Shows, WriteOperation};

/// What stands for a secret until it is left out. No text of AWS has this character.
const LEFT_OUT: &str = "\u{0}";

/// One read of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportStep {
    Document(Key),
    /// The rows of a list, each of which is read then.
    List(ListKey),
}

/// The reads after that of a resource: of its parts and of the resources in it. People and secrets are left
/// out: no update changes them.
pub fn steps(key: &Key, document: &Document) -> VecDeque<ExportStep> {
    let is_setting = |kind: &Kind| kind.operation(WriteOperation::Update).is_some();
    let mut steps = VecDeque::new();
    for tab in key.kind.tabs {
        match tab.shows {
            Shows::Same(kinds) => {
                let kinds = kinds.iter().map(|kind| kind()).filter(|kind| is_setting(kind));
                steps.extend(kinds.map(|kind| ExportStep::Document(Key { kind, ..key.clone() })));
            }
            Shows::Named(kind, ids) if is_setting(kind()) => {
                let list = key.children(kind());
                steps.extend(ids(document).into_iter().map(|id| ExportStep::Document(list.key(id))));
            }
            Shows::List(kind) if is_setting(kind()) => {
                steps.push_back(ExportStep::List(key.children(kind())));
            }
            Shows::Itself | Shows::Referrers(_) | Shows::TrustMap | Shows::Named(..) | Shows::List(_) => {}
        }
    }
    steps
}

/// The secrets of a document by their names: "`ClientSecret` of app client web".
pub fn secret_names(kind: &Kind, document: &Document) -> Vec<String> {
    let name = kind.name_of(document).unwrap_or_default();
    let of = |member: String| format!("{member} of {} {name}", kind.name);
    secret_members(kind, document).into_iter().map(of).collect()
}

/// The names of the members of a document that hold secrets.
pub fn secret_members(kind: &Kind, document: &Document) -> Vec<String> {
    let mut names = Vec::new();
    let mut note = |member: &str, _: &str| {
        names.push(member.to_owned());
        String::new()
    };
    map_secrets(kind, document, &mut note);
    names
}

/// A document without its secrets.
pub fn without_secrets(kind: &Kind, document: &Document) -> Document {
    let marked = map_secrets(kind, document, &mut |_, _| LEFT_OUT.to_owned());
    let mut value = marked.into_value();
    leave_out(&mut value);
    Document::from_value(value).unwrap_or_default()
}

/// A document without the placeholders that stand for secrets, and the names of those. In a list they stay,
/// since its entries are told by their places; so they do where AWS makes the secret.
pub fn without_placeholder_secrets(document: &Document, kind: &Kind) -> (Document, Vec<String>) {
    let mut names = Vec::new();
    let is_made = |name: &str| kind.field(name).is_some_and(|field| field.access == Access::ReadOnly);
    let marked = map_secrets(kind, document, &mut |name, text| {
        let is_left_out = is_placeholder(text) && !is_made(name);
        if is_left_out { format!("{LEFT_OUT}{text}") } else { text.to_owned() }
    });
    let mut value = marked.into_value();
    leave_out_members(&mut value, &mut names);
    (Document::from_value(value).unwrap_or_default(), names)
}

fn leave_out_members(value: &mut Value, names: &mut Vec<String>) {
    let Value::Object(members) = value else {
        unmark(value);
        return;
    };
    members.retain(|name, member| {
        let is_marked = member.as_str().is_some_and(|text| text.starts_with(LEFT_OUT));
        if is_marked {
            names.push(name.clone());
        }
        !is_marked
    });
    members.values_mut().for_each(|member| leave_out_members(member, names));
}

fn unmark(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(rest) = text.strip_prefix(LEFT_OUT) {
                *text = rest.to_owned();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(unmark),
        Value::Object(members) => members.values_mut().for_each(unmark),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn leave_out(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| member.as_str() != Some(LEFT_OUT));
            members.values_mut().for_each(leave_out);
        }
        Value::Array(items) => {
            items.retain(|item| item.as_str() != Some(LEFT_OUT));
            items.iter_mut().for_each(leave_out);
        }
        _ => {}
    }
}

/// What was read for an export, the resource itself first.
#[derive(Debug, Default)]
pub struct Export {
    pub documents: Vec<(Key, Document)>,
    /// What could not be read, and why: "roles: access denied".
    pub unread: Vec<String>,
}

impl Export {
    /// Notes that a part could not be read.
    pub fn leave_out(&mut self, step: &ExportStep, why: &str) {
        let what = match step {
            ExportStep::Document(key) if self.is_part(key) => key.kind.name.to_owned(),
            ExportStep::Document(key) => format!("{} {}", key.kind.name, key.id),
            ExportStep::List(list) => list.kind.plural.to_lowercase(),
        };
        self.unread.push(format!("{what}: {why}"));
    }

    /// True if a document is one of the resource itself.
    fn is_part(&self, key: &Key) -> bool {
        self.documents.first().is_some_and(|(root, _)| root.parents == key.parents && root.id == key.id)
    }

    /// The names of all secrets that the text does not have.
    pub fn secret_names(&self) -> Vec<String> {
        self.documents.iter().flat_map(|(key, document)| secret_names(key.kind, document)).collect()
    }

    /// The text of a file: the document of a resource alone, or each under the name of its kind, those of a
    /// list together, and what could not be read.
    pub fn text(&self) -> String {
        let value = match (self.documents.as_slice(), self.unread.as_slice()) {
            ([(key, only)], []) => without_secrets(key.kind, only).into_value(),
            (all, unread) => {
                let mut members = Map::new();
                for (key, document) in all {
                    let value = without_secrets(key.kind, document).into_value();
                    if self.is_part(key) {
                        members.insert(member(&key.kind.title()), value);
                    } else if let Value::Array(items) =
                        members.entry(member(key.kind.plural)).or_insert_with(|| Value::Array(Vec::new()))
                    {
                        items.push(value);
                    }
                }
                if !unread.is_empty() {
                    members.insert("NotRead".to_owned(), Value::from(unread));
                }
                Value::Object(members)
            }
        };
        serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"
    }
}

/// The name of a kind as a member: "App clients" is `AppClients`.
pub(crate) fn member(title: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + rest
    };
    title.split(' ').map(word).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{CLIENT, IDENTITY_POOL, PROVIDER, ROLES, USER_POOL};
    use crate::resource::{changes, json_file};

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    fn text(documents: Vec<(Key, Document)>) -> String {
        Export { documents, unread: Vec::new() }.text()
    }

    #[test]
    fn a_resource_with_a_part_that_could_not_be_read_is_under_its_name_and_the_part_is_named() {
        let key = Key::top(&IDENTITY_POOL, "eu-west-1:1");
        let pool = document(json!({"IdentityPoolId": "eu-west-1:1", "IdentityPoolName": "shop"}));
        let mut export = Export { documents: vec![(key.clone(), pool)], unread: Vec::new() };
        export.leave_out(&ExportStep::Document(Key { kind: &ROLES, ..key }), "access denied");
        let value: Value = serde_json::from_str(&export.text()).expect("JSON");
        assert_eq!(value["NotRead"], json!(["roles: access denied"]));
        let read = json_file::read(&export.text(), &IDENTITY_POOL).expect("the pool");
        assert_eq!(read.whole().expect("a pool").text("IdentityPoolName"), Some("shop"));
    }

    #[test]
    fn one_resource_is_its_document_without_secrets() {
        let client = document(json!({"ClientId": "c", "ClientName": "web", "ClientSecret": "s3cret"}));
        let text = text(vec![(Key::child(&CLIENT, "p", "c"), client)]);
        let value: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value, json!({"ClientId": "c", "ClientName": "web"}));
    }

    #[test]
    fn a_pool_has_its_parts_and_what_is_in_it_under_the_names_of_their_kinds() {
        let pool = document(json!({"Id": "p", "Name": "shop"}));
        let client = document(json!({"ClientId": "c", "ClientName": "web"}));
        let provider = document(json!({"ProviderName": "Okta", "ProviderType": "OIDC",
            "ProviderDetails": {"client_id": "id", "client_secret": "s3cret"}}));
        let all = vec![
            (Key::top(&USER_POOL, "p"), pool),
            (Key::child(&CLIENT, "p", "c"), client),
            (Key::child(&PROVIDER, "p", "Okta"), provider),
        ];
        let text = text(all);
        assert!(!text.contains("s3cret"));
        let value: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value["UserPool"]["Name"], "shop");
        assert_eq!(value["AppClients"][0]["ClientName"], "web");
        assert_eq!(value["IdentityProviders"][0]["ProviderDetails"], json!({"client_id": "id"}));
        let read = json_file::read(&text, &USER_POOL).expect("the pool");
        assert_eq!(read.whole().expect("a pool").text("Name"), Some("shop"));
        assert_eq!(read.others, ["1 app client", "1 identity provider"]);
    }

    #[test]
    fn an_identity_pool_is_read_with_its_roles_and_without_its_identities() {
        let key = Key::top(&IDENTITY_POOL, "eu-west-1:1");
        let steps = steps(&key, &document(json!({"IdentityPoolId": "eu-west-1:1"})));
        assert!(steps.contains(&ExportStep::Document(Key { kind: &ROLES, ..key })), "{steps:?}");
        assert!(!steps.iter().any(|step| matches!(step, ExportStep::List(_))), "{steps:?}");
    }

    proptest! {
        #[test]
        fn what_was_exported_and_is_read_again_changes_nothing(
            name in "[a-z]{1,9}",
            urls in prop::collection::vec("https://[a-z]{1,9}", 0..3),
            on in any::<bool>(),
        ) {
            let client = document(json!({"ClientName": name, "CallbackURLs": urls,
                "EnableTokenRevocation": on, "Newer": {"Deep": [1, null]}}));
            let text = text(vec![(Key::child(&CLIENT, "p", "c"), client.clone())]);
            let read = json_file::read(&text, &CLIENT).expect("a client");
            prop_assert!(changes(&client, read.single().expect("a client"), &CLIENT).is_empty());
        }
    }
}
