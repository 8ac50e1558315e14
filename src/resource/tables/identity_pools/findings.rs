//! The findings of identity pools and of their roles.

use serde_json::Value;

use crate::resource::finding::{Evidence, Known, Need};
use crate::resource::tables::identity_pools::identity_pool::{
    CLASSIC_FLOW, GUEST_ACCESS, classic, guests, has_guest_role, has_mappings,
};
use crate::resource::tables::identity_pools::role_trust::{
    AUTHENTICATED_TAKERS, AUTHENTICATED_TRUST, GUEST_TAKERS, GUEST_TRUST, MAPPED_TAKERS, MAPPED_TRUST,
};
use crate::resource::tables::{CLIENT, USER_POOL};
use crate::resource::{Document, Finding, Fix, Key, ListKey, Severity};

const FLOWS: &str = "https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html";
const POOL_REFERENCE: &str = "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/\
    API_CognitoIdentityProvider.html";
const MAPPINGS: &str =
    "https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html";
pub(super) const ROLE_TRUST: &str =
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
        evidence: None,
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
        evidence: None,
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
        evidence: None,
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
        evidence: None,
        applies: |pool, _| user_pool_providers(pool).any(|provider| !checks_tokens(provider)),
    },
    Finding {
        id: "IP8",
        severity: Severity::Medium,
        path: "CognitoIdentityProviders",
        text: "Provider unknown: this account and region have no such user pool or app client.",
        why: "If it was deleted, nobody gets credentials with it; another account's can't be seen from here.",
        source: POOL_REFERENCE,
        fix: Fix::Choose("Remove the provider, or name an app client that exists."),
        needs_companion: false,
        evidence: Some(Evidence::new(&[|| &USER_POOL, || &CLIENT], trusted_lists)),
        applies: |pool, context| {
            context.evidence().is_some_and(|(key, known)| {
                let has = |list: &ListKey, id: &str| {
                    let rows = known.whole_list(list).unwrap_or_default();
                    rows.iter().any(|row| row.text(list.kind.id_path) == Some(id))
                };
                trusted(key, pool).iter().any(|(user_pool, client)| {
                    let clients = Key::top(&USER_POOL, user_pool.as_str()).children(&CLIENT);
                    !has(&ListKey::top(&USER_POOL), user_pool) || !has(&clients, client)
                })
            })
        },
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
        evidence: None,
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
        evidence: None,
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
        evidence: None,
        applies: |pool, context| {
            context.companion.is_some_and(|roles| !guests(pool) && has_guest_role(roles))
        },
    },
];

/// The findings of the roles with those of the trust policies, which the roles themselves have.
pub(super) const ROLE_FINDINGS: &[Finding] = &joined::<{ count(PARTS) }>(PARTS);

const PARTS: &[&[Finding]] = &[
    AUTHENTICATED_TRUST,
    AUTHENTICATED_TAKERS,
    GUEST_TRUST,
    GUEST_TAKERS,
    MAPPED_TRUST,
    MAPPED_TAKERS,
    OWN_ROLE_FINDINGS,
];

const fn count(parts: &[&[Finding]]) -> usize {
    let (mut all, mut part) = (0, 0);
    while part < parts.len() {
        all += parts[part].len();
        part += 1;
    }
    all
}

const fn joined<const COUNT: usize>(parts: &[&[Finding]]) -> [Finding; COUNT] {
    let mut all = [parts[0][0]; COUNT];
    let (mut at, mut part) = (0, 0);
    while part < parts.len() {
        let mut row = 0;
        while row < parts[part].len() {
            all[at] = parts[part][row];
            at += 1;
            row += 1;
        }
        part += 1;
    }
    all
}

