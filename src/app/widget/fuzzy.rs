//! Fuzzy matching for filters and the palette, with nucleo.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// A matcher for one search text.
pub struct Fuzzy {
    /// Matches the words as written, in any order.
    literal: Pattern,
    /// Matches the letters of each word in order, with others between them.
    loose: Pattern,
    matcher: Matcher,
    buffer: Vec<char>,
}

impl Fuzzy {
    /// A matcher for words in any order, the letters of each in order; case matters once a capital is typed.
    pub fn new(text: &str) -> Self {
        let pattern = |kind| Pattern::new(text, CaseMatching::Smart, Normalization::Smart, kind);
        Self {
            literal: pattern(AtomKind::Substring),
            loose: pattern(AtomKind::Fuzzy),
            matcher: Matcher::new(Config::DEFAULT),
            buffer: Vec::new(),
        }
    }

    /// Indexes of the matching texts, best first, equals in their order. Texts with only the letters of every
    /// word match if no text has the words as written: ids hold the letters of almost any word.
    pub fn best<'a>(&mut self, texts: impl Iterator<Item = &'a str> + Clone) -> Vec<usize> {
        let literal = self.literal.clone();
        let mut found = self.fitting(&literal, texts.clone());
        if found.is_empty() {
            let loose = self.loose.clone();
            found = self.fitting(&loose, texts);
        }
        found.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
        found.into_iter().map(|(_, at)| at).collect()
    }

    /// How well a text has the words as written; `None` if it lacks one.
    pub fn literal_score(&mut self, text: &str) -> Option<u32> {
        self.literal.score(Utf32Str::new(text, &mut self.buffer), &mut self.matcher)
    }

    /// How well a text has the letters of every word in order; `None` if it lacks one.
    pub fn loose_score(&mut self, text: &str) -> Option<u32> {
        self.loose.score(Utf32Str::new(text, &mut self.buffer), &mut self.matcher)
    }

    fn fitting<'a>(&mut self, pattern: &Pattern, texts: impl Iterator<Item = &'a str>) -> Vec<(u32, usize)> {
        let mut score = |text| pattern.score(Utf32Str::new(text, &mut self.buffer), &mut self.matcher);
        texts.enumerate().filter_map(|(at, text)| Some((score(text)?, at))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_the_word_comes_alone_and_letters_count_only_where_nothing_does() {
        let texts = ["partners 3n4b", "old-spa p1a2r3t4n5e6r", "web"];
        assert_eq!(Fuzzy::new("partner").best(texts.into_iter()), [0]);
        assert_eq!(Fuzzy::new("prtnr").best(texts.into_iter()), [0, 1]);
        assert!(Fuzzy::new("zzz").best(texts.into_iter()).is_empty());
    }
}
