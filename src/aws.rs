//! Talks to Cognito: the only module that knows the SDK. It takes a [`Call`] and answers a [`Reply`]; no SDK
//! type leaves it.
//!
//! The SDK does credentials, signing, endpoints, TLS, retries and time-outs. The bodies of requests and
//! answers are documents, which the interceptor in `aws/wire.rs` puts in and takes out, so that no member
//! newer than the SDK is lost.

use std::sync::Arc;
use std::time::Duration;

use crate::config::Rules;
use crate::error::{AppError, ErrorKind};
use crate::message::{Call, Connection, Pages, Progress, Reply, WriteRequest};
use crate::resource::display::masked::for_each_secret;
use crate::resource::tables::{IDENTITY_POOL, USER_POOL};
use crate::resource::{
    Document, Key, Kind, ListKey, LookupKey, Operation, OperationName, Service, WriteOperation,
};
use crate::secret::{KnownSecrets, Secret};

pub mod ca_bundle;
mod calls;
mod connect;
pub mod credential_process;
mod endpoint;
mod error;
mod fetch;
mod guard;
mod iam;
mod pace;
mod pagination;
mod profile;
mod profiles;
mod proxy;
mod query;
mod regions;
pub mod roles;
mod services;
mod sign_in;
mod sign_up;
#[cfg(test)]
mod tests;
mod wire;

pub use connect::connect;
pub use endpoint::check_url;
use error::Failure;
use fetch::Fetcher;
use guard::Guard;
use iam::Partition;
use pace::Pace;
use pagination::Pagination;
pub use profiles::profiles;
pub use regions::REGIONS;
use roles::{MfaSessions, RoleChain};
pub use sign_in::fingerprint;

/// The way to AWS, by the command line.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `None` stands for `AWS_PROFILE`, or the default profile.
    pub profile: Option<String>,
    /// `None` stands for the profile's region.
    pub region: Option<String>,
    /// Receives the requests instead of AWS.
    pub endpoint_url: Option<String>,
    /// Certificates to trust instead of the system's, as PEM.
    pub ca_bundle: Option<Vec<u8>>,
    pub no_sign_request: bool,
    pub connect_timeout: Duration,
    /// Longest time until an answer starts.
    pub read_timeout: Duration,
    /// Refuses every operation that no table names as a read.
    pub read_only: bool,
    /// Rules of the configuration, which can refuse writes too.
    pub rules: Rules,
    /// The sessions that a code was typed for.
    pub mfa_sessions: MfaSessions,
    /// The first wait before a retry; it doubles with every further one.
    pub backoff: Duration,
    /// Reads no configuration of this machine and uses made-up credentials, for the embedded Cognito and for
    /// tests.
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
            rules: Rules::default(),
            mfa_sessions: MfaSessions::default(),
            backoff: Duration::from_millis(500),
            isolated: false,
        }
    }
}

impl Settings {
    /// Settings for a Cognito on this machine that needs no real credentials.
    pub fn isolated(endpoint_url: impl Into<String>) -> Self {
        Self {
            endpoint_url: Some(endpoint_url.into()),
            region: Some("eu-west-1".to_owned()),
            isolated: true,
            ..Self::default()
        }
    }
}

/// The error by which AWS says that a resource does not exist.
const NOT_FOUND: &str = "ResourceNotFoundException";

/// A connection to AWS: the clients of both services, of STS and of IAM.
#[derive(Debug, Clone)]
pub struct Api {
    user_pools: aws_sdk_cognitoidentityprovider::Client,
    identity_pools: aws_sdk_cognitoidentity::Client,
    sts: aws_sdk_sts::Client,
    /// A client of STS that sends the requests for IAM.
    iam: aws_sdk_sts::Client,
    partition: &'static Partition,
    connection: Connection,
    /// The client of user pools for prefetches, which the pace repeats instead of the SDK.
    user_pools_without_retries: aws_sdk_cognitoidentityprovider::Client,
    identity_pools_without_retries: aws_sdk_cognitoidentity::Client,
    iam_without_retries: aws_sdk_sts::Client,
    pace: Pace,
    fetcher: Fetcher,
    guard: Guard,
    /// What was typed or read as a secret in this run.
    secrets: KnownSecrets,
    /// The roles of the profile, where one of them needs the code of an MFA device.
    roles: Option<Arc<RoleChain>>,
    /// The most attempts of a call, the first one included.
    attempts: u32,
}

/// Receives the progress of a call.
pub type Tell = Arc<dyn Fn(Progress) + Send + Sync>;

