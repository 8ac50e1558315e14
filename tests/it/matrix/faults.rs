//! The kinds of faults: what can become of a request on its way to AWS, there, and on its way back.

use std::sync::LazyLock;

use bytes::Bytes;
use cognitui::demo::{Fault, Gate, ServiceError};
use cognitui::resource::Operation;
use cognitui::resource::kind::operations::Answer;
use serde_json::json;

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Throttled,
    AccessDenied,
    NotAuthorized,
    Expired,
    ClockOff,
    Invalid,
    Quota,
    NotFound,
    Concurrent,
    InternalError,
    Unavailable,
    ProxyError,
    Portal,
    Reset,
    Hang,
    Stall,
    Drip,
    TornOff,
    TornJson,
    WrongTypes,
    Empty,
    Huge,
    NotHttp,
}

impl Kind {
    pub const ALL: [Self; 23] = [
        Self::Throttled,
        Self::AccessDenied,
        Self::NotAuthorized,
        Self::Expired,
        Self::ClockOff,
        Self::Invalid,
        Self::Quota,
        Self::NotFound,
        Self::Concurrent,
        Self::InternalError,
        Self::Unavailable,
        Self::ProxyError,
        Self::Portal,
        Self::Reset,
        Self::Hang,
        Self::Stall,
        Self::Drip,
        Self::TornOff,
        Self::TornJson,
        Self::WrongTypes,
        Self::Empty,
        Self::Huge,
        Self::NotHttp,
    ];

    /// True if AWS itself says that it did nothing: such a fault never comes after a request was taken.
    pub fn refuses(self) -> bool {
        self.refusal().is_some_and(|refusal| refusal.status < 500)
    }

    /// True if the same request has the same answer again, so that nobody sends it twice.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::AccessDenied | Self::NotAuthorized | Self::Invalid | Self::Quota | Self::NotFound
        )
    }

    /// True if only a request that was taken has such a response.
    pub const fn follows(self) -> bool {
        matches!(self, Self::Stall | Self::Drip | Self::TornOff)
    }

    /// True if the response may pass for a success although nothing was done.
    pub const fn pretends(self) -> bool {
        matches!(self, Self::WrongTypes | Self::Empty)
    }

    fn refusal(self) -> Option<ServiceError> {
        let (code, message) = match self {
            Self::Throttled => ("TooManyRequestsException", "Rate exceeded"),
            Self::AccessDenied => (
                "AccessDeniedException",
                "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: cognito-idp:Any",
            ),
            Self::NotAuthorized => ("NotAuthorizedException", "Not allowed"),
            Self::Expired => {
                ("ExpiredTokenException", "The security token included in the request is expired")
            }
            Self::ClockOff => ("InvalidSignatureException", "Signature expired: 20260101T000000Z is now"),
            Self::Invalid => ("InvalidParameterException", "1 validation error detected"),
            Self::Quota => ("LimitExceededException", "Limit exceeded"),
            Self::NotFound => ("ResourceNotFoundException", "It does not exist."),
            Self::Concurrent => ("ConcurrentModificationException", "It is being modified."),
            Self::InternalError => ("InternalErrorException", "An internal error has occurred."),
            Self::Unavailable => ("ServiceUnavailableException", "Try again later."),
            _ => return None,
        };
        let status = match self {
            Self::InternalError => 500,
            Self::Unavailable => 503,
            _ => 400,
        };
        Some(ServiceError { status, ..ServiceError::new(code, message) })
    }

    /// The fault, for an operation; absent for a fetch.
    pub fn fault(self, operation: Option<&Operation>) -> Fault {
        if let Some(refusal) = self.refusal() {
            return Fault::Refuse(refusal);
        }
        match self {
            Self::ProxyError => Fault::Html(502),
            Self::Portal => Fault::Html(200),
            Self::Reset => Fault::ResetBefore,
            Self::Hang => Fault::Hold(Gate::new()),
            Self::Stall => Fault::Stall,
            Self::Drip => Fault::Drip,
            Self::TornOff => Fault::Truncate,
            Self::TornJson => Fault::Answer(JSON, Bytes::from_static(br#"{"Pool": {"Name": "sh"#)),
            Self::WrongTypes => Fault::Answer(JSON, wrong_types(operation).into()),
            Self::Empty => Fault::Answer(JSON, Bytes::new()),
            Self::Huge => Fault::Answer(JSON, HUGE.clone()),
            _ => Fault::NotHttp,
        }
    }
}

/// More than any answer of Cognito has.
static HUGE: LazyLock<Bytes> = LazyLock::new(|| vec![b' '; 9 * 1024 * 1024].into());

const JSON: &str = "application/x-amz-json-1.1";

/// An answer whose members are all of a wrong type.
fn wrong_types(operation: Option<&Operation>) -> Vec<u8> {
    let answer = match operation.map(|operation| operation.answer) {
        Some(Answer::Rows(member) | Answer::Member(member)) => json!({member: 5, "NextToken": [true]}),
        _ => json!({"IdentityPoolId": 5, "IdentityPoolName": [], "Account": {}, "UserSub": 1.5,
            "MfaConfiguration": 5, "Certificate": 5}),
    };
    answer.to_string().into_bytes()
}
