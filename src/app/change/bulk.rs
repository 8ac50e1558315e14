//! One change of many resources: each is read freshly, all are confirmed together, and each is written,
//! checked and judged by a safe write of its own, one after the other.

use serde_json::Value;

use crate::app::Scroll;
use crate::app::change::confirm::ChooseValue;
use crate::app::change::write::{Stage, Write};
use crate::app::requests::{Purpose, Requests};
use crate::error::AppError;
use crate::keymap::Scope;
use crate::message::{Call, Effect, Reply, RequestId};
use crate::resource::display::value::display;
use crate::resource::finding::{Finding, findings};
use crate::resource::urls::Replacement;
use crate::resource::{Document, Key, Kind, Listing, ValidationContext, changes};

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

/// What is changed in each of many resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// A setting that is true or false gets a value.
    Toggle {
        /// The setting.
        path: &'static str,
        /// The chosen place in [`ChooseValue::VALUES`]: what it is to be everywhere.
        place: usize,
    },
    /// One host takes the place of another in all URLs.
    ReplaceHost(Replacement),
    /// A value goes out of a list.
    Detach {
        /// The list.
        path: &'static str,
        /// The value.
        value: String,
    },
}

impl Edit {
    /// Whether it is for those that hold something: the others are left out, and not settled.
    pub const fn only_where_present(&self) -> bool {
        matches!(self, Self::ReplaceHost(_) | Self::Detach { .. })
    }

    /// The document as it is to be.
    fn apply(&self, base: &Document, kind: &Kind) -> Result<Document, String> {
        match self {
            Self::Toggle { path, place } => {
                let mut edited = base.clone();
                edited.set(
                    path,
                    Some(Value::Bool(ChooseValue::VALUES[(*place).min(ChooseValue::VALUES.len() - 1)])),
                );
                Ok(edited)
            }
            Self::ReplaceHost(replacement) => replacement.in_document(base, kind),
            Self::Detach { path, value } => {
                let mut edited = base.clone();
                if let Some(Value::Array(items)) = base.get(path) {
                    let left = items.iter().filter(|item| item.as_str() != Some(value)).cloned().collect();
                    edited.set(path, Some(Value::Array(left)));
                }
                Ok(edited)
            }
        }
    }

    /// What it is called, over the whole.
    pub fn title(&self, kind: &Kind) -> String {
        match self {
            Self::Toggle { path, .. } => kind.field(path).map_or(*path, |field| field.label).to_owned(),
            Self::ReplaceHost(Replacement { from, to }) => format!("{from} → {to}"),
            Self::Detach { path, value } => {
                format!("{} without {value}", kind.field(path).map_or(*path, |field| field.label))
            }
        }
    }

    /// What is said of a resource that is as it is to be.
    pub fn nothing(&self, kind: &Kind) -> String {
        match self {
            Self::Toggle { path, place } => {
                let value = Value::Bool(ChooseValue::VALUES[(*place).min(ChooseValue::VALUES.len() - 1)]);
                let now = kind
                    .field(path)
                    .map(|field| display(field, Some(&value)).text(false).to_owned())
                    .unwrap_or_default();
                format!("already {now}, skipped")
            }
            Self::ReplaceHost(Replacement { from, .. }) => format!("no URL with {from}"),
            Self::Detach { value, .. } => format!("{value} is not listed"),
        }
    }
}

