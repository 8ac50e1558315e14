//! Documents as last read.

use std::collections::HashMap;

use crate::error::AppError;
use crate::resource::display::masked::{for_each_secret, masked};
use crate::resource::finding::Known;
use crate::resource::{Document, Key, Kind, ListKey};
use serde_json::Value;

/// The documents that were read in this run, by resource.
#[derive(Debug, Default)]
pub struct Cache {
    documents: HashMap<Key, CachedDocument>,
    /// The ids and names of lists that were read to their end.
    lists: HashMap<ListKey, Vec<Document>>,
    /// What the last read did not bring.
    unread: HashMap<Key, Unread>,
}

/// Why the last read brought no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// AWS answered that there is none.
    Absent,
    Failed(AppError),
    /// The user stopped the read.
    Stopped,
}

impl Known for Cache {
    /// Checks need no secret itself, so they get a document whose secrets are forgotten too.
    fn document(&self, key: &Key) -> Option<&Document> {
        self.documents.get(key).map(|entry| &entry.document)
    }

    fn whole_list(&self, list: &ListKey) -> Option<&[Document]> {
        self.lists.get(list).map(Vec::as_slice)
    }

    fn is_absent(&self, key: &Key) -> bool {
        self.unread(key) == Some(&Unread::Absent)
    }
}

#[derive(Debug)]
struct CachedDocument {
    document: Document,
    expired: bool,
    /// A text stands in the place of each secret, so that only checks may look at it.
    is_masked: bool,
}

impl Cache {
    pub fn insert(&mut self, key: Key, document: Document) {
        self.unread.remove(&key);
        self.documents.insert(key, CachedDocument { document, expired: false, is_masked: false });
    }

    fn entry(&self, key: &Key) -> Option<&CachedDocument> {
        self.documents.get(key).filter(|entry| !entry.is_masked)
    }

    /// The document as last read, however long ago; `None` also once its secrets are forgotten.
    pub fn get(&self, key: &Key) -> Option<&Document> {
        self.entry(key).map(|entry| &entry.document)
    }

    /// Every document that was read and has no forgotten secrets, with its key, in no order.
    pub fn documents(&self) -> impl Iterator<Item = (&Key, &Document)> {
        let whole = self.documents.iter().filter(|(_, entry)| !entry.is_masked);
        whole.map(|(key, entry)| (key, &entry.document))
    }

    /// The document, unless it has expired and must be read again.
    pub fn fresh(&self, key: &Key) -> Option<&Document> {
        self.entry(key).filter(|entry| !entry.expired).map(|entry| &entry.document)
    }

    pub fn remove(&mut self, key: &Key) {
        self.documents.remove(key);
    }

    /// Removes the documents of resources that are gone, and answers their keys. Their lists are empty then.
    pub fn remove_gone(&mut self, is_gone: impl Fn(&Key) -> bool) -> Vec<Key> {
        let gone: Vec<_> = self.documents.keys().filter(|key| is_gone(key)).cloned().collect();
        for key in &gone {
            self.remove(key);
        }
        for (list, rows) in &mut self.lists {
            if list.parent().is_some_and(|parent| is_gone(&parent)) {
                rows.clear();
            }
        }
        gone
    }

    /// Notes why a read brought no document. What was read before stays, unless there is no such resource.
    pub fn insert_unread(&mut self, key: Key, why: Unread) {
        if why == Unread::Absent {
            self.remove(&key);
        }
        self.unread.insert(key, why);
    }

    pub fn unread(&self, key: &Key) -> Option<&Unread> {
        self.unread.get(key)
    }

    /// Forgets why documents were not read, so that they are asked for again.
    pub fn retry(&mut self, which: impl Fn(&Key, &Unread) -> bool) {
        self.unread.retain(|key, why| !which(key, why));
    }

    /// Keeps the ids, the names and the dates of a list that was read to its end.
    pub fn insert_list(&mut self, list: ListKey, rows: &[Document]) {
        let rows = rows.iter().map(|row| brief(list.kind, row)).collect();
        self.lists.insert(list, rows);
    }

    /// Adds the row of a resource that was created, if its list was read to its end.
    pub fn insert_row(&mut self, key: &Key, document: &Document) {
        if let Some(rows) = self.lists.get_mut(&key.list()) {
            let mut row = brief(key.kind, document);
            row.set(key.kind.id_path, Some(Value::from(key.id.as_str())));
            rows.push(row);
        }
    }

    /// Removes the row of a resource that was deleted.
    pub fn remove_row(&mut self, key: &Key) {
        if let Some(rows) = self.lists.get_mut(&key.list()) {
            rows.retain(|row| row.text(key.kind.id_path) != Some(key.id.as_str()));
        }
    }

