//! Types keys into the real program over a real connection, and reads its screen. It waits on what the screen
//! shows, never on time.

use std::cell::Cell;
use std::time::Duration;

use cognitui::app::{Options, Target};
use cognitui::aws::Settings;
use cognitui::demo::{Cognito, Store};
use cognitui::message::Event;
use cognitui::runtime::calls::Destination;
use cognitui::runtime::history_file::HistoryPlace;
use cognitui::runtime::{Look, Plan, Session};
use futures_util::StreamExt;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use tokio::sync::{mpsc, watch};

use tokio_stream::wrappers::UnboundedReceiverStream;

/// How long a condition may take to come true; reaching it is a failure.
const PATIENCE: Duration = Duration::from_secs(30);

/// One run of the program.
pub struct Journey {
    keys: mpsc::UnboundedSender<Event>,
    /// How many events were sent.
    sent: usize,
    screens: watch::Receiver<Frame>,
}

/// A frame that was drawn.
#[derive(Debug, Clone, Default)]
struct Frame {
    text: String,
    /// How many of the test's events the program had taken when it drew this.
    taken: usize,
}

impl Journey {
    /// Starts at the identity pools of a server.
    pub fn identity_pools(server: &Cognito) -> Self {
        Self::start(settings(server), Target::IdentityPools, Options::default())
    }

    /// Starts at the user pools of a server.
    pub fn user_pools(server: &Cognito) -> Self {
        Self::start(settings(server), Target::UserPools, Options::default())
    }

    /// Starts anywhere.
    pub fn start(settings: Settings, target: Target, options: Options) -> Self {
        Self::start_at(|| 0, settings, target, options)
    }

