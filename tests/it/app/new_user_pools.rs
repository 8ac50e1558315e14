//! New user pools: what is asked for, in which requests, and what holds when the second one fails.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use serde_json::{Value, json};

/// A list of user pools with the form of a new one open, its name filled in.
fn form() -> Harness {
    let mut harness = Harness::with(Store::empty(), Options::default(), Target::UserPools);
    harness.app.size = (100, 70);
    harness.press("n").sees("New user pool").sees("Fixed at creation").fill("Name", "shop");
    harness
}

/// The secure settings that the form proposes.
fn proposed() -> Value {
    json!({
        "PoolName": "shop", "DeletionProtection": "ACTIVE",
        "UsernameConfiguration": {"CaseSensitive": false},
        "Policies": {"PasswordPolicy": {"MinimumLength": 12, "RequireUppercase": true,
            "RequireLowercase": true, "RequireNumbers": true, "RequireSymbols": true}},
        "AutoVerifiedAttributes": ["email"],
        "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
    })
}

/// The request that turns MFA on.
fn factors(pool: &str, mode: &str) -> Value {
    json!({"UserPoolId": pool, "MfaConfiguration": mode, "SoftwareTokenMfaConfiguration": {"Enabled": true}})
}

fn made(harness: &mut Harness) -> Value {
    let pools = harness.store.call("ListUserPools", json!({"MaxResults": 60})).expect("the user pools");
    let id = pools["UserPools"][0]["Id"].clone();
    harness.store.call("DescribeUserPool", json!({"UserPoolId": id})).expect("the user pool")["UserPool"]
        .clone()
}

#[test]
fn a_new_pool_is_protected_and_has_optional_mfa_by_two_requests_that_were_both_asked_for() {
    let mut harness = form();
    harness.press("ctrl-s").sees("Create user pool shop?");
    harness.sees("CreateUserPool · then SetUserPoolMfaConfig").sees("by a second request");
    harness.press("G y").sees("✓ shop: Created. All").sees("✓ 2 settings changed, 0 others");
    let pool = made(&mut harness);
    let id = pool["Id"].as_str().expect("an id").to_owned();
    assert_eq!(harness.updates(), [proposed(), factors(&id, "OPTIONAL")]);
    assert_eq!(pool["MfaConfiguration"], "OPTIONAL");
    harness.press("enter").sees("shop").vanishes("New user pool");
    assert_eq!(harness.recorded().len(), 2);
}

#[test]
fn when_the_second_request_fails_it_is_said_what_holds_and_y_finishes() {
    let mut harness = form();
    harness.fails("SetUserPoolMfaConfig", AppError::new("Can't update the MFA settings"));
    harness.press("ctrl-s").press("G y");
    harness.sees("✓ shop: Created. All").sees("! The user pool exists, without MFA so far.");
    assert_eq!(made(&mut harness)["MfaConfiguration"], "OFF");
    harness.press("y").sees("✓ 2 settings changed, 0 others");
    assert_eq!(made(&mut harness)["MfaConfiguration"], "OPTIONAL");
    assert_eq!(harness.updates_of("CreateUserPool").len(), 1);
}

#[test]
fn a_failed_second_request_that_is_left_leaves_one_pool_and_says_so() {
    let mut harness = form();
    harness.fails("SetUserPoolMfaConfig", AppError::new("Can't update the MFA settings"));
    harness.press("ctrl-s").press("G y").press("esc").vanishes("New user pool");
    harness.sees("shop: Created. All 11 settings match. MFA settings: not changed.");
    assert_eq!(harness.updates_of("CreateUserPool").len(), 1);
}

#[test]
fn when_the_new_pool_can_not_be_read_the_second_request_waits_for_that() {
    let mut harness = form();
    harness.fails("DescribeUserPool", AppError::new("Can't load the user pool"));
    harness.press("ctrl-s").press("G y").sees("result unknown");
    harness.sees("! The second request, SetUserPoolMfaConfig, was not sent.");
    assert_eq!(harness.updates_of("SetUserPoolMfaConfig"), [Value::Null; 0]);
    harness.press("r").sees("✓ shop: Created. All").sees("✓ 2 settings changed, 0 others");
    assert_eq!(harness.updates_of("CreateUserPool").len(), 1);
}

