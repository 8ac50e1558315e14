//! How a change of an identity pool is asked, checked, sent and verified, without terminal, network or time.

use super::{POOL, bare, shop};
use crate::support::harness::Harness;
use cognitui::app::dialog::Dialog;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use cognitui::message::{Call, Event, Progress, Reply};
use cognitui::resource::{Document, KindId};
use serde_json::{Value, json};

fn stored(harness: &mut Harness, name: &str) -> Value {
    let id = harness.store.identity_pool_id(name);
    harness.store.call("DescribeIdentityPool", json!({ POOL: id })).expect("the pool")
}

#[test]
fn a_toggle_sends_the_whole_pool_with_one_member_changed_and_keeps_an_unknown_one() {
    let mut harness = shop();
    let before = stored(&mut harness, "shop");
    harness
        .press("c")
        .sees("Update identity pool shop?")
        .sees("Classic flow  allowed  →  blocked")
        .press("y")
        .sees("1 setting changed, 0 others");
    let mut expected = before;
    expected["AllowClassicFlow"] = json!(false);
    assert_eq!(harness.updates(), [expected.clone()]);
    assert_eq!(stored(&mut harness, "shop"), expected);
    assert_eq!(expected["FutureSetting"], json!({"deep": [1, null]}));
    harness.press("enter").sees("✓ shop: 1 setting changed, 0 others");
}

#[test]
fn guest_access_toggles_the_same_way() {
    let mut harness = shop();
    harness.press("u y").sees("1 setting changed, 0 others");
    assert_eq!(harness.updates()[0]["AllowUnauthenticatedIdentities"], false);
    assert_eq!(harness.updates()[0]["AllowClassicFlow"], true);
}

#[test]
fn absent_settings_of_a_pool_are_not_sent() {
    let mut harness = bare();
    harness.press("u pgdn y").sees("1 setting changed, 0 others");
    let id = harness.store.identity_pool_id("bare");
    assert_eq!(
        harness.updates(),
        [json!({POOL: id, "IdentityPoolName": "bare", "AllowUnauthenticatedIdentities": true})]
    );
}

#[test]
fn enter_n_and_esc_cancel_and_nothing_is_sent() {
    for key in ["enter", "n", "esc", "ctrl-c"] {
        let mut harness = shop();
        harness.press("c").press(key).never_shows("Update identity pool shop?");
        assert!(harness.updates().is_empty() && harness.app.dialogs.is_empty(), "{key}");
    }
    let mut harness = shop();
    harness.press("c c c").sees("Update identity pool shop?").sees("c does nothing here");
    assert!(harness.updates().is_empty(), "the key that opened it does not accept it");
}

#[test]
fn what_moved_without_being_asked_is_said_in_the_verdict() {
    let mut harness = shop();
    harness.press("c");
    harness.hold = true;
    harness.press("y");
    harness.step();
    let id = harness.store.identity_pool_id("shop");
    harness.step();
    harness.store.identity_pool_mut(&id).shift_remove("SamlProviderARNs");
    harness
        .step()
        .sees("! 1 setting changed, 1 other")
        .sees("Also changed (before → now)")
        .sees("SAML providers");
}

#[test]
fn a_failure_keeps_the_dialog_with_sentence_hint_and_cause_and_y_tries_again() {
    let mut harness = shop();
    let expired = AppError::new("Can't update the identity pool: the credentials have expired")
        .hint("Sign in again.")
        .cause("ExpiredTokenException: The security token included in the request is expired")
        .kind(ErrorKind::Credentials);
    harness.fails("UpdateIdentityPool", expired);
    harness
        .press("c y")
        .sees("shop was not updated")
        .sees("the credentials have expired")
        .sees("Sign in again.")
        .sees("ExpiredTokenException");
    harness.press("y").sees("1 setting changed, 0 others");
    assert_eq!(harness.updates().len(), 2);
}

