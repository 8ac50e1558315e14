//! App clients when something goes wrong: what is lost is looked for and never sent twice, and what only the
//! service knows comes back on its field. The real program over real HTTP.

mod deletions;

use crate::support::journey::Journey;
use cognitui::demo::{Cognito, Fault, ServiceError, Store};
use serde_json::{Value, json};

/// A user pool with a client that has URLs, a secret and its own attributes, a second one without anything, a
/// provider, a resource server, and two identity pools that trust the first client.
fn seeded(mut store: Store) -> Store {
    let pool =
        store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool")["UserPool"]["Id"]
            .clone();
    let details = json!({"client_id": "g", "client_secret": "made-up-secret", "authorize_scopes": "openid"});
    let google = json!({"UserPoolId": pool, "ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": details});
    store.call("CreateIdentityProvider", google).expect("a provider");
    let scopes = json!([{"ScopeName": "orders.read", "ScopeDescription": "Read"}, {"ScopeName": "orders.write", "ScopeDescription": "Write"}]);
    let api = json!({"UserPoolId": pool, "Identifier": "https://api.example.com", "Name": "orders", "Scopes": scopes});
    store.call("CreateResourceServer", api).expect("a resource server");
    let web = json!({
        "UserPoolId": pool, "ClientName": "web", "GenerateSecret": true, "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
        "SupportedIdentityProviders": ["COGNITO"], "CallbackURLs": ["https://a.example/cb"], "LogoutURLs": ["https://a.example/out"],
        "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"], "AllowedOAuthFlowsUserPoolClient": true,
        "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
    });
    let web =
        store.call("CreateUserPoolClient", web).expect("a client")["UserPoolClient"]["ClientId"].clone();
    store.call("CreateUserPoolClient", json!({"UserPoolId": pool, "ClientName": "bare"})).expect("a client");
    let provider = format!("cognito-idp.eu-west-1.amazonaws.com/{}", pool.as_str().expect("an id"));
    for name in ["trusting 1", "trusting 2"] {
        let trusts = json!([{"ProviderName": provider, "ClientId": web}]);
        let body = json!({"IdentityPoolName": name, "AllowUnauthenticatedIdentities": false, "CognitoIdentityProviders": trusts});
        store.call("CreateIdentityPool", body).expect("an identity pool");
    }
    store
}

async fn served() -> Cognito {
    Cognito::start(seeded(Store::empty())).await.expect("a server")
}

fn client(server: &Cognito, name: &str) -> Value {
    server.with_store(|store| Value::Object(store.client_mut("shop", name).clone()))
}

fn clients(server: &Cognito) -> Vec<String> {
    let body = json!({"UserPoolId": server.with_store(|store| store.user_pool_id("shop")), "MaxResults": 60});
    let listed = server.with_store(|store| store.call("ListUserPoolClients", body)).expect("clients");
    let clients = listed["UserPoolClients"].as_array().expect("clients").iter();
    clients.map(|client| client["ClientName"].as_str().expect("a name").to_owned()).collect()
}

/// All that is sent for a client as it is stored.
fn request(server: &Cognito, name: &str) -> Value {
    let mut client = client(server, name);
    let members = client.as_object_mut().expect("members");
    members.retain(|name, _| {
        !["CreationDate", "LastModifiedDate", "ClientSecret", "ClientType"].contains(&name.as_str())
    });
    client
}

/// The list of app clients, on `web`.
async fn list(server: &Cognito) -> Journey {
    let mut ui = Journey::user_pools(server);
    ui.sees("▶ shop").await.press("enter 2").sees("App clients (2)").await.sees("▶ web").await;
    ui
}

/// The form of `web`, with all that it offers read.
async fn form(server: &Cognito) -> Journey {
    let mut ui = list(server).await;
    ui.press("e").sees("Edit web").await.rests().await;
    ui
}

