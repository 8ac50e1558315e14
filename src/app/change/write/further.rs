//! Several new resources of one request: each is read, and one verdict is about them all.

use serde_json::Value;

use crate::app::change::write::{Sent, Stage, Step, Write};
use crate::message::Call;
use crate::resource::{Document, Key, Verdict};

impl Write {
    /// The resources that the create makes: the first one, and the further ones of its request.
    pub fn new_keys(&self) -> Vec<Key> {
        let list = self.key.list();
        let further = self.key.kind.further(&self.edited);
        std::iter::once(self.key.clone()).chain(further.iter().filter_map(|one| list.row(one))).collect()
    }

    /// The key of what was just read: that of the resource, or of a further new one.
    pub(super) fn key_of(&self, now: Option<&Document>) -> Key {
        let is_one_of_several = self.key.kind.creation.request_list.is_some();
        let key = now.filter(|_| is_one_of_several).and_then(|now| self.key.list().row(now));
        key.unwrap_or_else(|| self.key.clone())
    }

    /// Takes a new resource as read: reads the next one of the request, or judges them all.
    pub(super) fn verified_new(&mut self, now: Document, sent: Sent) -> Option<Step> {
        let kind = self.key.kind;
        let id = |document: &Document| document.text(kind.id_path).map(str::to_owned);
        self.new_ones.retain(|other| id(other) != id(&now));
        self.new_ones.push(now);
        let is_read = |key: &Key| self.new_ones.iter().any(|read| id(read).as_ref() == Some(&key.id));
        let keys = self.new_keys();
        if let Some(next) = keys.iter().skip(1).find(|key| !is_read(key)) {
            return Some((Call::Describe(next.clone()), format!("Verifying {}", next.id)));
        }
        let mut read = std::mem::take(&mut self.new_ones);
        let first = read.iter().position(|one| keys.len() == 1 || id(one).as_ref() == Some(&self.key.id));
        let mut now = read.remove(first.unwrap_or_default());
        if let Some(list) = kind.creation.request_list.filter(|_| keys.len() > 1) {
            let further = read.into_iter().map(Document::into_value).collect();
            now.set(list.member, Some(Value::Array(further)));
        }
        let verdict = Verdict::of_new(&self.edited, &now, kind);
        self.stage = Stage::Done { verdict, sent, now };
        None
    }
}
