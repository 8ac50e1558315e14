//! The history of the real program, with real signals: the requests that the server received are the judge.

mod drafts;
mod kills;
mod reverts;

use super::Pty;
use cognitui::demo::{Cognito, Fault, Gate, Store};
use cognitui::history::{HistoryEntry, RecordedOutcome, entries};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

const UPDATE: &str = "UpdateIdentityPool";
const DESCRIBE: &str = "DescribeIdentityPool";

async fn server() -> Cognito {
    Cognito::start(Store::demo()).await.expect("a port")
}

/// The program at the question whether to change a pool of the server.
fn asked(server: &Cognito) -> Pty {
    asked_at(&server.url())
}

/// The same with the server at a URL.
fn asked_at(url: &str) -> Pty {
    let arguments = ["identity-pools", "--endpoint-url", url, "--region", "eu-west-1"];
    let mut pty = Pty::start(&arguments).taken_over();
    pty.sees("▶ shop ");
    pty.send("jc");
    pty.until("the whole question", |screen| {
        let shown = screen.contents();
        shown.contains("Update identity pool shop-guests?")
            && !shown.contains("wait until it is loaded")
            && !shown.contains("loading…")
            && !shown.contains("account unknown")
    });
    pty
}

/// What the file of the history says.
fn recorded(pty: &Pty) -> Vec<HistoryEntry> {
    let file = pty.home.path().join(".local/state/cognitui/history.jsonl");
    entries(&std::fs::read_to_string(file).unwrap_or_default()).0
}

fn outcomes(pty: &Pty) -> Vec<(String, RecordedOutcome, bool)> {
    let outcome = |entry: HistoryEntry| (entry.record.name.clone(), entry.outcome(), entry.ending.is_some());
    recorded(pty).into_iter().map(outcome).collect()
}

/// Kills the program while the server holds its next request for an operation.
async fn killed(server: &Cognito, operation: &str) -> Pty {
    let mut pty = asked(server);
    let before = server.received(operation).len();
    server.inject(operation, Fault::Hold(Gate::new()));
    pty.send("y");
    server.wait_for_requests(operation, before + 1).await;
    pty.signal("KILL");
    pty.ends();
    pty
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_killed_before_the_line_has_sent_and_recorded_nothing() {
    let server = server().await;
    let pty = killed(&server, DESCRIBE).await;
    assert_eq!((server.received(UPDATE).len(), outcomes(&pty)), (0, vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_killed_after_the_request_leaves_an_unknown_outcome_that_the_next_start_tells() {
    let server = server().await;
    let pty = killed(&server, UPDATE).await;
    assert_eq!(server.received(UPDATE).len(), 1);
    assert_eq!(outcomes(&pty), [("shop-guests".to_owned(), RecordedOutcome::Unknown, false)]);
    let file = pty.home.path().join(".local/state/cognitui/history.jsonl");
    assert_eq!(std::fs::metadata(file).expect("a file").permissions().mode() & 0o777, 0o600);
    let list = Command::new(env!("CARGO_BIN_EXE_cognitui"))
        .args(["history"])
        .env_clear()
        .env("HOME", pty.home.path())
        .output()
        .expect("it runs");
    let list = String::from_utf8_lossy(&list.stdout).into_owned();
    assert!(list.contains("unknown  UpdateIdentityPool") && list.contains("shop-guests"), "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_killed_before_its_verdict_leaves_an_unknown_outcome() {
    let server = server().await;
    let mut pty = asked(&server);
    let gate = Gate::new();
    server.inject(UPDATE, Fault::Hold(gate.clone()));
    pty.send("y");
    server.wait_for_requests(UPDATE, 1).await;
    let before = server.received(DESCRIBE).len();
    server.inject(DESCRIBE, Fault::Hold(Gate::new()));
    gate.open();
    server.wait_for_requests(DESCRIBE, before + 1).await;
    pty.signal("KILL");
    pty.ends();
    assert_eq!(outcomes(&pty), [("shop-guests".to_owned(), RecordedOutcome::Unknown, false)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_during_a_write_waits_for_the_answer_and_records_it() {
    let server = server().await;
    let mut pty = asked(&server);
    let gate = Gate::new();
    server.inject(UPDATE, Fault::Hold(gate.clone()));
    pty.send("y");
    server.wait_for_requests(UPDATE, 1).await;
    pty.signal("TERM");
    pty.sees("Waiting for the response of AWS");
    gate.open();
    assert_eq!(pty.ends(), 143);
    pty.restored();
    assert_eq!(outcomes(&pty), [("shop-guests".to_owned(), RecordedOutcome::Applied, true)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_during_a_write_whose_answer_does_not_come_ends_it_with_an_unknown_outcome() {
    let server = server().await;
    let mut pty = asked(&server);
    server.inject(UPDATE, Fault::Hold(Gate::new()));
    pty.send("y");
    server.wait_for_requests(UPDATE, 1).await;
    pty.signal("TERM");
    assert_eq!(pty.ends(), 143);
    assert_eq!(outcomes(&pty), [("shop-guests".to_owned(), RecordedOutcome::Unknown, false)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_before_the_request_sends_nothing() {
    let server = server().await;
    let mut pty = asked(&server);
    let gate = Gate::new();
    let before = server.received(DESCRIBE).len();
    server.inject(DESCRIBE, Fault::Hold(gate.clone()));
    pty.send("y");
    server.wait_for_requests(DESCRIBE, before + 1).await;
    pty.signal("TERM");
    pty.sees("Waiting for the response of AWS");
    gate.open();
    assert_eq!(pty.ends(), 143);
    assert_eq!((server.received(UPDATE).len(), outcomes(&pty)), (0, vec![]));
}
