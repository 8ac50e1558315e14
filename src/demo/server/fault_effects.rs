//! The effects of injected faults on a call or a fetch.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use hyper::{Response, StatusCode};
use serde_json::{Value, json};

use super::faults::Fault;
use super::payload::{BodyEnd, ConnectionReset, Payload};
use super::response::{self, Shape};
use super::state::{ServerState, lock};
use crate::demo::error::ServiceError;
use crate::demo::model::ServiceId;

/// Applies the faults that act before a request is served: they delay it or respond in its place. Returns the
/// faults that change its response.
pub(super) async fn apply_early(
    state: &ServerState,
    faults: Vec<Fault>,
    service: &str,
    operation: &str,
    garbled: &AtomicBool,
) -> ControlFlow<Result<Response<Payload>, ConnectionReset>, Vec<Fault>> {
    let mut remaining = Vec::new();
    for fault in faults {
        match fault {
            Fault::Delay(time) => tokio::time::sleep(time).await,
            Fault::Hold(gate) => gate.pass().await,
            Fault::SomeoneElse(change) => change(&mut lock(&state.store)),
            Fault::ResetBefore => return ControlFlow::Break(Err(ConnectionReset)),
            Fault::Html(status) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
                return ControlFlow::Break(Ok(response::page(
                    status,
                    "The proxy could not reach the service.",
                )));
            }
            Fault::Answer(content_type, body) => {
                return ControlFlow::Break(Ok(response::answer(content_type, body)));
            }
            Fault::NotHttp => {
                garbled.store(true, Ordering::Relaxed);
                return ControlFlow::Break(Ok(response::answer("text/plain", Bytes::new())));
            }
            fault => match fault.exception(service, operation) {
                Some(error) => {
                    let shape = if service == ServiceId::Iam.name() { Shape::Xml } else { Shape::Json };
                    return ControlFlow::Break(Ok(shape.exception(&error)));
                }
                None => remaining.push(fault),
            },
        }
    }
    ControlFlow::Continue(remaining)
}

/// The faults that act after a request is served, apart from the others.
pub(super) fn split_applied(faults: Vec<Fault>) -> (Vec<Fault>, Vec<Fault>) {
    let (mut after, mut others) = (Vec::new(), Vec::new());
    for fault in faults {
        match fault {
            Fault::Applied(fault) => after.push(*fault),
            fault => others.push(fault),
        }
    }
    (after, others)
}

/// The response to a request that was served, as far as the faults leave it intact.
pub(super) fn apply_late(
    result: Result<Value, ServiceError>,
    shape: Shape,
    operation: &str,
    faults: Vec<Fault>,
) -> Result<Response<Payload>, ConnectionReset> {
    let mut output = match result {
        Ok(output) => output,
        Err(error) => return Ok(shape.exception(&error)),
    };
    let end = body_end(&faults)?;
    for fault in faults {
        if let Fault::UnknownMember(name, value) = fault {
            resource_mut(&mut output)[name] = value;
        }
    }
    Ok(shape.output(operation, &output, end))
}

/// How the body of a response ends, if there is a response.
pub(super) fn body_end(faults: &[Fault]) -> Result<BodyEnd, ConnectionReset> {
    let mut end = BodyEnd::Whole;
    for fault in faults {
        match fault {
            Fault::ResetAfter => return Err(ConnectionReset),
            Fault::Truncate => end = BodyEnd::Closed,
            Fault::Stall => end = BodyEnd::Stalled,
            Fault::Drip => end = BodyEnd::Dripping,
            _ => {}
        }
    }
    Ok(end)
}

/// The resource in an output: the whole output, or the member that wraps the resource.
fn resource_mut(output: &mut Value) -> &mut Value {
    if output.is_null() {
        *output = json!({});
    }
    let wrapper =
        ["UserPool", "UserPoolClient", "IdentityProvider", "DomainDescription", "ResourceServer", "Role"]
            .into_iter()
            .find(|name| output[*name].is_object());
    match wrapper {
        Some(name) => &mut output[name],
        None => output,
    }
}
