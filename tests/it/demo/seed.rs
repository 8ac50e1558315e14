//! The demo's account: the same in every run, and valid in every part.

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::{call, merged, refusal, settled};

#[test]
fn ids_and_dates_are_the_same_in_every_run() {
    let (mut one, mut other) = (Store::demo(), Store::demo());
    for (operation, body) in [
        ("ListIdentityPools", json!({"MaxResults": 60})),
        ("ListUserPools", json!({"MaxResults": 60})),
        ("ListIdentities", json!({"IdentityPoolId": one.identity_pool_id("shop-guests"), "MaxResults": 60})),
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
        let pool =
            call(&mut store, "DescribeIdentityPool", json!({"IdentityPoolId": item["IdentityPoolId"]}));
        assert_eq!(call(&mut store, "UpdateIdentityPool", pool.clone()), pool);
    }
    for (pool, count) in [("shop-prod", 37), ("workforce", 4), ("partners", 2), ("legacy-mobile", 3)] {
        let id = store.user_pool_id(pool);
        let clients =
            call(&mut store, "ListUserPoolClients", json!({"UserPoolId": id}))["UserPoolClients"].clone();
        assert_eq!(clients.as_array().expect("a list").len(), count);
        for item in clients.as_array().expect("a list") {
            let ids = json!({"UserPoolId": id, "ClientId": item["ClientId"]});
            let client = call(&mut store, "DescribeUserPoolClient", ids)["UserPoolClient"].clone();
            let after = call(&mut store, "UpdateUserPoolClient", client.clone())["UserPoolClient"].clone();
            assert_eq!(
                merged(after, json!({"LastModifiedDate": 0})),
                merged(client, json!({"LastModifiedDate": 0}))
            );
        }
    }
}

/// The update of a described user pool that changes nothing: with `PoolName`, and without the members that
/// only Describe returns.
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

        let providers =
            call(&mut store, "ListIdentityProviders", json!({"UserPoolId": id}))["Providers"].clone();
        for item in providers.as_array().expect("a list") {
            let ids = json!({"UserPoolId": id, "ProviderName": item["ProviderName"]});
            let before =
                call(&mut store, "DescribeIdentityProvider", ids.clone())["IdentityProvider"].clone();
            let mapping = merged(ids, json!({"AttributeMapping": before["AttributeMapping"]}));
            let after = call(&mut store, "UpdateIdentityProvider", mapping)["IdentityProvider"].clone();
            assert_eq!(undated(&after), undated(&before));
        }
        for domain in ["Domain", "CustomDomain"].iter().filter_map(|member| before.get(member)) {
            let name = domain.as_str().expect("a name");
            let before = settled(&mut store, name);
            let mut update = before.clone();
            if before["CustomDomainConfig"] == json!({}) {
                // Describe returns it for a prefix domain, but an update that sends it must name a
                // certificate.
                let refused = refusal(&mut store, "UpdateUserPoolDomain", update.clone());
                assert!(refused.contains("'customDomainConfig.certificateArn'"), "{refused}");
                update.as_object_mut().expect("an object").remove("CustomDomainConfig");
            }
            call(&mut store, "UpdateUserPoolDomain", update);
            assert_eq!(settled(&mut store, name), before);
        }
    }
}

/// All identities of a pool of the demo, and the sizes of the pages of the list.
fn identities(store: &mut Store, pool: &str) -> (Vec<Value>, Vec<usize>) {
    let (id, mut all, mut sizes, mut token) =
        (store.identity_pool_id(pool), Vec::new(), Vec::new(), Value::Null);
    loop {
        let page = call(
            store,
            "ListIdentities",
            json!({"IdentityPoolId": id, "MaxResults": 60, "NextToken": token}),
        );
        let items = page["Identities"].as_array().expect("a list").clone();
        sizes.push(items.len());
        all.extend(items);
        token = page.get("NextToken").cloned().unwrap_or_default();
        if token.is_null() {
            return (all, sizes);
        }
    }
}

