//! App clients, whole: what a change of one setting sends, what rules there are between settings, and how one
//! is made and removed.

mod listed;
mod secrets;

use crate::support::harness::Harness;
use crate::support::random;
use cognitui::app::form::Form;
use cognitui::app::form::field::MessageSeverity;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
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
