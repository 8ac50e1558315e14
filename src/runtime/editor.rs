//! The user's editor, which has the terminal for as long as it runs. The loop goes on meanwhile: it answers
//! signals and takes replies, and neither draws nor reads keys.

mod file;

use std::env;
use std::io;
use std::ops::ControlFlow;
use std::process::{Child, Command, ExitStatus};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use rustix::termios::Termios;
use tokio::sync::mpsc::UnboundedSender;

use super::input::Keyboard;
use super::{Session, terminal};
use crate::error::AppError;
use crate::message::{Event, Reply, RequestId};
use crate::secret::Secret;

use file::EditFile;
pub use file::remove_open;

/// The editor without an entry in the environment, as in git and crontab.
const DEFAULT: &str = "vi";

/// How long an editor has to end after a signal that ends the program.
const PATIENCE: Duration = Duration::from_millis(500);

/// Starts editors, one at a time.
#[derive(Debug, Default)]
pub struct Editor {
    /// `None` where there is no terminal to give away.
    keyboard: Option<Arc<Keyboard>>,
    running: Option<RunningEditor>,
}

/// An editor that has the terminal.
#[derive(Debug)]
struct RunningEditor {
    request: RequestId,
    child: Pid,
    /// The terminal's modes before the editor changed them.
    modes: Option<Termios>,
    waiting: JoinHandle<()>,
    /// Removed once the editor has ended.
    _file: Arc<EditFile>,
}

impl Editor {
    pub fn new(keyboard: Arc<Keyboard>) -> Self {
        Self { keyboard: Some(keyboard), running: None }
    }

    pub const fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Gives an editor the terminal and a file with the text. The reply comes as an event once the editor has
    /// ended.
    ///
    /// # Errors
    /// If there is no terminal, or the editor or its file can't be made. The terminal is the program's then.
    pub fn start(
        &mut self,
        request: RequestId,
        text: &str,
        replies: UnboundedSender<Event>,
    ) -> Result<(), AppError> {
        let Some(keyboard) = self.keyboard.clone().filter(|_| !self.is_running()) else {
            return Err(AppError::new("There is no terminal for an editor here"));
        };
        let (program, arguments) = command()?;
        let file = Arc::new(EditFile::new(text).map_err(|error| {
            AppError::new("The file for the editor can't be written")
                .hint("Set XDG_STATE_HOME to a folder of your own that you can write to.")
                .cause(error)
        })?);
        keyboard.stop();
        let modes = terminal::lend();
        let spawned = Command::new(&program).args(arguments).arg(file.path()).spawn();
        let started = spawned.and_then(|child| {
            let id = child.id();
            let (edited, program) = (Arc::clone(&file), program.clone());
            let reply = move |child| {
                let result = wait(child, &program, &edited);
                // The receiver is gone only while the program ends.
                let _ = replies.send(Event::Reply(request, result));
            };
            let waiting = thread::Builder::new().name("editor".to_owned()).spawn(move || reply(child))?;
            Ok((id, waiting))
        });
        match started {
            Ok((id, waiting)) => {
                let child = Pid::from_raw(id.cast_signed());
                self.running = Some(RunningEditor { request, child, modes, waiting, _file: file });
                Ok(())
            }
            Err(error) => {
                terminal::take_back(modes.as_ref());
                keyboard.listen().map_err(no_keys)?;
                Err(AppError::new(format!("The editor can't be started: {program}"))
                    .hint("Set VISUAL or EDITOR to an editor that is installed.")
                    .cause(error))
            }
        }
    }

    /// Takes the terminal back if an event is the reply of the editor; true if it was.
    ///
    /// # Errors
    /// If the keys can't be read any more.
    pub fn take_reply(&mut self, event: &Event) -> Result<bool, AppError> {
        let is_its =
            |running: &mut RunningEditor| matches!(event, Event::Reply(id, _) if *id == running.request);
        let Some(running) = self.running.take_if(is_its) else { return Ok(false) };
        let _ = running.waiting.join();
        terminal::take_back(running.modes.as_ref());
        if let Some(keyboard) = &self.keyboard {
            keyboard.listen().map_err(no_keys)?;
        }
        Ok(true)
    }

