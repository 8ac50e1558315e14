//! Edits: what they change, and what they leave alone.

use proptest::prelude::*;
use serde_json::json;

use super::patch::patch;
use super::text::{Assignment, unset};
use super::*;
use crate::resource::tables::{CLIENT, IDENTITY_POOL, PROVIDER, USER_POOL};

fn document(value: Value) -> Document {
    Document::from_value(value).expect("an object")
}

fn client() -> Document {
    document(
        json!({"UserPoolId": "eu-west-1_A", "ClientId": "abc", "ClientName": "web", "ClientSecret": "s3cret",
        "CallbackURLs": ["https://a.example"], "RefreshTokenValidity": 30, "EnableTokenRevocation": true,
        "TokenValidityUnits": {"AccessToken": "hours"}, "CreationDate": 1.5, "FutureSetting": {"deep": [1]}}),
    )
}

fn edit(text: &str) -> Result<Document, String> {
    let assignment = Assignment::parse(text)?;
    edited(&client(), &[assignment.edit(&CLIENT, assignment.value)?], &CLIENT)
}

/// The client with one member changed.
fn with(member: &str, value: Value) -> Document {
    let mut document = client();
    document.set(member, Some(value));
    document
}

#[test]
fn an_assignment_changes_one_member_by_its_type() {
    for (text, member, value) in [
        ("ClientName=shop=1", "ClientName", json!("shop=1")),
        ("RefreshTokenValidity=7", "RefreshTokenValidity", json!(7)),
        ("EnableTokenRevocation=false", "EnableTokenRevocation", json!(false)),
        ("CallbackURLs=app://x, https://b.example", "CallbackURLs", json!(["app://x", "https://b.example"])),
        ("CallbackURLs=[\"a,b\"]", "CallbackURLs", json!(["a,b"])),
        ("CallbackURLs=", "CallbackURLs", json!([])),
        ("CallbackURLs+=app://x", "CallbackURLs", json!(["https://a.example", "app://x"])),
        ("CallbackURLs+=https://a.example", "CallbackURLs", json!(["https://a.example"])),
        ("CallbackURLs-=https://a.example", "CallbackURLs", json!([])),
        ("LogoutURLs+=app://y", "LogoutURLs", json!(["app://y"])),
        ("TokenValidityUnits.RefreshToken=days", "TokenValidityUnits.RefreshToken", json!("days")),
    ] {
        assert_eq!(edit(text).expect(text), with(member, value), "{text}");
    }
    assert_eq!(edit("LogoutURLs-=app://y"), Ok(client()), "what is not there can't go");
    let gone =
        edited(&client(), &[unset(&CLIENT, "CallbackURLs").expect("an edit")], &CLIENT).expect("edited");
    assert_eq!(gone.get("CallbackURLs"), None);
}

#[test]
fn the_keys_of_a_map_are_members_too_and_may_have_dots() {
    let pool =
        document(json!({"IdentityPoolId": "1", "SupportedLoginProviders": {"graph.facebook.com": "1"}}));
    let text = "SupportedLoginProviders.accounts.google.com=123.apps";
    let assignment = Assignment::parse(text).expect("an assignment");
    let edits = [
        assignment.edit(&IDENTITY_POOL, assignment.value).expect("an edit"),
        unset(&IDENTITY_POOL, "SupportedLoginProviders.graph.facebook.com").expect("an edit"),
    ];
    let edited = edited(&pool, &edits, &IDENTITY_POOL).expect("a document");
    assert_eq!(edited.get("SupportedLoginProviders"), Some(&json!({"accounts.google.com": "123.apps"})));
}

#[test]
fn what_cannot_be_set_is_refused_in_a_sentence() {
    for (text, words) in [
        ("CallbackURLs", "it has to be MEMBER=VALUE"),
        ("=1", "it has to be MEMBER=VALUE"),
        ("CallbackURL=x", "Did you mean CallbackURLs?"),
        ("RefreshTokenValidity=long", "RefreshTokenValidity is a whole number, and 'long' is not"),
        ("EnableTokenRevocation=yes", "is true or false"),
        ("PreventUserExistenceErrors=MAYBE", "is one of LEGACY, ENABLED"),
        ("ClientName+=x", "ClientName is a text, no list"),
        ("ClientId=x", "ClientId can't be changed"),
        ("CreationDate=1", "CreationDate is set by AWS"),
        ("GenerateSecret=true", "only when the app client is created"),
    ] {
        let said = edit(text).expect_err(text);
        assert!(said.contains(words), "{text}: {said}");
    }
}

