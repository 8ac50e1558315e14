//! What becomes of a change when the program ends, as after a signal: what is sent is waited for, and nothing
//! else is sent any more.

use super::shop;
use crate::support::harness::Harness;
use cognitui::history::{HistoryEntry, RecordedOutcome};

/// The question about a change of an identity pool, answered with yes; its first call is under way.
fn applied() -> Harness {
    let mut harness = shop();
    harness.press("c").sees("Update identity pool shop?");
    harness.hold = true;
    harness.press("G y").sees("Checking that nobody else changed it");
    harness
}

#[test]
fn a_change_that_is_still_checked_when_the_program_ends_is_not_sent() {
    let mut harness = applied();
    harness.app.end();
    harness.release().sees("Not sent: cognitui was ended");
    assert!(harness.updates().is_empty() && harness.recorded().is_empty());
}

#[test]
fn a_change_that_is_sent_when_the_program_ends_is_verified_and_recorded() {
    let mut harness = applied();
    harness.step().sees("Sending the update");
    harness.app.end();
    harness.release().sees("✓ 1 setting changed, 0 others");
    assert_eq!(harness.updates().len(), 1);
    let recorded = harness.recorded();
    let outcomes = recorded.iter().map(HistoryEntry::outcome).collect::<Vec<_>>();
    assert_eq!(outcomes, [RecordedOutcome::Applied]);
}
