//! Finds the resource that a TARGET names. Ids need no request; names are looked up in their lists.

use crate::cli::command::CommandError;
use crate::cli::resource_path::{ListPath, Naming, PathStep, ResourcePath, is_named_by_id};
use crate::error::{AppError, ErrorKind};
use crate::message::{Call, Pages, Reply};
use crate::resource::members::nearest;
use crate::resource::tables::{IDENTITY_POOL, USER_POOL};
use crate::resource::{Document, Key, Kind, ListKey, Service, Shows};
use crate::runtime::headless::Headless;
use crate::runtime::recent;

/// A resource that was found: its key, and its name as the user knows it.
#[derive(Debug, Clone)]
pub struct FoundResource {
    pub key: Key,
    pub name: String,
}

/// Finds the resource of a path.
///
/// # Errors
/// If there is none, there are several of the name, or a list can't be read.
pub fn find(headless: &mut Headless, path: &ResourcePath) -> Result<FoundResource, CommandError> {
    let mut found: Option<FoundResource> = None;
    for step in &path.steps {
        found = Some(follow(headless, found.as_ref(), step)?);
    }
    found.ok_or_else(|| CommandError::usage(AppError::new("The TARGET is empty")))
}

/// Remembers TARGETs for the completions of the shell, unless no record is kept of this run.
pub fn remember(headless: &Headless, targets: &[String]) {
    let options = &headless.app().options;
    if options.history.is_some() && !options.demo && !targets.is_empty() {
        recent::remember_targets(targets);
    }
}

/// The list of a path, once the resource that contains it was found.
///
/// # Errors
/// As of [`find`].
pub fn find_list(headless: &mut Headless, path: &ListPath) -> Result<ListKey, CommandError> {
    let parent = path.parent.as_ref().map(|parent| find(headless, parent)).transpose()?;
    Ok(path.list(parent.as_ref().map(|parent| &parent.key)))
}

fn follow(
    headless: &mut Headless,
    outer: Option<&FoundResource>,
    step: &PathStep,
) -> Result<FoundResource, CommandError> {
    let kind = step.kind;
    let list = outer.map_or(ListKey::top(kind), |outer| outer.key.children(kind));
    let called = |id: &str| FoundResource { key: list.key(id), name: id.to_owned() };
    let name = match (&step.naming, outer) {
        (Naming::Part, Some(outer)) => {
            let key = Key { kind, ..outer.key.clone() };
            return Ok(FoundResource { key, name: outer.name.clone() });
        }
        (Naming::Id(id), _) => return Ok(called(id)),
        (Naming::Name(name), _) if is_named_by_id(kind) => return Ok(called(name)),
        (Naming::Name(name), _) => name,
        (Naming::Part, None) => return Err(CommandError::usage(AppError::new("The TARGET is empty"))),
    };
    let rows = rows(headless, &list)?;
    let name_of = |row: &Document| kind.name_of(row).unwrap_or_default().to_owned();
    let found = |row: &Document| Some(FoundResource { key: list.row(row)?, name: name_of(row) });
    if let Some(found) = rows.iter().find(|row| row.text(kind.id_path) == Some(name)).and_then(found) {
        return Ok(found);
    }
    let called: Vec<_> = rows.iter().filter(|row| name_of(row) == *name).filter_map(found).collect();
    match called.as_slice() {
        [only] => Ok(only.clone()),
        [] => {
            let names: Vec<_> = rows.iter().map(name_of).collect();
            Err(no_such(kind, name, outer, &names))
        }
        several => {
            let paths: Vec<_> = several.iter().map(|found| ResourcePath::of(&found.key)).collect();
            let summary = format!("{} {} are called {name}", several.len(), kind.plural.to_lowercase());
            let hint = format!("Name one by its id: {}", paths.join(", "));
            Err(CommandError::usage(AppError::new(summary).hint(hint)))
        }
    }
}

