//! Edits: what they change, and what they leave alone.

use proptest::prelude::*;
use serde_json::json;

use super::file::{document_of, unknown_member};
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
fn a_file_may_be_an_answer_a_request_or_another_kind_of_document() {
    let read = |value: Value, kind: &Kind| document_of(value, kind).map(Document::into_value);
    assert_eq!(
        read(json!({"UserPoolClient": {"ClientName": "web"}}), &CLIENT),
        Ok(json!({"ClientName": "web"}))
    );
    let request = json!({"UserPoolId": "eu-west-1_A", "PoolName": "shop"});
    assert_eq!(read(request, &USER_POOL), Ok(json!({"Id": "eu-west-1_A", "Name": "shop"})));
    for (value, kind, words) in [
        (json!([1]), &CLIENT, "it is no JSON object"),
        (client().into_value(), &USER_POOL, "it is a document of an app client, not of a user pool"),
        (
            json!({"CallbackURLs": "https://a.example"}),
            &CLIENT,
            "CallbackURLs is a list of texts, and this is not",
        ),
        (json!({"RefreshTokenValidity": "30"}), &CLIENT, "RefreshTokenValidity is a whole number"),
    ] {
        let said = match read(value, kind) {
            Err(said) => said,
            Ok(value) if kind == &USER_POOL => {
                // A document with members newer than the tables is not taken for one of another kind.
                unknown_member(&document(value), &Document::default(), kind).expect("a member")
            }
            Ok(value) => panic!("{value}"),
        };
        assert!(said.contains(words) || said == "ClientId", "{said}");
    }
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
        "DeveloperProviderName",
    ]);
    prop::collection::vec((names, any_value()), 0..6).prop_map(|members| {
        let own = [("IdentityPoolId".to_owned(), json!("eu-west-1:1"))];
        own.into_iter().chain(members.into_iter().map(|(name, value)| (name.to_owned(), value))).collect()
    })
}

proptest! {
    #[test]
    fn the_patch_between_two_documents_makes_one_the_other(a in any_document(), b in any_document()) {
        let patch = patch(&a, &b, &IDENTITY_POOL);
        let mut value = a.into_value();
        super::patch::merge(&mut value, &patch);
        prop_assert_eq!(value, b.into_value());
    }

    #[test]
    fn a_document_on_itself_changes_nothing(a in any_document()) {
        let whole = DocumentEdit::Merge(a.clone().into_value());
        prop_assert_eq!(edited(&a, &[whole], &IDENTITY_POOL), Ok(a.clone()));
        prop_assert_eq!(patch(&a, &a, &IDENTITY_POOL), json!({}));
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
