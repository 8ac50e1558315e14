//! Identity providers are edited.

use crate::support::fixture::{Fixture, journeys};
use crate::support::journey::Journey;
use crate::support::seed::Inventory;
use serde_json::{Value, json};

use super::METADATA;

journeys! {
    a_detail_of_a_saml_provider_is_changed_and_nothing_else
    an_entry_of_the_mapping_is_added_and_nothing_else_changes
    an_identifier_is_added_and_nothing_else_changes
    the_last_entry_of_the_mapping_is_removed_and_nothing_else_changes
    the_last_identifier_is_removed_and_nothing_else_changes
    a_saml_provider_goes_from_its_url_to_the_metadata_itself
    the_secret_of_an_oidc_provider_that_nobody_touches_stays
    an_oidc_provider_with_a_new_issuer_and_emptied_addresses_keeps_none_of_the_old_ones
}

/// The form of the provider `okta`, and all that was stored before.
pub(super) async fn editing(fixture: &Fixture) -> (Journey, Inventory) {
    let before = fixture.before().await;
    let mut ui = fixture.provider("okta").await;
    ui.press("e").sees("› Edit okta").await.sees("▶").await.rests().await;
    (ui, before)
}

/// What a provider of `shop-users` was.
pub(super) fn was<'a>(fixture: &Fixture, before: &'a Inventory, name: &str) -> &'a Value {
    &before[&format!("provider {name} of {}", fixture.seed.user_pool)]["IdentityProvider"]
}

/// Its details with some changed.
pub(super) fn details(fixture: &Fixture, before: &Inventory, name: &str, changes: &Value) -> Value {
    let mut details = was(fixture, before, name)["ProviderDetails"].clone();
    for (name, value) in changes.as_object().expect("changes") {
        details[name] = value.clone();
    }
    details
}

/// What is sent of the details of a SAML provider: all but what Cognito worked out.
pub(super) fn sent(mut details: Value) -> Value {
    details.as_object_mut().expect("details").retain(|name, _| !name.ends_with("RedirectBindingURI"));
    details
}

/// What an update of a provider of `shop-users` names.
pub(super) fn request(fixture: &Fixture, name: &str, map: &str, value: &Value) -> Value {
    json!({"UserPoolId": fixture.seed.user_pool, "ProviderName": name, map: value})
}

/// Sends the edits of the form of `okta`; exactly this map is sent, it is told afterwards, and all else is as
/// it was.
pub(super) async fn sends(fixture: &Fixture, ui: &mut Journey, before: &Inventory, map: &str, value: Value) {
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
    ui.press_until("down", "▶ Identifiers ")
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
    let body = json!({"client_id": "console", "client_secret": "oidc-secret-value",
        "oidc_issuer": "https://new.example",
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
