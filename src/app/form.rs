//! A form: the fields of a document, what was typed into them, and where the focus is. It knows no widget, no
//! particular resource and no call; submitting yields the edited document, or leaves the errors on the
//! fields.

mod build;
pub mod entries;
mod errors;
pub mod field;
pub mod input;
mod keys;
mod typing;

use crate::app::form::entries::Entry;
use crate::app::form::field::{
    FieldBody, FieldMessage, FormField, FormPath, Strictness, check_rows, places, row_at, row_at_mut,
};
use crate::app::form::input::{FieldInput, InputControl};
use crate::app::remote::Remote;
use crate::error::AppError;
use crate::keymap::Scope;
use crate::resource::display::plural::plural;
use crate::resource::field::Suggestions;
use crate::resource::{Document, Key, ValidationContext, WriteOperation, changes};

/// A form.
#[derive(Debug)]
pub struct Form {
    /// What is done with it in the end: a resource is changed, or made.
    pub order: WriteOperation,
    /// What is edited; without an id while it is made.
    pub key: Key,
    /// What it is called.
    pub name: String,
    /// The document that the edit starts from; empty for what is made.
    pub base: Document,
    /// The fields.
    pub rows: Vec<FormField>,
    /// Where the focus is.
    pub focus: FormPath,
    /// Said below the fields, until the next key.
    pub note: Option<String>,
    /// A refusal that is about no one field; it stands above the form until the next try.
    pub refusal: Option<AppError>,
    /// Whether it is asked if the edits are to be thrown away.
    pub leaving: bool,
    /// The document read beside the resource, for what may be picked and for the confirmation's findings.
    pub companion: Remote<Document>,
    /// Whether it was meant to be sent once: what is missing is said from then on.
    tried: bool,
    /// What time it is, in seconds since 1970, for rules about what ends.
    pub now: i64,
    /// An address that stands in it, and what was fetched from there.
    pub fetched: Option<(String, String)>,
    /// Its neighbours, as far as they have been read.
    pub siblings: Vec<Document>,
    /// Entries that were removed since the last typing, with their places, the last one last.
    removed: Vec<(FormPath, Entry)>,
    /// The document as the form was opened with it.
    opened: Document,
}

impl Form {
    /// Where its keys are.
    pub fn scopes(&self) -> Vec<Scope> {
        if self.leaving {
            return vec![Scope::Leaving];
        }
        let mut scopes = Vec::new();
        match self.offer() {
            Some(Suggestions::Fetch) => scopes.push(Scope::Fetched),
            Some(_) => scopes.push(Scope::Offered),
            None => {}
        }
        if self.movable().is_some() {
            scopes.push(Scope::Ordered);
        }
        if self.cell().is_some_and(FieldInput::is_secret) {
            scopes.push(Scope::Hidden);
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

    /// The document as it is in the form now.
    pub fn document(&self) -> Document {
        let mut document = field::record(&self.rows, &self.base);
        for (structure, needs) in self.key.kind.update.requires_one_of {
            let has = |name: &&str| {
                document.text(&format!("{structure}.{name}")).is_some_and(|text| !text.is_empty())
            };
            if document.get(structure) != self.base.get(structure) && !needs.iter().any(has) {
                document.set(structure, None);
            }
        }
        document
    }

    /// Whether a field differs from the document the edit started from.
    pub fn is_row_edited(&self, row: &FormField) -> bool {
        let before = row.before(&self.base);
        self.order == WriteOperation::Update && row.value(before.as_deref()).as_ref() != before.as_deref()
    }

    /// Whether anything in it differs from what it was opened with.
    pub fn is_edited(&self) -> bool {
        let added =
            |row: &FormField| matches!(&row.input, FieldBody::Collection(entries) if entries.has_added());
        let now = self.document();
        let added = self.order == WriteOperation::Update && self.rows.iter().any(added);
        added || !changes(&self.opened, &now, self.key.kind).is_empty()
    }

    /// The edited document, when every edited field keeps its rules and something changed; else the form says
    /// why not, and the focus is on the first field that is wrong.
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
        if self.order == WriteOperation::Update && changes(&self.base, &document, self.key.kind).is_empty() {
            self.note = Some("Nothing to send: no setting changed.".to_owned());
            return None;
        }
        if self.order == WriteOperation::Create {
            self.name =
                self.key.kind.name_of(&document).map_or_else(|| self.key.kind.unnamed(), str::to_owned);
        }
        Some(document)
    }

    /// Which fields break a rule: "2 fields need fixing: Name, Issuer".
    fn needs_fixing(&self) -> String {
        let mut labels: Vec<_> =
            self.errors().filter_map(|place| Some(self.rows.get(*place.first()?)?.field.label)).collect();
        labels.dedup();
        let verb = if labels.len() == 1 { "needs" } else { "need" };
        format!("{} {verb} fixing: {}", plural(labels.len(), "field"), labels.join(", "))
    }

    /// Checks every field that differs from what it started from; all of them where something is made.
    pub fn check(&mut self) {
        check_rows(
            &mut self.rows,
            &self.base,
            Strictness { all: self.order == WriteOperation::Create, done: true },
        );
        self.check_cross_field_rules();
    }

    /// Says at each field what it is not to others. What was so before the edit stops nothing.
    pub(crate) fn check_cross_field_rules(&mut self) {
        let kind = self.key.kind;
        if kind.checks.cross_field_rules.is_empty() {
            return;
        }
        let now = self.document();
        let base = (self.order == WriteOperation::Update).then_some(&self.base);
        let fetched = self.fetched.as_ref().map(|(url, text)| (url.as_str(), text.as_str()));
        let companion = self.companion.ready();
        let context = ValidationContext {
            companion,
            siblings: &self.siblings,
            base,
            fetched,
            complete: self.tried,
            now: self.now,
        };
        let mut said = Vec::new();
        for across in kind.checks.cross_field_rules {
            let words = (across.check)(&now, &context);
            let was = base.is_some_and(|base| words.is_some() && (across.check)(base, &context) == words);
            said.extend(
                words.map(|words| (across.path, FieldMessage { stops: across.refused && !was, words })),
            );
        }
        for index in 0..self.rows.len() {
            let there = field::is_visible(&self.rows, index);
            let row = &mut self.rows[index];
            let mut of_row =
                said.iter().filter(|(path, _)| there && *path == row.field.path).map(|(_, said)| said);
            row.across = of_row.clone().find(|said| said.stops).or_else(|| of_row.next()).cloned();
        }
    }

    /// Moves the focus by some places, up or down, not beyond the ends.
    pub fn step(&mut self, by: isize) {
        let places = places(&self.rows);
        let here = places.iter().position(|place| *place == self.focus).unwrap_or_default();
        let there = here.saturating_add_signed(by).min(places.len().saturating_sub(1));
        self.focus = places.get(there).cloned().unwrap_or_default();
    }

    /// The row under the focus; that of the collection on the place to add an entry.
    pub fn row(&self) -> Option<&FormField> {
        match field::collection(&self.focus) {
            Some((collection, _)) if field::adds(&self.focus) => row_at(&self.rows, collection),
            _ => row_at(&self.rows, &self.focus),
        }
    }

    /// What the way to it says: its name, and what of it is edited where that is a part.
    pub fn title(&self) -> String {
        if self.key.kind.is_part() {
            format!("{} of {}", self.key.kind.name, self.name)
        } else {
            self.name.clone()
        }
    }

    /// What the field under the focus does, or else the collection that it is in.
    pub fn help(&self) -> &'static str {
        let own = self.row().map_or("", |row| row.field.help);
        let collection = || {
            field::collection(&self.focus)
                .and_then(|(place, _)| row_at(&self.rows, place))
                .map_or("", |row| row.field.help)
        };
        if own.is_empty() { collection() } else { own }
    }

