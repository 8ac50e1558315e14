//! The cells of a form: single values, and the entries of lists, maps and records, which are all rows of cells.

use serde_json::{Map, Value};

use super::text_input::TextInput;
use crate::resource::check;
use crate::resource::field::{Field, FieldKind, Part, Rule};
use crate::resource::words::plain;

/// One value that can be edited.
#[derive(Debug)]
pub struct Cell {
    /// What it is called, in a collection.
    pub label: &'static str,
    /// What is in it.
    pub input: CellInput,
    /// Values that are usual here.
    pub usual: &'static [&'static str],
    /// What is wrong with it, in words.
    pub error: Option<String>,
    rule: Rule,
    /// What it read when it was made; while it still reads so, its value is the one before, whatever that was.
    initial: String,
    /// The words for true, false and never set.
    words: [&'static str; 3],
}

/// What is in a cell.
#[derive(Debug)]
pub enum CellInput {
    /// Text.
    Text(Box<TextInput>),
    /// True, false, or never set.
    Toggle {
        /// The value.
        value: Option<bool>,
        /// Whether it was never set when the form was opened.
        unset: bool,
    },
}

impl Cell {
    /// A text.
    pub fn text(rule: Rule, text: &str) -> Self {
        let mut cell =
            Self { label: "", input: TextInput::new(text).into(), usual: &[], error: None, rule, initial: String::new(), words: [""; 3] };
        cell.initial = cell.reads().to_owned();
        cell
    }

    /// A value that is true, false, or was never set.
    pub fn toggle(field: &'static Field, value: Option<&Value>) -> Self {
        let value = value.and_then(Value::as_bool);
        let (on, off) = match field.kind {
            FieldKind::Toggle { on, off } => (on, off),
            _ => ("true", "false"),
        };
        let input = CellInput::Toggle { value, unset: value.is_none() };
        let words = [on, off, field.unset.unwrap_or("not set")];
        let mut cell = Self { label: "", input, usual: &[], error: None, rule: field.rule, initial: String::new(), words };
        cell.initial = cell.reads().to_owned();
        cell
    }

    /// Puts a value in, as if it had been typed.
    pub fn fill(&mut self, value: Option<&Value>) {
        match &mut self.input {
            CellInput::Text(text) => **text = TextInput::new(&value.map(plain_or_empty).unwrap_or_default()),
            CellInput::Toggle { value: now, .. } => *now = value.and_then(Value::as_bool),
        }
    }

