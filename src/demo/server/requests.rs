//! Handles one HTTP request: parses it, applies rate limits and faults, checks the signature, serves it.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName};
use hyper::{Method, Request, Response};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::payload::{ConnectionReset, Payload};
use super::response::Shape;
use super::state::{ReceivedRequest, ServerState, lock};
use super::{fault_effects, fetches, response, sign_in};
use crate::demo::error::ServiceError;
use crate::demo::model::{ServiceId, service_model};

pub(super) async fn handle(
    state: Arc<ServerState>,
    request: Request<Incoming>,
    garbled: Arc<AtomicBool>,
) -> Result<Response<Payload>, ConnectionReset> {
    let (head, body) = request.into_parts();
    if head.method == Method::GET
        && let Some(url) = fetches::url(&head.uri)
    {
        return fetches::fetch(&state, &url, &head.headers, &garbled).await;
    }
    let authorization = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let key = authorization.and_then(sign_in::access_key).map(str::to_owned);
    if head.method == Method::GET && head.uri.path() == sign_in::PORTAL {
        let query = head.uri.query().unwrap_or_default();
        note(&state, "GetRoleCredentials", form(query.as_bytes()), key);
        return Ok(lock(&state.sign_in).role_credentials(&head.headers));
    }
    if head.method != Method::POST {
        return Ok(response::method_not_allowed());
    }
    let body = body.collect().await.map_err(|_| ConnectionReset)?.to_bytes();
    if head.uri.path() == sign_in::TOKEN {
        let request = serde_json::from_slice(&body).unwrap_or_default();
        let answer = lock(&state.sign_in).create_token(&request);
        note(&state, "CreateToken", request, key);
        return Ok(answer);
    }
    let header =
        |name: &HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let target = header(&HeaderName::from_static("x-amz-target"));
    let request = match ApiRequest::parse(target, header(&CONTENT_TYPE), &body) {
        Ok(request) => request,
        Err(error) => return Ok(response::exception(&error)),
    };
    note(&state, &request.operation, request.body.clone(), key);
    let user_pool = request.body["UserPoolId"].as_str();
    if !lock(&state.rates).admit(Instant::now(), request.service, &request.operation, user_pool) {
        return Ok(response::exception(&ServiceError::throttled()));
    }
    let faults = lock(&state.faults).take_for_call(&request.operation);
    let (after, faults) = fault_effects::split_applied(faults);
    let (name, operation) = (request.service_name(), request.operation.clone());
    let remaining = match fault_effects::apply_early(&state, faults, name, &operation, &garbled).await {
        ControlFlow::Continue(remaining) => remaining,
        ControlFlow::Break(response) => return response,
    };
    if !request.is_unsigned() && !header(&AUTHORIZATION).starts_with("AWS4-HMAC-SHA256") {
        return Ok(response::exception(&ServiceError::new(
            "MissingAuthenticationTokenException",
            "Missing Authentication Token",
        )));
    }
    if operation == ASSUME_ROLE {
        return Ok(lock(&state.sign_in).assume_role(&request.body));
    }
    let Some(service) = request.service else {
        return Ok(response::caller_identity(fault_effects::body_end(&remaining)?));
    };
    let result = lock(&state.store).serve(service, &operation, request.body);
    let shape = if service == ServiceId::Iam { Shape::Xml } else { Shape::Json };
    if result.is_ok() {
        lock(&state.served).push(operation.clone());
    }
    match fault_effects::apply_early(&state, after, name, &operation, &garbled).await {
        ControlFlow::Continue(late) => {
            fault_effects::apply_late(result, shape, &operation, remaining.into_iter().chain(late).collect())
        }
        ControlFlow::Break(response) => response,
    }
}

const ASSUME_ROLE: &str = "AssumeRole";

fn note(state: &ServerState, operation: &str, body: Value, key: Option<String>) {
    let operation = operation.to_owned();
    state.received.send_modify(|received| {
        received.push(ReceivedRequest { operation, body, key, at: state.started.elapsed() });
    });
}

/// The names and values of a form, or of a query.
fn form(text: &[u8]) -> Value {
    let pairs = form_urlencoded::parse(text);
    pairs.map(|(name, value)| (name.into_owned(), Value::from(value.into_owned()))).collect()
}

/// The operation and the body of an HTTP request.
struct ApiRequest {
    /// Absent for STS.
    service: Option<ServiceId>,
    operation: String,
    body: Value,
}

impl ApiRequest {
    fn parse(target: &str, content_type: &str, body: &[u8]) -> Result<ApiRequest, ServiceError> {
        if target.is_empty() && content_type.starts_with("application/x-www-form-urlencoded") {
            return ApiRequest::parse_form(body);
        }
        let (prefix, operation) = target.split_once('.').unwrap_or((target, ""));
        let service = ServiceId::ALL.into_iter().find(|service| {
            service.target_prefix() == Some(prefix)
                && service_model().operation(*service, operation).is_some()
        });
        let service = service.ok_or_else(|| ServiceError::unknown_operation(target))?;
        let body = if body.is_empty() { Ok(json!({})) } else { serde_json::from_slice(body) };
        let body = body.map_err(|_| ServiceError::serialization("The body is not JSON."))?;
        Ok(ApiRequest { service: Some(service), operation: operation.to_owned(), body })
    }

    /// Parses a request of the Query protocol, which STS and IAM use.
    fn parse_form(body: &[u8]) -> Result<ApiRequest, ServiceError> {
        let mut form = form(body);
        let action = form["Action"].as_str().unwrap_or_default().to_owned();
        if let (Some(_), Value::Object(members)) =
            (service_model().operation(ServiceId::Iam, &action), &mut form)
        {
            // What names the operation is no member of its request.
            members.retain(|name, _| !["Action", "Version"].contains(&name.as_str()));
            return Ok(ApiRequest { service: Some(ServiceId::Iam), operation: action, body: form });
        }
        match form["Action"].as_str() {
            Some(operation @ ("GetCallerIdentity" | ASSUME_ROLE)) => {
                Ok(ApiRequest { service: None, operation: operation.to_owned(), body: form })
            }
            other => Err(ServiceError::unknown_operation(other.unwrap_or_default())),
        }
    }

    fn is_unsigned(&self) -> bool {
        self.service.is_some_and(|service| service_model().is_unsigned(service, &self.operation))
    }

    fn service_name(&self) -> &'static str {
        self.service.map_or("sts", ServiceId::name)
    }
}
