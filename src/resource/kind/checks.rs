//! The checks of a kind: findings, cross-field rules, and the fields that errors of the service are about.

use crate::resource::finding::Known;
use crate::resource::{Document, Finding, Key, Kind};

/// The rules, findings and error mapping of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Checks {
    pub findings: &'static [Finding],
    pub cross_field_rules: &'static [CrossFieldRule],
    /// The path of the field that a refusal is about, by the beginning of the refusal: an error code, or a
    /// code and the first words of its message, in which `*` is any text. The first match counts.
    pub error_fields: &'static [(&'static str, &'static str)],
    /// What to do about a refusal, by the beginning of the refusal.
    pub error_hints: &'static [(&'static str, &'static str)],
}

impl Checks {
    pub const EMPTY: Self =
        Self { findings: &[], cross_field_rules: &[], error_fields: &[], error_hints: &[] };
}

/// A rule over several members of a document.
#[derive(Debug, Clone, Copy)]
pub struct CrossFieldRule {
    /// The member that shows the message.
    pub path: &'static str,
    /// AWS refuses a document that breaks the rule; otherwise the message is advice.
    pub refused: bool,
    /// The message, if the document breaks the rule.
    pub check: fn(&Document, &ValidationContext<'_>) -> Option<String>,
}

/// The data beside the document itself that findings and cross-field rules may use.
#[derive(Debug, Clone, Copy, Default)]
pub struct ValidationContext<'a> {
    /// `None` until the companion has been read.
    pub companion: Option<&'a Document>,
    /// The siblings that have been read so far.
    pub siblings: &'a [Document],
    /// The lists in which names are looked up, as far as they are known.
    pub lists: &'a [NamedRows],
    /// The document before the edit; `None` for a new resource.
    pub base: Option<&'a Document>,
    /// An address, and the text that was fetched from there.
    pub fetched: Option<(&'a str, &'a str)>,
    /// The form was submitted: rules complain about missing members from then on.
    pub complete: bool,
    /// The resource, where what it needs beside its documents is known.
    pub key: Option<&'a Key>,
    /// What was read of other resources.
    pub known: Option<&'a dyn Known>,
    /// Hosts that are no longer in use.
    pub retired_hosts: &'a [String],
    /// Seconds since 1970; 0 where the time is unknown.
    pub now: i64,
}

/// The rows of a list with the same parent, in which names are looked up.
#[derive(Debug, Clone)]
pub struct NamedRows {
    pub kind: &'static Kind,
    pub rows: Vec<Document>,
    pub extent: RowsExtent,
}

/// How much of a list is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowsExtent {
    Loading,
    Whole,
    Failed,
}

impl<'a> ValidationContext<'a> {
    /// The resource, and what was read of others.
    pub fn evidence(&self) -> Option<(&'a Key, &'a dyn Known)> {
        self.key.zip(self.known)
    }

    /// The rows of a list that was read to its end.
    pub fn whole_list(&self, kind: &Kind) -> Option<&[Document]> {
        let list = self.lists.iter().find(|list| list.kind == kind)?;
        (list.extent == RowsExtent::Whole).then_some(list.rows.as_slice())
    }

    /// True if a list could not be read.
    pub fn is_list_unreadable(&self, kind: &Kind) -> bool {
        self.lists.iter().any(|list| list.kind == kind && list.extent == RowsExtent::Failed)
    }
}
