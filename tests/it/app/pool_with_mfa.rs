//! A user pool and its factors in one form: one request for each of the two that changes, in one question.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use serde_json::{Value, json};

const ROLE: &str = "arn:aws:iam::123456789012:role/sms";

/// A pool that sends SMS, with these factors, on its settings; and its id.
fn pool(factors: &Value) -> (Harness, String) {
    let mut store = Store::empty();
    let settings = json!({"PoolName": "shop", "SmsConfiguration": {"SnsCallerArn": ROLE, "ExternalId": "x"},
        "UserPoolTags": {"team": "web"}});
    let made = store.call("CreateUserPool", settings).expect("a user pool");
    let pool = made["UserPool"]["Id"].as_str().expect("an id").to_owned();
    let mut request = factors.clone();
    request["UserPoolId"] = json!(pool);
    store.call("SetUserPoolMfaConfig", request).expect("the factors");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.app.size = (100, 60);
    harness.press("enter").sees("Deletion protection");
    (harness, pool)
}

fn app_only(mode: &str) -> Value {
    json!({"MfaConfiguration": mode, "SoftwareTokenMfaConfiguration": {"Enabled": true}})
}

fn settings(harness: &mut Harness, pool: &str) -> Value {
    harness.store.call("DescribeUserPool", json!({"UserPoolId": pool})).expect("a pool")["UserPool"].clone()
}

fn factors(harness: &mut Harness, pool: &str) -> Value {
    harness.store.call("GetUserPoolMfaConfig", json!({"UserPoolId": pool})).expect("the factors")
}

/// The updates in their order.
fn updates(harness: &Harness) -> Vec<&'static str> {
    let is_update = |name: &&str| matches!(*name, "UpdateUserPool" | "SetUserPoolMfaConfig");
    harness.operations().into_iter().filter(is_update).collect()
}

/// Opens the form, chooses another mode and protects the pool, and opens the question.
fn edit_both(harness: &mut Harness) {
    harness.press("e");
    harness.focus_field("Deletion protection");
    harness.press("space").sees("‹ ACTIVE ›");
    harness.focus_field("MFA");
    harness.press("o o").sees("‹ ON ›").press("ctrl-s").sees("Update user pool shop?");
}

/// Both are edited and sent, and AWS refuses the second request.
fn refused() -> (Harness, String) {
    let (mut harness, pool) = pool(&app_only("OPTIONAL"));
    edit_both(&mut harness);
    harness.fails("SetUserPoolMfaConfig", AppError::new("AWS refused it").kind(ErrorKind::Refused));
    harness.press("G y").sees("AWS refused it");
    (harness, pool)
}

#[test]
fn a_factor_that_is_changed_in_the_form_of_the_pool_is_the_only_request() {
    let (mut harness, pool) = pool(&app_only("OPTIONAL"));
    let (before, factors_before) = (settings(&mut harness, &pool), factors(&mut harness, &pool));
    harness.press("e").sees("Authenticator app").sees("MFA by SMS").sees("Passkeys");
    harness.focus_field("MFA");
    harness.press("o o").sees("‹ ON ›").press("ctrl-s").sees("Nobody can tell how many users have no factor");
    harness.press("G y").sees("✓ 1 setting changed, 0 others");
    assert_eq!(updates(&harness), ["SetUserPoolMfaConfig"]);
    let mut expected = factors_before;
    expected["UserPoolId"] = json!(pool);
    expected["MfaConfiguration"] = json!("ON");
    assert_eq!(harness.updates_of("SetUserPoolMfaConfig"), [expected]);
    let mut now = settings(&mut harness, &pool);
    assert_eq!(now["MfaConfiguration"], "ON");
    for changed in ["MfaConfiguration", "LastModifiedDate"] {
        now[changed] = before[changed].clone();
    }
    assert_eq!(now, before);
}

#[test]
fn a_draft_keeps_the_edits_of_both_documents_and_gives_both_back() {
    let (mut harness, _) = pool(&app_only("OPTIONAL"));
    edit_both(&mut harness);
    harness.press("esc esc").sees("keep a draft").press("k");
    harness.press("e").sees("2 changes").sees("Deletion protection").sees("MFA").press("enter");
    harness.sees("2 changes are back.").press("ctrl-s").sees("UpdateUserPool · then SetUserPoolMfaConfig");
    harness.sees("INACTIVE  →  ACTIVE").sees("OPTIONAL  →  ON");
}

