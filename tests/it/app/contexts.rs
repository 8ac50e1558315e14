//! Profiles and regions: the picker, and what stays apart.

use cognitui::app::{Options, Target};
use cognitui::config::Config;
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use cognitui::message::{
    Call, ContextChoice, ContextId, Contexts, Event, ProfileKind, ProfileSummary, Reply,
};

use crate::support::harness::Harness;

pub fn choice(profile: Option<&str>, region: &str) -> ContextChoice {
    ContextChoice { profile: profile.map(str::to_owned), region: Some(region.to_owned()) }
}

fn profile(name: &str, kind: ProfileKind, account: Option<&str>, region: Option<&str>) -> ProfileSummary {
    ProfileSummary {
        name: name.to_owned(),
        kind,
        region: region.map(str::to_owned),
        account: account.map(str::to_owned),
    }
}

fn machine() -> Contexts {
    Contexts {
        profiles: vec![
            profile("admin", ProfileKind::Role(Some("base".to_owned())), Some("222222222222"), None),
            profile("base", ProfileKind::StaticKeys, None, None),
            profile(
                "prod",
                ProfileKind::Sso(Some("corp".to_owned())),
                Some("111111111111"),
                Some("us-east-1"),
            ),
        ],
        regions: &[("eu-west-1", "Europe (Ireland)"), ("us-east-1", "US East"), ("us-west-2", "US West")],
        recent: vec![choice(Some("prod"), "us-west-2")],
    }
}

pub fn console(config: &str) -> Harness {
    let options = Options { config: Config::read(config), ..Options::default() };
    let mut harness = Harness::with(Store::demo(), options, Target::IdentityPools);
    harness.contexts = machine();
    harness
}

fn lines(harness: &Harness, texts: &[&str]) -> Vec<usize> {
    let screen = harness.screen(80, 30);
    let line = |text: &&str| screen.lines().position(|line| line.contains(*text));
    texts.iter().map(|text| line(text).unwrap_or_else(|| panic!("{text} in\n{screen}"))).collect()
}

#[test]
fn recent_contexts_come_first_then_profiles_with_their_kind_then_regions_the_recent_one_first() {
    let mut harness = console("");
    harness.press("P");
    let order = lines(
        &harness,
        &["prod · us-west-2", "role, by base", "access key", "SSO session corp", "US West", "US East"],
    );
    assert!(order.is_sorted(), "{order:?}");
    harness.never_shows("Europe (Ireland)").press("esc").sees("Identity pools");
}

#[test]
fn what_a_rule_hides_is_never_offered() {
    let text =
        "[[rule]]\naccount = \"1111*\"\nhidden = true\n[[rule]]\nregion = \"us-west-*\"\nhidden = true\n";
    let mut harness = console(text);
    harness.press("P").sees("role, by base").never_shows("corp").never_shows("us-west-2");
}

#[test]
fn a_chosen_profile_is_used_with_its_region_and_remembered() {
    let mut harness = console("");
    harness.press("P").write("sso").press("enter").sees("cognitui   prod · us-east-1");
    let there = choice(Some("prod"), "us-east-1");
    assert_eq!(harness.contexts_used, [(ContextId(1), there.clone())]);
    assert_eq!(harness.remembered, [there]);
    assert_eq!(harness.sent.iter().filter(|call| **call == Call::WhoAmI).count(), 2);
}

#[test]
fn each_context_keeps_its_place_and_what_it_has_read() {
    let mut harness = console("");
    harness.press("/").write("telemetry").press("enter enter").sees("Settings").press("2").sees("Roles");
    let before = harness.screen(80, 24);
    harness.press("P").write("us-east-1").press("enter").sees("Now at").sees("shop-guests");
    let asked = harness.sent.len();
    harness.press("P").write("eu-west").press("enter");
    assert_eq!(harness.contexts_used.last().map(|(id, _)| *id), Some(ContextId(0)));
    let strip = |screen: &str| screen.lines().take(20).collect::<Vec<_>>().join("\n");
    assert_eq!(strip(&harness.screen(80, 24)), strip(&before));
    assert_eq!(harness.sent[asked..], [Call::Contexts], "nothing is read anew");
}

#[test]
fn the_findings_of_another_context_are_not_counted_in_this_one() {
    let mut harness = console("");
    harness.event(Event::Resize { width: 200, height: 50 }).sees("2 critical").sees("in 6 read");
    harness.press("P").hold = true;
    harness.write("us-east-1").press("enter").never_shows("critical").never_shows("in 6 read");
    harness.hold = false;
    harness.press("P").write("eu-west").press("enter").sees("2 critical").sees("in 6 read");
}

