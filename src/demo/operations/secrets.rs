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

/// The member of a create and an update that has Secrets Manager keep the secret, and the member that
/// Describe answers then in place of the secret.
pub(super) const PUBLISH: &str = "PublishSecretsInAWSSecretsManager";
pub(super) const SECRET_ARN: &str = "ClientSecretArn";

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

/// Moves the secret of a client to Secrets Manager, which rotates it at once and drops the older one of two;
/// or deletes it there, after which Describe returns the newest secret again. An update that asks for what is
/// so already changes nothing.
pub(super) fn publish(store: &mut Store, request: &Members, on: bool) -> Result<(), ServiceError> {
    let client = store.find_client_mut(request)?;
    let id = text(&client.settings, "ClientId").to_owned();
    match (on, client.settings.contains_key(SECRET_ARN)) {
        (true, true) | (false, false) => {}
        (false, true) => {
            client.settings.shift_remove(SECRET_ARN);
            if let Some(newest) = client.secrets.last() {
                client.settings.insert("ClientSecret".to_owned(), newest.value.clone().into());
            }
        }
        (true, false) => {
            let value = store.ids.token(ALPHANUMERIC, 52);
            let secret = ClientSecret::new(&id, value, store.tick());
            let client = store.find_client_mut(request)?;
            if client.secrets.len() == MAX_SECRETS {
                client.secrets.remove(0);
            }
            client.secrets.push(secret);
            client.settings.shift_remove("ClientSecret");
            client.settings.insert(SECRET_ARN.to_owned(), arn(&id).into());
        }
    }
    Ok(())
}

/// Where Secrets Manager keeps the secret of a client.
pub(super) fn arn(client_id: &str) -> String {
    let (region, account) = (Store::REGION, Store::ACCOUNT);
    format!("arn:aws:secretsmanager:{region}:{account}:secret/cognito-idp/{client_id}")
}

pub(super) fn nothing_to_publish(client_id: &str) -> ServiceError {
    ServiceError::invalid(format!("App client {client_id} is not configured for secret."))
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
