//! `cognitui set` and `cognitui apply`: changes of one resource, or of each that standard input names.

use crate::app::headless::HeadlessEdit;
use crate::cli::Cli;
use crate::cli::change::{ChangeEnd, ConsentOptions, carry_out};
use crate::cli::command::{CommandError, REFUSED, say, start};
use crate::cli::get::targets;
use crate::cli::input::{place_of, read_contents, read_text, unusable};
use crate::cli::lookup;
use crate::cli::resource_path::{ResourcePath, capitalized};
use crate::error::AppError;
use crate::resource::check::misspelt_member;
use crate::resource::display::plural::plural;
use crate::resource::edit::DocumentEdit;
use crate::resource::edit::text::{Assignment, unset};
use crate::resource::{Document, Kind, WriteOperation};
use crate::runtime::headless::Headless;

/// What to change: members one by one, or what a document names.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    Members { assignments: &'a [String], unset: &'a [String] },
    File(&'a str),
}

/// Makes the change to the resource of a TARGET, or of each on standard input; returns the exit status.
///
/// # Errors
/// If the program can't start.
pub fn run(cli: Cli, target: &str, wanted: Wanted, consent: ConsentOptions) -> Result<u8, AppError> {
    Ok(edit(cli, target, wanted, consent).unwrap_or_else(|error| error.tell()))
}

fn edit(cli: Cli, target: &str, wanted: Wanted, consent: ConsentOptions) -> Result<u8, CommandError> {
    if target == "-" && matches!(wanted, Wanted::File("-")) {
        let error = AppError::new("Standard input can't be both the TARGETs and the document");
        return Err(CommandError::usage(error));
    }
    let targets = targets(target)?;
    let mut edits = Vec::new();
    for path in &targets {
        edits.push(edits_of(path, wanted)?);
    }
    let region = targets.first().and_then(|path| path.region.clone());
    let mut headless = start(cli, region.as_deref())?;
    headless.identify()?;
    let mut ends = Vec::new();
    for (path, edits) in targets.iter().zip(edits) {
        if targets.len() > 1 {
            headless.turn_to_write();
        }
        match one(&mut headless, path, edits, consent) {
            Ok(end) => ends.push(Ok(end)),
            Err(error) if targets.len() == 1 || matches!(error, CommandError::Signalled(_)) => {
                return Err(error);
            }
            Err(error) => ends.push(Err(error.tell())),
        }
    }
    if targets.len() > 1 {
        say(&summary(&ends, "changed"));
    }
    Ok(status(&ends))
}

/// The worst exit status of some changes.
pub fn status(ends: &[Result<ChangeEnd, u8>]) -> u8 {
    let status = |end: &Result<ChangeEnd, u8>| match end {
        Ok(end) => end.status(),
        Err(_) => REFUSED,
    };
    ends.iter().map(status).max().unwrap_or_default()
}

/// How many changes have ended in which way.
pub fn summary(ends: &[Result<ChangeEnd, u8>], applied: &str) -> String {
    let count = |wanted: ChangeEnd| ends.iter().filter(|end| **end == Ok(wanted)).count();
    let refused = count(ChangeEnd::Refused) + ends.iter().filter(|end| end.is_err()).count();
    let parts = [
        (count(ChangeEnd::Applied), applied),
        (count(ChangeEnd::NothingToDo), "already set"),
        (count(ChangeEnd::Planned), "would change"),
        (refused, "refused"),
        (count(ChangeEnd::Unknown), "unknown"),
    ];
    let parts: Vec<_> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    format!("{}: {}", plural(ends.len(), "resource"), parts.join(", "))
}

/// The edits of a resource of a kind. Mistakes in them are told before anything is read.
fn edits_of(path: &ResourcePath, wanted: Wanted) -> Result<Vec<DocumentEdit>, CommandError> {
    let kind = path.kind();
    if kind.operation(WriteOperation::Update).is_none() {
        return Err(CommandError::usage(AppError::new(format!("{} can't be changed", kind.plural))));
    }
    let mistake = |text: String| CommandError::usage(AppError::new(text));
    match wanted {
        Wanted::Members { assignments: [], unset: [] } => {
            let error = AppError::new("Nothing to set").hint("Give MEMBER=VALUE, or --unset MEMBER.");
            Err(CommandError::usage(error))
        }
        Wanted::Members { assignments, unset: gone } => {
            let mut edits = Vec::new();
            for text in assignments {
                let assignment = Assignment::parse(text).map_err(mistake)?;
                let value = match assignment.value.strip_prefix("file://") {
                    Some(file) => read_text(file)?,
                    None => assignment.value.to_owned(),
                };
                edits.push(assignment.edit(kind, &value).map_err(mistake)?);
            }
            for member in gone {
                edits.push(unset(kind, member).map_err(mistake)?);
            }
            Ok(edits)
        }
        Wanted::File(file) => {
            let contents = read_contents(file, kind)?;
            let document = contents.called(path.name()).map_err(|fault| unusable(file, &fault))?;
            if !contents.others.is_empty() {
                let others = contents.others.join(", ");
                say(&format!("{} also has {others}: not applied here.", place_of(file)));
            }
            Ok(vec![DocumentEdit::Merge(document.clone().into_value())])
        }
    }
}

fn one(
    headless: &mut Headless,
    path: &ResourcePath,
    edits: Vec<DocumentEdit>,
    consent: ConsentOptions,
) -> Result<ChangeEnd, CommandError> {
    let found = lookup::find(headless, path)?;
    let kind = found.key.kind;
    for edit in &edits {
        let DocumentEdit::Merge(value) = edit else { continue };
        let document = Document::from_value(value.clone()).unwrap_or_default();
        if misspelt_member(&document, &Document::default(), kind).is_none() {
            continue;
        }
        // AWS may have members that the tables do not; only the resource tells whether this is one.
        let base = lookup::describe(headless, &found)?;
        if let Some(fault) = misspelt_member(&document, &base, kind) {
            return Err(no_member(kind, &fault.path));
        }
    }
    lookup::remember(headless, std::slice::from_ref(&path.text));
    lookup::show_pool(headless, &found)?;
    let edit = HeadlessEdit { key: found.key, name: found.name, edits };
    carry_out(headless, consent, |app, now| app.begin_edit(edit, now))
}

/// The error for a member that a kind does not have.
pub fn no_member(kind: &Kind, path: &str) -> CommandError {
    CommandError::usage(AppError::new(capitalized(&kind.no_member(path))))
}