/// The error for a name that no resource has.
fn no_such(kind: &Kind, name: &str, outer: Option<&FoundResource>, names: &[String]) -> CommandError {
    let place = outer.map(|outer| format!(" in {} {}", outer.key.kind.name, outer.name)).unwrap_or_default();
    let error = AppError::new(format!("There is no {} {name}{place}", kind.name)).kind(ErrorKind::NotFound);
    let near = nearest(name, names.iter().map(String::as_str));
    CommandError::usage(match near {
        Some(near) => error.hint(format!("Did you mean {near}?")),
        None => error,
    })
}

/// Shows the pool of a resource to the rules of the configuration, if any of them is about pools.
///
/// # Errors
/// If the pool can't be read.
pub fn show_pool(headless: &mut Headless, found: &FoundResource) -> Result<(), CommandError> {
    if !headless.app().options.config.rules.depends_on_pool() {
        return Ok(());
    }
    let kind = match found.key.kind.service() {
        Service::UserPools => &USER_POOL,
        Service::IdentityPools | Service::Iam => &IDENTITY_POOL,
    };
    let id = found.key.outermost_parent().unwrap_or(&found.key.id).to_owned();
    let pool = FoundResource { key: Key::top(kind, &*id), name: id };
    let document = describe(headless, &pool)?;
    let name = kind.name_of(&document).unwrap_or_default().to_owned();
    headless.app_mut().show_pool(pool.key, name);
    Ok(())
}

/// All rows of a list.
///
/// # Errors
/// If the list can't be read.
pub fn rows(headless: &mut Headless, list: &ListKey) -> Result<Vec<Document>, CommandError> {
    if list.kind.operations.list.is_none() {
        return named_rows(headless, list);
    }
    Ok(headless.fetch(Call::List(list.clone(), Pages::All))?.rows)
}

/// The resources that the document of their parent names: AWS has no list of them.
fn named_rows(headless: &mut Headless, list: &ListKey) -> Result<Vec<Document>, CommandError> {
    let parents = list.kind.parents();
    let named = |kind: &'static Kind| {
        kind.tabs.iter().find_map(|tab| match tab.shows {
            Shows::Named(rows, ids) if rows() == list.kind => Some((kind, ids)),
            _ => None,
        })
    };
    let (Some((kind, ids)), Some((id, outer))) =
        (parents.last().and_then(|kind| named(kind)), list.parents.split_last())
    else {
        let summary = format!("AWS has no list of {}", list.kind.plural.to_lowercase());
        return Err(CommandError::usage(AppError::new(summary)));
    };
    let parent =
        FoundResource { key: Key { kind, parents: outer.to_vec(), id: id.clone() }, name: id.clone() };
    let found = ids(&describe(headless, &parent)?);
    let describe_one = |id: String| describe(headless, &FoundResource { key: list.key(&*id), name: id });
    found.into_iter().map(describe_one).collect()
}

/// Reads a resource.
///
/// # Errors
/// If it can't be read, or there is none.
pub fn describe(headless: &mut Headless, found: &FoundResource) -> Result<Document, CommandError> {
    match headless.fetch(Call::Describe(found.key.clone())) {
        Ok(fetched) => match fetched.reply {
            Reply::Document(Some(document)) => Ok(document),
            _ => Err(gone(found.key.kind, &found.name)),
        },
        Err(error) => Err(match CommandError::from(error) {
            CommandError::Failed { error, .. } if error.kind == ErrorKind::NotFound => {
                CommandError::usage(error)
            }
            error => error,
        }),
    }
}

/// The document of a resource; `None` if there is none.
///
/// # Errors
/// If it can't be read.
pub fn described(headless: &mut Headless, key: &Key) -> Result<Option<Document>, CommandError> {
    match headless.fetch(Call::Describe(key.clone())) {
        Ok(fetched) => match fetched.reply {
            Reply::Document(document) => Ok(document),
            _ => Ok(None),
        },
        Err(error) => match CommandError::from(error) {
            CommandError::Failed { error, .. } if error.kind == ErrorKind::NotFound => Ok(None),
            error => Err(error),
        },
    }
}

fn gone(kind: &Kind, name: &str) -> CommandError {
    let summary = format!("There is no {} {name}", kind.name);
    CommandError::usage(AppError::new(summary).kind(ErrorKind::NotFound))
}
