//! HTTP on a loopback port: targets, signatures, the log of what arrived, and the faults put in front of it.

mod fetches;

use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::header::{ALLOW, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::Instant;

use super::constraints::{Service, constraints};
use super::error::ServiceError;
use super::faults::{Fault, Faults};
use super::payload::{Payload, Reset};
use super::rates::Rates;
use super::store::{Store, unknown_operation};
use fetches::Fetch;

const JSON: &str = "application/x-amz-json-1.1";

/// A running Cognito; dropping it stops it and closes its connections.
pub struct Cognito {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: AbortHandle,
}

struct Shared {
    store: Mutex<Store>,
    faults: Mutex<Faults>,
    rates: Mutex<Rates>,
    started: Instant,
    arrived: watch::Sender<Vec<Arrival>>,
    fetches: watch::Sender<Vec<Fetch>>,
}

/// A request that arrived, and when since the start.
struct Arrival {
    operation: String,
    body: Value,
    at: Duration,
}

impl Cognito {
    /// Serves the store on a loopback port of the system's choice, on the runtime this is called in.
    ///
    /// # Errors
    /// If no port can be bound.
    pub async fn start(store: Store) -> std::io::Result<Cognito> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            store: Mutex::new(store),
            faults: Mutex::default(),
            rates: Mutex::default(),
            started: Instant::now(),
            arrived: watch::Sender::new(Vec::new()),
            fetches: watch::Sender::new(Vec::new()),
        });
        let server = tokio::spawn(accept(listener, Arc::clone(&shared))).abort_handle();
        Ok(Cognito { address, shared, server })
    }

    /// Where it listens: the value for `endpoint_url`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The bodies that arrived for an operation, in order, those struck by a fault or refused included.
    #[must_use]
    pub fn received(&self, operation: &str) -> Vec<Value> {
        let arrived = self.shared.arrived.borrow();
        arrived.iter().filter(|one| one.operation == operation).map(|one| one.body.clone()).collect()
    }

    /// When the calls of an operation (`*`: of any) arrived since the start, in order, by a clock that never
    /// goes back.
    #[must_use]
    pub fn arrivals(&self, operation: &str) -> Vec<Duration> {
        let arrived = self.shared.arrived.borrow();
        arrived
            .iter()
            .filter(|one| operation == "*" || one.operation == operation)
            .map(|one| one.at)
            .collect()
    }

    /// The last body that arrived for an operation.
    ///
    /// # Panics
    /// If none arrived.
    #[must_use]
    pub fn last(&self, operation: &str) -> Value {
        let last = self.received(operation).pop();
        last.unwrap_or_else(|| panic!("no {operation} arrived, only {:?}", self.operations()))
    }

    /// The names of all operations that arrived, in order.
    #[must_use]
    pub fn operations(&self) -> Vec<String> {
        self.shared.arrived.borrow().iter().map(|one| one.operation.clone()).collect()
    }

    /// Waits until that many calls of an operation have arrived since the start; they need not be answered
    /// yet.
    pub async fn arrived(&self, operation: &str, count: usize) {
        let mut arrived = self.shared.arrived.subscribe();
        let enough =
            |all: &Vec<Arrival>| all.iter().filter(|one| one.operation == operation).count() >= count;
        // The sender is in `self`, so it cannot be gone.
        let _ = arrived.wait_for(enough).await;
    }

    /// Lets the fault strike the next call of an operation (`*`: of any), or the next fetch of a URL; several
    /// queue up.
    pub fn inject(&self, operation: &str, fault: Fault) {
        lock(&self.shared.faults).queue(operation, fault);
    }

    /// Lets the fault strike every call of an operation (`*`: of any), or every fetch of a URL; several
    /// strike together.
    pub fn inject_always(&self, operation: &str, fault: Fault) {
        lock(&self.shared.faults).always(operation, fault);
    }

    /// Takes all faults back.
    pub fn clear_faults(&self) {
        lock(&self.shared.faults).clear();
    }

    /// From now on an operation, or a group of them such as `UserPoolClientRead`, may be called that often in
    /// any one second; calls beyond are refused with `TooManyRequestsException`. Without a limit there is
    /// none.
    ///
    /// # Panics
    /// If there is no such operation or group.
    pub fn limit_rate(&self, operation_or_group: &str, per_second: usize) {
        lock(&self.shared.rates).limit(operation_or_group, per_second);
    }

    /// From now on every group has the rate that AWS gives it, and every operation of clients and other
    /// resources five calls a second in one user pool.
    pub fn limit_rates_as_aws(&self) {
        lock(&self.shared.rates).as_aws();
    }

    /// Looks at the data, or changes it behind the console's back.
    pub fn with_store<R>(&self, f: impl FnOnce(&mut Store) -> R) -> R {
        f(&mut lock(&self.shared.store))
    }
}

