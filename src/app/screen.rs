//! Screens: the opened resource, or the top level, with its tabs.

mod actions;
pub mod details;
mod filter;
mod haystack;
mod inspect;
pub mod list;
mod list_note;
pub mod list_row;
pub mod live;
pub mod loading;
mod polling;
mod pool;
mod prefetch;
pub mod preview;
pub mod reference_scan;
mod scanning;
mod sorting;
pub mod stack;

pub use pool::pool_name;

use crate::app::Target;
use crate::app::remote::Remote;
use crate::app::screen::details::{Details, Section};
use crate::app::screen::list::List;
use crate::error::AppError;
use crate::history::HISTORY;
use crate::resource::display::value::DisplayValue;
use crate::resource::finding::FINDING;
use crate::resource::tables::TOP;
use crate::resource::{Document, Key, Kind, KindId, ListKey, Shows, TabLayout};

/// Numbers of the findings and of the history among the tabs of the top level.
pub const FINDINGS_TAB: usize = 3;
pub const HISTORY_TAB: usize = 4;

/// A screen: a resource, or the top level, with its tabs. The stack of screens is the way back.
#[derive(Debug)]
pub struct Screen {
    /// The opened resource; `None` for the top level.
    pub key: Option<Key>,
    /// The resource's name, or its id while the name is unknown.
    pub name: String,
    /// The tabs, of which there is at least one.
    pub tabs: Vec<ScreenTab>,
    pub active: usize,
}

/// A tab of a screen: its number, its title and its content.
#[derive(Debug)]
pub struct ScreenTab {
    /// The key that shows the tab. The tabs of a screen count from 1.
    pub number: usize,
    pub title: &'static str,
    pub body: Body,
}

/// The content of a tab: a list, or documents.
#[derive(Debug)]
pub enum Body {
    List(Box<List>),
    Details(Box<Details>),
}

impl Screen {
    /// The top level with its lists of user pools and identity pools; the target decides which one shows.
    pub fn home(target: &Target) -> Self {
        let kind = match target {
            Target::UserPools => KindId::UserPool,
            Target::IdentityPools => KindId::IdentityPool,
            Target::Resource(key) => key.kind.id,
        };
        let active = TOP.iter().position(|top| top.id == kind).unwrap_or_default();
        let tab = |(number, title, kind)| Self::list_tab(number, title, kind);
        let pools = (1..).zip(TOP).map(|(number, kind)| (number, kind.plural, kind));
        let others = [(FINDINGS_TAB, "Findings", &FINDING), (HISTORY_TAB, "History", &HISTORY)];
        let lists = pools.chain(others);
        let mut home = Self { key: None, name: String::new(), tabs: lists.map(tab).collect(), active };
        if let (Target::Resource(key), Some(list)) = (target, home.list_mut()) {
            list.choose_when_listed(&key.id);
        }
        home
    }

    /// A tab of the top level.
    pub(super) fn list_tab(number: usize, title: &'static str, kind: &'static Kind) -> ScreenTab {
        ScreenTab { number, title, body: Body::List(Box::new(List::new(ListKey::top(kind)))) }
    }

    pub fn open(key: Key, name: Option<String>) -> Self {
        let body = |shows: Shows| match shows {
            Shows::Itself => Body::Details(Box::new(Details::itself(key.clone()))),
            Shows::Same(kinds) => {
                let keys = kinds.iter().map(|kind| Key { kind: kind(), ..key.clone() });
                Body::Details(Box::new(Details::of_keys(keys)))
            }
            Shows::TrustMap => Body::Details(Box::new(Details::trust_map(key.clone()))),
            Shows::Referrers(referrers) => {
                Body::Details(Box::new(Details::referrers(key.clone(), referrers)))
            }
            Shows::List(kind) => Body::List(Box::new(List::new(key.children(kind())))),
            Shows::Named(kind, ids) => Body::Details(Box::new(Details::named(kind(), ids))),
        };
        let tab = |(number, tab): (usize, &TabLayout)| ScreenTab {
            number,
            title: tab.title,
            body: body(tab.shows),
        };
        let mut tabs: Vec<_> = (1..).zip(key.kind.tabs).map(tab).collect();
        if tabs.is_empty() {
            tabs.push(ScreenTab { number: 1, title: "Settings", body: body(Shows::Itself) });
        }
        Self { name: name.unwrap_or_else(|| key.id.clone()), key: Some(key), tabs, active: 0 }
    }

