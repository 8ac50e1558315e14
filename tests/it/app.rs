//! The state and the view without terminal, network or time: keys in, calls and screens out.

mod app_clients;
mod attributes;
mod branding;
pub(crate) mod bulk;
mod clipboard;
mod columns;
mod commands;
mod compare;
pub(crate) mod contexts;
mod copied_children;
mod deletions;
mod details;
mod domains;
mod drafts;
mod ending;
mod files;
mod filter;
mod findings;
mod form;
mod history;
mod identity_pools;
mod identity_providers;
mod json;
mod json_editor;
mod keys;
mod lambda;
mod live;
mod look;
#[cfg(target_os = "linux")]
mod memory;
mod mfa;
mod mouse;
mod navigation;
mod new_user_pools;
mod palette;
mod plans;
mod pool_with_mfa;
mod preview;
mod references;
mod refresh;
mod resource_servers;
mod role_trust;
mod roles;
mod rules;
mod search;
mod security;
mod sign_in;
mod sorting;
mod together;
mod trust_map;
mod url_finder;
mod user_pools;
mod windows;
mod writes;

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use serde_json::json;

const POOL: &str = "IdentityPoolId";

/// The harness with one identity pool that has all nine settings and a member newer than this build.
fn shop() -> Harness {
    let mut store = Store::empty();
    crate::support::shop(&mut store);
    Harness::with(store, Options::default(), Target::IdentityPools)
}

/// The harness with one identity pool that set nothing it did not have to.
fn bare() -> Harness {
    let mut store = Store::empty();
    store
        .call(
            "CreateIdentityPool",
            json!({"IdentityPoolName": "bare", "AllowUnauthenticatedIdentities": false}),
        )
        .expect("a pool");
    Harness::with(store, Options::default(), Target::IdentityPools)
}

/// A day in 2026, in seconds since 1970.
const NOW: i64 = 1_790_000_000;

/// The harness at the identity providers of a user pool with a required attribute and one that can't change;
/// the pool's id.
fn user_pool() -> (Harness, String) {
    let mut store = Store::empty();
    let schema = json!([{"Name": "email", "Required": true, "Mutable": true, "AttributeDataType": "String"},
        {"Name": "badge", "AttributeDataType": "String", "Mutable": false}]);
    let pool =
        store.call("CreateUserPool", json!({"PoolName": "shop", "Schema": schema})).expect("a user pool");
    let pool = pool["UserPool"]["Id"].as_str().expect("an id").to_owned();
    let mut harness = Harness::at(NOW, store, Options::default(), Target::UserPools);
    harness.press("enter 3").sees("There are no identity providers here.");
    (harness, pool)
}
