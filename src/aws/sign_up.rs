//! Signs a user up through an app client, unsigned as an app would.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::error::Failure;
use super::{Api, Tell};
use crate::resource::tables::CLIENT;
use crate::resource::{Document, Key, Operation};

impl Api {
    /// Signs a user up. An app client with a secret wants a hash made with the secret, so the client is
    /// described first; its secret goes no further.
    pub(super) async fn sign_up(
        &self,
        operation: &Operation,
        key: &Key,
        mut request: Document,
        pool: Option<String>,
        tell: Tell,
    ) -> Result<Document, Failure> {
        let username = request.text("Username").unwrap_or_default().to_owned();
        let typed = request.remove("ClientSecret");
        let typed = typed.as_ref().and_then(Value::as_str).filter(|secret| !secret.is_empty());
        // Until the client has been described, nothing was sent.
        let described = self.describe_client(key, tell.clone()).await.map_err(Failure::before_sending)?;
        let secret = typed.or_else(|| described.text("UserPoolClient.ClientSecret"));
        if let Some(secret) = secret {
            self.secrets.note(secret);
        }
        if let (Some(secret), Some(client)) = (secret, key.parents.last()) {
            request.set("SecretHash", Some(Value::from(secret_hash(secret, &username, client))));
        }
        self.write(operation, request, pool, tell).await
    }

    async fn describe_client(&self, user: &Key, tell: Tell) -> Result<Document, Failure> {
        let Some(operation) = &CLIENT.operations.describe else { return Ok(Document::default()) };
        self.read(operation, operation.request(user.parents.iter().map(String::as_str)), tell).await
    }
}

/// The hash that proves knowledge of a client's secret: base64 of HMAC-SHA256, with the secret as key, of the
/// user name and the client's id. Source: the developer guide, "Computing secret hash values".
fn secret_hash(secret: &str, username: &str, client: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes());
    let code = mac.map(|mac| mac.chain_update(username).chain_update(client).finalize().into_bytes());
    aws_smithy_types::base64::encode(code.unwrap_or_default())
}
