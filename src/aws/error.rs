//! Turns the SDK's errors into a sentence, a hint and a cause.

mod called_service;
mod sign_in;
mod unreachable;

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

pub use called_service::CalledService;
use sign_in::{get_credentials, is_about_expiry, sign_in};
use unreachable::unreachable;

use super::endpoint::is_enabled_by_default;
use super::{credential_process, guard, proxy, wire};
use crate::error::{AppError, ErrorKind, chain};
use crate::message::Connection;
use crate::resource::UnreadableAnswer;

/// The error of a call, and the facts to explain it by.
#[derive(Debug)]
pub struct Failure {
    why: FailureReason,
}

impl From<UnreadableAnswer> for Failure {
    fn from(_: UnreadableAnswer) -> Self {
        Self::unreadable()
    }
}

#[derive(Debug)]
enum FailureReason {
    /// The service answered with an error.
    Refused {
        code: Option<String>,
        message: Option<String>,
        status: u16,
    },
    TimedOut,
    /// The answer began, but did not end in time.
    Unfinished,
    /// The connection could not be opened, so nothing was sent.
    Unreachable(String),
    /// The connection broke after the request may have been sent, or the answer could not be read.
    Lost(String),
    /// The answer is larger than any of Cognito's.
    TooLarge,
    /// The pages of a list repeat, or have no end.
    Endless,
    /// There are no credentials, or they can't be loaded.
    NoCredentials(String),
    /// An interceptor of this program refused to send the request.
    Ours(AppError),
    NotMade(String),
}

