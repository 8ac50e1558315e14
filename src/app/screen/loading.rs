//! Loading: requests the content of the shown tab, refreshes it, and stops loading.

use crate::app::App;
use crate::app::cache::Unread;
use crate::app::remote::Remote;
use crate::app::requests::Purpose;
use crate::app::screen::details::Section;
use crate::app::screen::{Body, Screen};
use crate::error::AppError;
use crate::message::{Call, Effect, Pages, Reply, RequestId};
use crate::resource::{Field, Key, ListKey, Listing};

impl App {
    /// Requests the content that the shown tab lacks.
    pub(crate) fn activate(&mut self) -> Vec<Effect> {
        if self.is_joint() {
            return self.activate_members();
        }
        self.load_named_sections();
        let (lists, details) = wanted(self.screen());
        let mut effects = Vec::new();
        effects.extend(lists.iter().map(|key| self.read_list(key)));
        effects.extend(details.iter().map(|key| self.read_section(key)));
        effects.extend(self.read_counted_lists());
        effects.extend(self.read_list_note());
        if let Body::Details(details) = self.screen().body()
            && let (Some(referrers), Some(section)) = (details.referrers, details.sections.first())
        {
            let key = section.key.clone();
            effects.extend(self.start_scan(&key, referrers, false));
        }
        effects
    }

    /// Adds the sections of a tab whose keys are in the opened resource's document, after that was read.
    fn load_named_sections(&mut self) {
        let Some(own) = self.screen().own_section().filter(|section| section.is_known) else { return };
        let parent = own.key.clone();
        let Some(document) = self.cache.get(&parent) else { return };
        let last = self.screens.len() - 1;
        for details in self.screens[last].details_mut() {
            if let Some(named) = details.named.filter(|named| !named.known) {
                let ids = (named.ids)(document).into_iter().filter(|id| !id.is_empty());
                let mut known = std::mem::take(&mut details.sections);
                let section = |id| {
                    let key = Key::child(named.kind, parent.id.clone(), id);
                    let Some(place) = known.iter().position(|section| section.key == key) else {
                        return Section::new(key);
                    };
                    // Its rows stay until it is read again.
                    let mut section = known.swap_remove(place);
                    section.load = Remote::NotAsked;
                    section
                };
                details.sections = ids.map(section).collect();
                details.named = Some(crate::app::screen::details::Named { known: true, ..named });
            }
        }
    }

    /// Reads the lists of other tabs whose number of rows the shown document needs.
    fn read_counted_lists(&mut self) -> Vec<Effect> {
        let screen = self.screen();
        let shows_itself = matches!(screen.body(),
            Body::Details(details) if details.is_of_documents() && details.named.is_none());
        let Some(own) = screen.own_section().filter(|section| shows_itself && section.is_known) else {
            return vec![];
        };
        let Some(document) = self.cache.get(&own.key) else { return vec![] };
        let is_absent = |field: &&Field| document.get(field.path).is_none();
        let counted = own.key.kind.fields.iter().filter(is_absent).filter_map(|field| field.counts);
        let lists: Vec<_> = counted.map(|(_, kind)| own.key.children(kind())).collect();
        let is_unread =
            |key: &&ListKey| screen.lists().any(|list| list.key == **key && list.load == Remote::NotAsked);
        let unread: Vec<_> = lists.iter().filter(is_unread).collect();
        // The user did not ask for this list, so what was stopped stays stopped.
        let was_stopped = self.prefetch_stopped;
        let effects = unread.into_iter().map(|key| self.read_list(key)).collect();
        self.prefetch_stopped = was_stopped;
        effects
    }

    fn read_list(&mut self, key: &ListKey) -> Effect {
        self.read_list_of(self.screens.len() - 1, key)
    }

    /// Reads a list of the screen with this number.
    pub(crate) fn read_list_of(&mut self, screen: usize, key: &ListKey) -> Effect {
        let label = format!("Listing {}", key.kind.plural.to_lowercase());
        let pages = if key.kind.listing == Listing::PagedOnDemand { Pages::One(None) } else { Pages::All };
        let (id, effect) =
            self.requests.start(label, Purpose::List(key.clone()), Call::List(key.clone(), pages));
        self.prefetch_stopped = false;
        for list in self.screens[screen].lists_mut().filter(|list| list.key == *key) {
            list.load = Remote::Loading(id);
        }
        effect
    }

