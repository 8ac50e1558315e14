//! Identity providers when something goes wrong: addresses that lead nowhere, answers that get
//! lost, and what only the service knows. The real program over real HTTP.

use crate::support::journey::{Journey, settings};
use cognitui::app::{Options, Target};
use cognitui::aws::Settings;
use cognitui::demo::{Cognito, Fault, Gate, Store};
use cognitui::saml::MOST;
use serde_json::{Value, json};
use std::time::Duration;

const METADATA: &str = include_str!("../../fixtures/okta.xml");

const URL: &str = "https://idp.example/saml/metadata?tenant=1";

/// A day in 2026, in seconds since 1970.
const NOW: i64 = 1_790_000_000;

/// A user pool with a SAML provider whose metadata lies at a URL, and one whose details hold more than this
/// build knows.
pub(super) async fn served() -> Cognito {
    let mut store = Store::empty();
    let pool =
        store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool")["UserPool"]["Id"]
            .clone();
    let okta = json!({"MetadataURL": URL, "IDPSignout": "true"});
    let partner = json!({"client_id": "p", "client_secret": "made-up-secret", "authorize_scopes": "openid",
        "attributes_request_method": "GET", "oidc_issuer": "https://partner.example", "FutureDetail": "kept"});
    for (name, kind, details) in [("okta", "SAML", okta), ("partner", "OIDC", partner)] {
        let body = json!({"UserPoolId": pool, "ProviderName": name, "ProviderType": kind, "ProviderDetails": details,
            "AttributeMapping": {"email": "email"}});
        store.call("CreateIdentityProvider", body).expect("a provider");
    }
    let server = Cognito::start(store).await.expect("a server");
    server.publish(URL, 200, "application/xml", METADATA);
    server
}

pub(super) fn pool(server: &Cognito) -> Value {
    server.with_store(|store| store.user_pool_id("shop")).into()
}

fn providers(server: &Cognito) -> Vec<String> {
    let body = json!({"UserPoolId": pool(server), "MaxResults": 60});
    let listed = server.with_store(|store| store.call("ListIdentityProviders", body)).expect("providers");
    listed["Providers"]
        .as_array()
        .expect("providers")
        .iter()
        .map(|one| one["ProviderName"].as_str().expect("a name").to_owned())
        .collect()
}

/// The list of identity providers, on `okta`, every row read.
async fn list(settings: Settings) -> Journey {
    let mut ui = Journey::start_at(|| NOW, settings, Target::UserPools, Options::default());
    ui.sees("▶ shop")
        .await
        .press("enter 3")
        .sees("Identity providers (2)")
        .await
        .sees("▶ okta")
        .await
        .filled()
        .await;
    ui
}

/// The form of `okta`.
async fn form(server: &Cognito) -> Journey {
    let mut ui = list(settings(server)).await;
    ui.press("e").sees("Edit okta").await.rests().await;
    ui
}

#[tokio::test]
async fn metadata_is_fetched_once_and_without_anything_that_is_secret() {
    let server = served().await;
    let mut ui = list(settings(&server)).await;
    assert!(server.fetched(URL).is_empty(), "nothing is fetched but on a key");
    ui.press("m")
        .sees("SAML metadata at the URL")
        .await
        .sees("http://www.okta.com/exk1fcia6d6EMsf331d8")
        .await;
    ui.press("enter").vanishes("SAML metadata at the URL").await.sees("SAML             20").await;
    let fetches = server.fetched(URL);
    let [headers] = fetches.as_slice() else { panic!("one fetch, not {fetches:?}") };
    let names: Vec<_> = headers.iter().map(|(name, _)| name.as_str()).collect();
    for name in &names {
        assert!(["accept", "user-agent", "host"].contains(name), "{name} says more than it has to");
    }
    let agent = headers.iter().find(|(name, _)| name == "user-agent").map(|(_, value)| value.as_str());
    assert_eq!(agent, Some(concat!("cognitui/", env!("CARGO_PKG_VERSION"))));
    assert!(server.received("UpdateIdentityProvider").is_empty(), "looking changes nothing");
}

