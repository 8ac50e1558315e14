//! Builds forms: from a document, for a new resource, as a copy, and after somebody else's change.

use std::borrow::Cow;

use serde_json::Value;

use crate::app::form::Form;
use crate::app::form::draft::FormDraft;
use crate::app::form::field::{FieldBody, FormField, FormPath, places};
use crate::app::form::history::EditHistory;
use crate::app::remote::Remote;
use crate::app::widget::search::Search;
use crate::history::Record;
use crate::resource::check::misspelt_member;
use crate::resource::edit::patch::{without_nulls, without_placeholders};
use crate::resource::field::unknown::unknown;
use crate::resource::field::{Access, Field};
use crate::resource::verdict::holds_nothing;
use crate::resource::{Document, Key, Kind, ResourceType, WriteOperation, changes, finding};

impl Form {
    /// A form over a document. It has every field that can be edited by hand, and as read-only those that
    /// cannot be changed after the create.
    pub fn edit(key: Key, name: String, base: Document, now: i64) -> Self {
        let rows = key.kind.fields.iter().filter_map(|field| edit_row(field, key.kind, &base)).collect();
        Self::over(WriteOperation::Update, key, name, base, rows, now)
    }

    /// A form for a new resource, filled with the defaults of its table and of the chosen type.
    pub fn create(key: Key, resource_type: Option<&'static ResourceType>, now: i64) -> Self {
        let base = resource_type.map(ResourceType::fixed).unwrap_or_default();
        let row = |field: &'static Field| match field.access {
            _ if base.get(field.path).is_some() && !field.catch_all => Some(FormField::fixed(field, &base)),
            // A new resource has the setting that took its place.
            _ if field.superseded_by.is_some() => None,
            Access::Editable | Access::SetOnce(_) | Access::WriteOnly if field.catch_all => {
                Some(FormField::rest(field, key.kind.visible_fields(&base).collect(), &base))
            }
            Access::Editable
            | Access::SetOnce(_)
            | Access::WriteOnly
            | Access::CreateOnlyWriteOnly
            | Access::CreateOnly
            | Access::CreateOnlyName => Some(FormField::started(field)),
            Access::SentBack(_) if key.kind.creation.follow_up.is_some() => Some(FormField::started(field)),
            Access::SentBack(_) | Access::Identifier | Access::ReadOnly => None,
        };
        let rows = key.kind.fields.iter().filter_map(row).collect();
        let mut form = Self::over(WriteOperation::Create, key, String::new(), base, rows, now);
        let proposed = resource_type.map(ResourceType::default_members).unwrap_or_default();
        form.fields.iter_mut().for_each(|row| row.propose(&proposed));
        form.opened = form.document();
        // The focus starts at the first missing value.
        let missing = |place: &FormPath| match place.as_slice() {
            [row] => form
                .fields
                .get(*row)
                .is_some_and(|row| row.field.rule.required && form.opened.get(row.field.path).is_none()),
            _ => false,
        };
        if let Some(place) = places(&form.fields).into_iter().find(missing) {
            form.focus = place;
        }
        form
    }

    /// A form for a new resource, filled with the settings of another one. The name changes; AWS's own tags
    /// are not copied.
    pub fn copy(model: &Key, name: &str, settings: &Document, now: i64) -> Self {
        let resource_type =
            model.kind.creation.types.iter().find(|resource_type| resource_type.is_of(settings));
        let mut form = Self::create(Key { id: String::new(), ..model.clone() }, resource_type, now);
        let mut settings = settings.clone();
        settings.set(model.kind.name_path, Some(Value::from(format!("Copy of {name}"))));
        let tags =
            model.kind.tags_path.and_then(|path| Some((path, settings.get(path)?.as_object()?.clone())));
        if let Some((path, mut tags)) = tags {
            tags.retain(|key, _| !finding::is_of_aws(key));
            settings.set(path, Some(Value::Object(tags)));
        }
        let copied = model.kind.creation.copy_overrides.map(|copied| copied(&settings)).unwrap_or_default();
        for row in &mut form.fields {
            if let Some(value) = copied.get(row.field.path) {
                row.fill(Some(value));
            } else if row.field.access != Access::CreateOnlyWriteOnly {
                let value = row.before(&settings).map(Cow::into_owned);
                row.fill(value.as_ref());
                row.keep();
            }
        }
        let unknown = unknown(model.kind, &settings);
        let mut notes = vec![model.kind.creation.copy_notice.to_owned()];
        if !unknown.is_empty() {
            let names: Vec<_> = unknown.into_iter().map(|(name, _)| name).collect();
            notes.push(format!("Not copied, because cognitui does not know it: {}.", names.join(", ")));
        }
        notes.retain(|note| !note.is_empty());
        form.note = (!notes.is_empty()).then(|| notes.join(" "));
        form
    }

    /// The form of a copy inside another parent, where the names of the original are free.
    pub(crate) fn copy_into(model: &Key, settings: &Document, now: i64) -> Self {
        let mut form = Self::copy(model, "", settings, now);
        let renamed = model.kind.creation.copy_overrides.map(|copied| copied(settings)).unwrap_or_default();
        for row in &mut form.fields {
            let path = row.field.path;
            if path == model.kind.name_path || renamed.get(path).is_some() && settings.get(path).is_some() {
                row.fill(settings.get(path));
            }
        }
        form
    }

    /// The form of a new resource with the settings of a deleted one, as far as they are recorded.
    pub fn anew(deleted: &Key, settings: &Document, record: &Record, now: i64) -> Self {
        let mut form = Self::copy(deleted, &record.name, settings, now);
        let name = settings.get(deleted.kind.name_path).cloned();
        if let Some(row) = form.fields.iter_mut().find(|row| row.field.path == deleted.kind.name_path) {
            row.fill(name.as_ref());
        }
        let mut notes = vec!["It is created anew, from what is recorded.".to_owned()];
        if deleted.kind.field(deleted.kind.id_path).is_some_and(|field| field.access == Access::Identifier) {
            notes.push("AWS gives it another id.".to_owned());
        }
        if !record.withheld.is_empty() {
            notes.push(format!("Not recorded: {}.", record.withheld.join(", ")));
        }
        notes.extend(form.note.take());
        form.note = Some(notes.join(" "));
        form.reverts = Some(record.id.clone());
        form
    }

    /// Fills in the values that follow from the companion document.
    pub fn prefill(&mut self) {
        let filled = self
            .key
            .kind
            .creation
            .prefill
            .zip(self.companion.ready())
            .map(|(prefill, companion)| prefill(companion));
        if let Some(filled) = filled {
            self.fields.iter_mut().for_each(|row| row.propose(&filled));
        }
        self.opened = self.document();
    }

    /// The same form with the edits of a document that was written elsewhere.
    pub(crate) fn with_edits(&self, edited: &Document) -> Self {
        let mut form = self.rebased(self.base.clone(), edited);
        form.hold(edited);
        form
    }

    /// The form of a new resource, filled with a document that was written elsewhere. What AWS sets is left
    /// out, and members newer than the tables are kept.
    ///
    /// # Errors
    /// If a member is misspelt, the document is of no type that the kind comes in, or a placeholder stands
    /// for a secret: a clause.
    pub(crate) fn of_document(key: Key, document: &Document, now: i64) -> Result<Self, String> {
        let kind = key.kind;
        let wanted = new_settings(document, kind);
        without_placeholders(&wanted.clone().into_value(), kind)?;
        if let Some(fault) = misspelt_member(&wanted, &Document::default(), kind) {
            return Err(fault.to_string());
        }
        let types = kind.creation.types;
        let resource_type = types.iter().find(|resource_type| resource_type.is_of(&wanted));
        if resource_type.is_none() && !types.is_empty() {
            let titles: Vec<_> = types.iter().map(|resource_type| resource_type.title).collect();
            return Err(format!("it is none of the types {}", titles.join(", ")));
        }
        let mut form = Self::create(key, resource_type, now);
        for row in &mut form.fields {
            let value = row.before(&wanted).map(Cow::into_owned);
            if !matches!(row.input, FieldBody::ReadOnly(_)) && row.value(None) != value {
                row.fill(value.as_ref());
            }
        }
        form.hold(&wanted);
        let unknown = unknown(kind, &wanted);
        if !unknown.is_empty() {
            let names: Vec<_> = unknown.into_iter().map(|(name, _)| name).collect();
            form.note =
                Some(format!("Sent as it is, because cognitui does not know it: {}.", names.join(", ")));
        }
        Ok(form)
    }

    /// Keeps what a document has and no field can hold.
    fn hold(&mut self, wanted: &Document) {
        self.beyond = changes(&self.document(), wanted, self.key.kind);
    }

    pub(crate) fn with_companion(self, companion: Remote<Document>) -> Self {
        Self { companion, ..self }
    }

    fn over(
        operation: WriteOperation,
        key: Key,
        name: String,
        base: Document,
        rows: Vec<FormField>,
        now: i64,
    ) -> Self {
        let focus = places(&rows).into_iter().next().unwrap_or_default();
        let mut form = Self {
            operation,
            key,
            name,
            base,
            fields: rows,
            focus,
            note: None,
            reverts: None,
            copied_from: None,
            refusal: None,
            leaving: false,
            companion: Remote::NotAsked,
            siblings: Vec::new(),
            lists: Vec::new(),
            list_requests: Vec::new(),
            tried: false,
            now,
            fetched: None,
            taken: Vec::new(),
            history: EditHistory::default(),
            search: Search::default(),
            opened: Document::default(),
            draft: FormDraft::default(),
            beyond: Vec::new(),
            second: None,
        };
        form.opened = form.document();
        form
    }

    /// The same form over the current document, with the values in which `filled` differs: the user's edits
    /// on top of somebody else's.
    pub fn rebased(&self, base: Document, filled: &Document) -> Self {
        let form = Self::edit(self.key.clone(), self.name.clone(), base, self.now);
        self.fill_rebased(form, filled)
    }
}

