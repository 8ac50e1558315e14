//! What belongs to a user pool is copied into a new one: chosen, in an order in which every name is there
//! before it is named, and never twice.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use cognitui::message::Call;
use serde_json::{Value, json};

const APPLE: &str = "SignInWithApple";

/// A pool with two resource servers, three providers and two clients that name them, and its id.
fn full() -> (Store, String) {
    let mut store = Store::empty();
    let made = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool");
    let pool = made["UserPool"]["Id"].as_str().expect("an id").to_owned();
    let mut call = |operation: &str, mut body: Value| {
        body["UserPoolId"] = json!(pool);
        store.call(operation, body).unwrap_or_else(|error| panic!("{operation}: {error}"));
    };
    for name in ["orders", "stock"] {
        let scopes = json!([{"ScopeName": "read", "ScopeDescription": "May read"}]);
        call("CreateResourceServer", json!({"Identifier": name, "Name": name, "Scopes": scopes}));
    }
    call("CreateIdentityProvider", partner());
    let google = json!({"client_id": "g", "client_secret": "made-up-google", "authorize_scopes": "openid"});
    call(
        "CreateIdentityProvider",
        json!({"ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": google}),
    );
    let apple = json!({"client_id": "com.example.shop", "team_id": "ABCDE12345", "key_id": "FGHIJ67890",
        "private_key": include_str!("../../fixtures/literal-line-ends.p8").lines().collect::<String>()
            .replace("\\n", "").replace("-----BEGIN PRIVATE KEY-----", "")
            .replace("-----END PRIVATE KEY-----", ""), "authorize_scopes": "email"});
    call(
        "CreateIdentityProvider",
        json!({"ProviderName": APPLE, "ProviderType": APPLE, "ProviderDetails": apple}),
    );
    call("CreateUserPoolClient", web());
    call("CreateUserPoolClient", json!({"ClientName": "robot", "GenerateSecret": true}));
    (store, pool)
}

fn partner() -> Value {
    json!({"ProviderName": "partner", "ProviderType": "OIDC", "IdpIdentifiers": ["partner.example"],
        "AttributeMapping": {"email": "mail"},
        "ProviderDetails": {"client_id": "p", "client_secret": "made-up-secret", "authorize_scopes": "openid",
            "attributes_request_method": "GET", "oidc_issuer": "https://partner.example"}})
}

fn web() -> Value {
    json!({"ClientName": "web", "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid", "orders/read", "stock/read"], "CallbackURLs": ["https://a.example/"],
        "SupportedIdentityProviders": ["COGNITO", "partner", "Google", "SignInWithApple"]})
}

/// The copy of the pool, made, with the offer to copy what belongs to the original.
fn copied(store: Store) -> Harness {
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.app.size = (100, 60);
    harness.press("N").sees("Copy of shop").press("ctrl-s G y").sees("Created. All");
    harness.sees("n copies shop's resource servers, identity providers, app clients into it.");
    harness
}

/// What a pool has, by its name: of each kind the names.
fn names(harness: &mut Harness, pool: &str) -> [Vec<String>; 3] {
    let id = harness.store.user_pool_id(pool);
    let lists = [
        ("ListResourceServers", "ResourceServers", "Identifier", 50),
        ("ListIdentityProviders", "Providers", "ProviderName", 60),
        ("ListUserPoolClients", "UserPoolClients", "ClientName", 60),
    ];
    lists.map(|(operation, member, name, most)| {
        let answer = harness.store.call(operation, json!({"UserPoolId": id, "MaxResults": most}));
        let rows = answer.expect("a list")[member].as_array().expect("rows").clone();
        rows.iter().map(|row| row[name].as_str().expect("a name").to_owned()).collect()
    })
}

/// The operations that wrote, in their order.
fn operations(harness: &Harness) -> Vec<&'static str> {
    let written = harness.sent.iter().filter_map(|call| match call {
        Call::Write(request) => request.key.kind.operation(request.operation),
        _ => None,
    });
    written.collect()
}

#[test]
fn all_is_copied_in_the_order_in_which_it_is_named_and_what_can_not_be_read_is_left_out_by_name() {
    let (store, _) = full();
    let mut harness = copied(store);
    harness.press("n").sees("Copy from shop into Copy of shop: what?");
    harness.sees("▶ ● orders").sees("● robot");
    harness.press("enter").sees("Copy 6 of 7 resources into Copy of shop?");
    harness.sees("SignInWithApple").sees("✗ skipped: AWS never returns its private key,");
    harness.sees("without SignInWithApple,").sees("shop stays as it is");
    harness.sees("App clients get ids and secrets of their own");
    assert_eq!(harness.updates_of("CreateUserPoolClient"), [Value::Null; 0]);
    let before = harness.updates().len();
    harness.press("G y").sees("6 created, 1 left out");
    assert_eq!(
        operations(&harness)[before..],
        [
            "CreateResourceServer",
            "CreateResourceServer",
            "CreateIdentityProvider",
            "CreateIdentityProvider",
            "CreateUserPoolClient",
            "CreateUserPoolClient",
        ]
    );
    let id = harness.store.user_pool_id("Copy of shop");
    let mut expected = web();
    expected["UserPoolId"] = json!(id);
    expected["SupportedIdentityProviders"] = json!(["COGNITO", "partner", "Google"]);
    let clients = harness.updates_of("CreateUserPoolClient");
    let sent = clients.iter().find(|client| client["ClientName"] == "web").expect("the client").clone();
    for (member, value) in expected.as_object().expect("members") {
        assert_eq!(&sent[member], value, "{member}");
    }
    let (provider, original) = (harness.updates_of("CreateIdentityProvider").remove(0), partner());
    assert_eq!(provider["UserPoolId"], json!(id));
    for member in ["ProviderName", "ProviderType", "IdpIdentifiers"] {
        assert_eq!(provider[member], original[member], "{member}");
    }
    for member in ["ProviderDetails", "AttributeMapping"] {
        for (name, value) in original[member].as_object().expect("a structure") {
            assert_eq!(&provider[member][name], value, "{member}.{name}");
        }
    }
    let robot = clients.iter().find(|client| client["ClientName"] == "robot").expect("the other client");
    assert_eq!(robot["GenerateSecret"], true);
    let [servers, providers, clients] = names(&mut harness, "Copy of shop");
    assert_eq!(servers, ["orders", "stock"]);
    assert_eq!(providers.len(), 2);
    assert_eq!(clients.len(), 2);
}

