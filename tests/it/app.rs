//! What `update` decides, without terminal, network or time.

use crate::support::desk::Desk;
use cognitui::app::{Dialog, Options, Target};
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use cognitui::message::{Call, Effect, Event, Progress, Reply, RequestId};
use cognitui::resource::{Document, KindId};
use serde_json::{Value, json};

const POOL: &str = "IdentityPoolId";

/// A desk with one identity pool that has all nine settings and a member newer than this build.
fn shop() -> Desk {
    let mut store = Store::empty();
    crate::support::shop(&mut store);
    Desk::with(store, Options::default(), Target::IdentityPools)
}

/// A desk with one identity pool that set nothing it did not have to.
fn bare() -> Desk {
    let mut store = Store::empty();
    store
        .call(
            "CreateIdentityPool",
            json!({"IdentityPoolName": "bare", "AllowUnauthenticatedIdentities": false}),
        )
        .expect("a pool");
    Desk::with(store, Options::default(), Target::IdentityPools)
}

fn stored(desk: &mut Desk, name: &str) -> Value {
    let id = desk.store.identity_pool_id(name);
    desk.store.call("DescribeIdentityPool", json!({ POOL: id })).expect("the pool")
}

#[test]
fn a_toggle_sends_the_whole_pool_with_one_member_changed_and_keeps_an_unknown_one() {
    let mut desk = shop();
    let before = stored(&mut desk, "shop");
    desk.press("c")
        .sees("Update shop?")
        .sees("Classic flow  allowed  →  blocked")
        .press("y")
        .sees("1 setting changed, 0 others");
    let mut expected = before;
    expected["AllowClassicFlow"] = json!(false);
    assert_eq!(desk.updates(), [expected.clone()]);
    assert_eq!(stored(&mut desk, "shop"), expected);
    assert_eq!(expected["FutureSetting"], json!({"deep": [1, null]}));
    desk.press("enter").sees("✓ shop: 1 setting changed, 0 others");
}

#[test]
fn guest_access_toggles_the_same_way() {
    let mut desk = shop();
    desk.press("u y").sees("1 setting changed, 0 others");
    assert_eq!(desk.updates()[0]["AllowUnauthenticatedIdentities"], false);
    assert_eq!(desk.updates()[0]["AllowClassicFlow"], true);
}

#[test]
fn absent_settings_of_a_pool_are_not_sent() {
    let mut desk = bare();
    desk.press("u pgdn y").sees("1 setting changed, 0 others");
    let id = desk.store.identity_pool_id("bare");
    assert_eq!(
        desk.updates(),
        [json!({POOL: id, "IdentityPoolName": "bare", "AllowUnauthenticatedIdentities": true})]
    );
}

#[test]
fn a_classic_flow_that_was_never_set_is_never_turned_silently() {
    let mut desk = bare();
    desk.press("c")
        .sees("Classic flow of bare is now: allowed (never set)")
        .sees("▶ blocked")
        .sees("  allowed");
    assert!(desk.updates().is_empty());
    desk.press("down enter")
        .sees("allowed (never set)  →  allowed")
        .press("y")
        .sees("1 setting changed, 0 others");
    assert_eq!(stored(&mut desk, "bare")["AllowClassicFlow"], true);
    desk.press("enter c").sees("allowed  →  blocked").press("y enter");
    assert_eq!(stored(&mut desk, "bare")["AllowClassicFlow"], false);
    desk.press("c").sees("blocked  →  allowed");
}

#[test]
fn enter_n_and_esc_cancel_and_nothing_is_sent() {
    for key in ["enter", "n", "esc", "ctrl-c"] {
        let mut desk = shop();
        desk.press("c").press(key).sees_no("Update shop?");
        assert!(desk.updates().is_empty() && desk.app.dialog.is_none(), "{key}");
    }
    let mut desk = shop();
    desk.press("c c c").sees("Update shop?").sees("c does nothing here");
    assert!(desk.updates().is_empty(), "the key that opened it does not accept it");
}

