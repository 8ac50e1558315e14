//! `cognitui revert`: takes a recorded change back without a screen.

use crate::cli::Cli;
use crate::cli::change::{ConsentOptions, carry_out};
use crate::cli::command::{CommandError, REFUSED, USAGE, say, start};
use crate::error::AppError;
use crate::history::{HistoryEntry, RecordedOutcome};
use crate::runtime::history_file::{HistoryFile, HistoryPlace};

/// Takes the change with this id back; returns the exit status.
///
/// # Errors
/// If the history can't be read, or the program can't start.
pub fn run(cli: Cli, id: &str, yes: bool) -> Result<u8, AppError> {
    let (found, _) = HistoryFile::new(HistoryPlace::State).entries()?;
    let Some(entry) = found.iter().find(|entry| entry.record.id == id) else {
        say(&format!("There is no change {id} in the history. `cognitui history` lists them."));
        return Ok(USAGE);
    };
    if let Some(reason) = nothing_to_take_back(entry) {
        say(reason);
        return Ok(REFUSED);
    }
    Ok(revert(cli, entry, yes).unwrap_or_else(|error| error.tell()))
}

fn revert(cli: Cli, entry: &HistoryEntry, yes: bool) -> Result<u8, CommandError> {
    let mut headless = start(cli, None)?;
    headless.identify()?;
    let consent = ConsentOptions { yes, dry_run: false };
    let ended = carry_out(&mut headless, consent, |app, now| app.begin_revert(entry.written(), now))?;
    Ok(ended.status())
}

fn nothing_to_take_back(entry: &HistoryEntry) -> Option<&'static str> {
    if entry.is_draft() {
        Some("Nothing to take back: a draft was never sent.")
    } else if entry.outcome() == RecordedOutcome::Refused {
        Some("Nothing to take back: AWS refused this change.")
    } else {
        None
    }
}
