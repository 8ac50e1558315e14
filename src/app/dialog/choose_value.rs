//! Choosing a value for a setting that was never set, before the confirmation.

use serde_json::Value;

use crate::app::change::confirm::Confirm;
use crate::app::change::write::Write;
use crate::app::dialog::{Dialog, Outcome};
use crate::app::remote::Remote;
use crate::keymap::ChooseValueAction;
use crate::resource::{Document, Key};

/// What may be chosen, in the order shown: to block is AWS's advice, so it comes first.
pub const VALUES: [bool; 2] = [false, true];

/// A value to be chosen for a setting that is true or false.
#[derive(Debug)]
pub struct ChooseValue {
    /// The resource.
    pub key: Key,
    /// The name of the resource.
    pub name: String,
    /// The path of the setting.
    pub path: &'static str,
    /// The resource as it was read.
    pub base: Document,
    /// Its companion document.
    pub companion: Remote<Document>,
    /// The index of the chosen value in [`VALUES`].
    pub chosen: usize,
}

impl ChooseValue {
    /// Handles an action.
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

    /// The confirmation of the chosen value.
    fn confirm(&mut self) -> Confirm {
        let edited = with_value(&self.base, self.path, self.chosen);
        let write = Write::new(self.key.clone(), std::mem::take(&mut self.base), edited);
        Confirm::new(write, std::mem::take(&mut self.name), std::mem::take(&mut self.companion))
    }
}

/// The index after the next or the previous value was chosen, within [`VALUES`].
pub fn step(chosen: usize, action: ChooseValueAction) -> usize {
    match action {
        ChooseValueAction::Next => (chosen + 1).min(VALUES.len() - 1),
        ChooseValueAction::Previous => chosen.saturating_sub(1),
        ChooseValueAction::Choose | ChooseValueAction::Cancel => chosen,
    }
}

/// The value at an index of [`VALUES`], as a document holds it.
pub fn value(chosen: usize) -> Value {
    Value::Bool(VALUES[chosen.min(VALUES.len() - 1)])
}

/// A document with the chosen value set.
pub fn with_value(base: &Document, path: &str, chosen: usize) -> Document {
    let mut edited = base.clone();
    edited.set(path, Some(value(chosen)));
    edited
}
