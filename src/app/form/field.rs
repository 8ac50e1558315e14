//! The rows of a form as a tree: a row is one value or a collection, a collection has entries, an entry has
//! rows again.
//!
//! A path in the tree is a list of indexes that alternate between rows and entries: `[3]` is the fourth row,
//! `[3, 0, 1]` the second row of its first entry, and `[3, 2]` the line that adds a third entry. The tree
//! knows no widget and no resource.

use std::borrow::Cow;

use serde_json::Value;

use crate::app::form::entries::Entries;
use crate::app::form::input::FieldInput;
use crate::resource::Document;
use crate::resource::field::unknown;
use crate::resource::field::{Access, Field, FieldKind};
use crate::resource::verdict::holds_nothing;

/// Path of a row in the tree, or of a line that adds an entry.
pub type FormPath = Vec<usize>;

/// A field of a form, or a member of one of its entries.
#[derive(Debug, Clone)]
pub struct FormField {
    pub field: &'static Field,
    pub input: FieldBody,
    /// An error about the collection as a whole; a single value has its error in its input.
    pub error: Option<String>,
    pub message: Option<FieldMessage>,
    /// The text of a read-only value, for the fields that depend on it.
    fixed: Option<String>,
    /// For a catch-all field: the fields that have members of its map to themselves.
    companion: Vec<&'static Field>,
}

/// Message of a cross-field rule at a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldMessage {
    pub severity: MessageSeverity,
    pub text: String,
}

/// The severity of a message: an error blocks the submit, a warning is advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageSeverity {
    Error,
    Warning,
}

/// The content of a row: a value, a collection, or a reason.
#[derive(Debug, Clone)]
pub enum FieldBody {
    /// A read-only field, and the reason why.
    ReadOnly(&'static str),
    Value(Box<FieldInput>),
    Collection(Entries),
}

/// Reason why a value of an unexpected shape is read-only.
const ODD: &str = "has a structure unknown to cognitui";

impl FormField {
    pub fn new(field: &'static Field, value: Option<&Value>) -> Self {
        Self::of(field, value, false)
    }

    pub fn member(field: &'static Field, of: &Document) -> Self {
        if let Some((_, words)) = field.superseded_by
            && (field.is_superseded(of) || holds_nothing(of.get(field.path)))
        {
            return Self { input: FieldBody::ReadOnly(words), ..Self::new(field, None) };
        }
        if of.can_hold(field.path) {
            return Self::new(field, of.get(field.path));
        }
        Self { input: FieldBody::ReadOnly(ODD), ..Self::new(field, None) }
    }

    /// The row of a catch-all field: the members of its map that none of `fields` covers.
    pub fn rest(field: &'static Field, fields: Vec<&'static Field>, of: &Document) -> Self {
        let value = unknown::catch_all_value(field, &fields, of);
        Self { companion: fields, ..Self::new(field, value.as_ref()) }
    }

    /// The row of a read-only member.
    pub fn fixed(field: &'static Field, of: &Document) -> Self {
        let unset = if field.access == Access::CreateOnly { "can't be changed" } else { ODD };
        let reason = field.locked(of.get(field.path)).unwrap_or(unset);
        let fixed = of.text(field.path).map(str::to_owned);
        Self { input: FieldBody::ReadOnly(reason), fixed, ..Self::new(field, None) }
    }

