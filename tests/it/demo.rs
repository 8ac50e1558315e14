//! The embedded Cognito: updates replace, members that were never set stay absent, invalid requests are
//! refused.

mod branding;
mod client_rules;
mod clients;
mod domains;
mod identities;
mod identity_pools;
mod principal_tags;
mod providers;
mod rates;
mod resource_servers;
mod roles;
mod secrets;
mod seed;
mod server;
mod sign_up;
mod tags;
mod user_pools;
mod web;

use cognitui::demo::{ServiceError, Store};
use serde_json::{Value, json};

fn call(store: &mut Store, operation: &str, body: Value) -> Value {
    store.call(operation, body).unwrap_or_else(|refusal| panic!("{operation}: {refusal}"))
}

fn refusal(store: &mut Store, operation: &str, body: Value) -> String {
    let refused: Result<Value, ServiceError> = store.call(operation, body);
    refused.expect_err("it should have been refused").to_string()
}

fn merged(mut base: Value, more: Value) -> Value {
    let Value::Object(more) = more else { panic!("{more} is no object") };
    for (name, value) in more {
        base[name] = value;
    }
    base
}

/// The description of a domain once it is active.
fn settled(store: &mut Store, domain: &str) -> Value {
    let mut describe =
        || call(store, "DescribeUserPoolDomain", json!({"Domain": domain}))["DomainDescription"].clone();
    (0..9).map(|_| describe()).find(|now| now["Status"] == "ACTIVE").expect("a change that ends")
}

fn with_pool() -> (Store, String) {
    let mut store = Store::empty();
    let pool = call(&mut store, "CreateUserPool", json!({"PoolName": "shop"}));
    let id = pool["UserPool"]["Id"].as_str().expect("an id").to_owned();
    (store, id)
}

fn with_client(settings: Value) -> (Store, Value) {
    let (mut store, pool) = with_pool();
    let request = merged(json!({"UserPoolId": pool, "ClientName": "web"}), settings);
    let client = call(&mut store, "CreateUserPoolClient", request)["UserPoolClient"].clone();
    (store, client)
}

fn with_identity_pool(settings: Value) -> (Store, Value) {
    let mut store = Store::empty();
    let request =
        merged(json!({"IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": false}), settings);
    let pool = call(&mut store, "CreateIdentityPool", request);
    (store, pool)
}
