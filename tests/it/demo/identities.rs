//! Identities of identity pools: guests are optional, each user has one identity, lists have pages,
//! identities can be deleted.

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::{call, refusal, with_identity_pool};

const USER_POOL: &str = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc";
const SAML: &str = "arn:aws:iam::123456789012:saml-provider/acme";
const MISSING: &str = "eu-west-1:00000000-0000-4000-a000-000000000000";

/// An identity pool that allows guests and trusts a provider of every kind, and its id.
fn with_guests() -> (Store, Value) {
    let (store, pool) = with_identity_pool(json!({
        "AllowUnauthenticatedIdentities": true,
        "SupportedLoginProviders": {"accounts.google.com": "id"},
        "DeveloperProviderName": "login.shop",
        "OpenIdConnectProviderARNs": ["arn:aws:iam::123456789012:oidc-provider/acme.okta.example"],
        "SamlProviderARNs": [SAML],
        "CognitoIdentityProviders": [{"ProviderName": USER_POOL, "ClientId": "client1"}],
    }));
    (store, pool["IdentityPoolId"].clone())
}

fn get_id(store: &mut Store, pool: &Value, logins: &Value) -> Value {
    call(store, "GetId", json!({"IdentityPoolId": pool, "Logins": logins}))["IdentityId"].clone()
}

fn describe(store: &mut Store, identity: &Value) -> Value {
    call(store, "DescribeIdentity", json!({"IdentityId": identity}))
}

fn identities(store: &mut Store, pool: &Value) -> Vec<Value> {
    let list = call(store, "ListIdentities", json!({"IdentityPoolId": pool, "MaxResults": 60}));
    list["Identities"].as_array().expect("a list").clone()
}

#[test]
fn every_guest_is_somebody_else_and_has_no_logins() {
    let (mut store, pool) = with_guests();
    let guest = call(&mut store, "GetId", json!({"IdentityPoolId": pool}))["IdentityId"].clone();
    let other = get_id(&mut store, &pool, &json!({}));
    assert_ne!(guest, other);
    let described = describe(&mut store, &guest);
    let now = &described["CreationDate"];
    assert_eq!(described, json!({"IdentityId": guest, "CreationDate": now, "LastModifiedDate": now}));
    assert!(guest.as_str().expect("an id").starts_with("eu-west-1:") && now.is_number());
}

#[test]
fn guests_get_no_identity_where_they_are_not_allowed() {
    let (mut store, pool) = with_identity_pool(json!({}));
    assert_eq!(
        refusal(&mut store, "GetId", json!({"IdentityPoolId": pool["IdentityPoolId"]})),
        "NotAuthorizedException: Unauthenticated access is not supported for this identity pool."
    );
}

#[test]
fn the_same_login_is_the_same_identity() {
    let (mut store, pool) = with_guests();
    for provider in [USER_POOL, "accounts.google.com", "acme.okta.example", SAML] {
        let jane = get_id(&mut store, &pool, &json!({provider: "jane"}));
        let described = describe(&mut store, &jane);
        assert_eq!(described["Logins"], json!([provider]));
        assert_eq!(get_id(&mut store, &pool, &json!({provider: "jane"})), jane);
        assert_eq!(describe(&mut store, &jane), described, "coming again is no change");
        assert_ne!(get_id(&mut store, &pool, &json!({provider: "john"})), jane);
    }
    assert_eq!(identities(&mut store, &pool).len(), 8);
}

#[test]
fn logins_of_providers_that_the_pool_does_not_trust_are_refused() {
    let (mut store, pool) = with_guests();
    let unsupported = "NotAuthorizedException: Token is not from a supported provider of this identity pool.";
    for (provider, why) in [
        ("graph.facebook.com", unsupported),
        ("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_other", unsupported),
        ("arn:aws:iam::123456789012:oidc-provider/acme.okta.example", unsupported),
        ("login.shop", "InvalidParameterException: Please provide a valid public provider"),
    ] {
        let request =
            json!({"IdentityPoolId": pool, "Logins": {"accounts.google.com": "jane", provider: "jane"}});
        assert_eq!(refusal(&mut store, "GetId", request), why);
    }
    assert!(identities(&mut store, &pool).is_empty());
}

#[test]
fn logins_sent_together_are_one_identity_and_the_one_left_over_is_disabled() {
    let (mut store, pool) = with_guests();
    let first = get_id(&mut store, &pool, &json!({USER_POOL: "jane"}));
    let other = get_id(&mut store, &pool, &json!({"accounts.google.com": "jane"}));
    assert_eq!(
        get_id(&mut store, &pool, &json!({USER_POOL: "jane", "accounts.google.com": "jane", SAML: "jane"})),
        first
    );
    let (kept, left) = (describe(&mut store, &first), describe(&mut store, &other));
    assert_eq!(
        (&kept["Logins"], &left["Logins"]),
        (&json!([USER_POOL, "accounts.google.com", SAML]), &json!(["DISABLED", "eu-west-1"]))
    );
    assert!(kept["LastModifiedDate"].as_f64() > kept["CreationDate"].as_f64());
    assert_eq!(kept["LastModifiedDate"], left["LastModifiedDate"]);
    assert_eq!(get_id(&mut store, &pool, &json!({"accounts.google.com": "jane"})), first);

    assert_eq!(identities(&mut store, &pool), [kept.clone(), left]);
    let shown = call(
        &mut store,
        "ListIdentities",
        json!({"IdentityPoolId": pool, "MaxResults": 60, "HideDisabled": true}),
    );
    assert_eq!(shown, json!({"IdentityPoolId": pool, "Identities": [kept]}));
}

