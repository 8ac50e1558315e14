//! Dialogs: the actions in them, and the replies they wait for on the way to a write.

use serde_json::Value;

use super::bulk::{Bulk, BulkStage};
use super::confirm::{Beside, Choice, Confirm, Intent, Preparing};
use super::form::Form;
use super::requests::Purpose;
use super::write::{Stage, Step, Write};
use super::{App, Dialog, Scroll, Tone};
use crate::error::{AppError, ErrorKind};
use crate::keymap::Action;
use crate::message::{Call, Effect, Reply, RequestId};
use crate::resource::change::on_top;
use crate::resource::{Document, Key, show};

/// Why a question can't be answered yet.
fn unseen(scroll: Scroll) -> String {
    match scroll.below {
        0 => "Not yet: that came before the question was on the screen. Press y again.".to_owned(),
        below => format!("Not yet: PgDn shows {below} more lines."),
    }
}

impl App {
    /// Reads the chosen resource freshly, to change it then.
    pub(crate) fn prepare(&mut self, intent: Intent) -> Vec<Effect> {
        if let (Intent::Toggle(path), Some(list)) = (intent, self.screen().list().filter(|list| list.marked() > 0)) {
            self.dialog = Some(Dialog::Bulk(Box::new(Bulk::new(list.key.kind, path, list.marked_rows()))));
            return self.ask_who().into_iter().collect();
        }
        let Some((key, name)) = self.target() else { return vec![] };
        if key.kind.update.is_none() {
            self.say(Tone::Plain, format!("This version only reads {}.", key.kind.plural.to_lowercase()));
            return vec![];
        }
        let preparing = Preparing { key, name, intent, beside: Beside::None, failure: None, scroll: Scroll::default() };
        let mut effects = self.read_base(preparing);
        effects.extend(self.ask_who());
        effects
    }

    fn read_base(&mut self, mut preparing: Preparing) -> Vec<Effect> {
        let key = preparing.key.clone();
        preparing.failure = None;
        preparing.scroll = Scroll::default();
        let label = format!("Reading {} before the change", preparing.name);
        let (_, read) = self.requests.start(label, Purpose::Base(key.clone()), Call::Describe(key.clone()));
        let mut effects = vec![read];
        if let Some(beside) = key.kind.beside {
            let kind = beside();
            let (id, read) = self.requests.start(
                format!("Reading the {} of {}", kind.name, preparing.name),
                Purpose::Beside(key.clone()),
                Call::Describe(Key { kind, ..key }),
            );
            preparing.beside = Beside::Reading(id);
            effects.push(read);
        }
        self.dialog = Some(Dialog::Preparing(Box::new(preparing)));
        effects
    }

    pub(crate) fn base_read(&mut self, id: RequestId, result: Result<Reply, AppError>) -> Vec<Effect> {
        if let Some(Dialog::Bulk(bulk)) = &mut self.dialog {
            let learned = bulk.take(id, result);
            let effects = bulk.read(&mut self.requests);
            if let Some((key, document)) = learned {
                self.learn(&key, &document);
            }
            return effects;
        }
        let Some(Dialog::Preparing(preparing)) = &mut self.dialog else { return vec![] };
        match result {
            Ok(Reply::Document(Some(document))) => {
                let key = preparing.key.clone();
                self.learn(&key, &document);
                self.prepared(document)
            }
            Ok(_) => {
                let gone = format!("{} does not exist any more", preparing.name);
                preparing.failure = Some(AppError::new(gone).kind(ErrorKind::NotFound));
                vec![]
            }
            Err(error) => {
                preparing.failure = Some(error);
                let key = preparing.key.clone();
                self.requests.cancel(|purpose| *purpose == Purpose::Beside(key.clone()))
            }
        }
    }

