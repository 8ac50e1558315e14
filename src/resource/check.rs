//! Checks of a document that was written as JSON: the types of its values, their rules, and the rules between
//! them. What the edit left as it was is not checked: AWS has taken it.

use std::fmt;

use serde_json::{Map, Value};

use crate::resource::document::value_at;
use crate::resource::field::rule;
use crate::resource::verdict::holds_nothing;
use crate::resource::{Change, Document, Field, FieldKind, Kind, ValidationContext, changes};

/// A value that can't be sent, and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentFault {
    /// Member names joined by dots, with the places in lists: `CallbackURLs[2]`.
    pub path: String,
    pub text: String,
}

impl fmt::Display for DocumentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.text)
    }
}

impl DocumentFault {
    fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

/// The faults of an edited document, in the order of the table.
pub fn faults(
    base: &Document,
    edited: &Document,
    kind: &'static Kind,
    context: &ValidationContext,
) -> Vec<DocumentFault> {
    let mut found = locked_faults(base, edited, kind);
    for change in changes(base, edited, kind) {
        check_change(&change, edited, kind, &mut found);
    }
    found.extend(incomplete_structures(base, edited, kind));
    let context = ValidationContext { base: Some(base), complete: true, ..*context };
    for rule in kind.checks.cross_field_rules.iter().filter(|rule| rule.refused) {
        let Some(text) = (rule.check)(edited, &context) else { continue };
        if (rule.check)(base, &context).as_ref() != Some(&text) {
            found.push(DocumentFault::new(rule.path, text));
        }
    }
    found.dedup();
    found
}

/// Values that only AWS or another operation changes.
fn locked_faults(base: &Document, edited: &Document, kind: &Kind) -> Vec<DocumentFault> {
    let fields = kind.visible_fields(base);
    let is_changed = |field: &&Field| base.get(field.path) != edited.get(field.path);
    let fault =
        |field: &'static Field| Some(DocumentFault::new(field.path, field.locked(base.get(field.path))?));
    fields.filter(is_changed).filter_map(fault).collect()
}

fn check_change(change: &Change, edited: &Document, kind: &'static Kind, found: &mut Vec<DocumentFault>) {
    let path = change.place.path.as_str();
    let Some(field) = change.field else {
        check_unknown(change, kind, found);
        return;
    };
    if field.locked(change.before.as_ref()).is_some() {
        return;
    }
    match (&change.place.key, &change.after) {
        (Some(key), after) => {
            if let (FieldKind::Map { key: key_part, value, .. }, Some(after)) = (&field.kind, after) {
                let path = format!("{path}.{key}");
                check_key(&path, key, key_part, found);
                check_value(&path, value, change.before.as_ref(), after, found);
            }
            let entries = edited.get(path).and_then(Value::as_object).map_or(0, Map::len);
            check_count(path, field, entries, found);
        }
        (None, Some(after)) => check_value(path, field, change.before.as_ref(), after, found),
        (None, None) if field.rule.required && field.is_visible(edited.members()) => {
            found.push(DocumentFault::new(path, "is required"));
        }
        (None, None) => {}
    }
}

/// A member that no row is about: the structure around some rows, or one that this version does not know.
fn check_unknown(change: &Change, kind: &Kind, found: &mut Vec<DocumentFault>) {
    let path = change.place.path.as_str();
    let Some(after) = &change.after else { return };
    let inside = |field: &Field| field.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
    let members = kind.fields.iter().flat_map(|field| [field.path, field.member()]);
    if kind.fields.iter().any(inside) {
        if !after.is_object() && !after.is_null() {
            found.push(DocumentFault::new(path, "must be a structure: { … }"));
        }
    } else if let (None, Some(near)) = (&change.before, misspelt(path, members)) {
        found.push(DocumentFault::new(path, format!("there is no such member; did you mean {near}?")));
    }
}

/// The member of a table that a name misspells. A name that is further away may be newer than the table.
fn misspelt<'a>(name: &str, members: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_ascii_lowercase();
    let distance = |member: &str| strsim::damerau_levenshtein(&wanted, &member.to_ascii_lowercase());
    let rated = members.map(|member| (distance(member), member));
    rated
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= 2)
        .map(|(_, member)| member)
}