#[test]
fn both_are_asked_for_at_once_and_sent_one_after_the_other_each_verified() {
    let (mut harness, pool) = pool(&app_only("OPTIONAL"));
    edit_both(&mut harness);
    harness.sees("UpdateUserPool · then SetUserPoolMfaConfig");
    harness.sees("Then, by a second request (SetUserPoolMfaConfig):");
    harness.sees("Nobody can tell how many users have no factor");
    harness.press("J").sees("Requests: UpdateUserPool, then SetUserPoolMfaConfig").press("esc");
    harness.press("G y").sees("✓ shop: 1 setting changed, 0 others · Deletion protection");
    harness.sees("✓ 1 setting changed, 0 others");
    assert_eq!(updates(&harness), ["UpdateUserPool", "SetUserPoolMfaConfig"]);
    let first = harness.updates_of("UpdateUserPool").remove(0);
    assert_eq!(first["MfaConfiguration"], "OPTIONAL", "only the second request changes the mode");
    assert_eq!(first["UserPoolTags"], json!({"team": "web"}));
    let operations = harness.operations();
    let at = |wanted: &str| operations.iter().position(|name| *name == wanted).expect(wanted);
    let between = &operations[at("UpdateUserPool")..at("SetUserPoolMfaConfig")];
    assert!(between.contains(&"DescribeUserPool") && between.contains(&"GetUserPoolMfaConfig"));
    let now = settings(&mut harness, &pool);
    assert_eq!(now["DeletionProtection"], "ACTIVE");
    assert_eq!(now["MfaConfiguration"], "ON");
    harness.press("enter").never_shows("Update user pool");
}

/// A pool whose factors are an app and SMS, and the form in which SMS is given up.
fn sms_given_up() -> (Harness, String) {
    let sms = json!({"SmsAuthenticationMessage": "Code: {####}",
        "SmsConfiguration": {"SnsCallerArn": ROLE, "ExternalId": "x"}});
    let mut both = app_only("ON");
    both["SmsMfaConfiguration"] = sms;
    let (mut harness, pool) = pool(&both);
    harness.press("e");
    harness.focus_field("MFA");
    harness.press("o").sees("‹ OPTIONAL ›");
    // Once as a factor, and once for all messages of the pool.
    for fields in [&["SNS role", "SNS external id", "SMS message"][..], &["SNS role", "SNS external id"]] {
        for field in fields {
            harness.focus_field(field);
            harness.press("ctrl-u");
        }
    }
    (harness, pool)
}

#[test]
fn a_trigger_that_the_second_request_sets_comes_with_the_command_that_lets_cognito_call_it() {
    let (mut harness, _) = sms_given_up();
    harness.fill("Pre sign-up", "arn:aws:lambda:eu-west-1:123456789012:function:sign-up");
    harness.press("ctrl-s").sees("SetUserPoolMfaConfig · then UpdateUserPool").press("G");
    harness.sees("The AWS CLI lets Cognito call the function:").sees("aws lambda add-permission");
}

#[test]
fn what_factors_rest_on_is_taken_away_after_the_factors() {
    let (mut harness, pool) = sms_given_up();
    harness.press("ctrl-s").sees("SetUserPoolMfaConfig · then UpdateUserPool");
    harness.press("G y").sees("0 others");
    assert_eq!(updates(&harness), ["SetUserPoolMfaConfig", "UpdateUserPool"]);
    let second = harness.updates_of("UpdateUserPool").remove(0);
    assert_eq!(second["MfaConfiguration"], "OPTIONAL", "what the first request has set is sent back");
    assert_eq!(second["SmsConfiguration"], Value::Null);
    assert_eq!(factors(&mut harness, &pool)["MfaConfiguration"], "OPTIONAL");
}

#[test]
fn a_second_request_that_is_refused_leaves_what_the_first_one_did_and_can_be_sent_again() {
    let (mut harness, pool) = refused();
    harness.sees("✓ shop: 1 setting changed, 0 others · Deletion protection");
    harness.sees("! The changes of the user pool hold. Those of the MFA settings do not, so far.");
    harness.sees("This request changed nothing.").never_shows("Nothing was changed.");
    assert_eq!(settings(&mut harness, &pool)["DeletionProtection"], "ACTIVE");
    assert_eq!(factors(&mut harness, &pool)["MfaConfiguration"], "OPTIONAL");
    harness.press("y").sees("✓ 1 setting changed, 0 others");
    assert_eq!(updates(&harness), ["UpdateUserPool", "SetUserPoolMfaConfig", "SetUserPoolMfaConfig"]);
    assert_eq!(factors(&mut harness, &pool)["MfaConfiguration"], "ON");
}

