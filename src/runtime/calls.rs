//! Calls under way. Each is a task on a runtime that runs nothing else, so that no call can delay a key.

mod connector;

use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{AbortHandle, JoinError, JoinSet};

use connector::Connector;

use super::draft_writer::DraftWriter;
use super::history_file::HistoryFile;
use super::{files, panics, recent};
use crate::aws::{Settings, Tell};
use crate::error::{AppError, ErrorKind};
use crate::history::{DraftOrder, HISTORY};
use crate::message::{Call, ContextChoice, ContextId, Event, Reply, RequestId};

/// The destination of calls: AWS or the embedded Cognito.
#[derive(Debug, Clone)]
pub enum Destination {
    /// AWS, or the endpoints in the settings.
    Aws(Settings),
    /// The embedded Cognito, started by the first call. Only what is refused follows the settings.
    Demo(Settings),
}

/// Makes calls, and returns their progress and replies as events. Dropping [`Calls`] stops all calls.
pub struct Calls {
    /// The runtime of its own that this has; `None` on somebody else's, and during `drop`.
    own_runtime: Option<Runtime>,
    runtime: Handle,
    connector: Arc<Connector>,
    /// The connectors of the contexts, the one in use included.
    contexts: HashMap<ContextId, Arc<Connector>>,
    history: Arc<HistoryFile>,
    drafts: DraftWriter,
    under_way: HashMap<RequestId, AbortHandle>,
    /// The watch over the files of a sign-in.
    watch: Option<AbortHandle>,
    events: UnboundedSender<Event>,
    waiting: UnboundedReceiver<Event>,
    has_ended: Arc<AtomicBool>,
}

/// Time between two looks at the files of a sign-in.
const LOOK: Duration = Duration::from_secs(2);