/// The same call in its turn, where many of them at once would spend the quota that production lives on.
pub(crate) fn prefer_paced(call: Call) -> Call {
    match call {
        Call::Describe(key) if key.kind.listing == Listing::VisibleRowsDescribed => Call::Prefetch(key),
        call => call,
    }
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

impl Bulk {
    /// A change of some resources; the value of a setting is still to be chosen.
    pub fn new(kind: &'static Kind, edit: Edit, rows: Vec<(Key, String)>) -> Self {
        let items =
            rows.into_iter().map(|(key, name)| Item { key, name, state: ItemState::Unread }).collect();
        Self { kind, edit, items, stage: BulkStage::Choosing, scroll: Scroll::default() }
    }

    /// Chooses the next value of a setting, or the one before.
    pub fn choose(&mut self, down: bool) {
        if let Edit::Toggle { place, .. } = &mut self.edit {
            *place =
                if down { (*place + 1).min(ChooseValue::VALUES.len() - 1) } else { place.saturating_sub(1) };
        }
    }

    /// Where its keys are.
    pub fn scopes(&self) -> Vec<Scope> {
        let scope = self.scope();
        if scope == Scope::ChooseValue { vec![scope] } else { vec![scope, Scope::Scroll] }
    }

    /// The keys that its stage has of its own.
    pub const fn scope(&self) -> Scope {
        match self.stage {
            BulkStage::Choosing => Scope::ChooseValue,
            BulkStage::Reading => Scope::LoadingForEdit,
            BulkStage::Review => Scope::Confirm,
            BulkStage::Writing { .. } => Scope::Many,
            BulkStage::Over => Scope::Done,
        }
    }

    /// Reads the next ones, some at a time.
    pub fn read(&mut self, requests: &mut Requests) -> Vec<Effect> {
        self.stage = BulkStage::Reading;
        let under_way = self.items.iter().filter(|item| matches!(item.state, ItemState::Reading(_))).count();
        let next = self
            .items
            .iter_mut()
            .filter(|item| matches!(item.state, ItemState::Unread))
            .take(AT_ONCE.saturating_sub(under_way));
        let mut effects = Vec::new();
        for item in next {
            let label = format!("Loading {}", item.name);
            let (id, effect) = requests.start(
                label,
                Purpose::Base(item.key.clone()),
                prefer_paced(Call::Describe(item.key.clone())),
            );
            item.state = ItemState::Reading(id);
            effects.push(effect);
        }
        if self.items.iter().all(|item| !matches!(item.state, ItemState::Unread | ItemState::Reading(_))) {
            self.stage = BulkStage::Review;
            self.scroll = Scroll::default();
        }
        effects
    }

    /// Takes one as it was read; the document, to be noted everywhere.
    pub fn handle_base_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
    ) -> Option<(Key, Document)> {
        let (edit, kind) = (self.edit.clone(), self.kind);
        let item = self
            .items
            .iter_mut()
            .find(|item| matches!(item.state, ItemState::Reading(reading) if reading == id))?;
        let base = match result {
            Ok(Reply::Document(Some(base))) => base,
            Ok(_) => {
                item.state = ItemState::Unreadable(AppError::new(format!("{} no longer exists", item.name)));
                return None;
            }
            Err(error) => {
                item.state = ItemState::Unreadable(error);
                return None;
            }
        };
        if let Some(name) = item.key.kind.name_of(&base) {
            name.clone_into(&mut item.name);
        }
        let edited = match edit.apply(&base, kind) {
            Ok(edited) => edited,
            Err(fault) => {
                item.state = ItemState::Unreadable(AppError::new(fault));
                return Some((item.key.clone(), base));
            }
        };
        item.state = if changes(&base, &edited, kind).is_empty() {
            ItemState::Already
        } else {
            ItemState::Write(Box::new(Write::new(item.key.clone(), base.clone(), edited)))
        };
        Some((item.key.clone(), base))
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

    /// Starts the next write from a place on, or comes to the end.
    pub fn next(&mut self, from: usize, stopping: bool, requests: &mut Requests) -> Option<Effect> {
        let waits = |item: &Item| matches!(&item.state, ItemState::Write(write) if matches!(write.stage, Stage::Review));
        let next = self
            .items
            .iter()
            .enumerate()
            .skip(from)
            .find(|(_, item)| waits(item))
            .map(|(at, _)| at)
            .filter(|_| !stopping);
        let Some(at) = next else {
            self.stage = BulkStage::Over;
            self.scroll = Scroll::default();
            return None;
        };
        self.stage = BulkStage::Writing { at, stopping: false };
        let item = &mut self.items[at];
        let ItemState::Write(write) = &mut item.state else { return None };
        let (call, label) = write.begin(&item.name);
        Some(write.start((prefer_paced(call), label), requests))
    }

    /// Takes the reply of a write's step, and goes on with its next step or the next one; the document, to be
    /// noted.
    pub fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        requests: &mut Requests,
    ) -> (Option<Effect>, Option<(Key, Document)>) {
        let BulkStage::Writing { at, stopping } = self.stage else { return (None, None) };
        let Some(Item { key, name, state: ItemState::Write(write) }) = self.items.get_mut(at) else {
            return (None, None);
        };
        if write.waits_for() != Some(id) {
            return (None, None);
        }
        let now = match &result {
            Ok(Reply::Document(Some(document))) => Some((key.clone(), document.clone())),
            _ => None,
        };
        let effect = match write.handle_reply(result, name) {
            Some((call, label)) => Some(write.start((prefer_paced(call), label), requests)),
            None => self.next(at + 1, stopping, requests),
        };
        (effect, now)
    }

    /// The worst finding of a resource once it is changed, and whether the change causes it.
    pub fn worst_finding(write: &Write, now: i64) -> Option<(&'static Finding, bool)> {
        let context = ValidationContext { now, ..ValidationContext::default() };
        let worst = *findings(write.key.kind, &write.edited, &context).first()?;
        let before = findings(write.key.kind, &write.base, &context);
        Some((worst, !before.iter().any(|finding| std::ptr::eq(*finding, worst))))
    }
}

#[cfg(test)]
mod tests;
