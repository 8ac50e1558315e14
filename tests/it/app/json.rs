//! Documents as JSON: as AWS sent them, as they are sent, and as they are recorded.

use super::{bulk, shop};
use crate::support::harness::Harness;
use crate::support::sign_up_store;
use cognitui::app::dialog::Dialog;
use cognitui::app::{Options, Target};
use cognitui::error::AppError;
use serde_json::{Value, json};

/// All that the open view copies.
fn copied(harness: &mut Harness) -> Value {
    harness.press("g y");
    serde_json::from_str(harness.copied.last().expect("a text")).expect("JSON")
}

#[test]
fn the_document_is_shown_as_aws_sent_it_with_members_that_no_table_knows() {
    let mut harness = shop();
    harness
        .press("enter J")
        .sees("┌─ identity pool shop ")
        .sees("▶ {")
        .sees("\"IdentityPoolName\": \"shop\"");
    let id = harness.store.identity_pool_id("shop");
    let stored = Value::Object(harness.store.identity_pool_mut(&id).clone());
    assert_eq!(copied(&mut harness), stored);
    harness.sees("Sent to the clipboard: the document").press("J").never_shows("▶ {");
    harness.press("esc J").sees("┌─ identity pool shop ");
}

#[test]
fn a_resource_that_was_not_read_is_read_first_and_a_failure_is_told() {
    let mut fresh = Harness::with(sign_up_store(), Options::default(), Target::UserPools);
    fresh.hold = true;
    fresh.press("J").sees("Loading…").step().sees("\"Name\"");
    let mut fresh = Harness::with(sign_up_store(), Options::default(), Target::UserPools);
    fresh.fails("DescribeUserPool", AppError::new("Access denied").hint("Ask."));
    fresh.press("J").sees("✗ Access denied").sees("Ask.").press("esc").never_shows("Access denied");
}

#[test]
fn a_structure_is_folded_found_by_a_search_and_copied_alone() {
    let mut harness = shop();
    harness.press("enter J -").sees("1 member … }").sees("1 entry … ]");
    harness.press("/").write("allowclassic").press("enter").sees("1 of 1").press("y");
    assert_eq!(harness.copied.last().map(String::as_str), Some("true"));
    harness.sees("Sent to the clipboard: AllowClassicFlow").press("esc");
    harness.press("/").write("identitypooltags").press("enter").press("y");
    let tags: Value = serde_json::from_str(harness.copied.last().expect("a text")).expect("JSON");
    let id = harness.store.identity_pool_id("shop");
    assert_eq!(Some(&tags), harness.store.identity_pool_mut(&id).get("IdentityPoolTags"));
    harness.press("enter").sees("\"IdentityPoolTags\": {").sees("… }").press("right").never_shows("… }");
}

#[test]
fn a_confirmation_shows_exactly_the_request_that_it_sends() {
    let mut harness = shop();
    harness.press("c J").sees("Request of UpdateIdentityPool");
    let shown = copied(&mut harness);
    harness.press("J").sees("Update identity pool shop?").press("pgdn y").sees("1 setting changed");
    assert_eq!(harness.updates(), [shown]);
}

#[test]
fn a_deletion_and_a_bulk_change_show_their_requests_too() {
    let mut harness = shop();
    harness.press("D alt-j").sees("Request of DeleteIdentityPool");
    let id = harness.store.identity_pool_id("shop");
    assert_eq!(copied(&mut harness), json!({"IdentityPoolId": id}));
    let mut harness = Harness::with(bulk::five(), Options::default(), Target::IdentityPools);
    harness.press("a u enter J").sees("requests of UpdateIdentityPool");
    let shown = copied(&mut harness);
    harness.press("esc pgdn y");
    assert_eq!(Value::Array(harness.updates()), shown);
}

#[test]
fn a_secret_is_masked_and_never_copied() {
    let mut harness = Harness::with(sign_up_store(), Options::default(), Target::UserPools);
    harness.press("enter 2 n").fill("Name", "confidential").focus_field("Generate a secret").press("space");
    harness.press("ctrl-s pgdn y").sees("✓ Created.");
    let Some(Dialog::Confirm(open)) = harness.app.dialogs.top() else { panic!("no verdict") };
    let secret = open.new_secrets().remove(0).1.reveal().clone();
    harness.press("y enter / c o n f i d enter enter x J");
    harness.sees("\"ClientSecret\": \"••••••••\"");
    harness.copied.clear();
    harness.never_shows(&secret).press("/").write("clientsecret").press("enter y");
    harness.sees("Nothing was copied: ClientSecret is secret.").press("g y").sees("its secrets masked");
    assert!(!harness.copied.concat().contains(&secret));
}

#[test]
fn an_entry_of_the_history_shows_what_is_recorded_and_the_command_that_made_the_change() {
    let mut harness = shop();
    harness.press("c y enter H J").sees("UpdateIdentityPool of shop").sees("\"operation\"").press("esc");
    let body = harness.last_update();
    harness.press("enter J");
    let recorded = copied(&mut harness);
    assert_eq!(recorded["request"], body);
    assert_eq!((&recorded["ended"]["outcome"], &recorded["name"]), (&json!("applied"), &json!("shop")));
    harness.press("esc C").sees("aws cognito-identity update-identity-pool --cli-input-json").press("y");
    let command = harness.copied.last().expect("a text");
    assert!(command.contains("--region eu-west-1 --endpoint-url http://127.0.0.1:4566"), "{command}");
    let json = command.split('\'').nth(1).expect("the body in quotes");
    assert_eq!(serde_json::from_str::<Value>(json).expect("JSON"), body);
}

#[test]
fn the_command_of_a_recorded_deletion_names_the_resource() {
    let mut harness = shop();
    let id = harness.store.identity_pool_id("shop");
    harness.press("D pgdn").write("shop").press("enter enter H C");
    harness.sees("aws cognito-identity delete-identity-pool --identity-pool-id").press("y");
    assert!(harness.copied.last().expect("a text").contains(&id));
}