#[test]
fn a_pool_without_mfa_is_one_request() {
    let mut harness = form();
    harness.focus_field("MFA").press("space").sees("(default: OFF)").press("ctrl-s");
    harness.sees("! Causes   UP2").press("G y").sees("Created. All");
    assert_eq!(harness.updates(), [proposed()]);
}

#[test]
fn required_and_custom_attributes_are_asked_for_and_found_again() {
    let mut harness = form();
    harness.focus_field("Attributes").press("ctrl-n").write("email");
    harness.focus_field("+ add").press("ctrl-n").write("tier");
    harness.focus_field("Max length").write("8");
    harness.press("ctrl-s").sees("Create user pool shop?").press("G y").sees("0 others");
    let schema = json!([{"Name": "email", "Required": true},
        {"Name": "tier", "AttributeDataType": "String", "Mutable": true,
            "StringAttributeConstraints": {"MaxLength": "8"}}]);
    assert_eq!(harness.updates_of("CreateUserPool")[0]["Schema"], schema);
    let attributes = made(&mut harness)["SchemaAttributes"].as_array().expect("a list").clone();
    let tier = attributes.iter().find(|one| one["Name"] == "custom:tier").expect("the custom attribute");
    assert_eq!(tier["StringAttributeConstraints"], json!({"MaxLength": "8"}));
}

#[test]
fn a_copy_takes_the_settings_and_the_schema_and_the_original_stays() {
    let mut store = Store::empty();
    let schema = json!([{"Name": "email", "Required": true}, {"Name": "tier", "AttributeDataType": "Number",
        "Mutable": false, "NumberAttributeConstraints": {"MaxValue": "9"}}]);
    let original = json!({"PoolName": "shop", "Schema": schema, "UsernameAttributes": ["email"],
        "DeletionProtection": "ACTIVE", "MfaConfiguration": "ON", "UserPoolTags": {"team": "web"}});
    store.call("CreateUserPool", original).expect("a user pool");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.app.size = (100, 70);
    harness.press("N").sees("Copy of shop").sees("resource servers can be copied");
    harness.press("ctrl-s").press("G y").sees("0 others");
    let sent = harness.updates_of("CreateUserPool").remove(0);
    for (member, value) in [
        ("PoolName", json!("Copy of shop")),
        ("Schema", schema),
        ("UserPoolTags", json!({"team": "web"})),
        ("UsernameAttributes", json!(["email"])),
        ("DeletionProtection", json!("ACTIVE")),
    ] {
        assert_eq!(sent[member], value, "{member}");
    }
    let mfa = harness.updates_of("SetUserPoolMfaConfig");
    assert_eq!(mfa.len(), 1);
    assert_eq!(mfa[0]["MfaConfiguration"], "ON");
}

#[test]
fn a_message_shows_how_it_begins_while_it_is_chosen_and_what_is_fixed_stands_on_one_line() {
    let mut store = Store::empty();
    let template = json!({"DefaultEmailOption": "CONFIRM_WITH_CODE", "EmailMessage": "Hello!\nCode: {####}"});
    let pool = json!({"PoolName": "shop", "UsernameAttributes": ["email", "phone_number"],
        "VerificationMessageTemplate": template});
    store.call("CreateUserPool", pool).expect("a user pool");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness
        .press("enter e")
        .sees("email, phone_number  (can't be changed)")
        .focus_field("Code email subject");
    let begins = |harness: &Harness| harness.screen(80, 24).lines().any(|line| line.trim() == "Hello!");
    assert!(!begins(&harness));
    harness.press("down").sees("Code: {####}");
    assert!(begins(&harness));
    harness.press("down");
    assert!(!begins(&harness));
}
