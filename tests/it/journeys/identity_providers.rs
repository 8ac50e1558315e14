//! Identity providers: each type is created, changed and deleted.

mod changing;
mod editing;
mod listed;

use crate::support::fixture::{Fixture, journeys};
use crate::support::journey::Journey;
use crate::support::seed::Inventory;
use serde_json::{Value, json};

/// Metadata whose certificate is good until 2035.
const METADATA: &str = include_str!("../../fixtures/okta.xml");

const METADATA_URL: &str = "https://idp.example.com/metadata";

const EMAIL_CLAIM: &str = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";

journeys! {
    a_saml_provider_is_made_of_the_url_of_its_metadata_and_nothing_else_changes
    a_saml_provider_is_made_of_pasted_metadata_and_nothing_else_changes
    an_oidc_provider_whose_addresses_are_found_through_its_issuer_is_made_and_nothing_else_changes
    an_oidc_provider_with_its_four_addresses_is_made_and_nothing_else_changes
    a_google_provider_is_made_and_nothing_else_changes
    a_facebook_provider_of_one_api_version_is_made_and_nothing_else_changes
    an_apple_provider_is_made_with_the_key_out_of_its_file_and_nothing_else_changes
    an_amazon_provider_is_made_and_nothing_else_changes
    a_provider_that_is_not_confirmed_is_not_made
}

/// The form of a new provider of a type for the user pool `staff`, and all that was stored before.
async fn new(fixture: &Fixture, kind: &str) -> (Journey, Inventory) {
    let before = fixture.before().await;
    let mut ui = fixture.providers(&fixture.seed.staff, 0).await;
    ui.press("n")
        .sees("which type?")
        .await
        .write(kind)
        .press("enter")
        .sees("› New identity provider")
        .await
        .sees("▶")
        .await
        .rests()
        .await;
    (ui, before)
}

/// Sends the form of a new provider; exactly this arrives, all of it is told afterwards, and all else is as
/// it was.
async fn makes(fixture: &Fixture, ui: &mut Journey, before: &Inventory, mut body: Value) {
    body["UserPoolId"] = json!(fixture.seed.staff);
    let name = body["ProviderName"].as_str().expect("a name").to_owned();
    ui.press("ctrl-s")
        .confirms(&format!("Create identity provider {name}?"))
        .await
        .never_shows("made-up")
        .await
        .press("y")
        .sees("✓ Created.")
        .await;
    ui.never_shows("made-up").await;
    fixture.received("CreateIdentityProvider", std::slice::from_ref(&body));
    let (entry, told) = fixture.made(before).await;
    assert_eq!(entry, format!("provider {name} of {}", fixture.seed.staff));
    for (member, value) in body.as_object().expect("members") {
        let told = &told["IdentityProvider"][member];
        let Some(map) = value.as_object() else {
            assert_eq!(told, value);
            continue;
        };
        // More may be told, which Cognito works out; the embedded one never tells Apple's key, as AWS.
        for (name, value) in map.iter().filter(|(name, _)| *name != "private_key") {
            assert_eq!(told[name], *value, "{name}");
        }
    }
    ui.press("enter").sees("Identity providers (1)").await.sees(&format!("▶ {name}")).await;
}

async fn a_saml_provider_is_made_of_the_url_of_its_metadata_and_nothing_else_changes(fixture: &Fixture) {
    let (mut ui, before) = new(fixture, "saml").await;
    ui.fill("Name", "okta").await;
    ui.fill("Metadata URL", "https://idp.example/metadata").await;
    let details = json!({"MetadataURL": "https://idp.example/metadata"});
    let body = json!({"ProviderType": "SAML", "ProviderName": "okta", "ProviderDetails": details, "AttributeMapping": {"email": EMAIL_CLAIM}});
    makes(fixture, &mut ui, &before, body).await;
}

