//! App clients of user pools. An update replaces: what it omits goes back to its default.

use serde_json::{Value, json};

use super::client_rules;
use super::constraints::{Service, constraints};
use super::error::ServiceError;
use super::paging::page;
use super::secrets::Secret;
use super::store::{Members, Operation, Store, members, text};

/// What ids and secrets of clients are made of.
pub(super) const ALPHANUMERIC: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const CLIENT: &str = "UserPoolClientType";
/// What an update cannot reset, whether it names it or not.
const KEPT: [&str; 5] = ["UserPoolId", "ClientId", "ClientSecret", "CreationDate", "ClientType"];

/// One app client.
pub(super) struct Client {
    /// With the `ClientSecret` that Describe tells: the one it was made with, or none.
    pub(super) settings: Members,
    pub(super) secrets: Vec<Secret>,
}

pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "CreateUserPoolClient" => create,
        "ListUserPoolClients" => list_clients,
        "DescribeUserPoolClient" => describe,
        "UpdateUserPoolClient" => update,
        "DeleteUserPoolClient" => delete,
        _ => return None,
    })
}

/// What an omitted member becomes, on create and on update alike.
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

fn create(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let mut settings = with_defaults(request.clone());
    let with_secret = settings.shift_remove("GenerateSecret") == Some(Value::Bool(true));
    if with_secret && settings.contains_key("ClientSecret") {
        return Err(ServiceError::invalid("ClientSecret cannot be provided when GenerateSecret is true."));
    }
    let id = store.token(ALPHANUMERIC, 26);
    settings.insert("ClientId".to_owned(), id.clone().into());
    if with_secret {
        let secret = store.token(ALPHANUMERIC, 52);
        settings.insert("ClientSecret".to_owned(), secret.into());
    }
    let pool = store.user_pool(&settings)?;
    client_rules::check(pool, &settings, settings.contains_key("ClientSecret"))?;
    if pool.clients.len() >= store.client_quota {
        return Err(ServiceError::limit_exceeded(format!(
            "Maximum number of user pool clients exceeded: {}.",
            store.client_quota
        )));
    }
    let now = store.tick();
    settings.insert("LastModifiedDate".to_owned(), now.clone());
    settings.insert("CreationDate".to_owned(), now.clone());
    let answer = answer(&settings);
    let secret = settings.get("ClientSecret").and_then(Value::as_str);
    let secrets = secret.map(|secret| Secret::new(&id, secret.to_owned(), now)).into_iter().collect();
    store.user_pool_of(request)?.clients.push(Client { settings, secrets });
    Ok(answer)
}

fn list_clients(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.user_pool(request)?;
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

fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    Ok(answer(&client_of(store, request)?.settings))
}

fn update(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let client = client_of(store, request)?;
    let (before, has_secret) = (client.settings.clone(), !client.secrets.is_empty());
    let mut settings =
        with_defaults(constraints().settings(Service::UserPools, "UpdateUserPoolClient", CLIENT, request));
    settings.entry("ClientName").or_insert_with(|| before["ClientName"].clone());
    if before.contains_key("RefreshTokenRotation") {
        settings
            .entry("RefreshTokenRotation")
            .or_insert_with(|| json!({"Feature": "DISABLED", "RetryGracePeriodSeconds": 0}));
    }
    for name in KEPT {
        if let Some(value) = before.get(name) {
            settings.insert(name.to_owned(), value.clone());
        }
    }
    client_rules::check(store.user_pool(request)?, &settings, has_secret)?;
    settings.insert("LastModifiedDate".to_owned(), store.tick());
    let client = client_of(store, request)?;
    client.settings = settings;
    Ok(answer(&client.settings))
}

fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let id = text(&client_of(store, request)?.settings, "ClientId").to_owned();
    store.user_pool_of(request)?.clients.retain(|client| text(&client.settings, "ClientId") != id);
    store.tick();
    Ok(Value::Null)
}

/// The client a request is about.
pub(super) fn client_of<'a>(store: &'a mut Store, request: &Members) -> Result<&'a mut Client, ServiceError> {
    let id = text(request, "ClientId");
    let clients = &mut store.user_pool_of(request)?.clients;
    clients.iter_mut().find(|client| text(&client.settings, "ClientId") == id).ok_or_else(|| no_client(id))
}

pub(super) fn no_client(id: &str) -> ServiceError {
    ServiceError::not_found(format!("User pool client {id} does not exist."))
}

fn answer(client: &Members) -> Value {
    json!({"UserPoolClient": constraints().arrange(Service::UserPools, CLIENT, client)})
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
