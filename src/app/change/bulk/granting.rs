//! Access to new resources for others that have to name them, such as app clients that may read an attribute.

use serde_json::Value;

use crate::app::change::bulk::choices::{ChildList, ChoiceRow, Choices};
use crate::app::dialog::context::Context;
use crate::error::AppError;
use crate::message::{Reply, RequestId};
use crate::resource::{Document, Grants, Key, ListKey};

/// The resources that can be given access, and what each gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granting {
    /// The resources that they are to name.
    pub of: Vec<Key>,
    pub grants: Grants,
    pub list: ChildList,
    pub choices: Choices,
}

impl Granting {
    /// The choice for new resources of one kind and parent; `None` if nothing gives access to such.
    pub fn new(of: Vec<Key>) -> Option<Self> {
        let first = of.first()?;
        let grants = first.kind.creation.grants?;
        let list = ListKey { kind: (grants.kind)(), parents: first.parents.clone() };
        Some(Self { of, grants, list: ChildList::new(list), choices: Choices::default() })
    }

    /// The new resources in words: "custom:tier and 2 more".
    pub fn names(&self) -> String {
        let first = self.of.first().map(|key| key.id.as_str()).unwrap_or_default();
        if self.of.len() == 1 { first.to_owned() } else { format!("{first} and {} more", self.of.len() - 1) }
    }

    pub fn open(&mut self, context: &mut Context) {
        let parent = self.of.first().map(|key| context.parent_name(key)).unwrap_or_default();
        self.list.open(&parent, context);
    }

    /// Takes the end of the list; returns false if the reply is another one's.
    pub fn handle_reply(&mut self, id: RequestId, result: &Result<Reply, AppError>) -> bool {
        let is_its = self.list.handle_reply(id, result);
        if is_its && self.list.load.is_ready() {
            let kind = self.list.key.kind;
            let row = |row: &Document| {
                let key = self.list.key.row(row)?;
                let name = kind.name_of(row).unwrap_or(&key.id).to_owned();
                Some(ChoiceRow { key, name, level: 0, refusal: None })
            };
            self.choices.rows = self.list.rows.iter().filter_map(row).collect();
        }
        is_its
    }

    /// The document with the name in the lists that were chosen for the resource. A list that was never set
    /// gets AWS's default too, which it stands for.
    pub fn apply(&self, base: &Document, key: &Key) -> Document {
        let mut edited = base.clone();
        for list in self.grants.lists.iter().take(self.choices.level_of(key)) {
            let mut names: Vec<Value> = match base.get(list.path).and_then(Value::as_array) {
                Some(names) => names.clone(),
                None => (list.when_absent)().into_iter().map(Value::from).collect(),
            };
            let is_new = |key: &&Key| names.iter().all(|name| name.as_str() != Some(&key.id));
            let new: Vec<_> = self.of.iter().filter(is_new).map(|key| Value::from(key.id.as_str())).collect();
            if !new.is_empty() {
                names.extend(new);
                edited.set(list.path, Some(Value::Array(names)));
            }
        }
        edited
    }

    /// What a resource may do at a level: "read", "read and write".
    pub fn words(&self, level: usize) -> String {
        let verbs: Vec<_> = self.grants.lists.iter().take(level).map(|list| list.verb).collect();
        verbs.join(" and ")
    }
}
