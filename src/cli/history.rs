//! The history on the command line: prints it, prints one change, throws it away.

use std::io::{self, BufRead, IsTerminal, Write};

use serde_json::Value;

use crate::cli::{HistoryTask, OutputFormat};
use crate::error::AppError;
use crate::history::{HISTORY, HistoryEntry};
use crate::resource::DisplayValue;
use crate::resource::display::detail_rows::detail_rows;
use crate::resource::display::plural::plural;
use crate::runtime::history_file::{HistoryFile, HistoryPlace};
use crate::visible::visible;

/// The exit status where what was asked for is not done.
const REFUSED: u8 = 1;

/// The exit status for an id that the history does not have, as for any other wrong argument.
const NO_SUCH_ID: u8 = 2;

/// Carries out a task; returns the exit status.
///
/// # Errors
/// If the history can't be read or removed.
pub fn run(task: Option<&HistoryTask>, output: OutputFormat) -> Result<u8, AppError> {
    let file = HistoryFile::new(HistoryPlace::State);
    match task {
        Some(HistoryTask::Clear { yes }) => clear(&file, *yes),
        Some(HistoryTask::Show { id }) => show(&file, id, output),
        None => {
            let (mut found, unreadable) = file.entries()?;
            found.retain(|entry| !entry.is_draft());
            for entry in &found {
                print_line(&line(entry, output));
            }
            if unreadable > 0 {
                let skipped = plural(unreadable, "line");
                complain(&format!("{skipped} of the history can't be read: left out, and kept."));
            }
            Ok(0)
        }
    }
}

fn line(entry: &HistoryEntry, output: OutputFormat) -> String {
    let record = &entry.record;
    match output {
        OutputFormat::Json => json(entry).to_string(),
        OutputFormat::Text => format!(
            "{:<18}  {}  {:<8} {:<26} {}",
            record.id,
            record.at,
            entry.state(),
            record.operation,
            record.name
        ),
    }
}

/// The record, with its outcome in the member `ended`.
fn json(entry: &HistoryEntry) -> Value {
    let mut json = serde_json::to_value(&entry.record).unwrap_or_default();
    if let (Value::Object(members), Some(ending)) = (&mut json, &entry.ending) {
        members.insert("ended".to_owned(), serde_json::to_value(ending).unwrap_or_default());
    }
    json
}

fn show(file: &HistoryFile, id: &str, output: OutputFormat) -> Result<u8, AppError> {
    let (found, _) = file.entries()?;
    let Some(entry) = found.iter().find(|entry| entry.record.id == id) else {
        complain(&format!("There is no change {id} in the history. `cognitui history` lists them."));
        return Ok(NO_SUCH_ID);
    };
    if output == OutputFormat::Json {
        print_line(&json(entry).to_string());
        return Ok(0);
    }
    for row in detail_rows(&HISTORY, &entry.document()) {
        let indent = "  ".repeat(row.depth.into());
        match row.value {
            DisplayValue::Heading => print_line(&format!("\n{}", row.label)),
            value => print_line(&format!("  {:<24}{}", format!("{indent}{}", row.label), value.text(false))),
        }
    }
    Ok(0)
}

fn clear(file: &HistoryFile, yes: bool) -> Result<u8, AppError> {
    let (found, _) = file.entries()?;
    let (drafts, changes): (Vec<_>, Vec<_>) = found.iter().partition(|entry| entry.is_draft());
    let mut what = plural(changes.len(), "change");
    if !drafts.is_empty() {
        what = format!("{what} and {}", plural(drafts.len(), "draft"));
    }
    if !yes {
        if !io::stdin().is_terminal() {
            complain("Nothing was thrown away: this needs --yes where nobody can be asked.");
            return Ok(REFUSED);
        }
        complain(&format!("Throw away the record of {what}? Type yes:"));
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        if read.is_err() || answer.trim() != "yes" {
            complain("Nothing was thrown away.");
            return Ok(REFUSED);
        }
    }
    file.clear()?;
    complain(&format!("The record of {what} is thrown away."));
    Ok(0)
}

/// Prints a line to stdout. Unlike `println!`, it does not panic if nobody reads it.
fn print_line(line: &str) {
    let _ = writeln!(io::stdout(), "{}", visible_lines(line));
}

/// Prints a line to stderr.
fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "cognitui: {}", visible_lines(line));
}

/// A text of several lines without control characters.
fn visible_lines(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}
