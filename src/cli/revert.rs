//! `cognitui revert`: takes a recorded change back without a screen. The text of the question goes to stderr.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::app::App;
use crate::app::change::confirm::{Confirm, Knowledge};
use crate::app::headless::{ChangeProgress, ChangeResult};
use crate::cli::Cli;
use crate::error::AppError;
use crate::history::entry::in_words;
use crate::history::{HistoryEntry, RecordedChange, RecordedOutcome};
use crate::resource::diff::lines::{ChangeLine, change_lines};
use crate::resource::display::plural::plural;
use crate::resource::{Kind, WriteOperation};
use crate::runtime::headless::{Headless, Waited};
use crate::runtime::history_file::{HistoryFile, HistoryPlace};
use crate::visible::visible;

/// Exit statuses of a command that changes something.
const REFUSED: u8 = 1;
const USAGE: u8 = 2;
const UNKNOWN: u8 = 3;

/// What is added to a signal's number, as shells do.
const SIGNALLED: u8 = 128;

/// Takes the change with this id back; returns the exit status.
///
/// # Errors
/// If the history can't be read, or the program can't start.
pub fn run(cli: Cli, id: &str, yes: bool) -> Result<u8, AppError> {
    let (found, _) = HistoryFile::new(HistoryPlace::State).entries()?;
    let Some(entry) = found.iter().find(|entry| entry.record.id == id) else {
        say(&format!("There is no change {id} in the history. `cognitui history` lists them."));
        return Ok(USAGE);
    };
    if let Some(reason) = nothing_to_take_back(entry) {
        say(reason);
        return Ok(REFUSED);
    }
    let plan = match cli.plan() {
        Ok(plan) => plan,
        Err(error) => {
            error.lines().iter().for_each(|line| say(line));
            return Ok(USAGE);
        }
    };
    if let Some(problem) = plan.options.config.problems.first() {
        say(&format!("The configuration has mistakes. Line {}: {}", problem.line, problem.text));
    }
    let mut headless = Headless::start(plan)?;
    if let Waited::Signalled(number) = headless.begin_revert(entry.written())? {
        return Ok(SIGNALLED + number);
    }
    match headless.change() {
        ChangeProgress::Asks(open) => {
            for line in &question(headless.app(), open) {
                print(line);
            }
            if let Some(reason) = open.blocked_by_documents() {
                say(&reason);
                return Ok(REFUSED);
            }
            if let Some(refusal) = refusal(headless.app(), open, yes) {
                say(&refusal);
                return Ok(REFUSED);
            }
        }
        ChangeProgress::Ended { reason, is_well } => {
            say(&reason);
            return Ok(if is_well { 0 } else { REFUSED });
        }
        ChangeProgress::Failed(error) => {
            error.lines().iter().for_each(|line| say(line));
            return Ok(REFUSED);
        }
        ChangeProgress::Over(_) | ChangeProgress::UnderWay => return Ok(UNKNOWN),
    }
    let waited = headless.accept()?;
    Ok(match (headless.change(), waited) {
        (ChangeProgress::Over(open), _) => {
            tell_result(open);
            match open.change_result() {
                ChangeResult::Applied => 0,
                ChangeResult::Refused => REFUSED,
                ChangeResult::Unknown => UNKNOWN,
            }
        }
        (_, Waited::Signalled(_)) => {
            say("The response did not come in time: it is unknown whether the change was applied.");
            UNKNOWN
        }
        _ => {
            say("Nothing was sent.");
            REFUSED
        }
    })
}

fn nothing_to_take_back(entry: &HistoryEntry) -> Option<&'static str> {
    if entry.is_draft() {
        Some("Nothing to take back: a draft was never sent.")
    } else if entry.outcome() == RecordedOutcome::Refused {
        Some("Nothing to take back: AWS refused this change.")
    } else {
        None
    }
}

