//! Resource servers of user pools: the APIs whose scopes clients may ask for, as `identifier/scope`.
//!
//! An update replaces: scopes that it omits are gone. One that clients still name can go all the same.

use serde_json::{Value, json};

use super::constraints::{Service, constraints};
use super::error::ServiceError;
use super::paging::page_of;
use super::store::{Members, Operation, Store, UserPool, list, text};

const SERVER: &str = "ResourceServerType";
const CAP: usize = 50;
const MAX_SERVERS: usize = 25;

pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "CreateResourceServer" => create,
        "DescribeResourceServer" => describe,
        "ListResourceServers" => list_servers,
        "UpdateResourceServer" => update,
        "DeleteResourceServer" => delete,
        _ => return None,
    })
}

/// Every scope of the pool's resource servers, as clients name it.
pub(super) fn scopes(pool: &UserPool) -> impl Iterator<Item = String> {
    pool.resource_servers.iter().flat_map(|server| {
        let identifier = text(server, "Identifier");
        list(server, "Scopes")
            .iter()
            .map(move |scope| format!("{identifier}/{}", scope["ScopeName"].as_str().unwrap_or_default()))
    })
}

fn create(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.user_pool_of(request)?;
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

fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    Ok(answer(server_of(store, request)?))
}

fn list_servers(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.user_pool(request)?;
    let servers: Vec<Value> = pool.resource_servers.iter().map(shown).collect();
    page_of(
        CAP,
        &format!("ResourceServers/{}", text(request, "UserPoolId")),
        "ResourceServers",
        &servers,
        request,
    )
}

fn update(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let server = server_of(store, request)?;
    server.clone_from(request);
    Ok(answer(server))
}

fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let identifier = text(server_of(store, request)?, "Identifier").to_owned();
    store.user_pool_of(request)?.resource_servers.retain(|one| text(one, "Identifier") != identifier);
    Ok(Value::Null)
}

fn server_of<'a>(store: &'a mut Store, request: &Members) -> Result<&'a mut Members, ServiceError> {
    let identifier = text(request, "Identifier");
    let servers = &mut store.user_pool_of(request)?.resource_servers;
    servers
        .iter_mut()
        .find(|one| text(one, "Identifier") == identifier)
        .ok_or_else(|| ServiceError::not_found(format!("Resource server {identifier} does not exist.")))
}

fn shown(server: &Members) -> Value {
    constraints().arrange(Service::UserPools, SERVER, server).into()
}

fn answer(server: &Members) -> Value {
    json!({"ResourceServer": shown(server)})
}
