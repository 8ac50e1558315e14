//! The rules of values. The error of a broken rule is the rule in words.

use regex::Regex;

/// A check of a text that the service model can't express; the error is the rule in words.
pub type TextCheck = fn(&str) -> Result<(), String>;

/// The most entries of a collection whose rule names no limit. AWS has none with as many.
const MOST: usize = 250;

/// The limits of a text, a number, a list or a map, from the service model. Lengths count UTF-16 units, as
/// the service does.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub required: bool,
    /// The least length of a text, number of entries, or value of a number.
    pub min: Option<usize>,
    /// The greatest length of a text, number of entries, or value of a number.
    pub max: Option<usize>,
    /// A regular expression that the whole text must match; `\w`, `\d` and `\s` are ASCII.
    pub pattern: Option<&'static str>,
    /// The pattern in words: "letters, digits, spaces and + = , . @ -".
    pub words: &'static str,
    pub also: Option<TextCheck>,
}

impl Rule {
    pub const ANY: Self =
        Self { required: false, min: None, max: None, pattern: None, words: "", also: None };

    pub const fn length(min: usize, max: usize) -> Self {
        Self { min: Some(min), max: Some(max), ..Self::ANY }
    }

    pub const fn at_most(max: usize) -> Self {
        Self { max: Some(max), ..Self::ANY }
    }

    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    pub const fn pattern(self, pattern: &'static str, words: &'static str) -> Self {
        Self { pattern: Some(pattern), words, ..self }
    }

    pub const fn also(self, check: TextCheck) -> Self {
        Self { also: Some(check), ..self }
    }

    /// The values of a number that has only a few, such as the versions 1 and 2.
    pub fn few_numbers(&self) -> Option<std::ops::RangeInclusive<usize>> {
        let (min, max) = (self.min?, self.max?);
        (max < min + 4).then_some(min..=max)
    }

    /// Checks a text.
    ///
    /// # Errors
    /// The rule in words.
    pub fn check(&self, text: &str) -> Result<(), String> {
        if text.is_empty() {
            return if self.required || self.min.is_some_and(|min| min > 0) {
                Err("must not be empty".to_owned())
            } else {
                Ok(())
            };
        }
        let length = text.encode_utf16().count();
        let fits = self.min.is_none_or(|min| length >= min) && self.max.is_none_or(|max| length <= max);
        if !fits || !self.pattern.is_none_or(|pattern| matches(pattern, text)) {
            return Err(in_words(self, length));
        }
        self.also.map_or(Ok(()), |also| also(text))
    }
}

/// The limits of a number in short, "3 to 15", unless they are too far apart to help.
pub fn range(rule: &Rule) -> Option<String> {
    rule.max.filter(|max| *max <= 10_000).map(|max| format!("{} to {max}", rule.min.unwrap_or_default()))
}

/// Checks that a text is a JSON object.
///
/// # Errors
/// What is wrong with it, and where.
pub fn json(text: &str) -> Result<(), String> {
    let read = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text);
    read.map(|_| ()).map_err(|error| format!("must be a JSON object ({error})"))
}

/// Checks that a text is a whole number within the rule's limits.
///
/// # Errors
/// The rule in words.
pub fn number(rule: &Rule, text: &str, unit: &str) -> Result<(), String> {
    let limits = match (rule.min, rule.max) {
        (Some(min), Some(max)) => format!("a whole number from {min} to {max}"),
        (Some(min), None) => format!("a whole number, at least {min}"),
        (None, Some(max)) => format!("a whole number, at most {max}"),
        (None, None) => "a whole number".to_owned(),
    };
    let fits =
        |number: usize| rule.min.is_none_or(|min| number >= min) && rule.max.is_none_or(|max| number <= max);
    let words = if unit.is_empty() { limits } else { format!("{limits} {unit}") };
    text.parse().ok().filter(|number| fits(*number)).map(|_| ()).ok_or(words)
}

/// Checks a number of entries.
///
/// # Errors
/// The rule in words.
pub fn count(rule: &Rule, entries: usize) -> Result<(), String> {
    match (rule.min.filter(|_| rule.required), rule.max) {
        (_, Some(max)) if entries > max => Err(format!("at most {max} entries; there are {entries}")),
        (Some(1), _) if entries == 0 => Err("needs at least one entry".to_owned()),
        (Some(min), _) if entries < min => Err(format!("needs at least {min} entries; there are {entries}")),
        _ => Ok(()),
    }
}

/// Checks that a collection that is being edited may have so many entries. One too many is let in, so that
/// another one can be removed for it.
///
/// # Errors
/// The rule in words.
pub fn room(rule: &Rule, entries: usize) -> Result<(), String> {
    let max = rule.max.unwrap_or(MOST);
    if entries > max + 1 { Err(format!("At most {max} entries; there would be {entries}.")) } else { Ok(()) }
}

