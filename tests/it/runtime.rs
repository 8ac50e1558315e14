//! The real loop over a stream of keys, the real client, and a Cognito in this process.

use std::future::Future;
use std::time::Duration;

use cognitui::app::{App, Options, Target};
use cognitui::aws::Settings;
use cognitui::demo::{Cognito, Fault, Gate, Store};
use cognitui::message::Event;
use cognitui::runtime::calls::Destination;
use cognitui::runtime::history_file::{HistoryFile, HistoryPlace};
use cognitui::runtime::{Colours, Look, Plan, Session};
use futures_util::{StreamExt, stream};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::Color;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

/// How long anything may take before the test gives up.
const LIMIT: Duration = Duration::from_secs(20);

/// What a test looks at in a frame.
#[derive(Debug, Clone, Default)]
struct Seen {
    frames: usize,
    rows: usize,
    place: usize,
    tick: usize,
    under_way: usize,
    account: Option<String>,
    previewed: Option<String>,
}

/// A run of the program whose keys the test presses.
struct Journey {
    keys: mpsc::UnboundedSender<Event>,
    frames: watch::Receiver<Seen>,
    run: JoinHandle<()>,
}

impl Journey {
    fn start(server: &Cognito) -> Self {
        Self::in_window(server, 80)
    }

    fn in_window(server: &Cognito, width: u16) -> Self {
        let plan = Plan {
            options: Options::default(),
            target: Target::UserPools,
            destination: Destination::Aws(Settings::isolated(server.url())),
            history: HistoryPlace::Memory,
            look: Look { colours: Colours::None, ..Look::default() },
        };
        let (keys, mut pressed) = mpsc::unbounded_channel();
        let (show, frames) = watch::channel(Seen::default());
        let run = tokio::spawn(async move {
            let mut terminal = Terminal::new(TestBackend::new(width, 24)).expect("a terminal");
            let input = stream::poll_fn(move |context| pressed.poll_recv(context));
            let session = Session::new(plan).expect("threads").with_clock(|| 0);
            session
                .run(&mut terminal, input, |app, _| show.send_modify(|seen| seen.look(app)))
                .await
                .expect("it ends well");
        });
        Self { keys, frames, run }
    }

    fn press(&self, keys: &str) {
        for key in keys.split(' ') {
            self.keys.send(Event::Key(key.parse().expect("a key"))).expect("it listens");
        }
    }

    /// Waits for a frame that fits.
    async fn sees(&mut self, what: &str, fits: impl Fn(&Seen) -> bool) -> Seen {
        let seen = within(what, self.frames.wait_for(fits)).await;
        seen.expect("it goes on").clone()
    }

    async fn ends(self) {
        within("its end", self.run).await.expect("no panic");
    }
}

impl Seen {
    fn look(&mut self, app: &App) {
        let list = app.list();
        *self = Self {
            frames: self.frames + 1,
            rows: list.map_or(0, cognitui::app::screen::list::List::len),
            place: list.map_or(0, cognitui::app::screen::list::List::place),
            tick: app.tick,
            under_way: app.requests.iter().count(),
            account: app.caller.as_ref().map(|caller| caller.account.clone()),
            previewed: list.and_then(|list| app.previewed(list)).map(|(key, ..)| key.id),
        };
    }
}

async fn within<T>(what: &str, awaited: impl Future<Output = T>) -> T {
    tokio::time::timeout(LIMIT, awaited).await.unwrap_or_else(|_| panic!("never: {what}"))
}

async fn server() -> Cognito {
    Cognito::start(Store::demo()).await.expect("a port")
}

#[tokio::test]
async fn the_first_frame_comes_before_any_request_and_the_rows_after_it() {
    let server = server().await;
    let gate = Gate::new();
    server.inject_always("*", Fault::Hold(gate.clone()));
    let mut ui = Journey::start(&server);
    let first = ui.sees("a first frame", |seen| seen.frames > 0).await;
    assert_eq!((first.rows, first.account), (0, None));
    gate.open();
    let seen = ui.sees("the pools", |seen| seen.under_way == 0).await;
    assert!(seen.rows > 0, "{seen:?}");
    assert_eq!(seen.account.as_deref(), Some(Store::ACCOUNT));
    ui.press("q");
    ui.ends().await;
}

#[tokio::test]
async fn moments_pass_and_keys_work_while_a_request_is_under_way() {
    let server = server().await;
    server.inject("GetCallerIdentity", Fault::Hold(Gate::new()));
    let mut ui = Journey::start(&server);
    ui.sees("rows and moments", |seen| seen.rows > 1 && seen.under_way == 1 && seen.tick > 1).await;
    ui.press("j");
    ui.sees("the second row", |seen| seen.place == 1).await;
    ui.press("q");
    ui.ends().await;
}

