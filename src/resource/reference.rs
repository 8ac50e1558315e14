//! What documents refer to: resources, and roles, scopes and hosts, which have no document of their own here.

use crate::resource::{Document, Key, Kind};

/// One reference in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What it refers to. Without an id, it refers to every resource of the list.
    pub to: Key,
    pub relation: &'static Relation,
    /// How exactly it refers to it, such as the URL on a host; may be empty.
    pub text: String,
}

/// How a resource refers to another one.
#[derive(Debug, PartialEq, Eq)]
pub struct Relation {
    /// What the referring resource does, as it is told at the other one: "offers it".
    pub does: &'static str,
    /// What the other one is to the referring resource: "offered". Empty where another reference tells it.
    pub is: &'static str,
}

impl Reference {
    pub fn new(to: Key, relation: &'static Relation, text: impl Into<String>) -> Self {
        Self { to, relation, text: text.into() }
    }

    pub fn is_to(&self, key: &Key) -> bool {
        self.to == *key || self.to.id.is_empty() && self.to.list() == key.list()
    }
}

/// True if a document of a kind, with the same parents as `about` or none, refers to it.
pub fn refers(kind: &'static Kind, document: &Document, about: &Key) -> bool {
    let parents = if kind.parent.is_some() { about.parents.clone() } else { Vec::new() };
    let key = Key { kind, parents, id: String::new() };
    (kind.related.refers_to)(&key, document).iter().any(|reference| reference.is_to(about))
}
