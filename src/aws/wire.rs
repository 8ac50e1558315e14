//! One exchange with AWS: the document that replaces the request's body, the answer as a document, and the
//! log.
//!
//! The log never holds a body: only the operation, the attempt, the status, the error code, the request id
//! and the time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef, BeforeDeserializationInterceptorContextMut,
    BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextMut,
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, Metadata};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use http_body_util::Limited;
use serde_json::Value;

use super::guard::TargetPool;
use super::query::{self, QueryOperation, StandIn};
use super::{Tell, guard};
use crate::message::Progress;
use crate::resource::Document;

/// The largest answer that is read, in bytes. Cognito's largest ones have a few hundred kilobytes.
const MOST: usize = 8 * 1024 * 1024;

/// What the error of a larger answer says.
pub const TOO_LARGE: &str = "length limit exceeded";

/// An interceptor for the body of one call and of its answer.
#[derive(Clone)]
pub struct Exchange {
    request: Option<Document>,
    tell: Option<Tell>,
    /// The most attempts of the call.
    attempts: u32,
    pool: Option<TargetPool>,
    /// The operation of the Query protocol that goes in the place of the SDK's.
    query: Option<QueryOperation>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    answer: Option<Document>,
    /// The bytes of an answer that the SDK does not see.
    unseen: Arc<Mutex<Vec<u8>>>,
    attempt: u32,
    started: Option<Instant>,
}

impl std::fmt::Debug for Exchange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Exchange")
    }
}

impl Exchange {
    /// An exchange that keeps the SDK's request.
    pub fn reading(tell: Tell, attempts: u32) -> Self {
        Self { request: None, tell: Some(tell), attempts, pool: None, query: None, state: Arc::default() }
    }

    /// An exchange that sends a document.
    pub fn sending(request: Document, tell: Tell, attempts: u32) -> Self {
        Self { request: Some(request), ..Self::reading(tell, attempts) }
    }

    /// The same exchange by an operation of the Query protocol.
    pub fn by_query(self, query: QueryOperation) -> Self {
        Self { query: Some(query), ..self }
    }

    /// Names the pool that the request is about, for the rules of the configuration.
    pub fn about(self, pool: Option<String>) -> Self {
        Self { pool: pool.map(TargetPool), ..self }
    }

    pub fn answer(&self) -> Option<Document> {
        self.state().answer.take()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn operation(cfg: &ConfigBag) -> &str {
    cfg.load::<Metadata>().map_or("?", Metadata::name)
}

impl Intercept for Exchange {
    fn name(&self) -> &'static str {
        "cognitui exchange"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(pool) = self.pool.clone() {
            cfg.interceptor_state().store_put(pool);
        }
        if let Some(query) = &self.query {
            query.sign_for_itself(cfg.interceptor_state());
        }
        Ok(())
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(document) = &self.request {
            let bytes = match &self.query {
                Some(query) => query.form(document),
                None => document.to_bytes(),
            };
            let request = context.request_mut();
            request.headers_mut().insert("content-length", bytes.len().to_string());
            *request.body_mut() = SdkBody::from(bytes);
        }
        Ok(())
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let mut state = self.state();
        state.attempt += 1;
        state.started = Some(Instant::now());
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let is_success = context.response().status().is_success();
        let body = context.response_mut().body_mut();
        let whole = std::mem::replace(body, SdkBody::taken());
        let limited = Limited::new(whole, MOST);
        *body = match &self.query {
            Some(query) if is_success => {
                let unseen = Arc::default();
                self.state().unseen = Arc::clone(&unseen);
                SdkBody::from_body_1_x(StandIn::new(limited, query.name, unseen))
            }
            _ => SdkBody::from_body_1_x(limited),
        };
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let document = if let Some(query) = &self.query {
            let unseen = Arc::clone(&self.state().unseen);
            let bytes = unseen.lock().unwrap_or_else(PoisonError::into_inner);
            query::answer(&bytes, query.name)
        } else {
            let bytes = context.response().body().bytes();
            bytes.and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok())
        };
        self.state().answer = document.and_then(Document::from_value);
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let (attempt, started) = {
            let state = self.state();
            (state.attempt, state.started)
        };
        let operation = operation(cfg);
        let response = context.response();
        let status = response.map_or(0, |response| response.status().as_u16());
        let failed = context.output_or_error().is_none_or(|result| result.is_err());
        let code = if failed { response.and_then(code).unwrap_or_default() } else { String::new() };
        let header = |response: &HttpResponse| response.headers().get("x-amzn-requestid").map(str::to_owned);
        let request_id = response.and_then(header).unwrap_or_default();
        if let (false, false, Some(tell)) = (guard::reads(operation), request_id.is_empty(), &self.tell) {
            tell(Progress::Answered(request_id.clone()));
        }
        let elapsed = started.map(|started| started.elapsed().as_millis()).unwrap_or_default();
        tracing::debug!(
            target: "cognitui::aws",
            operation,
            attempt,
            status,
            code,
            request_id,
            ms = u64::try_from(elapsed).unwrap_or_default(),
            "answered"
        );
        if let (true, Some(tell), Some(reason)) = (
            failed && (1..self.attempts).contains(&attempt),
            &self.tell,
            guard::retry_reason(operation, response),
        ) {
            tell(Progress::Retrying { attempt: attempt + 1, reason });
        }
        Ok(())
    }
}

/// The error code of an answer: the name in `x-amzn-ErrorType: Name:…`, or in the body's `__type`; of the
/// Query protocol, the `Code` in the body.
pub fn code(response: &HttpResponse) -> Option<String> {
    let header = response.headers().get("x-amzn-errortype").map(str::to_owned);
    let body = || {
        let bytes = response.body().bytes()?;
        if bytes.starts_with(b"<") {
            return query::error_code(bytes);
        }
        let body: Value = serde_json::from_slice(bytes).ok()?;
        body.get("__type")?.as_str().map(str::to_owned)
    };
    let raw = header.or_else(body)?;
    let name = raw.split(':').next().unwrap_or(&raw);
    Some(name.rsplit('#').next().unwrap_or(name).to_owned())
}
