//! Resource servers, whole, and the deletion of user pools.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use serde_json::{Value, json};

/// A pool with one resource server of two scopes, of which one is used by two clients.
fn servers() -> (Harness, String) {
    let mut store = Store::empty();
    let made = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool");
    let pool = made["UserPool"]["Id"].as_str().expect("an id").to_owned();
    let scope = |name: &str| json!({"ScopeName": name, "ScopeDescription": format!("May {name}")});
    let server = json!({"UserPoolId": pool, "Identifier": "orders", "Name": "Orders",
        "Scopes": [scope("read"), scope("write")]});
    store.call("CreateResourceServer", server).expect("a resource server");
    for name in ["web", "robot", "other"] {
        let scopes = if name == "other" { json!(["openid"]) } else { json!(["orders/write"]) };
        let flow = if name == "robot" { "client_credentials" } else { "code" };
        let client = json!({"UserPoolId": pool, "ClientName": name, "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthFlows": [flow], "AllowedOAuthScopes": scopes, "GenerateSecret": name == "robot",
            "CallbackURLs": ["https://a.example/"]});
        store.call("CreateUserPoolClient", client).expect("a client");
    }
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("enter 5").sees("Resource servers (1)").sees("orders");
    (harness, pool)
}

fn stored(harness: &mut Harness, pool: &str, identifier: &str) -> Value {
    let request = json!({"UserPoolId": pool, "Identifier": identifier});
    harness.store.call("DescribeResourceServer", request).expect("it")["ResourceServer"].clone()
}

#[test]
fn a_resource_server_is_made_with_its_scopes() {
    let (mut harness, pool) = servers();
    harness.press("n").sees("New resource server").fill("Name", "Stock");
    harness.fill("Identifier", "https://stock.example");
    harness.focus_field("Scopes");
    harness.press("ctrl-n").write("read").press("tab").write("May read").press("ctrl-s");
    harness.sees("Create resource server Stock?").sees("No app client uses its scopes yet").press("G y");
    harness.sees("Created. All 3 settings match.");
    let scopes = json!([{"ScopeName": "read", "ScopeDescription": "May read"}]);
    let expected =
        json!({"UserPoolId": pool, "Identifier": "https://stock.example", "Name": "Stock", "Scopes": scopes});
    assert_eq!(stored(&mut harness, &pool, "https://stock.example"), expected);
}

#[test]
fn a_renamed_resource_server_keeps_all_its_scopes() {
    let (mut harness, pool) = servers();
    let mut expected = stored(&mut harness, &pool, "orders");
    harness.press("e").sees("Edit Orders").press("end").write(" 2").press("ctrl-s").press("G y");
    harness.sees("✓ 1 setting changed, 0 others");
    expected["Name"] = json!("Orders 2");
    assert_eq!(harness.updates(), [expected.clone()]);
    assert_eq!(stored(&mut harness, &pool, "orders"), expected);
}

#[test]
fn the_clients_of_a_scope_are_named_before_it_goes() {
    let (mut harness, pool) = servers();
    harness.press("e");
    harness.focus_field("2 write").press("ctrl-d").sees("orders/write is used by").sees("1 other");
    harness.press("ctrl-s").sees("Update resource server Orders?").press("G y").sees("0 others");
    assert_eq!(stored(&mut harness, &pool, "orders")["Scopes"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_deletion_names_the_clients_that_ask_for_its_scopes() {
    let (mut harness, pool) = servers();
    harness.press("D").sees("Delete resource server Orders?").sees("web").sees("robot").never_shows("other");
    harness.write("Orders").press("enter").sees("Deleted");
    assert!(
        harness
            .store
            .call("DescribeResourceServer", json!({"UserPoolId": pool, "Identifier": "orders"}))
            .is_err()
    );
}

#[test]
fn a_pool_that_is_protected_or_has_a_domain_is_not_deleted_and_says_the_way() {
    let (mut harness, pool) = servers();
    harness.store.user_pool_mut("shop").insert("DeletionProtection".into(), json!("ACTIVE"));
    harness.press("1 r D").sees("shop can't be deleted while deletion protection is ACTIVE: turn it off");
    harness.store.user_pool_mut("shop").insert("DeletionProtection".into(), json!("INACTIVE"));
    harness
        .store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    harness.press("r D").sees("while domain my-shop exists: delete it on tab 4.");
    assert!(harness.updates_of("DeleteUserPool").is_empty());
}

#[test]
fn the_deletion_of_a_pool_shows_what_goes_with_it_and_who_trusts_it_and_asks_for_its_name() {
    let (mut harness, pool) = servers();
    let provider = format!("cognito-idp.eu-west-1.amazonaws.com/{pool}");
    let provider = json!({"ProviderName": provider, "ClientId": "abc", "ServerSideTokenCheck": true});
    let trusting = json!({"IdentityPoolName": "shop-identities", "AllowUnauthenticatedIdentities": false,
        "CognitoIdentityProviders": [provider]});
    harness.store.call("CreateIdentityPool", trusting).expect("an identity pool");
    harness.press("1 D").sees("Delete user pool shop?").sees("14 days").sees("Users (estimate)");
    harness.sees("shop-identities").write("shop").press("enter").sees("Deleted");
    assert!(harness.store.call("DescribeUserPool", json!({"UserPoolId": pool})).is_err());
}

#[test]
fn the_list_has_the_scopes_at_once_because_aws_lists_resource_servers_whole() {
    let (mut harness, _) = servers();
    harness.sees("orders                          2").never_shows("not loaded yet");
    assert!(!harness.operations().contains(&"DescribeResourceServer"));
}
