//! App clients in their list: what is copied, replaced, deleted and read, and who trusts them.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use cognitui::resource::tables::CLIENT;
use cognitui::resource::update_request;
use serde_json::json;

use super::{describe, full, harness};

/// Moves to the row that begins with a label, and copies.
fn copy_row(harness: &mut Harness, label: &str) -> Option<String> {
    harness.copied.clear();
    harness.press("g");
    for _ in 0..200 {
        if harness.screen(100, 30).contains(&format!("▶ {label}")) {
            harness.press("y");
            return harness.copied.pop();
        }
        harness.press("j");
    }
    panic!("there is no row {label}")
}

#[test]
fn y_copies_what_the_cursor_is_on_and_a_secret_only_while_it_is_shown() {
    let (mut harness, pool, _) = harness();
    let urls = json!(["https://a.example/in", "https://b.example/in"]);
    let client = harness.store.client_mut(&pool, "web");
    client["CallbackURLs"] = urls;
    client["ClientSecret"] = json!("made-up-secret-of-web");
    client["CreationDate"] = json!(1_760_000_000);
    let id = client["ClientId"].as_str().expect("an id").to_owned();
    harness.press("/").write("web").press("enter y").sees("Sent to the clipboard: ");
    assert_eq!(harness.copied, std::slice::from_ref(&id), "in a list the id");
    harness.press("enter");
    assert_eq!(copy_row(&mut harness, "Id"), Some(id));
    assert_eq!(copy_row(&mut harness, "Callback URLs").as_deref(), Some("https://a.example/in"));
    harness.press("j y").sees("Sent to the clipboard: https://b.example/in");
    assert_eq!(harness.copied, ["https://b.example/in"]);
    assert_eq!(copy_row(&mut harness, "Created").as_deref(), Some("2025-10-09 08:53:20 UTC"));
    assert_eq!(copy_row(&mut harness, "Pinpoint project ARN"), None);
    harness.sees("Nothing was copied: Pinpoint project ARN has no value.");
    assert_eq!(copy_row(&mut harness, "Client secret"), None);
    harness.sees("Nothing was copied: Client secret is masked, x shows it first.");
    harness.press("x y").sees("Sent to the clipboard: client secret");
    assert_eq!(harness.copied, ["made-up-secret-of-web"]);
    harness.press("x");
    harness.press("G k y").sees("Sent to the clipboard: FutureSetting");
    assert_eq!(
        harness.copied.last().map(String::as_str),
        Some("{\n  \"deep\": [\n    1\n  ]\n}"),
        "a text on several rows is copied whole"
    );
}

#[test]
fn y_copies_nothing_while_there_is_no_row() {
    let (mut harness, ..) = harness();
    harness.hold = true;
    harness.press("enter y").sees("Nothing was copied: no row is chosen.");
    assert!(harness.copied.is_empty());
}

#[test]
fn a_copy_of_a_client_has_its_settings_and_a_secret_of_its_own() {
    let (mut harness, pool, client) = harness();
    let before = describe(&mut harness.store, &pool, &client);
    harness
        .press("N")
        .sees("Copy of web")
        .sees("Not copied, because cognitui does not know it: FutureSetting.")
        .press("ctrl-s pgdn pgdn y")
        .sees("✓ Created.");
    let sent = harness.updates().remove(0);
    let mut expected = update_request(&before, &before, &CLIENT).into_value();
    let members = expected.as_object_mut().expect("members");
    members.remove("ClientId");
    members.remove("FutureSetting");
    members.insert("ClientName".into(), json!("Copy of web"));
    members.insert("GenerateSecret".into(), json!(true));
    assert_eq!(sent, expected);
}

#[test]
fn a_client_is_deleted_once_its_name_is_typed() {
    let (mut harness, pool, client) = harness();
    harness
        .press("D")
        .sees("Delete app client web?")
        .write("web")
        .press("enter")
        .sees("✓ Deleted and verified");
    assert_eq!(harness.updates(), [json!({"UserPoolId": pool, "ClientId": client})]);
    harness.press("enter").sees("There are no app clients here.");
}

#[test]
fn what_only_the_service_knows_comes_back_on_the_field() {
    let (mut harness, ..) = harness();
    let cause = "InvalidParameterException: The provider Okta does not exist for User Pool eu-west-1_A";
    harness.fails(
        "UpdateUserPoolClient",
        AppError::new("Can't update the app client: AWS refused a value").cause(cause),
    );
    // A console that can't list the providers leaves it to AWS.
    harness.fails("ListIdentityProviders", AppError::new("Can't list: access denied"));
    harness.press("e");
    harness.focus_field("  2 Provider");
    harness.press("ctrl-u").write("Okta12").press("ctrl-u").write("Okta").press("ctrl-s pgdn y esc");
    harness.sees("✗ InvalidParameterException: The provider Okta");
    harness.sees("▶   2 Provider                Okta");
}