#[test]
fn a_change_by_somebody_else_stops_the_write_and_merges_when_it_touches_something_else() {
    let mut desk = shop();
    desk.press("c");
    let id = desk.store.identity_pool_id("shop");
    desk.store.identity_pool_mut(&id)["IdentityPoolTags"]["team"] = json!("app");
    desk.press("y")
        .sees("shop was changed by somebody else")
        .sees("Tags › team  web  →  app")
        .sees("Classic flow  allowed  →  blocked");
    assert!(desk.updates().is_empty(), "nothing is sent");
    desk.press("m").sees("Update shop?").press("y").sees("1 setting changed, 0 others");
    assert_eq!(desk.updates()[0]["IdentityPoolTags"], json!({"team": "app"}));
    assert_eq!(desk.updates()[0]["AllowClassicFlow"], false);
}

#[test]
fn a_change_of_the_same_setting_by_somebody_else_cannot_be_merged() {
    let mut desk = bare();
    desk.press("c enter");
    let id = desk.store.identity_pool_id("bare");
    desk.store.identity_pool_mut(&id).insert("AllowClassicFlow".into(), json!(true));
    desk.press("y")
        .sees("Both touch the same setting")
        .sees_no("m  merge")
        .press("m")
        .sees("m does nothing here")
        .press("esc");
    assert!(desk.updates().is_empty() && desk.app.dialog.is_none());
}

#[test]
fn what_moved_without_being_asked_is_said_in_the_verdict() {
    let mut desk = shop();
    desk.press("c");
    desk.hold = true;
    desk.press("y");
    desk.step();
    let id = desk.store.identity_pool_id("shop");
    desk.step();
    desk.store.identity_pool_mut(&id).shift_remove("SamlProviderARNs");
    desk.step().sees("! 1 setting changed, 1 other").sees("Moved without being asked").sees("SAML providers");
}

#[test]
fn a_failure_keeps_the_dialog_with_sentence_hint_and_cause_and_y_tries_again() {
    let mut desk = shop();
    let expired = AppError::new("Can't update the identity pool: the credentials have expired")
        .hint("Sign in again.")
        .cause("ExpiredTokenException: The security token included in the request is expired")
        .kind(ErrorKind::Credentials);
    desk.fails("UpdateIdentityPool", expired);
    desk.press("c y")
        .sees("shop was not updated")
        .sees("the credentials have expired")
        .sees("Sign in again.")
        .sees("ExpiredTokenException");
    desk.press("y").sees("1 setting changed, 0 others");
    assert_eq!(desk.updates().len(), 2);
}

#[test]
fn a_lost_answer_is_followed_by_a_reading_and_never_by_a_second_write() {
    let lost = || AppError::new("The answer was lost").kind(ErrorKind::Unknown);
    let mut desk = shop();
    desk.fails("UpdateIdentityPool", lost());
    desk.press("c y").sees("unknown, read again").sees("Unknown whether the update happened");
    assert_eq!(desk.updates().len(), 1);
    desk.press("y").sees("y does nothing here");
    assert_eq!(desk.updates().len(), 1, "nothing is sent twice");
    let id = desk.store.identity_pool_id("shop");
    desk.store.identity_pool_mut(&id)["AllowClassicFlow"] = json!(false);
    desk.press("r").sees("Read again: the change is there").sees("1 setting changed, 0 others");
    assert_eq!(desk.updates().len(), 1);
}

#[test]
fn a_lost_answer_and_a_failed_reading_end_in_unknown() {
    let mut desk = shop();
    desk.press("c");
    desk.hold = true;
    desk.press("y").step();
    let (update, _) = desk.held.pop().expect("the update is under way");
    desk.event(Event::Reply(update, Err(AppError::new("Lost").kind(ErrorKind::Unknown))));
    let (read, call) = desk.held.pop().expect("it is read again");
    assert!(matches!(call, Call::Describe(_)));
    desk.event(Event::Reply(read, Err(AppError::new("Can't be reached"))));
    desk.sees("unknown, read again").sees("Unknown whether the update happened").press("r").release();
    desk.sees("Read a moment later, it had not").sees("Lost");
    assert_eq!(desk.updates().len(), 1);
}

