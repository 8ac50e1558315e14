//! Identity providers: an update replaces the maps it names; details do not all come back.

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::{call, merged, refusal, with_pool};

#[test]
fn a_provider_update_replaces_only_the_maps_it_names() {
    let (mut store, pool) = with_pool();
    let details = json!({"client_id": "a", "client_secret": "b", "authorize_scopes": "openid"});
    let google = json!({"UserPoolId": pool, "ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": details,
        "AttributeMapping": {"email": "email", "name": "name"}, "IdpIdentifiers": ["g"]});
    let made = call(&mut store, "CreateIdentityProvider", google.clone())["IdentityProvider"].clone();
    assert_eq!(made["ProviderDetails"]["oidc_issuer"], "https://accounts.google.com", "Describe adds what Cognito derives");

    let update = json!({"UserPoolId": pool, "ProviderName": "Google", "AttributeMapping": {"email": "mail"}});
    let after = call(&mut store, "UpdateIdentityProvider", update)["IdentityProvider"].clone();
    assert_eq!(after["AttributeMapping"], json!({"email": "mail", "username": "sub"}));
    assert_eq!((&after["ProviderDetails"], &after["IdpIdentifiers"]), (&made["ProviderDetails"], &json!(["g"])));
    assert!(refusal(&mut store, "CreateIdentityProvider", google).starts_with("DuplicateProviderException: "));
}

#[test]
fn providers_that_cannot_work_are_refused() {
    let (mut store, pool) = with_pool();
    let mut refused = |name: &str, kind: &str, details: Value| {
        let request = json!({"UserPoolId": pool, "ProviderName": name, "ProviderType": kind, "ProviderDetails": details});
        refusal(&mut store, "CreateIdentityProvider", request)
    };
    let invalid = |why: &str| format!("InvalidParameterException: {why}");
    assert_eq!(refused("login", "Google", json!({})), invalid("Provider login cannot be of type Google."));
    assert_eq!(refused("acme", "SAML", json!({})), invalid("At least one of the MetadataURL or MetadataFile should be provided."));
    let certificate = json!({"MetadataURL": "https://a.example", "ActiveEncryptionCertificate": "x"});
    assert_eq!(refused("acme", "SAML", certificate), invalid("Provider detail ActiveEncryptionCertificate is not valid."));
    assert_eq!(
        refused("oidc", "OIDC", json!({"client_id": "a"})),
        invalid("Provider detail oidc_issuer is required for provider type OIDC.")
    );
}

#[test]
fn apples_private_key_is_never_given_back_and_needed_with_any_detail() {
    let mut store = Store::demo();
    let ids = json!({"UserPoolId": store.user_pool_id("workforce"), "ProviderName": "SignInWithApple"});
    let shown = call(&mut store, "DescribeIdentityProvider", ids.clone())["IdentityProvider"].clone();
    assert_eq!(shown["ProviderDetails"].get("private_key"), None);
    let back = merged(ids, json!({"ProviderDetails": shown["ProviderDetails"]}));
    assert!(refusal(&mut store, "UpdateIdentityProvider", back).contains("private_key is required"));
}
