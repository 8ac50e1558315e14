//! A change whose outcome nobody recorded: what a later read of its resource says.

use super::super::shop;
use super::{ending, only};
use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::error::AppError;
use cognitui::history::{HistoryLine, RecordedOutcome};
use cognitui::runtime::history_file::HistoryFile;
use serde_json::json;

/// The console after a program was killed when its change was sent; `applied` says what AWS did with it.
fn killed(applied: bool) -> Harness {
    let mut before = shop();
    before.hold = true;
    before.press("c").step();
    before.press("y").step();
    let text = before.history.read().expect("a history");
    let history = HistoryFile::default();
    for line in text.lines() {
        history.add(&HistoryLine::parse(line).expect("a line")).expect("it is added");
    }
    let mut store = before.store.clone();
    let id = store.identity_pool_id("shop");
    if applied {
        store.identity_pool_mut(&id).insert("AllowClassicFlow".into(), json!(false));
    }
    let mut next = Harness::with_history(history, store, Options::default(), Target::IdentityPools);
    next.app.options.history = Some("next".into());
    next
}

#[test]
fn a_read_settles_a_change_whose_outcome_was_not_recorded() {
    let mut harness = killed(true);
    harness.press("H").sees("unknown").press("V").sees("was applied. 1 setting is as requested.");
    let entry = only(&harness);
    let verdict = "Read later: 1 setting is as requested.";
    assert_eq!(ending(&entry), (RecordedOutcome::Applied, Some(verdict), None));
    harness.sees("applied").press("V").sees("V does nothing here");
    let mut harness = killed(false);
    harness.press("H enter V").sees("It is as before: not applied, or taken back since.");
    assert_eq!(ending(&only(&harness)).0, RecordedOutcome::Failed);
    harness.sees("failed");
}

#[test]
fn what_somebody_changed_since_leaves_the_outcome_open_and_a_failed_read_does_too() {
    let mut harness = killed(true);
    let id = harness.store.identity_pool_id("shop");
    harness.store.identity_pool_mut(&id).insert("AllowClassicFlow".into(), json!("odd"));
    harness.press("H V").sees("whether it was applied can't be known").sees("1 changed since");
    harness.fails("DescribeIdentityPool", AppError::new("Access denied"));
    harness.press("V").sees("could not be read: Access denied");
    assert!(only(&harness).ending.is_none());
}

#[test]
fn a_change_that_is_still_on_its_way_is_not_settled() {
    let mut harness = shop();
    harness.hold = true;
    harness.press("c").step();
    harness.press("y").step();
    harness.press("esc H V").sees("is under way. Wait for its result.");
    assert!(only(&harness).ending.is_none());
    harness.hold = false;
    harness.release();
    assert_eq!(ending(&only(&harness)).0, RecordedOutcome::Applied);
}
