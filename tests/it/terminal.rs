//! The real program in a real terminal: it takes the screen over, and gives it back however it ends.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use cognitui::runtime::terminal::TerminalGuard;
use portable_pty::{ChildKiller, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

mod history;
mod soak;
mod storms;

/// The terminal's size.
const ROWS: NonZeroU16 = NonZeroU16::new(24).unwrap();
const COLUMNS: NonZeroU16 = NonZeroU16::new(80).unwrap();

/// How long anything may take before the test gives up.
const LIMIT: Duration = Duration::from_secs(20);

/// How long it must be silent to count as idle: longer than any moment of the spinner.
const SILENCE: Duration = Duration::from_millis(700);

/// The moments of the spinner, which turns while requests are under way.
const SPINNER: [char; 8] = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧'];

/// The program in a terminal of 80x24.
struct Pty {
    id: u32,
    killer: Box<dyn ChildKiller + Send + Sync>,
    status: Receiver<u32>,
    /// The keyboard, and what is held so that the terminal stays; `None` once it is gone.
    terminal: Option<(Box<dyn Write + Send>, Box<dyn MasterPty + Send>)>,
    gone: Arc<AtomicBool>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    /// All that was written.
    written: Vec<u8>,
    home: TempDir,
}

impl Pty {
    /// Starts the program in a home of its own.
    fn start(arguments: &[&str]) -> Self {
        Self::run(env!("CARGO_BIN_EXE_cognitui"), arguments, true)
    }

    /// Starts the program with further variables in its environment.
    fn start_in(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        Self::run_in(env!("CARGO_BIN_EXE_cognitui"), arguments, environment, true)
    }

    fn run(program: impl AsRef<OsStr>, arguments: &[&str], controlling: bool) -> Self {
        Self::run_in(program, arguments, &[], controlling)
    }

    fn run_in(
        program: impl AsRef<OsStr>,
        arguments: &[&str],
        environment: &[(&str, &str)],
        controlling: bool,
    ) -> Self {
        let home = tempfile::tempdir().expect("a home");
        let size = PtySize { rows: ROWS.get(), cols: COLUMNS.get(), pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        // For a service other than the embedded one.
        command.env("AWS_ACCESS_KEY_ID", "AKIDEMO");
        command.env("AWS_SECRET_ACCESS_KEY", "demo");
        for (name, value) in environment {
            command.env(name, value);
        }
        command.args(arguments);
        command.set_controlling_tty(controlling);
        let mut child = pair.slave.spawn_command(command).expect("the program starts");
        let (id, killer) = (child.process_id().expect("it runs"), child.clone_killer());
        let (ended, status) = channel();
        thread::spawn(move || ended.send(child.wait().expect("it is our child").exit_code()));
        let keys = pair.master.take_writer().expect("a keyboard");
        let gone = Arc::new(AtomicBool::new(false));
        let closing = Arc::clone(&gone);
        let mut reader = pair.master.try_clone_reader().expect("a screen");
        let (bytes, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if closing.load(Ordering::SeqCst) || bytes.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let parser = vt100::Parser::new(ROWS, COLUMNS, 0);
        Self {
            id,
            killer,
            status,
            terminal: Some((keys, pair.master)),
            gone,
            output,
            parser,
            written: Vec::new(),
            home,
        }
    }

    /// Starts the demo and waits until the screen is its own.
    fn demo() -> Self {
        Self::start(&["--demo"]).taken_over()
    }

    fn taken_over(mut self) -> Self {
        self.until("it takes the screen over", |screen| {
            screen.alternate_screen() && screen.bracketed_paste() && screen.hide_cursor()
        });
        self
    }

    /// What is on the screen.
    fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    fn take(&mut self, bytes: &[u8]) {
        self.parser.process(bytes);
        self.written.extend_from_slice(bytes);
    }

    /// Types.
    fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let (keys, _) = self.terminal.as_mut().expect("a terminal");
        keys.write_all(bytes.as_ref()).and_then(|()| keys.flush()).expect("it listens");
    }

    /// Waits until the text is on the screen.
    fn sees(&mut self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the screen is as it should be.
    fn until(&mut self, what: &str, fits: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + LIMIT;
        while !fits(self.parser.screen()) {
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(error) => {
                    panic!("never: {what} ({error}); the screen:\n{}", self.parser.screen().contents())
                }
            }
        }
    }

    /// Waits until nothing was written for a while.
    fn rests(&mut self) {
        let deadline = Instant::now() + LIMIT;
        while let Some(bytes) = self.written_within(SILENCE) {
            self.take(&bytes);
            assert!(Instant::now() < deadline, "it never rests; the screen:\n{}", self.screen().contents());
        }
    }

    /// What the program writes next, if it writes anything within the time.
    fn written_within(&self, time: Duration) -> Option<Vec<u8>> {
        match self.output.recv_timeout(time) {
            Ok(bytes) => Some(bytes),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => panic!("the program has ended"),
        }
    }

    /// Sends a signal by its name.
    fn signal(&self, name: &str) {
        let sent = Command::new("sh")
            .args(["-c", "kill -s \"$0\" \"$1\"", name, &self.id.to_string()])
            .status()
            .expect("a shell");
        assert!(sent.success(), "{name} can't be sent");
    }

    /// Lets the terminal go away, as when a connection drops; gives the exit status.
    fn hang_up(mut self) -> u32 {
        self.gone.store(true, Ordering::SeqCst);
        // What is drawn for this key lets the reader see that, and close its end.
        self.send("j");
        self.terminal = None;
        self.status.recv_timeout(LIMIT).expect("it ends")
    }

    /// Waits for the end and takes in all that was written until then; gives the exit status.
    fn ends(&mut self) -> u32 {
        let deadline = Instant::now() + LIMIT;
        loop {
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("it never ends; the screen:\n{}", self.screen().contents())
                }
            }
        }
        self.status.recv_timeout(LIMIT).expect("it ends")
    }

    /// Holds that the terminal is as it was before.
    fn restored(&self) {
        self.given_back();
        assert_eq!(self.screen().contents(), "", "it left something behind");
    }

    fn given_back(&self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "it left the alternate screen on");
        assert!(!screen.bracketed_paste(), "it left bracketed paste on");
        assert!(!screen.hide_cursor(), "it left the cursor hidden");
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.killer.kill();
    }
}

