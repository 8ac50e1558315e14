//! Talks to Cognito: the one place that knows the SDK. Orders come as [`Call`], answers leave as [`Reply`];
//! no SDK type goes out.
//!
//! The SDK does what it is good at: credentials, signing, endpoints, TLS, retries, time-outs. The bodies in
//! and out are documents, by the interceptor in `aws/wire.rs`, so that no member newer than the SDK is lost.

use std::time::Duration;

use crate::error::{AppError, ErrorKind};
use crate::message::{Call, Connection, Progress, Reply};
use crate::resource::{Document, Key, KindId, ListKey, WriteOperation};

mod calls;
mod connect;
mod error;
mod fetch;
mod guard;
mod pace;
mod wire;

pub use connect::connect;
use error::Failure;
use fetch::Fetcher;
use pace::Pace;

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
        Self {
            endpoint_url: Some(endpoint_url.into()),
            region: Some("eu-west-1".to_owned()),
            isolated: true,
            ..Self::default()
        }
    }
}

/// A connection to AWS: the clients of both services, and of STS.
#[derive(Debug, Clone)]
pub struct Api {
    user_pools: aws_sdk_cognitoidentityprovider::Client,
    identity_pools: aws_sdk_cognitoidentity::Client,
    sts: aws_sdk_sts::Client,
    connection: Connection,
    /// The same as for user pools, but no call is tried again by itself: the pace decides when.
    glancing: aws_sdk_cognitoidentityprovider::Client,
    pace: Pace,
    fetcher: Fetcher,
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
            Call::List(list, pages) => self.list(&list, pages, &tell).await.map(Reply::Listed),
            Call::Describe(key) => self.describe(&key, tell).await.map(Reply::Document),
            Call::Prefetch(key) => self.prefetch(&key, tell).await.map(Reply::Document),
            Call::DescribeAfter(key, wait) => {
                tokio::time::sleep(wait).await;
                self.describe(&key, tell).await.map(Reply::Document)
            }
            Call::Lookup(list, text) => self.find(&list, &text, tell).await.map(Reply::Document),
            Call::Fetch(url) => self.fetcher.fetch(url.reveal()).await.map(Reply::Text),
            Call::Folder(_) | Call::File(_) => Err(AppError::new("Files are read elsewhere")),
            Call::Create(key, request) => {
                self.create(key, request, tell).await.map(|(key, made)| Reply::Created(key, made))
            }
            Call::Update(key, request) => {
                self.write(WriteOperation::Update, &key, request, tell).await.map(|_| Reply::Accepted)
            }
            Call::Delete(key) => self
                .write(WriteOperation::Delete, &key, Document::default(), tell)
                .await
                .map(|_| Reply::Accepted),
        }
    }

    /// Reads a resource in its turn; when AWS says that requests come too fast, the turns of all become
    /// rarer.
    async fn prefetch(&self, key: &Key, tell: Tell) -> Result<Option<Document>, AppError> {
        let once = Self { user_pools: self.glancing.clone(), ..self.clone() };
        let mut attempt = 1;
        loop {
            self.pace.turn(key.parent.as_deref().unwrap_or_default()).await;
            match once.describe(key, tell.clone()).await {
                Err(error) if error.kind == ErrorKind::Throttled && attempt < wire::ATTEMPTS => {
                    self.pace.throttled();
                }
                result => {
                    if result.is_ok() {
                        self.pace.went_well();
                    }
                    return result;
                }
            }
            attempt += 1;
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
            KindId::PrincipalTags => self.principal_tags(parent, &key.id, tell).await,
            KindId::Identity => self.describe_identity(&key.id, tell).await,
            KindId::Secret => self.describe_secret(parent, &key.id, tell).await,
            KindId::ResourceServer => self.describe_resource_server(parent, &key.id, tell).await,
            KindId::SignUp => return Ok(None),
        };
        let answer = match answer {
            Err(failure) if key.kind.exists_implicitly && failure.is_not_found() => Ok(key.unset()),
            answer => answer,
        };
        let doing = format!("read the {} {}", key.kind.name, key.id);
        let told = |failure: Failure| {
            failure.into_app_error(&doing, key.kind.describe, key.kind.id.service(), &self.connection)
        };
        let mut answer = answer.map_err(told)?;
        let resource = match key.kind.envelope {
            None => answer,
            Some(envelope) => match answer.remove(envelope).and_then(Document::from_value) {
                // A domain that does not exist is answered with an empty description instead of an error.
                Some(empty) if empty.members().is_empty() => return Ok(None),
                Some(resource) => resource,
                None => return Err(told(Failure::unreadable())),
            },
        };
        // What is edited has to be what was asked for: an empty answer, or another resource's, is none.
        if resource.text(key.kind.id_path) == Some(key.id.as_str()) {
            Ok(Some(resource))
        } else {
            Err(told(Failure::unreadable()))
        }
    }

    /// Makes a resource; its key, as the answer tells it, and what else the answer says.
    async fn create(&self, key: Key, request: Document, tell: Tell) -> Result<(Key, Document), AppError> {
        let mut answer = self.write(WriteOperation::Create, &key, request, tell).await?;
        let made = match key.kind.envelope.filter(|envelope| answer.get(envelope).is_some()) {
            None => Some(answer),
            Some(envelope) => answer.remove(envelope).and_then(Document::from_value),
        };
        // What bears a chosen name is known by it, whatever the answer says.
        if !key.id.is_empty() {
            return made
                .map(|made| (key.clone(), made))
                .ok_or_else(|| self.told(Failure::unreadable(), WriteOperation::Create, &key));
        }
        let list = ListKey { kind: key.kind, parent: key.parent.clone() };
        let row = made.and_then(|made| Some((list.row(&made)?, made)));
        row.ok_or_else(|| self.told(Failure::unreadable(), WriteOperation::Create, &key))
    }

    /// Makes, changes or removes a resource; what AWS answers.
    async fn write(
        &self,
        order: WriteOperation,
        key: &Key,
        request: Document,
        tell: Tell,
    ) -> Result<Document, AppError> {
        let result = match (order, key.kind.id) {
            (WriteOperation::Create, KindId::Client) => self.create_client(request, tell).await,
            (WriteOperation::Update, KindId::Client) => self.update_client(request, tell).await,
            (WriteOperation::Delete, KindId::Client) => {
                self.delete_client(key.parent.as_deref().unwrap_or_default(), &key.id, tell).await
            }
            (WriteOperation::Create, KindId::Provider) => self.create_provider(request, tell).await,
            (WriteOperation::Update, KindId::Provider) => self.update_provider(request, tell).await,
            (WriteOperation::Delete, KindId::Provider) => {
                self.delete_provider(key.parent.as_deref().unwrap_or_default(), &key.id, tell).await
            }
            (WriteOperation::Create, KindId::Domain) => self.create_domain(request, tell).await,
            (WriteOperation::Update, KindId::Domain) => self.update_domain(request, tell).await,
            (WriteOperation::Delete, KindId::Domain) => {
                self.delete_domain(key.parent.as_deref().unwrap_or_default(), &key.id, tell).await
            }
            (WriteOperation::Create, KindId::SignUp) => self.sign_up(key, request, tell).await,
            (WriteOperation::Create, KindId::Secret) => self.add_secret(request, tell).await,
            (WriteOperation::Delete, KindId::Secret) => {
                self.delete_secret(key.parent.as_deref().unwrap_or_default(), &key.id, tell).await
            }
            (WriteOperation::Create, KindId::IdentityPool) => self.create_identity_pool(request, tell).await,
            (WriteOperation::Update, KindId::IdentityPool) => self.update_identity_pool(request, tell).await,
            (WriteOperation::Delete, KindId::IdentityPool) => self.delete_identity_pool(&key.id, tell).await,
            (WriteOperation::Update, KindId::Roles) => self.set_identity_pool_roles(request, tell).await,
            (WriteOperation::Update, KindId::PrincipalTags) => self.set_principal_tags(request, tell).await,
            _ => {
                return Err(AppError::new(format!(
                    "This version only reads {}",
                    key.kind.plural.to_lowercase()
                )));
            }
        };
        result.map_err(|failure| self.told(failure, order, key))
    }

    /// The failure of a write, in words.
    fn told(&self, failure: Failure, order: WriteOperation, key: &Key) -> AppError {
        let kind = key.kind;
        let doing = match order {
            WriteOperation::Create => format!("make the {}", kind.name),
            WriteOperation::Update => format!("update the {} {}", kind.name, key.id),
            WriteOperation::Delete => format!("delete the {} {}", kind.name, key.id),
        };
        failure.into_app_error(
            &doing,
            kind.operation(order).unwrap_or_default(),
            kind.id.service(),
            &self.connection,
        )
    }
}
