//! Values as they are read on the screen, before any table or screen looks at them.

use crate::secret::Secret;

/// A value as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DisplayValue {
    /// No value: the row is a heading.
    Heading,
    Text(String),
    /// Nothing was set; the text says what that means.
    Unset(String),
    /// A past point in time, in seconds since 1970, shown by its age; the text is its date.
    Since(i64, String),
    /// The end of something, in seconds since 1970, shown by the time left; the text is its date.
    Until(i64, String),
    Secret(Secret<String>),
}

/// The text shown instead of a secret.
pub const MASK: &str = "••••••••";

impl DisplayValue {
    /// The text; a secret is masked unless `reveal` is set.
    pub fn text(&self, reveal: bool) -> &str {
        match self {
            Self::Heading => "",
            Self::Text(text) | Self::Unset(text) | Self::Since(_, text) | Self::Until(_, text) => text,
            Self::Secret(secret) if reveal => secret.reveal(),
            Self::Secret(_) => MASK,
        }
    }
}

/// Something that follows from a value or a document, such as an address or the end of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The heading above the fact; empty where the facts stand below a value.
    pub group: &'static str,
    pub label: String,
    pub value: DisplayValue,
    pub help: &'static str,
}
