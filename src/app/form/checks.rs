//! Checks that need no rule of the table: names that are taken, and values that the request would leave out.

use serde_json::Value;

use crate::app::form::Form;
use crate::app::form::field::{self, FieldBody, FieldMessage, FormPath, MessageSeverity};
use crate::app::form::input::InputControl;
use crate::resource::finding::{Manager, managed_by};
use crate::resource::{Document, Field, WriteOperation};

impl Form {
    /// The messages about names that are taken and about values that would be left out; `now` is the edited
    /// document.
    pub(super) fn own_messages(&self, now: &Document) -> Vec<(&'static str, FieldMessage)> {
        let names = self.taken_name(now).into_iter().chain(self.taken_further(now));
        let texts = names.chain(self.left_out_of(now));
        let error = |text| FieldMessage { severity: MessageSeverity::Error, text };
        texts.map(|(path, text)| (path, error(text))).collect()
    }

    /// A message if another resource has the name that the user chose for a new one.
    fn taken_name(&self, now: &Document) -> Option<(&'static str, String)> {
        let kind = self.key.kind;
        let name = now.text(kind.id_path).filter(|_| kind.has_chosen_id())?;
        let is_taken = self.operation == WriteOperation::Create && self.taken.iter().any(|id| id == name);
        let text = || format!("another {} has this name: choose a different one", kind.name);
        is_taken.then(|| (kind.id_path, text()))
    }

    /// A message about the further new resources of a request: a name that is taken or chosen twice, or more
    /// of them than there can be.
    fn taken_further(&self, now: &Document) -> Option<(&'static str, String)> {
        let kind = self.key.kind;
        let list = kind.creation.request_list.filter(|_| self.operation == WriteOperation::Create)?;
        let further = list.further(now);
        let mut names: Vec<_> = self.taken.iter().map(String::as_str).collect();
        names.extend(now.text(kind.id_path));
        for name in further.iter().filter_map(|one| one.text(kind.id_path)) {
            if names.contains(&name) {
                return Some((list.member, format!("{name}: another {} has this name", kind.name)));
            }
            names.push(name);
        }
        let all = self.taken.len() + 1 + further.len();
        let most = kind.creation.max_count.filter(|most| all > *most && !further.is_empty())?;
        Some((list.member, format!("there can be {most} in all, and these would be {all}")))
    }

    /// Messages at the edited members of a structure that lacks the member without which it is not sent.
    fn left_out_of(&self, now: &Document) -> Vec<(&'static str, String)> {
        let typed = field::record(&self.fields, &self.base);
        let mut messages = Vec::new();
        let structures =
            self.kinds().flat_map(|kind| kind.update.requires_one_of.iter().map(move |row| (kind, row)));
        for (kind, (structure, needs)) in structures {
            if now.get(structure).is_some() || typed.get(structure).is_none() {
                continue;
            }
            let label = |name: &&str| kind.field(&format!("{structure}.{name}")).map(|field| field.label);
            let labels: Vec<_> = needs.iter().filter_map(label).collect();
            let is_own =
                |field: &&Field| field.path.strip_prefix(structure).is_some_and(|rest| rest.starts_with('.'));
            let own = kind.fields.iter().filter(is_own);
            let is_lost = |path: &str| {
                let value = typed.get(path).filter(|value| !is_empty(value));
                value.is_some() && value != self.base.get(path)
            };
            let lost = own.filter(|field| is_lost(field.path));
            messages.extend(lost.map(|field| (field.path, format!("needs {}", labels.join(" or ")))));
        }
        messages
    }

    /// The errors of the fields, each with the name of its member.
    pub fn mistakes(&self) -> Vec<String> {
        self.faults().map(|(field, text)| format!("{}: {text}", field.path)).collect()
    }

    /// The errors of the fields, each with its field.
    pub(crate) fn faults(&self) -> impl Iterator<Item = (&'static Field, String)> {
        self.errors().filter_map(|place: FormPath| {
            let field = self.fields.get(*place.first()?)?.field;
            let at = if field::adds(&place) { &place[..place.len() - 1] } else { &place[..] };
            let row = field::row_at(&self.fields, at)?;
            let own = match &row.input {
                FieldBody::Value(cell) => cell.error.clone(),
                FieldBody::ReadOnly(_) | FieldBody::Collection(_) => row.error.clone(),
            };
            let of_rule = row.message.as_ref().map(|message| message.text.clone());
            own.or(of_rule).map(|text| (field, text))
        })
    }

    /// Labels of the values that were typed into fields that do not apply any more.
    pub(super) fn hidden_edits(&self) -> Vec<&'static str> {
        let is_hidden = |index: usize| !field::is_visible(&self.fields, index);
        let rows = self.fields.iter().enumerate().filter(|(index, _)| is_hidden(*index));
        let edited = rows.filter(|(_, row)| match &row.input {
            FieldBody::Value(cell) => {
                !matches!(cell.input, InputControl::Switch(_)) && cell.is_touched() && !cell.is_blank()
            }
            FieldBody::ReadOnly(_) | FieldBody::Collection(_) => false,
        });
        edited.map(|(_, row)| row.field.label).collect()
    }

    /// The tool that manages the edited resource, by its own tags or by those of its companion.
    pub fn manager(&self) -> Option<Manager> {
        let is_update = self.operation == WriteOperation::Update;
        managed_by(self.key.kind, &self.base, self.companion.ready()).filter(|_| is_update)
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
