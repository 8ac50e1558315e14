//! The trust map: who uses a resource and what it uses, as far as that was read.

use cognitui::app::screen::Body;
use cognitui::app::screen::stack::MOST_SCREENS;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use cognitui::message::{Call, Event};
use serde_json::{Value, json};

use crate::support::harness::Harness;

const USERS: &str = "arn:aws:iam::123456789012:role/users";
const ADMINS: &str = "arn:aws:iam::123456789012:role/ops/admins";

/// A user pool with a provider, a resource server and two app clients, and an identity pool that trusts one.
fn store() -> Store {
    let mut store = Store::empty();
    let mut call = |name: &str, input: Value| store.call(name, input).expect("an answer");
    let pool = call("CreateUserPool", json!({"PoolName": "shop"}))["UserPool"]["Id"].clone();
    call(
        "CreateIdentityProvider",
        json!({"UserPoolId": pool, "ProviderName": "Okta", "ProviderType": "OIDC",
            "ProviderDetails": {"client_id": "c", "client_secret": "s", "attributes_request_method": "GET",
                "oidc_issuer": "https://okta.example", "authorize_scopes": "openid"}}),
    );
    call(
        "CreateResourceServer",
        json!({"UserPoolId": pool, "Identifier": "orders", "Name": "orders",
            "Scopes": [{"ScopeName": "read", "ScopeDescription": "Read"}]}),
    );
    let client = |name: &str, secret: bool| {
        json!({"UserPoolId": pool, "ClientName": name, "GenerateSecret": secret,
            "SupportedIdentityProviders": ["COGNITO", "Okta"], "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid", "orders/read"],
            "CallbackURLs": ["https://a.example/in", "https://a.example/back"]})
    };
    let web = call("CreateUserPoolClient", client("web", true))["UserPoolClient"]["ClientId"].clone();
    call("CreateUserPoolClient", client("ios", false));
    let provider = format!("cognito-idp.eu-west-1.amazonaws.com/{}", pool.as_str().expect("an id"));
    let identity = json!({"IdentityPoolName": "guests", "AllowUnauthenticatedIdentities": false,
        "CognitoIdentityProviders": [{"ProviderName": provider, "ClientId": web}]});
    let identity = call("CreateIdentityPool", identity)["IdentityPoolId"].clone();
    let rule = json!({"Claim": "cognito:groups", "MatchType": "Contains", "Value": "ops", "RoleARN": ADMINS});
    let mapping = json!({"Type": "Rules", "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": {"Rules": [rule]}});
    let key = format!("{provider}:{}", web.as_str().expect("an id"));
    call(
        "SetIdentityPoolRoles",
        json!({"IdentityPoolId": identity, "Roles": {"authenticated": USERS},
            "RoleMappings": {key: mapping}}),
    );
    store
}

fn harness() -> Harness {
    Harness::with(store(), Options::default(), Target::UserPools)
}

/// After a scan of all pools.
fn scanned() -> Harness {
    let mut harness = harness();
    harness.press("3 r").sees("All 2 pools read").press("1");
    harness
}

/// The rows of the shown trust map, each with its indentation.
fn rows(harness: &Harness) -> Vec<String> {
    let Body::Details(details) = harness.app.screen().body() else { panic!("no map") };
    assert!(details.trust_map.is_some(), "no map");
    let line = |row: &cognitui::resource::display::detail_rows::DetailRow| {
        let indent = "  ".repeat(row.depth.into());
        format!("{indent}{}: {}", row.label, row.value.text(false))
    };
    details.rows().map(line).collect()
}

#[test]
fn the_map_of_a_provider_leads_by_its_clients_and_their_identity_pools_to_the_roles() {
    let mut harness = scanned();
    harness.press("enter 3 w").sees("Okta › Trust map").sees("All 2 pools read just now");
    let map = [
        "Used by: ",
        "ios: app client · offers it",
        "web: app client · offers it",
        "  guests: identity pool · trusts it; maps its users to roles",
        "    ops/admins: IAM role in 123456789012 · given to users with cognito:groups Contains ops",
        "    users: IAM role in 123456789012 · given to signed-in users",
    ];
    assert_eq!(rows(&harness), map);
}

#[test]
fn enter_goes_to_the_resource_of_a_row_and_esc_comes_back_to_the_row() {
    let mut harness = scanned();
    harness.press("enter 3 w down down enter").sees("Trust map › guests").sees("Guest access");
    harness.press("esc").sees("▶   guests").press("down down enter");
    harness.sees("› Trust map › users › Trust map");
    let map = [
        "Used by: ",
        "guests: identity pool · gives it to signed-in users",
        "  web: app client of shop · trusted",
    ];
    assert_eq!(rows(&harness), map);
    harness.press("w").sees("guests › Trust map").press("esc esc").sees("▶     users");
}

#[test]
fn the_map_of_a_client_has_its_providers_scopes_and_hosts_although_its_secret_is_forgotten() {
    let mut harness = scanned();
    harness.press("enter 2 w");
    let map = [
        "Used by: ",
        "guests: identity pool · trusts it; maps its users to roles",
        "  ops/admins: IAM role in 123456789012 · given to users with cognito:groups Contains ops",
        "  users: IAM role in 123456789012 · given to signed-in users",
        "Uses: ",
        "Okta: identity provider · offered",
        "orders/read: scope · asked for",
        "a.example: redirect host · callback https://a.example/in; callback https://a.example/back",
    ];
    assert_eq!(rows(&harness), map);
    harness.press("G enter").sees("a.example › Trust map");
    let clients: Vec<_> = rows(&harness).into_iter().filter(|row| !row.starts_with(' ')).collect();
    assert_eq!(clients.len(), 3, "{clients:?}");
    assert!(clients[1].starts_with("ios: app client of shop · calls back https://a.example/in; calls back"));
}

