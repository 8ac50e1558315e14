//! Tests of the constraints and their messages.

use serde_json::{Value, json};

use super::pattern::from_java;
use super::{ServiceId, service_model};
use crate::demo::members::members;

fn refusal(service: ServiceId, operation: &str, body: Value) -> String {
    service_model().check(service, operation, &members(body)).unwrap_err().to_string()
}

fn identity_pool(body: Value) -> String {
    refusal(ServiceId::IdentityPools, "CreateIdentityPool", body)
}

fn client(body: Value) -> String {
    let mut all = members(json!({"UserPoolId": "eu-west-1_a", "ClientName": "web"}));
    all.extend(members(body));
    refusal(ServiceId::UserPools, "CreateUserPoolClient", all.into())
}

#[test]
fn every_pattern_of_a_request_can_be_checked() {
    fn walk(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("pattern").and_then(Value::as_str).map(str::to_owned));
                members.values().for_each(|value| walk(value, found));
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
            _ => {}
        }
    }
    let mut patterns = Vec::new();
    walk(&service_model().json, &mut patterns);
    patterns.sort();
    patterns.dedup();
    assert!(patterns.len() > 30);
    let broken: Vec<&String> =
        patterns.iter().filter(|pattern| regex::Regex::new(&from_java(pattern)).is_err()).collect();
    // Only ever in answers: the name of the bucket behind a domain.
    assert_eq!(broken, [r"^[0-9A-Za-z\.\-_]*(?<!\.)$"]);
}

#[test]
fn a_name_with_a_wrong_character_is_refused_word_for_word() {
    assert_eq!(
        identity_pool(json!({"IdentityPoolName": "a/b", "AllowUnauthenticatedIdentities": false})),
        "ValidationException: 1 validation error detected: Value 'a/b' at 'identityPoolName' failed to \
         satisfy constraint: Member must satisfy regular expression pattern: [\\w\\s+=,.@-]+"
    );
}

#[test]
fn several_broken_rules_are_told_at_once() {
    assert_eq!(
        identity_pool(json!({"IdentityPoolName": ""})),
        "ValidationException: 3 validation errors detected: Value '' at 'identityPoolName' failed to \
         satisfy constraint: Member must have length greater than or equal to 1; Value '' at \
         'identityPoolName' failed to satisfy constraint: Member must satisfy regular expression pattern: \
         [\\w\\s+=,.@-]+; Value null at 'allowUnauthenticatedIdentities' failed to satisfy constraint: \
         Member must not be null"
    );
}

#[test]
fn user_pools_call_a_broken_rule_an_invalid_parameter() {
    assert_eq!(
        refusal(ServiceId::UserPools, "ListUserPools", json!({"MaxResults": 61})),
        "InvalidParameterException: 1 validation error detected: Value '61' at 'maxResults' failed to \
         satisfy constraint: Member must have value less than or equal to 60"
    );
}

#[test]
fn entries_of_lists_and_maps_are_described_by_all_their_rules() {
    assert_eq!(
        client(json!({"AllowedOAuthFlows": ["code", "magic"]})),
        "InvalidParameterException: 1 validation error detected: Value '[code, magic]' at \
         'allowedOAuthFlows' failed to satisfy constraint: Member must satisfy constraint: [Member must \
         satisfy enum value set: [code, implicit, client_credentials]]"
    );
    assert_eq!(
        identity_pool(json!({
            "IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": false,
            "SupportedLoginProviders": {"accounts.google.com": "id "},
        })),
        "ValidationException: 1 validation error detected: Value '{accounts.google.com=id }' at \
         'supportedLoginProviders' failed to satisfy constraint: Map value must satisfy constraint: \
         [Member must have length less than or equal to 128, Member must have length greater than or equal \
         to 1, Member must satisfy regular expression pattern: [\\w.;_/-]+]"
    );
}

#[test]
fn rules_reach_into_structures_and_lists_of_them() {
    assert_eq!(
        client(json!({"TokenValidityUnits": {"AccessToken": "weeks"}})),
        "InvalidParameterException: 1 validation error detected: Value 'weeks' at \
         'tokenValidityUnits.accessToken' failed to satisfy constraint: Member must satisfy enum value \
         set: [seconds, minutes, hours, days]"
    );
    assert_eq!(
        identity_pool(json!({
            "IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": false,
            "CognitoIdentityProviders": [{"ClientId": "a-b"}],
        })),
        "ValidationException: 1 validation error detected: Value 'a-b' at \
         'cognitoIdentityProviders.1.member.clientId' failed to satisfy constraint: Member must satisfy \
         regular expression pattern: [\\w_]+"
    );
}

#[test]
fn a_sensitive_value_is_not_echoed() {
    assert_eq!(
        client(json!({"ClientSecret": "hunter2"})),
        "InvalidParameterException: 1 validation error detected: Value at 'clientSecret' failed to satisfy \
         constraint: Member must have length greater than or equal to 24"
    );
}

#[test]
fn lengths_are_counted_in_utf_16_units_and_words_are_ascii() {
    let named = |name: &str| {
        let body = json!({
            "UserPoolId": "eu-west-1_a", "ProviderName": name, "ProviderType": "SAML", "ProviderDetails": {},
        });
        service_model().check(ServiceId::UserPools, "CreateIdentityProvider", &members(body))
    };
    assert_eq!(named("従業員SSO"), Ok(()));
    assert_eq!(named("Universite\u{301}"), Ok(()));
    assert_eq!(named(&"😀".repeat(16)), Ok(()));
    assert!(named(&"😀".repeat(17)).unwrap_err().message.contains("less than or equal to 32"));
    assert!(
        identity_pool(json!({"IdentityPoolName": "é", "AllowUnauthenticatedIdentities": false}))
            .contains("pattern")
    );
}

#[test]
fn a_value_of_the_wrong_type_is_a_serialization_error() {
    for (flag, why) in [
        (json!("true"), "STRING_VALUE can not be converted to a Boolean"),
        (json!(1), "NUMBER_VALUE can not be converted to a Boolean"),
        (json!([]), "Start of list found where not expected"),
    ] {
        let refused =
            identity_pool(json!({"IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": flag}));
        assert_eq!(refused, format!("SerializationException: {why}"));
    }
}

#[test]
fn a_custom_domain_may_have_dots_though_the_model_says_no() {
    let check = |domain: &str| {
        service_model().check(
            ServiceId::UserPools,
            "DescribeUserPoolDomain",
            &members(json!({"Domain": domain})),
        )
    };
    assert_eq!(check("login.shop.example"), Ok(()));
    assert!(check("Login.shop.example").is_err());
    assert!(check("login..example").is_err());
}
