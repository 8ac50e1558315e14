//! Identity providers: each type is created, changed and deleted.

use crate::support::fixture::{Fixture, journeys};
use crate::support::journey::Journey;
use crate::support::seed::{
    IdentityProviderTypeType, Inventory, UpdateIdentityProviderFluentBuilder, client_request,
};
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
    a_detail_of_a_saml_provider_is_changed_and_nothing_else
    an_entry_of_the_mapping_is_added_and_nothing_else_changes
    an_identifier_is_added_and_nothing_else_changes
    the_last_entry_of_the_mapping_is_removed_and_nothing_else_changes
    the_last_identifier_is_removed_and_nothing_else_changes
    a_saml_provider_goes_from_its_url_to_the_metadata_itself
    the_secret_of_an_oidc_provider_that_nobody_touches_stays
    an_oidc_provider_with_a_new_issuer_and_emptied_addresses_keeps_none_of_the_old_ones
    a_change_of_another_setting_by_somebody_else_stops_the_write_and_merges
    a_change_of_another_detail_by_somebody_else_is_merged_into_the_same_map
    a_change_of_the_same_setting_by_somebody_else_is_kept
    a_provider_that_somebody_deleted_meanwhile_is_told_to_be_gone
    a_new_mapping_of_apple_needs_no_key_and_is_all_that_is_sent
    a_new_detail_of_apple_is_sent_with_the_key
    an_identifier_leads_to_its_provider
    what_lies_at_the_url_of_the_metadata_is_fetched_on_a_key_and_nothing_changes
    a_deletion_takes_the_provider_out_of_the_clients_that_offer_it_first
    a_deletion_that_is_given_up_deletes_nothing
    an_opened_provider_that_is_deleted_leads_back_to_the_list
    a_copy_of_a_saml_provider_is_a_provider_of_its_own_without_identifiers
    a_name_that_another_provider_has_is_refused_at_its_field_and_the_form_is_whole
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

/// The form of the provider `okta`, and all that was stored before.
async fn editing(fixture: &Fixture) -> (Journey, Inventory) {
    let before = fixture.before().await;
    let mut ui = fixture.provider("okta").await;
    ui.press("e").sees("› Edit okta").await.sees("▶").await.rests().await;
    (ui, before)
}

/// What a provider of `shop-users` was.
fn was<'a>(fixture: &Fixture, before: &'a Inventory, name: &str) -> &'a Value {
    &before[&format!("provider {name} of {}", fixture.seed.user_pool)]["IdentityProvider"]
}

/// Its details with some changed.
fn details(fixture: &Fixture, before: &Inventory, name: &str, changes: &Value) -> Value {
    let mut details = was(fixture, before, name)["ProviderDetails"].clone();
    for (name, value) in changes.as_object().expect("changes") {
        details[name] = value.clone();
    }
    details
}

/// What is sent of the details of a SAML provider: all but what Cognito worked out.
fn sent(mut details: Value) -> Value {
    details.as_object_mut().expect("details").retain(|name, _| !name.ends_with("RedirectBindingURI"));
    details
}

/// What an update of a provider of `shop-users` names.
fn request(fixture: &Fixture, name: &str, map: &str, value: &Value) -> Value {
    json!({"UserPoolId": fixture.seed.user_pool, "ProviderName": name, map: value})
}

/// Sends the edits of the form of `okta`; exactly this map is sent, it is told afterwards, and all else is as
/// it was.
async fn sends(fixture: &Fixture, ui: &mut Journey, before: &Inventory, map: &str, value: Value) {
    ui.press("ctrl-s")
        .confirms("Update identity provider okta?")
        .await
        .press("y")
        .sees("✓ 1 setting changed, 0 others")
        .await;
    let body = if map == "ProviderDetails" { sent(value.clone()) } else { value.clone() };
    fixture.received("UpdateIdentityProvider", &[request(fixture, "okta", map, &body)]);
    fixture.holds_provider(before, &fixture.seed.user_pool, "okta", json!({map: value})).await;
}

async fn a_detail_of_a_saml_provider_is_changed_and_nothing_else(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.fill("Metadata URL", "https://idp.example.com/metadata/2").await;
    let details =
        details(fixture, &before, "okta", &json!({"MetadataURL": "https://idp.example.com/metadata/2"}));
    sends(fixture, &mut ui, &before, "ProviderDetails", details).await;
}