#[test]
fn after_a_second_request_that_is_refused_the_first_one_can_be_taken_back() {
    let (mut harness, pool) = refused();
    harness.sees("take back").press("U").sees("Deletion protection").press("G y");
    harness.sees("✓ 1 setting changed, 0 others");
    assert_eq!(settings(&mut harness, &pool)["DeletionProtection"], "INACTIVE");
    assert_eq!(updates(&harness), ["UpdateUserPool", "SetUserPoolMfaConfig", "UpdateUserPool"]);
}

#[test]
fn the_form_goes_on_with_what_the_refused_request_asked_for() {
    let (mut harness, pool) = refused();
    harness.press("esc").sees("‹ ON ›");
    harness.sees("Deletion protection → ACTIVE. MFA settings: not changed. AWS").sees("refused it.");
    harness.press("ctrl-s").sees("Update MFA settings of shop?");
    harness.press("G y").sees("✓ 1 setting changed, 0 others");
    assert_eq!(updates(&harness), ["UpdateUserPool", "SetUserPoolMfaConfig", "SetUserPoolMfaConfig"]);
    assert_eq!(factors(&mut harness, &pool)["MfaConfiguration"], "ON");
}

#[test]
fn after_a_conflict_of_the_second_request_the_form_still_has_both_documents() {
    let (mut harness, pool) = pool(&app_only("OPTIONAL"));
    harness.press("e");
    harness.focus_field("Deletion protection");
    harness.press("space").fill("Relying party", "mine.example").press("ctrl-s");
    harness.hold = true;
    harness.press("G y").step().step().step();
    assert_eq!(updates(&harness), ["UpdateUserPool"]);
    let mut theirs = app_only("OPTIONAL");
    theirs["UserPoolId"] = json!(pool);
    theirs["WebAuthnConfiguration"] = json!({"RelyingPartyId": "theirs.example"});
    harness.store.call("SetUserPoolMfaConfig", theirs).expect("somebody's change");
    harness.release().sees("theirs.example").press("esc");
    harness.sees("Deletion protection → ACTIVE. MFA settings: changed by");
    harness.fill("Value", "app").press("ctrl-s");
    harness.sees("UpdateUserPool · then SetUserPoolMfaConfig").sees("theirs.example  →  mine.example");
    harness.press("G y").sees("✓ shop: 1 setting changed");
    let [first, again] = harness.updates_of("UpdateUserPool").try_into().expect("two updates");
    let mut expected = first;
    expected["UserPoolTags"] = json!({"team": "app"});
    assert_eq!(again, expected);
    assert_eq!(factors(&mut harness, &pool)["WebAuthnConfiguration"]["RelyingPartyId"], "mine.example");
}

#[test]
fn both_changes_are_taken_back_at_once_and_the_history_knows_of_each() {
    let (mut harness, pool) = pool(&app_only("OPTIONAL"));
    let (before, factors_before) = (settings(&mut harness, &pool), factors(&mut harness, &pool));
    edit_both(&mut harness);
    harness.press("G y").sees("✓ 1 setting changed, 0 others").press("U");
    harness.sees("Takes back").sees("both changes of").sees("ACTIVE  →  INACTIVE").sees("ON  →  OPTIONAL");
    harness.sees("UpdateUserPool · then SetUserPoolMfaConfig").press("G y");
    harness.sees("✓ shop: 1 setting changed, 0 others · Deletion protection").sees("✓ 1 setting changed");
    let mut now = settings(&mut harness, &pool);
    now["LastModifiedDate"] = before["LastModifiedDate"].clone();
    assert_eq!(now, before);
    assert_eq!(factors(&mut harness, &pool), factors_before);
    let recorded = harness.recorded();
    let ids: Vec<_> = recorded.iter().map(|entry| Some(entry.record.id.clone())).collect();
    let reverts: Vec<_> = recorded.iter().map(|entry| entry.record.reverts.clone()).collect();
    assert_eq!(reverts, [None, None, ids[0].clone(), ids[1].clone()]);
}

