//! The history of what was written: each write has its line before it is sent, and its outcome after.

mod ids;
mod settling;

use super::{NOW, bulk, shop};
use crate::support::harness::Harness;
use crate::support::sign_up_store;
use cognitui::app::change::write::Stage;
use cognitui::app::dialog::Dialog;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use cognitui::history::{HistoryEntry, RecordedOutcome};
use cognitui::message::Event;
use cognitui::runtime::history_file::{HistoryFile, HistoryPlace};
use serde_json::{Value, json};

/// The only entry of the history.
fn only(harness: &Harness) -> HistoryEntry {
    let mut found = harness.recorded();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn ending(entry: &HistoryEntry) -> (RecordedOutcome, Option<&str>, Option<&str>) {
    let ending = entry.ending.as_ref().expect("an ending");
    (ending.outcome, ending.verdict.as_deref(), ending.error.as_deref())
}

#[test]
fn a_change_is_recorded_with_who_where_what_and_its_verdict() {
    let mut harness = Harness::at(NOW, shop().store, Options::default(), Target::IdentityPools);
    harness.app.connection.profile = Some("prod".to_owned());
    harness.press("c y").sees("1 setting changed, 0 others");
    let entry = only(&harness);
    let mut record = serde_json::to_value(&entry.record).expect("a document");
    assert_eq!(record["request"].take(), harness.last_update());
    let id = harness.store.identity_pool_id("shop");
    assert_eq!(
        record,
        json!({"v": 1, "id": entry.record.id, "at": "2026-09-21T14:13:20Z", "account": "123456789012",
            "caller": "arn:aws:iam::123456789012:user/demo", "region": "eu-west-1", "profile": "prod",
            "endpoint": "http://127.0.0.1:4566", "operation": "UpdateIdentityPool", "write": "update",
            "kind": "IdentityPool", "target": id, "name": "shop", "request": null,
            "changes": [{"setting": "Classic flow", "path": "AllowClassicFlow", "before": true, "after": false}]})
    );
    assert_eq!(ending(&entry), (RecordedOutcome::Applied, Some("1 setting changed, 0 others"), None));
}

#[test]
fn what_aws_refused_and_what_did_not_arrive_are_told_apart() {
    let mut harness = shop();
    harness.fails("UpdateIdentityPool", AppError::new("Cannot update shop: access denied").cause("no"));
    harness.press("c y").sees("access denied");
    assert_eq!(
        ending(&only(&harness)),
        (RecordedOutcome::Refused, None, Some("Cannot update shop: access denied (no)"))
    );
    let mut harness = shop();
    harness.fails("UpdateIdentityPool", AppError::new("Too many requests").kind(ErrorKind::Throttled));
    harness.press("c y");
    assert_eq!(ending(&only(&harness)), (RecordedOutcome::Failed, None, Some("Too many requests")));
}

#[test]
fn a_lost_response_is_unknown_until_a_read_shows_what_happened() {
    let mut harness = shop();
    harness.loses_response("UpdateIdentityPool");
    harness.hold = true;
    harness.press("c").step();
    harness.press("y").step().step();
    harness.fails("DescribeIdentityPool", AppError::new("No response").kind(ErrorKind::Unknown));
    harness.step().sees("result unknown");
    let entry = only(&harness);
    assert_eq!(
        ending(&entry),
        (
            RecordedOutcome::Unknown,
            Some("The response was lost, and the result was not read."),
            Some("No response")
        )
    );
    harness.press("r").step().sees("The response was lost, but the change was applied.");
    let entry = only(&harness);
    let verdict = "The response was lost. 1 setting changed, 0 others";
    assert_eq!(ending(&entry), (RecordedOutcome::Applied, Some(verdict), None));
}

#[test]
fn nothing_is_recorded_of_a_write_that_was_not_sent() {
    let mut harness = shop();
    harness.press("c");
    let id = harness.store.identity_pool_id("shop");
    harness.store.identity_pool_mut(&id).insert("AllowClassicFlow".into(), json!(false));
    harness.press("y").sees("was changed by someone else");
    harness.press("esc c esc");
    assert!(harness.recorded().is_empty());
}

#[test]
fn a_history_that_can_not_be_written_stops_the_write_and_w_sends_it_all_the_same() {
    let mut harness = shop();
    let full = || AppError::new("The history can't be written").hint("Make room.").cause("disk full");
    harness.fails("record", full());
    harness.press("c y").sees("The history can't be written").sees("Make room.").sees("Nothing was sent.");
    assert!(harness.updates().is_empty());
    harness.press("esc").never_shows("The history can't be written");
    assert!(harness.updates().is_empty());
    harness.fails("record", full());
    harness.unrecorded = true;
    harness.press("c y").sees("Nothing was sent.").press("w").sees("1 setting changed, 0 others");
    assert_eq!(harness.updates().len(), 1);
    assert!(harness.recorded().is_empty());
}

#[test]
fn an_outcome_that_can_not_be_recorded_is_said() {
    let mut harness = shop();
    harness.hold = true;
    harness.press("c").step();
    harness.press("y").step().step();
    harness.fails("record", AppError::new("The history can't be written").cause("disk full"));
    harness.step().sees("1 setting changed, 0 others");
    harness.sees("! The outcome is not in the history: The history can't be written.");
    assert_eq!(only(&harness).outcome(), RecordedOutcome::Unknown);
}

#[test]
fn without_a_history_a_write_is_sent_at_once() {
    let mut harness = shop();
    harness.app.options.history = None;
    harness.press("c y").sees("1 setting changed, 0 others");
    assert!(harness.recorded().is_empty());
}

#[test]
fn each_resource_of_a_bulk_change_has_an_entry_and_all_have_its_name() {
    let mut harness = Harness::with(bulk::five(), Options::default(), Target::IdentityPools);
    harness.press("a u enter pgdn y").sees("2 changed");
    let found = harness.recorded();
    assert_eq!(
        found.iter().map(|entry| entry.record.name.as_str()).collect::<Vec<_>>(),
        ["pool 1", "pool 3"]
    );
    assert!(found.iter().all(|entry| entry.outcome() == RecordedOutcome::Applied));
    assert!(
        found.iter().all(|entry| entry.record.bulk.is_some() && entry.record.bulk == found[0].record.bulk)
    );
}

#[test]
fn a_bulk_change_ends_when_the_history_can_not_be_written() {
    let mut harness = Harness::with(bulk::five(), Options::default(), Target::IdentityPools);
    harness.press("a u enter pgdn");
    harness.fails("record", AppError::new("The history can't be written"));
    harness.press("y").sees("0 changed, 3 already set, 1 refused, 1 not tried").sees("can't be written");
    assert!(harness.updates().is_empty() && harness.recorded().is_empty());
}

#[test]
fn a_new_resource_is_recorded_under_the_id_that_aws_gave_it_and_a_deleted_one_with_its_document() {
    let mut harness = shop();
    harness.press("n").fill("Name", "cart").press("ctrl-s pgdn y").sees("✓ Created.").press("enter");
    let created = only(&harness);
    let id = harness.store.identity_pool_id("cart");
    assert_eq!((created.record.target.as_str(), created.written().target.as_str()), ("", id.as_str()));
    assert!(created.record.changes.iter().any(|change| change.after == Some(json!("cart"))));
    harness.press("D pgdn").write("cart").press("enter").sees("✓ Deleted and verified");
    let deleted = harness.recorded().remove(1);
    let document = deleted.record.document.as_ref().expect("the deleted pool");
    assert_eq!((&document["IdentityPoolName"], deleted.record.write.as_str()), (&json!("cart"), "delete"));
    assert_eq!(ending(&deleted).1, Some("AWS no longer returns it."));
}

/// All that the history holds, as text.
fn text(harness: &Harness) -> String {
    harness.history.read().expect("a history")
}

#[test]
fn no_secret_of_a_provider_is_in_the_history_whatever_becomes_of_the_write() {
    let mut store = Store::empty();
    let pool = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a pool");
    let pool = pool["UserPool"]["Id"].as_str().expect("an id").to_owned();
    let details = json!({"client_id": "abc", "client_secret": "S3CRET-old", "authorize_scopes": "openid",
        "oidc_issuer": "https://id.example.com", "attributes_request_method": "GET"});
    let provider = json!({"UserPoolId": pool, "ProviderName": "corp", "ProviderType": "OIDC", "ProviderDetails": details});
    store.call("CreateIdentityProvider", provider).expect("a provider");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("enter 3 e");
    harness.focus_field("Client secret").press("ctrl-u").write("S3CRET-new").press("ctrl-s");
    harness.fails("UpdateIdentityProvider", AppError::new("Refused").cause("Value 'S3CRET-new' failed"));
    harness.press("pgdn y").sees("Refused").press("y").sees("1 setting changed, 0 others").press("enter");
    harness.press("D pgdn").write("corp").press("enter").sees("✓ Deleted and verified");
    assert_eq!(harness.recorded().len(), 3);
    let text = text(&harness);
    assert!(!text.contains("S3CRET"), "{text}");
    assert!(text.contains("Value '[redacted]' failed") && text.contains("\"withheld\":true"), "{text}");
    assert!(text.contains("\"withheld\":[\"ProviderDetails.client_secret\"]"), "{text}");
}

#[test]
fn no_secret_of_an_app_client_and_nothing_of_a_user_but_the_name_is_in_the_history() {
    let mut harness = Harness::with(sign_up_store(), Options::default(), Target::UserPools);
    harness.press("enter 2 t").fill("User name", "ann").fill("Password", "S3CRET-Passw0rd");
    harness.focus_field("1 email").press("tab").write("S3CRET@shop.example");
    harness.press("ctrl-s pgdn y").sees("✓ Created.");
    let entry = only(&harness);
    assert_eq!((entry.record.operation.as_str(), entry.outcome()), ("SignUp", RecordedOutcome::Applied));
    let Some(Dialog::Confirm(open)) = harness.app.dialogs.top() else { panic!("no verdict") };
    assert!(matches!(open.write.stage, Stage::Done { .. }));
    assert!(text(&harness).contains("\"ann\"") && !text(&harness).contains("S3CRET"), "{}", text(&harness));
}

#[test]
fn no_secret_that_aws_makes_is_in_the_history() {
    let mut harness = Harness::with(sign_up_store(), Options::default(), Target::UserPools);
    let clients = |harness: &mut Harness| -> Vec<Value> { harness.updates_of("CreateUserPoolClient") };
    harness.press("enter 2 n").fill("Name", "confidential").focus_field("Generate a secret").press("space");
    harness.press("ctrl-s pgdn y").sees("✓ Created.").press("x");
    assert_eq!(clients(&mut harness).len(), 1);
    let Some(Dialog::Confirm(open)) = harness.app.dialogs.top() else { panic!("no verdict") };
    let secrets = open.new_secrets();
    assert!(!secrets.is_empty());
    for (_, secret) in secrets {
        assert!(!text(&harness).contains(secret.reveal()), "{}", text(&harness));
    }
}

#[test]
fn h_and_4_show_the_history_newest_first() {
    let mut harness = shop();
    harness.press("c y enter u y enter H");
    harness.sees("▸4 History (2)").sees("UpdateIdentityPool").sees("applied");
    let rows = harness.app.list().expect("a list").rows().iter();
    let changed: Vec<_> = rows.map(|row| row.listed.get("Changes").expect("changes").to_string()).collect();
    assert_eq!(
        changed,
        [r#"{"Guest access":"allowed → blocked"}"#, r#"{"Classic flow":"allowed → blocked"}"#]
    );
    harness.press("/").write("classic").press("enter").sees("/ classic  1 of 2");
    harness.press("2").sees("▸2 Identity pools").press("4").sees("▸4 History");
}

#[test]
fn an_entry_shows_what_changed_and_leads_to_the_resource() {
    let mut harness = shop();
    harness.press("c y enter H enter").event(Event::Resize { width: 100, height: 60 });
    harness.sees("History › shop").sees("Classic flow").sees("allowed → blocked");
    harness.sees("1 setting changed, 0 others").sees("arn:aws:iam::123456789012:user/demo");
    harness.press("j j j enter").sees("History › shop › shop").sees("Classic flow                blocked");
}

#[test]
fn a_change_is_in_the_list_at_once_when_the_history_was_shown_before() {
    let mut harness = shop();
    harness.press("H").sees("There are no changes here.").press("2 c y enter 4").sees("▸4 History (1)");
}

#[test]
fn a_change_whose_outcome_is_not_recorded_is_told_at_the_next_start() {
    let mut before = shop();
    before.hold = true;
    before.press("c").step();
    before.press("y").step();
    assert_eq!(before.recorded().len(), 1);
    let text = before.history.read().expect("a history");
    let folder = tempfile::tempdir().expect("a folder");
    let place = HistoryPlace::Folder(folder.path().join("cognitui"));
    std::fs::create_dir(folder.path().join("cognitui")).expect("a folder");
    std::fs::write(folder.path().join("cognitui/history.jsonl"), text).expect("a file");
    let mut store = Store::empty();
    crate::support::shop(&mut store);
    let history = HistoryFile::new(place);
    let mut next = Harness::with_history(history, store, Options::default(), Target::IdentityPools);
    next.sees("! The outcome of UpdateIdentityPool of shop is not recorded: H shows what to");
    next.press("H").sees("unknown").press("enter").sees("No outcome was recorded.");
}

/// A pool whose classic flow and guest access were blocked, each by a change of its own.
fn blocked() -> Harness {
    let mut harness = shop();
    harness.press("c y enter u y enter");
    harness
}

fn stored(harness: &mut Harness, name: &str) -> Value {
    let id = harness.store.identity_pool_id(name);
    Value::Object(harness.store.identity_pool_mut(&id).clone())
}

#[test]
fn a_change_is_taken_back_from_the_history_and_nothing_else_changes() {
    let mut harness = blocked();
    let before = stored(&mut harness, "shop");
    harness.press("H j U").sees("Update identity pool shop?").sees("Takes back").sees("blocked  →  allowed");
    harness.press("pgdn y").sees("1 setting changed, 0 others");
    let mut expected = before;
    expected["AllowClassicFlow"] = json!(true);
    assert_eq!(stored(&mut harness, "shop"), expected);
    let found = harness.recorded();
    assert_eq!((found.len(), &found[2].record.reverts), (3, &Some(found[0].record.id.clone())));
    harness.press("enter H g U pgdn y").sees("1 setting changed, 0 others");
    assert_eq!(
        stored(&mut harness, "shop")["AllowClassicFlow"],
        false,
        "a revert is taken back like any change"
    );
}

#[test]
fn a_change_is_taken_back_right_after_its_verdict() {
    let mut harness = shop();
    let before = stored(&mut harness, "shop");
    harness.press("c y").sees("U  take back").press("U").sees("Takes back").press("pgdn y");
    harness.sees("1 setting changed, 0 others");
    assert_eq!(stored(&mut harness, "shop"), before);
}

#[test]
fn what_somebody_changed_since_is_named_and_left_alone_unless_it_is_chosen() {
    let mut harness = shop();
    harness.press("e").fill("Name", "store").press("ctrl-s pgdn y enter esc");
    let id = harness.store.identity_pool_id("store");
    harness.store.identity_pool_mut(&id).insert("IdentityPoolName".into(), json!("market"));
    harness.press("H U").sees("! Left alone, because it was changed since.").sees("shop → store");
    harness.press("pgdn y").sees("Nothing to send: everything was changed since.");
    assert_eq!(harness.updates().len(), 1);
    harness.press("o").sees("taken back too").press("pgdn y").sees("1 setting changed, 0 others");
    assert_eq!(stored(&mut harness, "shop")["IdentityPoolName"], "shop");
}

#[test]
fn what_is_as_before_already_is_not_sent_again() {
    let mut harness = blocked();
    harness.press("c y enter H j j U").sees("Nothing to take back of shop: it is as before the change.");
    assert_eq!(harness.updates().len(), 3);
}

#[test]
fn a_new_resource_is_taken_back_by_a_deletion_that_asks_for_its_name() {
    let mut harness = shop();
    harness.press("n").fill("Name", "cart").press("ctrl-s pgdn y").sees("✓ Created.").press("U");
    harness.sees("Delete identity pool cart?").press("pgdn").write("cart").press("enter");
    harness.sees("✓ Deleted and verified");
    let found = harness.recorded();
    assert_eq!(found[1].record.reverts, Some(found[0].record.id.clone()));
}

#[test]
fn a_deleted_resource_is_created_anew_from_what_is_recorded() {
    let mut harness = shop();
    let before = stored(&mut harness, "shop");
    harness.press("D pgdn").write("shop").press("enter").sees("✓ Deleted and verified").press("U");
    harness.sees("New identity pool").sees("It is created anew, from what is recorded.");
    harness.press("ctrl-s pgdn y").sees("✓ Created.");
    let mut now = stored(&mut harness, "shop");
    for (name, value) in before.as_object().expect("a pool") {
        let is_new = ["IdentityPoolId", "FutureSetting"].contains(&name.as_str());
        assert!(is_new || now[name] == *value, "{name}: {} {value}", now[name]);
    }
    now["IdentityPoolId"] = before["IdentityPoolId"].clone();
    assert_eq!(harness.recorded()[1].record.reverts, Some(harness.recorded()[0].record.id.clone()));
}

#[test]
fn a_bulk_change_is_taken_back_as_one_each_resource_by_its_own_write() {
    let mut harness = Harness::with(bulk::five(), Options::default(), Target::IdentityPools);
    harness.press("a u enter pgdn y").sees("2 changed").press("enter a");
    let id = harness.store.identity_pool_id("pool 3");
    harness.press("H U").sees("Update 2 of 2 identity pools?").press("pgdn");
    harness.store.identity_pool_mut(&id).insert("AllowUnauthenticatedIdentities".into(), json!(true));
    harness.press("y").sees("1 changed, 1 refused");
    let found = harness.recorded();
    assert_eq!((found.len(), &found[2].record.reverts), (3, &Some(found[0].record.id.clone())));
    harness.press("U").sees("Update identity pool “pool 1”?").sees("Takes back");
}

#[test]
fn a_change_of_another_account_or_region_is_refused_with_what_it_needs() {
    let mut harness = shop();
    harness.press("c y enter");
    harness.app.connection.region = Some("us-east-1".into());
    harness.press("H U").sees("This change was made in 123456789012: start cognitui with --region eu-west-1");
    harness.app.connection.region = Some("eu-west-1".into());
    harness.app.caller = None;
    harness.press("U").sees("The account is not known yet");
}

#[test]
fn a_refused_change_has_nothing_to_take_back_and_read_only_takes_nothing_back() {
    let mut harness = shop();
    harness.fails("UpdateIdentityPool", AppError::new("Cannot update shop: access denied"));
    harness.press("c y esc H U").sees("Nothing to take back: AWS refused this change.");
    harness.app.options.read_only = true;
    harness.press("U").sees("Read-only");
    assert_eq!(harness.updates().len(), 1);
}
