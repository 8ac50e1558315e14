//! The change that a bulk edit makes to each resource.

use serde_json::Value;

use crate::app::change::bulk::{Choices, Copying, Granting};
use crate::app::dialog::choose_value;
use crate::history::{Record, Reverted, revert};
use crate::resource::display::plural::plural;
use crate::resource::display::value::display;
use crate::resource::urls::Replacement;
use crate::resource::{Document, Finding, Fix, Key, Kind};

/// The change to each resource of a bulk edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Sets a setting that a key toggles.
    Toggle {
        /// Path of the setting.
        path: &'static str,
        /// Index of the chosen value in [`Kind::toggle_values`].
        chosen: usize,
    },
    /// Replaces a host in all URLs.
    ReplaceHost(Replacement),
    /// Removes a value from a list.
    Detach {
        /// Path of the list that has the value.
        path: &'static str,
        value: String,
        /// How far the check for resources with the value has come, unless all were checked.
        unchecked: Option<String>,
    },
    /// Takes back the recorded change of each resource.
    Revert(Vec<Record>),
    /// Makes the edits that fix findings.
    Fix(Vec<(Key, &'static Finding)>),
    /// Copies the resources into another one. They themselves stay as they are.
    Copy(Box<Copying>),
    /// Adds the name of a new resource to lists that give access to it.
    Grant(Box<Granting>),
}

impl Edit {
    /// True for edits that concern only the resources with the old value: the others are skipped.
    pub const fn only_where_present(&self) -> bool {
        matches!(
            self,
            Self::ReplaceHost(_) | Self::Detach { .. } | Self::Revert(_) | Self::Fix(_) | Self::Grant(_)
        )
    }

    /// The rows to choose from before anything is read, if the edit has such.
    pub(crate) fn choices_mut(&mut self) -> Option<&mut Choices> {
        match self {
            Self::Copy(copying) => Some(&mut copying.choices),
            Self::Grant(granting) => Some(&mut granting.choices),
            _ => None,
        }
    }

    /// How many things can be chosen for a row.
    pub(crate) fn levels(&self) -> usize {
        if let Self::Grant(granting) = self { granting.grants.lists.len() } else { 1 }
    }

    /// True while the rows to choose from are read.
    pub fn is_listing(&self) -> bool {
        match self {
            Self::Copy(copying) => copying.is_listing(),
            Self::Grant(granting) => !granting.list.load.is_over(),
            _ => false,
        }
    }

    /// Applies the edit to a document; the error says why the result is not allowed.
    pub(crate) fn apply(&self, base: &Document, key: &Key) -> Result<Document, String> {
        let kind = key.kind;
        match self {
            Self::Toggle { path, chosen } => Ok(choose_value::with_value(base, kind, path, *chosen)),
            Self::ReplaceHost(replacement) => replacement.in_document(base, kind),
            Self::Detach { path, value, .. } => {
                let mut edited = base.clone();
                if let Some(Value::Array(items)) = base.get(path) {
                    let left = items.iter().filter(|item| item.as_str() != Some(value)).cloned().collect();
                    edited.set(path, Some(Value::Array(left)));
                }
                Ok(edited)
            }
            Self::Fix(findings) => {
                let mut edited = base.clone();
                for (_, finding) in findings.iter().filter(|(of, _)| of == key) {
                    if let Fix::Edit(edit) = finding.fix {
                        edit(&mut edited);
                    }
                }
                Ok(edited)
            }
            Self::Copy(_) => Ok(base.clone()),
            Self::Grant(granting) => Ok(granting.apply(base, key)),
            Self::Revert(records) => {
                let changes = record_of(records, key).map(|record| record.changes.as_slice());
                let Reverted { document, moved, .. } = revert(changes.unwrap_or_default(), base, kind, false);
                match moved.first() {
                    Some(moved) => Err(format!("Left alone: {} was changed since", moved.setting)),
                    None => Ok(document),
                }
            }
        }
    }

    /// The entry whose change the edit of a resource takes back, if it does.
    pub(crate) fn reverts(&self, key: &Key) -> Option<String> {
        match self {
            Self::Revert(records) => Some(record_of(records, key)?.id.clone()),
            Self::Toggle { .. }
            | Self::ReplaceHost(_)
            | Self::Detach { .. }
            | Self::Fix(_)
            | Self::Copy(_)
            | Self::Grant(_) => None,
        }
    }

    /// Title of the bulk edit: the setting, or the hosts.
    pub fn title(&self, kind: &Kind) -> String {
        match self {
            Self::Toggle { path, .. } => kind.field(path).map_or(*path, |field| field.label).to_owned(),
            Self::ReplaceHost(Replacement { from, to }) => format!("{from} → {to}"),
            Self::Detach { path, value, .. } => {
                format!("{} without {value}", kind.field(path).map_or(*path, |field| field.label))
            }
            Self::Revert(_) => "Taking back".to_owned(),
            Self::Fix(findings) => format!("Fixes of {}", plural(findings.len(), "finding")),
            Self::Copy(copying) => format!("Copies into {}", copying.to.1),
            Self::Grant(granting) => format!("Access to {}", granting.names()),
        }
    }

    /// Text about a resource that the edit does not change.
    pub fn nothing(&self, kind: &Kind) -> String {
        match self {
            Self::Toggle { path, chosen } => {
                let value = choose_value::value(kind, path, *chosen);
                let now = kind
                    .field(path)
                    .map(|field| display(field, value.as_ref()).text(false).to_owned())
                    .unwrap_or_default();
                format!("already {now}, skipped")
            }
            Self::ReplaceHost(Replacement { from, .. }) => format!("no URL with {from}"),
            Self::Detach { value, .. } => format!("{value} is not listed"),
            Self::Revert(_) => "as before the change".to_owned(),
            Self::Fix(_) => "fixed already".to_owned(),
            Self::Copy(copying) => format!("{} has one already", copying.to.1),
            Self::Grant(granting) => format!("listed already: {}", granting.names()),
        }
    }
}

fn record_of<'a>(records: &'a [Record], key: &Key) -> Option<&'a Record> {
    records.iter().find(|record| record.key().as_ref() == Some(key))
}