    /// The trust map of a resource.
    pub fn trust_map(key: Key, name: String) -> Self {
        let body = Body::Details(Box::new(Details::trust_map(key.clone())));
        let tabs = vec![ScreenTab { number: 1, title: "Trust map", body }];
        Self { key: Some(key), name, tabs, active: 0 }
    }

    /// Opens a resource at one of its settings. A part of another resource is a tab of that.
    pub fn open_at(key: &Key, path: &'static str) -> Self {
        let mut screen = Self::open(Key { kind: key.kind.whole(), ..key.clone() }, None);
        let has_it = |details: &Details| {
            details.is_of_documents() && details.sections.iter().any(|section| section.key == *key)
        };
        let bodies = screen.tabs.iter_mut().map(|tab| &mut tab.body).enumerate();
        for (at, body) in bodies {
            if let Body::Details(details) = body
                && has_it(details)
            {
                details.wanted = Some(path);
                screen.active = at;
                break;
            }
        }
        screen
    }

    /// True if a secret is on the screen, masked or not.
    pub fn has_secrets(&self) -> bool {
        match self.body() {
            Body::List(_) => false,
            Body::Details(details) => details.rows().any(|row| matches!(row.value, DisplayValue::Secret(_))),
        }
    }

    pub fn body(&self) -> &Body {
        &self.tabs[self.active.min(self.tabs.len() - 1)].body
    }

    pub fn body_mut(&mut self) -> &mut Body {
        let last = self.tabs.len() - 1;
        &mut self.tabs[self.active.min(last)].body
    }

    pub fn list(&self) -> Option<&List> {
        match self.body() {
            Body::List(list) => Some(list),
            Body::Details(_) => None,
        }
    }

    pub fn list_mut(&mut self) -> Option<&mut List> {
        match self.body_mut() {
            Body::List(list) => Some(list),
            Body::Details(_) => None,
        }
    }

    pub fn details_mut(&mut self) -> impl Iterator<Item = &mut Details> {
        self.tabs.iter_mut().filter_map(|tab| match &mut tab.body {
            Body::Details(details) => Some(details.as_mut()),
            Body::List(_) => None,
        })
    }

    pub fn lists(&self) -> impl Iterator<Item = &List> {
        self.tabs.iter().filter_map(|tab| match &tab.body {
            Body::List(list) => Some(list.as_ref()),
            Body::Details(_) => None,
        })
    }

    pub fn lists_mut(&mut self) -> impl Iterator<Item = &mut List> {
        self.tabs.iter_mut().filter_map(|tab| match &mut tab.body {
            Body::List(list) => Some(list.as_mut()),
            Body::Details(_) => None,
        })
    }

    /// The section of the opened resource itself.
    pub fn own_section(&self) -> Option<&Section> {
        let own = |section: &&Section| Some(&section.key) == self.key.as_ref();
        self.tabs.iter().find_map(|tab| match &tab.body {
            Body::Details(details) if !details.is_of_documents() => None,
            Body::Details(details) => details.sections.iter().find(own),
            Body::List(_) => None,
        })
    }

    /// Key and name of the resource that a key like `e` or `D` acts on: the chosen row's, or the one whose
    /// document is shown.
    pub fn target(&self) -> Option<(Key, String)> {
        match self.body() {
            Body::List(list) => {
                let key = list.chosen_key()?;
                let name =
                    list.chosen().and_then(|row| key.kind.name_of(&row.listed)).unwrap_or(&key.id).to_owned();
                Some((key, name))
            }
            // A map is of many resources.
            Body::Details(details) if details.trust_map.is_some() => None,
            Body::Details(details) => {
                let section = details.section()?;
                let same = self.key.as_ref().is_some_and(|key| key.id == section.key.id);
                let name = if same { self.name.clone() } else { section.key.id.clone() };
                Some((section.key.clone(), name))
            }
        }
    }

    /// Key and name of the resource that a key like `c` acts on: the chosen row's, or the opened one,
    /// whichever tab is shown.
    pub fn subject(&self) -> Option<(Key, String)> {
        match self.body() {
            Body::List(list) if list.key.parents.is_empty() => self.target(),
            Body::Details(details) if details.trust_map.is_some() => None,
            _ => Some((self.key.clone()?, self.name.clone())),
        }
    }

    /// True if the screen shows the parent of this resource.
    pub fn is_of(&self, key: &Key) -> bool {
        self.key.as_ref().is_some_and(|own| own.is_parent_of(key))
    }

