//! The scan of all pools for findings: what it reads and in which order, how far it is, and what it could not
//! read. It reads a few documents at a time, pool by pool, until the user stops it.

mod acting;
mod running;
mod words;

pub use running::ListedFinding;

use std::collections::{HashMap, HashSet, VecDeque};

use crate::app::remote::Remote;
use crate::error::{AppError, ErrorKind};
use crate::message::{Call, Pages, Reply, RequestId};
use crate::resource::tables::TOP;
use crate::resource::{Document, Key, Kind, ListKey, Operation, Shows};

/// Largest number of reads under way at the same time.
const AT_ONCE: usize = 4;

/// A scan, or that there was none.
#[derive(Debug, Default)]
pub struct Audit {
    pub stage: AuditStage,
    /// The pools in the order in which they were listed.
    pools: Vec<AuditedPool>,
    waiting: VecDeque<AuditStep>,
    reading: Vec<(RequestId, AuditStep)>,
    /// The tokens of the next pages of lists that were begun.
    tokens: HashMap<ListKey, String>,
    /// Number of requests so far, those for further pages included.
    pub calls: usize,
    /// What could not be read.
    pub failures: Vec<AuditFailure>,
    /// Why the scan can't go on by itself.
    pub halted: Option<AppError>,
    /// The documents that were read or are to be read: a list that was stopped is listed again.
    known: HashSet<Key>,
    /// The ids or the names of the pools to read; all, if there are none.
    only: Vec<String>,
}

/// How far the scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AuditStage {
    #[default]
    NotStarted,
    Running,
    /// The user stopped it; it can go on from there.
    Stopped,
    /// Everything was read, or could not be read, at this time in seconds since 1970.
    Over(i64),
}

/// A pool of the scan.
#[derive(Debug)]
struct AuditedPool {
    key: Key,
    /// Number of its reads that have not ended.
    open: usize,
    calls: usize,
}

/// Something that could not be read, so that its checks were not made.
#[derive(Debug, Clone)]
pub struct AuditFailure {
    /// The resource, or the list, in words: "app clients of shop".
    pub what: String,
    pub key: Option<Key>,
    pub error: AppError,
}

/// One request of the scan.
#[derive(Debug, Clone, PartialEq, Eq)]
enum AuditStep {
    /// The pools of a kind.
    Pools(ListKey),
    /// A list of a pool, which has this place among the pools.
    Rows(usize, ListKey),
    Document(usize, Key),
}

impl AuditStep {
    const fn pool(&self) -> Option<usize> {
        match self {
            Self::Pools(_) => None,
            Self::Rows(pool, _) | Self::Document(pool, _) => Some(*pool),
        }
    }

    fn call(&self, tokens: &HashMap<ListKey, String>) -> Call {
        let call = match self {
            Self::Pools(list) | Self::Rows(_, list) => {
                Call::List(list.clone(), Pages::One(tokens.get(list).cloned()))
            }
            Self::Document(_, key) => Call::Describe(key.clone()),
        };
        Call::Scan(Box::new(call))
    }

    const fn list(&self) -> Option<&ListKey> {
        match self {
            Self::Pools(list) | Self::Rows(_, list) => Some(list),
            Self::Document(..) => None,
        }
    }
}

/// What the reply to a request of the scan brings.
#[derive(Debug, Default)]
pub(crate) struct AuditNews {
    pub document: Option<(Key, Option<Document>)>,
    /// A pool of which everything was read.
    pub finished: Option<Key>,
}

impl Audit {
    /// A scan of all pools, or of some by their ids or names, before its first request.
    pub(crate) fn begin(only: Vec<String>) -> Self {
        let waiting = TOP.into_iter().map(|kind| AuditStep::Pools(ListKey::top(kind))).collect();
        Self { stage: AuditStage::Running, waiting, only, ..Self::default() }
    }

    pub fn is_running(&self) -> bool {
        self.stage == AuditStage::Running
    }

    /// True if everything was read.
    pub fn is_complete(&self) -> bool {
        matches!(self.stage, AuditStage::Over(_)) && self.failures.is_empty()
    }

