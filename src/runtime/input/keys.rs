//! Reads keys and pastes from the terminal, on a thread of its own: a read never returns once the terminal is
//! gone, and then only that thread is lost.

use std::io::{self, PipeReader};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use termina::Parser;
use termina::escape::osc::{ColorOrQuery, DynamicColorNumber, Osc};
use termina::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyEventKind, Modifiers};
use termina::event::{MouseButton, MouseEvent, MouseEventKind};
use tokio::sync::mpsc::Sender;
use zeroize::{Zeroize, Zeroizing};

use super::hung_up;
use super::pastes::{Part, Pastes};
use crate::key::{Code, KeyPress};
use crate::message::{Event, MouseAction, MousePress};

/// The longest sequence of a key, in bytes. No terminal sends one of that length.
const LONGEST: usize = 1024;

/// The time in which the rest of a sequence follows its beginning.
const REST: Duration = Duration::from_millis(500);

/// The answer to the question for a colour, and the time in which its rest follows: nobody types that.
const ANSWER: &[u8] = b"\x1b]11;";
const REST_OF_ANSWER: Duration = Duration::from_secs(10);

/// Reads standard input until the terminal is gone, or until the other end of the pipe is closed.
pub fn read(closed: &PipeReader, events: &Sender<Event>) {
    let stdin = io::stdin();
    let mut keys = Keys::default();
    let mut buffer = Zeroizing::new([0; 4096]);
    loop {
        let now = Instant::now();
        let wait = keys.deadline().map(|at| timespec(at.saturating_duration_since(now)));
        let mut ready = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(closed, PollFlags::empty())];
        match poll(&mut ready, wait.as_ref()) {
            Ok(_) => {}
            Err(Errno::INTR) => continue,
            Err(_) => break,
        }
        let [terminal, closed] = ready.map(|fd| fd.revents());
        if !closed.is_empty() {
            return;
        }
        if !terminal.is_empty() {
            match rustix::io::read(&stdin, buffer.as_mut_slice()) {
                Ok(count @ 1..) => keys.take(&buffer[..count], count == buffer.len(), Instant::now()),
                Err(Errno::INTR | Errno::AGAIN) => {}
                // Ctrl-D while another program had the terminal.
                Ok(0) if !hung_up(Some(&timespec(Duration::ZERO))) => {}
                Ok(0) | Err(_) => break,
            }
        }
        keys.expire(Instant::now());
        for event in keys.events.drain(..) {
            if events.blocking_send(event).is_err() {
                return;
            }
        }
    }
    let _ = events.blocking_send(Event::Shutdown);
}