#[test]
fn a_confirmation_warns_of_what_will_be_wrong_and_of_who_manages_the_pool() {
    let mut desk = Desk::new(Target::IdentityPools);
    desk.press("j c")
        .sees("Update shop-guests?")
        .sees("! high")
        .sees("Still there:")
        .sees("IP1 Guests are allowed")
        .sees("✓ No more: Guests can use the classic flow (IP3, critical).");
    desk.press("esc j j c").sees("Managed by CloudFormation stack");
    desk.press("esc");
    let mut desk = Desk::new(Target::IdentityPools);
    desk.press("j j u")
        .sees("Update telemetry?")
        .sees_no("IP2")
        .press("esc c")
        .sees("This change adds:")
        .sees("IP2 The classic flow is allowed");
}

#[test]
fn role_mappings_beside_the_classic_flow_are_warned_of_and_said_to_be_unknown_when_they_are() {
    let mut desk = Desk::new(Target::IdentityPools);
    desk.press("j j j j c");
    if matches!(desk.app.dialog, Some(Dialog::Choice(_))) {
        desk.press("down enter");
    }
    desk.sees("Update workforce tools?").sees("IP9 Role mappings exist");
    let mut desk = shop();
    desk.fails("GetIdentityPoolRoles", AppError::new("Can't read the roles: access denied"));
    desk.press("u").sees("Update shop?").sees("Its roles could not be read");
}

#[test]
fn esc_stops_reading_and_a_late_reply_is_ignored() {
    let mut desk = shop();
    desk.hold = true;
    desk.press("c").sees("Reading shop as it is now");
    let late = desk.held.clone();
    desk.press("esc");
    assert!(desk.held.is_empty() && desk.app.dialog.is_none() && desk.app.requests.is_empty());
    for (id, _) in late {
        desk.event(Event::Reply(id, Ok(Reply::Document(None))));
    }
    assert!(desk.app.dialog.is_none());
    desk.press("r esc").sees("Stopped reading; r reads again.");
    assert!(desk.held.is_empty());
}

/// Confirms that the classic flow is blocked, and presses `y` before a frame shows the roles that were just
/// read beside the pool; how many calls that starts.
fn calls_of_a_key_before_the_frame(mappings: &Value) -> usize {
    let mut store = Store::empty();
    let body = json!({"IdentityPoolName": "bare", "AllowUnauthenticatedIdentities": false,
        "SupportedLoginProviders": {"graph.facebook.com": "1"}});
    let id = store.call("CreateIdentityPool", body).expect("a pool")[POOL].clone();
    let mut desk = Desk::with(store, Options::default(), Target::IdentityPools);
    let roles = json!({"IdentityPoolId": id, "Roles": {}, "RoleMappings": mappings});
    desk.store.call("SetIdentityPoolRoles", roles).expect("it is taken");
    desk.hold = true;
    desk.press("c");
    let is_beside = |call: &Call| matches!(call, Call::Describe(key) if key.kind.id == KindId::Roles);
    let at = desk.held.iter().position(|(_, call)| is_beside(call)).expect("the roles are read beside it");
    let (beside, _) = desk.held.remove(at);
    desk.step().press("enter").sees("Update bare?").sees("still being read");
    let roles = desk.store.call("GetIdentityPoolRoles", json!({"IdentityPoolId": id})).expect("roles");
    let _ = desk.app.update(Event::Reply(beside, Ok(Reply::Document(Document::from_value(roles)))));
    desk.app.update(Event::Key("y".parse().expect("a key"))).len()
}

#[test]
fn a_key_counts_unless_something_came_that_the_question_did_not_say_yet() {
    assert_eq!(calls_of_a_key_before_the_frame(&json!({})), 1);
    let mappings = json!({"graph.facebook.com": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}});
    assert_eq!(calls_of_a_key_before_the_frame(&mappings), 0, "the classic flow passed its role mappings by");
}

#[test]
fn keys_work_while_requests_are_under_way() {
    let mut desk = Desk::new(Target::IdentityPools);
    desk.hold = true;
    desk.press("enter esc j j").sees("▶ telemetry");
}

