//! The attributes of a user pool: which clients and providers use one, and adding one, which nothing undoes.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use serde_json::{Value, json};

/// A pool with one custom attribute, which a client writes and a provider maps, on its tab of attributes.
fn pool() -> (Harness, String) {
    let mut store = Store::empty();
    let schema = json!([{"Name": "tier", "AttributeDataType": "String", "Mutable": true}]);
    let made =
        store.call("CreateUserPool", json!({"PoolName": "shop", "Schema": schema})).expect("a user pool");
    let pool = made["UserPool"]["Id"].as_str().expect("an id").to_owned();
    let client = json!({"UserPoolId": pool, "ClientName": "web", "WriteAttributes": ["email", "custom:tier"],
        "ReadAttributes": ["email"]});
    store.call("CreateUserPoolClient", client).expect("a client");
    store.call("CreateUserPoolClient", json!({"UserPoolId": pool, "ClientName": "other"})).expect("a client");
    let provider = json!({"UserPoolId": pool, "ProviderName": "partner", "ProviderType": "OIDC",
        "ProviderDetails": {"client_id": "p", "client_secret": "made-up-secret", "authorize_scopes": "openid",
            "attributes_request_method": "GET", "oidc_issuer": "https://partner.example"},
        "AttributeMapping": {"custom:tier": "level"}});
    store.call("CreateIdentityProvider", provider).expect("a provider");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.app.size = (100, 60);
    harness.press("enter 7").sees("Attributes (21)").sees("custom:tier");
    (harness, pool)
}

fn schema(harness: &mut Harness, pool: &str) -> Vec<Value> {
    let answer = harness.store.call("DescribeUserPool", json!({"UserPoolId": pool})).expect("the user pool");
    answer["UserPool"]["SchemaAttributes"].as_array().expect("a list").clone()
}

#[test]
fn an_attribute_tells_who_reads_writes_and_maps_it() {
    let (mut harness, _) = pool();
    harness.press("G enter").sees("custom:tier").sees("can be changed");
    harness.press("3").sees("web").never_shows("other");
    harness.press("2").never_shows("web");
    harness.press("4").sees("partner");
}

#[test]
fn an_attribute_is_added_only_after_its_name_was_typed_and_the_schema_keeps_the_others() {
    let (mut harness, pool) = pool();
    let before = schema(&mut harness, &pool);
    harness.press("n").sees("New attribute").press("end").write("level");
    harness.focus_field("Mutable").press("space").sees("can't be changed");
    harness.focus_field("Max length").write("8").press("ctrl-s");
    harness.sees("AWS never changes or removes a custom attribute");
    harness.press("enter").sees("Type custom:level first");
    assert_eq!(harness.updates(), [Value::Null; 0]);
    harness.write("custom:level").press("enter").sees("Created. All 4 settings match.");
    let added = json!({"Name": "level", "AttributeDataType": "String", "Mutable": false,
        "StringAttributeConstraints": {"MaxLength": "8"}});
    assert_eq!(harness.updates(), [json!({"CustomAttributes": [added], "UserPoolId": pool})]);
    let after = schema(&mut harness, &pool);
    assert_eq!(after[..before.len()], before[..]);
    assert_eq!(after[before.len()]["Name"], "custom:level");
    harness.press("enter").sees("custom:level");
}

#[test]
fn a_name_without_the_prefix_or_one_that_is_taken_is_refused_on_the_form() {
    let (mut harness, _) = pool();
    harness.press("n").press("ctrl-u").write("level").press("ctrl-s").sees("custom: and 1 to 20");
    harness.press("ctrl-u").write("custom:tier").press("ctrl-s").sees("another attribute has this name");
    assert_eq!(harness.updates(), [Value::Null; 0]);
}

#[test]
fn an_added_attribute_is_not_taken_back() {
    let (mut harness, _) = pool();
    harness.press("n end").write("level").press("ctrl-s").write("custom:level").press("enter");
    harness.sees("Created.").press("enter H U").sees("this can't be taken back");
    assert_eq!(harness.updates().len(), 1);
}

/// The settings of an app client.
fn client(harness: &mut Harness, pool: &str, name: &str) -> Value {
    harness.store.client_mut(pool, name).clone().into()
}

