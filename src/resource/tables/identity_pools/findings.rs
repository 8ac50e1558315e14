//! The findings of identity pools and of their roles.

use serde_json::Value;

use crate::resource::tables::identity_pools::identity_pool::{
    CLASSIC_FLOW, GUEST_ACCESS, classic, guests, has_guest_role, has_mappings,
};
use crate::resource::{Document, Finding, Fix, Severity};

const FLOWS: &str = "https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html";
const POOL_REFERENCE: &str = "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/\
    API_CognitoIdentityProvider.html";
const MAPPINGS: &str =
    "https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html";
const ROLE_TRUST: &str =
    "https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html";
const SECURITY_HUB: &str = "https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html";

const TOKEN_CHECK: &str = "ServerSideTokenCheck";

pub(super) const POOL_FINDINGS: &[Finding] = &[
    Finding {
        id: "IP1",
        severity: Severity::High,
        path: GUEST_ACCESS,
        text: "Guests allowed: anyone can get AWS credentials without signing in.",
        why: "Whoever knows the pool's id, which every app carries, uses the guest role of this account.",
        source: SECURITY_HUB,
        fix: Fix::Edit(|pool| pool.set(GUEST_ACCESS, Some(Value::Bool(false)))),
        needs_companion: false,
        applies: |pool, _| guests(pool),
    },
    Finding {
        id: "IP2",
        severity: Severity::High,
        path: CLASSIC_FLOW,
        text: "Classic flow allowed: apps can bypass the enhanced flow's scope-down policy.",
        why: "In the classic flow the app chooses the role itself, and nothing narrows its permissions.",
        source: FLOWS,
        fix: Fix::Edit(|pool| pool.set(CLASSIC_FLOW, Some(Value::Bool(false)))),
        needs_companion: false,
        applies: |pool, _| classic(pool),
    },
    Finding {
        id: "IP3",
        severity: Severity::Critical,
        path: CLASSIC_FLOW,
        text: "Guests with classic flow: their credentials have no scope-down policy.",
        why: "A guest gets every permission of the guest role, services that guests never need included.",
        source: FLOWS,
        fix: Fix::Edit(|pool| pool.set(CLASSIC_FLOW, Some(Value::Bool(false)))),
        needs_companion: false,
        applies: |pool, _| guests(pool) && classic(pool),
    },
    Finding {
        id: "IP4",
        severity: Severity::Medium,
        path: "CognitoIdentityProviders",
        text: "Token check off: users who signed out or were deleted still get AWS credentials.",
        why: "Without the check the pool accepts a token until it expires, whatever the user pool knows.",
        source: POOL_REFERENCE,
        fix: Fix::Edit(check_tokens),
        needs_companion: false,
        applies: |pool, _| user_pool_providers(pool).any(|provider| !checks_tokens(provider)),
    },
    Finding {
        id: "IP9",
        severity: Severity::Medium,
        path: CLASSIC_FLOW,
        text: CLASSIC_WITH_MAPPINGS,
        why: EXCLUDE_EACH_OTHER,
        source: FLOWS,
        fix: Fix::Edit(|pool| pool.set(CLASSIC_FLOW, Some(Value::Bool(false)))),
        needs_companion: true,
        applies: |pool, context| classic(pool) && context.companion.is_some_and(has_mappings),
    },
    Finding {
        id: "IP6",
        severity: Severity::Low,
        path: GUEST_ACCESS,
        text: GUESTS_WITHOUT_ROLE,
        why: WITHOUT_ROLE,
        source: ROLE_TRUST,
        fix: Fix::Edit(|pool| pool.set(GUEST_ACCESS, Some(Value::Bool(false)))),
        needs_companion: true,
        applies: |pool, context| {
            context.companion.is_some_and(|roles| guests(pool) && !has_guest_role(roles))
        },
    },
    Finding {
        id: "IP6",
        severity: Severity::Low,
        path: GUEST_ACCESS,
        text: ROLE_WITHOUT_GUESTS,
        why: UNUSED_ROLE,
        source: ROLE_TRUST,
        fix: Fix::Elsewhere("Remove the unauthenticated role on the Roles tab."),
        needs_companion: true,
        applies: |pool, context| {
            context.companion.is_some_and(|roles| !guests(pool) && has_guest_role(roles))
        },
    },
];

