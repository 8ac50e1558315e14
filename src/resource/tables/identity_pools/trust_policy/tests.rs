//! Trust policies that are right, those that keep somebody out, and those that let others in.

use serde_json::json;

use super::*;

const POOL: &str = "eu-west-1:1111";

fn statement(aud: &Value, amr: &Value) -> Value {
    json!({"Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": aud},
            "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": amr}}})
}

fn of(statements: &Value, takers: Takers) -> Vec<TrustFlaw> {
    flaws(&json!({"Version": "2012-10-17", "Statement": statements}), "aws", POOL, takers)
}

/// The flaws of a right statement for signed-in users after a change.
fn changed(path: &str, value: Value) -> Vec<TrustFlaw> {
    let mut statement = statement(&json!(POOL), &json!("authenticated"));
    *statement.pointer_mut(path).expect("a member") = value;
    of(&json!([statement]), Takers::SignedIn)
}

#[test]
fn the_policies_of_the_developer_guide_are_right_for_those_they_are_for() {
    let users = statement(&json!(POOL), &json!("authenticated"));
    let guests = statement(&json!(POOL), &json!("unauthenticated"));
    assert_eq!(of(&json!([users]), Takers::SignedIn), []);
    assert_eq!(of(&users, Takers::SignedIn), [], "one statement needs no list");
    assert_eq!(of(&json!([guests]), Takers::Guests), []);
    assert_eq!(of(&json!([users]), Takers::Guests), [TrustFlaw::OtherTakers]);
    assert_eq!(of(&json!([guests]), Takers::SignedIn), [TrustFlaw::OtherTakers]);
}

#[test]
fn what_is_right_in_another_way_raises_no_alarm() {
    let pools = json!(["eu-west-1:2222", POOL]);
    assert_eq!(of(&json!([statement(&pools, &json!("authenticated"))]), Takers::SignedIn), []);
    // One statement for each pool, of which the other one is open to its guests.
    let other = statement(&json!("eu-west-1:2222"), &json!("unauthenticated"));
    let both = json!([statement(&json!(POOL), &json!(["authenticated"])), other]);
    assert_eq!(of(&both, Takers::SignedIn), []);
    assert_eq!(changed("/Action", json!(["sts:TagSession", "sts:AssumeRoleWithWebIdentity"])), []);
    for action in ["sts:*", "*", "STS:AssumeRoleWithWeb*"] {
        assert_eq!(changed("/Action", json!(action)), [], "{action}");
    }
    let mine = "cognito-identity.amazonaws.com";
    assert_eq!(changed("/Principal/Federated", json!(["accounts.google.com", mine])), []);
    let provider = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A*";
    assert_eq!(of(&json!([statement(&json!(POOL), &json!(provider))]), Takers::SignedIn), []);
    // A service that may use the role too is none of Cognito's business.
    let lambda = json!({"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole"});
    let with_lambda = json!([lambda, statement(&json!(POOL), &json!("authenticated"))]);
    assert_eq!(of(&with_lambda, Takers::SignedIn), []);
    // Without amr, signed-in users can take the role of guests, which is the lesser one.
    let condition = json!({"StringEquals": {"cognito-identity.amazonaws.com:aud": POOL}});
    let mut guests = statement(&json!(POOL), &json!("unauthenticated"));
    guests["Condition"] = condition;
    assert_eq!(of(&guests, Takers::Guests), []);
}

#[test]
fn another_principal_action_or_pool_keeps_everybody_out() {
    assert_eq!(changed("/Principal/Federated", json!("accounts.google.com")), [TrustFlaw::OtherPrincipal]);
    assert_eq!(changed("/Principal", json!({"AWS": "*"})), [TrustFlaw::OtherPrincipal]);
    assert_eq!(changed("/Action", json!("sts:AssumeRole")), [TrustFlaw::OtherAction]);
    assert_eq!(changed("/Action", json!([])), [TrustFlaw::OtherAction]);
    let aud = "/Condition/StringEquals/cognito-identity.amazonaws.com:aud";
    assert_eq!(changed(aud, json!("eu-west-1:2222")), [TrustFlaw::OtherPool]);
    assert_eq!(changed(aud, json!("eu-west-1:*")), [TrustFlaw::OtherPool], "StringEquals has no wildcard");
    for nothing in [json!({}), json!({"Statement": null}), json!({"Statement": []}), json!("text")] {
        let found = flaws(&nothing, "aws", POOL, Takers::SignedIn);
        assert_eq!(found, [TrustFlaw::OtherPrincipal], "{nothing}");
    }
}

