//! What a question says that a change does to findings whose evidence is in other resources.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::config::Config;
use cognitui::demo::Store;
use cognitui::message::Event;
use serde_json::{Value, json};

/// The embedded Cognito's first date, in seconds since 1970.
const START: i64 = 1_760_000_000;
const DAY: i64 = 86_400;

/// A user pool with an app client and a provider, and an identity pool that trusts the app client.
fn store(client: &Value) -> (Store, String) {
    let mut store = Store::empty();
    let mut call = |name: &str, input: Value| store.call(name, input).expect("an answer");
    let pool = call("CreateUserPool", json!({"PoolName": "users"}))["UserPool"]["Id"].clone();
    let okta = json!({"client_id": "c", "client_secret": "s", "attributes_request_method": "GET",
        "oidc_issuer": "https://okta.example", "authorize_scopes": "openid"});
    call(
        "CreateIdentityProvider",
        json!({"UserPoolId": pool, "ProviderName": "Okta", "ProviderType": "OIDC", "ProviderDetails": okta}),
    );
    let mut web = json!({"UserPoolId": pool, "ClientName": "web"});
    web.as_object_mut().expect("an object").extend(client.as_object().expect("an object").clone());
    let web = call("CreateUserPoolClient", web)["UserPoolClient"]["ClientId"].clone();
    let pool = pool.as_str().expect("an id").to_owned();
    let name = format!("cognito-idp.eu-west-1.amazonaws.com/{pool}");
    let provider = json!({"ProviderName": name, "ClientId": web, "ServerSideTokenCheck": true});
    call(
        "CreateIdentityPool",
        json!({"IdentityPoolName": "guests", "AllowUnauthenticatedIdentities": false,
            "CognitoIdentityProviders": [provider]}),
    );
    (store, pool)
}

fn harness(store: Store) -> Harness {
    Harness::at(START + 40 * DAY, store, Options::default(), Target::UserPools)
}

const SCAN: &str = "3 r 1";

#[test]
fn a_provider_that_is_not_there_is_fixed_where_the_lists_were_read_and_not_told_where_not() {
    let (mut store, _) = store(&json!({}));
    let guests = store.identity_pool_id("guests");
    let gone = json!([{"ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Gone00000",
        "ClientId": "1example23456789", "ServerSideTokenCheck": true}]);
    store.identity_pool_mut(&guests).insert("CognitoIdentityProviders".into(), gone.clone());
    let text = serde_json::to_string_pretty(&json!({"CognitoIdentityProviders": gone})).expect("JSON");
    let text = text.trim_start_matches("{\n").trim_end_matches("\n}").to_owned();
    for (before, is_told) in [(SCAN, true), ("2", false)] {
        let mut harness = Harness::with(store.clone(), Options::default(), Target::IdentityPools);
        harness.replaces(&text, "  \"CognitoIdentityProviders\": []");
        harness.press(before).press("2 enter E").sees("Update identity pool guests?");
        if is_told {
            harness.sees("✓ Fixes    IP8 medium    Provider unknown");
        } else {
            harness.never_shows("IP8");
        }
        assert!(harness.updates().is_empty());
    }
}

#[test]
fn a_name_that_no_provider_has_is_told_once_the_list_of_providers_was_read() {
    let (store, _) = store(&json!({"SupportedIdentityProviders": ["COGNITO"]}));
    let mut harness = harness(store);
    harness.press("enter 3").sees("Okta").press("2 enter");
    harness.replaces("\"COGNITO\"", "\"COGNITO\", \"Octa\"").press("E");
    harness.sees("! Causes   ID5 info      Provider missing: the user pool has no").press("esc esc esc");
    harness.replaces("\"COGNITO\"", "\"COGNITO\", \"Okta\"").press("E").sees("Update app client web?");
    harness.never_shows("Provider missing");
}

