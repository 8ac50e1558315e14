//! Attributes for access control: which claims of a provider's tokens become tags of its users' sessions.
//! Setting them replaces both members; a provider of which nothing was ever set has none to get.

use serde_json::{Value, json};

use super::error::ServiceError;
use super::identity_pools::{pool_of, trusted};
use super::store::{Members, Operation, Store, members, text};

pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "GetPrincipalTagAttributeMap" => get,
        "SetPrincipalTagAttributeMap" => set,
        _ => return None,
    })
}

fn get(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let provider = text(request, "IdentityProviderName");
    let pool = pool_of(store, request)?;
    let map = pool.principal_tags.get(provider);
    map.map(|map| answer(request, map)).ok_or_else(|| {
        ServiceError::not_found(format!("No Principal Tags configured for Provider {provider}"))
    })
}

fn set(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let provider = text(request, "IdentityProviderName");
    let pool = pool_of(store, request)?;
    if !trusted(&pool.settings).any(|one| one == provider) {
        return Err(ServiceError::invalid(format!(
            "{provider} is not a valid ProviderName or is not a configured provider."
        )));
    }
    let mut map = members(json!({"UseDefaults": false, "PrincipalTags": {}}));
    for (name, value) in &mut map {
        if let Some(sent) = request.get(name) {
            *value = sent.clone();
        }
    }
    let answer = answer(request, &map);
    pool.principal_tags.insert(provider.to_owned(), map);
    store.tick();
    Ok(answer)
}

fn answer(request: &Members, map: &Members) -> Value {
    let mut answer = Members::new();
    for name in ["IdentityPoolId", "IdentityProviderName"] {
        answer.insert(name.to_owned(), request[name].clone());
    }
    answer.extend(map.clone());
    answer.into()
}