#[test]
fn q_quits_and_gives_the_terminal_back() {
    let mut pty = Pty::demo();
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    pty.restored();
}

#[test]
fn it_starts_toggles_and_quits() {
    let mut pty = Pty::demo();
    pty.sees("shop-prod");
    pty.send("2");
    pty.sees("▶ shop ");
    pty.send("jc");
    pty.until("the whole question", |screen| {
        let shown = screen.contents();
        shown.contains("Update identity pool shop-guests?")
            && !shown.contains("wait until it is loaded")
            && !shown.contains("loading…")
            && !shown.contains("account unknown")
    });
    pty.send("y");
    pty.sees("1 setting changed, 0 others");
    pty.send("\r");
    pty.sees("✓ shop-guests: 1 setting changed, 0 others");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    pty.restored();
}

#[test]
fn a_signal_during_a_dialog_gives_the_terminal_back_too() {
    let mut pty = Pty::demo();
    pty.sees("shop-prod");
    pty.send("2");
    pty.sees("▶ shop ");
    pty.send("e");
    pty.sees("Edit shop");
    pty.signal("TERM");
    assert_eq!(pty.ends(), 143);
    pty.restored();
}

#[test]
fn a_signal_ends_it_and_gives_the_terminal_back() {
    for (name, status) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let mut pty = Pty::demo();
        pty.signal(name);
        assert_eq!(pty.ends(), status, "SIG{name}");
        pty.restored();
    }
}

/// A shell with job control in a terminal, which has started the program.
fn in_a_shell(arguments: &str) -> Pty {
    let mut pty = Pty::run("/bin/sh", &["-i"], true);
    let program = env!("CARGO_BIN_EXE_cognitui");
    pty.send(format!("PS1='shell '; sh -c 'echo $$ >\"$HOME/pid\"; exec {program} {arguments}'\r"));
    pty.taken_over()
}

impl Pty {
    /// Sends a signal to the program that the shell has started.
    fn signal_job(&self, name: &str) {
        let id = std::fs::read_to_string(self.home.path().join("pid")).expect("the program's id");
        let sent = Command::new("kill").args(["-s", name, id.trim()]).status().expect("kill");
        assert!(sent.success(), "{name} can't be sent");
    }

    /// Waits until the shell has the terminal.
    fn is_back_in_the_shell(&mut self) {
        self.until("the shell's prompt", |screen| {
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && screen.contents().trim_end().ends_with("shell")
        });
        self.given_back();
    }
}

