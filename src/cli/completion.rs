//! The words that may end a command line, beyond those that never change: profiles, regions, resources that
//! were read or written before, and members. The scripts of the shells ask for them; nothing is sent to AWS
//! for it.

use clap::{ArgAction, CommandFactory};

use crate::aws::REGIONS;
use crate::cli::Cli;
use crate::cli::command::DONE;
use crate::cli::config;
use crate::cli::output::write;
use crate::cli::resource_path::{ListPath, ResourcePath};
use crate::config::Facts;
use crate::error::AppError;
use crate::history::HistoryEntry;
use crate::message::Contexts;
use crate::resource::tables::TOP;
use crate::resource::{Kind, WriteOperation, skeleton};
use crate::runtime::history_file::{HistoryFile, HistoryPlace};
use crate::runtime::recent;
use crate::visible::visible;

pub const COMMAND: &str = "completion-words";

/// A command line up to the cursor.
#[derive(Debug, Default, PartialEq, Eq)]
struct CommandLine {
    command: Option<String>,
    /// The arguments of the command before the current one, without its options.
    arguments: Vec<String>,
    /// The option whose value is typed.
    option: Option<String>,
    /// The word at the cursor, as far as it is typed.
    current: String,
}

/// Prints the words that may come next, one a line; returns the exit status. None is printed where the
/// script of the shell knows as much.
///
/// # Errors
/// If the output can't be written.
pub fn run(cli: &Cli, line: &str) -> Result<u8, AppError> {
    let Some(typed) = CommandLine::read(line) else { return Ok(DONE) };
    let words = words(cli, &typed);
    let fitting = words.iter().filter(|word| word.starts_with(&typed.current) && visible(word) == **word);
    write(&fitting.flat_map(|word| [word.as_str(), "\n"]).collect::<String>())?;
    Ok(DONE)
}

impl CommandLine {
    /// Reads a line; `None` where it ends within quotes, or is none of this program.
    fn read(line: &str) -> Option<Self> {
        let mut words = shell_words::split(line).ok()?;
        let current = if line.ends_with(char::is_whitespace) { String::new() } else { words.pop()? };
        let mut typed = Self::default();
        let program = Cli::command();
        for word in words.into_iter().skip(1) {
            let found = typed.command.as_deref().and_then(|name| program.find_subcommand(name));
            if typed.option.take().is_some() {
                continue;
            }
            if let Some(name) = word.strip_prefix("--") {
                let named = |command: &clap::Command| {
                    let mut options = command.get_arguments();
                    options.any(|option| {
                        option.get_long() == Some(name)
                            && matches!(option.get_action(), ArgAction::Set | ArgAction::Append)
                    })
                };
                typed.option = (named(&program) || found.is_some_and(named)).then(|| name.to_owned());
            } else if typed.command.is_none() && program.find_subcommand(&word).is_some() {
                typed.command = Some(word);
            } else {
                typed.arguments.push(word);
            }
        }
        Some(Self { current, ..typed })
    }
}

fn words(cli: &Cli, typed: &CommandLine) -> Vec<String> {
    if let Some(option) = &typed.option {
        return match option.as_str() {
            "profile" => profiles(cli),
            "region" => REGIONS.iter().map(|(region, _)| (*region).to_owned()).collect(),
            "unset" => members(typed, ""),
            _ => Vec::new(),
        };
    }
    if typed.current.starts_with('-') {
        return Vec::new();
    }
    match (typed.command.as_deref(), typed.arguments.len()) {
        (None, 0) => {
            let program = Cli::command();
            let commands = program.get_subcommands().filter(|command| !command.is_hide_set());
            commands.map(|command| command.get_name().to_owned()).chain(pool_ids()).collect()
        }
        (Some("get" | "set" | "apply" | "export" | "diff"), 0) | (Some("diff"), 1) => targets(&typed.current),
        (Some("get"), 1) => members(typed, ""),
        (Some("set"), _) => members(typed, "="),
        (Some("list"), 0) => lists(&typed.current, |_| true),
        (Some("create"), 0) => lists(&typed.current, |kind| kind.operation(WriteOperation::Create).is_some()),
        (Some("skeleton"), 0) => skeleton::words().collect(),
        (Some("revert"), 0) => history().into_iter().rev().map(|entry| entry.record.id).collect(),
        _ => Vec::new(),
    }
}

