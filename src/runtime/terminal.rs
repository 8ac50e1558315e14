//! The terminal: a guard takes it over, and gives it back however the program ends.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{panic, thread};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use crate::error::AppError;

/// True while the program owns the screen. The flag is static because a panic hook can reach nothing else.
static OURS: AtomicBool = AtomicBool::new(false);

/// Large enough that a whole frame is one write, even one that changes every cell.
const FRAME: usize = 256 * 1024;

/// A terminal on stdout whose frames are written at once.
pub type CrosstermTerminal = Terminal<CrosstermBackend<BufWriter<Output>>>;

/// Proof that the program owns the screen: raw mode, alternate screen, bracketed paste, hidden cursor.
/// Dropping the guard gives the terminal back.
#[derive(Debug)]
pub struct TerminalGuard(());

impl TerminalGuard {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// If the terminal can't be written to, or has no raw mode.
    pub fn enter() -> Result<(Self, CrosstermTerminal), AppError> {
        let failed = |error: io::Error| AppError::new("The terminal can't be used").cause(error);
        give_back_before_panicking();
        let output = Output(File::from(io::stdout().as_fd().try_clone_to_owned().map_err(failed)?));
        OURS.store(true, Ordering::SeqCst);
        let guard = Self(());
        enable_raw_mode().map_err(failed)?;
        let mut writer = BufWriter::with_capacity(FRAME, output);
        execute!(writer, EnterAlternateScreen, EnableBracketedPaste, Hide).map_err(failed)?;
        let screen = Terminal::new(CrosstermBackend::new(writer)).map_err(failed)?;
        Ok((guard, screen))
    }
}

/// Asks the terminal to put a text on the clipboard (OSC 52), which works over SSH too if the terminal allows
/// it.
pub fn copy(text: &str) {
    // The next frame notices a terminal that is gone.
    drop(execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text)));
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Stdout without the standard library's line buffer, while the program owns the screen. After that, writes
/// are dropped: ratatui would otherwise draw on the user's own screen, or panic if the terminal is gone.
#[derive(Debug)]
pub struct Output(File);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if OURS.load(Ordering::SeqCst) { self.0.write(bytes) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Checks that the terminal can be read from and drawn on.
///
/// # Errors
/// If stdin or stdout is a file, a pipe, or nothing.
pub fn check() -> Result<(), AppError> {
    let missing = match (io::stdin().is_terminal(), io::stdout().is_terminal()) {
        (true, true) => return Ok(()),
        (false, _) => "standard input",
        (true, false) => "standard output",
    };
    Err(AppError::new(format!("{missing} is not a terminal"))
        .hint("Start it in a terminal, without redirecting it; over SSH, ask for one with ssh -t."))
}

/// Gives the terminal back, once: a panic and the guard may both ask for it. Errors are ignored, since nobody
/// could act on them.
fn give_back() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut bytes = Vec::new();
    let _ = queue!(bytes, DisableBracketedPaste, LeaveAlternateScreen, Show);
    if let Ok(output) = io::stdout().as_fd().try_clone_to_owned() {
        let _ = File::from(output).write_all(&bytes);
    }
    let _ = disable_raw_mode();
}

/// Makes a panic readable. A panic on this thread gives the terminal back before its message prints. After a
/// panic on another thread the program goes on, so only the place goes to the log, and nothing to the screen:
/// the message may hold anything.
fn give_back_before_panicking() {
    let ui = thread::current().id();
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == ui {
            give_back();
            print(panic);
        } else if OURS.load(Ordering::SeqCst) {
            let place = panic.location().map(ToString::to_string);
            tracing::error!("a call panicked at {}", place.as_deref().unwrap_or("an unknown place"));
        } else {
            print(panic);
        }
    }));
}
