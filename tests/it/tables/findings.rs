//! Every check at documents that have its finding, that have it not, and at the edge: absent, null or empty.

mod app_clients;
mod identity_pools;
mod providers;
mod user_pools;

use cognitui::resource::finding::findings;
use cognitui::resource::tables::ALL;
use cognitui::resource::{Document, Fix, Kind, ValidationContext};
use serde_json::Value;

/// A check at documents, each with whether the check finds something there.
struct Case {
    kind: &'static Kind,
    /// The check, and the title of its finding.
    check: &'static str,
    companion: Value,
    now: i64,
    documents: Vec<(Value, bool)>,
}

fn case(
    kind: &'static Kind,
    check: &'static str,
    with: Value,
    without: Value,
    edges: impl IntoIterator<Item = (Value, bool)>,
) -> Case {
    let documents = [(with, true), (without, false)].into_iter().chain(edges).collect();
    Case { kind, check, companion: Value::Null, now: 0, documents }
}

impl Case {
    fn beside(self, companion: Value) -> Self {
        Self { companion, ..self }
    }

    fn at(self, now: i64) -> Self {
        Self { now, ..self }
    }
}

fn cases() -> Vec<Case> {
    let all = [identity_pools::cases(), user_pools::cases(), app_clients::cases(), providers::cases()];
    all.into_iter().flatten().collect()
}

fn finds(case: &Case, document: &Value, now: i64) -> bool {
    let document = Document::from_value(document.clone()).expect("an object");
    let companion = Document::from_value(case.companion.clone());
    let context = ValidationContext { companion: companion.as_ref(), now, ..ValidationContext::default() };
    findings(case.kind, &document, &context).iter().any(|finding| finding.exact_name() == case.check)
}

#[test]
fn every_check_finds_what_it_says_and_nothing_where_that_is_not_so_absent_null_and_empty_included() {
    for case in cases() {
        for (document, expected) in &case.documents {
            assert_eq!(finds(&case, document, case.now), *expected, "{}: {document}", case.check);
        }
    }
}

#[test]
fn the_end_of_saml_metadata_is_told_thirty_days_before_and_once_it_has_passed() {
    let day = 86_400;
    for case in cases().into_iter().filter(|case| case.check.starts_with("ID1")) {
        let (with, _) = &case.documents[0];
        let is_soon = case.check.ends_with("soon");
        let end = if is_soon { case.now + 1 } else { case.now };
        for (now, told) in
            [(end - 31 * day, false), (end - 30 * day, is_soon), (end - 1, is_soon), (end, !is_soon)]
        {
            assert_eq!(finds(&case, with, now), told, "{} at {now}", case.check);
        }
        assert!(!finds(&case, with, 0), "the time is unknown");
    }
}

/// Checks whose evidence is in other resources or in the configuration have tables of their own beside them.
#[test]
fn every_check_that_looks_at_its_documents_alone_has_such_a_table() {
    let cases = cases();
    for kind in ALL.into_iter().filter(|kind| kind.can_be_described()) {
        for finding in
            kind.checks.findings.iter().filter(|finding| finding.evidence.is_none() && finding.id != "CL13")
        {
            let name = finding.exact_name();
            assert!(cases.iter().any(|case| case.kind == kind && case.check == name), "{kind:?} {name}");
        }
    }
}

#[test]
fn a_fix_that_is_an_edit_mends_its_finding_and_then_has_nothing_more_to_do() {
    for case in cases() {
        let finding = case.kind.checks.findings.iter().find(|finding| finding.exact_name() == case.check);
        let Fix::Edit(edit) = finding.expect("a check of the kind").fix else { continue };
        for (document, _) in case.documents.iter().filter(|(_, is_found)| *is_found) {
            let mut fixed = Document::from_value(document.clone()).expect("an object");
            edit(&mut fixed);
            let once = fixed.clone().into_value();
            assert!(!finds(&case, &once, case.now), "{}: {document} becomes {once}", case.check);
            edit(&mut fixed);
            assert_eq!(fixed.into_value(), once, "{}", case.check);
        }
    }
}
