//! The pools of several contexts in one table: whose row is whose, what fails alone, and where a key leads.

use cognitui::app::Options;
use cognitui::error::{AppError, ErrorKind};
use cognitui::message::{Call, ContextId, Event, Progress};
use cognitui::resource::Listing;

use crate::app::contexts::{choice, console};
use crate::support::harness::Harness;

/// The identity pools of two regions in one table, which are the contexts 1 and 2.
fn two_regions(config: &str) -> Harness {
    let mut harness = console(config);
    mark_two_regions(&mut harness);
    harness.press("enter");
    harness
}

fn mark_two_regions(harness: &mut Harness) {
    harness.press("P").write("us-west-2").press("space").write("us-east-1").press("space");
}

/// The line of the screen that has all of these texts.
fn line(harness: &Harness, texts: &[&str]) -> String {
    let screen = harness.screen(harness.app.size.0, harness.app.size.1);
    let has_all = |line: &&str| texts.iter().all(|text| line.contains(text));
    screen.lines().find(has_all).unwrap_or_else(|| panic!("{texts:?} in\n{screen}")).to_owned()
}

/// The contexts of the calls of some kind that were answered at once.
fn asked(harness: &Harness, from: usize, is_it: impl Fn(&Call) -> bool) -> Vec<u32> {
    let calls = harness.sent.iter().zip(&harness.sent_in).skip(from);
    calls.filter(|(call, _)| is_it(call)).map(|(_, context)| *context).collect()
}

#[test]
fn marked_regions_show_their_pools_in_one_table_each_read_in_its_own_context() {
    let mut harness = two_regions("");
    harness.sees("2 contexts").sees("2 contexts in one table.").sees("PROFILE").sees("REGION");
    assert_eq!(asked(&harness, 0, |call| matches!(call, Call::List(..))), [0, 1, 2]);
    assert_eq!(asked(&harness, 0, |call| *call == Call::WhoAmI), [0, 1, 2]);
    let prefetched = asked(&harness, 0, |call| matches!(call, Call::Prefetch(_)));
    let count = |context: u32| prefetched.iter().filter(|other| **other == context).count();
    assert_eq!((count(1), count(2)), (count(0), count(0)), "every row of both is described");
    harness.sees("2 Identity pools (12)");
    line(&harness, &["shop-guests", "default", "us-west-2"]);
    harness.press("G");
    line(&harness, &["default", "us-east-1"]);
    let used: Vec<_> = harness.contexts_used.iter().map(|(_, choice)| choice.clone()).collect();
    assert!(used.contains(&choice(None, "us-west-2")) && used.contains(&choice(None, "us-east-1")));
}

#[test]
fn marked_profiles_are_read_in_every_marked_region_and_one_alone_beside_the_present_context() {
    let mut harness = console("");
    harness.press("P").write("access").press("space").write("sso").sees("corp");
    harness.press("space").write("us-west-2").press("space").sees("Marked: 2 profiles in 1 region.");
    harness.press("enter").sees("base · us-west-2, prod · us-west-2");
    let mut harness = console("");
    harness.press("P").write("us-west-2").press("space").sees("shows them and the present context");
    harness.press("enter").sees("default · eu-west-1, default · us-west-2");
    assert_eq!(asked(&harness, 0, |call| matches!(call, Call::List(..))), [0, 1], "what is read stays read");
}

#[test]
fn a_mark_can_be_removed_and_a_context_that_a_rule_hides_is_no_member() {
    let mut harness = console("[[rule]]\nprofile = \"base\"\nregion = \"us-west-*\"\nhidden = true\n");
    mark_two_regions(&mut harness);
    harness.sees("Marked: 2 regions.").write("us-west-2").press("space").sees("Marked: 1 region.");
    harness.write("us-west-2").press("space").write("access").press("space").write("role").press("space");
    harness.press("enter").sees("base · us-east-1").sees("admin · us-west-2");
    harness.never_shows("base · us-west-2");
    let mut harness = console("[[rule]]\nprofile = \"base\"\nhidden = true\n");
    harness.press(":").write("several").press("enter").never_shows("access key").sees("US West");
}