/// The row of a field in the form of an update; `None` for what a form does not show.
pub(super) fn edit_row(field: &'static Field, kind: &'static Kind, base: &Document) -> Option<FormField> {
    match field.access {
        Access::Editable | Access::SetOnce(_) | Access::WriteOnly if field.catch_all => {
            Some(FormField::rest(field, kind.visible_fields(base).collect(), base))
        }
        Access::Editable | Access::SetOnce(_) | Access::WriteOnly => Some(FormField::member(field, base)),
        Access::CreateOnly | Access::CreateOnlyName | Access::SentBack(_) => {
            Some(FormField::fixed(field, base))
        }
        Access::CreateOnlyWriteOnly | Access::Identifier | Access::ReadOnly => None,
    }
}

/// The settings of a new resource in a document: without what AWS sets, without what only names where it is,
/// and with the members that a create has in the place of those that Describe answers.
fn new_settings(document: &Document, kind: &'static Kind) -> Document {
    let mut wanted = document.clone();
    for field in kind.visible_fields(document) {
        if matches!(field.access, Access::ReadOnly | Access::Identifier) {
            wanted.set(field.path, None);
        }
    }
    for id in kind.id_members().filter(|id| kind.field(id).is_none()) {
        wanted.set(id, None);
    }
    let mut wanted = without_nulls(wanted);
    if let Some(path) = kind.tags_path
        && let Some(mut tags) = wanted.get(path).and_then(Value::as_object).cloned()
    {
        tags.retain(|key, _| !finding::is_of_aws(key));
        wanted.set(path, Some(Value::Object(tags)));
    }
    let copied = kind.creation.copy_overrides.map(|copied| copied(document)).unwrap_or_default();
    let says = |value: &Value| !holds_nothing(Some(value)) && *value != Value::Bool(false);
    for (name, value) in copied.members().iter().filter(|(_, value)| says(value)) {
        if document.get(name).is_none() {
            wanted.set(name, Some(value.clone()));
        }
    }
    wanted
}
