//! Values that a user can choose instead of typing them.

use crate::resource::{Document, Key, Kind};

/// Values, each with a remark or an empty text.
pub type Annotated = Vec<(String, &'static str)>;

/// Reads members, by path, from the bytes of a file; the error says what is wrong with the file.
pub type ReadMembers = fn(&[u8]) -> Result<Vec<(&'static str, String)>, String>;

/// The source of the values to choose from. The user can also type a value.
#[derive(Debug, Clone, Copy)]
pub enum Suggestions {
    None,
    /// Values that are usual for this member.
    Common(&'static [&'static str]),
    /// Computes values from the companion document and the siblings.
    Companion(fn(&Document, &[Document]) -> Annotated),
    /// Computes values from the document as it is being edited.
    OwnDocument(fn(&Document) -> Vec<String>),
    /// Values that pass a test, from the document as it is being edited and from every other one read.
    InSight(fn(&str) -> bool),
    ListSuggestions(&'static ListSuggestions),
    Resource(&'static ResourceSuggestions),
    /// Reads the value from a file on this machine; the error says what is wrong with the file.
    File(fn(&str) -> Result<String, String>),
    /// Reads members of the record around the value from the bytes of a file on this machine, by path; the
    /// error says what is wrong with the file.
    BinaryFile(ReadMembers),
    /// Offers no values: the document at the typed address can be fetched and previewed.
    Fetch,
}

/// Values from the rows of a list with the same parents as the edited resource.
#[derive(Debug)]
pub struct ListSuggestions {
    /// Values that are offered whatever the list holds.
    pub common: &'static [&'static str],
    pub list: fn() -> &'static Kind,
    pub values: fn(&Document) -> Vec<String>,
}

/// A resource, chosen from lists: first a user pool, then one of its app clients.
#[derive(Debug)]
pub struct ResourceSuggestions {
    /// The kinds of the lists, outermost first.
    pub lists: &'static [fn() -> &'static Kind],
    /// The members of the record that the chosen resource fills in, by path.
    pub fills: fn(&Key) -> Vec<(&'static str, String)>,
}
