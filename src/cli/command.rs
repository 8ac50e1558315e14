//! What the commands without a screen have in common: their exit statuses, their errors, and how they print.

use std::io::{self, Write};

use crate::cli::Cli;
use crate::error::AppError;
use crate::runtime::headless::{Headless, NotFetched};
use crate::visible::visible;

/// Applied, or nothing to do.
pub const DONE: u8 = 0;
/// Refused, or somebody else changed the resource.
pub const REFUSED: u8 = 1;
/// A wrong command line.
pub const USAGE: u8 = 2;
/// It is unknown whether the change was applied.
pub const UNKNOWN: u8 = 3;

/// What is added to a signal's number, as shells do.
const SIGNALLED: u8 = 128;

/// Why a command ends early.
#[derive(Debug)]
pub enum CommandError {
    /// The error is told.
    Failed { error: AppError, status: u8 },
    /// A signal came, whose number this is.
    Signalled(u8),
}

impl CommandError {
    /// A mistake in the command line or in its input.
    pub const fn usage(error: AppError) -> Self {
        Self::Failed { error, status: USAGE }
    }

    /// The exit status for a signal.
    pub const fn status_of_signal(number: u8) -> u8 {
        SIGNALLED + number
    }

    /// Tells the error, and returns the exit status.
    pub fn tell(&self) -> u8 {
        match self {
            Self::Failed { error, status } => {
                tell_error(error);
                *status
            }
            Self::Signalled(number) => Self::status_of_signal(*number),
        }
    }
}

impl From<AppError> for CommandError {
    fn from(error: AppError) -> Self {
        Self::Failed { error, status: REFUSED }
    }
}

impl From<NotFetched> for CommandError {
    fn from(error: NotFetched) -> Self {
        match error {
            NotFetched::Failed(error) => error.into(),
            NotFetched::Signalled(number) => Self::Signalled(number),
        }
    }
}

/// Starts the program without a screen, in the region of a TARGET unless another one is named.
///
/// # Errors
/// If an option is invalid, or the program can't start.
pub fn start(mut cli: Cli, region: Option<&str>) -> Result<Headless, CommandError> {
    cli.region = cli.region.or_else(|| region.map(str::to_owned));
    let plan = cli.plan().map_err(CommandError::usage)?;
    if let Some(problem) = plan.options.config.problems.first() {
        say(&format!("The configuration has mistakes. Line {}: {}", problem.line, problem.text));
    }
    Ok(Headless::start(plan, ask_for_code)?)
}

/// Asks for the code of an MFA device.
pub fn ask_for_code(question: &AppError) {
    say(&format!("{}.", question.summary));
    if let Some(device) = &question.hint {
        print_line(&format!("  {device}"));
    }
    say("Type its code:");
}

/// Tells an error on stderr: its sentence, its hint and its cause.
pub fn tell_error(error: &AppError) {
    for (index, line) in error.lines().into_iter().enumerate() {
        print_line(&format!("{}{line}", if index == 0 { "cognitui: " } else { "  " }));
    }
}

/// Prints a line to stderr. Unlike `eprintln!`, it does not panic if nobody reads it.
pub fn print_line(line: &str) {
    let line = line.split('\n').map(visible).collect::<Vec<_>>().join("\n");
    let _ = writeln!(io::stderr(), "{line}");
}

/// Says a sentence on stderr.
pub fn say(line: &str) {
    print_line(&format!("cognitui: {line}"));
}
