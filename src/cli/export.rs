//! `cognitui export`: a resource as a document without its secrets; a pool with what belongs to it.

use crate::cli::Cli;
use crate::cli::command::{CommandError, DONE, say, start};
use crate::cli::lookup;
use crate::cli::output::write;
use crate::cli::resource_path::ResourcePath;
use crate::error::{AppError, ErrorKind};
use crate::resource::export::{self, Export, ExportStep};

/// What helps where a part can't be read.
const PARTIAL: &str = "--partial exports what can be read.";

/// Prints the document of a TARGET; returns the exit status. If it may be `partial`, it has what can be read.
///
/// # Errors
/// If the output can't be written.
pub fn run(cli: Cli, target: &str, partial: bool) -> Result<u8, AppError> {
    Ok(print(cli, target, partial).unwrap_or_else(|error| error.tell()))
}

fn print(cli: Cli, target: &str, partial: bool) -> Result<u8, CommandError> {
    let path = ResourcePath::parse(target).map_err(CommandError::usage)?;
    let mut headless = start(cli, path.region.as_deref())?;
    let found = lookup::find(&mut headless, &path)?;
    let document = lookup::describe(&mut headless, &found)?;
    let mut waiting = export::steps(&found.key, &document);
    let mut export = Export { documents: vec![(found.key, document)], ..Export::default() };
    while let Some(step) = waiting.pop_front() {
        headless.turn_to_read();
        let read = match &step {
            // It may be gone by now, or never have been there.
            ExportStep::Document(key) => lookup::described(&mut headless, key).map(|document| {
                export.documents.extend(document.map(|document| (key.clone(), document)));
            }),
            ExportStep::List(list) => lookup::rows(&mut headless, list).map(|rows| {
                for key in rows.iter().rev().filter_map(|row| list.row(row)) {
                    waiting.push_front(ExportStep::Document(key));
                }
            }),
        };
        match read {
            Err(CommandError::Failed { error, .. }) if error.kind == ErrorKind::Refused && partial => {
                export.leave_out(&step, error.why());
            }
            Err(CommandError::Failed { error, status }) if error.kind == ErrorKind::Refused => {
                let hint =
                    error.hint.iter().map(String::as_str).chain([PARTIAL]).collect::<Vec<_>>().join(" ");
                return Err(CommandError::Failed { error: error.hint(hint), status });
            }
            read => read?,
        }
    }
    let left_out = export.secret_names();
    if !left_out.is_empty() {
        say(&format!("Secrets are left out: {}.", left_out.join(", ")));
    }
    for part in &export.unread {
        say(&format!("Not exported: {part}."));
    }
    write(&export.text())?;
    Ok(DONE)
}