#[tokio::test]
async fn what_lies_at_an_address_is_refused_in_words_and_never_followed() {
    let server = served().await;
    let mut ui = list(settings(&server)).await;
    let mut refused = async |words: &str| {
        ui.press("m")
            .sees("Can't fetch it from idp.example")
            .await
            .sees(words)
            .await
            .press("esc")
            .vanishes("Can't fetch it")
            .await;
    };
    server.publish(URL, 404, "text/plain", "nothing here");
    refused("it responds with HTTP 404").await;
    server.publish(URL, 200, "text/html", "<!DOCTYPE html><p>Sign in");
    refused("the document is a web page, not SAML").await;
    server.publish(URL, 200, "application/xml", b"\xff\xfe\0\0<\0\0\0".to_vec());
    refused("the document is UTF-32").await;
    server.publish(URL, 200, "application/xml", " ".repeat(MOST + 1));
    refused("it is larger than 1 MB").await;
    server.publish(URL, 200, "application/xml", vec![b'<'; 10 * MOST]);
    refused("it is larger than 1 MB").await;
    let elsewhere = "https://elsewhere.example/metadata";
    server.publish(elsewhere, 200, "application/xml", METADATA);
    server.redirect(URL, elsewhere);
    refused("it redirects to").await;
    assert!(server.fetched(elsewhere).is_empty());
    server.inject(URL, Fault::ResetBefore);
    refused("it can't be reached").await;
    assert_eq!(server.fetched(URL).len(), 7, "and nothing is tried twice");
}

#[tokio::test]
async fn a_fetch_that_takes_too_long_ends_by_itself_and_one_that_is_stopped_at_once() {
    let server = served().await;
    let gate = Gate::new();
    server.inject_always(URL, Fault::Hold(gate.clone()));
    let mut ui = list(Settings { read_timeout: Duration::from_secs(1), ..settings(&server) }).await;
    ui.press("m")
        .sees("Can't fetch it from idp.example")
        .await
        .press("esc")
        .vanishes("SAML metadata at")
        .await;
    server.wait_for_fetches(URL, 1).await;
    ui.press("m");
    server.wait_for_fetches(URL, 2).await;
    ui.press("esc").vanishes("SAML metadata at the URL").await.rests().await.sees("▶ okta").await;
    gate.open();
}

#[tokio::test]
async fn an_address_in_a_form_is_looked_at_without_leaving_the_form() {
    let server = served().await;
    let expired = "https://idp.example/old";
    let old: String =
        include_str!("../../fixtures/expired.pem").lines().filter(|line| !line.starts_with('-')).collect();
    let (before, rest) = METADATA.split_once("<ds:X509Certificate>").expect("a certificate");
    let (_, after) = rest.split_once("</ds:X509Certificate>").expect("its end");
    server.publish(
        expired,
        200,
        "application/xml",
        format!("{before}<ds:X509Certificate>{old}</ds:X509Certificate>{after}"),
    );
    let mut ui = form(&server).await;
    ui.press_until("tab", "▶ Metadata URL")
        .await
        .press("ctrl-u")
        .write("http://idp.example/x")
        .press("ctrl-o");
    ui.sees("✗ must begin with https://")
        .await
        .sees("only https URLs")
        .await
        .press("esc")
        .vanishes("only https")
        .await;
    ui.press("ctrl-u")
        .write(expired)
        .press("ctrl-o")
        .sees("SAML metadata at the URL")
        .await
        .sees("expired")
        .await
        .press("enter");
    ui.vanishes("SAML metadata at the URL")
        .await
        .sees("at this URL, its signing certificate expired on")
        .await
        .sees(expired)
        .await;
    ui.press("ctrl-s").sees("fixing:").await;
    assert_eq!(server.fetched("http://idp.example/x").len(), 0);
    assert!(server.received("UpdateIdentityProvider").is_empty());
}

/// A new provider, `adfs`, confirmed but for the last key.
async fn new_provider(server: &Cognito) -> Journey {
    let mut ui = list(settings(server)).await;
    ui.press("n")
        .sees("which type?")
        .await
        .write("saml")
        .press("enter")
        .sees("New identity provider")
        .await
        .rests()
        .await;
    ui.write("adfs").sees("▶ Name *                      adfs").await;
    ui.press_until("down", "▶ Metadata URL")
        .await
        .write(URL)
        .press("ctrl-s")
        .confirms("Create identity provider adfs?")
        .await;
    ui
}

#[tokio::test]
async fn a_new_provider_whose_answer_was_lost_is_looked_for_by_its_name_and_made_once() {
    let server = served().await;
    let mut ui = new_provider(&server).await;
    server.inject("CreateIdentityProvider", Fault::ResetAfter);
    ui.press("y").sees("The response was lost, but it was created.").await;
    assert_eq!(server.received("CreateIdentityProvider").len(), 1);
    assert_eq!(providers(&server), ["okta", "partner", "adfs"]);
    ui.press("enter").sees("▶ adfs").await;
}