#[test]
fn a_document_in_part_changes_what_it_names_and_null_takes_away() {
    let patch =
        json!({"TokenValidityUnits": {"RefreshToken": "days"}, "CallbackURLs": null, "CreationDate": 9});
    let mut expected = with("TokenValidityUnits", json!({"AccessToken": "hours", "RefreshToken": "days"}));
    expected.set("CallbackURLs", None);
    assert_eq!(edited(&client(), &[DocumentEdit::Merge(patch)], &CLIENT), Ok(expected));
    let other = DocumentEdit::Merge(json!({"ClientId": "xyz"}));
    assert_eq!(edited(&client(), &[other], &CLIENT), Err("ClientId: can't be changed".to_owned()));
}

#[test]
fn a_placeholder_means_the_secret_as_it_is_and_is_never_sent() {
    let details = json!({"client_id": "app", "client_secret": "s3cret"});
    let provider =
        document(json!({"ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": details}));
    let with_placeholder =
        json!({"ProviderDetails": {"client_id": "new", "client_secret": "<client_secret>"}});
    let after = edited(&provider, &[DocumentEdit::Merge(with_placeholder)], &PROVIDER).expect("a document");
    assert_eq!(after.get("ProviderDetails"), Some(&json!({"client_id": "new", "client_secret": "s3cret"})));
    let none = json!({"ProviderDetails": {"private_key": "<private_key>"}});
    let said = edited(&provider, &[DocumentEdit::Merge(none)], &PROVIDER).expect_err("no secret");
    assert!(said.contains("<private_key> is a placeholder"), "{said}");
}

#[test]
fn null_clears_what_can_be_cleared_and_an_empty_value_is_another_one() {
    let provider = document(json!({"ProviderName": "Okta", "ProviderType": "OIDC",
        "AttributeMapping": {"email": "mail"}, "IdpIdentifiers": ["shop"]}));
    let patch = |value: Value| edited(&provider, &[DocumentEdit::Merge(value)], &PROVIDER).expect("edited");
    // An update of a provider keeps what it does not name, so nothing but an empty value clears it.
    let cleared = patch(json!({"AttributeMapping": null, "IdpIdentifiers": null}));
    assert_eq!(
        (cleared.get("AttributeMapping"), cleared.get("IdpIdentifiers")),
        (Some(&json!({})), Some(&json!([])))
    );
    assert_eq!(patch(json!({"IdpIdentifiers": []})).get("IdpIdentifiers"), Some(&json!([])));
    assert_eq!(patch(json!({"AttributeMapping": {}})), provider, "an empty structure names no change");
    let client = |value: Value| edited(&client(), &[DocumentEdit::Merge(value)], &CLIENT).expect("edited");
    for (value, after) in
        [(json!(null), None), (json!([]), Some(json!([]))), (json!(["app://x"]), Some(json!(["app://x"])))]
    {
        assert_eq!(client(json!({"CallbackURLs": value})).get("CallbackURLs"), after.as_ref(), "{value}");
    }
    assert_eq!(
        client(json!({"EnableTokenRevocation": false})).get("EnableTokenRevocation"),
        Some(&json!(false))
    );
    assert_eq!(client(json!({"EnableTokenRevocation": null})).get("EnableTokenRevocation"), None);
}

#[test]
fn a_patch_leaves_out_what_no_edit_can_take_over_and_says_so() {
    let pool = |name: &str, mode: &str| {
        document(json!({"Id": name, "Name": name, "MfaConfiguration": mode, "AliasAttributes": ["email"],
            "CreationDate": 1, "Newer": {"Deep": name}}))
    };
    let mut other = pool("b", "ON");
    other.set("AliasAttributes", Some(json!(["preferred_username"])));
    let patch = patch(&pool("a", "OFF"), &other, &USER_POOL);
    assert_eq!(patch.value, json!({"Name": "b", "Newer": {"Deep": "b"}}));
    let paths: Vec<_> = patch.left_out.iter().map(|(path, _)| *path).collect();
    assert!(paths.contains(&"AliasAttributes") && paths.contains(&"MfaConfiguration"), "{paths:?}");
    let after = edited(&pool("a", "OFF"), &[DocumentEdit::Merge(patch.value)], &USER_POOL).expect("edited");
    assert_eq!((after.text("Name"), after.text("MfaConfiguration")), (Some("b"), Some("OFF")));
}

