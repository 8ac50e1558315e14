//! The AWS CLI commands that stand for what is read and for what is about to be sent.

use super::shop;
use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use serde_json::{Value, json};

/// The JSON of a command, as a shell passes it on.
fn json_of(command: &str) -> Value {
    let (_, quoted) = command.split_once("--cli-input-json '").expect("JSON");
    let (json, _) = quoted.split_once("' --region").expect("the end of the JSON");
    serde_json::from_str(&json.replace(r"'\''", "'")).expect("JSON")
}

#[test]
fn the_command_of_a_confirmation_is_what_is_sent_and_the_question_stays_open() {
    let mut harness = shop();
    harness.press("c").sees("Update identity pool shop?").press("C").sees("AWS CLI command");
    harness.sees("update-identity-pool");
    harness
        .sees("may not know FutureSetting")
        .sees("whatever is there by then")
        .press("y")
        .sees("Sent to the clipboard");
    harness.press("esc").sees("Update identity pool shop?");
    assert!(harness.updates().is_empty(), "a command sends nothing");
    let command = harness.copied.pop().expect("the command");
    assert!(command.ends_with("}' --region eu-west-1 --endpoint-url http://127.0.0.1:4566"), "{command}");
    harness.press("y").sees("1 setting changed, 0 others");
    assert_eq!(json_of(&command), harness.last_update());
}

#[test]
fn the_command_of_a_deletion_is_shown_while_the_name_is_typed() {
    let mut harness = shop();
    let id = harness.store.identity_pool_id("shop");
    harness.press("D").write("sh").press("alt-c").sees("delete-identity-pool").sees(&id);
    harness.press("esc").sees("Delete identity pool shop?").sees("sh");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_screen_shows_the_command_that_reads_what_the_cursor_is_on() {
    let mut harness = shop();
    let id = harness.store.identity_pool_id("shop");
    let command = format!("aws cognito-identity describe-identity-pool --identity-pool-id {id}");
    for keys in ["C", "esc enter C"] {
        harness.press(keys).sees("describe-identity-pool").sees(&id).press("y");
        let copied = harness.copied.pop().expect("the command");
        assert!(copied.starts_with(&command), "{copied}");
    }
}

#[test]
fn a_bulk_change_has_a_command_for_each_resource_that_changes() {
    let mut store = Store::empty();
    for (name, classic) in [("one", true), ("two", false), ("three", true)] {
        let body = json!({"IdentityPoolName": name, "AllowUnauthenticatedIdentities": false,
            "AllowClassicFlow": classic});
        store.call("CreateIdentityPool", body).expect("a pool");
    }
    let mut harness = Harness::with(store, Options::default(), Target::IdentityPools);
    harness.press("a c enter C").sees("AWS CLI commands").press("y");
    let copied = harness.copied.pop().expect("the commands");
    assert_eq!(copied.matches("aws cognito-identity update-identity-pool").count(), 2, "{copied}");
    harness.press("esc y").sees("2 changed");
}

#[test]
fn a_secret_is_a_placeholder_on_the_screen_and_on_the_clipboard() {
    let mut store = Store::empty();
    let pool = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool");
    let pool = pool["UserPool"]["Id"].as_str().expect("an id").to_owned();
    let details = json!({"client_id": "app", "client_secret": "s3cret", "authorize_scopes": "openid"});
    let provider = json!({"UserPoolId": pool, "ProviderName": "Google", "ProviderType": "Google",
        "ProviderDetails": details, "AttributeMapping": {"username": "sub"}});
    store.call("CreateIdentityProvider", provider).expect("a provider");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("enter 3").sees("Google").press("e").fill("Client id", "other").press("ctrl-s");
    harness
        .sees("Update identity provider Google?")
        .press("C")
        .sees("replace <client_secret> first")
        .press("y");
    let command = harness.copied.pop().expect("the command");
    assert!(
        command.contains("\"client_secret\": \"<client_secret>\"") && !command.contains("s3cret"),
        "{command}"
    );
    harness.vanishes("s3cret");
}