    /// Number of the pools of which everything was read, or could not be read.
    pub fn pools_read(&self) -> usize {
        self.pools.iter().filter(|pool| pool.open == 0).count()
    }

    /// Number of the pools that were listed.
    pub const fn pools_listed(&self) -> usize {
        self.pools.len()
    }

    /// The pools that were listed, each with its number of requests.
    pub fn pools(&self) -> impl Iterator<Item = (&Key, usize)> {
        self.pools.iter().map(|pool| (&pool.key, pool.calls))
    }

    /// True if the pools are not all listed yet.
    pub fn is_listing(&self) -> bool {
        let mut steps = self.waiting.iter().chain(self.reading.iter().map(|(_, step)| step));
        steps.any(|step| matches!(step, AuditStep::Pools(_)))
    }

    /// How far the scan is, as the state of a list.
    pub(crate) fn load(&self) -> Remote {
        match (self.stage, self.reading.first()) {
            (AuditStage::NotStarted, _) => Remote::NotAsked,
            (AuditStage::Running, Some((id, _))) => Remote::Loading(*id),
            (AuditStage::Running | AuditStage::Stopped, _) => Remote::Stopped,
            (AuditStage::Over(_), _) => Remote::Ready(()),
        }
    }

    /// The next request, if one may start now.
    pub(crate) fn next_call(&mut self) -> Option<Call> {
        if !self.is_running() || self.reading.len() >= AT_ONCE {
            return None;
        }
        self.waiting.front().map(|step| step.call(&self.tokens))
    }

    /// Notes that the next request has started.
    pub(crate) fn started(&mut self, id: RequestId) {
        let Some(step) = self.waiting.pop_front() else { return };
        self.calls += 1;
        if let Some(pool) = step.pool().and_then(|pool| self.pools.get_mut(pool)) {
            pool.calls += 1;
        }
        self.reading.push((id, step));
    }

    fn step(&self, id: RequestId) -> Option<&AuditStep> {
        self.reading.iter().find(|(reading, _)| *reading == id).map(|(_, step)| step)
    }

    /// Takes a page of a list: the pools, or the resources of a pool.
    pub(crate) fn extend(&mut self, id: RequestId, rows: &[Document]) {
        let Some(step) = self.step(id).cloned() else { return };
        match step {
            AuditStep::Pools(list) => {
                let is_wanted = |key: &Key, row: &Document| {
                    let name = list.kind.name_of(row);
                    self.only.is_empty()
                        || self.only.iter().any(|only| *only == key.id || Some(only.as_str()) == name)
                };
                let pools: Vec<_> =
                    rows.iter().filter_map(|row| list.row(row).filter(|key| is_wanted(key, row))).collect();
                let pools: Vec<_> = pools.into_iter().filter(|key| self.known.insert(key.clone())).collect();
                for key in pools {
                    self.waiting.push_back(AuditStep::Document(self.pools.len(), key.clone()));
                    self.pools.push(AuditedPool { key, open: 1, calls: 0 });
                }
            }
            AuditStep::Rows(pool, list) => {
                let mut keys: Vec<_> = rows.iter().filter_map(|row| list.row(row)).collect();
                keys.retain(|key| self.known.insert(key.clone()));
                self.add(pool, keys.into_iter().map(|key| AuditStep::Document(pool, key)).collect());
            }
            AuditStep::Document(..) => {}
        }
    }

    /// Adds requests of a pool before those of later pools.
    fn add(&mut self, pool: usize, steps: Vec<AuditStep>) {
        if let Some(pool) = self.pools.get_mut(pool) {
            pool.open += steps.len();
        }
        let is_later = |step: &AuditStep| step.pool().is_none_or(|other| other > pool);
        let at = self.waiting.iter().position(is_later).unwrap_or(self.waiting.len());
        for (offset, step) in steps.into_iter().enumerate() {
            self.waiting.insert(at + offset, step);
        }
    }