#[test]
fn a_context_that_fails_has_a_row_that_says_so_and_the_others_are_there() {
    let mut harness = console("");
    mark_two_regions(&mut harness);
    let denied = AppError::new("Cannot list identity pools: access denied").hint("It needs a permission.");
    harness.fails("ListIdentityPools", denied).press("enter");
    line(&harness, &["✗ access denied", "us-west-2"]);
    line(&harness, &["shop-guests", "us-east-1"]);
    harness.press("o o").sees("Sorted by RISK, descending.").never_shows("unread");
    harness
        .press("o o o o o")
        .press("g")
        .sees("default · us-west-2: Cannot list identity pools: access denied. It needs");
    harness.sees("2 Identity pools (6)");
    let before = harness.sent.len();
    harness.press("enter").sees("cognitui   us-west-2").sees("shop-guests");
    assert_eq!(asked(&harness, before, |call| matches!(call, Call::List(..))), [1], "it is tried again");
    harness.press("esc").never_shows("access denied").sees("2 Identity pools (12)");
}

#[test]
fn the_table_is_complete_only_when_every_context_is() {
    let mut harness = console("");
    mark_two_regions(&mut harness);
    harness.hold = true;
    harness.press("enter").sees("… loading");
    let list = |call: &Call| matches!(call, Call::List(..));
    let (first, _) = harness.held.iter().find(|(_, call)| list(call)).expect("a list").clone();
    let reason = "throttled by AWS";
    harness.event(Event::Progress(first, Progress::Retrying { attempt: 2, reason }));
    line(&harness, &["… throttled by AWS, retrying", "us-west-2"]);
    harness.press("s").sees("Loading stopped.");
    assert!(!harness.held.iter().any(|(_, call)| list(call)), "the lists of both are stopped");
    line(&harness, &["loading stopped", "us-east-1"]);
    harness.hold = false;
    harness.press("r").vanishes("loading stopped").sees("(12)");
}

#[test]
fn enter_goes_to_the_pool_in_its_context_and_esc_comes_back_to_the_same_row() {
    let mut harness = two_regions("");
    harness.press("/").write("region:us-east telemetry").press("enter");
    let row = line(&harness, &["▶ telemetry"]);
    assert!(row.contains("us-east-1"), "{row}");
    harness.press("enter").sees("cognitui   us-east-1").sees("All contexts › Identity pools › telemetry");
    harness.press("2").sees("Roles").press("esc");
    let again = line(&harness, &["▶ telemetry"]);
    assert!(again.contains("us-east-1") && again.contains("─1"), "its roles were read: {again}");
    harness.press("esc").sees("us-west-2").press("esc").sees("2 contexts");
    assert_eq!(harness.remembered, [], "nothing was chosen alone");
}

#[test]
fn rows_are_sorted_and_filtered_over_all_contexts() {
    let mut harness = two_regions("");
    harness.press("o");
    let screen = harness.screen(80, 24);
    let rows = screen.lines().skip(5).filter(|line| line.contains("us-east-1") || line.contains("us-west-2"));
    let names: Vec<_> = rows.map(|line| line.trim_start_matches([' ', '▶', '●']).to_owned()).collect();
    assert!(names.len() > 10);
    let name = |line: &String| line.split_whitespace().next().unwrap_or_default().to_lowercase();
    assert!(names.iter().map(name).is_sorted(), "{names:#?}");
    harness.press("/").write("shop-guests").sees("2 of 12 identity pools").press("esc");
    harness.press("/").write("profile:default region:us-west").sees("6 of 12 identity pools");
}

#[test]
fn a_key_that_changes_a_pool_acts_in_the_context_of_its_row_and_the_record_says_so() {
    let mut harness = two_regions("");
    harness.press("/").write("region:us-east shop-guests").press("enter c");
    harness.sees("Update identity pool shop-guests?").sees("us-east-1").press("G y esc");
    let record = harness.recorded().pop().expect("a record").record;
    assert_eq!((record.region.as_deref(), record.profile), (Some("us-east-1"), None));
    let written = asked(&harness, 0, |call| matches!(call, Call::Write(_)));
    assert_eq!(written, [2]);
    harness.sees("cognitui   us-east-1").press("esc").sees("2 contexts");
}

#[test]
fn the_trust_map_of_a_row_is_that_of_its_context_and_esc_comes_back_to_the_table() {
    let mut harness = two_regions("");
    harness.press("/").write("region:us-east shop-guests").press("enter w");
    harness.sees("cognitui   us-east-1").sees("shop-guests › Trust map");
    harness.press("esc").sees("▶ shop-guests").press("esc").sees("2 contexts");
}

