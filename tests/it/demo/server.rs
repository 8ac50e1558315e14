//! The embedded Cognito over HTTP: the SDK clients, raw requests, and each kind of fault.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use aws_sdk_cognitoidentity::config::{BehaviorVersion, Credentials, Region, retry::RetryConfig};
use aws_sdk_cognitoidentity::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_cognitoidentity::types::IdentityPoolShortDescription;
use aws_sdk_cognitoidentityprovider::operation::RequestId;
use cognitui::demo::{Cognito, Fault, Gate, Store};
use serde_json::{Value, json};

type IdentityPools = aws_sdk_cognitoidentity::Client;

pub const SIGNED: &str = "Authorization: AWS4-HMAC-SHA256 Credential=demo\r\n";

macro_rules! client {
    ($sdk:ident, $server:expr) => {
        $sdk::Client::from_conf(
            $sdk::Config::builder()
                .behavior_version(BehaviorVersion::v2026_01_12())
                .region(Region::new(Store::REGION))
                .credentials_provider(Credentials::new("demo", "demo", None, None, "demo"))
                .endpoint_url($server.url())
                .retry_config(RetryConfig::disabled())
                .http_client(aws_smithy_http_client::Builder::new().build_http())
                .build(),
        )
    };
}

/// A server with one identity pool that blocks the classic flow, a client for it, and the pool's id.
async fn with_pool() -> (Cognito, IdentityPools, String) {
    let mut store = Store::empty();
    let pool = json!({
        "IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": false, "AllowClassicFlow": false,
    });
    store.call("CreateIdentityPool", pool).expect("a pool");
    let id = store.identity_pool_id("shop");
    let server = Cognito::start(store).await.expect("a port");
    let client = client!(aws_sdk_cognitoidentity, server);
    (server, client, id)
}

/// An update that omits the classic flow.
fn update(
    client: &IdentityPools,
    id: &str,
) -> aws_sdk_cognitoidentity::operation::update_identity_pool::builders::UpdateIdentityPoolFluentBuilder {
    client
        .update_identity_pool()
        .identity_pool_id(id)
        .identity_pool_name("shop")
        .allow_unauthenticated_identities(true)
}

fn is_applied(server: &Cognito) -> bool {
    server.with_store(|store| store.identity_pool_mut("shop")["AllowUnauthenticatedIdentities"] == true)
}

fn code<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> &str {
    error.code().unwrap_or("none")
}

/// Sends a raw request. Returns the response's head and body.
pub async fn raw(server: &Cognito, head: &str, body: &str) -> (String, String) {
    let address = server.url().trim_start_matches("http://").to_owned();
    let length = body.len();
    let request =
        format!("{head}Host: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}");
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map(|_| answer).expect("an answer")
    });
    let answer = answer.await.expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    (head.to_owned(), body.to_owned())
}

pub fn post(target: &str, more: &str) -> String {
    format!("POST / HTTP/1.1\r\nX-Amz-Target: {target}\r\nContent-Type: application/x-amz-json-1.1\r\n{more}")
}

const DESCRIBE: &str = "AWSCognitoIdentityService.DescribeIdentityPool";

#[tokio::test]
async fn an_omitted_member_is_reset_by_the_sdks_update_too() {
    let (server, client, id) = with_pool().await;
    let before = client.describe_identity_pool().identity_pool_id(&id).send().await.expect("an answer");
    assert_eq!(before.allow_classic_flow(), Some(false));
    let after = update(&client, &id).send().await.expect("an answer");
    assert_eq!(after.allow_classic_flow(), None, "blocked before, allowed now");
    assert_eq!(
        server.last("UpdateIdentityPool"),
        json!({"IdentityPoolId": id, "IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": true})
    );
    assert_eq!(server.operations(), ["DescribeIdentityPool", "UpdateIdentityPool"]);
}

#[tokio::test]
async fn the_sdk_pages_through_everything() {
    let server = Cognito::start(Store::demo()).await.expect("a port");
    let client = client!(aws_sdk_cognitoidentity, server);
    let (mut pools, mut token): (Vec<IdentityPoolShortDescription>, _) = (Vec::new(), None);
    loop {
        let page =
            client.list_identity_pools().max_results(4).set_next_token(token).send().await.expect("a page");
        pools.extend_from_slice(page.identity_pools());
        token = page.next_token().map(str::to_owned);
        if token.is_none() {
            break;
        }
    }
    assert_eq!((pools.len(), server.received("ListIdentityPools").len()), (6, 2));

    let client = client!(aws_sdk_cognitoidentityprovider, server);
    let id = server.with_store(|store| store.user_pool_id("workforce"));
    let providers = client.list_identity_providers().user_pool_id(&id).send().await.expect("a page");
    let mut kinds: Vec<&str> =
        providers.providers().iter().filter_map(|one| Some(one.provider_type()?.as_str())).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds, ["Facebook", "Google", "LoginWithAmazon", "OIDC", "SAML", "SignInWithApple"]);
    assert!(providers.providers().iter().any(|one| one.provider_name() == Some("従業員SSO")));
}