impl Failure {
    pub fn new<E: ProvideErrorMetadata + Error + Send + Sync + 'static>(
        error: &SdkError<E, HttpResponse>,
    ) -> Self {
        if let Some(ours) = ours(error) {
            return Self { why: FailureReason::Ours(ours) };
        }
        let why = match error {
            SdkError::ServiceError(refused) => FailureReason::Refused {
                code: refused.err().code().map(str::to_owned),
                message: refused.err().message().map(str::to_owned),
                status: refused.raw().status().as_u16(),
            },
            SdkError::TimeoutError(_) => FailureReason::Unfinished,
            SdkError::DispatchFailure(failure) => {
                let words = credentials(error).map_or_else(
                    || failure.as_connector_error().map_or_else(|| chain(error), |error| chain(error)),
                    |error| chain(error),
                );
                if credentials(error).is_some() {
                    FailureReason::NoCredentials(words)
                } else if failure.is_timeout() {
                    if words.contains("connect") {
                        FailureReason::Unreachable(words)
                    } else {
                        FailureReason::TimedOut
                    }
                } else if words.contains("(Connect)") || words.contains("dns error") {
                    FailureReason::Unreachable(words)
                } else {
                    FailureReason::Lost(words)
                }
            }
            SdkError::ResponseError(response) => {
                let status = response.raw().status();
                let words = chain(error);
                if words.contains(wire::TOO_LARGE) {
                    return Self { why: FailureReason::TooLarge };
                }
                let json =
                    response.raw().headers().get("content-type").is_some_and(|kind| kind.contains("json"));
                if status.is_success() && json {
                    FailureReason::Lost(words)
                } else {
                    FailureReason::Refused { code: None, message: None, status: status.as_u16() }
                }
            }
            _ if credentials(error).is_some() => FailureReason::NoCredentials(chain(error)),
            _ => FailureReason::NotMade(chain(error)),
        };
        Self { why }
    }

    /// The failure to get credentials.
    pub fn of_credentials(error: &CredentialsError) -> Self {
        Self {
            why: ours(error).map_or_else(|| FailureReason::NoCredentials(chain(error)), FailureReason::Ours),
        }
    }

    /// The answer lacks what was asked for.
    pub fn unreadable() -> Self {
        Self { why: FailureReason::Lost("the response lacks the expected content".to_owned()) }
    }

    /// The pages of a list never end.
    pub fn endless() -> Self {
        Self { why: FailureReason::Endless }
    }

    /// True if the service answered with this error.
    pub fn is(&self, error: &str) -> bool {
        matches!(&self.why, FailureReason::Refused { code: Some(code), .. } if code == error)
    }

    /// The failure of a read before a write, which says that the write was not sent.
    pub fn before_sending(self) -> Self {
        let why = match self.why {
            FailureReason::TimedOut | FailureReason::Unfinished => {
                FailureReason::NotMade("loading it before the change took too long".to_owned())
            }
            FailureReason::Lost(cause) => FailureReason::NotMade(cause),
            FailureReason::TooLarge => FailureReason::NotMade("its description is too large".to_owned()),
            FailureReason::Refused { code: None, status, .. } => {
                FailureReason::NotMade(format!("loading it before the change failed with HTTP {status}"))
            }
            why => why,
        };
        Self { why }
    }

    /// Puts the failure in words: what was being done ("read the identity pool …"), and by which operation.
    pub fn into_app_error(
        self,
        doing: &str,
        operation: &str,
        service: impl Into<CalledService>,
        connection: &Connection,
    ) -> AppError {
        let service = service.into();
        let cannot = |why: &str| AppError::new(format!("Can't {doing}: {why}"));
        let place = service.endpoint(connection).unwrap_or("AWS").to_owned();
        let permission = format!("{}:{operation}", service.prefix());
        if let FailureReason::NoCredentials(cause) = &self.why
            && let Some(error) = credential_process::failure(cause, cannot)
        {
            return error;
        }
        match self.why {
            FailureReason::Refused { code: Some(code), message, status } => {
                let permission = message.as_deref().and_then(missing_permission).unwrap_or(&permission);
                if clock_is_off(&code, message.as_deref()) {
                    return cannot("AWS refuses the signature, because the clock of this machine is off")
                        .hint("Set the clock of this machine: AWS allows it to differ by 5 minutes.")
                        .cause(words(&code, message.as_deref()))
                        .kind(ErrorKind::Credentials);
                }
                refused(&code, message.as_deref(), status, doing, permission, connection)
                    .cause(words(&code, message.as_deref()))
            }
            FailureReason::Refused { code: None, status, .. } => cannot(&format!(
                "the response (HTTP {status}) is not from {}",
                service.name()
            ))
            .hint(match service.proxy(connection) {
                Some(proxy) => format!("Probably the proxy {proxy} answered instead. {}", proxy::HINT),
                None => format!(
                    "Probably something between here and {place} answered instead: check the endpoint \
                    and any proxy."
                ),
            })
            .kind(ErrorKind::Unknown),
            FailureReason::TimedOut => cannot(&format!("no response from {place} in time"))
                .hint("The network may be slow; --read-timeout gives it longer.")
                .kind(ErrorKind::Unknown),
            FailureReason::Unfinished => cannot(&format!("the response of {place} did not end in time"))
                .hint("The network may be slow; --read-timeout gives it longer.")
                .kind(ErrorKind::Unknown),
            FailureReason::Unreachable(cause) => unreachable(&place, &cause, service, connection, cannot),
            FailureReason::TooLarge => cannot("the response is larger than 8 MB")
                .hint("Cognito's are smaller: check the endpoint and any proxy.")
                .kind(ErrorKind::Unknown),
            FailureReason::Endless => cannot("the pages of the list repeat or never end")
                .hint("Cognito's end: check the endpoint and any proxy.")
                .kind(ErrorKind::Unknown),
            FailureReason::Lost(cause) => cannot("the response was lost or can't be read")
                .hint("Refresh to see what AWS has now.")
                .cause(cause)
                .kind(ErrorKind::Unknown),
            FailureReason::NoCredentials(cause) if is_about_expiry(&cause) => {
                cannot("the sign-in has expired")
                    .hint(sign_in(connection))
                    .cause(cause)
                    .kind(ErrorKind::Credentials)
            }
            FailureReason::NoCredentials(cause) => cannot("there are no credentials to sign with")
                .hint(get_credentials(connection))
                .cause(cause)
                .kind(ErrorKind::Credentials),
            FailureReason::Ours(error) => error,
            FailureReason::NotMade(cause) => cannot("the request could not be made")
                .hint("Nothing was sent. The cause says what is missing; then try again.")
                .cause(cause),
        }
    }
}

fn words(code: &str, message: Option<&str>) -> String {
    message.map_or_else(|| code.to_owned(), |message| format!("{code}: {message}"))
}

/// True if a refusal is about the ARN of an IAM identity provider.
fn names_provider(message: &str) -> bool {
    message.contains(":saml-provider/") || message.contains(":oidc-provider/")
}

