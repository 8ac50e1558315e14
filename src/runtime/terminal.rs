//! The terminal: a guard takes it over, and gives it back however the program ends.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{panic, thread};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::queue;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use nix::sys::signal::{Signal, kill, raise};
use nix::unistd::{Pid, getpgrp, getppid, getsid};
use ratatui::Terminal;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use super::backend::LeanBackend;
use super::clipboard;
use crate::error::AppError;
use crate::message::NotCopied;

/// True while the program owns the screen. The flag is static because a panic hook can reach nothing else.
static OURS: AtomicBool = AtomicBool::new(false);

/// True while the terminal tells clicks and turns of the wheel; static for the same reason.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// Has clicks and turns of the wheel told, with coordinates of any size, but no movements, which would wake
/// the program all the time.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// Asks for the colour of the background (OSC 11).
const BACKGROUND: &[u8] = b"\x1b]11;?\x1b\\";

/// When another program got the terminal from this one, or gave it back. The flag is static because the
/// watchdog has to know it too.
static LENT: Mutex<Lent> = Mutex::new(Lent::Never);

/// What is known of another program that has the terminal.
#[derive(Debug, Clone, Copy)]
enum Lent {
    Never,
    Now,
    Until(Instant),
}

/// Large enough that a whole frame is one write, even one that changes every cell.
const FRAME: usize = 256 * 1024;

/// A terminal on stdout whose frames are written at once.
pub type CrosstermTerminal = Terminal<LeanBackend<BufWriter<Output>>>;

/// How the terminal is taken over.
#[derive(Debug, Clone, Copy)]
pub struct Setup {
    /// Whether the terminal tells clicks and turns of the wheel.
    pub mouse: bool,
    /// Whether the terminal is asked for its background. Nobody waits for the answer.
    pub asks_background: bool,
}

/// False for a terminal that would print the question.
pub fn tells_background() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term != "linux")
}

/// Proof that the program owns the screen: raw mode, alternate screen, bracketed paste, hidden cursor.
/// Dropping the guard gives the terminal back.
#[derive(Debug)]
pub struct TerminalGuard(());

impl TerminalGuard {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// If the terminal can't be written to, or has no raw mode.
    pub fn enter(setup: Setup) -> Result<(Self, CrosstermTerminal), AppError> {
        let failed = |error: io::Error| AppError::new("The terminal can't be used").cause(error);
        give_back_before_panicking();
        let output = Output(File::from(io::stdout().as_fd().try_clone_to_owned().map_err(failed)?));
        OURS.store(true, Ordering::SeqCst);
        let guard = Self(());
        enable_raw_mode().map_err(failed)?;
        let mut writer = BufWriter::with_capacity(FRAME, output);
        queue!(writer, EnterAlternateScreen, EnableBracketedPaste, Hide).map_err(failed)?;
        MOUSE.store(setup.mouse, Ordering::SeqCst);
        let mouse = if setup.mouse { MOUSE_ON } else { &[] };
        let background = if setup.asks_background { BACKGROUND } else { &[] };
        (writer.write_all(mouse).and_then(|()| writer.write_all(background)))
            .and_then(|()| writer.flush())
            .map_err(failed)?;
        let screen = Terminal::new(LeanBackend::new(writer)).map_err(failed)?;
        Ok((guard, screen))
    }
}

/// What a session does with its terminal beside drawing. The default does nothing, for terminals in memory.
#[derive(Debug, Clone, Copy)]
pub struct TerminalActions {
    /// Puts a text on the user's clipboard.
    pub copy: fn(&str) -> Result<(), NotCopied>,
    /// Asks for the suspension of the program; false if no shell could continue it.
    pub suspend: fn() -> bool,
    /// Gives the terminal back and stops; returns once the program goes on.
    pub stop: fn(),
    /// Takes the terminal over again.
    pub retake: fn() -> Result<(), AppError>,
}

impl Default for TerminalActions {
    fn default() -> Self {
        Self { copy: |_| Ok(()), suspend: || false, stop: || {}, retake: || Ok(()) }
    }
}

impl TerminalActions {
    /// The actions for the terminal of this process.
    pub const fn of_this_process() -> Self {
        Self { copy, suspend, stop, retake }
    }
}

/// Sends the job of this program the signal that the terminal sends for Ctrl-Z. A program that was started
/// without a shell's job control is in the group of its session's leader: nobody would continue it.
fn suspend() -> bool {
    has_shell() && kill(OWN_GROUP, Signal::SIGTSTP).is_ok()
}

/// Whether a shell would continue this program after a stop.
fn has_shell() -> bool {
    let (own, parent) = (getsid(None).ok(), getsid(Some(getppid())).ok());
    is_job(own, getpgrp(), parent)
}

/// How kill(2) names the group of its caller.
const OWN_GROUP: Pid = Pid::from_raw(0);

/// Whether a shell in the session started the program as a job. The kernel gives 0 for a session or a parent
/// outside of the container that the program runs in.
fn is_job(session: Option<Pid>, group: Pid, session_of_parent: Option<Pid>) -> bool {
    session.is_some_and(|session| session.as_raw() > 0 && session != group) && session == session_of_parent
}

