//! What becomes of requests: their progress and their replies, each brought to whoever waits for it.

use crate::app::remote::Remote;
use crate::app::requests::Purpose;
use crate::app::screen::Screen;
use crate::app::screen::list;
use crate::app::{App, Dialog};
use crate::error::{AppError, ErrorKind};
use crate::message::{Effect, Progress, Reply, RequestId};
use crate::resource::{Document, Key, ListKey};

impl App {
    pub(crate) fn progress(&mut self, id: RequestId, progress: Progress) -> Vec<Effect> {
        match (progress, self.requests.get(id).map(|request| request.purpose.clone())) {
            (Progress::Page(rows), Some(purpose)) => {
                self.requests.note(id, None);
                match (purpose, &mut self.dialog) {
                    (Purpose::List(key), _) => {
                        let seen = std::mem::take(&mut self.seen);
                        if let Some(list) = self.list_mut(id, &key) {
                            let keys: Vec<_> = rows.iter().filter_map(|row| key.row(row)).collect();
                            list.extend(rows);
                            for (key, document) in keys.iter().filter_map(|key| Some((key, seen.get(key)?))) {
                                list.recall(key, document);
                            }
                        }
                        self.seen = seen;
                    }
                    (Purpose::Pick, Some(Dialog::Picker(picker))) => picker.extend(id, &rows),
                    (Purpose::Write(_), Some(Dialog::Confirm(confirm))) => confirm.write.look_at(&rows),
                    (Purpose::Count, _) => self.count(id, rows.len()),
                    (Purpose::ReferenceScan(about), _) => return self.ensure_scan(id, &about, &rows),
                    _ => {}
                }
            }
            (Progress::Retrying { attempt, reason }, Some(_)) => {
                self.requests.note(id, Some(format!("{reason}, trying again ({attempt})")));
            }
            _ => {}
        }
        vec![]
    }

    /// Takes the reply of a request; one that was given up is ignored.
    pub(crate) fn handle_reply(&mut self, id: RequestId, result: Result<Reply, AppError>) -> Vec<Effect> {
        let Some(request) = self.requests.finish(id) else { return vec![] };
        match request.purpose {
            Purpose::Caller => {
                match result {
                    Ok(Reply::Caller(caller)) => {
                        self.caller = Some(caller);
                        self.reset_reached_end();
                    }
                    // Who may not ask is not asked again; who had no credentials may have them now.
                    Err(error) => self.caller_denied = error.kind == ErrorKind::Refused,
                    Ok(_) => {}
                }
                vec![]
            }
            Purpose::List(key) => {
                if let Some(list) = self.list_mut(id, &key) {
                    match result {
                        Ok(Reply::Listed(next)) => list.finished(next),
                        Ok(_) => list.finished(None),
                        Err(error) => list.load = Remote::Failed(error),
                    }
                }
                self.load_next_page().into_iter().collect()
            }
            Purpose::Pick => {
                if let Some(Dialog::Picker(picker)) = &mut self.dialog {
                    picker.handle_reply(id, &result);
                }
                vec![]
            }
            Purpose::Count => {
                self.handle_count_reply(id, &result);
                vec![]
            }
            Purpose::Row(key) => {
                self.handle_prefetch_reply(&key, result);
                vec![]
            }
            Purpose::File => {
                match self.dialog.take() {
                    Some(Dialog::FilePicker(files)) => {
                        self.dialog = Some(files.handle_reply(id, result).into());
                    }
                    other => self.dialog = other,
                }
                vec![]
            }
            Purpose::DocumentPreview => {
                self.handle_preview_reply(id, result);
                vec![]
            }
            Purpose::Lookup => {
                self.handle_lookup_reply(id, result);
                vec![]
            }
            Purpose::Follow(key) => {
                self.handle_poll_reply(&key, result);
                vec![]
            }
            Purpose::ReferenceScan(about) => self.handle_scan_reply(id, &about, result),
            Purpose::Details(key) => self.handle_details_reply(&key, id, &result),
            Purpose::Base(_) => self.handle_base_reply(id, result),
            Purpose::Companion(_) => self.handle_companion_reply(id, result),
            Purpose::Write(_) => self.handle_write_reply(id, result),
        }
    }

    fn list_mut(&mut self, id: RequestId, key: &ListKey) -> Option<&mut list::List> {
        let lists = self.screens.iter_mut().flat_map(Screen::lists_mut);
        lists.into_iter().find(|list| list.key == *key && list.load.waits_for(id))
    }

    /// Notes everywhere what a resource is like now.
    pub(crate) fn learn(&mut self, key: &Key, document: &Document) {
        self.seen.insert(key.clone(), document.clone());
        let about: Vec<_> = self
            .scans
            .iter_mut()
            .map(|scan| {
                scan.recheck(key, document);
                scan.about.clone()
            })
            .collect();
        for about in &about {
            self.show_scan(about);
        }
        for screen in &mut self.screens {
            for list in screen.lists_mut() {
                list.learn(key, document);
            }
            for details in screen.details_mut().filter(|details| details.referrers.is_none()) {
                if let Some(section) = details.section_mut(key).filter(|section| !section.load.is_loading()) {
                    section.set_document(Some(document.clone()));
                }
            }
            if screen.key.as_ref() == Some(key) {
                // Which documents it names is looked up again when their tab is shown.
                screen
                    .details_mut()
                    .filter_map(|details| details.named.as_mut())
                    .for_each(|named| named.known = false);
                if let Some(name) = key.kind.name_of(document) {
                    name.clone_into(&mut screen.name);
                }
            }
        }
    }
}