#[test]
fn nobody_is_two_users_of_one_provider() {
    let (mut store, pool) = with_guests();
    let jane = get_id(&mut store, &pool, &json!({USER_POOL: "jane", SAML: "jane"}));
    let john = get_id(&mut store, &pool, &json!({"accounts.google.com": "john", SAML: "john"}));
    for logins in
        [json!({USER_POOL: "jane", SAML: "john"}), json!({USER_POOL: "jane", "accounts.google.com": "john"})]
    {
        assert_eq!(
            refusal(&mut store, "GetId", json!({"IdentityPoolId": pool, "Logins": logins})),
            "ResourceConflictException: Login is already linked to another account."
        );
    }
    assert_eq!(describe(&mut store, &jane)["Logins"], json!([USER_POOL, SAML]));
    assert_eq!(describe(&mut store, &john)["Logins"], json!(["accounts.google.com", SAML]));
}

#[test]
fn identities_page_completely_in_order_and_within_their_cap() {
    let (mut store, pool) = with_guests();
    let made: Vec<Value> = (0..130).map(|_| get_id(&mut store, &pool, &json!({}))).collect();
    let (mut listed, mut sizes, mut token) = (Vec::new(), Vec::new(), Value::Null);
    loop {
        let page = call(
            &mut store,
            "ListIdentities",
            json!({"IdentityPoolId": pool, "MaxResults": 60, "NextToken": token}),
        );
        assert_eq!(page["IdentityPoolId"], pool);
        let items = page["Identities"].as_array().expect("a list");
        sizes.push(items.len());
        listed.extend(items.iter().map(|item| item["IdentityId"].clone()));
        token = page.get("NextToken").cloned().unwrap_or_default();
        if token.is_null() {
            break;
        }
    }
    assert_eq!((sizes, listed), (vec![60, 60, 10], made));
    for (more, why) in [
        (json!(null), "Value null at 'maxResults' failed to satisfy constraint: Member must not be null"),
        (
            json!(0),
            "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than \
             or equal to 1",
        ),
        (
            json!(61),
            "Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or \
             equal to 60",
        ),
    ] {
        let refused =
            refusal(&mut store, "ListIdentities", json!({"IdentityPoolId": pool, "MaxResults": more}));
        assert_eq!(refused, format!("ValidationException: 1 validation error detected: {why}"));
    }
}

#[test]
fn deleted_identities_are_gone_and_those_that_are_not_there_are_told() {
    let (mut store, pool) = with_guests();
    let jane = get_id(&mut store, &pool, &json!({USER_POOL: "jane"}));
    let guest = get_id(&mut store, &pool, &json!({}));
    let delete = json!({"IdentityIdsToDelete": [jane, MISSING]});
    assert_eq!(
        call(&mut store, "DeleteIdentities", delete),
        json!({"UnprocessedIdentityIds": [{"IdentityId": MISSING, "ErrorCode": "AccessDenied"}]})
    );
    let not_found = |id: &Value| {
        format!("ResourceNotFoundException: Identity '{}' not found.", id.as_str().expect("an id"))
    };
    assert_eq!(refusal(&mut store, "DescribeIdentity", json!({"IdentityId": jane})), not_found(&jane));
    assert_ne!(
        get_id(&mut store, &pool, &json!({USER_POOL: "jane"})),
        jane,
        "who comes again is somebody new"
    );
    assert_eq!(
        call(&mut store, "DeleteIdentities", json!({"IdentityIdsToDelete": [guest]})),
        json!({"UnprocessedIdentityIds": []})
    );
    let refused = refusal(&mut store, "DeleteIdentities", json!({"IdentityIdsToDelete": vec![MISSING; 61]}));
    assert!(refused.ends_with("Member must have length less than or equal to 60"), "{refused}");
}

#[test]
fn the_identities_of_a_deleted_pool_are_gone_too() {
    let (mut store, pool) = with_guests();
    let guest = get_id(&mut store, &pool, &json!({}));
    call(&mut store, "DeleteIdentityPool", json!({"IdentityPoolId": pool}));
    let not_found =
        format!("ResourceNotFoundException: Identity '{}' not found.", guest.as_str().expect("an id"));
    assert_eq!(refusal(&mut store, "DescribeIdentity", json!({"IdentityId": guest})), not_found);
    let missing =
        format!("ResourceNotFoundException: IdentityPool '{}' not found.", pool.as_str().expect("an id"));
    for (operation, body) in [
        ("ListIdentities", json!({"IdentityPoolId": pool, "MaxResults": 1})),
        ("GetId", json!({"IdentityPoolId": pool})),
        ("GetIdentityPoolRoles", json!({"IdentityPoolId": pool})),
    ] {
        assert_eq!(refusal(&mut store, operation, body), missing);
    }
}
