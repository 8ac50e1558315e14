//! The checks of documents: the types of their values, their rules, and the rules between them. Whatever was
//! written as JSON is checked here, whether in an editor, in a file, or beside another document. A form
//! checks the text of each field by the same rules, and has its rules between fields from here. What an edit
//! left as it was is not checked: AWS has taken it.

pub mod types;

use std::fmt;

use serde_json::{Map, Value};

use crate::resource::check::types::{STRUCTURE, mistyped};
use crate::resource::document::value_at;
use crate::resource::edit::empty_value;
use crate::resource::field::rule;
use crate::resource::field::unknown::unknown;
use crate::resource::verdict::holds_nothing;
use crate::resource::{Change, Document, Field, FieldKind, Kind, ValidationContext, changes};

/// A value that can't be sent, and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentFault {
    /// Member names joined by dots, with the places in lists: `CallbackURLs[2]`.
    pub path: String,
    pub text: String,
}

impl fmt::Display for DocumentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.text)
    }
}

impl DocumentFault {
    pub(super) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

/// Fails with all of some faults.
///
/// # Errors
/// The faults in words, if there are any.
pub fn in_words(faults: &[DocumentFault]) -> Result<(), String> {
    let words: Vec<_> = faults.iter().map(DocumentFault::to_string).collect();
    if words.is_empty() { Ok(()) } else { Err(words.join("; ")) }
}

/// The faults of an edited document, in the order of the table.
pub fn faults(
    base: &Document,
    edited: &Document,
    kind: &'static Kind,
    context: &ValidationContext,
) -> Vec<DocumentFault> {
    let mut found = locked_faults(base, edited, kind);
    for change in changes(base, edited, kind) {
        check_change(&change, edited, kind, &mut found);
    }
    found.extend(incomplete_structures(base, edited, kind));
    found.extend(uncleared(base, edited, kind));
    let context = ValidationContext { base: Some(base), complete: true, ..*context };
    let broken = broken_rules(edited, kind, &context).into_iter().filter(|rule| rule.is_refused);
    found.extend(broken.map(|rule| DocumentFault::new(rule.path, rule.text)));
    found.dedup();
    found
}

/// The faults of the values of a new resource's document. What is missing is the form's to say.
pub fn new_faults(document: &Document, kind: &'static Kind) -> Vec<DocumentFault> {
    let base = Document::default();
    let mut found = Vec::new();
    for change in changes(&base, document, kind) {
        check_change(&change, document, kind, &mut found);
    }
    found.extend(incomplete_structures(&base, document, kind));
    found.dedup();
    found
}

/// A rule between settings that a document breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenRule {
    pub path: &'static str,
    pub text: String,
    /// True if AWS refuses the document; false for advice, and for what was so before the edit.
    pub is_refused: bool,
}

/// The rules between settings that a document breaks. A violation older than the edit is no reason to refuse.
pub fn broken_rules(document: &Document, kind: &Kind, context: &ValidationContext) -> Vec<BrokenRule> {
    let broken = kind.checks.cross_field_rules.iter().filter_map(|rule| {
        let text = (rule.check)(document, context)?;
        let was_broken = context.base.is_some_and(|base| (rule.check)(base, context).as_ref() == Some(&text));
        Some(BrokenRule { path: rule.path, text, is_refused: rule.refused && !was_broken })
    });
    broken.collect()
}

/// The first member of a document that neither the table nor the resource has, and whose name is almost that
/// of one that the table has. Any other one may be newer than the table.
pub fn misspelt_member(document: &Document, base: &Document, kind: &Kind) -> Option<DocumentFault> {
    let members = || kind.fields.iter().flat_map(|field| [field.path, field.member()]);
    let ids: Vec<_> = kind.id_members().collect();
    let unknown = unknown(kind, document).into_iter().map(|(path, _)| path);
    let mut unknown = unknown.filter(|path| base.get(path).is_none() && !ids.contains(&path.as_str()));
    unknown.find_map(|path| {
        let near = misspelt(&path, members())?;
        Some(DocumentFault::new(path, no_such_member(near)))
    })
}

