//! The filter of a list: its text, and the matching rows, best first.

use crate::app::screen::haystack::{Haystack, Query};
use crate::app::widget::text_input::TextInput;

/// A filter over rows that are numbered from 0.
#[derive(Debug, Default)]
pub struct Filter {
    pub input: TextInput,
    /// True while the user types the filter's text.
    pub typing: bool,
    /// The user agreed to read all rows, however long that takes.
    pub reads_all: bool,
    /// The matching rows, best first; `None` while the text is empty.
    matches: Option<Vec<usize>>,
    /// The id of the row that was chosen before there was a text.
    origin: Option<String>,
}

impl Filter {
    pub const fn is_on(&self) -> bool {
        self.matches.is_some()
    }

    /// Number of shown rows among `rows`.
    pub fn shown(&self, rows: usize) -> usize {
        self.matches.as_ref().map_or(rows, Vec::len)
    }

    /// The row at an index of the shown ones.
    pub fn row(&self, place: usize) -> Option<usize> {
        self.matches.as_ref().map_or(Some(place), |matches| matches.get(place).copied())
    }

    /// Index of a row among the shown ones; 0 if the filter hides the row.
    pub fn place_of(&self, row: usize) -> usize {
        match &self.matches {
            Some(matches) => matches.iter().position(|shown| *shown == row).unwrap_or(0),
            None => row,
        }
    }

    /// Turns the filter on after a text was typed; the rows are to be matched next. `chosen` is the id of the
    /// chosen row, which is chosen again once the filter is off.
    pub fn turn_on(&mut self, chosen: Option<String>) {
        if self.matches.is_none() {
            self.origin = chosen;
            self.matches = Some(Vec::new());
        }
    }

    /// Turns the filter off, and returns the id of the row that was chosen before it was on.
    pub fn turn_off(&mut self) -> Option<String> {
        self.matches = None;
        self.origin.take()
    }

    pub(super) fn match_rows<'a>(&mut self, rows: impl Iterator<Item = &'a Haystack> + Clone) {
        if self.matches.is_some() {
            self.matches = Some(Query::parse(self.input.text()).best(rows));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::app::screen::list_row::ListRow;
    use crate::resource::tables::{CLIENT, PROVIDER, SECRET};
    use crate::resource::{Document, Kind};

    fn rows() -> [Haystack; 3] {
        ["shop", "workforce", "workshop"].map(|name| Haystack::new(name, [("", name)], true))
    }

    fn filter(text: &str) -> Filter {
        let mut filter = Filter { input: TextInput::new(text), ..Filter::default() };
        filter.turn_on(None);
        filter.match_rows(rows().iter());
        filter
    }

    #[test]
    fn without_a_text_every_row_is_shown_in_its_place() {
        let mut off = filter("shop");
        assert_eq!(off.turn_off(), None);
        for filter in [Filter::default(), off] {
            assert!(!filter.is_on());
            assert_eq!((filter.shown(3), filter.row(2), filter.place_of(1)), (3, Some(2), 1));
        }
    }

    #[test]
    fn the_best_match_comes_first_and_what_does_not_match_is_not_shown() {
        let filter = filter("shop");
        assert!(filter.is_on());
        assert_eq!(
            (filter.shown(3), filter.row(0), filter.row(1), filter.row(2)),
            (2, Some(0), Some(2), None)
        );
        assert_eq!((filter.place_of(2), filter.place_of(1)), (1, 0));
    }

    proptest! {
        #[test]
        fn a_masked_value_never_matches(secret in "[a-z0-9]{12,20}") {
            let documents: [(&Kind, _); 3] = [
                (&CLIENT, json!({"ClientId": "A", "ClientName": "web", "ClientSecret": secret,
                    "Future": {"client_secret": secret}})),
                (&PROVIDER, json!({"ProviderName": "Corp", "ProviderType": "OIDC",
                    "ProviderDetails": {"client_secret": secret, "client_id": "Seen"}})),
                (&SECRET, json!({"ClientSecretId": "A", "ClientSecretValue": secret})),
            ];
            for (kind, document) in documents {
                let document = Document::from_value(document).expect("an object");
                let row = ListRow::new(kind, document.clone(), Some(&document));
                let matches = |text: &str| !Query::parse(text).best([&row.haystack].into_iter()).is_empty();
                let (member, excluded) = (format!("secret:{secret}"), format!("!{secret}"));
                prop_assert!(!matches(&secret) && !matches(&member));
                prop_assert!(matches(&excluded) && matches("secret:"));
            }
        }
    }

    #[test]
    fn the_row_that_was_chosen_before_the_first_letter_is_kept() {
        let mut filter = Filter::default();
        filter.turn_on(Some("first".to_owned()));
        filter.turn_on(Some("match".to_owned()));
        assert_eq!(filter.turn_off().as_deref(), Some("first"));
        assert_eq!(filter.turn_off(), None);
    }
}
