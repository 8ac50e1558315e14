//! What a resource is: a document as AWS sent it, the kind it is of, and the key that names it.
//!
//! Nothing here knows the SDK, the screen or the network. Views, forms, rules, differences and requests all
//! work on documents and the field tables of their kinds; a new setting is one row of a table.

use std::fmt;

use serde_json::{Map, Value};

pub mod diff;
pub mod display;
pub mod field;
pub mod finding;
pub mod kind;
pub mod tables;
pub mod urls;
pub mod verdict;

pub use crate::resource::diff::{Change, Merge, changes, create_request, merge, update_request};
pub use crate::resource::field::{
    Access, Field, FieldKind, ListSuggestions, ResourceSuggestions, Rule, Suggestions,
};
pub use crate::resource::finding::{Finding, Severity};
pub use crate::resource::kind::{
    Column, Companion, CrossFieldRule, Dependent, Kind, Listing, Referrers, ResourceType, Shows, Tab,
    TransientStatus, ValidationContext,
};
pub use crate::resource::verdict::Verdict;

/// One resource as AWS sent it: AWS's own member names, in the order they came, absent members absent and
/// members that this build does not know included.
#[derive(Clone, PartialEq, Default)]
pub struct Document(Map<String, Value>);

impl FromIterator<(String, Value)> for Document {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl Document {
    /// A document of a JSON object; `None` when the value is anything else.
    pub fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Object(members) => Some(Self(members)),
            _ => None,
        }
    }

    /// The members, in the order AWS sent them.
    pub const fn members(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The value at a dotted path of member names; `None` when it is absent (a null is there, and is
    /// `Value::Null`).
    pub fn get(&self, path: &str) -> Option<&Value> {
        let mut names = path.split('.');
        let mut value = self.0.get(names.next()?)?;
        for name in names {
            value = value.as_object()?.get(name)?;
        }
        Some(value)
    }

    /// Whether a value could stand at a path: what it lies in is a structure, or is not there.
    pub fn can_hold(&self, path: &str) -> bool {
        let parents = path.match_indices('.').map(|(at, _)| &path[..at]);
        parents.filter_map(|parent| self.get(parent)).all(|value| value.is_object() || value.is_null())
    }

    /// The text at a path, when it is text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.get(path)?.as_str()
    }

    /// Puts a value at a dotted path, making the structures on the way, or takes it out (`None`).
    ///
    /// A member that is replaced keeps its place among the others; a structure emptied by taking out stays,
    /// because an empty structure and an absent one are two things.
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
                object.insert(name.to_owned(), value);
            }
            None => {
                object.shift_remove(name);
            }
        }
    }

    /// Takes a top-level member out, with its value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.shift_remove(name)
    }

    /// The document as a JSON value.
    pub fn into_value(self) -> Value {
        Value::Object(self.0)
    }

    /// The document as the bytes of a request body.
    pub fn to_bytes(&self) -> Vec<u8> {
        Value::Object(self.0.clone()).to_string().into_bytes()
    }
}

/// Prints no value, since any member may be a secret: only how many there are.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({} members)", self.0.len())
    }
}

/// Which kind a resource is of; `aws` chooses the calls by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KindId {
    /// A user pool.
    UserPool,
    /// An app client of a user pool.
    Client,
    /// An identity provider of a user pool.
    Provider,
    /// The prefix or custom domain of a user pool.
    Domain,
    /// An identity pool.
    IdentityPool,
    /// The roles and role mappings of an identity pool.
    Roles,
    /// The principal tags that an identity pool draws from the tokens of one provider.
    PrincipalTags,
    /// An identity of an identity pool.
    Identity,
    /// A secret of an app client.
    Secret,
    /// A user who signs up through an app client.
    SignUp,
    /// A resource server of a user pool, whose scopes its app clients may ask for.
    ResourceServer,
}

/// What is done to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteOperation {
    /// It is made.
    Create,
    /// It is changed.
    Update,
    /// It is removed.
    Delete,
}

/// One of the two services of Cognito.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// User pools: `cognito-idp`.
    UserPools,
    /// Identity pools: `cognito-identity`.
    IdentityPools,
}

impl Service {
    /// Its prefix in IAM permissions.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::UserPools => "cognito-idp",
            Self::IdentityPools => "cognito-identity",
        }
    }
}

impl KindId {
    /// The service that keeps resources of the kind.
    pub const fn service(self) -> Service {
        match self {
            Self::UserPool
            | Self::Client
            | Self::Provider
            | Self::Domain
            | Self::Secret
            | Self::SignUp
            | Self::ResourceServer => Service::UserPools,
            Self::IdentityPool | Self::Roles | Self::PrincipalTags | Self::Identity => Service::IdentityPools,
        }
    }
}

/// What names one resource: its kind, its id, and the id of what it belongs to, where it does.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// The kind it is of.
    pub kind: &'static Kind,
    /// The id of the resource it belongs to, after that of what this one belongs to and a slash, where it
    /// does.
    pub parent: Option<String>,
    /// Its id: an id, or the name where names are the ids (identity providers, domains); empty while it is
    /// made.
    pub id: String,
}

impl Key {
    /// The key of a resource that belongs to no other.
    pub fn top(kind: &'static Kind, id: impl Into<String>) -> Self {
        Self { kind, parent: None, id: id.into() }
    }

    /// The key of a resource that belongs to another.
    pub fn child(kind: &'static Kind, parent: impl Into<String>, id: impl Into<String>) -> Self {
        Self { kind, parent: Some(parent.into()), id: id.into() }
    }

    /// The id under which others belong to it: its own, after that of what it belongs to and a slash, where
    /// it does.
    pub fn as_parent(&self) -> String {
        self.parent.as_ref().map_or_else(|| self.id.clone(), |parent| format!("{parent}/{}", self.id))
    }

    /// The key of the document that is read beside its own; none while it has no id to be read under.
    pub fn companion(&self) -> Option<Self> {
        match self.kind.companion? {
            Companion::Same(kind) => (!self.id.is_empty()).then(|| Self { kind: kind(), ..self.clone() }),
            Companion::Parent(kind) => Some(Self::top(kind(), self.parent.as_deref()?.split('/').next()?)),
        }
    }

    /// Its document where nothing was set: only what names it.
    pub fn unset(&self) -> Document {
        let mut document = Document::default();
        document.set(self.kind.id_path, Some(Value::from(self.id.as_str())));
        self.name_parents(&mut document);
        document
    }

    /// Puts what it belongs to into a document, under the names that requests have for it.
    pub fn name_parents(&self, document: &mut Document) {
        let ids = self.parent.iter().flat_map(|parent| parent.split('/'));
        for (path, id) in self.kind.parent_path.split('/').zip(ids).filter(|(path, _)| !path.is_empty()) {
            document.set(path, Some(Value::from(id)));
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({})", self.kind, self.id)
    }
}

/// What names one list: the kind of its rows, and the resource they belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListKey {
    /// The kind of its rows.
    pub kind: &'static Kind,
    /// The id of the resource whose they are.
    pub parent: Option<String>,
}

impl ListKey {
    /// The key of one that is to be made in this list.
    pub fn new_one(&self) -> Key {
        Key { kind: self.kind, parent: self.parent.clone(), id: String::new() }
    }

    /// The key of a row of this list.
    pub fn row(&self, document: &Document) -> Option<Key> {
        let id = document.text(self.kind.id_path)?.to_owned();
        Some(Key { kind: self.kind, parent: self.parent.clone(), id })
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
