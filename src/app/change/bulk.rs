//! One change of many resources: each is read freshly, all are confirmed together, and each is written,
//! checked and judged by a safe write of its own, one after the other.

mod edit;

pub use edit::Edit;
pub(crate) use edit::prefer_paced;

use crate::app::Tone;
use crate::app::change::confirm::not_seen_yet;
use crate::app::change::write::{Stage, Write};
use crate::app::dialog::context::{Context, News};
use crate::app::dialog::{Command, Outcome, choose_value};
use crate::app::widget::scroll::Scroll;
use crate::error::AppError;
use crate::keymap::{ChooseValueAction, ConfirmAction, Scope};
use crate::message::{Call, Reply, RequestId};
use crate::resource::finding::{Finding, findings};
use crate::resource::{Key, Kind, ValidationContext, changes};

/// How many resources are read at the same time.
const AT_ONCE: usize = 4;

/// A change of many resources.
#[derive(Debug)]
pub struct Bulk {
    /// What the resources are.
    pub kind: &'static Kind,
    /// What is changed in each.
    pub edit: Edit,
    /// The resources, in the order of their list; what happens to them keeps that order.
    pub items: Vec<Item>,
    /// How far it has come.
    pub stage: BulkStage,
    /// What of it is seen.
    pub scroll: Scroll,
}

/// How far a change of many has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkStage {
    /// The value is chosen.
    Choosing,
    /// All are read.
    Reading,
    /// It waits for a yes or no.
    Review,
    /// The one at this place is written.
    Writing {
        /// Its place among the items.
        at: usize,
        /// Whether to stop before the next one.
        stopping: bool,
    },
    /// It is over.
    Over,
}

/// One of many resources.
#[derive(Debug)]
pub struct Item {
    /// Which one.
    pub key: Key,
    /// What it is called.
    pub name: String,
    /// What is known of it.
    pub state: ItemState,
}

/// What is known of one of many resources.
#[derive(Debug)]
pub enum ItemState {
    /// It was not read yet.
    Unread,
    /// It is being read.
    Reading(RequestId),
    /// It could not be read, so it is left out.
    Unreadable(AppError),
    /// It is as it is to be, so it is left out.
    Already,
    /// Its change: to be confirmed, under way, or at its end.
    Write(Box<Write>),
}

impl Item {
    /// Whether it is as it is to be now.
    pub fn is_done(&self) -> bool {
        match &self.state {
            ItemState::Already => true,
            ItemState::Write(write) => {
                matches!(&write.stage, Stage::Done { verdict, .. } if verdict.missing.is_empty())
            }
            _ => false,
        }
    }
}

impl Item {
    /// Takes the resource as it was read, and plans its change.
    fn handle_base_reply(&mut self, edit: &Edit, result: Result<Reply, AppError>, context: &mut Context) {
        let base = match result {
            Ok(Reply::Document(Some(base))) => base,
            Ok(_) => {
                let gone = format!("{} no longer exists", self.name);
                self.state = ItemState::Unreadable(AppError::new(gone));
                return;
            }
            Err(error) => {
                self.state = ItemState::Unreadable(error);
                return;
            }
        };
        context.tell(News::Read(self.key.clone(), base.clone()));
        if let Some(name) = self.key.kind.name_of(&base) {
            name.clone_into(&mut self.name);
        }
        self.state = match edit.apply(&base, self.key.kind) {
            Err(fault) => ItemState::Unreadable(AppError::new(fault)),
            Ok(edited) if changes(&base, &edited, self.key.kind).is_empty() => ItemState::Already,
            Ok(edited) => ItemState::Write(Box::new(Write::new(self.key.clone(), base, edited))),
        };
    }
}

impl Bulk {
    /// A change to some resources; the value of a setting is still to be chosen.
    pub fn new(kind: &'static Kind, edit: Edit, rows: Vec<(Key, String)>) -> Self {
        let items =
            rows.into_iter().map(|(key, name)| Item { key, name, state: ItemState::Unread }).collect();
        Self { kind, edit, items, stage: BulkStage::Choosing, scroll: Scroll::default() }
    }

    /// The scopes of its keys, the nearest first.
    pub fn scopes(&self) -> Vec<Scope> {
        let scope = self.scope();
        if scope == Scope::ChooseValue { vec![scope] } else { vec![scope, Scope::Scroll] }
    }

    /// The scope that belongs to its stage.
    pub const fn scope(&self) -> Scope {
        match self.stage {
            BulkStage::Choosing => Scope::ChooseValue,
            BulkStage::Reading => Scope::LoadingForEdit,
            BulkStage::Review => Scope::Confirm,
            BulkStage::Writing { .. } => Scope::Many,
            BulkStage::Over => Scope::Done,
        }
    }

    pub(crate) fn open(&mut self, context: &mut Context) {
        match self.edit {
            Edit::Toggle { .. } => {}
            Edit::ReplaceHost(_) | Edit::Detach { .. } => self.read(context),
        }
    }

    pub(crate) fn choose(&mut self, action: ChooseValueAction, context: &mut Context) -> Outcome {
        match action {
            ChooseValueAction::Next | ChooseValueAction::Previous => {
                if let Edit::Toggle { chosen, .. } = &mut self.edit {
                    *chosen = choose_value::step(*chosen, action);
                }
            }
            ChooseValueAction::Choose => self.read(context),
            ChooseValueAction::Cancel => return self.close(),
        }
        Outcome::Stay
    }

