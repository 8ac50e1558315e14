//! Login pages and threats of a user pool over HTTP: "not found" is an empty list, a feature that is off is
//! no failure, and a lost answer is looked for.

use crate::support::journey::Journey;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
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

#[tokio::test]
async fn factors_that_aws_answers_without_a_member_are_unknown_and_are_not_edited() {
    let (server, _) = served().await;
    let nothing = Fault::Answer("application/x-amz-json-1.1", Bytes::from_static(b"{}"));
    server.inject_always("GetUserPoolMfaConfig", nothing);
    let mut ui = Journey::user_pools(&server);
    ui.sees("▶ shop").await.press("enter 6").sees("AWS answered none of them").await;
    ui.never_shows("never set").await.press("e").sees("Factors AWS answered none of them").await;
    assert_eq!(server.received("SetUserPoolMfaConfig"), Vec::<Value>::new());
}

#[tokio::test]
async fn a_certificate_that_aws_does_not_answer_is_told_as_such() {
    let (server, _) = served().await;
    let nothing = Fault::Answer("application/x-amz-json-1.1", Bytes::from_static(b"{}"));
    server.inject_always("GetSigningCertificate", nothing);
    let mut ui = Journey::user_pools(&server);
    ui.sees("▶ shop").await.press("enter 8").sees("AWS answered none").await.sees("AWS WAF").await;
}

#[tokio::test]
async fn an_image_is_read_from_a_file_of_this_machine_and_sent_alone() {
    let (server, ids) = served().await;
    let image = |kind: &str, bytes: &str| json!({"Category": "FORM_LOGO", "ColorMode": "LIGHT", "Extension": kind, "Bytes": bytes});
    let mut own = ids.clone();
    own["Assets"] = json!([image("SVG", "PHN2Zy8+")]);
    own["Settings"] = json!({"a": 1});
    server.with_store(|store| store.call("CreateManagedLoginBranding", own)).expect("a style");
    let folder = tempfile::tempdir().expect("a folder");
    let (path, bytes) = (folder.path().join("logo.png"), b"\x89PNG\r\n\x1a\nnot much");
    std::fs::write(&path, bytes).expect("a file");
    let mut ui = Journey::user_pools(&server);
    ui.sees("▶ shop").await.press("enter 2").sees("▶ web").await.press("enter 4").sees("own settings").await;
    ui.rests().await.press("e").sees("1 Place").await.rests().await.press_until("down", "▶     Image").await;
    ui.press("ctrl-o").rests().await.write(&path.to_string_lossy()).press("enter");
    ui.sees("PNG, 16 bytes").await.sees("‹ PNG ›").await.press("ctrl-s");
    ui.confirms("Update login page style").await.sees("FORM_LOGO, light, PNG, 16 bytes").await;
    ui.press("y").sees("✓ 1 setting changed, 0 others").await;
    let style = style(&server, &ids).expect("a style");
    let sent = json!([image("PNG", &BASE64_STANDARD.encode(bytes))]);
    let id = &style["ManagedLoginBrandingId"];
    let request = json!({"UserPoolId": ids["UserPoolId"], "ManagedLoginBrandingId": id, "Assets": sent});
    assert_eq!(server.received("UpdateManagedLoginBranding"), [request]);
    assert_eq!((&style["Assets"], &style["Settings"]), (&sent, &json!({"a": 1})));
}

#[tokio::test]
async fn one_answer_to_threats_is_changed_and_all_others_go_back() {
    let (server, ids) = served().await;
    let pool = ids["UserPoolId"].clone();
    let mut set = json!({"UserPoolId": pool,
        "CompromisedCredentialsRiskConfiguration":
            {"EventFilter": ["SIGN_IN"], "Actions": {"EventAction": "NO_ACTION"}},
        "AccountTakeoverRiskConfiguration": {"Actions": {"HighAction": {"EventAction": "BLOCK", "Notify": false}}},
        "RiskExceptionConfiguration": {"BlockedIPRangeList": ["203.0.113.0/24"]}});
    server.with_store(|store| {
        let plus = json!({"UserPoolId": pool, "UserPoolTier": "PLUS",
            "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"}});
        store.call("UpdateUserPool", plus).expect("an update");
        store.call("SetRiskConfiguration", set.clone()).expect("the answers to threats");
    });
    let mut ui = Journey::user_pools(&server);
    ui.sees("▶ shop").await.press("enter 8").sees("Leaked password").await.rests().await;
    ui.press("e").sees("‹ NO_ACTION ›").await.rests().await.press("b").sees("▶ Leaked password •").await;
    ui.press("ctrl-s").confirms("Update threat protection of shop?").await.press("y");
    ui.sees("✓ 1 setting changed, 0 others").await;
    set["CompromisedCredentialsRiskConfiguration"]["Actions"]["EventAction"] = json!("BLOCK");
    assert_eq!(server.received("SetRiskConfiguration"), [set]);
}
