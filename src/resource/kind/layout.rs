//! The layout of a kind of resource: the columns of its list and the tabs of a resource.

use crate::resource::display::value::DisplayValue;
use crate::resource::finding::Known;
use crate::resource::{Document, Key, Kind, ListKey, Referrers};

/// The content of a list's answers, and how far the list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Names and ids; other columns fill once a resource has been read.
    IdsOnly,
    /// Names and ids; the visible rows are described one after the other to fill the other columns.
    VisibleRowsDescribed,
    Documents,
    /// Whole documents, read page by page as the user scrolls, since nothing bounds the list's length.
    PagedOnDemand,
}

/// Words below the rows of a list that depend on other resources.
#[derive(Debug, Clone, Copy)]
pub struct ListNote {
    /// The documents that the words depend on, as far as they can be told by what is known.
    pub needs: fn(&ListKey, &dyn Known) -> Vec<Key>,
    /// The words, for a number of rows. What was not read is not said to be absent.
    pub words: fn(&ListKey, usize, &dyn Known) -> String,
}

/// The place of a resource among those of its list by age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    Older,
    Newer,
}

impl Rank {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Older => "older",
            Self::Newer => "newer",
        }
    }
}

/// One column of a list: its heading, width and value.
#[derive(Debug)]
pub struct Column {
    pub title: &'static str,
    /// The member in the column. Where the list answers without it, describing the resource fills it.
    pub path: &'static str,
    /// Computes the value from the resource and from the document that was fetched for it.
    pub shows: Option<fn(&Document, Option<&str>) -> DisplayValue>,
    /// The member is a date, shown as its age.
    pub aged: bool,
    /// The column says which of two resources is older.
    pub ranked: bool,
    /// The member is the word of a severity.
    pub rated: bool,
    /// The minimum width in cells; a narrow window leaves out columns from the right.
    pub width: u16,
}

impl Column {
    pub const fn new(title: &'static str, path: &'static str, width: u16) -> Self {
        Self { title, path, shows: None, aged: false, ranked: false, rated: false, width }
    }

    /// A column that shows how long ago a date is.
    pub const fn age(title: &'static str, path: &'static str, width: u16) -> Self {
        Self { aged: true, ..Self::new(title, path, width) }
    }

    /// A column that says which of two resources is older.
    pub const fn rank(title: &'static str, path: &'static str, width: u16) -> Self {
        Self { ranked: true, ..Self::new(title, path, width) }
    }

    /// A column with a severity, shown with its sign.
    pub const fn severity(title: &'static str, path: &'static str, width: u16) -> Self {
        Self { rated: true, ..Self::new(title, path, width) }
    }

    /// A column whose value is computed.
    pub const fn shown(
        title: &'static str,
        path: &'static str,
        width: u16,
        shows: fn(&Document, Option<&str>) -> DisplayValue,
    ) -> Self {
        Self { shows: Some(shows), ..Self::new(title, path, width) }
    }
}

/// A tab of an opened resource.
#[derive(Debug)]
pub struct TabLayout {
    pub title: &'static str,
    pub shows: Shows,
}

/// The content of a tab: a document, others, or a list.
#[derive(Debug, Clone, Copy)]
pub enum Shows {
    Itself,
    /// The documents of other kinds under the same id, one below the other.
    Same(&'static [fn() -> &'static Kind]),
    /// The list of the child resources of a kind.
    List(fn() -> &'static Kind),
    /// The resources that refer to this one.
    Referrers(&'static Referrers),
    /// What refers to this one, and what it refers to, as far as that was read.
    TrustMap,
    /// The resources of a kind whose ids the document holds.
    Named(fn() -> &'static Kind, fn(&Document) -> Vec<String>),
}
