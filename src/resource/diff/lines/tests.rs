//! What the lines of a change say, for each kind of setting.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::resource::tables::{IDENTITY_POOL, ROLES};
use crate::resource::{Document, Kind, changes};

fn lines(kind: &Kind, before: Value, after: Value) -> Vec<ChangeLine> {
    let [before, after] = [before, after].map(|value| Document::from_value(value).expect("an object"));
    changes(&before, &after, kind).iter().flat_map(|change| change_lines(change, 0)).collect()
}

fn rule(claim: &str) -> Value {
    json!({"Claim": claim, "MatchType": "Equals", "Value": "x", "RoleARN": "arn:r"})
}

fn mapping(kind: &str, rules: &[Value]) -> Value {
    let mut mapping = json!({"Type": kind, "AmbiguousRoleResolution": "Deny"});
    if !rules.is_empty() {
        mapping["RulesConfiguration"] = json!({"Rules": rules});
    }
    json!({"RoleMappings": {"p:c": mapping}})
}

#[test]
fn a_changed_list_shows_the_entries_that_go_and_come() {
    let found = lines(
        &IDENTITY_POOL,
        json!({"SamlProviderARNs": ["a", "b"]}),
        json!({"SamlProviderARNs": ["b", "c"]}),
    );
    assert_eq!(found, [ChangeLine::Gone("a".into()), ChangeLine::Added("c".into())]);
    let found = lines(
        &IDENTITY_POOL,
        json!({"SamlProviderARNs": ["a", "a", "b"]}),
        json!({"SamlProviderARNs": ["a", "c"]}),
    );
    let expected =
        [ChangeLine::Gone("a".into()), ChangeLine::Gone("b".into()), ChangeLine::Added("c".into())];
    assert_eq!(found, expected, "one of the two goes");
}

