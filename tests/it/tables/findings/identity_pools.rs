//! The checks of identity pools and of their roles.

use cognitui::resource::tables::{IDENTITY_POOL, ROLES};
use serde_json::{Value, json};

use super::{Case, case};

pub fn cases() -> Vec<Case> {
    let (guests, classic) = ("AllowUnauthenticatedIdentities", "AllowClassicFlow");
    let provider = |check: Value| json!({"CognitoIdentityProviders": [{"ProviderName": "p", "ServerSideTokenCheck": check}]});
    let mapping = |ambiguous: Value| json!({"RoleMappings": {"p:c": {"Type": "Token", "AmbiguousRoleResolution": ambiguous}}});
    let roles = json!({"Roles": {"unauthenticated": "arn:aws:iam::123456789012:role/guests"}});
    let no_roles = || [(json!({"Roles": {}}), true), (json!({"Roles": null}), true), (json!({}), true)];
    vec![
        case(
            &IDENTITY_POOL,
            "IP1#guests-allowed",
            json!({guests: true}),
            json!({guests: false}),
            [(json!({}), false), (json!({guests: null}), false)],
        ),
        case(
            &IDENTITY_POOL,
            "IP2#classic-flow-allowed",
            json!({classic: true}),
            json!({classic: false}),
            [(json!({}), true), (json!({classic: null}), true)],
        ),
        case(
            &IDENTITY_POOL,
            "IP3#guests-with-classic-flow",
            json!({guests: true, classic: true}),
            json!({guests: true, classic: false}),
            [(json!({guests: true}), true), (json!({}), false)],
        ),
        case(
            &IDENTITY_POOL,
            "IP4#token-check-off",
            provider(json!(false)),
            provider(json!(true)),
            [
                (provider(Value::Null), true),
                (json!({}), false),
                (json!({"CognitoIdentityProviders": []}), false),
            ],
        ),
        case(
            &IDENTITY_POOL,
            "IP9#role-mappings-with-classic-flow",
            json!({classic: true}),
            json!({classic: false}),
            [(json!({}), true)],
        )
        .beside(mapping(json!("Deny"))),
        case(
            &IDENTITY_POOL,
            "IP6#guests-allowed-without-a-role",
            json!({guests: true}),
            json!({guests: false}),
            [(json!({}), false)],
        )
        .beside(json!({"Roles": {}})),
        case(
            &IDENTITY_POOL,
            "IP6#guest-role-unused",
            json!({guests: false}),
            json!({guests: true}),
            [(json!({}), true), (json!({guests: null}), true)],
        )
        .beside(roles.clone()),
        case(
            &ROLES,
            "IP7#ambiguous-role-mapping",
            mapping(json!("AuthenticatedRole")),
            mapping(json!("Deny")),
            [(mapping(Value::Null), true), (json!({"RoleMappings": {}}), false), (json!({}), false)],
        ),
        case(
            &ROLES,
            "IP9#role-mappings-with-classic-flow",
            mapping(json!("Deny")),
            json!({"RoleMappings": {}}),
            [(json!({}), false), (json!({"RoleMappings": null}), false)],
        )
        .beside(json!({classic: true})),
        case(
            &ROLES,
            "IP6#guests-allowed-without-a-role",
            json!({"Roles": {"authenticated": "arn:a"}}),
            roles.clone(),
            no_roles(),
        )
        .beside(json!({guests: true})),
        case(
            &ROLES,
            "IP6#guest-role-unused",
            roles,
            json!({"Roles": {"authenticated": "arn:a"}}),
            [(json!({"Roles": {"unauthenticated": ""}}), false), (json!({}), false)],
        )
        .beside(json!({guests: false})),
    ]
}
