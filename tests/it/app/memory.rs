//! Secrets in the memory of the process: none is left in what this program keeps once nobody looks at it any
//! more. What it hands to libraries is not searched here: the SDK and its HTTP client keep copies of answers in
//! memory that they have given back.

use std::fs::File;
use std::os::unix::fs::FileExt;

use cognitui::app::{App, Options, Target};
use cognitui::message::{Call, Effect, Event, Reply, RequestId};
use cognitui::resource::tables::CLIENT;
use cognitui::resource::{Document, Key};
use cognitui::view::theme::Look;
use cognitui::view::{self, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use serde_json::{Map, Value};

/// A text that is in memory once, where it is returned. The program's own file does not have it.
fn marked(seed: u8) -> String {
    let mut text = String::with_capacity(64);
    text.extend((0..40u8).map(|at| char::from(b'a' + at.wrapping_mul(7).wrapping_add(seed) % 26)));
    text
}

/// The number of copies of [`marked`] in the memory of this process.
fn copies(seed: u8) -> usize {
    // Each byte is changed, so that what is looked for is not in memory for that reason.
    let wanted: Vec<u8> = marked(seed).bytes().map(|byte| byte ^ 0x55).collect();
    let maps = std::fs::read_to_string("/proc/self/maps").expect("Linux");
    let memory = File::open("/proc/self/mem").expect("own memory");
    let mut buffer = vec![0u8; 1 << 20];
    let own = buffer.as_ptr().addr()..buffer.as_ptr().addr() + buffer.len();
    let mut count = 0;
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (start, end) = line.split(' ').next().and_then(|range| range.split_once('-')).expect("a range");
        let [start, end] = [start, end].map(|at| usize::from_str_radix(at, 16).expect("an address"));
        let mut at = start;
        while at < end {
            let length = buffer.len().min(end - at);
            let Ok(read) = memory.read_at(&mut buffer[..length], at as u64) else { break };
            let is_wanted =
                |window: &[u8]| window.iter().zip(&wanted).all(|(byte, wanted)| byte ^ 0x55 == *wanted);
            let found =
                buffer[..read].windows(wanted.len()).enumerate().filter(|(_, window)| is_wanted(window));
            count += found.filter(|(offset, _)| !own.contains(&(at + offset))).count();
            if read < buffer.len() {
                break;
            }
            // Pieces overlap, so that a copy across their border is not missed, nor one counted twice.
            at += read - (wanted.len() - 1);
        }
        buffer.fill(0);
    }
    count
}

/// The state and its screen, without a network; what is asked for waits.
struct Screen {
    app: App,
    asked: Vec<(RequestId, Call)>,
}

impl Screen {
    fn event(&mut self, event: Event) {
        let effects = self.app.update(event, 0);
        self.asked.extend(effects.into_iter().filter_map(|effect| match effect {
            Effect::Call(id, call) => Some((id, call)),
            _ => None,
        }));
        drop(self.lines());
    }

    fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            self.event(Event::Key(key.parse().expect("a key")));
        }
    }

    /// Answers what is asked about a resource, as often as it is.
    fn answer(&mut self, key: &Key, document: impl Fn() -> Document) {
        let is_it = |call: &Call| matches!(call, Call::Describe(of) | Call::Prefetch(of) if of == key);
        while let Some(at) = self.asked.iter().position(|(_, call)| is_it(call)) {
            let (id, _) = self.asked.remove(at);
            self.event(Event::Reply(id, Ok(Reply::Document(Some(document())))));
        }
    }

    fn lines(&self) -> Vec<String> {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("a terminal");
        let theme = Theme::new(Look::default());
        let draw = |frame: &mut ratatui::Frame| {
            let _ = view::draw(&self.app, &theme, frame);
        };
        terminal.draw(draw).expect("a frame");
        crate::support::lines(terminal.backend().buffer())
    }

    fn shows(&self, text: &str) -> bool {
        self.lines().iter().any(|line| line.contains(text))
    }
}

/// An app client with a secret that nobody else holds.
fn client(seed: u8) -> Document {
    let mut members = Map::new();
    for (name, value) in [("UserPoolId", "eu-west-1_1"), ("ClientId", "web"), ("ClientName", "web")] {
        members.insert(name.to_owned(), Value::from(value));
    }
    members.insert("ClientSecret".to_owned(), Value::String(marked(seed)));
    Document::from_value(Value::Object(members)).expect("an object")
}

/// The details of the app client, above its user pool.
fn details(seed: u8) -> (Screen, Key) {
    let key = Key::child(&CLIENT, "eu-west-1_1", "web");
    let (app, effects) = App::start(Options::default(), Target::Resource(key.clone()));
    let asked = effects.into_iter().filter_map(|effect| match effect {
        Effect::Call(id, call) => Some((id, call)),
        _ => None,
    });
    let mut screen = Screen { app, asked: asked.collect() };
    screen.answer(&key, || client(seed));
    (screen, key)
}

#[test]
fn a_secret_that_was_read_is_wiped_once_its_screen_is_left() {
    assert_eq!(copies(1), 0);
    let (mut screen, key) = details(1);
    assert!(screen.shows("Client secret"));
    assert!(copies(1) > 0, "a secret is found where there is one");
    screen.press("r");
    screen.answer(&key, || client(1));
    screen.press("esc");
    assert_eq!(copies(1), 0);
}

#[test]
fn a_form_that_is_left_wipes_the_secret_that_it_was_opened_with() {
    let (mut screen, key) = details(2);
    screen.press("e");
    screen.answer(&key, || client(2));
    assert!(screen.shows("Edit"));
    assert!(copies(2) > 0);
    screen.press("esc esc");
    assert_eq!(copies(2), 0);
}
