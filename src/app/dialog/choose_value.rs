//! The choice of a value for a setting that was never set, before the confirmation.

use serde_json::Value;

use crate::app::change::confirm::Confirm;
use crate::app::change::write::Write;
use crate::app::dialog::{Dialog, Outcome};
use crate::app::remote::Remote;
use crate::keymap::ChooseValueAction;
use crate::resource::{Document, Key, Kind};

/// The state of a choice between the two values of a setting.
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
            ChooseValueAction::PageDown
            | ChooseValueAction::PageUp
            | ChooseValueAction::Mark
            | ChooseValueAction::MarkAll => Outcome::Stay,
        }
    }

    fn confirm(&mut self) -> Confirm {
        let edited = with_value(&self.base, self.key.kind, self.path, self.chosen);
        let write = Write::new(self.key.clone(), std::mem::take(&mut self.base), edited);
        Confirm::new(write, std::mem::take(&mut self.name), std::mem::take(&mut self.companion))
    }
}

/// The index after an action, of one of two values.
pub fn step(chosen: usize, action: ChooseValueAction) -> usize {
    match action {
        ChooseValueAction::Next => 1,
        ChooseValueAction::Previous => chosen.saturating_sub(1),
        ChooseValueAction::Choose
        | ChooseValueAction::Cancel
        | ChooseValueAction::PageDown
        | ChooseValueAction::PageUp
        | ChooseValueAction::Mark
        | ChooseValueAction::MarkAll => chosen,
    }
}

/// The value at an index, as in a document.
pub fn value(kind: &Kind, path: &str, chosen: usize) -> Option<Value> {
    let values = kind.toggle_values(path);
    values.get(chosen).or(values.last()).cloned()
}

pub fn with_value(base: &Document, kind: &Kind, path: &str, chosen: usize) -> Document {
    let mut edited = base.clone();
    edited.set(path, value(kind, path, chosen));
    edited
}
