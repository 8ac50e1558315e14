//! `cognitui export`: a resource as a document without its secrets; a pool with what belongs to it.

use crate::cli::Cli;
use crate::cli::command::{CommandError, DONE, say, start};
use crate::cli::lookup;
use crate::cli::output::write;
use crate::cli::resource_path::ResourcePath;
use crate::error::AppError;
use crate::resource::export::{self, ExportStep};

/// Prints the document of a TARGET; returns the exit status.
///
/// # Errors
/// If the output can't be written.
pub fn run(cli: Cli, target: &str) -> Result<u8, AppError> {
    Ok(export(cli, target).unwrap_or_else(|error| error.tell()))
}

fn export(cli: Cli, target: &str) -> Result<u8, CommandError> {
    let path = ResourcePath::parse(target).map_err(CommandError::usage)?;
    let mut headless = start(cli, path.region.as_deref())?;
    let found = lookup::find(&mut headless, &path)?;
    let document = lookup::describe(&mut headless, &found)?;
    let mut waiting = export::steps(&found.key, &document);
    let mut documents = vec![(found.key, document)];
    while let Some(step) = waiting.pop_front() {
        headless.turn_to_read();
        match step {
            // It may be gone by now, or never have been there.
            ExportStep::Document(key) => {
                let document = lookup::described(&mut headless, &key)?;
                documents.extend(document.map(|document| (key, document)));
            }
            ExportStep::List(list) => {
                let rows = lookup::rows(&mut headless, &list)?;
                for key in rows.iter().rev().filter_map(|row| list.row(row)) {
                    waiting.push_front(ExportStep::Document(key));
                }
            }
        }
    }
    let left_out: Vec<_> =
        documents.iter().flat_map(|(key, document)| export::secret_names(key.kind, document)).collect();
    if !left_out.is_empty() {
        say(&format!("Secrets are left out: {}.", left_out.join(", ")));
    }
    write(&export::text(&documents))?;
    Ok(DONE)
}
