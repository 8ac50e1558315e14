//! A form: the fields of a document, the text typed into them, and the focus. A form knows no widget, no
//! particular resource and no call. Submitting a form yields the edited document, or leaves errors on the
//! fields.

mod build;
pub mod cells;
mod checks;
pub mod draft;
pub mod entries;
mod errors;
pub mod field;
mod history;
pub mod input;
mod keys;
mod lists;
pub mod long_text;
mod search;
pub(crate) mod second_document;
mod start;
mod typing;

use crate::app::form::draft::FormDraft;
use crate::app::form::field::{
    FieldBody, FieldMessage, FormField, FormPath, MessageSeverity, Strictness, check_rows, places, row_at,
    row_at_mut,
};
use crate::app::form::history::EditHistory;
use crate::app::form::input::{FieldInput, InputControl};
use crate::app::form::second_document::{EditedDocument, SecondPart};
use crate::app::remote::Remote;
use crate::app::widget::search::Search;
use crate::error::AppError;
use crate::keymap::Scope;
use crate::message::RequestId;
use crate::resource::check::broken_rules;
use crate::resource::display::plural::plural;
use crate::resource::field::Suggestions;
use crate::resource::{Change, Document, Key, Kind, NamedRows, ValidationContext, WriteOperation, changes};

/// The editing state of one resource.
#[derive(Debug)]
pub struct Form {
    /// The write that a submit leads to: an update, or a create of a new resource.
    pub operation: WriteOperation,
    /// The edited resource; its id is empty until a new resource exists.
    pub key: Key,
    pub name: String,
    /// The document that the edit starts from; empty for a new resource.
    pub base: Document,
    pub fields: Vec<FormField>,
    pub focus: FormPath,
    /// Message below the fields, shown until the next key.
    pub note: Option<String>,
    /// An error about no single field, shown above the form until the next attempt.
    pub refusal: Option<AppError>,
    /// True while the form asks whether to discard the edits.
    pub leaving: bool,
    /// The companion document, for pickers and for the confirmation's findings.
    pub companion: Remote<Document>,
    /// True after the first attempt to submit; from then on missing values are reported too.
    tried: bool,
    /// Seconds since 1970, for rules about expiry.
    pub now: i64,
    /// A URL from the form, and the text fetched from there.
    pub fetched: Option<(String, String)>,
    /// The other resources with the same parent, as far as they have been read.
    pub siblings: Vec<Document>,
    /// The lists in which the rules look up names, as far as they were read.
    lists: Vec<NamedRows>,
    list_requests: Vec<(RequestId, &'static Kind)>,
    /// Ids of the existing resources beside a new one, as far as they are known.
    pub taken: Vec<String>,
    history: EditHistory,
    pub search: Search,
    /// Id of the deletion in the history that the new resource takes back.
    pub(crate) reverts: Option<String>,
    /// The original of a copy and its name, if its children can be copied too.
    pub(crate) copied_from: Option<(Key, String)>,
    /// The document that the form showed when it opened, proposed values included.
    opened: Document,
    pub draft: FormDraft,
    /// Changes of what no field can hold, such as members newer than the tables.
    beyond: Vec<Change>,
    /// The second document, where its settings stand in this form. The base has the members of both then.
    second: Option<SecondPart>,
}

impl Form {
    pub fn scopes(&self) -> Vec<Scope> {
        if self.draft.offered.is_some() {
            return vec![Scope::OfferedDraft];
        }
        if self.leaving {
            let kept = self.draft.id.is_some().then_some(Scope::LeavingDraft);
            return kept.into_iter().chain([Scope::Leaving]).collect();
        }
        if self.search.typing {
            return vec![Scope::Searching];
        }
        let mut scopes: Vec<_> = self.search.is_on().then_some(Scope::FormSearch).into_iter().collect();
        match self.offer() {
            Some(Suggestions::Fetch) => scopes.push(Scope::Fetched),
            Some(_) => scopes.push(Scope::Suggested),
            None => {}
        }
        if self.is_in_cell() {
            scopes.push(Scope::Cells);
        }
        if self.movable().is_some() {
            scopes.push(Scope::Ordered);
        }
        if self.cell().is_some_and(FieldInput::is_secret) {
            scopes.push(Scope::Masked);
        }
        scopes.push(Scope::Form);
        if field::collection(&self.focus).is_some() {
            scopes.push(Scope::Collection);
        }
        match self.cell().map(|cell| &cell.input) {
            Some(InputControl::Text(_)) => {}
            Some(InputControl::LongText(_)) => scopes.push(Scope::LongText),
            Some(InputControl::Switch(_)) | None => scopes.push(Scope::Switch),
        }
        scopes
    }

