//! Edits of a document from outside of a form: single members as a command line names them, and documents,
//! whole or in part, as files hold them.

pub mod patch;
pub mod text;

use std::fmt;

use serde_json::{Map, Value};

use crate::resource::diff::SettingPath;
use crate::resource::{Access, Document, Field, FieldKind, Kind, changes};

/// One edit of a document.
#[derive(Clone, PartialEq, Eq)]
pub enum DocumentEdit {
    /// Sets a member, or a key of a map.
    Set(SettingPath, Value),
    /// Adds entries to a list that does not have them yet.
    Add(SettingPath, Vec<Value>),
    /// Removes entries from a list.
    Remove(SettingPath, Vec<Value>),
    /// Takes a member away.
    Unset(SettingPath),
    /// Changes what a document names, whole or in part: structures are merged, everything else is replaced,
    /// and null takes a member away (RFC 7396).
    Merge(Value),
}

/// Prints the path only: a value may be a secret.
impl fmt::Debug for DocumentEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set(place, _) => write!(f, "Set({})", place.path),
            Self::Add(place, _) => write!(f, "Add({})", place.path),
            Self::Remove(place, _) => write!(f, "Remove({})", place.path),
            Self::Unset(place) => write!(f, "Unset({})", place.path),
            Self::Merge(_) => f.write_str("Merge"),
        }
    }
}

/// The document after the edits, one after the other. Members that AWS sets stay as they are, and one that an
/// update would keep where it is left out becomes empty where it is taken away.
///
/// # Errors
/// If an edit can't be made: a sentence.
pub fn edited(base: &Document, edits: &[DocumentEdit], kind: &Kind) -> Result<Document, String> {
    let mut document = base.clone();
    for edit in edits {
        document = edit.apply(document, base, kind)?;
    }
    for field in kind.fields.iter().filter(|field| field.access == Access::ReadOnly) {
        if document.get(field.path) != base.get(field.path) {
            document.set(field.path, base.get(field.path).cloned());
        }
    }
    kind.empty_removed(base, &mut document);
    kind.complete(base, &mut document);
    for change in changes(base, &document, kind) {
        let Some(field) = change.field else { continue };
        let path = &change.place.path;
        if field.access == Access::CreateOnlyWriteOnly {
            return Err(format!("{path} can be set only when the {} is created", kind.name));
        }
        if let Some(reason) = field.locked(change.before.as_ref()) {
            return Err(format!("{path}: {reason}"));
        }
    }
    Ok(document)
}

/// The empty value of a list or a map.
pub(crate) fn empty_value(field: &Field) -> Option<Value> {
    match field.kind {
        FieldKind::List(_) | FieldKind::Records(_) => Some(Value::Array(Vec::new())),
        FieldKind::Map { .. } => Some(Value::Object(Map::new())),
        _ => None,
    }
}

impl Kind {
    /// Empties the lists and maps that were removed, where an update keeps what it does not name.
    pub(crate) fn empty_removed(&self, base: &Document, document: &mut Document) {
        for name in base.members().keys().filter(|_| self.update.partial_update) {
            if let (None, Some(empty)) =
                (document.members().get(name), self.field(name).and_then(empty_value))
            {
                document.set(name, Some(empty));
            }
        }
    }

    /// Removes edited structures that lack every member they require, and lets settings follow those that
    /// took their place.
    pub fn complete(&self, base: &Document, document: &mut Document) {
        for (structure, needs) in self.update.requires_one_of {
            let has = |name: &&str| {
                !crate::resource::verdict::holds_nothing(document.get(&format!("{structure}.{name}")))
            };
            if document.get(structure) != base.get(structure) && !needs.iter().any(has) {
                document.set(structure, None);
            }
        }
        for field in self.fields {
            field.follow_successor(base, document);
        }
    }
}

impl DocumentEdit {
    fn apply(&self, mut document: Document, base: &Document, kind: &Kind) -> Result<Document, String> {
        match self {
            Self::Set(place, value) => set(&mut document, place, Some(value.clone()))?,
            Self::Unset(place) if place.value_in(&document).is_none() => {}
            Self::Unset(place) => set(&mut document, place, None)?,
            Self::Add(place, entries) => {
                let mut list = list_at(&document, place)?;
                for entry in entries.iter().filter(|entry| !list.contains(entry)).collect::<Vec<_>>() {
                    list.push(entry.clone());
                }
                set(&mut document, place, Some(Value::Array(list)))?;
            }
            Self::Remove(place, entries) => {
                let mut list = list_at(&document, place)?;
                let before = list.len();
                list.retain(|entry| !entries.contains(entry));
                if list.len() != before {
                    set(&mut document, place, Some(Value::Array(list)))?;
                }
            }
            Self::Merge(patch) => {
                let patch = patch::with_secrets(patch, base, kind)?;
                let mut value = document.into_value();
                patch::merge(&mut value, &patch);
                document = Document::from_value(value).unwrap_or_default();
            }
        }
        Ok(document)
    }
}

fn list_at(document: &Document, place: &SettingPath) -> Result<Vec<Value>, String> {
    match place.value_in(document) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => Ok(items.clone()),
        Some(_) => Err(format!("{} is no list here", place.path)),
    }
}

fn set(document: &mut Document, place: &SettingPath, value: Option<Value>) -> Result<(), String> {
    let Some(key) = &place.key else {
        if value.is_some() && !document.can_hold(&place.path) {
            return Err(format!("{} can't be set: what contains it is no structure here", place.path));
        }
        document.set(&place.path, value);
        return Ok(());
    };
    let mut map = document.get(&place.path).and_then(Value::as_object).cloned().unwrap_or_default();
    match value {
        Some(value) => {
            map.insert(key.clone(), value);
        }
        None => {
            map.shift_remove(key);
        }
    }
    document.set(&place.path, Some(Value::Object(map)));
    Ok(())
}

#[cfg(test)]
mod tests;
