//! The columns of lists: chosen and ordered by keys, for the session, and how to keep them.

use cognitui::app::{Options, Target};
use cognitui::config::Config;
use cognitui::demo::Store;
use cognitui::message::Event;

use crate::support::harness::Harness;

fn identity_pools(config: &str) -> Harness {
    let options = Options { config: Config::read(config), ..Options::default() };
    let mut harness = Harness::with(Store::demo(), options, Target::IdentityPools);
    harness.event(Event::Resize { width: 110, height: 24 });
    harness
}

/// The titles above the rows.
fn titles(harness: &Harness) -> String {
    let screen = harness.screen(110, 24);
    let line = screen.lines().find(|line| line.trim_start().starts_with("NAME")).expect("titles");
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn columns_are_hidden_and_moved_by_keys_and_the_others_stay() {
    let mut harness = identity_pools("");
    assert_eq!(titles(&harness), "NAME RISK CLASSIC FLOW GUESTS IDENTITY POOL ID");
    harness.press("L").sees("Columns of identity pools").sees("▶ ✓ NAME  always first");
    harness.press("down space down down K").sees("✓ IDENTITY POOL ID").press("enter");
    assert_eq!(titles(&harness), "NAME RISK IDENTITY POOL ID GUESTS");
    harness.sees("For this session.").sees("identity-pools = [\"IDENTITY POOL ID\", \"GUESTS\"]");
    harness.press("L").sees("  CLASSIC FLOW").press("u enter");
    assert_eq!(titles(&harness), "NAME RISK CLASSIC FLOW GUESTS IDENTITY POOL ID");
}

#[test]
fn what_the_notice_says_keeps_the_columns() {
    let mut harness = identity_pools("");
    harness.press("L j j j space enter");
    let said = harness.screen(110, 24);
    let start = said.find("identity-pools = ").expect("a line for the file");
    let end = start + said[start..].find(']').expect("its end") + 1;
    let kept = identity_pools(&format!("[columns]\n{}\n", &said[start..end]));
    assert_eq!(titles(&kept), titles(&harness));
    assert_eq!(titles(&kept), "NAME RISK CLASSIC FLOW GUESTS");
}

#[test]
fn the_name_stays_first_and_esc_changes_nothing() {
    let mut harness = identity_pools("[columns]\nidentity-pools = [\"guests\"]\n");
    harness.press("L space J K").sees("▶ ✓ NAME").press("j K").sees("▶ ✓ GUESTS").press("space esc");
    assert_eq!(titles(&harness), "NAME RISK GUESTS");
    harness.press("L j space enter");
    assert_eq!(titles(&harness), "NAME RISK");
}

#[test]
fn each_kind_of_list_has_its_own_columns_for_the_whole_session() {
    let mut harness = identity_pools("");
    harness.press("L j space enter 1").sees("USER POOL ID").press("2");
    assert_eq!(titles(&harness), "NAME RISK GUESTS IDENTITY POOL ID");
    harness.press("enter esc r");
    assert_eq!(titles(&harness), "NAME RISK GUESTS IDENTITY POOL ID");
}
