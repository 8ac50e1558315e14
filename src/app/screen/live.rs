//! The refresh by the clock: what is in sight is read again, and what has changed is marked until the next
//! time. Nothing else waits for it, and the user stops nothing by it.

use crate::app::App;
use crate::app::remote::Remote;
use crate::app::screen::Body;
use crate::app::screen::details::Section;
use crate::app::screen::list::{List, first_row};
use crate::app::screen::list_row::ListRow;
use crate::message::Effect;
use crate::resource::display::detail_rows::DetailRow;
use crate::resource::display::value::DisplayValue;
use crate::resource::{Kind, Listing};

impl App {
    /// Reads what is in sight again, unless the user is busy with it or a read is under way anyway.
    pub(crate) fn refresh_by_clock(&mut self) -> Vec<Effect> {
        let height = self.page();
        if self.is_joint() {
            return self.refresh_members_by_clock(height);
        }
        let is_busy = !self.dialogs.is_empty() || !self.requests.is_empty() || self.prefetch_stopped;
        let screen = self.screen_mut();
        let is_shown = screen.loads().iter().all(|load| load.is_ready());
        let is_watched = match screen.body_mut() {
            // A filter is typed into, and its matches must not move meanwhile.
            Body::List(list) => {
                let is_list = is_shown && !list.filter.typing && list.next.is_none();
                // Nobody starts the scan of all pools by the clock either.
                let is_watched = is_list && !list.holds_findings();
                if is_watched && !is_busy {
                    list.watch(height);
                }
                is_watched
            }
            // A scan for referrers reads many resources, so nobody starts one by the clock.
            Body::Details(details) => {
                let is_watched = is_shown && details.is_of_documents() && !details.search.typing;
                if is_watched && !is_busy {
                    details.sections.iter_mut().for_each(Section::watch);
                }
                is_watched
            }
        };
        if is_busy || !is_watched {
            return vec![];
        }
        match self.screen_mut().body_mut() {
            Body::List(list) => list.load = Remote::NotAsked,
            Body::Details(details) => {
                details.sections.iter_mut().for_each(|section| section.load = Remote::NotAsked);
            }
        }
        self.activate()
    }
}

impl List {
    /// Begins a refresh in which changes are marked; the rows in a window of `height` rows are described
    /// again.
    fn watch(&mut self, height: usize) {
        let in_sight = self.ids_in_sight(height);
        self.watch_rows(&in_sight);
    }

    pub(crate) fn ids_in_sight(&self, height: usize) -> Vec<String> {
        let first = first_row(self.place(), height, self.shown());
        (first..self.shown().min(first + height))
            .filter_map(|place| self.row(place)?.id(self.key.kind).map(str::to_owned))
            .collect()
    }

    /// Begins a refresh in which changes are marked; the rows with these ids are described again.
    pub(crate) fn watch_rows(&mut self, in_sight: &[String]) {
        self.begin_refresh();
        let is_described = self.key.kind.listing == Listing::VisibleRowsDescribed;
        let kind = self.key.kind;
        for row in self.rows_mut() {
            row.watch = Watch::Waiting;
            row.has_changed = false;
            row.is_due =
                is_described && row.id(kind).is_some_and(|id| in_sight.iter().any(|seen| seen == id));
        }
    }
}

/// Whether a change of a row is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Watch {
    /// What the user asked for is no surprise.
    #[default]
    Off,
    /// A refresh by the clock has begun and not read the row yet.
    Waiting,
}

impl ListRow {
    /// Takes over what is known of the row as it was before a page brought it again.
    pub(super) fn follow(&mut self, kind: &Kind, before: &Self) {
        if before.watch == Watch::Waiting {
            self.is_due = before.is_due;
            self.has_changed = differ(kind, &before.cells, &self.cells);
            self.watch = if self.is_due { Watch::Waiting } else { Watch::Off };
        }
    }
}

/// True if two columns that were both read differ. The rank of a row is no property of its own.
pub(super) fn differ(kind: &Kind, before: &[Option<DisplayValue>], now: &[Option<DisplayValue>]) -> bool {
    let own = before.iter().zip(now).zip(kind.columns).filter(|(_, column)| !column.ranked);
    own.map(|(cells, _)| cells).any(|cells| matches!(cells, (Some(before), Some(now)) if before != now))
}

impl Section {
    /// Marks the rows that the next read changes.
    fn watch(&mut self) {
        self.is_watched = self.is_known;
        self.changed.clear();
    }

    /// Notes which rows differ from those before.
    pub(super) fn note_changes(&mut self, before: &[DetailRow]) {
        if !std::mem::take(&mut self.is_watched) {
            self.changed.clear();
            return;
        }
        let is_new = |row: &&DetailRow| {
            row.value != DisplayValue::Heading
                && !before
                    .iter()
                    .any(|old| old.path == row.path && old.label == row.label && old.value == row.value)
        };
        self.changed =
            self.rows.iter().filter(is_new).map(|row| (row.path.clone(), row.label.clone())).collect();
    }

    /// True if the last refresh by the clock has changed the row.
    pub fn has_changed(&self, row: &DetailRow) -> bool {
        self.changed.iter().any(|(path, label)| *path == row.path && *label == row.label)
    }
}
