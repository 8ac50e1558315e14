//! Input from outside: keys, pasted text, new sizes, and the signals that end, stop or continue the program.
//!
//! The terminal is read on a thread of its own, because crossterm's reader never returns once the terminal is
//! gone: only that thread is lost then, and the program ends as it should.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::{io, thread};

use crossterm::event::{self, EventStream, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use futures_util::{Stream, StreamExt};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::key::{Code, KeyPress};
use crate::message::Event;

/// The signals that end the program.
pub const ENDING: [fn() -> SignalKind; 4] =
    [SignalKind::terminate, SignalKind::hangup, SignalKind::interrupt, SignalKind::quit];

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
    terminal: UnboundedReceiver<Event>,
    signals: [(SignalKind, Signal); 6],
    ended_by: Option<SignalKind>,
}

impl Input {
    /// Starts to listen. Signals from before then end the program as usual.
    ///
    /// # Errors
    /// If signals can't be listened to, or the system gives no threads.
    pub fn new() -> io::Result<Self> {
        let listen = |kind| signal(kind).map(|signal| (kind, signal));
        let [terminate, hangup, interrupt, quit] = ENDING.map(|kind| listen(kind()));
        let signals = [terminate?, hangup?, interrupt?, quit?, listen(stop())?, listen(continuation())?];
        let (events, terminal) = unbounded_channel();
        let hangup = events.clone();
        let runtime = Builder::new_current_thread().build()?;
        thread::Builder::new().name("keys".to_owned()).spawn(move || read(&runtime, &events))?;
        thread::Builder::new().name("hangup".to_owned()).spawn(move || watch(&hangup))?;
        Ok(Self { terminal, signals, ended_by: None })
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
}

impl Stream for Input {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        let came = self
            .signals
            .iter_mut()
            .find_map(|(kind, signal)| signal.poll_recv(cx).is_ready().then_some(*kind));
        if let Some(kind) = came {
            return Poll::Ready(Some(if kind == stop() {
                Event::Stop
            } else if kind == continuation() {
                Event::Continued
            } else {
                self.ended_by = Some(kind);
                Event::Shutdown
            }));
        }
        let event = self.terminal.poll_recv(cx);
        if matches!(event, Poll::Ready(None | Some(Event::Shutdown))) {
            // The terminal is gone, which is what a hangup means too.
            self.ended_by = Some(SignalKind::hangup());
        }
        event
    }
}

/// Reads the terminal until nobody listens any more.
fn read(runtime: &Runtime, events: &UnboundedSender<Event>) {
    runtime.block_on(async {
        let mut terminal = EventStream::new();
        loop {
            let event = tokio::select! {
                event = terminal.next() => event,
                () = events.closed() => return,
            };
            let Some(Ok(event)) = event else { break };
            if let Some(event) = translate(event) {
                let _ = events.send(event);
            }
        }
        let _ = events.send(Event::Shutdown);
    });
}

/// Waits for the end of the terminal's line. Usually a signal tells it too, but not to a process with another
/// controlling terminal.
fn watch(events: &UnboundedSender<Event>) {
    if hung_up(None) {
        let _ = events.send(Event::Shutdown);
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

/// Translates a terminal's event; `None` if the program has no use for the event.
fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) => press(key).map(Event::Key),
        // Terminals send line breaks in a paste as the Enter key does.
        event::Event::Paste(text) => Some(Event::Paste(text.replace("\r\n", "\n").replace('\r', "\n"))),
        event::Event::Resize(width, height) => Some(Event::Resize { width, height }),
        event::Event::FocusGained | event::Event::FocusLost | event::Event::Mouse(_) => None,
    }
}

fn press(key: KeyEvent) -> Option<KeyPress> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let code = match key.code {
        KeyCode::Char(typed) => Code::Char(typed),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab | KeyCode::BackTab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    };
    let held = |modifier| key.modifiers.contains(modifier);
    let shift = key.code == KeyCode::BackTab || held(KeyModifiers::SHIFT) && !matches!(code, Code::Char(_));
    Some(KeyPress { code, ctrl: held(KeyModifiers::CONTROL), alt: held(KeyModifiers::ALT), shift })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, held: KeyModifiers) -> Option<String> {
        press(KeyEvent::new(code, held)).map(|key| key.to_string())
    }

    #[test]
    fn keys_come_in_as_the_binding_table_writes_them() {
        let said = |code, held| key(code, held).expect("a key");
        assert_eq!(said(KeyCode::Char('G'), KeyModifiers::SHIFT), "G");
        assert_eq!(said(KeyCode::Char('s'), KeyModifiers::CONTROL), "Ctrl-s");
        assert_eq!(said(KeyCode::Char('b'), KeyModifiers::ALT), "Alt-b");
        assert_eq!(said(KeyCode::BackTab, KeyModifiers::SHIFT), "Shift-Tab");
        assert_eq!(said(KeyCode::BackTab, KeyModifiers::NONE), "Shift-Tab");
        assert_eq!(said(KeyCode::Left, KeyModifiers::SHIFT), "Shift-←");
        assert_eq!(said(KeyCode::F(3), KeyModifiers::SHIFT), "Shift-F3");
        assert_eq!(key(KeyCode::Insert, KeyModifiers::NONE), None);
    }

    #[test]
    fn a_key_that_is_let_go_is_no_key_press_and_one_that_is_held_is() {
        let kind =
            |kind| press(KeyEvent::new_with_kind(KeyCode::Char('j'), KeyModifiers::NONE, kind)).is_some();
        assert_eq!(
            [KeyEventKind::Press, KeyEventKind::Repeat, KeyEventKind::Release].map(kind),
            [true, true, false]
        );
    }

    #[test]
    fn what_the_program_has_no_use_for_is_left_out() {
        assert!(translate(event::Event::FocusGained).is_none());
        assert!(matches!(
            translate(event::Event::Resize(80, 24)),
            Some(Event::Resize { width: 80, height: 24 })
        ));
        for pasted in ["a\nb", "a\rb", "a\r\nb"] {
            let event = translate(event::Event::Paste(pasted.to_owned()));
            assert!(matches!(event, Some(Event::Paste(text)) if text == "a\nb"));
        }
    }
}
