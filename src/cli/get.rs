//! `cognitui get`: prints a resource, or one member of it.

use std::io::{self, BufRead};

use serde_json::Value;

use crate::cli::Cli;
use crate::cli::command::{CommandError, DONE, start};
use crate::cli::lookup::{self, FoundResource};
use crate::cli::output::OutputOptions;
use crate::cli::resource_path::ResourcePath;
use crate::error::AppError;
use crate::resource::display::masked::masked;
use crate::resource::edit::patch::placeholder;
use crate::resource::{Document, Kind};
use crate::runtime::headless::Headless;

/// Prints the resource of a TARGET, or of each TARGET on standard input; returns the exit status.
///
/// # Errors
/// If the output can't be written.
pub fn run(cli: Cli, target: &str, member: Option<&str>, output: &OutputOptions) -> Result<u8, AppError> {
    Ok(get(cli, target, member, output).unwrap_or_else(|error| error.tell()))
}

fn get(cli: Cli, target: &str, member: Option<&str>, output: &OutputOptions) -> Result<u8, CommandError> {
    output.check().map_err(CommandError::usage)?;
    let targets = targets(target)?;
    let region = targets.first().and_then(|path| path.region.clone());
    let mut headless = start(cli, region.as_deref())?;
    let mut status = DONE;
    for path in &targets {
        headless.turn_to_read();
        if let Err(error) = print(&mut headless, path, member, output) {
            if targets.len() == 1 || matches!(error, CommandError::Signalled(_)) {
                return Err(error);
            }
            status = status.max(error.tell());
        }
    }
    Ok(status)
}

fn print(
    headless: &mut Headless,
    path: &ResourcePath,
    member: Option<&str>,
    output: &OutputOptions,
) -> Result<(), CommandError> {
    let found = lookup::find(headless, path)?;
    let document = lookup::describe(headless, &found)?;
    lookup::remember(headless, std::slice::from_ref(&path.text));
    let document = shown(&document, found.key.kind, output);
    let value = match member {
        Some(member) => value_of(&found, &document, member)?,
        None => document.into_value(),
    };
    Ok(output.print(value)?)
}

/// The value of a member; null where the resource does not have it.
fn value_of(found: &FoundResource, document: &Document, member: &str) -> Result<Value, CommandError> {
    let kind = found.key.kind;
    if let Some(value) = document.value_named(member, kind) {
        return Ok(value.clone());
    }
    let is_known = kind.named_member(member).is_ok() || kind.members_in(member).next().is_some();
    if is_known {
        return Ok(Value::Null);
    }
    Err(CommandError::usage(AppError::new(kind.no_member(member))))
}

/// A document as it may be printed: without its secrets, unless they were asked for.
pub fn shown(document: &Document, kind: &Kind, output: &OutputOptions) -> Document {
    if output.show_secrets { document.clone() } else { masked(kind, document, &mut placeholder) }
}

/// The paths of a TARGET: itself, or the lines of standard input where it is a single hyphen.
///
/// # Errors
/// If one can't be a TARGET, or standard input can't be read.
pub fn targets(target: &str) -> Result<Vec<ResourcePath>, CommandError> {
    let parse = |text: &str| ResourcePath::parse(text).map_err(CommandError::usage);
    if target != "-" {
        return Ok(vec![parse(target)?]);
    }
    let mut targets = Vec::new();
    for line in io::stdin().lock().lines() {
        let line = line.map_err(|error| {
            CommandError::usage(AppError::new("Standard input can't be read as text").cause(error))
        })?;
        if !line.trim().is_empty() {
            targets.push(parse(line.trim())?);
        }
    }
    if targets.is_empty() {
        return Err(CommandError::usage(AppError::new("Standard input names no TARGET")));
    }
    Ok(targets)
}
