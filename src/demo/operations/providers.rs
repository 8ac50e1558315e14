//! Identity providers of user pools. An update replaces each member that it sends and keeps the others.

mod details;

use serde_json::{Value, json};

use super::paging::page;
use crate::demo::error::ServiceError;
use crate::demo::members::{Members, keys, list, text};
use crate::demo::model::{ServiceId, service_model};
use crate::demo::store::{Store, UserPool};

const SHAPE: &str = "IdentityProviderType";
const SOCIAL: [&str; 4] = ["Facebook", "Google", "LoginWithAmazon", "SignInWithApple"];

pub(super) fn create(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let mut provider = request.clone();
    remove_computed(&mut provider);
    let pool = store.find_user_pool(&provider)?;
    let (name, kind) = (text(&provider, "ProviderName"), text(&provider, "ProviderType"));
    if name != kind && (SOCIAL.contains(&kind) || SOCIAL.contains(&name)) {
        return Err(ServiceError::invalid(format!("Provider {name} cannot be of type {kind}.")));
    }
    if name == "COGNITO" {
        return Err(ServiceError::invalid("COGNITO is a reserved provider name."));
    }
    if pool.providers.iter().any(|one| text(one, "ProviderName") == name) {
        return Err(ServiceError::new(
            "DuplicateProviderException",
            format!("A provider with the name {name} already exists in this user pool."),
        ));
    }
    check(pool, &provider)?;
    check_details(store, &provider)?;
    map_username(&mut provider);
    let now = store.tick();
    provider.insert("LastModifiedDate".to_owned(), now.clone());
    provider.insert("CreationDate".to_owned(), now);
    let answer = answer(&provider);
    store.find_user_pool_mut(&provider)?.providers.push(provider);
    Ok(answer)
}

pub(super) fn list_providers(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.find_user_pool(request)?;
    let providers: Vec<Value> = pool
        .providers
        .iter()
        .map(|provider| {
            json!({
                "ProviderName": provider["ProviderName"],
                "ProviderType": provider["ProviderType"],
                "LastModifiedDate": provider["LastModifiedDate"],
                "CreationDate": provider["CreationDate"],
            })
        })
        .collect();
    page(&format!("Providers/{}", text(request, "UserPoolId")), "Providers", &providers, request)
}

pub(super) fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    Ok(answer(find_provider(store, request)?))
}

/// Finds a provider by one of its `IdpIdentifiers`; its name is not one of them.
pub(super) fn by_identifier(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let identifier = &request["IdpIdentifier"];
    let found = store
        .find_user_pool(request)?
        .providers
        .iter()
        .find(|one| list(one, "IdpIdentifiers").contains(identifier));
    let not_found = || {
        ServiceError::not_found(format!(
            "No identity provider has the identifier {}.",
            text(request, "IdpIdentifier")
        ))
    };
    found.map(answer).ok_or_else(not_found)
}

pub(super) fn update(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let mut provider = find_provider(store, request)?.clone();
    let settings = service_model().settings(ServiceId::UserPools, "UpdateIdentityProvider", SHAPE, request);
    let has_details = settings.contains_key("ProviderDetails");
    provider.extend(settings);
    remove_computed(&mut provider);
    check(store.find_user_pool(request)?, &provider)?;
    if has_details {
        check_details(store, &provider)?;
    }
    map_username(&mut provider);
    provider.insert("LastModifiedDate".to_owned(), store.tick());
    let stored = find_provider(store, request)?;
    *stored = provider;
    Ok(answer(stored))
}

pub(super) fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let name = text(find_provider(store, request)?, "ProviderName").to_owned();
    store.find_user_pool_mut(request)?.providers.retain(|one| text(one, "ProviderName") != name);
    store.tick();
    Ok(Value::Null)
}

fn find_provider<'a>(store: &'a mut Store, request: &Members) -> Result<&'a mut Members, ServiceError> {
    let name = text(request, "ProviderName");
    let providers = &mut store.find_user_pool_mut(request)?.providers;
    providers
        .iter_mut()
        .find(|provider| text(provider, "ProviderName") == name)
        .ok_or_else(|| ServiceError::not_found(format!("Identity provider {name} does not exist.")))
}

fn check(pool: &UserPool, provider: &Members) -> Result<(), ServiceError> {
    let others = pool.providers.iter().filter(|one| one["ProviderName"] != provider["ProviderName"]);
    let taken: Vec<&Value> = others.flat_map(|one| list(one, "IdpIdentifiers")).collect();
    let own = list(provider, "IdpIdentifiers");
    for (at, identifier) in own.iter().enumerate() {
        let shown = identifier.as_str().unwrap_or_default();
        if taken.contains(&identifier) {
            return Err(ServiceError::invalid(format!(
                "The identifier {shown} is already used by another provider."
            )));
        }
        if own[..at].contains(identifier) {
            return Err(ServiceError::invalid(format!("The identifier {shown} is listed twice.")));
        }
    }
    let schema = list(&pool.settings, "SchemaAttributes");
    for attribute in keys(provider, "AttributeMapping") {
        if attribute != "username" && !schema.iter().any(|one| one["Name"] == attribute) {
            return Err(ServiceError::invalid(format!(
                "Attribute mapping {attribute} is not in the user pool schema."
            )));
        }
    }
    Ok(())
}

/// A seeded provider may have a certificate that has expired since; a provider in a request may not.
fn check_details(store: &Store, provider: &Members) -> Result<(), ServiceError> {
    let now = i64::try_from(store.now() / 1_000).ok().filter(|_| !store.is_seeding);
    match provider.get("ProviderDetails") {
        Some(Value::Object(details)) => details::check(text(provider, "ProviderType"), details, now),
        _ => Ok(()),
    }
}

fn remove_computed(provider: &mut Members) {
    let kind = text(provider, "ProviderType").to_owned();
    if let Some(Value::Object(details)) = provider.get_mut("ProviderDetails") {
        details::remove_computed(&kind, details);
    }
}

/// Cognito maps the provider's user id to the username for every provider but SAML ones, asked or not.
fn map_username(provider: &mut Members) {
    let id = match text(provider, "ProviderType") {
        "SAML" => return,
        "Facebook" => "id",
        "LoginWithAmazon" => "user_id",
        _ => "sub",
    };
    let mapping = provider.entry("AttributeMapping").or_insert_with(|| json!({}));
    if let Value::Object(mapping) = mapping {
        mapping.entry("username").or_insert_with(|| id.into());
    }
}

fn answer(provider: &Members) -> Value {
    let mut shown = provider.clone();
    if let Some(Value::Object(details)) = shown.get_mut("ProviderDetails") {
        details::complete(text(provider, "ProviderType"), details);
    }
    json!({"IdentityProvider": service_model().arrange(ServiceId::UserPools, SHAPE, &shown)})
}
