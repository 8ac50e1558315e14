//! Findings where people look: in lists, on the rows of details, and one key from the fix.

mod confirmations;
mod known;
mod tab;

use crate::app::{bare, shop, user_pool};
use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use serde_json::json;

/// The harness with an app client of a pool without a domain.
fn client(settings: &serde_json::Value) -> Harness {
    let mut store = Store::empty();
    let pool = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool");
    let mut client = json!({"UserPoolId": pool["UserPool"]["Id"], "ClientName": "web"});
    let members = client.as_object_mut().expect("an object");
    members.extend(settings.as_object().expect("an object").clone());
    store.call("CreateUserPoolClient", client).expect("an app client");
    Harness::with(store, Options::default(), Target::UserPools)
}

#[test]
fn a_list_shows_the_worst_findings_of_what_was_read_and_no_none_before() {
    let mut harness = bare();
    harness.sees("RISK").sees("bare  ●1");
    let (mut harness, _) = user_pool();
    harness.press("esc").sees("RISK").sees("shop  ●1 ▲");
}

#[test]
fn a_list_says_none_yet_while_a_check_waits_for_another_document() {
    let mut harness = bare();
    harness.press("c enter").sees("Update identity pool bare?").press("y enter").sees("bare  none yet");
    harness.press("enter 2 esc").sees("bare  none ").never_shows("none yet");
}

#[test]
fn the_setting_with_a_finding_is_marked_and_says_what_is_wrong() {
    let mut harness = bare();
    harness.press("enter").sees("● allowed (never set)").never_shows("● blocked");
    harness.press("down down down").sees("● IP2 high  Classic flow allowed: apps can bypass");
}

#[test]
fn one_key_fixes_a_finding_by_the_usual_confirmation_and_sends_nothing_else() {
    let mut harness = shop();
    let id = harness.store.identity_pool_id("shop");
    harness.store.identity_pool_mut(&id).remove("AllowClassicFlow");
    let mut expected = harness.store.identity_pool_mut(&id).clone();
    harness.press("enter down down down").sees("IP3 critical (+1)").sees("f fix");
    harness.press("f").sees("Update identity pool shop?").sees("allowed (never set)  →  blocked");
    harness.sees("✓ Fixes    IP3 critical");
    assert!(harness.updates().is_empty(), "nothing is sent before the confirmation");
    harness.press("y").sees("✓ 1 setting changed, 0 others");
    expected.insert("AllowClassicFlow".into(), json!(false));
    assert_eq!(harness.updates(), [serde_json::Value::Object(expected)]);
    harness.press("enter").never_shows("f fix");
}

#[test]
fn a_fix_that_needs_a_choice_opens_the_form_at_its_setting() {
    let mut harness = client(&json!({"RefreshTokenValidity": 60}));
    harness.press("enter 2 enter");
    while !harness.screen(80, 24).contains("CL8 medium") {
        harness.press("down");
    }
    harness.press("f").sees("▶ Refresh token valid").sees("Shorten the lifetime to what the app needs.");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_fix_that_is_elsewhere_says_where() {
    let mut harness = client(&json!({
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid"], "CallbackURLs": ["https://shop.example/cb"],
    }));
    harness.press("enter 2 enter");
    while !harness.screen(80, 24).contains("CL11 high") {
        harness.press("down");
    }
    harness.press("f").sees("Create a domain on the Domain tab of the user pool.");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_setting_without_a_finding_offers_no_fix() {
    let mut harness = bare();
    harness.press("enter").never_shows("f fix").press("f").sees("f does nothing here");
}
