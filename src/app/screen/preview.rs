//! The preview beside a list in a wide window: which row it shows. It reads nothing by itself.

use crate::app::App;
use crate::app::screen::list::{List, first_row};
use crate::message::Effect;
use crate::resource::{Document, Key, Listing};

/// From this width, in cells, a preview stands beside a list.
pub const PREVIEW_WIDTH: u16 = 120;

/// The row that the preview shows, and the one that is chosen. They differ while a key is held.
#[derive(Debug, Default)]
pub struct Preview {
    shown: Option<Key>,
    chosen: Option<Key>,
}

/// What is known of a previewed resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PreviewSource {
    /// Its document was read.
    Document,
    /// The list has all of it.
    Row,
    /// The list has only its name and its id.
    NameOnly,
}

impl App {
    /// Notices that another row is chosen: the preview follows once the keys rest.
    pub(crate) fn follow_row(&mut self) -> Option<Effect> {
        let chosen = self.list().and_then(List::chosen_key);
        if chosen == self.preview.chosen {
            return None;
        }
        let before = std::mem::replace(&mut self.preview.chosen, chosen);
        if self.size.0 < PREVIEW_WIDTH {
            return None;
        }
        if self.preview.shown.is_none() {
            self.preview.shown = before;
        }
        Some(Effect::Rest)
    }

    /// The keys rest: the preview shows the chosen row.
    pub(crate) fn rested(&mut self) {
        self.preview.shown.clone_from(&self.preview.chosen);
    }

    /// Has the preview show the chosen row at once: after a resize nothing on the screen is as it was.
    pub(crate) fn reset_preview(&mut self) {
        self.preview.shown = None;
    }

    /// The row to preview, with what is known of it: the one shown last, while it is in sight, or else the
    /// chosen one.
    pub fn previewed<'a>(&'a self, list: &'a List) -> Option<(Key, &'a Document, PreviewSource)> {
        let height = self.page();
        let first = first_row(list.place(), height, list.shown());
        let in_sight = (first..list.shown().min(first + height)).filter_map(|place| list.row(place));
        let shown = self.preview.shown.as_ref().filter(|key| list.key.holds(key));
        let shown = shown.and_then(|key| {
            let mut rows = in_sight.filter(|row| list.key.row(&row.listed).as_ref() == Some(key));
            rows.next()
        });
        let row = shown.or_else(|| list.chosen()).filter(|row| !row.is_notice)?;
        let key = list.key.row(&row.listed)?;
        let cache = self.joined(&key).map_or(&self.cache, |(member, _)| member.cache());
        if let Some(document) = cache.get(&self.resource_of(&key)) {
            return Some((key, document, PreviewSource::Document));
        }
        // What joins the contexts is no part of the row.
        let of_member = self.joined(&key).and_then(|(member, own)| {
            let mut rows = member.home_list(self.screen().active)?.rows().iter();
            rows.find(|row| row.listed.text(own.kind.id_path) == Some(own.id.as_str()))
        });
        let row = of_member.unwrap_or(row);
        let whole = matches!(key.kind.listing, Listing::Documents | Listing::PagedOnDemand);
        Some((key, &row.listed, if whole { PreviewSource::Row } else { PreviewSource::NameOnly }))
    }

    /// The name of a listed resource.
    pub fn name_in(list: &List, key: &Key) -> String {
        let row = list.rows().iter().find(|row| row.listed.text(key.kind.id_path) == Some(key.id.as_str()));
        row.and_then(|row| key.kind.name_of(&row.listed)).unwrap_or(&key.id).to_owned()
    }
}