#[test]
fn a_rule_that_moves_says_where_it_stands_now_and_the_others_say_nothing() {
    let rules = ["a", "b", "c", "d"].map(rule);
    let moved = [rules[3].clone(), rules[0].clone(), rules[1].clone(), rules[2].clone()];
    let found = lines(&ROLES, mapping("Rules", &rules), mapping("Rules", &moved));
    assert_eq!(found, [ChangeLine::Moved(1, "Rules: d Equals x → arn:r".into())]);
    let found = lines(
        &ROLES,
        mapping("Rules", &rules),
        mapping("Rules", &[rule("new"), rules[0].clone(), rules[1].clone()]),
    );
    let expected = [
        ChangeLine::Gone("Rules: c Equals x → arn:r".into()),
        ChangeLine::Gone("Rules: d Equals x → arn:r".into()),
        ChangeLine::Added("Rules: 1. new Equals x → arn:r".into()),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_role_mapping_changes_member_by_member() {
    let found = lines(&ROLES, mapping("Token", &[]), mapping("Rules", &[rule("a")]));
    let turns = ChangeLine::Member(
        "Type".into(),
        DisplayValue::Text("Token".into()),
        DisplayValue::Text("Rules".into()),
    );
    assert_eq!(found, [turns, ChangeLine::Added("Rules: 1. a Equals x → arn:r".into())]);
    let found = lines(&ROLES, json!({}), mapping("Token", &[]));
    assert_eq!(
        found,
        [ChangeLine::Added("Type: Token".into()), ChangeLine::Added("If ambiguous: Deny".into())]
    );
    let found = lines(&ROLES, mapping("Token", &[]), json!({"RoleMappings": {}}));
    assert_eq!(
        found,
        [ChangeLine::Gone("Type: Token".into()), ChangeLine::Gone("If ambiguous: Deny".into())]
    );
}

#[test]
fn a_member_that_no_table_knows_shows_what_goes_and_comes_inside_it() {
    let newer = |value: Value| json!({"Newer": value});
    let found =
        lines(&IDENTITY_POOL, newer(json!({"Mode": "A", "Days": 1})), newer(json!({"Mode": "B", "Days": 1})));
    assert_eq!(found, [ChangeLine::Gone("Mode: A".into()), ChangeLine::Added("Mode: B".into())]);
    let found = lines(&IDENTITY_POOL, newer(json!([{"Id": "a"}])), newer(json!([{"Id": "a"}, {"Id": "b"}])));
    assert_eq!(found, [ChangeLine::Added("2.Id: b".into())]);
    let found = lines(&IDENTITY_POOL, newer(json!(["a", "b"])), newer(json!(["a"])));
    assert_eq!(found, [ChangeLine::Gone("a, b".into()), ChangeLine::Added("a".into())]);
}

#[test]
fn an_unknown_member_that_comes_or_goes_whole_shows_its_inside() {
    let (without, with) = (json!({}), json!({"Newer": {"Mode": "A"}}));
    let found = lines(&IDENTITY_POOL, without.clone(), with.clone());
    assert_eq!(found, [ChangeLine::Added("Mode: A".into())]);
    assert_eq!(lines(&IDENTITY_POOL, with, without), [ChangeLine::Gone("Mode: A".into())]);
    let found = lines(&IDENTITY_POOL, json!({}), json!({"Newer": {}}));
    assert!(matches!(found.as_slice(), [ChangeLine::Turns(DisplayValue::Unset(_), _)]), "{found:?}");
    let found = lines(&IDENTITY_POOL, json!({"Newer": []}), json!({"Newer": {}}));
    assert!(matches!(found.as_slice(), [ChangeLine::Turns(..)]), "{found:?}");
}

#[test]
fn an_entry_is_told_by_the_labels_of_its_members_and_the_names_of_the_unknown_ones() {
    let provider = json!({"ProviderName": "p", "ClientId": "c", "ServerSideTokenCheck": true, "Newer": 1});
    let found = lines(&IDENTITY_POOL, json!({}), json!({"CognitoIdentityProviders": [provider]}));
    let expected = "Provider: p, Client id: c, Token check: on, Newer: 1";
    assert_eq!(found, [ChangeLine::Added(expected.into())]);
}

#[test]
fn an_unknown_member_of_a_role_mapping_that_stays_says_nothing() {
    let mapping =
        |newer: u8| json!({"RoleMappings": {"p:c": {"Type": "Token", "Kept": true, "Newer": newer}}});
    let found = lines(&ROLES, mapping(1), mapping(2));
    assert_eq!(found, [ChangeLine::Gone("Newer: 1".into()), ChangeLine::Added("Newer: 2".into())]);
}

/// A fact of the text, and the end of a certificate in the year 2100.
fn named(text: &str) -> Vec<Fact> {
    let end = DisplayValue::Until(4_102_444_800, "2100-01-01".to_owned());
    [("NAME", DisplayValue::Text(text.to_owned())), (" ENDS", end)]
        .map(|(label, value)| Fact { group: "", label: label.to_owned(), value, help: "" })
        .into()
}

#[test]
fn a_long_text_changes_by_what_it_says() {
    let between = |before: &str, after: &str| {
        fact_lines(named, Some(&Value::from(before)), Some(&Value::from(after)), 0)
    };
    let expected = [ChangeLine::Gone("NAME: one".into()), ChangeLine::Added("NAME: two".into())];
    assert_eq!(between("one", "two"), expected, "its length and its end stay");
    assert_eq!(between("", "two").len(), 3);
    assert!(between("", "two").contains(&ChangeLine::Added("3 characters".into())));
    assert!(between("one", "").contains(&ChangeLine::Gone("ENDS: 2100-01-01".into())));
    let same = [ChangeLine::Added("a different text with the same content".into())];
    assert_eq!(fact_lines(|_| Vec::new(), Some(&"one".into()), Some(&"two".into()), 0), same);
}

#[test]
fn the_end_of_a_certificate_is_told_by_the_time_left_where_the_time_is_known() {
    let ends = |now: i64| {
        let lines = fact_lines(named, None, Some(&"one".into()), now);
        lines.into_iter().find_map(|line| match line {
            ChangeLine::Added(text) if text.starts_with("ENDS") => Some(text),
            _ => None,
        })
    };
    assert_eq!(ends(0).as_deref(), Some("ENDS: 2100-01-01"));
    let day_before = 4_102_444_800 - 86_400;
    assert_eq!(ends(day_before).as_deref(), Some("ENDS: in 1 day (2100-01-01)"));
}

proptest! {
    #[test]
    fn no_two_different_lists_look_alike(
        before in prop::collection::vec(0u8..5, 0..8),
        after in prop::collection::vec(0u8..5, 0..8),
    ) {
        let text = |list: &[u8]| -> Vec<Value> {
            list.iter().map(|item| Value::from(item.to_string())).collect()
        };
        let (before, after) = (Value::from(text(&before)), Value::from(text(&after)));
        let found = list_lines(None, "", Some(&before), Some(&after));
        prop_assert_eq!(found.is_empty(), before == after);
    }
}
