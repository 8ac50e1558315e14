//! The rows of a form as a tree: a row is one value or a collection, a collection has entries, an entry has
//! rows again.
//!
//! A place in the tree is a list of numbers, by turns a row and an entry: `[3]` is the fourth row, `[3, 0,
//! 1]` the second row of its first entry, and `[3, 2]` the place to add a third entry. It knows no widget and
//! no resource.

use std::borrow::Cow;

use serde_json::Value;

use super::cell::Cell;
use super::entries::Entries;
use crate::resource::field::{Field, FieldKind};
use crate::resource::{Document, show};

/// A place in the tree of rows.
pub type Place = Vec<usize>;

/// A field of a form, or a member of one of its entries.
#[derive(Debug)]
pub struct Row {
    /// Its row in the table.
    pub field: &'static Field,
    /// What is in it.
    pub input: Input,
    /// What is wrong with it as a whole.
    pub error: Option<String>,
    /// What it is not to other fields.
    pub across: Option<Said>,
    /// The text of a value that cannot be edited, for the fields that depend on it.
    fixed: Option<String>,
    /// The fields beside it, where it holds what they do not.
    beside: Vec<&'static Field>,
}

/// What is said of a field because of another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Whether it stops the form; else it is advice.
    pub stops: bool,
    /// What is wrong.
    pub words: String,
}

/// What is in a row.
#[derive(Debug)]
pub enum Input {
    /// It cannot be edited; the sentence says why.
    Locked(&'static str),
    /// One value.
    One(Box<Cell>),
    /// A list, a map, or records.
    Many(Entries),
}

/// Why a value of an unexpected shape is left alone.
const ODD: &str = "has a shape that only AWS knows";

impl Row {
    /// The row of a field with a value.
    pub fn new(field: &'static Field, value: Option<&Value>) -> Self {
        Self::of(field, value, false)
    }

    /// The row of a member of a document or record.
    pub fn member(field: &'static Field, of: &Document) -> Self {
        if of.has_room(field.path) {
            return Self::new(field, of.get(field.path));
        }
        Self { input: Input::Locked(ODD), ..Self::new(field, None) }
    }

    /// The row of what of a map no other one of some fields is for.
    pub fn rest(field: &'static Field, fields: Vec<&'static Field>, of: &Document) -> Self {
        let value = show::rest_of(field, &fields, of);
        Self { beside: fields, ..Self::new(field, value.as_ref()) }
    }

    /// The row of a member that is shown with what it is fixed to.
    pub fn fixed(field: &'static Field, of: &Document) -> Self {
        let reason = field.locked(of.get(field.path)).unwrap_or(ODD);
        let fixed = of.text(field.path).map(str::to_owned);
        Self { input: Input::Locked(reason), fixed, ..Self::new(field, None) }
    }

    /// What a document holds of it.
    pub fn before<'a>(&self, document: &'a Document) -> Option<Cow<'a, Value>> {
        if self.field.rest {
            return show::rest_of(self.field, &self.beside, document).map(Cow::Owned);
        }
        document.get(self.field.path).map(Cow::Borrowed)
    }

    /// The field beside it that a key of its map is for.
    fn own(&self, key: &str) -> Option<&'static Field> {
        self.beside.iter().copied().find(|other| other.is_key_of(self.field, key))
    }

    /// Puts its value into a document that held another one.
    fn put(&self, was: Option<&Value>, now: Option<Value>, document: &mut Document) {
        if !self.field.rest {
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
            Some(reason) => Some(Input::Locked(reason)),
            None if collection => Entries::new(field, value).map(Input::Many),
            None if single => Cell::new(field, value, new).map(|cell| Input::One(Box::new(cell))),
            None => Some(Input::Locked("can't be edited in a form yet")),
        };
        Self {
            field,
            input: input.unwrap_or(Input::Locked(ODD)),
            error: None,
            across: None,
            fixed: None,
            beside: Vec::new(),
        }
    }

    /// The row of something new: what its field proposes is filled in.
    pub fn started(field: &'static Field) -> Self {
        let mut row = Self::of(field, None, true);
        if let Some(value) = field.starts.and_then(|json| serde_json::from_str(json).ok()) {
            row.fill(Some(&value));
        }
        row
    }

    /// Puts a value in, as if it had been typed.
    pub fn fill(&mut self, value: Option<&Value>) {
        match &mut self.input {
            Input::Locked(_) => {}
            Input::One(cell) => cell.fill(value),
            Input::Many(entries) => {
                if let Some(filled) = Entries::filled(self.field, value) {
                    *entries = filled;
                }
            }
        }
    }

    /// What stands in it came with the form.
    pub fn keep(&mut self) {
        if let Input::One(cell) = &mut self.input {
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
            Input::Locked(_) => before.cloned(),
            Input::One(cell) => cell.value(before),
            Input::Many(entries) => entries.value(before),
        }
    }

    /// Checks it where it differs from what was before, or all of it.
    pub fn check(&mut self, before: Option<&Value>, strict: Strictness) {
        let touched = strict.all || self.value(before).as_ref() != before;
        match &mut self.input {
            Input::Locked(_) => {}
            Input::One(cell) => {
                self.error = None;
                cell.check(touched, strict.done);
            }
            Input::Many(entries) => {
                self.error = entries.check(touched, strict);
                let (field, beside) = (self.field, &self.beside);
                let own = |key: &str| {
                    beside.iter().find(|other| other.is_key_of(field, key)).map(|other| other.label)
                };
                entries.refuse_keys(|key| own(key).map(|label| format!("has a field of its own: {label}")));
            }
        }
    }

    /// Whether nothing was put into it.
    pub fn is_blank(&self) -> bool {
        match &self.input {
            Input::Locked(_) => true,
            Input::One(cell) => cell.is_blank() || cell.text().is_none(),
            Input::Many(entries) => entries.is_empty(),
        }
    }
}