    /// Takes the reply to a request, at time `now`: a document, or the end of a page.
    pub(crate) fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        name_of: impl Fn(&Key) -> String,
        now: i64,
    ) -> AuditNews {
        let Some(at) = self.reading.iter().position(|(reading, _)| *reading == id) else {
            return AuditNews::default();
        };
        let (_, step) = self.reading.remove(at);
        let mut news = AuditNews::default();
        match result {
            // There is another page.
            Ok(Reply::Listed(Some(token))) if step.list().is_some_and(|list| self.is_next(list, &token)) => {
                self.waiting.push_front(step);
                return news;
            }
            Ok(reply) => {
                let document = match reply {
                    Reply::Document(document) => document,
                    _ => None,
                };
                if let AuditStep::Document(pool, key) = &step {
                    if document.is_some() && key.parents.is_empty() && !key.kind.is_part() {
                        self.add(*pool, parts(*pool, key));
                    }
                    news.document = Some((key.clone(), document));
                }
            }
            // What was deleted meanwhile has no findings.
            Err(error) if error.kind == ErrorKind::NotFound => {
                if let AuditStep::Document(_, key) = &step {
                    news.document = Some((key.clone(), None));
                }
            }
            // Without credentials, each further request would fail alike.
            Err(error) if error.kind == ErrorKind::Credentials => {
                self.stage = AuditStage::Stopped;
                self.halted = Some(error);
                self.waiting.push_front(step);
                return news;
            }
            Err(error) => self.failures.push(failure(&step, error, name_of)),
        }
        if let Some(pool) = step.pool().and_then(|pool| self.pools.get_mut(pool)) {
            pool.open -= 1;
            news.finished = (pool.open == 0).then(|| pool.key.clone());
        }
        if self.is_running() && self.waiting.is_empty() && self.reading.is_empty() {
            self.stage = AuditStage::Over(now);
        }
        news
    }

    /// Notes the token of a list's next page; false if the list does not get on.
    fn is_next(&mut self, list: &ListKey, token: &str) -> bool {
        self.tokens.insert(list.clone(), token.to_owned()).as_deref() != Some(token)
    }

    /// Stops the scan, if one of these requests is its own; what was under way is read later.
    pub(crate) fn stop(&mut self, ids: &[RequestId]) {
        if !self.reading.iter().any(|(id, _)| ids.contains(id)) {
            return;
        }
        self.stage = AuditStage::Stopped;
        for (_, step) in self.reading.drain(..).rev() {
            self.waiting.push_front(step);
        }
    }

    /// Goes on with a scan that was stopped.
    pub(crate) fn go_on(&mut self) {
        self.stage = AuditStage::Running;
        self.halted = None;
    }
}

/// The requests for what is in a pool and has checks.
fn parts(pool: usize, key: &Key) -> Vec<AuditStep> {
    let has_checks = |kind: &Kind| !kind.checks.findings.is_empty();
    let steps = |shows: Shows| -> Vec<AuditStep> {
        match shows {
            Shows::Same(kinds) => {
                let kinds = kinds.iter().map(|kind| kind()).filter(|kind| has_checks(kind));
                kinds.map(|kind| AuditStep::Document(pool, Key { kind, ..key.clone() })).collect()
            }
            Shows::List(kind) if has_checks(kind()) => vec![AuditStep::Rows(pool, key.children(kind()))],
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
            AuditStep::Pools(list) | AuditStep::Rows(_, list) => list.kind,
            AuditStep::Document(_, key) => key.kind,
        })
    };
    let kinds = TOP.into_iter().flat_map(|top| std::iter::once(top).chain(within(top)));
    kinds.flat_map(|kind| [&kind.operations.list, &kind.operations.describe]).flatten().collect()
}

fn failure(step: &AuditStep, error: AppError, name_of: impl Fn(&Key) -> String) -> AuditFailure {
    let (what, key) = match step {
        AuditStep::Pools(list) => (list.kind.plural.to_lowercase(), None),
        AuditStep::Rows(_, list) => {
            let parent = list.kind.parent.map(|kind| kind()).zip(list.parents.last());
            let parent = parent.map(|(kind, id)| name_of(&Key::top(kind, id.clone()))).unwrap_or_default();
            (format!("{} of {parent}", list.kind.plural.to_lowercase()), None)
        }
        AuditStep::Document(_, key) => (format!("{} {}", key.kind.name, name_of(key)), Some(key.clone())),
    };
    AuditFailure { what, key, error }
}

#[cfg(test)]
mod tests;
