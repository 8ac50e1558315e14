//! Input from outside: keys, pasted text, new sizes, and the signals that end, stop or continue the program.

mod keys;
mod pastes;

use std::io::{self, PipeWriter, pipe};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use futures_util::{Stream, StreamExt};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::terminal;
use crate::message::Event;

/// The signals that end the program.
pub const ENDING: [fn() -> SignalKind; 4] =
    [SignalKind::terminate, SignalKind::hangup, SignalKind::interrupt, SignalKind::quit];

/// The events that wait at most. The terminal keeps what is typed beyond them.
const WAITING: usize = 1024;

/// How long after the question the end of the program waits for the background.
const ANSWER: Duration = Duration::from_millis(500);

/// The signal that asks the program to stop, and can be answered before.
const fn stop() -> SignalKind {
    SignalKind::from_raw(rustix::process::Signal::TSTP.as_raw())
}

/// The signal that continues the program after a stop.
const fn continuation() -> SignalKind {
    SignalKind::from_raw(rustix::process::Signal::CONT.as_raw())
}

/// The exit status of a program that a signal ended: 128 plus the signal's number, as for any other program.
pub fn exit_status(kind: SignalKind) -> u8 {
    u8::try_from(kind.as_raw_value()).map_or(1, |number| 128 + number)
}

/// The terminal's events and the process's signals, as one stream of [`Event`]s. Dropping [`Input`] leaves
/// the terminal's input to others.
#[derive(Debug)]
pub struct Input {
    terminal: Receiver<Event>,
    signals: [(SignalKind, Signal); 7],
    ended_by: Option<SignalKind>,
    keyboard: Arc<Keyboard>,
    /// True once the terminal has told its background.
    is_answered: bool,
}

/// The thread that reads the terminal. It is stopped while another program has the terminal.
#[derive(Debug)]
pub struct Keyboard {
    events: Sender<Event>,
    /// The thread, and a pipe whose closing ends it.
    reading: Mutex<Option<(PipeWriter, JoinHandle<()>)>>,
}

impl Keyboard {
    /// Starts to read.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub fn listen(&self) -> io::Result<()> {
        let (closed, writer) = pipe()?;
        let events = self.events.clone();
        let thread =
            thread::Builder::new().name("keys".to_owned()).spawn(move || keys::read(&closed, &events))?;
        *self.reading.lock().unwrap_or_else(PoisonError::into_inner) = Some((writer, thread));
        Ok(())
    }

    /// Stops to read: what is typed from now on is left to others.
    pub fn stop(&self) {
        let reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some((writer, thread)) = reading else { return };
        drop(writer);
        // A thread that waits until its events are taken reads nothing more either.
        let deadline = Instant::now() + Duration::from_millis(200);
        while !thread.is_finished() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Input {
    /// Starts to listen. Signals from before then end the program as usual.
    ///
    /// # Errors
    /// If signals can't be listened to, or the system gives no threads.
    pub fn new() -> io::Result<Self> {
        let listen = |kind| signal(kind).map(|signal| (kind, signal));
        let [terminate, hangup, interrupt, quit] = ENDING.map(|kind| listen(kind()));
        let signals = [
            terminate?,
            hangup?,
            interrupt?,
            quit?,
            listen(stop())?,
            listen(continuation())?,
            listen(SignalKind::window_change())?,
        ];
        let (events, terminal) = channel(WAITING);
        let hangup = events.clone();
        let keyboard = Arc::new(Keyboard { events, reading: Mutex::default() });
        keyboard.listen()?;
        thread::Builder::new().name("hangup".to_owned()).spawn(move || watch(&hangup))?;
        Ok(Self { terminal, signals, ended_by: None, keyboard, is_answered: false })
    }

    /// The thread that reads, to stop it while another program has the terminal.
    pub fn keyboard(&self) -> Arc<Keyboard> {
        Arc::clone(&self.keyboard)
    }

    /// The exit status: that of the signal that ended the program, if one did.
    pub fn status(&self) -> u8 {
        self.ended_by.map_or(0, exit_status)
    }

    /// True if the terminal is gone, even without an event so far. From then on the exit status is that of a
    /// hangup.
    pub fn has_lost_terminal(&mut self) -> bool {
        let gone = hung_up(Some(&Timespec { tv_sec: 0, tv_nsec: 0 }));
        if gone {
            self.ended_by.get_or_insert(SignalKind::hangup());
        }
        gone
    }

    /// Waits for the terminal to tell its background, if it was asked for that: an answer that comes later
    /// would be typed into the shell. A terminal that is slower than the wait, or never answers, can't hold
    /// up the end for long.
    pub async fn take_answer(&mut self, asked: Option<tokio::time::Instant>) {
        let Some(asked) = asked else { return };
        let until = asked + ANSWER;
        while !self.is_answered && self.ended_by.is_none() {
            match tokio::time::timeout_at(until, self.next()).await {
                Ok(Some(Event::Shutdown) | None) | Err(_) => return,
                Ok(Some(_)) => {}
            }
        }
    }

    /// The event of the next signal that came, if any has one.
    fn poll_signals(&mut self, cx: &mut Context<'_>) -> Option<Event> {
        loop {
            let mut signals = self.signals.iter_mut();
            let kind = signals.find_map(|(kind, signal)| signal.poll_recv(cx).is_ready().then_some(*kind))?;
            if kind == stop() {
                return Some(Event::Stop);
            }
            if kind == continuation() {
                return Some(Event::Continued);
            }
            if is_for_another(kind) {
                continue;
            }
            if kind != SignalKind::window_change() {
                self.ended_by = Some(kind);
                return Some(Event::Shutdown);
            }
            // Without a size, the window is as it was.
            if let Ok(size) = rustix::termios::tcgetwinsize(io::stdout()) {
                return Some(Event::Resize { width: size.ws_col, height: size.ws_row });
            }
        }
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        self.keyboard.stop();
    }
}

/// True for a signal that the terminal's keys send to the program that has the terminal now, and to this one.
pub fn is_for_another(kind: SignalKind) -> bool {
    (kind == SignalKind::interrupt() || kind == SignalKind::quit()) && terminal::is_lent()
}

impl Stream for Input {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        if let Some(event) = self.poll_signals(cx) {
            return Poll::Ready(Some(event));
        }
        let event = self.terminal.poll_recv(cx);
        if matches!(event, Poll::Ready(None | Some(Event::Shutdown))) {
            // The terminal is gone, which is what a hangup means too.
            self.ended_by = Some(SignalKind::hangup());
        }
        self.is_answered |= matches!(event, Poll::Ready(Some(Event::Background { .. })));
        event
    }
}

/// Waits for the end of the terminal's line. Usually a signal tells it too, but not to a process with another
/// controlling terminal.
fn watch(events: &Sender<Event>) {
    if hung_up(None) {
        let _ = events.blocking_send(Event::Shutdown);
    }
}

/// True if the terminal hangs up within `time`; without a time, waits for the hangup.
fn hung_up(time: Option<&Timespec>) -> bool {
    let stdin = io::stdin();
    // With no event requested, `poll` reports errors and hangups only.
    let mut line = [PollFd::new(&stdin, PollFlags::empty())];
    loop {
        match poll(&mut line, time) {
            Ok(ready) => return ready > 0,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
}
