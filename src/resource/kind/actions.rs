//! The actions of a kind besides read, edit, create and delete.

use serde_json::Value;

use crate::resource::Fact;
use crate::resource::{FieldKind, Kind, Operation, Rule};

/// The actions that belong to a kind.
#[derive(Debug, Clone, Copy)]
pub struct Actions {
    /// Settings that a key of their own turns on or off, in one resource or in many.
    pub toggles: &'static [ToggleAction],
    /// The members that hold URLs, in which one host can replace another.
    pub url_members: &'static [&'static str],
    /// A user who can sign up through the resource.
    pub sign_up: Option<fn() -> &'static Kind>,
    /// Finds a row of the list by another name.
    pub lookup: Option<&'static LookupKey>,
    /// A document that the resource refers to by its address.
    pub fetch: Option<FetchedDocument>,
}

impl Actions {
    pub const EMPTY: Self = Self { toggles: &[], url_members: &[], sign_up: None, lookup: None, fetch: None };
}

/// A key that turns one setting on or off: a boolean, or a choice between two values.
#[derive(Debug, PartialEq, Eq)]
pub struct ToggleAction {
    /// The key, as bindings name keys: "c".
    pub key: &'static str,
    /// The member that the key turns on or off.
    pub path: &'static str,
    /// Sentence for the help and the palette.
    pub help: &'static str,
    /// The same in one or two words, for the footer.
    pub short: &'static str,
    /// The safer one of the two values, as JSON. It is offered first.
    pub safe: &'static str,
}

impl Kind {
    /// The values of a setting that a key toggles, the safer one first.
    pub fn toggle_values(&self, path: &str) -> Vec<Value> {
        let mut values: Vec<Value> = match self.field(path).map(|field| field.kind) {
            Some(FieldKind::Choice(values)) => values.iter().copied().map(Value::from).collect(),
            _ => vec![Value::Bool(false), Value::Bool(true)],
        };
        let toggle = self.actions.toggles.iter().find(|toggle| toggle.path == path);
        let safe: Option<Value> = toggle.and_then(|toggle| serde_json::from_str(toggle.safe).ok());
        values.sort_by_key(|value| safe.as_ref() != Some(value));
        values
    }
}

/// Another name by which AWS finds a row of a list.
#[derive(Debug)]
pub struct LookupKey {
    /// The kind of name: "identifier".
    pub label: &'static str,
    pub rule: Rule,
    /// Takes the ids of the list's parents, then the other name; answers the resource.
    pub operation: Operation,
}

/// A public document whose address a resource holds.
#[derive(Debug, Clone, Copy)]
pub struct FetchedDocument {
    /// The member that holds the address.
    pub path: &'static str,
    /// The facts in the document's text.
    pub facts: fn(&str) -> Vec<Fact>,
}