#[test]
fn a_lost_answer_is_followed_by_a_reading_and_never_by_a_second_write() {
    let lost = || AppError::new("The response was lost").kind(ErrorKind::Unknown);
    let mut harness = shop();
    harness.fails("UpdateIdentityPool", lost());
    harness.press("c y").sees(": result unknown").sees("Unknown whether the update was applied");
    assert_eq!(harness.updates().len(), 1);
    harness.press("y").sees("y does nothing here");
    assert_eq!(harness.updates().len(), 1, "nothing is sent twice");
    let id = harness.store.identity_pool_id("shop");
    harness.store.identity_pool_mut(&id)["AllowClassicFlow"] = json!(false);
    harness
        .press("r")
        .sees("The response was lost, but the change was applied")
        .sees("1 setting changed, 0 others");
    assert_eq!(harness.updates().len(), 1);
}

#[test]
fn a_lost_answer_and_a_failed_reading_end_in_unknown() {
    let mut harness = shop();
    harness.press("c");
    harness.hold = true;
    harness.press("y").step();
    let (update, _) = harness.held.pop().expect("the update is under way");
    harness.event(Event::Reply(update, Err(AppError::new("Lost").kind(ErrorKind::Unknown))));
    let (read, call) = harness.held.pop().expect("it is read again");
    assert!(matches!(call, Call::Describe(_)));
    harness.event(Event::Reply(read, Err(AppError::new("Can't be reached"))));
    harness.sees(": result unknown").sees("Unknown whether the update was applied").press("r").release();
    harness.sees("It does not show yet").sees("Lost");
    assert_eq!(harness.updates().len(), 1);
}

#[test]
fn a_confirmation_warns_of_what_will_be_wrong_and_of_who_manages_the_pool() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness
        .press("j c")
        .sees("Update identity pool shop-guests?")
        .sees("● Remains  IP1 high")
        .sees("IP1 high      Guests allowed")
        .sees("✓ Fixes    IP3 critical  Guests with classic flow");
    harness.press("esc j j c").sees("Managed by CloudFormation stack");
    harness.press("esc");
    let mut harness = Harness::new(Target::IdentityPools);
    harness
        .press("j j u")
        .sees("Update identity pool telemetry?")
        .never_shows("IP2")
        .press("esc c")
        .sees("! Causes")
        .sees("IP2 high      Classic flow allowed");
}

#[test]
fn role_mappings_beside_the_classic_flow_are_warned_of_and_said_to_be_unknown_when_they_are() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.press("j j j j c");
    if matches!(harness.app.dialogs.top(), Some(Dialog::ChooseValue(_))) {
        harness.press("down enter");
    }
    harness.sees("Update identity pool “workforce tools”?").sees("IP9 medium    Role mappings");
    let mut harness = shop();
    harness.fails("GetIdentityPoolRoles", AppError::new("Can't read the roles: access denied"));
    harness.press("u").sees("Update identity pool shop?").sees("Checks that need the roles are skipped");
}

#[test]
fn esc_stops_reading_and_a_late_reply_is_ignored() {
    let mut harness = shop();
    harness.hold = true;
    harness.press("c").sees("Loading shop");
    let late = harness.held.clone();
    harness.press("esc");
    assert!(harness.held.is_empty() && harness.app.dialogs.is_empty() && harness.app.requests.is_empty());
    for (id, _) in late {
        harness.event(Event::Reply(id, Ok(Reply::Document(None))));
    }
    assert!(harness.app.dialogs.is_empty());
    harness.press("r esc").sees("Loading stopped. r refreshes.");
    assert!(harness.held.is_empty());
}

