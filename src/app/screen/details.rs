//! The details of resources: the documents of a tab as rows, and the chosen row.

use crate::app::remote::Remote;
use crate::app::widget::search::Search;
use crate::key::KeyPress;
use crate::keymap::SearchAction;
use crate::resource::display::detail_rows::{self, DetailRow, FieldPath, Standing};
use crate::resource::display::value::DisplayValue;
use crate::resource::{Document, Key, Kind, Referrers};

/// A tab with the documents of one or more resources.
#[derive(Debug)]
pub struct Details {
    /// The resources from top to bottom, each with its rows.
    pub sections: Vec<Section>,
    /// The source of the sections' keys, if the tab does not show the opened resource itself.
    pub named: Option<Named>,
    /// The relation that a tab shows instead of a document: the resources that refer to the opened one.
    pub referrers: Option<&'static Referrers>,
    /// The tab is a trust map: `Some` with what it was made of, once it was.
    pub trust_map: Option<Option<MapState>>,
    pub search: Search,
    /// The rows that are shown.
    pub extent: Extent,
    /// The setting whose row is to be chosen once the opened resource is read.
    pub wanted: Option<&'static str>,
    /// Index of the chosen row among the shown ones.
    chosen: usize,
}

/// What a trust map was made of: the revision of the references, and whether all pools were read.
pub type MapState = (u64, bool);

/// Which rows of the details are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    #[default]
    All,
    /// Only what is set.
    Set,
    /// Only settings that differ from the default.
    Differing,
}

impl Extent {
    const fn next(self) -> Self {
        match self {
            Self::All => Self::Set,
            Self::Set => Self::Differing,
            Self::Differing => Self::All,
        }
    }

    /// The extent in words; empty if all rows are shown.
    pub const fn words(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Set => "only what is set",
            Self::Differing => "only what differs from the default",
        }
    }

    const fn shows(self, row: &DetailRow) -> bool {
        match self {
            Self::All => true,
            Self::Set => !matches!(row.standing, Standing::Unset),
            Self::Differing => matches!(row.standing, Standing::Set),
        }
    }
}

/// The resources whose ids are in members of the opened resource.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    pub kind: &'static Kind,
    /// Reads the ids from the opened resource's document.
    pub ids: fn(&Document) -> Vec<String>,
    /// True if the sections follow the opened resource's document as last read.
    pub known: bool,
}

/// One resource of a tab, with its rows.
#[derive(Debug)]
pub struct Section {
    pub key: Key,
    /// State of the document's load; a refresh keeps the old rows until it ends.
    pub load: Remote,
    /// Rows of the document as last read; empty if it was never read, or does not exist.
    pub rows: Vec<DetailRow>,
    /// Time of the last read, in seconds since 1970.
    pub read_at: Option<i64>,
    /// True if the resource was read and exists.
    pub is_known: bool,
    /// The resource's status, if AWS changes it by itself.
    transient_status: Option<String>,
    /// True if the next read marks the rows that it changes.
    pub(super) is_watched: bool,
    /// The paths and labels of the rows that the last refresh by the clock has changed.
    pub(super) changed: Vec<(FieldPath, String)>,
    /// Number of polls of the transient status.
    pub polls: u32,
    /// True if polling stopped until the next read of the document.
    pub polling_stopped: bool,
}

impl Details {
    /// A tab for the opened resource itself.
    pub fn itself(key: Key) -> Self {
        Self::of(vec![Section::new(key)], None)
    }

    /// A tab for documents of the opened resource, one below the other.
    pub fn of_keys(keys: impl Iterator<Item = Key>) -> Self {
        Self::of(keys.map(Section::new).collect(), None)
    }

    /// A tab for the resources whose ids the opened one names.
    pub fn named(kind: &'static Kind, ids: fn(&Document) -> Vec<String>) -> Self {
        Self::of(Vec::new(), Some(Named { kind, ids, known: false }))
    }

    fn of(sections: Vec<Section>, named: Option<Named>) -> Self {
        let (search, extent) = (Search::default(), Extent::default());
        Self { sections, named, referrers: None, trust_map: None, search, extent, wanted: None, chosen: 0 }
    }

    /// A tab for the resources that refer to the opened one.
    pub fn referrers(key: Key, referrers: &'static Referrers) -> Self {
        Self { referrers: Some(referrers), ..Self::itself(key) }
    }

    /// The trust map of a resource, before its rows are made.
    pub fn trust_map(key: Key) -> Self {
        let mut map = Self { trust_map: Some(None), ..Self::itself(key) };
        map.sections.iter_mut().for_each(|section| section.load = Remote::Ready(()));
        map
    }