fn stop() {
    // Ctrl-Z in an editor is for the editor's group. Without a shell the kernel lets it stop nothing.
    if is_lent() && !has_shell() {
        return;
    }
    give_back();
    // The event of the signal that continues the program takes the terminal over again.
    let _ = raise(Signal::SIGSTOP);
}

/// Takes the terminal over again, in whatever mode somebody else left it.
fn retake() -> Result<(), AppError> {
    let failed = |error: io::Error| AppError::new("The terminal can't be used").cause(error);
    OURS.store(true, Ordering::SeqCst);
    enable_raw_mode().and_then(|()| make_raw()).map_err(failed)?;
    let mut output = io::stdout();
    queue!(output, EnterAlternateScreen, EnableBracketedPaste, Hide).map_err(failed)?;
    let mouse = if MOUSE.load(Ordering::SeqCst) { MOUSE_ON } else { &[] };
    output.write_all(mouse).and_then(|()| output.flush()).map_err(failed)
}

/// Sets raw mode where crossterm believes that it is still on, and would leave the terminal as it is. Turning
/// it off first would make signals of the keys that come in between.
fn make_raw() -> io::Result<()> {
    let mut modes = tcgetattr(io::stdin())?;
    modes.make_raw();
    Ok(tcsetattr(io::stdin(), OptionalActions::Now, &modes)?)
}

/// Gives the terminal to another program; returns its modes.
pub fn lend() -> Option<Termios> {
    set_lent(Lent::Now);
    give_back();
    tcgetattr(io::stdin()).ok()
}

/// Takes the terminal's modes back from another program that has ended. The next frame takes the screen over.
/// What was typed meanwhile and not read is dropped: it must not answer a dialog that nobody has seen.
pub fn take_back(modes: Option<&Termios>) {
    if let Some(modes) = modes {
        let _ = tcsetattr(io::stdin(), OptionalActions::Flush, modes);
    }
    set_lent(Lent::Until(Instant::now()));
}

/// Gives back the terminal of another program that was made to end.
pub fn recover(modes: Option<&Termios>) {
    leave_screen();
    take_back(modes);
}

/// True while another program has the terminal: its interrupts are meant for that program. They may be
/// noticed a moment later.
pub fn is_lent() -> bool {
    match *LENT.lock().unwrap_or_else(PoisonError::into_inner) {
        Lent::Never => false,
        Lent::Now => true,
        Lent::Until(end) => end.elapsed() < SETTLING,
    }
}

fn set_lent(lent: Lent) {
    *LENT.lock().unwrap_or_else(PoisonError::into_inner) = lent;
}

/// Ends the process although the thread of the screen hangs. A terminal that takes no more output can't hold
/// that up.
pub fn abandon(status: u8) -> ! {
    let (given_back, wait) = channel();
    let spawned = thread::Builder::new().spawn(move || {
        if !OURS.load(Ordering::SeqCst) {
            // Another thread is giving it back.
            thread::sleep(SETTLING);
        }
        super::editor::remove_open();
        give_back();
        let _ = given_back.send(());
    });
    if spawned.is_ok() {
        let _ = wait.recv_timeout(SETTLING * 5);
    }
    std::process::exit(status.into())
}

/// The time to give a terminal back.
const SETTLING: Duration = Duration::from_millis(200);

fn copy(text: &str) -> Result<(), NotCopied> {
    clipboard::copy(text, &mut io::stdout())
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
/// If stdin or stdout is a file, a pipe, or nothing, or the terminal has no cursor to move.
pub fn check() -> Result<(), AppError> {
    if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return Err(AppError::new("This terminal can't move its cursor (TERM=dumb)")
            .hint("Start it in another terminal, or set TERM to what this one is, such as xterm-256color."));
    }
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
    leave_screen();
    let _ = disable_raw_mode();
}

fn leave_screen() {
    let mut bytes = if MOUSE.load(Ordering::SeqCst) { MOUSE_OFF.to_vec() } else { Vec::new() };
    let _ = queue!(bytes, DisableBracketedPaste, LeaveAlternateScreen, Show);
    if let Ok(output) = io::stdout().as_fd().try_clone_to_owned() {
        let _ = File::from(output).write_all(&bytes);
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_job_of_a_shell_in_the_same_session_can_be_suspended() {
        let [outside, shell, job, other] = [0, 10, 20, 30].map(Pid::from_raw);
        assert!(is_job(Some(shell), job, Some(shell)), "a job in the foreground");
        assert!(!is_job(Some(job), job, Some(shell)), "the leader of a session of its own");
        assert!(!is_job(Some(shell), job, Some(other)), "started from another session");
        assert!(!is_job(Some(shell), job, None), "the parent can't be asked");
        assert!(!is_job(Some(shell), job, Some(outside)), "the parent is outside of the container");
        assert!(!is_job(Some(outside), job, Some(outside)), "the whole session is outside of the container");
    }
}
