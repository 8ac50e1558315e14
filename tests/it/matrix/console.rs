//! The program in virtual time: keys go in, and each frame's facts come out. Its calls, the service and the
//! test share one runtime, whose clock stands still while there is anything to do.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cognitui::app::change::write::{Stage, Write};
use cognitui::app::dialog::Dialog;
use cognitui::app::screen::Body;
use cognitui::app::{App, Options, Target};
use cognitui::aws::Settings;
use cognitui::demo::Cognito;
use cognitui::error::AppError;
use cognitui::message::Event;
use cognitui::resource::Document;
use cognitui::runtime::calls::Destination;
use cognitui::runtime::history_file::HistoryPlace;
use cognitui::runtime::{Look, Plan, Session};
use futures_util::StreamExt;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};
use tokio_stream::wrappers::UnboundedReceiverStream;

use crate::support::lines;

const SIZE: (u16, u16) = (80, 18);

/// How long it may take until all is at rest, whatever the network does: two attempts of each call, and the
/// calls that follow from them.
const PATIENCE: Duration = Duration::from_mins(1);

/// When keys are tried while a call is under way: at once, and later.
const PROBES: [Duration; 3] = [Duration::ZERO, Duration::from_millis(300), Duration::from_secs(1)];

/// What is told of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It was done, as asked.
    Done,
    /// It was not done: it was refused or not sent, or what was read after it is not as asked.
    NotDone,
    /// The answer was lost, and what was read since is as before.
    AsBefore,
    Unknown,
}

/// What a frame shows.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// How many of the test's events the program had taken when it drew this.
    taken: usize,
    /// True if nothing is under way.
    pub rests: bool,
    /// The number of rows of the list or of the details.
    pub rows: usize,
    /// The account of the caller.
    pub account: Option<String>,
    /// The failure that the screen or the dialog tells.
    pub failure: Option<AppError>,
    pub told: Option<Told>,
    /// The document in the form that is open, or waits below the open dialog.
    pub form: Option<Document>,
    buffer: Buffer,
}

impl Frame {
    /// A frame while something is under way is not looked at, only waited for.
    fn of(app: &App, buffer: &Buffer, taken: usize) -> Self {
        if !app.requests.is_empty() {
            return Self { taken, ..Self::default() };
        }
        let rows = match app.screen().body() {
            Body::List(list) => list.len(),
            Body::Details(details) => details.sections.iter().map(|section| section.rows.len()).sum(),
        };
        let write = match app.dialogs.top() {
            Some(Dialog::Confirm(confirm)) => Some(&confirm.write),
            _ => None,
        };
        Self {
            taken,
            rests: true,
            rows,
            account: app.caller.as_ref().map(|caller| caller.account.clone()),
            failure: failure(app).cloned(),
            told: write.and_then(told),
            form: app.dialogs.form().map(cognitui::app::form::Form::document),
            buffer: buffer.clone(),
        }
    }

    pub fn screen(&self) -> String {
        lines(&self.buffer).join("\n")
    }

