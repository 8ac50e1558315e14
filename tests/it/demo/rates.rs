//! Arrival times and rate limits.

use std::time::Instant;

use cognitui::demo::{Cognito, Fault, Store};
use serde_json::json;

use super::server::{SIGNED, post, raw};

/// Calls an operation. Returns false if the rate limit refused it.
async fn asks(server: &Cognito, operation: &str, pool: &str) -> bool {
    let target = format!("AWSCognitoIdentityProviderService.{operation}");
    let body =
        if operation == "ListUserPools" { json!({"MaxResults": 1}) } else { json!({"UserPoolId": pool}) };
    let (head, body) = raw(server, &post(&target, SIGNED), &body.to_string()).await;
    if head.starts_with("HTTP/1.1 200") {
        return true;
    }
    assert!(
        head.starts_with("HTTP/1.1 400") && head.contains("x-amzn-errortype: TooManyRequestsException:"),
        "{head}"
    );
    assert_eq!(body, r#"{"__type":"TooManyRequestsException","message":"Rate exceeded"}"#);
    false
}

async fn demo() -> (Cognito, String) {
    let store = Store::demo();
    let shop = store.user_pool_id("shop-prod");
    (Cognito::start(store).await.expect("a port"), shop)
}

#[tokio::test]
async fn arrivals_are_told_in_order_and_by_operation() {
    let (server, shop) = demo().await;
    let before = Instant::now();
    assert!(asks(&server, "ListUserPools", &shop).await);
    server.inject("ListUserPoolClients", Fault::Throttle);
    assert!(!asks(&server, "ListUserPoolClients", &shop).await, "a fault");
    assert!(asks(&server, "ListUserPoolClients", &shop).await);
    let clients = server.arrival_times("ListUserPoolClients");
    assert_eq!(clients.len(), 2, "what was refused arrived too");
    assert!(clients[1] > clients[0], "{clients:?}");
    let all = server.arrival_times("*");
    assert_eq!((all.len(), all[0]), (3, server.arrival_times("ListUserPools")[0]));
    assert!(all.is_sorted() && all[2] <= all[0] + before.elapsed(), "{all:?}");
    assert!(server.arrival_times("DescribeUserPool").is_empty());
}

#[tokio::test]
async fn beyond_its_rate_an_operation_or_a_group_is_refused_and_others_pass() {
    let (server, shop) = demo().await;
    server.limit_rates_as_aws();
    server.limit_rate("ListUserPoolClients", 0);
    assert!(!asks(&server, "ListUserPoolClients", &shop).await);
    assert!(asks(&server, "ListResourceServers", &shop).await);
    assert!(asks(&server, "ListUserPools", &shop).await);
    server.limit_rate("UserPoolRead", 0);
    assert!(!asks(&server, "ListUserPools", &shop).await);
    assert!(!asks(&server, "DescribeUserPool", &shop).await);
    server.limit_rate("UserPoolRead", 100);
    assert!(asks(&server, "DescribeUserPool", &shop).await);
    assert_eq!(server.received("ListUserPoolClients").len(), 1, "what was refused arrived too");
}

#[tokio::test]
#[should_panic(expected = "no operation or group UserPoolReads")]
async fn a_rate_of_nothing_is_a_mistake() {
    let (server, _) = demo().await;
    server.limit_rate("UserPoolReads", 1);
}
