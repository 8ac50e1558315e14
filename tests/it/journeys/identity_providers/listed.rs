//! Identity providers are found, looked at, deleted and copied.

use crate::support::fixture::{Fixture, journeys};
use crate::support::seed::client_request;
use serde_json::json;

use super::editing::{sent, was};
use super::{METADATA, METADATA_URL};

journeys! {
    an_identifier_leads_to_its_provider
    what_lies_at_the_url_of_the_metadata_is_fetched_on_a_key_and_nothing_changes
    a_deletion_takes_the_provider_out_of_the_clients_that_offer_it_first
    a_deletion_that_is_given_up_deletes_nothing
    an_opened_provider_that_is_deleted_leads_back_to_the_list
    a_copy_of_a_saml_provider_is_a_provider_of_its_own_without_identifiers
    a_name_that_another_provider_has_is_refused_at_its_field_and_the_form_is_whole
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
    ui.sees("unknown (not fetched)").await;
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
        ui.press("enter").vanishes("unknown (not fetched)").await;
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
