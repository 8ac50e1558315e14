//! Secrets of app clients: up to two, so that a caller can rotate them.
//!
//! A generated value is returned once, when it is created. Describe returns the secret that the client was
//! created with until that secret is deleted, and no other one after that.

use aws_smithy_types::base64;
use serde_json::{Value, json};

use super::clients::ALPHANUMERIC;
use super::paging::page;
use super::secret_hash::hmac_sha256;
use crate::demo::error::ServiceError;
use crate::demo::members::{Members, text};
use crate::demo::store::{Client, ClientSecret, Store};

const MAX_SECRETS: usize = 2;

/// The answer holds a generated secret, and none that the caller chose.
pub(super) fn add(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let client = store.find_client_mut(request)?;
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
    let value = chosen.unwrap_or_else(|| store.ids.token(ALPHANUMERIC, 52));
    let secret = ClientSecret::new(&id, value, store.tick());
    let mut answer = secret.description();
    if is_generated {
        answer["ClientSecretValue"] = secret.value.clone().into();
    }
    store.find_client_mut(request)?.secrets.push(secret);
    Ok(json!({"ClientSecretDescriptor": answer}))
}

pub(super) fn list_secrets(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let secrets: Vec<Value> =
        store.find_client_mut(request)?.secrets.iter().map(ClientSecret::description).collect();
    page(&format!("Secrets/{}", text(request, "ClientId")), "ClientSecrets", &secrets, request)
}

pub(super) fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let client = store.find_client_mut(request)?;
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

/// Verifies a `SecretHash`: the HMAC of the user's name and the client id under any of the client's secrets.
pub(super) fn verify_hash(client: &Client, username: &str, hash: Option<&str>) -> Result<(), ServiceError> {
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
            let is_right = |secret: &ClientSecret| {
                base64::encode(hmac_sha256(secret.value.as_bytes(), message.as_bytes())) == hash
            };
            if client.secrets.iter().any(is_right) {
                return Ok(());
            }
            refused(format!("Unable to verify secret hash for client {id}"))
        }
    }
}
