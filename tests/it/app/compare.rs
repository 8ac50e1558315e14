//! Two resources beside each other, and settings that are copied from one to the other.

use super::{bulk, shop};
use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use serde_json::{Value, json};

/// Two identity pools that differ in two settings.
fn two() -> Harness {
    let mut store = Store::empty();
    for (name, guests) in [("left", true), ("right", false)] {
        let pool = json!({"IdentityPoolName": name, "AllowUnauthenticatedIdentities": guests,
            "AllowClassicFlow": true});
        store.call("CreateIdentityPool", pool).expect("a pool");
    }
    Harness::with(store, Options::default(), Target::IdentityPools)
}

fn stored(harness: &mut Harness, name: &str) -> Value {
    let id = harness.store.identity_pool_id(name);
    Value::Object(harness.store.identity_pool_mut(&id).clone())
}

#[test]
fn two_marked_rows_show_what_differs_and_a_key_shows_all() {
    let mut harness = two();
    harness.press("space space =").sees("Compare identity pool left with right").sees("≠ Guest access");
    harness.sees("1 setting is the same.").never_shows("Classic flow");
    harness.press("v").sees("= Classic flow").press("v").never_shows("Classic flow");
    harness.press("=").never_shows("Compare identity pool");
    assert!(!harness.screen(80, 24).contains("ID "), "ids are not compared");
}

#[test]
fn a_marked_row_is_compared_with_the_chosen_one_and_more_than_two_are_refused() {
    let mut harness = two();
    harness.press("space =").sees("Compare identity pool left with right");
    let mut harness = Harness::with(bulk::five(), Options::default(), Target::IdentityPools);
    harness.press("a =").sees("5 are marked. Mark two to compare them.");
}

#[test]
fn one_resource_waits_for_the_next_one_on_whatever_screen_that_is() {
    let mut harness = two();
    harness.press("=").sees("left is held: = on another identity pool compares the two.");
    harness.press("j enter =").sees("Compare identity pool left with right").press("esc esc");
    harness.press("k = =").sees("left is not held any more.");
}

#[test]
fn the_sides_stand_beside_each_other_in_a_wide_window_only() {
    let mut harness = two();
    harness.press("space space =");
    let wide = harness.screen(140, 40);
    let line = wide.lines().find(|line| line.contains("≠ Guest access")).expect("a line").to_owned();
    assert!(line.contains("allowed") && line.contains("blocked"), "{line}");
    let narrow = harness.screen(80, 24);
    let line = narrow.lines().find(|line| line.contains("≠ Guest access")).expect("a line").to_owned();
    assert!(!line.contains("allowed"), "{line}");
    assert!(narrow.lines().any(|line| line.contains("left") && line.contains("allowed")), "{narrow}");
}

#[test]
fn a_marked_setting_is_copied_to_the_right_side_alone_by_the_usual_confirmation() {
    let mut harness = two();
    let mut expected = stored(&mut harness, "right");
    expected["AllowUnauthenticatedIdentities"] = json!(true);
    harness.press("space space = j space c").sees("Update identity pool right?").sees("Guest access");
    harness.never_shows("left").press("pgdn y").sees("1 setting changed, 0 others");
    assert_eq!(stored(&mut harness, "right"), expected);
    assert_eq!(harness.updates().len(), 1);
}

#[test]
fn the_sides_are_swapped_and_all_differences_are_copied() {
    let mut harness = two();
    harness.press("space space = tab").sees("Compare identity pool right with left").press("a c");
    harness.sees("Update identity pool left?").press("pgdn y").sees("2 settings changed, 0 others");
    let left = harness.updates().pop().expect("an update");
    assert_eq!(
        (&left["IdentityPoolName"], &left["AllowUnauthenticatedIdentities"]),
        (&json!("right"), &json!(false))
    );
}

#[test]
fn read_only_compares_and_copies_nothing() {
    let options = Options { read_only: true, ..Options::default() };
    let mut harness = Harness::with(two().store, options, Target::IdentityPools);
    harness.press("= j =").sees("Compare identity pool left with right").press("c").sees("Read-only");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_file_is_compared_with_the_chosen_resource_and_its_settings_are_taken_over() {
    let mut harness = two();
    let file = json!({"IdentityPoolName": "left", "AllowUnauthenticatedIdentities": true,
        "AllowClassicFlow": false});
    harness.texts.push(("pool.json".to_owned(), file.to_string()));
    harness.press(":").write("compare pool.json").press("enter");
    harness.sees("Compare identity pool pool.json with left").sees("≠ Classic flow").press("c");
    harness.sees("Update identity pool left?").press("pgdn y").sees("1 setting changed, 0 others");
    assert_eq!(stored(&mut harness, "left")["AllowClassicFlow"], json!(false));
}

#[test]
fn a_file_that_is_no_resource_of_the_kind_is_told() {
    let mut harness = shop();
    for (text, told) in [
        ("{", "pool.json is not JSON"),
        ("[]", "pool.json is not a JSON structure"),
        (r#"{"Zzz": 1}"#, "pool.json has no setting of identity pools"),
    ] {
        harness.texts = vec![("pool.json".to_owned(), text.to_owned())];
        harness.press(":").write("compare pool.json").press("enter").sees(told).press("esc");
    }
    harness.press(":").write("compare nowhere.json").press("enter").sees("There is nothing at nowhere.json");
    harness.press("tab c").sees("nowhere.json can't be changed here").press("esc");
}

#[test]
fn secrets_of_two_providers_are_told_apart_without_showing_them() {
    let mut store = Store::empty();
    let pool = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a pool");
    for (name, secret) in [("One", "s3cret-one"), ("Two", "s3cret-two")] {
        let details = json!({"client_id": "id", "client_secret": secret, "authorize_scopes": "openid",
            "attributes_request_method": "GET", "oidc_issuer": "https://login.example.com"});
        let provider = json!({"UserPoolId": pool["UserPool"]["Id"], "ProviderName": name,
            "ProviderType": "OIDC", "ProviderDetails": details});
        store.call("CreateIdentityProvider", provider).expect("a provider");
    }
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("enter 3 = j =").sees("Compare identity provider One with Two").sees("another secret");
    harness.never_shows("s3cret");
}