#[tokio::test]
async fn a_new_provider_whose_request_never_arrived_is_unknown_and_the_form_waits() {
    let server = served().await;
    let mut ui = new_provider(&server).await;
    server.inject("CreateIdentityProvider", Fault::ResetBefore);
    ui.press("y").sees("Unknown whether").await;
    assert_eq!(server.received("CreateIdentityProvider").len(), 1);
    assert_eq!(providers(&server), ["okta", "partner"]);
    ui.press("esc").vanishes("Unknown whether").await.sees("New identity provider").await.sees("adfs").await;
}

#[tokio::test]
async fn an_update_whose_answer_was_lost_is_read_again_and_sent_once() {
    let server = served().await;
    let mut ui = form(&server).await;
    ui.press_until("tab", "▶ Sign out at the provider")
        .await
        .press("space")
        .sees("‹ false ›")
        .await
        .press("ctrl-s")
        .confirms("Update identity provider okta?")
        .await;
    server.inject("UpdateIdentityProvider", Fault::Truncate);
    ui.press("y")
        .sees("The response was lost, but the change was applied.")
        .await
        .sees("✓ 1 setting changed, 0 others")
        .await;
    let details = json!({"MetadataURL": URL, "IDPSignout": "false"});
    let sent = json!({"UserPoolId": pool(&server), "ProviderName": "okta", "ProviderDetails": details});
    assert_eq!(server.received("UpdateIdentityProvider"), [sent]);
}

#[tokio::test]
async fn a_detail_and_a_member_newer_than_this_build_stay_as_they_are() {
    let server = served().await;
    let future = json!({"deep": [1, null]});
    server.inject_always("DescribeIdentityProvider", Fault::UnknownMember("FutureSetting".into(), future));
    let mut ui = list(settings(&server)).await;
    ui.press("j e").sees("Edit partner").await.rests().await;
    ui.press_until("tab", "▶ Client id")
        .await
        .press("ctrl-u")
        .write("q")
        .press("ctrl-s")
        .confirms("Update identity provider partner?")
        .await;
    ui.press("y").sees("✓ 1 setting changed, 0 others").await;
    let sent = server.last("UpdateIdentityProvider");
    assert_eq!(
        (&sent["ProviderDetails"]["FutureDetail"], &sent["ProviderDetails"]["client_id"]),
        (&json!("kept"), &json!("q"))
    );
    assert_eq!(sent["ProviderDetails"]["client_secret"], "made-up-secret");
    let names: Vec<_> = sent.as_object().expect("members").keys().collect();
    assert_eq!(names, ["UserPoolId", "ProviderName", "ProviderDetails"], "what is not sent stays");
}

#[tokio::test]
async fn a_deletion_whose_answer_was_lost_is_read_again_and_sent_once() {
    let server = served().await;
    let mut ui = list(settings(&server)).await;
    ui.press("D").asked("Delete identity provider okta?").await.rests().await.write("okta");
    server.inject("DeleteIdentityProvider", Fault::ResetAfter);
    ui.press("enter").sees("The response was lost, but it is deleted.").await;
    assert_eq!(server.received("DeleteIdentityProvider").len(), 1);
    assert_eq!(providers(&server), ["partner"]);
}

#[tokio::test]
async fn who_may_not_find_by_identifier_is_told_which_permission_it_takes() {
    let server = served().await;
    let mut ui = list(settings(&server)).await;
    server.inject("GetIdentityProviderByIdentifier", Fault::AccessDenied);
    ui.press("i").sees("Find by identifier").await.write("acme.example").press("enter");
    ui.sees("cognito-idp:GetIdentityProviderByIdentifier").await.sees("acme.example").await;
}

#[tokio::test]
async fn an_identifier_that_another_provider_has_comes_back_on_its_entry() {
    let server = served().await;
    let partner = json!({"UserPoolId": pool(&server), "ProviderName": "partner", "IdpIdentifiers": ["partner.example"]});
    server.with_store(|store| store.call("UpdateIdentityProvider", partner)).expect("it is taken");
    let mut ui = form(&server).await;
    ui.press("space")
        .write("okta.example")
        .press("ctrl-n")
        .write("partner.example")
        .sees("2 Identifier              partner.example")
        .await;
    ui.press("ctrl-s")
        .confirms("Update identity provider okta?")
        .await
        .press("y")
        .sees("Nothing was changed.")
        .await
        .press("esc");
    ui.vanishes("Nothing was changed.")
        .await
        .sees("▶   2 Identifier              partner.example")
        .await
        .sees("✗ InvalidParameterException: The identifier partner.example is")
        .await;
}
