//! The form of an identity pool, down to the exact request that arrives.

use super::described;
use crate::support::journey::{Journey, shop};
use cognitui::demo::Fault;
use serde_json::json;

#[tokio::test]
async fn a_form_that_met_a_conflict_goes_on_from_what_is_there_now() {
    let (server, id) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop")
        .await
        .press("e")
        .sees("Edit shop")
        .await
        .press("end")
        .write("2")
        .press("ctrl-s")
        .asked("Update identity pool shop?")
        .await;
    server.with_store(|store| store.identity_pool_mut(&id)["IdentityPoolName"] = json!("theirs"));
    ui.press("y")
        .sees("1 setting left to choose")
        .await
        .press("esc")
        .sees("Edit shop")
        .await
        .sees("shop2")
        .await;
    ui.press("ctrl-s")
        .asked("Name  theirs  →  shop2")
        .await
        .press("y")
        .sees("1 setting changed, 0 others")
        .await;
    assert_eq!(server.last("UpdateIdentityPool")["IdentityPoolName"], "shop2");
}

#[tokio::test]
async fn the_form_sends_the_whole_pool_with_what_was_edited() {
    let (server, id) = shop().await;
    let before = described(&server, &id);
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.press("e").sees("Edit shop").await;
    ui.sees("login.shop  (can't be changed once set)").await;
    // The name, then the classic flow.
    ui.press("end").write(" two").press("tab tab space").sees("‹ blocked ›").await;
    ui.press("ctrl-s")
        .asked("Update identity pool shop?")
        .await
        .asked("Name  shop  →  shop two")
        .await
        .press("y")
        .sees("2 settings changed, 0 others")
        .await;
    let mut expected = before;
    expected["IdentityPoolName"] = json!("shop two");
    expected["AllowClassicFlow"] = json!(false);
    assert_eq!(server.received("UpdateIdentityPool"), [expected]);
    ui.press("enter").sees("▶ shop two").await;
}

#[tokio::test]
async fn every_collection_of_the_form_takes_new_entries_and_loses_old_ones() {
    let (server, id) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.press("e").sees("Edit shop").await;
    // User-pool providers: name, guests, classic flow, then the first record's three cells.
    ui.press("tab tab tab ctrl-n")
        .write("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_B")
        .press("tab")
        .write("def")
        .press("tab")
        .sees("2 cognito-idp")
        .await;
    // Login providers: the second entry, then Google's app id changed.
    ui.press("tab")
        .sees("▶     + add an entry")
        .await
        .press("tab tab end")
        .write("2")
        .press("ctrl-n")
        .write("www.amazon.com")
        .press("tab")
        .write("amzn1")
        .sees("amzn1")
        .await;
    // OpenID Connect: removed. SAML: pasted two.
    ui.press("tab tab").sees("▶   1 ARN").await.press("ctrl-d").sees("0 entries").await.press("tab tab");
    ui.paste("arn:aws:iam::123456789012:saml-provider/a\narn:aws:iam::123456789012:saml-provider/b\n")
        .sees("3 entries")
        .await;
    // Tags: the key of the only one is changed.
    ui.press("tab tab end")
        .write("s")
        .press("ctrl-s")
        .asked("Update identity pool shop?")
        .await
        .press("y")
        .sees("0 others")
        .await;
    let sent = server.last("UpdateIdentityPool");
    assert_eq!(
        sent["CognitoIdentityProviders"],
        json!([
            {"ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A", "ClientId": "abc", "ServerSideTokenCheck": true},
            {"ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_B", "ClientId": "def", "ServerSideTokenCheck": true},
        ])
    );
    assert_eq!(
        sent["SupportedLoginProviders"],
        json!({"accounts.google.com": "123.apps2", "www.amazon.com": "amzn1"})
    );
    assert_eq!(sent["OpenIdConnectProviderARNs"], json!([]));
    let saml = ["okta", "a", "b"].map(|name| format!("arn:aws:iam::123456789012:saml-provider/{name}"));
    assert_eq!(sent["SamlProviderARNs"], json!(saml));
    assert_eq!(sent["IdentityPoolTags"], json!({"teams": "web"}));
    assert_eq!(
        (&sent["FutureSetting"], &sent["DeveloperProviderName"]),
        (&json!({"deep": [1, null]}), &json!("login.shop"))
    );
    assert_eq!(described(&server, &id)["IdentityPoolTags"], json!({"teams": "web"}));
}

#[tokio::test]
async fn bad_input_is_refused_where_it_stands_and_nothing_is_lost() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop")
        .await
        .press("e")
        .sees("Edit shop")
        .await
        .press("end")
        .write("!")
        .sees("✗ letters, digits, spaces and + = , . @ -")
        .await;
    ui.press("ctrl-s").sees("fixing:").await.sees("shop!").await;
    ui.press("backspace ctrl-s").sees("Nothing to send: no setting changed.").await;
    // A role where a provider belongs, an entry that is a duplicate, an empty record.
    ui.press("tab tab tab tab tab tab ctrl-n ctrl-s")
        .sees("✗ Provider: must not be empty")
        .await
        .press("ctrl-d");
    ui.press("esc").vanishes("Edit shop").await;
    assert!(server.received("UpdateIdentityPool").is_empty());
}

#[tokio::test]
async fn leaving_a_form_with_edits_asks_first() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop")
        .await
        .press("e")
        .sees("Edit shop")
        .await
        .write("x")
        .press("esc")
        .sees("Discard the edits?")
        .await;
    ui.press("n")
        .vanishes("Discard the edits?")
        .await
        .sees("Edit shop")
        .await
        .press("esc y")
        .vanishes("Edit shop")
        .await;
    assert!(server.received("UpdateIdentityPool").is_empty());
}

#[tokio::test]
async fn what_only_the_server_can_know_comes_back_on_the_form_with_everything_still_in_it() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop")
        .await
        .press("e")
        .sees("Edit shop")
        .await
        .press("end")
        .write("2")
        .press("ctrl-s")
        .asked("Update identity pool shop?")
        .await;
    let refusal = "1 validation error detected: Value 'shop2' at 'identityPoolName' failed to satisfy constraint: is taken";
    server.inject(
        "UpdateIdentityPool",
        Fault::Refuse(cognitui::demo::ServiceError::new("ValidationException", refusal)),
    );
    ui.press("y")
        .sees("AWS refused a value")
        .await
        .press("esc")
        .sees("Edit shop")
        .await
        .sees("shop2")
        .await
        .sees("is taken")
        .await;
}
