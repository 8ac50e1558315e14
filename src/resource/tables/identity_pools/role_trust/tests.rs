//! Each way in which a role can be wrong for its pool, beside those that are right.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::*;
use crate::resource::ListKey;
use crate::resource::finding::findings;
use crate::resource::tables::ROLES;

const USERS: &str = "arn:aws:iam::123456789012:role/users";
const GUESTS: &str = "arn:aws:iam::123456789012:role/guests";
const OPS: &str = "arn:aws:iam::123456789012:role/team/ops";

fn document(value: Value) -> Document {
    Document::from_value(value).expect("an object")
}

/// Roles that were read; without a document, AWS answered that there is none.
#[derive(Debug)]
struct Read(HashMap<Key, Option<Document>>);

impl Known for Read {
    fn document(&self, key: &Key) -> Option<&Document> {
        self.0.get(key)?.as_ref()
    }

    fn whole_list(&self, _: &ListKey) -> Option<&[Document]> {
        None
    }

    fn is_absent(&self, key: &Key) -> bool {
        self.0.get(key).is_some_and(Option::is_none)
    }
}

fn trusts(amr: Option<&str>) -> Value {
    let mut condition = json!({"StringEquals": {"cognito-identity.amazonaws.com:aud": "eu-west-1:1"}});
    if let Some(amr) = amr {
        condition["ForAnyValue:StringLike"] = json!({"cognito-identity.amazonaws.com:amr": amr});
    }
    json!({"Statement": [{"Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition}]})
}

fn roles() -> Value {
    let rule = json!({"Claim": "cognito:groups", "MatchType": "Contains", "Value": "ops", "RoleARN": OPS});
    json!({"IdentityPoolId": "eu-west-1:1", "Roles": {"authenticated": USERS, "unauthenticated": GUESTS},
        "RoleMappings": {"accounts.google.com": {"Type": "Rules", "AmbiguousRoleResolution": "Deny",
            "RulesConfiguration": {"Rules": [rule.clone(), rule]}}}})
}

/// The titles of what is found at roles beside a pool that lets guests in by both flows, or does not.
fn found(roles: Value, read: &[(&str, Option<Value>)], lets_guests_in: bool) -> Vec<&'static str> {
    let policy = |policy: &Value| document(json!({"AssumeRolePolicyDocument": policy}));
    let read = read.iter().map(|(arn, role)| (Key::top(&ROLE, *arn), role.as_ref().map(policy)));
    let (read, key) = (Read(read.collect()), Key::top(&ROLES, "eu-west-1:1"));
    let pool = document(json!({"AllowUnauthenticatedIdentities": lets_guests_in, "AllowClassicFlow": true}));
    let context = ValidationContext {
        key: Some(&key),
        known: Some(&read),
        companion: Some(&pool),
        ..ValidationContext::default()
    };
    let roles = document(roles);
    let all = findings(&ROLES, &roles, &context);
    all.into_iter().filter(|finding| finding.id == "IP5").map(Finding::title).collect()
}

#[test]
fn roles_that_trust_their_pool_for_those_who_get_them_have_no_finding() {
    let read =
        [(USERS, Some(trusts(Some("authenticated")))), (GUESTS, Some(trusts(Some("unauthenticated"))))];
    let ops = (OPS, Some(trusts(Some("authenticated"))));
    assert!(found(roles(), &[&read[..], &[ops]].concat(), true).is_empty());
    for none in
        [json!({}), json!({"Roles": null}), json!({"Roles": {"authenticated": ""}, "RoleMappings": {}})]
    {
        assert!(found(none, &[], true).is_empty());
    }
}

#[test]
fn each_role_is_told_at_its_setting() {
    let read = [
        (USERS, Some(trusts(Some("unauthenticated")))),
        (GUESTS, Some(trusts(Some("authenticated")))),
        (OPS, None),
    ];
    let titles =
        ["Authenticated role for guests only", "Guest role for signed-in users only", "Mapped role missing"];
    assert_eq!(found(roles(), &read, true), titles);
}

#[test]
fn without_amr_the_role_of_signed_in_users_is_open_to_the_guests_that_the_pool_lets_in() {
    let read = [(USERS, Some(trusts(None)))];
    let roles = |guest: &str| json!({"Roles": {"authenticated": USERS, "unauthenticated": guest}});
    assert_eq!(found(roles(GUESTS), &read, true), ["Authenticated role open to guests"]);
    assert_eq!(found(roles(GUESTS), &read, false), ["Authenticated role open to future guests"]);
    assert!(found(roles(USERS), &read, true).is_empty(), "the pool itself gives it to guests");
}

#[test]
fn what_was_not_read_is_neither_missing_nor_free_of_findings() {
    let of_roles = document(roles());
    assert!(found(roles(), &[], true).is_empty());
    let key = Key::top(&ROLES, "eu-west-1:1");
    let checks = ROLES.checks.findings.iter().filter(|finding| finding.id == "IP5");
    let evidence: Vec<_> = checks.filter_map(|finding| finding.evidence).collect();
    let none = Read(HashMap::new());
    assert!(evidence.iter().all(|evidence| !evidence.is_known(&key, &of_roles, &none)));
    let absent = Read([USERS, GUESTS, OPS].map(|arn| (Key::top(&ROLE, arn), None)).into());
    assert!(evidence.iter().all(|evidence| evidence.is_known(&key, &of_roles, &absent)));
}

#[test]
fn a_mapped_role_that_is_the_authenticated_one_is_told_once() {
    let mut roles = roles();
    roles["Roles"]["authenticated"] = json!(OPS);
    let read = [(OPS, None), (GUESTS, Some(trusts(Some("unauthenticated"))))];
    assert_eq!(found(roles, &read, true), ["Authenticated role missing"]);
}
