//! Loads a resource before it is changed, then opens the dialog that changes it.

mod review;
mod second;

use serde_json::Value;

use crate::app::Tone;
use crate::app::change::companion;
use crate::app::change::confirm::{Confirm, is_typable};
use crate::app::change::dependents::Count;
use crate::app::change::write::Write;
use crate::app::dialog::choose_value::ChooseValue;
use crate::app::dialog::context::{Context, News};
use crate::app::dialog::json_editor::JsonEditor;
use crate::app::dialog::loading_for_edit::review::{Loaded, checked, review, review_edit, review_revert};
use crate::app::dialog::{Command, Dialog, Outcome};
use crate::app::form::Form;
use crate::app::remote::Remote;
use crate::app::screen::Screen;
use crate::app::screen::list::List;
use crate::app::widget::scroll::Scroll;
use crate::error::{AppError, ErrorKind};
use crate::history::Record;
use crate::keymap::{ConfirmAction, Scope};
use crate::message::{Call, Pages, Reply, RequestId};
use crate::resource::diff::SettingPath;
use crate::resource::diff::comparison::with_settings;
use crate::resource::display::detail_rows::{FieldPath, FieldStep};
use crate::resource::edit::{DocumentEdit, edited};
use crate::resource::urls::Replacement;
use crate::resource::{Dependent, Document, Finding, Fix, Key, Kind, Referrers, WriteOperation, changes};

/// The change that follows once the resource is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// Inverts the boolean setting at a path.
    Toggle(&'static str),
    /// Opens the form, at the field of a row of the details if one was chosen.
    Edit(Option<EditStart>),
    /// Opens the document in the user's editor.
    EditJson,
    /// Takes settings of another document over.
    CopySettings {
        places: Vec<SettingPath>,
        source: Document,
    },
    /// Opens the form of a new resource, filled with the settings of this one.
    Copy,
    /// Opens the sign-up form for this key, through the loaded app client.
    SignUp(Key),
    Delete,
    ReplaceHost(Replacement),
    /// Makes the edit that fixes a finding, or opens the form at its setting.
    Fix(&'static Finding),
    /// Makes edits that were written elsewhere.
    Apply(Vec<DocumentEdit>),
    /// Takes back a recorded update, or deletes what a recorded create made.
    Revert(Box<Record>),
    /// Takes back the recorded updates of a resource and of its second document, the last one first.
    RevertBoth(Box<[Record; 2]>),
}

/// The row of the details at which a form starts: its label and its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditStart {
    pub label: String,
    pub path: FieldPath,
}

impl Intent {
    /// The write that the intent leads to.
    pub fn operation(&self) -> WriteOperation {
        match self {
            Self::Copy | Self::SignUp(_) => WriteOperation::Create,
            Self::Delete => WriteOperation::Delete,
            Self::Revert(record) if record.write_operation() == Some(WriteOperation::Create) => {
                WriteOperation::Delete
            }
            Self::Toggle(_)
            | Self::Edit(_)
            | Self::EditJson
            | Self::CopySettings { .. }
            | Self::ReplaceHost(_)
            | Self::Fix(_)
            | Self::Apply(_)
            | Self::Revert(_)
            | Self::RevertBoth(_) => WriteOperation::Update,
        }
    }
}

/// The state of a load before a change.
#[derive(Debug)]
pub struct LoadingForEdit {
    pub key: Key,
    pub name: String,
    pub intent: Intent,
    pub companion: Remote<Document>,
    /// Counts of the resources that a delete takes along.
    pub dependents: Vec<Count>,
    pub failure: Option<AppError>,
    pub scroll: Scroll,
    base: Option<RequestId>,
    /// The second document of the form, which waits for it.
    second: Remote<Document>,
    /// The resource as read, while the second document is under way.
    loaded: Option<Document>,
}

impl LoadingForEdit {
    /// The state before the first request; the load starts when the dialog opens.
    pub fn new(key: Key, name: String, intent: Intent) -> Self {
        Self {
            key,
            name,
            intent,
            companion: Remote::NotAsked,
            dependents: Vec::new(),
            failure: None,
            scroll: Scroll::default(),
            base: None,
            second: Remote::NotAsked,
            loaded: None,
        }
    }

    pub(crate) fn scopes(&self) -> Vec<Scope> {
        if self.failure.is_some() { vec![Scope::Failed, Scope::Scroll] } else { vec![Scope::LoadingForEdit] }
    }

    pub(crate) fn open(&mut self, context: &mut Context) {
        let label = format!("Loading {}", self.name);
        self.base = Some(context.start_read(label, &self.key, Call::Describe(self.key.clone())));
        // A copy needs the companion of the new resource: that of the same list, still without an id.
        let about = match self.intent {
            Intent::Copy => Key { id: String::new(), ..self.key.clone() },
            _ => self.key.clone(),
        };
        self.companion = companion::start(&about, &self.name, context);
        if let Some(second) = self.second_key() {
            let label = format!("Loading the {} of {}", second.kind.plural, self.name);
            self.second = Remote::Loading(context.start_read(label, &second, Call::Describe(second.clone())));
        }
        if self.intent.operation() == WriteOperation::Delete {
            self.dependents = self.count_dependents(context);
        }
    }

