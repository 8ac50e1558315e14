//! Resources in files: documents as Describe answers them, what an export writes, and the input of the AWS
//! CLI (`--cli-input-json`). Whoever reads a file reads it here, so that all take the same ones.

use serde_json::{Map, Value};

use crate::resource::check::in_words;
use crate::resource::check::types::type_faults;
use crate::resource::display::plural::plural;
use crate::resource::export::member;
use crate::resource::kind::operations::Answer;
use crate::resource::members::article;
use crate::resource::tables::ALL;
use crate::resource::{Document, Kind, Operation};

/// The resources of one kind in a file, each under the names of Describe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileContents {
    kind: &'static Kind,
    pub documents: Vec<Document>,
    /// What else an export has: "3 app clients", "MFA settings".
    pub others: Vec<String>,
}

/// Reads the resources of a kind from the text of a file. A document may name a part of the members only.
///
/// # Errors
/// Why the text has none, as the end of a sentence that begins with the file.
pub fn read(text: &str, kind: &'static Kind) -> Result<FileContents, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("is not JSON: {error}"))?;
    let Value::Object(members) = value else { return Err("is not a JSON structure".to_owned()) };
    let (found, others) = in_envelope(members, kind)?;
    let documents: Result<_, _> = found.into_iter().map(|members| document(members, kind)).collect();
    Ok(FileContents { kind, documents: documents?, others })
}

impl FileContents {
    /// The only resource.
    ///
    /// # Errors
    /// If there are several: the end of a sentence that begins with the file.
    pub fn single(&self) -> Result<&Document, String> {
        match self.documents.as_slice() {
            [only] => Ok(only),
            several => {
                let (count, name) = (plural(several.len(), self.kind.name), self.kind.name);
                Err(format!("has {count}: put the {name} that is meant into a file of its own"))
            }
        }
    }

    /// The only resource, or the one of several that has this name or id.
    ///
    /// # Errors
    /// If it is not known which one is meant: the end of a sentence that begins with the file.
    pub fn called(&self, name: &str) -> Result<&Document, String> {
        let has = |document: &&Document, path: &str| document.text(path) == Some(name);
        let by = |path| {
            let mut called = self.documents.iter().filter(move |document| has(document, path));
            called.next().filter(|_| called.next().is_none())
        };
        match self.documents.len() {
            0 | 1 => self.single(),
            _ => by(self.kind.id_path).or_else(|| by(self.kind.name_path)).map_or_else(|| self.single(), Ok),
        }
    }

    /// The only resource, which has at least one setting of its kind.
    ///
    /// # Errors
    /// If there are several, or it has none: the end of a sentence that begins with the file.
    pub fn whole(&self) -> Result<&Document, String> {
        let document = self.single()?;
        has_settings(document, self.kind).map(|()| document)
    }
}

/// Fails if a document has no setting of its kind.
///
/// # Errors
/// The end of a sentence that begins with the file.
pub fn has_settings(document: &Document, kind: &Kind) -> Result<(), String> {
    if document.members().keys().any(|name| kind.knows(name)) {
        return Ok(());
    }
    Err(format!("has no setting of {}", kind.plural.to_lowercase()))
}

type MemberMap = Map<String, Value>;

/// The resources of a kind among the members of a file, and what else is there. An export has each resource
/// under the name of its kind, an answer of Describe has it in one member, and a request may have it in a
/// list.
fn in_envelope(mut members: MemberMap, kind: &Kind) -> Result<(Vec<MemberMap>, Vec<String>), String> {
    let knows_one = |members: &MemberMap| members.keys().any(|name| kind.knows(name));
    let objects = |items: Vec<Value>| items.into_iter().filter_map(into_members).collect::<Vec<_>>();
    let (own, list) = (member(&kind.title()), member(kind.plural));
    let is_own = members.get(&own).and_then(Value::as_object).is_some_and(knows_one);
    let is_list = members.get(&list).and_then(Value::as_array).is_some_and(|items| {
        items.iter().any(|item| item.as_object().is_some_and(knows_one)) && !kind.knows(&list)
    });
    if is_own && let Some(Value::Object(found)) = members.shift_remove(&own) {
        return Ok((vec![found], named(&members)));
    }
    if is_list && let Some(Value::Array(items)) = members.shift_remove(&list) {
        return Ok((objects(items), named(&members)));
    }
    if let Some(list) = &kind.creation.request_list
        && let Some(Value::Array(items)) = members.get(list.member)
    {
        let entries = items.iter().cloned().filter_map(Document::from_value).map(list.document);
        return Ok((entries.map(Document::into_value).filter_map(into_members).collect(), Vec::new()));
    }
    let wrapper = operations(kind).find_map(|operation| match operation.answer {
        Answer::Member(name) if members.len() == 1 && members.get(name).is_some_and(Value::is_object) => {
            Some(name)
        }
        _ => None,
    });
    if let Some(Value::Object(inner)) = wrapper.and_then(|name| members.shift_remove(name)) {
        return Ok((vec![inner], Vec::new()));
    }
    let others = named(&members);
    if !members.is_empty() && others.len() == members.len() && !knows_one(&members) {
        return Err(format!("has {}, and no {}", others.join(", "), kind.name));
    }
    Ok((vec![members], Vec::new()))
}

