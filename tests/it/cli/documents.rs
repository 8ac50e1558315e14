//! The same documents are read by every command: plain ones, answers and inputs of the AWS CLI, and exports.

use cognitui::demo::Fault;
use serde_json::{Value, json};

use super::scene::Scene;

const WEB: &str = "user-pool/shop/client/web";
const UPDATE: &str = "UpdateUserPoolClient";

#[tokio::test(flavor = "multi_thread")]
async fn null_clears_and_empty_and_false_are_values_of_their_own() {
    let scene = Scene::new().await;
    let patch = json!({"CallbackURLs": ["https://shop.example/in"], "LogoutURLs": [],
        "EnableTokenRevocation": false, "RefreshTokenValidity": null});
    let file = scene.file("patch.json", &patch.to_string());
    let ended = scene.run(&["apply", WEB, &file, "--yes"]).await;
    assert_eq!(ended.status, Some(0), "{}", ended.said);
    let sent = scene.server.received(UPDATE).pop().expect("an update");
    assert_eq!((&sent["LogoutURLs"], &sent["EnableTokenRevocation"]), (&json!([]), &json!(false)));
    assert_eq!((sent.get("RefreshTokenValidity"), sent.get("DefaultRedirectURI")), (None, None));
    let required = scene.run_with_input(&["apply", WEB, "-", "--yes"], r#"{"ClientName": null}"#).await;
    assert_eq!((required.status, scene.server.received(UPDATE).len()), (Some(1), 1), "{}", required.said);
    assert!(required.said.contains("ClientName: is required"), "{}", required.said);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_is_cleared_by_what_its_update_needs_for_it() {
    let scene = Scene::new().await;
    let provider = json!({"UserPoolId": scene.pool, "ProviderName": "Okta", "ProviderType": "OIDC",
        "ProviderDetails": {"client_id": "id", "client_secret": "s3cret", "authorize_scopes": "openid",
            "attributes_request_method": "GET", "oidc_issuer": "https://login.example.com"},
        "AttributeMapping": {"email": "mail"}, "IdpIdentifiers": ["shop.example"]});
    scene.server.with_store(|store| store.call("CreateIdentityProvider", provider).expect("a provider"));
    let target = "user-pool/shop/provider/Okta";
    let ended = scene.run_with_input(&["apply", target, "-", "--yes"], r#"{"IdpIdentifiers": null}"#).await;
    assert_eq!(ended.status, Some(0), "{}", ended.said);
    let sent = scene.server.received("UpdateIdentityProvider");
    let expected = json!({"UserPoolId": scene.pool, "ProviderName": "Okta", "IdpIdentifiers": []});
    assert_eq!(sent, [expected]);
    // A secret that differs is not printed, and stays as it is.
    let other =
        scene.file("other.json", &json!({"ProviderDetails": {"client_secret": "another"}}).to_string());
    let patch = scene.run(&["diff", target, &other]).await;
    assert!(!patch.data.contains("another") && !patch.data.contains("<client_secret>"), "{}", patch.data);
    assert!(patch.said.contains("Secrets differ and are left out: client_secret."), "{}", patch.said);
    let patch = scene.run(&["diff", target, &other, "--show-secrets"]).await;
    assert_eq!(patch.json()["ProviderDetails"]["client_secret"], "another");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_difference_that_no_edit_takes_over_is_left_out_of_the_patch_and_told() {
    let scene = Scene::new().await;
    let other = json!({"PoolName": "other", "AliasAttributes": ["email"],
        "Policies": {"PasswordPolicy": {"MinimumLength": 14}}});
    scene.server.with_store(|store| store.call("CreateUserPool", other).expect("a pool"));
    let patch = scene.run(&["diff", "user-pool/shop", "user-pool/other", "--output", "json"]).await;
    assert!(
        patch.said.contains("AliasAttributes differs and is left out: can't be changed."),
        "{}",
        patch.said
    );
    let ended = scene.run_with_input(&["apply", "user-pool/shop", "-", "--yes"], &patch.data).await;
    assert_eq!(ended.status, Some(0), "{}: {}", patch.data, ended.said);
    assert!(!ended.said.contains("Stops working"), "{}", ended.said);
    let sent = scene.server.received("UpdateUserPool").pop().expect("an update");
    assert_eq!(sent["Policies"]["PasswordPolicy"]["MinimumLength"], 14);
    assert_eq!(sent.get("AliasAttributes"), None);
}

/// The pool `shop` as a file of its whole export.
async fn exported(scene: &Scene) -> (String, Value) {
    let whole = scene.run(&["export", "user-pool/shop"]).await;
    (scene.file("shop.json", &whole.data), whole.json())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_of_which_a_part_is_refused_prints_nothing_or_with_partial_the_rest_and_what_is_missing() {
    let scene = Scene::new().await;
    scene.server.inject("GetIdentityPoolRoles", Fault::AccessDenied);
    let refused = scene.run(&["export", "identity-pool/shop"]).await;
    assert_eq!((refused.status, &*refused.data), (Some(1), ""));
    assert!(refused.said.contains("--partial exports what can be read."), "{}", refused.said);
    scene.server.inject("GetIdentityPoolRoles", Fault::AccessDenied);
    let partial = scene.run(&["export", "identity-pool/shop", "--partial"]).await;
    assert_eq!(partial.status, Some(0), "{}", partial.said);
    assert!(partial.said.contains("Not exported: roles: "), "{}", partial.said);
    assert_eq!(partial.json()["IdentityPool"]["IdentityPoolName"], "shop");
    assert_eq!(partial.json()["NotRead"].as_array().map(Vec::len), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pool_is_created_from_its_export_which_tells_what_else_it_has() {
    let scene = Scene::new().await;
    let (file, whole) = exported(&scene).await;
    let ended = scene.run(&["create", "user-pool", &file, "--yes"]).await;
    assert_eq!(ended.status, Some(0), "{}", ended.said);
    assert_eq!(ended.json()["Name"], "shop");
    let sent = scene.server.received("CreateUserPool").pop().expect("a pool");
    assert_eq!(sent["PoolName"], "shop");
    assert_eq!(sent["Policies"], whole["UserPool"]["Policies"]);
    assert_eq!((sent.get("Id"), sent.get("Arn"), sent.get("SchemaAttributes")), (None, None, None));
    for other in ["3 app clients", "1 domain", "1 resource server"] {
        assert!(ended.said.contains(other), "{other}: {}", ended.said);
    }
    assert!(ended.said.contains("create takes one kind at a time"), "{}", ended.said);
    assert!(!ended.said.contains("does not know it"), "{}", ended.said);
    assert_eq!(scene.server.received("CreateUserPoolClient").len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clients_of_an_export_are_created_one_after_the_other_and_one_is_applied_by_its_name() {
    let scene = Scene::new().await;
    let (file, _) = exported(&scene).await;
    let target = scene.server.with_store(|store| {
        let pool = store.call("CreateUserPool", json!({"PoolName": "second"})).expect("a pool");
        pool["UserPool"]["Id"].as_str().expect("an id").to_owned()
    });
    let ended = scene.run(&["create", &format!("{target}/client"), &file, "--yes"]).await;
    assert_eq!(ended.status, Some(0), "{}", ended.said);
    let sent = scene.server.received("CreateUserPoolClient");
    let names: Vec<_> = sent.iter().map(|one| one["ClientName"].as_str().expect("a name")).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(sent.iter().all(|one| one["UserPoolId"] == json!(target)), "{sent:?}");
    assert!(ended.said.contains("3 resources: 3 created"), "{}", ended.said);
    assert_eq!(scene.recorded().len(), 3);
    let changed = ["set", WEB, "RefreshTokenValidity=7", "--yes"];
    assert_eq!(scene.run(&changed).await.status, Some(0));
    let back = scene.run(&["apply", WEB, &file, "--yes"]).await;
    assert_eq!(back.status, Some(0), "{}", back.said);
    assert!(back.said.contains("7 days → 30 days") || back.said.contains("→ 30"), "{}", back.said);
    let twin = scene.run(&["apply", "user-pool/shop/client/twin", &file, "--yes"]).await;
    assert_eq!(twin.status, Some(2), "{}", twin.said);
    assert!(twin.said.contains("has 3 app clients"), "{}", twin.said);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_newer_than_the_tables_is_created_and_a_misspelt_one_is_refused_by_its_right_name() {
    let scene = Scene::new().await;
    let client = json!({"ClientName": "new", "Zzz": {"Deep": true}}).to_string();
    let ended = scene.run_with_input(&["create", "user-pool/shop/client", "-", "--yes"], &client).await;
    // AWS leaves out what it does not know, and that is told as well.
    assert!(ended.said.contains("cognitui does not know it: Zzz"), "{}", ended.said);
    let sent = scene.server.received("CreateUserPoolClient");
    assert_eq!(sent, [json!({"UserPoolId": scene.pool, "ClientName": "new", "Zzz": {"Deep": true}})]);
    let wrong = json!({"ClientName": "new", "CallbackUrls": []}).to_string();
    let ended = scene.run_with_input(&["create", "user-pool/shop/client", "-", "--yes"], &wrong).await;
    assert_eq!(ended.status, Some(2), "{}", ended.said);
    assert!(ended.said.contains("Did you mean CallbackURLs?"), "{}", ended.said);
    assert_eq!(scene.server.received("CreateUserPoolClient").len(), 1);
}
