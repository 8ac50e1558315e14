//! Dialogs: the actions in them, and the replies that a write waits for.

use super::bulk::{BulkStage, Edit};
use super::confirm::{Choice, Confirm, Intent};
use super::files::Files;
use super::look::{Look, LookLoad};
use super::picker::{Picker, Taken};
use super::requests::Purpose;
use super::screen::Screen;
use super::write::{Sent, Stage, Step, Write};
use super::{App, Dialog, Load, Scroll, Tone};
use crate::error::{AppError, ErrorKind};
use crate::keymap::{Action, Scope, key_of};
use crate::message::{Call, Effect, Reply, RequestId};
use crate::resource::change::on_top;
use crate::resource::lines::{ChangeLine, change_lines};
use crate::resource::{Key, Offer, Order};

/// Why a question can't be answered yet.
fn unseen(scroll: Scroll, scope: Scope) -> String {
    let key = key_of(scope, Action::Accept);
    match scroll.below {
        0 => format!("Not yet: that came before the question was on the screen. Press {key} again."),
        below => format!("Not yet: PgDn shows {below} more lines."),
    }
}

impl App {
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
        let order = confirm.write.order;
        let removed = matches!(confirm.write.stage, Stage::Removed { .. });
        let gone = matches!(&confirm.write.stage, Stage::Failed(error) if error.kind == ErrorKind::NotFound);
        match now {
            Some(now) if order == Order::Create => self.made(&key, &now),
            Some(now) => self.learn(&key, &now),
            None if removed || (order == Order::Delete && gone) => self.forget(&key),
            None => {}
        }
        step.and_then(|step| self.take_step(step)).into_iter().collect()
    }

    fn take_step(&mut self, step: Step) -> Option<Effect> {
        let Some(Dialog::Confirm(confirm)) = &mut self.dialog else { return None };
        Some(confirm.write.start(step, &mut self.requests))
    }

    pub(crate) fn act_in_dialog(&mut self, action: Action) -> Vec<Effect> {
        let secret = matches!(&self.dialog, Some(Dialog::Form(_) | Dialog::Confirm(_)));
        let mut effects = match &self.dialog {
            Some(Dialog::Preparing(_)) => self.act_preparing(action),
            Some(Dialog::Choice(_)) => self.act_choice(action),
            Some(Dialog::Confirm(_)) => self.act_confirm(action),
            Some(Dialog::Bulk(_)) => self.act_bulk(action),
            Some(Dialog::Form(_)) => self.act_form(action),
            Some(Dialog::Picker(_)) => self.act_picker(action),
            Some(Dialog::Replace(_)) => self.act_replace(action),
            Some(Dialog::Files(_)) => self.act_files(action),
            Some(Dialog::Variants(_)) => self.act_variants(action),
            Some(Dialog::Find(_)) => self.act_find(action),
            Some(Dialog::Look(_)) => self.act_look(action),
            Some(Dialog::Palette(_)) => self.act_palette(action),
            Some(Dialog::Help { .. }) => self.act_help(action),
            None => vec![],
        };
        if self.dialog.is_none() {
            // What was shown in a dialog was shown there only.
            self.reveal &= !secret;
            // Advice for a dialog that is closed is read for nobody.
            effects.extend(self.requests.cancel(|purpose| matches!(purpose, Purpose::Beside(_) | Purpose::Count)));
            let opened = |about: &Key| self.screens.iter().any(|screen| screen.key.as_ref() == Some(about));
            let ids = self.requests.ids(|purpose| matches!(purpose, Purpose::Search(about) if !opened(about)));
            effects.extend(self.give_up(&ids));
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
                let words = unseen(confirm.scroll, confirm.scope());
                self.say(Tone::Plain, words);
            }
            (Action::Accept, Stage::Review | Stage::Failed(_)) if confirm.holds_back().is_some() => {
                let words = confirm.holds_back().unwrap_or_default();
                self.say(Tone::Plain, words);
            }
            (Action::Accept, Stage::Review | Stage::Failed(_)) => {
                if confirm.write.order == Order::Create {
                    // What is there already is known only where its list was read to its end.
                    let new = &confirm.write.key;
                    let lists = self.screens.iter().filter_map(Screen::list);
                    let of = |list: &&super::list::List| list.key.kind == new.kind && list.key.parent == new.parent;
                    let list = lists.into_iter().find(|list| of(list) && list.load == Load::Ready && list.next.is_none());
                    confirm.write.known = list.map(|list| list.ids().map(str::to_owned).collect());
                }
                let step = confirm.write.begin(&confirm.name);
                return self.take_step(step).into_iter().collect();
            }
            (Action::TakeOut, Stage::Review) => return self.take_out(),
            (Action::ReadAgain, Stage::Unknown { .. }) => {
                let step = confirm.write.look_again(&confirm.name);
                return self.take_step(step).into_iter().collect();
            }
            (Action::Reveal, _) => {
                confirm.taken = true;
                self.reveal = !self.reveal;
            }
            (Action::Cancel | Action::Dismiss, stage) if !confirm.taken && stage.is_over() && !confirm.new_secrets().is_empty() => {
                confirm.taken = true;
                let [show, copy] = [Action::Reveal, Action::CopySecret].map(|action| key_of(Scope::NewSecret, action));
                self.say(
                    Tone::Bad,
                    format!("The secret may never be told again: {show} shows it, {copy} copies it. Close once more to leave it."),
                );
            }
            (Action::CopySecret, _) => {
                confirm.taken = true;
                let Some((label, secret)) = confirm.new_secrets().into_iter().next() else { return vec![] };
                self.say(Tone::Plain, format!("Copied the {}, where the terminal allows it.", label.to_lowercase()));
                return vec![Effect::Copy(secret)];
            }
            (Action::Merge, _) => {
                confirm.write.take_merge();
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
                self.say(Tone::Plain, "It is on its way; its answer is waited for.");
            }
            (Action::Cancel | Action::Dismiss, _) => return self.close_confirm(),
            _ => {}
        }
        vec![]
    }

    fn act_bulk(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page();
        let Some(Dialog::Bulk(bulk)) = &mut self.dialog else { return vec![] };
        match (action, bulk.stage) {
            (Action::Next, BulkStage::Choosing) => bulk.choose(true),
            (Action::Previous, BulkStage::Choosing) => bulk.choose(false),
            (Action::Run, BulkStage::Choosing) => return bulk.read(&mut self.requests),
            (action, _) if bulk.scroll.take(action, page) => {}
            (Action::Accept, BulkStage::Review) if bulk.planned() == 0 => {
                self.say(Tone::Plain, "Nothing would change, so there is nothing to send.");
            }
            (Action::Accept, BulkStage::Review) if !bulk.scroll.seen => {
                let words = unseen(bulk.scroll, bulk.scope());
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
        let mut effects = self.requests.cancel(|purpose| matches!(purpose, Purpose::Base(_)));
        // What is taken out of others is taken out on the way to its removal.
        if let Edit::Without { value, .. } = &bulk.edit
            && self.screen().target().is_some_and(|(key, _)| key.id == *value)
        {
            effects.extend(self.prepare(Intent::Delete));
        }
        effects
    }

    /// Closes a confirmation: back to the form it came from, unless all of it is done. What is there now is under the
    /// edits then, so that the next try starts from it.
    fn close_confirm(&mut self) -> Vec<Effect> {
        let Some(Dialog::Confirm(confirm)) = self.dialog.take() else { return vec![] };
        let mut open = confirm.write.order != Order::Delete;
        match &confirm.write.stage {
            Stage::Done { verdict, .. } => {
                let tone = if verdict.is_clean() { Tone::Good } else { Tone::Bad };
                let what = match verdict.changed.as_slice() {
                    [only] => match change_lines(only).as_slice() {
                        [ChangeLine::Turns(_, after)] => format!(" · {} → {}", only.label(), after.words(false)),
                        _ => format!(" · {}", only.label()),
                    },
                    _ => String::new(),
                };
                let made = confirm.write.order == Order::Create;
                let sentence = if made { verdict.sentence_of_new() } else { verdict.sentence() };
                self.say(tone, format!("{}: {sentence}{what}", confirm.name));
                // What was made is there, as asked or not: the next try would make another one.
                open = !made && !verdict.missing.is_empty();
            }
            // It was accepted, so the next try would make another one.
            Stage::Unknown { sent: Sent::Accepted, .. } if confirm.write.order == Order::Create => open = false,
            Stage::Removed { going, .. } => {
                let words = if *going { "is being deleted" } else { "is deleted" };
                self.say(Tone::Good, format!("{} {words}.", confirm.name));
                return self.leave_removed(&confirm.write.key);
            }
            _ => {}
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

    fn act_form(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Form(mut form)) = self.dialog.take() else { return vec![] };
        match action {
            Action::NextField => form.step(1),
            Action::PreviousField => form.step(-1),
            Action::PageDown => form.step(10),
            Action::PageUp => form.step(-10),
            Action::Switch => form.switch(),
            Action::Reveal => self.reveal = !self.reveal,
            Action::MoveDown => form.move_entry(true),
            Action::MoveUp => form.move_entry(false),
            Action::Pick if matches!(form.offer(), Some(Offer::File(_))) => {
                let Some(Offer::File(convert)) = form.offer() else { return vec![] };
                let (files, effect) = Files::new(form, convert, &mut self.requests);
                self.dialog = Some(Dialog::Files(Box::new(files)));
                return vec![effect];
            }
            Action::Fetch => {
                let url = form.cell().map(|cell| cell.reads().trim().to_owned()).unwrap_or_default();
                let Some(fetched) = form.key.kind.fetched.filter(|_| !url.is_empty()) else {
                    form.note = Some("There is no address yet.".to_owned());
                    self.dialog = Some(Dialog::Form(form));
                    return vec![];
                };
                let (look, effect) = Look::start(&url, fetched.tells, Some(form), &mut self.requests);
                self.dialog = Some(Dialog::Look(Box::new(look)));
                return vec![effect];
            }
            Action::Empty => form.empty(),
            Action::Pick => {
                return match Picker::new(form, &mut self.requests) {
                    Ok((picker, effect)) => {
                        self.dialog = Some(Dialog::Picker(Box::new(picker)));
                        effect.into_iter().collect()
                    }
                    Err(form) => {
                        self.dialog = Some(Dialog::Form(form));
                        vec![]
                    }
                };
            }
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
                    let write = match form.order {
                        Order::Create => Write::create(form.key.clone(), edited),
                        Order::Update | Order::Delete => Write::new(form.key.clone(), form.base.clone(), edited),
                    };
                    let confirm = Confirm::new(write, form.name.clone(), form.beside.clone());
                    self.dialog = Some(Dialog::Confirm(Box::new(Confirm { form: Some(form), ..confirm })));
                    return vec![];
                }
            }
            _ => {}
        }
        self.dialog = Some(Dialog::Form(form));
        vec![]
    }

    fn act_picker(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Picker(mut picker)) = self.dialog.take() else { return vec![] };
        let mut effects = Vec::new();
        self.dialog = Some(match action {
            Action::Run => match picker.take(&mut self.requests) {
                Taken::Nothing(picker) => Dialog::Picker(picker),
                Taken::Further(picker, effect) => {
                    effects.push(effect);
                    Dialog::Picker(picker)
                }
                Taken::Filled(form) => Dialog::Form(form),
            },
            Action::Close => match picker.back() {
                Ok(picker) => Dialog::Picker(picker),
                Err(form) => Dialog::Form(form),
            },
            action => {
                let page = isize::try_from(self.page()).unwrap_or(1);
                let by = match action {
                    Action::Next => 1,
                    Action::Previous => -1,
                    Action::PageDown => page,
                    Action::PageUp => -page,
                    _ => 0,
                };
                picker.menu_mut().step(by);
                Dialog::Picker(picker)
            }
        });
        if !matches!(self.dialog, Some(Dialog::Picker(_))) {
            effects.extend(self.requests.cancel(|purpose| *purpose == Purpose::Pick));
        }
        effects
    }

    fn act_files(&mut self, action: Action) -> Vec<Effect> {
        let page = isize::try_from(self.page()).unwrap_or(1);
        let Some(Dialog::Files(mut files)) = self.dialog.take() else { return vec![] };
        let mut effects = Vec::new();
        match action {
            Action::Run => effects = files.take(&mut self.requests),
            Action::Complete => effects = files.complete(&mut self.requests),
            Action::Close => {
                self.dialog = Some(Dialog::Form(files.form));
                return self.requests.cancel(|purpose| *purpose == Purpose::File);
            }
            Action::Next => files.step(1),
            Action::Previous => files.step(-1),
            Action::PageDown => files.step(page),
            Action::PageUp => files.step(-page),
            _ => {}
        }
        self.dialog = Some(Dialog::Files(files));
        effects
    }

    fn act_variants(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Variants(mut open)) = self.dialog.take() else { return vec![] };
        match action {
            Action::Run => {
                if let Some(variant) = open.menu.taken().copied() {
                    let Some(refusal) = self.only_one(variant) else { return self.open_new(open.key, Some(variant)) };
                    self.say(Tone::Plain, refusal);
                }
            }
            Action::Close => return vec![],
            Action::Next => open.menu.step(1),
            Action::Previous => open.menu.step(-1),
            _ => {}
        }
        self.dialog = Some(Dialog::Variants(open));
        vec![]
    }

    fn act_find(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Find(mut open)) = self.dialog.take() else { return vec![] };
        let mut effects = Vec::new();
        if action == Action::Close {
            return self.requests.cancel(|purpose| *purpose == Purpose::Find);
        }
        if let Some(text) = open.looking.is_none().then(|| open.asked()).flatten() {
            let label = format!("Looking for {text}");
            let (id, effect) = self.requests.start(label, Purpose::Find, Call::Find(open.list.clone(), text));
            open.looking = Some(id);
            effects.push(effect);
        }
        self.dialog = Some(Dialog::Find(open));
        effects
    }

    fn act_look(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page();
        if self.scroll_mut().is_some_and(|scroll| scroll.take(action, page)) {
            return vec![];
        }
        if let Some(Dialog::Look(look)) = self.dialog.take() {
            self.dialog = look.form.map(Dialog::Form);
        }
        self.requests.cancel(|purpose| *purpose == Purpose::Look)
    }

    /// Takes which row another name leads to.
    pub(crate) fn found(&mut self, id: RequestId, result: Result<Reply, AppError>) {
        let Some(Dialog::Find(open)) = self.dialog.as_mut().filter(|open| matches!(open, Dialog::Find(open) if open.looking == Some(id)))
        else {
            return;
        };
        open.looking = None;
        let asked = open.input.text().trim().to_owned();
        match result {
            Ok(Reply::Document(Some(document))) => {
                let (list, name) = (open.list.clone(), open.found(&document).unwrap_or_default().to_owned());
                self.dialog = None;
                let key = Key { kind: list.kind, parent: list.parent.clone(), id: name.clone() };
                let mut opens = "Enter opens it";
                if let Some(shown) = self.screen_mut().list_mut().filter(|shown| shown.key == list) {
                    if shown.load == Load::Ready {
                        // It may have been made since the list was read.
                        shown.insert(&key, &document);
                    } else if !shown.ids().any(|id| id == name) {
                        shown.look_for(&name);
                        opens = "it is chosen once the list has it";
                    }
                    shown.choose_id(&name);
                }
                self.say(Tone::Good, format!("{asked} leads to {name}; {opens}."));
                self.learn(&key, &document);
            }
            Ok(_) => open.note = Some(format!("No {} has the {} {asked}.", open.list.kind.name, open.finder.label)),
            Err(error) => open.note = Some(error.lines().join(" ")),
        }
    }

    /// Takes what was fetched from an address.
    pub(crate) fn looked(&mut self, id: RequestId, result: Result<Reply, AppError>) {
        let Some(Dialog::Look(look)) = self
            .dialog
            .as_mut()
            .filter(|open| matches!(open, Dialog::Look(look) if matches!(look.load, LookLoad::Reading(reading) if reading == id)))
        else {
            return;
        };
        match result {
            Ok(Reply::Text(text)) => {
                look.load = LookLoad::Ready((look.tells)(text.reveal()));
                let url = look.url.clone();
                if let Some(form) = &mut look.form {
                    form.take_fetched(&url, text.reveal());
                }
                for list in self.screens.iter_mut().flat_map(Screen::lists_mut) {
                    list.take_fetched(&url, text.reveal());
                }
            }
            Ok(_) => look.load = LookLoad::Ready(Vec::new()),
            Err(error) => look.load = LookLoad::Failed(error),
        }
        self.look_again();
    }

    fn act_replace(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Replace(mut open)) = self.dialog.take() else { return vec![] };
        match action {
            Action::Close => return vec![],
            Action::Pick => open.next_known(),
            Action::Run if open.focus == 0 && open.inputs[1].text().is_empty() => open.focus = 1,
            Action::Run => {
                if let Some(replacement) = open.answer() {
                    return self.replace(open.rows, replacement);
                }
            }
            _ => open.focus = 1 - open.focus.min(1),
        }
        self.dialog = Some(Dialog::Replace(open));
        vec![]
    }

    fn act_palette(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Palette(mut palette)) = self.dialog.take() else { return vec![] };
        match action {
            Action::Next => palette.step(1),
            Action::Previous => palette.step(-1),
            Action::Run => return palette.taken().map(|row| row.action).map(|action| self.act(action)).unwrap_or_default(),
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