impl Drop for Cognito {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    // Dropped with this task, and all connections with it.
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, most likely: wait for some to be closed instead of spinning.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        while connections.try_join_next().is_some() {}
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            let service = service_fn(move |request| serve(Arc::clone(&shared), request));
            // An error here is a client that went away, or a fault that was asked for.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn serve(shared: Arc<Shared>, request: Request<Incoming>) -> Result<Response<Payload>, Reset> {
    let (head, body) = request.into_parts();
    if head.method == Method::GET
        && let Some(url) = fetches::url(&head.uri)
    {
        return fetches::fetch(&shared, &url, &head.headers).await;
    }
    if head.method != Method::POST {
        let mut answer = page(StatusCode::METHOD_NOT_ALLOWED, "Only POST is served here.");
        answer.headers_mut().insert(ALLOW, hyper::header::HeaderValue::from_static("POST"));
        return Ok(answer);
    }
    let body = body.collect().await.map_err(|_| Reset)?.to_bytes();
    let header =
        |name: &HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let target = header(&HeaderName::from_static("x-amz-target"));
    let call = match Call::read(target, header(&CONTENT_TYPE), &body) {
        Ok(call) => call,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    let arrival =
        Arrival { operation: call.operation.clone(), body: call.body.clone(), at: shared.started.elapsed() };
    shared.arrived.send_modify(|arrived| arrived.push(arrival));
    if !lock(&shared.rates).admit(
        Instant::now(),
        call.service,
        &call.operation,
        call.body["UserPoolId"].as_str(),
    ) {
        return Ok(refused(&ServiceError::throttled()));
    }

    let struck = lock(&shared.faults).next(&call.operation);
    let after = match strike(&shared, struck, call.service_name(), &call.operation).await {
        ControlFlow::Continue(after) => after,
        ControlFlow::Break(answer) => return answer,
    };

    let unsigned = call.service.is_some_and(|service| constraints().is_unsigned(service, &call.operation));
    if !unsigned && !header(&AUTHORIZATION).starts_with("AWS4-HMAC-SHA256") {
        return Ok(refused(&ServiceError::new(
            "MissingAuthenticationTokenException",
            "Missing Authentication Token",
        )));
    }
    let Some(service) = call.service else {
        return Ok(caller_identity());
    };
    let answer = lock(&shared.store).serve(service, &call.operation, call.body);
    finish(answer, after)
}

/// What faults do before a call is served: some wait, some answer in its stead. Those that are left strike
/// its answer.
async fn strike(
    shared: &Shared,
    struck: Vec<Fault>,
    service: &str,
    operation: &str,
) -> ControlFlow<Result<Response<Payload>, Reset>, Vec<Fault>> {
    let mut after = Vec::new();
    for fault in struck {
        match fault {
            Fault::Delay(time) => tokio::time::sleep(time).await,
            Fault::Hold(gate) => gate.pass().await,
            Fault::SomeoneElse(change) => change(&mut lock(&shared.store)),
            Fault::ResetBefore => return ControlFlow::Break(Err(Reset)),
            Fault::Html(status) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
                return ControlFlow::Break(Ok(page(status, "The proxy could not reach the service.")));
            }
            fault => match fault.refusal(service, operation) {
                Some(refusal) => return ControlFlow::Break(Ok(refused(&refusal))),
                None => after.push(fault),
            },
        }
    }
    ControlFlow::Continue(after)
}