/// Confirms that the classic flow is blocked, and presses `y` before a frame shows the roles that were just
/// read beside the pool; how many calls that starts.
fn calls_of_a_key_before_the_frame(mappings: &Value) -> usize {
    let mut store = Store::empty();
    let body = json!({"IdentityPoolName": "bare", "AllowUnauthenticatedIdentities": false,
        "SupportedLoginProviders": {"graph.facebook.com": "1"}});
    let id = store.call("CreateIdentityPool", body).expect("a pool")[POOL].clone();
    let mut harness = Harness::with(store, Options::default(), Target::IdentityPools);
    let roles = json!({"IdentityPoolId": id, "Roles": {}, "RoleMappings": mappings});
    harness.store.call("SetIdentityPoolRoles", roles).expect("it is taken");
    harness.hold = true;
    harness.press("c");
    let is_beside = |call: &Call| matches!(call, Call::Describe(key) if key.kind.id == KindId::Roles);
    let at = harness.held.iter().position(|(_, call)| is_beside(call)).expect("the roles are read beside it");
    let (companion, _) = harness.held.remove(at);
    harness.step().press("enter").sees("Update identity pool bare?").sees("Checks that need the roles wait");
    let roles = harness.store.call("GetIdentityPoolRoles", json!({"IdentityPoolId": id})).expect("roles");
    let _ = harness
        .app
        .update(Event::Reply(companion, Ok(Reply::Document(Document::from_value(roles)))), harness.now);
    harness.app.update(Event::Key("y".parse().expect("a key")), harness.now).len()
}

#[test]
fn a_key_counts_unless_something_came_that_the_question_did_not_say_yet() {
    assert_eq!(calls_of_a_key_before_the_frame(&json!({})), 1);
    let mappings = json!({"graph.facebook.com": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}});
    assert_eq!(calls_of_a_key_before_the_frame(&mappings), 0, "the classic flow passed its role mappings by");
}

#[test]
fn what_somebody_else_did_already_is_not_sent_again() {
    let mut harness = shop();
    harness.press("c");
    let id = harness.store.identity_pool_id("shop");
    harness.store.identity_pool_mut(&id)["AllowClassicFlow"] = json!(false);
    harness
        .press("y")
        .sees("already has your values")
        .never_shows("m  merge")
        .press("m")
        .sees("Nothing is left to send")
        .press("y");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_conflict_that_is_closed_leaves_the_chosen_sides_in_the_form() {
    let mut harness = shop();
    harness.press("e").fill("Name", "mine").press("ctrl-s");
    let id = harness.store.identity_pool_id("shop");
    harness.store.identity_pool_mut(&id)["IdentityPoolName"] = json!("theirs");
    harness.store.identity_pool_mut(&id)["IdentityPoolTags"] = json!({"team": "growth"});
    harness
        .press("y")
        .sees("Nothing was sent")
        .press("left esc")
        .sees("Edit ")
        .sees("▶ Name *")
        .sees("theirs");
    harness
        .press("ctrl-s")
        .sees("Nothing to send: no setting changed.")
        .fill("Name", "again")
        .press("ctrl-s");
    harness.store.identity_pool_mut(&id)["IdentityPoolName"] = json!("other");
    harness.press("y").sees("Nothing was sent").press("right esc").sees("again").press("ctrl-s y");
    harness.sees("1 setting changed");
    assert_eq!(harness.last_update()["IdentityPoolName"], json!("again"));
}

#[test]
fn a_long_conflict_can_be_read_to_its_end() {
    let mut harness = shop();
    harness.press("c");
    let id = harness.store.identity_pool_id("shop");
    let tags: serde_json::Map<_, _> = (0..50).map(|number| (format!("tag{number}"), json!("x"))).collect();
    harness.store.identity_pool_mut(&id)["IdentityPoolTags"] = Value::Object(tags);
    harness.press("y").sees(": PgDn");
    for _ in 0..60 {
        harness.press("j");
    }
    harness.sees("Your change (before").sees("m  merge");
}

#[test]
fn nothing_can_be_answered_in_a_window_too_small_to_show_the_question() {
    let mut harness = shop();
    harness.event(Event::Resize { width: 39, height: 9 }).press("c y u y");
    assert!(harness.updates().is_empty() && harness.app.dialogs.is_empty());
    harness.event(Event::Resize { width: 80, height: 24 }).press("c").sees("Update identity pool shop?");
    harness.event(Event::Resize { width: 39, height: 9 }).press("y q k end");
    assert!(
        harness.updates().is_empty() && !harness.quit,
        "a dialog is neither answered nor thrown away unseen"
    );
    harness
        .event(Event::Resize { width: 40, height: 10 })
        .press("esc c")
        .sees(": PgDn")
        .press("y")
        .sees("Scroll to the end first");
    assert!(harness.updates().is_empty());
    harness.press("end y");
    harness.event(Event::Resize { width: 80, height: 24 }).sees("1 setting changed, 0 others").press("enter");
    harness.event(Event::Resize { width: 39, height: 9 }).press("q");
    assert!(harness.quit);
}

#[test]
fn a_confirmation_is_accepted_only_once_its_last_line_was_seen() {
    let mut harness = shop();
    harness.press("e");
    for _ in 0..60 {
        harness.press("down");
    }
    for number in 0..12 {
        harness.press("ctrl-n").write(&format!("tag{number}"));
    }
    harness
        .press("ctrl-s")
        .sees("Update identity pool shop?")
        .sees(": PgDn")
        .press("y")
        .sees("Scroll to the end first")
        .sees("y  apply");
    assert!(harness.updates().is_empty());
    harness.press("end y").sees("12 settings changed, 0 others");
}

#[test]
fn what_comes_after_a_confirmation_was_seen_has_to_be_seen_too() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.press("j j j j").hold = true;
    harness.press("c");
    let roles = harness
        .held
        .iter()
        .position(|(_, call)| matches!(call, Call::Describe(key) if key.kind.id == KindId::Roles));
    let (id, _) = harness.held.remove(roles.expect("the roles are read"));
    harness.step().press("down enter").sees("Checks that need the roles wait");
    let effects = harness.app.update(
        Event::Reply(id, Ok(Reply::Document(Document::from_value(json!({"RoleMappings": {"a:b": {}}}))))),
        harness.now,
    );
    let unseen = harness.app.update(Event::Key("y".parse().expect("a key")), harness.now);
    assert!(effects.is_empty() && unseen.is_empty(), "the finding that just came was not on the screen yet");
    harness.press("j").sees("IP9 medium    Role mappings").press("y");
    assert!(matches!(harness.held.last(), Some((_, Call::Describe(_)))));
}

