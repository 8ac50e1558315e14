//! What is stored when a way begins: one of everything, or lists of two pages.

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::ways::METADATA_URL;
use crate::support::shop;

#[expect(clippy::needless_pass_by_value, reason = "a body is written where it is sent")]
fn call(store: &mut Store, operation: &str, body: Value) -> Value {
    store.call(operation, body.clone()).unwrap_or_else(|error| panic!("{operation} {body}: {error}"))
}

/// A store with one of everything.
pub fn one_of_each() -> Store {
    let mut store = Store::empty();
    let protected = json!({"PoolName": "shop", "UserPoolTier": "PLUS",
        "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"}});
    let pool = call(&mut store, "CreateUserPool", protected)["UserPool"]["Id"].clone();
    let answers = json!({"UserPoolId": pool,
        "CompromisedCredentialsRiskConfiguration": {"Actions": {"EventAction": "BLOCK"}}});
    call(&mut store, "SetRiskConfiguration", answers);
    let group = json!({"LogGroupArn": "arn:aws:logs:eu-west-1:123456789012:log-group:mail"});
    let log = json!({"EventSource": "userNotification", "LogLevel": "ERROR",
        "CloudWatchLogsConfiguration": group});
    let logs = json!({"UserPoolId": pool, "LogConfigurations": [log]});
    call(&mut store, "SetLogDeliveryConfiguration", logs);
    call(&mut store, "CreateUserPool", json!({"PoolName": "staff"}));
    for (name, secret) in [("plain", false), ("one-secret", true), ("two-secrets", true)] {
        let client = json!({"UserPoolId": pool, "ClientName": name, "GenerateSecret": secret,
            "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["openid"], "CallbackURLs": ["https://shop.example/back"]});
        let made = call(&mut store, "CreateUserPoolClient", client)["UserPoolClient"]["ClientId"].clone();
        if name == "one-secret" {
            let style = json!({"UserPoolId": pool, "ClientId": made, "Settings": {"a": 1}});
            call(&mut store, "CreateManagedLoginBranding", style);
        }
        if name == "two-secrets" {
            call(&mut store, "AddUserPoolClientSecret", json!({"UserPoolId": pool, "ClientId": made}));
        }
    }
    let partner = json!({"client_id": "p", "client_secret": "made-up-secret", "authorize_scopes": "openid",
        "attributes_request_method": "GET", "oidc_issuer": "https://partner.example"});
    let okta = json!({"MetadataURL": METADATA_URL});
    for (name, kind, details) in [("okta", "SAML", okta), ("partner", "OIDC", partner)] {
        let mut body = json!({"UserPoolId": pool, "ProviderName": name, "ProviderType": kind,
            "ProviderDetails": details, "AttributeMapping": {"email": "email"}});
        if name == "partner" {
            body["IdpIdentifiers"] = json!(["partner.example"]);
        }
        call(&mut store, "CreateIdentityProvider", body);
    }
    call(&mut store, "CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "shop-login"}));
    call(
        &mut store,
        "SetUserPoolMfaConfig",
        json!({"UserPoolId": pool, "MfaConfiguration": "OPTIONAL",
            "SoftwareTokenMfaConfiguration": {"Enabled": true},
            "WebAuthnConfiguration": {"RelyingPartyId": "shop.example", "UserVerification": "preferred"}}),
    );
    let scopes = json!([{"ScopeName": "read", "ScopeDescription": "Read"}]);
    call(
        &mut store,
        "CreateResourceServer",
        json!({"UserPoolId": pool, "Identifier": "orders", "Name": "Orders", "Scopes": scopes}),
    );
    let id = shop(&mut store);
    let role = |name: &str| format!("arn:aws:iam::123456789012:role/{name}");
    call(
        &mut store,
        "SetIdentityPoolRoles",
        json!({"IdentityPoolId": id, "Roles": {"authenticated": role("users")}}),
    );
    let tags =
        json!({"IdentityPoolId": id, "IdentityProviderName": "accounts.google.com", "UseDefaults": true});
    call(&mut store, "SetPrincipalTagAttributeMap", tags);
    for _ in 0..2 {
        call(&mut store, "GetId", json!({"IdentityPoolId": id}));
    }
    let metadata = include_str!("../../fixtures/okta.xml");
    store.publish(METADATA_URL, 200, "application/xml", metadata);
    store
}

/// A store whose lists have a second page.
pub fn of_pages() -> Store {
    let mut store = Store::empty();
    let pool = call(&mut store, "CreateUserPool", json!({"PoolName": "shop"}))["UserPool"]["Id"].clone();
    for number in 0..62 {
        call(&mut store, "CreateUserPool", json!({"PoolName": format!("pool-{number}")}));
        let client = json!({"UserPoolId": pool, "ClientName": format!("client-{number}")});
        call(&mut store, "CreateUserPoolClient", client);
        let provider = json!({"UserPoolId": pool, "ProviderName": format!("saml-{number}"),
            "ProviderType": "SAML", "ProviderDetails": {"MetadataURL": METADATA_URL}});
        call(&mut store, "CreateIdentityProvider", provider);
        let identities = json!({"IdentityPoolName": format!("pool-{number}"),
            "AllowUnauthenticatedIdentities": false});
        call(&mut store, "CreateIdentityPool", identities);
    }
    store
}
