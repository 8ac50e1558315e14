//! Resource servers of user pools. An update replaces the scopes; those that it omits are deleted, even if
//! app clients use them.

use serde_json::{Value, json};

use super::paging::page_of;
use crate::demo::error::ServiceError;
use crate::demo::members::{Members, list, text};
use crate::demo::model::{ServiceId, service_model};
use crate::demo::store::{Store, UserPool};

const SHAPE: &str = "ResourceServerType";
const MAX_RESULTS: usize = 50;
const MAX_SERVERS: usize = 25;

/// All scopes of a pool's resource servers, as app clients name them: `identifier/scope`.
pub(super) fn scopes(pool: &UserPool) -> impl Iterator<Item = String> {
    pool.resource_servers.iter().flat_map(|server| {
        let identifier = text(server, "Identifier");
        list(server, "Scopes")
            .iter()
            .map(move |scope| format!("{identifier}/{}", scope["ScopeName"].as_str().unwrap_or_default()))
    })
}

pub(super) fn create(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.find_user_pool_mut(request)?;
    let identifier = text(request, "Identifier");
    if pool.resource_servers.iter().any(|one| text(one, "Identifier") == identifier) {
        let pool = text(&pool.settings, "Id");
        return Err(ServiceError::invalid(format!("{identifier} already exists in user pool {pool}.")));
    }
    if pool.resource_servers.len() >= MAX_SERVERS {
        return Err(ServiceError::limit_exceeded(format!(
            "Maximum number of resource servers exceeded: {MAX_SERVERS}."
        )));
    }
    pool.resource_servers.push(request.clone());
    Ok(answer(request))
}

pub(super) fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    Ok(answer(find_server(store, request)?))
}

pub(super) fn list_servers(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.find_user_pool(request)?;
    let servers: Vec<Value> = pool.resource_servers.iter().map(description).collect();
    page_of(
        MAX_RESULTS,
        &format!("ResourceServers/{}", text(request, "UserPoolId")),
        "ResourceServers",
        &servers,
        request,
    )
}

pub(super) fn update(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let server = find_server(store, request)?;
    server.clone_from(request);
    Ok(answer(server))
}

pub(super) fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let identifier = text(find_server(store, request)?, "Identifier").to_owned();
    store.find_user_pool_mut(request)?.resource_servers.retain(|one| text(one, "Identifier") != identifier);
    Ok(Value::Null)
}

fn find_server<'a>(store: &'a mut Store, request: &Members) -> Result<&'a mut Members, ServiceError> {
    let identifier = text(request, "Identifier");
    let servers = &mut store.find_user_pool_mut(request)?.resource_servers;
    servers
        .iter_mut()
        .find(|one| text(one, "Identifier") == identifier)
        .ok_or_else(|| ServiceError::not_found(format!("Resource server {identifier} does not exist.")))
}

fn description(server: &Members) -> Value {
    service_model().arrange(ServiceId::UserPools, SHAPE, server).into()
}

fn answer(server: &Members) -> Value {
    json!({"ResourceServer": description(server)})
}
