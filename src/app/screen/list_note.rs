//! Reads what the words below a list depend on, such as the domains of an app client's login page.

use crate::app::App;
use crate::app::requests::Purpose;
use crate::app::screen::Screen;
use crate::app::screen::list::NoteState;
use crate::error::AppError;
use crate::message::{Call, Effect, Reply};
use crate::resource::{Key, ListKey, ListNote};

impl App {
    /// Requests the documents that the words below the shown list depend on, unless they were read.
    pub(crate) fn read_list_note(&mut self) -> Vec<Effect> {
        let Some((list, note)) = self.noted_list() else { return vec![] };
        let mut needed = (note.needs)(&list, &self.cache);
        let is_under_way = |key: &Key| {
            let mut purposes = self.requests.iter().map(|request| &request.purpose);
            purposes.any(|purpose| matches!(purpose, Purpose::ListNote(other) if other == key))
        };
        needed.retain(|key| self.cache.fresh(key).is_none() && !is_under_way(key));
        let read = |key: Key| {
            let label = format!("Loading {} {}", key.kind.name, key.id);
            self.requests.start(label, Purpose::ListNote(key.clone()), Call::Describe(key)).1
        };
        needed.into_iter().map(read).collect()
    }

    /// The shown list with its note, if that can still be read.
    fn noted_list(&self) -> Option<(ListKey, ListNote)> {
        let list = self.screen().list().filter(|list| list.note == NoteState::Readable)?;
        Some((list.key.clone(), list.key.kind.list_note?))
    }

    /// Has the note of the shown list read again.
    pub(crate) fn expire_list_note(&mut self) {
        if let Some(list) = self.screen_mut().list_mut() {
            list.note = NoteState::Readable;
        }
        if let Some((list, note)) = self.noted_list() {
            let needed = (note.needs)(&list, &self.cache);
            self.cache.expire(|key| needed.contains(key));
        }
    }

    pub(crate) fn handle_list_note_reply(
        &mut self,
        key: &Key,
        result: Result<Reply, AppError>,
    ) -> Vec<Effect> {
        let document = if let Ok(Reply::Document(document)) = result { document } else { None };
        let Some(document) = document else {
            for list in self.screens.iter_mut().flat_map(Screen::lists_mut) {
                let needs = list.key.kind.list_note.map(|note| (note.needs)(&list.key, &self.cache));
                if needs.is_some_and(|needs| needs.contains(key)) {
                    list.note = NoteState::Unreadable;
                }
            }
            return vec![];
        };
        self.document_read(key, document);
        self.read_list_note()
    }
}
