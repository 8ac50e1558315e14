//! `cognitui create` and `cognitui skeleton`: a new resource from a document, and the empty document of a
//! kind.

use crate::app::change::write::Stage;
use crate::app::headless::{ChangeProgress, HeadlessCreation};
use crate::cli::Cli;
use crate::cli::change::{ChangeEnd, ConsentOptions, carry_out};
use crate::cli::command::{CommandError, DONE, say, start};
use crate::cli::edit::{no_member, status, summary};
use crate::cli::get::shown;
use crate::cli::input::{place_of, read_contents};
use crate::cli::lookup::{self, FoundResource};
use crate::cli::output::{OutputOptions, write};
use crate::cli::resource_path::ListPath;
use crate::error::AppError;
use crate::resource::check::misspelt_member;
use crate::resource::json_file::FileContents;
use crate::resource::tables::ALL;
use crate::resource::{Document, Key, Kind, ListKey, WriteOperation, skeleton};
use crate::runtime::headless::Headless;

/// Creates a resource of a kind from a file; returns the exit status.
///
/// # Errors
/// If the output can't be written.
pub fn run(
    cli: Cli,
    list: &str,
    file: &str,
    consent: ConsentOptions,
    output: &OutputOptions,
) -> Result<u8, AppError> {
    Ok(create(cli, list, file, consent, output).unwrap_or_else(|error| error.tell()))
}

fn create(
    cli: Cli,
    list: &str,
    file: &str,
    consent: ConsentOptions,
    output: &OutputOptions,
) -> Result<u8, CommandError> {
    output.check().map_err(CommandError::usage)?;
    let path = ListPath::parse(list);
    let kind = match &path {
        Ok(path) => path.kind,
        Err(error) => kind_of(list).ok_or_else(|| CommandError::usage(error.clone()))?,
    };
    if kind.operation(WriteOperation::Create).is_none() {
        return Err(CommandError::usage(AppError::new(format!("{} can't be created", kind.plural))));
    }
    if !kind.creation.lost_answer_notice.is_empty() && !output.show_secrets && !consent.dry_run {
        let error = AppError::new(format!("A new {} is shown once, when it is created", kind.name));
        return Err(CommandError::usage(error.hint("Say --show-secrets to get it.")));
    }
    let contents = read_contents(file, kind)?;
    for document in &contents.documents {
        if let Some(fault) = misspelt_member(document, &Document::default(), kind) {
            return Err(no_member(kind, &fault.path));
        }
    }
    let by_document = contents.documents.first().and_then(|document| parents_in(document, kind));
    let region =
        path.as_ref().ok().and_then(|path| path.parent.as_ref()).and_then(|path| path.region.clone());
    let mut headless = start(cli, region.as_deref())?;
    headless.identify()?;
    let list = match (path, by_document) {
        (Ok(path), _) => lookup::find_list(&mut headless, &path)?,
        (Err(_), Some(list)) => list,
        (Err(error), None) => return Err(CommandError::usage(error)),
    };
    if let Some((id, outer)) = list.parents.split_last()
        && let Some(parent) = kind.parents().last()
    {
        let key = Key { kind: parent, parents: outer.to_vec(), id: id.clone() };
        lookup::show_pool(&mut headless, &FoundResource { key, name: id.clone() })?;
    }
    let ends = create_each(&mut headless, &list, &contents, consent, output)?;
    if !contents.others.is_empty() {
        let others = contents.others.join(", ");
        say(&format!("{} also has {others}: create takes one kind at a time.", place_of(file)));
    }
    Ok(status(&ends))
}

/// Creates each resource of a file, one after the other, and prints it.
fn create_each(
    headless: &mut Headless,
    list: &ListKey,
    contents: &FileContents,
    consent: ConsentOptions,
    output: &OutputOptions,
) -> Result<Vec<Result<ChangeEnd, u8>>, CommandError> {
    let is_many = contents.documents.len() > 1;
    let mut ends = Vec::new();
    for document in &contents.documents {
        if is_many {
            headless.turn_to_write();
        }
        let creation = HeadlessCreation { key: list.new_one(), document: document.clone() };
        let end = carry_out(headless, consent, |app, now| app.begin_creation(creation, now))?;
        if end == ChangeEnd::Applied {
            output.print(shown(&created(headless), list.kind, output).into_value())?;
        }
        ends.push(Ok(end));
    }
    if is_many {
        say(&summary(&ends, "created"));
    }
    Ok(ends)
}

/// The new resource, with what only the answer to its creation has.
fn created(headless: &Headless) -> Document {
    let ChangeProgress::Over(open) = headless.change() else { return Document::default() };
    let mut document = match &open.write.stage {
        Stage::Done { now, .. } => now.clone(),
        _ => Document::default(),
    };
    for (name, value) in open.write.created.members() {
        if document.get(name).is_none() {
            document.set(name, Some(value.clone()));
        }
    }
    document
}

fn kind_of(word: &str) -> Option<&'static Kind> {
    ALL.into_iter().find(|kind| kind.word() == word)
}

/// The list that a document names by the ids of its parents.
fn parents_in(document: &Document, kind: &'static Kind) -> Option<ListKey> {
    let members = kind.operations.create.as_ref()?.id_members;
    let parents = members.iter().map(|member| document.text(member).map(str::to_owned));
    Some(ListKey { kind, parents: parents.collect::<Option<_>>()? })
}

/// Prints the empty document of a kind: null stands for what need not be set; returns the exit status.
///
/// # Errors
/// If the output can't be written.
pub fn print_skeleton(word: &str) -> Result<u8, AppError> {
    let Some(kind) = skeleton::writable_kind(word) else {
        let error = AppError::new(format!("'{word}' is no kind of resource that can be written"));
        let words: Vec<_> = skeleton::words().collect();
        return Ok(CommandError::usage(error.hint(format!("It is one of {}.", words.join(", ")))).tell());
    };
    write(&skeleton::text(kind))?;
    Ok(DONE)
}