#[tokio::test]
async fn a_wide_window_previews_the_row_that_the_keys_rest_on() {
    let server = server().await;
    let mut ui = Journey::in_window(&server, 120);
    let first = ui.sees("a preview", |seen| seen.under_way == 0 && seen.previewed.is_some()).await.previewed;
    ui.press("j j");
    let moved = ui.sees("the third row", |seen| seen.place == 2).await;
    assert_eq!(moved.previewed, first, "the preview waits until the keys rest");
    ui.sees("its preview", |seen| seen.place == 2 && seen.previewed != first).await;
    ui.press("q");
    ui.ends().await;
}

/// The colours of a frame after the terminal has told a light background this long after the start.
async fn colours_after(wait: Duration) -> (Vec<Color>, Vec<Color>) {
    let server = server().await;
    let plan = Plan {
        options: Options::default(),
        target: Target::UserPools,
        destination: Destination::Aws(Settings::isolated(server.url())),
        history: HistoryPlace::Memory,
        look: Look::default(),
    };
    let input = stream::once(async move {
        tokio::time::sleep(wait).await;
        Event::Background { red: 255, green: 255, blue: 255 }
    });
    let input = input.chain(stream::once(async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        Event::Shutdown
    }));
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("a terminal");
    let mut frames: Vec<Vec<Color>> = Vec::new();
    let colours = |buffer: &Buffer| buffer.content.iter().map(|cell| cell.fg).collect();
    let session = Session::new(plan).expect("threads").with_clock(|| 0);
    session
        .run(&mut terminal, Box::pin(input), |_, buffer| frames.push(colours(buffer)))
        .await
        .expect("it ends well");
    (frames.first().cloned().unwrap_or_default(), frames.last().cloned().unwrap_or_default())
}

#[tokio::test(start_paused = true)]
async fn the_first_frame_waits_for_no_background_and_only_an_early_answer_chooses_the_theme() {
    let heading = Color::Indexed(25);
    let (first, last) = colours_after(Duration::ZERO).await;
    assert!(!first.contains(&heading) && last.contains(&heading));
    let (first, last) = colours_after(Duration::from_millis(80)).await;
    assert!(!first.contains(&heading) && !last.contains(&heading));
}

#[tokio::test]
async fn many_keys_that_wait_cost_one_frame() {
    let server = server().await;
    let mut ui = Journey::start(&server);
    let before = ui.sees("the pools", |seen| seen.rows > 2 && seen.under_way == 0).await;
    // This test and the loop share a thread: nothing of it runs until the test waits.
    for _ in 0..30 {
        ui.press("j k");
    }
    ui.press("j j");
    let after = ui.sees("the third row", |seen| seen.place == 2).await;
    assert_eq!(after.frames, before.frames + 1);
    ui.press("q");
    ui.ends().await;
}

#[tokio::test]
async fn a_panic_keeps_the_edits_of_a_form() {
    let server = server().await;
    let folder = tempfile::tempdir().expect("a folder");
    let history = HistoryPlace::Folder(folder.path().join("cognitui"));
    let place = history.clone();
    let plan = Plan {
        options: Options { history: Some("run".to_owned()), ..Options::default() },
        target: Target::IdentityPools,
        destination: Destination::Aws(Settings::isolated(server.url())),
        history,
        look: Look { colours: Colours::None, ..Look::default() },
    };
    let (keys, mut pressed) = mpsc::unbounded_channel();
    let press = move |key: &str| keys.send(Event::Key(key.parse().expect("a key"))).expect("it listens");
    let run = tokio::spawn(async move {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("a terminal");
        let input = stream::poll_fn(move |context| pressed.poll_recv(context));
        let session = Session::new(plan).expect("threads").with_clock(|| 0);
        let mut typed = 0;
        let on_frame = |app: &App, _: &_| {
            let is_list = app.list().is_some_and(|list| !list.is_empty()) && app.requests.is_empty();
            match app.dialogs.form() {
                None if is_list => press("e"),
                Some(_) if typed < 3 => press("x"),
                Some(_) => panic!("on purpose"),
                None => {}
            }
            typed += usize::from(app.dialogs.form().is_some());
        };
        let _ = session.run(&mut terminal, input, on_frame).await;
    });
    within("its end", run).await.expect_err("a panic");
    let (found, _) = HistoryFile::new(place).entries().expect("a history");
    let kept: Vec<_> = found.iter().filter(|entry| entry.is_draft()).collect();
    assert_eq!(kept.len(), 1);
    let name = kept[0].record.changes[0].after.as_ref().and_then(|name| name.as_str());
    assert!(name.is_some_and(|name| name.ends_with("xx")), "{name:?}");
}

#[tokio::test]
async fn the_end_of_the_keys_is_the_end_of_the_program() {
    let server = server().await;
    let Journey { keys, run, .. } = Journey::start(&server);
    drop(keys);
    within("its end", run).await.expect("no panic");
}