#[tokio::test]
async fn the_sdk_reads_refusals_dates_and_the_request_id() {
    let server = Cognito::start(Store::demo()).await.expect("a port");
    let client = client!(aws_sdk_cognitoidentityprovider, server);
    let refused =
        client.describe_user_pool().user_pool_id("eu-west-1_none").send().await.expect_err("a refusal");
    assert_eq!(refused.request_id(), Some("3f0d8b52-9c1e-4a6b-a7d4-5e2f61c09b8a"));
    let refused = refused.into_service_error();
    assert!(refused.is_resource_not_found_exception());
    assert_eq!(refused.message(), Some("User pool eu-west-1_none does not exist."));

    let id = server.with_store(|store| store.user_pool_id("shop-prod"));
    let pool = client.describe_user_pool().user_pool_id(&id).send().await.expect("an answer");
    let pool = pool.user_pool().expect("a pool");
    assert_eq!(pool.custom_domain(), Some("login.shop.example"));
    let date = pool.creation_date().expect("a date").to_millis().expect("milliseconds");
    assert!((122..=123).contains(&(date % 1000)), "the fraction arrives: {date}");
}

#[tokio::test]
async fn the_sdk_rotates_a_secret_and_reads_resource_servers() {
    let server = Cognito::start(Store::demo()).await.expect("a port");
    let client = client!(aws_sdk_cognitoidentityprovider, server);
    let (pool, id) = server.with_store(|store| {
        (store.user_pool_id("shop-prod"), store.client_id("shop-prod", "checkout-service"))
    });
    let made = client
        .add_user_pool_client_secret()
        .user_pool_id(&pool)
        .client_id(&id)
        .send()
        .await
        .expect("an answer");
    let made = made.client_secret_descriptor().expect("a secret");
    assert!(made.client_secret_value().is_some() && made.client_secret_create_date().is_some());
    let third = client
        .add_user_pool_client_secret()
        .user_pool_id(&pool)
        .client_id(&id)
        .send()
        .await
        .expect_err("a refusal");
    assert!(third.into_service_error().is_limit_exceeded_exception());
    let all = client
        .list_user_pool_client_secrets()
        .user_pool_id(&pool)
        .client_id(&id)
        .send()
        .await
        .expect("a page");
    let first = all.client_secrets()[0].client_secret_id().expect("an id");
    client
        .delete_user_pool_client_secret()
        .user_pool_id(&pool)
        .client_id(&id)
        .client_secret_id(first)
        .send()
        .await
        .expect("an answer");

    let orders = client
        .describe_resource_server()
        .user_pool_id(&pool)
        .identifier("orders")
        .send()
        .await
        .expect("an answer");
    let scopes = orders.resource_server().expect("a resource server").scopes();
    assert_eq!(
        scopes
            .iter()
            .map(aws_sdk_cognitoidentityprovider::types::ResourceServerScopeType::scope_name)
            .collect::<Vec<_>>(),
        ["read", "write", "refund"]
    );
    let page =
        client.list_resource_servers().user_pool_id(&pool).max_results(50).send().await.expect("a page");
    assert_eq!(page.resource_servers().len(), 4);
}

#[tokio::test]
async fn the_callers_identity_is_told_by_the_same_endpoint() {
    let (server, _, _) = with_pool().await;
    let caller = client!(aws_sdk_sts, server).get_caller_identity().send().await.expect("an answer");
    assert_eq!(
        (caller.account(), caller.arn()),
        (Some("123456789012"), Some("arn:aws:iam::123456789012:user/demo"))
    );
    assert_eq!(server.last("GetCallerIdentity")["Version"], "2011-06-15");
}

#[tokio::test]
async fn an_unsigned_admin_call_is_refused() {
    let (server, _, id) = with_pool().await;
    let (head, body) = raw(&server, &post(DESCRIBE, ""), &json!({"IdentityPoolId": id}).to_string()).await;
    assert!(head.starts_with("HTTP/1.1 400"), "{head}");
    assert!(head.contains("x-amzn-errortype: MissingAuthenticationTokenException:\r\n"), "{head}");
    assert_eq!(
        body,
        r#"{"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"}"#
    );
}

