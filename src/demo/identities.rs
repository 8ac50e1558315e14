//! Identities of identity pools: guests, and those who are known by their logins. Nobody signs the tokens of
//! this Cognito: a login's token is taken for the name of the user at its provider.

use serde_json::{Value, json};

use super::error::ServiceError;
use super::identity_pools::{pool_of, trusted};
use super::paging::page;
use super::store::{IdentityPool, Members, Operation, Store, list, text};

/// One guest or user.
pub(super) struct Identity {
    id: String,
    /// Who it is at each provider.
    logins: Members,
    /// Its logins have gone to another identity.
    disabled: bool,
    created: Value,
    modified: Value,
}

pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "GetId" => get_id,
        "ListIdentities" => list_identities,
        "DescribeIdentity" => describe,
        "DeleteIdentities" => delete,
        _ => return None,
    })
}

/// The identity of these logins, or a new one. Logins of several identities make them one: the first.
fn get_id(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let sent = request.get("Logins").and_then(Value::as_object).cloned().unwrap_or_default();
    let pool = pool_of(store, request)?;
    check(&pool.settings, &sent)?;
    let mut owners: Vec<usize> = Vec::new();
    for (provider, user) in &sent {
        let owner = pool.identities.iter().position(|one| one.logins.get(provider) == Some(user));
        owners.extend(owner.filter(|owner| !owners.contains(owner)));
    }
    let logins = linked(pool, &owners, &sent)?;
    if let [owner] = owners[..]
        && pool.identities[owner].logins.len() == logins.len()
    {
        return Ok(json!({"IdentityId": pool.identities[owner].id}));
    }
    let now = store.tick();
    let Some((first, others)) = owners.split_first() else {
        let id = format!("{}:{}", Store::REGION, store.guid());
        let answer = json!({"IdentityId": id});
        pool_of(store, request)?.identities.push(Identity {
            id,
            logins,
            disabled: false,
            created: now.clone(),
            modified: now,
        });
        return Ok(answer);
    };
    let identities = &mut pool_of(store, request)?.identities;
    for other in others {
        let other = &mut identities[*other];
        other.logins = Members::new();
        other.disabled = true;
        other.modified = now.clone();
    }
    let identity = &mut identities[*first];
    identity.logins = logins;
    identity.modified = now;
    Ok(json!({"IdentityId": identity.id}))
}

/// What the owners' logins and those sent are together. Nobody is two users of one provider.
fn linked(pool: &IdentityPool, owners: &[usize], sent: &Members) -> Result<Members, ServiceError> {
    let mut linked = Members::new();
    for (provider, user) in owners.iter().flat_map(|owner| &pool.identities[*owner].logins).chain(sent) {
        if linked.entry(provider).or_insert_with(|| user.clone()) != user {
            return Err(ServiceError::new(
                "ResourceConflictException",
                "Login is already linked to another account.",
            ));
        }
    }
    Ok(linked)
}

fn list_identities(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = pool_of(store, request)?;
    let hides = request.get("HideDisabled") == Some(&Value::Bool(true));
    let shown: Vec<Value> =
        pool.identities.iter().filter(|one| !(hides && one.disabled)).map(description).collect();
    let id = text(request, "IdentityPoolId");
    let mut answer = Members::new();
    answer.insert("IdentityPoolId".to_owned(), id.into());
    if let Value::Object(page) = page(&format!("Identities/{id}"), "Identities", &shown, request)? {
        answer.extend(page);
    }
    Ok(answer.into())
}

fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let id = text(request, "IdentityId");
    let found = store.identity_pools.iter().flat_map(|pool| &pool.identities).find(|one| one.id == id);
    found.map(description).ok_or_else(|| ServiceError::not_found(format!("Identity '{id}' not found.")))
}

/// Deletes what is there; an id that is not could be that of somebody else.
#[expect(clippy::unnecessary_wraps, reason = "all operations have one signature")]
fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
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

/// A guest has no member `Logins`; the logins of a disabled identity say that it is.
fn description(identity: &Identity) -> Value {
    let logins: Vec<&str> = if identity.disabled {
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

fn check(settings: &Members, logins: &Members) -> Result<(), ServiceError> {
    let refused = |message: &str| Err(ServiceError::new("NotAuthorizedException", message));
    if logins.is_empty() && settings["AllowUnauthenticatedIdentities"] != true {
        return refused("Unauthenticated access is not supported for this identity pool.");
    }
    for provider in logins.keys() {
        if text(settings, "DeveloperProviderName") == provider {
            return Err(ServiceError::invalid("Please provide a valid public provider"));
        }
        if !trusted(settings).any(|one| as_login(one) == provider) {
            return refused("Token is not from a supported provider of this identity pool.");
        }
    }
    Ok(())
}

/// The name of a provider in logins: an OIDC provider's is that of its issuer.
fn as_login(provider: &str) -> &str {
    provider.split_once(":oidc-provider/").map_or(provider, |(_, issuer)| issuer)
}