async fn an_entry_of_the_mapping_is_added_and_nothing_else_changes(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press_until("down", "▶   1 User-pool attribute")
        .await
        .press("ctrl-n ctrl-o")
        .sees("Choose User-pool attribute")
        .await;
    ui.write("family")
        .sees("▶ family_name")
        .await
        .press("enter")
        .sees("▶   2 User-pool attribute     family_name")
        .await;
    ui.fill("    Provider's attribute", "surname").await;
    sends(fixture, &mut ui, &before, "AttributeMapping", json!({"email": "email", "family_name": "surname"}))
        .await;
}

async fn an_identifier_is_added_and_nothing_else_changes(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press_until("down", "▶     + add an entry")
        .await
        .press("space")
        .sees("▶   1 Identifier")
        .await
        .write("shop.example");
    ui.marks("shop.example").await;
    sends(fixture, &mut ui, &before, "IdpIdentifiers", json!(["shop.example"])).await;
    ui.press("enter").sees("shop.example").await;
}

async fn the_last_entry_of_the_mapping_is_removed_and_nothing_else_changes(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press_until("down", "▶   1 User-pool attribute")
        .await
        .press("ctrl-d")
        .vanishes("1 User-pool attribute")
        .await;
    sends(fixture, &mut ui, &before, "AttributeMapping", json!({})).await;
}

async fn the_last_identifier_is_removed_and_nothing_else_changes(fixture: &Fixture) {
    fixture
        .other_admin
        .change_provider(&fixture.seed.user_pool, "okta", |okta| okta.idp_identifiers("shop.example"))
        .await;
    let (mut ui, before) = editing(fixture).await;
    ui.press_until("down", "▶   1 Identifier").await.press("ctrl-d").vanishes("shop.example").await;
    sends(fixture, &mut ui, &before, "IdpIdentifiers", json!([])).await;
}

async fn a_saml_provider_goes_from_its_url_to_the_metadata_itself(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press_until("down", "▶ Metadata URL").await.press("ctrl-u").marks("—").await;
    ui.press_until("down", "▶ Metadata  ").await.paste(METADATA).sees("Entity id").await;
    ui.press("ctrl-s")
        .confirms("Update identity provider okta?")
        .await
        .press("y")
        .sees("✓ 2 settings changed")
        .await;
    let body = json!({"MetadataFile": METADATA, "IDPSignout": "true"});
    fixture.received("UpdateIdentityProvider", &[request(fixture, "okta", "ProviderDetails", &body)]);
    let now = fixture.other_admin.inventory().await;
    let told = &was(fixture, &now, "okta")["ProviderDetails"];
    assert_eq!(sent(told.clone()), body);
    fixture.holds_provider(&before, &fixture.seed.user_pool, "okta", json!({"ProviderDetails": told})).await;
}

async fn an_oidc_provider_with_a_new_issuer_and_emptied_addresses_keeps_none_of_the_old_ones(
    fixture: &Fixture,
) {
    let before = fixture.before().await;
    let mut ui = fixture.provider("partner").await;
    ui.press("e").sees("› Edit partner").await.rests().await;
    ui.fill("Issuer", "https://new.example").await;
    for label in ["Authorization endpoint", "Token endpoint", "User-info endpoint", "Keys (JWKS)"] {
        ui.press_until("down", &format!("▶ {label}"))
            .await
            .press("ctrl-u")
            .marks("(discovered from the issuer)")
            .await;
    }
    ui.press("ctrl-s")
        .confirms("Update identity provider partner?")
        .await
        .press("y")
        .sees("changed, 0 others")
        .await;
    let body = json!({"client_id": "console", "client_secret": "oidc-secret-value", "oidc_issuer": "https://new.example",
        "authorize_scopes": "openid email", "attributes_request_method": "GET"});
    fixture.received("UpdateIdentityProvider", &[request(fixture, "partner", "ProviderDetails", &body)]);
    let now = fixture.other_admin.inventory().await;
    let told = &was(fixture, &now, "partner")["ProviderDetails"];
    assert!(!told.to_string().contains("login.example.com"), "{told}");
    fixture
        .holds_provider(&before, &fixture.seed.user_pool, "partner", json!({"ProviderDetails": told}))
        .await;
}

