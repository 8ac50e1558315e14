//! A resource as AWS sent it: a JSON object with AWS's own member names.

use std::fmt;

use serde_json::{Map, Value};
use zeroize::Zeroize;

/// One resource as AWS sent it: members in AWS's order, also those that no table knows; what was absent is
/// absent. Any text of it may be a secret, so all are wiped when the document is dropped.
#[derive(Clone, PartialEq, Default)]
pub struct Document(Map<String, Value>);

impl Eq for Document {}

impl FromIterator<(String, Value)> for Document {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl Document {
    /// `None` when the value is no JSON object.
    pub fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Object(members) => Some(Self(members)),
            _ => None,
        }
    }

    pub const fn members(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The value at a dotted path of member names; `None` when it is absent. A null is not absent: it is
    /// `Value::Null`.
    pub fn get(&self, path: &str) -> Option<&Value> {
        let mut names = path.split('.');
        let mut value = self.0.get(names.next()?)?;
        for name in names {
            value = value.as_object()?.get(name)?;
        }
        Some(value)
    }

    /// True if a value can be set at a path: everything above it is a structure, null or absent.
    pub fn can_hold(&self, path: &str) -> bool {
        let parents = path.match_indices('.').map(|(at, _)| &path[..at]);
        parents.filter_map(|parent| self.get(parent)).all(|value| value.is_object() || value.is_null())
    }

    /// The string at a path; `None` where there is no string.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.get(path)?.as_str()
    }

    /// The strings of the list at a path.
    pub fn texts(&self, path: &str) -> impl Iterator<Item = &str> {
        self.get(path).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    /// Calls a function with every text in the document, in order.
    pub fn each_text(&self, each: &mut impl FnMut(&str)) {
        fn walk(value: &Value, each: &mut impl FnMut(&str)) {
            match value {
                Value::String(text) => each(text),
                Value::Array(items) => items.iter().for_each(|item| walk(item, each)),
                Value::Object(members) => members.values().for_each(|member| walk(member, each)),
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
        self.0.values().for_each(|value| walk(value, each));
    }

    /// Sets the value at a dotted path, with the structures that it is part of, or removes it (`None`).
    ///
    /// A member that is replaced keeps its place among the others. A structure that a removal leaves empty
    /// stays, since AWS tells an empty structure from an absent one.
    pub fn set(&mut self, path: &str, value: Option<Value>) {
        let (parents, name) =
            path.rsplit_once('.').map_or((None, path), |(parents, name)| (Some(parents), name));
        let mut object = &mut self.0;
        for parent in parents.into_iter().flat_map(|parents| parents.split('.')) {
            if value.is_none() && !object.get(parent).is_some_and(Value::is_object) {
                return;
            }
            let child = object.entry(parent).or_insert_with(|| Value::Object(Map::new()));
            if !child.is_object() {
                *child = Value::Object(Map::new());
            }
            match child {
                Value::Object(child) => object = child,
                _ => return,
            }
        }
        match value {
            Some(value) => {
                if let Some(mut before) = object.insert(name.to_owned(), value) {
                    wipe(&mut before);
                }
            }
            None => {
                if let Some(mut before) = object.shift_remove(name) {
                    wipe(&mut before);
                }
            }
        }
    }

    /// Sets a top-level member, whatever its name.
    pub(crate) fn set_member(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// Removes a top-level member and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.shift_remove(name)
    }

    pub fn into_value(mut self) -> Value {
        Value::Object(std::mem::take(&mut self.0))
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(&self.0).unwrap_or_default()
    }
}

impl Drop for Document {
    fn drop(&mut self) {
        self.0.values_mut().for_each(wipe);
    }
}

/// Overwrites the texts of a value.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The value at a dotted path of member names in a JSON value.
pub fn value_at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, name| value.as_object()?.get(name))
}

/// Prints only the number of members, since any of them may be a secret.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({} members)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    #[test]
    fn absent_null_empty_and_false_are_four_different_things() {
        let four = document(json!({"Null": null, "Empty": [], "False": false}));
        assert_eq!(four.get("Absent"), None);
        assert_eq!(four.get("Null"), Some(&Value::Null));
        assert_eq!(four.get("Empty"), Some(&json!([])));
        assert_eq!(four.get("False"), Some(&json!(false)));
    }

    #[test]
    fn a_member_that_is_set_keeps_its_place_and_one_taken_out_leaves_the_others_in_order() {
        let mut one = document(json!({"A": 1, "B": {"C": 2, "D": 3}, "E": 4}));
        one.set("B.C", Some(json!(5)));
        one.set("A", None);
        one.set("F.G", Some(json!(6)));
        one.set("No.Such", None);
        assert_eq!(one.into_value().to_string(), r#"{"B":{"C":5,"D":3},"E":4,"F":{"G":6}}"#);
    }

    #[test]
    fn printing_a_document_tells_nothing_of_its_values() {
        assert_eq!(format!("{:?}", document(json!({"ClientSecret": "s3cret"}))), "Document(1 members)");
    }
}