impl Calls {
    /// Starts the threads. The first call connects.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub fn new(destination: Destination) -> Result<Self, AppError> {
        let runtime = Builder::new_multi_thread().worker_threads(2).thread_name("aws").enable_all().build();
        let runtime =
            runtime.map_err(|error| AppError::new("cognitui can't start its threads").cause(error))?;
        let mut calls = Self::on(runtime.handle().clone(), destination);
        calls.own_runtime = Some(runtime);
        Ok(calls)
    }

    /// Makes the calls on a runtime that there is already.
    pub fn on(runtime: Handle, destination: Destination) -> Self {
        let (events, waiting) = unbounded_channel();
        let connector = Arc::new(Connector::new(ContextId::default(), destination, events.clone()));
        let history = Arc::<HistoryFile>::default();
        Self {
            own_runtime: None,
            runtime,
            contexts: HashMap::from([(ContextId::default(), Arc::clone(&connector))]),
            connector,
            drafts: DraftWriter::new(Arc::clone(&history), events.clone()),
            history,
            under_way: HashMap::new(),
            watch: None,
            events,
            waiting,
            has_ended: Arc::default(),
        }
    }

    /// Keeps the history there instead of in memory.
    #[must_use]
    pub fn with_history(mut self, history: HistoryFile) -> Self {
        self.history = Arc::new(history);
        self.drafts = DraftWriter::new(Arc::clone(&self.history), self.events.clone());
        self
    }

    /// Writes the drafts that wait.
    pub fn flush_drafts(&self) {
        self.drafts.flusher()();
    }

    /// Keeps a draft, or throws it away.
    pub fn order_draft(&mut self, order: DraftOrder) {
        self.drafts.order(order);
    }

    /// Makes the calls that follow in a context.
    pub fn use_context(&mut self, context: ContextId, choice: ContextChoice) {
        let connector = self.contexts.entry(context).or_insert_with(|| {
            let in_context = |settings: &Settings| Settings {
                profile: choice.profile,
                region: choice.region,
                ..settings.clone()
            };
            let destination = match self.connector.destination() {
                Destination::Aws(settings) => Destination::Aws(in_context(settings)),
                Destination::Demo(settings) => Destination::Demo(settings.clone()),
            };
            Arc::new(Connector::new(context, destination, self.events.clone()))
        });
        self.connector = Arc::clone(connector);
    }

    /// Tells once somebody has signed in for a context. Its next call connects anew, because the SDK reads
    /// the shared files only once.
    pub fn watch_sign_in(&mut self, context: Option<ContextId>) {
        if let Some(watch) = self.watch.take() {
            watch.abort();
        }
        let Some((context, connector)) =
            context.and_then(|context| Some((context, Arc::clone(self.contexts.get(&context)?))))
        else {
            return;
        };
        let events = self.events.clone();
        let task = self.runtime.spawn(async move {
            let before = connector.note_sign_in().await;
            while connector::sign_in_files().await == before {
                tokio::time::sleep(LOOK).await;
            }
            connector.disconnect().await;
            send(&events, Event::SignInChanged(context));
        });
        self.watch = Some(task.abort_handle());
    }

    /// Offers a context first the next time.
    pub fn remember(&self, choice: ContextChoice) {
        drop(self.runtime.spawn_blocking(move || recent::remember_context(&choice)));
    }

    /// Starts a call; its progress and its reply have this id.
    pub fn start(&mut self, id: RequestId, call: Call) {
        let connector = Arc::clone(&self.connector);
        let events = self.events.clone();
        let tell: Tell = Arc::new(move |progress| send(&events, Event::Progress(id, progress)));
        if is_about_files(&call) {
            let history = Arc::clone(&self.history);
            let flush = self.drafts.flusher();
            let work = move || {
                files::read(&call).or_else(|| {
                    // What the user has edited belongs to what is read.
                    flush();
                    history.answer(&call, &*tell)
                })
            };
            let work = async move { tokio::task::spawn_blocking(work).await };
            self.spawn(id, async move {
                work.await.ok().flatten().unwrap_or_else(|| Err(AppError::new("It can't be read")))
            });
            return;
        }
        if call == Call::Contexts {
            self.spawn(id, async { Ok(Reply::Contexts(Box::new(recent::all_contexts().await?))) });
            return;
        }
        self.spawn(id, async move {
            panics::at("task");
            let result = connector.call(call, tell).await;
            if result.as_ref().is_err_and(|error| error.kind == ErrorKind::Credentials) {
                // Before anybody sees the failure, so that no sign-in after it is missed.
                connector.note_sign_in().await;
            }
            result
        });
    }

    pub fn cancel(&mut self, id: RequestId) {
        if let Some(task) = self.under_way.remove(&id) {
            task.abort();
        }
    }

    /// Where the reply of something that is no call goes, to come back as an event.
    pub(super) fn events(&self) -> UnboundedSender<Event> {
        self.events.clone()
    }

    /// Waits for the next event of any call.
    pub async fn next(&mut self) -> Event {
        match self.waiting.recv().await {
            Some(event) => event,
            // This can't happen, since `self` has one of the senders.
            None => std::future::pending().await,
        }
    }

    /// The next event of any call, if one is ready.
    pub fn take(&mut self) -> Option<Event> {
        self.waiting.try_recv().ok()
    }

    fn spawn(&mut self, id: RequestId, work: impl Future<Output = Result<Reply, AppError>> + Send + 'static) {
        self.under_way.retain(|_, task| !task.is_finished());
        let work = until_the_end(work, Arc::clone(&self.has_ended));
        let task = self.runtime.spawn(answer(id, work, self.events.clone()));
        self.under_way.insert(id, task.abort_handle());
        tracing::debug!(alive_tasks = self.runtime.metrics().num_alive_tasks());
    }
}

impl Drop for Calls {
    fn drop(&mut self) {
        self.has_ended.store(true, Ordering::Release);
        for task in self.under_way.values().chain(&self.watch) {
            task.abort();
        }
        if let Some(runtime) = self.own_runtime.take() {
            // Waiting is no use: the user has asked to leave.
            runtime.shutdown_background();
        }
    }
}

/// True for a call that this machine answers, without AWS.
fn is_about_files(call: &Call) -> bool {
    match call {
        Call::Folder(_) | Call::File(..) | Call::Save(_) | Call::AddException { .. } | Call::Record(_) => {
            true
        }
        Call::List(list, _) => *list.kind == HISTORY,
        Call::Describe(key) => *key.kind == HISTORY,
        _ => false,
    }
}

