//! What the feature plan of a user pool lacks is refused beforehand in each form, with the plan that it
//! needs, as the service refuses it.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use serde_json::{Value, json};

const NEEDED: &str = "needs the plan ESSENTIALS or PLUS; the pool has LITE";

/// A pool on the plan LITE with an app client and a domain, opened; and its id.
fn lite() -> (Harness, String) {
    let mut store = Store::empty();
    let made = store.call("CreateUserPool", json!({"PoolName": "shop", "UserPoolTier": "LITE"}));
    let pool = made.expect("a user pool")["UserPool"]["Id"].as_str().expect("an id").to_owned();
    store
        .call("CreateUserPoolClient", json!({"UserPoolId": pool, "ClientName": "web"}))
        .expect("an app client");
    store.call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"})).expect("a domain");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.app.size = (100, 60);
    harness.press("enter");
    (harness, pool)
}

/// The code by which the service refuses a request.
fn refusal(harness: &mut Harness, operation: &str, body: Value) -> String {
    harness.store.call(operation, body).expect_err("a refusal").code
}

#[test]
fn an_app_client_can_not_have_choice_based_sign_in() {
    let (mut harness, pool) = lite();
    harness.press("2 e").focus_field("Authentication flows").press("ctrl-n").write("ALLOW_USER_AUTH");
    harness.press("ctrl-s").sees("ALLOW_USER_AUTH needs the plan ESSENTIALS or PLUS");
    assert!(harness.updates().is_empty());
    let body = json!({"UserPoolId": pool, "ClientName": "app", "ExplicitAuthFlows": ["ALLOW_USER_AUTH"]});
    assert_eq!(refusal(&mut harness, "CreateUserPoolClient", body), "FeatureUnavailableInTierException");
}

#[test]
fn a_domain_can_not_have_managed_login() {
    let (mut harness, pool) = lite();
    harness.press("4").sees("my-shop").press("e").fill("Login pages version", "2");
    harness.press("ctrl-s").sees(NEEDED);
    assert!(harness.updates().is_empty());
    let body = json!({"UserPoolId": pool, "Domain": "login.shop.example", "ManagedLoginVersion": 2});
    assert_eq!(refusal(&mut harness, "CreateUserPoolDomain", body), "FeatureUnavailableInTierException");
}

#[test]
fn there_are_no_passkeys() {
    let (mut harness, pool) = lite();
    harness.press("6 e").fill("Relying party", "shop.example").press("ctrl-s").sees(NEEDED);
    assert!(harness.updates().is_empty());
    let passkeys = json!({"RelyingPartyId": "shop.example", "UserVerification": "required"});
    let body = json!({"UserPoolId": pool, "MfaConfiguration": "OFF", "WebAuthnConfiguration": passkeys});
    assert_eq!(refusal(&mut harness, "SetUserPoolMfaConfig", body), "FeatureUnavailableInTierException");
}