async fn a_saml_provider_is_made_of_pasted_metadata_and_nothing_else_changes(fixture: &Fixture) {
    let (mut ui, before) = new(fixture, "saml").await;
    ui.fill("Name", "okta").await;
    ui.press_until("down", "▶ Metadata  ")
        .await
        .paste(METADATA)
        .sees("Entity id")
        .await
        .sees("http://www.okta.com/exk1fcia6d6EMsf331d8")
        .await;
    ui.press_until("down", "▶ Encrypted responses").await.press_until("space", "‹ true ›").await;
    let details = json!({"MetadataFile": METADATA, "EncryptedResponses": "true"});
    let body = json!({"ProviderType": "SAML", "ProviderName": "okta", "ProviderDetails": details, "AttributeMapping": {"email": EMAIL_CLAIM}});
    makes(fixture, &mut ui, &before, body).await;
}

async fn an_oidc_provider_whose_addresses_are_found_through_its_issuer_is_made_and_nothing_else_changes(
    fixture: &Fixture,
) {
    let (mut ui, before) = new(fixture, "oidc").await;
    ui.fill("Name", "partner").await;
    ui.fill("Client id", "abc").await;
    ui.fill_secret("Client secret", "made-up-secret").await;
    ui.fill("Issuer", "https://login.example").await;
    let details = json!({"client_id": "abc", "client_secret": "made-up-secret", "authorize_scopes": "openid email profile",
        "attributes_request_method": "GET", "oidc_issuer": "https://login.example"});
    let mapping = json!({"username": "sub", "email": "email"});
    let body = json!({"ProviderType": "OIDC", "ProviderName": "partner", "ProviderDetails": details, "AttributeMapping": mapping});
    makes(fixture, &mut ui, &before, body).await;
}

async fn an_oidc_provider_with_its_four_addresses_is_made_and_nothing_else_changes(fixture: &Fixture) {
    let (mut ui, before) = new(fixture, "oidc").await;
    ui.fill("Name", "partner").await;
    ui.fill("Client id", "abc").await;
    ui.press_until("down", "▶ Attributes request method").await.press_until("space", "‹ POST ›").await;
    ui.fill("Issuer", "https://login.example").await;
    ui.fill("Authorization endpoint", "https://login.example/authorize").await;
    ui.fill("Token endpoint", "https://login.example/token").await;
    ui.fill("User-info endpoint", "https://login.example/me").await;
    ui.press("ctrl-s").sees("fixing:").await.marks("Authorization endpoint").await;
    ui.sees("set all four endpoints or none; missing: the keys").await;
    ui.fill("Keys (JWKS)", "https://login.example/keys").await;
    let details = json!({"client_id": "abc", "authorize_scopes": "openid email profile", "attributes_request_method": "POST",
        "oidc_issuer": "https://login.example", "authorize_url": "https://login.example/authorize",
        "token_url": "https://login.example/token", "attributes_url": "https://login.example/me", "jwks_uri": "https://login.example/keys"});
    let mapping = json!({"username": "sub", "email": "email"});
    let body = json!({"ProviderType": "OIDC", "ProviderName": "partner", "ProviderDetails": details, "AttributeMapping": mapping});
    makes(fixture, &mut ui, &before, body).await;
}

/// Makes a provider of a type whose name is that of the type, of an app, its secret and what else was filled
/// in.
async fn makes_social(
    fixture: &Fixture,
    ui: &mut Journey,
    before: &Inventory,
    name: &str,
    user_id: &str,
    mut details: Value,
) {
    ui.fill("Client id", "123.apps").await;
    ui.fill_secret("Client secret", "made-up-secret").await;
    (details["client_id"], details["client_secret"]) = (json!("123.apps"), json!("made-up-secret"));
    let mapping = json!({"username": user_id, "email": "email"});
    makes(fixture, ui, before, json!({"ProviderType": name, "ProviderName": name, "ProviderDetails": details, "AttributeMapping": mapping}))
        .await;
}

