//! What a scan has found, as a report: the findings in their order, what is new, and what was not checked.

use serde_json::{Value, json};

use super::ReportFilter;
use crate::app::App;
use crate::app::audit::AuditStage;
use crate::config::Exception;
use crate::resource::{Finding, Fix, Key, Severity};

/// The version of the JSON document; a member is only ever added within a version.
const VERSION: u32 = 1;

/// Why a check was not made although everything else was read.
const NOT_READ: &str = "what the check needs was gone";

/// The report of all contexts.
#[derive(Debug, Default)]
pub struct Report {
    pub contexts: Vec<ContextReport>,
}

/// The report of a profile in a region.
#[derive(Debug)]
pub struct ContextReport {
    pub profile: Option<String>,
    pub region: Option<String>,
    pub account: Option<String>,
    pub findings: Vec<ReportedFinding>,
    pub pools: Vec<ScannedPool>,
    pub requests: usize,
    /// What was not checked, and why.
    pub gaps: Vec<(String, String)>,
    pub is_complete: bool,
}

/// A pool that was read, with the number of requests for it.
#[derive(Debug)]
pub struct ScannedPool {
    pub key: Key,
    pub name: String,
    pub requests: usize,
}

/// A finding at a resource.
#[derive(Debug)]
pub struct ReportedFinding {
    pub finding: &'static Finding,
    pub key: Key,
    /// The name of the resource after that of its pool.
    pub place: String,
    /// False if the baseline has it.
    pub is_new: bool,
    /// The exception that accepts it, or did until it expired.
    pub exception: Option<Exception>,
    /// True if the exception holds.
    pub is_accepted: bool,
}

impl ContextReport {
    pub(super) fn of(app: &App, selection: &ReportFilter) -> Self {
        let is_selected = |finding: &Finding| {
            finding.severity >= selection.least
                && (selection.checks.is_empty() || selection.checks.iter().any(|check| *check == finding.id))
        };
        let found = app.all_findings().into_iter().filter(|listed| is_selected(listed.finding));
        let findings = found.map(|listed| {
            let id = listed.finding.id_at(&listed.key);
            let is_new = selection.known.as_ref().is_none_or(|known| !known.contains(&id));
            ReportedFinding {
                finding: listed.finding,
                key: listed.key,
                place: listed.place,
                is_new,
                exception: listed.exception,
                is_accepted: listed.is_accepted,
            }
        });
        let audit = &app.audit;
        let mut gaps: Vec<_> = audit
            .failures
            .iter()
            .map(|failure| (failure.what.clone(), failure.error.summary.clone()))
            .collect();
        if gaps.is_empty() {
            let unchecked = app.totals.resources().flat_map(|(key, checked)| {
                let place = app.place_of(key, &checked.name);
                checked
                    .unchecked
                    .iter()
                    .map(move |finding| (format!("{} of {place}", finding.id), NOT_READ.to_owned()))
            });
            gaps.extend(unchecked);
            gaps.sort();
        }
        gaps.extend(audit.halted.iter().map(|error| ("the rest".to_owned(), error.summary.clone())));
        Self {
            profile: app.connection.profile.clone(),
            region: app.connection.region.clone(),
            account: app.caller.as_ref().map(|caller| caller.account.clone()),
            findings: findings.collect(),
            pools: audit
                .pools()
                .map(|(key, requests)| ScannedPool { key: key.clone(), name: app.name_of(key), requests })
                .collect(),
            requests: audit.calls,
            is_complete: gaps.is_empty() && matches!(audit.stage, AuditStage::Over(_)),
            gaps,
        }
    }
}

impl Report {
    pub fn findings(&self) -> impl Iterator<Item = &ReportedFinding> {
        self.contexts.iter().flat_map(|context| &context.findings)
    }

    /// True if there is a finding that neither the baseline nor an exception has.
    pub fn fails(&self) -> bool {
        self.findings().any(|reported| reported.is_new && !reported.is_accepted)
    }

    pub fn is_complete(&self) -> bool {
        self.contexts.iter().all(|context| context.is_complete)
    }

    /// The pools that were asked for and that no context has.
    pub fn missing_pools<'a>(&'a self, wanted: &'a [String]) -> impl Iterator<Item = &'a String> {
        let pools = || self.contexts.iter().flat_map(|context| &context.pools);
        wanted
            .iter()
            .filter(move |wanted| !pools().any(|pool| pool.key.id == **wanted || pool.name == **wanted))
    }

    /// The severities that were found with their numbers, worst first.
    pub fn counts(&self) -> Vec<(Severity, usize)> {
        let counted = |it: &&ReportedFinding| !it.is_accepted;
        let count =
            |severity| self.findings().filter(counted).filter(|it| it.finding.severity == severity).count();
        let counts = Severity::WORST_FIRST.map(|severity| (severity, count(severity)));
        counts.into_iter().filter(|(_, count)| *count > 0).collect()
    }

    pub fn json(&self) -> Value {
        let context = |context: &ContextReport| {
            let pools = context.pools.iter().map(|pool| {
                json!({"id": pool.key.id, "name": pool.name, "kind": pool.key.kind.name,
                    "requests": pool.requests})
            });
            let gaps = context.gaps.iter().map(|(what, why)| json!({"what": what, "why": why}));
            json!({
                "account": context.account,
                "region": context.region,
                "profile": context.profile,
                "complete": context.is_complete,
                "requests": context.requests,
                "pools": pools.collect::<Vec<_>>(),
                "notChecked": gaps.collect::<Vec<_>>(),
            })
        };
        let findings = self
            .contexts
            .iter()
            .flat_map(|context| context.findings.iter().map(|reported| reported.json(context)));
        json!({
            "version": VERSION,
            "complete": self.is_complete(),
            "contexts": self.contexts.iter().map(context).collect::<Vec<_>>(),
            "findings": findings.collect::<Vec<_>>(),
        })
    }
}

impl ReportedFinding {
    /// The id, which stays the same from one scan to the next.
    pub fn id(&self) -> String {
        self.finding.id_at(&self.key)
    }

    fn json(&self, context: &ContextReport) -> Value {
        let finding = self.finding;
        json!({
            "id": self.id(),
            "check": finding.id,
            "severity": finding.severity.word(),
            "title": finding.title(),
            "text": finding.text,
            "why": finding.why,
            "source": finding.source,
            "fix": match finding.fix {
                Fix::Edit(_) | Fix::OnPart(..) => "edit",
                Fix::Choose(_) => "choose",
                Fix::Elsewhere(_) => "elsewhere",
            },
            "advice": finding.fix.advice(),
            "resource": {
                "kind": self.key.kind.name,
                "id": self.key.id,
                "parents": self.key.parents,
                "name": self.place,
            },
            "setting": finding.path,
            "account": context.account,
            "region": context.region,
            "new": self.is_new,
            "exception": self.exception.as_ref().map(|exception| {
                json!({"reason": exception.reason, "until": exception.until.as_ref().map(|(day, _)| day),
                    "expired": !self.is_accepted})
            }),
        })
    }
}
