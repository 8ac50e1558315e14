//! The list of providers: look-ups, deletion and what uses a provider.

use super::{saml, stored, with};
use cognitui::resource::Document;
use cognitui::resource::tables::PROVIDER;
use serde_json::json;

#[test]
fn a_social_type_that_the_pool_has_is_not_offered_a_second_form() {
    let details = json!({"client_id": "abc", "client_secret": "first-secret", "authorize_scopes": "openid"});
    let (mut harness, _) = with("Google", "Google", &details);
    harness
        .press("n")
        .write("google")
        .press("enter")
        .sees("This user pool already has a Google provider (limit 1)")
        .press("esc")
        .sees("▶ Google");
}

#[test]
fn an_identifier_leads_to_a_provider_that_came_after_the_list_was_read() {
    let (mut harness, pool) = saml();
    let body = json!({"UserPoolId": pool, "ProviderName": "late", "ProviderType": "SAML", "IdpIdentifiers": ["late.example"],
        "ProviderDetails": {"MetadataURL": "https://late.example"}});
    harness.store.call("CreateIdentityProvider", body).expect("a provider");
    harness
        .press("i")
        .write("late.example")
        .press("enter")
        .sees("late.example belongs to late. Enter opens it.")
        .sees("▶ late");
    harness.press("enter").sees("https://late.example");
}

#[test]
fn an_identifier_leads_to_its_provider() {
    let (mut harness, _) = saml();
    harness
        .press("i")
        .sees("Find by identifier")
        .write("nobody.example")
        .press("enter")
        .sees("No identity provider has the identifier nobody.example");
    harness.press("ctrl-u").write("shop!").press("enter").sees("letters, digits, spaces and + = . @ -");
    harness
        .press("ctrl-u")
        .write("shop.example")
        .press("enter")
        .sees("shop.example belongs to okta. Enter opens it.")
        .press("enter")
        .sees("Metadata URL");
}

#[test]
fn a_deletion_names_the_clients_that_offer_the_provider_and_takes_it_out_of_them_first() {
    let (mut harness, pool) = saml();
    for name in ["web", "ios"] {
        let body = json!({"UserPoolId": pool, "ClientName": name, "SupportedIdentityProviders": ["COGNITO", "okta"]});
        harness.store.call("CreateUserPoolClient", body).expect("a client");
    }
    harness
        .store
        .call("CreateUserPoolClient", json!({"UserPoolId": pool, "ClientName": "tool"}))
        .expect("a client");
    harness
        .press("D")
        .sees("Delete identity provider okta?")
        .sees("App clients that offer it")
        .sees("web")
        .sees("ios")
        .never_shows("tool")
        .sees("remove its uses");
    harness.press("ctrl-t").sees("Update 2 of 2 app clients?").sees("− okta").press("y").sees("2 changed");
    let sent: Vec<_> =
        harness.updates().iter().map(|update| update["SupportedIdentityProviders"].clone()).collect();
    assert_eq!(sent, [json!(["COGNITO"]), json!(["COGNITO"])]);
    harness
        .press("enter")
        .sees("Delete identity provider okta?")
        .sees("none")
        .vanishes("remove its uses")
        .write("okta")
        .press("enter")
        .sees("✓ Deleted and verified");
    assert_eq!(harness.last_update(), json!({"UserPoolId": pool, "ProviderName": "okta"}));
}

#[test]
fn the_clients_that_offer_a_provider_stand_on_a_tab_of_it() {
    let (mut harness, pool) = saml();
    let body = json!({"UserPoolId": pool, "ClientName": "web", "SupportedIdentityProviders": ["okta"]});
    harness.store.call("CreateUserPoolClient", body).expect("a client");
    harness
        .press("enter 2")
        .sees("App clients that offer it")
        .sees("web")
        .press("G enter")
        .sees("Authentication flows");
}

#[test]
fn a_copy_of_a_saml_provider_has_a_name_of_its_own_and_no_identifiers() {
    let (mut harness, pool) = saml();
    harness.press("N").sees("okta-copy").press("ctrl-s").press("pgdn pgdn y").sees(" match");
    let made = harness.last_update();
    assert_eq!((&made["ProviderName"], made.get("IdpIdentifiers")), (&json!("okta-copy"), None));
    assert_eq!(
        made["ProviderDetails"],
        json!({"MetadataURL": "https://idp.example/metadata", "IDPSignout": "true", "EncryptedResponses": "true", "NewerThanThis": "kept"})
    );
    assert_eq!(stored(&mut harness, &pool, "okta")["IdpIdentifiers"], json!(["shop.example"]));
}

#[test]
fn the_endpoints_that_entra_spreads_over_two_hosts_are_no_finding() {
    let tenant = "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555";
    let details = |user_info: &str| {
        json!({"client_id": "a", "client_secret": "s", "attributes_request_method": "GET",
        "oidc_issuer": format!("{tenant}/v2.0"), "authorize_scopes": "openid, email, profile",
        "authorize_url": format!("{tenant}/oauth2/v2.0/authorize"), "token_url": format!("{tenant}/oauth2/v2.0/token"),
        "attributes_url": user_info, "jwks_uri": format!("{tenant}/discovery/v2.0/keys")})
    };
    let ids = |user_info: &str| {
        let provider = json!({"ProviderName": "EntraOIDC", "ProviderType": "OIDC", "ProviderDetails": details(user_info)});
        let provider = Document::from_value(provider).expect("an object");
        let context = cognitui::resource::ValidationContext::default();
        let found = cognitui::resource::finding::findings(&PROVIDER, &provider, &context);
        found.iter().map(|finding| (finding.id, finding.severity.word())).collect::<Vec<_>>()
    };
    assert_eq!(ids("https://graph.microsoft.com/oidc/userinfo"), []);
    assert_eq!(ids("https://userinfo.example/"), [("ID3", "info")]);
    assert_eq!(ids("http://login.microsoftonline.com/userinfo"), [("ID3", "medium")]);
    let (mut harness, _) = with("OIDC", "EntraOIDC", &details("https://graph.microsoft.com/oidc/userinfo"));
    harness.press("e").focus_field("Issuer").never_shows("on another host");
}

#[test]
fn a_name_that_the_list_has_already_is_refused_at_the_name() {
    let (mut harness, _) = saml();
    harness.press("n enter").fill("Name", "okta").press("ctrl-s");
    harness.sees("✗ another identity provider has this name:");
    assert!(harness.updates().is_empty());
    harness.fill("Name", "okta-2").vanishes("has this name");
    // A copy may not keep the name either.
    harness.press("esc y N").fill("Name", "okta").sees("✗ another identity provider has this name");
}