#[test]
fn ctrl_z_gives_the_shell_its_terminal_and_fg_brings_the_program_back() {
    let mut pty = in_a_shell("--demo");
    pty.sees("shop-prod");
    pty.send("\x1a");
    pty.is_back_in_the_shell();
    pty.send("stty -a | tr ' ' '\\n' | grep -x echo\r");
    pty.until("a cooked terminal", |screen| screen.contents().contains("\necho\n"));
    pty.send("fg\r");
    pty = pty.taken_over();
    pty.sees("shop-prod");
    pty.send("?");
    pty.sees("Navigate");
    pty.send("\x1b");
    pty.sees("▶ shop-prod");
    pty.send("q");
    pty.is_back_in_the_shell();
}

#[test]
fn a_stop_from_outside_gives_the_terminal_back_also_in_a_form_where_ctrl_z_undoes() {
    let mut pty = in_a_shell("identity-pools --demo");
    pty.sees("▶ shop ");
    pty.send("e");
    pty.sees("Edit shop");
    pty.rests();
    pty.send("x\x1a");
    pty.rests();
    pty.sees("Edit shop");
    pty.signal_job("TSTP");
    pty.is_back_in_the_shell();
    pty.send("fg\r");
    pty.until("the form again", |screen| {
        screen.alternate_screen() && screen.contents().contains("Edit shop")
    });
    pty.signal_job("TERM");
    pty.is_back_in_the_shell();
}

#[test]
fn after_a_stop_that_nobody_can_answer_the_terminal_is_taken_again_and_drawn_whole() {
    let mut pty = in_a_shell("--demo");
    pty.sees("shop-prod");
    pty.signal_job("STOP");
    pty.until("the shell's prompt", |screen| screen.contents().contains("shell"));
    // The shell got the terminal in raw mode, where Enter is no end of a line.
    pty.send("stty sane; echo lit''ter\n");
    pty.sees("litter");
    pty.send("fg\r");
    pty.until("the whole screen again", |screen| {
        let shown = screen.contents();
        shown.contains("cognitui") && shown.contains("▶ shop-prod") && !shown.contains("litter")
    });
    pty.send("?");
    pty.sees("Navigate");
}

#[test]
fn ctrl_l_draws_the_whole_screen_again() {
    let mut pty = Pty::demo();
    pty.sees("shop-prod");
    pty.until("a list at rest", |screen| !screen.contents().contains(SPINNER));
    pty.rests();
    pty.parser = vt100::Parser::new(ROWS, COLUMNS, 0);
    pty.send("\x0c");
    pty.until("the whole screen", |screen| {
        let shown = screen.contents();
        shown.contains("cognitui") && shown.contains("▶ shop-prod") && shown.contains("? keys")
    });
}

#[test]
fn without_a_shell_ctrl_z_says_that_nobody_could_continue_the_program() {
    let mut pty = Pty::demo();
    pty.sees("shop-prod");
    pty.send("\x1a");
    pty.sees("Not suspended: there is no shell");
}

#[test]
fn a_signal_ends_it_although_its_loop_hangs_and_gives_the_terminal_back() {
    let this = std::env::current_exe().expect("a path");
    for signals in [1, 2] {
        let hanging = ["--exact", "terminal::hang_in_the_terminal", "--ignored", "--nocapture"];
        let mut pty = Pty::run(&this, &hanging, true).taken_over();
        let begun = Instant::now();
        for _ in 0..signals {
            pty.signal("TERM");
        }
        assert_eq!(pty.ends(), 143);
        pty.given_back();
        assert!(begun.elapsed() < LIMIT / 2, "{:?}", begun.elapsed());
    }
}

#[test]
#[ignore = "it is what the test of a hanging loop runs in a terminal"]
fn hang_in_the_terminal() {
    cognitui::runtime::watchdog::start().expect("threads");
    let (_guard, _screen) = TerminalGuard::enter().expect("a terminal");
    loop {
        thread::park();
    }
}

#[test]
fn it_ends_when_its_terminal_is_gone() {
    assert_eq!(Pty::demo().hang_up(), 129);
    let no_signal_comes = Pty::run(env!("CARGO_BIN_EXE_cognitui"), &["--demo"], false);
    assert_eq!(no_signal_comes.taken_over().hang_up(), 129);
}

#[test]
fn a_panic_is_printed_once_the_terminal_is_given_back_and_that_of_another_thread_is_not() {
    let this = std::env::current_exe().expect("a path");
    let mut pty =
        Pty::run(this, &["--exact", "terminal::panic_in_the_terminal", "--ignored", "--nocapture"], true);
    assert_ne!(pty.ends(), 0);
    // It may come and go in one reading, so it is looked for in what was written, not on the screen.
    assert!(pty.written.windows(8).any(|bytes| bytes == b"\x1b[?1049h"), "it took the screen over");
    pty.given_back();
    let contents = pty.screen().contents();
    assert!(contents.contains("on the thread of the screen"), "{contents}");
    assert!(!contents.contains("on another thread"), "{contents}");
}

