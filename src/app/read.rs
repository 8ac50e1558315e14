//! Reading what the shown tab needs, reading it again, and stopping to read.

use super::requests::Purpose;
use super::screen::{Body, Screen};
use super::search::{Search, State};
use super::sheet::Part;
use super::{App, Dialog, Load};
use crate::error::AppError;
use crate::message::{Call, Effect, Pages, Reply, RequestId};
use crate::resource::{Document, Key, ListKey, Listing, Order, Users};

impl App {
    /// Reads what the shown tab needs and does not have.
    pub(crate) fn activate(&mut self) -> Vec<Effect> {
        self.name_parts();
        let (lists, sheets) = wanted(self.screen());
        let mut effects = Vec::new();
        effects.extend(lists.iter().map(|key| self.read_list(key)));
        effects.extend(sheets.iter().map(|key| self.read_part(key)));
        if let Body::Sheet(sheet) = self.screen().body()
            && let (Some(users), Some(part)) = (sheet.users, sheet.parts.first())
        {
            let key = part.key.clone();
            effects.extend(self.search(&key, users, false));
        }
        effects
    }

    /// Looks who uses a resource, unless that is known or being looked for; again where it is asked for.
    pub(crate) fn search(&mut self, about: &Key, users: &'static Users, again: bool) -> Vec<Effect> {
        let known = |search: &&Search| search.about == *about && std::ptr::eq(search.users, users);
        if self
            .searches
            .iter()
            .find(known)
            .is_some_and(|search| !again && !matches!(search.state, State::Failed(_)))
        {
            self.show_search(about);
            return vec![];
        }
        let mut effects = Vec::new();
        // Another search may be about the same resource: only this one begins again.
        if let Some(old) =
            self.searches.iter().position(|search| known(&search)).map(|at| self.searches.swap_remove(at))
        {
            let ids =
                self.requests.ids(|purpose| matches!(purpose, Purpose::Search(other) if other == about));
            for id in ids.into_iter().filter(|id| old.waits_for(*id)) {
                self.requests.finish(id);
                effects.push(Effect::Cancel(id));
            }
        }
        let (search, effect) = Search::start(about.clone(), users, &mut self.requests);
        self.searches.push(search);
        self.show_search(about);
        effects.push(effect);
        effects
    }

    /// Puts what a search has found on the screens that show it.
    pub(crate) fn show_search(&mut self, about: &Key) {
        for screen in &mut self.screens {
            for sheet in screen.sheets_mut() {
                let Some(users) = sheet.users else { continue };
                let search = self
                    .searches
                    .iter()
                    .find(|search| search.about == *about && std::ptr::eq(search.users, users));
                if let (Some(search), Some(part)) =
                    (search, sheet.parts.first_mut().filter(|part| part.key == *about))
                {
                    part.rows = search.rows();
                    part.load = Load::Ready;
                }
            }
        }
    }

    /// Takes rows that a search lists.
    pub(crate) fn searched(&mut self, id: RequestId, about: &Key, rows: &[Document]) -> Vec<Effect> {
        let Some(at) = self.searches.iter().position(|search| search.state == State::Listing(id)) else {
            return vec![];
        };
        let mut search = self.searches.swap_remove(at);
        search.extend(rows, |key| self.seen.get(key));
        let effects = search.read_on(&mut self.requests);
        self.searches.push(search);
        self.show_search(about);
        self.show_neighbours(about);
        effects
    }

    /// Tells a form what has been read of its neighbours.
    fn show_neighbours(&mut self, about: &Key) {
        let users = about.kind.neighbours;
        let is_theirs = |search: &&Search| {
            search.about == *about && users.is_some_and(|users| std::ptr::eq(users, search.users))
        };
        let Some(search) = self.searches.iter().find(is_theirs) else { return };
        let neighbours = search.found.iter().filter_map(|(_, key, _)| self.seen.get(key)).cloned().collect();
        if let Some(form) = self.form_mut().filter(|form| form.key == *about) {
            form.take_neighbours(neighbours);
        }
    }

    /// Takes the end of a request of a search.
    pub(crate) fn search_settled(
        &mut self,
        id: RequestId,
        about: &Key,
        result: Result<Reply, AppError>,
    ) -> Vec<Effect> {
        let (mut result, mut effects, mut learned) = (Some(result), Vec::new(), None);
        for search in self.searches.iter_mut().filter(|search| search.about == *about) {
            if let Some(result) = result.take_if(|_| search.waits_for(id)) {
                learned = search.settle(id, result);
                effects = search.read_on(&mut self.requests);
            }
        }
        if let Some((key, document)) = learned {
            self.learn(&key, &document);
        }
        self.show_search(about);
        self.show_neighbours(about);
        // Only the question of a removal shows what a search finds.
        if matches!(&self.dialog, Some(Dialog::Confirm(confirm)) if confirm.write.order == Order::Delete) {
            self.look_again();
        }
        effects
    }