/// Whether a row is there: the value beside it that it depends on is the one it needs.
pub fn is_there(rows: &[Row], index: usize) -> bool {
    let Some(when) = rows.get(index).and_then(|row| row.field.when) else { return true };
    let text = |path: &str| match rows.iter().find(|row| row.field.path == path)? {
        Row { input: Input::One(cell), .. } => cell.text().map(str::to_owned),
        row => row.fixed.clone(),
    };
    when(&text)
}

/// The rows that are there, with their numbers.
pub fn there(rows: &[Row]) -> impl Iterator<Item = (usize, &Row)> {
    rows.iter().enumerate().filter(|(index, _)| is_there(rows, *index))
}

/// A record as its rows say now, on top of what it was: members that no row knows stay. A row that is there
/// no more takes its whole member with it; one that never was leaves it alone.
pub fn record(rows: &[Row], before: &Document) -> Document {
    let mut record = before.clone();
    for (index, row) in rows.iter().enumerate() {
        if is_there(rows, index) {
            let was = row.before(before);
            let value = row.value(was.as_deref());
            if value.as_ref() != was.as_deref() {
                row.put(was.as_deref(), value, &mut record);
            }
        } else if row.field.is_there(before.members()) {
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
pub fn check_rows(rows: &mut [Row], before: &Document, strict: Strictness) {
    for index in 0..rows.len() {
        let there = is_there(rows, index);
        let row = &mut rows[index];
        if there {
            row.check(row.before(before).as_deref(), strict);
        } else {
            row.error = None;
        }
    }
}

/// Every place that the focus can be at, from top to bottom.
pub fn places(rows: &[Row]) -> Vec<Place> {
    let mut found = Vec::new();
    walk(rows, &[], &mut found);
    found
}

fn walk(rows: &[Row], base: &[usize], found: &mut Vec<Place>) {
    let below = |more: &[usize]| base.iter().chain(more).copied().collect::<Vec<_>>();
    for (index, row) in there(rows) {
        match &row.input {
            Input::Locked(_) => {}
            Input::One(_) => found.push(below(&[index])),
            Input::Many(entries) => {
                for (entry, rows) in entries.iter().enumerate() {
                    walk(&rows.rows, &below(&[index, entry]), found);
                }
                found.push(below(&[index, entries.len()]));
            }
        }
    }
}

/// The row at a place that ends with a row.
pub fn row_at<'a>(rows: &'a [Row], place: &[usize]) -> Option<&'a Row> {
    match place {
        [row] => rows.get(*row),
        [row, entry, rest @ ..] => match &rows.get(*row)?.input {
            Input::Many(entries) => row_at(entries.rows(*entry)?, rest),
            _ => None,
        },
        [] => None,
    }
}

/// The row at a place that ends with a row, to be changed.
pub fn row_at_mut<'a>(rows: &'a mut [Row], place: &[usize]) -> Option<&'a mut Row> {
    match place {
        [row] => rows.get_mut(*row),
        [row, entry, rest @ ..] => match &mut rows.get_mut(*row)?.input {
            Input::Many(entries) => row_at_mut(entries.rows_mut(*entry)?, rest),
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
pub fn entries_at_mut<'a>(rows: &'a mut [Row], place: &[usize]) -> Option<&'a mut Entries> {
    match &mut row_at_mut(rows, place)?.input {
        Input::Many(entries) => Some(entries),
        _ => None,
    }
}
