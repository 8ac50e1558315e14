//! The filter of a list: its text, and the matching rows, best first.

use crate::app::widget::fuzzy::Fuzzy;
use crate::app::widget::text_input::TextInput;

/// A fuzzy filter over rows that are numbered from 0.
#[derive(Debug, Default)]
pub struct Filter {
    pub input: TextInput,
    /// True while the user types the filter's text.
    pub typing: bool,
    /// The matching rows, best first; `None` while the text is empty.
    matches: Option<Vec<usize>>,
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

    /// Starts or ends the filter after its text was edited; the caller then matches the rows.
    pub fn edited(&mut self) {
        self.matches = (!self.input.text().trim().is_empty()).then(Vec::new);
    }

    /// Matches the rows, each given as its searchable text.
    pub fn match_rows<'a>(&mut self, rows: impl Iterator<Item = &'a str> + Clone) {
        if self.matches.is_some() {
            self.matches = Some(Fuzzy::new(self.input.text()).best(rows));
        }
    }

    /// Drops the matches, because their rows are gone.
    pub fn clear_matches(&mut self) {
        if let Some(matches) = &mut self.matches {
            matches.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [&str; 3] = ["shop", "workforce", "workshop"];

    fn filter(text: &str) -> Filter {
        let mut filter = Filter { input: TextInput::new(text), ..Filter::default() };
        filter.edited();
        filter.match_rows(ROWS.into_iter());
        filter
    }

    #[test]
    fn without_a_text_every_row_is_shown_in_its_place() {
        for text in ["", "  "] {
            let filter = filter(text);
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

    #[test]
    fn rows_that_are_gone_match_no_more() {
        let mut filter = filter("work");
        filter.clear_matches();
        assert_eq!((filter.is_on(), filter.shown(3)), (true, 0));
        filter.match_rows(ROWS.into_iter());
        assert_eq!(filter.shown(3), 2);
    }
}
