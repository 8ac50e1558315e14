//! Secrets that a service repeats in an error.

use std::sync::Arc;

use cognitui::aws::{Api, connect};
use cognitui::demo::{Cognito, Fault, ServiceError, Store};
use cognitui::error::AppError;
use cognitui::message::{Call, Reply, WriteRequest};
use cognitui::resource::tables::{CLIENT, SIGN_UP};
use cognitui::resource::{Document, Key, WriteOperation};
use serde_json::json;

use crate::support::journey::settings;

/// A server with an app client that has a secret; the client's key.
async fn client() -> (Cognito, Key) {
    let mut store = Store::empty();
    let pool = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool");
    let pool = pool["UserPool"]["Id"].as_str().expect("an id").to_owned();
    let body = json!({"UserPoolId": pool, "ClientName": "web", "GenerateSecret": true});
    let client = store.call("CreateUserPoolClient", body).expect("a client");
    let id = client["UserPoolClient"]["ClientId"].as_str().expect("an id");
    let key = Key::child(&CLIENT, pool, id);
    (Cognito::start(store).await.expect("a server"), key)
}

async fn fails(api: &Api, call: Call) -> AppError {
    api.call(call, Arc::new(|_| {})).await.expect_err("a refusal")
}

fn refusal(message: String) -> Fault {
    Fault::Refuse(ServiceError::new("InvalidParameterException", message))
}

#[tokio::test]
async fn a_secret_that_was_read_is_redacted_where_an_error_repeats_it() {
    let (server, key) = client().await;
    let api = connect(&settings(&server)).await.expect("a connection");
    let read = api.call(Call::Describe(key.clone()), Arc::new(|_| {})).await;
    let Ok(Reply::Document(Some(document))) = read else { panic!("no client: {read:?}") };
    let secret = document.text("ClientSecret").expect("a secret");
    server.inject("DescribeUserPoolClient", refusal(format!("Secret {secret} of the client is odd")));
    let error = fails(&api, Call::Describe(key)).await;
    assert_eq!(
        error.cause.as_deref(),
        Some("InvalidParameterException: Secret [redacted] of the client is odd")
    );
    assert!(!format!("{error:?}").contains(secret));
}

#[tokio::test]
async fn a_password_that_was_typed_is_redacted_where_an_error_repeats_it() {
    let (server, client) = client().await;
    let api = connect(&settings(&server)).await.expect("a connection");
    let body = json!({"ClientId": client.id, "Username": "ann", "Password": "SEED-pass-1"});
    let key = client.children(&SIGN_UP).new_one();
    let request = WriteRequest {
        operation: WriteOperation::Create,
        key,
        name: "ann".to_owned(),
        before: Document::default(),
        body: Document::from_value(body).expect("an object"),
    };
    server.inject("SignUp", refusal("Password SEED-pass-1 did not conform with the policy".to_owned()));
    let error = fails(&api, Call::Write(Box::new(request))).await;
    assert_eq!(
        error.cause.as_deref(),
        Some("InvalidParameterException: Password [redacted] did not conform with the policy")
    );
    assert!(!format!("{error:?}").contains("SEED"));
}
