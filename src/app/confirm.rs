//! The way to a write: reading what it starts from, choosing a value where there is more than one, and the confirmation.

use serde_json::Value;

use super::Scroll;
use super::form::Form;
use super::write::{Stage, Write};
use crate::error::AppError;
use crate::keymap::Scope;
use crate::message::RequestId;
use crate::resource::finding::{Finding, findings, managed_by};
use crate::resource::{Document, Key};

/// What is to be done once the resource is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// Turn a setting that is true or false around.
    Toggle(&'static str),
    /// Open the form.
    Edit,
}

/// Reading a resource freshly before it is changed.
#[derive(Debug)]
pub struct Preparing {
    /// What is read.
    pub key: Key,
    /// What it is called.
    pub name: String,
    /// What for.
    pub intent: Intent,
    /// The document beside it, once it is there, or why it is not.
    pub beside: Beside,
    /// Why it could not be read.
    pub failure: Option<AppError>,
    /// What of it is seen.
    pub scroll: Scroll,
}

/// The document that is read beside a resource for its findings.
#[derive(Debug, Clone, Default)]
pub enum Beside {
    /// The kind has none, or none is needed.
    #[default]
    None,
    /// It is on its way.
    Reading(RequestId),
    /// It is here.
    Read(Box<Document>),
    /// It could not be read; what depends on it is not known.
    Failed(AppError),
}

/// A value to be chosen for a setting that was never set.
#[derive(Debug)]
pub struct Choice {
    /// What is written.
    pub key: Key,
    /// What it is called.
    pub name: String,
    /// The setting.
    pub path: &'static str,
    /// The resource as read.
    pub base: Document,
    /// The document beside it.
    pub beside: Beside,
    /// The chosen place in [`Choice::VALUES`].
    pub place: usize,
}

impl Choice {
    /// What may be chosen, in the order shown; blocking is AWS's advice and comes first.
    pub const VALUES: [bool; 2] = [false, true];

    /// The confirmation of the chosen value.
    pub fn take(self) -> Confirm {
        let mut edited = self.base.clone();
        edited.set(self.path, Some(Value::Bool(Self::VALUES[self.place.min(1)])));
        Confirm::new(Write::new(self.key, self.base, edited), self.name, self.beside)
    }
}

/// What a change does to a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It comes with the change.
    Adds,
    /// It is there before and after.
    Keeps,
    /// It goes with the change.
    Removes,
}

/// The confirmation of a write, and then its course and its verdict.
#[derive(Debug)]
pub struct Confirm {
    /// The write.
    pub write: Write,
    /// What its resource is called.
    pub name: String,
    /// The document beside it.
    pub beside: Beside,
    /// What of it is seen; it is accepted only once its last line was.
    pub scroll: Scroll,
    /// The form it came from, to go back to.
    pub form: Option<Box<Form>>,
}

impl Confirm {
    /// The confirmation of a write.
    pub const fn new(write: Write, name: String, beside: Beside) -> Self {
        Self { write, name, beside, scroll: Scroll { above: 0, below: 0, seen: false }, form: None }
    }

    /// Where its keys are.
    pub const fn scope(&self) -> Scope {
        match self.write.stage {
            Stage::Review => Scope::Confirm,
            Stage::Checking(_) | Stage::Sending(_) | Stage::Verifying(..) => Scope::Writing,
            Stage::Done { .. } => Scope::Done,
            Stage::Conflict { .. } => Scope::Conflict,
            Stage::Failed(_) => Scope::Failed,
            Stage::Unknown { .. } => Scope::Unknown,
        }
    }

    /// What is wrong with the resource, worst first, each with what the change does to it.
    pub fn findings(&self) -> Vec<(Effect, &'static Finding)> {
        let beside = match &self.beside {
            Beside::Read(document) => Some(document.as_ref()),
            _ => None,
        };
        let kind = self.write.key.kind;
        let (before, after) = (findings(kind, &self.write.base, beside), findings(kind, &self.write.edited, beside));
        let was = |id: &str| before.iter().any(|finding| finding.id == id);
        let is = |id: &str| after.iter().any(|finding| finding.id == id);
        let added = after.iter().filter(|finding| !was(finding.id)).map(|finding| (Effect::Adds, *finding));
        let kept = after.iter().filter(|finding| was(finding.id)).map(|finding| (Effect::Keeps, *finding));
        let removed = before.iter().filter(|finding| !is(finding.id)).map(|finding| (Effect::Removes, *finding));
        added.chain(kept).chain(removed).collect()
    }

    /// Who else manages the resource and may undo the change.
    pub fn managed_by(&self) -> Option<String> {
        managed_by(self.write.key.kind, &self.write.base)
    }
}