fn timespec(time: Duration) -> Timespec {
    // Rounded up, so that the time is over when the wait ends.
    let nanoseconds = time + Duration::from_millis(1);
    Timespec {
        tv_sec: i64::try_from(nanoseconds.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: nanoseconds.subsec_nanos().into(),
    }
}

/// Turns bytes into events.
#[derive(Debug, Default)]
struct Keys {
    pastes: Pastes,
    parser: Parser,
    /// The number of bytes since the last key, and the time of the last one.
    pending: Option<(usize, Instant)>,
    /// How many bytes of an answer have come; what can't be of it ends it.
    answered: usize,
    events: Vec<Event>,
}

impl Keys {
    /// Takes bytes in; `more` says that they may end within a sequence.
    fn take(&mut self, bytes: &[u8], more: bool, now: Instant) {
        let parts = self.pastes.split(bytes, now);
        let last = parts.len().saturating_sub(1);
        for (at, part) in parts.into_iter().enumerate() {
            self.take_part(part, more && at == last, now);
        }
    }

    fn take_part(&mut self, part: Part, more: bool, now: Instant) {
        match part {
            Part::Keys(mut bytes) => {
                self.parse(&bytes, more, now);
                bytes.zeroize();
            }
            Part::Paste(text) => self.events.push(Event::Paste(pasted(&text))),
            Part::Fault(fault) => self.events.push(Event::NoPaste(fault)),
        }
    }

    fn parse(&mut self, bytes: &[u8], more: bool, now: Instant) {
        for (at, byte) in bytes.iter().enumerate() {
            if self.is_in_answer() && !is_of_answer(*byte) {
                (self.parser, self.pending, self.answered) = (Parser::default(), None, 0);
            }
            self.answered = match ANSWER.get(self.answered) {
                Some(next) if next == byte => self.answered + 1,
                Some(_) => usize::from(*byte == ANSWER[0]),
                None => self.answered,
            };
            self.parser.parse(&[*byte], more || at + 1 < bytes.len());
            let mut count = self.pending.map_or(0, |(count, _)| count) + 1;
            while let Some(event) = self.parser.pop() {
                (count, self.answered) = (0, 0);
                self.events.extend(translate(&event));
            }
            if count > LONGEST {
                (self.parser, count, self.answered) = (Parser::default(), 0, 0);
            }
            self.pending = (count > 0).then_some((count, now));
        }
    }

    /// The time at which [`Keys::expire`] has something to do, if nothing comes until then.
    fn deadline(&self) -> Option<Instant> {
        let rest = self.pending.map(|(_, since)| since + self.rest());
        rest.into_iter().chain(self.pastes.deadline()).min()
    }

    const fn is_in_answer(&self) -> bool {
        self.answered == ANSWER.len()
    }

    const fn rest(&self) -> Duration {
        if self.is_in_answer() { REST_OF_ANSWER } else { REST }
    }

    /// Gives up what does not go on.
    fn expire(&mut self, now: Instant) {
        if let Some(part) = self.pastes.expire(now) {
            self.take_part(part, false, now.checked_sub(REST).unwrap_or(now));
        }
        if self.pending.is_some_and(|(_, since)| now >= since + self.rest()) {
            // The beginning of a sequence alone is the key Esc.
            self.parser.parse(&[], false);
            while let Some(event) = self.parser.pop() {
                self.events.extend(translate(&event));
            }
            (self.parser, self.pending, self.answered) = (Parser::default(), None, 0);
        }
    }
}

/// True for what an answer consists of after its beginning: `rgb:2828/2828/2828`, and its end.
const fn is_of_answer(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || matches!(byte, b'r' | b'g' | b':' | b'/' | b'\x1b' | b'\\' | b'\x07')
}

/// The text of a paste. Terminals send line breaks in a paste as the Enter key does.
fn pasted(bytes: &[u8]) -> String {
    let text = Zeroizing::new(String::from_utf8_lossy(bytes).into_owned());
    // Where nothing has to be replaced, `replace` makes one copy, and the first one is wiped.
    let text = Zeroizing::new(text.replace("\r\n", "\n"));
    text.replace('\r', "\n")
}

/// Translates a terminal's event; `None` if the program has no use for the event.
fn translate(event: &TerminalEvent) -> Option<Event> {
    match event {
        TerminalEvent::Key(key) => press(*key).map(Event::Key),
        TerminalEvent::Mouse(mouse) => pointed(*mouse).map(Event::Mouse),
        TerminalEvent::Osc(Osc::ChangeDynamicColors(DynamicColorNumber::TextBackgroundColor, colours)) => {
            colours.iter().find_map(|colour| match colour {
                ColorOrQuery::Color(colour) => {
                    Some(Event::Background { red: colour.red, green: colour.green, blue: colour.blue })
                }
                ColorOrQuery::Query => None,
            })
        }
        _ => None,
    }
}

fn pointed(mouse: MouseEvent) -> Option<MousePress> {
    let action = match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseAction::Click,
        MouseEventKind::ScrollUp => MouseAction::WheelUp,
        MouseEventKind::ScrollDown => MouseAction::WheelDown,
        _ => return None,
    };
    Some(MousePress { action, column: mouse.column, row: mouse.row })
}

