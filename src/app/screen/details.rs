//! Opened resources: the documents of a tab as rows, and which row is chosen.

use crate::app::remote::Remote;
use crate::resource::display::detail_rows::{self, DetailRow};
use crate::resource::display::value::DisplayValue;
use crate::resource::{Document, Key, Kind, Referrers};

/// A tab that shows documents.
#[derive(Debug)]
pub struct Details {
    /// The documents, one after the other.
    pub sections: Vec<Section>,
    /// Where the keys of the documents come from, when it is not the opened resource itself.
    pub named: Option<Named>,
    /// Those whose use of the opened resource it shows, when it shows no document.
    pub referrers: Option<&'static Referrers>,
    chosen: usize,
}

/// Documents whose ids stand in members of the opened resource.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// The kind of the documents.
    pub kind: &'static Kind,
    /// Their ids, as the opened resource tells them.
    pub ids: fn(&Document) -> Vec<String>,
    /// Whether the opened resource was there to be looked at.
    pub known: bool,
}

/// One document of a tab.
#[derive(Debug)]
pub struct Section {
    /// Which resource it is of.
    pub key: Key,
    /// How far it has been read.
    pub load: Remote,
    /// The rows of the document as last read; empty while it was never read, or when AWS says there is none.
    pub rows: Vec<DetailRow>,
    /// The resource was read, and AWS knows it.
    pub is_known: bool,
    /// The status of the resource, when AWS changes it by itself.
    transient_status: Option<String>,
    /// How often it was looked at while it was on its way from one state to another.
    pub polls: u32,
    /// It is not looked at again by itself, until it is read anew.
    pub polling_stopped: bool,
}

impl Details {
    /// A tab that shows the resource itself.
    pub fn itself(key: Key) -> Self {
        Self { sections: vec![Section::new(key)], named: None, referrers: None, chosen: 0 }
    }

    /// A tab that shows what the resource names.
    pub const fn named(kind: &'static Kind, ids: fn(&Document) -> Vec<String>) -> Self {
        Self {
            sections: Vec::new(),
            named: Some(Named { kind, ids, known: false }),
            referrers: None,
            chosen: 0,
        }
    }

    /// A tab that shows who uses the resource.
    pub fn referrers(key: Key, referrers: &'static Referrers) -> Self {
        Self { referrers: Some(referrers), ..Self::itself(key) }
    }

    /// All rows, those of one document after those of the other.
    pub fn rows(&self) -> impl Iterator<Item = &DetailRow> {
        self.sections.iter().flat_map(|section| &section.rows)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.sections.iter().map(|section| section.rows.len()).sum()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of the chosen row.
    pub fn place(&self) -> usize {
        let last = self.len().saturating_sub(1);
        let place = self.chosen.min(last);
        // A heading is never chosen: the row under it is, or the one above where it is the last.
        (place..=last).chain((0..place).rev()).find(|place| !self.is_heading(*place)).unwrap_or(place)
    }

    /// The chosen row.
    pub fn chosen(&self) -> Option<&DetailRow> {
        self.rows().nth(self.place())
    }

    /// Chooses the row at a place, or the next one that is no heading in the direction of the move.
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

    /// The document that the chosen row is of; the first one while there are no rows.
    pub fn section(&self) -> Option<&Section> {
        let place = self.place();
        let mut end = 0;
        let holds = |section: &&Section| {
            end += section.rows.len();
            place < end
        };
        self.sections.iter().find(holds).or_else(|| self.sections.first())
    }

    /// The part of a resource.
    pub fn section_mut(&mut self, key: &Key) -> Option<&mut Section> {
        self.sections.iter_mut().find(|section| section.key == *key)
    }
}

impl Section {
    /// A document that has not been read.
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
