//! The names of resources and of lists.

use std::fmt;

use serde_json::Value;

use crate::resource::tables::{ALL, ROLE};
use crate::resource::{Companion, Document, Kind};

/// Separates the kind and the ids of a resource in its way.
const STEP: &str = " › ";

/// Names one resource: its kind, and the ids that lead to it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Key {
    pub kind: &'static Kind,
    /// The ids of the resources that contain it, outermost first: a user pool's, then an app client's.
    pub parents: Vec<String>,
    /// The id, or the name where names are the ids (identity providers, domains). Empty until AWS has chosen
    /// the id of a new resource.
    pub id: String,
}

impl Key {
    /// The key of a resource that no other contains.
    pub fn top(kind: &'static Kind, id: impl Into<String>) -> Self {
        Self { kind, parents: Vec::new(), id: id.into() }
    }

    /// The key of a resource that one at the top level contains.
    pub fn child(kind: &'static Kind, parent: impl Into<String>, id: impl Into<String>) -> Self {
        Self { kind, parents: vec![parent.into()], id: id.into() }
    }

    /// The id as people name it: of a role, what comes after its account.
    pub fn short_id(&self) -> &str {
        let of_role = self.id.split_once(":role/").filter(|_| self.kind == &ROLE);
        of_role.map_or(&self.id, |(_, name)| name)
    }

    /// The id of the outermost resource that contains it.
    pub fn outermost_parent(&self) -> Option<&str> {
        self.parents.first().map(String::as_str)
    }

    /// The ids that lead to the resource, its own last.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.parents.iter().chain([&self.id]).map(String::as_str)
    }

    /// The list that the resource is a row of.
    pub fn list(&self) -> ListKey {
        ListKey { kind: self.kind, parents: self.parents.clone() }
    }

    /// The list of the resources of a kind that this one contains.
    pub fn children(&self, kind: &'static Kind) -> ListKey {
        ListKey { kind, parents: self.ids().map(str::to_owned).collect() }
    }

    /// The way to the resource in words: "app client › eu-west-1_A › abc".
    pub fn way(&self) -> String {
        std::iter::once(self.kind.name).chain(self.ids()).collect::<Vec<_>>().join(STEP)
    }

    /// The resource at the end of a way, if AWS describes it.
    pub fn from_way(way: &str) -> Option<Self> {
        let mut steps = way.split(STEP);
        let name = steps.next()?;
        let kind = ALL.into_iter().find(|kind| kind.name == name && kind.can_be_described())?;
        let mut ids: Vec<_> = steps.map(str::to_owned).collect();
        let id = ids.pop().filter(|id| !id.is_empty())?;
        Some(Self { kind, parents: ids, id })
    }

    /// True if this resource contains another one, with nothing between them.
    pub fn is_parent_of(&self, other: &Self) -> bool {
        other.parents.iter().map(String::as_str).eq(self.ids())
    }

    /// The row of a list that the resource is, is a part of, or is in; `None` if it is in none of them.
    pub fn row_of(&self, list: &ListKey) -> Option<Self> {
        let (ids, depth) = (self.ids().collect::<Vec<_>>(), list.parents.len());
        let kind = match self.kind.parents().get(depth) {
            Some(kind) => *kind,
            None => self.kind.whole(),
        };
        let is_in = kind == list.kind && ids.iter().copied().zip(list.parents()).all(|(own, id)| own == id);
        ids.get(depth).filter(|_| is_in).map(|id| list.key(*id))
    }

    /// True for the resource itself, for its parts, and for all that it contains.
    pub fn is_within(&self, whole: &Self) -> bool {
        self == whole || self.row_of(&whole.list()).as_ref() == Some(whole)
    }

    /// The key of the companion document; `None` where the kind has none, or a new resource has no id yet.
    pub fn companion(&self) -> Option<Self> {
        match self.kind.related.companion? {
            Companion::Same(kind) => (!self.id.is_empty()).then(|| Self { kind: kind(), ..self.clone() }),
            Companion::Parent(kind) => Some(Self::top(kind(), self.outermost_parent()?)),
        }
    }

    /// The document of a resource in which nothing was ever set: only its ids.
    pub fn unset(&self) -> Document {
        let mut document = Document::default();
        document.set(self.kind.id_path, Some(Value::from(self.id.as_str())));
        if let Some(describe) = &self.kind.operations.describe {
            for (member, id) in describe.request_for(self).members() {
                document.set(member, Some(id.clone()));
            }
        }
        document
    }

    /// Adds the ids of the parents to the request that creates the resource.
    pub fn name_parents(&self, request: &mut Document) {
        if let Some(create) = &self.kind.operations.create {
            for (member, id) in create.request(self.parents.iter().map(String::as_str)).members() {
                request.set(member, Some(id.clone()));
            }
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({})", self.kind, self.id)
    }
}

