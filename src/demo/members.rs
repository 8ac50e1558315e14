//! JSON objects as Cognito's operations take and return them.

use serde_json::{Map, Value};

/// The members of a resource or a request, under AWS's names and in AWS's order.
pub type Members = Map<String, Value>;

/// A string member, or the empty string.
pub(crate) fn text<'a>(members: &'a Members, name: &str) -> &'a str {
    members.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A list member, or an empty list.
pub(crate) fn list<'a>(members: &'a Members, name: &str) -> &'a [Value] {
    members.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The keys of a map member; none if the member is absent.
pub(crate) fn keys<'a>(members: &'a Members, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    members.get(name).and_then(Value::as_object).into_iter().flat_map(|map| map.keys().map(String::as_str))
}

/// Unwraps a JSON object, such as a `json!({..})` literal.
pub(crate) fn members(value: Value) -> Members {
    match value {
        Value::Object(members) => members,
        _ => Members::new(),
    }
}

/// Removes null members at every depth: a request may send null for a member that is not set.
pub(crate) fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, without_nulls(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}