/// The profiles that no rule of the configuration hides.
fn profiles(cli: &Cli) -> Vec<String> {
    let rules = config::read(cli.config.as_deref()).ok().flatten().unwrap_or_default().rules;
    let Contexts { profiles, recent, .. } = recent::contexts_or_none();
    let used = recent.into_iter().filter_map(|choice| choice.profile);
    let mut names: Vec<String> = Vec::new();
    for name in used.chain(profiles.iter().map(|profile| profile.name.clone())) {
        let profile = profiles.iter().find(|profile| profile.name == name);
        let account = profile.and_then(|profile| profile.account.as_deref());
        let region = profile.and_then(|profile| profile.region.as_deref());
        let facts = Facts { account, profile: Some(&name), region, pool: None };
        if !rules.policy(&facts).hidden && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The resources that were read or written from this machine, as TARGETs, newest first.
fn known() -> Vec<String> {
    let mut known = recent::targets();
    for entry in history().iter().rev() {
        let Some(key) = entry.record.key().filter(|key| !key.id.is_empty()) else { continue };
        let paths = [ResourcePath::of(&key)]
            .into_iter()
            .chain(key.parents.is_empty().then(|| format!("{}/{}", key.kind.word(), entry.record.name)));
        for path in paths {
            if !known.contains(&path) {
                known.push(path);
            }
        }
    }
    known.retain(|target| ResourcePath::parse(target).is_ok());
    known
}

fn history() -> Vec<HistoryEntry> {
    HistoryFile::new(HistoryPlace::State).entries().map(|(entries, _)| entries).unwrap_or_default()
}

/// What a TARGET may be after what is typed of it.
fn targets(current: &str) -> Vec<String> {
    let mut words = known();
    words.extend(TOP.iter().map(|kind| format!("{}/", kind.word())));
    words.extend(inner(current, |_, is_part| is_part));
    words.extend(inner(current, |_, is_part| !is_part).into_iter().map(|path| path + "/"));
    words
}

/// The names of lists after what is typed of one.
fn lists(current: &str, is_meant: fn(&Kind) -> bool) -> Vec<String> {
    let mut words: Vec<_> = TOP.iter().map(|kind| kind.word()).collect();
    words.extend(inner(current, |kind, is_part| !is_part && is_meant(kind)));
    let outer = known().into_iter().map(|target| target + "/");
    words
        .extend(outer.filter(|target| !inner(target, |kind, is_part| !is_part && is_meant(kind)).is_empty()));
    words.retain(|word| word.ends_with('/') || ListPath::parse(word).is_ok());
    words
}

/// The paths of the kinds that a path may go on to.
fn inner(current: &str, is_meant: impl Fn(&Kind, bool) -> bool) -> Vec<String> {
    let Some((outer, _)) = current.rsplit_once('/') else { return Vec::new() };
    let Ok(path) = ResourcePath::parse(outer) else { return Vec::new() };
    let is_part = |kind: &Kind| kind.parents().last() != Some(&path.kind());
    let kinds = path.kind().inner_kinds().filter(|kind| is_meant(kind, is_part(kind)));
    kinds.map(|kind| format!("{outer}/{}", kind.word())).collect()
}

/// The ids of the user pools that are known.
fn pool_ids() -> Vec<String> {
    let mut ids: Vec<String> = vec!["user-pools".to_owned(), "identity-pools".to_owned()];
    for target in known() {
        let id = target.split('/').nth(1).unwrap_or(&target);
        if crate::cli::pool_id(id).is_some() && !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
    ids
}

/// The members of the TARGET that was typed, each with what follows it.
fn members(typed: &CommandLine, after: &str) -> Vec<String> {
    let Some(Ok(path)) = typed.arguments.first().map(|target| ResourcePath::parse(target)) else {
        return Vec::new();
    };
    let mut members: Vec<String> = Vec::new();
    for field in path.kind().fields {
        let member = format!("{}{after}", field.path);
        let is_settable = after.is_empty() || field.locked(None).is_none();
        if is_settable && !members.contains(&member) {
            members.push(member);
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> CommandLine {
        CommandLine::read(line).unwrap_or_else(|| panic!("{line}"))
    }

    #[test]
    fn a_line_is_read_into_its_command_its_arguments_and_the_word_at_the_cursor() {
        let read = typed("cognitui --profile prod set --yes 'user-pool/shop prod' Call");
        assert_eq!((read.command.as_deref(), &*read.current, &read.option), (Some("set"), "Call", &None));
        assert_eq!(read.arguments, ["user-pool/shop prod"]);
        assert_eq!(typed("cognitui get --region ").option.as_deref(), Some("region"));
        assert_eq!(typed("cognitui get --region eu").option.as_deref(), Some("region"));
        assert_eq!(typed("cognitui get --yes ").option, None);
        assert_eq!(typed("cognitui ").command, None);
        assert_eq!(CommandLine::read("cognitui get 'user"), None);
    }

    #[test]
    fn members_and_parts_follow_the_kind_of_the_target() {
        let members = |line: &str| words(&<Cli as clap::Parser>::parse_from(["cognitui"]), &typed(line));
        let set = members("cognitui set user-pool/shop/client/web Call");
        assert!(
            set.contains(&"CallbackURLs=".to_owned()) && !set.contains(&"ClientId=".to_owned()),
            "{set:?}"
        );
        let get = members("cognitui get user-pool/shop/client/web ");
        assert!(get.contains(&"ClientId".to_owned()), "{get:?}");
        let inside = members("cognitui get user-pool/shop/");
        for path in ["user-pool/shop/mfa", "user-pool/shop/client/"] {
            assert!(inside.contains(&path.to_owned()), "{path}: {inside:?}");
        }
        let lists = members("cognitui list user-pool/shop/cl");
        assert!(lists.contains(&"user-pool/shop/client".to_owned()), "{lists:?}");
    }
}