    /// Takes the document beside the resource, wherever the way to the write has come by now: what it tells is advice,
    /// so nothing waits for it.
    pub(crate) fn beside_read(&mut self, id: RequestId, result: Result<Reply, AppError>) -> Vec<Effect> {
        let beside = match &mut self.dialog {
            Some(Dialog::Preparing(open)) => Some(&mut open.beside),
            Some(Dialog::Choice(open)) => Some(&mut open.beside),
            Some(Dialog::Confirm(open)) => Some(&mut open.beside),
            Some(Dialog::Form(open)) => Some(&mut open.beside),
            _ => None,
        };
        if let Some(beside) = beside.filter(|beside| matches!(beside, Beside::Reading(reading) if *reading == id)) {
            *beside = match result {
                Ok(Reply::Document(Some(document))) => Beside::Read(Box::new(document)),
                Ok(_) => Beside::None,
                Err(error) => Beside::Failed(error),
            };
            self.look_again();
        }
        vec![]
    }

    /// Goes on with the resource as it was just read.
    fn prepared(&mut self, base: Document) -> Vec<Effect> {
        let Some(Dialog::Preparing(preparing)) = self.dialog.take() else { return vec![] };
        let Preparing { key, name, intent, beside, .. } = *preparing;
        let name = key.kind.name_of(&base).map_or(name, str::to_owned);
        self.dialog = Some(match intent {
            Intent::Edit => {
                let mut form = Form::new(key, name, base);
                form.beside = beside;
                Dialog::Form(Box::new(form))
            }
            Intent::Toggle(path) => match base.get(path) {
                Some(Value::Bool(now)) => {
                    let mut edited = base.clone();
                    edited.set(path, Some(Value::Bool(!now)));
                    Dialog::Confirm(Box::new(Confirm::new(Write::new(key, base, edited), name, beside)))
                }
                // Never set is not false: which of the two is meant has to be said.
                _ => Dialog::Choice(Box::new(Choice { key, name, path, base, beside, place: 0 })),
            },
        });
        vec![]
    }