    pub(crate) fn act(&mut self, action: ConfirmAction, context: &mut Context) -> Outcome {
        match (action, self.stage) {
            (ConfirmAction::Accept, _) => self.accept(context),
            (ConfirmAction::Cancel, BulkStage::Writing { at, .. }) => {
                self.stage = BulkStage::Writing { at, stopping: true };
                context.say(Tone::Plain, "Stopping after this one.");
            }
            (ConfirmAction::Cancel | ConfirmAction::Dismiss, _) => return self.close(),
        }
        Outcome::Stay
    }

    fn accept(&mut self, context: &mut Context) {
        if self.stage != BulkStage::Review {
            return;
        }
        if self.planned() == 0 {
            context.say(Tone::Plain, "Nothing to send: every value is already set.");
        } else if self.scroll.reached_end {
            self.write_next(0, false, context);
        } else {
            context.say(Tone::Plain, not_seen_yet(self.scroll, self.scope()));
        }
    }

    /// Closes: the resources that are as wanted lose their marks, the others keep them for another try.
    fn close(&self) -> Outcome {
        let settled = |item: &&Item| self.stage == BulkStage::Over && item.is_done();
        let settled = self.items.iter().filter(settled).map(|item| item.key.id.clone()).collect();
        let detached = match &self.edit {
            Edit::Detach { value, .. } => Some(value.clone()),
            Edit::Toggle { .. } | Edit::ReplaceHost(_) => None,
        };
        Outcome::Finish(Command::EndBulk { settled, detached })
    }

    /// Reads the next resources, some at a time.
    fn read(&mut self, context: &mut Context) {
        self.stage = BulkStage::Reading;
        let under_way = self.items.iter().filter(|item| matches!(item.state, ItemState::Reading(_))).count();
        let unread = self.items.iter_mut().filter(|item| matches!(item.state, ItemState::Unread));
        for item in unread.take(AT_ONCE.saturating_sub(under_way)) {
            let label = format!("Loading {}", item.name);
            let call = prefer_paced(Call::Describe(item.key.clone()));
            item.state = ItemState::Reading(context.start_read(label, &item.key, call));
        }
        if self.items.iter().all(|item| !matches!(item.state, ItemState::Unread | ItemState::Reading(_))) {
            self.stage = BulkStage::Review;
            self.scroll = Scroll::default();
        }
    }

    pub(crate) fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        context: &mut Context,
    ) -> Outcome {
        let reads = |item: &&mut Item| matches!(item.state, ItemState::Reading(reading) if reading == id);
        if let Some(item) = self.items.iter_mut().find(reads) {
            item.handle_base_reply(&self.edit, result, context);
            self.read(context);
        } else {
            self.handle_write_reply(id, result, context);
        }
        Outcome::Stay
    }

    /// How many will be changed.
    pub fn planned(&self) -> usize {
        self.items.iter().filter(|item| matches!(item.state, ItemState::Write(_))).count()
    }

    /// How many writes have come to their end.
    pub fn ended(&self) -> usize {
        let ended = |item: &&Item| matches!(&item.state, ItemState::Write(write) if write.is_over());
        self.items.iter().filter(ended).count()
    }

    /// Starts the next write from an index on, or comes to the end.
    fn write_next(&mut self, from: usize, stopping: bool, context: &mut Context) {
        let is_planned = |item: &Item| matches!(&item.state, ItemState::Write(write) if matches!(write.stage, Stage::Review));
        let mut later = self.items.iter().enumerate().skip(from);
        let next = later.find(|(_, item)| is_planned(item)).map(|(at, _)| at).filter(|_| !stopping);
        let Some(at) = next else {
            self.stage = BulkStage::Over;
            self.scroll = Scroll::default();
            return;
        };
        self.stage = BulkStage::Writing { at, stopping: false };
        let item = &mut self.items[at];
        if let ItemState::Write(write) = &mut item.state {
            let (call, label) = write.begin(&item.name);
            write.start((prefer_paced(call), label), context);
        }
    }

    /// Takes the reply of a write's step, and goes on with its next step or the next write.
    fn handle_write_reply(&mut self, id: RequestId, result: Result<Reply, AppError>, context: &mut Context) {
        let BulkStage::Writing { at, stopping } = self.stage else { return };
        let Some(Item { name, state: ItemState::Write(write), .. }) = self.items.get_mut(at) else { return };
        if write.waits_for() != Some(id) {
            return;
        }
        match write.handle_reply_and_tell(result, name, context) {
            Some((call, label)) => write.start((prefer_paced(call), label), context),
            None => self.write_next(at + 1, stopping, context),
        }
    }

    /// The worst finding of a resource once it is changed, and whether the change causes it.
    pub fn worst_finding(write: &Write, now: i64) -> Option<(&'static Finding, bool)> {
        let context = ValidationContext { now, ..ValidationContext::default() };
        let worst = *findings(write.key.kind, &write.edited, &context).first()?;
        let before = findings(write.key.kind, &write.base, &context);
        Some((worst, !before.contains(&worst)))
    }
}

#[cfg(test)]
mod tests;
