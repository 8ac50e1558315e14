//! Decides which operations may be sent, and which failures may be retried.

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
use aws_smithy_types::config_bag::ConfigBag;

use super::wire;
use crate::error::AppError;
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

/// The error for a write under `--read-only`.
pub fn refusal(operation: &str) -> AppError {
    AppError::new(format!("Read-only: {operation} was not sent"))
        .hint("Start cognitui without --read-only to change settings.")
}

/// Refuses every operation that does not only read.
#[derive(Debug)]
pub struct ReadOnly;

impl Intercept for ReadOnly {
    fn name(&self) -> &'static str {
        "cognitui read-only"
    }

    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let operation = cfg.load::<Metadata>().map_or("?", Metadata::name);
        if reads(operation) { Ok(()) } else { Err(refusal(operation).into()) }
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