impl Api {
    pub const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Makes a call and waits for its reply.
    ///
    /// # Errors
    /// The failure as a sentence, a hint and a cause.
    pub async fn call(&self, call: Call, tell: Tell) -> Result<Reply, AppError> {
        let kind = kind_of(&call);
        if let Call::Write(request) = &call {
            self.note_secrets(request.key.kind, &request.body);
        }
        let result = self.answer(call, tell).await;
        if let (Some(kind), Ok(Reply::Document(Some(document)) | Reply::Created(_, document))) =
            (kind, &result)
        {
            self.note_secrets(kind, document);
        }
        // A service may repeat what it refuses.
        result.map_err(|error| error.map_texts(|text| self.secrets.redact(text)))
    }

    fn note_secrets(&self, kind: &Kind, document: &Document) {
        for_each_secret(kind, document, &mut |secret| self.secrets.note(secret));
    }

    async fn answer(&self, call: Call, tell: Tell) -> Result<Reply, AppError> {
        match call {
            Call::WhoAmI => self.who_am_i(tell).await.map(Reply::Caller),
            Call::List(list, pages) => self.list(&list, pages, &tell).await.map(Reply::Listed),
            Call::Describe(key) => self.describe(&key, tell).await.map(Reply::Document),
            Call::Prefetch(key) => {
                let turn = key.outermost_parent().unwrap_or(key.kind.plural).to_owned();
                self.prefetch(&turn, &key, tell).await.map(Reply::Document)
            }
            Call::Scan(call) => self.scan(*call, tell).await,
            Call::DescribeAfter(key, wait) => {
                tokio::time::sleep(wait).await;
                self.describe(&key, tell).await.map(Reply::Document)
            }
            Call::Lookup(list, text) => self.look_up(&list, &text, tell).await.map(Reply::Document),
            Call::SignIn(code) => self.sign_in(&code).await,
            Call::Fetch(url) => self.fetcher.fetch(url.reveal()).await.map(Reply::Text),
            Call::Folder(_)
            | Call::File(..)
            | Call::Save(_)
            | Call::AddException { .. }
            | Call::Record(_)
            | Call::Contexts
            | Call::Edit(_) => Err(AppError::new("Files are read and written elsewhere")),
            Call::Write(request) => self.write_resource(*request, tell).await,
        }
    }

    async fn sign_in(&self, code: &Secret<String>) -> Result<Reply, AppError> {
        self.secrets.note(code.reveal());
        if let Some(roles) = &self.roles {
            roles.sign_in(code).await?;
        }
        Ok(Reply::SignedIn)
    }

    /// Makes a call of the scan of all pools when its turn comes.
    async fn scan(&self, call: Call, tell: Tell) -> Result<Reply, AppError> {
        match call {
            Call::Describe(key) => self.prefetch(SCAN, &key, tell).await.map(Reply::Document),
            Call::List(list, Pages::One(token)) => {
                self.pace.turn(SCAN).await;
                self.list(&list, Pages::One(token), &tell).await.map(Reply::Listed)
            }
            _ => Err(AppError::new("A scan only reads documents and pages of lists")),
        }
    }

