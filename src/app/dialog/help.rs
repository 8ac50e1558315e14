//! The help: the keys that hold where the help was opened.

use crate::app::widget::scroll::Scroll;
use crate::app::widget::search::Search;
use crate::key::KeyPress;
use crate::keymap::{self, Scope, SearchAction};

/// The keys of some scopes, as a scrollable list.
#[derive(Debug)]
pub struct Help {
    /// The scopes whose keys are listed.
    pub scopes: Vec<Scope>,
    pub scroll: Scroll,
    pub search: Search,
    /// The match that the search has reached: the index of its key among all keys.
    pub found: Option<usize>,
}

impl Help {
    pub fn new(scopes: Vec<Scope>) -> Self {
        Self { scopes, scroll: Scroll::default(), search: Search::default(), found: None }
    }

    /// The scopes in which keys are looked up, the nearest first.
    pub(crate) fn scopes(&self) -> Vec<Scope> {
        if self.search.typing {
            return vec![Scope::Searching];
        }
        let search = self.search.is_on().then_some(Scope::Search);
        search.into_iter().chain([Scope::Help, Scope::Scroll]).collect()
    }

    /// The texts in which a search looks, one for each key.
    fn search_texts(&self) -> Vec<String> {
        let lines = keymap::table(&self.scopes).into_iter().flat_map(|(_, lines)| lines);
        lines.map(|(keys, help)| format!("{keys} {help}")).collect()
    }

    pub(crate) fn act_on_search(&mut self, action: SearchAction) {
        let texts = self.search_texts();
        let found = self.search.act(action, self.found.unwrap_or_default(), &texts);
        self.found = if self.search.is_on() { found.or(self.found) } else { None };
    }

    /// Gives a key to the search; returns true if its text took the key.
    pub(crate) fn type_search(&mut self, key: KeyPress) -> bool {
        let texts = self.search_texts();
        let found = self.search.press(key, &texts);
        self.found = found.or(self.found);
        found.is_some()
    }

    pub(crate) fn paste_search(&mut self, text: &str) {
        let texts = self.search_texts();
        self.found = Some(self.search.paste(text, &texts));
    }
}