fn rows(names: std::ops::Range<u32>) -> Vec<Document> {
    let row = |number: u32| {
        Document::from_value(
            json!({POOL: format!("eu-west-1:{number}"), "IdentityPoolName": format!("pool-{number:04}")}),
        )
    };
    names.filter_map(row).collect()
}

/// A list that is still being read, and the id of its request.
fn growing() -> (Desk, RequestId) {
    let mut desk = bare();
    desk.hold = true;
    desk.press("r");
    let (id, _) = desk.held[0].clone();
    (desk, id)
}

#[test]
fn a_growing_list_keeps_its_selection_and_its_filter() {
    let (mut desk, id) = growing();
    desk.event(Event::Progress(id, Progress::Page(rows(0..60)))).sees("60…");
    desk.press("j j j /").write("9").press("enter");
    desk.sees("▶ pool-0009").sees("/ 9  6 of 60…");
    desk.event(Event::Progress(id, Progress::Page(rows(60..120))))
        .sees("▶ pool-0009")
        .sees("/ 9  21 of 120…");
    desk.event(Event::Reply(id, Ok(Reply::Listed(None)))).sees("/ 9  21 of 120");
    desk.press("esc").sees("▶ pool-0009").sees("pool-0010");
}

#[test]
fn reading_again_comes_back_to_the_same_row() {
    let (mut desk, id) = growing();
    desk.event(Event::Progress(id, Progress::Page(rows(0..60))))
        .event(Event::Reply(id, Ok(Reply::Listed(None))));
    desk.press("G").sees("▶ pool-0059").press("r");
    let (again, _) = desk.held.last().expect("read again").clone();
    desk.event(Event::Progress(again, Progress::Page(rows(10..70)))).sees("▶ pool-0059");
}

#[test]
fn what_somebody_else_did_already_is_not_sent_again() {
    let mut desk = shop();
    desk.press("c");
    let id = desk.store.identity_pool_id("shop");
    desk.store.identity_pool_mut(&id)["AllowClassicFlow"] = json!(false);
    desk.press("y")
        .sees("already as you want it")
        .sees_no("m  merge")
        .press("m")
        .sees("There is nothing left to send")
        .press("y");
    assert!(desk.updates().is_empty());
}

#[test]
fn a_long_conflict_can_be_read_to_its_end() {
    let mut desk = shop();
    desk.press("c");
    let id = desk.store.identity_pool_id("shop");
    let tags: serde_json::Map<_, _> = (0..50).map(|number| (format!("tag{number}"), json!("x"))).collect();
    desk.store.identity_pool_mut(&id)["IdentityPoolTags"] = Value::Object(tags);
    desk.press("y").sees("more lines");
    for _ in 0..60 {
        desk.press("j");
    }
    desk.sees("Yours (as you read it").sees("m  merge");
}

#[test]
fn a_filter_typed_before_rows_come_keeps_its_row_as_more_come() {
    let (mut desk, id) = growing();
    desk.press("/").write("pool").press("enter");
    desk.event(Event::Progress(id, Progress::Page(rows(5..10)))).sees("▶ pool-0005");
    desk.event(Event::Progress(id, Progress::Page(rows(0..5)))).sees("▶ pool-0005");
}

#[test]
fn esc_goes_back_to_the_same_row() {
    let mut desk = Desk::new(Target::UserPools);
    desk.press("enter 2 j j j enter esc").sees("▶ web-jp").press("esc").sees("▶ shop-prod");
}

#[test]
fn a_user_pool_provider_leads_to_the_client_it_names_and_esc_comes_back() {
    let mut desk = Desk::new(Target::IdentityPools);
    desk.press("enter j j j j j j enter")
        .sees("Authentication flows")
        .press("esc")
        .sees("User-pool providers");
}

#[test]
fn secrets_are_masked_until_x() {
    let mut desk = Desk::new(Target::UserPools);
    desk.press("enter 2 /")
        .write("backend-admin")
        .press("enter enter")
        .sees("Client secret               ••••••••");
    desk.press("x").sees_no("••••••••").sees("Secrets are shown").press("x").sees("••••••••");
}

