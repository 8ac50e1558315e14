//! A change without a screen: the state and the calls of the program, without its terminal.

use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{Instant, sleep_until};

use super::answer::{Echo, TypedLine};
use super::calls::Calls;
use super::history_file::HistoryFile;
use super::{LAST_WAIT, Plan};
use crate::app::App;
use crate::app::headless::ChangeProgress;
use crate::error::{AppError, ErrorKind};
use crate::message::{Call, Effect, Event, Fetched, PREFETCH_INTERVAL, Progress, RequestId};
use crate::secret::Secret;

/// The program without a screen.
pub struct Headless {
    runtime: OwnRuntime,
    app: App,
    calls: Calls,
    /// The number of calls beside those of the state.
    fetched: u64,
    /// When the next one of many may be sent.
    next_turn: Option<Instant>,
    /// Says that a code is needed, and of which device.
    ask_for_code: fn(&AppError),
}

/// How often a code is asked for that AWS does not accept.
const ATTEMPTS: usize = 3;

/// Why a call has no answer.
#[derive(Debug)]
pub enum NotFetched {
    Failed(AppError),
    /// A signal came, whose number this is.
    Signalled(u8),
}

/// How the wait for a change has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waited {
    /// Nothing is under way any more.
    Settled,
    /// A signal came, whose number this is. What was sent was waited for.
    Signalled(u8),
}

