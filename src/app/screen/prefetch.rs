//! Prefetch: describes the rows of a list whose operation does not return all of its columns. The visible
//! rows come first; the others follow while nothing else is under way, or at once while a filter is on,
//! because any unread row may match. Rows that take longer than a minute are read only if the user agrees.

use std::time::Duration;

use crate::app::App;
use crate::app::requests::Purpose;
use crate::app::screen::Screen;
use crate::app::screen::list::{List, first_row};
use crate::app::screen::list_row::ListRow;
use crate::error::AppError;
use crate::message::{Call, Effect, PREFETCH_INTERVAL, Reply};
use crate::resource::{Key, Listing};

/// Largest number of prefetches under way, so that rows fill from the top to the bottom.
const MAX_PREFETCHES: usize = 4;

/// The rows of a list are all read without a question if that takes no longer.
const MAX_UNASKED: Duration = Duration::from_mins(1);

impl List {
    /// Number of rows whose documents are still to be read.
    pub fn unread(&self) -> usize {
        self.rows().iter().filter(|row| self.is_unread(row)).count()
    }

    /// Number of rows that a filter can search whole.
    pub fn read(&self) -> usize {
        self.resources() - self.unread() - self.unreadable()
    }

    /// Number of rows whose documents could not be read.
    pub fn unreadable(&self) -> usize {
        self.rows().iter().filter(|row| row.unreadable).count()
    }

    fn is_unread(&self, row: &ListRow) -> bool {
        self.key.kind.listing == Listing::VisibleRowsDescribed && !row.is_read && !row.unreadable
    }

    /// The minutes that it takes to read the unread rows, if they are too many to read without a question.
    pub fn minutes_to_read(&self) -> Option<u64> {
        let time = PREFETCH_INTERVAL.saturating_mul(u32::try_from(self.unread()).unwrap_or(u32::MAX));
        (time > MAX_UNASKED).then(|| (time.as_secs() + 30) / 60)
    }

    /// True if the filter needs rows that are read only if the user agrees.
    pub fn asks_to_read(&self) -> bool {
        self.is_filtered() && !self.filter.reads_all && self.minutes_to_read().is_some()
    }

    /// What the status line says while rows are read.
    pub(crate) fn prefetch_label(&self) -> String {
        format!("Loading details {}/{}", self.loaded(), self.resources())
    }

    /// Keys of the unread rows in a window of `height` rows.
    fn visible_unread(&self, height: usize) -> Vec<Key> {
        let first = first_row(self.place(), height, self.shown());
        let in_sight = first..self.shown().min(first + height);
        let is_wanted = |row: &&ListRow| self.is_unread(row) || row.is_due;
        let visible = in_sight.filter_map(|place| self.row(place)).filter(is_wanted);
        visible.filter_map(|row| self.key.row(&row.listed)).collect()
    }

    /// The rows of a context to read next, beside `under_way` reads: the visible ones, then the others.
    /// `is_idle` is true if nothing else is under way.
    pub(crate) fn rows_to_prefetch(
        &self,
        height: usize,
        under_way: &[Key],
        is_idle: bool,
        is_its: impl Fn(&Key) -> bool,
    ) -> Vec<Key> {
        let mut rows = self.visible_unread(height);
        rows.retain(&is_its);
        let is_allowed = self.filter.reads_all || self.minutes_to_read().is_none();
        // Without a filter nobody waits for the other rows: they come one at a time, so that a row that comes
        // into sight waits for one at most.
        let is_needed = self.is_filtered() || (is_idle && rows.is_empty() && under_way.is_empty());
        if is_allowed && is_needed {
            let others = self.rows().iter().filter(|row| self.is_unread(row));
            let most = if self.is_filtered() { rows.len() + under_way.len() + MAX_PREFETCHES } else { 1 };
            let others = others.filter_map(|row| self.key.row(&row.listed));
            rows.extend(others.filter(|key| is_its(key)).take(most));
        }
        let mut known: Vec<Key> = under_way.to_vec();
        rows.retain(|key| {
            let is_new = !known.contains(key);
            known.extend(is_new.then(|| key.clone()));
            is_new
        });
        rows.truncate(MAX_PREFETCHES.saturating_sub(under_way.len()));
        rows
    }

    /// True if the prefetch of a row that is under way is still wanted; `is_oldest` if it began first.
    pub(crate) fn wants(&self, key: &Key, height: usize, is_oldest: bool) -> bool {
        let is_allowed = self.filter.reads_all || self.minutes_to_read().is_none();
        let is_any = is_allowed && (self.is_filtered() || is_oldest);
        (is_any && self.key.holds(key)) || self.visible_unread(height).contains(key)
    }
}

impl App {
    /// Describes rows for the columns that their list does not return. Without a filter, stops the reads of
    /// rows that are not visible any more.
    pub(crate) fn prefetch(&mut self) -> Vec<Effect> {
        if self.is_joint() {
            return self.prefetch_members();
        }
        let height = self.page();
        let oldest = self.prefetched().next().cloned();
        let list = self.screens.last().and_then(Screen::list);
        let unwanted = |purpose: &Purpose| match purpose {
            Purpose::Row(key) => {
                !list.is_some_and(|list| list.wants(key, height, oldest.as_ref() == Some(key)))
            }
            _ => false,
        };
        let mut effects = self.requests.cancel(unwanted);
        let Some(list) = list.filter(|_| !self.prefetch_stopped) else { return effects };
        let under_way: Vec<_> = self.prefetched().cloned().collect();
        let is_idle = self.dialogs.is_empty() && self.requests.iter().count() == under_way.len();
        let next = list.rows_to_prefetch(height, &under_way, is_idle, |_| true);
        let label = list.prefetch_label();
        effects.extend(next.into_iter().map(|key| self.read_row(label.clone(), key)));
        effects
    }

    /// Reads the document of a row.
    pub(crate) fn read_row(&mut self, label: String, key: Key) -> Effect {
        self.requests.start(label, Purpose::Row(key.clone()), Call::Prefetch(key)).1
    }

    /// The rows whose prefetches are under way.
    fn prefetched(&self) -> impl Iterator<Item = &Key> {
        self.requests.iter().filter_map(|request| match &request.purpose {
            Purpose::Row(key) => Some(key),
            _ => None,
        })
    }

    /// Takes the document of a row; if there is none, marks the row.
    pub(crate) fn handle_prefetch_reply(&mut self, key: &Key, result: Result<Reply, AppError>) {
        if let Ok(Reply::Document(Some(document))) = result {
            self.document_read(key, document);
        } else {
            for list in self.screens.iter_mut().flat_map(Screen::lists_mut) {
                list.mark_unreadable(key);
            }
        }
    }
}
