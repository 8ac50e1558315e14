//! Identity pools: members that were never set stay absent, and an update removes the members that it omits.

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::{call, merged, refusal, with_identity_pool};

#[test]
fn a_classic_flow_that_was_never_set_stays_absent() {
    let (mut store, pool) = with_identity_pool(json!({}));
    assert_eq!(
        pool,
        json!({
            "IdentityPoolId": pool["IdentityPoolId"], "IdentityPoolName": "shop",
            "AllowUnauthenticatedIdentities": false,
        })
    );
    let same = call(&mut store, "UpdateIdentityPool", pool.clone());
    assert_eq!(same, pool);
}

#[test]
fn what_an_identity_pool_update_omits_is_gone() {
    let (mut store, pool) = with_identity_pool(json!({
        "AllowClassicFlow": false,
        "SupportedLoginProviders": {"accounts.google.com": "id"},
        "OpenIdConnectProviderARNs": ["arn:aws:iam::123456789012:oidc-provider/a"],
        "SamlProviderARNs": [],
        "IdentityPoolTags": {"team": "identity"},
        "FutureSetting": {"On": true},
    }));
    assert_eq!(pool["SamlProviderARNs"], json!([]), "set to nothing is not unset");
    assert_eq!(pool["FutureSetting"], json!({"On": true}));
    assert_eq!(call(&mut store, "UpdateIdentityPool", pool.clone()), pool, "sent back whole, it stays whole");

    let id = &pool["IdentityPoolId"];
    let bare =
        json!({"IdentityPoolId": id, "IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": true});
    call(&mut store, "UpdateIdentityPool", bare.clone());
    assert_eq!(call(&mut store, "DescribeIdentityPool", json!({"IdentityPoolId": id})), bare);
}

#[test]
fn a_developer_provider_name_is_kept_and_never_changed() {
    let (mut store, pool) = with_identity_pool(json!({"DeveloperProviderName": "login.shop"}));
    let mut update = pool.clone();
    update["DeveloperProviderName"] = "login.other".into();
    assert_eq!(
        refusal(&mut store, "UpdateIdentityPool", update.clone()),
        "InvalidParameterException: DeveloperProviderName cannot be changed once it has been set."
    );
    update.as_object_mut().expect("an object").remove("DeveloperProviderName");
    assert_eq!(call(&mut store, "UpdateIdentityPool", update)["DeveloperProviderName"], "login.shop");
}

#[test]
fn a_member_stored_behind_the_console_is_returned_and_lost_when_omitted() {
    let (mut store, pool) = with_identity_pool(json!({}));
    store.identity_pool_mut("shop").insert("FutureSetting".to_owned(), json!(7));
    let id = json!({"IdentityPoolId": pool["IdentityPoolId"]});
    let described = call(&mut store, "DescribeIdentityPool", id.clone());
    assert_eq!(described["FutureSetting"], 7);
    call(&mut store, "UpdateIdentityPool", described);
    assert_eq!(call(&mut store, "DescribeIdentityPool", id)["FutureSetting"], 7);
    assert_eq!(call(&mut store, "UpdateIdentityPool", pool).get("FutureSetting"), None);
}

#[test]
fn the_account_is_full_at_its_quota_until_a_pool_goes() {
    let mut store = Store::empty().with_identity_pool_quota(2);
    let create = json!({"IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": false});
    let first = call(&mut store, "CreateIdentityPool", create.clone());
    call(&mut store, "CreateIdentityPool", create.clone());
    assert_eq!(
        refusal(&mut store, "CreateIdentityPool", create.clone()),
        "LimitExceededException: Maximum number of identity pools exceeded: 2."
    );
    call(&mut store, "DeleteIdentityPool", json!({"IdentityPoolId": first["IdentityPoolId"]}));
    call(&mut store, "CreateIdentityPool", create);
}

#[test]
fn an_account_can_have_a_thousand_identity_pools() {
    let mut store = Store::empty();
    let create = json!({"IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": false});
    for _ in 0..1_000 {
        call(&mut store, "CreateIdentityPool", create.clone());
    }
    assert_eq!(
        refusal(&mut store, "CreateIdentityPool", create),
        "LimitExceededException: Maximum number of identity pools exceeded: 1000."
    );
}

#[test]
fn an_identity_pool_can_trust_fifty_clients_of_user_pools() {
    let clients = |count: usize| -> Vec<Value> {
        let name = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc";
        (0..count)
            .map(|number| json!({"ProviderName": name, "ClientId": format!("client{number}")}))
            .collect()
    };
    let (mut store, pool) = with_identity_pool(json!({"CognitoIdentityProviders": clients(50)}));
    let more = merged(pool.clone(), json!({"CognitoIdentityProviders": clients(51)}));
    let why = "LimitExceededException: Maximum number of Cognito identity providers exceeded: 50.";
    assert_eq!(refusal(&mut store, "UpdateIdentityPool", more.clone()), why);
    assert_eq!(refusal(&mut store, "CreateIdentityPool", more), why);
    assert_eq!(
        call(&mut store, "DescribeIdentityPool", json!({"IdentityPoolId": pool["IdentityPoolId"]})),
        pool
    );
}
