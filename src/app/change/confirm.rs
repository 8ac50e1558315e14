//! The way to a write: reading what it starts from, choosing a value where there is more than one, and the
//! confirmation.

use serde_json::Value;

use crate::app::Scroll;
use crate::app::change::write::{Stage, Write};
use crate::app::form::Form;
use crate::app::widget::text_input::TextInput;
use crate::error::AppError;
use crate::keymap::Scope;
use crate::message::RequestId;
use crate::resource::finding::{Finding, findings, managed_by};
use crate::resource::urls::Replacement;
use crate::resource::{
    Access, Dependent, Document, Field, FieldKind, Key, Kind, ValidationContext, WriteOperation,
};
use crate::secret::Secret;

/// What is to be done once the resource is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// Turn a setting that is true or false around.
    Toggle(&'static str),
    /// Open the form.
    Edit,
    /// Open the form of a new one, filled with its settings.
    Copy,
    /// Open the form of something that is made through another resource, of this key.
    Try(Key),
    /// Remove it.
    Delete,
    /// Put one host in the place of another in its URLs.
    ReplaceHost(Replacement),
}

/// Reading a resource freshly before it is changed.
#[derive(Debug)]
pub struct LoadingForEdit {
    /// What is read.
    pub key: Key,
    /// What it is called.
    pub name: String,
    /// What for.
    pub intent: Intent,
    /// The document beside it, once it is there, or why it is not.
    pub companion: CompanionLoad,
    /// What hangs on it, as far as it is counted.
    pub dependents: Vec<Count>,
    /// Why it could not be read.
    pub failure: Option<AppError>,
    /// What of it is seen.
    pub scroll: Scroll,
}

/// The document that is read beside a resource for its findings.
#[derive(Debug, Clone, Default)]
pub enum CompanionLoad {
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

impl CompanionLoad {
    /// The document, once it is here.
    pub fn document(&self) -> Option<&Document> {
        match self {
            Self::Read(document) => Some(document),
            _ => None,
        }
    }
}

/// How many resources of a kind hang on one.
#[derive(Debug, Clone)]
pub struct Count {
    /// The kind of the resources.
    pub kind: &'static Kind,
    /// How many there are.
    pub number: Number,
}

/// A number on its way.
#[derive(Debug, Clone)]
pub enum Number {
    /// It is being counted.
    Counting(RequestId, usize),
    /// So many, or more where the list goes on.
    Counted(usize, bool),
    /// It could not be counted.
    Failed(AppError),
}

/// A value to be chosen for a setting that was never set.
#[derive(Debug)]
pub struct ChooseValue {
    /// What is written.
    pub key: Key,
    /// What it is called.
    pub name: String,
    /// The setting.
    pub path: &'static str,
    /// The resource as read.
    pub base: Document,
    /// The document beside it.
    pub companion: CompanionLoad,
    /// The chosen place in [`ChooseValue::VALUES`].
    pub place: usize,
}

impl ChooseValue {
    /// What may be chosen, in the order shown; blocking is AWS's advice and comes first.
    pub const VALUES: [bool; 2] = [false, true];

    /// The confirmation of the chosen value.
    pub fn into_confirm(self) -> Confirm {
        let mut edited = self.base.clone();
        edited.set(self.path, Some(Value::Bool(Self::VALUES[self.place.min(1)])));
        Confirm::new(Write::new(self.key, self.base, edited), self.name, self.companion)
    }
}

/// What a change does to a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingChange {
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
    pub companion: CompanionLoad,
    /// What of it is seen; it is accepted only once its last line was.
    pub scroll: Scroll,
    /// The form it came from, to go back to.
    pub form: Option<Box<Form>>,
    /// What has to be typed before it is accepted, and what was typed so far.
    pub typed: Option<Typed>,
    /// What hangs on what is removed.
    pub dependents: Vec<Count>,
    /// Whether a new secret was shown or copied, or left on purpose.
    pub taken: bool,
}

/// A name that has to be typed.
#[derive(Debug)]
pub struct Typed {
    /// The name.
    pub wanted: String,
    /// What was typed.
    pub input: TextInput,
}

impl Confirm {
    /// The confirmation of a write.
    pub fn new(write: Write, name: String, companion: CompanionLoad) -> Self {
        let scroll = Scroll { above: 0, below: 0, reached_end: false };
        Self { write, name, companion, scroll, form: None, typed: None, dependents: Vec::new(), taken: false }
    }

    /// The confirmation of a removal: its name has to be typed, or its id where the name can't be.
    pub fn delete(
        key: Key,
        base: Document,
        name: String,
        companion: CompanionLoad,
        dependents: Vec<Count>,
    ) -> Self {
        let typable = !name.is_empty()
            && name.trim() == name
            && name.chars().all(|letter| letter == ' ' || letter.is_ascii_graphic());
        let wanted = if typable { name.clone() } else { key.id.clone() };
        let typed = Some(Typed { wanted, input: TextInput::default() });
        Self { typed, dependents, ..Self::new(Write::delete(key, base), name, companion) }
    }

