//! What a bulk change does to each resource.

use serde_json::Value;

use crate::app::dialog::choose_value;
use crate::message::Call;
use crate::resource::display::value::display;
use crate::resource::urls::Replacement;
use crate::resource::{Document, Kind, Listing};

/// What is changed in each of many resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// A setting that is true or false gets a value.
    Toggle {
        /// The setting.
        path: &'static str,
        /// The index of the chosen value in [`VALUES`](choose_value::VALUES).
        chosen: usize,
    },
    /// One host takes the place of another in all URLs.
    ReplaceHost(Replacement),
    /// A value goes out of a list.
    Detach {
        /// The list.
        path: &'static str,
        /// The value.
        value: String,
    },
}

impl Edit {
    /// Whether it is for those that hold something: the others are left out, and not settled.
    pub const fn only_where_present(&self) -> bool {
        matches!(self, Self::ReplaceHost(_) | Self::Detach { .. })
    }

    /// The document as it is to be.
    pub(crate) fn apply(&self, base: &Document, kind: &Kind) -> Result<Document, String> {
        match self {
            Self::Toggle { path, chosen } => Ok(choose_value::with_value(base, path, *chosen)),
            Self::ReplaceHost(replacement) => replacement.in_document(base, kind),
            Self::Detach { path, value } => {
                let mut edited = base.clone();
                if let Some(Value::Array(items)) = base.get(path) {
                    let left = items.iter().filter(|item| item.as_str() != Some(value)).cloned().collect();
                    edited.set(path, Some(Value::Array(left)));
                }
                Ok(edited)
            }
        }
    }

    /// What it is called, over the whole.
    pub fn title(&self, kind: &Kind) -> String {
        match self {
            Self::Toggle { path, .. } => kind.field(path).map_or(*path, |field| field.label).to_owned(),
            Self::ReplaceHost(Replacement { from, to }) => format!("{from} → {to}"),
            Self::Detach { path, value } => {
                format!("{} without {value}", kind.field(path).map_or(*path, |field| field.label))
            }
        }
    }

    /// What is said of a resource that is as it is to be.
    pub fn nothing(&self, kind: &Kind) -> String {
        match self {
            Self::Toggle { path, chosen } => {
                let value = choose_value::value(*chosen);
                let now = kind
                    .field(path)
                    .map(|field| display(field, Some(&value)).text(false).to_owned())
                    .unwrap_or_default();
                format!("already {now}, skipped")
            }
            Self::ReplaceHost(Replacement { from, .. }) => format!("no URL with {from}"),
            Self::Detach { value, .. } => format!("{value} is not listed"),
        }
    }
}

/// The same call in its turn, where many of them at once would spend the quota that production lives on.
pub(crate) fn prefer_paced(call: Call) -> Call {
    match call {
        Call::Describe(key) if key.kind.listing == Listing::VisibleRowsDescribed => Call::Prefetch(key),
        call => call,
    }
}