async fn a_google_provider_is_made_and_nothing_else_changes(fixture: &Fixture) {
    let (mut ui, before) = new(fixture, "google").await;
    makes_social(
        fixture,
        &mut ui,
        &before,
        "Google",
        "sub",
        json!({"authorize_scopes": "openid email profile"}),
    )
    .await;
}

async fn a_facebook_provider_of_one_api_version_is_made_and_nothing_else_changes(fixture: &Fixture) {
    let (mut ui, before) = new(fixture, "facebook").await;
    ui.fill("API version", "20").await;
    ui.sees("v and a version, such as v17.0").await;
    ui.fill("API version", "v20.0").await;
    ui.press_until("up", "▶ Client id").await;
    let details = json!({"authorize_scopes": "public_profile,email", "api_version": "v20.0"});
    makes_social(fixture, &mut ui, &before, "Facebook", "id", details).await;
}

async fn an_apple_provider_is_made_with_the_key_out_of_its_file_and_nothing_else_changes(fixture: &Fixture) {
    let home = tempfile::tempdir().expect("a folder");
    let key = "-----BEGIN PRIVATE KEY-----\nMEECAQAw\nEwYH\n-----END PRIVATE KEY-----\n";
    std::fs::write(home.path().join("AuthKey_F6G7H8I9J0.p8"), key).expect("a file");
    std::fs::write(home.path().join("notes.txt"), "Ann has the key.").expect("a file");
    let (mut ui, before) = new(fixture, "apple").await;
    ui.fill("Services id", "com.example.shop").await;
    ui.fill("Team id", "A1B2C3D4E5").await;
    ui.fill("Key id", "F6G7H8I9J0").await;
    ui.press_until("down", "▶ Private key")
        .await
        .press("ctrl-o")
        .write(&format!("{}/notes", home.path().display()));
    ui.sees("▶ notes.txt").await.press("enter").sees("is not a .p8 private key").await.press("ctrl-u");
    ui.write(&format!("{}/Auth", home.path().display()))
        .sees("▶ AuthKey_F6G7H8I9J0.p8")
        .await
        .press("enter")
        .sees("••••")
        .await;
    ui.press("ctrl-s")
        .confirms("Create identity provider SignInWithApple?")
        .await
        .never_shows("MEECAQAw")
        .await
        .press("n")
        .vanishes("Create identity provider SignInWithApple?")
        .await;
    let details = json!({"client_id": "com.example.shop", "team_id": "A1B2C3D4E5", "key_id": "F6G7H8I9J0", "private_key": "MEECAQAwEwYH",
        "authorize_scopes": "email name"});
    let mapping = json!({"username": "sub", "email": "email"});
    let body = json!({"ProviderType": "SignInWithApple", "ProviderName": "SignInWithApple", "ProviderDetails": details, "AttributeMapping": mapping});
    makes(fixture, &mut ui, &before, body).await;
}

async fn an_amazon_provider_is_made_and_nothing_else_changes(fixture: &Fixture) {
    let (mut ui, before) = new(fixture, "amazon").await;
    makes_social(
        fixture,
        &mut ui,
        &before,
        "LoginWithAmazon",
        "user_id",
        json!({"authorize_scopes": "profile"}),
    )
    .await;
}

async fn a_provider_that_is_not_confirmed_is_not_made(fixture: &Fixture) {
    let (mut ui, before) = new(fixture, "saml").await;
    ui.fill("Name", "okta").await;
    ui.fill("Metadata URL", "https://idp.example/metadata").await;
    ui.press("ctrl-s")
        .confirms("Create identity provider okta?")
        .await
        .press("enter")
        .vanishes("Create identity provider okta?")
        .await
        .sees("https://idp.example/metadata")
        .await;
    ui.press("esc")
        .sees("Discard the edits?")
        .await
        .press("y")
        .sees("There are no identity providers here.")
        .await;
    fixture.received("CreateIdentityProvider", &[]);
    assert_eq!(fixture.other_admin.inventory().await, before);
}