async fn the_secret_of_an_oidc_provider_that_nobody_touches_stays(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.provider("partner").await;
    ui.press("e").sees("› Edit partner").await.rests().await;
    ui.fill("Scopes", "openid profile").await;
    ui.press("ctrl-s")
        .confirms("Update identity provider partner?")
        .await
        .sees("openid email  →  openid profile")
        .await
        .never_shows("secret-value")
        .await;
    ui.press("y").sees("✓ 1 setting changed, 0 others").await.never_shows("secret-value").await;
    let details = details(fixture, &before, "partner", &json!({"authorize_scopes": "openid profile"}));
    assert_eq!(details["client_secret"], "oidc-secret-value");
    let mut body = details.clone();
    body.as_object_mut().expect("details").shift_remove("attributes_url_add_attributes");
    fixture.received("UpdateIdentityProvider", &[request(fixture, "partner", "ProviderDetails", &body)]);
    fixture
        .holds_provider(&before, &fixture.seed.user_pool, "partner", json!({"ProviderDetails": details}))
        .await;
}

/// The URL of the metadata of `okta` changed, and that confirmed but for the last key.
async fn changing(fixture: &Fixture) -> (Journey, Inventory) {
    let (mut ui, before) = editing(fixture).await;
    ui.fill("Metadata URL", "https://idp.example.com/metadata/2").await;
    ui.press("ctrl-s").confirms("Update identity provider okta?").await;
    (ui, before)
}

async fn a_change_of_another_setting_by_somebody_else_stops_the_write_and_merges(fixture: &Fixture) {
    let (mut ui, before) = changing(fixture).await;
    let pool = &fixture.seed.user_pool;
    fixture.other_admin.change_provider(pool, "okta", |okta| okta.attribute_mapping("email", "mail")).await;
    fixture.before().await;
    ui.press("y").sees("changed by someone else").await.sees("mail").await;
    fixture.received("UpdateIdentityProvider", &[]);
    fixture.holds_provider(&before, pool, "okta", json!({"AttributeMapping": {"email": "mail"}})).await;
    ui.press("m")
        .confirms("Update identity provider okta?")
        .await
        .sees("metadata/2")
        .await
        .press("y")
        .sees("✓ 1 setting changed, 0 others")
        .await;
    let details =
        details(fixture, &before, "okta", &json!({"MetadataURL": "https://idp.example.com/metadata/2"}));
    fixture.received(
        "UpdateIdentityProvider",
        &[request(fixture, "okta", "ProviderDetails", &sent(details.clone()))],
    );
    fixture
        .holds_provider(
            &before,
            pool,
            "okta",
            json!({"AttributeMapping": {"email": "mail"}, "ProviderDetails": details}),
        )
        .await;
}

async fn a_change_of_another_detail_by_somebody_else_is_merged_into_the_same_map(fixture: &Fixture) {
    let (mut ui, before) = changing(fixture).await;
    let pool = &fixture.seed.user_pool;
    let theirs = |update: UpdateIdentityProviderFluentBuilder| {
        update
            .provider_details("MetadataURL", METADATA_URL)
            .provider_details("IDPSignout", "true")
            .provider_details("IDPInit", "true")
    };
    fixture.other_admin.change_provider(pool, "okta", theirs).await;
    let meanwhile = fixture.before().await;
    ui.press("y").sees("changed by someone else").await.sees("Provider-initiated sign-in").await;
    fixture.received("UpdateIdentityProvider", &[]);
    ui.press("m")
        .confirms("Update identity provider okta?")
        .await
        .sees("metadata/2")
        .await
        .press("y")
        .sees("✓ 1 setting changed, 0 others")
        .await;
    let details =
        details(fixture, &meanwhile, "okta", &json!({"MetadataURL": "https://idp.example.com/metadata/2"}));
    assert_eq!(details["IDPInit"], "true");
    fixture.received(
        "UpdateIdentityProvider",
        &[request(fixture, "okta", "ProviderDetails", &sent(details.clone()))],
    );
    fixture.holds_provider(&before, pool, "okta", json!({"ProviderDetails": details})).await;
}

async fn a_change_of_the_same_setting_by_somebody_else_is_kept(fixture: &Fixture) {
    let (mut ui, before) = changing(fixture).await;
    let pool = &fixture.seed.user_pool;
    let theirs = |update: UpdateIdentityProviderFluentBuilder| {
        update
            .provider_details("MetadataURL", "https://idp.example.com/theirs")
            .provider_details("IDPSignout", "true")
    };
    fixture.other_admin.change_provider(pool, "okta", theirs).await;
    fixture.before().await;
    ui.press("y").sees("changed by someone else").await.sees("https://idp.example.com/theirs").await;
    ui.press("m").sees("Choose a side first: 1 setting").await;
    ui.press("esc").vanishes("changed by someone else").await;
    fixture.received("UpdateIdentityProvider", &[]);
    let details =
        details(fixture, &before, "okta", &json!({"MetadataURL": "https://idp.example.com/theirs"}));
    fixture.holds_provider(&before, pool, "okta", json!({"ProviderDetails": details})).await;
}

