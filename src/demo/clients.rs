//! App clients of user pools. An update replaces: what it omits goes back to its default.

use serde_json::{Value, json};

use super::constraints::{Service, constraints};
use super::error::ServiceError;
use super::paging::page;
use super::redirects;
use super::secrets::Secret;
use super::store::{Members, Operation, Store, UserPool, list, members, text};

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
    check(pool, &settings, settings.contains_key("ClientSecret"))?;
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
    let mut settings = with_defaults(constraints().settings(Service::UserPools, "UpdateUserPoolClient", CLIENT, request));
    settings.entry("ClientName").or_insert_with(|| before["ClientName"].clone());
    for name in KEPT {
        if let Some(value) = before.get(name) {
            settings.insert(name.to_owned(), value.clone());
        }
    }
    check(store.user_pool(request)?, &settings, has_secret)?;
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
    clients
        .iter_mut()
        .find(|client| text(&client.settings, "ClientId") == id)
        .ok_or_else(|| ServiceError::not_found(format!("User pool client {id} does not exist.")))
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
    settings
}

fn check(pool: &UserPool, client: &Members, has_secret: bool) -> Result<(), ServiceError> {
    check_flows(client, has_secret)?;
    check_urls(client)?;
    check_tokens(client)?;
    check_attributes(pool, client)?;
    for provider in list(client, "SupportedIdentityProviders") {
        if provider != "COGNITO" && !pool.providers.iter().any(|one| one["ProviderName"] == *provider) {
            return Err(ServiceError::invalid(format!(
                "The provider {} does not exist for User Pool {}.",
                provider.as_str().unwrap_or_default(),
                text(&pool.settings, "Id"),
            )));
        }
    }
    Ok(())
}

fn check_flows(client: &Members, has_secret: bool) -> Result<(), ServiceError> {
    let refused = |message: &str| Err(ServiceError::new("InvalidOAuthFlowException", message));
    let flows = list(client, "AllowedOAuthFlows");
    let scopes = list(client, "AllowedOAuthScopes");
    if client["AllowedOAuthFlowsUserPoolClient"] == true {
        if flows.is_empty() || scopes.is_empty() {
            return refused("AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.");
        }
    } else {
        let set = ["AllowedOAuthFlows", "AllowedOAuthScopes", "CallbackURLs", "LogoutURLs"];
        if let Some(set) = set.into_iter().find(|name| !list(client, name).is_empty()) {
            return Err(ServiceError::invalid(format!("AllowedOAuthFlowsUserPoolClient must be true to configure {set}.")));
        }
    }
    if flows.iter().any(|flow| flow == "client_credentials") {
        if flows.len() > 1 {
            return refused("client_credentials flow can not be selected along with code flow or implicit flow.");
        }
        if !has_secret {
            return refused("client_credentials flow can not be selected if client does not have a client secret.");
        }
        if client.contains_key("LogoutURLs") {
            return Err(ServiceError::invalid("LogoutURLs can not be specified for the client_credentials flow."));
        }
    }
    let rotates = client.get("RefreshTokenRotation").is_some_and(|rotation| rotation["Feature"] == "ENABLED");
    if rotates && list(client, "ExplicitAuthFlows").iter().any(|flow| flow == "ALLOW_REFRESH_TOKEN_AUTH") {
        return Err(ServiceError::invalid("Refresh token rotation cannot be enabled for a client that allows ALLOW_REFRESH_TOKEN_AUTH."));
    }
    Ok(())
}

fn check_urls(client: &Members) -> Result<(), ServiceError> {
    for url in ["CallbackURLs", "LogoutURLs"].into_iter().flat_map(|name| list(client, name)) {
        redirects::check(url.as_str().unwrap_or_default())?;
    }
    match client.get("DefaultRedirectURI") {
        Some(uri) if !list(client, "CallbackURLs").contains(uri) => {
            Err(ServiceError::invalid("DefaultRedirectURI must be in the list of CallbackURLs."))
        }
        _ => Ok(()),
    }
}

/// 60 minutes to 10 years for refresh tokens, 5 minutes to 1 day for the others, each in its own unit.
fn check_tokens(client: &Members) -> Result<(), ServiceError> {
    for (token, unset, shortest, longest) in
        [("RefreshToken", "days", 3_600, 315_360_000), ("AccessToken", "hours", 300, 86_400), ("IdToken", "hours", 300, 86_400)]
    {
        let unit = match client["TokenValidityUnits"].get(token).and_then(Value::as_str).unwrap_or(unset) {
            "seconds" => 1,
            "minutes" => 60,
            "hours" => 3_600,
            _ => 86_400,
        };
        let validity = client.get(&format!("{token}Validity")).and_then(Value::as_u64);
        if validity.is_some_and(|validity| !(shortest..=longest).contains(&validity.saturating_mul(unit))) {
            return Err(ServiceError::invalid("Invalid range for token validity."));
        }
    }
    Ok(())
}

/// Attributes exist in the pool, and no required one is left out of those that can be written.
fn check_attributes(pool: &UserPool, client: &Members) -> Result<(), ServiceError> {
    let schema = list(&pool.settings, "SchemaAttributes");
    for (member, kind) in [("ReadAttributes", "read"), ("WriteAttributes", "write")] {
        let known = |name: &Value| schema.iter().any(|attribute| attribute["Name"] == *name);
        if !list(client, member).iter().all(known) {
            return Err(ServiceError::invalid(format!("Invalid {kind} attributes specified while creating a client")));
        }
    }
    let required = |attribute: &&Value| attribute["Required"] == true && attribute["Name"] != "sub";
    if client.contains_key("WriteAttributes")
        && schema.iter().filter(required).any(|attribute| !list(client, "WriteAttributes").contains(&attribute["Name"]))
    {
        return Err(ServiceError::invalid("Invalid write attributes specified while creating a client"));
    }
    Ok(())
}
