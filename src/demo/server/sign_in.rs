//! What gives credentials: STS, and the portal of IAM Identity Center. Keys that were given last for a while,
//! and a code of the MFA device counts once.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use hyper::header::HeaderMap;
use hyper::{Response, StatusCode};
use regex::Regex;
use serde_json::{Value, json};

use super::payload::Payload;
use super::response;
use crate::demo::error::ServiceError;
use crate::demo::store::Store;

/// The path at which the portal gives the credentials of a role.
pub(super) const PORTAL: &str = "/federation/credentials";

/// The path at which the portal's OIDC service renews a sign-in.
pub(super) const TOKEN: &str = "/token";

/// The codes and tokens that count, and the keys that were given for them.
#[derive(Debug)]
pub(super) struct GivenCredentials {
    codes: HashSet<String>,
    tokens: HashSet<String>,
    /// The tokens that renew a sign-in, once each.
    refresh_tokens: HashSet<String>,
    /// How long a session lasts.
    session: Duration,
    given: usize,
}

impl Default for GivenCredentials {
    fn default() -> Self {
        Self {
            codes: HashSet::new(),
            tokens: HashSet::new(),
            refresh_tokens: HashSet::new(),
            session: Duration::from_hours(1),
            given: 0,
        }
    }
}

/// The credentials of a session.
struct RoleSession {
    key: String,
    expires: SystemTime,
}

impl GivenCredentials {
    pub(super) fn accept_code(&mut self, code: &str) {
        self.codes.insert(code.to_owned());
    }

    pub(super) fn accept_token(&mut self, token: &str) {
        self.tokens.insert(token.to_owned());
    }

    pub(super) fn accept_refresh_token(&mut self, token: &str) {
        self.refresh_tokens.insert(token.to_owned());
    }

    pub(super) fn set_session(&mut self, session: Duration) {
        self.session = session;
    }

    fn give(&mut self) -> RoleSession {
        self.given += 1;
        RoleSession { key: format!("ASIADEMO{:08}", self.given), expires: SystemTime::now() + self.session }
    }

    /// Serves STS's `AssumeRole`.
    pub(super) fn assume_role(&mut self, request: &Value) -> Response<Payload> {
        match self.assume(request) {
            Ok(session) => response::assumed_role(
                &session.key,
                &jiff::Timestamp::try_from(session.expires).unwrap_or_default().to_string(),
                request["RoleArn"].as_str().unwrap_or_default(),
                request["RoleSessionName"].as_str().unwrap_or_default(),
            ),
            Err(error) => response::query_exception(&error),
        }
    }

    fn assume(&mut self, request: &Value) -> Result<RoleSession, ServiceError> {
        for (member, pattern) in [
            ("RoleArn", r"^arn:aws[\w-]*:iam::\d{12}:role/[\w+=,.@/-]+$"),
            ("RoleSessionName", r"^[\w+=,.@-]{2,64}$"),
        ] {
            let value = request[member].as_str().unwrap_or_default();
            if !Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(value)) {
                return Err(invalid(value, member, pattern));
            }
        }
        match (request["SerialNumber"].as_str(), request["TokenCode"].as_str()) {
            (None, None) => {}
            (Some(_), Some(code)) if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) => {
                return Err(invalid(code, "TokenCode", r"[\d]{6}"));
            }
            (Some(_), Some(code)) if self.codes.remove(code) => {}
            (Some(_), Some(_)) => return Err(denied(" with invalid MFA one time pass code.")),
            _ => return Err(denied(", must provide both MFA serial number and one time pass code.")),
        }
        Ok(self.give())
    }

    /// Serves the OIDC service's `CreateToken`, which renews a sign-in.
    pub(super) fn create_token(&mut self, request: &Value) -> Response<Payload> {
        let refresh_token = request["refreshToken"].as_str().unwrap_or_default();
        if request["grantType"] != "refresh_token" || !self.refresh_tokens.remove(refresh_token) {
            let error = ServiceError::new("InvalidGrantException", "Invalid refresh token provided");
            return response::exception(&error);
        }
        let token = format!("renewed by {refresh_token}");
        self.tokens.insert(token.clone());
        let answer =
            json!({"accessToken": token, "tokenType": "Bearer", "expiresIn": self.session.as_secs()});
        response::answer("application/json", answer.to_string().into_bytes())
    }

    /// Serves the portal's `GetRoleCredentials`.
    pub(super) fn role_credentials(&mut self, headers: &HeaderMap) -> Response<Payload> {
        let token = headers.get("x-amz-sso_bearer_token").and_then(|token| token.to_str().ok());
        if !token.is_some_and(|token| self.tokens.contains(token)) {
            let error = ServiceError {
                status: StatusCode::UNAUTHORIZED.as_u16(),
                ..ServiceError::new("UnauthorizedException", "RoleSession token not found or invalid")
            };
            return response::exception(&error);
        }
        let session = self.give();
        let expires = session.expires.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        let credentials = json!({"roleCredentials": {
            "accessKeyId": session.key, "secretAccessKey": "demo", "sessionToken": "demo",
            "expiration": u64::try_from(expires).unwrap_or_default(),
        }});
        response::answer("application/json", credentials.to_string().into_bytes())
    }
}

/// What STS says to a code that does not count.
fn denied(why: &str) -> ServiceError {
    let message = format!("MultiFactorAuthentication failed{why}");
    ServiceError { status: 403, ..ServiceError::new("AccessDenied", message) }
}

fn invalid(value: &str, member: &str, pattern: &str) -> ServiceError {
    let (first, rest) = member.split_at(1);
    let member = format!("{}{rest}", first.to_lowercase());
    ServiceError::new(
        "ValidationError",
        format!(
            "1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: Member \
             must satisfy regular expression pattern: {pattern}"
        ),
    )
}

/// The access key that a request is signed with, by its `Authorization` header.
pub(super) fn access_key(authorization: &str) -> Option<&str> {
    let (_, credential) = authorization.split_once("Credential=")?;
    credential.split('/').next()
}

/// The account of a role, by its ARN.
pub(super) fn account(arn: &str) -> &str {
    arn.split(':').nth(4).unwrap_or(Store::ACCOUNT)
}
