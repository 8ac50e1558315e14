//! Access to a new resource for others that have to name it, such as app clients that may read an attribute.

use serde_json::Value;

use crate::app::change::bulk::choices::{ChildList, ChoiceRow, Choices};
use crate::app::dialog::context::Context;
use crate::error::AppError;
use crate::message::{Reply, RequestId};
use crate::resource::{Document, Grants, Key, ListKey};

/// The resources that can be given access, and what each gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granting {
    /// The resource that they are to name.
    pub of: Key,
    pub grants: Grants,
    pub list: ChildList,
    pub choices: Choices,
}

impl Granting {
    pub fn new(of: Key, grants: Grants) -> Self {
        let list = ListKey { kind: (grants.kind)(), parents: of.parents.clone() };
        Self { of, grants, list: ChildList::new(list), choices: Choices::default() }
    }

    pub fn open(&mut self, context: &mut Context) {
        let parent = context.parent_name(&self.of);
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
            if names.iter().all(|name| name.as_str() != Some(&self.of.id)) {
                names.push(Value::from(self.of.id.as_str()));
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