/// Structures that AWS takes only with one of some members.
fn incomplete_structures(base: &Document, edited: &Document, kind: &Kind) -> Vec<DocumentFault> {
    let mut found = Vec::new();
    for (structure, needs) in kind.update.requires_one_of {
        let value = edited.get(structure).filter(|value| !holds_nothing(Some(value)));
        let has = |name: &&&str| !holds_nothing(edited.get(&format!("{structure}.{name}")));
        if value.is_some()
            && edited.get(structure) != base.get(structure)
            && !needs.iter().any(|name| has(&name))
        {
            found.push(DocumentFault::new(*structure, format!("needs {}", needs.join(" or "))));
        }
    }
    found
}

fn check_value(
    path: &str,
    field: &Field,
    before: Option<&Value>,
    now: &Value,
    found: &mut Vec<DocumentFault>,
) {
    if before == Some(now) || now.is_null() {
        return;
    }
    let mut refuse = |text: String| found.push(DocumentFault::new(path, text));
    match (&field.kind, now) {
        (FieldKind::Text | FieldKind::LongText | FieldKind::Secret, Value::String(text)) => {
            if let Err(words) = field.rule.check(text) {
                refuse(words);
            }
        }
        (FieldKind::Text | FieldKind::LongText | FieldKind::Secret, _) => {
            refuse("must be a text in quotes".to_owned());
        }
        (FieldKind::Toggle { .. }, Value::Bool(_)) | (FieldKind::Json | FieldKind::Date, _) => {}
        (FieldKind::Toggle { .. }, _) => refuse("must be true or false".to_owned()),
        (FieldKind::Choice(values), now) => {
            if !now.as_str().is_some_and(|now| values.contains(&now)) {
                refuse(format!("must be one of {}", values.join(", ")));
            }
        }
        (FieldKind::Number { unit }, Value::Number(number)) => {
            if let Err(words) = rule::number(&field.rule, &number.to_string(), unit) {
                refuse(format!("must be {words}"));
            }
        }
        (FieldKind::Number { .. }, _) => refuse("must be a whole number, without quotes".to_owned()),
        (FieldKind::List(_) | FieldKind::Records(_), Value::Array(items)) => {
            check_list(path, field, before, items, found);
        }
        (FieldKind::List(_) | FieldKind::Records(_), _) => refuse("must be a list: [ … ]".to_owned()),
        (FieldKind::Map { key, value, .. }, Value::Object(members)) => {
            let before = before.and_then(Value::as_object);
            for (name, now) in members {
                let before = before.and_then(|before| before.get(name));
                let path = format!("{path}.{name}");
                if before.is_none() {
                    check_key(&path, name, key, found);
                }
                check_value(&path, value, before, now, found);
            }
            check_count(path, field, members.len(), found);
        }
        (FieldKind::Record(fields), Value::Object(members)) => {
            check_record(path, fields, before, members, found);
        }
        (FieldKind::Map { .. } | FieldKind::Record(_), _) => {
            refuse("must be a structure: { … }".to_owned());
        }
    }
}

fn check_key(path: &str, key: &str, part: &Field, found: &mut Vec<DocumentFault>) {
    if let Err(words) = part.rule.check(key) {
        found.push(DocumentFault::new(path, format!("the name {words}")));
    }
}

fn check_count(path: &str, field: &Field, entries: usize, found: &mut Vec<DocumentFault>) {
    if let Err(words) = rule::count(&field.rule, entries) {
        found.push(DocumentFault::new(path, words));
    }
}

/// Checks the entries that the list did not have before.
fn check_list(
    path: &str,
    field: &Field,
    before: Option<&Value>,
    items: &[Value],
    found: &mut Vec<DocumentFault>,
) {
    let before = before.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for (at, item) in items.iter().enumerate().filter(|(_, item)| !before.contains(item)) {
        let path = format!("{path}[{at}]");
        match (&field.kind, item) {
            (FieldKind::List(part), _) => check_value(&path, part, None, item, found),
            (FieldKind::Records(fields), Value::Object(members)) => {
                check_record(&path, fields, None, members, found);
            }
            _ => found.push(DocumentFault::new(path, "must be a structure: { … }")),
        }
    }
    check_count(path, field, items.len(), found);
}

