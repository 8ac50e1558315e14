//! Rows to choose from before a bulk change, each with what is to become of it, and the lists that they are
//! from.

use crate::app::Tone;
use crate::app::change::bulk::{Bulk, BulkItem};
use crate::app::dialog::Outcome;
use crate::app::dialog::context::Context;
use crate::app::remote::Remote;
use crate::error::AppError;
use crate::keymap::ChooseValueAction;
use crate::message::{Call, Pages, Reply, RequestId};
use crate::resource::{Document, Key, ListKey};

/// Rows to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    pub rows: Vec<ChoiceRow>,
    /// Index of the row at the cursor.
    pub place: usize,
}

/// A resource that can be chosen, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceRow {
    pub key: Key,
    pub name: String,
    /// 0 for a row that is not chosen; a choice between several things counts them from 1.
    pub level: usize,
    /// Why it can't be chosen.
    pub refusal: Option<String>,
}

impl Choices {
    pub fn step(&mut self, by: isize) {
        let last = self.rows.len().saturating_sub(1);
        self.place = self.place.saturating_add_signed(by).min(last);
    }

    /// Chooses the next of so many things for the row at the cursor, or nothing after the last one.
    pub fn turn(&mut self, levels: usize) {
        if let Some(row) = self.rows.get_mut(self.place).filter(|row| row.refusal.is_none()) {
            row.level = (row.level + 1) % (levels + 1);
        }
    }

    /// The same for all rows, as for the one that has the least.
    pub fn turn_all(&mut self, levels: usize) {
        let mut free: Vec<_> = self.rows.iter_mut().filter(|row| row.refusal.is_none()).collect();
        let least = free.iter().map(|row| row.level).min().unwrap_or_default();
        for row in &mut free {
            row.level = (least + 1) % (levels + 1);
        }
    }

    pub fn chosen(&self) -> Vec<(Key, String)> {
        let chosen = self.rows.iter().filter(|row| row.level > 0);
        chosen.map(|row| (row.key.clone(), row.name.clone())).collect()
    }

    pub fn level_of(&self, key: &Key) -> usize {
        self.rows.iter().find(|row| row.key == *key).map_or(0, |row| row.level)
    }
}

impl Bulk {
    /// A key while the rows are chosen.
    pub(super) fn choose_rows(&mut self, action: ChooseValueAction, context: &mut Context) -> Outcome {
        let levels = self.edit.levels();
        let page = isize::try_from(context.page).unwrap_or(1);
        let Some(choices) = self.edit.choices_mut() else { return Outcome::Stay };
        match action {
            ChooseValueAction::Next => choices.step(1),
            ChooseValueAction::Previous => choices.step(-1),
            ChooseValueAction::PageDown => choices.step(page),
            ChooseValueAction::PageUp => choices.step(-page),
            ChooseValueAction::Mark => {
                choices.turn(levels);
                // A choice between several things takes more than one key.
                choices.step(isize::from(levels == 1));
            }
            ChooseValueAction::MarkAll => choices.turn_all(levels),
            ChooseValueAction::Cancel => return Outcome::Close,
            ChooseValueAction::Choose => {
                let chosen = choices.chosen();
                if chosen.is_empty() {
                    context.say(Tone::Plain, "Nothing is marked.");
                } else {
                    self.items = chosen.into_iter().map(|(key, name)| BulkItem::new(key, name)).collect();
                    self.read(context);
                }
            }
        }
        Outcome::Stay
    }
}

/// A list whose rows can be chosen, or that tells what there is already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildList {
    pub key: ListKey,
    pub load: Remote,
    pub rows: Vec<Document>,
}

impl ChildList {
    pub const fn new(key: ListKey) -> Self {
        Self { key, load: Remote::NotAsked, rows: Vec::new() }
    }

    /// Starts to read the list; `of` names the resource that it belongs to.
    pub fn open(&mut self, of: &str, context: &mut Context) {
        let label = format!("Listing the {} of {of}", self.key.kind.plural.to_lowercase());
        self.load = Remote::Loading(context.start(label, Call::List(self.key.clone(), Pages::All)));
    }

    pub fn extend(&mut self, id: RequestId, rows: &[Document]) {
        if self.load.waits_for(id) {
            self.rows.extend(rows.iter().cloned());
        }
    }

    /// Takes the end of the list; returns false if the reply is another one's.
    pub fn handle_reply(&mut self, id: RequestId, result: &Result<Reply, AppError>) -> bool {
        self.load.settle(id, result.as_ref().map(|_| ()).map_err(Clone::clone))
    }
}