/// The name of `web` changed, and that confirmed but for the last key.
async fn renaming(server: &Cognito) -> Journey {
    let mut ui = form(server).await;
    ui.press("end").write(" app").press("ctrl-s").confirms("Update app client web?").await;
    ui
}

#[tokio::test]
async fn a_setting_newer_than_this_build_goes_back_as_it_came() {
    let server = served().await;
    let future = json!({"deep": [1, null, {"empty": ""}]});
    server.inject_always(
        "DescribeUserPoolClient",
        Fault::UnknownMember("FutureSetting".into(), future.clone()),
    );
    let mut expected = request(&server, "web");
    expected["FutureSetting"] = future;
    expected["RefreshTokenRotation"]["RetryGracePeriodSeconds"] = json!(45);
    let mut ui = form(&server).await;
    ui.press_until("tab", "▶ Rotation grace period")
        .await
        .press("ctrl-u")
        .write("45")
        .press("ctrl-s")
        .confirms("Update app client web?")
        .await;
    ui.press("y").sees("✓ 1 setting changed, 0 others").await;
    assert_eq!(server.received("UpdateUserPoolClient"), [expected]);
}

#[tokio::test]
async fn a_scope_is_picked_from_those_of_a_resource_server() {
    let server = served().await;
    let mut expected = request(&server, "web");
    expected["AllowedOAuthScopes"] = json!(["openid", "https://api.example.com/orders.write"]);
    let mut ui = form(&server).await;
    ui.press_until("tab", "▶   1 Scope")
        .await
        .press("ctrl-n ctrl-o")
        .sees("Choose Scope")
        .await
        .sees("orders.read")
        .await;
    ui.write("write")
        .sees("▶ https://api.example.com/orders.write")
        .await
        .press("enter")
        .vanishes("Choose Scope")
        .await;
    ui.press("ctrl-s")
        .confirms("Update app client web?")
        .await
        .press("y")
        .sees("✓ 1 setting changed, 0 others")
        .await;
    assert_eq!(server.received("UpdateUserPoolClient"), [expected]);
}

#[tokio::test]
async fn an_update_whose_answer_was_lost_is_read_again_and_sent_once() {
    for fault in [Fault::ResetAfter, Fault::Truncate] {
        let server = served().await;
        let mut ui = renaming(&server).await;
        server.inject("UpdateUserPoolClient", fault);
        ui.press("y")
            .sees("The response was lost, but the change was applied.")
            .await
            .sees("✓ 1 setting changed, 0 others")
            .await;
        assert_eq!(server.received("UpdateUserPoolClient").len(), 1);
        assert_eq!(clients(&server), ["web app", "bare"]);
    }
}

#[tokio::test]
async fn an_update_that_never_arrived_is_unknown_and_sent_again_only_by_hand() {
    let server = served().await;
    let before = client(&server, "web");
    let mut ui = renaming(&server).await;
    server.inject("UpdateUserPoolClient", Fault::ResetBefore);
    ui.press("y").sees("Unknown whether the update was applied. It does not show yet.").await;
    assert_eq!(server.received("UpdateUserPoolClient").len(), 1);
    assert_eq!(client(&server, "web"), before);
    ui.press("esc")
        .vanishes("Unknown")
        .await
        .sees("web app")
        .await
        .press("ctrl-s")
        .confirms("Update app client web?")
        .await
        .press("y");
    ui.sees("✓ 1 setting changed, 0 others").await;
    assert_eq!(clients(&server), ["web app", "bare"]);
}

#[tokio::test]
async fn a_throttled_update_was_not_done_so_it_is_sent_again() {
    let server = served().await;
    let mut ui = renaming(&server).await;
    server.inject("UpdateUserPoolClient", Fault::Throttle);
    ui.press("y").sees("✓ 1 setting changed, 0 others").await;
    let sent = server.received("UpdateUserPoolClient");
    assert!(sent.len() == 2 && sent[0] == sent[1], "{sent:?}");
    assert_eq!(clients(&server), ["web app", "bare"]);
}

