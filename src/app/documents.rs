//! What a read, a create or a delete changes on all screens.

use std::collections::HashSet;

use crate::app::App;
use crate::app::cache::Unread;
use crate::app::screen::Screen;
use crate::resource::field::CountedRows;
use crate::resource::finding::Need;
use crate::resource::{Companion, DisplayValue, Document, Key, ListKey, Related};

impl App {
    /// After a read: updates every row, section, scan and title of the resource.
    pub(crate) fn document_read(&mut self, key: &Key, document: Document) {
        for screen in &mut self.screens {
            screen.show_document(key, &document, self.now);
        }
        let rechecked = self.scans.iter_mut().filter_map(|scan| {
            let changed = scan.recheck(key, &document);
            changed.then(|| scan.about.clone())
        });
        for about in rechecked.collect::<Vec<_>>() {
            self.show_scan(&about);
        }
        let shared = self.shared_with_companion(key, &document);
        self.cache.insert(key.clone(), document);
        self.recount(key);
        if let Some((companion, document)) = shared {
            self.document_read(&companion, document);
        }
    }

    /// The companion as it was last read, with the members that a newer read of this document tells too;
    /// `None` where they are the same.
    fn shared_with_companion(&self, key: &Key, document: &Document) -> Option<(Key, Document)> {
        let Related { companion: Some(Companion::Same(kind)), shared_members, .. } = key.kind.related else {
            return None;
        };
        let companion = Key { kind: kind(), ..key.clone() };
        let before = self.cache.get(&companion)?;
        let mut now = before.clone();
        for member in shared_members {
            now.set(member, document.get(member).cloned());
        }
        (now != *before).then_some((companion, now))
    }

    /// After a create: also adds a row to the list, and a section to the tab of its kind.
    pub(crate) fn document_created(&mut self, key: &Key, document: Document) {
        self.cache.insert_row(key, &document);
        for screen in &mut self.screens {
            screen.lists_mut().for_each(|list| list.insert(key, &document, self.now));
            screen.insert_section(key);
        }
        self.document_read(key, document);
        self.recheck_around(key);
        self.screens.iter_mut().for_each(|screen| screen.choose_section(key));
    }

    /// After a read that found nothing: what was in the resource is gone with it.
    pub(crate) fn document_absent(&mut self, key: &Key) {
        self.forget_gone(|other| other.is_within(key));
        self.cache.insert_unread(key.clone(), Unread::Absent);
        self.recount(key);
    }

    /// Takes a list that was read to its end: what it no longer has is gone, whoever has deleted it.
    pub(crate) fn list_read(&mut self, list: &ListKey, rows: &[Document]) {
        let listed: HashSet<_> = rows.iter().filter_map(|row| list.row(row)).collect();
        self.cache.insert_list(list.clone(), rows);
        self.forget_gone(|key| key.row_of(list).is_some_and(|row| !listed.contains(&row)));
        if !self.audit.is_running() {
            self.recheck_needing(|need| match need {
                Need::List(needed) | Need::Documents(needed) => needed == list,
                Need::Document(_) | Need::Existence(_) => false,
            });
        }
    }

    fn forget_gone(&mut self, is_gone: impl Fn(&Key) -> bool) {
        for key in self.cache.remove_gone(is_gone) {
            self.references.remove(&key);
            self.totals.remove(&key);
        }
    }

    /// After a delete: removes the row and the section.
    pub(crate) fn document_deleted(&mut self, key: &Key) {
        self.document_absent(key);
        self.cache.remove_row(key);
        self.recheck_around(key);
        for screen in &mut self.screens {
            screen.lists_mut().for_each(|list| list.remove(key));
            screen.remove_section(key);
        }
        for screen in self.screens.iter_mut().filter(|screen| screen.is_of(key)) {
            screen.reload_own_section();
        }
    }

    /// Shows numbers of rows where the opened resource's document lacks the member that they stand for.
    pub(crate) fn show_counts(&mut self) {
        let screen = self.screen_mut();
        let Some(key) = screen.key.clone() else { return };
        let counting = key.kind.fields.iter().filter_map(|field| Some((field.path, field.counts?)));
        let counted = |(path, (noun, kind)): (&'static str, CountedRows)| {
            let list = screen.lists().find(|list| list.key == key.children(kind()))?;
            Some((path, list.count_in_words(noun)?))
        };
        for (path, words) in counting.filter_map(counted).collect::<Vec<_>>() {
            let own = screen.details_mut().filter(|details| details.is_of_documents());
            let sections = own.flat_map(|details| &mut details.sections).filter(|section| section.key == key);
            for row in sections.flat_map(|section| &mut section.rows).filter(|row| row.member == path) {
                if let DisplayValue::Unset(text) = &mut row.value {
                    text.clone_from(&words);
                }
            }
        }
    }

