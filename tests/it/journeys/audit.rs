//! `cognitui audit` at both Cognitos: it reads all pools, finds what is there, and changes nothing.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use crate::support::fixture::{Fixture, journeys};
use crate::support::sarif;
use serde_json::Value;

journeys! {
    an_audit_reads_all_pools_and_finds_the_classic_flow_and_the_open_sign_up
    the_sarif_of_an_audit_is_what_the_published_schema_says
}

/// Runs the command; the exit status, what it printed as JSON, and what it said.
async fn audit(fixture: &Fixture, format: &str) -> (Option<i32>, Value, String) {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cognitui"));
    command.env_clear().env("HOME", home.path()).stdin(Stdio::null());
    command.env("AWS_ACCESS_KEY_ID", "AKIDEMO").env("AWS_SECRET_ACCESS_KEY", "demo");
    command.args(["audit", "--region", "eu-west-1", "--endpoint-url", &fixture.url, "--output", format]);
    let ended = tokio::task::spawn_blocking(move || command.output().expect("the program starts")).await;
    let output = ended.expect("no panic");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let printed = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"));
    (output.status.code(), printed, said)
}

async fn an_audit_reads_all_pools_and_finds_the_classic_flow_and_the_open_sign_up(fixture: &Fixture) {
    let before = fixture.before().await;
    let (status, report, said) = audit(fixture, "json").await;
    assert_eq!(status, Some(1), "{said}");
    let gaps = report["contexts"][0]["notChecked"].as_array().expect("gaps");
    let gaps: Vec<_> = gaps.iter().map(|gap| gap["what"].as_str().expect("words")).collect();
    if fixture.is_ministack() {
        // It has neither of the two operations, and the role is not of its account: their checks are told as
        // not made.
        let known = ["threat protection ", "secrets of backend", "IAM role shop-users"];
        let is_known = |gap: &&str| known.iter().any(|known| gap.starts_with(known));
        assert!(gaps.len() == 4 && gaps.iter().all(is_known), "{gaps:?}");
    } else {
        assert_eq!(gaps, [""; 0]);
    }
    assert_eq!(report["complete"], Value::Bool(!fixture.is_ministack()), "{said}");
    let pools = report["contexts"][0]["pools"].as_array().expect("pools");
    let ids: BTreeSet<_> = pools.iter().map(|pool| pool["id"].as_str().expect("an id").to_owned()).collect();
    let seed = &fixture.seed;
    let seeded = [&seed.user_pool, &seed.staff, &seed.shop, &seed.bare].map(Clone::clone);
    assert_eq!(ids, BTreeSet::from(seeded));
    let found = |check: &str, pool: &str| {
        let findings = report["findings"].as_array().expect("findings");
        findings.iter().any(|finding| finding["check"] == check && finding["resource"]["id"] == pool)
    };
    assert!(found("UP5", &seed.user_pool), "{report:#}");
    assert!(found("IP2", &seed.shop), "{report:#}");
    assert_eq!(fixture.other_admin.inventory().await, before, "an audit changes nothing");
}

async fn the_sarif_of_an_audit_is_what_the_published_schema_says(fixture: &Fixture) {
    let (status, log, said) = audit(fixture, "sarif").await;
    assert_eq!(status, Some(1), "{said}");
    sarif::assert_valid(&log);
    assert!(log["runs"][0]["results"].as_array().is_some_and(|results| !results.is_empty()), "{log:#}");
}