#[tokio::test]
async fn a_refusal_tells_the_permission_and_the_form_waits_for_it() {
    let server = served().await;
    let before = client(&server, "web");
    let mut ui = renaming(&server).await;
    server.inject("UpdateUserPoolClient", Fault::AccessDenied);
    ui.press("y")
        .sees("The credentials need the permission cognito-idp:UpdateUserPoolClient.")
        .await
        .sees("Nothing was changed.")
        .await;
    assert_eq!(server.received("UpdateUserPoolClient").len(), 1);
    assert_eq!(client(&server, "web"), before);
    ui.press("esc")
        .vanishes("Nothing was changed.")
        .await
        .sees("web app")
        .await
        .press("ctrl-s")
        .confirms("Update app client web?")
        .await;
    ui.press("y").sees("✓ 1 setting changed, 0 others").await;
}

#[tokio::test]
async fn a_client_that_is_being_changed_at_this_moment_is_changed_by_another_try() {
    let server = served().await;
    let mut ui = renaming(&server).await;
    server.inject("UpdateUserPoolClient", Fault::ConcurrentModification);
    ui.press("y")
        .sees("someone else is")
        .await
        .sees("changing it right now")
        .await
        .press("y")
        .sees("✓ 1 setting changed, 0 others")
        .await;
    assert_eq!(server.received("UpdateUserPoolClient").len(), 2);
    assert_eq!(clients(&server), ["web app", "bare"]);
}

/// A provider or a scope that was there when it was picked, and is not when it is sent.
#[tokio::test]
async fn what_only_the_service_knows_comes_back_on_its_field() {
    let refusals = [
        ("▶   1 Provider", "Okta", "InvalidParameterException: The provider Okta does not exist for"),
        (
            "▶   1 Scope",
            "https://api.example.com/none",
            "ScopeDoesNotExistException: Invalid scope requested:",
        ),
    ];
    let server = served().await;
    let before = client(&server, "web");
    // A console that may not list them leaves it to AWS.
    server.inject_always("ListIdentityProviders", Fault::AccessDenied);
    server.inject_always("ListResourceServers", Fault::AccessDenied);
    for (field, text, refusal) in refusals {
        let mut ui = form(&server).await;
        ui.press_until("tab", field)
            .await
            .press("ctrl-n")
            .write(text)
            .press("ctrl-s")
            .confirms("Update app client web?")
            .await
            .press("y");
        ui.sees("Nothing was changed.").await.press("esc").vanishes("Nothing was changed.").await;
        ui.sees(&format!("✗ {refusal}")).await.sees(&field.replace('1', "2")).await.sees(text).await;
        assert_eq!(client(&server, "web"), before);
    }
}