#[test]
fn nothing_can_be_answered_in_a_window_too_small_to_show_the_question() {
    let mut desk = shop();
    desk.event(Event::Resize { width: 39, height: 9 }).press("c y u y");
    assert!(desk.updates().is_empty() && desk.app.dialog.is_none());
    desk.event(Event::Resize { width: 80, height: 24 }).press("c").sees("Update shop?");
    desk.event(Event::Resize { width: 39, height: 9 }).press("y q k end");
    assert!(desk.updates().is_empty() && !desk.quit, "a dialog is neither answered nor thrown away unseen");
    desk.event(Event::Resize { width: 40, height: 10 })
        .press("esc c")
        .sees("more lines: PgDn")
        .press("y")
        .sees("Not yet: PgDn shows");
    assert!(desk.updates().is_empty());
    desk.press("end y");
    desk.event(Event::Resize { width: 80, height: 24 }).sees("1 setting changed, 0 others").press("enter");
    desk.event(Event::Resize { width: 39, height: 9 }).press("q");
    assert!(desk.quit);
}

#[test]
fn a_confirmation_is_accepted_only_once_its_last_line_was_seen() {
    let mut desk = shop();
    desk.press("e");
    for _ in 0..60 {
        desk.press("down");
    }
    for number in 0..12 {
        desk.press("ctrl-n").write(&format!("tag{number}"));
    }
    desk.press("ctrl-s")
        .sees("Update shop?")
        .sees("more lines: PgDn")
        .press("y")
        .sees("Not yet: PgDn shows")
        .sees("y  send");
    assert!(desk.updates().is_empty());
    desk.press("end y").sees("12 settings changed, 0 others");
}

#[test]
fn what_comes_after_a_confirmation_was_seen_has_to_be_seen_too() {
    let mut desk = Desk::new(Target::IdentityPools);
    desk.press("j j j j").hold = true;
    desk.press("c");
    let roles = desk.held.iter().position(
        |(_, call)| matches!(call, Call::Describe(key) if key.kind.describe == "GetIdentityPoolRoles"),
    );
    let (id, _) = desk.held.remove(roles.expect("the roles are read"));
    desk.step().press("down enter").sees("Its roles: still being read");
    let effects = desk.app.update(Event::Reply(
        id,
        Ok(Reply::Document(Document::from_value(json!({"RoleMappings": {"a:b": {}}})))),
    ));
    let unseen = desk.app.update(Event::Key("y".parse().expect("a key")));
    assert!(effects.is_empty() && unseen.is_empty(), "the finding that just came was not on the screen yet");
    desk.press("j").sees("IP9 Role mappings exist").press("y");
    assert!(matches!(desk.held.last(), Some((_, Call::Describe(_)))));
}

#[test]
fn no_key_edits_a_form_behind_the_question_whether_to_leave_it() {
    let mut desk = shop();
    desk.press("e x esc")
        .sees("Throw the edits away?")
        .press("Y backspace ctrl-w j")
        .event(Event::Paste("zzz".into()));
    desk.press("n").sees("shopx");
}

#[test]
fn spaces_at_the_ends_of_a_name_are_seen_in_its_confirmation() {
    let mut desk = shop();
    desk.press("e end space ctrl-s").sees("shop  →  shop␠");
}

#[test]
fn secrets_are_shown_for_one_screen_and_no_other() {
    let mut desk = Desk::new(Target::UserPools);
    desk.press("enter 2 /")
        .write("backend-admin")
        .press("enter enter x")
        .sees("SECRETS SHOWN")
        .press("esc")
        .sees_no("SECRETS SHOWN");
    desk.press("enter").sees("••••••••");
}

#[test]
fn an_entry_that_was_removed_comes_back() {
    let mut desk = shop();
    desk.press("e down down down")
        .sees("▶   1 Provider")
        .press("ctrl-d")
        .sees("Removed; Ctrl-z brings it back.")
        .sees("0 entries");
    desk.press("ctrl-z").sees("▶   1 Provider").press("ctrl-s").sees("Nothing changed");
}