#[test]
fn offering_a_provider_fixes_that_nobody_offered_it() {
    let (store, _) = store(&json!({"SupportedIdentityProviders": ["COGNITO"]}));
    let mut harness = harness(store);
    harness.press(SCAN).press("enter 2 enter");
    harness.replaces("\"COGNITO\"", "\"COGNITO\", \"Okta\"").press("E");
    harness.sees("✓ Fixes    ID5 info      Provider unused (identity provider Okta)");
    assert!(harness.updates().is_empty());
    harness.press("G y").sees("1 setting changed, 0 others").press("enter 3");
    let found: Vec<_> = harness.app.all_findings().into_iter().map(|listed| listed.finding.title()).collect();
    assert!(!found.contains(&"Provider unused"), "{found:?}");
}

#[test]
fn deleting_the_older_of_two_secrets_fixes_that_there_are_two_for_long() {
    let (mut store, pool) = store(&json!({"GenerateSecret": true}));
    let ids = json!({"UserPoolId": pool, "ClientId": store.client_id(&pool, "web")});
    store.call("AddUserPoolClientSecret", ids).expect("a secret");
    let mut harness = harness(store);
    harness.press(SCAN).press("enter 2 enter 2").sees("▶ older").press("D");
    harness.sees("✓ Fixes    CL12 low      Two secrets for long (app client web)");
    harness.press("esc 1 e").focus_field("Token revocation").press("space ctrl-s");
    harness.sees("● Remains  CL12 low      Two secrets for long");
}

#[test]
fn deleting_a_client_that_an_identity_pool_trusts_says_what_that_leaves_there() {
    let (store, _) = store(&json!({}));
    let mut harness = harness(store);
    harness.press(SCAN).press("enter 2 D").sees("Delete app client web?");
    harness.sees("! Causes   IP8 medium    Provider unknown").sees("(identity pool").sees("guests)");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_url_on_a_retired_host_is_fixed_by_its_removal() {
    let urls = ["https://old.example/cb", "https://new.example/cb"];
    let (store, _) = store(&json!({"CallbackURLs": urls}));
    let config = Config::read("retired_hosts = [\"old.example\"]\n");
    let mut harness = Harness::with(store, Options { config, ..Options::default() }, Target::UserPools);
    harness.press("enter 2 enter").replaces("old.example", "new2.example").press("E");
    harness.sees("✓ Fixes    CL13 medium   Callback URL retired");
}

#[test]
fn a_style_fixes_that_the_client_has_no_login_page() {
    let (mut store, pool) = store(&json!({"AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"],
        "CallbackURLs": ["https://shop.example/back"]}));
    let domain = json!({"UserPoolId": pool, "Domain": "shop-login", "ManagedLoginVersion": 2});
    store.call("CreateUserPoolDomain", domain).expect("a domain");
    let mut harness = harness(store);
    harness.press(SCAN).press("enter 2 enter 4 n").sees("Create new login page style?");
    harness.sees("✓ Fixes    CL11 high     Login page missing (app client web)");
}

#[test]
fn a_question_that_says_more_by_what_is_read_meanwhile_has_to_be_read_again() {
    let (store, _) = store(&json!({"SupportedIdentityProviders": ["COGNITO"]}));
    let mut harness = harness(store);
    harness.hold = true;
    harness.press("3 r");
    // What follows is answered at once; the scan waits.
    harness.hold = false;
    harness.press("1 enter 2 enter").replaces("\"COGNITO\"", "\"COGNITO\", \"Octa\"").press("E");
    harness.sees("Update app client web?");
    assert!(!harness.screen(80, 24).contains("Provider missing"), "the list is not read yet");
    let fits = |height: &u16| {
        harness.event(Event::Resize { width: 80, height: *height });
        !harness.screen(80, *height).contains('↓')
    };
    let height = (12..40).find(fits).expect("a window in which the whole question is seen");
    harness.step().press("y").sees("Scroll to the end first");
    assert!(harness.updates().is_empty());
    harness.event(Event::Resize { width: 80, height: height + 4 });
    harness.sees("! Causes   ID5 info      Provider missing");
}
