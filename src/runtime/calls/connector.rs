//! The way of a context to its destination.

use tokio::sync::Mutex;
use tokio::sync::mpsc::UnboundedSender;

use super::{Destination, send};
use crate::aws::{self, Api, Settings, Tell};
use crate::demo::{Cognito, Store};
use crate::error::AppError;
use crate::message::{Call, ContextId, Event, Reply};

/// Connects to the destination. The first call connects and all calls share the connection; after a failure
/// the next call tries again.
pub(super) struct Connector {
    context: ContextId,
    destination: Destination,
    connections: Mutex<Connections>,
    events: UnboundedSender<Event>,
}

#[derive(Default)]
struct Connections {
    api: Option<Api>,
    demo: Option<Cognito>,
    /// The files of the sign-in at the first failure for want of credentials.
    sign_in: Option<u64>,
}

/// What the files of a sign-in are like now.
pub(super) async fn sign_in_files() -> u64 {
    tokio::task::spawn_blocking(aws::fingerprint).await.unwrap_or_default()
}

impl Connector {
    pub(super) fn new(context: ContextId, destination: Destination, events: UnboundedSender<Event>) -> Self {
        Self { context, destination, connections: Mutex::default(), events }
    }

    pub(super) const fn destination(&self) -> &Destination {
        &self.destination
    }

    /// Has the next call connect anew.
    pub(super) async fn disconnect(&self) {
        let mut connections = self.connections.lock().await;
        connections.api = None;
        connections.sign_in = None;
    }

    pub(super) async fn call(&self, call: Call, tell: Tell) -> Result<Reply, AppError> {
        self.api().await?.call(call, tell).await
    }

    /// The files of the sign-in at the first failure, which is now if there was none.
    pub(super) async fn note_sign_in(&self) -> u64 {
        let now = sign_in_files().await;
        *self.connections.lock().await.sign_in.get_or_insert(now)
    }

    async fn api(&self) -> Result<Api, AppError> {
        let mut connections = self.connections.lock().await;
        if let Some(api) = &connections.api {
            return Ok(api.clone());
        }
        let settings = match &self.destination {
            Destination::Aws(settings) => settings.clone(),
            Destination::Demo(settings) => Settings {
                read_only: settings.read_only,
                rules: settings.rules.clone(),
                ..Settings::isolated(url(&mut connections.demo).await?)
            },
        };
        let api = aws::connect(&settings).await?;
        send(&self.events, Event::Connected(self.context, api.connection().clone()));
        connections.api = Some(api.clone());
        Ok(api)
    }
}

/// The URL of the embedded Cognito, which starts if it does not run yet.
async fn url(demo: &mut Option<Cognito>) -> Result<String, AppError> {
    if let Some(running) = demo {
        return Ok(running.url());
    }
    let started = Cognito::start(Store::demo_of_today())
        .await
        .map_err(|error| AppError::new("The demo can't start its server").cause(error))?;
    Ok(demo.insert(started).url())
}
