//! What the program costs in a terminal: `cargo bench --bench terminal`. The time to the first frame stands
//! beside that of the least program with ratatui and the AWS SDK, which takes turns with it, so the ratio
//! counts; single times are only good on the machine they were taken on. Bytes and wake-ups are the same
//! everywhere.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use aws_config::BehaviorVersion;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use portable_pty::{ChildKiller, CommandBuilder, MasterPty, PtySize, native_pty_system};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use tempfile::TempDir;
use tokio::runtime;

const ROUNDS: usize = 21;
/// Time without a byte after which a screen counts as drawn.
const REST: Duration = Duration::from_millis(300);
const IDLE: Duration = Duration::from_secs(5);
const LONG: Duration = Duration::from_secs(30);

/// The argument by which this program is the least one, and what its frame says.
const BARE: &str = "--bare";
const BARE_FRAME: &str = "the least program";

fn main() {
    if env::args().nth(1).as_deref() == Some(BARE) {
        bare().expect("a terminal");
        return;
    }
    first_frame();
    row_moves();
    idle();
}

/// Loads the configuration of the SDK, makes a client and draws one frame.
fn bare() -> io::Result<()> {
    let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let config = runtime.block_on(aws_config::defaults(BehaviorVersion::latest()).http_client(http).load());
    let _client = aws_sdk_cognitoidentityprovider::Client::new(&config);
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen)?;
    let mut terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
    terminal.draw(|frame| frame.render_widget(BARE_FRAME, frame.area()))?;
    io::stdin().read_exact(&mut [0])?;
    execute!(io::stdout(), LeaveAlternateScreen)?;
    disable_raw_mode()
}

fn first_frame() {
    let own = env::current_exe().expect("this program");
    let programs: [(&str, &OsStr, &[&str], &str); 2] = [
        ("ratatui and the SDK alone", own.as_ref(), &[BARE], BARE_FRAME),
        ("cognitui", env!("CARGO_BIN_EXE_cognitui").as_ref(), &["--demo"], "User pools"),
    ];
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for ((_, program, arguments, frame), times) in programs.iter().zip(&mut times) {
            let start = Instant::now();
            let mut console = Console::start(program, arguments, "xterm-256color", (80, 24));
            console.until(frame);
            times.push(start.elapsed());
        }
    }
    let [bare, own] = times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64() * 1e3
    });
    println!("first frame of {:<26} {bare:>7.1} ms", programs[0].0);
    println!("first frame of {:<26} {own:>7.1} ms   {:.2} times", programs[1].0, own / bare);
}

fn row_moves() {
    for (columns, rows) in [(80, 24), (200, 50)] {
        for selection in ["marker", "bar"] {
            let mut console = Console::configured(&format!("selection = \"{selection}\"\n"), (columns, rows));
            console.until("shop-prod");
            console.rests();
            let moved = console.bytes_of("j");
            console.bytes_of("k");
            let queued = console.bytes_of(&"jk".repeat(50));
            let what = format!("{columns}x{rows} with the {selection}");
            println!(
                "a row move, {what:<24} {moved:>5} bytes; 100 queued keys down and up {queued:>5} bytes"
            );
        }
    }
}

fn idle() {
    let mut console = Console::configured("", (80, 24));
    console.until("shop-prod");
    console.rests();
    let before = console.wake_ups();
    let mut bytes = 0;
    let end = Instant::now() + IDLE;
    while let Ok(some) = console.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
        bytes += some.len();
    }
    let wake_ups = console.wake_ups() - before;
    println!("idle for {} s: {bytes} bytes, {wake_ups} wake-ups", IDLE.as_secs());
}

/// A program in a terminal of its own.
struct Console {
    id: u32,
    killer: Box<dyn ChildKiller + Send + Sync>,
    keys: Box<dyn Write + Send>,
    _master: Box<dyn MasterPty + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    _home: TempDir,
}

impl Console {
    fn configured(config: &str, size: (u16, u16)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        fs::write(&path, config).expect("a file");
        let path = path.to_string_lossy().into_owned();
        let arguments = ["--demo", "--config", &path];
        let mut console =
            Self::start(env!("CARGO_BIN_EXE_cognitui").as_ref(), &arguments, "xterm-256color", size);
        console.until("cognitui");
        console
    }

    fn start(program: &OsStr, arguments: &[&str], term: &str, (cols, rows): (u16, u16)) -> Self {
        let home = tempfile::tempdir().expect("a home");
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        for (name, value) in [
            ("HOME", home.path().to_string_lossy().as_ref()),
            ("TERM", term),
            ("AWS_ACCESS_KEY_ID", "AKIDEMO"),
            ("AWS_SECRET_ACCESS_KEY", "demo"),
            ("AWS_REGION", "eu-west-1"),
        ] {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let keys = pair.master.take_writer().expect("a keyboard");
        let mut reader = pair.master.try_clone_reader().expect("a screen");
        let (bytes, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if bytes.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            id: child.process_id().expect("it runs"),
            killer: child.clone_killer(),
            keys,
            _master: pair.master,
            output,
            screen: vt100::Parser::new(cells(rows), cells(cols), 0),
            _home: home,
        }
    }

    /// Waits until a text is on the screen.
    fn until(&mut self, text: &str) {
        while !self.screen.screen().contents().contains(text) {
            let bytes = self.output.recv_timeout(LONG).unwrap_or_else(|_| panic!("{text} is never shown"));
            self.screen.process(&bytes);
        }
    }

    /// Waits until nothing is written any more, and counts the bytes.
    fn rests(&mut self) -> usize {
        let mut count = 0;
        while let Ok(bytes) = self.output.recv_timeout(REST) {
            self.screen.process(&bytes);
            count += bytes.len();
        }
        count
    }

    /// Types, and counts the bytes that follow.
    fn bytes_of(&mut self, keys: &str) -> usize {
        self.keys.write_all(keys.as_bytes()).and_then(|()| self.keys.flush()).expect("it listens");
        self.rests()
    }

    /// How often the threads of the program have waited so far.
    fn wake_ups(&self) -> u64 {
        let threads = fs::read_dir(format!("/proc/{}/task", self.id)).expect("it runs");
        let statuses =
            threads.filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("status")).ok());
        let count = |status: String| -> Option<u64> {
            let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
            line.trim().parse().ok()
        };
        statuses.filter_map(count).sum()
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a size")
}

impl Drop for Console {
    fn drop(&mut self) {
        let _ = self.killer.kill();
    }
}