/// The text of the question: what changes, where, and what has to be known.
fn question(app: &App, open: &Confirm) -> Vec<String> {
    let write = &open.write;
    let kind = write.key.kind;
    let verb = match write.operation {
        WriteOperation::Create => "Create",
        WriteOperation::Update => "Update",
        WriteOperation::Delete => "Delete",
    };
    let mut lines = vec![format!("{verb} {} {}", kind.name, open.name)];
    let account = app.caller.as_ref().map_or("account unknown", |caller| caller.account.as_str());
    let region = app.connection.region.as_deref().unwrap_or("region unknown");
    let endpoint = app.connection.endpoint(kind.service());
    let endpoint = endpoint.map(|url| format!(" · {url}")).unwrap_or_default();
    let operation = kind.operation(write.operation).unwrap_or_default();
    lines.push(format!("  {operation} · {} · {account} · {region}{endpoint}", write.key.id));
    for change in write.changes() {
        for line in change_lines(&change, app.now) {
            lines.push(format!("  {}", in_line(&change.label(), line)));
        }
    }
    for consequence in write.consequences(&write.changes()) {
        lines.push(format!("  ! {consequence}"));
    }
    if let Some(reverting) = &open.reverting {
        let each = |changes: &[RecordedChange], words: &str| -> Vec<String> {
            let line = |change: &RecordedChange| {
                format!("  ! {words}: {}: {}", change.setting, one_line(change, kind))
            };
            changes.iter().map(line).collect()
        };
        lines.extend(each(&reverting.moved, "Left alone, because it was changed since"));
        lines.extend(each(&reverting.lost, "Can't come back"));
    }
    for count in &open.dependents {
        lines.push(format!("  ! Deleted with it: {}", plural(count.number, count.kind.name)));
    }
    for (label, number) in open.known_dependents() {
        if let Some(number) = number.filter(|number| *number > 0) {
            lines.push(format!("  ! Stops working with it: {label} ({number})"));
        }
    }
    lines
}

fn one_line(change: &RecordedChange, kind: &'static Kind) -> String {
    in_words(change, Some(kind)).replace('\n', ", ")
}

fn in_line(label: &str, line: ChangeLine) -> String {
    match line {
        ChangeLine::Turns(before, after) => {
            format!("{label}: {} → {}", before.text(false), after.text(false))
        }
        ChangeLine::Member(member, before, after) => {
            format!("{label} › {member}: {} → {}", before.text(false), after.text(false))
        }
        ChangeLine::Gone(text) => format!("{label}: - {text}"),
        ChangeLine::Added(text) => format!("{label}: + {text}"),
        ChangeLine::Moved(place, text) => format!("{label}: {text} moves to place {place}"),
    }
}

/// Asks, unless the answer was given before; the reason why nothing is sent, if so.
fn refusal(app: &App, open: &Confirm, yes: bool) -> Option<String> {
    let deletes = open.write.operation == WriteOperation::Delete;
    let gaps = match (deletes, open.knowledge(&app.scans)) {
        (true, Knowledge::Incomplete(gaps)) => gaps,
        _ => Vec::new(),
    };
    for gap in &gaps {
        print(&format!("  ! {gap}"));
    }
    if yes && !deletes && open.typed.is_some() {
        let reason = "a rule of the configuration asks for the name, which --yes does not type";
        return Some(format!("Nothing was sent: {reason}."));
    }
    if yes {
        let unknown = !gaps.is_empty();
        return unknown
            .then(|| "Nothing was sent: --yes deletes nothing while that is not known.".to_owned());
    }
    if !io::stdin().is_terminal() {
        return Some("Nothing was sent: this needs --yes where nobody can be asked.".to_owned());
    }
    let word = open.typed.as_ref().map_or("yes", |typed| typed.wanted.as_str());
    let words = [Some(word), (!gaps.is_empty()).then_some("delete")];
    for word in words.into_iter().flatten() {
        say(&format!("Type {word} to send it:"));
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        if read.is_err() || answer.trim_end_matches(['\n', '\r']) != word {
            return Some("Nothing was sent.".to_owned());
        }
    }
    None
}

fn tell_result(open: &Confirm) {
    if let Some((_, text)) = open.result() {
        say(&text);
    }
    if let Some(error) = open.error() {
        error.lines().iter().skip(1).for_each(|line| print(&format!("  {line}")));
    }
}

/// Prints a line to stderr. Unlike `eprintln!`, it does not panic if nobody reads it.
fn print(line: &str) {
    let line = line.split('\n').map(visible).collect::<Vec<_>>().join("\n");
    let _ = writeln!(io::stderr(), "{line}");
}

fn say(line: &str) {
    print(&format!("cognitui: {line}"));
}
