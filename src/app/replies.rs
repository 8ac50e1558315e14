//! Routes progress and replies to the state that waits for them.

use crate::app::dialog::Outcome;
use crate::app::remote::Remote;
use crate::app::requests::Purpose;
use crate::app::screen::Screen;
use crate::app::screen::list::List;
use crate::app::{App, Tone};
use crate::error::{AppError, ErrorKind};
use crate::history::HISTORY;
use crate::message::{Effect, Progress, Reply, RequestId};
use crate::resource::ListKey;
use crate::resource::display::plural::plural;

impl App {
    pub(crate) fn progress(&mut self, id: RequestId, progress: Progress) -> Vec<Effect> {
        self.in_context_of(id, |app| app.progress_here(id, progress))
    }

    fn progress_here(&mut self, id: RequestId, progress: Progress) -> Vec<Effect> {
        match (progress, self.requests.get(id).map(|request| request.purpose.clone())) {
            (Progress::Page(rows), Some(purpose)) => {
                self.requests.note(id, None);
                match purpose {
                    Purpose::List(key) => {
                        if *key.kind == HISTORY {
                            self.drafts.learn(&rows);
                        }
                        if let Some(list) = list_mut(&mut self.screens, id, &key) {
                            list.extend(rows, &self.cache, self.now);
                        }
                    }
                    Purpose::Dialog { dialog, .. } | Purpose::Write { dialog, .. } => {
                        return self.with_dialog(dialog, |open, _| {
                            open.extend(id, &rows);
                            Outcome::Stay
                        });
                    }
                    Purpose::ReferenceScan(about) => return self.extend_scan(id, &about, &rows),
                    Purpose::Audit => {
                        self.audit.extend(id, &rows);
                        return self.read_for_audit();
                    }
                    Purpose::Caller
                    | Purpose::Details(_)
                    | Purpose::Row(_)
                    | Purpose::Companion(_)
                    | Purpose::Record
                    | Purpose::Settle(_)
                    | Purpose::ListNote(_)
                    | Purpose::Evidence(_)
                    | Purpose::Poll(_) => {}
                }
            }
            (Progress::Retrying { attempt, reason }, Some(_)) => {
                self.requests.note(id, Some(format!("{reason}, retrying ({attempt})")));
            }
            (Progress::Skipped(lines), Some(Purpose::List(_))) => {
                let text =
                    format!("{} of the history can't be read: left out, and kept.", plural(lines, "line"));
                self.say(Tone::Plain, text);
            }
            (Progress::Answered(request_id), Some(Purpose::Write { dialog, .. })) => {
                return self.with_dialog(dialog, |open, _| {
                    open.note_request_id(id, request_id);
                    Outcome::Stay
                });
            }
            _ => {}
        }
        vec![]
    }

    /// Handles the reply to a request; the reply to a cancelled one is ignored.
    pub(crate) fn handle_reply(&mut self, id: RequestId, result: Result<Reply, AppError>) -> Vec<Effect> {
        let recorded = matches!(result, Ok(Reply::Recorded));
        // A code goes to the shown context, so nobody is asked for that of another one.
        let is_shown = self.requests.context_of(id) == Some(self.context.id);
        let needs_code = result.as_ref().err().filter(|error| is_shown && error.kind == ErrorKind::NeedsCode);
        let needs_code = needs_code.cloned();
        let mut effects = self.in_context_of(id, |app| match app.requests.finish(id) {
            Some(request) => app.hand_over(id, request.purpose, result),
            None => vec![],
        });
        effects.extend(needs_code.map(|question| self.ask_for_code(question)).unwrap_or_default());
        if recorded {
            effects.extend(self.expire_history());
        }
        effects
    }

    /// Takes the answer to the question who the caller is.
    pub fn handle_caller(&mut self, result: Result<Reply, AppError>) {
        match result {
            Ok(Reply::Caller(caller)) => {
                self.caller = Some(caller);
                self.dialogs.reset_reached_end();
            }
            // A denied caller is not asked again; missing credentials may be there the next time.
            Err(error) => self.caller_denied = error.kind == ErrorKind::Refused,
            Ok(_) => {}
        }
    }

    /// Hands the reply to whoever waits for it.
    fn hand_over(&mut self, id: RequestId, purpose: Purpose, result: Result<Reply, AppError>) -> Vec<Effect> {
        match purpose {
            Purpose::Caller => {
                self.handle_caller(result);
                vec![]
            }
            Purpose::List(key) => {
                let mut whole = None;
                if let Some(list) = list_mut(&mut self.screens, id, &key) {
                    match result {
                        Ok(Reply::Listed(next)) => list.finished(next, self.now),
                        Ok(_) => list.finished(None, self.now),
                        Err(error) => list.load = Remote::Failed(error),
                    }
                    let is_whole = list.load.is_ready() && list.next.is_none() && key.kind.has_whole_list();
                    whole = is_whole.then(|| list.listed());
                }
                if let Some(rows) = whole {
                    self.list_read(&key, &rows);
                }
                if *key.kind == HISTORY {
                    self.tell_unfinished();
                }
                self.load_next_page().into_iter().collect()
            }
            Purpose::Record => {
                if let Err(error) = result {
                    let text = format!("The outcome is not in the history: {}.", error.why());
                    self.say(Tone::Bad, text);
                }
                vec![]
            }
            Purpose::Settle(record) => self.handle_settle_reply(&record, result),
            Purpose::Row(key) => {
                self.handle_prefetch_reply(&key, result);
                vec![]
            }
            Purpose::ListNote(key) => self.handle_list_note_reply(&key, result),
            Purpose::Poll(key) => {
                self.handle_poll_reply(&key, result);
                vec![]
            }
            Purpose::ReferenceScan(about) => self.handle_scan_reply(id, &about, result),
            Purpose::Audit => self.handle_audit_reply(id, result),
            Purpose::Evidence(key) => {
                self.handle_evidence_reply(key, result);
                vec![]
            }
            Purpose::Details(key) => self.handle_details_reply(&key, id, result),
            Purpose::Dialog { dialog, .. } | Purpose::Write { dialog, .. } => {
                self.with_dialog(dialog, |open, context| open.handle_reply(id, result, context))
            }
            Purpose::Companion(dialog) => {
                self.handle_companion_reply(dialog, id, &result);
                vec![]
            }
        }
    }
}

fn list_mut<'a>(screens: &'a mut [Screen], id: RequestId, key: &ListKey) -> Option<&'a mut List> {
    let mut lists = screens.iter_mut().flat_map(Screen::lists_mut);
    lists.find(|list| list.key == *key && list.load.waits_for(id))
}
