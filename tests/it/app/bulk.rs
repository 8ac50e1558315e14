//! One setting of many resources: marked, confirmed together, and each changed by a safe write of its own.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use cognitui::message::Call;
use serde_json::{Value, json};

/// A store with five identity pools: the odd ones allow guests, `pool 4` has a tag, none has set its classic
/// flow.
pub(crate) fn five() -> Store {
    let mut store = Store::empty();
    for number in 0..5 {
        let pool = json!({"IdentityPoolName": format!("pool {number}"), "AllowUnauthenticatedIdentities": number % 2 == 1});
        store.call("CreateIdentityPool", pool).expect("a pool");
    }
    let id = store.identity_pool_id("pool 4");
    store.identity_pool_mut(&id).insert("IdentityPoolTags".into(), json!({"team": "web"}));
    store
}

fn harness() -> Harness {
    Harness::with(five(), Options::default(), Target::IdentityPools)
}

fn guests(harness: &mut Harness) -> Vec<Value> {
    (0..5)
        .map(|number| {
            let id = harness.store.identity_pool_id(&format!("pool {number}"));
            harness.store.identity_pool_mut(&id)["AllowUnauthenticatedIdentities"].clone()
        })
        .collect()
}

#[test]
fn rows_are_marked_one_by_one_or_all_that_the_filter_shows() {
    let mut harness = harness();
    harness
        .press("space space")
        .sees("2 marked")
        .sees("●")
        .press("k space")
        .sees("1 marked")
        .press("a")
        .sees("5 marked")
        .press("a")
        .vanishes("marked");
    harness.press("/").write("pool 3").press("enter");
    let shown = harness.app.list().expect("a list").shown();
    harness.press("a esc").sees(&format!("{shown} marked"));
}

#[test]
fn all_marked_pools_are_confirmed_together_and_those_already_so_are_left_out() {
    let mut harness = harness();
    harness.press("a u").sees("Set Guest access of the 5 marked identity pools to:").sees("▶ blocked");
    assert!(harness.updates().is_empty());
    harness
        .press("enter")
        .sees("Update 2 of 5 identity pools?")
        .sees("pool 0")
        .sees("already blocked, skipped")
        .sees("allowed → blocked");
    harness.press("enter");
    assert!(harness.updates().is_empty() && harness.app.dialogs.is_empty(), "Enter cancels");
    harness.press("u enter y").sees("2 changed, 3 already set").sees("✓ 1 setting changed, 0 others");
    assert_eq!(guests(&mut harness), [json!(false), json!(false), json!(false), json!(false), json!(false)]);
    let names: Vec<_> = harness.updates().iter().map(|update| update["IdentityPoolName"].clone()).collect();
    assert_eq!(names, ["pool 1", "pool 3"], "in the order of the list");
    assert!(
        harness.updates().iter().all(|update| update.get("AllowClassicFlow").is_none()),
        "absent stays absent"
    );
    harness.press("enter").vanishes("marked");
}

#[test]
fn each_pool_has_its_own_conflict_check_and_what_was_not_done_stays_marked() {
    let mut harness = harness();
    harness.press("a u down enter").sees("Update 3 of 5 identity pools?");
    let id = harness.store.identity_pool_id("pool 2");
    harness.store.identity_pool_mut(&id).insert("IdentityPoolTags".into(), json!({"by": "them"}));
    let denied = AppError::new("Access denied");
    harness.fails("UpdateIdentityPool", denied).press("y");
    harness
        .sees("1 changed, 2 already set, 2 refused")
        .sees("✗ Access denied")
        .sees("! changed by someone else: nothing");
    assert_eq!(harness.updates().len(), 2, "the refused one and the one that went through");
    assert_eq!(harness.updates()[1]["IdentityPoolTags"], json!({"team": "web"}));
    harness
        .press("enter")
        .sees("2 marked")
        .press("u down enter")
        .sees("Update 2 of 2 identity pools?")
        .press("y")
        .sees("2 changed");
    assert_eq!(guests(&mut harness), [json!(true), json!(true), json!(true), json!(true), json!(true)]);
}

#[test]
fn esc_leaves_at_once_the_one_that_is_sent_ends_unseen_and_no_further_one_is_sent() {
    let mut harness = harness();
    harness.press("a u down enter").hold = true;
    harness.press("y").sees("0 of 3").step().press("esc");
    harness.sees("sent, the result is not known yet. No further one is sent.").never_shows("0 of 3");
    harness.press("j").step().step().sees("5 identity pools: 1 changed, 2 already set, 2 not tried");
    harness.hold = false;
    harness.sees("2 marked");
    assert_eq!(harness.updates().len(), 1);
}