    /// The member of AWS's API under the focus.
    pub fn member(&self) -> &'static str {
        self.row().map_or("", |row| row.field.path)
    }

    /// The cell under the focus; `None` on the place to add an entry.
    pub fn cell(&self) -> Option<&FieldInput> {
        match &row_at(&self.rows, &self.focus)?.input {
            FieldBody::Value(cell) => Some(cell),
            _ => None,
        }
    }

    pub(crate) fn cell_mut(&mut self) -> Option<&mut FieldInput> {
        match &mut row_at_mut(&mut self.rows, &self.focus)?.input {
            FieldBody::Value(cell) => Some(cell),
            _ => None,
        }
    }

    /// What can be picked for the value under the focus.
    pub fn offer(&self) -> Option<Suggestions> {
        self.cell()?;
        let field = row_at(&self.rows, &self.focus)?.field;
        (!matches!(field.suggestions, Suggestions::None)).then_some(field.suggestions)
    }

    /// Whether keys type text where the focus is.
    pub fn types_text(&self) -> bool {
        self.cell().is_some_and(|cell| matches!(cell.input, InputControl::Text(_)))
    }

    /// Takes what its neighbours are like.
    pub fn set_siblings(&mut self, siblings: Vec<Document>) {
        self.siblings = siblings;
        self.check_cross_field_rules();
    }

    /// Takes what was fetched from an address that stands in it.
    pub fn take_fetched(&mut self, url: &str, text: &str) {
        self.fetched = Some((url.to_owned(), text.to_owned()));
        self.check_focused();
    }

    fn check_focused(&mut self) {
        if let Some(index) = self.focus.first().copied().filter(|index| field::is_visible(&self.rows, *index))
            && let Some(row) = self.rows.get_mut(index)
        {
            row.check(row.before(&self.base).as_deref(), Strictness { all: false, done: false });
        }
        self.check_cross_field_rules();
    }

    fn first_error(&self) -> Option<FormPath> {
        self.errors().next()
    }

    /// Where a rule is broken.
    fn errors(&self) -> impl Iterator<Item = FormPath> {
        places(&self.rows).into_iter().filter(|place| {
            let (at, whole) = if field::adds(place) {
                (&place[..place.len() - 1], true)
            } else {
                (place.as_slice(), false)
            };
            let stops = |row: &FormField| row.across.as_ref().is_some_and(|said| said.stops);
            match row_at(&self.rows, at) {
                Some(row @ FormField { input: FieldBody::Value(cell), .. }) => {
                    cell.error.is_some() || stops(row)
                }
                Some(row) => whole && (row.error.is_some() || stops(row)),
                None => false,
            }
        })
    }
}
