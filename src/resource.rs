//! What a resource is: a document as AWS sent it, the kind it is of, and the key that names it.
//!
//! Nothing here knows the SDK, the screen or the network. Views, forms, rules, differences and requests all work on
//! documents and the field tables of their kinds; a new setting is one row of a table.

use std::fmt;

use serde_json::{Map, Value};

pub mod change;
pub mod check;
pub mod field;
pub mod finding;
pub mod lines;
pub mod show;
pub mod tables;
pub mod urls;
pub mod verdict;
pub mod words;

pub use change::{Change, Merge, changes, merge, update_request};
pub use field::{Access, Chosen, Field, FieldKind, Offer, Rows, Rule};
pub use finding::{Finding, Severity};
pub use verdict::Verdict;

/// One resource as AWS sent it: AWS's own member names, in the order they came, absent members absent and members that
/// this build does not know included.
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

    /// The value at a dotted path of member names; `None` when it is absent (a null is there, and is `Value::Null`).
    pub fn get(&self, path: &str) -> Option<&Value> {
        let mut names = path.split('.');
        let mut value = self.0.get(names.next()?)?;
        for name in names {
            value = value.as_object()?.get(name)?;
        }
        Some(value)
    }

    /// Whether a value could stand at a path: what it lies in is a structure, or is not there.
    pub fn has_room(&self, path: &str) -> bool {
        let parents = path.match_indices('.').map(|(at, _)| &path[..at]);
        parents.filter_map(|parent| self.get(parent)).all(|value| value.is_object() || value.is_null())
    }

    /// The text at a path, when it is text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.get(path)?.as_str()
    }

    /// Puts a value at a dotted path, making the structures on the way, or takes it out (`None`).
    ///
    /// A member that is replaced keeps its place among the others; a structure emptied by taking out stays, because
    /// an empty structure and an absent one are two things.
    pub fn set(&mut self, path: &str, value: Option<Value>) {
        let (parents, name) = path.rsplit_once('.').map_or((None, path), |(parents, name)| (Some(parents), name));
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
    pub fn take(&mut self, name: &str) -> Option<Value> {
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
pub enum Order {
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
            Self::UserPool | Self::Client | Self::Provider | Self::Domain | Self::Secret | Self::SignUp | Self::ResourceServer => {
                Service::UserPools
            }
            Self::IdentityPool | Self::Roles | Self::PrincipalTags | Self::Identity => Service::IdentityPools,
        }
    }
}

/// A kind of resource: everything the program knows about it is in this table.
pub struct Kind {
    /// Which one it is.
    pub id: KindId,
    /// What one is called: "identity pool".
    pub name: &'static str,
    /// What several are called, as a title: "Identity pools".
    pub plural: &'static str,
    /// The member that holds its id, both in lists and in its document.
    pub id_path: &'static str,
    /// The member that holds its name; the id again where there is no other.
    pub name_path: &'static str,
    /// The member that holds the id of what it belongs to, after that of what this belongs to and a slash; empty where
    /// requests do not name it.
    pub parent_path: &'static str,
    /// The member that holds its tags, where it has any.
    pub tags_path: Option<&'static str>,
    /// The member of a Describe answer that holds the document; `None` when the answer is the document.
    pub envelope: Option<&'static str>,
    /// The operation that reads one; empty where this build reads none.
    pub describe: &'static str,
    /// The operation that makes one; `None` where this build makes none.
    pub create: Option<&'static str>,
    /// What a new one, or a copy, lacks at first; a sentence, or nothing.
    pub lacks: &'static str,
    /// The operation that changes one; `None` where this build only reads.
    pub update: Option<&'static str>,
    /// The operation that removes one; `None` where this build removes none.
    pub delete: Option<&'static str>,
    /// Members that every update names, as an empty map where the document lacks them.
    pub always: &'static [&'static str],
    /// Its members, grouped and in the order they are shown.
    pub fields: &'static [Field],
    /// The columns of its list.
    pub columns: &'static [Column],
    /// The tabs that it opens to.
    pub tabs: &'static [Tab],
    /// Its members that hold URLs.
    pub urls: &'static [&'static str],
    /// What can be wrong with one.
    pub findings: &'static [Finding],
    /// A second document read beside it whenever it is to be written, for its findings and for what may be picked.
    pub beside: Option<Aside>,
    /// What its members must be to each other.
    pub across: &'static [Across],
    /// What to say of a list of so many, of what comes next.
    pub next_step: Option<fn(usize) -> &'static str>,
    /// The last one of its list can't be removed.
    pub last_stays: bool,
    /// How many there may be in one list, where that is few.
    pub most: Option<usize>,
    /// What can be tried with one: something of this kind is made through it.
    pub tries: Option<fn() -> &'static Kind>,
    /// What the form of a new one is filled with, told from the document beside it.
    pub prefill: Option<fn(&Document) -> Document>,
    /// Which field a refusal is about, by its code.
    pub blames: &'static [(&'static str, &'static str)],
    /// What goes with one when it is removed.
    pub hangs: &'static [Hangs],
    /// What its list answers, and how far it is read.
    pub listing: Listing,
    /// It is there as long as what it belongs to: that AWS knows none means that nothing was set.
    pub always_there: bool,
}

