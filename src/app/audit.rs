//! The scan of all pools for findings: what it reads and in which order, how far it is, and what it could not
//! read. It reads a few documents at a time, pool by pool, until the user stops it.

mod acting;
mod running;
mod steps;
pub(crate) mod words;

pub use running::ListedFinding;
pub use steps::operations;

use std::collections::{HashMap, HashSet, VecDeque};

use crate::app::audit::steps::{AuditStep, failure, parts};
use crate::app::remote::Remote;
use crate::error::{AppError, ErrorKind};
use crate::message::{Call, Reply, RequestId};
use crate::resource::finding::Need;
use crate::resource::tables::{ROLE, TOP};
use crate::resource::{Document, Key, ListKey};

/// Largest number of reads under way at the same time.
const AT_ONCE: usize = 4;

/// A scan after another one does not read again what was read within this time, in seconds, unless the user
/// has asked for another one.
pub const MAX_AGE: i64 = 300;

/// A scan, or that there was none.
#[derive(Debug, Default)]
pub struct Audit {
    pub stage: AuditStage,
    /// The pools in the order in which they were listed.
    pools: Vec<AuditedPool>,
    waiting: VecDeque<AuditStep>,
    reading: Vec<(RequestId, AuditStep)>,
    /// The tokens of the next pages of lists that were begun.
    tokens: HashMap<AuditStep, String>,
    /// Number of requests so far, those for further pages included.
    pub calls: usize,
    /// What could not be read.
    pub failures: Vec<AuditFailure>,
    /// Why the scan can't go on by itself.
    pub halted: Option<AppError>,
    /// The documents that were read or are to be read: a list that was stopped is listed again.
    known: HashSet<Key>,
    /// The lists that were read or are to be read.
    known_lists: HashSet<ListKey>,
    /// The rows of the lists that were begun.
    rows: HashMap<AuditStep, Vec<Document>>,
    /// The ids or the names of the pools to read; all, if there are none.
    only: Vec<String>,
    /// What was read shortly before the scan.
    young: HashSet<Key>,
    /// Number of documents that were not read again, because they are young.
    pub spared: usize,
    /// What counts as young for the next scan, in seconds.
    max_age: i64,
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

impl AuditFailure {
    fn is_of_role(&self) -> bool {
        self.key.as_ref().is_some_and(|key| *key.kind == ROLE)
    }

    /// What could not be read, and why.
    fn words(&self) -> (&str, &str) {
        (&self.what, self.error.why())
    }
}

/// What the reply to a request of the scan brings.
#[derive(Debug, Default)]
pub(crate) struct AuditNews {
    pub document: Option<(Key, Option<Document>)>,
    /// A list that was read to its end.
    pub list: Option<(ListKey, Vec<Document>)>,
    /// A document that could not be read.
    pub unread: Option<(Key, AppError)>,
    /// A pool of which everything was read.
    pub finished: Option<Key>,
}

impl Audit {
    /// A scan of all pools, or of some by their ids or names, before its first request.
    pub(crate) fn begin(only: Vec<String>, max_age: i64) -> Self {
        let lists = || TOP.into_iter().map(ListKey::top);
        let (waiting, known_lists) = (lists().map(AuditStep::Pools).collect(), lists().collect());
        Self { stage: AuditStage::Running, waiting, known_lists, only, max_age, ..Self::default() }
    }

    /// The same without a read of some documents, which were read shortly before.
    pub(crate) fn sparing(self, young: HashSet<Key>) -> Self {
        Self { young, ..self }
    }

    pub fn is_running(&self) -> bool {
        self.stage == AuditStage::Running
    }

    /// True if everything was read.
    pub fn is_complete(&self) -> bool {
        matches!(self.stage, AuditStage::Over(_)) && self.failures.is_empty()
    }