#[tokio::test]
async fn a_client_that_is_refused_among_many_stays_marked_and_stops_no_other() {
    let mut store = seeded(Store::empty());
    let pool = store.user_pool_id("shop");
    for name in ["ios", "android"] {
        let body = json!({"UserPoolId": pool, "ClientName": name, "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["openid"], "CallbackURLs": ["https://a.example/cb", format!("{name}://done")]});
        store.call("CreateUserPoolClient", body).expect("a client");
    }
    let server = Cognito::start(store).await.expect("a server");
    let mut ui = Journey::user_pools(&server);
    ui.sees("▶ shop")
        .await
        .press("enter 2")
        .sees("App clients (4)")
        .await
        .filled()
        .await
        .press("a R")
        .sees("Hosts in use: a.example.")
        .await;
    ui.write("a.example")
        .press("enter")
        .sees("▶ New host")
        .await
        .write("b.example")
        .press("enter")
        .confirms("Update 3 of 4 app clients?")
        .await;
    server.inject("UpdateUserPoolClient", Fault::Delay(std::time::Duration::ZERO));
    server.inject("UpdateUserPoolClient", Fault::AccessDenied);
    ui.press("y")
        .sees("2 changed, 1 skipped, 1 refused")
        .await
        .press("enter")
        .sees("1 marked")
        .await
        .sees("●  ios")
        .await;
    let urls = |name: &str| client(&server, name)["CallbackURLs"].clone();
    assert_eq!(urls("web"), json!(["https://b.example/cb"]));
    assert_eq!(client(&server, "web")["LogoutURLs"], json!(["https://b.example/out"]));
    assert_eq!(urls("ios"), json!(["https://a.example/cb", "ios://done"]));
    assert_eq!(urls("android"), json!(["https://b.example/cb", "android://done"]));
    ui.filled()
        .await
        .press("R")
        .sees("▶ Current host")
        .await
        .sees("Hosts in use: a.example.")
        .await
        .write("a.example")
        .press("enter")
        .write("b.example");
    ui.press("enter")
        .confirms("Update")
        .await
        .press("y")
        .sees("✓ 1 setting changed, 0 others")
        .await
        .press("enter")
        .vanishes("marked")
        .await;
    assert_eq!(urls("ios"), json!(["https://b.example/cb", "ios://done"]));
}

/// A new client of a name, confirmed but for the last key.
async fn new_client(server: &Cognito, name: &str) -> Journey {
    let mut ui = list(server).await;
    ui.press("n")
        .sees("New app client")
        .await
        .rests()
        .await
        .write(name)
        .press("ctrl-s")
        .confirms(&format!("Create app client {name}?"))
        .await;
    ui
}

#[tokio::test]
async fn a_quota_that_is_used_up_is_asked_of_once_and_the_form_waits_until_there_is_room() {
    let server = Cognito::start(seeded(Store::empty().with_client_quota(2))).await.expect("a server");
    let mut ui = new_client(&server, "third").await;
    ui.press("y")
        .sees("a quota is used up")
        .await
        .sees("Maximum number of user pool clients exceeded: 2.")
        .await
        .sees("Nothing was")
        .await;
    assert_eq!(server.received("CreateUserPoolClient").len(), 1, "trying again can't help");
    let body = json!({"UserPoolId": server.with_store(|store| store.user_pool_id("shop")), "ClientId": client(&server, "bare")["ClientId"]});
    server.with_store(|store| store.call("DeleteUserPoolClient", body)).expect("it goes");
    ui.press("esc")
        .vanishes("Nothing was changed.")
        .await
        .sees("third")
        .await
        .press("ctrl-s")
        .confirms("Create app client third?")
        .await;
    ui.press("y").sees("✓ Created. All 2 settings match.").await;
    assert_eq!(clients(&server), ["web", "third"]);
}

#[tokio::test]
async fn a_new_client_whose_answer_was_lost_is_found_again_and_made_once() {
    let server = served().await;
    let mut ui = new_client(&server, "third").await;
    server.inject("CreateUserPoolClient", Fault::ResetAfter);
    ui.press("y")
        .sees("The response was lost, but it was created.")
        .await
        .sees("✓ Created. All 2 settings match.")
        .await;
    assert_eq!(server.received("CreateUserPoolClient").len(), 1);
    assert_eq!(clients(&server), ["web", "bare", "third"]);
}

#[tokio::test]
async fn a_refusal_that_this_build_does_not_know_is_told_in_the_words_of_the_service() {
    let server = served().await;
    let mut ui = renaming(&server).await;
    server.inject(
        "UpdateUserPoolClient",
        Fault::Refuse(ServiceError::new("FeatureUnavailableInTierException", "This needs the PLUS tier.")),
    );
    ui.press("y")
        .sees("FeatureUnavailableInTierException: This needs the PLUS tier.")
        .await
        .sees("Nothing was changed.")
        .await;
    assert_eq!(server.received("UpdateUserPoolClient").len(), 1);
}