    fn count_dependents(&self, context: &mut Context) -> Vec<Count> {
        let lists = self.key.kind.deletion.dependents.iter().filter_map(|dependent| match dependent {
            Dependent::List(kind) => Some(kind()),
            Dependent::Fact(..) | Dependent::Referrers(_) => None,
        });
        let mut counts = Vec::new();
        for kind in lists {
            let list = self.key.children(kind);
            let label = format!("Counting the {} of {}", kind.plural.to_lowercase(), self.name);
            let id = context.start(label, Call::List(list, Pages::One(None)));
            counts.push(Count { kind, number: 0, has_more: Remote::Loading(id) });
        }
        counts
    }

    /// Scans for the resources that refer to one to be deleted. They must be read anew.
    pub(crate) fn scans(&self) -> Vec<(Key, &'static Referrers, bool)> {
        if self.intent.operation() != WriteOperation::Delete {
            return Vec::new();
        }
        let dependents = self.key.kind.deletion.dependents.iter();
        dependents
            .filter_map(|dependent| match dependent {
                Dependent::Referrers(referrers) => Some((self.key.clone(), *referrers, true)),
                Dependent::Fact(..) | Dependent::List(_) => None,
            })
            .collect()
    }

    pub(crate) fn act(&self, action: ConfirmAction) -> Outcome {
        match action {
            ConfirmAction::Accept => {
                Outcome::Finish(Command::Load(self.key.clone(), self.name.clone(), self.intent.clone()))
            }
            ConfirmAction::Cancel | ConfirmAction::Dismiss => Outcome::Close,
        }
    }

    pub(crate) fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        context: &mut Context,
    ) -> Outcome {
        if self.second.waits_for(id) {
            return self.handle_second(result, context);
        }
        if self.base != Some(id) {
            self.dependents.iter_mut().for_each(|count| count.handle_reply(id, &result));
            self.scroll.reached_end = false;
            return Outcome::Stay;
        }
        match result {
            Ok(Reply::Document(Some(document))) => {
                context.tell(News::Read(self.key.clone(), document.clone()));
                if self.second.is_loading() {
                    self.loaded = Some(document);
                    return Outcome::Stay;
                }
                self.go_on(document, context)
            }
            Ok(_) => {
                let gone = match self.key.kind.lifecycle.unavailable {
                    Some(unavailable) => format!("{} {}", unavailable.label, unavailable.words),
                    None => format!("{} no longer exists", self.name),
                };
                self.failure = Some(AppError::new(gone).kind(ErrorKind::NotFound));
                Outcome::Stay
            }
            Err(error) => {
                self.failure = Some(error);
                context.cancel_reads();
                Outcome::Stay
            }
        }
    }

    /// Opens the dialog of the intent once the resource is loaded.
    fn go_on(&mut self, base: Document, context: &mut Context) -> Outcome {
        let key = self.key.clone();
        let name = key.kind.name_of(&base).filter(|found| *found != key.id).unwrap_or(&self.name).to_owned();
        let companion = std::mem::take(&mut self.companion);
        let now = context.now;
        match &self.intent {
            Intent::Edit(start) => {
                let start = start.clone();
                let mut form = self.form(name, base, companion, now);
                if let Some(start) = start {
                    form.start_at(&start.path, &start.label);
                }
                form.offer_draft(context.draft_of(&form.key));
                open_form(form)
            }
            Intent::Copy => {
                let mut form = Form::copy(&key, &name, &base, now).with_companion(companion);
                let lists = context.screens.iter().flat_map(Screen::lists);
                form.taken = taken(lists.filter(|list| list.key.holds(&form.key)));
                if !key.kind.creation.copied_children.is_empty() {
                    form.copied_from = Some((key, name));
                }
                open_form(form)
            }
            Intent::SignUp(new) => {
                let mut form = Form::create(new.clone(), None, now).with_companion(Remote::Ready(base));
                form.prefill();
                open_form(form)
            }
            Intent::Revert(record) if self.intent.operation() == WriteOperation::Update => {
                let confirm = Confirm::revert(*record.clone(), key, base, name.clone(), companion);
                review_revert(confirm, &name, context)
            }
            Intent::Revert(record) => {
                let reverts = Some(record.id.clone());
                let mut outcome = self.review_deletion(base, &name, companion, context);
                if let Outcome::Replace(Dialog::Confirm(confirm)) = &mut outcome {
                    confirm.write.recording.reverts = reverts;
                }
                outcome
            }
            Intent::RevertBoth(records) => {
                let records = *records.clone();
                self.revert_both(records, Loaded { key, name, base, companion }, context)
            }
            Intent::CopySettings { places, source } => {
                let edited = with_settings(&base, places, source, key.kind);
                let edited = checked(edited, &base, &companion, &key, now);
                let same = (Tone::Plain, format!("Nothing to send: {name} has these settings already."));
                review_edit(Loaded { key, name, base, companion }, edited, same, context)
            }
            Intent::EditJson => {
                let editor = JsonEditor::new(key, name, base, companion);
                Outcome::Replace(Dialog::JsonEditor(Box::new(editor)))
            }
            Intent::Delete => self.review_deletion(base, &name, companion, context),
            Intent::ReplaceHost(replacement) => {
                let edited = replacement.in_document(&base, key.kind);
                let text = format!("Nothing to send: {name} has no URL with {}.", replacement.from);
                let same = (Tone::Plain, text);
                review_edit(Loaded { key, name, base, companion }, edited, same, context)
            }
            Intent::Fix(finding) => match finding.fix {
                Fix::Edit(edit) => {
                    let mut edited = base.clone();
                    edit(&mut edited);
                    let same = (Tone::Good, format!("{name} has no finding {} any more.", finding.id));
                    review_edit(Loaded { key, name, base, companion }, Ok(edited), same, context)
                }
                // What was loaded is what `Finding::fixed_at` names.
                Fix::OnPart(..) => Outcome::Close,
                Fix::Choose(words) | Fix::Elsewhere(words) => {
                    let finding = *finding;
                    let mut form = self.form(name, base, companion, now);
                    form.start_at(&[FieldStep::Field(finding.path)], "");
                    form.note = Some(words.to_owned());
                    form.offer_draft(context.draft_of(&form.key));
                    open_form(form)
                }
            },
            Intent::Apply(edits) => match edited(&base, edits, key.kind)
                .and_then(|edited| checked(edited, &base, &companion, &key, now))
            {
                Err(fault) => {
                    context.say(Tone::Bad, format!("Nothing was sent: {fault}."));
                    Outcome::Close
                }
                Ok(edited) if changes(&base, &edited, key.kind).is_empty() => {
                    context.say(Tone::Good, format!("Nothing to change: {name} is so already."));
                    Outcome::Close
                }
                Ok(edited) => {
                    let form = Form::edit(key, name, base, now).with_companion(companion);
                    open_form(form.with_edits(&edited))
                }
            },
            Intent::Toggle(path) => toggle(path, Loaded { key, name, base, companion }),
        }
    }
}

