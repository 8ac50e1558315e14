//! Identity pools: what was never set stays absent, what an update omits is gone.

use serde_json::json;

use super::{call, refusal, with_identity_pool};

#[test]
fn a_classic_flow_that_was_never_set_stays_absent() {
    let (mut store, pool) = with_identity_pool(json!({}));
    assert_eq!(
        pool,
        json!({"IdentityPoolId": pool["IdentityPoolId"], "IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": false})
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
    let bare = json!({"IdentityPoolId": id, "IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": true});
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