fn no_such_member(near: &str) -> String {
    format!("there is no such member; did you mean {near}?")
}

/// Members that an update can't clear by leaving them out, because it keeps what it does not name.
fn uncleared(base: &Document, edited: &Document, kind: &Kind) -> Vec<DocumentFault> {
    let names = base.members().keys().filter(|_| kind.update.partial_update);
    let gone = names.filter(|name| edited.get(name).is_none());
    let settings = gone.filter_map(|name| kind.field(name).filter(|field| field.locked(None).is_none()));
    let fault = |field: &Field| match empty_value(field) {
        Some(empty) => format!("stays as it is where it is left out: {empty} clears it"),
        None => "can't be cleared: give it another value".to_owned(),
    };
    settings.map(|field| DocumentFault::new(field.path, fault(field))).collect()
}

/// Values that only AWS or another operation changes.
fn locked_faults(base: &Document, edited: &Document, kind: &Kind) -> Vec<DocumentFault> {
    let fields = kind.visible_fields(base);
    let is_changed = |field: &&Field| base.get(field.path) != edited.get(field.path);
    let fault =
        |field: &'static Field| Some(DocumentFault::new(field.path, field.locked(base.get(field.path))?));
    fields.filter(is_changed).filter_map(fault).collect()
}

fn check_change(change: &Change, edited: &Document, kind: &'static Kind, found: &mut Vec<DocumentFault>) {
    let path = change.place.path.as_str();
    let Some(field) = change.field else {
        check_unknown(change, kind, found);
        return;
    };
    if field.locked(change.before.as_ref()).is_some() {
        return;
    }
    match (&change.place.key, &change.after) {
        (Some(key), after) => {
            if let (FieldKind::Map { key: key_part, value, .. }, Some(after)) = (&field.kind, after) {
                let path = format!("{path}.{key}");
                check_key(&path, key, key_part, found);
                check_value(&path, value, change.before.as_ref(), after, found);
            }
            let entries = edited.get(path).and_then(Value::as_object).map_or(0, Map::len);
            check_count(path, field, entries, found);
        }
        (None, Some(after)) => check_value(path, field, change.before.as_ref(), after, found),
        (None, None) if field.rule.required && field.is_visible(edited.members()) => {
            found.push(DocumentFault::new(path, "is required"));
        }
        (None, None) => {}
    }
}

/// A member that no row is about: the structure around some rows, or one that this version does not know.
fn check_unknown(change: &Change, kind: &Kind, found: &mut Vec<DocumentFault>) {
    let path = change.place.path.as_str();
    let Some(after) = &change.after else { return };
    let inside = |field: &Field| field.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
    let members = kind.fields.iter().flat_map(|field| [field.path, field.member()]);
    if kind.fields.iter().any(inside) {
        if !after.is_object() && !after.is_null() {
            found.push(DocumentFault::new(path, STRUCTURE));
        }
    } else if let (None, Some(near)) = (&change.before, misspelt(path, members)) {
        found.push(DocumentFault::new(path, no_such_member(near)));
    }
}

/// The member of a table that a name misspells. A name that is further away may be newer than the table.
fn misspelt<'a>(name: &str, members: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_ascii_lowercase();
    let distance = |member: &str| strsim::damerau_levenshtein(&wanted, &member.to_ascii_lowercase());
    let rated = members.map(|member| (distance(member), member));
    rated
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= 2)
        .map(|(_, member)| member)
}

/// Structures that AWS takes only with one of some members.
fn incomplete_structures(base: &Document, edited: &Document, kind: &Kind) -> Vec<DocumentFault> {
    let mut found = Vec::new();
    for (structure, needs) in kind.update.requires_one_of {
        let value = edited.get(structure).filter(|value| !holds_nothing(Some(value)));
        let has = |name: &&&str| !holds_nothing(edited.get(&format!("{structure}.{name}")));
        if value.is_some()
            && edited.get(structure) != base.get(structure)
            && !needs.iter().any(|name| has(&name))
        {
            found.push(DocumentFault::new(*structure, format!("needs {}", needs.join(" or "))));
        }
    }
    found
}