fn press(key: KeyEvent) -> Option<KeyPress> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let code = match key.code {
        KeyCode::Char(typed) => Code::Char(typed),
        KeyCode::Enter => Code::Enter,
        KeyCode::Escape => Code::Esc,
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
        KeyCode::Function(number) => Code::F(number),
        _ => return None,
    };
    let held = |modifier| key.modifiers.contains(modifier);
    let shift = key.code == KeyCode::BackTab || held(Modifiers::SHIFT) && !matches!(code, Code::Char(_));
    Some(KeyPress { code, ctrl: held(Modifiers::CONTROL), alt: held(Modifiers::ALT), shift })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, held: Modifiers) -> Option<String> {
        press(KeyEvent::new(code, held)).map(|key| key.to_string())
    }

    /// The keys of bytes that come at once, as they are written, and what follows once nothing more comes.
    fn keys(bytes: &[u8]) -> Vec<String> {
        let (mut keys, now) = (Keys::default(), Instant::now());
        keys.take(bytes, false, now);
        keys.expire(now + REST);
        assert_eq!(keys.deadline(), None);
        let name = |event: &Event| match event {
            Event::Key(key) => key.to_string(),
            other => format!("{other:?}"),
        };
        keys.events.iter().map(name).collect()
    }

    #[test]
    fn keys_come_in_as_the_binding_table_writes_them() {
        let said = |code, held| key(code, held).expect("a key");
        assert_eq!(said(KeyCode::Char('G'), Modifiers::SHIFT), "G");
        assert_eq!(said(KeyCode::Char('s'), Modifiers::CONTROL), "Ctrl-s");
        assert_eq!(said(KeyCode::Char('b'), Modifiers::ALT), "Alt-b");
        assert_eq!(said(KeyCode::BackTab, Modifiers::SHIFT), "Shift-Tab");
        assert_eq!(said(KeyCode::BackTab, Modifiers::NONE), "Shift-Tab");
        assert_eq!(said(KeyCode::Left, Modifiers::SHIFT), "Shift-←");
        assert_eq!(said(KeyCode::Function(3), Modifiers::SHIFT), "Shift-F3");
        assert_eq!(key(KeyCode::Insert, Modifiers::NONE), None);
    }

    #[test]
    fn what_terminals_send_for_a_key_is_that_key() {
        assert_eq!(keys(b"\x1b"), ["Esc"]);
        assert_eq!(keys(b"jG?\r\t\x7f\x03"), ["j", "G", "?", "Enter", "Tab", "Backspace", "Ctrl-c"]);
        assert_eq!(keys(b"\x1b[A\x1bOB\x1b[5~"), ["↑", "↓", "PgUp"]);
        assert_eq!(keys(b"\x1b[1;5D\x1b[Z"), ["Ctrl-←", "Shift-Tab"]);
        assert_eq!(keys(b"\x1bOP\x1b[15~\x1bc\x1b[3~"), ["F1", "F5", "Alt-c", "Delete"]);
        assert_eq!(keys("é日".as_bytes()), ["é", "日"]);
        assert_eq!(keys(b"\x1b[Ij\x1b[Ok"), ["j", "k"], "the focus is no key");
    }

    #[test]
    fn a_key_that_is_let_go_is_no_key_press_and_one_that_is_held_is() {
        let kind =
            |kind| press(KeyEvent { kind, ..KeyEvent::new(KeyCode::Char('j'), Modifiers::NONE) }).is_some();
        assert_eq!(
            [KeyEventKind::Press, KeyEventKind::Repeat, KeyEventKind::Release].map(kind),
            [true, true, false]
        );
    }

    #[test]
    fn the_background_is_told_with_either_end_and_is_no_key() {
        for answer in [&b"\x1b]11;rgb:2828/2828/2828\x1b\\"[..], b"\x1b]11;rgb:28/28/28\x07"] {
            assert_eq!(keys(answer), ["Background { red: 40, green: 40, blue: 40 }"]);
        }
        assert_eq!(keys(b"j\x1b]11;rgb:ffff/ffff/ffff\x1b\\k")[2..], ["k"]);
        assert_eq!(keys(b"\x1b]11;rgba:0000/0000/0000/ffff\x1b\\k"), ["k"], "in a form that is not known");
    }

    #[test]
    fn an_answer_that_comes_in_pieces_and_late_is_never_taken_for_keys() {
        let answer = b"\x1b]11;rgb:2828/bcbc/adad\x1b\\";
        for cut in ANSWER.len()..answer.len() {
            let (mut input, now) = (Keys::default(), Instant::now());
            input.take(&answer[..cut], false, now);
            input.expire(now + REST * 2);
            input.take(&answer[cut..], false, now + REST * 2);
            input.take(b"j", false, now + REST * 3);
            let is_key = |event: &&Event| matches!(event, Event::Key(_));
            assert_eq!(input.events.iter().filter(is_key).count(), 1, "cut at {cut}: {:?}", input.events);
        }
    }

    #[test]
    fn a_key_after_an_answer_without_an_end_is_that_key() {
        let (mut input, now) = (Keys::default(), Instant::now());
        input.take(b"\x1b]11;rgb:28", false, now);
        input.take(b"j", false, now + REST);
        assert!(matches!(input.events.as_slice(), [Event::Key(key)] if key.to_string() == "j"));
    }

    #[test]
    fn a_click_and_the_wheel_are_told_with_their_cell_and_what_else_a_mouse_does_is_not() {
        let place = "column: 299, row: 1 }";
        assert_eq!(
            keys(b"\x1b[<0;300;2M\x1b[<0;300;2m"),
            [format!("Mouse(MousePress {{ action: Click, {place})")]
        );
        assert_eq!(keys(b"\x1b[<64;300;2M"), [format!("Mouse(MousePress {{ action: WheelUp, {place})")]);
        assert_eq!(keys(b"\x1b[<65;300;2M"), [format!("Mouse(MousePress {{ action: WheelDown, {place})")]);
        assert_eq!(keys(b"\x1b[<2;1;1M\x1b[<35;1;1M\x1b[<1;1;1M"), Vec::<String>::new());
    }

    #[test]
    fn a_sequence_without_an_end_is_given_up() {
        for begun in [&b"\x1b["[..], b"\x1b]52;c;", b"\x1bP", b"\x1b[<35;1", b"\x1b[200"] {
            let (mut input, now) = (Keys::default(), Instant::now());
            input.take(begun, false, now);
            input.expire(now + REST);
            input.events.clear();
            input.take(b"j", false, now + REST);
            let keys = input.events.iter().filter(|event| matches!(event, Event::Key(_)));
            assert_eq!(keys.count(), 1, "{begun:?}");
        }
    }

    #[test]
    fn a_megabyte_of_a_sequence_is_not_kept() {
        let mut keys = Keys::default();
        keys.take(b"\x1b]", true, Instant::now());
        keys.take(&vec![b'x'; 1 << 20], true, Instant::now());
        assert!(keys.pending.is_none_or(|(count, _)| count <= LONGEST));
        keys.take(b"\x1b[Bj", false, Instant::now());
        assert!(matches!(keys.events.last(), Some(Event::Key(key)) if key.to_string() == "j"));
    }

    #[test]
    fn line_breaks_of_a_paste_are_those_of_a_text() {
        for bytes in ["a\nb", "a\rb", "a\r\nb"] {
            assert_eq!(pasted(bytes.as_bytes()), "a\nb");
        }
        assert_eq!(pasted(b"\xff"), "\u{fffd}");
    }
}