#[test]
fn a_missing_or_wide_condition_opens_the_role_to_others() {
    assert_eq!(changed("/Condition", json!(null)), [TrustFlaw::EveryPool]);
    assert_eq!(changed("/Condition", json!({})), [TrustFlaw::EveryPool]);
    let like = |aud: &str| json!({"StringLike": {"cognito-identity.amazonaws.com:aud": aud}});
    assert_eq!(changed("/Condition", like("eu-west-1:*")), [TrustFlaw::MorePools]);
    assert_eq!(changed("/Condition", like(POOL)), [TrustFlaw::OpenToGuests], "there is no amr");
    let amr = "/Condition/ForAnyValue:StringLike/cognito-identity.amazonaws.com:amr";
    let two = json!([
        statement(&json!(POOL), &json!("authenticated")),
        statement(&json!(POOL), &json!("unauthenticated"))
    ]);
    assert_eq!(of(&two, Takers::SignedIn), [TrustFlaw::OpenToGuests]);
    for wide in [json!("*"), json!("*authenticated"), json!(["authenticated", "unauthenticated"])] {
        assert_eq!(changed(amr, wide.clone()), [TrustFlaw::OpenToGuests], "{wide}");
    }
}

#[test]
fn what_may_close_an_opening_is_not_judged_and_what_keeps_everybody_out_is() {
    let open = statement(&json!(POOL), &json!("*"));
    let deny = json!({"Effect": "Deny", "Principal": "*", "Action": "sts:*"});
    assert_eq!(of(&json!([open, deny]), Takers::SignedIn), [TrustFlaw::NotJudged]);
    let right = statement(&json!(POOL), &json!("authenticated"));
    assert_eq!(of(&json!([right, deny]), Takers::SignedIn), [], "nothing is open that it could close");
    let other = statement(&json!("eu-west-1:2222"), &json!("authenticated"));
    assert_eq!(of(&json!([other, deny]), Takers::SignedIn), [TrustFlaw::OtherPool]);
    let narrowed = json!({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}});
    assert_eq!(changed("/Condition", narrowed), [TrustFlaw::NotJudged]);
    let variable = json!({"StringEquals": {"cognito-identity.amazonaws.com:aud": "${aws:PrincipalTag/x}"}});
    assert_eq!(changed("/Condition", variable), [TrustFlaw::NotJudged]);
    let mut excluding = open;
    excluding.as_object_mut().expect("members").remove("Principal");
    excluding["NotPrincipal"] = json!({"AWS": "arn:aws:iam::1:root"});
    assert_eq!(of(&json!([excluding]), Takers::SignedIn), [TrustFlaw::NotJudged]);
}

#[test]
fn other_partitions_call_cognito_by_other_names() {
    for (partition, name) in [
        ("aws-us-gov", "cognito-identity-us-gov.amazonaws.com"),
        ("aws-us-gov", "cognito-identity.us-gov-east-1.amazonaws.com"),
        ("aws-cn", "cognito-identity.cn-north-1.amazonaws.com.cn"),
    ] {
        let text = statement(&json!(POOL), &json!("authenticated")).to_string();
        let text = text.replace("cognito-identity.amazonaws.com", name);
        let policy = json!({"Statement": serde_json::from_str::<Value>(&text).expect("JSON")});
        assert_eq!(flaws(&policy, partition, POOL, Takers::SignedIn), [], "{name}");
        assert_eq!(flaws(&policy, "aws", POOL, Takers::SignedIn), [TrustFlaw::OtherPrincipal], "{name}");
    }
}

#[test]
fn stars_and_question_marks_stand_for_what_they_stand_for_in_iam() {
    for (pattern, text) in [("*", ""), ("a*c", "abbc"), ("a?c", "abc"), ("*b*b", "abab"), ("a**", "a")] {
        assert!(is_like(pattern, text), "{pattern} {text}");
    }
    for (pattern, text) in [("", "a"), ("a?c", "ac"), ("a*c", "abcd"), ("b*", "ab"), ("?", "")] {
        assert!(!is_like(pattern, text), "{pattern} {text}");
    }
}
