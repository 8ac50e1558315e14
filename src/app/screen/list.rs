//! A list of resources: its rows as they arrive, its filter, the chosen row, and the marks.

mod marks;
mod rank;
pub mod refresh;
pub mod sort;

use std::collections::HashSet;

use crate::app::cache::Cache;
use crate::app::remote::Remote;
use crate::app::screen::filter::Filter;
use crate::app::screen::list::sort::Sort;
use crate::app::screen::list_row::ListRow;
use crate::app::screen::live::{Watch, differ};
use crate::keymap::named;
use crate::resource::finding::Known;
use crate::resource::{Document, Key, KindId, ListKey, Listing};

/// Whether all can be read that the words below the rows depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteState {
    Readable,
    Unreadable,
}

/// A list of resources of one kind, with its rows and its filter.
#[derive(Debug)]
pub struct List {
    pub key: ListKey,
    /// State of the list's load; rows stay when the load stops or fails.
    pub load: Remote,
    pub filter: Filter,
    /// Token of the next page, for a list that is read page by page.
    pub next: Option<String>,
    rows: Vec<ListRow>,
    /// Number of rows that are notices about a context.
    notices: usize,
    /// Index of the chosen row among all rows.
    chosen: usize,
    /// Index of the chosen row among the shown rows.
    place: usize,
    /// Id of the row to choose once a page brings it.
    wanted: Option<String>,
    /// Time of the last load that reached its end, or else of the first page, in seconds since 1970.
    read_at: Option<i64>,
    /// True if a load has reached the end of the list, or of its page.
    is_whole: bool,
    pub note: NoteState,
    /// True from the start of a refresh until one reaches its end.
    refreshing: bool,
    marks: HashSet<String>,
    /// The columns that the user wants, if they are not those of the kind.
    columns: Option<Vec<usize>>,
    sort: Option<Sort>,
    /// The shown rows in their order, if they are sorted.
    order: Option<Vec<usize>>,
    /// True if the rows have to be sorted before they are drawn.
    is_unsorted: bool,
}

impl List {
    /// A list before its first request.
    pub fn new(key: ListKey) -> Self {
        Self {
            key,
            load: Remote::NotAsked,
            filter: Filter::default(),
            next: None,
            rows: Vec::new(),
            notices: 0,
            chosen: 0,
            place: 0,
            wanted: None,
            read_at: None,
            is_whole: false,
            note: NoteState::Readable,
            refreshing: false,
            marks: HashSet::new(),
            columns: None,
            sort: None,
            order: None,
            is_unsorted: false,
        }
    }

    /// Number of rows, hidden ones included.
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Number of rows that are resources, hidden ones included.
    pub const fn resources(&self) -> usize {
        self.rows.len() - self.notices
    }

    /// Number of resources that the filter shows.
    pub fn shown_resources(&self) -> usize {
        if self.notices == 0 {
            return self.shown();
        }
        (0..self.shown()).filter_map(|place| self.row(place)).filter(|row| !row.is_notice).count()
    }

    /// Number of rows that the filter shows.
    pub fn shown(&self) -> usize {
        self.filter.shown(self.rows.len())
    }