    /// The value of this field in a document.
    pub fn before<'a>(&self, document: &'a Document) -> Option<Cow<'a, Value>> {
        if self.field.catch_all {
            return unknown::catch_all_value(self.field, &self.companion, document).map(Cow::Owned);
        }
        document.get(self.field.path).map(Cow::Borrowed)
    }

    /// The field that covers a key of a catch-all's map.
    fn own(&self, key: &str) -> Option<&'static Field> {
        self.companion.iter().copied().find(|other| other.is_key_of(self.field, key))
    }

    /// Puts the new value into the document in place of the old one.
    fn put(&self, was: Option<&Value>, now: Option<Value>, document: &mut Document) {
        if !self.field.catch_all {
            document.set(self.field.path, now);
            return;
        }
        let keys = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
        let mut map = keys(document.get(self.field.path));
        for key in keys(was).keys() {
            map.shift_remove(key);
        }
        // A key that has a field of its own is refused; until then the key belongs to that field.
        map.extend(keys(now.as_ref()).into_iter().filter(|(key, _)| self.own(key).is_none()));
        document.set(self.field.path, Some(Value::Object(map)));
    }

    fn of(field: &'static Field, value: Option<&Value>, new: bool) -> Self {
        let collection =
            matches!(field.kind, FieldKind::List(_) | FieldKind::Map { .. } | FieldKind::Records(_));
        let single = matches!(
            field.kind,
            FieldKind::Text
                | FieldKind::LongText
                | FieldKind::Json
                | FieldKind::Secret
                | FieldKind::Number { .. }
                | FieldKind::Toggle { .. }
                | FieldKind::Choice(_)
        );
        // What an update only sends back is chosen for a new resource.
        let is_chosen = new && matches!(field.access, Access::SentBack(_));
        let input = match field.locked(value).filter(|_| !is_chosen) {
            Some(reason) => Some(FieldBody::ReadOnly(reason)),
            None if collection => Entries::new(field, value).map(FieldBody::Collection),
            None if single => FieldInput::new(field, value, new).map(|cell| FieldBody::Value(Box::new(cell))),
            None => Some(FieldBody::ReadOnly("can't be edited in a form yet")),
        };
        Self {
            field,
            input: input.unwrap_or(FieldBody::ReadOnly(ODD)),
            error: None,
            message: None,
            fixed: None,
            companion: Vec::new(),
        }
    }

    /// The row of a new resource, filled with the field's default.
    pub fn started(field: &'static Field) -> Self {
        let mut row = Self::of(field, None, true);
        if let Some(value) = field.default_for_new.and_then(|json| serde_json::from_str(json).ok()) {
            row.fill(Some(&value));
        }
        row
    }

    /// Puts a value in as if the user had typed it.
    pub fn fill(&mut self, value: Option<&Value>) {
        match &mut self.input {
            FieldBody::ReadOnly(_) => {}
            FieldBody::Value(cell) => cell.fill(value),
            FieldBody::Collection(entries) => {
                if let Some(filled) = Entries::filled(self.field, value) {
                    *entries = filled;
                }
            }
        }
    }

    /// Number of rows in it, itself included.
    pub(super) fn row_count(&self) -> usize {
        let FieldBody::Collection(entries) = &self.input else { return 1 };
        1 + entries.iter().flat_map(|entry| &entry.rows).map(Self::row_count).sum::<usize>()
    }

    /// Marks a secret as loaded with the form, so that typing replaces it.
    pub fn keep(&mut self) {
        if let FieldBody::Value(cell) = &mut self.input {
            cell.keep();
        }
    }

    /// Fills in the value that `proposed` has for this field, if any.
    pub fn propose(&mut self, proposed: &Document) {
        if let Some(value) = self.before(proposed).map(Cow::into_owned) {
            self.fill(Some(&value));
        }
    }

    /// The edited value. Untouched, it is the value from before, be that absent, null, empty or unknown.
    pub fn value(&self, before: Option<&Value>) -> Option<Value> {
        match &self.input {
            FieldBody::ReadOnly(_) => before.cloned(),
            FieldBody::Value(cell) => cell.value(before),
            FieldBody::Collection(entries) => entries.value(before),
        }
    }

    /// Checks the row if it is edited or if all rows are checked.
    pub fn check(&mut self, before: Option<&Value>, strict: Strictness) {
        let touched = strict.all || self.value(before).as_ref() != before;
        match &mut self.input {
            FieldBody::ReadOnly(_) => {}
            FieldBody::Value(cell) => {
                self.error = None;
                cell.check(touched, strict.done);
            }
            FieldBody::Collection(entries) => {
                self.error = entries.check(touched, strict);
                let (field, companion) = (self.field, &self.companion);
                let own = |key: &str| {
                    companion.iter().find(|other| other.is_key_of(field, key)).map(|other| other.label)
                };
                entries.refuse_keys(|key| own(key).map(|label| format!("has its own field: {label}")));
            }
        }
    }

    /// True if both show the same texts and entries.
    pub(crate) fn reads_like(&self, other: &Self) -> bool {
        match (&self.input, &other.input) {
            (FieldBody::Value(own), FieldBody::Value(other)) => own.reads() == other.reads(),
            (FieldBody::Collection(own), FieldBody::Collection(other)) => own.reads_like(other),
            (FieldBody::ReadOnly(_), FieldBody::ReadOnly(_)) => true,
            _ => false,
        }
    }

    pub(super) const fn is_read_only(&self) -> bool {
        matches!(self.input, FieldBody::ReadOnly(_))
    }

    pub fn is_blank(&self) -> bool {
        match &self.input {
            FieldBody::ReadOnly(_) => true,
            FieldBody::Value(cell) => cell.is_blank() || cell.text().is_none(),
            FieldBody::Collection(entries) => entries.is_empty(),
        }
    }
}