#[test]
fn the_demo_has_pools_with_many_identities_with_few_and_with_none() {
    let mut store = Store::demo();
    let user_pool = format!("cognito-idp.eu-west-1.amazonaws.com/{}", store.user_pool_id("shop-prod"));
    let (all, sizes) = identities(&mut store, "shop-guests");
    let with = |logins: Option<Value>| all.iter().filter(|one| one.get("Logins") == logins.as_ref()).count();
    assert_eq!(sizes, [60, 60, 24]);
    assert_eq!(
        [with(None), with(Some(json!([user_pool]))), with(Some(json!(["graph.facebook.com"])))],
        [101, 31, 12]
    );
    for (pool, count) in [
        ("shop", 24),
        ("workforce tools", 9),
        ("mobile-everything", 15),
        ("telemetry", 0),
        ("partners-data", 0),
    ] {
        assert_eq!(identities(&mut store, pool).0.len(), count, "{pool}");
    }
    let (all, _) = identities(&mut store, "mobile-everything");
    for logins in [
        json!(["accounts.google.com", "appleid.apple.com"]),
        json!(["DISABLED", "eu-west-1"]),
        json!(["acme.okta.example", "arn:aws:iam::123456789012:saml-provider/acme-adfs"]),
    ] {
        assert_eq!(all.iter().filter(|one| one.get("Logins") == Some(&logins)).count(), 1, "{logins}");
    }
}

#[test]
fn the_demo_has_roles_and_principal_tags_that_survive_being_sent_back() {
    let mut store = Store::demo();
    let mut kinds = Vec::new();
    for pool in ["telemetry", "partners-data", "workforce tools"] {
        let id = json!({"IdentityPoolId": store.identity_pool_id(pool)});
        let roles = call(&mut store, "GetIdentityPoolRoles", id.clone());
        assert_eq!(call(&mut store, "SetIdentityPoolRoles", roles.clone()), Value::Null);
        assert_eq!(call(&mut store, "GetIdentityPoolRoles", id), roles);
        for mapping in roles["RoleMappings"].as_object().expect("an object").values() {
            kinds.push((
                pool,
                mapping["Type"].clone(),
                mapping["RulesConfiguration"]["Rules"].as_array().map_or(0, Vec::len),
            ));
        }
    }
    assert_eq!(
        kinds,
        [
            ("telemetry", json!("Token"), 0),
            ("partners-data", json!("Rules"), 4),
            ("workforce tools", json!("Rules"), 3),
            ("workforce tools", json!("Token"), 0),
        ]
    );
    let user_pool = |store: &Store, pool: &str| {
        format!("cognito-idp.eu-west-1.amazonaws.com/{}", store.user_pool_id(pool))
    };
    for (pool, provider, defaults, count) in [
        ("shop", user_pool(&store, "shop-prod"), true, 0),
        ("workforce tools", user_pool(&store, "workforce"), false, 3),
        (
            "mobile-everything",
            "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com".to_owned(),
            false,
            2,
        ),
    ] {
        let get = json!({"IdentityPoolId": store.identity_pool_id(pool), "IdentityProviderName": provider});
        let tags = call(&mut store, "GetPrincipalTagAttributeMap", get);
        assert_eq!(
            (&tags["UseDefaults"], tags["PrincipalTags"].as_object().map_or(0, serde_json::Map::len)),
            (&json!(defaults), count)
        );
        assert_eq!(call(&mut store, "SetPrincipalTagAttributeMap", tags.clone()), tags);
    }
}

#[test]
fn the_demo_of_today_ends_some_hours_before_now_and_goes_on_with_the_clock_of_the_system() {
    let mut store = Store::demo_of_today();
    let now =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time").as_secs_f64();
    let pool = store.user_pool_id("shop-prod");
    let ids = json!({"UserPoolId": pool, "ClientId": store.client_id("shop-prod", "payment-gateway")});
    let made = |store: &mut Store| {
        let secrets = call(store, "ListUserPoolClientSecrets", ids.clone())["ClientSecrets"].clone();
        secrets[1]["ClientSecretCreateDate"].as_f64().expect("a date")
    };
    let age = now - made(&mut store);
    assert!(age > 3_600.0 && age < 200.0 * 86_400.0, "{age} seconds");
    let oldest = call(&mut store, "ListUserPoolClientSecrets", ids.clone())["ClientSecrets"][0].clone();
    let delete = merged(ids.clone(), json!({"ClientSecretId": oldest["ClientSecretId"]}));
    call(&mut store, "DeleteUserPoolClientSecret", delete);
    let new = call(&mut store, "AddUserPoolClientSecret", ids.clone())["ClientSecretDescriptor"].clone();
    let age = now - new["ClientSecretCreateDate"].as_f64().expect("a date");
    assert!(age.abs() < 600.0, "{age} seconds");
}
