//! The entries of a collection in a form: list items, map pairs or records, each with rows of its own.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::app::form::field::{FieldBody, FormField, Strictness, check_rows, record};
use crate::resource::Document;
use crate::resource::display::value::{is_secret_key, plain};
use crate::resource::field::{Field, FieldKind, rule};

/// The entries of one collection: a list, a map, or records.
#[derive(Debug, Clone)]
pub struct Entries {
    field: &'static Field,
    entries: Vec<Entry>,
}

/// One list item, map pair or record.
#[derive(Debug, Clone)]
pub struct Entry {
    /// One row for a list item; the key and the value, or its members, for a map pair; one row per member of
    /// a record.
    pub rows: Vec<FormField>,
    /// The value when the form opened.
    before: Option<Value>,
    /// True if the entry was absent when the form opened.
    added: bool,
}

impl Entries {
    /// The entries of a value; `None` if the value has an unexpected shape.
    pub fn new(field: &'static Field, value: Option<&Value>) -> Option<Self> {
        let fits = |kind: &FieldKind, value: &Value| {
            if matches!(kind, FieldKind::Record(_)) { value.is_object() } else { value.is_string() }
        };
        let entries = match (&field.kind, value) {
            (_, None | Some(Value::Null)) => Vec::new(),
            (FieldKind::List(section), Some(Value::Array(items)))
                if items.iter().all(|item| fits(&section.kind, item)) =>
            {
                items.iter().map(|item| Entry::new(field, Some(item.clone()))).collect()
            }
            (FieldKind::Records(_), Some(Value::Array(items))) if items.iter().all(Value::is_object) => {
                items.iter().map(|item| Entry::new(field, Some(item.clone()))).collect()
            }
            (FieldKind::Map { value, .. }, Some(Value::Object(members)))
                if members.values().all(|item| fits(&value.kind, item)) =>
            {
                members
                    .iter()
                    .map(|(key, value)| {
                        Entry::new(field, Some(Value::from(vec![Value::from(key.as_str()), value.clone()])))
                    })
                    .collect()
            }
            _ => return None,
        };
        Some(Self { field, entries })
    }

    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    pub fn rows(&self, entry: usize) -> Option<&[FormField]> {
        self.entries.get(entry).map(|entry| entry.rows.as_slice())
    }

    pub fn rows_mut(&mut self, entry: usize) -> Option<&mut [FormField]> {
        self.entries.get_mut(entry).map(|entry| entry.rows.as_mut_slice())
    }

    /// The entries of a value that is filled in, all as new ones.
    pub(crate) fn filled(field: &'static Field, value: Option<&Value>) -> Option<Self> {
        let mut filled = Self::new(field, value)?;
        for entry in &mut filled.entries {
            entry.added = true;
        }
        Some(filled)
    }

    /// The rule in words, if so many more entries do not fit.
    pub(super) fn refusal_of(&self, more: usize) -> Option<String> {
        rule::room(&self.field.rule, self.len() + more).err()
    }

    /// Adds a blank entry at the end and returns its index.
    pub fn add(&mut self) -> usize {
        self.entries.push(Entry::new(self.field, None));
        self.entries.len() - 1
    }

    /// Puts pasted lines into the list, one entry each, in place of a blank entry at `at` or behind it, and
    /// returns the index after the last one.
    pub fn put_lines(&mut self, at: usize, lines: &[&str]) -> usize {
        let at = at.min(self.entries.len());
        let blank = self.entries.get(at).is_some_and(Entry::is_blank);
        let start = if blank || at == self.entries.len() { at } else { at + 1 };
        let entry = |line: &&str| {
            let mut entry = Entry::new(self.field, None);
            if let Some(row) = entry.rows.first_mut() {
                row.fill(Some(&Value::from(*line)));
            }
            entry
        };
        let new: Vec<_> = lines.iter().map(entry).collect();
        self.entries.splice(start..start + usize::from(blank), new);
        start + lines.len()
    }

    pub fn remove(&mut self, entry: usize) {
        if entry < self.entries.len() {
            self.entries.remove(entry);
        }
    }

    pub(super) fn reads_like(&self, other: &Self) -> bool {
        let same = |(own, other): (&Entry, &Entry)| {
            own.rows.iter().zip(&other.rows).all(|(own, other)| own.reads_like(other))
        };
        self.len() == other.len() && self.entries.iter().zip(&other.entries).all(same)
    }

    /// Moves an entry by one position and returns its new index; `None` at the ends of the collection.
    pub fn shift(&mut self, entry: usize, down: bool) -> Option<usize> {
        let to = if down { entry.checked_add(1)? } else { entry.checked_sub(1)? };
        (entry < self.entries.len() && to < self.entries.len()).then(|| {
            self.entries.swap(entry, to);
            to
        })
    }

    pub fn has_added(&self) -> bool {
        self.entries.iter().any(|entry| entry.added)
    }