/// What a list answers of its resources, and how far it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Names and ids; other columns are known once a resource was read.
    Thin,
    /// Names and ids; the rows in sight are read for the other columns, each in its turn.
    Glanced,
    /// Whole documents.
    Whole,
    /// Whole documents, page by page and only as far as one goes, since nothing bounds its length.
    Endless,
}

/// Which document is read beside another one.
#[derive(Debug, Clone, Copy)]
pub enum Aside {
    /// That of another kind under the same id.
    Same(fn() -> &'static Kind),
    /// That of the resource it belongs to.
    Parent(fn() -> &'static Kind),
}

impl Aside {
    /// The kind of the document.
    pub fn kind(self) -> &'static Kind {
        match self {
            Self::Same(kind) | Self::Parent(kind) => kind(),
        }
    }
}

/// What members of a document must be to each other.
#[derive(Debug)]
pub struct Across {
    /// The member that it is said at.
    pub path: &'static str,
    /// Whether AWS refuses what breaks it; else it is advice.
    pub refused: bool,
    /// What is wrong, told from the document and the one beside it, where that is here.
    pub says: fn(&Document, Option<&Document>) -> Option<String>,
}

/// Resources of a kind that may use another one. Nothing lists them by what they use, so each is read.
#[derive(Debug)]
pub struct Users {
    /// The kind of those that may use it.
    pub kind: fn() -> &'static Kind,
    /// Whether they belong to the same resource as it; else they stand at the top level.
    pub beside_it: bool,
    /// Whether one uses it.
    pub uses: fn(&Key, &Document) -> bool,
    /// The heading of those that do.
    pub title: &'static str,
    /// What it means that one does.
    pub help: &'static str,
}

/// What hangs on a resource and goes with it.
#[derive(Debug, Clone, Copy)]
pub enum Hangs {
    /// The resources of a list; only its first page is read.
    List(fn() -> &'static Kind),
    /// Others that use it: they are looked for, and what is found stands in the dialog.
    Users(&'static Users),
    /// What its document or the one beside it tells: what it is called, and the number; none while that document is not here.
    Told(&'static str, fn(&Document, Option<&Document>) -> Option<usize>),
}

impl Kind {
    /// A kind with nothing said of it; every table says the rest.
    pub const BARE: Self = Self {
        id: KindId::UserPool,
        name: "",
        plural: "",
        id_path: "",
        name_path: "",
        parent_path: "",
        tags_path: None,
        envelope: None,
        describe: "",
        create: None,
        lacks: "",
        update: None,
        delete: None,
        always: &[],
        fields: &[],
        columns: &[],
        tabs: &[],
        urls: &[],
        findings: &[],
        beside: None,
        across: &[],
        next_step: None,
        last_stays: false,
        most: None,
        tries: None,
        prefill: None,
        blames: &[],
        hangs: &[],
        listing: Listing::Thin,
        always_there: false,
    };

    /// The operation that does it; `None` where this build does not.
    pub const fn operation(&self, order: Order) -> Option<&'static str> {
        match order {
            Order::Create => self.create,
            Order::Update => self.update,
            Order::Delete => self.delete,
        }
    }

    /// The field at a path.
    pub fn field(&self, path: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.path == path)
    }

    /// Whether a top-level member is in the table, under its Describe name.
    pub fn knows(&self, member: &str) -> bool {
        self.fields.iter().any(|field| field.member() == member)
    }

    /// Whether it is a part of another resource, on a tab of that, rather than one of its own.
    pub const fn is_part(&self) -> bool {
        self.columns.is_empty() && self.create.is_none()
    }

    /// What a document calls itself: its name, or its id where it has none.
    pub fn name_of<'a>(&self, document: &'a Document) -> Option<&'a str> {
        document.text(self.name_path).filter(|name| !name.is_empty()).or_else(|| document.text(self.id_path))
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Kind {}

impl std::hash::Hash for Kind {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.id)
    }
}

