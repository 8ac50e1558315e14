//! Starts, feeds and stops the scan, and lists what was found.

use crate::app::App;
use crate::app::audit::{Audit, AuditStage, MAX_AGE};
use crate::app::cache::Unread;
use crate::app::requests::Purpose;
use crate::app::screen::Screen;
use crate::config::Exception;
use crate::error::AppError;
use crate::message::{Effect, Reply, RequestId};
use crate::resource::finding::{FINDING, Need};
use crate::resource::tables::TOP;
use crate::resource::{Document, Finding, Key, Shows, TabLayout};
use serde_json::Value;

/// A finding at a resource, with the names by which people know the resource.
#[derive(Debug)]
pub struct ListedFinding {
    pub finding: &'static Finding,
    pub key: Key,
    /// The name of the resource after that of its pool: "shop › web".
    pub place: String,
    /// The exception that accepts it, or did until it expired.
    pub exception: Option<Exception>,
    /// True if the exception holds.
    pub is_accepted: bool,
}

/// The letters and the number of a check, so that CL9 comes before CL10.
fn check_order(finding: &Finding) -> (&'static str, u32) {
    let id = finding.id;
    let (letters, number) = id.split_at(id.find(|char: char| char.is_ascii_digit()).unwrap_or(id.len()));
    (letters, number.parse().unwrap_or_default())
}

impl App {
    /// Starts the scan of all pools, or goes on with one that was stopped.
    /// After a whole scan, only what is older than asked is read again.
    pub(crate) fn scan(&mut self) -> Vec<Effect> {
        match self.audit.stage {
            AuditStage::Running => {}
            AuditStage::Stopped => self.audit.go_on(),
            AuditStage::NotStarted => self.audit = Audit::begin(Vec::new(), self.max_age()),
            AuditStage::Over(_) => {
                let young = self.references.read_since(self.now - self.max_age() + 1);
                self.audit = Audit::begin(Vec::new(), self.max_age()).sparing(young);
            }
        }
        self.read_for_audit()
    }

    /// Starts the scan of all pools, whenever they were read before.
    pub(crate) fn scan_all(&mut self) -> Vec<Effect> {
        if !self.audit.is_running() {
            self.audit = Audit::begin(Vec::new(), self.max_age());
        }
        self.read_for_audit()
    }

    fn max_age(&self) -> i64 {
        self.options.max_age.unwrap_or(MAX_AGE)
    }

    /// Starts the next requests of the scan.
    pub(crate) fn read_for_audit(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while let Some(call) = self.audit.next_call() {
            let label = format!("Scanning: {}", self.audit.pools_in_words());
            let (id, effect) = self.requests.start(label, Purpose::Audit, call);
            self.audit.started(id);
            effects.push(effect);
        }
        effects
    }