#[test]
fn rows_of_several_contexts_are_not_marked_for_one_change() {
    let mut harness = two_regions("");
    harness
        .press("space")
        .sees("Rows of several contexts are not marked: Enter goes to the one of this row.");
    harness.press("a").sees("Rows of several contexts are not marked").never_shows("marked ·");
    harness.press("H").sees("The history stands in each context: Enter goes to that of a row.");
    assert!(asked(&harness, 0, |call| matches!(call, Call::Write(_))).is_empty());
}

#[test]
fn each_row_has_the_badge_of_its_context_and_a_read_only_one_refuses_changes() {
    let rule = "[[rule]]\nregion = \"us-east-1\"\nbadge = \"PROD\"\nread_only = true\n";
    let mut harness = two_regions(rule);
    harness.never_shows("READ-ONLY").never_shows("▐PROD▌");
    line(&harness, &["default · PROD · read-only", "us-east-1"]);
    assert!(!line(&harness, &["shop-guests", "us-west-2"]).contains("PROD"));
    harness.press("G c").sees("Read-only: ").sees("▐PROD▌").never_shows("Update identity pool");
}

#[test]
fn a_refresh_reads_every_context_again() {
    let mut harness = two_regions("");
    let before = harness.sent.len();
    harness.press("r");
    assert_eq!(asked(&harness, before, |call| matches!(call, Call::List(..))), [1, 2]);
    let before = harness.sent.len();
    harness.event(Event::Refresh);
    assert_eq!(asked(&harness, before, |call| matches!(call, Call::List(..))), [1, 2]);
    let described = asked(&harness, before, |call| matches!(call, Call::Prefetch(_)));
    assert!(described.contains(&1) && described.contains(&2), "what is in sight is described again");
}

#[test]
fn a_sign_in_elsewhere_lets_the_contexts_that_wait_for_it_go_on() {
    let mut harness = console("");
    mark_two_regions(&mut harness);
    let expired = AppError::new("Cannot list identity pools: the sign-in has expired");
    let expired = expired.kind(ErrorKind::Credentials).hint("Sign in with: aws sso login");
    harness.fails("ListIdentityPools", expired.clone()).fails("ListIdentityPools", expired).press("enter");
    assert_eq!(harness.watched, [Some(ContextId(1))]);
    harness.event(Event::SignInChanged(ContextId(1)));
    line(&harness, &["shop-guests", "us-west-2"]);
    line(&harness, &["✗ the sign-in has expired", "us-east-1"]);
    assert_eq!(harness.watched.last(), Some(&Some(ContextId(2))));
    harness.event(Event::SignInChanged(ContextId(2))).vanishes("expired");
}

#[test]
fn the_table_waits_while_another_context_is_shown_and_can_be_shown_again() {
    let mut harness = two_regions("");
    harness.press("P").write("sso").press("enter").sees("prod · us-east-1");
    let before = harness.sent.len();
    harness.press("P").write("table").sees("the 2 contexts in one table").press("enter");
    harness.sees("2 contexts").sees("2 Identity pools (12)");
    assert!(
        asked(&harness, before, |call| matches!(call, Call::List(..))).is_empty(),
        "nothing is read anew"
    );
    harness.press("1").sees("1 User pools (8)");
    assert_eq!(asked(&harness, before, |call| matches!(call, Call::List(..))), [1, 2]);
}

#[test]
fn no_row_of_the_table_is_read_or_cancelled_in_another_context() {
    let mut harness = console("");
    mark_two_regions(&mut harness);
    harness.hold = true;
    harness.press("enter").step();
    let rows =
        |harness: &Harness| harness.held.iter().filter(|(_, call)| matches!(call, Call::Prefetch(_))).count();
    assert_eq!(rows(&harness), 8, "each context reads four rows at a time");
    harness.press("j").press("G").press("g");
    assert_eq!(rows(&harness), 8, "what is in sight goes on");
    harness.press("enter");
    assert!(rows(&harness) <= 4, "the reads of the table stop when it is left: {:?}", harness.held);
    harness.release().press("esc").sees("2 Identity pools (12)").never_shows("stopped");
    assert!(harness.app.list().is_some_and(|list| list.unread() == 0));
    assert_eq!(harness.app.list().map(|list| list.key.kind.listing), Some(Listing::VisibleRowsDescribed));
}

