//! Identity pools. An update replaces all settings, except that it keeps a `DeveloperProviderName` that it
//! omits.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

use super::paging::page;
use super::tags;
use crate::demo::error::ServiceError;
use crate::demo::members::{Members, keys, list, text};
use crate::demo::model::{ServiceId, service_model};
use crate::demo::store::{IdentityPool, Store};

const LOGIN_PROVIDERS: [&str; 6] = [
    "graph.facebook.com",
    "accounts.google.com",
    "www.amazon.com",
    "api.twitter.com",
    "www.digits.com",
    "appleid.apple.com",
];

/// Largest number of app clients that an identity pool can trust.
const MAX_USER_POOL_PROVIDERS: usize = 50;

static USER_POOL_PROVIDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\Acognito-idp\.([0-9a-z-]+)\.amazonaws\.com(?:\.cn)?/([0-9a-z-]+)_[0-9A-Za-z]+\z")
        .expect("the pattern is valid")
});

pub(super) fn create(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let mut settings = request.clone();
    check(store, None, &settings)?;
    if store.identity_pools.len() >= store.identity_pool_quota {
        return Err(ServiceError::limit_exceeded(format!(
            "Maximum number of identity pools exceeded: {}.",
            store.identity_pool_quota
        )));
    }
    store.tick();
    let id = format!("{}:{}", Store::REGION, store.ids.uuid());
    settings.insert("IdentityPoolId".to_owned(), id.into());
    let answer = answer(&settings);
    store.identity_pools.push(IdentityPool { settings, ..IdentityPool::default() });
    Ok(answer)
}

pub(super) fn list_pools(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pools: Vec<Value> = store
        .identity_pools
        .iter()
        .map(|pool| {
            json!({
                "IdentityPoolId": pool.settings["IdentityPoolId"],
                "IdentityPoolName": pool.settings["IdentityPoolName"],
            })
        })
        .collect();
    page("IdentityPools", "IdentityPools", &pools, request)
}

pub(super) fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    Ok(answer(&store.find_identity_pool_mut(request)?.settings))
}

pub(super) fn update(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let mut settings = request.clone();
    let before = store.find_identity_pool_mut(&settings)?.settings.clone();
    check(store, Some(&before), &settings)?;
    if let Some(name) = before.get("DeveloperProviderName") {
        settings.entry("DeveloperProviderName").or_insert_with(|| name.clone());
    }
    store.tick();
    let pool = store.find_identity_pool_mut(&settings)?;
    pool.settings = settings;
    Ok(answer(&pool.settings))
}

pub(super) fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let id = text(&store.find_identity_pool_mut(request)?.settings, "IdentityPoolId").to_owned();
    store.identity_pools.retain(|pool| text(&pool.settings, "IdentityPoolId") != id);
    store.tick();
    Ok(Value::Null)
}

/// The names of all providers that an identity pool trusts. The name of a user pool has no client id.
pub(super) fn trusted_providers(settings: &Members) -> impl Iterator<Item = &str> {
    let user_pools =
        list(settings, "CognitoIdentityProviders").iter().filter_map(|one| one["ProviderName"].as_str());
    let arns =
        ["OpenIdConnectProviderARNs", "SamlProviderARNs"].into_iter().flat_map(|name| list(settings, name));
    user_pools
        .chain(keys(settings, "SupportedLoginProviders"))
        .chain(arns.filter_map(Value::as_str))
        .chain(settings.get("DeveloperProviderName").and_then(Value::as_str))
}

fn answer(settings: &Members) -> Value {
    service_model().arrange(ServiceId::IdentityPools, "IdentityPool", settings).into()
}

fn check(store: &Store, before: Option<&Members>, settings: &Members) -> Result<(), ServiceError> {
    let current = before.and_then(|before| before.get("DeveloperProviderName"));
    if let (Some(current), Some(sent)) = (current, settings.get("DeveloperProviderName"))
        && current != sent
    {
        return Err(ServiceError::invalid("DeveloperProviderName cannot be changed once it has been set."));
    }
    for provider in keys(settings, "SupportedLoginProviders") {
        if !LOGIN_PROVIDERS.contains(&provider) {
            return Err(ServiceError::invalid(format!("{provider} is not a supported login provider.")));
        }
    }
    let user_pools = list(settings, "CognitoIdentityProviders");
    if user_pools.len() > MAX_USER_POOL_PROVIDERS {
        return Err(ServiceError::limit_exceeded(format!(
            "Maximum number of Cognito identity providers exceeded: {MAX_USER_POOL_PROVIDERS}."
        )));
    }
    let mut seen = HashSet::new();
    for provider in user_pools {
        let name = provider["ProviderName"].as_str().unwrap_or_default();
        let regions =
            USER_POOL_PROVIDER.captures(name).map(|found| (found[1].to_owned(), found[2].to_owned()));
        if regions.is_none_or(|(host, pool)| host != pool) || provider["ClientId"].as_str().is_none() {
            return Err(ServiceError::invalid(format!("Invalid Cognito Identity Provider: {name}")));
        }
        if !seen.insert((name, provider["ClientId"].as_str())) {
            return Err(ServiceError::invalid(format!("Duplicate Cognito Identity Provider: {name}")));
        }
    }
    tags::check(store, before, settings, "IdentityPoolTags")
}