    /// The edited collection: untouched, the value from before; emptied, an empty one, so that the request
    /// clears the setting, unless the service refuses that.
    pub(crate) fn value(&self, before: Option<&Value>) -> Option<Value> {
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
        let is_same = |before: &Value| *before == now;
        if before.filter(|before| !before.is_null()).map_or(self.is_empty(), is_same) {
            return before.cloned();
        }
        let refused = self.entries.is_empty() && self.field.rule.min.is_some_and(|min| min > 0);
        (!refused).then_some(now)
    }

    /// Checks every touched entry; returns an error about the collection as a whole.
    pub(crate) fn check(&mut self, touched: bool, strict: Strictness) -> Option<String> {
        let values: Vec<_> = self.entries.iter().map(|entry| entry.identity(self.field)).collect();
        let mut times: HashMap<_, usize> = HashMap::new();
        for value in &values {
            *times.entry(value).or_default() += 1;
        }
        for (entry, value) in self.entries.iter_mut().zip(&values) {
            let changed =
                strict.all || entry.added || entry.before.as_ref() != Some(&entry.value(self.field));
            entry.check(self.field, Strictness { all: changed, ..strict });
            let twice = times.get(value).is_some_and(|times| *times > 1);
            let blank = entry.is_blank();
            let first = entry.rows.iter_mut().find_map(|row| match &mut row.input {
                FieldBody::Value(cell) => Some(cell),
                _ => None,
            });
            if let Some(cell) = first.filter(|cell| changed && cell.error.is_none()) {
                if blank && strict.done {
                    cell.error = Some("is empty: fill it in or remove it".to_owned());
                } else if twice && !blank {
                    cell.error = Some("is a duplicate".to_owned());
                }
            }
        }
        let count = self.entries.len();
        if touched && (strict.done || count > 0) { rule::count(&self.field.rule, count).err() } else { None }
    }

    /// Puts an error on every map key for which `refused` returns a message.
    pub(crate) fn refuse_keys(&mut self, refused: impl Fn(&str) -> Option<String>) {
        for entry in &mut self.entries {
            if let Some(FormField { input: FieldBody::Value(cell), .. }) = entry.rows.first_mut()
                && let Some(words) = cell.text().and_then(&refused)
            {
                cell.error = Some(words);
            }
        }
    }
}

impl Entry {
    fn new(field: &'static Field, before: Option<Value>) -> Self {
        let side = |index: usize| before.as_ref().and_then(|pair| pair.get(index));
        let rows = match &field.kind {
            FieldKind::List(item) => vec![FormField::new(item, before.as_ref())],
            FieldKind::Map { key, value: Field { kind: FieldKind::Record(fields), .. }, .. } => {
                let mut rows = vec![FormField::new(key, side(0))];
                rows.extend(member_rows(fields, side(1)));
                rows
            }
            FieldKind::Map { key, value, .. } => {
                vec![FormField::new(key, side(0)), FormField::new(value, side(1))]
            }
            FieldKind::Records(fields) => member_rows(fields, before.as_ref()),
            _ => Vec::new(),
        };
        let mut entry = Self { rows, added: before.is_none(), before };
        entry.mask(field);
        entry
    }

    /// Masks the value of a map pair whose key marks it as secret.
    fn mask(&mut self, field: &Field) {
        if let (FieldKind::Map { secret, .. }, [key, value]) = (&field.kind, self.rows.as_mut_slice())
            && let (FieldBody::Value(key), FieldBody::Value(value)) = (&key.input, &mut value.input)
            && key.text().is_some_and(|key| is_secret_key(secret, key))
        {
            value.mask();
        }
    }

    fn is_blank(&self) -> bool {
        self.rows.iter().all(FormField::is_blank)
    }

    /// The record, or the record in a map pair's value, as it was when the form opened.
    fn record_before(&self, field: &Field) -> Document {
        let record = match field.kind {
            FieldKind::Map { .. } => self.before.as_ref().and_then(|pair| pair.get(1)),
            _ => self.before.as_ref(),
        };
        record.cloned().and_then(Document::from_value).unwrap_or_default()
    }

    /// The edited value: a text, a pair of key and value, or a record. Members that no field knows are kept
    /// in the record.
    fn value(&self, field: &'static Field) -> Value {
        match &field.kind {
            FieldKind::Records(_) => {
                let before = self.record_before(field);
                without_emptied(record(&self.rows, &before), &before).into_value()
            }
            FieldKind::Map { value, .. } => {
                let side =
                    |index: usize| self.side(index, self.before.as_ref().and_then(|pair| pair.get(index)));
                let value = match value.kind {
                    FieldKind::Record(_) => {
                        record(self.rows.get(1..).unwrap_or_default(), &self.record_before(field))
                            .into_value()
                    }
                    _ => side(1),
                };
                Value::from(vec![side(0), value])
            }
            _ => self.side(0, self.before.as_ref()),
        }
    }

    /// The text of a list item, or one side of a map pair. A cleared text is empty, so that its rule can
    /// refuse or allow it.
    fn side(&self, row: usize, before: Option<&Value>) -> Value {
        self.rows.get(row).and_then(|row| row.value(before)).unwrap_or_else(|| Value::from(""))
    }

