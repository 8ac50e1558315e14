//! Lists, tabs and keys: what is read, what is shown, and where each key leads.

use super::{POOL, bare, shop};
use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use cognitui::message::{Effect, Event, Progress, Reply, RequestId};
use cognitui::resource::Document;
use serde_json::json;

#[test]
fn keys_work_while_requests_are_under_way() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.hold = true;
    harness.press("enter esc j j").sees("▶ telemetry");
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
fn growing() -> (Harness, RequestId) {
    let mut harness = Harness::with(Store::empty(), Options::default(), Target::IdentityPools);
    harness.hold = true;
    harness.press("r");
    let (id, _) = harness.held[0].clone();
    (harness, id)
}

#[test]
fn a_growing_list_keeps_its_selection_and_its_filter() {
    let (mut harness, id) = growing();
    harness.event(Event::Progress(id, Progress::Page(rows(0..60)))).sees("60…");
    harness.press("j j j /").write("9").press("enter");
    harness.sees("▶ pool-0009").sees("/ 9  6 matches in 0 read · 60 unread…");
    harness
        .event(Event::Progress(id, Progress::Page(rows(60..120))))
        .sees("▶ pool-0009")
        .sees("/ 9  21 matches in 0 read · 120 unread…");
    harness.event(Event::Reply(id, Ok(Reply::Listed(None)))).sees("/ 9  21 matches in 0 read · 120 unread");
    harness.press("esc").sees("▶ pool-0003").sees("pool-0010");
}

#[test]
fn reading_again_comes_back_to_the_same_row() {
    let (mut harness, id) = growing();
    harness
        .event(Event::Progress(id, Progress::Page(rows(0..60))))
        .event(Event::Reply(id, Ok(Reply::Listed(None))));
    harness.press("G").sees("▶ pool-0059").press("r");
    let (again, _) = harness.held.last().expect("read again").clone();
    harness.event(Event::Progress(again, Progress::Page(rows(10..70)))).sees("▶ pool-0059");
}

#[test]
fn a_filter_typed_before_rows_come_keeps_its_row_as_more_come() {
    let (mut harness, id) = growing();
    harness.press("/").write("pool").press("enter");
    harness.event(Event::Progress(id, Progress::Page(rows(5..10)))).sees("▶ pool-0005");
    harness.event(Event::Progress(id, Progress::Page(rows(0..5)))).sees("▶ pool-0005");
}

#[test]
fn esc_goes_back_to_the_same_row() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter 2 j j j enter esc").sees("▶ web-jp").press("esc").sees("▶ shop-prod");
}

#[test]
fn a_user_pool_provider_leads_to_the_client_it_names_and_esc_comes_back() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness
        .press("enter j j j j j j enter")
        .sees("Authentication flows")
        .press("esc")
        .sees("User-pool providers");
}

#[test]
fn secrets_are_masked_until_x() {
    let mut harness = Harness::new(Target::UserPools);
    harness
        .press("enter 2 /")
        .write("backend-admin")
        .press("enter enter")
        .sees("Client secret               ••••••••");
    harness.press("x").vanishes("••••••••").sees("Secrets are shown").press("x").sees("••••••••");
}

#[test]
fn secrets_are_shown_for_one_screen_and_no_other() {
    let mut harness = Harness::new(Target::UserPools);
    harness
        .press("enter 2 /")
        .write("backend-admin")
        .press("enter enter x")
        .sees("SECRETS SHOWN")
        .press("esc")
        .vanishes("SECRETS SHOWN");
    harness.press("enter").sees("••••••••");
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
    let mut harness = Harness::with(store, Options::default(), Target::Resource(key));
    harness.sees("Identity pools › telemetry").press("esc").sees("▶ telemetry");
}

#[test]
fn a_read_that_fails_is_told_in_its_place_and_r_tries_again() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.fails(
        "DescribeIdentityPool",
        AppError::new("Can't read the identity pool: access denied").hint("It needs a permission."),
    );
    harness
        .press("enter")
        .sees("✗ Can't read the identity pool: access denied")
        .sees("It needs a permission.")
        .sees("r refreshes.");
    harness.press("r").sees("Guest access");
}

#[test]
fn the_account_that_may_not_be_asked_for_is_silently_absent() {
    let mut harness = shop();
    harness.app.caller = None;
    harness.fails("GetCallerIdentity", AppError::new("Can't identify the caller: access denied")).press("r");
    harness.sees("eu-west-1").never_shows("123456789012").never_shows("✗").never_shows("access denied");
    let asked = harness.operations().len();
    harness.press("r").never_shows("123456789012");
    let read = ["ListIdentityPools", "DescribeIdentityPool"];
    assert_eq!(harness.operations()[asked..], read, "who may not ask is not asked again");
}

#[test]
fn signals_end_the_program() {
    let mut harness = bare();
    assert_eq!(harness.app.update(Event::Shutdown, harness.now), [Effect::Quit]);
    harness.press("q");
    assert!(harness.quit);
}

#[test]
fn the_palette_does_what_its_entry_says() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter :").write("identity pools").press("enter").sees("▸2 Identity pools").sees("▶ shop");
}

#[test]
fn the_roles_of_an_identity_pool_stand_on_a_tab_of_their_own_and_its_keys_are_still_about_the_pool() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.press("j j j j enter");
    assert!(!harness.operations().contains(&"GetIdentityPoolRoles"), "they are read once they are asked for");
    harness.press("2").sees("arn:aws:iam::123456789012:role/").sees("Role mappings");
    harness
        .press("u")
        .sees("Update identity pool “workforce tools”?")
        .press("esc e")
        .sees("Edit roles of workforce tools");
}

#[test]
fn a_domain_tab_shows_every_domain_of_the_pool_or_says_that_there_is_none() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter 4");
    let operations = harness.operations();
    assert_eq!(operations.iter().filter(|operation| **operation == "DescribeUserPoolDomain").count(), 2);
    let mut store = Store::empty();
    store.call("CreateUserPool", json!({"PoolName": "plain"})).expect("a pool");
    Harness::with(store, Options::default(), Target::UserPools)
        .press("enter 4")
        .sees("There is no domain here.");
}

#[test]
fn ctrl_z_suspends_on_screens_and_in_dialogs_and_undoes_in_a_form() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.press("ctrl-z ? ctrl-z esc / ctrl-z esc ctrl-l");
    assert_eq!(harness.terminal, [Effect::Suspend, Effect::Suspend, Effect::Suspend, Effect::Redraw]);
    harness.press("e ctrl-z ctrl-l");
    assert_eq!(harness.terminal.len(), 5, "only Ctrl-l: {:?}", harness.terminal);
    harness.event(Event::Stop).event(Event::Continued);
    assert_eq!(harness.terminal[4..], [Effect::Redraw, Effect::Stop, Effect::Redraw]);
    harness.event(Event::Resize { width: 10, height: 5 }).press("ctrl-z");
    assert_eq!(harness.terminal.last(), Some(&Effect::Suspend), "however small the window is");
}

#[test]
fn a_failed_write_that_was_left_says_so_and_its_pool_can_be_changed_again() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.press("c enter").sees("Update identity pool shop?");
    harness.fails("UpdateIdentityPool", AppError::new("Can't update it: access denied"));
    harness.hold = true;
    harness.press("y").step().sees("Sending the update").press("ctrl-c").vanishes("Sending");
    harness.press("c").sees("Updating shop is under way. Wait for its result.");
    harness.release().sees("! shop: not changed. Can't update it: access denied.");
    harness.press("c").sees("to:");
}
