//! Identity providers are edited while somebody else changes them, and Apple is, whose key AWS never returns.

use crate::support::fixture::{Fixture, journeys};
use crate::support::journey::Journey;
use crate::support::seed::{IdentityProviderTypeType, Inventory, UpdateIdentityProviderFluentBuilder};
use serde_json::{Value, json};

use super::METADATA_URL;
use super::editing::{details, editing, request, sent};

journeys! {
    a_change_of_another_setting_by_somebody_else_stops_the_write_and_merges
    a_change_of_another_detail_by_somebody_else_is_merged_into_the_same_map
    a_change_of_the_same_setting_by_somebody_else_is_kept
    a_provider_that_somebody_deleted_meanwhile_is_told_to_be_gone
    a_new_mapping_of_apple_needs_no_key_and_is_all_that_is_sent
    a_new_detail_of_apple_is_sent_with_the_key
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
    let body = json!({"UserPoolId": fixture.seed.staff,
        "ProviderName": "SignInWithApple", "AttributeMapping": mapping});
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
        &[json!({"UserPoolId": fixture.seed.staff,
            "ProviderName": "SignInWithApple", "ProviderDetails": sent})],
    );
    fixture
        .holds_provider(&before, &fixture.seed.staff, "SignInWithApple", json!({"ProviderDetails": details}))
        .await;
}
