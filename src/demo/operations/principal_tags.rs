//! Attributes for access control: the claims of a provider's tokens that become principal tags of a session.
//! Set replaces both members. Get fails for a provider whose tags were never set.

use serde_json::{Value, json};

use super::identity_pools::trusted_providers;
use crate::demo::error::ServiceError;
use crate::demo::members::{Members, members, text};
use crate::demo::store::Store;

pub(super) fn get(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let provider = text(request, "IdentityProviderName");
    let pool = store.find_identity_pool_mut(request)?;
    let map = pool.principal_tags.get(provider);
    map.map(|map| answer(request, map)).ok_or_else(|| {
        ServiceError::not_found(format!("No Principal Tags configured for Provider {provider}"))
    })
}

pub(super) fn set(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let provider = text(request, "IdentityProviderName");
    let pool = store.find_identity_pool_mut(request)?;
    if !trusted_providers(&pool.settings).any(|one| one == provider) {
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
