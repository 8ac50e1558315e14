//! Changes of a provider: what is sent, and what stays as it was.

use super::super::user_pool;
use super::{METADATA, new, saml, stored, with};
use crate::support::random;
use cognitui::app::form::Form;
use cognitui::demo::Store;
use cognitui::resource::tables::PROVIDER;
use cognitui::resource::{Access, Document, Field, FieldKind, Key, changes, update_request};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn an_update_sends_only_the_maps_that_changed_each_whole_and_nothing_that_aws_worked_out() {
    let (mut harness, pool) = saml();
    let before = stored(&mut harness, &pool, "okta");
    assert!(
        before["ProviderDetails"]["ActiveEncryptionCertificate"].is_string(),
        "AWS tells what it does not take"
    );
    harness.press("e");
    harness
        .fill("Metadata URL", "https://idp.example/metadata/2")
        .press("ctrl-s")
        .sees("Update identity provider okta?")
        .sees("No other setting changes.")
        .never_shows("sent back")
        .press("pgdn y")
        .sees("1 setting changed, 0 others");
    assert_eq!(
        harness.last_update(),
        json!({"UserPoolId": pool, "ProviderName": "okta", "ProviderDetails": {"MetadataURL": "https://idp.example/metadata/2",
            "IDPSignout": "true", "EncryptedResponses": "true", "NewerThanThis": "kept"}})
    );
    harness
        .press("enter e")
        .press("down")
        .sees("+ add an entry")
        .press("space")
        .write("shop.test")
        .press("ctrl-s")
        .press("pgdn y")
        .sees("1 setting changed, 0 others");
    assert_eq!(
        harness.last_update(),
        json!({"UserPoolId": pool, "ProviderName": "okta", "IdpIdentifiers": ["shop.example", "shop.test"]})
    );
    let mut expected = before;
    expected["ProviderDetails"]["MetadataURL"] = json!("https://idp.example/metadata/2");
    expected["IdpIdentifiers"] = json!(["shop.example", "shop.test"]);
    let mut now = stored(&mut harness, &pool, "okta");
    for one in [&mut expected, &mut now] {
        one["LastModifiedDate"] = Value::Null;
    }
    assert_eq!(now, expected);
}

#[test]
fn details_that_this_build_does_not_know_are_rows_of_their_own_and_can_be_edited() {
    let (mut harness, _) = saml();
    harness.press("e");
    harness.fill("Value", "changed").sees("NewerThanThis");
    harness
        .press("ctrl-s")
        .sees("Details by name › NewerThanThis  kept  →  changed")
        .press("y")
        .sees("1 setting changed, 0 others");
    assert_eq!(harness.last_update()["ProviderDetails"]["NewerThanThis"], "changed");
    harness.press("enter e");
    harness
        .fill("Value", "changed")
        .press("down space")
        .write("MetadataURL")
        .press("ctrl-s")
        .sees("has its own field: Metadata URL");
}

#[test]
fn the_left_side_of_a_mapping_is_picked_from_the_pool_and_the_right_one_from_usual_claims() {
    let (mut harness, _) = saml();
    harness.press("e");
    harness
        .fill("1 User-pool attribute", "")
        .press("ctrl-o")
        .sees("Choose User-pool attribute")
        .sees("email")
        .sees("required")
        .write("custom")
        .press("enter");
    harness.sees("custom:badge can't").sees("the user pool requires email");
    harness.press("down ctrl-o").sees("claims/emailaddress").press("enter");
    harness.press("down space").write("custom:badge").sees("is a duplicate");
}

#[test]
fn what_a_new_provider_still_lacks_is_said_once_it_is_to_be_sent_and_from_then_on() {
    let (mut harness, _) = user_pool();
    new(&mut harness, "saml");
    harness
        .fill("Name", "okta")
        .never_shows("enter its URL")
        .press("ctrl-s")
        .sees("✗ enter its URL, or the metadata itself below");
    harness.press("up up up").sees("✗ enter its URL");
    harness.fill("Metadata URL", "https://idp.example/metadata").vanishes("enter its URL");
}

