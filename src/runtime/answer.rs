//! What the user types at the terminal while a command runs without a screen.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};
use std::thread;

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use tokio::sync::oneshot::{self, Receiver};
use zeroize::Zeroizing;

use crate::secret::Secret;

/// Whether what is typed is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Echo {
    Shown,
    Hidden,
}

/// A line that is being typed. The terminal shows again what is typed once this is dropped.
pub(super) struct TypedLine {
    line: Receiver<Option<Secret<String>>>,
    _hidden: Option<HiddenInput>,
}

impl TypedLine {
    /// Waits for a line; `None` where nobody can be asked. Where standard input is no terminal, the one that
    /// the command was started on is asked, if it shows what the command says.
    pub(super) fn read(echo: Echo) -> Option<Self> {
        let stdin = io::stdin();
        let terminal: OwnedFd = if stdin.is_terminal() {
            stdin.as_fd().try_clone_to_owned().ok()?
        } else if io::stderr().is_terminal() {
            File::open("/dev/tty").ok()?.into()
        } else {
            return None;
        };
        let hidden = match echo {
            Echo::Shown => None,
            Echo::Hidden => HiddenInput::begin(&terminal),
        };
        let (typed, line) = oneshot::channel();
        // A read of a terminal can't be called off, so it has a thread of its own, which ends with the
        // program.
        thread::spawn(move || {
            let mut text = Zeroizing::new(String::new());
            let read = BufReader::new(File::from(terminal)).read_line(&mut text);
            let line = read.ok().filter(|bytes| *bytes > 0);
            let line = line.map(|_| Secret::new(text.trim_end_matches(['\n', '\r']).to_owned()));
            drop(typed.send(line));
        });
        Some(Self { line, _hidden: hidden })
    }

    /// The line, without its end; `None` if the input has ended.
    pub(super) async fn wait(&mut self) -> Option<Secret<String>> {
        (&mut self.line).await.ok().flatten()
    }
}

/// A terminal that does not show what is typed.
struct HiddenInput {
    terminal: OwnedFd,
    before: Termios,
}

impl HiddenInput {
    fn begin(terminal: &OwnedFd) -> Option<Self> {
        let before = tcgetattr(terminal).ok()?;
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        hidden.local_modes.insert(LocalModes::ECHONL);
        tcsetattr(terminal, OptionalActions::Flush, &hidden).ok()?;
        Some(Self { terminal: terminal.try_clone().ok()?, before })
    }
}

impl Drop for HiddenInput {
    fn drop(&mut self) {
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
    }
}
