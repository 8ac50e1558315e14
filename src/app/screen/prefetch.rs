//! Prefetch: describes the visible rows of a list whose operation does not return all of its columns.

use crate::app::App;
use crate::app::requests::Purpose;
use crate::app::screen::Screen;
use crate::error::AppError;
use crate::message::{Call, Effect, Reply};
use crate::resource::Key;

/// Largest number of prefetches under way, so that rows fill from the top to the bottom.
const MAX_PREFETCHES: usize = 4;

impl App {
    /// Describes the visible rows for the columns that their list does not return, and stops the reads of
    /// rows that are not visible any more.
    pub(crate) fn prefetch(&mut self) -> Vec<Effect> {
        let wanted = self.list().map(|list| list.rows_to_prefetch(self.page())).unwrap_or_default();
        let mut effects =
            self.requests.cancel(|purpose| matches!(purpose, Purpose::Row(key) if !wanted.contains(key)));
        let under_way = |purpose: &Purpose| matches!(purpose, Purpose::Row(_));
        let free = if self.prefetch_stopped {
            0
        } else {
            MAX_PREFETCHES.saturating_sub(self.requests.ids(under_way).len())
        };
        let idle = |key: &Key| {
            self.requests.ids(|purpose| matches!(purpose, Purpose::Row(row) if row == key)).is_empty()
        };
        let next: Vec<_> = wanted.into_iter().filter(idle).take(free).collect();
        let progress = |list: &crate::app::screen::list::List| format!("{}/{}", list.loaded(), list.len());
        let progress = if next.is_empty() { None } else { self.list().map(progress) };
        for key in next {
            let label = format!("Loading details {}", progress.as_deref().unwrap_or_default());
            effects.push(self.requests.start(label, Purpose::Row(key.clone()), Call::Prefetch(key)).1);
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
