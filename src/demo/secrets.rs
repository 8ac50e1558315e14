//! Secrets of app clients: up to two, so that one can be rotated while the other still works.
//!
//! Each value is told once, when it is made. Describe goes on telling the one that the client was made with,
//! and none once that one is deleted: a later one does not take its place.

use aws_smithy_types::base64;
use serde_json::{Value, json};

use super::clients::{ALPHANUMERIC, Client, client_of};
use super::error::ServiceError;
use super::hmac::hmac_sha256;
use super::paging::page;
use super::store::{Members, Operation, Store, text};

const MAX_SECRETS: usize = 2;

/// One secret; it has no `Debug`, so that no message can hold its value.
pub(super) struct Secret {
    id: String,
    value: String,
    created: Value,
}

impl Secret {
    /// A secret of a client, made at a date. Its id is that of the client and the milliseconds of the date.
    pub(super) fn new(client_id: &str, value: String, created: Value) -> Secret {
        let milliseconds = format!("{:.3}", created.as_f64().unwrap_or_default()).replace('.', "");
        Secret { id: format!("{client_id}--{milliseconds}"), value, created }
    }

    fn description(&self) -> Value {
        json!({"ClientSecretId": self.id, "ClientSecretCreateDate": self.created})
    }
}

pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "AddUserPoolClientSecret" => add,
        "ListUserPoolClientSecrets" => list_secrets,
        "DeleteUserPoolClientSecret" => delete,
        _ => return None,
    })
}

/// Only a secret that the service chose is in the answer.
fn add(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let client = client_of(store, request)?;
    let id = text(&client.settings, "ClientId").to_owned();
    match client.secrets.len() {
        0 => return Err(ServiceError::invalid(format!("App client {id} is not configured for secret."))),
        MAX_SECRETS.. => {
            return Err(ServiceError::limit_exceeded(format!(
                "Maximum number of client secrets exceeded: {MAX_SECRETS}."
            )));
        }
        _ => {}
    }
    let chosen = request.get("ClientSecret").and_then(Value::as_str).map(str::to_owned);
    let is_generated = chosen.is_none();
    let value = chosen.unwrap_or_else(|| store.token(ALPHANUMERIC, 52));
    let secret = Secret::new(&id, value, store.tick());
    let mut answer = secret.description();
    if is_generated {
        answer["ClientSecretValue"] = secret.value.clone().into();
    }
    client_of(store, request)?.secrets.push(secret);
    Ok(json!({"ClientSecretDescriptor": answer}))
}

fn list_secrets(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let secrets: Vec<Value> = client_of(store, request)?.secrets.iter().map(Secret::description).collect();
    page(&format!("Secrets/{}", text(request, "ClientId")), "ClientSecrets", &secrets, request)
}

fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let client = client_of(store, request)?;
    let id = text(request, "ClientSecretId");
    let found = client.secrets.iter().position(|secret| secret.id == id);
    let found =
        found.ok_or_else(|| ServiceError::not_found(format!("Client secret {id} does not exist.")))?;
    if client.secrets.len() == 1 {
        return Err(ServiceError::invalid("The last client secret of an app client cannot be deleted."));
    }
    let secret = client.secrets.remove(found);
    if text(&client.settings, "ClientSecret") == secret.value {
        client.settings.shift_remove("ClientSecret");
    }
    store.tick();
    Ok(json!({}))
}

/// Whether the caller knows one of the client's secrets: a hash under it, of the user's name and the client's
/// id.
pub(super) fn verify(client: &Client, username: &str, hash: Option<&str>) -> Result<(), ServiceError> {
    let id = text(&client.settings, "ClientId");
    let refused = |message: String| Err(ServiceError::new("NotAuthorizedException", message));
    match hash {
        None if client.secrets.is_empty() => Ok(()),
        None => refused(format!("Client {id} is configured with secret but SECRET_HASH was not received")),
        Some(_) if client.secrets.is_empty() => Err(ServiceError::invalid(format!(
            "App client {id} is not configured for secret but secret hash was received"
        ))),
        Some(hash) => {
            let message = format!("{username}{id}");
            let is_right = |secret: &Secret| {
                base64::encode(hmac_sha256(secret.value.as_bytes(), message.as_bytes())) == hash
            };
            if client.secrets.iter().any(is_right) {
                return Ok(());
            }
            refused(format!("Unable to verify secret hash for client {id}"))
        }
    }
}
