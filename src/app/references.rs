//! What the documents that were read refer to. It stays known after a document with secrets is forgotten.

use std::collections::{HashMap, HashSet};

use crate::resource::{Document, Key, Reference};

/// The references of everything that was read, in both directions.
#[derive(Debug, Default)]
pub struct References {
    of: HashMap<Key, ReadResource>,
    /// The resources that refer to a key.
    to: HashMap<Key, HashSet<Key>>,
    /// What AWS answered not to exist, with the time of the answer.
    absent: HashMap<Key, i64>,
    /// Grows with every change.
    pub revision: u64,
}

/// A resource as it was last read.
#[derive(Debug)]
pub struct ReadResource {
    /// Its name, or its id where it has none.
    pub name: String,
    pub refers_to: Vec<Reference>,
    /// When it was read, in seconds since 1970.
    pub read_at: i64,
}

impl References {
    pub fn get(&self, key: &Key) -> Option<&ReadResource> {
        self.of.get(key)
    }

    /// Every resource that was read, in no order.
    pub fn resources(&self) -> impl Iterator<Item = (&Key, &ReadResource)> {
        self.of.iter()
    }

    /// The resources that refer to another one, each with its references to it, in no order.
    pub fn referrers<'a>(&'a self, about: &'a Key) -> impl Iterator<Item = (&'a Key, Vec<&'a Reference>)> {
        let every = about.list().key("");
        let named = self.to.get(about).into_iter().flatten();
        let owners: HashSet<&Key> = named.chain(self.to.get(&every).into_iter().flatten()).collect();
        owners.into_iter().filter_map(move |owner| {
            let references = self.of.get(owner)?.refers_to.iter();
            Some((owner, references.filter(|reference| reference.is_to(about)).collect()))
        })
    }

    /// What was read at a time or later, also that it does not exist.
    pub fn read_since(&self, since: i64) -> HashSet<Key> {
        let read = self.of.iter().map(|(key, read)| (key, read.read_at));
        let all = read.chain(self.absent.iter().map(|(key, at)| (key, *at)));
        all.filter(|(_, at)| *at >= since).map(|(key, _)| key.clone()).collect()
    }

    /// Forgets a resource that its list no longer has.
    pub(crate) fn remove(&mut self, key: &Key) {
        self.update(key, None, 0);
        self.absent.remove(key);
    }

    /// Takes a resource as it was just read; `None` where it does not exist.
    pub(crate) fn update(&mut self, key: &Key, document: Option<&Document>, now: i64) {
        let refers_to =
            document.map(|document| (key.kind.related.refers_to)(key, document)).unwrap_or_default();
        let name = document.and_then(|document| key.kind.name_of(document)).unwrap_or(&key.id).to_owned();
        let before = self.of.remove(key);
        let is_same =
            before.as_ref().is_some_and(|before| before.refers_to == refers_to && before.name == name);
        if !is_same {
            self.revision += 1;
            for reference in before.into_iter().flat_map(|before| before.refers_to) {
                if let Some(owners) = self.to.get_mut(&reference.to) {
                    owners.remove(key);
                }
            }
            for reference in &refers_to {
                self.to.entry(reference.to.clone()).or_default().insert(key.clone());
            }
        }
        if document.is_some() {
            self.absent.remove(key);
            self.of.insert(key.clone(), ReadResource { name, refers_to, read_at: now });
        } else {
            self.absent.insert(key.clone(), now);
            self.revision += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{CLIENT, DOMAIN, HOST, PROVIDER};

    fn referrers(references: &References, about: &Key) -> usize {
        references.referrers(about).count()
    }

    #[test]
    fn a_reference_is_known_from_both_ends_until_the_document_is_read_without_it() {
        let mut references = References::default();
        let client = Key::child(&CLIENT, "pool", "web");
        let document = json!({"ClientName": "web", "SupportedIdentityProviders": ["COGNITO", "Google"],
            "AllowedOAuthFlowsUserPoolClient": true, "CallbackURLs": ["https://A.example:8443/cb"]});
        let document = Document::from_value(document).expect("an object");
        references.update(&client, Some(&document), 5);
        let google = Key::child(&PROVIDER, "pool", "Google");
        let domain = Key::child(&DOMAIN, "pool", "any");
        let host = Key::top(&HOST, "a.example:8443");
        for about in [&google, &domain, &host] {
            assert_eq!(referrers(&references, about), 1, "{about:?}");
        }
        assert_eq!(referrers(&references, &Key::child(&PROVIDER, "other", "Google")), 0);
        assert_eq!(references.get(&client).map(|read| read.read_at), Some(5));
        let revision = references.revision;
        references.update(&client, Some(&document), 6);
        assert_eq!((references.revision, referrers(&references, &google)), (revision, 1));
        references.update(&client, Some(&Document::default()), 7);
        assert_eq!(referrers(&references, &google), 0);
        references.update(&client, None, 8);
        assert!(references.get(&client).is_none());
    }
}