    /// After a fetch: updates the rows of resources whose documents name the URL.
    pub(crate) fn text_fetched(&mut self, url: &str, text: &str) {
        for list in self.screens.iter_mut().flat_map(Screen::lists_mut) {
            list.show_fetched(url, text, &self.cache);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::app::remote::Remote;
    use crate::app::screen::Body;
    use crate::app::screen::details::tests::ROWS_MADE;
    use crate::app::screen::list::List;
    use crate::app::{Options, Target};
    use crate::message::{Call, Effect, Event, Progress, Reply, RequestId};
    use crate::resource::tables::{DOMAIN, IDENTITY_POOL, USER_POOL};

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    fn request(effects: &[Effect], is_it: fn(&Call) -> bool) -> RequestId {
        let id = |effect: &Effect| match effect {
            Effect::Call(id, call) if is_it(call) => Some(*id),
            _ => None,
        };
        effects.iter().find_map(id).expect("the request")
    }

    fn pool(name: &str) -> Document {
        document(json!({"IdentityPoolId": "1", "IdentityPoolName": name, "AllowClassicFlow": true}))
    }

    /// The list of identity pools with one pool, read.
    fn list() -> (App, Key) {
        let (mut app, effects) = App::start(Options::default(), Target::IdentityPools);
        let list = request(&effects, |call| matches!(call, Call::List(..)));
        let row = document(json!({"IdentityPoolId": "1", "IdentityPoolName": "shop"}));
        drop(app.update(Event::Progress(list, Progress::Page(vec![row])), 0));
        drop(app.update(Event::Reply(list, Ok(Reply::Listed(None))), 0));
        (app, Key::top(&IDENTITY_POOL, "1"))
    }

    #[test]
    fn an_answer_makes_the_rows_of_its_section_once() {
        let key = Key::top(&IDENTITY_POOL, "1");
        let (mut app, effects) = App::start(Options::default(), Target::Resource(key.clone()));
        let describe = request(&effects, |call| matches!(call, Call::Describe(_)));
        let before = ROWS_MADE.get();
        drop(app.update(Event::Reply(describe, Ok(Reply::Document(Some(pool("shop"))))), 0));
        assert_eq!(ROWS_MADE.get() - before, 1);
        assert_eq!(app.screen().name, "shop");
        assert_eq!(app.cache.get(&key), Some(&pool("shop")));
    }

    #[test]
    fn what_was_read_is_shown_on_every_screen_that_has_it() {
        let (mut app, key) = list();
        app.screens.push(Screen::open(key.clone(), None));
        app.document_read(&key, pool("store"));
        let row = app.screens[0].list().and_then(|list| list.row(0)).expect("a row");
        assert!(row.is_read);
        assert_eq!(row.listed.text("IdentityPoolName"), Some("store"));
        assert_eq!(app.screen().name, "store");
        assert!(
            app.screen().own_section().is_some_and(|section| section.is_known && !section.rows.is_empty())
        );
    }

    #[test]
    fn a_created_resource_has_a_row_that_is_chosen_and_a_deleted_one_has_none() {
        let (mut app, key) = list();
        let new = Key { id: "2".to_owned(), ..key };
        let created = document(json!({"IdentityPoolId": "2", "IdentityPoolName": "new"}));
        app.document_created(&new, created.clone());
        assert_eq!(app.list().and_then(List::chosen_key), Some(new.clone()));
        assert_eq!(app.cache.get(&new), Some(&created));
        app.document_deleted(&new);
        assert!(app.list().is_some_and(|list| list.ids().eq(["1"])));
        assert_eq!(app.cache.get(&new), None);
    }

    #[test]
    fn a_created_domain_is_a_section_of_its_pool_and_the_pool_is_read_again() {
        let pool = Key::top(&USER_POOL, "eu-west-1_1");
        let (mut app, effects) = App::start(Options::default(), Target::Resource(pool));
        let describe = request(&effects, |call| matches!(call, Call::Describe(_)));
        let read = document(json!({"Id": "eu-west-1_1", "Name": "shop"}));
        drop(app.update(Event::Reply(describe, Ok(Reply::Document(Some(read)))), 0));
        let domain = Key::child(&DOMAIN, "eu-west-1_1", "shop-login");
        let sections = |app: &App| -> Vec<Key> {
            let named = app.screen().tabs.iter().filter_map(|tab| match &tab.body {
                Body::Details(details) if details.named.is_some() => Some(&details.sections),
                _ => None,
            });
            named.flatten().map(|section| section.key.clone()).collect()
        };
        app.document_created(&domain, document(json!({"Domain": "shop-login", "Status": "ACTIVE"})));
        assert_eq!(sections(&app), std::slice::from_ref(&domain));
        assert!(app.screen().own_section().is_some_and(|section| section.load == Remote::NotAsked));
        app.document_deleted(&domain);
        assert_eq!(sections(&app), []);
    }

    #[test]
    fn a_page_fills_its_rows_from_the_cache_unless_the_name_has_changed() {
        let (mut app, key) = list();
        app.document_read(&key, pool("shop"));
        for (name, is_read) in [("shop", true), ("renamed", false)] {
            let effects = app.update(Event::Key("r".parse().expect("a key")), 0);
            let list = request(&effects, |call| matches!(call, Call::List(..)));
            app.document_read(&key, pool("shop"));
            let row = document(json!({"IdentityPoolId": "1", "IdentityPoolName": name}));
            drop(app.update(Event::Progress(list, Progress::Page(vec![row])), 0));
            drop(app.update(Event::Reply(list, Ok(Reply::Listed(None))), 0));
            assert_eq!(
                app.list().and_then(|list| list.row(0)).map(|row| row.is_read),
                Some(is_read),
                "{name}"
            );
        }
    }
}