/// A call that goes no further after the end. Calls wait for the credentials that one of them fetches, and
/// when that one is stopped, the next would start a credential process once more.
fn until_the_end<T>(
    call: impl Future<Output = T> + Send + 'static,
    has_ended: Arc<AtomicBool>,
) -> impl Future<Output = T> + Send + 'static {
    let mut call = Box::pin(call);
    poll_fn(
        move |context| {
            if has_ended.load(Ordering::Acquire) { Poll::Pending } else { call.as_mut().poll(context) }
        },
    )
}

/// Sends the reply of a call, even if the call panics. The call runs in a task set of its own, which stops
/// the call together with this task.
async fn answer(
    id: RequestId,
    work: impl Future<Output = Result<Reply, AppError>> + Send + 'static,
    events: UnboundedSender<Event>,
) {
    let mut call = JoinSet::new();
    call.spawn(work);
    let result = match call.join_next().await {
        Some(Ok(result)) => result,
        Some(Err(error)) => Err(lost(&error)),
        None => return,
    };
    send(&events, Event::Reply(id, result));
}

/// The error of a call that panicked or was stopped. The panic's message is left out, because it may hold a
/// secret.
fn lost(error: &JoinError) -> AppError {
    let cause = if error.is_panic() { "the task panicked" } else { "the task was stopped" };
    AppError::new("The request ended with an internal error")
        .hint("This is a bug in cognitui: please report it. --debug logs where it happened.")
        .cause(cause)
        .kind(ErrorKind::Unknown)
}

fn send(events: &UnboundedSender<Event>, event: Event) {
    // The receiver is gone only while the program ends.
    let _ = events.send(event);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{Cognito, Fault, Gate, Store};

    const ID: RequestId = RequestId(7);

    fn demo() -> Calls {
        Calls::new(Destination::Demo(Settings::default())).expect("threads")
    }

    #[tokio::test]
    async fn the_first_call_connects_and_says_so_before_it_is_answered() {
        let mut calls = demo();
        calls.start(ID, Call::WhoAmI);
        assert!(matches!(calls.next().await, Event::Connected(_, to) if to.identity_pools.is_some()));
        assert!(matches!(calls.next().await, Event::Reply(ID, Ok(Reply::Caller(_)))));
        calls.start(ID, Call::WhoAmI);
        assert!(matches!(calls.next().await, Event::Reply(ID, Ok(Reply::Caller(_)))));
    }

    #[tokio::test]
    async fn a_connection_that_failed_is_made_anew_by_the_next_call() {
        let broken = Settings { region: None, ..Settings::isolated("http://127.0.0.1:9") };
        let mut calls = Calls::new(Destination::Aws(broken)).expect("threads");
        for _ in 0..2 {
            calls.start(ID, Call::WhoAmI);
            let Event::Reply(ID, Err(error)) = calls.next().await else { panic!("no error") };
            assert_eq!(error.summary, "No region is set");
        }
    }

    #[tokio::test]
    async fn a_call_that_panics_is_answered_all_the_same() {
        let mut calls = demo();
        calls.spawn(ID, async { panic!("on purpose") });
        let Event::Reply(ID, Err(error)) = calls.next().await else { panic!("no reply") };
        assert_eq!((error.cause.as_deref(), error.kind), (Some("the task panicked"), ErrorKind::Unknown));
    }

    #[tokio::test]
    async fn a_cancelled_call_is_stopped_and_says_nothing_more() {
        let server = Cognito::start(Store::demo()).await.expect("a port");
        server.inject("GetCallerIdentity", Fault::Hold(Gate::new()));
        let mut calls = Calls::new(Destination::Aws(Settings::isolated(server.url()))).expect("threads");
        calls.start(ID, Call::WhoAmI);
        server.wait_for_requests("GetCallerIdentity", 1).await;
        calls.cancel(ID);
        calls.start(RequestId(8), Call::WhoAmI);
        assert!(matches!(calls.next().await, Event::Connected(..)));
        assert!(matches!(calls.next().await, Event::Reply(RequestId(8), Ok(_))));
        assert!(calls.take().is_none());
    }

    #[tokio::test]
    async fn calls_that_ended_are_forgotten() {
        let mut calls = demo();
        for id in 1..20 {
            calls.start(RequestId(id), Call::WhoAmI);
            while !matches!(calls.next().await, Event::Reply(..)) {}
        }
        // The task of the last reply may still be ending when the next one starts.
        assert!(calls.under_way.len() <= 3, "{}", calls.under_way.len());
    }
}
