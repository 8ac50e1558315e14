//! The gate of a deletion: it waits for what depends on the resource, and what could not be known needs a second
//! word.

use super::NOW;
use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use serde_json::{Value, json};

/// The harness at the identity providers of a user pool with `okta`, which the first two of six app clients offer;
/// the pool's id.
fn provider() -> (Harness, String) {
    let mut store = Store::empty();
    let pool = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool");
    let pool = pool["UserPool"]["Id"].as_str().expect("an id").to_owned();
    let details = json!({"client_id": "c", "client_secret": "made-up", "oidc_issuer": "https://idp.example",
        "authorize_scopes": "openid", "attributes_request_method": "GET"});
    let okta = json!({"UserPoolId": pool, "ProviderName": "okta", "ProviderType": "OIDC", "ProviderDetails": details});
    store.call("CreateIdentityProvider", okta).expect("a provider");
    for name in ["web", "ios", "a", "b", "c", "d"] {
        let mut body =
            json!({"UserPoolId": pool, "ClientName": name, "SupportedIdentityProviders": ["COGNITO"]});
        if ["web", "ios"].contains(&name) {
            body["SupportedIdentityProviders"] = json!(["COGNITO", "okta"]);
        }
        store.call("CreateUserPoolClient", body).expect("a client");
    }
    let mut harness = Harness::at(NOW, store, Options::default(), Target::UserPools);
    harness.press("enter 3").sees("▶ okta");
    (harness, pool)
}

/// Asks to delete the provider while its check is at the first app clients.
fn checking() -> (Harness, String) {
    let (mut harness, pool) = provider();
    harness.hold = true;
    harness.press("D").step().step().sees("Delete identity provider okta?").sees("4 of 6 app clients");
    (harness, pool)
}

#[test]
fn a_provider_is_not_deleted_while_the_app_clients_are_checked() {
    let (mut harness, pool) = checking();
    harness
        .sees("web, ios")
        .write("okta")
        .press("enter")
        .sees("Nothing is deleted before the check has ended");
    harness.sees("checked 4 of 6 app clients…").sees("Waiting for the check…").press("enter enter");
    assert!(harness.updates().is_empty());
    harness.release().sees("checked all 6 app clients").vanishes("Waiting for the check");
    harness.press("enter").sees("✓ Deleted and verified");
    assert_eq!(harness.updates(), [json!({"UserPoolId": pool, "ProviderName": "okta"})]);
}

#[test]
fn a_check_that_was_stopped_needs_a_second_word_and_no_number_of_enters_is_one() {
    let (mut harness, pool) = checking();
    harness.press("ctrl-x").sees("stopped: checked 4 of 6 app clients").vanishes("Waiting for the check");
    assert!(harness.held.is_empty(), "what is not needed any more is not read on: {:?}", harness.held);
    harness.hold = false;
    harness.write("okta").press("enter").sees("! App clients were not all checked (4 of 6). Delete anyway?");
    harness.sees("Type delete, then Enter deletes it:").press("enter enter").sees("Type delete first");
    assert!(harness.updates().is_empty());
    harness.write("del").press("enter").sees("Type delete first").write("ete").press("enter");
    harness.sees("✓ Deleted and verified");
    assert_eq!(harness.updates(), [json!({"UserPoolId": pool, "ProviderName": "okta"})]);
}