    fn check(&mut self, field: &'static Field, strict: Strictness) {
        self.mask(field);
        let before = self.record_before(field);
        match &field.kind {
            FieldKind::Records(_) => check_rows(&mut self.rows, &before, strict),
            FieldKind::Map { value: Field { kind: FieldKind::Record(_), .. }, .. } => {
                if let Some((key, rows)) = self.rows.split_first_mut() {
                    key.check(self.before.as_ref().and_then(|pair| pair.get(0)), strict);
                    check_rows(rows, &before, strict);
                }
            }
            FieldKind::Map { .. } => {
                for (index, row) in self.rows.iter_mut().enumerate() {
                    row.check(self.before.as_ref().and_then(|pair| pair.get(index)), strict);
                }
            }
            _ => self.rows.iter_mut().for_each(|row| row.check(self.before.as_ref(), strict)),
        }
    }

    /// The part of an entry that makes it a duplicate of another: a map's key, a record's texts and choices,
    /// else the whole value.
    fn identity(&self, field: &'static Field) -> Value {
        let value = self.value(field);
        match field.kind {
            FieldKind::Map { .. } => value.get(0).cloned().unwrap_or_default(),
            FieldKind::Records(fields) => {
                let texts = fields
                    .iter()
                    .filter(|field| matches!(field.kind, FieldKind::Text | FieldKind::Choice(_)));
                texts.map(|field| value.get(field.path).cloned().unwrap_or_default()).collect()
            }
            _ => value,
        }
    }
}

/// One row per member of a record. The rows of a new record are filled with their fields' defaults.
fn member_rows(fields: &'static [Field], record: Option<&Value>) -> Vec<FormField> {
    let known = record.cloned().and_then(Document::from_value);
    let row = |field: &'static Field| match &known {
        Some(record) => FormField::member(field, record),
        None => FormField::started(field),
    };
    fields.iter().map(row).collect()
}

/// A record without the structures that its edit has emptied: AWS takes them for settings without a value.
fn without_emptied(mut record: Document, before: &Document) -> Document {
    let is_empty = |value: &Value| value.as_object().is_some_and(serde_json::Map::is_empty);
    let members = record.members().iter();
    let emptied = members.filter(|(name, value)| is_empty(value) && before.get(name) != Some(*value));
    for name in emptied.map(|(name, _)| name.clone()).collect::<Vec<_>>() {
        record.remove(&name);
    }
    record
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::Kind;
    use crate::resource::tables::{CLIENT, IDENTITY_POOL};

    fn entries(kind: &'static Kind, path: &str, value: &Value) -> Entries {
        let field = kind.fields.iter().find(|field| field.path == path).expect("a field");
        Entries::new(field, Some(value)).expect("the shape of the field")
    }

    fn urls(value: &Value) -> Entries {
        entries(&CLIENT, "CallbackURLs", value)
    }

    #[test]
    fn an_entry_is_added_at_the_end_and_others_stay() {
        let before = json!(["https://a.example"]);
        let mut urls = urls(&before);
        let at = urls.add();
        urls.rows_mut(at).expect("the new entry")[0].fill(Some(&json!("https://b.example")));
        assert_eq!((at, urls.has_added()), (1, true));
        assert_eq!(urls.value(Some(&before)), Some(json!(["https://a.example", "https://b.example"])));
    }

    #[test]
    fn entries_change_places_and_stop_at_both_ends() {
        let mut urls = urls(&json!(["a", "b", "c"]));
        assert_eq!((urls.shift(0, true), urls.shift(2, true), urls.shift(0, false)), (Some(1), None, None));
        assert_eq!(urls.value(None), Some(json!(["b", "a", "c"])));
    }

    #[test]
    fn a_collection_that_is_emptied_is_sent_empty_and_one_that_was_absent_stays_absent() {
        let before = json!(["https://a.example"]);
        let mut emptied = urls(&before);
        emptied.remove(0);
        assert_eq!(emptied.value(Some(&before)), Some(json!([])));
        assert_eq!(urls(&json!([])).value(None), None);
        assert_eq!(urls(&Value::Null).value(Some(&Value::Null)), Some(Value::Null));
    }

    #[test]
    fn a_map_keeps_its_keys_and_values() {
        let before = json!({"accounts.google.com": "1", "graph.facebook.com": "2"});
        let mut logins = entries(&IDENTITY_POOL, "SupportedLoginProviders", &before);
        logins.rows_mut(1).expect("an entry")[1].fill(Some(&json!("3")));
        let after = json!({"accounts.google.com": "1", "graph.facebook.com": "3"});
        assert_eq!(logins.value(Some(&before)), Some(after));
    }

    #[test]
    fn a_value_of_another_shape_has_no_entries() {
        let field = CLIENT.fields.iter().find(|field| field.path == "CallbackURLs").expect("a field");
        for value in [json!("https://a.example"), json!({"a": "b"}), json!([1])] {
            assert!(Entries::new(field, Some(&value)).is_none(), "{value}");
        }
    }
}
