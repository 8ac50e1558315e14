//! An error response of the services: exception name, message and HTTP status.

use serde_json::{Value, json};

/// An exception that an operation returns instead of a result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct ServiceError {
    /// The HTTP status: 400 for the caller's mistakes, 500 for the service's own failures.
    pub status: u16,
    /// The exception's name, such as `ResourceNotFoundException`.
    pub code: String,
    pub message: String,
}

impl ServiceError {
    /// An exception with status 400, which is that of all mistakes of the caller.
    pub fn new(code: &str, message: impl Into<String>) -> ServiceError {
        ServiceError { status: 400, code: code.to_owned(), message: message.into() }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> ServiceError {
        ServiceError::new("InvalidParameterException", message)
    }

    pub(crate) fn limit_exceeded(message: impl Into<String>) -> ServiceError {
        ServiceError::new("LimitExceededException", message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> ServiceError {
        ServiceError::new("ResourceNotFoundException", message)
    }

    /// IAM's answer to a caller whose policies don't allow the action.
    pub(crate) fn access_denied(action: &str, resource: &str) -> ServiceError {
        ServiceError::new(
            "AccessDeniedException",
            format!(
                "User: arn:aws:iam::123456789012:user/demo is not authorized to perform: {action} on \
                 resource: {resource} because no identity-based policy allows the {action} action"
            ),
        )
    }

    pub(crate) fn throttled() -> ServiceError {
        ServiceError::new("TooManyRequestsException", "Rate exceeded")
    }

    pub(crate) fn serialization(message: impl Into<String>) -> ServiceError {
        ServiceError::new("SerializationException", message)
    }

    pub(crate) fn internal() -> ServiceError {
        ServiceError {
            status: 500,
            ..ServiceError::new("InternalErrorException", "An internal error has occurred.")
        }
    }

    pub(crate) fn unknown_operation(operation: &str) -> ServiceError {
        ServiceError::new("UnknownOperationException", format!("There is no operation {operation} here."))
    }

    /// The JSON body of the response.
    pub(crate) fn body(&self) -> Value {
        json!({"__type": self.code, "message": self.message})
    }
}
