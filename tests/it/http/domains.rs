//! Domains when something goes wrong: answers that get lost, and what only the service knows.

use super::identity_providers::{pool, served};
use crate::support::journey::Journey;
use cognitui::demo::{Cognito, Fault, Gate};
use serde_json::json;

/// The tab of the domains of a pool without one, and the form of a new one with a name.
async fn new_domain(server: &Cognito, name: &str) -> Journey {
    let mut ui = Journey::user_pools(server);
    ui.sees("▶ shop")
        .await
        .press("enter 4")
        .sees("There is no domain here.")
        .await
        .press("n")
        .sees("New domain")
        .await
        .rests()
        .await;
    ui.write(name).press("ctrl-s").confirms(&format!("Create domain {name}?")).await;
    ui
}

#[tokio::test]
async fn a_new_domain_whose_answer_was_lost_is_looked_for_and_made_once() {
    let server = served().await;
    let mut ui = new_domain(&server, "shop-login").await;
    server.inject("CreateUserPoolDomain", Fault::ResetAfter);
    ui.press("y").sees("The response was lost, but it was created.").await;
    assert_eq!(
        server.received("CreateUserPoolDomain"),
        [json!({"UserPoolId": pool(&server), "Domain": "shop-login"})]
    );
    ui.press("enter").sees("▶ Domain                      shop-login").await;
}

#[tokio::test]
async fn a_domain_that_another_pool_has_comes_back_on_its_field() {
    let server = served().await;
    server.with_store(|store| {
        let other = store.call("CreateUserPool", json!({"PoolName": "other"})).expect("a user pool")["UserPool"]["Id"].clone();
        store.call("CreateUserPoolDomain", json!({"UserPoolId": other, "Domain": "shop-login"})).expect("a domain");
    });
    let mut ui = new_domain(&server, "shop-login").await;
    ui.press("y").sees("Nothing was changed.").await.press("esc").vanishes("Nothing was changed.").await;
    ui.sees("▶ Domain *                    shop-login")
        .await
        .sees("✗ InvalidParameterException: Domain already associated")
        .await;
}

#[tokio::test]
async fn a_domain_is_followed_while_its_tab_is_open_and_only_then() {
    let server = served().await;
    let mut ui = new_domain(&server, "shop-login").await;
    let gate = Gate::new();
    ui.press("y").sees("✓ Created.").await;
    server.inject_always("DescribeUserPoolDomain", Fault::Hold(gate.clone()));
    ui.press("enter").sees("Status                      CREATING").await.sees("refreshing in").await;
    ui.press("1").sees("▸1 Overview").await.vanishes("refreshing in").await;
    let looks = server.received("DescribeUserPoolDomain").len();
    gate.open();
    ui.press("2").sees("There are no app clients here.").await;
    assert_eq!(server.received("DescribeUserPoolDomain").len(), looks, "nobody looks at it");
    ui.press("4").sees("Status                      ACTIVE").await.vanishes("refreshing in").await;
}
