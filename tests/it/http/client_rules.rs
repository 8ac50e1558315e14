//! Rules between the settings of an app client: what Cognito refuses is refused by the form before, and
//! nothing is sent. The real program over real HTTP.

use crate::support::journey::Journey;
use cognitui::demo::{Cognito, Store};
use serde_json::{Value, json};

/// A client with a secret, OAuth and refresh token rotation; what names it, and all that is sent of it.
async fn served() -> (Cognito, Value) {
    let mut store = Store::empty();
    let pool =
        store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool")["UserPool"]["Id"]
            .clone();
    let web = json!({
        "UserPoolId": pool, "ClientName": "web", "GenerateSecret": true, "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
        "SupportedIdentityProviders": ["COGNITO"], "CallbackURLs": ["https://a.example/cb"], "LogoutURLs": ["https://a.example/out"],
        "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"], "AllowedOAuthFlowsUserPoolClient": true,
        "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
    });
    let mut made = store.call("CreateUserPoolClient", web).expect("a client")["UserPoolClient"].take();
    let members = made.as_object_mut().expect("members");
    members.retain(|name, _| !["CreationDate", "LastModifiedDate", "ClientSecret"].contains(&name.as_str()));
    (Cognito::start(store).await.expect("a server"), made)
}

/// The form of the client.
async fn form(server: &Cognito) -> Journey {
    let mut ui = Journey::user_pools(server);
    ui.sees("▶ shop")
        .await
        .press("enter 2")
        .sees("▶ web")
        .await
        .press("e")
        .sees("Edit web")
        .await
        .rests()
        .await;
    ui
}

/// The server refuses these settings, in these words; they are not stored.
fn refuses(server: &Cognito, client: &Value, changes: &Value, words: &str) {
    let mut body = client.clone();
    for (name, value) in changes.as_object().expect("changes") {
        body[name] = value.clone();
    }
    let refusal = server.with_store(|store| store.call("UpdateUserPoolClient", body)).expect_err("refused");
    assert!(refusal.message.contains(words), "{refusal:?}");
}

/// Review is refused with a sentence beside a field; the edits are thrown away.
async fn stops(server: &Cognito, ui: &mut Journey, sentence: &str) {
    ui.press("ctrl-s").sees("fixing:").await.sees(sentence).await;
    ui.press("esc").sees("Discard the edits?").await.press("y").sees("▶ web").await;
    assert!(server.received("UpdateUserPoolClient").is_empty());
}

#[tokio::test]
async fn what_the_server_refuses_of_one_field_is_refused_by_the_form_before() {
    let (server, client) = served().await;
    let url = |url: &str| json!({"CallbackURLs": [url]});
    let cases = [
        (
            "▶   1 URL",
            "http://shop.example.com/cb",
            "✗ must be https",
            url("http://shop.example.com/cb"),
            "cannot use the HTTP protocol",
        ),
        (
            "▶   1 URL",
            "https://a.example/#x",
            "✗ must not have a fragment (#)",
            url("https://a.example/#x"),
            "cannot use fragment",
        ),
        (
            "▶   1 URL",
            "a.example/cb",
            "✗ must begin with https://",
            url("a.example/cb"),
            "cannot be Relative Uri",
        ),
        (
            "▶ Default callback URL",
            "https://elsewhere.example/",
            "✗ must be one of the callback URLs",
            json!({"DefaultRedirectURI": "https://elsewhere.example/"}),
            "is not in the callback URIs list",
        ),
        (
            "▶ Access token valid",
            "25",
            "✗ must be 5 minutes to 1 day with its unit",
            json!({"AccessTokenValidity": 25}),
            "Invalid range for token validity",
        ),
        (
            "▶ Refresh token valid",
            "3651",
            "✗ must be 60 minutes to 10 years with its unit",
            json!({"RefreshTokenValidity": 3651}),
            "Invalid range for token validity",
        ),
    ];
    for (field, text, sentence, changes, words) in cases {
        refuses(&server, &client, &changes, words);
        let mut ui = form(&server).await;
        ui.press_until("tab", field).await.press("ctrl-u").write(text).sees(sentence).await;
        stops(&server, &mut ui, sentence).await;
    }
}

#[tokio::test]
async fn what_the_server_refuses_of_an_entry_beside_others_is_refused_by_the_form_before() {
    let (server, client) = served().await;
    let cases = [
        (
            "▶   1 Flow                    code",
            "client_credentials",
            "✗ client_credentials must be the only flow",
            json!({"AllowedOAuthFlows": ["code", "client_credentials"]}),
            "client_credentials flow can not be selected along with code flow",
        ),
        (
            "▶   1 Flow                    ALLOW_USER_SRP_AUTH",
            "ALLOW_REFRESH_TOKEN_AUTH",
            "✗ excludes ALLOW_REFRESH_TOKEN_AUTH among the authentication flows",
            json!({"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]}),
            "Refresh token rotation cannot be enabled",
        ),
        (
            "▶   1 Flow                    ALLOW_USER_SRP_AUTH",
            "ADMIN_NO_SRP_AUTH",
            "✗ can't mix ADMIN_NO_SRP_AUTH with names that begin with ALLOW_",
            json!({"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ADMIN_NO_SRP_AUTH"]}),
            "cannot be used with legacy auth flow names",
        ),
    ];
    for (field, text, sentence, changes, words) in cases {
        refuses(&server, &client, &changes, words);
        let mut ui = form(&server).await;
        ui.press_until("tab", field).await.press("ctrl-n").write(text).sees(sentence).await;
        stops(&server, &mut ui, sentence).await;
    }
}

#[tokio::test]
async fn a_token_that_would_outlive_the_one_that_renews_it_is_refused_until_both_fit() {
    let (server, client) = served().await;
    let units = json!({"RefreshToken": "hours"});
    let changes = json!({"RefreshTokenValidity": 2, "AccessTokenValidity": 3, "TokenValidityUnits": units});
    refuses(&server, &client, &changes, "must be less than or equal to refresh token");
    let mut ui = form(&server).await;
    ui.press_until("tab", "▶ Refresh token valid").await.press("ctrl-u").write("2");
    ui.press("tab").sees("▶ Refresh token unit").await.press_until("space", "‹ hours ›").await;
    ui.press("tab")
        .sees("▶ Access token valid")
        .await
        .write("3")
        .sees("✗ must not outlive the refresh token")
        .await;
    ui.press("ctrl-s").sees("fixing:").await;
    assert!(server.received("UpdateUserPoolClient").is_empty());
    ui.press("ctrl-u")
        .write("2")
        .vanishes("outlive")
        .await
        .press("ctrl-s")
        .confirms("Update app client web?")
        .await
        .press("y");
    ui.sees("✓ 3 settings changed, 0 others").await;
    let mut expected = client;
    expected["RefreshTokenValidity"] = json!(2);
    expected["AccessTokenValidity"] = json!(2);
    expected["TokenValidityUnits"] = units;
    assert_eq!(server.received("UpdateUserPoolClient"), [expected]);
}

#[tokio::test]
async fn a_wildcard_in_a_url_is_refused_since_it_would_match_nothing() {
    let (server, _) = served().await;
    let mut ui = form(&server).await;
    ui.press_until("tab", "▶   1 URL")
        .await
        .press("ctrl-u")
        .write("https://*.example.com/cb")
        .sees("✗ must not contain *")
        .await;
    stops(&server, &mut ui, "✗ must not contain *").await;
}
