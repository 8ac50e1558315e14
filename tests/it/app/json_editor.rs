//! A resource as JSON in the user's editor.

use super::{bare, shop};
use crate::support::harness::Harness;
use crate::support::sign_up_store;
use cognitui::app::{Options, Target};
use cognitui::error::AppError;
use serde_json::{Value, json};

const TEXT: &str = "\"AllowClassicFlow\": true";

fn stored(harness: &mut Harness) -> Value {
    let id = harness.store.identity_pool_id("shop");
    Value::Object(harness.store.identity_pool_mut(&id).clone())
}

#[test]
fn a_setting_that_was_changed_in_the_editor_is_confirmed_and_nothing_else_changes() {
    let mut harness = shop();
    let mut expected = stored(&mut harness);
    expected["AllowClassicFlow"] = json!(false);
    harness.replaces(TEXT, "\"AllowClassicFlow\": false").press("E");
    harness.sees("Update identity pool shop?").sees("Classic flow").press("pgdn y");
    harness.sees("1 setting changed, 0 others").press("enter").never_shows("as JSON");
    assert_eq!(stored(&mut harness), expected);
    assert_eq!(harness.updates().len(), 1);
}

#[test]
fn the_text_has_what_an_update_takes_and_names_the_rest_above() {
    let mut harness = shop();
    harness.press("E");
    let text = harness.edited[0].clone();
    let (head, body): (Vec<_>, Vec<_>) = text.lines().partition(|line| line.starts_with("//"));
    let body: Value = serde_json::from_str(&body.join("\n")).expect("JSON");
    let mut expected = stored(&mut harness);
    let members = expected.as_object_mut().expect("a pool");
    let id = members.remove("IdentityPoolId").expect("an id");
    members.remove("DeveloperProviderName").expect("a name that is set once");
    assert_eq!(body, expected, "members that no table knows are in the text too");
    assert!(head.contains(&format!("//   IdentityPoolId: {id} (can't be changed)").as_str()), "{head:?}");
}

#[test]
fn a_text_that_is_left_as_it_is_or_emptied_sends_nothing() {
    let mut harness = shop();
    harness.press("E").sees("Nothing to send: no setting changed.").never_shows("as JSON");
    harness.edits(|_| Ok("// only a comment\n".to_owned()));
    harness.press("E").sees("Nothing was sent: the text is empty.").never_shows("as JSON");
    assert!(harness.updates().is_empty());
}

#[test]
fn broken_json_goes_back_to_the_editor_with_the_reason_on_top_and_the_text_kept() {
    let mut harness = shop();
    harness.replaces(TEXT, "\"AllowClassicFlow\": fals");
    harness.replaces("\"AllowClassicFlow\": fals", "\"AllowClassicFlow\": false");
    harness.press("E").sees("Update identity pool shop?");
    let again = &harness.edited[1];
    assert!(again.starts_with("// ✗ line "), "{again}");
    assert_eq!(again.matches("IdentityPoolName").count(), 1);
}

#[test]
fn a_wrong_type_a_broken_rule_and_a_misspelt_member_are_told_in_the_editor() {
    let mut harness = shop();
    harness.replaces(TEXT, "\"AllowClassicFlow\": \"no\", \"AllowUnauthenticatedIdentitie\": 1");
    harness.replaces("Name\": \"shop\"", "Name\": \"shop!\"").press("E");
    let again = &harness.edited[1];
    assert!(again.contains("// ✗ AllowClassicFlow: must be true or false\n"), "{again}");
    assert!(again.contains("did you mean AllowUnauthenticatedIdentities?\n"), "{again}");
    assert!(harness.edited[2].contains("// ✗ IdentityPoolName: letters"), "{}", harness.edited[2]);
    harness.sees("✗ The text can't be sent as it is").sees("Your text is kept").press("enter");
    assert_eq!(harness.edited.len(), 4, "the editor opens again");
    harness.press("esc").never_shows("as JSON");
    assert!(harness.updates().is_empty());
}

