//! The rules of the configuration where a write would leave.

use cognitui::aws::{Api, Settings, Tell, connect};
use cognitui::config::Config;
use cognitui::demo::{Cognito, Fault, ServiceError};
use cognitui::error::AppError;
use cognitui::message::{Call, Reply, WriteRequest};
use cognitui::resource::tables::{CLIENT, IDENTITY_POOL, ROLES};
use cognitui::resource::{Document, Key, WriteOperation};
use serde_json::{Value, json};

use super::described;
use crate::support::journey::{settings, shop};

fn silent() -> Tell {
    std::sync::Arc::new(|_| {})
}

async fn ruled(server: &Cognito, text: &str) -> Api {
    let rules = Config::read(text).rules;
    connect(&Settings { rules, ..settings(server) }).await.expect("a connection")
}

async fn write(
    api: &Api,
    operation: WriteOperation,
    key: Key,
    before: Value,
    body: Value,
) -> Result<Reply, AppError> {
    let document = |value| Document::from_value(value).expect("a document");
    let (before, body, name) = (document(before), document(body), "any".to_owned());
    api.call(Call::Write(Box::new(WriteRequest { operation, key, name, before, body })), silent()).await
}

async fn update(api: &Api, server: &Cognito, id: &str) -> Result<Reply, AppError> {
    let pool = described(server, id);
    write(api, WriteOperation::Update, Key::top(&IDENTITY_POOL, id), pool.clone(), pool).await
}

#[tokio::test]
async fn a_read_only_rule_refuses_a_write_like_the_option_does() {
    let (server, id) = shop().await;
    let api = ruled(&server, "\n[[rule]]\nregion = \"eu-west-?\"\nread_only = true\n").await;
    let error = update(&api, &server, &id).await.expect_err("refused");
    assert_eq!(error.summary, "Read-only: UpdateIdentityPool was not sent");
    assert_eq!(error.hint.as_deref(), Some("The rule in line 2 of the configuration forbids changes here."));
    let api = ruled(&server, "[[rule]]\nregion = \"us-*\"\nread_only = true\n").await;
    update(&api, &server, &id).await.expect("another region");
    assert_eq!(server.received("UpdateIdentityPool").len(), 1);
}

#[tokio::test]
async fn a_rule_by_pool_holds_for_the_pool_its_parts_and_a_new_one_by_its_current_name() {
    let (server, id) = shop().await;
    let api = ruled(&server, "[[rule]]\npool = \"sh*\"\nread_only = true\n").await;
    update(&api, &server, &id).await.expect_err("the pool itself");
    let roles = || json!({"IdentityPoolId": id, "Roles": {}});
    let part = write(&api, WriteOperation::Update, Key::top(&ROLES, &id), roles(), roles());
    part.await.expect_err("a part of it");
    let new = |name| json!({"IdentityPoolName": name, "AllowUnauthenticatedIdentities": false});
    let create =
        |name| write(&api, WriteOperation::Create, Key::top(&IDENTITY_POOL, ""), json!({}), new(name));
    create("shed").await.expect_err("a new one of that name");
    assert!(
        server.received("UpdateIdentityPool").is_empty()
            && server.received("SetIdentityPoolRoles").is_empty()
    );
    create("store").await.expect("another name");
    assert_eq!(server.received("CreateIdentityPool").len(), 1);
}

#[tokio::test]
async fn a_rule_by_pool_forbids_what_is_in_a_pool_whose_name_is_denied() {
    let (server, _) = shop().await;
    let api = ruled(&server, "[[rule]]\npool = \"*-prod\"\nread_only = true\n").await;
    server.inject_always(
        "DescribeUserPool",
        Fault::Refuse(ServiceError::new("NotAuthorizedException", "denied")),
    );
    let (key, body) =
        (Key::child(&CLIENT, "eu-west-1_a", "1"), json!({"UserPoolId": "eu-west-1_a", "ClientId": "1"}));
    write(&api, WriteOperation::Delete, key, json!({}), body).await.expect_err("the name is not known");
    assert!(server.received("DeleteUserPoolClient").is_empty());
}

#[tokio::test]
async fn a_rule_by_account_forbids_changes_until_the_account_is_known_to_be_another_one() {
    let (server, id) = shop().await;
    let api = ruled(&server, "[[rule]]\naccount = \"999999999999\"\nread_only = true\n").await;
    let error = update(&api, &server, &id).await.expect_err("the account is not known");
    assert!(
        error.hint.as_deref().is_some_and(|hint| hint.starts_with("The account is not known")),
        "{error:?}"
    );
    api.call(Call::WhoAmI, silent()).await.expect("the caller");
    update(&api, &server, &id).await.expect("another account");
}
