//! What stands where on the screen: in narrow windows, over other texts, and while something loads.

use super::details::{choose, client};
use super::shop;
use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use cognitui::message::Event;
use cognitui::view::theme::{Colours, Look};
use cognitui::view::{self, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Modifier;
use serde_json::json;

/// The last line of the window.
fn footer(harness: &Harness) -> String {
    harness.screen(80, 24).lines().last().expect("a line").trim_end().to_owned()
}

#[test]
fn a_form_of_40_columns_shows_its_values_whole() {
    let mut harness = client();
    harness.event(Event::Resize { width: 40, height: 30 });
    choose(&mut harness, "Authentication flows");
    harness.press("e ctrl-n").write("ALLOW_USER_SRP_AUTH").sees("Authentication flows •");
    harness.sees("1 entry").sees("_USER_SRP_AUTH").vanishes("entr…").vanishes("…AUTH");
    for _ in 0..8 {
        assert!(
            harness.clipped(40, 30).iter().all(|line| !line.contains('‹')),
            "{:?}",
            harness.clipped(40, 30)
        );
        harness.press("down");
    }
}

#[test]
fn in_40_columns_the_tabs_scroll_to_the_active_one() {
    let mut harness = Harness::new(Target::UserPools);
    harness.event(Event::Resize { width: 40, height: 12 }).press("enter");
    for (key, tab) in
        [("1", "▸1 Overview"), ("2", "▸2 App clients"), ("3", "▸3 Identity"), ("4", "▸4 Domain")]
    {
        harness.press(key).sees(tab);
    }
}

#[test]
fn the_rule_of_a_form_has_one_weight_where_the_tabs_were() {
    let mut harness = client();
    harness.press("e");
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("a terminal");
    let theme = Theme::new(Look { colours: Colours::None, ..Look::default() });
    terminal.draw(|frame| _ = view::draw(&harness.app, &theme, frame)).expect("a frame");
    let buffer = terminal.backend().buffer();
    assert!((0..80).all(|x| buffer[(x, 2)].symbol() == "─" && buffer[(x, 2)].modifier == Modifier::DIM));
}

#[test]
fn a_box_over_wide_characters_keeps_its_border() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("j enter 3").sees("従業員SSO");
    for column in 0..8 {
        let width = 72 + column;
        harness.event(Event::Resize { width, height: 24 }).press(":");
        let screen = harness.screen(width, 24);
        let lines = screen.lines().skip_while(|line| !line.contains('┌'));
        let within: Vec<_> = lines.take_while(|line| !line.contains('└')).skip(1).collect();
        assert!(within.iter().all(|line| line.matches('│').count() == 2), "{screen}");
        harness.press("esc");
    }
}

#[test]
fn the_keys_of_the_footer_begin_at_the_left_and_stay_while_something_loads() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter 2");
    let rest = footer(&harness);
    assert!(rest.starts_with(" Enter open  / filter  : actions  ? keys  e edit"), "{rest}");
    harness.hold = true;
    harness.press("r");
    let loading = footer(&harness);
    let (keys, status) = loading.split_once("   ").expect("keys and a status");
    assert!(rest.starts_with(keys) && keys.contains("/ filter"), "{loading}");
    assert!(status.trim_start().ends_with("Listing app clients"), "{loading}");
}

#[test]
fn what_loads_for_a_list_is_not_said_below_a_form_in_front_of_it() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter").hold = true;
    harness.press("2").step().step();
    assert!(footer(&harness).contains("Loading details"));
    harness.press("n").sees("New app client");
    assert!(!footer(&harness).contains("Loading details"), "{}", footer(&harness));
}

#[test]
fn a_list_without_rows_and_a_document_that_failed_offer_no_key_that_does_nothing() {
    let mut harness = Harness::with(Store::empty(), Options::default(), Target::UserPools);
    harness.sees("There are no user pools here.");
    for nothing_there in ["open", "filter", "mark"] {
        assert!(!footer(&harness).contains(nothing_there), "{}", footer(&harness));
    }
    let mut harness = client();
    harness.press("2").sees("created without a secret and can't get one");
    assert!(!footer(&harness).contains("n new"), "{}", footer(&harness));
    let mut harness = shop();
    harness.fails("DescribeIdentityPool", AppError::new("Access denied")).press("r");
    harness
        .fails("DescribeIdentityPool", AppError::new("Access denied"))
        .press("enter")
        .sees("Access denied");
    assert!(
        !footer(&harness).contains("search") && !footer(&harness).contains("narrow"),
        "{}",
        footer(&harness)
    );
}

#[test]
fn a_client_list_of_80_columns_has_its_risk_its_id_and_its_tokens() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter 2").sees("RISK").sees("CLIENT ID").sees("OAUTH").sees("SECRET").sees("TOKENS");
    harness.sees("mtdg…").press("esc").press("2").press("esc");
    let harness = Harness::new(Target::IdentityPools);
    let screen = harness.screen(80, 24);
    assert!(screen.contains("RISK") && screen.contains("IDENTITY POOL ID"), "{screen}");
}

#[test]
fn addresses_break_between_their_parts_and_a_link_keeps_its_arrow() {
    let mut harness = shop();
    harness.press("enter");
    for width in 40..100 {
        harness.event(Event::Resize { width, height: 60 });
        let screen = harness.screen(width, 60);
        assert!(screen.lines().all(|line| line.trim() != "→"), "{screen}");
    }
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter").sees("arn:aws:cognito-idp:eu-west-1:123456789012:\n").sees(" userpool/eu-west-1_");
}

#[test]
fn a_type_that_can_have_no_further_provider_says_so_before_it_is_chosen() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter 3 n").write("goo").sees("Google").sees("already in this user pool");
    harness.press("enter").sees("This user pool already has a Google provider (limit 1).");
}

#[test]
fn a_lifetime_that_is_the_default_in_another_unit_does_not_differ_from_it() {
    let mut store = Store::empty();
    let pool = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool");
    let client = json!({"UserPoolId": pool["UserPool"]["Id"], "ClientName": "web", "RefreshTokenValidity": 30,
        "AccessTokenValidity": 60, "IdTokenValidity": 61,
        "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes"}});
    store.call("CreateUserPoolClient", client).expect("a client");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("enter 2 enter v v").sees("only what differs").sees("61 minutes");
    harness.vanishes("Refresh token valid").vanishes("Access token valid");
}
