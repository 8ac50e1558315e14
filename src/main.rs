//! The program: reads the command line, opens the log, and hands over to the runtime; nothing else.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use cognitui::cli::Cli;
use cognitui::error::AppError;
use cognitui::view::text::visible;
use cognitui::{log, runtime};

/// The exit status of a command line that can't be used, as clap's own.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let debug = cli.debug;
    let plan = match cli.plan() {
        Ok(plan) => plan,
        Err(error) => return fail(&error, USAGE),
    };
    let log = match debug.then(log::open).transpose() {
        Ok(log) => log,
        Err(error) => return fail(&error, 1),
    };
    let ended = runtime::run(plan);
    if let Some(log) = log {
        say(&format!("cognitui: the log is in {}", log.path.display()));
        if !log.is_whole() {
            say("  It is not whole: not everything could be written, as when the disk is full.");
        }
    }
    match ended {
        Ok(status) => ExitCode::from(status),
        Err(error) => fail(&error, 1),
    }
}

/// Says on stderr what failed, what to do and why.
fn fail(error: &AppError, status: u8) -> ExitCode {
    for (place, line) in error.lines().into_iter().enumerate() {
        let start = if place == 0 { "cognitui: " } else { "  " };
        say(&format!("{start}{line}"));
    }
    ExitCode::from(status)
}

/// Says a line on stderr, if it is still there: a terminal that is gone is no reason to panic.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{}", visible(line));
}
