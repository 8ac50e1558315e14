//! `cognitui create` and `cognitui skeleton`: a new resource from a document, and the empty document of a
//! kind.

use serde_json::{Map, Value};

use crate::app::change::write::Stage;
use crate::app::headless::{ChangeProgress, HeadlessCreation};
use crate::cli::Cli;
use crate::cli::change::{ChangeEnd, ConsentOptions, carry_out};
use crate::cli::command::{CommandError, DONE, start};
use crate::cli::edit::read_document;
use crate::cli::get::shown;
use crate::cli::lookup::{self, FoundResource};
use crate::cli::output::{OutputOptions, write};
use crate::cli::resource_path::{ListPath, capitalized};
use crate::error::AppError;
use crate::resource::cli_command::escaped_json;
use crate::resource::edit::file::unknown_member;
use crate::resource::tables::ALL;
use crate::resource::{Access, Document, Field, FieldKind, Key, Kind, ListKey, WriteOperation};
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
    let document = read_document(file, kind)?;
    if let Some(member) = unknown_member(&document, &Document::default(), kind) {
        return Err(CommandError::usage(AppError::new(capitalized(&kind.no_member(&member)))));
    }
    let by_document = parents_in(&document, kind);
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
    let creation = HeadlessCreation { key: list.new_one(), document };
    let end = carry_out(&mut headless, consent, |app, now| app.begin_creation(creation, now))?;
    if end == ChangeEnd::Applied {
        let created = created(&headless);
        output.print(shown(&created, kind, output).into_value())?;
    }
    Ok(end.status())
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
pub fn skeleton(word: &str) -> Result<u8, AppError> {
    let kind = kind_of(word)
        .filter(|kind| kind.operation(WriteOperation::Create).is_some())
        .or_else(|| kind_of(word).filter(|kind| kind.operation(WriteOperation::Update).is_some()));
    let Some(kind) = kind else {
        let words: Vec<_> = ALL.into_iter().filter(|kind| is_writable(kind)).map(Kind::word).collect();
        let error = AppError::new(format!("'{word}' is no kind of resource that can be written"));
        return Ok(CommandError::usage(error.hint(format!("It is one of {}.", words.join(", ")))).tell());
    };
    write(&(escaped_json(&empty_document(kind).into_value()) + "\n"))?;
    Ok(DONE)
}

fn is_writable(kind: &Kind) -> bool {
    [WriteOperation::Create, WriteOperation::Update].into_iter().any(|write| kind.operation(write).is_some())
}

/// A document with every member of a kind that can be set.
fn empty_document(kind: &Kind) -> Document {
    let mut document = Document::default();
    let is_settable =
        |field: &&Field| !matches!(field.access, Access::ReadOnly | Access::Identifier | Access::SentBack(_));
    for field in kind.fields.iter().filter(is_settable).filter(|field| !field.catch_all) {
        let value = match &field.kind {
            _ if !field.rule.required => Value::Null,
            FieldKind::Toggle { .. } => Value::Bool(false),
            FieldKind::List(_) | FieldKind::Records(_) => Value::Array(Vec::new()),
            FieldKind::Map { .. } | FieldKind::Record(_) | FieldKind::Json => Value::Object(Map::new()),
            FieldKind::Number { .. } | FieldKind::Date => Value::from(0),
            FieldKind::Text | FieldKind::LongText | FieldKind::Choice(_) | FieldKind::Secret => {
                Value::from("")
            }
        };
        document.set(field.path, Some(value));
    }
    document
}