/// One column of a list.
#[derive(Debug)]
pub struct Column {
    /// The heading, in capitals.
    pub title: &'static str,
    /// The member it shows. Where the list answers without it, it is filled once the resource has been read.
    pub path: &'static str,
    /// What it shows of the resource, where that is no member.
    pub says: Option<fn(&Document) -> String>,
    /// Whether it shows how long ago the date is that its member holds.
    pub aged: bool,
    /// The least width in cells at which it is shown; columns are left out from the right when the window is narrow.
    pub width: u16,
}

impl Column {
    /// A column that shows a member.
    pub const fn new(title: &'static str, path: &'static str, width: u16) -> Self {
        Self { title, path, says: None, aged: false, width }
    }

    /// A column that shows how long ago a date is.
    pub const fn age(title: &'static str, path: &'static str, width: u16) -> Self {
        Self { aged: true, ..Self::new(title, path, width) }
    }

    /// A column that shows what a resource says of itself, told from the member at a path and others.
    pub const fn told(title: &'static str, path: &'static str, width: u16, says: fn(&Document) -> String) -> Self {
        Self { title, path, says: Some(says), aged: false, width }
    }
}

/// A tab of an opened resource.
#[derive(Debug)]
pub struct Tab {
    /// What stands on it.
    pub title: &'static str,
    /// What it shows.
    pub shows: Shows,
}

/// What a tab shows.
#[derive(Debug, Clone, Copy)]
pub enum Shows {
    /// The resource's own document.
    Itself,
    /// The document of another kind under the same id.
    Same(fn() -> &'static Kind),
    /// The list of the resources of a kind that belong to it.
    List(fn() -> &'static Kind),
    /// Those that use it.
    Users(&'static Users),
    /// The resources of a kind whose ids its document tells.
    Named(fn() -> &'static Kind, fn(&Document) -> Vec<String>),
}

/// What names one resource: its kind, its id, and the id of what it belongs to, where it does.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// The kind it is of.
    pub kind: &'static Kind,
    /// The id of the resource it belongs to, after that of what this one belongs to and a slash, where it does.
    pub parent: Option<String>,
    /// Its id: an id, or the name where names are the ids (identity providers, domains); empty while it is made.
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
}

impl Key {
    /// The id under which others belong to it: its own, after that of what it belongs to and a slash, where it does.
    pub fn as_parent(&self) -> String {
        self.parent.as_ref().map_or_else(|| self.id.clone(), |parent| format!("{parent}/{}", self.id))
    }

    /// The key of the document that is read beside its own; none while it has no id to be read under.
    pub fn beside(&self) -> Option<Self> {
        match self.kind.beside? {
            Aside::Same(kind) => (!self.id.is_empty()).then(|| Self { kind: kind(), ..self.clone() }),
            Aside::Parent(kind) => Some(Self::top(kind(), self.parent.as_deref()?.split('/').next()?)),
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