    /// The edited document, without edited structures that lack every member they require.
    pub fn document(&self) -> Document {
        let mut document = field::record(&self.fields, &self.base);
        for change in &self.beyond {
            change.apply(&mut document);
        }
        for kind in self.kinds() {
            kind.complete(&self.base, &mut document);
        }
        document
    }

    /// True if an update changes this field; always false while a new resource is filled in.
    pub fn is_row_edited(&self, row: &FormField) -> bool {
        let before = row.before(&self.base);
        self.operation == WriteOperation::Update && row.value(before.as_deref()).as_ref() != before.as_deref()
    }

    /// True if the document differs from the opened one, or an entry was added.
    pub fn is_edited(&self) -> bool {
        let added =
            |row: &FormField| matches!(&row.input, FieldBody::Collection(entries) if entries.has_added());
        let now = self.document();
        let added = self.operation == WriteOperation::Update && self.fields.iter().any(added);
        added || !changes(&self.opened, &now, self.key.kind).is_empty()
    }

    /// Returns the edited document if a setting changed and every checked field keeps its rules. Otherwise a
    /// note names the reason, and the first field with an error gets the focus.
    pub fn submit(&mut self) -> Option<Document> {
        self.refusal = None;
        self.tried = true;
        self.check();
        if let Some(place) = self.first_error() {
            self.focus = place;
            self.note = Some(self.needs_fixing());
            return None;
        }
        let document = self.document();
        if self.sends_nothing(&document) {
            self.note = Some("Nothing to send: no setting changed.".to_owned());
            return None;
        }
        if self.operation == WriteOperation::Create {
            self.name = self.key.kind.name_of_new(&document).unwrap_or_else(|| self.key.kind.unnamed());
        }
        Some(document)
    }

    /// The note for fields with errors: "2 fields need fixing: Name, Issuer".
    fn needs_fixing(&self) -> String {
        let mut labels: Vec<_> =
            self.errors().filter_map(|place| Some(self.fields.get(*place.first()?)?.field.label)).collect();
        labels.dedup();
        let verb = if labels.len() == 1 { "needs" } else { "need" };
        format!("{} {verb} fixing: {}", plural(labels.len(), "field"), labels.join(", "))
    }

    /// Checks the edited fields, or every field of a new resource.
    pub fn check(&mut self) {
        check_rows(
            &mut self.fields,
            &self.base,
            Strictness { all: self.operation == WriteOperation::Create, done: true },
        );
        self.check_cross_field_rules();
    }

    /// Runs the cross-field rules and attaches their messages. A violation older than the edit does not block
    /// the submit.
    pub(crate) fn check_cross_field_rules(&mut self) {
        let now = self.document();
        let mut messages = self.own_messages(&now);
        let (own, second) = self.edited_documents(&now);
        let about = |edited: &EditedDocument, companion: Option<&Document>| {
            let context = ValidationContext {
                companion,
                siblings: &self.siblings,
                lists: &self.lists,
                base: (self.operation == WriteOperation::Update).then_some(&edited.before),
                fetched: self.fetched.as_ref().map(|(url, text)| (url.as_str(), text.as_str())),
                complete: self.tried,
                now: self.now,
                ..ValidationContext::default()
            };
            broken_rules(&edited.after, edited.key.kind, &context)
        };
        let mut broken = about(&own, self.companion.ready());
        broken.extend(second.iter().flat_map(|second| about(second, Some(&own.after))));
        for rule in broken {
            let severity = if rule.is_refused { MessageSeverity::Error } else { MessageSeverity::Warning };
            messages.push((rule.path, FieldMessage { severity, text: rule.text }));
        }
        for index in 0..self.fields.len() {
            let is_visible = field::is_visible(&self.fields, index);
            let field = &mut self.fields[index];
            let mut own = messages
                .iter()
                .filter(|(path, _)| is_visible && *path == field.field.path)
                .map(|(_, message)| message);
            let error = own.clone().find(|message| message.severity == MessageSeverity::Error);
            field.message = error.or_else(|| own.next()).cloned();
        }
    }

    /// Moves the focus up or down; the first and the last field stop the move.
    pub fn step(&mut self, by: isize) {
        let places = places(&self.fields);
        let here = places.iter().position(|place| *place == self.focus).unwrap_or_default();
        let there = here.saturating_add_signed(by).min(places.len().saturating_sub(1));
        self.focus = places.get(there).cloned().unwrap_or_default();
    }