    /// Reads the next page of a list without bounds when the chosen row comes near the last one read.
    pub(crate) fn load_next_page(&mut self) -> Option<Effect> {
        let near = self.page() * 2;
        let list = self.screen().list()?;
        let token = list
            .next
            .clone()
            .filter(|_| list.load.is_ready() && !list.is_filtered() && list.place() + near >= list.len())?;
        let key = list.key.clone();
        let label = format!("Listing more {}", key.kind.plural.to_lowercase());
        let (id, effect) =
            self.requests.start(label, Purpose::List(key.clone()), Call::List(key, Pages::One(Some(token))));
        if let Some(list) = self.screen_mut().list_mut() {
            list.load = Remote::Loading(id);
        }
        Some(effect)
    }

    fn read_section(&mut self, key: &Key) -> Effect {
        let screen = self.screen();
        let name = if screen.key.as_ref() == Some(key) { screen.name.clone() } else { key.id.clone() };
        let label = format!("Loading {} {name}", key.kind.name);
        let (id, effect) =
            self.requests.start(label, Purpose::Details(key.clone()), Call::Describe(key.clone()));
        for section in self.screen_mut().details_mut().filter_map(|details| details.section_mut(key)) {
            section.load = Remote::Loading(id);
        }
        effect
    }

    /// Reads the content of the shown tab again.
    pub(crate) fn refresh(&mut self) -> Vec<Effect> {
        if self.is_joint() {
            return self.refresh_members();
        }
        if matches!(self.screen().body(), Body::Details(details) if details.trust_map.is_some()) {
            return self.scan();
        }
        self.prefetch_stopped = false;
        self.expire_evidence();
        self.accept_code();
        if let Some(parents) = self.list().map(|list| list.key.parents.clone()) {
            self.cache.expire(|key| key.parents == parents);
        }
        self.expire_list_note();
        let mut effects = self.stop_reading();
        effects.extend(self.fetch_caller());
        if let Body::Details(details) = self.screen().body()
            && let (Some(referrers), Some(section)) = (details.referrers, details.sections.first())
        {
            let key = section.key.clone();
            self.cache.expire(|key| key.kind == (referrers.kind)());
            effects.extend(self.start_scan(&key, referrers, true));
            return effects;
        }
        let screen = self.screen_mut();
        let named = match screen.body_mut() {
            Body::List(list) => {
                list.begin_refresh();
                list.load = Remote::NotAsked;
                false
            }
            Body::Details(details) => {
                for section in &mut details.sections {
                    section.load = Remote::NotAsked;
                }
                match &mut details.named {
                    Some(named) => {
                        // The resource's own document has the keys of the sections, so it is read first.
                        named.known = false;
                        true
                    }
                    None => false,
                }
            }
        };
        if named && let Some(key) = screen.key.clone() {
            for section in screen.details_mut().filter_map(|details| details.section_mut(&key)) {
                section.load = Remote::NotAsked;
            }
            effects.push(self.read_section(&key));
            return effects;
        }
        self.expire_counted_lists();
        effects.extend(self.activate());
        effects
    }

    /// Has the lists read again whose number of rows the shown document needs.
    fn expire_counted_lists(&mut self) {
        let screen = self.screen_mut();
        let Some(key) = screen.key.clone().filter(|_| matches!(screen.body(), Body::Details(_))) else {
            return;
        };
        let counted: Vec<_> = key.kind.fields.iter().filter_map(|field| field.counts).collect();
        for list in screen.lists_mut().filter(|list| list.load.is_over()) {
            if counted.iter().any(|(_, kind)| list.key == key.children(kind())) {
                list.begin_refresh();
                list.load = Remote::NotAsked;
            }
        }
    }

    /// Stops the loads of the shown tab.
    pub(crate) fn stop_reading(&mut self) -> Vec<Effect> {
        let reading: Vec<_> = self.screen().loads().into_iter().filter_map(Remote::request).collect();
        self.cancel_loads(&reading)
    }

    /// Stops the reads of all screens.
    pub(crate) fn stop_everything(&mut self) -> Vec<Effect> {
        if self.is_joint() {
            return self.for_members(Self::stop_everything);
        }
        self.prefetch_stopped |=
            !self.requests.ids_here(|purpose| matches!(purpose, Purpose::Row(_))).is_empty();
        let ids: Vec<_> =
            self.requests.ids_here(|purpose| !matches!(purpose, Purpose::Write { .. } | Purpose::Record));
        self.cancel_loads(&ids)
    }