/// The answer to an applied request, or what a fault leaves of it.
fn finish(answer: Result<Value, ServiceError>, faults: Vec<Fault>) -> Result<Response<Payload>, Reset> {
    let mut cut = false;
    let mut answer = match answer {
        Ok(answer) => answer,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    for fault in faults {
        match fault {
            Fault::ResetAfter => return Err(Reset),
            Fault::Truncate => cut = true,
            Fault::UnknownMember(name, value) => resource(&mut answer)[name] = value,
            _ => {}
        }
    }
    let body = if answer.is_null() { String::new() } else { answer.to_string() };
    Ok(respond(StatusCode::OK, JSON, body, cut))
}

/// The object that holds the resource: the whole answer, or the one member it is wrapped in.
fn resource(answer: &mut Value) -> &mut Value {
    if answer.is_null() {
        *answer = json!({});
    }
    let wrapper = ["UserPool", "UserPoolClient", "IdentityProvider", "DomainDescription", "ResourceServer"]
        .into_iter()
        .find(|name| answer[*name].is_object());
    match wrapper {
        Some(name) => &mut answer[name],
        None => answer,
    }
}

/// A request as far as HTTP tells: whose operation, and its body.
struct Call {
    /// Absent for STS.
    service: Option<Service>,
    operation: String,
    body: Value,
}

impl Call {
    fn read(target: &str, content_type: &str, body: &[u8]) -> Result<Call, ServiceError> {
        if target.is_empty() && content_type.starts_with("application/x-www-form-urlencoded") {
            return Call::read_form(body);
        }
        let (prefix, operation) = target.split_once('.').unwrap_or((target, ""));
        let service = Service::ALL.into_iter().find(|service| {
            service.target_prefix() == prefix && constraints().operation(*service, operation).is_some()
        });
        let service = service.ok_or_else(|| unknown_operation(target))?;
        let body = if body.is_empty() { Ok(json!({})) } else { serde_json::from_slice(body) };
        let body = body.map_err(|_| ServiceError::serialization("The body is not JSON."))?;
        Ok(Call { service: Some(service), operation: operation.to_owned(), body })
    }

    /// The query protocol, of which STS needs no more than the name of its operation.
    fn read_form(body: &[u8]) -> Result<Call, ServiceError> {
        let text = String::from_utf8_lossy(body);
        let form: Value = text
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), Value::from(value)))
            .collect();
        match form["Action"].as_str() {
            Some("GetCallerIdentity") => {
                Ok(Call { service: None, operation: "GetCallerIdentity".to_owned(), body: form })
            }
            other => Err(unknown_operation(other.unwrap_or_default())),
        }
    }

    fn service_name(&self) -> &'static str {
        self.service.map_or("sts", Service::name)
    }
}

fn caller_identity() -> Response<Payload> {
    let account = Store::ACCOUNT;
    let body = format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
         <Arn>arn:aws:iam::{account}:user/demo</Arn><UserId>AIDADEMODEMODEMODEMO1</UserId><Account>{account}</Account>\
         </GetCallerIdentityResult><ResponseMetadata><RequestId>{REQUEST_ID}</RequestId></ResponseMetadata>\
         </GetCallerIdentityResponse>"
    );
    respond(StatusCode::OK, "text/xml", body, false)
}

fn refused(refusal: &ServiceError) -> Response<Payload> {
    let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST);
    let mut answer = respond(status, JSON, refusal.body().to_string(), false);
    // The colon is real: the service leaves room for a namespace behind it.
    if let Ok(kind) = format!("{}:", refusal.code).parse() {
        answer.headers_mut().insert("x-amzn-errortype", kind);
    }
    answer
}

fn page(status: StatusCode, sentence: &str) -> Response<Payload> {
    let body = format!(
        "<html><head><title>{status}</title></head><body><h1>{status}</h1><p>{sentence}</p></body></html>\n"
    );
    respond(status, "text/html", body, false)
}

/// The same on every answer, so that what is logged or shown does not change from run to run.
const REQUEST_ID: &str = "3f0d8b52-9c1e-4a6b-a7d4-5e2f61c09b8a";

fn respond(status: StatusCode, kind: &'static str, body: String, cut: bool) -> Response<Payload> {
    let length = body.len();
    let mut answer = Response::new(Payload::new(body, cut));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static(kind));
    headers.insert(CONTENT_LENGTH, length.into());
    headers.insert("x-amzn-requestid", hyper::header::HeaderValue::from_static(REQUEST_ID));
    answer
}