    fn called(self, label: &'static str, usual: &'static [&'static str]) -> Self {
        Self { label, usual, ..self }
    }

    /// What it reads as.
    pub fn reads(&self) -> &str {
        match &self.input {
            CellInput::Text(text) => text.text(),
            CellInput::Toggle { value: Some(true), .. } => self.words[0],
            CellInput::Toggle { value: Some(false), .. } => self.words[1],
            CellInput::Toggle { value: None, .. } => self.words[2],
        }
    }

    /// Its value now. Untouched, it is the value before, be that absent, null, empty or of another shape.
    pub fn value(&self, before: Option<&Value>) -> Option<Value> {
        if self.reads() == self.initial {
            return before.cloned();
        }
        match &self.input {
            CellInput::Text(text) => (!text.text().is_empty() || self.rule.min == Some(0)).then(|| Value::from(text.text())),
            CellInput::Toggle { value, .. } => value.map(Value::Bool),
        }
    }

    /// Checks it, when it was touched.
    pub fn check(&mut self, touched: bool, required: bool) {
        self.error = None;
        if let (true, CellInput::Text(text)) = (touched, &self.input) {
            let cleared = text.text().is_empty() && !required;
            self.error = if cleared { None } else { self.rule.check(text.text()).err() };
        }
    }

    fn is_blank(&self) -> bool {
        matches!(&self.input, CellInput::Text(text) if text.text().is_empty())
    }
}

fn plain_or_empty(value: &Value) -> String {
    if value.is_null() { String::new() } else { plain(value) }
}

/// The entries of a collection.
#[derive(Debug)]
pub struct Entries {
    field: &'static Field,
    entries: Vec<Entry>,
}

/// One entry.
#[derive(Debug)]
pub struct Entry {
    /// Its cells: one for a list, two for a map, one a member for a record.
    pub cells: Vec<Cell>,
    /// What it was when the form was opened; `None` for an entry that was added.
    before: Option<Value>,
}

impl Entries {
    /// The entries of a value; `None` when it has a shape that its field does not expect.
    pub fn new(field: &'static Field, value: Option<&Value>) -> Option<Self> {
        let entries = match (&field.kind, value) {
            (_, None | Some(Value::Null)) => Vec::new(),
            (FieldKind::List(_), Some(Value::Array(items))) if items.iter().all(Value::is_string) => {
                items.iter().map(|item| Entry::new(field, Some(item.clone()))).collect()
            }
            (FieldKind::Records(_), Some(Value::Array(items))) if items.iter().all(Value::is_object) => {
                items.iter().map(|item| Entry::new(field, Some(item.clone()))).collect()
            }
            (FieldKind::Map { .. }, Some(Value::Object(members))) if members.values().all(Value::is_string) => members
                .iter()
                .map(|(key, value)| Entry::new(field, Some(Value::from(vec![Value::from(key.as_str()), value.clone()]))))
                .collect(),
            _ => return None,
        };
        Some(Self { field, entries })
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// Each entry's place and its number of cells.
    pub fn shape(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.entries.iter().enumerate().map(|(index, entry)| (index, entry.cells.len()))
    }

    /// A cell.
    pub fn cell(&self, entry: usize, cell: usize) -> Option<&Cell> {
        self.entries.get(entry)?.cells.get(cell)
    }

    /// A cell, to be changed.
    pub fn cell_mut(&mut self, entry: usize, cell: usize) -> Option<&mut Cell> {
        self.entries.get_mut(entry)?.cells.get_mut(cell)
    }

    /// Adds a blank entry at the end; its place.
    pub fn add(&mut self) -> usize {
        self.entries.push(Entry::new(self.field, None));
        self.entries.len() - 1
    }

    /// Puts the lines of a paste into the list, one entry each: in the place of the entry there while that is blank, else
    /// after it; the place after the last one.
    pub fn put_lines(&mut self, at: usize, lines: &[&str]) -> usize {
        let at = at.min(self.entries.len());
        let blank = self.entries.get(at).is_some_and(Entry::is_blank);
        let start = if blank || at == self.entries.len() { at } else { at + 1 };
        let entry = |line: &&str| {
            let mut entry = Entry::new(self.field, None);
            if let Some(cell) = entry.cells.first_mut() {
                cell.input = TextInput::new(line).into();
            }
            entry
        };
        let new: Vec<_> = lines.iter().map(entry).collect();
        self.entries.splice(start..start + usize::from(blank), new);
        start + lines.len()
    }

    /// Removes an entry.
    pub fn remove(&mut self, entry: usize) -> Option<Entry> {
        (entry < self.entries.len()).then(|| self.entries.remove(entry))
    }

    /// Puts a removed entry back.
    pub fn put_back(&mut self, place: usize, entry: Entry) {
        self.entries.insert(place.min(self.entries.len()), entry);
    }

    /// Whether an entry was added.
    pub fn has_added(&self) -> bool {
        self.entries.iter().any(|entry| entry.before.is_none())
    }

    /// The collection now. Untouched, it is the value before; emptied, it is an empty list or map, so that the
    /// request says so, unless the service refuses an empty one.
    pub fn value(&self, before: Option<&Value>) -> Option<Value> {
        let now = match self.field.kind {
            FieldKind::Map { .. } => {
                let pairs = self.entries.iter().filter_map(|entry| match entry.value(self.field) {
                    Value::Array(pair) => Some((plain(pair.first()?), pair.get(1)?.clone())),
                    _ => None,
                });
                Value::Object(pairs.collect::<Map<_, _>>())
            }
            _ => Value::Array(self.entries.iter().map(|entry| entry.value(self.field)).collect()),
        };
        let same = match (before, &self.entries.is_empty()) {
            (None | Some(Value::Null), empty) => *empty,
            (Some(before), _) => *before == now,
        };
        if same {
            return before.cloned();
        }
        let refused = self.entries.is_empty() && self.field.rule.min.is_some_and(|min| min > 0);
        (!refused).then_some(now)
    }

    /// Checks every entry that was touched, and the collection as a whole; what is wrong with the whole.
    pub fn check(&mut self, touched: bool, rule: &Rule) -> Option<String> {
        let values: Vec<_> = self.entries.iter().map(|entry| entry.identity(self.field)).collect();
        for (index, entry) in self.entries.iter_mut().enumerate() {
            let changed = entry.before.as_ref() != Some(&entry.value(self.field));
            for cell in &mut entry.cells {
                cell.check(changed, cell.rule.required || cell.rule.min.is_some_and(|min| min > 0));
            }
            let twice = values.iter().enumerate().any(|(other, value)| other != index && *value == values[index]);
            let first = entry.cells.first_mut().filter(|cell| changed && twice && cell.error.is_none());
            if let Some(cell) = first {
                cell.error = Some("is there twice".to_owned());
            }
        }
        if touched { check::count(rule, self.entries.len()).err() } else { None }
    }
}

impl Entry {
    fn new(field: &'static Field, before: Option<Value>) -> Self {
        let part = |part: &Part, text: Option<&Value>| {
            Cell::text(part.rule, &text.map(plain_or_empty).unwrap_or_default()).called(part.label, part.usual)
        };
        let cells = match &field.kind {
            FieldKind::List(item) => vec![part(item, before.as_ref())],
            FieldKind::Map { key, value, .. } => {
                let side = |index: usize| before.as_ref().and_then(|pair| pair.get(index));
                vec![part(key, side(0)), part(value, side(1))]
            }
            FieldKind::Records(fields) => fields
                .iter()
                .map(|field| {
                    let value = before.as_ref().and_then(|record| record.get(field.path));
                    match field.kind {
                        FieldKind::Toggle { .. } => Cell::toggle(field, value).called(field.label, &[]),
                        _ => Cell::text(field.rule, &value.map(plain_or_empty).unwrap_or_default()).called(field.label, &[]),
                    }
                })
                .collect(),
            _ => Vec::new(),
        };
        Self { cells, before }
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }

