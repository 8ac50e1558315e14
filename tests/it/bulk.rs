//! One setting of many resources: marked, confirmed together, and each changed by a safe write of its own.

use crate::support::harness::Harness;
use crate::support::journey::Journey;
use cognitui::app::{Options, Target};
use cognitui::demo::{Cognito, Fault, Gate, Store};
use cognitui::error::{AppError, ErrorKind};
use cognitui::message::Call;
use serde_json::{Value, json};

/// A store with five identity pools: the odd ones allow guests, `pool 4` has a tag, none has set its classic
/// flow.
fn five() -> Store {
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
        .sees_no("marked");
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
    assert!(harness.updates().is_empty() && harness.app.dialog.is_none(), "Enter cancels");
    harness.press("u enter y").sees("2 changed, 3 already set").sees("✓ 1 setting changed, 0 others");
    assert_eq!(guests(&mut harness), [json!(false), json!(false), json!(false), json!(false), json!(false)]);
    let names: Vec<_> = harness.updates().iter().map(|update| update["IdentityPoolName"].clone()).collect();
    assert_eq!(names, ["pool 1", "pool 3"], "in the order of the list");
    assert!(
        harness.updates().iter().all(|update| update.get("AllowClassicFlow").is_none()),
        "absent stays absent"
    );
    harness.press("enter").sees_no("marked");
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
fn esc_stops_before_the_next_one() {
    let mut harness = harness();
    harness.press("a u down enter").hold = true;
    harness.press("y").sees("0 of 3").press("esc").sees("Stopping after this one.").step().step().step();
    harness.hold = false;
    harness.sees("1 changed, 2 already set, 2 not tried").press("enter").sees("2 marked");
    assert_eq!(harness.updates().len(), 1);
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
        let Call::Describe(key) = &call else { panic!("only readings") };
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

/// The settings that arrived for the pools, by their names, in order.
fn arrived(server: &Cognito) -> Vec<String> {
    server
        .received("UpdateIdentityPool")
        .iter()
        .map(|body| body["IdentityPoolName"].as_str().expect("a name").to_owned())
        .collect()
}

/// The classic flow of each pool, as it is stored.
fn classic(server: &Cognito) -> Vec<Value> {
    let of = |store: &mut Store, number: usize| {
        let id = store.identity_pool_id(&format!("pool {number}"));
        store.identity_pool_mut(&id).get("AllowClassicFlow").cloned().unwrap_or_default()
    };
    server.with_store(|store| (0..5).map(|number| of(store, number)).collect())
}

/// All five pools marked, to have their classic flow blocked, and that confirmed but for the last key.
async fn blocking(server: &Cognito) -> Journey {
    let mut ui = Journey::identity_pools(server);
    ui.sees("Identity pools (5)")
        .await
        .press("a c")
        .sees("to:")
        .await
        .press("enter")
        .asked("Update 5 of 5 identity pools?")
        .await;
    ui
}

#[tokio::test]
async fn over_the_wire_a_refusal_and_a_lost_answer_stop_no_other_and_what_is_not_done_can_be_tried_again() {
    let server = Cognito::start(five()).await.expect("a server");
    let mut ui = blocking(&server).await;
    for fault in
        [Fault::Delay(std::time::Duration::ZERO), Fault::AccessDenied, Fault::ResetAfter, Fault::ResetBefore]
    {
        server.inject("UpdateIdentityPool", fault);
    }
    ui.press("y").sees("3 changed, 1 refused, 1 unknown").await;
    ui.sees("✗ access denied").await;
    ui.sees("(response lost").await.sees("? unknown, refresh it:").await;
    assert_eq!(arrived(&server), ["pool 0", "pool 1", "pool 2", "pool 3", "pool 4"], "each once");
    let (blocked, unset) = (json!(false), Value::Null);
    assert_eq!(classic(&server), [blocked.clone(), unset.clone(), blocked.clone(), unset, blocked]);
    ui.press("enter")
        .sees("2 marked")
        .await
        .press("c")
        .sees("to:")
        .await
        .press("enter")
        .asked("Update 2 of 2")
        .await;
    ui.press("y").sees("2 changed").await.press("enter").sees_no("marked").await;
    assert_eq!(arrived(&server)[5..], ["pool 1", "pool 3"]);
    assert!(classic(&server).iter().all(|flow| *flow == false));
}

#[tokio::test]
async fn over_the_wire_esc_lets_the_one_under_way_end_and_stops_before_the_next() {
    let server = Cognito::start(five()).await.expect("a server");
    let mut ui = blocking(&server).await;
    let gate = Gate::new();
    server.inject("UpdateIdentityPool", Fault::Delay(std::time::Duration::ZERO));
    server.inject("UpdateIdentityPool", Fault::Hold(gate.clone()));
    ui.press("y").sees("1 of 5").await;
    server.wait_for_requests("UpdateIdentityPool", 2).await;
    ui.press("esc").sees("Stopping after this one.").await;
    gate.open();
    ui.sees("2 changed, 3 not tried").await;
    assert_eq!(arrived(&server), ["pool 0", "pool 1"]);
    assert_eq!(classic(&server), [json!(false), json!(false), Value::Null, Value::Null, Value::Null]);
    ui.press("enter").sees("3 marked").await;
}

#[tokio::test]
async fn over_the_wire_a_pool_that_somebody_changed_meanwhile_is_left_alone() {
    let server = Cognito::start(five()).await.expect("a server");
    let mut ui = blocking(&server).await;
    let id = server.with_store(|store| store.identity_pool_id("pool 2"));
    server.with_store(|store| {
        drop(store.identity_pool_mut(&id).insert("IdentityPoolTags".into(), json!({"by": "them"})));
    });
    ui.press("y").sees("4 changed, 1 refused").await.sees("! changed by someone else: nothing").await;
    assert_eq!(arrived(&server), ["pool 0", "pool 1", "pool 3", "pool 4"]);
    assert_eq!(classic(&server)[2], Value::Null);
    ui.press("enter").sees("1 marked").await;
}

#[tokio::test]
async fn over_the_wire_a_pool_that_can_not_be_read_is_left_out_and_a_throttled_one_is_sent_again() {
    let server = Cognito::start(five()).await.expect("a server");
    let mut ui = Journey::identity_pools(&server);
    ui.sees("Identity pools (5)").await.press("a c").sees("to:").await;
    server.inject("DescribeIdentityPool", Fault::AccessDenied);
    ui.press("enter").asked("Update 4 of 5 identity pools?").await.sees("✗ skipped: access denied").await;
    server.inject("UpdateIdentityPool", Fault::Throttle);
    ui.press("y").sees("4 changed, 1 refused").await;
    assert_eq!(arrived(&server).len(), 5, "four, and one of them twice");
    assert_eq!(classic(&server).iter().filter(|flow| **flow == false).count(), 4);
    ui.press("enter").sees("1 marked").await;
}

#[tokio::test]
async fn many_pools_change_over_the_wire_one_after_the_other() {
    let server = Cognito::start(five()).await.expect("a server");
    let gate = Gate::new();
    let mut ui = Journey::identity_pools(&server);
    ui.sees("Identity pools (5)")
        .await
        .press("a u")
        .sees("to:")
        .await
        .press("down enter")
        .asked("Update 3 of 5 identity pools?")
        .await;
    server.inject("UpdateIdentityPool", Fault::Delay(std::time::Duration::ZERO));
    server.inject("UpdateIdentityPool", Fault::Hold(gate.clone()));
    ui.press("y").sees("1 of 3").await;
    gate.open();
    ui.sees("3 changed, 2 already set").await;
    let sent = server.received("UpdateIdentityPool");
    let names: Vec<_> = sent.iter().map(|body| body["IdentityPoolName"].as_str().expect("a name")).collect();
    assert_eq!(names, ["pool 0", "pool 2", "pool 4"]);
    assert!(
        sent.iter()
            .all(|body| body["AllowUnauthenticatedIdentities"] == true
                && body.get("AllowClassicFlow").is_none())
    );
}
