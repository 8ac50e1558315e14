//! The rows of a form as a tree: a row is one value or a collection, a collection has entries, an entry has
//! rows again.
//!
//! A place in the tree is a list of numbers, by turns a row and an entry: `[3]` is the fourth row, `[3, 0,
//! 1]` the second row of its first entry, and `[3, 2]` the place to add a third entry. It knows no widget and
//! no resource.

use std::borrow::Cow;

use serde_json::Value;

use crate::app::form::entries::Entries;
use crate::app::form::input::FieldInput;
use crate::resource::Document;
use crate::resource::field::unknown;
use crate::resource::field::{Field, FieldKind};

/// A place in the tree of rows.
pub type FormPath = Vec<usize>;

/// A field of a form, or a member of one of its entries.
#[derive(Debug)]
pub struct FormField {
    /// Its row in the table.
    pub field: &'static Field,
    /// What is in it.
    pub input: FieldBody,
    /// What is wrong with it as a whole.
    pub error: Option<String>,
    /// What it is not to other fields.
    pub across: Option<FieldMessage>,
    /// The text of a value that cannot be edited, for the fields that depend on it.
    fixed: Option<String>,
    /// The fields beside it, where it holds what they do not.
    companion: Vec<&'static Field>,
}

/// What is said of a field because of another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldMessage {
    /// Whether it stops the form; else it is advice.
    pub stops: bool,
    /// What is wrong.
    pub words: String,
}

/// What is in a row.
#[derive(Debug)]
pub enum FieldBody {
    /// It cannot be edited; the sentence says why.
    ReadOnly(&'static str),
    /// Value value.
    Value(Box<FieldInput>),
    /// A list, a map, or records.
    Collection(Entries),
}

/// Why a value of an unexpected shape is left alone.
const ODD: &str = "has a structure unknown to cognitui";

impl FormField {
    /// The row of a field with a value.
    pub fn new(field: &'static Field, value: Option<&Value>) -> Self {
        Self::of(field, value, false)
    }

    /// The row of a member of a document or record.
    pub fn member(field: &'static Field, of: &Document) -> Self {
        if of.can_hold(field.path) {
            return Self::new(field, of.get(field.path));
        }
        Self { input: FieldBody::ReadOnly(ODD), ..Self::new(field, None) }
    }

    /// The row of what of a map no other one of some fields is for.
    pub fn rest(field: &'static Field, fields: Vec<&'static Field>, of: &Document) -> Self {
        let value = unknown::catch_all_value(field, &fields, of);
        Self { companion: fields, ..Self::new(field, value.as_ref()) }
    }

    /// The row of a member that is shown with what it is fixed to.
    pub fn fixed(field: &'static Field, of: &Document) -> Self {
        let reason = field.locked(of.get(field.path)).unwrap_or(ODD);
        let fixed = of.text(field.path).map(str::to_owned);
        Self { input: FieldBody::ReadOnly(reason), fixed, ..Self::new(field, None) }
    }

