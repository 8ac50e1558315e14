//! What a filter looks for, and the text of a row in which it looks.

use std::cmp::Reverse;
use std::fmt::Write;

use crate::app::widget::fuzzy::Fuzzy;

/// Separates the path of a member from its value.
const SEPARATOR: char = '\u{1f}';

/// The text of a row that a filter searches, in lower case.
#[derive(Debug, Clone, Default)]
pub struct Haystack {
    name: String,
    /// A line for each column and each member: its path, a separator, and its value.
    lines: String,
    /// The lines hold all that there is to know about the row.
    complete: bool,
}

impl Haystack {
    /// The text of a row, given as paths and values. A column has no path.
    pub fn new<'a>(name: &str, lines: impl IntoIterator<Item = (&'a str, &'a str)>, complete: bool) -> Self {
        let mut text = String::new();
        for (path, value) in lines {
            let value = value.replace('\n', " ");
            // Writing to a string can't fail.
            _ = writeln!(text, "{path}{SEPARATOR}{value}");
        }
        Self { name: name.to_lowercase(), lines: text.to_lowercase(), complete }
    }

    /// The same text with more lines.
    pub fn and<'a>(&self, lines: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let more = Self::new("", lines, self.complete);
        Self { lines: format!("{}{}", self.lines, more.lines), ..self.clone() }
    }

    fn has_member(&self, path: &str, value: &str) -> bool {
        self.lines
            .lines()
            .filter_map(|line| line.split_once(SEPARATOR))
            .any(|(of, text)| of.contains(path) && text.contains(value))
    }
}

/// The words of a filter. A row matches if it matches all of them.
#[derive(Debug, Default)]
pub struct Query(Vec<Word>);

/// A word of a filter: `word`, `!word`, `member:word` or `!member:word`.
#[derive(Debug)]
struct Word {
    text: String,
    /// The part of a member's path and the part of its value.
    member: Option<(String, String)>,
    excluded: bool,
}

impl Query {
    /// Reads a text as words between spaces; case is ignored.
    pub fn parse(text: &str) -> Self {
        let text = text.to_lowercase();
        Self(text.split_whitespace().filter_map(Word::parse).collect())
    }

    /// Indexes of the matching rows, best names first, equals in their order. The letters of a word match a
    /// name that has others between them only if no row has the words as written.
    pub fn best<'a>(&self, rows: impl Iterator<Item = &'a Haystack> + Clone) -> Vec<usize> {
        let included = || self.0.iter().filter(|word| !word.excluded);
        let mut fuzzy: Vec<_> = included().map(|word| Fuzzy::new(&word.text)).collect();
        let mut found = Vec::new();
        for (at, row) in
            rows.clone().enumerate().filter(|(_, row)| self.0.iter().all(|word| word.matches(row)))
        {
            let score: u32 = fuzzy.iter_mut().filter_map(|word| word.literal_score(&row.name)).sum();
            found.push((Reverse(score), at));
        }
        if found.is_empty() {
            let allowed =
                |row: &Haystack| self.0.iter().filter(|word| word.excluded).all(|word| word.matches(row));
            for (at, row) in rows.enumerate().filter(|(_, row)| allowed(row)) {
                let scores = included().zip(&mut fuzzy).map(|(word, fuzzy)| {
                    let score = if word.member.is_some() { None } else { fuzzy.loose_score(&row.name) };
                    score.or_else(|| word.matches(row).then_some(0))
                });
                if let Some(scores) = scores.collect::<Option<Vec<_>>>() {
                    found.push((Reverse(scores.iter().sum()), at));
                }
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(_, at)| at).collect()
    }
}

impl Word {
    fn parse(word: &str) -> Option<Self> {
        let (excluded, text) = word.strip_prefix('!').map_or((false, word), |text| (true, text));
        let member = text.split_once(':').map(|(path, value)| (path.to_owned(), value.to_owned()));
        (!text.is_empty()).then(|| Self { text: text.to_owned(), member, excluded })
    }

    /// True if the row has the word, or for an excluded word, if the row is known not to have it.
    fn matches(&self, row: &Haystack) -> bool {
        if self.excluded { row.complete && !self.is_in(row) } else { self.is_in(row) }
    }

    /// A colon may also be part of the text: "localhost:3000", "custom:team".
    fn is_in(&self, row: &Haystack) -> bool {
        row.lines.contains(&self.text)
            || self.member.as_ref().is_some_and(|(path, value)| row.has_member(path, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> [Haystack; 4] {
        [
            Haystack::new("partner-embed", [("", "partner-embed"), ("AllowedOAuthFlows", "code")], true),
            Haystack::new(
                "old-spa",
                [
                    ("", "old-spa"),
                    ("ClientId", "p1a2r3t4n5e6r"),
                    ("AllowedOAuthFlows", "implicit"),
                    ("CallbackURLs", "http://localhost:3000"),
                ],
                true,
            ),
            Haystack::new("Web", [("", "Web"), ("LogoutURLs", "https://localhost/out")], true),
            Haystack::new("unread", [("", "unread")], false),
        ]
    }

    fn matching(text: &str) -> Vec<usize> {
        Query::parse(text).best(rows().iter())
    }

    #[test]
    fn a_word_is_found_in_any_value_and_any_member_name_and_case_is_ignored() {
        assert_eq!(matching("implicit"), [1]);
        assert_eq!(matching("LOCALHOST"), [1, 2]);
        assert_eq!(matching("web"), [2]);
        assert_eq!(matching("oauthflows"), [0, 1]);
        assert_eq!(matching("localhost implicit"), [1], "all words are in the row");
    }

    #[test]
    fn the_letters_of_a_word_count_in_names_and_only_where_nothing_has_the_word() {
        assert_eq!(matching("partner"), [0]);
        assert_eq!(matching("prtnr"), [0], "an id holds the letters of many words");
        assert_eq!(matching("prtnr code"), [0]);
        assert!(matching("prtnr implicit").is_empty());
        assert!(matching("zzz").is_empty());
    }

    #[test]
    fn an_excluded_word_hides_its_rows_and_those_that_are_not_known_to_lack_it() {
        assert_eq!(matching("!implicit"), [0, 2]);
        assert_eq!(matching("localhost !implicit"), [2]);
        assert_eq!(matching("!zzz prtnr"), [0]);
        assert_eq!(matching("!"), [0, 1, 2, 3], "a word that is still being typed");
    }

    #[test]
    fn a_word_after_a_colon_is_looked_for_in_the_members_named_before_it() {
        assert_eq!(matching("callback:localhost"), [1]);
        assert_eq!(matching("urls:LOCALHOST"), [1, 2]);
        assert_eq!(matching("!callback:localhost"), [0, 2]);
        assert_eq!(matching("logout:"), [2], "the row has such a member");
        assert_eq!(matching("localhost:3000"), [1], "a colon may be part of the value");
        assert_eq!(matching("https://localhost"), [2]);
        assert!(matching("callback:implicit").is_empty());
    }

    #[test]
    fn names_that_have_the_word_come_first() {
        let rows = [("x", "shop"), ("workshop", "workshop"), ("shop", "shop")];
        let rows = rows.map(|(name, value)| Haystack::new(name, [("", value)], true));
        assert_eq!(Query::parse("shop").best(rows.iter())[2], 0);
    }
}