    /// Updates the resource's row, its sections, and the title of its screen.
    pub fn show_document(&mut self, key: &Key, document: &Document, now: i64) {
        self.lists_mut().for_each(|list| list.show(key, document));
        for details in self.details_mut().filter(|details| details.is_of_documents()) {
            if let Some(section) = details.section_mut(key).filter(|section| !section.load.is_loading()) {
                section.show(Some(document), now);
                details.choose_wanted(key);
            }
        }
        if self.key.as_ref() == Some(key) {
            // The next activation of their tab looks up again which documents the resource names.
            let named = self.details_mut().filter_map(|details| details.named.as_mut());
            named.for_each(|named| named.known = false);
            if let Some(name) = key.kind.name_of(document) {
                name.clone_into(&mut self.name);
            }
        }
    }

    /// Inserts a section for a created resource on the tab that names its kind.
    pub fn insert_section(&mut self, key: &Key) {
        if !self.is_of(key) {
            return;
        }
        for details in self.named_details_mut(key) {
            if details.section_mut(key).is_none() {
                details.sections.push(Section::new(key.clone()));
            }
        }
        self.reload_own_section();
    }

    /// Chooses the section of a created resource on the tab that names its kind.
    pub fn choose_section(&mut self, key: &Key) {
        for details in self.named_details_mut(key) {
            if let Some(at) = details.sections.iter().position(|section| section.key == *key) {
                details.choose_section(at);
            }
        }
    }

    fn named_details_mut(&mut self, key: &Key) -> impl Iterator<Item = &mut Details> {
        let kind = key.kind;
        self.details_mut().filter(move |details| details.named.is_some_and(|named| named.kind == kind))
    }

    /// Removes the section of a deleted resource from the tab that names its kind.
    pub fn remove_section(&mut self, key: &Key) {
        for details in self.details_mut().filter(|details| details.named.is_some()) {
            details.sections.retain(|section| section.key != *key);
            details.choose(details.place());
        }
    }

    /// Has the opened resource read again when it is shown, because its document tells about its children.
    pub fn reload_own_section(&mut self) {
        let own = self.key.clone();
        for section in self
            .details_mut()
            .filter(|details| details.named.is_none() && details.is_of_documents())
            .flat_map(|details| &mut details.sections)
        {
            if Some(&section.key) == own.as_ref() && section.load.is_ready() {
                section.load = Remote::NotAsked;
            }
        }
    }

    /// The key of the next new resource, without an id, and the number of existing ones: of the shown list,
    /// or of the kind that the tab names.
    pub fn new_one(&self) -> Option<(Key, usize)> {
        match self.body() {
            Body::List(list) => Some((list.key.new_one(), list.len())),
            Body::Details(details) => {
                let named = details.named.filter(|named| named.known)?;
                let list = self.key.as_ref()?.children(named.kind);
                Some((list.new_one(), details.sections.len()))
            }
        }
    }

    /// The kind of the resources that the shown tab names, while their ids are not known: the kind, and the
    /// state of the document that has them.
    pub fn unknown_named(&self) -> Option<(&'static Kind, &Remote)> {
        let Body::Details(details) = self.body() else { return None };
        let named = details.named.filter(|named| !named.known)?;
        Some((named.kind, &self.own_section()?.load))
    }

    /// The errors of the shown tab's loads; of a tab whose resources the opened one names, also that of the
    /// opened one.
    pub fn load_errors(&self) -> Vec<&AppError> {
        let named = self.unknown_named().map(|(_, load)| load);
        self.loads().into_iter().chain(named).filter_map(Remote::error).collect()
    }

    /// True if the shown tab has no rows, and none are on their way.
    pub fn stays_empty(&self) -> bool {
        let is_coming = |load: &&Remote| matches!(load, Remote::NotAsked | Remote::Loading(_));
        let is_empty = match self.body() {
            Body::List(list) => list.is_empty(),
            Body::Details(details) => details.sections.iter().all(Section::is_empty),
        };
        is_empty && !self.loads().iter().any(is_coming)
    }

    /// True if the shown list is empty because no resource of its kind can exist: the last one can't be
    /// deleted.
    pub fn can_have_none(&self) -> bool {
        let is_empty = |list: &List| list.load.is_ready() && list.is_empty();
        self.list().is_some_and(|list| is_empty(list) && list.key.kind.deletion.keep_last)
    }

    /// The loads of the shown tab.
    pub fn loads(&self) -> Vec<&Remote> {
        match self.body() {
            Body::List(list) => vec![&list.load],
            Body::Details(details) => details.sections.iter().map(|section| &section.load).collect(),
        }
    }
}