async fn a_provider_that_somebody_deleted_meanwhile_is_told_to_be_gone(fixture: &Fixture) {
    let (mut ui, mut before) = changing(fixture).await;
    fixture.other_admin.remove_provider(&fixture.seed.user_pool, "okta").await;
    ui.press("y").sees("it does not exist").await.sees("Nothing was changed.").await;
    before.remove(&format!("provider okta of {}", fixture.seed.user_pool));
    assert_eq!(fixture.other_admin.inventory().await, before);
    fixture.received("UpdateIdentityProvider", &[]);
}

/// The form of Apple, the one provider of `staff`, and all that was stored before.
async fn editing_apple(fixture: &Fixture) -> (Journey, Inventory) {
    let details = [
        ("client_id", "com.example.shop"),
        ("team_id", "A1B2C3D4E5"),
        ("key_id", "F6G7H8I9J0"),
        ("private_key", "Rmlyc3Q="),
        ("authorize_scopes", "email name"),
    ];
    let kind = IdentityProviderTypeType::SignInWithApple;
    fixture.other_admin.provider(&fixture.seed.staff, "SignInWithApple", kind, &details, &[]).await;
    let before = fixture.before().await;
    let mut ui = fixture.providers(&fixture.seed.staff, 1).await;
    ui.sees("▶ SignInWithApple")
        .await
        .press("e")
        .sees("› Edit SignInWithApple")
        .await
        .sees("▶")
        .await
        .rests()
        .await;
    (ui, before)
}

async fn a_new_mapping_of_apple_needs_no_key_and_is_all_that_is_sent(fixture: &Fixture) {
    let (mut ui, before) = editing_apple(fixture).await;
    ui.fill("    Provider's attribute", "mail").await;
    ui.press("ctrl-s")
        .confirms("Update identity provider SignInWithApple?")
        .await
        .press("y")
        .sees("✓ 1 setting changed, 0 others")
        .await;
    // The embedded Cognito maps the user name by itself, as AWS.
    let mapping = if fixture.is_ministack() {
        json!({"email": "mail"})
    } else {
        json!({"email": "mail", "username": "sub"})
    };
    let body = json!({"UserPoolId": fixture.seed.staff, "ProviderName": "SignInWithApple", "AttributeMapping": mapping});
    fixture.received("UpdateIdentityProvider", &[body]);
    fixture
        .holds_provider(&before, &fixture.seed.staff, "SignInWithApple", json!({"AttributeMapping": mapping}))
        .await;
}

async fn a_new_detail_of_apple_is_sent_with_the_key(fixture: &Fixture) {
    let (mut ui, before) = editing_apple(fixture).await;
    ui.fill("Team id", "NEWTEAM123").await;
    let entry = format!("provider SignInWithApple of {}", fixture.seed.staff);
    let mut details = before[&entry]["IdentityProvider"]["ProviderDetails"].clone();
    details["team_id"] = json!("NEWTEAM123");
    // Ministack tells the key, which AWS never does, so it does not have to be typed there.
    if fixture.is_ministack() {
        details["private_key"] = json!("MEECAQAC");
    } else {
        ui.sees("AWS never returns it and needs it again").await.press("ctrl-s").sees("fixing:").await;
    }
    ui.fill_secret("Private key", "MEECAQAC").await;
    ui.press("ctrl-s")
        .confirms("Update identity provider SignInWithApple?")
        .await
        .never_shows("MEECAQAC")
        .await
        .press("y")
        .sees("✓ 1 setting changed, 1 setting sent that AWS never returns, 0 others")
        .await;
    let names = ["client_id", "team_id", "key_id", "authorize_scopes"];
    let mut sent: Value = names.iter().map(|name| ((*name).to_owned(), details[*name].clone())).collect();
    sent["private_key"] = json!("MEECAQAC");
    fixture.received(
        "UpdateIdentityProvider",
        &[json!({"UserPoolId": fixture.seed.staff, "ProviderName": "SignInWithApple", "ProviderDetails": sent})],
    );
    fixture
        .holds_provider(&before, &fixture.seed.staff, "SignInWithApple", json!({"ProviderDetails": details}))
        .await;
}