pub(super) const ROLE_FINDINGS: &[Finding] = &[
    Finding {
        id: "IP7",
        severity: Severity::Medium,
        path: "RoleMappings",
        text: "Ambiguous role mapping: it gives the authenticated role instead of none.",
        why: "A user whom no rule matches gets the default role, which is usually meant for somebody else.",
        source: MAPPINGS,
        fix: Fix::Edit(deny_ambiguous),
        needs_companion: false,
        applies: |roles, _| {
            let mappings = roles.get("RoleMappings").and_then(Value::as_object);
            mappings.is_some_and(|mappings| mappings.values().any(is_ambiguous))
        },
    },
    Finding {
        id: "IP9",
        severity: Severity::Medium,
        path: "RoleMappings",
        text: CLASSIC_WITH_MAPPINGS,
        why: EXCLUDE_EACH_OTHER,
        source: FLOWS,
        fix: Fix::Elsewhere("Block the classic flow on the Settings tab."),
        needs_companion: true,
        applies: |roles, context| context.companion.is_some_and(classic) && has_mappings(roles),
    },
    Finding {
        id: "IP6",
        severity: Severity::Low,
        path: "Roles.unauthenticated",
        text: GUESTS_WITHOUT_ROLE,
        why: WITHOUT_ROLE,
        source: ROLE_TRUST,
        fix: Fix::Choose("Enter the role of guests, or block guests on the Settings tab."),
        needs_companion: true,
        applies: |roles, context| {
            context.companion.is_some_and(|pool| guests(pool) && !has_guest_role(roles))
        },
    },
    Finding {
        id: "IP6",
        severity: Severity::Low,
        path: "Roles.unauthenticated",
        text: ROLE_WITHOUT_GUESTS,
        why: UNUSED_ROLE,
        source: ROLE_TRUST,
        fix: Fix::Edit(|roles| roles.set("Roles.unauthenticated", None)),
        needs_companion: true,
        applies: |roles, context| {
            context.companion.is_some_and(|pool| !guests(pool) && has_guest_role(roles))
        },
    },
];

const GUESTS_WITHOUT_ROLE: &str = "Guests allowed without a role: they get no credentials.";
const ROLE_WITHOUT_GUESTS: &str = "Guest role unused: guests are blocked.";
const CLASSIC_WITH_MAPPINGS: &str = "Role mappings with classic flow: the two do not work together.";
const EXCLUDE_EACH_OTHER: &str =
    "Cognito refuses the classic flow for providers with role mappings, so one of the two is unused.";
const WITHOUT_ROLE: &str =
    "Every guest's request for credentials fails, so guest access does nothing but stay open.";
const UNUSED_ROLE: &str = "One switch of guest access would hand out whatever the forgotten role allows.";

fn user_pool_providers(pool: &Document) -> impl Iterator<Item = &Value> {
    pool.get("CognitoIdentityProviders").and_then(Value::as_array).into_iter().flatten()
}

fn checks_tokens(provider: &Value) -> bool {
    provider.get(TOKEN_CHECK) == Some(&Value::Bool(true))
}

fn check_tokens(pool: &mut Document) {
    let mut providers: Vec<_> = user_pool_providers(pool).cloned().collect();
    for provider in providers.iter_mut().filter_map(Value::as_object_mut) {
        provider.insert(TOKEN_CHECK.to_owned(), Value::Bool(true));
    }
    pool.set("CognitoIdentityProviders", Some(Value::Array(providers)));
}

fn is_ambiguous(mapping: &Value) -> bool {
    mapping.get("AmbiguousRoleResolution") != Some(&Value::from("Deny"))
}

fn deny_ambiguous(roles: &mut Document) {
    let Some(Value::Object(mut mappings)) = roles.get("RoleMappings").cloned() else { return };
    for mapping in mappings.values_mut().filter_map(Value::as_object_mut) {
        mapping.insert("AmbiguousRoleResolution".to_owned(), Value::from("Deny"));
    }
    roles.set("RoleMappings", Some(Value::Object(mappings)));
}