#[test]
fn an_editor_that_runs_without_a_user_does_not_open_for_ever() {
    let mut harness = shop();
    for _ in 0..30 {
        harness.edits(|text| Ok(format!("{text}x")));
    }
    harness.press("E").sees("The text can't be sent as it is");
    assert_eq!(harness.edited.len(), 10);
}

#[test]
fn an_editor_that_fails_is_told_and_nothing_is_sent() {
    let mut harness = shop();
    harness.edits(|_| Err(AppError::new("The editor vi ended with status 1").hint("Nothing was sent.")));
    harness.press("E").sees("✗ The editor vi ended with status 1").press("esc").never_shows("as JSON");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_confirmation_that_is_cancelled_keeps_the_text() {
    let mut harness = shop();
    harness.replaces(TEXT, "\"AllowClassicFlow\": false").press("E esc");
    harness.sees("Nothing was sent. Your text is kept").press("E").sees("Update identity pool shop?");
    assert!(harness.edited[1].contains("\"AllowClassicFlow\": false"));
    harness.press("pgdn y").sees("1 setting changed");
}

#[test]
fn what_somebody_changed_while_the_editor_was_open_stays() {
    let mut harness = shop();
    harness.replaces(TEXT, "\"AllowClassicFlow\": false").press("E");
    let id = harness.store.identity_pool_id("shop");
    harness.store.identity_pool_mut(&id).insert("IdentityPoolName".into(), json!("market"));
    harness.press("pgdn y").sees("it changed after you opened it").press("pgdn m");
    harness.sees("Classic flow").press("pgdn y").sees("1 setting changed, 0 others");
    let pool = harness.store.identity_pool_mut(&id).clone();
    assert_eq!((&pool["IdentityPoolName"], &pool["AllowClassicFlow"]), (&json!("market"), &json!(false)));
}

#[test]
fn a_refusal_of_aws_is_on_top_of_the_text_when_it_is_edited_again() {
    let mut harness = shop();
    harness.fails("UpdateIdentityPool", AppError::new("Refused").cause("LimitExceededException: too many"));
    harness.replaces(TEXT, "\"AllowClassicFlow\": false").press("E pgdn y").sees("LimitExceeded");
    harness.press("esc").sees("✗ Refused").press("E");
    assert!(
        harness.edited[1].starts_with("// ✗ LimitExceededException: too many\n"),
        "{}",
        harness.edited[1]
    );
}

#[test]
fn a_secret_is_a_placeholder_and_is_sent_back_as_it_is() {
    let mut harness = Harness::with(cognitui::demo::Store::demo(), Options::default(), Target::UserPools);
    harness.press("j enter 3 / o k t a enter");
    harness.replaces("\"authorize_scopes\": \"", "\"authorize_scopes\": \"phone ");
    harness.press("E");
    let text = harness.edited.first().expect("a text").clone();
    assert!(text.contains("\"client_secret\": \"<secret 1, unchanged>\""), "{text}");
    harness.sees("?").press("pgdn y").sees("1 setting changed, 0 others");
    let sent = &harness.last_update()["ProviderDetails"];
    assert!(sent["authorize_scopes"].as_str().is_some_and(|scopes| scopes.starts_with("phone ")));
    let secret = sent["client_secret"].as_str().expect("the secret");
    assert!(!secret.is_empty() && !secret.contains("unchanged") && !text.contains(secret));
}

#[test]
fn read_only_opens_no_editor() {
    let options = Options { read_only: true, ..Options::default() };
    let mut harness = Harness::with(sign_up_store(), options, Target::UserPools);
    harness.press("E").sees("read-only");
    assert!(harness.edited.is_empty());
}

#[test]
fn a_setting_that_was_never_set_is_not_in_the_text_and_not_sent() {
    let mut harness = bare();
    harness
        .replaces("Name\": \"bare\"", "Name\": \"plain\"")
        .press("E pgdn y")
        .sees("1 setting changed, 0 others");
    assert!(!harness.edited[0].contains("AllowClassicFlow"), "{}", harness.edited[0]);
    assert_eq!(harness.last_update().get("AllowClassicFlow"), None);
}