async fn an_identifier_leads_to_its_provider(fixture: &Fixture) {
    let pool = &fixture.seed.user_pool;
    fixture
        .other_admin
        .change_provider(pool, "partner", |partner| partner.idp_identifiers("shop.example"))
        .await;
    let before = fixture.before().await;
    let mut ui = fixture.provider("okta").await;
    ui.press("i").sees("Find by identifier").await.write("nobody.example").press("enter");
    ui.sees("No identity provider has the identifier nobody.example")
        .await
        .press("ctrl-u")
        .write("shop.example")
        .press("enter");
    ui.sees("shop.example belongs to partner. Enter opens it.")
        .await
        .press("enter")
        .sees("› partner")
        .await
        .sees("openid email")
        .await;
    let body = |identifier: &str| json!({"UserPoolId": pool, "IdpIdentifier": identifier});
    fixture.received("GetIdentityProviderByIdentifier", &[body("nobody.example"), body("shop.example")]);
    assert_eq!(fixture.other_admin.inventory().await, before);
}

async fn what_lies_at_the_url_of_the_metadata_is_fetched_on_a_key_and_nothing_changes(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.provider("okta").await;
    ui.sees("unknown (m fetches)").await;
    if let Some(server) = fixture.cognito() {
        server.publish(METADATA_URL, 200, "application/xml", METADATA);
        ui.press("m")
            .sees("SAML metadata at the URL")
            .await
            .sees("http://www.okta.com/exk1fcia6d6EMsf331d8")
            .await
            .sees("2035-03-04")
            .await;
        assert_eq!(server.fetched(METADATA_URL).len(), 1);
        ui.press("enter").vanishes("unknown (m fetches)").await;
    } else {
        // It stands in for no web, so there is nothing at any address.
        ui.press("m").sees("Can't fetch it from idp.example.com").await.press("esc").sees("▶ okta").await;
    }
    assert_eq!(fixture.other_admin.inventory().await, before);
}

async fn a_deletion_takes_the_provider_out_of_the_clients_that_offer_it_first(fixture: &Fixture) {
    let pool = &fixture.seed.user_pool;
    let ios = fixture
        .other_admin
        .client(pool, "ios", |ios| {
            ios.supported_identity_providers("Google").supported_identity_providers("okta")
        })
        .await;
    let before = fixture.before().await;
    let mut ui = fixture.provider("Google").await;
    ui.press("D")
        .asked("Delete identity provider Google?")
        .await
        .rests()
        .await
        .sees("App clients that offer it")
        .await
        .sees("web")
        .await
        .sees("ios")
        .await;
    ui.never_shows("mobile")
        .await
        .sees("remove its uses")
        .await
        .press("ctrl-t")
        .confirms("Update 2 of 2 app clients?")
        .await
        .sees("− Google")
        .await;
    ui.press("y").sees("2 changed").await;
    let (web_changes, ios_changes) =
        (json!({"SupportedIdentityProviders": ["COGNITO"]}), json!({"SupportedIdentityProviders": ["okta"]}));
    let bodies = [
        client_request(&before, &fixture.seed.web, &web_changes),
        client_request(&before, &ios, &ios_changes),
    ];
    fixture.received("UpdateUserPoolClient", &bodies);
    fixture.received("DeleteIdentityProvider", &[]);
    let (web_entry, ios_entry) = (format!("client {}", fixture.seed.web), format!("client {ios}"));
    let changed = [
        (web_entry.as_str(), "UserPoolClient", web_changes),
        (ios_entry.as_str(), "UserPoolClient", ios_changes),
    ];
    fixture.holds_changed(&before, &changed).await;
    let mut before = fixture.before().await;
    ui.press("enter")
        .asked("Delete identity provider Google?")
        .await
        .rests()
        .await
        .sees("none")
        .await
        .vanishes("remove its uses")
        .await;
    ui.write("Google").press("enter").sees("✓ Deleted and verified: AWS no longer returns it.").await;
    fixture.received("DeleteIdentityProvider", &[json!({"UserPoolId": pool, "ProviderName": "Google"})]);
    before.remove(&format!("provider Google of {pool}"));
    assert_eq!(fixture.other_admin.inventory().await, before);
    ui.press("enter").sees("Identity providers (2)").await.never_shows("Google    Google").await;
}

