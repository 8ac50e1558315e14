//! Members that no row of a table covers: they are shown, kept and sent back.

use serde_json::{Map, Value};

use crate::resource::{Document, Field, Kind};

/// The keys of a map that have no row of their own; `None` where there are none.
pub fn catch_all_value(field: &Field, fields: &[&'static Field], document: &Document) -> Option<Value> {
    let map = document.get(field.path)?.as_object()?.iter();
    let keys = map.filter(|(key, _)| !fields.iter().any(|other| other.is_key_of(field, key)));
    let keys: Map<_, _> = keys.map(|(key, value)| (key.clone(), value.clone())).collect();
    (!keys.is_empty()).then_some(Value::Object(keys))
}

/// The members that no row of a kind's table covers, by path. A structure of which the table covers a part is
/// opened.
pub fn unknown(kind: &Kind, document: &Document) -> Vec<(String, Value)> {
    uncovered(kind.fields, document.members())
}

pub(crate) fn uncovered(fields: &[Field], members: &Map<String, Value>) -> Vec<(String, Value)> {
    fn walk(fields: &[Field], path: String, value: &Value, found: &mut Vec<(String, Value)>) {
        if fields.iter().any(|field| field.path == path) {
            return;
        }
        let inside =
            |field: &Field| field.path.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.'));
        match value {
            Value::Object(members) if fields.iter().any(inside) => {
                for (name, value) in members {
                    walk(fields, format!("{path}.{name}"), value, found);
                }
            }
            _ => found.push((path, value.clone())),
        }
    }
    let mut found = Vec::new();
    for (name, value) in members {
        walk(fields, name.clone(), value, &mut found);
    }
    found
}