fn refused(
    code: &str,
    message: Option<&str>,
    status: u16,
    doing: &str,
    permission: &str,
    connection: &Connection,
) -> AppError {
    let cannot = |why: &str| AppError::new(format!("Can't {doing}: {why}"));
    match code {
        "AccessDeniedException" | "AccessDenied" | "UnauthorizedOperation" => {
            cannot("access denied").hint(format!("The credentials need the permission {permission}."))
        }
        "NotAuthorizedException" if message.is_some_and(names_provider) => {
            cannot("it does not accept an IAM provider")
                .hint("An identity pool takes SAML and OpenID Connect providers of its own account only.")
        }
        "NotAuthorizedException" => cannot("not authorized")
            .hint("The credentials may not do this, or the resource does not allow it."),
        "ExpiredTokenException" | "ExpiredToken" | "TokenRefreshRequired" => {
            cannot("the credentials have expired").hint(sign_in(connection)).kind(ErrorKind::Credentials)
        }
        "OptInRequired" => cannot("the account is not signed up for it in this region")
            .hint(enable_region(connection))
            .kind(ErrorKind::Credentials),
        "UnrecognizedClientException" | "InvalidClientTokenId"
            if !connection.region.as_deref().is_none_or(is_enabled_by_default) =>
        {
            cannot("AWS does not accept the credentials in this region")
                .hint(format!("{} If it is: {}", enable_region(connection), sign_in(connection)))
                .kind(ErrorKind::Credentials)
        }
        "UnrecognizedClientException"
        | "InvalidClientTokenId"
        | "InvalidSignatureException"
        | "SignatureDoesNotMatch"
        | "MissingAuthenticationTokenException"
        | "IncompleteSignature"
        | "InvalidAccessKeyId" => cannot("AWS does not accept the credentials")
            .hint(sign_in(connection))
            .kind(ErrorKind::Credentials),
        "ResourceNotFoundException" => cannot("it does not exist")
            .hint("It may be deleted, or in another region or account.")
            .kind(ErrorKind::NotFound),
        "ConcurrentModificationException" => {
            cannot("someone else is changing it right now").hint("Nothing was changed. Try again.")
        }
        "LimitExceededException" => cannot("a quota is used up")
            .hint("Trying again can't help; ask AWS for a higher quota, or remove something.")
            .kind(ErrorKind::Quota),
        "ValidationException" | "InvalidParameterException" | "SerializationException" => {
            cannot("AWS refused a value").hint("The cause says which one. Correct it, then try again.")
        }
        "DuplicateProviderException" => {
            cannot("the name is already taken").hint("Choose another name, or edit the provider that has it.")
        }
        "ResourceConflictException" => cannot("it conflicts with an existing resource")
            .hint("The cause says with which one. Refresh to see what AWS has now."),
        "UnknownOperationException" => cannot("this endpoint does not know the operation")
            .hint("Check --endpoint-url: it may be another service, or an emulator without it."),
        _ if guard::throttling(code) => cannot("AWS keeps throttling")
            .hint("Wait a little; these quotas are shared with production.")
            .kind(ErrorKind::Throttled),
        _ if status >= 500 => cannot("AWS had an internal error")
            .hint("Try again in a little while; the AWS Health Dashboard tells of outages.")
            .kind(ErrorKind::Unknown),
        _ => cannot("AWS refused it").hint("The cause says why, in AWS's words."),
    }
}

/// True if AWS refused a signature because of its time.
fn clock_is_off(code: &str, message: Option<&str>) -> bool {
    let message = message.unwrap_or_default();
    match code {
        "RequestExpired" | "RequestTimeTooSkewed" | "RequestInTheFuture" => true,
        "InvalidSignatureException" | "SignatureDoesNotMatch" => {
            message.contains("Signature expired") || message.contains("Signature not yet current")
        }
        _ => false,
    }
}

fn enable_region(connection: &Connection) -> String {
    let region = connection.region.as_deref().unwrap_or("the region");
    format!("The region {region} has to be enabled for the account first (AWS Account Management).")
}

/// The permission that IAM's message names as missing. It can differ from the operation's own:
/// `iam:PassRole`.
fn missing_permission(message: &str) -> Option<&str> {
    message
        .split_once("is not authorized to perform: ")?
        .1
        .split([' ', ','])
        .next()
        .filter(|action| action.contains(':'))
}

/// The refusal by one of this program's interceptors, anywhere in the chain of causes.
fn ours(error: &(dyn Error + 'static)) -> Option<AppError> {
    causes(error).find_map(|cause| cause.downcast_ref::<AppError>()).cloned()
}

/// The error of loading the credentials, if that is the cause.
fn credentials<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a CredentialsError> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |cause: &&'a (dyn Error + 'static)| (*cause).source())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::Service;

    #[test]
    fn an_iam_provider_of_another_account_is_not_taken_for_a_missing_permission() {
        let refusal = |message: &str| {
            let (code, message, status) =
                (Some("NotAuthorizedException".to_owned()), Some(message.to_owned()), 400);
            let failure = Failure { why: FailureReason::Refused { code, message, status } };
            let connection = Connection::default();
            failure.into_app_error("update shop", "UpdateIdentityPool", Service::IdentityPools, &connection)
        };
        let other = refusal("Access to arn:aws:iam::999999999999:saml-provider/okta is not allowed");
        assert_eq!(other.summary, "Can't update shop: it does not accept an IAM provider");
        assert!(other.hint.is_some_and(|hint| hint.contains("of its own account only")));
        assert_eq!(refusal("Not allowed").summary, "Can't update shop: not authorized");
    }
}