/// The details that a provider of each type can have, all of them.
fn whole_details() -> Vec<(&'static str, Value)> {
    let social = json!({"client_id": "abc", "client_secret": "made-up-secret", "authorize_scopes": "email"});
    let mut facebook = social.clone();
    facebook["api_version"] = json!("v17.0");
    vec![
        (
            "SAML",
            json!({"MetadataURL": "https://idp.example/metadata", "MetadataFile": METADATA, "IDPSignout": "true", "IDPInit": "true",
                "EncryptedResponses": "true", "RequestSigningAlgorithm": "rsa-sha256"}),
        ),
        (
            "OIDC",
            json!({"client_id": "abc", "client_secret": "made-up-secret", "authorize_scopes": "openid", "attributes_request_method": "GET",
                "oidc_issuer": "https://login.example", "authorize_url": "https://login.example/a", "token_url": "https://login.example/t",
                "attributes_url": "https://login.example/u", "jwks_uri": "https://login.example/k"}),
        ),
        ("Google", social.clone()),
        ("Facebook", facebook),
        ("LoginWithAmazon", social),
        (
            "SignInWithApple",
            json!({"client_id": "abc", "team_id": "A1B2C3D4E5", "key_id": "F6G7H8I9J0", "private_key": "QUJD", "authorize_scopes": "email"}),
        ),
    ]
}

/// Another value than it has for a detail.
fn other_value(field: &Field, now: &str) -> String {
    match (field.kind, field.member()) {
        (FieldKind::Choice(values), _) => {
            values.iter().find(|value| **value != now).copied().unwrap_or_default().to_owned()
        }
        (FieldKind::LongText, _) => METADATA.replace("okta.com/exk", "okta.com/other"),
        _ if now.starts_with("https://") => format!("{now}/other"),
        _ if now.starts_with('v') => "v19.0".to_owned(),
        _ => format!("{now}x"),
    }
}

#[test]
fn changing_any_one_setting_of_a_provider_leaves_all_others_and_unknown_ones_as_they_were_and_sends_no_other_member()
 {
    for (kind, mut details) in whole_details() {
        details["FutureDetail"] = json!("kept");
        let name = if ["SAML", "OIDC"].contains(&kind) { "ours" } else { kind };
        let rows = |document: &Document| -> Vec<&'static Field> {
            PROVIDER
                .visible_fields(document)
                .filter(|field| {
                    field.access == Access::Editable && field.path.starts_with("ProviderDetails.")
                })
                .collect()
        };
        let of_type = Document::from_value(json!({"ProviderType": kind})).expect("a document");
        let described = |store: &mut Store, pool: &str| {
            let ids = json!({"UserPoolId": pool, "ProviderName": name});
            let mut answer = store.call("DescribeIdentityProvider", ids).expect("the provider");
            Document::from_value(answer["IdentityProvider"].take()).expect("a document")
        };
        let mut edits: Vec<_> = rows(&of_type).into_iter().map(|field| (field.path, None)).collect();
        assert!(edits.len() >= 3, "{kind} has details");
        edits.push(("AttributeMapping.email", Some(json!("mail"))));
        edits.push(("IdpIdentifiers", Some(json!(["other.example"]))));
        edits.push(("AcrMapping", Some(json!({"Level2": "mfa"}))));
        for (path, value) in edits {
            let (mut harness, pool) = user_pool();
            let body = json!({"UserPoolId": pool, "ProviderName": name, "ProviderType": kind, "ProviderDetails": details,
                "AttributeMapping": {"email": "email"}, "IdpIdentifiers": ["shop.example"], "AcrMapping": {"Level1": "pwd"}});
            harness
                .store
                .call("CreateIdentityProvider", body)
                .unwrap_or_else(|error| panic!("{kind}: {error}"));
            let before = described(&mut harness.store, &pool);
            let mut edited = before.clone();
            let field = rows(&of_type).into_iter().find(|field| field.path == path);
            let new = value.unwrap_or_else(|| {
                Value::from(other_value(field.expect("a row"), before.text(path).unwrap_or_default()))
            });
            edited.set(path, (new != json!("")).then_some(new));
            if kind == "SignInWithApple"
                && path.starts_with("ProviderDetails.")
                && path != "ProviderDetails.private_key"
            {
                edited.set("ProviderDetails.private_key", Some(json!("QUJD")));
            }
            let request = update_request(&before, &edited, &PROVIDER);
            let member = path.split('.').next().expect("a member");
            let sent: Vec<_> =
                request.members().keys().map(String::as_str).filter(|name| *name != "UserPoolId").collect();
            assert!(
                sent.contains(&member) && sent.iter().all(|name| [member, "ProviderName"].contains(name)),
                "{kind} {path}: {sent:?}"
            );
            harness
                .store
                .call("UpdateIdentityProvider", request.into_value())
                .unwrap_or_else(|error| panic!("{kind} {path}: {error}"));
            let mut after = described(&mut harness.store, &pool);
            for told in ["LastModifiedDate", "ProviderDetails.private_key"] {
                after.set(told, edited.get(told).cloned());
            }
            let drift = changes(&edited, &after, &PROVIDER);
            assert!(drift.is_empty(), "{kind} {path}: {drift:?}");
            assert_eq!(after.text("ProviderDetails.FutureDetail"), Some("kept"), "{kind} {path}");
            assert!(
                path.ends_with("private_key") || !changes(&before, &after, &PROVIDER).is_empty(),
                "{kind} {path} is changed"
            );
        }
    }
}