#[test]
#[ignore = "it is what the test of panics runs in a terminal"]
fn panic_in_the_terminal() {
    let (_guard, _screen) = TerminalGuard::enter().expect("a terminal");
    let other = thread::spawn(|| panic!("on another thread"));
    assert!(other.join().is_err());
    panic!("on the thread of the screen");
}

#[test]
fn nothing_is_written_while_nothing_happens() {
    let mut pty = Pty::demo();
    // However slow the machine is: the requests are over first, and the last frame is drawn.
    pty.until("a list at rest", |screen| {
        let shown = screen.contents();
        shown.contains("shop-prod") && shown.contains("123456789012") && !shown.contains(SPINNER)
    });
    pty.rests();
    assert_eq!(pty.written_within(SILENCE), None);
}

#[test]
fn the_log_has_request_ids_and_times_and_no_secret() {
    let mut pty = Pty::start(&["--demo", "--debug"]).taken_over();
    pty.sees("shop-prod");
    pty.send("\r2");
    pty.sees("App clients (37)");
    pty.send("/backend-admin\r\r");
    pty.sees("Client secret               ••••••••");
    pty.send("x");
    pty.sees("Secrets are shown");
    let shown = pty.screen().contents();
    let secret = shown
        .lines()
        .find_map(|line| line.split("Client secret").nth(1))
        .expect("a secret")
        .trim()
        .to_owned();
    assert!(secret.len() >= 40, "{secret}");
    // The identity provider with the most to hide.
    pty.send("\x1b");
    pty.sees("/ backend-admin");
    pty.send(":user pools\r");
    pty.sees("▶ shop-prod");
    pty.send("j\r3");
    pty.sees("SignInWithApple");
    pty.send("/okta\r\r");
    pty.sees("Client secret               ••••••••");
    pty.send("x");
    pty.sees("SECRETS SHOWN");
    let shown = pty.screen().contents();
    let other = shown
        .lines()
        .find_map(|line| line.split("Client secret").nth(1))
        .expect("a secret")
        .trim()
        .to_owned();
    assert!(!other.is_empty() && !other.contains('•'), "{other}");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    let log =
        std::fs::read_to_string(pty.home.path().join(".local/state/cognitui/debug.log")).expect("a log");
    assert!(!log.contains(&secret) && !log.contains(&other) && !log.contains("PRIVATE KEY"), "{log}");
    let answered = log
        .lines()
        .find(|line| line.contains("answered") && line.contains("DescribeUserPoolClient"))
        .expect("the call");
    assert!(
        answered.contains("status=200") && answered.contains("request_id=") && answered.contains("ms="),
        "{answered}"
    );
}

#[test]
fn the_log_has_neither_the_password_of_a_sign_up_nor_a_new_secret() {
    let mut pty = Pty::start(&["--demo", "--debug"]).taken_over();
    pty.sees("shop-prod");
    pty.send("\r2");
    pty.sees("App clients (37)");
    pty.send("/backend-admin\r\r2");
    pty.sees("Secrets (1)");
    pty.send("n");
    pty.sees("New client secret");
    pty.send("An+0wn+Secret+0f+the+team");
    pty.rests();
    pty.send("\x13");
    pty.sees("Create new client secret?");
    pty.rests();
    pty.send("y");
    pty.sees("✓ Created.");
    pty.send("\r");
    pty.sees("Secrets (2)");
    pty.send("\x1b");
    pty.sees("▶ backend-admin");
    pty.send("t");
    pty.sees("New user");
    pty.send("ann@shop.example\tStr0ng-Passw0rd!\tAn+0wn+Secret+0f+the+team");
    pty.rests();
    pty.send("\x13");
    pty.sees("Create user ann@shop.example?");
    pty.rests();
    pty.send("y");
    pty.sees("✓ Created.");
    pty.send("\r");
    pty.sees("▶ backend-admin");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    let log =
        std::fs::read_to_string(pty.home.path().join(".local/state/cognitui/debug.log")).expect("a log");
    assert!(log.contains("SignUp") && log.contains("AddUserPoolClientSecret"), "{log}");
    for hidden in ["Passw0rd", "An+0wn", "ann@shop", "SecretHash"] {
        assert!(!log.contains(hidden), "{hidden} is in the log:\n{log}");
    }
}