fn check_value(
    path: &str,
    field: &Field,
    before: Option<&Value>,
    now: &Value,
    found: &mut Vec<DocumentFault>,
) {
    if before == Some(now) || now.is_null() {
        return;
    }
    let mut refuse = |text: String| found.push(DocumentFault::new(path, text));
    if let Some(words) = mistyped(field, now) {
        refuse(words);
        return;
    }
    match (&field.kind, now) {
        (FieldKind::Text | FieldKind::LongText | FieldKind::Secret, Value::String(text)) => {
            if let Err(words) = field.rule.check(text) {
                refuse(words);
            }
        }
        (FieldKind::Choice(values), now) if !now.as_str().is_some_and(|now| values.contains(&now)) => {
            refuse(format!("must be one of {}", values.join(", ")));
        }
        (FieldKind::Number { unit }, now) => {
            if let Err(words) = rule::number(&field.rule, &now.to_string(), unit) {
                refuse(format!("must be {words}"));
            }
        }
        (FieldKind::List(_) | FieldKind::Records(_), Value::Array(items)) => {
            check_list(path, field, before, items, found);
        }
        (FieldKind::Map { key, value, .. }, Value::Object(members)) => {
            let before = before.and_then(Value::as_object);
            for (name, now) in members {
                let before = before.and_then(|before| before.get(name));
                let path = format!("{path}.{name}");
                if before.is_none() {
                    check_key(&path, name, key, found);
                }
                check_value(&path, value, before, now, found);
            }
            check_count(path, field, members.len(), found);
        }
        (FieldKind::Record(fields), Value::Object(members)) => {
            check_record(path, fields, before, members, found);
        }
        _ => {}
    }
}

fn check_key(path: &str, key: &str, part: &Field, found: &mut Vec<DocumentFault>) {
    if let Err(words) = part.rule.check(key) {
        found.push(DocumentFault::new(path, format!("the name {words}")));
    }
}

fn check_count(path: &str, field: &Field, entries: usize, found: &mut Vec<DocumentFault>) {
    if let Err(words) = rule::count(&field.rule, entries) {
        found.push(DocumentFault::new(path, words));
    }
}

/// Checks the entries that the list did not have before.
fn check_list(
    path: &str,
    field: &Field,
    before: Option<&Value>,
    items: &[Value],
    found: &mut Vec<DocumentFault>,
) {
    let before = before.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for (at, item) in items.iter().enumerate().filter(|(_, item)| !before.contains(item)) {
        let path = format!("{path}[{at}]");
        match (&field.kind, item) {
            (FieldKind::List(part), _) => check_value(&path, part, None, item, found),
            (FieldKind::Records(fields), Value::Object(members)) => {
                check_record(&path, fields, None, members, found);
            }
            _ => found.push(DocumentFault::new(path, STRUCTURE)),
        }
    }
    check_count(path, field, items.len(), found);
}

fn check_record(
    path: &str,
    fields: &[Field],
    before: Option<&Value>,
    members: &Map<String, Value>,
    found: &mut Vec<DocumentFault>,
) {
    let whole = Value::Object(members.clone());
    for field in fields.iter().filter(|field| field.is_visible(members)) {
        let path = format!("{path}.{}", field.path);
        match value_at(&whole, field.path) {
            Some(now) => {
                check_value(&path, field, before.and_then(|before| value_at(before, field.path)), now, found);
            }
            None if field.rule.required => found.push(DocumentFault::new(path, "is required")),
            None => {}
        }
    }
    let is_known = |name: &str| fields.iter().any(|field| field.member() == name);
    for name in members.keys().filter(|name| !is_known(name)) {
        if let Some(near) = misspelt(name, fields.iter().map(Field::member)) {
            found.push(DocumentFault::new(format!("{path}.{name}"), no_such_member(near)));
        }
    }
}

#[cfg(test)]
mod tests;
