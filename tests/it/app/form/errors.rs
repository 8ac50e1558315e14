//! What a form says about values that break a rule.

use super::{document, focus, form, press};
use cognitui::app::form::Form;
use cognitui::app::form::field::{FieldBody, FormField};
use serde_json::{Value, json};

/// The errors that stand in a form, in order.
fn errors(form: &Form) -> Vec<String> {
    fn of(rows: &[FormField]) -> Vec<String> {
        let one = |row: &FormField| match &row.input {
            FieldBody::ReadOnly(_) => vec![],
            FieldBody::Value(cell) => cell.error.iter().cloned().collect(),
            FieldBody::Collection(entries) => {
                entries.iter().flat_map(|entry| of(&entry.rows)).chain(row.error.clone()).collect()
            }
        };
        rows.iter().flat_map(one).collect()
    }
    of(&form.fields)
}

#[test]
fn every_rule_is_said_in_words_where_it_is_broken() {
    let arn = |text: &str| json!({"SamlProviderARNs": [], "OpenIdConnectProviderARNs": [text]});
    let cases: [(&str, Value, &[usize], &str, &str); 7] = [
        (
            "IdentityPoolName",
            json!({"IdentityPoolName": "shop"}),
            &[],
            "!",
            "letters, digits, spaces and + = , . @ -, 1 to 128 characters",
        ),
        ("DeveloperProviderName", json!({}), &[], "a b", "letters, digits and . _ -, 1 to 128 characters"),
        ("OpenIdConnectProviderARNs", arn("arn:aws:iam::123456789012:oidc-provider/a"), &[0, 0], ":", ""),
        (
            "OpenIdConnectProviderARNs",
            arn("arn:aws:iam::123456789012:role/admin"),
            &[0, 0],
            "x",
            "must be an ARN such as arn:aws:iam::123456789012:oidc-provider/name",
        ),
        (
            "SamlProviderARNs",
            json!({"SamlProviderARNs": ["arn"]}),
            &[0, 0],
            "n",
            "20 to 2048 characters; it has 4",
        ),
        (
            "CognitoIdentityProviders",
            json!({"CognitoIdentityProviders": [{"ProviderName": "x", "ClientId": "a"}]}),
            &[0, 0],
            "y",
            "must be cognito-idp.<region>.amazonaws.com/<user pool id>, both of one region",
        ),
        (
            "SupportedLoginProviders",
            json!({"SupportedLoginProviders": {"a": "b"}}),
            &[0, 1],
            " ",
            "letters, digits and . ; _ / -, 1 to 128 characters",
        ),
    ];
    for (path, pool, cell, typed, rule) in cases {
        let mut form = form(&document(pool));
        focus(&mut form, path, cell);
        typed
            .chars()
            .for_each(|key| press(&mut form, &if key == ' ' { "space".to_owned() } else { key.to_string() }));
        let expected: Vec<_> = (!rule.is_empty()).then(|| rule.to_owned()).into_iter().collect();
        assert_eq!(errors(&form), expected, "{path} {typed}");
        assert_eq!(form.submit().is_none(), !rule.is_empty());
    }
}

#[test]
fn an_entry_that_is_there_twice_and_an_empty_one_are_refused_where_they_stand() {
    let mut pool =
        form(&document(json!({"IdentityPoolTags": {"team": "web"}, "CognitoIdentityProviders": []})));
    focus(&mut pool, "IdentityPoolTags", &[]);
    pool.add_entry();
    press(&mut pool, "t e a m");
    assert_eq!(errors(&pool), ["is a duplicate"]);
    press(&mut pool, "s");
    assert!(errors(&pool).is_empty());
    focus(&mut pool, "CognitoIdentityProviders", &[]);
    pool.add_entry();
    assert!(pool.submit().is_none());
    assert_eq!(errors(&pool), ["must not be empty", "must not be empty"]);
}

#[test]
fn more_entries_than_a_pool_may_have_are_refused() {
    let providers: serde_json::Map<_, _> =
        (0..10).map(|number| (format!("p{number}"), json!("app"))).collect();
    let mut pool = form(&document(json!({"SupportedLoginProviders": providers})));
    focus(&mut pool, "SupportedLoginProviders", &[]);
    pool.add_entry();
    press(&mut pool, "q");
    pool.step(1);
    press(&mut pool, "a");
    assert_eq!(errors(&pool), ["at most 10 entries; there are 11"]);
    pool.add_entry();
    assert_eq!(pool.note.as_deref(), Some("At most 10 entries; there would be 12."));
    assert_eq!(errors(&pool), ["at most 10 entries; there are 11"]);
}

#[test]
fn a_paste_of_far_more_lines_than_a_list_takes_is_refused_whole() {
    let mut pool = form(&document(json!({"IdentityPoolName": "shop"})));
    focus(&mut pool, "SamlProviderARNs", &[]);
    let lines: Vec<_> = (0..5000).map(|number| format!("arn:{number}")).collect();
    pool.paste(&lines.join("\n"));
    assert_eq!(pool.note.as_deref(), Some("Nothing was pasted. At most 250 entries; there would be 5000."));
    assert!(!pool.is_edited());
}

#[test]
fn what_aws_sent_is_not_blamed_on_the_user() {
    let pool = document(json!({"IdentityPoolName": "naïve!", "DeveloperProviderName": "",
            "SamlProviderARNs": ["short"], "AllowClassicFlow": null}));
    let mut form = form(&pool);
    form.check();
    assert!(errors(&form).is_empty());
    assert_eq!(form.document(), pool);
}
