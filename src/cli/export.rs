//! `cognitui export`: a resource as a document without its secrets; a pool with what belongs to it.

use serde_json::{Map, Value};

use crate::cli::Cli;
use crate::cli::command::{CommandError, DONE, say, start};
use crate::cli::lookup::{self, FoundResource};
use crate::cli::output::write;
use crate::cli::resource_path::ResourcePath;
use crate::error::AppError;
use crate::resource::cli_command::escaped_json;
use crate::resource::display::masked::masked;
use crate::resource::edit::patch::placeholder;
use crate::resource::{Document, Key, Kind, Listing};
use crate::runtime::headless::Headless;

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
    let mut left_out = Vec::new();
    let document = lookup::describe(&mut headless, &found)?;
    let own = exported(&document, found.key.kind, &mut left_out);
    let value = if found.key.parents.is_empty() && !found.key.kind.tabs.is_empty() {
        let mut members = Map::new();
        members.insert(found.key.kind.word(), own);
        inside(&mut headless, &found.key, &mut members, &mut left_out)?;
        Value::Object(members)
    } else {
        own
    };
    if !left_out.is_empty() {
        say(&format!("Placeholders stand for secrets: {}.", left_out.join(", ")));
    }
    write(&(escaped_json(&value) + "\n"))?;
    Ok(DONE)
}

/// Adds the parts of a pool, and the resources in it.
fn inside(
    headless: &mut Headless,
    key: &Key,
    members: &mut Map<String, Value>,
    left_out: &mut Vec<String>,
) -> Result<(), CommandError> {
    // People are no settings of a pool.
    let is_setting = |kind: &&Kind| kind.listing != Listing::PagedOnDemand;
    for kind in key.kind.inner_kinds().filter(is_setting) {
        if kind.is_part() && kind.parent.is_none() {
            let part = FoundResource { key: Key { kind, ..key.clone() }, name: key.id.clone() };
            let document = lookup::describe(headless, &part)?;
            members.insert(kind.word(), exported(&document, kind, left_out));
            continue;
        }
        let list = key.children(kind);
        let mut documents = Vec::new();
        for row in lookup::rows(headless, &list)? {
            let Some(row_key) = list.row(&row) else { continue };
            headless.turn_to_read();
            let row = FoundResource { name: row_key.id.clone(), key: row_key };
            documents.push(exported(&lookup::describe(headless, &row)?, kind, left_out));
        }
        members.insert(kind.word(), Value::Array(documents));
    }
    Ok(())
}

/// A document with placeholders in the place of its secrets, which are noted.
fn exported(document: &Document, kind: &Kind, left_out: &mut Vec<String>) -> Value {
    let name = kind.name_of(document).unwrap_or_default();
    let mut stand_in = |member: &str| {
        left_out.push(format!("{member} of {} {name}", kind.name));
        placeholder(member)
    };
    masked(kind, document, &mut stand_in).into_value()
}