    /// True if a read is under way, for any screen or dialog.
    pub(crate) fn is_reading(&self) -> bool {
        self.requests.iter().any(|request| {
            !matches!(request.purpose, Purpose::Write { .. } | Purpose::Record | Purpose::Caller)
        })
    }

    /// Stops requests, and marks their loads as stopped.
    pub(crate) fn cancel_loads(&mut self, ids: &[RequestId]) -> Vec<Effect> {
        let stopped = ids.iter().filter_map(|id| self.requests.get(*id));
        let polled: Vec<_> = stopped.map(|request| request.purpose.clone()).collect();
        for section in
            self.screens.iter_mut().flat_map(Screen::details_mut).flat_map(|details| &mut details.sections)
        {
            section.polling_stopped |= polled.contains(&Purpose::Poll(section.key.clone()));
        }
        for purpose in polled {
            if let Purpose::Evidence(key) = purpose {
                self.cache.insert_unread(key, Unread::Stopped);
            }
        }
        let was_scanning = self.audit.is_running();
        self.audit.stop(ids);
        if was_scanning && !self.audit.is_running() {
            self.recheck(|_| true);
        }
        let mut stopped = Vec::new();
        for scan in self.scans.iter_mut().filter(|scan| ids.iter().any(|id| scan.waits_for(*id))) {
            scan.stop();
            stopped.push(scan.about.clone());
        }
        for about in &stopped {
            self.show_scan(about);
        }
        for screen in &mut self.screens {
            screen.lists_mut().for_each(|list| list.load.stop(ids));
            screen
                .details_mut()
                .flat_map(|details| &mut details.sections)
                .for_each(|section| section.load.stop(ids));
        }
        ids.iter().filter(|id| self.requests.finish(**id).is_some()).map(|id| Effect::Cancel(*id)).collect()
    }

    /// Shows the document that a section waits for, or the error.
    pub(crate) fn handle_details_reply(
        &mut self,
        key: &Key,
        id: RequestId,
        result: Result<Reply, AppError>,
    ) -> Vec<Effect> {
        let sections = self.screens.iter_mut().flat_map(Screen::details_mut);
        let waiting = sections.flat_map(|details| &mut details.sections);
        let document = match result {
            Ok(Reply::Document(document)) => Ok(document),
            Ok(_) => Ok(None),
            Err(error) => Err(error),
        };
        for section in waiting.filter(|section| section.key == *key && section.load.waits_for(id)) {
            match &document {
                // `document_read` shows the document, here and elsewhere.
                Ok(Some(_)) => section.load = Remote::Ready(()),
                Ok(None) => section.show(None, self.now),
                Err(error) => section.load = Remote::Failed(error.clone()),
            }
        }
        match document {
            Ok(Some(document)) => self.document_read(key, document),
            Ok(None) => self.document_absent(key),
            Err(_) => {}
        }
        self.activate()
    }
}

/// The lists and documents that the shown tab lacks. A tab whose keys are in the opened resource's document
/// needs that first.
fn wanted(screen: &Screen) -> (Vec<ListKey>, Vec<Key>) {
    let waits = |section: &&Section| section.load == Remote::NotAsked;
    match screen.body() {
        Body::Details(details) if !details.is_of_documents() => (vec![], vec![]),
        // Only the user starts the scan of all pools.
        Body::List(list) if list.load == Remote::NotAsked && !list.holds_findings() => {
            (vec![list.key.clone()], vec![])
        }
        Body::List(_) => (vec![], vec![]),
        Body::Details(details) if details.named.is_some_and(|named| !named.known) => {
            let own = screen.tabs.iter().find_map(|tab| match &tab.body {
                Body::Details(details) => {
                    details.sections.iter().find(|section| Some(&section.key) == screen.key.as_ref())
                }
                Body::List(_) => None,
            });
            (vec![], own.filter(waits).map(|section| section.key.clone()).into_iter().collect())
        }
        Body::Details(details) => {
            (vec![], details.sections.iter().filter(waits).map(|section| section.key.clone()).collect())
        }
    }
}
