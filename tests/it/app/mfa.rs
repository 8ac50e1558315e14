//! The factors of a user pool: what a change sends, and what is said before.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use serde_json::{Value, json};

const ROLE: &str = "arn:aws:iam::123456789012:role/sms";

/// A pool that sends SMS, with these factors, on its MFA tab; and its id.
fn pool(factors: &Value) -> (Harness, String) {
    let mut store = Store::empty();
    let settings = json!({"PoolName": "shop", "SmsConfiguration": {"SnsCallerArn": ROLE, "ExternalId": "x"}});
    let made = store.call("CreateUserPool", settings).expect("a user pool");
    let pool = made["UserPool"]["Id"].as_str().expect("an id").to_owned();
    let mut request = factors.clone();
    request["UserPoolId"] = json!(pool);
    store.call("SetUserPoolMfaConfig", request).expect("the factors");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("enter 6").sees("Authenticator app");
    (harness, pool)
}

fn stored(harness: &mut Harness, pool: &str) -> Value {
    harness.store.call("GetUserPoolMfaConfig", json!({"UserPoolId": pool})).expect("the factors")
}

#[test]
fn a_factor_is_added_and_the_others_and_the_mode_go_back_as_they_were() {
    let sms = json!({"SmsAuthenticationMessage": "Code: {####}",
        "SmsConfiguration": {"SnsCallerArn": ROLE, "ExternalId": "x"}});
    let passkeys = json!({"RelyingPartyId": "shop.example", "UserVerification": "required"});
    let (mut harness, pool) = pool(&json!({"MfaConfiguration": "OPTIONAL", "SmsMfaConfiguration": sms,
        "WebAuthnConfiguration": passkeys}));
    let before = stored(&mut harness, &pool);
    harness.press("e");
    harness.focus_field("Authenticator app");
    harness.press("o").sees("‹ on ›").press("ctrl-s").sees("✓ Fixes    UP3").press("G y");
    harness.sees("✓ 1 setting changed, 0 others");
    let mut expected = before.clone();
    expected["UserPoolId"] = json!(pool);
    expected["SoftwareTokenMfaConfiguration"] = json!({"Enabled": true});
    assert_eq!(harness.updates_of("SetUserPoolMfaConfig"), [expected.clone()]);
    expected.as_object_mut().expect("members").shift_remove("UserPoolId");
    assert_eq!(stored(&mut harness, &pool), expected);
}

#[test]
fn before_mfa_is_required_it_is_said_that_nobody_knows_who_has_no_factor_and_the_overview_follows() {
    let (mut harness, pool) =
        pool(&json!({"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {"Enabled": true}}));
    harness.press("e").sees("▶ MFA").press("o o").sees("‹ ON ›").press("ctrl-s");
    harness
        .sees("Nobody can tell how many users have no factor")
        .press("G y")
        .sees("0 others")
        .press("enter");
    assert_eq!(stored(&mut harness, &pool)["MfaConfiguration"], "ON");
    harness.press("1");
    harness.app.size = (100, 200);
    harness.press("g").sees("MFA                         ON");
}

#[test]
fn a_mode_that_needs_a_factor_and_one_that_allows_none_are_refused_beforehand() {
    let (mut harness, _) = pool(&json!({"MfaConfiguration": "OFF"}));
    harness
        .press("e")
        .press("o")
        .sees("‹ ON ›")
        .press("ctrl-s")
        .sees("needs a factor: the app, SMS or email");
    let (mut harness, _) =
        pool(&json!({"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": true}}));
    harness.press("e");
    harness.focus_field("Authenticator app");
    harness.press("space").sees("‹ off ›").press("ctrl-s").sees("needs a factor: the app, SMS or email");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_change_of_the_pool_leaves_its_factors() {
    let factors = json!({"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": true}});
    let (mut harness, pool) = pool(&factors);
    harness.press("1 S").sees("Update user pool shop?").press("G y").sees("✓ 1 setting changed, 0 others");
    assert_eq!(harness.updates()[0]["MfaConfiguration"], "ON");
    assert_eq!(stored(&mut harness, &pool), factors);
}