const OWN_ROLE_FINDINGS: &[Finding] = &[
    Finding {
        id: "IP7",
        severity: Severity::Medium,
        path: "RoleMappings",
        text: "Ambiguous role mapping: it gives the authenticated role instead of none.",
        why: "A user whom no rule matches gets the default role, which is usually meant for somebody else.",
        source: MAPPINGS,
        fix: Fix::Edit(deny_ambiguous),
        needs_companion: false,
        evidence: None,
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
        evidence: None,
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
        evidence: None,
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
        evidence: None,
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

/// The user pools of the pool's own region among its providers, each with its app client.
fn trusted(key: &Key, pool: &Document) -> Vec<(String, String)> {
    let region = key.id.split(':').next().unwrap_or_default();
    let named = user_pool_providers(pool).filter_map(|provider| {
        let text = |member: &str| provider.get(member).and_then(Value::as_str);
        let (_, user_pool) = text("ProviderName")?.rsplit_once('/')?;
        Some((user_pool.to_owned(), text("ClientId")?.to_owned()))
    });
    named.filter(|(user_pool, _)| user_pool.split('_').next() == Some(region)).collect()
}

/// The lists of the user pools, and of the app clients of those that exist.
fn trusted_lists(key: &Key, pool: &Document, known: &dyn Known) -> Vec<Need> {
    let (trusted, user_pools) = (trusted(key, pool), ListKey::top(&USER_POOL));
    let rows = known.whole_list(&user_pools);
    let may_exist =
        |id: &str| rows.is_none_or(|rows| rows.iter().any(|row| row.text(USER_POOL.id_path) == Some(id)));
    let pools = (!trusted.is_empty()).then_some(user_pools);
    let existing = trusted.iter().filter(|(user_pool, _)| may_exist(user_pool));
    let clients = existing.map(|(user_pool, _)| Key::top(&USER_POOL, user_pool.as_str()).children(&CLIENT));
    pools.into_iter().chain(clients).map(Need::List).collect()
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::ValidationContext;
    use crate::resource::finding::findings;
    use crate::resource::tables::IDENTITY_POOL;

    /// Lists that were read.
    #[derive(Debug)]
    struct Lists(Vec<(ListKey, Vec<Document>)>);

    impl Known for Lists {
        fn document(&self, _: &Key) -> Option<&Document> {
            None
        }

        fn whole_list(&self, list: &ListKey) -> Option<&[Document]> {
            self.0.iter().find(|(key, _)| key == list).map(|(_, rows)| rows.as_slice())
        }
    }

    fn is_unknown(user_pool: &str, client: &str) -> bool {
        let document = |value: Value| Document::from_value(value).expect("an object");
        let clients = Key::top(&USER_POOL, "eu-west-1_A").children(&CLIENT);
        let lists = Lists(vec![
            (ListKey::top(&USER_POOL), vec![document(json!({"Id": "eu-west-1_A"}))]),
            (clients, vec![document(json!({"ClientId": "abc"}))]),
        ]);
        let name = format!("cognito-idp.eu-west-1.amazonaws.com/{user_pool}");
        let provider = json!({"ProviderName": name, "ClientId": client, "ServerSideTokenCheck": true});
        let pool = document(json!({"CognitoIdentityProviders": [provider]}));
        let key = Key::top(&IDENTITY_POOL, "eu-west-1:1");
        let context =
            ValidationContext { key: Some(&key), known: Some(&lists), ..ValidationContext::default() };
        findings(&IDENTITY_POOL, &pool, &context).iter().any(|finding| finding.id == "IP8")
    }

    #[test]
    fn a_provider_is_unknown_if_its_user_pool_or_its_client_is_not_listed_in_this_region() {
        assert!(!is_unknown("eu-west-1_A", "abc"));
        assert!(is_unknown("eu-west-1_B", "abc") && is_unknown("eu-west-1_A", "gone"));
        assert!(!is_unknown("us-east-1_B", "abc"), "another region was not looked at");
    }

    #[test]
    fn a_pool_without_user_pools_needs_no_list() {
        let key = Key::top(&IDENTITY_POOL, "eu-west-1:1");
        for pool in
            [json!({}), json!({"CognitoIdentityProviders": null}), json!({"CognitoIdentityProviders": []})]
        {
            let pool = Document::from_value(pool).expect("an object");
            assert!(trusted_lists(&key, &pool, &Lists(Vec::new())).is_empty());
        }
    }
}
