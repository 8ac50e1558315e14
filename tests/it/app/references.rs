//! The names in an app client of identity providers and scopes: what is gone is said before AWS refuses it.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use cognitui::message::Event;
use serde_json::json;

/// The list with an app client that has a scope of a resource server, which is returned with its pool's id.
fn client() -> Harness {
    let mut store = Store::empty();
    let pool = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool");
    let pool = pool["UserPool"]["Id"].clone();
    let server = json!({"UserPoolId": pool, "Identifier": "orders", "Name": "orders",
        "Scopes": [{"ScopeName": "read", "ScopeDescription": "Read orders"}]});
    store.call("CreateResourceServer", server).expect("a resource server");
    let client = json!({"UserPoolId": pool, "ClientName": "web", "SupportedIdentityProviders": ["COGNITO"],
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid", "orders/read"], "CallbackURLs": ["https://a.example/in"]});
    store.call("CreateUserPoolClient", client).expect("a client");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.event(Event::Resize { width: 120, height: 60 }).press("enter 2").sees("▶ web");
    harness
}

#[test]
fn a_scope_and_a_provider_that_the_user_pool_lacks_are_refused_at_their_field() {
    let mut harness = client();
    harness.press("e").never_shows("no resource server").never_shows("no identity provider");
    harness.focus_field("2 Scope").press("ctrl-u").write("orders/write").press("down");
    harness
        .sees("✗ no resource server has the scope orders/write")
        .press("ctrl-s")
        .sees("1 field needs fixing");
    assert!(harness.updates().is_empty());
    let mut harness = client();
    harness.press("e").focus_field("1 Provider").press("ctrl-u").write("Okta").press("down");
    harness
        .sees("✗ the user pool has no identity provider Okta")
        .press("ctrl-s")
        .sees("1 field needs fixing");
    assert!(harness.updates().is_empty());
}

#[test]
fn what_could_not_be_read_is_said_to_be_unchecked_and_stops_nothing() {
    let mut harness = client();
    let denied = || AppError::new("Can't list: access denied");
    harness.fails("ListResourceServers", denied()).fails("ListIdentityProviders", denied());
    harness.press("e").sees("! not checked: the resource servers could not be loaded");
    harness.focus_field("1 Provider").press("ctrl-u").write("Okta").press("down");
    harness.sees("! not checked: the identity providers could not be loaded");
    harness.press("ctrl-s").sees("Update app client web?");
}

#[test]
fn a_client_with_standard_scopes_reads_no_resource_servers() {
    let mut harness = client();
    harness.press("n").sees("New app client");
    assert!(!harness.operations().contains(&"ListResourceServers"));
}
