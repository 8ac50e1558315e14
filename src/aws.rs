//! Talks to Cognito: the one place that knows the SDK. Orders come as [`Call`], answers leave as [`Reply`]; no SDK type
//! goes out.
//!
//! The SDK does what it is good at: credentials, signing, endpoints, TLS, retries, time-outs. The bodies in and out are
//! documents, by the interceptor in `aws/wire.rs`, so that no member newer than the SDK is lost.

use std::time::Duration;

use crate::error::AppError;
use crate::message::{Call, Connection, Progress, Reply};
use crate::resource::{Document, Key, KindId};

mod calls;
mod connect;
mod error;
mod guard;
mod wire;

pub use connect::connect;
use error::Failure;

/// How to reach AWS: the command line's answers.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The named profile; `AWS_PROFILE` or the default one when none is named.
    pub profile: Option<String>,
    /// The region; the profile's when none is named.
    pub region: Option<String>,
    /// Requests go here instead of to AWS.
    pub endpoint_url: Option<String>,
    /// Certificates to trust instead of the system's, as PEM.
    pub ca_bundle: Option<Vec<u8>>,
    /// Requests are sent without a signature.
    pub no_sign_request: bool,
    /// How long a connection may take to open.
    pub connect_timeout: Duration,
    /// How long an answer may take to begin.
    pub read_timeout: Duration,
    /// Every operation that is not on the allow-list of reading ones is refused.
    pub read_only: bool,
    /// The first wait before a retry; it doubles with every further one.
    pub backoff: Duration,
    /// No configuration of the machine is read: made-up credentials, for the embedded Cognito and for tests.
    pub isolated: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            profile: None,
            region: None,
            endpoint_url: None,
            ca_bundle: None,
            no_sign_request: false,
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            read_only: false,
            backoff: Duration::from_millis(500),
            isolated: false,
        }
    }
}

impl Settings {
    /// Settings for a Cognito on this machine that wants no real credentials.
    pub fn isolated(endpoint_url: impl Into<String>) -> Self {
        Self { endpoint_url: Some(endpoint_url.into()), region: Some("eu-west-1".to_owned()), isolated: true, ..Self::default() }
    }
}

/// A connection to AWS: the clients of both services, and of STS.
#[derive(Debug, Clone)]
pub struct Api {
    user_pools: aws_sdk_cognitoidentityprovider::Client,
    identity_pools: aws_sdk_cognitoidentity::Client,
    sts: aws_sdk_sts::Client,
    connection: Connection,
}

/// Told what becomes of a call while it is under way.
pub type Tell = std::sync::Arc<dyn Fn(Progress) + Send + Sync>;

impl Api {
    /// Where requests go.
    pub const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Makes a call and waits for its end.
    ///
    /// # Errors
    /// What failed, in words.
    pub async fn call(&self, call: Call, tell: Tell) -> Result<Reply, AppError> {
        match call {
            Call::WhoAmI => self.who_am_i(tell).await.map(Reply::Caller),
            Call::List(list) => self.list(&list, &tell).await.map(|()| Reply::Listed),
            Call::Describe(key) => self.describe(&key, tell).await.map(Reply::Document),
            Call::Update(key, request) => self.update(&key, request, tell).await.map(|()| Reply::Updated),
        }
    }

    async fn describe(&self, key: &Key, tell: Tell) -> Result<Option<Document>, AppError> {
        let parent = key.parent.as_deref().unwrap_or_default();
        let answer = match key.kind.id {
            KindId::UserPool => self.describe_user_pool(&key.id, tell).await,
            KindId::Client => self.describe_client(parent, &key.id, tell).await,
            KindId::Provider => self.describe_provider(parent, &key.id, tell).await,
            KindId::Domain => self.describe_domain(&key.id, tell).await,
            KindId::IdentityPool => self.describe_identity_pool(&key.id, tell).await,
            KindId::Roles => self.identity_pool_roles(&key.id, tell).await,
        };
        let doing = format!("read the {} {}", key.kind.name, key.id);
        let told = |failure: Failure| failure.told(&doing, key.kind.describe, key.kind.id.service(), &self.connection);
        let mut answer = answer.map_err(told)?;
        let resource = match key.kind.envelope {
            None => answer,
            Some(envelope) => match answer.take(envelope).and_then(Document::from_value) {
                // A domain that does not exist is answered with an empty description instead of an error.
                Some(empty) if empty.members().is_empty() => return Ok(None),
                Some(resource) => resource,
                None => return Err(told(Failure::unreadable())),
            },
        };
        // What is edited has to be what was asked for: an empty answer, or another resource's, is none.
        if resource.text(key.kind.id_path) == Some(key.id.as_str()) { Ok(Some(resource)) } else { Err(told(Failure::unreadable())) }
    }

    async fn update(&self, key: &Key, request: Document, tell: Tell) -> Result<(), AppError> {
        let Some(operation) = key.kind.update else {
            return Err(AppError::new(format!("This version only reads {}", key.kind.plural.to_lowercase())));
        };
        let result = match key.kind.id {
            KindId::IdentityPool => self.update_identity_pool(request, tell).await,
            KindId::UserPool | KindId::Client | KindId::Provider | KindId::Domain | KindId::Roles => {
                return Err(AppError::new(format!("This version only reads {}", key.kind.plural.to_lowercase())));
            }
        };
        let doing = format!("update the {} {}", key.kind.name, key.id);
        result.map(drop).map_err(|failure| failure.told(&doing, operation, key.kind.id.service(), &self.connection))
    }
}