    /// The next step of a task in which this list takes part, such as rotating a secret.
    pub fn next_step(&self) -> Option<&'static str> {
        self.key.kind.creation.next_step.filter(|_| self.load.is_ready()).map(|next| next(self.rows.len()))
    }

    /// The words below the rows, where they depend on other resources.
    pub fn note(&self, known: &dyn Known) -> Option<String> {
        let note = self.key.kind.list_note.filter(|_| self.load.is_ready())?;
        Some((note.words)(&self.key, self.rows.len(), known))
    }

    /// A note about the chosen row if some of its columns need its own document, which was not read yet.
    pub fn unread_note(&self, stopped: bool) -> Option<String> {
        let row = self.chosen()?;
        row.cells.contains(&None).then_some(match self.key.kind.listing {
            _ if row.unreadable => {
                format!("? can't be loaded: open the row to see why, or {} refreshes.", named::refresh())
            }
            Listing::VisibleRowsDescribed if stopped => {
                format!("… not loaded: loading was stopped. {} refreshes.", named::refresh())
            }
            Listing::VisibleRowsDescribed => "… loads in turn: AWS lists only names and ids.".to_owned(),
            _ => "… not loaded yet: open the row. AWS lists only names and ids.".to_owned(),
        })
    }

    /// Number of rows with all of their columns.
    pub fn loaded(&self) -> usize {
        self.rows.iter().filter(|row| !row.is_notice && !row.cells.contains(&None)).count()
    }

    /// The reason why a rule over the whole list can't be checked: it was not read to its end.
    pub fn unread_whole(&self) -> Option<String> {
        let plural = self.key.kind.plural.to_lowercase();
        match &self.load {
            Remote::Ready(()) => None,
            Remote::NotAsked | Remote::Loading(_) => Some(format!("The {plural} are not loaded yet.")),
            Remote::Stopped => {
                Some(format!("Loading the {plural} was stopped: {} refreshes.", named::refresh()))
            }
            Remote::Failed(_) => {
                Some(format!("The {plural} could not be loaded: {} refreshes.", named::refresh()))
            }
        }
    }

    /// The columns to show, from left to right, as indexes of those of the kind.
    pub fn columns(&self) -> Vec<usize> {
        self.columns.clone().unwrap_or_else(|| (0..self.key.kind.columns.len()).collect())
    }

    pub(crate) fn arrange(&mut self, columns: Option<&[usize]>) {
        if self.columns.as_deref() != columns {
            self.columns = columns.map(<[usize]>::to_vec);
        }
    }

    pub(super) fn rows_mut(&mut self) -> &mut [ListRow] {
        &mut self.rows
    }

    /// All rows, those that the filter hides included.
    pub fn rows(&self) -> &[ListRow] {
        &self.rows
    }

    /// The rows as the list operation returned them.
    pub(crate) fn listed(&self) -> Vec<Document> {
        self.rows.iter().map(|row| row.listed.clone()).collect()
    }

    /// The row at an index of the shown ones.
    pub fn row(&self, place: usize) -> Option<&ListRow> {
        self.rows.get(self.index(place)?)
    }

    /// Index among all rows of a shown one.
    fn index(&self, place: usize) -> Option<usize> {
        self.order.as_ref().map_or_else(|| self.filter.row(place), |order| order.get(place).copied())
    }

    /// Index of the chosen row among the shown ones.
    pub const fn place(&self) -> usize {
        self.place
    }

    pub fn chosen(&self) -> Option<&ListRow> {
        self.row(self.place)
    }

    pub fn chosen_key(&self) -> Option<Key> {
        self.key.row(&self.chosen()?.listed)
    }

    /// Chooses the row at an index of the shown ones, or the last one.
    pub fn choose(&mut self, place: usize) {
        self.place = place.min(self.shown().saturating_sub(1));
        self.chosen = self.index(self.place).unwrap_or(self.chosen);
        self.wanted = None;
    }

    /// Finds the chosen row's index again after the rows changed; a hidden row gives way to the best match.
    fn find_place(&mut self) {
        let sorted = self.order.as_ref().map(|order| order.iter().position(|row| *row == self.chosen));
        let place = sorted.map_or_else(|| self.filter.place_of(self.chosen), Option::unwrap_or_default);
        self.place = place.min(self.shown().saturating_sub(1));
        if self.wanted.is_none() {
            self.chosen = self.index(self.place).unwrap_or(self.chosen);
        }
    }

    /// True for the list of what the checks have found.
    pub const fn holds_findings(&self) -> bool {
        matches!(self.key.kind.id, KindId::Finding)
    }

    /// Shows a fetched document in the rows whose documents name its URL.
    pub fn show_fetched(&mut self, url: &str, text: &str, cache: &Cache) {
        let Some(fetched) = self.key.kind.actions.fetch else { return };
        let list = &self.key;
        for row in &mut self.rows {
            let document = list.row(&row.listed).and_then(|key| cache.get(&key));
            if let Some(document) = document.filter(|document| document.text(fetched.path) == Some(url)) {
                row.show_fetched(list.kind, document, url, text);
            }
        }
        self.refilter();
    }

    /// Marks a row whose columns can't be read.
    pub fn mark_unreadable(&mut self, key: &Key) {
        let kind = self.key.kind;
        let own = self.key.holds(key);
        for row in
            self.rows.iter_mut().filter(|row| own && row.listed.text(kind.id_path) == Some(key.id.as_str()))
        {
            row.unreadable = true;
            row.is_due = false;
        }
    }

    /// Adds the row of a created resource and chooses it.
    pub fn insert(&mut self, key: &Key, document: &Document, now: i64) {
        if self.key.holds(key) && !self.ids().any(|id| id == key.id) {
            self.filter = Filter::default();
            self.extend(vec![document.clone()], &Cache::default(), now);
            self.choose(self.place_after_insert());
        }
    }

    pub fn remove(&mut self, key: &Key) {
        let kind = self.key.kind;
        if self.key.holds(key) {
            self.marks.remove(&key.id);
            let chosen = self.chosen;
            let before = self
                .rows
                .iter()
                .take(chosen)
                .filter(|row| row.listed.text(kind.id_path) == Some(key.id.as_str()))
                .count();
            self.rows.retain(|row| row.listed.text(kind.id_path) != Some(key.id.as_str()));
            self.chosen = (chosen - before).min(self.rows.len().saturating_sub(1));
            self.refilter();
        }
    }

    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(|row| row.listed.text(self.key.kind.id_path))
    }

    /// Chooses the row with an id, even one that the filter hides.
    pub fn choose_id(&mut self, id: &str) {
        let kind = self.key.kind;
        if let Some(at) = self.rows.iter().position(|row| row.listed.text(kind.id_path) == Some(id)) {
            self.clear_filter();
            self.choose(at);
        }
    }

    /// Chooses the row with an id as soon as it arrives.
    pub fn choose_when_listed(&mut self, id: &str) {
        self.wanted = Some(id.to_owned());
    }

    /// Updates a row's columns and name from its document as just read.
    pub fn show(&mut self, key: &Key, document: &Document) {
        let kind = self.key.kind;
        if !self.key.holds(key) {
            return;
        }
        let is_its = |row: &&mut ListRow| row.listed.text(kind.id_path) == Some(key.id.as_str());
        if let Some(row) = self.rows.iter_mut().find(is_its) {
            if let (Some(name), Some(_)) = (document.get(kind.name_path), row.listed.get(kind.name_path)) {
                row.listed.set(kind.name_path, Some(name.clone()));
            }
            let before = row.cells.clone();
            row.show(kind, Some(document));
            row.is_due = false;
            if std::mem::take(&mut row.watch) == Watch::Waiting {
                row.has_changed |= differ(kind, &before, &row.cells);
            }
            self.refilter();
        }
    }

    /// Applies the edited filter, and chooses the best match.
    pub fn filter_edited(&mut self) {
        if self.filter.input.text().trim().is_empty() {
            return self.turn_filter_off();
        }
        let chosen = self.rows.get(self.chosen).and_then(|row| row.listed.text(self.key.kind.id_path));
        let chosen = self.wanted.as_deref().or(chosen).map(str::to_owned);
        self.filter.turn_on(chosen);
        self.refilter();
        if self.shown() > 0 {
            self.choose(0);
        }
    }

    /// Shows all rows again, and chooses the row that was chosen before the filter.
    pub fn clear_filter(&mut self) {
        self.turn_filter_off();
        self.filter = Filter::default();
    }

    fn turn_filter_off(&mut self) {
        self.unsort();
        if let Some(origin) = self.filter.turn_off() {
            let place = self.ids().position(|id| id == origin);
            self.chosen = place.unwrap_or(self.chosen);
            // While the list is read, the row may come with a later page.
            let comes_later = place.is_none() && !self.load.is_ready();
            self.wanted = comes_later.then_some(origin);
        }
        self.find_place();
    }

    pub const fn is_filtered(&self) -> bool {
        self.filter.is_on()
    }

    fn refilter(&mut self) {
        self.unsort();
        self.show_ranks();
        self.filter.match_rows(self.rows.iter().map(|row| &row.haystack));
        self.find_place();
    }
}

/// Index of the first row to draw so that the chosen one is visible. Rows turn by pages, so that a move
/// within a page redraws little.
pub const fn first_row(chosen: usize, height: usize, rows: usize) -> usize {
    if height == 0 || rows <= height {
        return 0;
    }
    let page = chosen / height * height;
    let last = rows - height;
    if page < last { page } else { last }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_row_is_always_seen_and_the_last_page_is_full() {
        for rows in 1..60 {
            for height in 1..20 {
                for chosen in 0..rows {
                    let first = first_row(chosen, height, rows);
                    assert!(first <= chosen && chosen < first + height, "{chosen} of {rows} in {height}");
                    assert!(first + height <= rows || first == 0);
                }
            }
        }
    }
}