    /// The words on the screen, or of the box on it, whatever lines they stand on.
    pub fn words(&self) -> String {
        let screen = self.screen();
        let is_frame = |letter: char| ('\u{2500}'..='\u{257f}').contains(&letter);
        let has_box = screen.contains(['┌', '┏']);
        let inside = |line| inside_box(line).or((!has_box).then_some(line));
        let words = screen
            .lines()
            .filter_map(inside)
            .flat_map(|line| line.split(|letter: char| letter.is_whitespace() || is_frame(letter)));
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// The part of a line between the sides of a box.
fn inside_box(line: &str) -> Option<&str> {
    let sides = ['│', '┃'];
    let (start, end) = (line.find(sides)?, line.rfind(sides)?);
    (start < end).then(|| &line[start..end])
}

fn told(write: &Write) -> Option<Told> {
    Some(match &write.stage {
        Stage::Done { verdict, .. } if verdict.missing.is_empty() => Told::Done,
        Stage::Removed { .. } => Told::Done,
        Stage::Done { .. } | Stage::Failed(_) | Stage::Unrecorded(_) | Stage::Conflict(_) => Told::NotDone,
        Stage::Unknown { unchanged: true, .. } => Told::AsBefore,
        Stage::Unknown { .. } => Told::Unknown,
        _ => return None,
    })
}

fn failure(app: &App) -> Option<&AppError> {
    match app.dialogs.top() {
        Some(Dialog::Confirm(confirm)) => match &confirm.write.stage {
            Stage::Failed(error) | Stage::Unrecorded(error) | Stage::Unknown { error, .. } => Some(error),
            _ => None,
        },
        Some(Dialog::LoadingForEdit(open)) => open.failure.as_ref(),
        Some(Dialog::Lookup(open)) => open.search.error(),
        Some(Dialog::DocumentPreview(open)) => open.facts.error(),
        Some(Dialog::Picker(open)) => open.level().load.error(),
        Some(_) => None,
        None => app.screen().load_errors().into_iter().next(),
    }
}

/// One run of the program.
pub struct Console {
    keys: mpsc::UnboundedSender<Event>,
    sent: usize,
    frames: watch::Receiver<Frame>,
    run: JoinHandle<()>,
    /// How many keys were tried while a call was under way.
    pub probes: usize,
}

impl Console {
    pub fn start(server: &Cognito, target: Target) -> Self {
        let settings = Settings {
            connect_timeout: Duration::from_millis(500),
            read_timeout: Duration::from_millis(500),
            // Nothing is encrypted here, and those of the system take long to read.
            ca_bundle: Some(include_bytes!("../../fixtures/rsa.pem").to_vec()),
            backoff: Duration::from_millis(5),
            ..Settings::isolated(server.url())
        };
        let plan = Plan {
            options: Options { history: Some("matrix".to_owned()), ..Options::default() },
            target,
            destination: Destination::Aws(settings),
            history: HistoryPlace::Memory,
            look: Look::default(),
        };
        let (keys, typed) = mpsc::unbounded_channel();
        let (show, frames) = watch::channel(Frame::default());
        let run = tokio::spawn(async move {
            let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).expect("a terminal");
            let taken = AtomicUsize::new(0);
            let input =
                UnboundedReceiverStream::new(typed).inspect(|_| _ = taken.fetch_add(1, Ordering::Relaxed));
            let session = Session::on(Handle::current(), plan).with_clock(|| 0).with_frames_at_rest();
            let ended = session
                .run(&mut terminal, input, |app, buffer| {
                    show.send_replace(Frame::of(app, buffer, taken.load(Ordering::Relaxed)));
                })
                .await;
            ended.expect("the program ends well");
        });
        Self { keys, sent: 0, frames, run, probes: 0 }
    }

    pub fn frame(&self) -> Frame {
        self.frames.borrow().clone()
    }

    fn send(&mut self, key: &str) {
        let key = key.parse().unwrap_or_else(|error| panic!("{error}"));
        self.sent += usize::from(self.keys.send(Event::Key(key)).is_ok());
    }

    /// Types a step: keys as words, or after `=` a text letter by letter.
    fn type_step(&mut self, step: &str) {
        if let Some(text) = step.strip_prefix('=') {
            for letter in text.chars() {
                self.send(&if letter == ' ' { "space".to_owned() } else { letter.to_string() });
            }
        } else {
            step.split_whitespace().for_each(|key| self.send(key));
        }
    }

    /// Types steps, each once all is at rest; after `>` stands the name of a row to go down to.
    pub async fn steps(&mut self, steps: &[&str]) -> Result<(), String> {
        self.rests().await?;
        for step in steps {
            if let Some(row) = step.strip_prefix('>') {
                self.goes_to(row).await?;
            } else {
                self.type_step(step);
            }
            self.rests().await.map_err(|error| format!("after '{step}': {error}"))?;
        }
        Ok(())
    }

    async fn goes_to(&mut self, row: &str) -> Result<(), String> {
        for _ in 0..80 {
            if self.frame().screen().lines().any(|line| line.contains(&format!("▶ {row}"))) {
                return Ok(());
            }
            self.send("down");
            self.rests().await?;
        }
        Err(format!("there is no row {row}:\n{}", self.frame().screen()))
    }

    /// Types a step that makes a call, tries keys while it is under way, and waits until all is at rest.
    pub async fn acts(&mut self, step: &str) -> Result<(), String> {
        self.type_step(step);
        for pause in PROBES {
            sleep(pause).await;
            self.answers_a_key().await?;
            if self.frame().rests {
                break;
            }
        }
        self.rests().await.map_err(|error| format!("after '{step}': {error}"))
    }

    /// A key that asks for a frame gets it before any time passes.
    async fn answers_a_key(&mut self) -> Result<(), String> {
        let before = Instant::now();
        self.send("ctrl-l");
        self.until(|frame| frame.taken).await?;
        self.probes += 1;
        let passed = before.elapsed();
        if passed.is_zero() { Ok(()) } else { Err(format!("a key is answered after {passed:?}")) }
    }

    /// Waits until all keys are taken and nothing is under way.
    pub async fn rests(&mut self) -> Result<(), String> {
        self.until(|frame| if frame.rests { frame.taken } else { usize::MAX }).await
    }

    /// Waits for a frame with as many events taken as were sent.
    async fn until(&mut self, taken: impl Fn(&Frame) -> usize) -> Result<(), String> {
        let sent = self.sent;
        let seen = timeout(PATIENCE, self.frames.wait_for(|frame| taken(frame) == sent)).await;
        match seen.map(|seen| seen.map(drop)) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err("the program has ended".to_owned()),
            Err(_) => Err(format!("it is never at rest:\n{}", self.frame().screen())),
        }
    }

    /// Ends the program, which may not panic.
    pub async fn ends(self) -> Result<(), String> {
        drop(self.keys);
        match timeout(PATIENCE, self.run).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(format!("it panicked: {error}")),
            Err(_) => Err("it never ends".to_owned()),
        }
    }
}