    /// Forgets the secrets, except for those of some documents. What else is in the documents stays for the
    /// checks.
    pub fn forget_secrets(&mut self, except: impl Fn(&Key) -> bool) {
        let others = self.documents.iter_mut().filter(|(key, entry)| !entry.is_masked && !except(key));
        for (key, entry) in others.filter(|(key, entry)| has_secret(key.kind, &entry.document)) {
            entry.document = masked(key.kind, &entry.document, &mut |_| MASK.to_owned());
            entry.is_masked = true;
        }
    }

    /// Marks documents as expired: they stay the last read ones, but are read again before anything relies on
    /// them.
    pub fn expire(&mut self, which: impl Fn(&Key) -> bool) {
        for (_, entry) in self.documents.iter_mut().filter(|(key, _)| which(key)) {
            entry.expired = true;
        }
    }
}

/// What stands in the place of a forgotten secret.
const MASK: &str = "[redacted]";

fn has_secret(kind: &Kind, document: &Document) -> bool {
    let mut has_one = false;
    for_each_secret(kind, document, &mut |secret| has_one |= !secret.is_empty());
    has_one
}

/// What is kept of the row of a list: the id, the name and the date.
fn brief(kind: &Kind, row: &Document) -> Document {
    let mut brief = Document::default();
    for path in [Some(kind.id_path), Some(kind.name_path), kind.dated_by].into_iter().flatten() {
        brief.set(path, row.get(path).cloned());
    }
    brief
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{CLIENT, IDENTITY_POOL, USER_POOL};

    fn pool(name: &str) -> Document {
        Document::from_value(json!({"IdentityPoolId": "1", "IdentityPoolName": name})).expect("an object")
    }

    #[test]
    fn an_expired_document_stays_what_was_last_read_and_is_relied_on_no_more() {
        let (mut cache, key) = (Cache::default(), Key::top(&IDENTITY_POOL, "1"));
        assert_eq!((cache.get(&key), cache.fresh(&key)), (None, None));
        cache.insert(key.clone(), pool("shop"));
        assert_eq!((cache.get(&key), cache.fresh(&key)), (Some(&pool("shop")), Some(&pool("shop"))));
        cache.expire(|key| key.kind == &USER_POOL);
        assert!(cache.fresh(&key).is_some(), "only what was named expires");
        cache.expire(|key| key.kind == &IDENTITY_POOL);
        assert_eq!((cache.get(&key), cache.fresh(&key)), (Some(&pool("shop")), None));
        cache.insert(key.clone(), pool("store"));
        assert_eq!(cache.fresh(&key), Some(&pool("store")));
        cache.remove(&key);
        assert_eq!(cache.get(&key), None);
    }

    #[test]
    fn a_forgotten_secret_leaves_the_rest_of_its_document_to_the_checks_alone() {
        let (mut cache, key) = (Cache::default(), Key::child(&CLIENT, "pool", "web"));
        let client = json!({"ClientId": "web", "ClientSecret": "s3cret", "AllowedOAuthFlows": ["code"]});
        cache.insert(key.clone(), Document::from_value(client).expect("an object"));
        cache.forget_secrets(|_| true);
        assert!(cache.get(&key).is_some(), "what is shown is kept");
        cache.forget_secrets(|_| false);
        assert_eq!((cache.get(&key), cache.fresh(&key), cache.documents().count()), (None, None, 0));
        let known = cache.document(&key).expect("what the checks look at");
        assert_eq!(known.text("ClientSecret"), Some("[redacted]"));
        assert_eq!(known.texts("AllowedOAuthFlows").collect::<Vec<_>>(), ["code"]);
    }

    #[test]
    fn what_is_gone_takes_along_what_was_in_it() {
        let mut cache = Cache::default();
        let (pool, client) = (Key::top(&USER_POOL, "a"), Key::child(&CLIENT, "a", "web"));
        let other = Key::child(&CLIENT, "b", "web");
        for key in [&pool, &client, &other] {
            cache.insert(key.clone(), Document::default());
            let row = Document::from_value(json!({key.kind.id_path: key.id})).expect("an object");
            cache.insert_list(key.list(), &[row]);
        }
        assert_eq!(cache.remove_gone(|key| key.is_within(&pool)).len(), 2);
        let rows = |key: &Key| cache.whole_list(&key.list()).map(<[Document]>::len);
        assert_eq!((rows(&client), rows(&other)), (Some(0), Some(1)), "a list that is gone has no rows");
        assert!(cache.get(&client).is_none() && cache.get(&other).is_some());
    }
}
