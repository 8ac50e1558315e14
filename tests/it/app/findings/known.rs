//! What stays known: after secrets are forgotten, and after others have deleted what was read.

use crate::app::findings::tab::rows;
use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::message::Call;
use serde_json::{Value, json};

/// A user pool with a resource server and a client with a secret and one without; an identity pool.
fn store() -> (Store, String) {
    let mut store = Store::empty();
    let mut call = |name: &str, input: Value| store.call(name, input).expect("an answer");
    let pool = call("CreateUserPool", json!({"PoolName": "users"}))["UserPool"]["Id"].clone();
    let client = |name: &str, secret: bool| {
        json!({"UserPoolId": pool, "ClientName": name, "GenerateSecret": secret, "EnableTokenRevocation": false,
            "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["openid"], "CallbackURLs": ["https://a.example/in"]})
    };
    call("CreateUserPoolClient", client("backend", true));
    call("CreateUserPoolClient", client("web", false));
    call(
        "CreateResourceServer",
        json!({"UserPoolId": pool, "Identifier": "orders", "Name": "orders",
            "Scopes": [{"ScopeName": "read", "ScopeDescription": "Read"}]}),
    );
    call("CreateIdentityPool", json!({"IdentityPoolName": "guests", "AllowUnauthenticatedIdentities": true}));
    let pool = pool.as_str().expect("an id").to_owned();
    (store, pool)
}

fn harness() -> (Harness, String) {
    let (store, pool) = store();
    (Harness::with(store, Options::default(), Target::UserPools), pool)
}

/// The findings of everything that was read, by severity, worst first.
fn totals(harness: &Harness) -> Vec<usize> {
    harness.app.totals.counts().map(|(_, count)| count).collect()
}

#[test]
fn the_risk_of_a_client_stays_known_after_its_secret_is_forgotten() {
    let (mut harness, _) = harness();
    harness.press("enter 2").sees("backend  ●1 ▲2").sees("web      ●1 ▲2").press("esc");
    harness.hold = true;
    let before = totals(&harness);
    harness.press("enter 2").step().sees("backend  ●1 ▲2").sees("web      ●1 ▲2");
    let screen = harness.screen(80, 24);
    let backend = screen.lines().find(|line| line.contains("backend")).expect("a row");
    assert!(backend.contains('…'), "its columns are read again: {backend}");
    assert_eq!(totals(&harness), before);
}

#[test]
fn what_the_lists_have_read_is_enough_to_know_that_nobody_offers_a_provider() {
    let (mut store, pool) = store();
    let details = json!({"client_id": "c", "client_secret": "s", "attributes_request_method": "GET",
        "oidc_issuer": "https://okta.example", "authorize_scopes": "openid"});
    let okta = json!({"UserPoolId": pool, "ProviderName": "Okta", "ProviderType": "OIDC",
        "ProviderDetails": details});
    store.call("CreateIdentityProvider", okta).expect("a provider");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness
        .press("enter 3")
        .sees("Okta      none yet")
        .press("2")
        .sees("backend")
        .press("3")
        .sees("Okta      i1");
    harness.press("esc").sees("users");
    assert!(!harness.sent.iter().any(|call| matches!(call, Call::Scan(_))));
    harness.press("enter 3").sees("Okta      i1");
}

#[test]
fn what_others_have_deleted_counts_no_more_after_the_next_scan() {
    let (mut harness, pool) = harness();
    harness.press("3 r").sees("All 2 pools read");
    let (client, guests) = (harness.store.client_id(&pool, "web"), harness.store.identity_pool_id("guests"));
    let all = totals(&harness);
    let gone = json!({"UserPoolId": pool, "ClientId": client});
    harness.store.call("DeleteUserPoolClient", gone).expect("a deletion");
    harness.store.call("DeleteIdentityPool", json!({"IdentityPoolId": guests})).expect("a deletion");
    harness.press("r").sees("1 pool read just now");
    let left = rows(&harness);
    assert!(left.contains(&"CL2 users › backend".to_owned()), "{left:?}");
    assert!(!left.iter().any(|row| row.contains("web") || row.contains("guests")), "{left:?}");
    assert!(totals(&harness).iter().sum::<usize>() < all.iter().sum());
    harness.store.call("DeleteUserPool", json!({"UserPoolId": pool})).expect("a deletion");
    harness.press("r").sees("There are no pools here.");
    assert_eq!((rows(&harness), totals(&harness)), (vec![], vec![]), "nor what was in the pool");
}

#[test]
fn what_others_have_deleted_counts_no_more_after_its_list_was_read() {
    let (mut harness, pool) = harness();
    harness.press("3 r 1 enter 2");
    let before = totals(&harness);
    let client = harness.store.client_id(&pool, "web");
    let gone = json!({"UserPoolId": pool, "ClientId": client});
    harness.store.call("DeleteUserPoolClient", gone).expect("a deletion");
    harness.press("r").never_shows("web ");
    assert!(totals(&harness).iter().sum::<usize>() < before.iter().sum());
}

#[test]
fn a_scan_reads_domains_and_resource_servers_once_each() {
    let (mut store, pool) = store();
    let domain = json!({"UserPoolId": pool, "Domain": "shop-login"});
    store.call("CreateUserPoolDomain", domain).expect("a domain");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("3 r").sees("All 2 pools read");
    let number = |operation: &str| harness.operations().iter().filter(|sent| **sent == operation).count();
    let sent = ["ListResourceServers", "DescribeResourceServer", "DescribeUserPoolDomain"].map(number);
    assert_eq!(sent, [1, 0, 1]);
    let map = harness.app.references.resources().map(|(key, _)| key.kind.name);
    let map: std::collections::BTreeSet<_> = map.collect();
    assert!(map.contains("domain") && map.contains("resource server"), "{map:?}");
    harness.press("1 enter 5 w").sees("orders › Trust map").never_shows("not read");
}
