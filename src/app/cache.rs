//! Documents as last read.

use std::collections::HashMap;

use crate::resource::display::masked::for_each_secret;
use crate::resource::finding::Known;
use crate::resource::{Document, Key, Kind, ListKey};
use serde_json::Value;

/// The documents that were read in this run, by resource.
#[derive(Debug, Default)]
pub struct Cache {
    documents: HashMap<Key, CachedDocument>,
    /// The ids and names of lists that were read to their end.
    lists: HashMap<ListKey, Vec<Document>>,
}

impl Known for Cache {
    fn document(&self, key: &Key) -> Option<&Document> {
        self.get(key)
    }

    fn whole_list(&self, list: &ListKey) -> Option<&[Document]> {
        self.lists.get(list).map(Vec::as_slice)
    }
}

#[derive(Debug)]
struct CachedDocument {
    document: Document,
    expired: bool,
}

impl Cache {
    pub fn insert(&mut self, key: Key, document: Document) {
        self.documents.insert(key, CachedDocument { document, expired: false });
    }

    /// The document as last read, however long ago.
    pub fn get(&self, key: &Key) -> Option<&Document> {
        self.documents.get(key).map(|entry| &entry.document)
    }

    /// Every document that was read, with its key, in no order.
    pub fn documents(&self) -> impl Iterator<Item = (&Key, &Document)> {
        self.documents.iter().map(|(key, entry)| (key, &entry.document))
    }

    /// The document, unless it has expired and must be read again.
    pub fn fresh(&self, key: &Key) -> Option<&Document> {
        self.documents.get(key).filter(|entry| !entry.expired).map(|entry| &entry.document)
    }

    pub fn remove(&mut self, key: &Key) {
        self.documents.remove(key);
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

    /// Removes the documents with secrets, except for some.
    pub fn remove_secrets(&mut self, except: impl Fn(&Key) -> bool) {
        self.documents.retain(|key, entry| except(key) || !has_secret(key.kind, &entry.document));
    }

    /// Marks documents as expired: they stay the last read ones, but are read again before anything relies on
    /// them.
    pub fn expire(&mut self, which: impl Fn(&Key) -> bool) {
        for (_, entry) in self.documents.iter_mut().filter(|(key, _)| which(key)) {
            entry.expired = true;
        }
    }
}

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
    use crate::resource::tables::{IDENTITY_POOL, USER_POOL};

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
}
