//! A row of a list: the listed document, and the values of its columns.

use serde_json::Value;

use crate::app::screen::haystack::Haystack;
use crate::app::screen::live::Watch;
use crate::resource::display::search_lines::search_lines;
use crate::resource::display::value::{DisplayValue, in_column, plain};
use crate::resource::{Column, Document, Kind, Listing};

/// A row of a list with its columns' values.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct ListRow {
    /// The row as the list operation returned it.
    pub listed: Document,
    /// Values of the columns; `None` if only the resource's own document has the value, and was not read.
    pub cells: Vec<Option<DisplayValue>>,
    /// True if the columns show the resource's own document.
    pub is_read: bool,
    /// True if the resource's own document could not be read; a refresh tries again.
    pub unreadable: bool,
    /// True if a refresh has begun and not read the row again yet.
    pub is_old: bool,
    /// True if the row is to be described again, although its document is known.
    pub is_due: bool,
    pub watch: Watch,
    /// True if the last refresh by the clock has changed the row.
    pub has_changed: bool,
    /// True if the row is no resource: it tells how far a context of a joint list is read.
    pub is_notice: bool,
    /// A URL in the document, and the text fetched from there.
    fetched: Option<(String, String)>,
    /// The text that a filter searches: what the columns show, and every member.
    pub(super) haystack: Haystack,
}

impl ListRow {
    pub(super) fn new(kind: &Kind, listed: Document, document: Option<&Document>) -> Self {
        let mut row = Self {
            listed,
            cells: Vec::new(),
            is_read: false,
            unreadable: false,
            is_old: false,
            is_due: false,
            watch: Watch::Off,
            has_changed: false,
            is_notice: false,
            fetched: None,
            haystack: Haystack::default(),
        };
        row.show(kind, document);
        row
    }

    /// The row of a joint list for a row of one of its contexts, which is told behind the name.
    pub(crate) fn joint(of: &Self, listed: Document, told: [(&str, DisplayValue); 2]) -> Self {
        let words = told.iter().map(|(member, value)| (*member, value.text(false)));
        let haystack = of.haystack.and(words);
        let mut cells = of.cells.clone();
        let behind_name = 1.min(cells.len());
        cells.splice(behind_name..behind_name, told.map(|(_, value)| Some(value)));
        Self {
            listed,
            cells,
            is_read: of.is_read,
            unreadable: of.unreadable,
            is_old: of.is_old,
            is_due: of.is_due,
            watch: Watch::Off,
            has_changed: of.has_changed,
            is_notice: false,
            fetched: None,
            haystack,
        }
    }

    /// The row of a joint list that tells how far a context is read.
    pub(crate) fn notice(
        kind: &Kind,
        listed: Document,
        words: DisplayValue,
        told: [(&str, DisplayValue); 2],
    ) -> Self {
        let mut row = Self::new(&Kind::EMPTY, listed, None);
        let lines = told.iter().map(|(member, value)| (*member, value.text(false)));
        row.haystack = Haystack::new(words.text(false), lines, true);
        row.cells = std::iter::once(words).chain(told.map(|(_, value)| value)).map(Some).collect();
        row.cells.resize(kind.columns.len(), Some(DisplayValue::Unset(String::new())));
        // The first column of findings has no room for a sentence.
        if kind.columns.first().is_some_and(|column| column.rated) {
            let last = row.cells.len() - 1;
            row.cells.swap(0, last);
        }
        (row.is_read, row.is_notice) = (true, true);
        row
    }

    pub(super) fn id(&self, kind: &Kind) -> Option<&str> {
        self.listed.text(kind.id_path)
    }

    /// Shows a text fetched from a URL in the document.
    pub(super) fn show_fetched(&mut self, kind: &Kind, document: &Document, url: &str, text: &str) {
        self.fetched = Some((url.to_owned(), text.to_owned()));
        self.show(kind, Some(document));
    }

    /// Fills the columns from the listed document, and from the resource's own if that was read.
    pub(super) fn show(&mut self, kind: &Kind, document: Option<&Document>) {
        let path = kind.actions.fetch.map_or("", |fetched| fetched.path);
        let url = document.and_then(|document| document.text(path));
        let fetched = self.fetched.as_ref().filter(|(from, _)| url == Some(from.as_str()));
        let fetched = fetched.map(|(_, text)| text.as_str());
        let cell = |column: &Column| cell(kind, column, &self.listed, document, fetched);
        self.cells = kind.columns.iter().map(cell).collect();
        self.is_read = document.is_some();
        self.haystack = self.searched(kind, document);
    }

    fn searched(&self, kind: &Kind, document: Option<&Document>) -> Haystack {
        let name =
            document.and_then(|document| kind.name_of(document)).or_else(|| kind.name_of(&self.listed));
        let members = search_lines(kind, document.unwrap_or(&self.listed));
        let members = members.iter().map(|line| (line.path.as_str(), line.value.as_str()));
        let columns = self.cells.iter().flatten().map(|cell| ("", cell.text(false)));
        let complete = self.is_read || kind.listing != Listing::VisibleRowsDescribed;
        Haystack::new(name.unwrap_or_default(), columns.chain(members), complete)
    }
}

fn cell(
    kind: &Kind,
    column: &Column,
    listed: &Document,
    detail: Option<&Document>,
    fetched: Option<&str>,
) -> Option<DisplayValue> {
    // Only the list knows the other rows.
    if column.ranked {
        return Some(DisplayValue::Unset("…".to_owned()));
    }
    let is_whole = matches!(kind.listing, Listing::PagedOnDemand | Listing::Documents);
    if let Some(shows) = column.shows {
        return detail.or_else(|| is_whole.then_some(listed)).map(|document| shows(document, fetched));
    }
    let field = kind.field(column.path);
    let value = detail.and_then(|detail| detail.get(column.path)).or_else(|| listed.get(column.path));
    match (field, value) {
        (None, None) => None,
        (Some(_), None) if detail.is_none() && !is_whole => None,
        #[expect(clippy::cast_possible_truncation, reason = "seconds of any date fit")]
        (Some(field), Some(Value::Number(seconds))) if column.aged => {
            let words = in_column(field, value).text(false).to_owned();
            Some(DisplayValue::Since(seconds.as_f64().unwrap_or_default() as i64, words))
        }
        (Some(field), value) => Some(in_column(field, value)),
        (None, Some(value)) => Some(DisplayValue::Text(plain(value))),
    }
}
