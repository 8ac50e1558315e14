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
    let debug = cli.debug;
    if let Some(task) = cli.task.clone() {
        return match task.run(cli) {
            Ok(status) => ExitCode::from(status),
            Err(error) => fail(&error, 1),
        };
    }
    let plan = match cli.plan() {
        Ok(plan) => plan,
        Err(error) => return fail(&error, USAGE_ERROR),
    };
    if let Err(error) = runtime::terminal::check() {
        return fail(&error, USAGE_ERROR);
    }
    let log = match debug.then(log::open).transpose() {
        Ok(log) => log,
        Err(error) => return fail(&error, 1),
    };
    let result = runtime::run(plan);
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