proptest! {
    #[test]
    fn any_edit_in_the_form_of_a_provider_touches_its_own_member_and_sends_no_other(
        before in random::any_document(&PROVIDER),
        kind in prop::sample::select(vec!["SAML", "OIDC", "Google", "Facebook", "SignInWithApple", "LoginWithAmazon", "New"]),
        at in 0usize..200,
    ) {
        let mut before = before;
        before.set("ProviderType", Some(json!(kind)));
        let mut form = Form::edit(Key::child(&PROVIDER, "eu-west-1_A", "okta"), "okta".to_owned(), before.clone(), 0);
        prop_assert_eq!(&form.document(), &before);
        let Some(path) = random::edit(&mut form, at) else { return Ok(()) };
        let member = path.split('.').next().expect("a member");
        let sent = update_request(&before, &form.document(), &PROVIDER);
        for name in sent.members().keys() {
            prop_assert!([member, "UserPoolId", "ProviderName"].contains(&name.as_str()), "{} came with {}", name, path);
        }
        let now = form.document();
        let key = path.strip_prefix("ProviderDetails.").unwrap_or_default();
        for (name, value) in before.get("ProviderDetails").and_then(Value::as_object).into_iter().flatten() {
            let has_a_row = PROVIDER.visible_fields(&before).any(|field| field.path == format!("ProviderDetails.{name}"));
            let own = name == key || (path == "ProviderDetails" && !has_a_row);
            let stays = now.get("ProviderDetails").and_then(|details| details.get(name));
            prop_assert!(own || stays == Some(value), "{} changed with {}", name, path);
        }
    }
}

#[test]
fn a_mapping_to_an_attribute_that_the_user_pool_lacks_is_refused_before_aws_does() {
    let (mut harness, _) = with(
        "OIDC",
        "entra",
        &json!({"client_id": "a", "client_secret": "s",
        "attributes_request_method": "GET", "oidc_issuer": "https://login.example", "authorize_scopes": "openid"}),
    );
    harness.app.size = (120, 60);
    harness.press("e").focus_field("  1 User-pool attribute").press("ctrl-u").write("custom:zen_groups");
    harness.sees("✗ the user pool has no attribute custom:zen_groups").press("ctrl-s").sees("fixing:");
    assert!(harness.updates().is_empty());
}