#[test]
fn an_answer_of_the_old_context_never_lands_in_the_new_one() {
    let mut harness = console("");
    harness.press("2").hold = true;
    harness.press("r");
    let old: Vec<_> = harness.held.iter().map(|(id, _)| *id).collect();
    harness.hold = false;
    harness.press("P");
    harness.hold = true;
    harness.write("us-east-1").press("enter").sees("us-east-1");
    assert!(harness.held.iter().all(|(id, _)| !old.contains(id)), "the old reads are stopped");
    for id in old {
        harness.event(Event::Reply(id, Err(AppError::new("Too late").kind(ErrorKind::Unknown))));
        harness.event(Event::Reply(id, Ok(Reply::Listed(None))));
    }
    harness.sees("Loading…").release();
    harness.never_shows("Too late").sees("shop-guests");
    harness.press("P").write("eu-west").press("enter").sees("shop-guests").never_shows("stopped");
}

#[test]
fn a_write_under_way_is_recorded_under_its_own_context_and_its_outcome_is_told_in_the_new_one() {
    let mut harness = console("");
    harness.press("c enter").sees("Update identity pool shop?").press("G").hold = true;
    harness.press("y").step();
    harness.press("esc").sees("sent, the result is not known yet");
    let write: Vec<_> = harness.held.drain(..).collect();
    harness.hold = false;
    harness.press("P").write("sso").press("enter").sees("prod · us-east-1");
    harness.held = write;
    let asked = harness.sent_in.len();
    harness.release().sees("eu-west-1: ").sees("prod · us-east-1");
    assert_eq!(harness.sent_in[asked..], [0], "it is verified where it was sent");
    let record = harness.recorded().pop().expect("a record");
    assert_eq!((record.record.region.as_deref(), record.record.profile), (Some("eu-west-1"), None));
    assert_eq!(record.ending.map(|ending| ending.outcome.as_str()), Some("applied"));
}

#[test]
fn a_region_in_no_list_can_be_typed_in_the_picker_and_in_the_palette() {
    let mut harness = console("");
    harness.press("P").write("eu-south-9").sees("Enter goes to eu-south-9").press("enter");
    harness.sees("eu-south-9 ");
    harness.press(":").write("region us-gov-east-1").sees("Enter switches to the region us-gov-east-1");
    harness.press("enter").sees("us-gov-east-1");
    harness.press(":").write("profile base").press("enter");
    let last = harness.contexts_used.last().map(|(_, choice)| choice.clone());
    assert_eq!(last, Some(ContextChoice { profile: Some("base".to_owned()), region: None }));
}

#[test]
fn the_demo_has_nothing_to_switch_to_and_says_so() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("P").sees("The demo has one account and one region.");
}

#[test]
fn a_resource_is_compared_with_one_of_another_region_and_settings_are_copied_from_there() {
    let mut harness = console("");
    harness.press("/").write("telemetry").press("enter enter esc").press("=").sees("telemetry is held");
    harness.press("P").write("us-east-1").press("enter").sees("Now at").sees("telemetry");
    // There it is set in another way.
    let id = harness.store.identity_pool_id("telemetry");
    let pool = harness.store.identity_pool_mut(&id);
    let guests = pool["AllowUnauthenticatedIdentities"] == true;
    pool.insert("AllowUnauthenticatedIdentities".to_owned(), (!guests).into());
    harness.press("esc esc").press("/").write("telemetry").press("enter r =");
    harness.sees("Compare identity pool telemetry with telemetry").sees("≠ Guest access");
    harness
        .press("c")
        .sees("Update identity pool telemetry?")
        .press("pgdn y")
        .sees("1 setting changed, 0 others");
    let sent = harness.updates().pop().expect("an update");
    assert_eq!(sent["AllowUnauthenticatedIdentities"], guests);
    assert_eq!(
        harness.contexts_used.last().map(|(id, _)| *id),
        Some(ContextId(1)),
        "it is sent to the shown region"
    );
}

#[test]
fn a_resource_is_compared_with_one_of_another_profile() {
    let mut harness = console("");
    harness.press("/").write("telemetry").press("enter enter esc").press("=").sees("telemetry is held");
    harness.press("P").write("sso").press("enter").sees("cognitui   prod · us-east-1");
    harness.press("/").write("shop-guests").press("enter =");
    harness.sees("Compare identity pool telemetry with shop-guests").sees("≠ Guest access");
    assert_eq!(harness.contexts_used.last().map(|(_, at)| at.profile.as_deref()), Some(Some("prod")));
    let id = harness.store.identity_pool_id("shop-guests");
    harness.press("c").sees("Update identity pool shop-guests?").press("pgdn y");
    assert_eq!(harness.updates().pop().expect("an update")["IdentityPoolId"], id);
}