#[test]
fn the_log_is_named_at_the_end_and_has_no_keys_in_it() {
    let mut pty = Pty::start(&["--demo", "--debug"]).taken_over();
    pty.rests();
    pty.send("\x1b[200~s3cret\x1b[201~");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert!(pty.screen().contents().starts_with("cognitui: the log is in "), "{}", pty.screen().contents());
    let log =
        std::fs::read_to_string(pty.home.path().join(".local/state/cognitui/debug.log")).expect("a log");
    assert!(log.contains("effect=Call(RequestId(1), "), "{log}");
    assert!(!log.contains("s3cret"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_go_through_the_proxy_of_the_environment() {
    // A proxy gets the whole URL, which the embedded Cognito takes too.
    let proxy = cognitui::demo::Cognito::start(cognitui::demo::Store::demo()).await.expect("a port");
    let url = proxy.url();
    tokio::task::spawn_blocking(move || {
        for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
            let arguments = ["--endpoint-url", "http://cognito.invalid", "--region", "eu-west-1"];
            let mut pty = Pty::start_in(&arguments, &[(name, url.as_str())]).taken_over();
            pty.sees("shop-prod");
            pty.send("q");
            assert_eq!(pty.ends(), 0);
        }
    })
    .await
    .expect("no panic");
}

#[test]
fn a_proxy_that_refuses_a_connection_is_named_without_its_password() {
    let proxy = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = proxy.local_addr().expect("an address");
    let (asked, requests) = channel();
    thread::spawn(move || {
        for connection in proxy.incoming() {
            let Ok(mut connection) = connection else { return };
            let mut buffer = [0; 1024];
            let count = connection.read(&mut buffer).unwrap_or(0);
            let _ = connection.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n");
            if asked.send(String::from_utf8_lossy(&buffer[..count]).into_owned()).is_err() {
                return;
            }
        }
    });
    let url = format!("http://ann:s3cret@{address}");
    let mut pty = Pty::start_in(&["--region", "eu-west-1"], &[("https_proxy", url.as_str())]).taken_over();
    let words = |screen: &vt100::Screen| screen.contents().split_whitespace().collect::<Vec<_>>().join(" ");
    let expected = format!("AWS can't be reached: the proxy http://{address} refuses to connect to it");
    pty.until(&expected, |screen| words(screen).contains(&expected));
    assert!(words(pty.screen()).contains("The proxy comes from HTTPS_PROXY"), "{}", pty.screen().contents());
    assert!(!pty.screen().contents().contains("s3cret"));
    let asked: Vec<_> = requests.try_iter().collect();
    let connect = "CONNECT cognito-idp.eu-west-1.amazonaws.com:443 HTTP/1.1\r\n";
    assert!(asked.iter().any(|request| request.starts_with(connect)), "{asked:?}");
}

#[test]
fn a_terminal_that_can_not_move_its_cursor_is_told_so() {
    let mut pty = Pty::start_in(&["--demo"], &[("TERM", "dumb")]);
    assert_eq!(pty.ends(), 2);
    assert!(pty.screen().contents().contains("TERM=dumb"), "{}", pty.screen().contents());
}

#[test]
fn a_profile_that_needs_a_code_and_a_broken_file_are_named_as_what_they_are() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("config");
    let file_name = file.to_str().expect("a name").to_owned();
    let words = |pty: &Pty| pty.screen().contents().split_whitespace().collect::<Vec<_>>().join(" ");
    let role = "[default]\nregion = eu-west-1\nrole_arn = arn:aws:iam::123456789012:role/Admin\n\
        source_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/ann\n[profile base]\n";
    std::fs::write(&file, role).expect("a file");
    let mut pty =
        Pty::start_in(&[], &[("AWS_CONFIG_FILE", &file_name), ("AWS_ACCESS_KEY_ID", "")]).taken_over();
    pty.sees("mfa_serial");
    assert!(words(&pty).contains("Profile default needs the code of an MFA device"), "{}", words(&pty));
    std::fs::write(&file, "[profile a]\nregion = eu-west-1\n[default\n").expect("a file");
    let mut pty = Pty::start_in(&[], &[("AWS_CONFIG_FILE", &file_name)]).taken_over();
    pty.until("the line", |screen| {
        screen.contents().split_whitespace().collect::<Vec<_>>().join(" ").contains("on line 3")
    });
}
