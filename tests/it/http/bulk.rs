//! One setting of many resources, changed over HTTP: each by a safe write of its own.

use crate::app::bulk::five;
use crate::support::journey::Journey;
use cognitui::demo::{Cognito, Fault, Gate, Store};
use serde_json::{Value, json};

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
    ui.press("y").sees("2 changed").await.press("enter").vanishes("marked").await;
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
    ui.press("esc").sees("No further one is sent.").await;
    gate.open();
    ui.sees("2 changed, 3 not tried").await;
    assert_eq!(arrived(&server), ["pool 0", "pool 1"]);
    assert_eq!(classic(&server), [json!(false), json!(false), Value::Null, Value::Null, Value::Null]);
    ui.sees("3 marked").await;
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
    ui.sees("Identity pools (5)").await.filled().await.press("a c").sees("to:").await;
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
