//! HTTP responses: JSON results, exceptions, HTML pages, and the XML of STS and IAM.

use bytes::Bytes;
use hyper::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::payload::{BodyEnd, Payload};
use super::sign_in;
use crate::demo::error::ServiceError;
use crate::demo::store::Store;

/// All responses have the same request id, so that the screen and the log are the same in every run.
const REQUEST_ID: &str = "3f0d8b52-9c1e-4a6b-a7d4-5e2f61c09b8a";
const JSON: &str = "application/x-amz-json-1.1";

/// What RFC 3986 does not let stand as it is.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How the responses of a service are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Json,
    /// The XML of the Query protocol.
    Xml,
}

impl Shape {
    pub(super) fn exception(self, error: &ServiceError) -> Response<Payload> {
        match self {
            Shape::Json => exception(error),
            Shape::Xml => query_exception(error),
        }
    }

    /// The output of an operation.
    pub(super) fn output(self, operation: &str, output: &Value, end: BodyEnd) -> Response<Payload> {
        match self {
            Shape::Json => json(output, end),
            Shape::Xml => {
                let result = xml(output);
                let body = format!(
                    "<{operation}Response xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\
                     <{operation}Result>{result}</{operation}Result><ResponseMetadata>\
                     <RequestId>{REQUEST_ID}</RequestId></ResponseMetadata></{operation}Response>"
                );
                respond(StatusCode::OK, "text/xml", body, end)
            }
        }
    }
}

/// A value as XML. A policy is an object, which IAM writes as percent-encoded JSON.
fn xml(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| match value {
                Value::Object(_) if name.ends_with("PolicyDocument") => {
                    format!("<{name}>{}</{name}>", utf8_percent_encode(&value.to_string(), RESERVED))
                }
                value => format!("<{name}>{}</{name}>", xml(value)),
            };
            members.iter().map(member).collect::<Vec<_>>().concat()
        }
        Value::Array(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|entry| format!("<member>{}</member>", xml(entry))).collect();
            entries.concat()
        }
        Value::String(text) => escaped(text),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The response of STS to `GetCallerIdentity`.
pub(super) fn caller_identity(end: BodyEnd) -> Response<Payload> {
    let account = Store::ACCOUNT;
    let body = format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
         <GetCallerIdentityResult><Arn>arn:aws:iam::{account}:user/demo</Arn>\
         <UserId>AIDADEMODEMODEMODEMO1</UserId><Account>{account}</Account></GetCallerIdentityResult>\
         <ResponseMetadata><RequestId>{REQUEST_ID}</RequestId></ResponseMetadata></GetCallerIdentityResponse>"
    );
    respond(StatusCode::OK, "text/xml", body, end)
}

/// The response of STS to `AssumeRole`.
pub(super) fn assumed_role(key: &str, expires: &str, role: &str, session: &str) -> Response<Payload> {
    let account = sign_in::account(role);
    let name = role.rsplit('/').next().unwrap_or_default();
    let body = format!(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>\
         <AssumedRoleUser><AssumedRoleId>AROADEMODEMODEMODEMO1:{session}</AssumedRoleId>\
         <Arn>arn:aws:sts::{account}:assumed-role/{name}/{session}</Arn></AssumedRoleUser>\
         <Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>demo</SecretAccessKey>\
         <SessionToken>demo</SessionToken><Expiration>{expires}</Expiration></Credentials>\
         </AssumeRoleResult><ResponseMetadata><RequestId>{REQUEST_ID}</RequestId></ResponseMetadata>\
         </AssumeRoleResponse>"
    );
    respond(StatusCode::OK, "text/xml", body, BodyEnd::Whole)
}

/// An exception in the XML of the Query protocol.
pub(super) fn query_exception(error: &ServiceError) -> Response<Payload> {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
    let message = escaped(&error.message);
    let body = format!(
        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>\
         <Code>{}</Code><Message>{message}</Message></Error><RequestId>{REQUEST_ID}</RequestId>\
         </ErrorResponse>",
        error.code
    );
    respond(status, "text/xml", body, BodyEnd::Whole)
}

/// The output of an operation. An operation without output has an empty body.
pub(super) fn json(output: &Value, end: BodyEnd) -> Response<Payload> {
    let body = if output.is_null() { String::new() } else { output.to_string() };
    respond(StatusCode::OK, JSON, body, end)
}

/// A response that no operation of the services gives.
pub(super) fn answer(content_type: &'static str, body: impl Into<Bytes>) -> Response<Payload> {
    respond(StatusCode::OK, content_type, body, BodyEnd::Whole)
}

pub(super) fn exception(error: &ServiceError) -> Response<Payload> {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = respond(status, JSON, error.body().to_string(), BodyEnd::Whole);
    // AWS sends the colon too: it separates the name from a namespace.
    if let Ok(kind) = format!("{}:", error.code).parse() {
        response.headers_mut().insert("x-amzn-errortype", kind);
    }
    response
}

pub(super) fn method_not_allowed() -> Response<Payload> {
    let mut response = page(StatusCode::METHOD_NOT_ALLOWED, "Only POST is served here.");
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
    response
}

/// An HTML page, as a proxy sends it.
pub(super) fn page(status: StatusCode, sentence: &str) -> Response<Payload> {
    let body = format!(
        "<html><head><title>{status}</title></head><body><h1>{status}</h1><p>{sentence}</p></body></html>\n"
    );
    respond(status, "text/html", body, BodyEnd::Whole)
}

fn respond(
    status: StatusCode,
    content_type: &'static str,
    body: impl Into<Bytes>,
    end: BodyEnd,
) -> Response<Payload> {
    let body = body.into();
    let length = body.len();
    let mut response = Response::new(Payload::new(body, end));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CONTENT_LENGTH, length.into());
    headers.insert("x-amzn-requestid", HeaderValue::from_static(REQUEST_ID));
    response
}