#[test]
fn esc_at_the_second_word_deletes_nothing_and_another_try_checks_anew() {
    let (mut harness, _) = checking();
    harness.press("ctrl-x").write("okta").press("enter").sees("Delete anyway?").press("esc");
    harness.vanishes("Delete identity provider okta?").release();
    harness.press("D").sees("checked all 6 app clients").never_shows("Delete anyway?");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_client_that_can_not_be_read_is_a_gap_in_the_check() {
    let (mut harness, _) = provider();
    harness.fails("DescribeUserPoolClient", AppError::new("Can't load the app client: access denied"));
    harness.press("D").sees("incomplete: checked 5 of 6 app clients").write("okta").press("enter");
    harness.sees("! App clients were not all checked (5 of 6). Delete anyway?");
    assert!(harness.updates().is_empty());
    harness.write("delete").press("enter").sees("✓ Deleted and verified");
}

#[test]
fn a_client_whose_identity_pools_can_not_be_listed_needs_a_second_word() {
    let (mut harness, pool) = provider();
    harness.press("2").sees("▶ web");
    harness.fails("ListIdentityPools", AppError::new("Can't list identity pools: access denied"));
    harness.press("D").sees("not checked: Can't list identity pools").sees("none so far");
    harness
        .write("web")
        .press("enter")
        .sees("! Identity pools were not checked. Delete anyway?")
        .press("enter");
    assert!(harness.updates().is_empty());
    harness.write("delete").press("enter").sees("✓ Deleted and verified");
    assert_eq!(harness.last_update()["UserPoolId"], json!(pool));
}

#[test]
fn the_counts_and_roles_of_an_identity_pool_are_waited_for_and_a_stopped_count_is_a_gap() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.hold = true;
    harness.press("D");
    let (mut base, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut harness.held)
        .into_iter()
        .partition(|(_, call)| format!("{call:?}").contains("IdentityPool("));
    std::mem::swap(&mut harness.held, &mut base);
    harness.step();
    harness.held.extend(rest);
    harness.sees("Delete identity pool shop?").sees("Identities      counting…").write("shop").press("enter");
    harness.sees("Waiting for the check…");
    harness
        .press("ctrl-x")
        .sees("Identities      not counted: stopped")
        .sees("Roles           not loaded: stopped");
    assert!(harness.held.is_empty());
    harness
        .press("enter")
        .sees("! Identities were not counted. Roles were not loaded.")
        .sees("Delete anyway?");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_provider_can_be_taken_out_of_what_was_found_before_the_check_has_ended() {
    let (mut harness, _) = checking();
    harness.sees("remove its uses").press("ctrl-t");
    harness.release().sees("Update 2 of 2 app clients?").sees("found so far (4 of 6 app clients)");
    harness.sees("afterwards.").press("pgdn y").sees("2 changed").press("enter");
    harness.sees("Delete identity provider okta?").sees("none").sees("checked all 6 app clients");
    harness.vanishes("remove its uses").write("okta").press("enter").sees("✓ Deleted and verified");
}

/// The harness at the domains of a user pool with a prefix and a custom domain, where one of two app clients has
/// OAuth; the pool's id.
fn domains() -> (Harness, String) {
    let (mut harness, pool) = provider();
    let oauth = json!({"UserPoolId": pool, "ClientName": "store", "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"], "CallbackURLs": ["https://a.example/cb"]});
    harness.store.call("CreateUserPoolClient", oauth).expect("a client");
    let certificate = "arn:aws:acm:us-east-1:123456789012:certificate/1";
    let custom = json!({"UserPoolId": pool, "Domain": "auth.shop.example", "CustomDomainConfig": {"CertificateArn": certificate}});
    let prefix = json!({"UserPoolId": pool, "Domain": "my-shop"});
    for domain in [prefix, custom] {
        harness.store.call("CreateUserPoolDomain", domain).expect("a domain");
    }
    harness.press("1 r 4").sees("my-shop");
    (harness, pool)
}

#[test]
fn a_domain_is_deleted_by_its_host_name_after_the_clients_that_sign_in_there_are_named() {
    let (mut harness, pool) = domains();
    harness.press("D").sees("Delete domain my-shop.auth.eu-west-1.amazoncognito.com?");
    harness
        .sees("OAuth clients of the user pool")
        .sees("store")
        .sees("checked all 7 app clients")
        .never_shows("web");
    harness.write("my-shop").press("enter").sees("Type my-shop.auth.eu-west-1.amazoncognito.com first");
    assert!(harness.updates().is_empty());
    harness.write(".auth.eu-west-1.amazoncognito.com").press("enter").sees("✓ Deleted and verified");
    assert_eq!(harness.updates(), [json!({"UserPoolId": pool, "Domain": "my-shop"})]);
    harness
        .press("enter")
        .sees("my-shop.auth.eu-west-1.amazoncognito.com is deleted.")
        .vanishes("  my-shop ");
    harness.press("D").sees("Delete domain auth.shop.example?").write("auth.shop.example").press("enter");
    let deleted: Vec<Value> = harness.updates_of("DeleteUserPoolDomain");
    assert_eq!(deleted[1], json!({"UserPoolId": pool, "Domain": "auth.shop.example"}));
}

#[test]
fn a_deletion_has_a_heavy_frame_and_an_update_has_none() {
    let (mut harness, _) = provider();
    harness.press("D").sees("┏━ Delete identity provider okta? ━").sees("┗━").write("okta").press("enter");
    harness.sees("✓ Deleted").vanishes("┏━");
    let (mut harness, _) = provider();
    harness.press("2 e").write("2").press("ctrl-s").sees("┌─ Update app client").vanishes("┏━");
}
