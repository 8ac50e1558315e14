//! Identity pools and their roles: what was never set stays absent, what an update omits is gone.

use cognitui::demo::Store;
use serde_json::{Value, json};

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

#[test]
fn setting_roles_replaces_roles_and_mappings() {
    let provider = json!({"ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc", "ClientId": "client1"});
    let (mut store, pool) = with_identity_pool(json!({"CognitoIdentityProviders": [provider]}));
    let id = &pool["IdentityPoolId"];
    let get = |store: &mut Store| call(store, "GetIdentityPoolRoles", json!({"IdentityPoolId": id}));
    assert_eq!(get(&mut store), json!({"IdentityPoolId": id}));

    let roles = json!({"authenticated": "arn:aws:iam::123456789012:role/customer"});
    let key = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc:client1";
    let set = json!({"IdentityPoolId": id, "Roles": roles, "RoleMappings": {key: {"Type": "Token", "AmbiguousRoleResolution": "Deny"}}});
    assert_eq!(call(&mut store, "SetIdentityPoolRoles", set.clone()), Value::Null);
    assert_eq!(get(&mut store), set);
    call(&mut store, "SetIdentityPoolRoles", json!({"IdentityPoolId": id, "Roles": {}}));
    assert_eq!(get(&mut store), json!({"IdentityPoolId": id, "Roles": {}}));

    let mapping = |key: &str, mapping: Value| json!({"IdentityPoolId": id, "Roles": {}, "RoleMappings": {key: mapping}});
    let rule = json!({"Claim": "a", "MatchType": "Equals", "Value": "b", "RoleARN": "arn:aws:iam::123456789012:role/x"});
    for (request, why) in [
        (
            mapping("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc", json!({"Type": "Token", "AmbiguousRoleResolution": "Deny"})),
            "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc is not a valid RoleMapping ProviderName or is not a configured provider.",
        ),
        (mapping(key, json!({"Type": "Token"})), "AmbiguousRoleResolution is required for role mapping type Token."),
        (
            mapping(key, json!({"Type": "Rules", "AmbiguousRoleResolution": "Deny"})),
            "RulesConfiguration is required for role mapping type Rules.",
        ),
        (
            mapping(key, json!({"Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": {"Rules": vec![rule; 26]}})),
            "A role mapping can have at most 25 rules.",
        ),
    ] {
        assert_eq!(refusal(&mut store, "SetIdentityPoolRoles", request), format!("InvalidParameterException: {why}"));
    }
}

#[test]
fn tags_of_aws_may_stay_but_not_be_set() {
    let mut store = Store::demo();
    let id = json!({"IdentityPoolId": store.identity_pool_id("partners-data")});
    let mut pool = call(&mut store, "DescribeIdentityPool", id);
    assert_eq!(call(&mut store, "UpdateIdentityPool", pool.clone()), pool);
    pool["IdentityPoolTags"]["aws:cloudformation:stack-name"] = "mine".into();
    assert_eq!(
        refusal(&mut store, "UpdateIdentityPool", pool),
        "InvalidParameterException: aws: prefixed tag key names are not allowed for external use."
    );
}