/// Names one list: the kind of its rows, and the resource that contains them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ListKey {
    pub kind: &'static Kind,
    /// The ids of the resources that contain the rows, outermost first; empty for a list of the top level.
    pub parents: Vec<String>,
}

impl ListKey {
    /// A list of the top level.
    pub const fn top(kind: &'static Kind) -> Self {
        Self { kind, parents: Vec::new() }
    }

    pub fn key(&self, id: impl Into<String>) -> Key {
        Key { kind: self.kind, parents: self.parents.clone(), id: id.into() }
    }

    /// The key of a new resource in this list, which has no id yet.
    pub fn new_one(&self) -> Key {
        self.key("")
    }

    /// The key of the row that a document is; `None` where the document has no id.
    pub fn row(&self, document: &Document) -> Option<Key> {
        document.text(self.kind.id_path).map(|id| self.key(id))
    }

    /// The resource that contains the rows; `None` for a list of the top level.
    pub fn parent(&self) -> Option<Key> {
        let (id, parents) = self.parents.split_last()?;
        Some(Key { kind: (self.kind.parent?)(), parents: parents.to_vec(), id: id.clone() })
    }

    /// True if the resource is in this list.
    pub fn holds(&self, key: &Key) -> bool {
        self.kind == key.kind && self.parents == key.parents
    }

    pub fn parents(&self) -> impl Iterator<Item = &str> {
        self.parents.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::tables::{CLIENT, IDENTITY_POOL, MFA, PROVIDER, SECRET, SIGN_UP, USER_POOL};

    #[test]
    fn the_way_to_a_resource_leads_there() {
        let secret = Key { kind: &SECRET, parents: vec!["pool".into(), "client".into()], id: "s/1".into() };
        assert_eq!(secret.way(), "client secret › pool › client › s/1");
        assert_eq!(Key::from_way(&secret.way()), Some(secret.clone()));
        for nowhere in [Key::top(&IDENTITY_POOL, ""), Key { kind: &SIGN_UP, ..secret }] {
            assert_eq!(Key::from_way(&nowhere.way()), None);
        }
    }

    #[test]
    fn a_pool_contains_its_parts_and_everything_below_and_nothing_of_another_pool() {
        let (pool, client) = (Key::top(&USER_POOL, "a"), Key::child(&CLIENT, "a", "web"));
        let secret = Key { kind: &SECRET, parents: vec!["a".into(), "web".into()], id: "s".into() };
        for within in [&pool, &Key::top(&MFA, "a"), &client, &secret] {
            assert!(within.is_within(&pool), "{within:?}");
        }
        assert!(secret.is_within(&client) && !pool.is_within(&client));
        let others =
            [Key::top(&USER_POOL, "b"), Key::top(&IDENTITY_POOL, "a"), Key::child(&CLIENT, "b", "web")];
        for other in others {
            assert!(!other.is_within(&pool), "{other:?}");
        }
        assert!(!Key::child(&PROVIDER, "a", "web").is_within(&client), "it has the same ids only");
    }
}