/// True if the values that the row depends on allow it.
pub fn is_visible(rows: &[FormField], index: usize) -> bool {
    let Some(when) = rows.get(index).and_then(|row| row.field.visible_if) else { return true };
    let text = |path: &str| match rows.iter().find(|row| row.field.path == path)? {
        FormField { input: FieldBody::Value(cell), .. } => cell.decisive_text().map(str::to_owned),
        row => row.fixed.clone(),
    };
    when(&text)
}

/// The visible rows with their indexes.
pub fn visible_fields(rows: &[FormField]) -> impl Iterator<Item = (usize, &FormField)> {
    rows.iter().enumerate().filter(|(index, _)| is_visible(rows, *index))
}

/// The edited record, based on `before`. Members that no row knows are kept. A row that became hidden removes
/// its whole member; one that was hidden before leaves its member alone.
pub fn record(rows: &[FormField], before: &Document) -> Document {
    let mut record = before.clone();
    for (index, row) in rows.iter().enumerate() {
        if is_visible(rows, index) {
            let was = row.before(before);
            let value = row.value(was.as_deref());
            if value.as_ref() != was.as_deref() {
                row.put(was.as_deref(), value, &mut record);
            }
        } else if row.field.is_visible(before.members()) {
            record.set(row.field.member(), None);
        }
    }
    record
}

/// The extent of a check: touched values only or all, and before or at the submit.
#[derive(Debug, Clone, Copy)]
pub struct Strictness {
    pub all: bool,
    /// The form is to be sent, so a blank required value is an error.
    pub done: bool,
}

/// Checks the edited rows, or all of them.
pub fn check_rows(rows: &mut [FormField], before: &Document, strict: Strictness) {
    for index in 0..rows.len() {
        let there = is_visible(rows, index);
        let row = &mut rows[index];
        if there {
            row.check(row.before(before).as_deref(), strict);
        } else {
            row.error = None;
        }
    }
}

/// Every path that can have the focus, from top to bottom.
pub fn places(rows: &[FormField]) -> Vec<FormPath> {
    let mut found = Vec::new();
    walk(rows, &[], &mut found);
    found
}

fn walk(rows: &[FormField], base: &[usize], found: &mut Vec<FormPath>) {
    let below = |more: &[usize]| base.iter().chain(more).copied().collect::<Vec<_>>();
    for (index, row) in visible_fields(rows) {
        match &row.input {
            FieldBody::ReadOnly(_) => {}
            FieldBody::Value(_) => found.push(below(&[index])),
            FieldBody::Collection(entries) => {
                for (entry, rows) in entries.iter().enumerate() {
                    walk(&rows.rows, &below(&[index, entry]), found);
                }
                found.push(below(&[index, entries.len()]));
            }
        }
    }
}

/// The row at a path that ends with a row.
pub fn row_at<'a>(rows: &'a [FormField], place: &[usize]) -> Option<&'a FormField> {
    match place {
        [row] => rows.get(*row),
        [row, entry, rest @ ..] => match &rows.get(*row)?.input {
            FieldBody::Collection(entries) => row_at(entries.rows(*entry)?, rest),
            _ => None,
        },
        [] => None,
    }
}

pub fn row_at_mut<'a>(rows: &'a mut [FormField], place: &[usize]) -> Option<&'a mut FormField> {
    match place {
        [row] => rows.get_mut(*row),
        [row, entry, rest @ ..] => match &mut rows.get_mut(*row)?.input {
            FieldBody::Collection(entries) => row_at_mut(entries.rows_mut(*entry)?, rest),
            _ => None,
        },
        [] => None,
    }
}

/// True if the path is that of a line that adds an entry.
pub const fn adds(place: &[usize]) -> bool {
    place.len().is_multiple_of(2)
}

/// The path of the innermost collection around a path, and the entry's index in it.
pub fn collection(place: &[usize]) -> Option<(&[usize], usize)> {
    match place {
        [_] | [] => None,
        [head @ .., entry] if adds(place) => Some((head, *entry)),
        [head @ .., entry, _] => Some((head, *entry)),
    }
}

pub fn entries_at_mut<'a>(rows: &'a mut [FormField], place: &[usize]) -> Option<&'a mut Entries> {
    match &mut row_at_mut(rows, place)?.input {
        FieldBody::Collection(entries) => Some(entries),
        _ => None,
    }
}
