//! The real program over real HTTP at the embedded Cognito, which can be made to fail as networks and AWS do.

mod app_clients;
mod bulk;
mod client_rules;
mod client_secrets;
mod domains;
mod forms;
mod identity_pools;
mod identity_providers;
mod login_pages;
mod prefetch;
mod reads;
mod rules;
mod secrets;
mod writes;

use cognitui::demo::{Cognito, Store};
use serde_json::{Value, json};

fn described(server: &Cognito, id: &str) -> Value {
    server
        .with_store(|store| store.call("DescribeIdentityPool", json!({"IdentityPoolId": id})))
        .expect("the pool")
}

/// A server with so many identity pools.
async fn pools(count: usize) -> Cognito {
    let mut store = Store::empty();
    for number in 0..count {
        let pool =
            json!({"IdentityPoolName": format!("pool {number:04}"), "AllowUnauthenticatedIdentities": false});
        store.call("CreateIdentityPool", pool).expect("a pool");
    }
    Cognito::start(store).await.expect("a server")
}