impl Headless {
    /// Starts the program without a request: what only reads need not know who the caller is. `ask_for_code`
    /// says that the code of an MFA device is needed, before it is read from the terminal.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub fn start(plan: Plan, ask_for_code: fn(&AppError)) -> Result<Self, AppError> {
        let failed = |error| AppError::new("cognitui can't start").cause(error);
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let history = HistoryFile::new(plan.history).of_run(plan.options.history.as_deref());
        // There are no keys that a call could delay, and threads of their own cost a command half of its
        // time.
        let calls = Calls::on(runtime.handle().clone(), plan.destination).with_history(history);
        let app = App::headless(plan.options);
        let runtime = OwnRuntime(Some(runtime));
        Ok(Self { runtime, app, calls, fetched: 0, next_turn: None, ask_for_code })
    }

    /// Waits until it is known who the caller is, or that AWS does not tell.
    ///
    /// # Errors
    /// If nobody can be asked for the code that the sign-in needs, or a signal comes first.
    pub fn identify(&mut self) -> Result<(), NotFetched> {
        let answer = match self.fetch(Call::WhoAmI) {
            Ok(fetched) => Ok(fetched.reply),
            Err(NotFetched::Failed(error)) if error.kind != ErrorKind::NeedsCode => Err(error),
            Err(error) => return Err(error),
        };
        self.app.handle_caller(answer);
        Ok(())
    }

    /// Makes a call beside those of the state, and waits for its answer. Where the sign-in needs the code of
    /// an MFA device, it is asked for.
    ///
    /// # Errors
    /// If the call fails, or a signal comes first.
    pub fn fetch(&mut self, call: Call) -> Result<Fetched, NotFetched> {
        match self.fetch_signed_in(call.clone()) {
            Err(NotFetched::Failed(error)) if error.kind == ErrorKind::NeedsCode => {
                self.sign_in(error)?;
                self.fetch_signed_in(call)
            }
            fetched => fetched,
        }
    }

    /// Signs in with the codes that are asked for, one for each role that needs one.
    fn sign_in(&mut self, mut question: AppError) -> Result<(), NotFetched> {
        let mut attempts = 0;
        loop {
            let ask = self.ask_for_code;
            let Some(code) = self.read_line(Echo::Hidden, || ask(&question))? else {
                let device = question.hint.clone().unwrap_or_default();
                let hint = format!("{device} Run the command on a terminal, which asks for the code.");
                return Err(NotFetched::Failed(question.hint(hint)));
            };
            attempts += 1;
            match self.fetch_signed_in(Call::SignIn(code)) {
                Ok(_) => return Ok(()),
                Err(NotFetched::Failed(error)) if error.kind == ErrorKind::NeedsCode => question = error,
                Err(NotFetched::Failed(error)) if attempts < ATTEMPTS => {
                    question = AppError { summary: error.summary, ..question };
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Asks, and reads the line that the user types at the terminal; `None` where nobody can be asked.
    ///
    /// # Errors
    /// If a signal comes first.
    pub fn read_line(
        &mut self,
        echo: Echo,
        ask: impl FnOnce(),
    ) -> Result<Option<Secret<String>>, NotFetched> {
        self.runtime.block_on(async {
            let mut signals = Signals::new().map_err(no_signals).map_err(NotFetched::Failed)?;
            let Some(mut line) = TypedLine::read(echo) else { return Ok(None) };
            ask();
            tokio::select! {
                line = line.wait() => Ok(line),
                number = signals.next() => Err(NotFetched::Signalled(number)),
            }
        })
    }

    fn fetch_signed_in(&mut self, call: Call) -> Result<Fetched, NotFetched> {
        // The state counts its requests from 1.
        let own = RequestId(u64::MAX - self.fetched);
        self.fetched += 1;
        self.calls.start(own, call);
        let Self { runtime, app, calls, .. } = self;
        runtime.block_on(async {
            let mut signals = Signals::new().map_err(no_signals).map_err(NotFetched::Failed)?;
            let mut rows = Vec::new();
            loop {
                let event = tokio::select! {
                    event = calls.next() => event,
                    number = signals.next() => {
                        calls.cancel(own);
                        return Err(NotFetched::Signalled(number));
                    }
                };
                match event {
                    Event::Progress(id, Progress::Page(page)) if id == own => rows.extend(page),
                    Event::Progress(id, _) if id == own => {}
                    Event::Reply(id, Ok(reply)) if id == own => return Ok(Fetched { rows, reply }),
                    Event::Reply(id, Err(error)) if id == own => return Err(NotFetched::Failed(error)),
                    event => {
                        let effects = app.update(event, now());
                        perform(calls, effects);
                    }
                }
            }
        })
    }

    /// Waits until the next read of many may be sent.
    pub fn turn_to_read(&mut self) {
        self.turn(1);
    }

    /// Waits until the next write of many may be sent, with the three reads around it.
    pub fn turn_to_write(&mut self) {
        self.turn(4);
    }

    fn turn(&mut self, requests: u32) {
        let next = self.next_turn;
        self.runtime.block_on(async {
            if let Some(next) = next {
                sleep_until(next).await;
            }
        });
        self.next_turn = Some(Instant::now() + PREFETCH_INTERVAL * requests);
    }

    pub const fn app_mut(&mut self) -> &mut App {
        &mut self.app
    }

    /// Begins a change, and waits until it asks or ends.
    ///
    /// # Errors
    /// If signals can't be received.
    pub fn begin(&mut self, begin: impl FnOnce(&mut App, i64) -> Vec<Effect>) -> Result<Waited, AppError> {
        let effects = begin(&mut self.app, now());
        self.perform(effects);
        let waited = self.settle()?;
        let effects = self.app.go_on();
        self.perform(effects);
        if waited == Waited::Settled { self.settle() } else { Ok(waited) }
    }

    /// Scans all pools for findings, or some by their ids or names; tells how far it is after every event. A
    /// signal stops the scan.
    ///
    /// # Errors
    /// If signals can't be received.
    pub fn audit(&mut self, pools: Vec<String>, tell: impl FnMut(&App)) -> Result<Waited, AppError> {
        let effects = self.app.begin_audit(pools, now());
        self.perform(effects);
        self.settle_and_tell(tell)
    }

    /// How far the change is.
    pub fn change(&self) -> ChangeProgress<'_> {
        self.app.change()
    }

    pub const fn app(&self) -> &App {
        &self.app
    }

    /// Accepts what the change asks, and waits for its end. A signal waits for what is sent, but not long.
    ///
    /// # Errors
    /// If signals can't be received.
    pub fn accept(&mut self) -> Result<Waited, AppError> {
        let effects = self.app.accept_change(now());
        self.perform(effects);
        self.settle()
    }

    fn settle(&mut self) -> Result<Waited, AppError> {
        self.settle_and_tell(|_| {})
    }

    fn settle_and_tell(&mut self, mut tell: impl FnMut(&App)) -> Result<Waited, AppError> {
        let Self { runtime, app, calls, .. } = self;
        runtime.block_on(async {
            let mut signals = Signals::new().map_err(no_signals)?;
            let mut ended: Option<(u8, Instant)> = None;
            while ended.map_or(!app.requests.is_empty(), |_| app.is_writing()) {
                let deadline = ended.map_or_else(far, |(_, deadline)| deadline);
                tokio::select! {
                    event = calls.next() => {
                        let effects = app.update(event, now());
                        perform(calls, effects);
                        tell(app);
                    }
                    number = signals.next(), if ended.is_none() => {
                        app.end();
                        ended = Some((number, Instant::now() + LAST_WAIT));
                    }
                    () = sleep_until(deadline) => break,
                }
            }
            Ok(ended.map_or(Waited::Settled, |(number, _)| Waited::Signalled(number)))
        })
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        perform(&mut self.calls, effects);
    }
}

/// Makes the calls. What is about a terminal or a draft has no meaning here.
fn perform(calls: &mut Calls, effects: Vec<Effect>) {
    for effect in effects {
        match effect {
            Effect::Call(id, call) => calls.start(id, call),
            Effect::Cancel(id) => calls.cancel(id),
            Effect::UseContext(context, choice) => calls.use_context(context, choice),
            Effect::Draft(_)
            | Effect::Copy(_)
            | Effect::Remember(_)
            | Effect::WatchSignIn(_)
            | Effect::Rest
            | Effect::Suspend
            | Effect::Stop
            | Effect::Redraw
            | Effect::Quit => {}
        }
    }
}

/// A runtime whose end waits for nothing, not even for a name that is being looked up.
struct OwnRuntime(Option<Runtime>);

impl OwnRuntime {
    fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        match &self.0 {
            Some(runtime) => runtime.block_on(work),
            None => unreachable!("only the end takes it"),
        }
    }
}

impl Drop for OwnRuntime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// The signals that end the program.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// Number of the next signal.
    async fn next(&mut self) -> u8 {
        tokio::select! {
            _ = self.interrupt.recv() => 2,
            _ = self.terminate.recv() => 15,
            _ = self.hang_up.recv() => 1,
        }
    }
}

fn no_signals(error: std::io::Error) -> AppError {
    AppError::new("cognitui can't listen to signals").cause(error)
}

/// No deadline that anybody lives to see.
fn far() -> Instant {
    Instant::now() + Duration::from_hours(24)
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}