#[test]
fn a_host_is_replaced_in_all_urls_of_a_client_and_every_url_is_shown_first() {
    let (mut harness, ..) = harness();
    harness
        .press("enter R")
        .sees("Replace a host in the URLs of web")
        .sees("Hosts in use: a.example, c.example.");
    harness
        .press("ctrl-o")
        .sees("Current host  a.example")
        .press("enter")
        .sees("▶ New host")
        .write("https://x")
        .press("enter");
    harness
        .sees("scheme and no path")
        .press("ctrl-u")
        .write("shop.example.org")
        .press("enter")
        .sees("Update app client web?");
    harness.sees("− https://a.example/cb").sees("+ https://shop.example.org/cb");
    harness.sees("Default callback URL");
    harness.press("pgdn y").sees("✓ 3 settings changed, 0 others");
    let sent = harness.updates().remove(0);
    assert_eq!(sent["CallbackURLs"], json!(["https://shop.example.org/cb", "https://c.example/cb"]));
    assert_eq!(
        (&sent["LogoutURLs"], &sent["DefaultRedirectURI"]),
        (&json!(["https://shop.example.org/out"]), &json!("https://shop.example.org/cb"))
    );
}

#[test]
fn a_host_that_no_url_has_changes_nothing() {
    let (mut harness, ..) = harness();
    harness.press("R").write("nowhere.example").press("enter").write("b.example").press("enter");
    harness.sees("Nothing to send: web has no URL with nowhere.example.");
    assert!(harness.updates().is_empty() && harness.app.dialogs.is_empty());
}

#[test]
fn a_host_is_replaced_across_marked_clients_and_those_without_it_are_left_out() {
    let (mut store, pool, client) = full();
    let body = json!({"UserPoolId": pool, "ClientName": "ios", "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid"], "CallbackURLs": ["app://a.example/done", "https://a.example/ios"]});
    store.call("CreateUserPoolClient", body).expect("a client");
    store.call("CreateUserPoolClient", json!({"UserPoolId": pool, "ClientName": "bare"})).expect("a client");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness
        .press("enter 2 a")
        .sees("3 marked")
        .press("R")
        .sees("Replace a host in the URLs of 3 app clients")
        .write("a.example")
        .press("enter");
    harness
        .write("b.example")
        .press("enter")
        .sees("Update 2 of 3 app clients?")
        .sees("3 URLs")
        .sees("+ https://b.example/cb");
    harness
        .press("pgdn")
        .sees("+ app://b.example/done")
        .sees("1 skipped")
        .sees("no URL with a.example: bare")
        .press("y")
        .sees("2 changed, 1 skipped");
    let names: Vec<_> = harness.updates().iter().map(|update| update["ClientName"].clone()).collect();
    assert_eq!(names, ["web", "ios"]);
    let urls = describe(&mut harness.store, &pool, &client).get("CallbackURLs").cloned();
    assert_eq!(urls, Some(json!(["https://b.example/cb", "https://c.example/cb"])));
    harness.press("enter").vanishes("marked");
}

#[test]
fn a_client_that_was_marked_alone_is_not_marked_any_more_once_its_host_is_replaced() {
    let (mut harness, ..) = harness();
    harness
        .press("space")
        .sees("1 marked")
        .press("R")
        .write("a.example")
        .press("enter")
        .write("b.example")
        .press("enter");
    harness
        .sees("Update 1 of 1 app client?")
        .press("pgdn y")
        .sees("1 changed")
        .press("enter")
        .vanishes("marked");
    assert_eq!(harness.updates()[0]["CallbackURLs"], json!(["https://b.example/cb", "https://c.example/cb"]));
}

/// A user pool with as many clients.
fn many(count: usize) -> Harness {
    let mut store = Store::empty();
    let pool =
        store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool")["UserPool"]["Id"]
            .clone();
    for number in 0..count {
        let client = json!({"UserPoolId": pool, "ClientName": format!("client {number:03}"),
            "GenerateSecret": number % 2 == 0});
        store.call("CreateUserPoolClient", client).expect("a client");
    }
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.event(cognitui::message::Event::Resize { width: 119, height: 24 });
    harness
}

fn described(harness: &Harness) -> usize {
    harness.operations().iter().filter(|operation| **operation == "DescribeUserPoolClient").count()
}

#[test]
fn only_the_rows_in_sight_are_read_for_their_columns_each_once() {
    let mut harness = many(300);
    harness.press("enter 2").sees("App clients (300)").sees("30d 1h 1h").sees("default");
    assert_eq!(described(&harness), 16, "one for each row in sight");
    harness.press("j j k g");
    assert_eq!(described(&harness), 16, "moving within what is seen reads nothing");
    harness.press("pgdn");
    assert_eq!(described(&harness), 32);
    harness.press("pgup esc enter 2").sees("App clients (300)").sees("30d 1h 1h");
    assert_eq!(described(&harness), 40, "what was read is kept, but not what has a secret");
    harness.press("r");
    assert_eq!(described(&harness), 56, "and read again when asked for");
}

