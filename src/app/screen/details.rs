//! Opened resources: the documents of a tab as rows, and which row is chosen.

use crate::app::remote::Remote;
use crate::resource::display::detail_rows::{self, DetailRow};
use crate::resource::display::value::DisplayValue;
use crate::resource::{Document, Key, Kind, Referrers};

/// A tab that shows the documents of resources.
#[derive(Debug)]
pub struct Details {
    /// The resources, from top to bottom.
    pub sections: Vec<Section>,
    /// Where the keys of the sections come from, when the tab does not show the opened resource itself.
    pub named: Option<Named>,
    /// Which resources may refer to the opened one, when the tab shows a reference scan and no document.
    pub referrers: Option<&'static Referrers>,
    chosen: usize,
}

/// Resources whose ids stand in members of the opened resource.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// The kind of the sections.
    pub kind: &'static Kind,
    /// Reads the ids from the opened resource's document.
    pub ids: fn(&Document) -> Vec<String>,
    /// Whether the sections follow the opened resource's document as last read.
    pub known: bool,
}

/// One resource of a tab.
#[derive(Debug)]
pub struct Section {
    pub key: Key,
    /// How far the document has been read; the rows that came are kept during a refresh.
    pub load: Remote,
    /// The rows of the document as last read; empty while it was never read, or when AWS says there is none.
    pub rows: Vec<DetailRow>,
    /// The resource was read, and AWS knows it.
    pub is_known: bool,
    /// The status of the resource, when AWS changes it by itself.
    transient_status: Option<String>,
    /// How often a transient status has been polled.
    pub polls: u32,
    /// Polling has stopped until the document is read again.
    pub polling_stopped: bool,
}

impl Details {
    /// A tab that shows the opened resource itself.
    pub fn itself(key: Key) -> Self {
        Self { sections: vec![Section::new(key)], named: None, referrers: None, chosen: 0 }
    }

    /// A tab that shows resources whose ids the opened one names.
    pub const fn named(kind: &'static Kind, ids: fn(&Document) -> Vec<String>) -> Self {
        Self {
            sections: Vec::new(),
            named: Some(Named { kind, ids, known: false }),
            referrers: None,
            chosen: 0,
        }
    }

    /// A tab that shows which resources refer to the opened one.
    pub fn referrers(key: Key, referrers: &'static Referrers) -> Self {
        Self { referrers: Some(referrers), ..Self::itself(key) }
    }

    /// The rows of all sections.
    pub fn rows(&self) -> impl Iterator<Item = &DetailRow> {
        self.sections.iter().flat_map(|section| &section.rows)
    }

    /// The number of rows of all sections.
    pub fn len(&self) -> usize {
        self.sections.iter().map(|section| section.rows.len()).sum()
    }

    /// Whether no section has rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The chosen row, counted among the rows of all sections.
    pub fn place(&self) -> usize {
        let last = self.len().saturating_sub(1);
        let place = self.chosen.min(last);
        // A heading is never chosen: the row under it is, or the one above where it is the last.
        (place..=last).chain((0..place).rev()).find(|place| !self.is_heading(*place)).unwrap_or(place)
    }

    /// The row that is chosen, unless there are none.
    pub fn chosen(&self) -> Option<&DetailRow> {
        self.rows().nth(self.place())
    }

    /// Chooses a row, or the next one in the direction of the move that is no heading.
    pub fn choose(&mut self, place: usize) {
        let place = place.min(self.len().saturating_sub(1));
        let down = place >= self.place();
        let next = if down {
            (place..self.len()).find(|place| !self.is_heading(*place))
        } else {
            (0..=place).rev().find(|place| !self.is_heading(*place))
        };
        self.chosen = next.unwrap_or(self.chosen);
    }

    fn is_heading(&self, place: usize) -> bool {
        self.rows().nth(place).is_some_and(|row| row.value == DisplayValue::Heading)
    }

    /// The section of the chosen row; the first one while there are no rows.
    pub fn section(&self) -> Option<&Section> {
        let place = self.place();
        let mut end = 0;
        let holds = |section: &&Section| {
            end += section.rows.len();
            place < end
        };
        self.sections.iter().find(holds).or_else(|| self.sections.first())
    }

    /// The section that shows a resource.
    pub fn section_mut(&mut self, key: &Key) -> Option<&mut Section> {
        self.sections.iter_mut().find(|section| section.key == *key)
    }
}

impl Section {
    /// A section of which nothing has been requested.
    pub const fn new(key: Key) -> Self {
        Self {
            key,
            load: Remote::NotAsked,
            rows: Vec::new(),
            is_known: false,
            transient_status: None,
            polls: 0,
            polling_stopped: false,
        }
    }

    /// The status that is polled until AWS has changed it.
    pub fn status_to_poll(&self) -> Option<&str> {
        self.transient_status.as_deref().filter(|_| !self.polling_stopped)
    }

    /// Shows the document as it was read; `None` when AWS says that there is none.
    pub fn show(&mut self, document: Option<&Document>) {
        #[cfg(test)]
        tests::ROWS_MADE.with(|made| made.set(made.get() + 1));
        let kind = self.key.kind;
        self.rows = document.map(|document| detail_rows::detail_rows(kind, document)).unwrap_or_default();
        self.is_known = document.is_some();
        let status = document.and_then(|document| kind.lifecycle.transient_status?.state(document));
        self.transient_status = status.map(str::to_owned);
        self.load = Remote::Ready(());
        self.polling_stopped = false;
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::Cell;

    thread_local! {
        /// How often a section has made its rows.
        pub(crate) static ROWS_MADE: Cell<usize> = const { Cell::new(0) };
    }
}