#[test]
fn esc_before_the_first_one_is_sent_sends_none() {
    let mut harness = harness();
    harness.press("a u down enter").hold = true;
    harness.press("y").sees("0 of 3").press("ctrl-c").sees("0 changed, 2 already set, 3 not tried");
    harness.release().never_shows("results for");
    assert_eq!(harness.updates().len(), 0);
}

#[test]
fn q_asks_before_it_quits_while_a_change_is_under_way() {
    let mut harness = harness();
    harness.press("a u down enter").hold = true;
    harness.press("y").sees("0 of 3").step().press("q").sees("is under way. q again quits, and the result");
    assert!(!harness.quit);
    harness.press("j q").sees("q again quits");
    assert!(!harness.quit, "another key takes the question back");
    harness.press("q");
    assert!(harness.quit);
}

#[test]
fn a_lost_answer_is_unknown_and_is_not_sent_again_and_the_others_go_on() {
    let mut harness = harness();
    harness.fails("UpdateIdentityPool", AppError::new("The response was lost").kind(ErrorKind::Unknown));
    harness
        .press("a u down enter y")
        .sees("2 changed, 2 already set, 1 unknown")
        .sees("? unknown, refresh it: The response was lost");
    assert_eq!(harness.updates().len(), 3);
}

#[test]
fn a_pool_that_can_not_be_read_is_left_out_with_the_reason() {
    let mut harness = harness();
    harness.fails("DescribeIdentityPool", AppError::new("Can't read the identity pool: access denied"));
    harness.press("a u down enter").sees("Update 2 of 5 identity pools?").sees("✗ skipped: access denied");
}

#[test]
fn nothing_to_change_is_said_and_nothing_is_sent() {
    let mut harness = harness();
    harness
        .press("space j space")
        .press("u")
        .press("enter")
        .sees("Update 0 of 2 identity pools?")
        .press("y")
        .sees("Nothing to send: every value is already set.");
    assert!(harness.updates().is_empty());
}

#[test]
fn order_and_results_do_not_depend_on_how_fast_answers_come() {
    let mut harness = harness();
    harness.press("a c").hold = true;
    harness.press("enter");
    // The last that was asked for is answered first.
    while let Some((id, call)) = harness.held.pop() {
        let Call::Prefetch(key) = &call else { panic!("only readings") };
        let pool =
            harness.store.call("DescribeIdentityPool", json!({"IdentityPoolId": key.id})).expect("the pool");
        harness.event(cognitui::message::Event::Reply(
            id,
            Ok(cognitui::message::Reply::Document(cognitui::resource::Document::from_value(pool))),
        ));
    }
    harness.hold = false;
    harness.sees("Update 5 of 5").press("y").sees("5 changed");
    let names: Vec<_> = harness.updates().iter().map(|update| update["IdentityPoolName"].clone()).collect();
    assert_eq!(names, ["pool 0", "pool 1", "pool 2", "pool 3", "pool 4"]);
}

#[test]
fn without_credentials_no_further_one_is_tried() {
    let mut harness = harness();
    let expired = AppError::new("Can't update it: the credentials have expired").kind(ErrorKind::Credentials);
    harness.fails("UpdateIdentityPool", expired);
    harness.press("a u down enter y").sees("0 changed, 2 already set, 1 refused, 2 not tried");
    assert_eq!(harness.updates().len(), 1);
}

#[test]
fn a_change_of_one_row_says_that_the_marks_do_not_count_for_it() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter 2 space space g");
    for (key, title) in
        [("e", "Edit web"), ("N", "New app client"), ("D", "Delete app client web?"), ("t", "New user")]
    {
        harness.press(key).sees(title).sees("This is about web only: 2 marked app clients stay as they are.");
        harness.press("esc").vanishes("This is about web only").press("y g");
    }
}

#[test]
fn leaving_a_list_says_that_its_marks_are_gone() {
    let mut harness = Harness::new(Target::UserPools);
    harness
        .press("enter 2 space space 1 2 esc")
        .sees("You left the list: 2 marked app clients lost the mark.");
    harness.press("enter 2 esc").never_shows("You left the list");
}