#[test]
fn no_key_edits_a_form_behind_the_question_whether_to_leave_it() {
    let mut harness = shop();
    harness
        .press("e x esc")
        .sees("Discard the edits?")
        .press("Y backspace ctrl-w j")
        .event(Event::Paste("zzz".into()));
    harness.press("n").sees("shopx");
}

#[test]
fn spaces_at_the_ends_of_a_name_are_seen_in_its_confirmation() {
    let mut harness = shop();
    harness.press("e end space ctrl-s").sees("shop  →  shop␠");
}

#[test]
fn an_entry_that_was_removed_comes_back() {
    let mut harness = shop();
    harness
        .press("e down down down")
        .sees("▶   1 …ognito-idp.")
        .press("ctrl-d")
        .sees("Removed. Ctrl-z undoes it.")
        .sees("0 entries");
    harness
        .press("ctrl-z")
        .sees("▶   1 …ognito-idp.")
        .press("ctrl-s")
        .sees("Nothing to send: no setting changed.");
}

#[test]
fn read_only_says_why_the_keys_that_write_do_nothing() {
    for key in ["c", "u", "e"] {
        let mut harness = Harness::with(
            Store::demo(),
            Options { read_only: true, ..Options::default() },
            Target::IdentityPools,
        );
        let before = harness.sent.len();
        harness.press(key).sees("Read-only: cognitui was started with --read-only").sees("READ-ONLY");
        assert_eq!(harness.sent.len(), before);
    }
}

#[test]
fn throttling_is_said_on_the_row() {
    let mut harness = shop();
    harness.hold = true;
    harness.press("c");
    let (id, _) = harness.held[0].clone();
    harness.event(Event::Progress(id, Progress::Retrying { attempt: 2, reason: "throttled by AWS" }));
    let row = harness.screen(80, 24).lines().find(|line| line.starts_with(" ▶ shop")).map(str::to_owned);
    assert!(
        row.is_some_and(|row| row.contains("throttled by AWS, retrying (2)")),
        "{}",
        harness.screen(80, 24)
    );
}