    /// A tab whose documents are named by the opened resource gets its parts once that is known.
    fn name_parts(&mut self) {
        let screen = self.screen_mut();
        let (document, parent) = (screen.document().cloned(), screen.key.clone());
        let (Some(document), Some(parent)) = (document, parent) else { return };
        for sheet in screen.sheets_mut() {
            if let Some(named) = sheet.named.filter(|named| !named.known) {
                let ids = (named.ids)(&document).into_iter().filter(|id| !id.is_empty());
                sheet.parts =
                    ids.map(|id| Part::new(Key::child(named.kind, parent.id.clone(), id))).collect();
                sheet.named = Some(super::sheet::Named { known: true, ..named });
            }
        }
    }

    fn read_list(&mut self, key: &ListKey) -> Effect {
        let label = format!("Listing {}", key.kind.plural.to_lowercase());
        let pages = if key.kind.listing == Listing::Endless { Pages::One(None) } else { Pages::All };
        let (id, effect) =
            self.requests.start(label, Purpose::List(key.clone()), Call::List(key.clone(), pages));
        self.stopped_glancing = false;
        for list in self.screen_mut().lists_mut().filter(|list| list.key == *key) {
            list.load = Load::Reading(id);
        }
        effect
    }

    /// Reads the next page of an endless list, once the chosen row comes near to what was read.
    pub(crate) fn read_on(&mut self) -> Option<Effect> {
        let near = self.page() * 2;
        let list = self.screen().list()?;
        let token = list.next.clone().filter(|_| {
            list.load == Load::Ready && !list.is_filtered() && list.place() + near >= list.len()
        })?;
        let key = list.key.clone();
        let label = format!("Listing more {}", key.kind.plural.to_lowercase());
        let (id, effect) =
            self.requests.start(label, Purpose::List(key.clone()), Call::List(key, Pages::One(Some(token))));
        if let Some(list) = self.screen_mut().list_mut() {
            list.load = Load::Reading(id);
        }
        Some(effect)
    }

    /// Reads the rows in sight for the columns that their list does not answer, and stops reading those that
    /// are not in sight any more.
    pub(crate) fn glance(&mut self) -> Vec<Effect> {
        let wanted = self.list().map(|list| list.glances(self.page())).unwrap_or_default();
        let mut effects =
            self.requests.cancel(|purpose| matches!(purpose, Purpose::Row(key) if !wanted.contains(key)));
        let under_way = |purpose: &Purpose| matches!(purpose, Purpose::Row(_));
        let free = if self.stopped_glancing {
            0
        } else {
            GLANCES.saturating_sub(self.requests.ids(under_way).len())
        };
        let idle = |key: &Key| {
            self.requests.ids(|purpose| matches!(purpose, Purpose::Row(row) if row == key)).is_empty()
        };
        let next: Vec<_> = wanted.into_iter().filter(idle).take(free).collect();
        for key in next {
            let label = format!("Reading the {} in sight", key.kind.plural.to_lowercase());
            effects.push(self.requests.start(label, Purpose::Row(key.clone()), Call::Glance(key)).1);
        }
        effects
    }

    /// Takes what was read for a row.
    pub(crate) fn glanced(&mut self, key: &Key, result: Result<Reply, AppError>) {
        if let Ok(Reply::Document(Some(document))) = result {
            self.learn(key, &document);
        } else {
            for list in self.screens.iter_mut().flat_map(Screen::lists_mut) {
                list.give_up(key);
            }
        }
    }

    fn read_part(&mut self, key: &Key) -> Effect {
        let screen = self.screen();
        let name = if screen.key.as_ref() == Some(key) { screen.name.clone() } else { key.id.clone() };
        let label = format!("Reading {} {name}", key.kind.name);
        let (id, effect) =
            self.requests.start(label, Purpose::Sheet(key.clone()), Call::Describe(key.clone()));
        for part in self.screen_mut().sheets_mut().filter_map(|sheet| sheet.part_mut(key)) {
            part.load = Load::Reading(id);
        }
        effect
    }

    /// Reads what is shown again.
    pub(crate) fn reload(&mut self) -> Vec<Effect> {
        self.stopped_glancing = false;
        if let Some(parent) = self.list().map(|list| list.key.parent.clone()) {
            self.seen.retain(|key, _| key.parent != parent);
        }
        let mut effects = self.stop_reading();
        effects.extend(self.ask_who());
        if let Body::Sheet(sheet) = self.screen().body()
            && let (Some(users), Some(part)) = (sheet.users, sheet.parts.first())
        {
            let key = part.key.clone();
            self.seen.retain(|key, _| key.kind != (users.kind)());
            effects.extend(self.search(&key, users, true));
            return effects;
        }
        let screen = self.screen_mut();
        let named = match screen.body_mut() {
            Body::List(list) => {
                list.read_again();
                list.load = Load::Waiting;
                false
            }
            Body::Sheet(sheet) => {
                for part in &mut sheet.parts {
                    part.load = Load::Waiting;
                }
                match &mut sheet.named {
                    Some(named) => {
                        // Which there are stands in the resource itself, so that is read first.
                        named.known = false;
                        true
                    }
                    None => false,
                }
            }
        };
        if named && let Some(key) = screen.key.clone() {
            for part in screen.sheets_mut().filter_map(|sheet| sheet.part_mut(&key)) {
                part.load = Load::Waiting;
            }
            effects.push(self.read_part(&key));
            return effects;
        }
        effects.extend(self.activate());
        effects
    }