#[tokio::test]
async fn an_identity_is_got_unsigned_and_listed_signed() {
    let (server, client, id) = with_pool().await;
    update(&client, &id).send().await.expect("guests are allowed");
    let (head, body) = raw(
        &server,
        &post("AWSCognitoIdentityService.GetId", ""),
        &json!({"IdentityPoolId": id}).to_string(),
    )
    .await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let guest: Value = serde_json::from_str(&body).expect("JSON");
    let list = client.list_identities().identity_pool_id(&id).max_results(60).send().await.expect("a page");
    let [identity] = list.identities() else { panic!("one identity, not {list:?}") };
    assert_eq!(identity.identity_id(), guest["IdentityId"].as_str());
    assert!(identity.logins().is_empty() && identity.creation_date().is_some());
    let list = json!({"IdentityPoolId": id, "MaxResults": 60}).to_string();
    let (_, body) = raw(&server, &post("AWSCognitoIdentityService.ListIdentities", ""), &list).await;
    assert!(body.contains("MissingAuthenticationTokenException"), "{body}");
}

#[tokio::test]
async fn requests_that_are_not_cognitos_are_refused() {
    let (server, _, _) = with_pool().await;
    for (head, body, status, kind) in [
        (post("AWSCognitoIdentityService.DescribeUserPool", SIGNED), "{}", 400, "UnknownOperationException"),
        (post("AWSCognitoIdentityService.Nothing", SIGNED), "{}", 400, "UnknownOperationException"),
        (post("", SIGNED), "{}", 400, "UnknownOperationException"),
        (post(DESCRIBE, SIGNED), "{", 400, "SerializationException"),
        (post(DESCRIBE, SIGNED), "[]", 400, "SerializationException"),
        (post(DESCRIBE, SIGNED), "{}", 400, "ValidationException"),
        ("GET / HTTP/1.1\r\n".to_owned(), "", 405, "POST"),
    ] {
        let (head, answer) = raw(&server, &head, body).await;
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{head}");
        assert!(answer.contains(kind), "{answer}");
        assert!(head.contains("x-amzn-requestid: "), "{head}");
    }
}

#[tokio::test]
async fn a_delete_answers_with_an_empty_body() {
    let (server, client, id) = with_pool().await;
    let (head, body) = raw(
        &server,
        &post("AWSCognitoIdentityService.DeleteIdentityPool", SIGNED),
        &json!({"IdentityPoolId": id}).to_string(),
    )
    .await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(body, "");
    let error = client.describe_identity_pool().identity_pool_id(&id).send().await.expect_err("a refusal");
    assert_eq!(error.message(), Some(format!("IdentityPool '{id}' not found.").as_str()));
}

#[tokio::test]
async fn a_refusal_on_request_is_not_applied_and_strikes_once() {
    let (server, client, id) = with_pool().await;
    for (fault, kind) in [
        (Fault::Throttle, "TooManyRequestsException"),
        (Fault::InternalError, "InternalErrorException"),
        (Fault::AccessDenied, "AccessDeniedException"),
        (Fault::ExpiredToken, "ExpiredTokenException"),
        (Fault::ConcurrentModification, "ConcurrentModificationException"),
    ] {
        server.inject("UpdateIdentityPool", fault);
        let refused = update(&client, &id).send().await.expect_err("a refusal");
        assert_eq!(code(&refused), kind);
        if kind == "AccessDeniedException" {
            let start = "User: arn:aws:iam::123456789012:user/demo is not authorized to perform: \
                         cognito-identity:UpdateIdentityPool";
            assert!(refused.message().expect("a message").starts_with(start));
        }
    }
    assert!(!is_applied(&server));
    assert_eq!(server.received("UpdateIdentityPool").len(), 5, "struck requests are kept too");
    update(&client, &id).send().await.expect("the faults are used up");
}

#[tokio::test]
async fn queued_faults_strike_in_order_and_permanent_ones_until_cleared() {
    let (server, client, id) = with_pool().await;
    server.inject_always("*", Fault::Throttle);
    server.inject("UpdateIdentityPool", Fault::InternalError);
    server.inject("UpdateIdentityPool", Fault::ExpiredToken);
    for kind in [
        "InternalErrorException",
        "ExpiredTokenException",
        "TooManyRequestsException",
        "TooManyRequestsException",
    ] {
        assert_eq!(code(&update(&client, &id).send().await.expect_err("a refusal")), kind);
    }
    server.clear_faults();
    update(&client, &id).send().await.expect("an answer");
}

#[tokio::test]
async fn a_connection_closes_before_or_after_the_request_is_applied() {
    let (server, client, id) = with_pool().await;
    server.inject("UpdateIdentityPool", Fault::ResetBefore);
    let error = update(&client, &id).send().await.expect_err("no answer");
    assert!(matches!(error, SdkError::DispatchFailure(_)), "{error:?}");
    assert!(!is_applied(&server));

    server.inject("UpdateIdentityPool", Fault::ResetAfter);
    let error = update(&client, &id).send().await.expect_err("no answer");
    assert!(matches!(error, SdkError::DispatchFailure(_)), "{error:?}");
    assert!(is_applied(&server));
}