fn check_record(
    path: &str,
    fields: &[Field],
    before: Option<&Value>,
    members: &Map<String, Value>,
    found: &mut Vec<DocumentFault>,
) {
    let whole = Value::Object(members.clone());
    for field in fields.iter().filter(|field| field.is_visible(members)) {
        let path = format!("{path}.{}", field.path);
        match value_at(&whole, field.path) {
            Some(now) => {
                check_value(&path, field, before.and_then(|before| value_at(before, field.path)), now, found);
            }
            None if field.rule.required => found.push(DocumentFault::new(path, "is required")),
            None => {}
        }
    }
    let is_known = |name: &str| fields.iter().any(|field| field.member() == name);
    for name in members.keys().filter(|name| !is_known(name)) {
        if let Some(near) = misspelt(name, fields.iter().map(Field::member)) {
            let text = format!("there is no such member; did you mean {near}?");
            found.push(DocumentFault::new(format!("{path}.{name}"), text));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{CLIENT, IDENTITY_POOL, USER_POOL};

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    fn found(kind: &'static Kind, base: Value, edited: Value) -> Vec<String> {
        let context = ValidationContext::default();
        faults(&document(base), &document(edited), kind, &context)
            .iter()
            .map(DocumentFault::to_string)
            .collect()
    }

    #[test]
    fn a_wrong_type_is_told_the_right_one() {
        let base = json!({"ClientId": "c", "ClientName": "web"});
        let edited = json!({"ClientId": "c", "ClientName": 5, "CallbackURLs": "https://a.example",
            "EnableTokenRevocation": "yes", "AuthSessionValidity": "3", "TokenValidityUnits": "hours",
            "PreventUserExistenceErrors": "OFF"});
        let mut expected = vec![
            "ClientName: must be a text in quotes",
            "CallbackURLs: must be a list: [ … ]",
            "EnableTokenRevocation: must be true or false",
            "AuthSessionValidity: must be a whole number, without quotes",
            "TokenValidityUnits: must be a structure: { … }",
            "PreventUserExistenceErrors: must be one of LEGACY, ENABLED",
        ];
        let mut found = found(&CLIENT, base, edited);
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_broken_rule_is_told_in_words_and_what_was_there_before_is_left_alone() {
        let base = json!({"IdentityPoolId": "p", "IdentityPoolName": "old!"});
        let edited = json!({"IdentityPoolId": "p", "IdentityPoolName": "old!", "AllowClassicFlow": false});
        assert_eq!(found(&IDENTITY_POOL, base.clone(), edited), Vec::<String>::new());
        let edited = json!({"IdentityPoolId": "p", "IdentityPoolName": "new!"});
        let found = found(&IDENTITY_POOL, base, edited);
        assert!(
            matches!(found.as_slice(), [one] if one.starts_with("IdentityPoolName: letters")),
            "{found:?}"
        );
    }

    #[test]
    fn a_misspelt_member_gets_the_right_name_and_one_that_is_like_no_other_is_kept() {
        let base = json!({"IdentityPoolId": "p", "IdentityPoolName": "shop"});
        let edited =
            json!({"IdentityPoolId": "p", "IdentityPoolName": "shop", "AllowClasicFlow": true, "Zzz": 1});
        let expected = ["AllowClasicFlow: there is no such member; did you mean AllowClassicFlow?"];
        assert_eq!(found(&IDENTITY_POOL, base, edited), expected);
    }

    #[test]
    fn what_only_aws_sets_and_what_identifies_a_resource_can_not_be_changed() {
        let base = json!({"Id": "eu-west-1_A", "Name": "shop", "MfaConfiguration": "OFF"});
        let edited =
            json!({"Id": "eu-west-1_B", "Name": "shop", "MfaConfiguration": "ON", "CreationDate": 1});
        let found = found(&USER_POOL, base, edited);
        for expected in ["Id: can't be changed", "MfaConfiguration: changed on the MFA tab"] {
            assert!(found.iter().any(|fault| fault == expected), "{expected}: {found:?}");
        }
        assert!(found.iter().any(|fault| fault == "CreationDate: set by AWS"), "{found:?}");
    }

    #[test]
    fn an_entry_of_a_list_is_named_by_its_place() {
        let base = json!({"ClientId": "c", "ClientName": "web", "CallbackURLs": ["https://a.example"]});
        let edited = json!({"ClientId": "c", "ClientName": "web", "CallbackURLs": ["https://a.example", 7]});
        assert_eq!(found(&CLIENT, base, edited), ["CallbackURLs[1]: must be a text in quotes"]);
    }
}