#[test]
fn rows_that_are_scrolled_away_are_not_read_and_a_few_wait_at_a_time() {
    let mut harness = many(300);
    harness.press("enter 2").press("g");
    let mut harness = many(300);
    harness.press("enter");
    harness.hold = true;
    harness.press("2").step();
    let rows =
        |harness: &Harness| harness.held.iter().map(|(_, call)| format!("{call:?}")).collect::<Vec<_>>();
    assert_eq!(rows(&harness).len(), 4, "{:?}", rows(&harness));
    let before = rows(&harness);
    harness.sees("  …").press("pgdn");
    assert!(
        rows(&harness).len() == 4 && rows(&harness).iter().all(|row| !before.contains(row)),
        "the others were stopped"
    );
    harness.press("s").sees("Loading stopped");
    assert!(harness.held.is_empty());
    harness.hold = false;
    harness.press("j");
    assert_eq!(described(&harness), 8, "what was asked for before it was stopped");
}

#[test]
fn a_row_that_can_not_be_read_says_so_and_is_not_tried_over_and_over() {
    let mut harness = many(2);
    harness.fails("DescribeUserPoolClient", AppError::new("access denied"));
    harness.press("enter 2").sees("? can't be loaded: open the row to see why").press("j k j k");
    assert_eq!(described(&harness), 2);
}

/// A client that some of many identity pools trust.
fn trusted(pools: usize) -> Harness {
    let (mut store, pool, client) = full();
    let name = format!("cognito-idp.eu-west-1.amazonaws.com/{pool}");
    let provider = |client: &str| json!([{"ProviderName": name, "ClientId": client}]);
    for number in 0..pools {
        let trusts = if number % 3 == 1 { provider(&client) } else { provider("other") };
        let body = json!({"IdentityPoolName": format!("pool {number}"),
            "AllowUnauthenticatedIdentities": false,
            "CognitoIdentityProviders": trusts});
        store.call("CreateIdentityPool", body).expect("a pool");
    }
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("enter 2");
    harness
}

#[test]
fn a_client_shows_the_identity_pools_that_trust_it_and_jumps_there() {
    let mut harness = trusted(7);
    harness
        .press("enter 3")
        .sees("Identity pools that trust it")
        .sees("checked all 7 identity pools")
        .sees("pool 1")
        .sees("pool 4");
    harness
        .never_shows("pool 2")
        .press("j j")
        .press("enter")
        .sees("› pool 4")
        .sees("Classic flow")
        .press("esc")
        .sees("pool 1");
    let described = |harness: &Harness| {
        harness.operations().iter().filter(|operation| **operation == "DescribeIdentityPool").count()
    };
    let before = described(&harness);
    harness.press("1 3");
    assert_eq!(described(&harness), before, "it is known now");
    harness.press("r").sees("checked all 7 identity pools");
    assert_eq!(described(&harness), before + 7);
}

#[test]
fn the_search_can_be_stopped_and_says_that_it_is_not_finished() {
    let mut harness = trusted(9);
    harness.press("enter");
    harness.hold = true;
    harness.press("3").step().sees("checked 0 of 9 identity pools…").step().sees("4 of 9").sees("pool 1");
    harness.press("s").sees("stopped: checked 4 of 9 identity pools").sees("pool 1");
    assert!(harness.held.is_empty());
    harness.hold = false;
    harness.press("r").sees("checked all 9 identity pools");
}

#[test]
fn an_edit_does_not_stop_the_search_for_who_trusts_the_client() {
    let mut harness = trusted(9);
    harness.press("enter");
    harness.hold = true;
    harness.press("3").step().sees("checked").press("e");
    while !harness.held.is_empty() {
        harness.step();
    }
    harness.sees("Edit ").press("esc").sees("checked all 9 identity pools");
}

#[test]
fn deleting_a_client_says_who_trusts_it_and_when_that_is_not_known() {
    let mut harness = trusted(4);
    harness
        .press("D")
        .sees("Identity pools that trust it")
        .sees("pool 1")
        .sees("(checked all 4 identity pools in");
    harness.press("esc");
    harness.hold = true;
    harness.press("D").step().step().sees("pool 1").press("esc");
    assert!(harness.held.is_empty(), "nothing is looked for behind a closed dialog: {:?}", harness.held);
    harness.hold = false;
    harness.fails("DescribeIdentityPool", AppError::new("access denied"));
    harness.press("D").sees("1 can't be loaded:").write("web").press("enter");
    harness.sees("! Identity pools were not all checked (3 of 4). Delete anyway?");
    harness.write("delete").press("enter").sees("✓ Deleted and verified");
}