    /// What a document holds of it.
    pub fn before<'a>(&self, document: &'a Document) -> Option<Cow<'a, Value>> {
        if self.field.catch_all {
            return unknown::catch_all_value(self.field, &self.companion, document).map(Cow::Owned);
        }
        document.get(self.field.path).map(Cow::Borrowed)
    }

    /// The field beside it that a key of its map is for.
    fn own(&self, key: &str) -> Option<&'static Field> {
        self.companion.iter().copied().find(|other| other.is_key_of(self.field, key))
    }

    /// Puts its value into a document that held another one.
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
        // A key that has a field of its own is refused; until then it is that field's.
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
                | FieldKind::Secret
                | FieldKind::Number { .. }
                | FieldKind::Toggle { .. }
                | FieldKind::Choice(_)
        );
        let input = match field.locked(value) {
            Some(reason) => Some(FieldBody::ReadOnly(reason)),
            None if collection => Entries::new(field, value).map(FieldBody::Collection),
            None if single => FieldInput::new(field, value, new).map(|cell| FieldBody::Value(Box::new(cell))),
            None => Some(FieldBody::ReadOnly("can't be edited in a form yet")),
        };
        Self {
            field,
            input: input.unwrap_or(FieldBody::ReadOnly(ODD)),
            error: None,
            across: None,
            fixed: None,
            companion: Vec::new(),
        }
    }

    /// The row of something new: what its field proposes is filled in.
    pub fn started(field: &'static Field) -> Self {
        let mut row = Self::of(field, None, true);
        if let Some(value) = field.default_for_new.and_then(|json| serde_json::from_str(json).ok()) {
            row.fill(Some(&value));
        }
        row
    }

    /// Puts a value in, as if it had been typed.
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

    /// What stands in it came with the form.
    pub fn keep(&mut self) {
        if let FieldBody::Value(cell) = &mut self.input {
            cell.keep();
        }
    }

    /// Puts in what a document proposes for it, if it does.
    pub fn propose(&mut self, proposed: &Document) {
        if let Some(value) = self.before(proposed).map(Cow::into_owned) {
            self.fill(Some(&value));
        }
    }

    /// The value now. What was not touched is as it was: absent, null, empty or anything else.
    pub fn value(&self, before: Option<&Value>) -> Option<Value> {
        match &self.input {
            FieldBody::ReadOnly(_) => before.cloned(),
            FieldBody::Value(cell) => cell.value(before),
            FieldBody::Collection(entries) => entries.value(before),
        }
    }

    /// Checks it where it differs from what was before, or all of it.
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

    /// Whether nothing was put into it.
    pub fn is_blank(&self) -> bool {
        match &self.input {
            FieldBody::ReadOnly(_) => true,
            FieldBody::Value(cell) => cell.is_blank() || cell.text().is_none(),
            FieldBody::Collection(entries) => entries.is_empty(),
        }
    }
}

/// Whether a row is there: the value beside it that it depends on is the one it needs.
pub fn is_visible(rows: &[FormField], index: usize) -> bool {
    let Some(when) = rows.get(index).and_then(|row| row.field.visible_if) else { return true };
    let text = |path: &str| match rows.iter().find(|row| row.field.path == path)? {
        FormField { input: FieldBody::Value(cell), .. } => cell.text().map(str::to_owned),
        row => row.fixed.clone(),
    };
    when(&text)
}

/// The rows that are there, with their numbers.
pub fn there(rows: &[FormField]) -> impl Iterator<Item = (usize, &FormField)> {
    rows.iter().enumerate().filter(|(index, _)| is_visible(rows, *index))
}

/// A record as its rows say now, on top of what it was: members that no row knows stay. A row that is there
/// no more takes its whole member with it; one that never was leaves it alone.
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

/// How strictly a form is checked.
#[derive(Debug, Clone, Copy)]
pub struct Strictness {
    /// What was not touched is checked too.
    pub all: bool,
    /// The form is to be sent, so what is blank is wrong where something has to be.
    pub done: bool,
}

/// Checks the rows that differ from a record, or all of them.
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

/// Every place that the focus can be at, from top to bottom.
pub fn places(rows: &[FormField]) -> Vec<FormPath> {
    let mut found = Vec::new();
    walk(rows, &[], &mut found);
    found
}

fn walk(rows: &[FormField], base: &[usize], found: &mut Vec<FormPath>) {
    let below = |more: &[usize]| base.iter().chain(more).copied().collect::<Vec<_>>();
    for (index, row) in there(rows) {
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

/// The row at a place that ends with a row.
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

/// The row at a place that ends with a row, to be changed.
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

/// Whether a place is one to add an entry at.
pub const fn adds(place: &[usize]) -> bool {
    place.len().is_multiple_of(2)
}

/// The place of the collection that a place is in, and the entry there.
pub fn collection(place: &[usize]) -> Option<(&[usize], usize)> {
    match place {
        [_] | [] => None,
        [head @ .., entry] if adds(place) => Some((head, *entry)),
        [head @ .., entry, _] => Some((head, *entry)),
    }
}

/// The collection at a place, to be changed.
pub fn entries_at_mut<'a>(rows: &'a mut [FormField], place: &[usize]) -> Option<&'a mut Entries> {
    match &mut row_at_mut(rows, place)?.input {
        FieldBody::Collection(entries) => Some(entries),
        _ => None,
    }
}