    /// Its value now: a text, a pair of key and value, or a record with the members that no field knows kept.
    fn value(&self, field: &'static Field) -> Value {
        match &field.kind {
            FieldKind::Records(fields) => {
                let mut record = self.before.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
                for (cell, field) in self.cells.iter().zip(fields.iter()) {
                    match cell.value(record.get(field.path)) {
                        Some(value) => {
                            record.insert(field.path.to_owned(), value);
                        }
                        None => {
                            record.shift_remove(field.path);
                        }
                    }
                }
                Value::Object(record)
            }
            FieldKind::Map { .. } => {
                let side = |index: usize| self.side(index, self.before.as_ref().and_then(|pair| pair.get(index)));
                Value::from(vec![side(0), side(1)])
            }
            _ => self.side(0, self.before.as_ref()),
        }
    }

    /// One text of a list's entry or a map's pair; a cleared one is an empty text, for its rule to refuse or allow.
    fn side(&self, cell: usize, before: Option<&Value>) -> Value {
        self.cells.get(cell).and_then(|cell| cell.value(before)).unwrap_or_else(|| Value::from(""))
    }

    /// What makes it the same entry as another one: a map's key, else the whole.
    fn identity(&self, field: &'static Field) -> Value {
        let value = self.value(field);
        match field.kind {
            FieldKind::Map { .. } => value.get(0).cloned().unwrap_or_default(),
            FieldKind::Records(fields) => {
                let texts = fields.iter().filter(|field| matches!(field.kind, FieldKind::Text));
                texts.map(|field| value.get(field.path).cloned().unwrap_or_default()).collect()
            }
            _ => value,
        }
    }
}
