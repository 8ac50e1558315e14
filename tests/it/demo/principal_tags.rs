//! Attributes for access control: set for each provider, both members at once, and not found before that.

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::{call, merged, refusal, with_identity_pool};

const USER_POOL: &str = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc";

/// An identity pool that trusts a provider of every kind, and its id.
fn with_providers() -> (Store, Value) {
    let (store, pool) = with_identity_pool(json!({
        "SupportedLoginProviders": {"accounts.google.com": "id"},
        "DeveloperProviderName": "login.shop",
        "OpenIdConnectProviderARNs": ["arn:aws:iam::123456789012:oidc-provider/acme.okta.example"],
        "SamlProviderARNs": ["arn:aws:iam::123456789012:saml-provider/acme"],
        "CognitoIdentityProviders": [{"ProviderName": USER_POOL, "ClientId": "client1"}],
    }));
    (store, pool["IdentityPoolId"].clone())
}

#[test]
fn principal_tags_that_were_never_set_are_not_found() {
    let (mut store, id) = with_providers();
    for provider in [USER_POOL, "accounts.google.com", "nobody"] {
        assert_eq!(
            refusal(
                &mut store,
                "GetPrincipalTagAttributeMap",
                json!({"IdentityPoolId": id, "IdentityProviderName": provider})
            ),
            format!("ResourceNotFoundException: No Principal Tags configured for Provider {provider}")
        );
    }
}

#[test]
fn setting_principal_tags_replaces_the_tags_and_the_use_of_defaults() {
    let (mut store, id) = with_providers();
    let provider = json!({"IdentityPoolId": id, "IdentityProviderName": USER_POOL});
    for (set, stored) in [
        (
            json!({"PrincipalTags": {"team": "custom:team"}}),
            json!({"UseDefaults": false, "PrincipalTags": {"team": "custom:team"}}),
        ),
        (json!({"UseDefaults": true}), json!({"UseDefaults": true, "PrincipalTags": {}})),
        (
            json!({"UseDefaults": true, "PrincipalTags": {"who": "sub", "app": "aud"}}),
            json!({"UseDefaults": true, "PrincipalTags": {"who": "sub", "app": "aud"}}),
        ),
        (
            json!({"UseDefaults": false, "PrincipalTags": {"app": "aud"}}),
            json!({"UseDefaults": false, "PrincipalTags": {"app": "aud"}}),
        ),
        (json!({}), json!({"UseDefaults": false, "PrincipalTags": {}})),
    ] {
        let answer = call(&mut store, "SetPrincipalTagAttributeMap", merged(provider.clone(), set));
        assert_eq!(answer, merged(provider.clone(), stored));
        assert_eq!(call(&mut store, "GetPrincipalTagAttributeMap", provider.clone()), answer);
    }
}

#[test]
fn each_configured_provider_has_principal_tags_of_its_own() {
    let (mut store, id) = with_providers();
    let providers = [
        USER_POOL,
        "accounts.google.com",
        "login.shop",
        "arn:aws:iam::123456789012:oidc-provider/acme.okta.example",
        "arn:aws:iam::123456789012:saml-provider/acme",
    ];
    for provider in providers {
        let set = json!({
            "IdentityPoolId": id, "IdentityProviderName": provider, "PrincipalTags": {"from": provider},
        });
        call(&mut store, "SetPrincipalTagAttributeMap", set);
    }
    for provider in providers {
        let get = json!({"IdentityPoolId": id, "IdentityProviderName": provider});
        assert_eq!(
            call(&mut store, "GetPrincipalTagAttributeMap", get)["PrincipalTags"],
            json!({"from": provider})
        );
    }
    store.principal_tags_mut("shop", USER_POOL).insert("UseDefaults".to_owned(), true.into());
    let get = json!({"IdentityPoolId": id, "IdentityProviderName": USER_POOL});
    assert_eq!(call(&mut store, "GetPrincipalTagAttributeMap", get)["UseDefaults"], true);

    call(&mut store, "DeleteIdentityPool", json!({"IdentityPoolId": id}));
    let get = json!({"IdentityPoolId": id, "IdentityProviderName": USER_POOL});
    let not_found =
        format!("ResourceNotFoundException: IdentityPool '{}' not found.", id.as_str().expect("an id"));
    assert_eq!(refusal(&mut store, "GetPrincipalTagAttributeMap", get), not_found);
}

#[test]
fn a_provider_that_the_pool_does_not_trust_gets_no_principal_tags() {
    let (mut store, id) = with_providers();
    for provider in [
        "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc:client1",
        "graph.facebook.com",
        "acme.okta.example",
    ] {
        let set = json!({"IdentityPoolId": id, "IdentityProviderName": provider, "UseDefaults": true});
        assert_eq!(
            refusal(&mut store, "SetPrincipalTagAttributeMap", set),
            format!(
                "InvalidParameterException: {provider} is not a valid ProviderName or is not a configured \
                 provider."
            )
        );
    }
}

#[test]
fn principal_tags_keep_within_their_limits() {
    let (mut store, id) = with_providers();
    let set =
        |tags: Value| json!({"IdentityPoolId": id, "IdentityProviderName": USER_POOL, "PrincipalTags": tags});
    let many =
        |count: usize| -> Value { (0..count).map(|number| (format!("tag{number}"), json!("sub"))).collect() };
    call(&mut store, "SetPrincipalTagAttributeMap", set(many(50)));
    call(&mut store, "SetPrincipalTagAttributeMap", set(json!({"k".repeat(128): "v".repeat(256)})));
    let value = "Member must have length less than or equal to 256, \
                 Member must have length greater than or equal to 1";
    let key = "Member must have length less than or equal to 128, \
               Member must have length greater than or equal to 1";
    for (tags, why) in [
        (many(51), "Member must have length less than or equal to 50".to_owned()),
        (json!({"k".repeat(129): "sub"}), format!("Map keys must satisfy constraint: [{key}]")),
        (json!({"": "sub"}), format!("Map keys must satisfy constraint: [{key}]")),
        (json!({"k": "v".repeat(257)}), format!("Map value must satisfy constraint: [{value}]")),
        (json!({"k": ""}), format!("Map value must satisfy constraint: [{value}]")),
    ] {
        let refused = refusal(&mut store, "SetPrincipalTagAttributeMap", set(tags));
        assert!(
            refused.starts_with("ValidationException: 1 validation error detected: Value '{"),
            "{refused}"
        );
        assert!(
            refused.ends_with(&format!("' at 'principalTags' failed to satisfy constraint: {why}")),
            "{refused}"
        );
    }
}