#[test]
fn a_setting_stays_where_an_empty_successor_goes_and_follows_one_that_is_set() {
    let pool = |config: Value| {
        document(
            json!({"LambdaConfig": {"PreTokenGeneration": "arn:old", "PreTokenGenerationConfig": config}}),
        )
    };
    let completed = |base: &Document, mut edited: Document| {
        USER_POOL.complete(base, &mut edited);
        edited
    };
    for empty in [json!(""), Value::Null] {
        let base = pool(json!({"LambdaVersion": "V1_0", "LambdaArn": empty}));
        let left = completed(&base, pool(json!({"LambdaVersion": "V2_0", "LambdaArn": empty})));
        assert_eq!(left, document(json!({"LambdaConfig": {"PreTokenGeneration": "arn:old"}})));
    }
    let base = pool(json!({"LambdaVersion": "V1_0", "LambdaArn": "arn:old"}));
    let moved = completed(&base, pool(json!({"LambdaVersion": "V1_0", "LambdaArn": "arn:new"})));
    assert_eq!(moved.text("LambdaConfig.PreTokenGeneration"), Some("arn:new"));
    let gone = completed(&base, document(json!({"LambdaConfig": {"PreTokenGeneration": "arn:old"}})));
    assert_eq!(gone.get("LambdaConfig.PreTokenGeneration"), None);
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a-z]{0,3}".prop_map(Value::from)
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec(("[a-c]", inner), 0..3)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// Documents of an identity pool, with members that no table knows.
fn any_document() -> impl Strategy<Value = Document> {
    let names = prop::sample::select(vec![
        "IdentityPoolName",
        "SupportedLoginProviders",
        "IdentityPoolTags",
        "FutureSetting",
        "OtherSetting",
        "SamlProviderARNs",
    ]);
    prop::collection::vec((names, any_value()), 0..6).prop_map(|members| {
        let own = [("IdentityPoolId".to_owned(), json!("eu-west-1:1"))];
        own.into_iter().chain(members.into_iter().map(|(name, value)| (name.to_owned(), value))).collect()
    })
}

/// Documents of an app client, with members that no table knows beside known ones in the same structure.
fn any_client() -> impl Strategy<Value = Document> {
    let names = prop::sample::select(vec![
        "ClientName",
        "CallbackURLs",
        "TokenValidityUnits",
        "RefreshTokenRotation",
        "ClientSecret",
        "CreationDate",
        "FutureSetting",
    ]);
    ("[a-c]", prop::collection::vec((names, any_value()), 0..6)).prop_map(|(id, members)| {
        let own = [("ClientId".to_owned(), json!(id))];
        own.into_iter().chain(members.into_iter().map(|(name, value)| (name.to_owned(), value))).collect()
    })
}

proptest! {
    #[test]
    fn the_patch_between_two_documents_makes_one_the_other(a in any_document(), b in any_document()) {
        let patch = patch(&a, &b, &IDENTITY_POOL);
        prop_assert!(patch.left_out.is_empty());
        let merge = DocumentEdit::Merge(patch.value);
        prop_assert_eq!(edited(&a, &[merge], &IDENTITY_POOL), Ok(b));
    }

    #[test]
    fn once_the_patch_is_applied_nothing_is_left_but_what_it_left_out(a in any_client(), b in any_client()) {
        let patch = patch(&a, &b, &CLIENT);
        let after = edited(&a, &[DocumentEdit::Merge(patch.value)], &CLIENT).expect("a document");
        let rest = super::patch::patch(&after, &b, &CLIENT);
        prop_assert_eq!((rest.value, rest.left_out), (json!({}), patch.left_out));
        prop_assert_eq!(after.get("ClientId"), a.get("ClientId"));
    }

    #[test]
    fn a_document_on_itself_changes_nothing(a in any_document()) {
        let whole = DocumentEdit::Merge(a.clone().into_value());
        prop_assert_eq!(edited(&a, &[whole], &IDENTITY_POOL), Ok(a.clone()));
        prop_assert_eq!(patch(&a, &a, &IDENTITY_POOL).value, json!({}));
    }

    #[test]
    fn one_assignment_changes_that_member_alone(a in any_document(), classic in any::<bool>()) {
        let text = format!("AllowClassicFlow={classic}");
        let assignment = Assignment::parse(&text).expect("an assignment");
        let edit = assignment.edit(&IDENTITY_POOL, assignment.value).expect("an edit");
        let mut expected = a.clone();
        expected.set("AllowClassicFlow", Some(json!(classic)));
        prop_assert_eq!(edited(&a, &[edit], &IDENTITY_POOL), Ok(expected));
    }
}
