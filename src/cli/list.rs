//! `cognitui list`: prints the resources of a kind.

use crate::cli::Cli;
use crate::cli::command::{CommandError, DONE, start};
use crate::cli::get::shown;
use crate::cli::lookup;
use crate::cli::output::OutputOptions;
use crate::cli::resource_path::ListPath;
use crate::error::AppError;
use crate::resource::Document;

/// How many resources of a list the completions get to know.
const REMEMBERED: usize = 100;

/// Prints the list; returns the exit status.
///
/// # Errors
/// If the output can't be written.
pub fn run(cli: Cli, list: &str, output: &OutputOptions) -> Result<u8, AppError> {
    Ok(print(cli, list, output).unwrap_or_else(|error| error.tell()))
}

fn print(cli: Cli, list: &str, output: &OutputOptions) -> Result<u8, CommandError> {
    output.check().map_err(CommandError::usage)?;
    let path = ListPath::parse(list).map_err(CommandError::usage)?;
    let region = path.parent.as_ref().and_then(|parent| parent.region.clone());
    let mut headless = start(cli, region.as_deref())?;
    let list = lookup::find_list(&mut headless, &path)?;
    let rows = lookup::rows(&mut headless, &list)?;
    let named = |row: &Document| {
        let name = list.kind.name_of(row)?;
        let outer = path.parent.as_ref().map(|parent| format!("{}/", parent.text)).unwrap_or_default();
        Some(format!("{outer}{}/{name}", list.kind.word()))
    };
    lookup::remember(&headless, &rows.iter().filter_map(named).take(REMEMBERED).collect::<Vec<_>>());
    output.print(rows.iter().map(|row| shown(row, list.kind, output).into_value()).collect())?;
    Ok(DONE)
}