    /// Ends the editor of a request, or any, because nobody waits for its text any more; true if one ran.
    pub fn end(&mut self, request: Option<RequestId>) -> bool {
        let is_it = |running: &mut RunningEditor| request.is_none_or(|request| request == running.request);
        let Some(running) = self.running.take_if(is_it) else { return false };
        let deadline = Instant::now() + PATIENCE;
        let _ = kill(running.child, Signal::SIGTERM);
        while !running.waiting.is_finished() {
            if Instant::now() > deadline {
                let _ = kill(running.child, Signal::SIGKILL);
                break;
            }
            thread::sleep(Duration::from_millis(5));
        }
        terminal::recover(running.modes.as_ref());
        if let Some(keyboard) = self.keyboard.as_ref().filter(|_| request.is_some())
            && let Err(error) = keyboard.listen()
        {
            tracing::error!(%error);
        }
        true
    }
}

impl Session {
    /// Lets editors have the terminal that this keyboard belongs to.
    pub(super) fn with_editor(mut self, keyboard: Arc<Keyboard>) -> Self {
        self.editor = Editor::new(keyboard);
        self
    }

    pub(super) fn start_editor(&mut self, id: RequestId, text: &str) -> ControlFlow<()> {
        match self.editor.start(id, text, self.calls.events()) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                // The screen may have been given away for a moment.
                self.redraw = true;
                self.fold(Event::Reply(id, Err(error)))
            }
        }
    }

    /// Takes the terminal back once the editor has ended. False for what was typed before the editor had it:
    /// that was meant for nobody.
    pub(super) fn passes_editor(&mut self, event: &Event) -> ControlFlow<(), bool> {
        match self.editor.take_reply(event) {
            Ok(ended) => {
                self.redraw |= ended;
                ControlFlow::Continue(!(self.editor.is_running() && is_typed(event)))
            }
            Err(error) => {
                tracing::error!(?error);
                ControlFlow::Break(())
            }
        }
    }

    /// Stops a call, or the editor that a request is about.
    pub(super) fn cancel(&mut self, id: RequestId) {
        self.redraw |= self.editor.end(Some(id));
        self.calls.cancel(id);
    }
}

const fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Key(_) | Event::Mouse(_) | Event::Paste(_) | Event::NoPaste(_))
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.end(None);
    }
}

/// The program and the arguments that the environment names.
fn command() -> Result<(String, Vec<String>), AppError> {
    let set = |name: &'static str| {
        let text = env::var(name).ok().filter(|text| !text.trim().is_empty())?;
        Some((name, text))
    };
    let (name, text) = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or(("EDITOR", DEFAULT.to_owned()));
    let unreadable = || {
        AppError::new(format!("{name} is no command: {text}"))
            .hint("Its quotes have to be closed, as in a shell.")
    };
    let mut words = shell_words::split(&text).map_err(|_| unreadable())?.into_iter();
    Ok((words.next().ok_or_else(unreadable)?, words.collect()))
}

/// Waits for the end of the editor, and reads what it has left.
fn wait(mut child: Child, program: &str, file: &EditFile) -> Result<Reply, AppError> {
    let status = child.wait().map_err(|error| AppError::new("The editor is lost").cause(error))?;
    if !status.success() {
        return Err(AppError::new(format!("The editor {program} {}", how_it_ended(status)))
            .hint("What it has left was not read."));
    }
    let text = file
        .read()
        .map_err(|error| AppError::new("The text that the editor has left can't be read").cause(error))?;
    Ok(Reply::Text(Secret::new(text)))
}

fn how_it_ended(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("ended with status {code}"),
        (None, Some(signal)) => format!("was ended by signal {signal}"),
        (None, None) => "did not end as it should".to_owned(),
    }
}

fn no_keys(error: io::Error) -> AppError {
    AppError::new("The keys can't be read any more").cause(error)
}