    /// Moves the focus to the first place of the next section, or of the own or the previous one.
    pub(crate) fn step_section(&mut self, down: bool) {
        let places = places(&self.fields);
        let group = |place: &FormPath| self.fields.get(place[0]).map(|row| row.field.group);
        let here = places.iter().position(|place| *place == self.focus).unwrap_or_default();
        let is_start = |at: &usize| *at == 0 || group(&places[*at]) != group(&places[at - 1]);
        let there =
            if down { (here + 1..places.len()).find(is_start) } else { (0..here).rev().find(is_start) };
        match there {
            Some(there) => self.focus.clone_from(&places[there]),
            None if down => self.note = Some("This is the last section.".to_owned()),
            None => self.note = Some("This is the first section.".to_owned()),
        }
    }

    /// The focused field. The collection, if the focus is on the line that adds an entry.
    pub fn row(&self) -> Option<&FormField> {
        match field::collection(&self.focus) {
            Some((collection, _)) if field::adds(&self.focus) => row_at(&self.fields, collection),
            _ => row_at(&self.fields, &self.focus),
        }
    }

    /// The form's name in the path above it: "identity provider of shop", or the resource's name.
    pub fn title(&self) -> String {
        if self.key.kind.is_part() {
            format!("{} of {}", self.key.kind.name, self.name)
        } else {
            self.name.clone()
        }
    }

    /// Help of the focused field, or of the collection around it.
    pub fn help(&self) -> &'static str {
        let own = self.row().map_or("", |row| row.field.help);
        let collection = || {
            field::collection(&self.focus)
                .and_then(|(place, _)| row_at(&self.fields, place))
                .map_or("", |row| row.field.help)
        };
        if own.is_empty() { collection() } else { own }
    }

    /// The AWS API member of the focused field.
    pub fn member(&self) -> &'static str {
        let own = self.row().map_or("", |row| row.field.path);
        let collection = || {
            field::collection(&self.focus)
                .and_then(|(place, _)| row_at(&self.fields, place))
                .map_or("", |row| row.field.path)
        };
        if own.is_empty() { collection() } else { own }
    }

    /// The focused value; `None` on the line that adds an entry.
    pub fn cell(&self) -> Option<&FieldInput> {
        match &row_at(&self.fields, &self.focus)?.input {
            FieldBody::Value(cell) => Some(cell),
            _ => None,
        }
    }

    pub(crate) fn cell_mut(&mut self) -> Option<&mut FieldInput> {
        match &mut row_at_mut(&mut self.fields, &self.focus)?.input {
            FieldBody::Value(cell) => Some(cell),
            _ => None,
        }
    }

    pub fn offer(&self) -> Option<Suggestions> {
        self.cell()?;
        let field = row_at(&self.fields, &self.focus)?.field;
        (!matches!(field.suggestions, Suggestions::None)).then_some(field.suggestions)
    }

    pub fn types_text(&self) -> bool {
        self.cell().is_some_and(|cell| matches!(cell.input, InputControl::Text(_)))
    }

    pub fn set_siblings(&mut self, siblings: Vec<Document>) {
        self.siblings = siblings;
        self.check_cross_field_rules();
    }

    /// Keeps a fetched text, and runs the checks that need it.
    pub fn take_fetched(&mut self, url: &str, text: &str) {
        self.fetched = Some((url.to_owned(), text.to_owned()));
        self.check_focused();
    }

    fn check_focused(&mut self) {
        if let Some(index) =
            self.focus.first().copied().filter(|index| field::is_visible(&self.fields, *index))
            && let Some(row) = self.fields.get_mut(index)
        {
            row.check(row.before(&self.base).as_deref(), Strictness { all: false, done: false });
        }
        self.check_cross_field_rules();
    }

    fn first_error(&self) -> Option<FormPath> {
        self.errors().next()
    }

    /// Paths of the fields with errors.
    fn errors(&self) -> impl Iterator<Item = FormPath> {
        places(&self.fields).into_iter().filter(|place| {
            let (at, whole) = if field::adds(place) {
                (&place[..place.len() - 1], true)
            } else {
                (place.as_slice(), false)
            };
            let stops = |row: &FormField| {
                row.message.as_ref().is_some_and(|message| message.severity == MessageSeverity::Error)
            };
            match row_at(&self.fields, at) {
                Some(row @ FormField { input: FieldBody::Value(cell), .. }) => {
                    cell.error.is_some() || stops(row)
                }
                Some(row) => whole && (row.error.is_some() || stops(row)),
                None => false,
            }
        })
    }
}
