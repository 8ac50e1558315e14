//! Identity providers: how each type is created, and what the other tests of them share.

mod listed;
mod metadata;
mod secrets;
mod updates;

use super::user_pool;
use crate::support::harness::Harness;
use serde_json::{Value, json};

/// Metadata whose certificate is good until 2035.
const METADATA: &str = include_str!("../../fixtures/okta.xml");

fn stored(harness: &mut Harness, pool: &str, name: &str) -> Value {
    let ids = json!({"UserPoolId": pool, "ProviderName": name});
    harness.store.call("DescribeIdentityProvider", ids).expect("the provider")["IdentityProvider"].take()
}

/// Opens the form of a new provider of a type.
fn new<'a>(harness: &'a mut Harness, kind: &str) -> &'a mut Harness {
    harness.press("n").sees("which type?").write(kind).press("enter").sees("New identity provider")
}

#[test]
fn a_saml_provider_is_made_of_the_url_of_its_metadata() {
    let (mut harness, pool) = user_pool();
    new(&mut harness, "saml");
    harness.fill("Name", "okta");
    harness.fill("Metadata URL", "https://idp.example/metadata");
    harness
        .press("ctrl-s")
        .sees("Create identity provider okta?")
        .sees("CreateIdentityProvider")
        .press("pgdn pgdn y")
        .sees(" match");
    assert_eq!(
        harness.last_update(),
        json!({"ProviderType": "SAML", "ProviderName": "okta", "ProviderDetails": {"MetadataURL": "https://idp.example/metadata"},
            "AttributeMapping": {"email": "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"}, "UserPoolId": pool})
    );
    harness.press("enter").sees("▶ okta").sees("unknown (not fetched)");
}

#[test]
fn a_name_that_belongs_to_another_type_is_refused_at_the_name_and_the_form_is_whole() {
    let (mut harness, _) = user_pool();
    new(&mut harness, "saml");
    harness.fill("Name", "Facebook");
    harness.fill("Metadata URL", "https://idp.example/metadata");
    harness.press("ctrl-s").sees("Create identity provider Facebook?").press("pgdn pgdn y");
    assert_eq!(harness.updates().len(), 1);
    harness.sees("Nothing was changed.").press("enter");
    harness
        .sees("▶ Name *                      Facebook")
        .sees("✗ InvalidParameterException: Provider Facebook")
        .sees("own types only.")
        .sees("https://idp.example/metadata");
    // Another name goes through: nothing had to be typed anew.
    harness.press("ctrl-u").write("meta").press("ctrl-s pgdn pgdn pgdn y").sees(" match");
    assert_eq!(harness.last_update()["ProviderName"], "meta");
}

#[test]
fn an_oidc_provider_has_all_four_addresses_or_none() {
    let (mut harness, pool) = user_pool();
    new(&mut harness, "oidc");
    harness.fill("Name", "partner");
    harness.fill("Client id", "abc");
    harness.fill("Client secret", "s3cret-of-ours");
    harness.fill("Issuer", "http://login.example").sees("must begin with https://");
    harness.fill("Issuer", "https://login.example");
    harness
        .fill("Token endpoint", "https://login.example/token")
        .press("ctrl-s")
        .sees("set all four endpoints or none");
    harness
        .fill("Token endpoint", "")
        .press("ctrl-s")
        .sees("a secret")
        .never_shows("s3cret-of-ours")
        .press("pgdn pgdn y")
        .sees(" match");
    assert_eq!(
        harness.last_update(),
        json!({"ProviderType": "OIDC", "ProviderName": "partner", "UserPoolId": pool,
            "ProviderDetails": {"client_id": "abc", "client_secret": "s3cret-of-ours", "authorize_scopes": "openid email profile",
                "attributes_request_method": "GET", "oidc_issuer": "https://login.example"},
            "AttributeMapping": {"username": "sub", "email": "email"}})
    );
    harness.sees("Set by AWS").sees("https://login.example/authorize");
}

#[test]
fn a_social_provider_bears_the_name_of_its_type_which_is_not_asked() {
    for (kind, name, id) in [
        ("google", "Google", "Client id"),
        ("facebook", "Facebook", "Client id"),
        ("amazon", "LoginWithAmazon", "Client id"),
    ] {
        let (mut harness, _) = user_pool();
        new(&mut harness, kind)
            .sees(&format!("Name *                      {name}  (can't be changed)"))
            .sees(&format!("▶ {id} *"));
        harness.fill(id, "abc");
        harness.fill("Client secret", "made-up").press("ctrl-s").press("pgdn pgdn y").sees(" match");
        let made = harness.last_update();
        assert_eq!((&made["ProviderName"], &made["ProviderType"]), (&json!(name), &json!(name)));
        assert_eq!(made["ProviderDetails"]["client_secret"], "made-up");
        harness.press("enter").sees(&format!("▶ {name}"));
        harness.press("N").sees(&format!("This user pool already has a {name} provider (limit 1)."));
    }
}

/// The harness at a pool with a provider of one type.
fn with(kind: &str, name: &str, details: &Value) -> (Harness, String) {
    let (mut harness, pool) = user_pool();
    let body = json!({"UserPoolId": pool, "ProviderName": name, "ProviderType": kind, "ProviderDetails": details,
        "AttributeMapping": {"email": "email"}, "IdpIdentifiers": ["shop.example"]});
    harness.store.call("CreateIdentityProvider", body).expect("a provider");
    harness.press("r").sees(&format!("▶ {name}"));
    (harness, pool)
}

fn saml() -> (Harness, String) {
    with(
        "SAML",
        "okta",
        &json!({"MetadataURL": "https://idp.example/metadata", "IDPSignout": "true", "EncryptedResponses": "true", "NewerThanThis": "kept"}),
    )
}
