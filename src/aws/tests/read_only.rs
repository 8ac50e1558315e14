//! What leaves under `--read-only`: every operation that a table reads, and no other one.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::silent;
use crate::aws::connect::connect_through;
use crate::aws::{Api, Settings, guard};
use crate::config::Config;
use crate::message::{Call, WriteRequest};
use crate::resource::{Document, Key, WriteOperation, tables};

/// An HTTP client that notes the operation of each request and denies it.
#[derive(Debug, Clone, Default)]
struct Denying(Arc<Mutex<Vec<String>>>);

impl HttpConnector for Denying {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let form = request.body().bytes().unwrap_or_default();
        let action = form_urlencoded::parse(form).find(|(name, _)| name == "Action");
        let target = request.headers().get("x-amz-target").map(str::to_owned);
        let target = target.or(action.map(|(_, name)| name.into_owned())).expect("an operation");
        let operation = target.rsplit('.').next().unwrap_or(&target).to_owned();
        self.0.lock().expect("a lock").push(operation);
        let body = json!({"__type": "AccessDeniedException", "message": "denied"}).to_string();
        let status = StatusCode::try_from(400).expect("a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(body))))
    }
}

impl HttpClient for Denying {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl Denying {
    fn api(&self, read_only: bool) -> Api {
        let settings = Settings { read_only, ..Settings::isolated("http://cognito.invalid") };
        connect_through(&settings, SharedHttpClient::new(self.clone())).expect("a connection")
    }

    fn asked(&self) -> BTreeSet<String> {
        self.0.lock().expect("a lock").drain(..).collect()
    }
}

fn names<'a>(operations: impl Iterator<Item = &'a crate::resource::Operation>) -> BTreeSet<String> {
    operations.map(|operation| operation.name.as_str().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn every_operation_of_a_table_that_reads_leaves_and_every_one_that_writes_is_refused() {
    for read_only in [false, true] {
        let http = Denying::default();
        let api = http.api(read_only);
        for operation in tables::reads() {
            let _ = api.read(operation, Document::default(), silent()).await;
        }
        assert_eq!(http.asked(), names(tables::reads()));
        for operation in tables::writes() {
            let _ = api.write(operation, Document::default(), None, silent()).await;
        }
        let expected = if read_only { BTreeSet::new() } else { names(tables::writes()) };
        assert_eq!(http.asked(), expected, "read-only: {read_only}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_of_every_kind_is_told_as_not_sent() {
    let http = Denying::default();
    let api = http.api(true);
    let mut refused = 0;
    for kind in tables::ALL {
        for operation in [WriteOperation::Create, WriteOperation::Update, WriteOperation::Delete] {
            let Some(name) = kind.operation(operation) else { continue };
            let key = Key { kind, parents: vec!["pool".into(), "client".into()], id: "id".into() };
            let request = WriteRequest {
                operation,
                key,
                name: "shop".to_owned(),
                before: Document::default(),
                body: Document::default(),
            };
            let error = api.call(Call::Write(Box::new(request)), silent()).await.expect_err("it is refused");
            // A sign-up reads the secret of its app client first, which is denied here.
            let expected = format!("Read-only: {name} was not sent");
            assert!(error.summary == expected || name == "SignUp", "{}", error.summary);
            refused += 1;
        }
    }
    assert!(refused > 10, "{refused}");
    assert_eq!(http.asked(), BTreeSet::from(["DescribeUserPoolClient".to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_no_table_knows_is_refused_whatever_it_does() {
    let http = Denying::default();
    let api = http.api(true);
    let (user_pools, identity_pools) = (&api.user_pools, &api.identity_pools);
    assert!(user_pools.delete_user_pool().user_pool_id("eu-west-1_a").send().await.is_err());
    assert!(user_pools.admin_delete_user().user_pool_id("eu-west-1_a").username("ann").send().await.is_err());
    assert!(user_pools.list_users().user_pool_id("eu-west-1_a").send().await.is_err());
    assert!(identity_pools.get_id().identity_pool_id("eu-west-1:1").send().await.is_err());
    assert!(identity_pools.get_credentials_for_identity().identity_id("eu-west-1:1").send().await.is_err());
    assert!(http.asked().is_empty());
    // The same calls leave when changes are allowed: it is the refusal that kept them.
    let api = http.api(false);
    let _ = api.user_pools.delete_user_pool().user_pool_id("eu-west-1_a").send().await;
    let _ = api.identity_pools.get_id().identity_pool_id("eu-west-1:1").send().await;
    assert_eq!(http.asked(), BTreeSet::from(["DeleteUserPool".to_owned(), "GetId".to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn where_a_rule_is_about_pools_a_write_to_a_pool_that_is_not_known_does_not_leave() {
    let config = "[[rule]]\npool = \"*-prod\"\nread_only = true\n";
    for (rules, expected) in [(config, false), ("[[rule]]\nregion = \"eu-*\"\nbadge = \"EU\"\n", true)] {
        let http = Denying::default();
        let settings =
            Settings { rules: Config::read(rules).rules, ..Settings::isolated("http://cognito.invalid") };
        let api = connect_through(&settings, SharedHttpClient::new(http.clone())).expect("a connection");
        let _ = api.user_pools.delete_user_pool().user_pool_id("eu-west-1_a").send().await;
        assert_eq!(!http.asked().is_empty(), expected, "{rules}");
    }
}

#[test]
fn of_all_operations_in_the_service_model_only_those_of_a_table_read() {
    let model: Value =
        serde_json::from_str(include_str!("../../../assets/service-constraints.json")).expect("JSON");
    let known = names(tables::reads());
    let operations = model["operations"].as_object().expect("operations");
    let mut counted = 0;
    for operation in operations.keys().filter_map(|name| name.split_once('.')).map(|(_, name)| name) {
        assert_eq!(guard::reads(operation), known.contains(operation), "{operation}");
        counted += usize::from(guard::reads(operation));
    }
    assert_eq!(counted, known.len(), "the model has every operation of the tables");
}

proptest! {
    #[test]
    fn no_name_but_those_of_the_tables_counts_as_reading(
        name in "(List|Describe|Get|Admin|Create|Update|Delete|Set)?[A-Z][A-Za-z]{0,20}",
    ) {
        let known = names(tables::reads()).contains(&name) || name == guard::WHO_AM_I;
        prop_assert_eq!(guard::reads(&name), known);
    }
}