#[test]
fn the_findings_of_all_contexts_stand_in_one_table_and_each_context_scans_its_own() {
    let mut harness = two_regions("");
    let scans = |harness: &Harness| asked(harness, 0, |call| matches!(call, Call::Scan(_)));
    harness.press("F").sees("3 Findings");
    assert_eq!(scans(&harness), Vec::<u32>::new(), "nobody scans without being asked to");
    line(&harness, &["us-west-2", "not scanned"]);
    harness.press("r");
    let (first, second) = (scans(&harness), scans(&harness));
    assert!(first.contains(&1) && second.contains(&2), "{first:?}");
    harness.never_shows("not scanned").sees("SEVERITY").sees("PROFILE").sees("REGION");
    let rows: Vec<_> = harness.app.list().expect("a list").rows().iter().collect();
    let severities: Vec<_> = rows.iter().filter_map(|row| row.listed.text("Severity")).collect();
    let critical = severities.iter().filter(|word| **word == "critical").count();
    assert!(critical > 1 && severities[..critical].iter().all(|word| *word == "critical"), "{severities:?}");
    harness.press("/").write("region:us-east IP3").press("enter");
    harness.press("enter").sees("cognitui   us-east-1").sees("All contexts › ").sees("Guest access");
    harness.press("esc").sees("2 contexts").sees("▸3 Findings");
}

#[test]
fn a_finding_of_another_context_is_fixed_there_and_a_scan_that_fails_says_so_on_its_row() {
    let mut harness = two_regions("");
    let denied = AppError::new("Can't list the user pools: access denied").hint("It needs a permission.");
    harness.fails("ListUserPools", denied).press("F r");
    line(&harness, &["us-west-2", "✗ Not checked"]);
    harness.sees("default · us-west-2: ✗ Not checked: user pools (access denied).");
    harness.press("/").write("region:us-east IP2").press("enter f");
    harness.sees("cognitui   us-east-1").sees("Classic flow").press("G y esc");
    let written = asked(&harness, 0, |call| matches!(call, Call::Write(_)));
    assert_eq!(written, [2]);
    harness.press("esc").sees("2 contexts");
}

#[test]
fn the_palette_finds_the_pools_of_every_context_and_goes_to_the_chosen_one() {
    let mut harness = two_regions("");
    harness.press(":").write("telemetry us-east").sees("default · us-east-1 · ");
    harness.press("enter").sees("cognitui   us-east-1").sees("All contexts › Identity pools › telemetry");
    harness.press("esc").sees("2 contexts");
}

#[test]
fn a_wide_window_shows_the_settings_and_the_findings_of_a_joint_row() {
    let mut harness = two_regions("");
    harness.event(Event::Resize { width: 200, height: 50 }).press("/").write("shop-guests");
    harness.press("enter").sees("Guest access").sees("‼ IP3 critical").sees("in 12 read");
    harness.press("y").sees("Sent to the clipboard: eu-west-1:");
}

#[test]
fn a_narrow_window_still_tells_whose_row_it_is() {
    let mut harness = two_regions("[[rule]]\nregion = \"us-east-1\"\nbadge = \"PROD\"\n");
    harness.event(Event::Resize { width: 52, height: 20 }).sees("RISK").sees("PROFILE").press("G");
    line(&harness, &["▶ mobile-everything", "default"]);
}

#[test]
fn the_demo_has_one_context_only() {
    let options = Options { demo: true, ..Options::default() };
    let store = cognitui::demo::Store::demo();
    let mut harness = Harness::with(store, options, cognitui::app::Target::UserPools);
    harness.press(":").write("several contexts").press("enter");
    harness.sees("The demo has one account and one region.");
}

#[test]
fn beside_the_table_stands_what_the_list_of_the_context_has_and_not_what_joins_the_contexts() {
    let mut harness = two_regions("");
    harness.event(Event::Resize { width: 160, height: 40 });
    harness.press("1 G").event(Event::Rested).sees("┬─ ").never_shows("Joint").sees("Not loaded yet");
    harness.press("2 g").event(Event::Rested).sees("┬─ shop").never_shows("Joint");
}
