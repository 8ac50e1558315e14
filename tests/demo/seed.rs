//! The demo's account: the same in every run, and all of it valid.

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::{call, merged, refusal};

#[test]
fn ids_and_dates_are_the_same_in_every_run() {
    let (mut one, mut other) = (Store::demo(), Store::demo());
    for (operation, body) in [
        ("ListIdentityPools", json!({"MaxResults": 60})),
        ("ListUserPools", json!({"MaxResults": 60})),
        ("ListUserPoolClients", json!({"UserPoolId": one.user_pool_id("shop-prod")})),
    ] {
        assert_eq!(call(&mut one, operation, body.clone()), call(&mut other, operation, body));
    }
}

#[test]
fn every_resource_of_the_demo_survives_being_sent_back() {
    let mut store = Store::demo();
    let pools = call(&mut store, "ListIdentityPools", json!({"MaxResults": 60}))["IdentityPools"].clone();
    assert_eq!(pools.as_array().expect("a list").len(), 6);
    for item in pools.as_array().expect("a list") {
        let pool = call(&mut store, "DescribeIdentityPool", json!({"IdentityPoolId": item["IdentityPoolId"]}));
        assert_eq!(call(&mut store, "UpdateIdentityPool", pool.clone()), pool);
    }
    for (pool, count) in [("shop-prod", 37), ("workforce", 4), ("partners", 2), ("legacy-mobile", 3)] {
        let id = store.user_pool_id(pool);
        let clients = call(&mut store, "ListUserPoolClients", json!({"UserPoolId": id}))["UserPoolClients"].clone();
        assert_eq!(clients.as_array().expect("a list").len(), count);
        for item in clients.as_array().expect("a list") {
            let ids = json!({"UserPoolId": id, "ClientId": item["ClientId"]});
            let client = call(&mut store, "DescribeUserPoolClient", ids)["UserPoolClient"].clone();
            let after = call(&mut store, "UpdateUserPoolClient", client.clone())["UserPoolClient"].clone();
            assert_eq!(merged(after, json!({"LastModifiedDate": 0})), merged(client, json!({"LastModifiedDate": 0})));
        }
    }
}

/// A described user pool as the update that changes nothing: the name by its other name, Describe's own members left out.
fn same_again(pool: &Value) -> Value {
    let mut update = pool.clone();
    update["UserPoolId"] = pool["Id"].clone();
    update["PoolName"] = pool["Name"].clone();
    let users = update["AdminCreateUserConfig"].as_object_mut().expect("an object");
    users.remove("UnusedAccountValidityDays");
    update
}

#[test]
fn every_user_pool_of_the_demo_survives_being_sent_back_with_its_providers_and_domains() {
    let mut store = Store::demo();
    let undated = |value: &Value| merged(value.clone(), json!({"LastModifiedDate": 0}));
    let pools = call(&mut store, "ListUserPools", json!({"MaxResults": 60}))["UserPools"].clone();
    for item in pools.as_array().expect("a list") {
        let id = &item["Id"];
        let before = call(&mut store, "DescribeUserPool", json!({"UserPoolId": id}))["UserPool"].clone();
        call(&mut store, "UpdateUserPool", same_again(&before));
        let after = call(&mut store, "DescribeUserPool", json!({"UserPoolId": id}))["UserPool"].clone();
        assert_eq!(undated(&after), undated(&before));

        let providers = call(&mut store, "ListIdentityProviders", json!({"UserPoolId": id}))["Providers"].clone();
        for item in providers.as_array().expect("a list") {
            let ids = json!({"UserPoolId": id, "ProviderName": item["ProviderName"]});
            let before = call(&mut store, "DescribeIdentityProvider", ids.clone())["IdentityProvider"].clone();
            let mapping = merged(ids, json!({"AttributeMapping": before["AttributeMapping"]}));
            let after = call(&mut store, "UpdateIdentityProvider", mapping)["IdentityProvider"].clone();
            assert_eq!(undated(&after), undated(&before));
        }
        for domain in ["Domain", "CustomDomain"].iter().filter_map(|member| before.get(member)) {
            let describe =
                |store: &mut Store| call(store, "DescribeUserPoolDomain", json!({"Domain": domain}))["DomainDescription"].clone();
            let before = describe(&mut store);
            let mut update = before.clone();
            if before["CustomDomainConfig"] == json!({}) {
                // Describe returns it for a prefix domain, but an update that sends it must name a certificate.
                let refused = refusal(&mut store, "UpdateUserPoolDomain", update.clone());
                assert!(refused.contains("'customDomainConfig.certificateArn'"), "{refused}");
                update.as_object_mut().expect("an object").remove("CustomDomainConfig");
            }
            call(&mut store, "UpdateUserPoolDomain", update);
            assert_eq!(describe(&mut store), before);
        }
    }
}
