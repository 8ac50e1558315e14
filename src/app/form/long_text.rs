//! A long text in a form, which is pasted or read from a file as a whole and never typed.

use zeroize::Zeroizing;

use crate::resource::Fact;
use crate::resource::field::{Field, TextParts};

/// A long text, the facts read from it, and the parts of which one is to be chosen.
#[derive(Clone)]
pub struct LongText {
    text: Zeroizing<String>,
    facts: Vec<Fact>,
    /// The names of the parts of which one is to be chosen, where there are several.
    parts: Vec<String>,
    read_facts: Option<fn(&str) -> Vec<Fact>>,
    text_parts: Option<&'static TextParts>,
}

/// Prints the length only: the text may be a secret.
impl std::fmt::Debug for LongText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LongText({} characters)", self.text.chars().count())
    }
}

impl LongText {
    pub(super) fn new(field: &Field, text: String) -> Self {
        let mut block = Self {
            text: Zeroizing::new(text),
            facts: Vec::new(),
            parts: Vec::new(),
            read_facts: field.facts,
            text_parts: field.parts,
        };
        block.read();
        block
    }

    /// Reads the facts once per text, not for every frame.
    fn read(&mut self) {
        self.facts = self
            .read_facts
            .filter(|_| !self.text.is_empty())
            .map(|read_facts| read_facts(&self.text))
            .unwrap_or_default();
        let parts = self.text_parts.map(|parts| (parts.names)(&self.text)).unwrap_or_default();
        self.parts = if parts.len() > 1 { parts } else { Vec::new() };
    }

    /// The names of the parts of which one is to be chosen; empty where there is only one.
    pub fn parts(&self) -> &[String] {
        &self.parts
    }

    /// The text of a part with a name.
    pub(super) fn part(&self, name: &str) -> Option<String> {
        let parts = self.text_parts.filter(|_| self.parts.iter().any(|part| part == name))?;
        (parts.part)(&self.text, name)
    }

    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn put(&mut self, text: String) {
        self.text = Zeroizing::new(text);
        self.read();
    }
}
