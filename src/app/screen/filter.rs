//! The filter over the rows of a list: its text, and which rows match, best first.

use crate::app::widget::fuzzy::Fuzzy;
use crate::app::widget::text_input::TextInput;

/// A fuzzy filter over rows that are counted from 0.
#[derive(Debug, Default)]
pub struct Filter {
    /// The text to match.
    pub input: TextInput,
    /// Keys are typed into the filter.
    pub typing: bool,
    /// The rows that match, best first; `None` while there is no text.
    matches: Option<Vec<usize>>,
}

impl Filter {
    /// Whether there is a text to match.
    pub const fn is_on(&self) -> bool {
        self.matches.is_some()
    }

    /// How many of the rows are shown.
    pub fn shown(&self, rows: usize) -> usize {
        self.matches.as_ref().map_or(rows, Vec::len)
    }

    /// The row at a place among those shown.
    pub fn row(&self, place: usize) -> Option<usize> {
        self.matches.as_ref().map_or(Some(place), |matches| matches.get(place).copied())
    }

    /// The place of a row among those shown; the first place when it is not shown.
    pub fn place_of(&self, row: usize) -> usize {
        match &self.matches {
            Some(matches) => matches.iter().position(|shown| *shown == row).unwrap_or(0),
            None => row,
        }
    }

    /// Turns the filter on or off after its text was edited; the rows are to be matched next.
    pub fn edited(&mut self) {
        self.matches = (!self.input.text().trim().is_empty()).then(Vec::new);
    }

    /// Matches the rows, each given as the text that is searched.
    pub fn match_rows<'a>(&mut self, rows: impl Iterator<Item = &'a str> + Clone) {
        if self.matches.is_some() {
            self.matches = Some(Fuzzy::new(self.input.text()).best(rows));
        }
    }

    /// Forgets which rows match, because the rows are gone.
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