#[tokio::test]
async fn a_truncated_answer_is_applied_and_breaks_off() {
    let (server, client, id) = with_pool().await;
    server.inject("UpdateIdentityPool", Fault::Truncate);
    let error = update(&client, &id).send().await.expect_err("half an answer");
    assert!(matches!(error, SdkError::ResponseError(_)), "{error:?}");
    assert!(is_applied(&server));

    server.inject("DescribeIdentityPool", Fault::Truncate);
    let (head, body) =
        raw(&server, &post(DESCRIBE, SIGNED), &json!({"IdentityPoolId": id}).to_string()).await;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
    assert_eq!(length.parse::<usize>().expect("a number") / 2, body.len());
    assert!(body.starts_with(r#"{"IdentityPoolId":"#), "{body}");
}

#[tokio::test]
async fn a_page_of_a_proxy_is_html_with_its_status() {
    let (server, client, id) = with_pool().await;
    server.inject("UpdateIdentityPool", Fault::Html(502));
    let error = update(&client, &id).send().await.expect_err("no JSON");
    let answer = error.raw_response().expect("an answer");
    assert_eq!((answer.status().as_u16(), answer.headers().get("content-type")), (502, Some("text/html")));
    assert!(!is_applied(&server));
}

#[tokio::test]
async fn a_held_call_is_answered_when_the_gate_opens() {
    let (server, client, id) = with_pool().await;
    let gate = Gate::new();
    server.inject("UpdateIdentityPool", Fault::Hold(gate.clone()));
    server.inject("DescribeIdentityPool", Fault::Delay(Duration::from_millis(1)));
    let held = tokio::spawn(update(&client, &id).send());
    server.wait_for_requests("UpdateIdentityPool", 1).await;
    client.describe_identity_pool().identity_pool_id(&id).send().await.expect("others pass, if late");
    assert!(!held.is_finished() && !is_applied(&server));
    gate.open();
    held.await.expect("no panic").expect("an answer");
    assert!(is_applied(&server));
}

#[tokio::test]
async fn a_gate_can_let_one_call_through_at_a_time() {
    let (server, client, id) = with_pool().await;
    let gate = Gate::new();
    server.inject_always("UpdateIdentityPool", Fault::Hold(gate.clone()));
    let first = tokio::spawn(update(&client, &id).send());
    server.wait_for_requests("UpdateIdentityPool", 1).await;
    gate.open_once();
    first.await.expect("no panic").expect("an answer");
    let second = tokio::spawn(update(&client, &id).send());
    server.wait_for_requests("UpdateIdentityPool", 2).await;
    client.describe_identity_pool().identity_pool_id(&id).send().await.expect("others pass");
    assert!(!second.is_finished());
    gate.open();
    second.await.expect("no panic").expect("an answer");
}

#[tokio::test]
async fn someone_else_changes_the_data_between_two_calls() {
    let (server, client, id) = with_pool().await;
    server.inject(
        "DescribeIdentityPool",
        Fault::someone_else(|store| {
            store.identity_pool_mut("shop").insert("IdentityPoolName".to_owned(), "theirs".into());
        }),
    );
    let pool = client.describe_identity_pool().identity_pool_id(&id).send().await.expect("an answer");
    assert_eq!(pool.identity_pool_name(), "theirs");
}

#[tokio::test]
async fn an_unknown_member_appears_in_the_resource_itself() {
    let server = Cognito::start(Store::demo()).await.expect("a port");
    let future = Fault::UnknownMember("FutureSetting".to_owned(), json!({"On": true}));
    server.inject_always("*", future);
    let (pool, identity_pool) =
        server.with_store(|store| (store.user_pool_id("partners"), store.identity_pool_id("shop")));
    let body = json!({"UserPoolId": pool}).to_string();
    let (_, answer) =
        raw(&server, &post("AWSCognitoIdentityProviderService.DescribeUserPool", SIGNED), &body).await;
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(answer["UserPool"]["FutureSetting"], json!({"On": true}));
    let body = json!({"IdentityPoolId": identity_pool}).to_string();
    let (_, answer) = raw(&server, &post(DESCRIBE, SIGNED), &body).await;
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(answer["FutureSetting"], json!({"On": true}));
}

#[tokio::test]
async fn dropping_the_handle_stops_the_server() {
    let (server, client, id) = with_pool().await;
    client.describe_identity_pool().identity_pool_id(&id).send().await.expect("an answer");
    drop(server);
    let error = client.describe_identity_pool().identity_pool_id(&id).send().await.expect_err("nobody there");
    assert!(matches!(error, SdkError::DispatchFailure(_)), "{error:?}");
}