#[test]
fn a_row_of_the_details_leads_to_the_map_of_what_it_names() {
    let mut harness = harness();
    harness.press("2 enter 2").sees("Authenticated role").press("down w");
    harness.sees("› users › Trust map").sees("guests").press("esc 1 w").sees("guests › Trust map");
}

#[test]
fn a_row_of_several_scopes_leads_to_the_map_of_the_client_at_the_first_one_and_a_row_of_one_to_that() {
    let mut store = store();
    let pool = store.user_pool_id("shop");
    let machine = json!({"UserPoolId": pool, "ClientName": "jobs", "GenerateSecret": true,
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["client_credentials"],
        "AllowedOAuthScopes": ["orders/read", "orders/write"]});
    let server = json!({"UserPoolId": pool, "Identifier": "orders", "Name": "orders", "Scopes": [
        {"ScopeName": "read", "ScopeDescription": "Read"}, {"ScopeName": "write", "ScopeDescription": "Write"}]});
    store.call("UpdateResourceServer", server).expect("a second scope");
    store.call("CreateUserPoolClient", machine).expect("an app client");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness
        .press("enter 2 / j o b s enter enter")
        .focus_row("OAuth scopes")
        .sees("orders/read, orders/write");
    harness.press("w").sees("jobs › Trust map").sees("▶ orders/read").press("down enter");
    harness.sees("orders/write › Trust map").press("esc esc").sees("▶ OAuth scopes").press("esc esc");
    // Of these, one is a scope of a resource server.
    harness.press("/ w e b enter enter").focus_row("OAuth scopes").sees("openid, orders/read").press("w");
    harness.sees("orders/read › Trust map").sees("jobs  ").sees("app client · asks for it");
}

#[test]
fn what_was_not_read_is_never_said_to_refer_to_nothing() {
    let mut harness = harness();
    harness.press("enter 3 w").sees("nothing in what was read so far");
    harness.sees("Only from what was opened: 0 app clients and 0 identity pools read.");
    harness.sees("all pools, at less than 4 requests a second.");
    let sent = harness.sent.len();
    harness.hold = true;
    harness.press("r").sees("Scanning: no pool read yet");
    assert!(matches!(harness.sent[sent], Call::Scan(_)));
    harness.hold = false;
    harness.release();
    harness.sees("web").sees("All 2 pools read");
}

#[test]
fn a_map_of_a_pool_that_could_not_all_be_read_says_what_is_missing() {
    let mut harness = harness();
    harness.fails("ListUserPoolClients", AppError::new("Can't list the app clients: access denied"));
    harness.press("enter 3 w r").sees("! Not checked: app clients of shop (access denied).");
    harness.sees("nothing in what was read so far");
}

#[test]
fn without_users_in_any_pool_it_says_where_it_looked() {
    let mut store = store();
    store.call("CreateUserPool", json!({"PoolName": "alone"})).expect("a pool");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("3 r 1 / a l o n e enter w");
    harness.sees("alone › Trust map").sees("nothing in the pools of this account and region");
}

#[test]
fn no_key_on_a_map_changes_what_it_is_about() {
    let mut harness = scanned();
    harness.press("enter 3 w D").sees("D does nothing here").press("e").sees("e does nothing here");
    assert!(harness.updates().is_empty());
}

#[test]
fn the_findings_lead_to_the_map_of_their_resource() {
    let mut harness = scanned();
    harness.press("3 / w e b enter w").sees("web › Trust map");
}

#[test]
fn a_deletion_tells_what_is_behind_the_resources_that_refer_to_it() {
    let mut harness = scanned();
    harness.event(Event::Resize { width: 200, height: 50 });
    harness.press("enter 3 D").sees("Delete identity provider Okta?").sees("web");
    harness
        .sees("Behind them")
        .sees("identity pool guests behind web")
        .sees("IAM role ops/admins behind guests");
}

#[test]
fn the_map_of_a_row_has_the_name_that_the_list_tells() {
    let mut harness = Harness::with(store(), Options::default(), Target::UserPools);
    harness.press("w").sees("User pools › shop › Trust map");
}

#[test]
fn esc_goes_back_the_last_50_screens_of_a_walk_in_circles_and_then_to_the_top() {
    let mut harness = scanned();
    harness.press("enter 2 space").sees("1 marked").press("w");
    while harness.app.screens.len() < MOST_SCREENS - 1 {
        harness.press("G enter").sees("a.example › Trust map").press("g down w").sees("› Trust map");
    }
    harness.press("G enter g down w").sees("You left the list: 1 marked app client lost the mark.");
    harness.press("G enter g down w");
    assert_eq!(harness.app.screens.len(), MOST_SCREENS);
    assert!(harness.app.screens[0].key.is_none(), "the top level");
    let names = |harness: &Harness| -> Vec<String> {
        harness.app.screens.iter().map(|screen| screen.name.clone()).collect()
    };
    let all = names(&harness);
    for left in (1..MOST_SCREENS).rev() {
        harness.press("esc");
        assert_eq!(names(&harness), all[..left]);
    }
    harness.sees("▶ shop").press("esc").sees("▶ shop");
}
