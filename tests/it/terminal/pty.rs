//! The program in a pseudo-terminal, and the keyboard and the screen of that.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{ChildKiller, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::termios::LocalModes;
use tempfile::TempDir;

use super::{COLUMNS, LIMIT, ROWS, SILENCE};

/// The program in a terminal of 80x24.
pub(super) struct Pty {
    pub(super) id: u32,
    pub(super) killer: Box<dyn ChildKiller + Send + Sync>,
    pub(super) status: Receiver<u32>,
    /// The keyboard, and what is held so that the terminal stays; `None` once it is gone.
    pub(super) terminal: Option<(Box<dyn Write + Send>, Box<dyn MasterPty + Send>)>,
    pub(super) gone: Arc<AtomicBool>,
    pub(super) output: Receiver<Vec<u8>>,
    pub(super) parser: vt100::Parser,
    /// All that was written.
    pub(super) written: Vec<u8>,
    pub(super) home: TempDir,
}

impl Pty {
    /// Starts the program in a home of its own.
    pub(super) fn start(arguments: &[&str]) -> Self {
        Self::run(env!("CARGO_BIN_EXE_cognitui"), arguments, true)
    }

    /// Starts the program with further variables in its environment.
    pub(super) fn start_in(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        Self::run_in(env!("CARGO_BIN_EXE_cognitui"), arguments, environment, true)
    }

    pub(super) fn run(program: impl AsRef<OsStr>, arguments: &[&str], controlling: bool) -> Self {
        Self::run_in(program, arguments, &[], controlling)
    }

    pub(super) fn run_in(
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
        // Random keys open the editor too, and must not reach one that runs commands.
        command.env("EDITOR", "/bin/true");
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
    pub(super) fn demo() -> Self {
        Self::start(&["--demo"]).taken_over()
    }

    pub(super) fn taken_over(mut self) -> Self {
        // A dialog that comes at once may show the cursor again before anybody looks.
        self.until("it takes the screen over", |screen| {
            let is_drawn = screen.hide_cursor() || screen.contents().contains("cognitui");
            screen.alternate_screen() && screen.bracketed_paste() && is_drawn
        });
        self
    }

    /// What is on the screen.
    pub(super) fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    pub(super) fn take(&mut self, bytes: &[u8]) {
        self.parser.process(bytes);
        self.written.extend_from_slice(bytes);
    }

    /// Types.
    pub(super) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let (keys, _) = self.terminal.as_mut().expect("a terminal");
        keys.write_all(bytes.as_ref()).and_then(|()| keys.flush()).expect("it listens");
    }

    /// Waits until the text is on the screen.
    pub(super) fn sees(&mut self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the screen is as it should be.
    pub(super) fn until(&mut self, what: &str, fits: impl Fn(&vt100::Screen) -> bool) {
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
    pub(super) fn rests(&mut self) {
        let deadline = Instant::now() + LIMIT;
        while let Some(bytes) = self.written_within(SILENCE) {
            self.take(&bytes);
            assert!(Instant::now() < deadline, "it never rests; the screen:\n{}", self.screen().contents());
        }
    }

    /// What the program writes next, if it writes anything within the time.
    pub(super) fn written_within(&self, time: Duration) -> Option<Vec<u8>> {
        match self.output.recv_timeout(time) {
            Ok(bytes) => Some(bytes),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => panic!("the program has ended"),
        }
    }

    /// Sends a signal by its name.
    pub(super) fn signal(&self, name: &str) {
        let sent = Command::new("sh")
            .args(["-c", "kill -s \"$0\" \"$1\"", name, &self.id.to_string()])
            .status()
            .expect("a shell");
        assert!(sent.success(), "{name} can't be sent");
    }

    /// Lets the terminal go away, as when a connection drops; gives the exit status.
    pub(super) fn hang_up(mut self) -> u32 {
        self.gone.store(true, Ordering::SeqCst);
        // What is drawn for this key lets the reader see that, and close its end.
        self.send("j");
        self.terminal = None;
        self.status.recv_timeout(LIMIT).expect("it ends")
    }

    /// Waits for the end and takes in all that was written until then; gives the exit status.
    pub(super) fn ends(&mut self) -> u32 {
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

    /// Whether Ctrl-C and Ctrl-Z reach the program as keys; `None` once the terminal is gone.
    pub(super) fn is_raw(&self) -> Option<bool> {
        let (_, terminal) = self.terminal.as_ref()?;
        let modes = terminal.get_termios()?;
        Some(modes.local_flags.bits() & LocalModes::ISIG.bits() == 0)
    }

    /// Holds that the terminal is as it was before.
    pub(super) fn restored(&self) {
        self.given_back();
        assert_eq!(self.screen().contents(), "", "it left something behind");
    }

    pub(super) fn given_back(&self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "it left the alternate screen on");
        assert!(!screen.bracketed_paste(), "it left bracketed paste on");
        assert!(!screen.hide_cursor(), "it left the cursor hidden");
        let mouse = screen.mouse_protocol_mode();
        assert_eq!(mouse, vt100::MouseProtocolMode::None, "it left the mouse on");
        assert_ne!(self.is_raw(), Some(true), "it left raw mode on");
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.killer.kill();
    }
}
