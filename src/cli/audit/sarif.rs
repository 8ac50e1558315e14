//! The report as SARIF 2.1.0, the format of code scanning. Source: the OASIS standard of that name.

use serde_json::{Value, json};

use super::report::{Report, ReportedFinding};
use crate::resource::tables::ALL;
use crate::resource::{Finding, Severity};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The log with one run.
pub fn log(report: &Report) -> Value {
    let rules = rules();
    let results = report.findings().map(|reported| result(reported, &rules));
    let gaps = report.contexts.iter().flat_map(|context| {
        context.gaps.iter().map(|(what, why)| {
            let region = context.region.as_deref().unwrap_or_default();
            json!({"level": "error", "message": {"text": format!("Not checked in {region}: {what}. {why}.")}})
        })
    });
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "cognitui",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.iter().map(|rule| rule_json(rule)).collect::<Vec<_>>(),
            }},
            "invocations": [{
                "executionSuccessful": report.is_complete(),
                "toolExecutionNotifications": gaps.collect::<Vec<_>>(),
            }],
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

/// One finding for each check: the worst of those with its id.
fn rules() -> Vec<&'static Finding> {
    let mut rules: Vec<&'static Finding> = Vec::new();
    for finding in ALL.into_iter().flat_map(|kind| kind.checks.findings) {
        match rules.iter_mut().find(|rule| rule.id == finding.id) {
            Some(rule) if rule.severity < finding.severity => *rule = finding,
            Some(_) => {}
            None => rules.push(finding),
        }
    }
    rules
}

fn rule_json(rule: &Finding) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.title()},
        "fullDescription": {"text": rule.text},
        "help": {"text": format!("{} {}", rule.why, rule.fix.advice().unwrap_or_default()).trim_end()},
        "helpUri": rule.source,
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"security-severity": score(rule.severity), "tags": ["security", "cognito"]},
    })
}

fn result(reported: &ReportedFinding, rules: &[&Finding]) -> Value {
    let finding = reported.finding;
    let index = rules.iter().position(|rule| rule.id == finding.id);
    let suppression = reported.exception.iter().filter(|_| reported.is_accepted).map(
        |exception| json!({"kind": "external", "status": "accepted", "justification": exception.words()}),
    );
    json!({
        "ruleId": finding.id,
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": {"text": format!("{}: {} {}", reported.place, finding.text, finding.why)},
        "locations": [{"logicalLocations": [{
            "name": reported.place,
            "fullyQualifiedName": format!("{} {}", reported.key.way(), finding.path).trim_end(),
            "kind": "resource",
        }]}],
        "partialFingerprints": {"finding/v1": reported.id()},
        "suppressions": suppression.collect::<Vec<_>>(),
        "baselineState": if reported.is_new { "new" } else { "unchanged" },
        "properties": {"severity": finding.severity.word()},
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// The score by which code scanning sorts, in its bounds: critical from 9, high from 7, medium from 4.
const fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.0",
        Severity::Info => "0.0",
    }
}
