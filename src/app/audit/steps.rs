//! The requests of a scan: what each one reads, and which ones there are.

use std::collections::HashMap;

use crate::app::audit::AuditFailure;
use crate::error::AppError;
use crate::message::{Call, Pages};
use crate::resource::tables::TOP;
use crate::resource::{Key, Kind, ListKey, Operation, Shows};

/// One request of the scan.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum AuditStep {
    /// The pools of a kind.
    Pools(ListKey),
    /// A list of a pool, which has this place among the pools, and its documents.
    Rows(usize, ListKey),
    /// A list of which only the ids and names are needed.
    Names(usize, ListKey),
    Document(usize, Key),
}

impl AuditStep {
    pub(super) const fn pool(&self) -> Option<usize> {
        match self {
            Self::Pools(_) => None,
            Self::Rows(pool, _) | Self::Names(pool, _) | Self::Document(pool, _) => Some(*pool),
        }
    }

    pub(super) fn call(&self, tokens: &HashMap<Self, String>) -> Call {
        let call = match self {
            Self::Pools(list) | Self::Rows(_, list) | Self::Names(_, list) => {
                Call::List(list.clone(), Pages::One(tokens.get(self).cloned()))
            }
            Self::Document(_, key) => Call::Describe(key.clone()),
        };
        Call::Scan(Box::new(call))
    }

    pub(super) const fn list(&self) -> Option<&ListKey> {
        match self {
            Self::Pools(list) | Self::Rows(_, list) | Self::Names(_, list) => Some(list),
            Self::Document(..) => None,
        }
    }
}

/// The requests for what is in a pool and has checks, or is on the trust map for no request of its own.
pub(super) fn parts(pool: usize, key: &Key) -> Vec<AuditStep> {
    let has_checks = |kind: &Kind| !kind.checks.findings.is_empty();
    let is_wanted = |kind: &Kind| has_checks(kind) || kind.related.is_mapped && kind.is_mapped_by_list();
    let steps = |shows: Shows| -> Vec<AuditStep> {
        match shows {
            Shows::Same(kinds) => {
                let kinds = kinds.iter().map(|kind| kind()).filter(|kind| has_checks(kind));
                kinds.map(|kind| AuditStep::Document(pool, Key { kind, ..key.clone() })).collect()
            }
            Shows::List(kind) if is_wanted(kind()) => vec![AuditStep::Rows(pool, key.children(kind()))],
            _ => Vec::new(),
        }
    };
    key.kind.tabs.iter().flat_map(|tab| steps(tab.shows)).collect()
}

/// The operations that a scan calls.
pub fn operations() -> Vec<&'static Operation> {
    let within = |top: &'static Kind| {
        let parts = parts(0, &Key::top(top, ""));
        parts.into_iter().map(|step| match step {
            AuditStep::Pools(list) | AuditStep::Rows(_, list) | AuditStep::Names(_, list) => list.kind,
            AuditStep::Document(_, key) => key.kind,
        })
    };
    let named = |top: &'static Kind| {
        top.tabs.iter().filter_map(|tab| match tab.shows {
            Shows::Named(kind, _) => Some(kind()),
            _ => None,
        })
    };
    let of_pool = |top| std::iter::once(top).chain(within(top)).chain(named(top));
    let kinds: Vec<_> = TOP.into_iter().flat_map(of_pool).collect();
    let findings = kinds.iter().flat_map(|kind| kind.checks.findings);
    let needed = findings.filter_map(|finding| finding.evidence).flat_map(|evidence| evidence.kinds);
    let needed = needed.map(|kind| kind()).collect::<Vec<_>>();
    let all = kinds.into_iter().chain(needed);
    let reads = |kind: &'static Kind| {
        let describe = kind.operations.describe.as_ref().filter(|_| !kind.is_mapped_by_list());
        kind.operations.list.iter().chain(describe)
    };
    all.flat_map(reads).collect()
}

pub(super) fn failure(step: &AuditStep, error: AppError, name_of: impl Fn(&Key) -> String) -> AuditFailure {
    let (what, key) = match step {
        AuditStep::Pools(list) => (list.kind.plural.to_lowercase(), None),
        AuditStep::Rows(_, list) | AuditStep::Names(_, list) => {
            let parent = list.kind.parent.map(|kind| kind()).zip(list.parents.split_last());
            let parent = parent.map(|(kind, (id, parents))| {
                name_of(&Key { kind, parents: parents.to_vec(), id: id.clone() })
            });
            let parent = parent.unwrap_or_default();
            (format!("{} of {parent}", list.kind.plural.to_lowercase()), None)
        }
        AuditStep::Document(_, key) => (format!("{} {}", key.kind.name, name_of(key)), Some(key.clone())),
    };
    AuditFailure { what, key, error }
}