    /// True if the rows are those of documents.
    pub const fn is_of_documents(&self) -> bool {
        self.referrers.is_none() && self.trust_map.is_none()
    }

    /// Takes the rows of a trust map. The chosen row stays chosen, if it is still there.
    pub(crate) fn show_map(&mut self, rows: Vec<DetailRow>, of: MapState) {
        let chosen = self.chosen().map(|row| (row.link.clone(), row.depth));
        self.trust_map = Some(Some(of));
        if let Some(section) = self.sections.first_mut() {
            section.rows = rows;
        }
        let place = self.rows().position(|row| chosen == Some((row.link.clone(), row.depth)));
        self.choose(place.unwrap_or_else(|| self.place()));
        let texts = self.search_texts();
        self.search.rows_changed(self.place(), &texts);
    }

    /// The shown rows of all sections.
    pub fn rows(&self) -> impl Iterator<Item = &DetailRow> {
        self.sections.iter().flat_map(|section| section.shown(self.extent)).map(|(_, row)| row)
    }

    /// The shown rows, each with the key of its resource.
    pub fn keyed_rows(&self) -> impl Iterator<Item = (&Key, &DetailRow)> {
        let rows = |section| Section::shown(section, self.extent).map(move |(_, row)| (&section.key, row));
        self.sections.iter().flat_map(rows)
    }

    /// Number of shown rows.
    pub fn len(&self) -> usize {
        self.rows().count()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Index of the chosen row among the rows of all sections.
    pub fn place(&self) -> usize {
        let last = self.len().saturating_sub(1);
        let place = self.chosen.min(last);
        // A heading is never chosen, but the next row below, or else the one above.
        (place..=last).chain((0..place).rev()).find(|place| !self.is_heading(*place)).unwrap_or(place)
    }

    /// True if no row that can be chosen is above the chosen one.
    pub fn is_at_top(&self) -> bool {
        (0..self.place()).all(|place| self.is_heading(place))
    }

    pub fn chosen(&self) -> Option<&DetailRow> {
        self.rows().nth(self.place())
    }

    /// True if the rows are settings of a resource that a form can edit.
    pub fn can_be_edited(&self) -> bool {
        let editable = |section: &Section| section.is_known && section.key.kind.operations.update.is_some();
        self.is_of_documents() && self.section().is_some_and(editable)
    }

    /// The label of the chosen row; that of the text it continues, where several rows show one text.
    pub fn chosen_label(&self) -> &str {
        let labels: Vec<_> = self.rows().take(self.place() + 1).collect();
        let continues = |row: &DetailRow| row.label.is_empty() && row.copy.is_some();
        let first = labels.iter().rev().find(|row| !continues(row));
        first.map_or("", |row| row.label.as_str())
    }

    /// The label of the list that the chosen row is of.
    pub(crate) fn list_label(&self) -> &str {
        let rows: Vec<_> = self.rows().take(self.place() + 1).collect();
        rows.iter().rev().find(|row| !row.label.is_empty()).map_or("", |row| row.label.as_str())
    }

    /// Chooses a row. A heading passes the choice on to the next row in the direction of the move.
    pub fn choose(&mut self, place: usize) {
        let place = place.min(self.len().saturating_sub(1));
        let down = place >= self.place();
        let next = if down {
            (place..self.len()).find(|place| !self.is_heading(*place))
        } else {
            // Nothing but headings above: the first row below them.
            let above = (0..=place).rev().find(|place| !self.is_heading(*place));
            above.or_else(|| (place..self.len()).find(|place| !self.is_heading(*place)))
        };
        self.chosen = next.unwrap_or(self.chosen);
    }

    /// Chooses the wanted setting of a resource that was just read.
    pub(crate) fn choose_wanted(&mut self, key: &Key) {
        let Some(path) = self.wanted.take() else { return };
        let place = self.keyed_rows().position(|(of, row)| of == key && row.begins_setting(path));
        if let Some(place) = place {
            self.choose(place);
        }
    }

    /// Chooses the first row of a section's resource.
    pub(crate) fn choose_section(&mut self, at: usize) {
        let extent = self.extent;
        let above = self.sections[..at].iter().map(|section| section.shown(extent).count()).sum();
        self.choose(above);
    }

    /// Goes to the first row below the next heading, or below the chosen row's own or the previous one;
    /// returns false at the last or the first one.
    pub(crate) fn step_heading(&mut self, down: bool) -> bool {
        let place = self.place();
        let is_start = |row: &usize| *row > 0 && self.is_heading(row - 1) && !self.is_heading(*row);
        let start =
            if down { (place + 1..self.len()).find(is_start) } else { (0..place).rev().find(is_start) };
        start.inspect(|start| self.chosen = *start).is_some()
    }

    /// Shows more or fewer rows; the chosen row stays chosen, or else the next one.
    pub(crate) fn narrow(&mut self) {
        let shown = |details: &Self| -> Vec<(usize, usize)> {
            let sections = details.sections.iter().enumerate();
            let places = sections.flat_map(|(at, section)| {
                section.shown(details.extent).map(move |(row, _)| (at, row)).collect::<Vec<_>>()
            });
            places.collect()
        };
        let chosen = shown(self).get(self.place()).copied().unwrap_or_default();
        self.extent = self.extent.next();
        let next = shown(self).iter().position(|place| *place >= chosen);
        self.chosen = next.unwrap_or(usize::MAX);
        let texts = self.search_texts();
        self.search.rows_changed(self.place(), &texts);
    }

    /// The texts of the shown rows, in which a search looks.
    fn search_texts(&self) -> Vec<String> {
        self.rows().map(DetailRow::search_text).collect()
    }

    pub(crate) fn act_on_search(&mut self, action: SearchAction) {
        let texts = self.search_texts();
        if let Some(place) = self.search.act(action, self.place(), &texts) {
            self.choose(place);
        }
    }

    /// Gives a key to the search; returns true if its text took the key.
    pub(crate) fn type_search(&mut self, key: KeyPress) -> bool {
        let texts = self.search_texts();
        let found = self.search.press(key, &texts);
        if let Some(place) = found {
            self.choose(place);
        }
        found.is_some()
    }

    pub(crate) fn paste_search(&mut self, text: &str) {
        let texts = self.search_texts();
        let place = self.search.paste(text, &texts);
        self.choose(place);
    }

    fn is_heading(&self, place: usize) -> bool {
        self.rows().nth(place).is_some_and(|row| row.value == DisplayValue::Heading)
    }

    /// The section of the chosen row, or the first one if there are no rows.
    pub fn section(&self) -> Option<&Section> {
        let place = self.place();
        let mut end = 0;
        let holds = |section: &&Section| {
            end += section.shown(self.extent).count();
            place < end
        };
        self.sections.iter().find(holds).or_else(|| self.sections.first())
    }

    pub fn section_mut(&mut self, key: &Key) -> Option<&mut Section> {
        self.sections.iter_mut().find(|section| section.key == *key)
    }
}

impl Section {
    /// A section before its first request.
    pub const fn new(key: Key) -> Self {
        Self {
            key,
            load: Remote::NotAsked,
            rows: Vec::new(),
            read_at: None,
            is_known: false,
            transient_status: None,
            is_watched: false,
            changed: Vec::new(),
            polls: 0,
            polling_stopped: false,
        }
    }