fn into_members(value: Value) -> Option<MemberMap> {
    match value {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

/// What an export has beside the resource: "3 app clients", "MFA settings".
fn named(members: &MemberMap) -> Vec<String> {
    let what = |(name, value): (&String, &Value)| {
        ALL.into_iter().find_map(|kind| match value {
            Value::Object(_) if *name == member(&kind.title()) => Some(kind.name.to_owned()),
            Value::Array(items) if *name == member(kind.plural) => Some(plural(items.len(), kind.name)),
            _ => None,
        })
    };
    members.iter().filter_map(what).collect()
}

/// The members of a resource under the names of Describe.
fn document(mut members: MemberMap, kind: &'static Kind) -> Result<Document, String> {
    for field in kind.fields {
        if let Some(name) = field.update_name
            && !members.contains_key(field.path)
            && let Some(value) = members.shift_remove(name)
        {
            members.insert(field.path.to_owned(), value);
        }
    }
    let document = members.into_iter().collect::<Document>();
    if let Some(other) = other_kind(&document, kind) {
        let [other, own] = [other, kind].map(with_article);
        return Err(format!("is a document of {other}, not of {own}"));
    }
    in_words(&type_faults(&document, kind)).map_err(|faults| format!("can't be used: {faults}"))?;
    Ok(document)
}

fn operations(kind: &Kind) -> impl Iterator<Item = &Operation> {
    let own = &kind.operations;
    [&own.describe, &own.create, &own.update].into_iter().flatten()
}

/// The kind that knows every member of a document of which this one knows only the few that many share.
fn other_kind(document: &Document, kind: &Kind) -> Option<&'static Kind> {
    let unknown_to = |kind: &Kind| document.members().keys().filter(|name| !kind.knows(name)).count();
    let all = document.members().len();
    if all == 0 || unknown_to(kind) * 2 <= all {
        return None;
    }
    ALL.into_iter().filter(|other| *other != kind).find(|other| unknown_to(other) == 0)
}

fn with_article(kind: &Kind) -> String {
    let name = kind.name;
    if name.ends_with('s') { name.to_owned() } else { format!("{} {name}", article(name)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{ATTRIBUTE, CLIENT, ROLES, USER_POOL};

    fn only(value: &Value, kind: &'static Kind) -> Result<Value, String> {
        let contents = read(&value.to_string(), kind)?;
        contents.single().map(|document| document.clone().into_value())
    }

    #[test]
    fn an_answer_of_describe_and_an_input_of_the_aws_cli_are_read() {
        let pool = json!({"Name": "shop", "MfaConfiguration": "OFF"});
        assert_eq!(only(&json!({"UserPool": pool}), &USER_POOL), Ok(pool.clone()));
        let input = json!({"PoolName": "shop", "MfaConfiguration": "OFF"});
        assert_eq!(only(&input, &USER_POOL), Ok(json!({"MfaConfiguration": "OFF", "Name": "shop"})));
        let roles = json!({"Roles": {"authenticated": "arn:aws:iam::123456789012:role/user"}});
        assert_eq!(only(&roles, &ROLES), Ok(roles));
        let input = json!({"UserPoolId": "p", "CustomAttributes": [{"Name": "tier", "Mutable": true}]});
        assert_eq!(only(&input, &ATTRIBUTE), Ok(json!({"Name": "custom:tier", "Mutable": true})));
    }

    #[test]
    fn of_an_export_the_kind_that_is_asked_for_is_taken_and_the_rest_is_named() {
        let export = json!({"UserPool": {"Name": "shop"}, "MFASettings": {"MfaConfiguration": "OFF"},
            "AppClients": [{"ClientId": "1", "ClientName": "web"}, {"ClientId": "2", "ClientName": "app"}]});
        let pool = read(&export.to_string(), &USER_POOL).expect("a pool");
        assert_eq!(pool.whole().expect("a pool").text("Name"), Some("shop"));
        assert_eq!(pool.others, ["MFA settings", "2 app clients"]);
        let clients = read(&export.to_string(), &CLIENT).expect("clients");
        assert_eq!(
            (clients.documents.len(), &*clients.others),
            (2, &["user pool".to_owned(), "MFA settings".to_owned()][..])
        );
        assert!(clients.single().expect_err("two").starts_with("has 2 app clients: "));
        assert_eq!(clients.called("app").expect("a client").text("ClientId"), Some("2"));
        assert_eq!(clients.called("1").expect("a client").text("ClientName"), Some("web"));
        assert!(clients.called("other").is_err());
        let why = read(&export.to_string(), &ROLES).expect_err("no roles");
        assert_eq!(why, format!("has user pool, MFA settings, 2 app clients, and no {}", ROLES.name));
    }

    #[test]
    fn what_is_no_resource_of_the_kind_is_refused_in_words() {
        let why = |value: &Value, kind| only(value, kind).expect_err("a refusal");
        assert!(read("{", &CLIENT).expect_err("a refusal").starts_with("is not JSON: "));
        assert_eq!(why(&json!([]), &CLIENT), "is not a JSON structure");
        let newer = read(r#"{"Zzz": 1}"#, &CLIENT).expect("a document");
        assert_eq!(newer.whole(), Err("has no setting of app clients".to_owned()));
        let pool = json!({"IdentityPoolName": "shop", "AllowClassicFlow": true});
        assert_eq!(why(&pool, &CLIENT), "is a document of an identity pool, not of an app client");
        let wrong = json!({"CallbackURLs": "https://a.example", "RefreshTokenValidity": "30"});
        let why = why(&wrong, &CLIENT);
        assert!(why.contains("CallbackURLs: must be a list: [ … ]"), "{why}");
        assert!(why.contains("RefreshTokenValidity: must be a whole number"), "{why}");
    }
}
