//! App clients of user pools. An update replaces: a member that it omits returns to its default.

use serde_json::{Value, json};

use super::client_rules;
use super::paging::page;
use super::secrets::{self, PUBLISH, SECRET_ARN};
use crate::demo::error::ServiceError;
use crate::demo::members::{Members, members, text};
use crate::demo::model::{ServiceId, service_model};
use crate::demo::store::{Client, ClientSecret, Store};

/// The alphabet of client ids and secrets.
pub(super) const ALPHANUMERIC: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const SHAPE: &str = "UserPoolClientType";
/// The members that an update can't change, whether it sends them or not.
const FIXED: [&str; 6] = ["UserPoolId", "ClientId", "ClientSecret", SECRET_ARN, "CreationDate", "ClientType"];

/// The defaults of members that a create or an update omits.
fn defaults() -> Members {
    members(json!({
        "RefreshTokenValidity": 30,
        "TokenValidityUnits": {},
        "AllowedOAuthFlowsUserPoolClient": false,
        "EnableTokenRevocation": true,
        "EnablePropagateAdditionalUserContextData": false,
        "AuthSessionValidity": 3,
    }))
}

pub(super) fn create(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let mut settings = with_defaults(request.clone());
    let with_secret = settings.shift_remove("GenerateSecret") == Some(Value::Bool(true));
    let publishes = settings.shift_remove(PUBLISH) == Some(Value::Bool(true));
    if with_secret && settings.contains_key("ClientSecret") {
        return Err(ServiceError::invalid("ClientSecret cannot be provided when GenerateSecret is true."));
    }
    let id = store.ids.token(ALPHANUMERIC, 26);
    settings.insert("ClientId".to_owned(), id.clone().into());
    if with_secret {
        let secret = store.ids.token(ALPHANUMERIC, 52);
        settings.insert("ClientSecret".to_owned(), secret.into());
    }
    let pool = store.find_user_pool(&settings)?;
    let secret = settings.get("ClientSecret").and_then(Value::as_str).map(str::to_owned);
    client_rules::check(pool, &settings, secret.is_some())?;
    if publishes && secret.is_none() {
        return Err(secrets::nothing_to_publish(&id));
    }
    if pool.clients.len() >= store.client_quota {
        return Err(ServiceError::limit_exceeded(format!(
            "Maximum number of user pool clients exceeded: {}.",
            store.client_quota
        )));
    }
    let now = store.tick();
    settings.insert("LastModifiedDate".to_owned(), now.clone());
    settings.insert("CreationDate".to_owned(), now.clone());
    if publishes {
        settings.shift_remove("ClientSecret");
        settings.insert(SECRET_ARN.to_owned(), secrets::arn(&id).into());
    }
    let answer = answer(&settings);
    let secrets = secret.map(|secret| ClientSecret::new(&id, secret, now)).into_iter().collect();
    store.find_user_pool_mut(request)?.clients.push(Client { settings, secrets, branding: None });
    Ok(answer)
}

pub(super) fn list_clients(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.find_user_pool(request)?;
    let clients: Vec<Value> = pool
        .clients
        .iter()
        .map(|client| {
            let settings = &client.settings;
            json!({
                "ClientId": settings["ClientId"],
                "UserPoolId": settings["UserPoolId"],
                "ClientName": settings["ClientName"],
            })
        })
        .collect();
    page(&format!("Clients/{}", text(request, "UserPoolId")), "UserPoolClients", &clients, request)
}

pub(super) fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    Ok(answer(&store.find_client_mut(request)?.settings))
}

pub(super) fn update(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let client = store.find_client_mut(request)?;
    let (before, has_secret) = (client.settings.clone(), !client.secrets.is_empty());
    let mut settings =
        with_defaults(service_model().settings(ServiceId::UserPools, "UpdateUserPoolClient", SHAPE, request));
    let publishes = settings.shift_remove(PUBLISH).and_then(|publishes| publishes.as_bool());
    settings.entry("ClientName").or_insert_with(|| before["ClientName"].clone());
    if before.contains_key("RefreshTokenRotation") {
        settings
            .entry("RefreshTokenRotation")
            .or_insert_with(|| json!({"Feature": "DISABLED", "RetryGracePeriodSeconds": 0}));
    }
    for name in FIXED {
        if let Some(value) = before.get(name) {
            settings.insert(name.to_owned(), value.clone());
        }
    }
    client_rules::check(store.find_user_pool(request)?, &settings, has_secret)?;
    if publishes == Some(true) && !has_secret {
        return Err(secrets::nothing_to_publish(text(&before, "ClientId")));
    }
    settings.insert("LastModifiedDate".to_owned(), store.tick());
    store.find_client_mut(request)?.settings = settings;
    if let Some(publishes) = publishes {
        secrets::publish(store, request, publishes)?;
    }
    Ok(answer(&store.find_client_mut(request)?.settings))
}

pub(super) fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let id = text(&store.find_client_mut(request)?.settings, "ClientId").to_owned();
    store.find_user_pool_mut(request)?.clients.retain(|client| text(&client.settings, "ClientId") != id);
    store.tick();
    Ok(Value::Null)
}

fn answer(client: &Members) -> Value {
    json!({"UserPoolClient": service_model().arrange(ServiceId::UserPools, SHAPE, client)})
}

fn with_defaults(mut settings: Members) -> Members {
    for (name, value) in defaults() {
        settings.entry(name).or_insert(value);
    }
    if settings["RefreshTokenValidity"] == 0 {
        settings.insert("RefreshTokenValidity".to_owned(), 30.into());
    }
    if let Some(Value::Object(rotation)) = settings.get_mut("RefreshTokenRotation") {
        rotation.entry("RetryGracePeriodSeconds").or_insert(0.into());
    }
    settings
}