    /// Stops what is being read for what is shown.
    pub(crate) fn stop_reading(&mut self) -> Vec<Effect> {
        let reading: Vec<_> = self.screen().loads().into_iter().filter_map(reading_id).collect();
        self.give_up(&reading)
    }

    /// Stops everything that is being read, on every screen.
    pub(crate) fn stop_everything(&mut self) -> Vec<Effect> {
        self.stopped_glancing |= !self.requests.ids(|purpose| matches!(purpose, Purpose::Row(_))).is_empty();
        let ids: Vec<_> = self.requests.ids(|purpose| !matches!(purpose, Purpose::Write(_)));
        self.give_up(&ids)
    }

    /// Whether anything is being read.
    pub(crate) fn is_reading(&self) -> bool {
        self.requests.iter().any(|request| !matches!(request.purpose, Purpose::Write(_) | Purpose::Caller))
    }

    /// Stops requests, and marks what they were reading as stopped.
    pub(crate) fn give_up(&mut self, ids: &[RequestId]) -> Vec<Effect> {
        let followed: Vec<_> = ids
            .iter()
            .filter_map(|id| self.requests.get(*id))
            .map(|request| request.purpose.clone())
            .collect();
        for part in self.screens.iter_mut().flat_map(Screen::sheets_mut).flat_map(|sheet| &mut sheet.parts) {
            part.unfollowed |= followed.contains(&Purpose::Follow(part.key.clone()));
        }
        let mut stopped = Vec::new();
        for search in self.searches.iter_mut().filter(|search| ids.iter().any(|id| search.waits_for(*id))) {
            search.stop();
            stopped.push(search.about.clone());
        }
        for about in &stopped {
            self.show_search(about);
        }
        for screen in &mut self.screens {
            let stopped = |load: &mut Load| {
                if reading_id(load).is_some_and(|id| ids.contains(&id)) {
                    *load = Load::Stopped;
                }
            };
            screen.lists_mut().for_each(|list| stopped(&mut list.load));
            screen.sheets_mut().flat_map(|sheet| &mut sheet.parts).for_each(|part| stopped(&mut part.load));
        }
        ids.iter().filter(|id| self.requests.finish(**id).is_some()).map(|id| Effect::Cancel(*id)).collect()
    }

    /// Takes the document of a sheet.
    pub(crate) fn sheet_read(
        &mut self,
        key: &Key,
        id: RequestId,
        result: &Result<Reply, AppError>,
    ) -> Vec<Effect> {
        let load = Load::Reading(id);
        let mut learned = None;
        for screen in &mut self.screens {
            for part in screen
                .sheets_mut()
                .flat_map(|sheet| &mut sheet.parts)
                .filter(|part| part.key == *key && part.load == load)
            {
                match result {
                    Ok(Reply::Document(document)) => {
                        part.take(document.clone());
                        learned.clone_from(document);
                    }
                    Ok(_) => part.load = Load::Ready,
                    Err(error) => part.load = Load::Failed(error.clone()),
                }
            }
        }
        if let Some(document) = learned {
            self.learn(key, &document);
        }
        self.activate()
    }
}

/// How many rows wait for their turn at the same time, so that they come from the top to the bottom.
const GLANCES: usize = 4;

/// The request that reads something, while it does.
pub(super) const fn reading_id(load: &Load) -> Option<RequestId> {
    match load {
        Load::Reading(id) => Some(*id),
        _ => None,
    }
}

/// What the shown tab needs and does not have. A tab that names others needs the resource itself first.
fn wanted(screen: &Screen) -> (Vec<ListKey>, Vec<Key>) {
    let waits = |part: &&Part| part.load == Load::Waiting;
    match screen.body() {
        Body::Sheet(sheet) if sheet.users.is_some() => (vec![], vec![]),
        Body::List(list) if list.load == Load::Waiting => (vec![list.key.clone()], vec![]),
        Body::List(_) => (vec![], vec![]),
        Body::Sheet(sheet) if sheet.named.is_some_and(|named| !named.known) => {
            let own = screen.tabs.iter().find_map(|tab| match &tab.body {
                Body::Sheet(sheet) => sheet.parts.iter().find(|part| Some(&part.key) == screen.key.as_ref()),
                Body::List(_) => None,
            });
            (vec![], own.filter(waits).map(|part| part.key.clone()).into_iter().collect())
        }
        Body::Sheet(sheet) => {
            (vec![], sheet.parts.iter().filter(waits).map(|part| part.key.clone()).collect())
        }
    }
}