#[test]
fn a_new_attribute_is_given_to_the_chosen_clients_to_read_or_to_write_and_their_other_settings_stay() {
    let (mut harness, pool) = pool();
    let before = client(&mut harness, &pool, "web");
    harness.press("n end").write("level").press("ctrl-s").write("custom:level").press("enter");
    harness.sees("No app client can read or write it yet. n gives app clients access.").press("n");
    harness.sees("Which app clients may read or write custom:level?").sees("no access");
    harness.press("enter").sees("Nothing is marked.");
    for (name, keys) in [("web", "space"), ("other", "space space")] {
        harness.press("k k");
        if !harness.screen(100, 60).contains(&format!("▶ ○ {name}")) {
            harness.press("j").sees(&format!("▶ ○ {name}"));
        }
        harness.press(keys);
    }
    harness.sees("may read and write").press("enter").sees("Update 2 of 2 app clients?");
    harness.sees("custom:level").press("G y").sees("2 changed");
    let now = client(&mut harness, &pool, "web");
    assert_eq!(now["ReadAttributes"], json!(["email", "custom:level"]));
    assert_eq!(now["WriteAttributes"], before["WriteAttributes"]);
    assert_eq!(now["ClientId"], before["ClientId"]);
    // What was never set stood for AWS's default, which stays.
    let other = client(&mut harness, &pool, "other");
    for (member, names) in [("ReadAttributes", 20), ("WriteAttributes", 18)] {
        let listed = other[member].as_array().expect("a list").clone();
        assert_eq!(listed.len(), names, "{member}");
        assert!(listed.contains(&json!("custom:level")) && listed.contains(&json!("email")), "{member}");
        assert!(!listed.contains(&json!("sub")), "{member}");
    }
}

#[test]
fn several_attributes_are_added_by_one_request_and_given_to_a_client_together() {
    let (mut harness, pool) = pool();
    let before = schema(&mut harness, &pool);
    harness.press("n").sees("New attribute").press("end").write("level");
    harness.focus_field("More attributes").press("ctrl-n").press("end").write("score");
    harness.press("ctrl-s").sees("Create attribute “custom:level and 1 more”?");
    harness.sees("never changes or removes").write("custom:level and 1 more").press("enter");
    harness.sees("Created. All 4 settings match.");
    let added = |name: &str| json!({"Name": name, "AttributeDataType": "String", "Mutable": true});
    let request = json!({"CustomAttributes": [added("level"), added("score")], "UserPoolId": pool});
    assert_eq!(harness.updates(), [request]);
    let after = schema(&mut harness, &pool);
    assert_eq!(after[..before.len()], before[..]);
    let names: Vec<_> = after[before.len()..].iter().map(|one| one["Name"].clone()).collect();
    assert_eq!(names, ["custom:level", "custom:score"]);
    harness.press("n").sees("may read or write custom:level and 1 more?").press("space enter");
    harness.sees("Update 1 of 1 app client?").press("G y").sees("1 changed");
    let granted = harness.updates_of("UpdateUserPoolClient").remove(0);
    let listed = granted["ReadAttributes"].as_array().expect("a list").clone();
    assert_eq!(listed[listed.len() - 2..], [json!("custom:level"), json!("custom:score")]);
    harness.press("enter").sees("custom:level").sees("custom:score");
}

#[test]
fn an_attribute_that_is_named_twice_or_that_is_one_too_many_is_refused_on_the_form() {
    let (mut harness, _) = pool();
    harness.press("n end").write("level");
    harness.focus_field("More attributes").press("ctrl-n end").write("level").press("ctrl-s");
    harness.sees("custom:level: another attribute has this name");
    harness.press("up up up up up").sees("▶   1 Name").press("ctrl-u").write("custom:tier");
    harness.press("ctrl-s").sees("custom:tier: another attribute has this name");
    assert_eq!(harness.updates(), [Value::Null; 0]);
}

#[test]
fn several_attributes_that_can_not_be_read_are_added_once_and_verified_later() {
    let (mut harness, _) = pool();
    harness.press("n end").write("level");
    harness.focus_field("More attributes").press("ctrl-n end").write("score").press("ctrl-s");
    harness.fails("DescribeUserPool", AppError::new("Can't load the attribute"));
    harness
        .write("custom:level and 1 more")
        .press("enter")
        .sees("result unknown")
        .press("r")
        .sees("Created. All 4 settings match.");
    assert_eq!(harness.updates().len(), 1);
}