    /// True if all that refers to other resources was read; roles refer to none.
    pub fn has_read_all_pools(&self) -> bool {
        matches!(self.stage, AuditStage::Over(_)) && self.failures.iter().all(AuditFailure::is_of_role)
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
        if step.list().is_some() {
            self.rows.entry(step.clone()).or_default().extend_from_slice(rows);
        }
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
                    let pool = self.pools.len();
                    if self.young.contains(&key) {
                        let parts = parts(pool, &key);
                        self.known_lists.extend(parts.iter().filter_map(AuditStep::list).cloned());
                        self.pools.push(AuditedPool { key, open: 0, calls: 0 });
                        self.spared += 1;
                        self.add(pool, parts);
                    } else {
                        self.waiting.push_back(AuditStep::Document(pool, key.clone()));
                        self.pools.push(AuditedPool { key, open: 1, calls: 0 });
                    }
                }
            }
            // The rows are the documents.
            AuditStep::Rows(_, list) if list.kind.is_mapped_by_list() => {}
            AuditStep::Rows(pool, list) => {
                let mut keys: Vec<_> = rows.iter().filter_map(|row| list.row(row)).collect();
                keys.retain(|key| self.known.insert(key.clone()));
                self.add(pool, keys.into_iter().map(|key| AuditStep::Document(pool, key)).collect());
            }
            AuditStep::Document(..) | AuditStep::Names(..) => {}
        }
    }

    /// Adds the requests for what the checks of a pool's resources need beside them; false if all of that was
    /// asked for already.
    pub(crate) fn need(&mut self, pool: &Key, needs: Vec<Need>) -> bool {
        let Some(pool) = self.pools.iter().position(|audited| audited.key == *pool) else { return false };
        let mut steps = Vec::new();
        for need in needs {
            let step = match need {
                Need::List(list) => AuditStep::Names(pool, list),
                Need::Documents(list) => AuditStep::Rows(pool, list),
                Need::Document(key) | Need::Existence(key) => AuditStep::Document(pool, key),
            };
            let is_new = match &step {
                AuditStep::Document(_, key) => self.known.insert(key.clone()),
                step => step.list().is_some_and(|list| self.known_lists.insert(list.clone())),
            };
            let is_young = matches!(&step, AuditStep::Document(_, key) if self.young.contains(key));
            self.spared += usize::from(is_new && is_young);
            steps.extend((is_new && !is_young).then_some(step));
        }
        if steps.is_empty() {
            return false;
        }
        self.add(pool, steps);
        self.stage = AuditStage::Running;
        true
    }

    /// Notes a document that can't be read, so that nothing is sent for it.
    pub(crate) fn leave_out(&mut self, key: Key, error: AppError) {
        if self.known.insert(key.clone()) {
            let what = format!("{} {}", key.kind.name, key.short_id());
            self.failures.push(AuditFailure { what, key: Some(key), error });
        }
    }

    /// Adds requests of a pool before those of later pools, without those for young documents.
    fn add(&mut self, pool: usize, mut steps: Vec<AuditStep>) {
        let all = steps.len();
        steps.retain(|step| !matches!(step, AuditStep::Document(_, key) if self.young.contains(key)));
        self.spared += all - steps.len();
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
            Ok(Reply::Listed(Some(token))) if step.list().is_some() && self.is_next(&step, &token) => {
                self.waiting.push_front(step);
                return news;
            }
            Ok(reply) => {
                let document = match reply {
                    Reply::Document(document) => document,
                    _ => None,
                };
                news.list =
                    step.list().map(|list| (list.clone(), self.rows.remove(&step).unwrap_or_default()));
                if let AuditStep::Document(pool, key) = &step {
                    if document.is_some() && key.parents.is_empty() && !key.kind.is_part() {
                        let steps = parts(*pool, key);
                        self.known_lists.extend(steps.iter().filter_map(AuditStep::list).cloned());
                        self.add(*pool, steps);
                    }
                    news.document = Some((key.clone(), document));
                }
            }
            // What was deleted meanwhile has no findings.
            Err(error) if error.kind == ErrorKind::NotFound => {
                news.list = step.list().map(|list| (list.clone(), Vec::new()));
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
            Err(error) => {
                if let AuditStep::Document(_, key) = &step {
                    news.unread = Some((key.clone(), error.clone()));
                }
                self.failures.push(failure(&step, error, name_of));
            }
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
    fn is_next(&mut self, list: &AuditStep, token: &str) -> bool {
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

#[cfg(test)]
mod tests;
