//! Answering a confirmation, of one write or of many: what its keys do, what becomes of the calls that
//! follow, and where it leads when it closes.

use crate::app::change::bulk::{BulkStage, Edit};
use crate::app::change::confirm::Intent;
use crate::app::change::write::{Sent, Stage, Step};
use crate::app::requests::Purpose;
use crate::app::screen::Screen;
use crate::app::{App, Dialog, Scroll, Tone};
use crate::error::{AppError, ErrorKind};
use crate::keymap::{Action, Scope, key_of};
use crate::message::{Effect, Reply, RequestId};
use crate::resource::diff::lines::{ChangeLine, change_lines};
use crate::resource::diff::merge::apply_all;
use crate::resource::display::plural::plural;
use crate::resource::{Key, WriteOperation};

/// Why a question can't be answered yet.
fn unseen(scroll: Scroll, scope: Scope) -> String {
    let key = key_of(scope, Action::Accept);
    match scroll.below {
        0 => format!("The question was not on the screen yet. Press {key} again."),
        below => format!("Scroll to the end first (PgDn): {}", plural(below, "more line")),
    }
}

impl App {
    pub(crate) fn handle_write_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
    ) -> Vec<Effect> {
        if let Some(Dialog::Bulk(bulk)) = &mut self.dialog {
            let (effect, learned) = bulk.handle_reply(id, result, &mut self.requests);
            if let Some((key, document)) = learned {
                self.document_read(&key, document);
            }
            return effect.into_iter().collect();
        }
        let Some(Dialog::Confirm(confirm)) = &mut self.dialog else { return vec![] };
        if confirm.write.waits_for() != Some(id) {
            return vec![];
        }
        let now = match &result {
            Ok(Reply::Document(document)) => document.clone(),
            _ => None,
        };
        confirm.scroll = Scroll::default();
        let step = confirm.write.handle_reply(result, &confirm.name);
        let key = confirm.write.key.clone();
        let order = confirm.write.order;
        let removed = matches!(confirm.write.stage, Stage::Removed { .. });
        let gone = matches!(&confirm.write.stage, Stage::Failed(error) if error.kind == ErrorKind::NotFound);
        match now {
            Some(now) if order == WriteOperation::Create => self.document_created(&key, now),
            Some(now) => self.document_read(&key, now),
            None if removed || (order == WriteOperation::Delete && gone) => self.document_deleted(&key),
            None => {}
        }
        step.and_then(|step| self.take_step(step)).into_iter().collect()
    }

    fn take_step(&mut self, step: Step) -> Option<Effect> {
        let Some(Dialog::Confirm(confirm)) = &mut self.dialog else { return None };
        Some(confirm.write.start(step, &mut self.requests))
    }

    pub(crate) fn act_confirm(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page();
        let Some(Dialog::Confirm(confirm)) = &mut self.dialog else { return vec![] };
        match (action, &confirm.write.stage) {
            (action, _) if confirm.scroll.scroll_by(action, page) => {}
            (Action::Accept, Stage::Review | Stage::Failed(_)) if !confirm.scroll.reached_end => {
                let words = unseen(confirm.scroll, confirm.scope());
                self.say(Tone::Plain, words);
            }
            (Action::Accept, Stage::Review | Stage::Failed(_)) if confirm.blocked_reason().is_some() => {
                let words = confirm.blocked_reason().unwrap_or_default();
                self.say(Tone::Plain, words);
            }
            (Action::Accept, Stage::Review | Stage::Failed(_)) => {
                if confirm.write.order == WriteOperation::Create {
                    // What is there already is known only where its list was read to its end.
                    let new = &confirm.write.key;
                    let lists = self.screens.iter().filter_map(Screen::list);
                    let list = lists
                        .into_iter()
                        .find(|list| list.key.holds(new) && list.load.is_ready() && list.next.is_none());
                    confirm.write.known = list.map(|list| list.ids().map(str::to_owned).collect());
                }
                let step = confirm.write.begin(&confirm.name);
                return self.take_step(step).into_iter().collect();
            }
            (Action::Detach, Stage::Review) => return self.detach(),
            (Action::Reread, Stage::Unknown { .. }) => {
                let step = confirm.write.reread(&confirm.name);
                return self.take_step(step).into_iter().collect();
            }
            (Action::Reveal, _) => {
                confirm.taken = true;
                self.reveal = !self.reveal;
            }
            (Action::Cancel | Action::Dismiss, stage)
                if !confirm.taken && stage.is_over() && !confirm.new_secrets().is_empty() =>
            {
                confirm.taken = true;
                let [show, copy] =
                    [Action::Reveal, Action::CopySecret].map(|action| key_of(Scope::NewSecret, action));
                self.say(
                    Tone::Bad,
                    format!("AWS may never show it again: {show} shows, {copy} copies it. Close again to discard it."),
                );
            }
            (Action::CopySecret, _) => {
                confirm.taken = true;
                let Some((label, secret)) = confirm.new_secrets().into_iter().next() else { return vec![] };
                self.say(Tone::Plain, format!("Sent to the clipboard: {}", label.to_lowercase()));
                return vec![Effect::Copy(secret)];
            }
            (Action::Merge, _) => {
                confirm.write.accept_merge();
                confirm.scroll = Scroll::default();
                let (base, edited) = (confirm.write.base.clone(), confirm.write.edited.clone());
                if let Some(form) = &mut confirm.form {
                    **form = form.rebased(base, &edited);
                }
            }
            (Action::Cancel, Stage::Checking(_) | Stage::Verifying(..) | Stage::Looking(_)) => {
                if let Some(id) = confirm.write.stop_reading() {
                    self.requests.finish(id);
                    return vec![Effect::Cancel(id)];
                }
            }
            (Action::Cancel, Stage::Sending(_)) => {
                self.say(Tone::Plain, "The request is sent. Waiting for the response of AWS.");
            }
            (Action::Cancel | Action::Dismiss, _) => return self.close_confirm(),
            _ => {}
        }
        vec![]
    }

    pub(crate) fn act_bulk(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page();
        let Some(Dialog::Bulk(bulk)) = &mut self.dialog else { return vec![] };
        match (action, bulk.stage) {
            (Action::Next, BulkStage::Choosing) => bulk.choose(true),
            (Action::Previous, BulkStage::Choosing) => bulk.choose(false),
            (Action::Run, BulkStage::Choosing) => return bulk.read(&mut self.requests),
            (action, _) if bulk.scroll.scroll_by(action, page) => {}
            (Action::Accept, BulkStage::Review) if bulk.planned() == 0 => {
                self.say(Tone::Plain, "Nothing to send: every value is already set.");
            }
            (Action::Accept, BulkStage::Review) if !bulk.scroll.reached_end => {
                let words = unseen(bulk.scroll, bulk.scope());
                self.say(Tone::Plain, words);
            }
            (Action::Accept, BulkStage::Review) => {
                return bulk.next(0, false, &mut self.requests).into_iter().collect();
            }
            (Action::Cancel, BulkStage::Writing { at, .. }) => {
                bulk.stage = BulkStage::Writing { at, stopping: true };
                self.say(Tone::Plain, "Stopping after this one.");
            }
            (Action::Cancel | Action::Dismiss, _) => return self.close_bulk(),
            _ => {}
        }
        vec![]
    }

    /// Closes a change of many: what is as it was to be is not marked any more, the others are, for another
    /// try.
    fn close_bulk(&mut self) -> Vec<Effect> {
        let Some(Dialog::Bulk(bulk)) = self.dialog.take() else { return vec![] };
        if bulk.stage == BulkStage::Over {
            let settled: Vec<_> =
                bulk.items.iter().filter(|item| item.is_done()).map(|item| item.key.id.clone()).collect();
            if let Some(list) = self.screen_mut().list_mut() {
                for id in &settled {
                    list.unmark(id);
                }
            }
        }
        let mut effects = self.requests.cancel(|purpose| matches!(purpose, Purpose::Base(_)));
        // What is taken out of others is taken out on the way to its removal.
        if let Edit::Detach { value, .. } = &bulk.edit
            && self.screen().target().is_some_and(|(key, _)| key.id == *value)
        {
            effects.extend(self.prepare(Intent::Delete));
        }
        effects
    }

    /// Closes a confirmation: back to the form it came from, unless all of it is done. What is there now is
    /// under the edits then, so that the next try starts from it.
    fn close_confirm(&mut self) -> Vec<Effect> {
        let Some(Dialog::Confirm(confirm)) = self.dialog.take() else { return vec![] };
        let mut open = confirm.write.order != WriteOperation::Delete;
        match &confirm.write.stage {
            Stage::Done { verdict, .. } => {
                let tone = if verdict.is_clean() { Tone::Good } else { Tone::Bad };
                let what = match verdict.changed.as_slice() {
                    [only] => match change_lines(only).as_slice() {
                        [ChangeLine::Turns(_, after)] => {
                            format!(" · {} → {}", only.label(), after.text(false))
                        }
                        _ => format!(" · {}", only.label()),
                    },
                    _ => String::new(),
                };
                let made = confirm.write.order == WriteOperation::Create;
                let sentence = if made { verdict.sentence_of_new() } else { verdict.sentence() };
                self.say(tone, format!("{}: {sentence}{what}", confirm.name));
                // What was made is there, as asked or not: the next try would make another one.
                open = !made && !verdict.missing.is_empty();
            }
            // It was accepted, so the next try would make another one.
            Stage::Unknown { sent: Sent::Accepted, .. } if confirm.write.order == WriteOperation::Create => {
                open = false;
            }
            Stage::Removed { going, .. } => {
                let words = if *going { "is being deleted" } else { "is deleted" };
                self.say(Tone::Good, format!("{} {words}.", confirm.name));
                return self.leave_removed(&confirm.write.key);
            }
            _ => {}
        }
        if let (true, Some(mut form)) = (open, confirm.form) {
            form.companion = confirm.companion.clone();
            if let Some(now) = confirm.write.moved_on() {
                *form = form.rebased(now.clone(), &apply_all(&confirm.write.changes(), now));
            }
            if let Stage::Failed(error) = &confirm.write.stage {
                form.place_error(error);
            }
            self.dialog = Some(Dialog::Form(form));
        }
        vec![]
    }

    /// Goes back from the screens of a removed resource.
    fn leave_removed(&mut self, key: &Key) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.screen().key.as_ref() == Some(key) {
            effects.extend(self.leave());
            effects.extend(self.activate());
        }
        effects
    }
}
