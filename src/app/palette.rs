//! What the palette offers beside actions, and where that leads.

use std::collections::HashSet;

use crate::app::App;
use crate::app::cache::Cache;
use crate::app::dialog::Dialog;
use crate::app::dialog::palette::{Palette, PaletteEntry};
use crate::app::dialog::url_finder::UrlFinder;
use crate::app::screen::list::sort::{Sort, SortBy};
use crate::app::screen::{Body, Screen};
use crate::message::Effect;
use crate::resource::Key;

impl App {
    pub(crate) fn open_palette(&mut self) -> Vec<Effect> {
        let others = self.tab_entries().chain(self.setting_entries()).chain(self.resource_entries());
        let palette = Palette::new(&self.scopes(), self.is_read_only(), others.collect::<Vec<_>>());
        let titles = self.list().map(|list| {
            let title = |index: usize| (list.key.kind.columns[index].title, index);
            list.columns().into_iter().map(title).collect()
        });
        let palette = palette.of_list(titles.unwrap_or_default());
        self.open_dialog(Dialog::Palette(Box::new(palette)))
    }

    /// The tabs of an opened resource; those of the top level are actions.
    fn tab_entries(&self) -> impl Iterator<Item = PaletteEntry> {
        let screen = self.screen();
        let tabs = screen.tabs.iter().enumerate();
        let others = tabs.filter(|(tab, _)| screen.key.is_some() && *tab != screen.active);
        others.map(|(tab, layout)| PaletteEntry::Tab(tab, layout.title))
    }

    /// The shown settings that have a name in the API.
    fn setting_entries(&self) -> impl Iterator<Item = PaletteEntry> {
        let details = match self.screen().body() {
            Body::Details(details) => Some(details),
            Body::List(_) => None,
        };
        let rows = details.into_iter().flat_map(|details| details.rows().enumerate());
        let named = rows.filter(|(_, row)| !row.member.is_empty() && !row.label.is_empty() && row.depth == 0);
        named.map(|(place, row)| PaletteEntry::Setting(place, row.label.clone(), row.member))
    }

    /// Every resource with a screen of its own that was listed or read, each once, by its name.
    fn resource_entries(&self) -> impl Iterator<Item = PaletteEntry> {
        let of_members = self.members().flat_map(|member| {
            let (context, words) = (member.id(), member.words());
            resources(member.screens(), member.cache()).into_iter().map(move |(key, name)| {
                PaletteEntry::MemberResource { context, words: words.clone(), key, name }
            })
        });
        let own = resources(&self.screens, &self.cache).into_iter();
        let own = own.map(|(key, name)| PaletteEntry::Resource(key, name));
        let mut entries: Vec<_> = own.chain(of_members).collect();
        let name = |entry: &PaletteEntry| match entry {
            PaletteEntry::Resource(key, name) | PaletteEntry::MemberResource { key, name, .. } => {
                (name.to_lowercase(), key.id.clone())
            }
            _ => Default::default(),
        };
        entries.sort_by_cached_key(name);
        entries.into_iter()
    }

    /// Opens a resource over what is shown; Esc comes back.
    pub(crate) fn open_resource(&mut self, key: Key, name: String) -> Vec<Effect> {
        if self.screen().key.as_ref() == Some(&key) {
            return vec![];
        }
        self.show(Screen::open(key, Some(name)))
    }

    /// Opens the search for the app client of a redirect URL.
    pub(crate) fn find_url(&mut self, url: &str) -> Vec<Effect> {
        self.open_dialog(Dialog::UrlFinder(Box::new(UrlFinder::new(url))))
    }

    pub(crate) fn choose_row(&mut self, place: usize) {
        if let Body::Details(details) = self.screen_mut().body_mut() {
            details.choose(place);
        }
    }

    /// Filters the shown list as if the words were typed.
    pub(crate) fn filter_by(&mut self, words: &str) {
        if let Some(list) = self.screen_mut().list_mut() {
            list.clear_filter();
            list.filter.input.paste(words);
            list.filter_edited();
        }
    }

    pub(crate) fn sort_by_column(&mut self, column: usize) {
        if let Some(kind) = self.list().map(|list| list.key.kind.id) {
            self.sorts.insert(kind, Sort { by: SortBy::Column(column), descending: false });
        }
    }
}

/// The resources with screens of their own that were listed or read in a context, each once, and their names.
fn resources(screens: &[Screen], cache: &Cache) -> Vec<(Key, String)> {
    let lists = screens.iter().flat_map(Screen::lists);
    let listed = lists.flat_map(|list| {
        list.rows().iter().filter_map(|row| Some((list.key.row(&row.listed)?, &row.listed)))
    });
    let read = cache.documents().map(|(key, document)| (key.clone(), document));
    let mut seen: HashSet<Key> = HashSet::new();
    let mut found = Vec::new();
    for (key, document) in listed.chain(read) {
        let is_opened = key.kind.can_be_described() && !key.kind.is_part() && !key.id.is_empty();
        if is_opened && seen.insert(key.clone()) {
            let name = key.kind.name_of(document).unwrap_or(&key.id).to_owned();
            found.push((key, name));
        }
    }
    found
}
