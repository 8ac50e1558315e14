//! The types of values. A value of a choice is any text here, since AWS may have values that are newer than
//! the table.

use serde_json::{Map, Value};

use crate::resource::check::DocumentFault;
use crate::resource::document::value_at;
use crate::resource::{Document, Field, FieldKind, Kind};

const LIST: &str = "must be a list: [ … ]";
pub(super) const STRUCTURE: &str = "must be a structure: { … }";

/// Values of a document, whole or in part, that are not of their type. Where rows take turns at a member, it
/// may be of the type of any of them.
pub fn type_faults(document: &Document, kind: &Kind) -> Vec<DocumentFault> {
    let mut found: Vec<DocumentFault> = Vec::new();
    for (at, field) in kind.fields.iter().enumerate() {
        let Some(value) = document.get(field.path) else { continue };
        let mut rows = kind.fields.iter().filter(|row| row.path == field.path);
        let is_first = !kind.fields[..at].contains(field);
        if is_first && !rows.any(|row| is_of_type(row, value)) {
            check_type(field.path, field, value, &mut found);
        }
    }
    found
}

/// True if a value is of the type of a field.
pub fn is_of_type(field: &Field, value: &Value) -> bool {
    let mut faults = Vec::new();
    check_type(field.path, field, value, &mut faults);
    faults.is_empty()
}

/// The words for a value that is not of the type of a field. What is in a list or a structure does not count.
pub(super) fn mistyped(field: &Field, value: &Value) -> Option<String> {
    let (is_of_type, words) = match &field.kind {
        FieldKind::Text | FieldKind::LongText | FieldKind::Secret => {
            (value.is_string(), "must be a text in quotes".to_owned())
        }
        FieldKind::Choice(values) => (value.is_string(), format!("must be one of {}", values.join(", "))),
        FieldKind::Toggle { .. } => (value.is_boolean(), "must be true or false".to_owned()),
        FieldKind::Number { .. } => {
            (value.is_i64() || value.is_u64(), "must be a whole number, without quotes".to_owned())
        }
        FieldKind::List(_) | FieldKind::Records(_) => (value.is_array(), LIST.to_owned()),
        FieldKind::Map { .. } | FieldKind::Record(_) => (value.is_object(), STRUCTURE.to_owned()),
        // The AWS CLI prints a date as a text.
        FieldKind::Date | FieldKind::Json => return None,
    };
    (!is_of_type).then_some(words)
}

fn check_type(path: &str, field: &Field, value: &Value, found: &mut Vec<DocumentFault>) {
    if value.is_null() {
        return;
    }
    if let Some(words) = mistyped(field, value) {
        found.push(DocumentFault::new(path, words));
        return;
    }
    match (&field.kind, value) {
        (FieldKind::List(part), Value::Array(items)) => {
            for (at, item) in items.iter().enumerate() {
                check_type(&format!("{path}[{at}]"), part, item, found);
            }
        }
        (FieldKind::Records(fields), Value::Array(items)) => {
            for (at, item) in items.iter().enumerate() {
                let path = format!("{path}[{at}]");
                match item {
                    Value::Object(members) => check_members(&path, fields, members, found),
                    _ => found.push(DocumentFault::new(path, STRUCTURE)),
                }
            }
        }
        (FieldKind::Map { value: part, .. }, Value::Object(members)) => {
            for (name, value) in members {
                check_type(&format!("{path}.{name}"), part, value, found);
            }
        }
        (FieldKind::Record(fields), Value::Object(members)) => check_members(path, fields, members, found),
        _ => {}
    }
}

fn check_members(path: &str, fields: &[Field], members: &Map<String, Value>, found: &mut Vec<DocumentFault>) {
    let whole = Value::Object(members.clone());
    for field in fields.iter().filter(|field| field.is_visible(members)) {
        if let Some(value) = value_at(&whole, field.path) {
            check_type(&format!("{path}.{}", field.path), field, value, found);
        }
    }
}