    /// Describes a resource when its turn among others comes. When AWS says that requests come too fast, the
    /// turns of all become rarer.
    async fn prefetch(&self, turn: &str, key: &Key, tell: Tell) -> Result<Option<Document>, AppError> {
        let once = Self {
            user_pools: self.user_pools_without_retries.clone(),
            identity_pools: self.identity_pools_without_retries.clone(),
            iam: self.iam_without_retries.clone(),
            ..self.clone()
        };
        let mut attempt = 1;
        loop {
            self.pace.turn(turn).await;
            match once.describe(key, tell.clone()).await {
                Err(error) if error.kind == ErrorKind::Throttled && attempt < self.attempts => {
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
        let Some(operation) = &key.kind.operations.describe else { return Ok(None) };
        if operation.name == OperationName::GetRole {
            return self.role(operation, key, tell).await;
        }
        let doing = format!("load the {} {}", key.kind.name, key.id);
        let answer = match self.read(operation, operation.request_for(key), tell).await {
            Err(failure) if key.kind.lifecycle.exists_implicitly && failure.is(NOT_FOUND) => {
                return Ok(Some(key.unset()));
            }
            Err(failure)
                if key
                    .kind
                    .lifecycle
                    .unavailable
                    .is_some_and(|it| it.is_told_by(|code| failure.is(code))) =>
            {
                return Ok(None);
            }
            answer => answer,
        };
        answer
            .and_then(|answer| Ok(operation.resource(answer, key)?))
            .map_err(|failure| self.app_error(failure, &doing, operation))
    }

    /// Reads a list, page by page to its end, or one page. Answers the token of the next page, if there is
    /// one.
    async fn list(&self, list: &ListKey, pages: Pages, tell: &Tell) -> Result<Option<String>, AppError> {
        let Some(operation) = &list.kind.operations.list else { return Ok(None) };
        let doing = format!("list the {}", list.kind.plural.to_lowercase());
        let (mut token, only_one) = match pages {
            Pages::All => (None, false),
            Pages::One(token) => (token, true),
        };
        let mut turns = pace::PageTurns::new(operation.quota_per_user_pool);
        let mut pages = Pagination::default();
        if only_one {
            self.pace.turn(list.kind.plural).await;
        }
        loop {
            turns.turn().await;
            let request = operation.page_request(list, token.as_deref());
            let page = self.read(operation, request, tell.clone()).await;
            if page.as_ref().is_err_and(|failure| operation.may_find_none() && failure.is(NOT_FOUND)) {
                return Ok(None);
            }
            let (rows, next) = page
                .and_then(|answer| Ok(operation.page(&answer)?))
                .map_err(|failure| self.app_error(failure, &doing, operation))?;
            let repeats = !only_one && pages.repeats(&rows, next.as_deref());
            tell(Progress::Page(rows));
            if next.is_none() || only_one {
                return Ok(next);
            }
            if repeats {
                return Err(self.app_error(Failure::endless(), &doing, operation));
            }
            token = next;
        }
    }

    /// Finds a resource by another name, as a sign-in by email domain would; `None` where nothing has it.
    async fn look_up(&self, list: &ListKey, name: &str, tell: Tell) -> Result<Option<Document>, AppError> {
        let Some(LookupKey { operation, label, .. }) = list.kind.actions.lookup else { return Ok(None) };
        let request = operation.request(list.parents().chain([name]));
        match self.read(operation, request, tell).await.and_then(|answer| Ok(operation.found(answer)?)) {
            Ok(found) => Ok(Some(found)),
            Err(failure) if failure.is(NOT_FOUND) => Ok(None),
            Err(failure) => Err(self.app_error(failure, &format!("look for the {label} {name}"), operation)),
        }
    }

    /// Creates, updates or deletes a resource. A creation answers the key, and the document in AWS's answer.
    async fn write_resource(&self, request: WriteRequest, tell: Tell) -> Result<Reply, AppError> {
        let operation = write_operation(request.operation, &request.key)?;
        let pool =
            if self.guard.rules.depends_on_pool() { self.pool_of(&request, &tell).await? } else { None };
        let WriteRequest { operation: write, key, body, .. } = request;
        let doing = match write {
            WriteOperation::Create => format!("create the {}", key.kind.name),
            WriteOperation::Update => format!("update the {} {}", key.kind.name, key.id),
            WriteOperation::Delete => format!("delete the {} {}", key.kind.name, key.id),
        };
        let answer = match operation.name {
            OperationName::SignUp => self.sign_up(operation, &key, body, pool, tell).await,
            _ => self.write(operation, body, pool, tell).await,
        };
        let reply = answer.and_then(|answer| match write {
            WriteOperation::Create => {
                let (key, created) = operation.created(answer, key)?;
                Ok(Reply::Created(key, created))
            }
            WriteOperation::Update | WriteOperation::Delete => Ok(Reply::Accepted),
        });
        reply.map_err(|failure| self.app_error(failure, &doing, operation))
    }

    /// The current name of the pool that a write is about; `None` if the pool has no name.
    async fn pool_of(&self, request: &WriteRequest, tell: &Tell) -> Result<Option<String>, AppError> {
        let WriteRequest { key, before, body, .. } = request;
        let pool = match key.kind.service() {
            Service::UserPools => &USER_POOL,
            Service::IdentityPools | Service::Iam => &IDENTITY_POOL,
        };
        if key.kind == pool {
            let name = pool.name_of(before).or_else(|| pool.name_of(body));
            return Ok(name.map(str::to_owned));
        }
        let id = key.outermost_parent().unwrap_or(&key.id);
        let described = self.describe(&Key::top(pool, id), tell.clone()).await?;
        Ok(described.and_then(|document| pool.name_of(&document).map(str::to_owned)))
    }

    /// Turns a failure into words that say what was being done.
    fn app_error(&self, failure: Failure, doing: &str, operation: &Operation) -> AppError {
        let name = operation.name;
        failure.into_app_error(doing, name.as_str(), name.service(), &self.connection)
    }
}

/// The name of the turns that all calls of the scan share.
const SCAN: &str = "the scan of all pools";

/// The kind of the resource that a call reads or writes, if it is about one.
fn kind_of(call: &Call) -> Option<&'static Kind> {
    match call {
        Call::Scan(call) => kind_of(call),
        Call::Describe(key) | Call::Prefetch(key) | Call::DescribeAfter(key, _) => Some(key.kind),
        Call::Lookup(list, _) => Some(list.kind),
        Call::Write(request) => Some(request.key.kind),
        _ => None,
    }
}

fn write_operation(write: WriteOperation, key: &Key) -> Result<&'static Operation, AppError> {
    let refusal = || format!("This version only reads {}", key.kind.plural.to_lowercase());
    key.kind.operations.write(write).ok_or_else(|| AppError::new(refusal()))
}
