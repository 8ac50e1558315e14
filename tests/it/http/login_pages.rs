//! Login pages and threats of a user pool over HTTP: "not found" is an empty list, a feature that is off is
//! no failure, and a lost answer is looked for.

use crate::support::journey::Journey;
use cognitui::demo::{Cognito, Fault, Store};
use serde_json::{Value, json};

/// A server with a pool and an app client; the ids that name the client.
async fn served() -> (Cognito, Value) {
    let mut store = Store::empty();
    let made = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool");
    let pool = made["UserPool"]["Id"].clone();
    let domain = json!({"UserPoolId": pool, "Domain": "shop-login", "ManagedLoginVersion": 2});
    store.call("CreateUserPoolDomain", domain).expect("a domain");
    let web = json!({"UserPoolId": pool, "ClientName": "web"});
    let made = store.call("CreateUserPoolClient", web).expect("a client");
    let ids = json!({"UserPoolId": pool, "ClientId": made["UserPoolClient"]["ClientId"]});
    (Cognito::start(store).await.expect("a server"), ids)
}

fn style(server: &Cognito, ids: &Value) -> Option<Value> {
    let call = |store: &mut Store| store.call("DescribeManagedLoginBrandingByClient", ids.clone());
    Some(server.with_store(call).ok()?["ManagedLoginBranding"].clone())
}

async fn login_page(server: &Cognito) -> Journey {
    let mut ui = Journey::user_pools(server);
    ui.sees("▶ shop").await.press("enter 2").sees("▶ web").await.press("enter 4");
    ui.sees("there is no login page until one exists").await;
    ui
}

#[tokio::test]
async fn a_login_page_is_made_with_one_key_and_deleted_again() {
    let (server, ids) = served().await;
    let mut ui = login_page(&server).await;
    ui.press("n").confirms("Create new login page style?").await.press("y").sees("✓ Created").await;
    let mut request = ids.clone();
    request["UseCognitoProvidedValues"] = json!(true);
    assert_eq!(server.received("CreateManagedLoginBranding"), [request]);
    let id = style(&server, &ids).expect("a style")["ManagedLoginBrandingId"].clone();
    ui.press("enter").sees("▶ AWS's default").await.press("D");
    ui.asked("Delete login page style of web?").await;
    ui.write("web").press("enter").sees("✓ Deleted and verified").await;
    let request = json!({"UserPoolId": ids["UserPoolId"], "ManagedLoginBrandingId": id});
    assert_eq!(server.received("DeleteManagedLoginBranding"), [request]);
    ui.press("enter").sees("there is no login page until one exists").await;
    assert_eq!(style(&server, &ids), None);
}

#[tokio::test]
async fn a_login_page_whose_answer_was_lost_is_looked_for_and_made_once() {
    let (server, ids) = served().await;
    let mut ui = login_page(&server).await;
    ui.press("n").confirms("Create new login page style?").await;
    server.inject("CreateManagedLoginBranding", Fault::ResetAfter);
    ui.press("y").sees("The response was lost").await;
    assert_eq!(server.received("CreateManagedLoginBranding").len(), 1);
    assert!(style(&server, &ids).is_some());
}

#[tokio::test]
async fn a_style_that_can_not_be_read_is_no_missing_one() {
    let (server, _) = served().await;
    server.inject_always("DescribeManagedLoginBrandingByClient", Fault::AccessDenied);
    let mut ui = Journey::user_pools(&server);
    ui.sees("▶ shop").await.press("enter 2").sees("▶ web").await.press("enter 4");
    ui.sees("access denied").await.never_shows("no login page until").await;
}

#[tokio::test]
async fn threats_of_a_pool_without_threat_protection_are_told_as_off_and_the_rest_of_the_tab_is_read() {
    let (server, _) = served().await;
    let mut ui = Journey::user_pools(&server);
    ui.sees("▶ shop").await.press("enter 8").sees("not told: threat protection is off").await;
    ui.sees("CN=eu-west-1_demo").await;
}