    pub(crate) fn write_settled(&mut self, id: RequestId, result: Result<Reply, AppError>) -> Vec<Effect> {
        if let Some(Dialog::Bulk(bulk)) = &mut self.dialog {
            let (effect, learned) = bulk.settle(id, result, &mut self.requests);
            if let Some((key, document)) = learned {
                self.learn(&key, &document);
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
        let step = confirm.write.settle(result, &confirm.name);
        let key = confirm.write.key.clone();
        if let Some(now) = now {
            self.learn(&key, &now);
        }
        step.and_then(|step| self.take_step(step)).into_iter().collect()
    }

    fn take_step(&mut self, step: Step) -> Option<Effect> {
        let Some(Dialog::Confirm(confirm)) = &mut self.dialog else { return None };
        Some(confirm.write.start(step, &mut self.requests))
    }

    pub(crate) fn act_in_dialog(&mut self, action: Action) -> Vec<Effect> {
        let mut effects = match &self.dialog {
            Some(Dialog::Preparing(_)) => self.act_preparing(action),
            Some(Dialog::Choice(_)) => self.act_choice(action),
            Some(Dialog::Confirm(_)) => self.act_confirm(action),
            Some(Dialog::Bulk(_)) => self.act_bulk(action),
            Some(Dialog::Form(_)) => self.act_form(action),
            Some(Dialog::Palette(_)) => self.act_palette(action),
            Some(Dialog::Help { .. }) => self.act_help(action),
            None => vec![],
        };
        if self.dialog.is_none() {
            // Advice for a dialog that is closed is read for nobody.
            effects.extend(self.requests.cancel(|purpose| matches!(purpose, Purpose::Beside(_))));
        }
        effects
    }

    fn act_preparing(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page();
        if self.scroll_mut().is_some_and(|scroll| scroll.take(action, page)) {
            return vec![];
        }
        match (action, self.dialog.take()) {
            (Action::Cancel, Some(Dialog::Preparing(preparing))) => {
                self.requests.cancel(|purpose| *purpose == Purpose::Base(preparing.key.clone()))
            }
            (Action::Accept, Some(Dialog::Preparing(preparing))) => self.read_base(*preparing),
            (_, dialog) => {
                self.dialog = dialog;
                vec![]
            }
        }
    }

    fn act_choice(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Choice(mut choice)) = self.dialog.take() else { return vec![] };
        match action {
            Action::Next => choice.place = (choice.place + 1).min(Choice::VALUES.len() - 1),
            Action::Previous => choice.place = choice.place.saturating_sub(1),
            Action::Run => {
                self.dialog = Some(Dialog::Confirm(Box::new(choice.take())));
                return vec![];
            }
            Action::Cancel => return vec![],
            _ => {}
        }
        self.dialog = Some(Dialog::Choice(choice));
        vec![]
    }

    fn act_confirm(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page();
        let Some(Dialog::Confirm(confirm)) = &mut self.dialog else { return vec![] };
        match (action, &confirm.write.stage) {
            (action, _) if confirm.scroll.take(action, page) => {}
            (Action::Accept, Stage::Review | Stage::Failed(_)) if !confirm.scroll.seen => {
                let words = unseen(confirm.scroll);
                self.say(Tone::Plain, words);
            }
            (Action::Accept, Stage::Review | Stage::Failed(_)) => {
                let step = confirm.write.begin(&confirm.name);
                return self.take_step(step).into_iter().collect();
            }
            (Action::ReadAgain, Stage::Unknown { .. }) => {
                let step = confirm.write.look_again(&confirm.name);
                return self.take_step(step).into_iter().collect();
            }
            (Action::Merge, _) => match confirm.write.take_merge() {
                Ok(()) => {
                    confirm.scroll = Scroll::default();
                    let (base, edited) = (confirm.write.base.clone(), confirm.write.edited.clone());
                    if let Some(form) = &mut confirm.form {
                        **form = form.rebased(base, &edited);
                    }
                }
                Err(why) => self.say(Tone::Bad, why),
            },
            (Action::Cancel, Stage::Checking(_) | Stage::Verifying(..)) => {
                if let Some(id) = confirm.write.stop_reading() {
                    self.requests.finish(id);
                    return vec![Effect::Cancel(id)];
                }
            }
            (Action::Cancel, Stage::Sending(_)) => {
                self.say(Tone::Plain, "The change is on its way; its answer is waited for.");
            }
            (Action::Cancel | Action::Dismiss, _) => self.close_confirm(),
            _ => {}
        }
        vec![]
    }

    fn act_bulk(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page();
        let Some(Dialog::Bulk(bulk)) = &mut self.dialog else { return vec![] };
        match (action, bulk.stage) {
            (Action::Next, BulkStage::Choosing) => bulk.place = (bulk.place + 1).min(Choice::VALUES.len() - 1),
            (Action::Previous, BulkStage::Choosing) => bulk.place = bulk.place.saturating_sub(1),
            (Action::Run, BulkStage::Choosing) => return bulk.read(&mut self.requests),
            (action, _) if bulk.scroll.take(action, page) => {}
            (Action::Accept, BulkStage::Review) if bulk.planned() == 0 => {
                self.say(Tone::Plain, "Nothing would change, so there is nothing to send.");
            }
            (Action::Accept, BulkStage::Review) if !bulk.scroll.seen => {
                let words = unseen(bulk.scroll);
                self.say(Tone::Plain, words);
            }
            (Action::Accept, BulkStage::Review) => return bulk.next(0, false, &mut self.requests).into_iter().collect(),
            (Action::Cancel, BulkStage::Writing { at, .. }) => {
                bulk.stage = BulkStage::Writing { at, stopping: true };
                self.say(Tone::Plain, "It stops before the next one.");
            }
            (Action::Cancel | Action::Dismiss, _) => return self.close_bulk(),
            _ => {}
        }
        vec![]
    }

    /// Closes a change of many: what is as it was to be is not marked any more, the others are, for another try.
    fn close_bulk(&mut self) -> Vec<Effect> {
        let Some(Dialog::Bulk(bulk)) = self.dialog.take() else { return vec![] };
        if bulk.stage == BulkStage::Over {
            let settled: Vec<_> = bulk.items.iter().filter(|item| item.is_settled()).map(|item| item.key.id.clone()).collect();
            if let Some(list) = self.screen_mut().list_mut() {
                for id in &settled {
                    list.unmark(id);
                }
            }
        }
        self.requests.cancel(|purpose| matches!(purpose, Purpose::Base(_)))
    }

    /// Closes a confirmation: back to the form it came from, unless all of it is done. What is there now is under the
    /// edits then, so that the next try starts from it.
    fn close_confirm(&mut self) {
        let Some(Dialog::Confirm(confirm)) = self.dialog.take() else { return };
        let mut open = true;
        if let Stage::Done { verdict, .. } = &confirm.write.stage {
            let tone = if verdict.is_clean() { Tone::Good } else { Tone::Bad };
            let what = match verdict.changed.as_slice() {
                [only] => match show::change_lines(only).as_slice() {
                    [show::ChangeLine::Turns(_, after)] => format!(" · {} → {}", only.label(), after.words(false)),
                    _ => format!(" · {}", only.label()),
                },
                _ => String::new(),
            };
            self.say(tone, format!("{}: {}{what}", confirm.name, verdict.sentence()));
            open = !verdict.missing.is_empty();
        }
        if let (true, Some(mut form)) = (open, confirm.form) {
            form.beside = confirm.beside.clone();
            if let Some(now) = confirm.write.moved_on() {
                *form = form.rebased(now.clone(), &on_top(&confirm.write.changes(), now));
            }
            if let Stage::Failed(error) = &confirm.write.stage {
                form.blame(error);
            }
            self.dialog = Some(Dialog::Form(form));
        }
    }

    fn act_form(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Form(mut form)) = self.dialog.take() else { return vec![] };
        match action {
            Action::NextField => form.step(1),
            Action::PreviousField => form.step(-1),
            Action::PageDown => form.step(10),
            Action::PageUp => form.step(-10),
            Action::Switch => form.switch(),
            Action::AddEntry => form.add_entry(),
            Action::RemoveEntry => form.remove_entry(),
            Action::Undo => form.undo(false),
            Action::Redo => form.undo(true),
            Action::Leave if !form.is_edited() => return vec![],
            Action::Leave => form.leaving = true,
            Action::KeepEditing => form.leaving = false,
            Action::Discard => return vec![],
            Action::Review => {
                if let Some(edited) = form.submit() {
                    let write = Write::new(form.key.clone(), form.base.clone(), edited);
                    let mut confirm = Confirm::new(write, form.name.clone(), form.beside.clone());
                    confirm.form = Some(form);
                    self.dialog = Some(Dialog::Confirm(Box::new(confirm)));
                    return vec![];
                }
            }
            _ => {}
        }
        self.dialog = Some(Dialog::Form(form));
        vec![]
    }

    fn act_palette(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Palette(mut palette)) = self.dialog.take() else { return vec![] };
        match action {
            Action::Next => palette.chosen = (palette.chosen + 1).min(palette.entries.len().saturating_sub(1)),
            Action::Previous => palette.chosen = palette.chosen.saturating_sub(1),
            Action::Run => return palette.action().map(|action| self.act(action)).unwrap_or_default(),
            _ => return vec![],
        }
        self.dialog = Some(Dialog::Palette(palette));
        vec![]
    }

    fn act_help(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page();
        let Some(Dialog::Help { scroll, .. }) = &mut self.dialog else { return vec![] };
        if !scroll.take(action, page) {
            self.dialog = None;
        }
        vec![]
    }
}
