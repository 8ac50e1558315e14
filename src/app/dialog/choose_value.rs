//! The choice of a value for a setting that was never set, before the confirmation.

use serde_json::Value;

use crate::app::change::confirm::Confirm;
use crate::app::change::write::Write;
use crate::app::dialog::{Dialog, Outcome};
use crate::app::remote::Remote;
use crate::keymap::ChooseValueAction;
use crate::resource::{Document, Key};

/// The values in the order shown. AWS advises to block, so `false` comes first.
pub const VALUES: [bool; 2] = [false, true];

/// The state of a choice between true and false.
#[derive(Debug)]
pub struct ChooseValue {
    pub key: Key,
    pub name: String,
    pub path: &'static str,
    /// The resource's document as just read.
    pub base: Document,
    pub companion: Remote<Document>,
    pub chosen: usize,
}

impl ChooseValue {
    pub fn act(&mut self, action: ChooseValueAction) -> Outcome {
        match action {
            ChooseValueAction::Next | ChooseValueAction::Previous => {
                self.chosen = step(self.chosen, action);
                Outcome::Stay
            }
            ChooseValueAction::Choose => Outcome::Replace(Dialog::Confirm(Box::new(self.confirm()))),
            ChooseValueAction::Cancel => Outcome::Close,
        }
    }

    fn confirm(&mut self) -> Confirm {
        let edited = with_value(&self.base, self.path, self.chosen);
        let write = Write::new(self.key.clone(), std::mem::take(&mut self.base), edited);
        Confirm::new(write, std::mem::take(&mut self.name), std::mem::take(&mut self.companion))
    }
}

/// The index after an action, within [`VALUES`].
pub fn step(chosen: usize, action: ChooseValueAction) -> usize {
    match action {
        ChooseValueAction::Next => (chosen + 1).min(VALUES.len() - 1),
        ChooseValueAction::Previous => chosen.saturating_sub(1),
        ChooseValueAction::Choose | ChooseValueAction::Cancel => chosen,
    }
}

/// The value at an index of [`VALUES`], as in a document.
pub fn value(chosen: usize) -> Value {
    Value::Bool(VALUES[chosen.min(VALUES.len() - 1)])
}

pub fn with_value(base: &Document, path: &str, chosen: usize) -> Document {
    let mut edited = base.clone();
    edited.set(path, Some(value(chosen)));
    edited
}