/// The rule in words: the characters and the lengths that it allows.
pub fn in_words(rule: &Rule, length: usize) -> String {
    let limits = match (rule.min, rule.max) {
        (Some(min), Some(max)) => Some(format!("{min} to {max} characters")),
        (None, Some(max)) => Some(format!("at most {max} characters")),
        (Some(min), None) => Some(format!("at least {min} characters")),
        (None, None) => None,
    };
    let too_long = rule.max.is_some_and(|max| length > max) || rule.min.is_some_and(|min| length < min);
    let now = too_long.then(|| format!("it has {length}"));
    let words = (!rule.words.is_empty()).then(|| rule.words.to_owned());
    let rule = [words, limits].into_iter().flatten().collect::<Vec<_>>().join(", ");
    [Some(rule), now].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// True if the whole text matches a pattern of the service model, in which `\w`, `\d` and `\s` are ASCII.
///
/// A pattern that does not compile matches everything: the service still has its say. A test compiles all of
/// ours.
fn matches(pattern: &str, text: &str) -> bool {
    compile(pattern).is_none_or(|pattern| pattern.is_match(text))
}

fn compile(pattern: &str) -> Option<Regex> {
    // A class of its own stands for the same inside another class and outside of any.
    let ascii =
        pattern.replace(r"\w", "[0-9A-Za-z_]").replace(r"\d", "[0-9]").replace(r"\s", r"[ \t\n\x0B\f\r]");
    Regex::new(&format!("^(?:{ascii})$")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::{Field, FieldKind, tables};

    const NAME: Rule =
        Rule::length(1, 8).pattern(r"[\w\s+=,.@-]+", "letters, digits, spaces and + = , . @ -");

    #[test]
    fn a_text_that_breaks_a_rule_is_told_the_rule_in_words() {
        assert_eq!(NAME.check("shop 1"), Ok(()));
        assert_eq!(NAME.check(""), Err("must not be empty".to_owned()));
        let words = "letters, digits, spaces and + = , . @ -, 1 to 8 characters";
        assert_eq!(NAME.check("shop!"), Err(words.to_owned()));
        assert_eq!(NAME.check("shop-shop-shop"), Err(format!("{words}; it has 14")));
        assert_eq!(NAME.check("名前"), Err(words.to_owned()), "the service's \\w is ASCII");
    }

    #[test]
    fn a_class_of_a_pattern_means_the_same_inside_another_class_and_outside_of_any() {
        let version = Rule::ANY.pattern(r"v\d+\.\d+", "v and a version");
        assert_eq!((version.check("v17.0"), version.check("v20.10")), (Ok(()), Ok(())));
        for text in ["20.0", "v20", "v٢.0", "v2x0"] {
            assert!(version.check(text).is_err(), "{text}");
        }
        let spaced = Rule::ANY.pattern(r"\w+\s[\w\s-]+", "words");
        assert!(
            spaced.check("a b-c_9 d").is_ok()
                && spaced.check("a-b c").is_err()
                && spaced.check("a [").is_err()
        );
    }

    #[test]
    fn lengths_count_utf16_units_as_the_service_does() {
        assert!(Rule::length(1, 2).check("\u{1F600}").is_ok());
        assert!(Rule::length(1, 1).check("\u{1F600}").is_err());
    }

    #[test]
    fn a_number_is_whole_and_within_its_limits() {
        let rule = Rule::length(3, 15);
        assert_eq!(number(&rule, "3", "minutes"), Ok(()));
        for text in ["2", "16", "3.5", "-3", "three", "3 m"] {
            assert_eq!(
                number(&rule, text, "minutes"),
                Err("a whole number from 3 to 15 minutes".to_owned()),
                "{text}"
            );
        }
        assert_eq!(number(&Rule::ANY, "x", ""), Err("a whole number".to_owned()));
    }

    #[test]
    fn a_collection_says_how_many_entries_it_may_have() {
        assert_eq!(count(&Rule::at_most(10), 10), Ok(()));
        assert_eq!(count(&Rule::at_most(10), 11), Err("at most 10 entries; there are 11".to_owned()));
    }

    #[test]
    fn every_pattern_of_every_table_compiles() {
        fn patterns(fields: &[Field]) -> Vec<&'static str> {
            let nested = |field: &Field| match field.kind {
                FieldKind::List(part) => patterns(std::slice::from_ref(part)),
                FieldKind::Map { key, value, .. } => {
                    [key, value].map(std::slice::from_ref).into_iter().flat_map(patterns).collect()
                }
                FieldKind::Records(fields) | FieldKind::Record(fields) => patterns(fields),
                _ => vec![],
            };
            fields.iter().flat_map(|field| nested(field).into_iter().chain(field.rule.pattern)).collect()
        }
        for pattern in tables::ALL.iter().flat_map(|kind| patterns(kind.fields)) {
            assert!(compile(pattern).is_some(), "{pattern}");
        }
    }
}
