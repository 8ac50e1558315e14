//! What stands beside a list in a wide window.

use crate::support::harness::Harness;
use cognitui::app::Target;
use cognitui::message::{Effect, Event};

fn wide(target: Target, width: u16) -> Harness {
    let mut harness = Harness::new(target);
    harness.event(Event::Resize { width, height: 40 });
    harness
}

#[test]
fn beside_a_list_stands_the_chosen_row_and_it_follows_once_the_keys_rest() {
    let mut harness = wide(Target::IdentityPools, 120);
    harness.sees("┬─ shop ─").sees("│ ● IP2 Classic flow allowed").sees("│ Identity pool");
    harness.press("j j").sees("▶ telemetry").sees("┬─ shop ─");
    harness.event(Event::Rested).sees("┬─ telemetry ─").vanishes("┬─ shop ─");
}

#[test]
fn from_140_columns_details_have_two_columns_with_the_sections_at_the_left() {
    for (width, is_wide) in [(139, false), (140, true)] {
        let mut harness = wide(Target::UserPools, width);
        harness.event(Event::Resize { width, height: 24 }).press("enter");
        let screen = harness.screen(width, 24);
        let labels = |line: &&str| line.contains("▸ General") || line.contains("▶ ");
        let two = screen.lines().filter(|line| line.matches("   ").count() > 0).filter(labels).count();
        assert_eq!(screen.contains("▸ "), is_wide, "{two}\n{screen}");
        let rows = screen.lines().skip(4).filter(|line| !line.trim().is_empty()).count();
        assert!(rows > 10, "{screen}");
    }
    let mut harness = wide(Target::UserPools, 140);
    harness.press("enter");
    // What stands at the top of the second column is one move below the bottom of the first.
    let before = harness.screen(140, 40);
    harness.press("G");
    assert_ne!(harness.screen(140, 40), before);
    harness.press("g ]").sees("▸ ");
}

#[test]
fn only_a_wide_window_waits_for_the_keys_to_rest() {
    for (width, waits) in [(119, false), (120, true)] {
        let mut harness = wide(Target::IdentityPools, width);
        let effects = harness.app.update(Event::Key("j".parse().expect("a key")), 0);
        assert_eq!(effects.contains(&Effect::Rest), waits, "{width}");
        let effects = harness.app.update(Event::Tick, 0);
        assert!(!effects.contains(&Effect::Rest), "nothing moved, so nothing is waited for");
    }
}

#[test]
fn the_preview_reads_nothing_and_says_what_it_does_not_know() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.hold = true;
    harness.press("r").event(Event::Resize { width: 200, height: 40 });
    // The list, and not yet its rows.
    harness.step().press("j");
    let sent = harness.sent.len();
    harness.event(Event::Rested).sees("┬─ Findings ─");
    assert_eq!(harness.sent.len(), sent, "a rest sends nothing");
}

#[test]
fn from_160_columns_the_findings_stand_in_a_pane_of_their_own() {
    let mut harness = wide(Target::IdentityPools, 160);
    harness.sees("┬─ Findings ─").sees("│ ● IP2 high").sees("Classic flow allowed: ");
    harness.event(Event::Resize { width: 159, height: 40 });
    harness.never_shows("┬─ Findings ─").sees("│ ● IP2 Classic flow allowed");
}

#[test]
fn a_resize_shows_the_chosen_row_at_once() {
    let mut harness = wide(Target::IdentityPools, 120);
    harness.press("j").sees("┬─ shop ─").event(Event::Resize { width: 130, height: 40 });
    harness.sees("┬─ shop-guests ─");
}

#[test]
fn a_narrow_window_has_the_name_and_the_risk() {
    let mut harness = wide(Target::IdentityPools, 59);
    harness.sees("NAME").sees("RISK").never_shows("CLASSIC FLOW").sees("shop-guests        ‼1 ●2");
    harness.event(Event::Resize { width: 80, height: 24 });
    harness.sees("CLASSIC FLOW");
}

#[test]
fn beside_what_has_no_checks_stands_no_pane_of_findings() {
    let mut harness = wide(Target::UserPools, 200);
    harness.sees("┬─ Findings ─");
    harness.press("3 r").sees("│ Severity  ").vanishes("┬─ Findings ─").vanishes("Not checked: its settings");
}