    /// Starts anywhere, by a clock that gives the time in seconds since 1970.
    pub fn start_at(clock: fn() -> i64, settings: Settings, target: Target, options: Options) -> Self {
        let (keys, typed) = mpsc::unbounded_channel();
        let (shown, screens) = watch::channel(Frame::default());
        std::thread::spawn(move || {
            let plan = Plan {
                options,
                target,
                destination: Destination::Aws(settings),
                history: HistoryPlace::Memory,
                look: Look::default(),
            };
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async move {
                let mut terminal = Terminal::new(TestBackend::new(100, 40)).expect("a terminal");
                let session = Session::new(plan).expect("a session").with_clock(clock);
                let taken = Cell::new(0);
                let input = UnboundedReceiverStream::new(typed).inspect(|_| taken.set(taken.get() + 1));
                let ended = session
                    .run(&mut terminal, input, |_, buffer| {
                        drop(shown.send(Frame { text: text(buffer), taken: taken.get() }));
                    })
                    .await;
                ended.expect("the program ends well");
            });
        });
        Self { keys, sent: 0, screens }
    }

    /// Types keys, given as words: `"j enter c y"`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            let event = Event::Key(key.parse().unwrap_or_else(|error| panic!("{error}")));
            self.send(event);
        }
        self
    }

    /// Types a text, letter by letter.
    pub fn write(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            self.press(&if letter == ' ' { "space".to_owned() } else { letter.to_string() });
        }
        self
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.send(Event::Paste(text.to_owned()));
        self
    }

    fn send(&mut self, event: Event) {
        self.keys.send(event).expect("the program runs");
        self.sent += 1;
    }

    /// Waits until the screen shows a text.
    pub async fn sees(&mut self, text: &str) -> &mut Self {
        self.until(&format!("'{text}'"), |screen| screen.contains(text)).await
    }

    /// Waits until the marked row shows a text.
    pub async fn marks(&mut self, text: &str) -> &mut Self {
        let marked = |screen: &str| screen.lines().any(|line| line.contains('▶') && line.contains(text));
        self.until(&format!("'{text}' in the marked row"), marked).await
    }

    /// Waits until nothing is under way: the spinner is gone.
    pub async fn rests(&mut self) -> &mut Self {
        self.until("a screen at rest", is_at_rest).await
    }

    /// Waits until a question is asked and everything it tells is there: what comes later has to be seen
    /// before it counts.
    pub async fn asked(&mut self, title: &str) -> &mut Self {
        let whole = |screen: &str| {
            screen.contains(title)
                && !screen.contains("wait until it is loaded")
                && !screen.contains("loading…")
                && !screen.contains("account unknown")
        };
        self.until(&format!("the whole question '{title}'"), whole).await
    }

    /// Waits until a question is asked, and reads it to its end, however long it is: only then can it be
    /// answered.
    pub async fn reads(&mut self, title: &str) -> &mut Self {
        self.asked(title).await.press("G").vanishes(": PgDn").await.asked(title).await
    }

    /// Waits until a question is asked and nothing is under way that could still add to it, and reads it to
    /// its end.
    pub async fn confirms(&mut self, title: &str) -> &mut Self {
        self.asked(title).await.rests().await.reads(title).await
    }

    /// Waits until the screen shows a text no more.
    pub async fn vanishes(&mut self, text: &str) -> &mut Self {
        self.until(&format!("no '{text}'"), |screen| !screen.is_empty() && !screen.contains(text)).await
    }

    /// Waits until every key has been taken and nothing is under way, and asserts that the screen does not
    /// show a text.
    pub async fn never_shows(&mut self, text: &str) -> &mut Self {
        let sent = self.sent;
        self.until_frame("a screen at rest", |frame| frame.taken == sent && is_at_rest(&frame.text)).await;
        assert!(!self.screen().contains(text), "the screen shows '{text}':\n{}", self.screen());
        self
    }

    /// Waits until the columns that are read row by row are there for all rows in sight.
    pub async fn filled(&mut self) -> &mut Self {
        self.until("every row whole", |screen| !screen.is_empty() && !screen.contains("  …")).await
    }

    /// Presses a key until the screen shows a text, each time waiting for what it does around the marker,
    /// whatever else comes meanwhile; so often and no more.
    pub async fn press_until(&mut self, key: &str, text: &str) -> &mut Self {
        for _ in 0..150 {
            let seen = self.screen();
            if seen.contains(text) {
                return self;
            }
            self.press(key)
                .until(&format!("what {key} does"), |screen| marked(screen) != marked(&seen))
                .await;
        }
        panic!("no number of {key} showed '{text}':\n{}", self.screen())
    }

    /// Goes down to a field of a form and types into it, until the field shows the end of the text.
    pub async fn fill(&mut self, label: &str, text: &str) -> &mut Self {
        let end = text.char_indices().rev().nth(59).map_or(0, |(at, _)| at);
        self.press_until("down", &format!("▶ {label}"))
            .await
            .press("ctrl-u")
            .write(text)
            .marks(&text[end..])
            .await
    }

    /// Goes down to a secret field of a form and types into it, until the field shows as many dots.
    pub async fn fill_secret(&mut self, label: &str, text: &str) -> &mut Self {
        self.press_until("down", &format!("▶ {label}"))
            .await
            .press("ctrl-u")
            .write(text)
            .marks(&"•".repeat(text.len()))
            .await
            .never_shows(text)
            .await
    }

    async fn until(&mut self, what: &str, holds: impl Fn(&str) -> bool) -> &mut Self {
        self.until_frame(what, |frame| holds(&frame.text)).await
    }

    async fn until_frame(&mut self, what: &str, holds: impl Fn(&Frame) -> bool) -> &mut Self {
        let seen = tokio::time::timeout(PATIENCE, self.screens.wait_for(|frame| holds(frame)))
            .await
            .map(|seen| seen.map(drop));
        match seen {
            Ok(Ok(())) => self,
            Ok(Err(_)) => panic!("the program ended before it showed {what}:\n{}", self.screen()),
            Err(tokio::time::error::Elapsed { .. }) => {
                panic!("the screen never showed {what}:\n{}", self.screen())
            }
        }
    }

    /// The screen as it is.
    pub fn screen(&self) -> String {
        self.screens.borrow().text.clone()
    }
}

/// Settings for a server of this process; retries follow fast.
pub fn settings(server: &Cognito) -> Settings {
    Settings { backoff: Duration::from_millis(5), ..Settings::isolated(server.url()) }
}

/// A server with one identity pool that has all nine settings and one newer than this build; its id.
pub async fn shop() -> (Cognito, String) {
    let mut store = Store::empty();
    let id = super::shop(&mut store);
    (Cognito::start(store).await.expect("a server"), id)
}

/// The marked row and those beside it.
fn marked(screen: &str) -> Vec<&str> {
    let lines: Vec<_> = screen.lines().collect();
    let at = lines.iter().position(|line| line.contains('▶'));
    at.map_or_else(|| lines.clone(), |at| lines[at.saturating_sub(1)..(at + 2).min(lines.len())].to_vec())
}

/// Whether nothing is under way: the spinner is gone.
fn is_at_rest(screen: &str) -> bool {
    !screen.is_empty() && !screen.contains(['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧'])
}

fn text(buffer: &Buffer) -> String {
    super::lines(buffer).join("\n")
}