#[test]
fn what_is_not_marked_is_not_copied_and_the_client_goes_without_it() {
    let (store, _) = full();
    let mut harness = copied(store);
    harness.press("n").sees("▶ ● orders").press("a").sees("▶ ○ orders");
    harness.press("down space").sees("● stock");
    harness.press("down down down");
    while !harness.screen(100, 60).contains("▶ ○ web") {
        harness.press("down");
    }
    harness.press("space enter").sees("Copy 2 of 2 resources into Copy of shop?");
    harness.sees("without partner, Google, SignInWithApple,").sees("orders/read, which Copy of shop lacks");
    harness.press("G y").sees("2 created");
    let client = harness.updates_of("CreateUserPoolClient").remove(0);
    assert_eq!(client["SupportedIdentityProviders"], json!(["COGNITO"]));
    assert_eq!(client["AllowedOAuthScopes"], json!(["openid", "stock/read"]));
}

#[test]
fn a_refused_copy_is_told_and_a_second_try_makes_only_what_is_missing() {
    let (store, _) = full();
    let mut harness = copied(store);
    harness.fails("CreateIdentityProvider", AppError::new("Can't create partner: access denied"));
    harness.press("n").press("enter").sees("Copy 6 of 7 resources").press("G y");
    harness.sees("✗ access denied").sees("4 created, 2 refused, 1 left out").press("n");
    harness.sees("Copy of shop has one already");
    let before = harness.updates().len();
    harness.press("enter").sees("Copy 2 of 3 resources into Copy of shop?").press("G y").sees("2 created");
    assert_eq!(harness.updates().len(), before + 2);
    let [servers, providers, clients] = names(&mut harness, "Copy of shop");
    assert_eq!((servers.len(), providers.len(), clients.len()), (2, 2, 2));
}

#[test]
fn a_copy_whose_answer_is_lost_is_looked_for_and_made_once() {
    let (store, _) = full();
    let mut harness = copied(store);
    harness.press("n").press("enter").sees("Copy 6 of 7 resources");
    harness.loses_response("CreateUserPoolClient");
    harness.press("G y").sees("6 created").sees("(response lost,");
    let [.., clients] = names(&mut harness, "Copy of shop");
    assert_eq!(clients.len(), 2);
}

#[test]
fn a_list_that_can_not_be_read_is_told_and_nothing_of_it_is_offered() {
    let (store, _) = full();
    let mut harness = copied(store);
    harness.fails("ListIdentityProviders", AppError::new("Can't list the providers: access denied"));
    harness.press("n").sees("Identity providers are not offered:").sees("access denied").sees("● web");
    harness.never_shows("partner").press("esc").vanishes("what?");
    assert!(harness.updates_of("CreateUserPoolClient").is_empty());
}

#[test]
fn what_was_left_is_copied_later_from_the_marked_pool_into_the_chosen_one() {
    let (mut store, _) = full();
    store.call("CreateUserPool", json!({"PoolName": "other"})).expect("another pool");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.app.size = (100, 60);
    let copy = ": c o p y space w h a t space b e l o n g s enter";
    harness.press(copy).sees("Mark the one to copy from");
    harness.press("/").write("shop").press("enter space esc");
    harness.press("/").write("other").press("enter").press(copy);
    harness.sees("Copy from shop into other: what?").press("pgdn").sees("▶ ● ").press("enter");
    harness.sees("Copy 6 of 7 resources into other?").press("G y").sees("6 created, 1 left out");
    let [servers, providers, clients] = names(&mut harness, "other");
    assert_eq!((servers.len(), providers.len(), clients.len()), (2, 2, 2));
}

#[test]
fn what_was_copied_is_taken_back_one_by_one() {
    let (store, _) = full();
    let mut harness = copied(store);
    harness.press("n").press("enter").press("G y").sees("6 created").press("enter H");
    harness.sees("CreateUserPoolClient").press("U").sees("Delete app client");
    assert!(harness.updates_of("DeleteUserPoolClient").is_empty());
}
