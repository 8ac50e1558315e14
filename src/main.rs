//! The program: reads the command line, opens the log, and runs the runtime.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use cognitui::cli::Cli;
use cognitui::error::AppError;
use cognitui::visible::visible;
use cognitui::{log, runtime};

/// The exit status for a wrong command line, which clap uses too, and for a place without a terminal.
const USAGE_ERROR: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let task = cli.task.clone();
    let plan = match (&task, &cli.target) {
        (Some(_), Some(target)) => {
            let error =
                AppError::new(format!("'{target}' can't be opened and a command carried out at once"));
            return fail(&error, USAGE_ERROR);
        }
        (Some(_), None) => None,
        (None, _) => match cli.clone().plan() {
            Ok(plan) => Some(plan),
            Err(error) => return fail(&error, USAGE_ERROR),
        },
    };
    if plan.is_some()
        && let Err(error) = runtime::terminal::check()
    {
        return fail(&error, USAGE_ERROR);
    }
    let log = match cli.debug.then(log::open).transpose() {
        Ok(log) => log,
        Err(error) => return fail(&error, 1),
    };
    let result = match (task, plan) {
        (Some(task), _) => task.run(cli),
        (None, Some(plan)) => runtime::run(plan),
        (None, None) => Ok(0),
    };
    if let Some(log) = log {
        print_line(&format!("cognitui: the log is in {}", log.path.display()));
        if !log.is_whole() {
            print_line("  It is not whole: not everything could be written, as when the disk is full.");
        }
    }
    match result {
        Ok(status) => ExitCode::from(status),
        Err(error) => fail(&error, 1),
    }
}

/// Prints the error, its hint and its cause to stderr.
fn fail(error: &AppError, status: u8) -> ExitCode {
    for (index, line) in error.lines().into_iter().enumerate() {
        let prefix = if index == 0 { "cognitui: " } else { "  " };
        print_line(&format!("{prefix}{line}"));
    }
    ExitCode::from(status)
}

/// Prints a line to stderr. Unlike `eprintln!`, it does not panic if stderr is closed.
fn print_line(line: &str) {
    let _ = writeln!(io::stderr(), "{}", visible(line));
}