#[test]
fn a_target_opens_over_its_own_list_with_its_row_chosen() {
    let mut store = Store::demo();
    let id = store.call("ListIdentityPools", json!({"MaxResults": 60})).expect("pools")["IdentityPools"][2]
        [POOL]
        .as_str()
        .expect("an id")
        .to_owned();
    let key = cognitui::resource::Key::top(&cognitui::resource::tables::IDENTITY_POOL, id);
    let mut desk = Desk::with(store, Options::default(), Target::Resource(key));
    desk.sees("Identity pools › telemetry").press("esc").sees("▶ telemetry");
}

#[test]
fn read_only_says_why_the_keys_that_write_do_nothing() {
    for key in ["c", "u", "e"] {
        let mut desk = Desk::with(
            Store::demo(),
            Options { read_only: true, ..Options::default() },
            Target::IdentityPools,
        );
        let before = desk.sent.len();
        desk.press(key).sees("Read-only: cognitui was started with --read-only").sees("READ-ONLY");
        assert_eq!(desk.sent.len(), before);
    }
}

#[test]
fn throttling_is_said_on_the_row() {
    let mut desk = shop();
    desk.hold = true;
    desk.press("c");
    let (id, _) = desk.held[0].clone();
    desk.event(Event::Progress(id, Progress::Retrying { attempt: 2, reason: "throttled by AWS" }));
    let row = desk.screen(80, 24).lines().find(|line| line.starts_with(" ▶ shop")).map(str::to_owned);
    assert!(
        row.is_some_and(|row| row.contains("throttled by AWS, trying again (2)")),
        "{}",
        desk.screen(80, 24)
    );
}

#[test]
fn a_read_that_fails_is_told_in_its_place_and_r_tries_again() {
    let mut desk = Desk::new(Target::IdentityPools);
    desk.fails(
        "DescribeIdentityPool",
        AppError::new("Can't read the identity pool: access denied").hint("It needs a permission."),
    );
    desk.press("enter")
        .sees("✗ Can't read the identity pool: access denied")
        .sees("It needs a permission.")
        .sees("r tries again.");
    desk.press("r").sees("Guest access");
}

#[test]
fn the_account_that_may_not_be_asked_for_is_silently_absent() {
    let mut desk = shop();
    desk.app.caller = None;
    desk.fails("GetCallerIdentity", AppError::new("Can't ask who you are: access denied")).press("r");
    desk.sees("eu-west-1").sees_no("123456789012").sees_no("✗").sees_no("access denied");
    let asked = desk.operations().len();
    desk.press("r").sees_no("123456789012");
    assert_eq!(desk.operations()[asked..], ["ListIdentityPools"], "who may not ask is not asked again");
}

#[test]
fn signals_end_the_program() {
    let mut desk = bare();
    assert_eq!(desk.app.update(Event::Shutdown), [Effect::Quit]);
    desk.press("q");
    assert!(desk.quit);
}

#[test]
fn the_palette_does_what_its_entry_says() {
    let mut desk = Desk::new(Target::UserPools);
    desk.press("enter :").write("identity pools").press("enter").sees("▸2 Identity pools").sees("▶ shop");
}

#[test]
fn the_roles_of_an_identity_pool_stand_on_a_tab_of_their_own_and_its_keys_are_still_about_the_pool() {
    let mut desk = Desk::new(Target::IdentityPools);
    desk.press("j j j j enter");
    assert!(!desk.operations().contains(&"GetIdentityPoolRoles"), "they are read once they are asked for");
    desk.press("2").sees("arn:aws:iam::123456789012:role/").sees("Role mappings");
    desk.press("u").sees("Update workforce tools?").press("esc e").sees("Edit roles of workforce tools");
}

#[test]
fn a_domain_tab_shows_every_domain_of_the_pool_or_says_that_there_is_none() {
    let mut desk = Desk::new(Target::UserPools);
    desk.press("enter 4");
    let operations = desk.operations();
    assert_eq!(operations.iter().filter(|operation| **operation == "DescribeUserPoolDomain").count(), 2);
    let mut store = Store::empty();
    store.call("CreateUserPool", json!({"PoolName": "plain"})).expect("a pool");
    Desk::with(store, Options::default(), Target::UserPools)
        .press("enter 4")
        .sees("There is no domain here.");
}
