//! Identities of identity pools: guests, and users known by their logins. No token is verified: the token of
//! a login is the user's name at its provider.

use serde_json::{Value, json};

use super::identity_pools::trusted_providers;
use super::paging::page;
use crate::demo::error::ServiceError;
use crate::demo::members::{Members, list, text};
use crate::demo::store::{Identity, IdentityPool, Store};

/// Returns the identity of the logins, or creates one. If the logins belong to several identities, these are
/// merged into the first.
pub(super) fn get_id(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let sent = request.get("Logins").and_then(Value::as_object).cloned().unwrap_or_default();
    let pool = store.find_identity_pool_mut(request)?;
    check_logins(&pool.settings, &sent)?;
    let mut owners: Vec<usize> = Vec::new();
    for (provider, user) in &sent {
        let owner = pool.identities.iter().position(|one| one.logins.get(provider) == Some(user));
        owners.extend(owner.filter(|owner| !owners.contains(owner)));
    }
    let logins = merged_logins(pool, &owners, &sent)?;
    if let [owner] = owners[..]
        && pool.identities[owner].logins.len() == logins.len()
    {
        return Ok(json!({"IdentityId": pool.identities[owner].id}));
    }
    let now = store.tick();
    let Some((first, others)) = owners.split_first() else {
        let id = format!("{}:{}", Store::REGION, store.ids.uuid());
        let answer = json!({"IdentityId": id});
        store.find_identity_pool_mut(request)?.identities.push(Identity {
            id,
            logins,
            is_disabled: false,
            created: now.clone(),
            modified: now,
        });
        return Ok(answer);
    };
    let identities = &mut store.find_identity_pool_mut(request)?.identities;
    for other in others {
        let other = &mut identities[*other];
        other.logins = Members::new();
        other.is_disabled = true;
        other.modified = now.clone();
    }
    let identity = &mut identities[*first];
    identity.logins = logins;
    identity.modified = now;
    Ok(json!({"IdentityId": identity.id}))
}

/// The owners' logins together with those sent. It is an error if they hold two users of one provider.
fn merged_logins(pool: &IdentityPool, owners: &[usize], sent: &Members) -> Result<Members, ServiceError> {
    let mut merged = Members::new();
    for (provider, user) in owners.iter().flat_map(|owner| &pool.identities[*owner].logins).chain(sent) {
        if merged.entry(provider).or_insert_with(|| user.clone()) != user {
            return Err(ServiceError::new(
                "ResourceConflictException",
                "Login is already linked to another account.",
            ));
        }
    }
    Ok(merged)
}

pub(super) fn list_identities(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.find_identity_pool_mut(request)?;
    let hides_disabled = request.get("HideDisabled") == Some(&Value::Bool(true));
    let shown: Vec<Value> =
        pool.identities.iter().filter(|one| !(hides_disabled && one.is_disabled)).map(description).collect();
    let id = text(request, "IdentityPoolId");
    let mut answer = Members::new();
    answer.insert("IdentityPoolId".to_owned(), id.into());
    if let Value::Object(page) = page(&format!("Identities/{id}"), "Identities", &shown, request)? {
        answer.extend(page);
    }
    Ok(answer.into())
}

pub(super) fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let id = text(request, "IdentityId");
    let found = store.identity_pools.iter().flat_map(|pool| &pool.identities).find(|one| one.id == id);
    found.map(description).ok_or_else(|| ServiceError::not_found(format!("Identity '{id}' not found.")))
}

/// Deletes the identities that exist. For an unknown id, AWS answers `AccessDenied`.
#[expect(clippy::unnecessary_wraps, reason = "all operations have one signature")]
pub(super) fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let mut unprocessed = Vec::new();
    for id in list(request, "IdentityIdsToDelete") {
        let pool =
            store.identity_pools.iter_mut().find(|pool| pool.identities.iter().any(|one| one.id == *id));
        match pool {
            Some(pool) => pool.identities.retain(|one| one.id != *id),
            None => unprocessed.push(json!({"IdentityId": id, "ErrorCode": "AccessDenied"})),
        }
    }
    store.tick();
    Ok(json!({"UnprocessedIdentityIds": unprocessed}))
}

/// A guest has no member `Logins`. A disabled identity has the word `DISABLED` in it.
fn description(identity: &Identity) -> Value {
    let logins: Vec<&str> = if identity.is_disabled {
        vec!["DISABLED", Store::REGION]
    } else {
        identity.logins.keys().map(String::as_str).collect()
    };
    let mut shown = Members::new();
    shown.insert("IdentityId".to_owned(), identity.id.clone().into());
    if !logins.is_empty() {
        shown.insert("Logins".to_owned(), logins.into());
    }
    shown.insert("CreationDate".to_owned(), identity.created.clone());
    shown.insert("LastModifiedDate".to_owned(), identity.modified.clone());
    shown.into()
}

fn check_logins(settings: &Members, logins: &Members) -> Result<(), ServiceError> {
    let refused = |message: &str| Err(ServiceError::new("NotAuthorizedException", message));
    if logins.is_empty() && settings["AllowUnauthenticatedIdentities"] != true {
        return refused("Unauthenticated access is not supported for this identity pool.");
    }
    for provider in logins.keys() {
        if text(settings, "DeveloperProviderName") == provider {
            return Err(ServiceError::invalid("Please provide a valid public provider"));
        }
        if !trusted_providers(settings).any(|one| login_name(one) == provider) {
            return refused("Token is not from a supported provider of this identity pool.");
        }
    }
    Ok(())
}

/// The key of a provider in `Logins`: for an OIDC provider it is the issuer, without the ARN.
fn login_name(provider: &str) -> &str {
    provider.split_once(":oidc-provider/").map_or(provider, |(_, issuer)| issuer)
}