    /// The secrets that came with what was made: what they are called, and their values.
    pub fn new_secrets(&self) -> Vec<(&'static str, Secret<String>)> {
        if self.write.order != WriteOperation::Create {
            return Vec::new();
        }
        let now = match &self.write.stage {
            Stage::Done { now, .. } => Some(now),
            _ => None,
        };
        let told = |path| now.and_then(|now| now.text(path)).or_else(|| self.write.made.text(path));
        let secret = |field: &'static Field| Some((field.label, Secret::new(told(field.path)?.to_owned())));
        let fields = self.write.key.kind.fields.iter();
        let told =
            |field: &&Field| matches!(field.kind, FieldKind::Secret) && field.access == Access::ReadOnly;
        fields.filter(told).filter_map(secret).collect()
    }

    /// Where its keys are.
    pub fn scopes(&self) -> Vec<Scope> {
        match self.scope() {
            // What is typed must not scroll.
            Scope::Deleting => vec![Scope::Deleting],
            scope @ (Scope::Done | Scope::Unknown) if !self.new_secrets().is_empty() => {
                vec![Scope::NewSecret, scope, Scope::Scroll]
            }
            Scope::Conflict if self.write.merged().is_some() => {
                vec![Scope::Mergeable, Scope::Conflict, Scope::Scroll]
            }
            scope => vec![scope, Scope::Scroll],
        }
    }

    /// Why it can't be accepted yet; `None` when it can.
    pub fn blocked_reason(&self) -> Option<String> {
        let typed = self.typed.as_ref()?;
        if self.dependents.iter().any(|count| matches!(count.number, Number::Counting(..))) {
            return Some("Wait until everything that is deleted with it is counted.".to_owned());
        }
        (typed.input.text() != typed.wanted)
            .then(|| format!("Type {} first, then Enter deletes it.", typed.wanted))
    }

    /// What hangs on what is removed, as its documents tell it: what it is called, and the number where it is
    /// known.
    pub fn known_dependents(&self) -> impl Iterator<Item = (&'static str, Option<usize>)> {
        let companion = self.companion.document();
        self.write.key.kind.deletion.dependents.iter().filter_map(move |dependent| match dependent {
            Dependent::Fact(label, number) => Some((*label, number(&self.write.base, companion))),
            Dependent::List(_) | Dependent::Referrers(_) => None,
        })
    }

    /// The keys that its stage has of its own.
    pub const fn scope(&self) -> Scope {
        match self.write.stage {
            Stage::Review if self.typed.is_some() => Scope::Deleting,
            Stage::Review => Scope::Confirm,
            Stage::Checking(_) | Stage::Sending(_) | Stage::Verifying(..) | Stage::Looking(_) => {
                Scope::Writing
            }
            Stage::Done { .. } | Stage::Removed { .. } => Scope::Done,
            Stage::Conflict { .. } => Scope::Conflict,
            Stage::Failed(_) => Scope::Failed,
            // What nothing describes can't be read again.
            Stage::Unknown { .. } if !self.write.key.kind.can_be_described() => Scope::Done,
            Stage::Unknown { .. } => Scope::Unknown,
        }
    }

    /// What is wrong with the resource, worst first, each with what the change does to it.
    pub fn findings(&self, now: i64) -> Vec<(FindingChange, &'static Finding)> {
        let kind = self.write.key.kind;
        let context =
            ValidationContext { companion: self.companion.document(), now, ..ValidationContext::default() };
        let of = |document: &Document| findings(kind, document, &context);
        let (before, after) = match self.write.order {
            WriteOperation::Update => (of(&self.write.base), of(&self.write.edited)),
            WriteOperation::Create => (Vec::new(), of(&self.write.edited)),
            WriteOperation::Delete => return Vec::new(),
        };
        let was = |wanted: &Finding| before.contains(&wanted);
        let is = |wanted: &Finding| after.contains(&wanted);
        let added =
            after.iter().filter(|finding| !was(finding)).map(|finding| (FindingChange::Adds, *finding));
        let kept =
            after.iter().filter(|finding| was(finding)).map(|finding| (FindingChange::Keeps, *finding));
        let removed =
            before.iter().filter(|finding| !is(finding)).map(|finding| (FindingChange::Removes, *finding));
        added.chain(kept).chain(removed).collect()
    }

    /// Who else manages the resource and may undo the change.
    pub fn managed_by(&self) -> Option<String> {
        managed_by(self.write.key.kind, &self.write.base)
    }
}
