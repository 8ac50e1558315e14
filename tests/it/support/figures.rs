//! The figures that README.md and SECURITY.md state: a proof that counts holds them against its count.

use std::fs;
use std::path::Path;

use regex::Regex;

/// A document with one blank between words, whatever lines they stand on.
fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = fs::read_to_string(path).expect("a document");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Asserts that SECURITY.md says this.
pub fn says(text: &str) {
    assert!(document("SECURITY.md").contains(text), "SECURITY.md has to say: {text}");
}

/// Asserts that SECURITY.md says "more than 1,200 actions" or so, and that this is true and not long outdated
/// there and in the README.
pub fn says_more_than(counted: usize, what: &str) {
    let stated = Regex::new(&format!(r"(?i)more than ([0-9,]+) {what}\b")).expect("an expression");
    for (name, has_to) in [("SECURITY.md", true), ("README.md", false)] {
        let text = document(name);
        let figures: Vec<usize> = stated
            .captures_iter(&text)
            .map(|found| found[1].replace(',', "").parse().expect("a number"))
            .collect();
        assert!(!has_to || !figures.is_empty(), "{name} has to say how many {what}: {counted}");
        for figure in figures {
            let is_true = figure < counted && counted <= figure + figure / 3;
            assert!(is_true, "{name} says more than {figure} {what}, and there are {counted}");
        }
    }
}
