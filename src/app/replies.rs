//! What becomes of requests: their progress and their replies, each brought to whoever waits for it.

use crate::app::remote::Remote;
use crate::app::requests::Purpose;
use crate::app::screen::Screen;
use crate::app::screen::list::List;
use crate::app::{App, Dialog};
use crate::error::{AppError, ErrorKind};
use crate::message::{Effect, Progress, Reply, RequestId};
use crate::resource::ListKey;

impl App {
    pub(crate) fn progress(&mut self, id: RequestId, progress: Progress) -> Vec<Effect> {
        match (progress, self.requests.get(id).map(|request| request.purpose.clone())) {
            (Progress::Page(rows), Some(purpose)) => {
                self.requests.note(id, None);
                match (purpose, &mut self.dialog) {
                    (Purpose::List(key), _) => {
                        if let Some(list) = list_mut(&mut self.screens, id, &key) {
                            list.extend(rows, &self.cache);
                        }
                    }
                    (Purpose::Pick, Some(Dialog::Picker(picker))) => picker.extend(id, &rows),
                    (Purpose::Write(_), Some(Dialog::Confirm(confirm))) => confirm.write.look_at(&rows),
                    (Purpose::Count, _) => self.count(id, rows.len()),
                    (Purpose::ReferenceScan(about), _) => return self.ensure_scan(id, &about, &rows),
                    _ => {}
                }
            }
            (Progress::Retrying { attempt, reason }, Some(_)) => {
                self.requests.note(id, Some(format!("{reason}, retrying ({attempt})")));
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
                if let Some(list) = list_mut(&mut self.screens, id, &key) {
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
            Purpose::Details(key) => self.handle_details_reply(&key, id, result),
            Purpose::Base(_) => self.handle_base_reply(id, result),
            Purpose::Companion(_) => self.handle_companion_reply(id, result),
            Purpose::Write(_) => self.handle_write_reply(id, result),
        }
    }
}

/// The list that waits for a request.
fn list_mut<'a>(screens: &'a mut [Screen], id: RequestId, key: &ListKey) -> Option<&'a mut List> {
    let mut lists = screens.iter_mut().flat_map(Screen::lists_mut);
    lists.find(|list| list.key == *key && list.load.waits_for(id))
}
