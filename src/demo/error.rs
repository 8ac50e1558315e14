//! A refusal as the services put it: an exception name, a sentence and an HTTP status.

use serde_json::{Value, json};

/// What an operation answers instead of a result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct ServiceError {
    /// The HTTP status: 400, or 500 for the service's own failures.
    pub status: u16,
    /// The exception's name, such as `ResourceNotFoundException`.
    pub code: String,
    /// The sentence for people.
    pub message: String,
}

impl ServiceError {
    /// A refusal with status 400.
    pub fn new(code: &str, message: impl Into<String>) -> ServiceError {
        ServiceError { status: 400, code: code.to_owned(), message: message.into() }
    }

    pub(super) fn invalid(message: impl Into<String>) -> ServiceError {
        ServiceError::new("InvalidParameterException", message)
    }

    pub(super) fn limit_exceeded(message: impl Into<String>) -> ServiceError {
        ServiceError::new("LimitExceededException", message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> ServiceError {
        ServiceError::new("ResourceNotFoundException", message)
    }

    /// What IAM answers to a caller whose policies do not allow the action.
    pub(super) fn access_denied(action: &str, resource: &str) -> ServiceError {
        ServiceError::new(
            "AccessDeniedException",
            format!(
                "User: arn:aws:iam::123456789012:user/demo is not authorized to perform: {action} on resource: {resource} \
                 because no identity-based policy allows the {action} action"
            ),
        )
    }

    /// What is answered to a caller who asks too often.
    pub(super) fn throttled() -> ServiceError {
        ServiceError::new("TooManyRequestsException", "Rate exceeded")
    }

    pub(super) fn serialization(message: impl Into<String>) -> ServiceError {
        ServiceError::new("SerializationException", message)
    }

    pub(super) fn internal() -> ServiceError {
        ServiceError {
            status: 500,
            ..ServiceError::new("InternalErrorException", "An internal error has occurred.")
        }
    }

    pub(super) fn body(&self) -> Value {
        json!({"__type": self.code, "message": self.message})
    }
}
