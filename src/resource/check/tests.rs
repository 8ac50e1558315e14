//! Faults of documents, in words.

use serde_json::json;

use super::*;
use crate::resource::tables::{CLIENT, IDENTITY_POOL, USER_POOL};

fn document(value: Value) -> Document {
    Document::from_value(value).expect("an object")
}

fn found(kind: &'static Kind, base: Value, edited: Value) -> Vec<String> {
    let context = ValidationContext::default();
    faults(&document(base), &document(edited), kind, &context).iter().map(DocumentFault::to_string).collect()
}

#[test]
fn a_wrong_type_is_told_the_right_one() {
    let base = json!({"ClientId": "c", "ClientName": "web"});
    let edited = json!({"ClientId": "c", "ClientName": 5, "CallbackURLs": "https://a.example",
        "EnableTokenRevocation": "yes", "AuthSessionValidity": "3", "TokenValidityUnits": "hours",
        "PreventUserExistenceErrors": "OFF"});
    let mut expected = vec![
        "ClientName: must be a text in quotes",
        "CallbackURLs: must be a list: [ … ]",
        "EnableTokenRevocation: must be true or false",
        "AuthSessionValidity: must be a whole number, without quotes",
        "TokenValidityUnits: must be a structure: { … }",
        "PreventUserExistenceErrors: must be one of LEGACY, ENABLED",
    ];
    let mut found = found(&CLIENT, base, edited);
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn a_broken_rule_is_told_in_words_and_what_was_there_before_is_left_alone() {
    let base = json!({"IdentityPoolId": "p", "IdentityPoolName": "old!"});
    let edited = json!({"IdentityPoolId": "p", "IdentityPoolName": "old!", "AllowClassicFlow": false});
    assert_eq!(found(&IDENTITY_POOL, base.clone(), edited), Vec::<String>::new());
    let edited = json!({"IdentityPoolId": "p", "IdentityPoolName": "new!"});
    let found = found(&IDENTITY_POOL, base, edited);
    assert!(matches!(found.as_slice(), [one] if one.starts_with("IdentityPoolName: letters")), "{found:?}");
}

#[test]
fn a_misspelt_member_gets_the_right_name_and_one_that_is_like_no_other_is_kept() {
    let base = json!({"IdentityPoolId": "p", "IdentityPoolName": "shop"});
    let edited =
        json!({"IdentityPoolId": "p", "IdentityPoolName": "shop", "AllowClasicFlow": true, "Zzz": 1});
    let expected = ["AllowClasicFlow: there is no such member; did you mean AllowClassicFlow?"];
    assert_eq!(found(&IDENTITY_POOL, base, edited), expected);
}

#[test]
fn what_only_aws_sets_and_what_identifies_a_resource_can_not_be_changed() {
    let base = json!({"Id": "eu-west-1_A", "Name": "shop", "MfaConfiguration": "OFF"});
    let edited = json!({"Id": "eu-west-1_B", "Name": "shop", "MfaConfiguration": "ON", "CreationDate": 1});
    let found = found(&USER_POOL, base, edited);
    for expected in ["Id: can't be changed", "MfaConfiguration: changed on the MFA tab"] {
        assert!(found.iter().any(|fault| fault == expected), "{expected}: {found:?}");
    }
    assert!(found.iter().any(|fault| fault == "CreationDate: set by AWS"), "{found:?}");
}

#[test]
fn an_entry_of_a_list_is_named_by_its_place() {
    let base = json!({"ClientId": "c", "ClientName": "web", "CallbackURLs": ["https://a.example"]});
    let edited = json!({"ClientId": "c", "ClientName": "web", "CallbackURLs": ["https://a.example", 7]});
    assert_eq!(found(&CLIENT, base, edited), ["CallbackURLs[1]: must be a text in quotes"]);
}
