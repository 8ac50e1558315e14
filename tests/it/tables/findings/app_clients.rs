//! The checks of app clients.

use cognitui::resource::tables::CLIENT;
use serde_json::{Value, json};

use super::{Case, case};

pub fn cases() -> Vec<Case> {
    app_clients().into_iter().chain(urls_and_lifetimes()).collect()
}

fn app_clients() -> Vec<Case> {
    let is = |member: &str, value: Value| json!({member: value});
    let oauth = |flows: Value| json!({"AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": flows, "ClientSecret": "s"});
    let public = |rotation: Value| json!({"RefreshTokenRotation": rotation});
    let writes = |written: Value| {
        json!({"AllowedOAuthFlowsUserPoolClient": true, "WriteAttributes": written,
        "AllowedOAuthScopes": ["aws.cognito.signin.user.admin"]})
    };
    vec![
        case(
            &CLIENT,
            "CL1#user-existence-told",
            is("PreventUserExistenceErrors", json!("LEGACY")),
            is("PreventUserExistenceErrors", json!("ENABLED")),
            [(json!({}), true)],
        ),
        case(
            &CLIENT,
            "CL2#token-revocation-off",
            is("EnableTokenRevocation", json!(false)),
            is("EnableTokenRevocation", json!(true)),
            [(json!({}), true), (is("EnableTokenRevocation", Value::Null), true)],
        ),
        case(
            &CLIENT,
            "CL3#implicit-flow-allowed",
            oauth(json!(["code", "implicit"])),
            oauth(json!(["code"])),
            [(oauth(json!([])), false), (is("AllowedOAuthFlows", json!(["implicit"])), false)],
        ),
        case(
            &CLIENT,
            "CL5#passwords-sent",
            is("ExplicitAuthFlows", json!(["ALLOW_USER_PASSWORD_AUTH"])),
            is("ExplicitAuthFlows", json!(["ALLOW_USER_SRP_AUTH"])),
            [(json!({}), false), (is("ExplicitAuthFlows", json!([])), false)],
        ),
        case(
            &CLIENT,
            "CL7#machine-flow-mixed",
            oauth(json!(["client_credentials", "code"])),
            oauth(json!(["client_credentials"])),
            [(oauth(Value::Null), false), (json!({}), false)],
        ),
        case(
            &CLIENT,
            "CL7#machine-flow-without-secret",
            is("AllowedOAuthFlows", json!(["client_credentials"])),
            oauth(json!(["client_credentials"])),
            [
                (json!({"AllowedOAuthFlows": ["client_credentials"], "ClientSecret": ""}), true),
                (json!({}), false),
            ],
        ),
        case(
            &CLIENT,
            "CL9#refresh-tokens-not-rotated",
            public(json!({"Feature": "DISABLED"})),
            public(json!({"Feature": "ENABLED"})),
            [(public(Value::Null), true), (json!({}), true), (oauth(json!([])), false)],
        ),
        case(
            &CLIENT,
            "CL10#users-write-their-privileges",
            writes(json!(["custom:role"])),
            writes(json!(["email"])),
            [(writes(json!([])), true), (writes(Value::Null), true), (json!({}), false)],
        )
        .beside(json!({"Domain": "shop", "SchemaAttributes": [{"Name": "custom:role"}]})),
        case(
            &CLIENT,
            "CL11#oauth-without-a-domain",
            oauth(json!(["code"])),
            is("AllowedOAuthFlowsUserPoolClient", json!(false)),
            [(json!({}), false)],
        )
        .beside(json!({"Domain": "", "CustomDomain": null})),
    ]
}

fn urls_and_lifetimes() -> Vec<Case> {
    let is = |member: &str, value: Value| json!({member: value});
    let mut cases = Vec::new();
    for (member, names) in [
        (
            "CallbackURLs",
            ["CL4#callback-url-open", "CL4#callback-url-with-fragment", "CL4#callback-url-repeated"],
        ),
        ("LogoutURLs", ["CL4#logout-url-open", "CL4#logout-url-with-fragment", "CL4#logout-url-repeated"]),
    ] {
        let with = [
            &["http://a.example"][..],
            &["https://a.example#b"],
            &["https://a.example", "https://a.example"],
        ];
        for (check, with) in names.into_iter().zip(with) {
            let edges =
                [(json!({}), false), (is(member, json!([])), false), (is(member, Value::Null), false)];
            cases.push(case(
                &CLIENT,
                check,
                is(member, json!(with)),
                is(member, json!(["https://a.example"])),
                edges,
            ));
        }
    }
    for (member, check, most) in [
        ("RefreshTokenValidity", "CL8#refresh-token-long", 30),
        ("AccessTokenValidity", "CL8#access-token-long", 1),
        ("IdTokenValidity", "CL8#id-token-long", 1),
    ] {
        let edges = [(json!({}), false), (is(member, Value::Null), false)];
        cases.push(case(&CLIENT, check, is(member, json!(most + 1)), is(member, json!(most)), edges));
    }
    cases
}
