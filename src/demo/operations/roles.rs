//! The roles of identity pools. Set replaces both `Roles` and `RoleMappings`.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::iam_roles;
use crate::demo::error::ServiceError;
use crate::demo::members::{Members, keys, list};
use crate::demo::store::Store;

/// The quota of rules per mapping. The service model allows 400.
const MAX_RULES: usize = 25;

static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\Aarn:aws[a-z-]*:iam::([0-9]{12}):role/([0-9A-Za-z_+=,.@/-]+)\z")
        .expect("the pattern is valid")
});

pub(super) fn get(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.find_identity_pool_mut(request)?;
    let mut answer = Members::new();
    answer.insert("IdentityPoolId".to_owned(), pool.settings["IdentityPoolId"].clone());
    answer.extend(pool.roles.clone());
    Ok(answer.into())
}

pub(super) fn set(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let mut roles = request.clone();
    let is_seeding = store.is_seeding;
    let pool = store.find_identity_pool_mut(&roles)?;
    let before: Vec<String> =
        [false, true].into_iter().flat_map(|guests| iam_roles::of_pool(pool, guests)).collect();
    let is_passed = |arn: &str| is_seeding || before.iter().any(|old| old == arn);
    for role in roles["Roles"].as_object().into_iter().flat_map(Members::values) {
        check_role(role, &is_passed)?;
    }
    for (provider, mapping) in roles.get("RoleMappings").and_then(Value::as_object).into_iter().flatten() {
        check_mapping(&pool.settings, provider, mapping, &is_passed)?;
    }
    roles.shift_remove("IdentityPoolId");
    pool.roles = roles;
    store.tick();
    Ok(Value::Null)
}

fn check_mapping(
    settings: &Members,
    provider: &str,
    mapping: &Value,
    is_passed: &dyn Fn(&str) -> bool,
) -> Result<(), ServiceError> {
    if !is_configured(settings, provider) {
        return Err(ServiceError::invalid(format!(
            "{provider} is not a valid RoleMapping ProviderName or is not a configured provider."
        )));
    }
    let kind = mapping["Type"].as_str().unwrap_or_default();
    if mapping.get("AmbiguousRoleResolution").is_none() {
        return Err(ServiceError::invalid(format!(
            "AmbiguousRoleResolution is required for role mapping type {kind}."
        )));
    }
    let rules = mapping["RulesConfiguration"]["Rules"].as_array();
    match (kind, rules) {
        ("Rules", None) => {
            return Err(ServiceError::invalid("RulesConfiguration is required for role mapping type Rules."));
        }
        ("Rules", Some(rules)) if rules.len() > MAX_RULES => {
            return Err(ServiceError::invalid(format!("A role mapping can have at most {MAX_RULES} rules.")));
        }
        _ => {}
    }
    rules.into_iter().flatten().try_for_each(|rule| check_role(&rule["RoleARN"], is_passed))
}

/// To set a role, the caller needs `iam:PassRole` for it. Nobody has that for service-linked roles and for
/// roles of other accounts, but for one that the pool has already.
fn check_role(role: &Value, is_passed: &dyn Fn(&str) -> bool) -> Result<(), ServiceError> {
    let arn = role.as_str().unwrap_or_default();
    let Some(found) = ROLE.captures(arn) else {
        return Err(ServiceError::new(
            "NotAuthorizedException",
            format!("Access to Role '{arn}' is forbidden."),
        ));
    };
    if &found[1] != Store::ACCOUNT && !is_passed(arn) || found[2].starts_with("aws-service-role/") {
        return Err(ServiceError::access_denied("iam:PassRole", arn));
    }
    Ok(())
}

/// True if an identity pool trusts the provider of a mapping. A mapping names a user pool with its client id,
/// and an OIDC or SAML provider with or without the ARN's prefix.
fn is_configured(settings: &Members, provider: &str) -> bool {
    let user_pools = list(settings, "CognitoIdentityProviders").iter().map(|one| {
        format!(
            "{}:{}",
            one["ProviderName"].as_str().unwrap_or_default(),
            one["ClientId"].as_str().unwrap_or_default()
        )
    });
    let arns =
        ["OpenIdConnectProviderARNs", "SamlProviderARNs"].into_iter().flat_map(|name| list(settings, name));
    user_pools.into_iter().any(|one| one == provider)
        || keys(settings, "SupportedLoginProviders").any(|one| one == provider)
        || arns.into_iter().any(|arn| {
            arn == provider || arn.as_str().is_some_and(|arn| arn.ends_with(&format!("/{provider}")))
        })
}
