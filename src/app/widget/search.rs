//! A search in rows of text: the user types words, then moves between the rows that have all of them.

use crate::app::widget::text_input::TextInput;
use crate::key::KeyPress;
use crate::keymap::SearchAction;

/// The words that are looked for, and the rows that have them.
#[derive(Debug, Default)]
pub struct Search {
    pub input: TextInput,
    /// True while the user types the words.
    pub typing: bool,
    /// Indexes of the matching rows, from top to bottom.
    matches: Vec<usize>,
    /// The row that was chosen when the search began.
    origin: usize,
}

impl Search {
    pub fn is_on(&self) -> bool {
        self.typing || !self.input.text().trim().is_empty()
    }

    /// True if a row has the words.
    pub fn matches(&self, row: usize) -> bool {
        self.matches.contains(&row)
    }

    /// Carries out an action, and returns the row to choose. `chosen` is the chosen row, `rows` are the texts
    /// of all rows.
    pub(crate) fn act(&mut self, action: SearchAction, chosen: usize, rows: &[String]) -> Option<usize> {
        match action {
            SearchAction::Begin => {
                *self = Self { typing: true, origin: chosen, ..Self::default() };
                None
            }
            SearchAction::Keep => {
                self.typing = false;
                None
            }
            SearchAction::Cancel => {
                let origin = self.origin;
                *self = Self::default();
                Some(origin)
            }
            SearchAction::End => {
                *self = Self::default();
                None
            }
            SearchAction::Next => {
                self.find(rows);
                self.matches.iter().find(|row| **row > chosen).or_else(|| self.matches.first()).copied()
            }
            SearchAction::Previous => {
                self.find(rows);
                self.matches.iter().rfind(|row| **row < chosen).or_else(|| self.matches.last()).copied()
            }
        }
    }

    /// Gives a key to the text. Returns the row to choose if the text took the key.
    pub(crate) fn press(&mut self, key: KeyPress, rows: &[String]) -> Option<usize> {
        self.input.press(key).then(|| self.first(rows))
    }

    /// Inserts a text, and returns the row to choose.
    pub(crate) fn paste(&mut self, text: &str, rows: &[String]) -> usize {
        self.input.paste(text);
        self.first(rows)
    }

    /// The first match from the row where the search began, or from the top; without a match, that row.
    fn first(&mut self, rows: &[String]) -> usize {
        self.find(rows);
        let next = self.matches.iter().find(|row| **row >= self.origin);
        next.or_else(|| self.matches.first()).copied().unwrap_or(self.origin)
    }

    /// Finds the matches again after the rows changed; `chosen` is the chosen row.
    pub(crate) fn rows_changed(&mut self, chosen: usize, rows: &[String]) {
        self.origin = chosen;
        self.find(rows);
    }

    fn find(&mut self, rows: &[String]) {
        let text = self.input.text().to_lowercase();
        let words: Vec<_> = text.split_whitespace().collect();
        let has = |row: &String| {
            let row = row.to_lowercase();
            !words.is_empty() && words.iter().all(|word| row.contains(word))
        };
        self.matches = rows.iter().enumerate().filter(|(_, row)| has(row)).map(|(at, _)| at).collect();
    }

    /// The count of the matches: "2 of 7", or "7 matches" if the chosen row is none of them.
    pub fn count(&self, chosen: usize) -> String {
        let place = self.matches.iter().position(|row| *row == chosen);
        match (self.matches.len(), place) {
            (0, _) if self.input.text().trim().is_empty() => String::new(),
            (0, _) => "no match".to_owned(),
            (all, Some(place)) => format!("{} of {all}", place + 1),
            (1, None) => "1 match".to_owned(),
            (all, None) => format!("{all} matches"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<String> {
        ["Access token", "Refresh token", "Scopes", "Refresh rotation"].map(str::to_owned).into()
    }

    fn search(from: usize, text: &str) -> (Search, usize) {
        let mut search = Search::default();
        assert_eq!(search.act(SearchAction::Begin, from, &rows()), None);
        let chosen = search.paste(text, &rows());
        (search, chosen)
    }

    #[test]
    fn the_first_match_is_at_or_below_the_row_where_the_search_began_and_then_at_the_top() {
        assert_eq!(search(0, "refresh").1, 1);
        assert_eq!(search(2, "REFRESH").1, 3);
        assert_eq!(search(2, "token").1, 0);
        assert_eq!(search(2, "token refresh").1, 1, "a row has all words, in any order");
        assert_eq!(search(2, "nothing").1, 2);
    }

    #[test]
    fn next_and_previous_go_round_and_the_count_says_where_they_are() {
        let (mut search, mut chosen) = search(0, "refresh");
        let mut seen = vec![search.count(chosen)];
        for action in [SearchAction::Next, SearchAction::Next, SearchAction::Previous] {
            chosen = search.act(action, chosen, &rows()).expect("a match");
            seen.push(search.count(chosen));
        }
        assert_eq!(seen, ["1 of 2", "2 of 2", "1 of 2", "2 of 2"]);
        assert_eq!(
            (search.count(0).as_str(), search.matches(1), search.matches(2)),
            ("2 matches", true, false)
        );
    }

    #[test]
    fn a_cancelled_search_returns_to_where_it_began_and_an_ended_one_stays() {
        let (mut search, chosen) = search(2, "access");
        assert_eq!(search.act(SearchAction::Keep, chosen, &rows()), None);
        assert!(search.is_on() && !search.typing);
        assert_eq!(search.act(SearchAction::End, chosen, &rows()), None);
        assert!(!search.is_on());
        let (mut search, chosen) = self::search(2, "access");
        assert_eq!(search.act(SearchAction::Cancel, chosen, &rows()), Some(2));
        assert!(!search.is_on());
    }
}