    pub(crate) fn handle_audit_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
    ) -> Vec<Effect> {
        let mut audit = std::mem::take(&mut self.audit);
        let news = audit.handle_reply(id, result, |key| self.name_of(key), self.now);
        self.audit = audit;
        if let Some((list, rows)) = news.list {
            self.list_read(&list, &rows);
            for row in rows.into_iter().filter(|_| list.kind.is_mapped_by_list()) {
                if let Some(key) = list.row(&row) {
                    self.document_read(&key, row);
                }
            }
        }
        match news.document {
            Some((key, Some(document))) => self.document_read(&key, document),
            Some((key, None)) => self.document_absent(&key),
            None => {}
        }
        if let Some((key, error)) = news.unread {
            self.cache.insert_unread(key, Unread::Failed(error));
        }
        if let Some(pool) = news.finished {
            let is_within = |key: &Key| key.outermost_parent() == Some(pool.id.as_str());
            let mut needs = self.needs(|key| is_within(key) || key.kind.is_part() && key.id == pool.id);
            needs.extend(self.named_by(&pool));
            let needs = self.without_foreign(needs);
            if !self.audit.need(&pool, needs) {
                self.recheck(|key| key.id == pool.id || is_within(key));
                self.forget_secrets();
            }
        }
        if matches!(self.audit.stage, AuditStage::Over(_)) {
            // By now most of what the pools need of each other was read for other reasons.
            let pools: Vec<_> = self.audit.pools().map(|(key, _)| key.clone()).collect();
            for pool in pools {
                let needs = self.needs(|key| *key == pool);
                let needs = self.without_foreign(needs);
                self.audit.need(&pool, needs);
            }
            if !self.audit.is_running() {
                self.recheck(|_| true);
            }
        }
        self.read_for_audit()
    }

    /// What the checks of some resources need beside them.
    fn needs(&self, which: impl Fn(&Key) -> bool) -> Vec<Need> {
        let mut keys: Vec<_> = self.totals.resources().map(|(key, _)| key).filter(|key| which(key)).collect();
        keys.sort_by_cached_key(|key| key.way());
        keys.into_iter().flat_map(|key| self.needs_of(key)).collect()
    }

    /// The resources whose ids are in the document of another one: the domains of a user pool.
    fn named_by(&self, key: &Key) -> Vec<Need> {
        let Some(document) = self.cache.get(key) else { return Vec::new() };
        let named = |tab: &TabLayout| -> Vec<Need> {
            let Shows::Named(kind, ids) = tab.shows else { return Vec::new() };
            let list = key.children(kind());
            ids(document).into_iter().map(|id| Need::Document(list.key(id))).collect()
        };
        key.kind.tabs.iter().flat_map(named).collect()
    }

    /// The same without the roles of other accounts, which are noted as not read.
    fn without_foreign(&mut self, needs: Vec<Need>) -> Vec<Need> {
        let mut rest = Vec::new();
        for need in needs {
            match &need {
                Need::Existence(key) if let Some(error) = self.foreign(key) => {
                    self.cache.insert_unread(key.clone(), Unread::Failed(error.clone()));
                    self.audit.leave_out(key.clone(), error);
                }
                _ => rest.push(need),
            }
        }
        rest
    }

    /// Lists what was found, where the top level shows it.
    pub(crate) fn list_findings(&mut self) {
        if self.screens.len() == 1 {
            self.list_findings_anyway();
        }
    }

    /// Lists what was found, whatever is shown over the top level.
    pub(crate) fn list_findings_anyway(&mut self) {
        let rows = self.totals.take_unlisted().then(|| self.finding_rows());
        let load = self.audit.load();
        let lists = self.screens.iter_mut().flat_map(Screen::lists_mut);
        for list in lists.filter(|list| *list.key.kind == FINDING) {
            list.load = load.clone();
            if let Some(rows) = rows.clone() {
                list.replace(rows);
            }
        }
    }

    fn finding_rows(&self) -> Vec<Document> {
        let row = |listed: ListedFinding| {
            let mut row = listed.finding.row(&listed.key, &listed.place);
            let words = listed.exception.map(|exception| Value::from(exception.words()));
            if listed.is_accepted {
                row.set("Severity", Some(Value::from("accepted")));
                row.set("Accepted", words);
            } else {
                row.set("Expired", words);
            }
            row
        };
        self.all_findings().into_iter().map(row).collect()
    }

    /// The findings of everything that was read, worst first, then by check and place.
    pub fn all_findings(&self) -> Vec<ListedFinding> {
        let mut found: Vec<ListedFinding> = Vec::new();
        for (key, checked) in self.totals.resources() {
            let place = self.place_of(key, &checked.name);
            let expired = |finding: &Finding| {
                let its = checked.expired.iter().find(|(expired, _)| *expired == finding);
                its.map(|(_, exception)| exception)
            };
            let all = checked.found.iter().map(|finding| (*finding, expired(finding), false));
            let accepted =
                checked.accepted.iter().map(|(finding, exception)| (*finding, Some(exception), true));
            found.extend(all.chain(accepted).map(|(finding, exception, is_accepted)| ListedFinding {
                finding,
                key: key.clone(),
                place: place.clone(),
                exception: exception.cloned(),
                is_accepted,
            }));
        }
        found.sort_by(|one, other| {
            let is_accepted = one.is_accepted.cmp(&other.is_accepted);
            let of_finding = is_accepted.then(other.finding.severity.cmp(&one.finding.severity));
            let of_finding =
                of_finding.then_with(|| check_order(one.finding).cmp(&check_order(other.finding)));
            let of_place = one.place.cmp(&other.place).then_with(|| one.key.way().cmp(&other.key.way()));
            of_finding.then(of_place).then_with(|| one.finding.text.cmp(other.finding.text))
        });
        found
    }

    /// The name of a resource as last read, or its id.
    pub fn name_of(&self, key: &Key) -> String {
        let document = self.cache.get(key);
        document.and_then(|document| key.kind.name_of(document)).unwrap_or_else(|| key.short_id()).to_owned()
    }

    /// The name of a resource after that of its pool: "shop › web".
    pub fn place_of(&self, key: &Key, name: &str) -> String {
        let pool = key.outermost_parent().or_else(|| key.kind.is_part().then_some(key.id.as_str()));
        let Some(pool) = pool else { return name.to_owned() };
        let named = TOP.into_iter().find_map(|kind| kind.name_of(self.cache.get(&Key::top(kind, pool))?));
        let pool_name = named.unwrap_or(pool);
        let own = if key.kind.is_part() { key.kind.name } else { name };
        format!("{pool_name} › {own}")
    }
}