/// Reviews the other value of a setting. Never set is not false, so the user chooses the value then.
fn toggle(path: &'static str, loaded: Loaded) -> Outcome {
    let Loaded { key, name, base, companion } = loaded;
    let Some(value) = other_value(key.kind, path, base.get(path)) else {
        let choose = ChooseValue { key, name, path, base, companion, chosen: 0 };
        return Outcome::Replace(Dialog::ChooseValue(Box::new(choose)));
    };
    let mut edited = base.clone();
    edited.set(path, Some(value));
    review(Confirm::new(Write::new(key, base, edited), name, companion))
}

impl LoadingForEdit {
    /// Opens the question about a delete. A kind may call a resource by its full name, or by its age and the
    /// name of its parent.
    fn review_deletion(
        &mut self,
        base: Document,
        name: &str,
        companion: Remote<Document>,
        context: &mut Context,
    ) -> Outcome {
        let key = self.key.clone();
        let deletion = &key.kind.deletion;
        if let Some(reason) = deletion.blocked.and_then(|blocked| blocked(&base)) {
            context.say(Tone::Bad, format!("{name} can't be deleted {reason}"));
            return Outcome::Close;
        }
        let rank = context.rank(&key);
        let (name, word) = if deletion.named_by_parent {
            let parent = context.parent_name(&key);
            let rank = rank.map(|rank| format!("{} ", rank.word())).unwrap_or_default();
            let id = key.parents.last().cloned().unwrap_or_default();
            let word = if is_typable(&parent) { parent.clone() } else { id };
            (format!("{rank}{} of {parent}", key.kind.name), word)
        } else {
            let name = deletion.full_name.and_then(|full| full(&base)).unwrap_or_else(|| name.to_owned());
            (name.clone(), name)
        };
        let mut confirm = Confirm::delete(key, base, name, &word, companion);
        (confirm.rank, confirm.dependents) = (rank, std::mem::take(&mut self.dependents));
        review(confirm)
    }
}

/// The other one of the two values of a setting, if it has one of them.
fn other_value(kind: &Kind, path: &str, now: Option<&Value>) -> Option<Value> {
    let values = kind.toggle_values(path);
    let has_one = now.is_some_and(|now| values.contains(now));
    values.into_iter().find(|value| has_one && Some(value) != now)
}

/// The ids in some lists.
fn taken<'a>(lists: impl Iterator<Item = &'a List>) -> Vec<String> {
    lists.flat_map(List::ids).map(str::to_owned).collect()
}

fn open_form(form: Form) -> Outcome {
    Outcome::Replace(Dialog::Form(Box::new(form)))
}