#[test]
fn where_not_all_can_be_taken_back_at_once_each_change_asks_for_itself() {
    let (mut harness, pool) = pool(&app_only("OPTIONAL"));
    edit_both(&mut harness);
    harness.press("G y").sees("✓ 1 setting changed, 0 others");
    harness
        .store
        .call("SetUserPoolMfaConfig", json!({"UserPoolId": pool, "MfaConfiguration": "OFF"}))
        .expect("OFF");
    harness
        .press("U")
        .sees("! Left alone, because it was changed since.")
        .sees("Not every setting can come back");
    harness.press("esc").never_shows("Takes back");
    assert_eq!(updates(&harness), ["UpdateUserPool", "SetUserPoolMfaConfig"]);
}

#[test]
fn nothing_is_taken_back_unless_both_documents_were_read() {
    let (mut harness, _) = pool(&app_only("OPTIONAL"));
    edit_both(&mut harness);
    harness.press("G y").sees("✓ 1 setting changed, 0 others");
    harness.fails("GetUserPoolMfaConfig", AppError::new("AWS denied it").kind(ErrorKind::Refused));
    harness.press("U").sees("AWS denied it").press("y").sees("both changes of").press("esc");
    assert_eq!(updates(&harness), ["UpdateUserPool", "SetUserPoolMfaConfig"]);
}

#[test]
fn what_somebody_changed_meanwhile_stays_and_the_same_setting_is_a_choice() {
    let (mut harness, pool) = pool(&app_only("OPTIONAL"));
    edit_both(&mut harness);
    let passkeys = json!({"RelyingPartyId": "shop.example", "UserVerification": "required"});
    let mut theirs = app_only("OPTIONAL");
    theirs["UserPoolId"] = json!(pool);
    theirs["WebAuthnConfiguration"] = passkeys.clone();
    harness.store.call("SetUserPoolMfaConfig", theirs).expect("somebody's change");
    harness.press("G y").sees("✓ 1 setting changed, 0 others");
    assert_eq!(factors(&mut harness, &pool)["WebAuthnConfiguration"], passkeys);
    assert_eq!(factors(&mut harness, &pool)["MfaConfiguration"], "ON");

    let (mut harness, pool) = self::pool(&app_only("OPTIONAL"));
    edit_both(&mut harness);
    let theirs = json!({"UserPoolId": pool, "MfaConfiguration": "OFF"});
    harness.store.call("SetUserPoolMfaConfig", theirs).expect("somebody's change");
    harness.press("G y").sees("was changed by someone else");
    assert_eq!(updates(&harness), [""; 0], "nobody overwrites the other's choice");
    assert_eq!(factors(&mut harness, &pool)["MfaConfiguration"], "OFF");
}

#[test]
fn after_a_first_request_with_a_surprise_the_second_one_waits_for_the_user() {
    let (mut harness, pool) = pool(&app_only("OPTIONAL"));
    edit_both(&mut harness);
    harness.hold = true;
    harness.press("G y").step().step();
    let mut theirs = harness.updates_of("UpdateUserPool").remove(0);
    theirs["UserPoolTags"] = json!({"team": "app"});
    harness.store.call("UpdateUserPool", theirs).expect("somebody's change");
    harness.release().sees("! 1 setting changed, 1 other").sees("Also changed (before → now)");
    harness.sees("! The second request, SetUserPoolMfaConfig, was not sent.");
    assert_eq!(updates(&harness), ["UpdateUserPool"]);
    harness.press("enter").sees("‹ ON ›").press("ctrl-s").sees("Update MFA settings of shop?").press("G y");
    harness.sees("✓ 1 setting changed, 0 others");
    assert_eq!(updates(&harness), ["UpdateUserPool", "SetUserPoolMfaConfig"]);
    assert_eq!(factors(&mut harness, &pool)["MfaConfiguration"], "ON");
}

#[test]
fn factors_that_may_not_be_read_are_said_to_be_missing_from_the_form() {
    let (mut harness, _) = pool(&app_only("OPTIONAL"));
    harness.fails("GetUserPoolMfaConfig", AppError::new("AWS denied it").kind(ErrorKind::Refused));
    harness.press("e").sees("The MFA settings are not in this form. AWS denied it.");
    harness.never_shows("Authenticator app").sees("changed on the MFA tab");
}

#[test]
fn a_row_of_the_settings_that_the_second_request_changes_opens_the_form_there() {
    let (mut harness, _) = pool(&app_only("OPTIONAL"));
    harness.focus_row("MFA");
    harness.press("e").sees("▶ MFA").sees("‹ OPTIONAL ›");
}