    /// The shown rows with their indexes among all rows. A heading is shown if a row below it is.
    fn shown(&self, extent: Extent) -> impl Iterator<Item = (usize, &DetailRow)> {
        let is_heading = |row: &DetailRow| row.value == DisplayValue::Heading;
        self.rows.iter().enumerate().filter(move |(at, row)| match extent {
            Extent::All => true,
            _ if is_heading(row) => {
                self.rows[at + 1..].iter().take_while(|row| !is_heading(row)).any(|row| extent.shows(row))
            }
            _ => extent.shows(row),
        })
    }

    /// True if there are no rows, hidden ones included.
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The transient status, unless polling has stopped.
    pub fn status_to_poll(&self) -> Option<&str> {
        self.transient_status.as_deref().filter(|_| !self.polling_stopped)
    }

    /// Shows the document as read; `None` if AWS answered that there is none.
    pub fn show(&mut self, document: Option<&Document>, now: i64) {
        #[cfg(test)]
        tests::ROWS_MADE.with(|made| made.set(made.get() + 1));
        let kind = self.key.kind;
        let rows = document.map(|document| detail_rows::detail_rows(kind, document));
        let rows = rows.unwrap_or_else(|| detail_rows::unavailable_rows(kind));
        let before = std::mem::replace(&mut self.rows, rows);
        self.note_changes(&before);
        self.read_at = Some(now);
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
        /// Counts how often a section made its rows.
        pub(crate) static ROWS_MADE: Cell<usize> = const { Cell::new(0) };
    }
}
