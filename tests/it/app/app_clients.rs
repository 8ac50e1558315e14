//! App clients, whole: what a change of one setting sends, what rules there are between settings, and how one
//! is made and removed.

use crate::support::harness::Harness;
use crate::support::{random, sign_up_store};
use cognitui::app::form::Form;
use cognitui::app::form::field::MessageSeverity;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use cognitui::resource::tables::CLIENT;
use cognitui::resource::{Document, Key, changes, update_request};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What each setting that `UpdateUserPoolClient` takes is changed to: all of its members but the two ids.
fn other_values() -> Vec<(&'static str, Value)> {
    vec![
        ("ClientName", json!("other")),
        ("RefreshTokenValidity", json!(5)),
        ("AccessTokenValidity", json!(20)),
        ("IdTokenValidity", json!(21)),
        (
            "TokenValidityUnits",
            json!({"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "hours"}),
        ),
        ("ReadAttributes", json!(["email", "name"])),
        ("WriteAttributes", json!(["email", "name"])),
        ("ExplicitAuthFlows", json!(["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"])),
        ("SupportedIdentityProviders", json!(["COGNITO"])),
        ("CallbackURLs", json!(["https://a.example/cb", "https://b.example/cb"])),
        ("LogoutURLs", json!(["https://b.example/out"])),
        ("DefaultRedirectURI", json!("https://c.example/cb")),
        ("AllowedOAuthFlows", json!(["code", "implicit"])),
        ("AllowedOAuthScopes", json!(["openid", "email"])),
        ("AllowedOAuthFlowsUserPoolClient", json!(true)),
        (
            "AnalyticsConfiguration",
            json!({"ApplicationId": "abc", "RoleArn": "arn:aws:iam::123456789012:role/other", "ExternalId": "x"}),
        ),
        ("PreventUserExistenceErrors", json!("LEGACY")),
        ("EnableTokenRevocation", json!(false)),
        ("EnablePropagateAdditionalUserContextData", json!(true)),
        ("AuthSessionValidity", json!(9)),
        ("RefreshTokenRotation", json!({"Feature": "ENABLED", "RetryGracePeriodSeconds": 30})),
    ]
}

/// A store with a user pool and a client that has every setting, and one newer than this build; both ids.
fn full() -> (Store, String, String) {
    let mut store = Store::empty();
    let pool =
        store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool")["UserPool"]["Id"]
            .clone();
    let details = json!({"client_id": "g", "client_secret": "made-up-secret", "authorize_scopes": "openid"});
    let google = json!({"UserPoolId": pool, "ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": details});
    store.call("CreateIdentityProvider", google).expect("a provider");
    let client = json!({
        "UserPoolId": pool, "ClientName": "web", "GenerateSecret": true, "RefreshTokenValidity": 10, "AccessTokenValidity": 30,
        "IdTokenValidity": 31, "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
        "ReadAttributes": ["email"], "WriteAttributes": ["email"], "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
        "SupportedIdentityProviders": ["COGNITO", "Google"], "CallbackURLs": ["https://a.example/cb", "https://c.example/cb"],
        "LogoutURLs": ["https://a.example/out"], "DefaultRedirectURI": "https://a.example/cb", "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid"], "AllowedOAuthFlowsUserPoolClient": true,
        "AnalyticsConfiguration": {"ApplicationId": "abc", "RoleArn": "arn:aws:iam::123456789012:role/analytics", "ExternalId": "x"},
        "PreventUserExistenceErrors": "ENABLED", "EnableTokenRevocation": true, "EnablePropagateAdditionalUserContextData": false,
        "AuthSessionValidity": 5, "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
    });
    let client =
        store.call("CreateUserPoolClient", client).expect("a client")["UserPoolClient"]["ClientId"].clone();
    let (pool, client) =
        (pool.as_str().expect("an id").to_owned(), client.as_str().expect("an id").to_owned());
    store.client_mut(&pool, &client).insert("FutureSetting".into(), json!({"deep": [1]}));
    (store, pool, client)
}

fn describe(store: &mut Store, pool: &str, client: &str) -> Document {
    let mut answer = store
        .call("DescribeUserPoolClient", json!({"UserPoolId": pool, "ClientId": client}))
        .expect("the client");
    Document::from_value(answer["UserPoolClient"].take()).expect("a document")
}

#[test]
fn changing_any_one_setting_leaves_all_others_and_an_unknown_one_as_they_were_at_a_service_that_resets_what_is_omitted()
 {
    let model: Value = serde_json::from_str(include_str!("../../../assets/service-constraints.json"))
        .expect("the service model");
    let members =
        model["operations"]["cognito-idp.UpdateUserPoolClient"]["members"].as_object().expect("members");
    let settings: BTreeSet<_> = members
        .keys()
        .map(String::as_str)
        // Describe never returns whether Secrets Manager is used.
        .filter(|name| !["UserPoolId", "ClientId", "PublishSecretsInAWSSecretsManager"].contains(name))
        .collect();
    assert_eq!(
        other_values().iter().map(|(name, _)| *name).collect::<BTreeSet<_>>(),
        settings,
        "every setting has another value"
    );
    for (name, value) in other_values() {
        let (mut store, pool, client) = full();
        let before = describe(&mut store, &pool, &client);
        let mut edited = before.clone();
        edited.set(name, Some(value));
        if edited == before {
            edited.set(name, Some(json!(false)));
        }
        let request = update_request(&before, &edited, &CLIENT);
        store
            .call("UpdateUserPoolClient", request.into_value())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut after = describe(&mut store, &pool, &client);
        assert_ne!(after.get(name), before.get(name), "{name} is changed");
        after.set("LastModifiedDate", before.get("LastModifiedDate").cloned());
        assert!(
            after == edited,
            "{name}: {} instead of {}",
            after.clone().into_value(),
            edited.clone().into_value()
        );
    }
}

proptest! {
    #[test]
    fn any_edit_in_the_form_sends_everything_else_back_to_the_letter(before in random::any_document(&CLIENT), at in 0usize..200) {
        let mut form = Form::edit(Key::child(&CLIENT, "eu-west-1_A", "abc"), "web".to_owned(), before.clone(), 0);
        let Some(path) = random::edit(&mut form, at) else { return Ok(()) };
        let (sent, was) = (update_request(&before, &form.document(), &CLIENT), update_request(&before, &before, &CLIENT));
        let member = path.split('.').next().expect("a member");
        for (name, value) in was.members() {
            prop_assert!(name == member || sent.get(name) == Some(value), "{} changed with {}", name, path);
        }
        for name in sent.members().keys() {
            prop_assert!(name == member || was.get(name).is_some(), "{} came with {}", name, path);
        }
        let touched = changes(&before, &form.document(), &CLIENT);
        let inside = |place: &str| place == path || place == member || place.split('.').next() == Some(member);
        prop_assert!(touched.iter().all(|change| inside(&change.place.path)), "only {}", path);
    }
}

/// The full client in the console, its list open.
fn harness() -> (Harness, String, String) {
    let (store, pool, client) = full();
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("enter 2");
    (harness, pool, client)
}

#[test]
fn a_client_is_edited_and_all_its_settings_go_back() {
    let (mut harness, pool, client) = harness();
    let before = describe(&mut harness.store, &pool, &client);
    harness
        .press("e")
        .sees("Edit web")
        .press("end")
        .write(" app")
        .press("ctrl-s")
        .sees("UpdateUserPoolClient")
        .press("pgdn y");
    harness.sees("✓ 1 setting changed, 0 others");
    let mut expected = update_request(&before, &before, &CLIENT).into_value();
    expected["ClientName"] = json!("web app");
    assert_eq!(harness.updates(), [expected]);
}

#[test]
fn a_validity_is_a_whole_number_and_its_range_counts_with_its_unit() {
    let (mut harness, ..) = harness();
    harness.press("e");
    harness.focus_field("Access token valid");
    harness
        .press("ctrl-u")
        .write("4")
        .sees("✗ must be 5 minutes to 1 day with its unit")
        .press("ctrl-u")
        .write("4 h");
    harness.sees("✗ a whole number from 1 to 86400").press("ctrl-u").sees(" (default: 1 hour)").write("4");
    harness.focus_field("Access token unit");
    harness
        .press("space")
        .sees("‹ hours ›")
        .vanishes("✗")
        .press("ctrl-s")
        .sees("Access token valid  30  →  4")
        .press("pgdn y");
    assert_eq!(
        (
            &harness.updates()[0]["AccessTokenValidity"],
            &harness.updates()[0]["TokenValidityUnits"]["AccessToken"]
        ),
        (&json!(4), &json!("hours"))
    );
}

#[test]
fn rules_between_settings_are_said_as_they_are_typed_and_stop_only_what_aws_refuses() {
    let (mut harness, ..) = harness();
    harness.press("e");
    harness.focus_field("Refresh token valid");
    harness.press("ctrl-u").write("1");
    harness.focus_field("Refresh token unit");
    harness
        .press("space space")
        .sees("‹ minutes ›")
        .sees("must not outlive the refresh token")
        .press("space space")
        .sees("‹ days ›")
        .vanishes("outlive");
    harness.focus_field("Default callback URL");
    harness
        .press("ctrl-u")
        .write("https://elsewhere.example/")
        .sees("✗ must be one of the callback URLs")
        .press("ctrl-s");
    harness
        .sees("fixing:")
        .sees("▶ Default callback URL")
        .press("ctrl-o")
        .sees("Choose Default callback URL");
    harness.write("c.ex").press("enter").sees("https://c.example/cb").vanishes("✗ must be one");
    harness.press("ctrl-s").sees("Default callback URL");
}

#[test]
fn machine_to_machine_is_alone_and_needs_a_secret() {
    let mut form = Form::edit(
        Key::child(&CLIENT, "eu-west-1_A", "abc"),
        "m2m".to_owned(),
        Document::from_value(json!({"ClientName": "m2m", "AllowedOAuthFlows": ["code"]})).expect("an object"),
        0,
    );
    let row = form.fields.iter().position(|row| row.field.path == "AllowedOAuthFlows").expect("the field");
    form.focus = vec![row, 1];
    form.add_entry();
    form.fill_focused("client_credentials");
    let said = |form: &Form| form.fields[row].message.clone().expect("a sentence").text;
    assert_eq!(said(&form), "client_credentials must be the only flow");
    form.focus = vec![row, 0, 0];
    form.remove_entry();
    assert_eq!(said(&form), "client_credentials needs a client secret, and AWS returns none");
    assert!(form.submit().is_some(), "a second secret is told by no Describe, so this is advice");
    let mut form = Form::create(Key::child(&CLIENT, "eu-west-1_A", ""), None, 0);
    form.type_key("m".parse().expect("a key"));
    let row = form.fields.iter().position(|row| row.field.path == "AllowedOAuthFlows").expect("the field");
    form.focus = vec![row, 0];
    form.add_entry();
    form.fill_focused("client_credentials");
    let said = form.fields[row].message.clone().expect("a sentence");
    assert!(
        said.severity == MessageSeverity::Error
            && said.text.starts_with("client_credentials needs a client secret, which"),
        "{said:?}"
    );
    assert!(form.submit().is_none());
}

#[test]
fn what_was_wrong_before_the_edit_stops_nothing() {
    let odd = json!({"ClientName": "old", "DefaultRedirectURI": "https://gone.example/", "CallbackURLs": []});
    let mut form = Form::edit(
        Key::child(&CLIENT, "eu-west-1_A", "abc"),
        "old".to_owned(),
        Document::from_value(odd).expect("an object"),
        0,
    );
    form.type_key("x".parse().expect("a key"));
    assert!(form.submit().is_some());
    let row = form.fields.iter().find(|row| row.field.path == "DefaultRedirectURI").expect("the field");
    assert_eq!(
        row.message.as_ref().map(|said| said.severity),
        Some(MessageSeverity::Warning),
        "it is said, and stops nothing"
    );
}

#[test]
fn a_provider_is_picked_from_the_pools_own_and_an_attribute_from_its_schema() {
    let (mut harness, ..) = harness();
    harness.press("e");
    harness.focus_field("  1 Provider");
    harness
        .press("ctrl-u ctrl-o")
        .sees("Choose Provider")
        .sees("COGNITO")
        .sees("Google")
        .press("esc")
        .press("ctrl-z");
    harness.focus_field("  1 Attribute");
    harness
        .press("ctrl-u ctrl-o")
        .sees("Choose Attribute")
        .sees("▶ sub")
        .write("family")
        .press("enter")
        .sees("family_name");
}

/// The form of the full client, whose provider fills two attributes.
fn with_filled_attributes() -> Harness {
    let (mut harness, pool, _) = harness();
    let mapping = json!({"email": "mail", "family_name": "family", "username": "sub"});
    let body = json!({"UserPoolId": pool, "ProviderName": "Google", "AttributeMapping": mapping});
    harness.store.call("UpdateIdentityProvider", body).expect("it is taken");
    harness.press("e");
    harness
}

#[test]
fn the_attributes_that_providers_fill_are_marked_and_who_offers_the_provider_should_write_them() {
    let mut harness = with_filled_attributes();
    harness.focus_field("  1 Attribute");
    harness.press("down down").sees("Google fills family_name, which this app").press("ctrl-u ctrl-o");
    harness
        .sees("Choose Attribute")
        .write("email")
        .sees("filled by a provider")
        .press("ctrl-u")
        .write("family_n")
        .press("enter");
    harness.sees("Google fills email, which this app").press("ctrl-s").sees("Update app client web?");
}

#[test]
fn the_attributes_that_a_provider_fills_do_not_matter_to_who_does_not_offer_it() {
    let mut harness = with_filled_attributes();
    harness.focus_field("  2 Provider");
    harness.press("ctrl-d");
    harness.focus_field("  1 Attribute");
    harness.press("down down").sees("email").never_shows("Google fills");
}

#[test]
fn a_client_is_made_in_its_pool_with_a_secret_only_on_purpose() {
    let (mut harness, pool, _) = harness();
    harness
        .press("n")
        .sees("New app client")
        .write("api")
        .press("down")
        .sees("‹ no ›")
        .press("ctrl-s")
        .sees("Create app client api?")
        .press("pgdn y");
    harness.sees("✓ Created. All 2 settings match.").sees("Defaults that AWS filled in:");
    let sent = json!({"UserPoolId": pool, "ClientName": "api", "EnableTokenRevocation": true, "GenerateSecret": false});
    assert_eq!(harness.updates(), [sent]);
    harness
        .press("enter")
        .sees("▶ api")
        .press("n")
        .write("secret api")
        .press("down space")
        .sees("‹ yes ›")
        .press("ctrl-s pgdn y");
    harness.sees("✓ Created. All 2 settings match.").press("enter").sees("and AWS may never");
    let secret =
        harness.store.client_mut(&pool, "secret api")["ClientSecret"].as_str().expect("a secret").to_owned();
    harness
        .sees("Client secret")
        .sees("••••••••")
        .vanishes(&secret)
        .press("x")
        .sees(&secret)
        .press("y")
        .sees("Sent to the clipboard: client secret");
    assert_eq!(harness.copied.concat(), secret);
    harness.press("enter").vanishes(&secret).press("enter").sees("Client secret").vanishes(&secret);
    harness.press("y").sees("Sent to the clipboard: secret api");
    assert_eq!(harness.copied.last().map(String::as_str), Some("secret api"));
}

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
    assert_eq!(
        copy_row(&mut harness, "Callback URLs").as_deref(),
        Some("https://a.example/in\nhttps://b.example/in"),
        "the heading of a list copies all of it, as a form takes it when pasted"
    );
    harness.press("j j y").sees("Sent to the clipboard: https://b.example/in");
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
    harness.press("e");
    harness.focus_field("  2 Provider");
    harness.press("ctrl-u").write("Okta12").press("ctrl-u").write("Okta").press("ctrl-s pgdn y esc");
    harness.sees("✗ InvalidParameterException: The provider Okta").sees("▶   2 Provider                Okta");
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
    harness.sees("− https://a.example/cb").sees("+ https://shop.example.org/cb").sees("Default callback URL");
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
    let body = json!({"UserPoolId": pool, "ClientName": "ios", "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
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
        let client = json!({"UserPoolId": pool, "ClientName": format!("client {number:03}"), "GenerateSecret": number % 2 == 0});
        store.call("CreateUserPoolClient", client).expect("a client");
    }
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.event(cognitui::message::Event::Resize { width: 120, height: 24 });
    harness
}

fn described(harness: &Harness) -> usize {
    harness.operations().iter().filter(|operation| **operation == "DescribeUserPoolClient").count()
}

#[test]
fn only_the_rows_in_sight_are_read_for_their_columns_each_once() {
    let mut harness = many(100);
    harness.press("enter 2").sees("App clients (100)").sees("30d 1h 1h").sees("default");
    assert_eq!(described(&harness), 16, "one for each row in sight");
    harness.press("j j k g");
    assert_eq!(described(&harness), 16, "moving within what is seen reads nothing");
    harness.press("pgdn");
    assert_eq!(described(&harness), 32);
    harness.press("pgup esc enter 2").sees("App clients (100)").sees("30d 1h 1h");
    assert_eq!(described(&harness), 32, "what was read is kept");
    harness.press("r");
    assert_eq!(described(&harness), 48, "and read again when asked for");
}

#[test]
fn rows_that_are_scrolled_away_are_not_read_and_a_few_wait_at_a_time() {
    let mut harness = many(100);
    harness.press("enter 2").press("g");
    let mut harness = many(100);
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
    let provider = |client: &str| json!([{"ProviderName": format!("cognito-idp.eu-west-1.amazonaws.com/{pool}"), "ClientId": client}]);
    for number in 0..pools {
        let trusts = if number % 3 == 1 { provider(&client) } else { provider("other") };
        let body = json!({"IdentityPoolName": format!("pool {number}"), "AllowUnauthenticatedIdentities": false, "CognitoIdentityProviders": trusts});
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

#[test]
fn the_secrets_of_a_client_are_rotated_and_the_screen_says_which_step_is_next() {
    let (mut harness, pool, client) = harness();
    harness
        .press("enter 2")
        .sees("Secrets (1)")
        .sees("Rotate, step 1: add a second secret")
        .press("D")
        .sees("The last client secret can't be deleted.");
    harness
        .press("n")
        .sees("New client secret")
        .sees("chosen by AWS")
        .press("ctrl-s")
        .sees("Create new client secret?")
        .press("y")
        .sees("✓ Created.");
    assert_eq!(harness.updates(), [json!({"UserPoolId": pool, "ClientId": client})]);
    harness.sees("Client secret     ••••••••").press("y");
    let value = harness.copied.last().expect("a secret").clone();
    assert!(value.len() >= 24);
    harness
        .press("x")
        .sees(&value)
        .press("enter")
        .vanishes(&value)
        .sees("Secrets (2)")
        .sees("Rotate, step 2: deploy the newer secret");
    harness.press("n").sees("There are already 2 client secrets");
    let list = json!({"UserPoolId": pool, "ClientId": client});
    let secrets =
        harness.store.call("ListUserPoolClientSecrets", list).expect("secrets")["ClientSecrets"].clone();
    let oldest = secrets[0]["ClientSecretId"].as_str().expect("an id").to_owned();
    // The older one is the next to go.
    harness.press("D").sees("Delete older client secret of web?").sees(&oldest).sees("Created");
    harness.write("web").press("enter").sees("✓ Deleted and verified").press("enter").sees("Secrets (1)");
    harness.sees("▶ only");
    assert_eq!(
        harness.updates()[1],
        json!({"UserPoolId": pool, "ClientId": client, "ClientSecretId": oldest})
    );
}

#[test]
fn the_newer_secret_is_told_from_the_older_one_and_its_deletion_warns() {
    let (mut harness, pool, client) = harness();
    harness
        .store
        .call("AddUserPoolClientSecret", json!({"UserPoolId": pool, "ClientId": client}))
        .expect("a secret");
    harness.press("enter 2").sees("▶ older").press("j").sees("▶ newer").press("D");
    harness.sees("Delete newer client secret of web?").sees("! This is the newer secret.").press("enter");
    assert!(harness.updates().is_empty());
    harness
        .sees("Type web first")
        .press("esc k D")
        .sees("Delete older")
        .vanishes("! This is the newer secret.");
}

#[test]
fn a_new_secret_that_was_neither_shown_nor_copied_is_lost_only_after_a_question() {
    let (mut harness, ..) = harness();
    harness.press("enter 2 n ctrl-s y").sees("✓ Created.").press("enter");
    harness.sees("! You have neither shown nor copied the new secret").sees("✓ Created.");
    harness
        .press("esc")
        .vanishes("! You have neither")
        .sees("✓ Created.")
        .press("esc")
        .sees("! You have neither");
    harness.press("y").vanishes("! You have neither");
    assert!(harness.copied.last().is_some_and(|secret| secret.len() >= 24));
    harness.press("enter").sees("Secrets (2)");
    let (mut harness, ..) = self::harness();
    harness.press("enter 2 n ctrl-s y enter").sees("! You have neither").press("enter").sees("Secrets (2)");
}

#[test]
fn settings_count_the_secrets_that_describe_does_not_return() {
    let (mut harness, pool, client) = harness();
    let ids = json!({"UserPoolId": pool, "ClientId": client});
    harness.store.call("AddUserPoolClientSecret", ids.clone()).expect("a secret");
    let secrets = harness.store.call("ListUserPoolClientSecrets", ids.clone()).expect("secrets");
    let mut oldest = ids;
    oldest["ClientSecretId"] = secrets["ClientSecrets"][0]["ClientSecretId"].clone();
    harness.store.call("DeleteUserPoolClientSecret", oldest).expect("a deletion");
    harness.press("r enter").sees("1 secret, see Secrets").press("2").sees("Secrets (1)");
    harness.press("n ctrl-s y x enter 1").sees("2 secrets, see Secrets");
    harness.fails("ListUserPoolClientSecrets", AppError::new("Can't list the secrets: access denied"));
    harness.press("esc enter").sees("not counted, see Secrets");
}

#[test]
fn a_client_is_moved_to_secrets_manager_and_back_after_a_warning_of_what_rotates_and_what_is_deleted() {
    let (mut harness, pool, client) = harness();
    harness.press("e");
    harness.focus_field("Use Secrets Manager").press("space").press("ctrl-s").sees("(no change)  →  on");
    harness.sees("! AWS moves the secret to Secrets Manager and rotates it right away").press("pgdn pgdn y");
    harness.sees("1 setting sent that AWS never returns, 0 others");
    assert_eq!(harness.last_update()["PublishSecretsInAWSSecretsManager"], json!(true));
    let arn = format!("arn:aws:secretsmanager:eu-west-1:123456789012:secret/cognito-idp/{client}");
    let now = describe(&mut harness.store, &pool, &client);
    assert_eq!((now.text("ClientSecretArn"), now.get("ClientSecret")), (Some(arn.as_str()), None));
    harness.press("enter").sees("yes").press("enter").sees("2 secrets, see Secrets");
    harness.press("j j j j j").sees("▶ Secret in Secrets Manager").press("y");
    assert_eq!(harness.copied.last(), Some(&arn));
    harness.press("e");
    harness
        .focus_field("Use Secrets Manager")
        .press("space space")
        .press("ctrl-s")
        .sees("(no change)  →  off");
    harness.sees("! AWS deletes the secret in Secrets Manager at once and for good.").press("pgdn pgdn y");
    harness.sees("1 setting sent that AWS never returns, 0 others");
    assert_eq!(harness.last_update()["PublishSecretsInAWSSecretsManager"], json!(false));
    assert_eq!(describe(&mut harness.store, &pool, &client).get("ClientSecretArn"), None);
}

#[test]
fn a_new_client_can_have_its_secret_in_secrets_manager_and_needs_a_secret_for_it() {
    let (mut harness, pool, _) = harness();
    harness.press("n").write("api");
    harness.focus_field("Use Secrets Manager").press("space").press("ctrl-s").sees("✗ needs a client secret");
    harness.press("up").press("space").press("ctrl-s").sees("Create app client api?");
    harness.sees("! The secret goes to Secrets Manager").press("pgdn pgdn y").sees("✓ Created.");
    harness.press("enter").sees("yes");
    let sent = harness.last_update();
    assert_eq!(
        (&sent["GenerateSecret"], &sent["PublishSecretsInAWSSecretsManager"]),
        (&json!(true), &json!(true))
    );
    let id = harness.store.client_id("shop", "api");
    assert_eq!(describe(&mut harness.store, &pool, &id).get("ClientSecret"), None);
    // A copy keeps its own secret where that of the original is.
    harness.press("N").sees("Copy of api").press("ctrl-s pgdn pgdn y").sees("✓ Created.");
    assert_eq!(harness.last_update()["PublishSecretsInAWSSecretsManager"], json!(true));
}

#[test]
fn a_secret_of_ones_own_is_masked_while_it_is_typed_and_held_to_its_rule() {
    let (mut harness, ..) = harness();
    harness
        .press("enter 2 n")
        .write("short")
        .sees("•••••")
        .never_shows("short")
        .sees("✗ letters, digits and _ +, 24 to 64")
        .press("ctrl-r")
        .sees("short");
    harness
        .press("ctrl-u")
        .write("abcdefghijklmnopqrstuvwxyz")
        .press("ctrl-s")
        .sees("a secret")
        .never_shows("abcdefghij\n")
        .press("y")
        .sees("✓ Created.");
    assert_eq!(harness.updates()[0]["ClientSecret"], "abcdefghijklmnopqrstuvwxyz");
}

#[test]
fn scopes_are_picked_from_the_standard_ones_and_those_of_resource_servers() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter 2 e");
    harness.focus_field("  1 Scope");
    harness
        .press("ctrl-u ctrl-o")
        .sees("Choose Scope")
        .sees("openid")
        .write("refund")
        .press("enter")
        .sees("refund");
}

#[test]
fn a_sign_up_is_tried_with_what_the_pool_requires_and_the_answer_is_shown() {
    let mut harness = Harness::with(sign_up_store(), Options::default(), Target::UserPools);
    let client = harness.store.client_id("shop", "public");
    harness
        .press("enter 2 t")
        .sees("New user")
        .sees("1 Attribute               email")
        .write("ann")
        .press("down")
        .write("weak");
    harness
        .sees("••••")
        .never_shows("weak")
        .sees("! the user pool asks for at least 10")
        .press("ctrl-s")
        .sees("✗ the user pool requires email");
    harness
        .press("up up up up")
        .write("Strong-Passw0rd")
        .press("down down down")
        .write("ann@shop.example")
        .press("ctrl-s")
        .sees("Create user ann?");
    harness
        .sees("Password                    a secret")
        .sees("This creates a real user")
        .never_shows("Strong")
        .press("y")
        .sees("✓ Created.")
        .sees("not confirmed yet");
    let sent = harness.updates().remove(0);
    assert_eq!(
        sent,
        json!({"Username": "ann", "Password": "weakStrong-Passw0rd", "UserAttributes": [{"Name": "email", "Value": "ann@shop.example"}], "ClientId": client})
    );
}

#[test]
fn what_a_sign_up_is_refused_for_stands_on_its_field_and_the_form_stays_filled() {
    let mut harness = Harness::with(sign_up_store(), Options::default(), Target::UserPools);
    let cases = [
        ("UsernameExistsException: User already exists", "▶ User name *"),
        (
            "InvalidPasswordException: Password did not conform with policy: Password not long enough",
            "▶ Password",
        ),
        ("NotAuthorizedException: SignUp is not permitted for this user pool", "▶ User name *"),
    ];
    harness
        .press("enter 2 t")
        .write("ann")
        .press("down")
        .write("Strong-Passw0rd")
        .press("down down down")
        .write("ann@shop.example");
    for (cause, field) in cases {
        harness
            .fails("SignUp", AppError::new("Can't create the user").cause(cause))
            .press("ctrl-s y")
            .sees("ann was not created")
            .press("esc");
        harness.sees(field).sees(&format!("✗ {}", &cause[..24])).sees("ann@shop.example");
    }
    harness.press("esc y").vanishes("ann@shop.example");
}

#[test]
fn the_password_of_a_sign_up_is_in_no_line_that_is_logged() {
    let mut harness = Harness::with(sign_up_store(), Options::default(), Target::UserPools);
    harness
        .press("enter 2 t")
        .write("ann")
        .press("down")
        .write("Strong-Passw0rd")
        .press("down down down")
        .write("a@b.example")
        .press("ctrl-s y");
    let logged = format!("{:?}", harness.sent);
    assert!(logged.contains("SignUp") && !logged.contains("Passw0rd"), "{logged}");
}

#[test]
fn secrets_that_were_not_read_are_not_taken_for_none() {
    let (mut harness, ..) = harness();
    harness.press("enter");
    harness.hold = true;
    harness.press("2 n").sees("The secrets are not loaded yet.").never_shows("can't get one");
    harness.press("s n").sees("Loading the secrets was stopped: r refreshes.");
    harness.hold = false;
    harness.fails("ListUserPoolClientSecrets", AppError::new("Can't list the client secrets: access denied"));
    harness.press("r n").sees("The secrets could not be loaded: r refreshes.");
    harness.never_shows("can't get one").press("r n").sees("New client secret");
}

#[test]
fn a_number_that_is_emptied_and_comes_back_as_the_default_is_said_to_have_it() {
    let (mut harness, ..) = harness();
    harness.press("e").focus_field("Refresh token valid").press("ctrl-u ctrl-s");
    harness.sees("Refresh token valid  10  →  (default: 30 days)").press("G y");
    harness.sees("✓ 1 setting changed, 0 others").sees("Refresh token valid  now the default (30 days)");
}

#[test]
fn rotation_that_is_switched_on_without_a_grace_period_gets_the_default_of_aws_and_that_is_said() {
    let (mut harness, pool, client) = harness();
    harness.store.client_mut(&pool, &client).shift_remove("RefreshTokenRotation");
    harness.press("r e").focus_field("Refresh token rotation").press("space").sees("‹ ENABLED ›");
    harness.press("ctrl-s").sees("Refresh token rotation  DISABLED (never set)  →  ENABLED").press("G y");
    harness
        .sees("✓ 1 setting changed, 0 others")
        .sees("Defaults that AWS filled in:")
        .sees("Rotation grace period       0 seconds")
        .never_shows("Also changed");
    assert_eq!(harness.last_update()["RefreshTokenRotation"], json!({"Feature": "ENABLED"}));
}

#[test]
fn a_record_that_vanished_is_told_by_its_settings() {
    let (mut harness, pool, client) = harness();
    harness.press("e end").write(" app").press("ctrl-s G");
    harness.hold = true;
    harness.press("y").step();
    harness.step();
    harness.store.client_mut(&pool, &client).shift_remove("RefreshTokenRotation");
    harness.store.client_mut(&pool, &client).shift_remove("FutureSetting");
    harness
        .step()
        .sees("! 1 setting changed, 3 others")
        .sees("Refresh token rotation  ENABLED  →  DISABLED (never set)")
        .sees("Rotation grace period  10 seconds  →  —")
        .sees("FutureSetting")
        .sees("− deep: 1")
        .never_shows("{");
}

#[test]
fn a_setting_that_has_a_third_value_tells_what_was_asked_what_is_and_what_was() {
    let (mut harness, pool, client) = harness();
    harness.press("e end").write(" app").press("ctrl-s G");
    harness.hold = true;
    harness.press("y").step();
    harness.step();
    harness.store.client_mut(&pool, &client).insert("ClientName".into(), json!("theirs"));
    harness
        .step()
        .sees("! Not applied:")
        .sees("requested   web app")
        .sees("now         theirs")
        .sees("before      web");
}

#[test]
fn oauth_is_switched_off_with_a_warning_and_its_settings_stay() {
    let (mut harness, pool, client) = harness();
    let before = describe(&mut harness.store, &pool, &client);
    harness.press("e").focus_field("OAuth").press("space").sees("‹ off ›");
    harness.sees("! while OAuth is off, these stay without");
    harness.press("ctrl-s").sees("OAuth  on  →  off").press("G y").sees("✓ 1 setting changed, 0 others");
    let mut expected = update_request(&before, &before, &CLIENT).into_value();
    expected["AllowedOAuthFlowsUserPoolClient"] = json!(false);
    assert_eq!(harness.updates(), [expected]);
}

#[test]
fn analytics_without_a_project_are_refused_at_the_field_and_not_dropped() {
    let (mut harness, pool, _) = harness();
    harness
        .store
        .call("CreateUserPoolClient", json!({"UserPoolId": pool, "ClientName": "bare"}))
        .expect("a client");
    harness.press("r j").sees("▶ bare").press("e");
    harness.fill("Pinpoint external id", "abc").press("ctrl-s");
    harness.sees("✗ needs Pinpoint project id or Pinpoint").vanishes("Nothing to send");
    assert!(harness.updates().is_empty());
    harness.press("ctrl-u").vanishes("✗ needs Pinpoint").press("ctrl-s").sees("Nothing to send");
    // Taking the project away takes the rest along, and the question shows it.
    harness.press("esc k").sees("▶ web").press("e");
    harness.fill("Pinpoint project id", "").press("ctrl-s").sees("Update app client web?");
    harness.sees("Pinpoint external id").sees("Pinpoint role");
}