async fn a_deletion_that_is_given_up_deletes_nothing(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.provider("okta").await;
    ui.press("D")
        .asked("Delete identity provider okta?")
        .await
        .rests()
        .await
        .write("okt")
        .press("enter")
        .sees("Type okta first, then Enter deletes it.")
        .await;
    ui.press("esc")
        .vanishes("Delete identity provider okta?")
        .await
        .sees("▶ okta")
        .await
        .sees("Identity providers (3)")
        .await;
    fixture.received("DeleteIdentityProvider", &[]);
    assert_eq!(fixture.other_admin.inventory().await, before);
}

async fn an_opened_provider_that_is_deleted_leads_back_to_the_list(fixture: &Fixture) {
    let mut before = fixture.before().await;
    let mut ui = fixture.provider("okta").await;
    ui.press("enter")
        .sees("› okta")
        .await
        .sees(METADATA_URL)
        .await
        .press("D")
        .asked("Delete identity provider okta?")
        .await
        .rests()
        .await;
    ui.write("okta")
        .press("enter")
        .sees("✓ Deleted and verified")
        .await
        .press("enter")
        .sees("Identity providers (2)")
        .await;
    ui.never_shows("okta  ").await;
    before.remove(&format!("provider okta of {}", fixture.seed.user_pool));
    assert_eq!(fixture.other_admin.inventory().await, before);
}

async fn a_copy_of_a_saml_provider_is_a_provider_of_its_own_without_identifiers(fixture: &Fixture) {
    let pool = &fixture.seed.user_pool;
    fixture.other_admin.change_provider(pool, "okta", |okta| okta.idp_identifiers("shop.example")).await;
    let before = fixture.before().await;
    let mut ui = fixture.provider("okta").await;
    ui.press("N")
        .sees("okta-copy")
        .await
        .rests()
        .await
        .press("ctrl-s")
        .confirms("Create identity provider okta-copy?")
        .await
        .press("y")
        .sees("✓ Created.")
        .await;
    let mut expected = was(fixture, &before, "okta").clone();
    expected["ProviderName"] = json!("okta-copy");
    let members = expected.as_object_mut().expect("members");
    members
        .retain(|name, _| !["IdpIdentifiers", "CreationDate", "LastModifiedDate"].contains(&name.as_str()));
    let (entry, told) = fixture.made(&before).await;
    assert_eq!(entry, format!("provider okta-copy of {pool}"));
    let mut told = told["IdentityProvider"].clone();
    // Ministack tells an empty list where none was ever set.
    told.as_object_mut()
        .expect("members")
        .retain(|name, value| !name.ends_with("Date") && *value != json!([]));
    assert_eq!(told, expected);
    expected["ProviderDetails"] = sent(expected["ProviderDetails"].take());
    fixture.received("CreateIdentityProvider", &[expected]);
    ui.press("enter").sees("▶ okta-copy").await.sees("Identity providers (4)").await;
}

async fn a_name_that_another_provider_has_is_refused_at_its_field_and_the_form_is_whole(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.provider("okta").await;
    ui.press("n")
        .sees("which type?")
        .await
        .write("oidc")
        .press("enter")
        .sees("› New identity provider")
        .await
        .sees("▶ Name")
        .await;
    ui.fill("Name", "partner").await;
    ui.fill("Client id", "abc").await;
    ui.fill_secret("Client secret", "made-up-secret").await;
    ui.fill("Issuer", "https://login.example").await;
    ui.press("ctrl-s")
        .sees("✗ another identity provider has this name")
        .await
        .sees("▶ Name *")
        .await
        .sees("https://login.example")
        .await
        .sees("abc")
        .await;
    fixture.received("CreateIdentityProvider", &[]);
    assert_eq!(fixture.other_admin.inventory().await, before);
    ui.press("end")
        .write("-2")
        .marks("partner-2")
        .await
        .press("ctrl-s")
        .confirms("Create identity provider partner-2?")
        .await
        .press("y")
        .sees("✓ Created.")
        .await;
    let (entry, told) = fixture.made(&before).await;
    assert_eq!(entry, format!("provider partner-2 of {}", fixture.seed.user_pool));
    assert_eq!(told["IdentityProvider"]["ProviderDetails"]["client_secret"], "made-up-secret");
}
