//! Roles and role mappings of identity pools: Set replaces both, and refuses roles that the caller can't
//! pass.

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::{call, refusal, with_identity_pool};

const KEY: &str = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc:client1";
const ROLE: &str = "arn:aws:iam::123456789012:role/customer";

/// An identity pool that trusts one user pool's client, and its id.
fn with_provider() -> (Store, Value) {
    let provider =
        json!({"ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc", "ClientId": "client1"});
    let (store, pool) = with_identity_pool(json!({"CognitoIdentityProviders": [provider]}));
    (store, pool["IdentityPoolId"].clone())
}

fn rule(role: &str) -> Value {
    json!({"Claim": "custom:team", "MatchType": "NotEqual", "Value": "sales", "RoleARN": role})
}

fn rules(rules: &[Value]) -> Value {
    json!({"Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": {"Rules": rules}})
}

#[test]
fn setting_roles_replaces_roles_and_mappings() {
    let (mut store, id) = with_provider();
    let get = |store: &mut Store| call(store, "GetIdentityPoolRoles", json!({"IdentityPoolId": id}));
    assert_eq!(get(&mut store), json!({"IdentityPoolId": id}));

    let token = json!({"Type": "Token", "AmbiguousRoleResolution": "Deny"});
    let set = json!({"IdentityPoolId": id, "Roles": {"authenticated": ROLE}, "RoleMappings": {KEY: token}});
    assert_eq!(call(&mut store, "SetIdentityPoolRoles", set.clone()), Value::Null);
    assert_eq!(get(&mut store), set);
    let set = json!({"IdentityPoolId": id, "Roles": {}, "RoleMappings": {KEY: rules(&vec![rule(ROLE); 25])}});
    call(&mut store, "SetIdentityPoolRoles", set.clone());
    assert_eq!(get(&mut store), set);
    call(&mut store, "SetIdentityPoolRoles", json!({"IdentityPoolId": id, "Roles": {}}));
    assert_eq!(get(&mut store), json!({"IdentityPoolId": id, "Roles": {}}));
}

#[test]
fn a_mapping_that_cannot_work_is_refused() {
    let (mut store, id) = with_provider();
    for (key, mapping, why) in [
        (
            "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc",
            json!({"Type": "Token", "AmbiguousRoleResolution": "Deny"}),
            "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc is not a valid RoleMapping ProviderName or \
             is not a configured provider.",
        ),
        (KEY, json!({"Type": "Token"}), "AmbiguousRoleResolution is required for role mapping type Token."),
        (
            KEY,
            json!({"Type": "Rules", "RulesConfiguration": {"Rules": [rule(ROLE)]}}),
            "AmbiguousRoleResolution is required for role mapping type Rules.",
        ),
        (
            KEY,
            json!({"Type": "Rules", "AmbiguousRoleResolution": "Deny"}),
            "RulesConfiguration is required for role mapping type Rules.",
        ),
        (KEY, rules(&vec![rule(ROLE); 26]), "A role mapping can have at most 25 rules."),
    ] {
        let request = json!({"IdentityPoolId": id, "Roles": {}, "RoleMappings": {key: mapping}});
        assert_eq!(
            refusal(&mut store, "SetIdentityPoolRoles", request),
            format!("InvalidParameterException: {why}")
        );
    }
    let eleven: Value = (0..11)
        .map(|n| (format!("{KEY}{n}"), json!({"Type": "Token", "AmbiguousRoleResolution": "Deny"})))
        .collect();
    let refused = refusal(
        &mut store,
        "SetIdentityPoolRoles",
        json!({"IdentityPoolId": id, "Roles": {}, "RoleMappings": eleven}),
    );
    assert!(refused.starts_with("ValidationException: 1 validation error detected: Value '{"), "{refused}");
    assert!(
        refused.ends_with(
            "at 'roleMappings' failed to satisfy constraint: Member must have length less than or equal to 10"
        ),
        "{refused}"
    );
}

#[test]
fn a_role_that_may_not_be_passed_is_refused_and_nothing_is_set() {
    let (mut store, id) = with_provider();
    let not_passed = |role: &str| {
        format!(
            "AccessDeniedException: User: arn:aws:iam::123456789012:user/demo is not authorized to \
             perform: iam:PassRole on resource: {role} because no identity-based policy allows the \
             iam:PassRole action"
        )
    };
    let forbidden = |role: &str| format!("NotAuthorizedException: Access to Role '{role}' is forbidden.");
    for (role, why) in [
        (
            "arn:aws:iam::123456789012:role/aws-service-role/email.cognito-idp.amazonaws.com/Email",
            &not_passed as &dyn Fn(&str) -> String,
        ),
        ("arn:aws:iam::999999999999:role/customer", &not_passed),
        ("arn:aws:iam::123456789012:user/somebody", &forbidden),
        ("arn:aws:iam::123456789012:role/", &forbidden),
        ("a-role-without-its-arn", &forbidden),
    ] {
        for request in [
            json!({"IdentityPoolId": id, "Roles": {"authenticated": role}}),
            json!({
                "IdentityPoolId": id, "Roles": {},
                "RoleMappings": {KEY: rules(&[rule(ROLE), rule(role)])},
            }),
        ] {
            assert_eq!(refusal(&mut store, "SetIdentityPoolRoles", request), why(role));
        }
    }
    assert_eq!(
        call(&mut store, "GetIdentityPoolRoles", json!({"IdentityPoolId": id})),
        json!({"IdentityPoolId": id})
    );
    let paths = json!({"authenticated": "arn:aws:iam::123456789012:role/service-role/teams/customer"});
    call(&mut store, "SetIdentityPoolRoles", json!({"IdentityPoolId": id, "Roles": paths}));
}
