//! Prefetch: describes the visible rows of a list whose operation does not return all of its columns. While a
//! filter is on, it describes the other rows too, because any unread row may match.

use crate::app::App;
use crate::app::requests::Purpose;
use crate::app::screen::Screen;
use crate::app::screen::list::{List, first_row};
use crate::app::screen::list_row::ListRow;
use crate::error::AppError;
use crate::message::{Call, Effect, Reply};
use crate::resource::{Key, Listing};

/// Largest number of prefetches under way, so that rows fill from the top to the bottom.
const MAX_PREFETCHES: usize = 4;

impl List {
    /// Number of rows whose documents are still to be read.
    pub fn unread(&self) -> usize {
        self.rows().iter().filter(|row| self.is_unread(row)).count()
    }

    /// Number of rows that a filter can search whole.
    pub fn read(&self) -> usize {
        self.len() - self.unread() - self.unreadable()
    }

    /// Number of rows whose documents could not be read.
    pub fn unreadable(&self) -> usize {
        self.rows().iter().filter(|row| row.unreadable).count()
    }

    fn is_unread(&self, row: &ListRow) -> bool {
        self.key.kind.listing == Listing::VisibleRowsDescribed && !row.is_read && !row.unreadable
    }

    /// Keys of the unread rows in a window of `height` rows; with a filter, of all other unread rows after
    /// them.
    fn rows_to_prefetch(&self, height: usize) -> impl Iterator<Item = Key> {
        let first = first_row(self.place(), height, self.shown());
        let in_sight = first..self.shown().min(first + height);
        let visible: Vec<_> = in_sight.filter_map(|place| self.row(place)).collect();
        let is_visible = {
            let visible = visible.clone();
            move |row: &ListRow| visible.iter().any(|other| std::ptr::eq(*other, row))
        };
        let others = if self.is_filtered() { self.rows() } else { &[] };
        let others = others.iter().filter(|row| self.is_unread(row)).filter(move |row| !is_visible(row));
        let visible = visible.into_iter().filter(|row| self.is_unread(row));
        visible.chain(others).filter_map(|row| self.key.row(&row.listed))
    }

    /// True if the prefetch of a row that is under way is still wanted.
    fn wants(&self, key: &Key, height: usize) -> bool {
        (self.is_filtered() && self.key.holds(key)) || self.rows_to_prefetch(height).any(|row| row == *key)
    }
}

impl App {
    /// Describes rows for the columns that their list does not return. Without a filter, stops the reads of
    /// rows that are not visible any more.
    pub(crate) fn prefetch(&mut self) -> Vec<Effect> {
        let height = self.page();
        let is_prefetch = |purpose: &Purpose| matches!(purpose, Purpose::Row(_));
        let list = self.screens.last().and_then(Screen::list);
        let unwanted = |purpose: &Purpose| match purpose {
            Purpose::Row(key) => !list.is_some_and(|list| list.wants(key, height)),
            _ => false,
        };
        let mut effects = self.requests.cancel(unwanted);
        let Some(list) = list.filter(|_| !self.prefetch_stopped) else { return effects };
        let free = MAX_PREFETCHES.saturating_sub(self.requests.ids(is_prefetch).len());
        if free == 0 {
            return effects;
        }
        let idle = |key: &Key| {
            self.requests.ids(|purpose| matches!(purpose, Purpose::Row(row) if row == key)).is_empty()
        };
        let next: Vec<_> = list.rows_to_prefetch(height).filter(idle).take(free).collect();
        if next.is_empty() {
            return effects;
        }
        let label = format!("Loading details {}/{}", list.loaded(), list.len());
        for key in next {
            effects
                .push(self.requests.start(label.clone(), Purpose::Row(key.clone()), Call::Prefetch(key)).1);
        }
        effects
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
