//! Decides which operations may be sent, and which failures may be retried.

use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextRef, InterceptorContext,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, Metadata};
use aws_smithy_runtime_api::client::retries::classifiers::{
    ClassifyRetry, RetryAction, RetryClassifierPriority,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

use super::{Settings, wire};
use crate::config::{Facts, Rules};
use crate::error::AppError;
use crate::message::Connection;
use crate::resource::tables;

/// Error codes of throttling. AWS did nothing, so even a write may be retried.
const THROTTLING: &[&str] =
    &["TooManyRequestsException", "ThrottlingException", "Throttling", "RequestLimitExceeded", "SlowDown"];

/// STS's operation that identifies the caller.
pub const WHO_AM_I: &str = "GetCallerIdentity";

/// True if a table names the operation as a list, describe or lookup operation. The operation's name alone
/// does not tell: `GetId` creates an identity.
pub fn reads(operation: &str) -> bool {
    operation == WHO_AM_I || tables::reads().any(|read| read.name.as_str() == operation)
}

pub fn throttling(code: &str) -> bool {
    THROTTLING.contains(&code)
}

/// The name of the pool that a write is about, where it is known.
#[derive(Debug, Clone)]
pub struct TargetPool(pub String);

impl Storable for TargetPool {
    type Storer = StoreReplace<Self>;
}

/// Refuses the operations that may not be sent: under `--read-only`, and where a rule of the configuration
/// says so.
#[derive(Debug, Clone)]
pub struct Guard {
    read_only: bool,
    pub(super) rules: Rules,
    profile: Option<String>,
    region: Option<String>,
    /// The account, once AWS has told it.
    account: Arc<Mutex<Option<String>>>,
}

impl Guard {
    pub fn new(settings: &Settings, connection: &Connection) -> Self {
        Self {
            read_only: settings.read_only,
            rules: settings.rules.clone(),
            profile: connection.profile.clone(),
            region: connection.region.clone(),
            account: Arc::default(),
        }
    }

    /// Takes the account of the credentials, which the rules by account wait for.
    pub fn identified(&self, account: &str) {
        *self.account.lock().unwrap_or_else(PoisonError::into_inner) = Some(account.to_owned());
    }

    /// The account of the credentials, once AWS has told it.
    pub fn account(&self) -> Option<String> {
        self.account.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The reason not to send an operation, if there is one. Where a rule is about pools, what is known to be
    /// about no pool is refused too.
    fn refusal(&self, operation: &str, pool: Option<&str>) -> Option<AppError> {
        if reads(operation) {
            return None;
        }
        let refusal = AppError::new(format!("Read-only: {operation} was not sent"));
        if self.read_only {
            return Some(refusal.hint("Start cognitui without --read-only to change settings."));
        }
        let account = self.account();
        let facts = Facts {
            account: account.as_deref(),
            profile: self.profile.as_deref(),
            region: self.region.as_deref(),
            pool,
        };
        let reason = match self.rules.policy(&facts).read_only {
            Some(reason) => reason.words(),
            None if pool.is_none() && self.rules.depends_on_pool() => {
                "a rule of the configuration is about pools, and this pool is not known".to_owned()
            }
            None => return None,
        };
        Some(refusal.hint(format!("{}{}.", reason[..1].to_uppercase(), &reason[1..])))
    }
}

impl Intercept for Guard {
    fn name(&self) -> &'static str {
        "cognitui guard"
    }

    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let operation = cfg.load::<Metadata>().map_or("?", Metadata::name);
        let pool = cfg.load::<TargetPool>().map(|TargetPool(name)| name.as_str());
        self.refusal(operation, pool).map_or(Ok(()), |refusal| Err(refusal.into()))
    }
}

/// Forbids retries that do harm.
///
/// `LimitExceededException` is a hard quota that the SDK takes for throttling. A lost answer or an internal
/// error does not say whether a write happened; only a throttled write certainly did not.
#[derive(Debug)]
pub struct Retries {
    pub write: bool,
}

impl ClassifyRetry for Retries {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        if !matches!(context.output_or_error(), Some(Err(_))) {
            return RetryAction::NoActionIndicated;
        }
        let code = context.response().and_then(wire::code).unwrap_or_default();
        let throttled = throttling(&code);
        if code == "LimitExceededException" || (self.write && !throttled) {
            RetryAction::RetryForbidden
        } else {
            RetryAction::NoActionIndicated
        }
    }

    fn name(&self) -> &'static str {
        "cognitui retries"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_before(RetryClassifierPriority::http_status_code_classifier())
    }
}

/// Why a failed attempt is retried, in a few words; `None` when it is not.
pub fn retry_reason(operation: &str, response: Option<&HttpResponse>) -> Option<&'static str> {
    let code = response.and_then(wire::code).unwrap_or_default();
    let status = response.map(|response| response.status().as_u16());
    if throttling(&code) {
        return Some("throttled by AWS");
    }
    if !reads(operation) {
        return None;
    }
    match status {
        None => Some("no response"),
        Some(500..) => Some("the server had an error"),
        Some(200) => Some("broken response"),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_named_operations_count_as_reading() {
        assert!(reads("DescribeIdentityPool"));
        for write in [
            "UpdateIdentityPool",
            "GetId",
            "GetOpenIdToken",
            "GetCredentialsForIdentity",
            "DeleteUserPool",
            "ListNothing",
        ] {
            assert!(!reads(write), "{write}");
        }
    }
}
