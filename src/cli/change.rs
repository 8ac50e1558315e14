//! A change on the command line: its question on stderr, the answer, and its result. The steps are those of
//! the screen.

use std::io::{self, IsTerminal};

use clap::Args;

use crate::app::App;
use crate::app::change::confirm::{Confirm, Knowledge};
use crate::app::headless::{ChangeProgress, ChangeResult};
use crate::cli::command::{CommandError, DONE, REFUSED, UNKNOWN, print_line, say, tell_error};
use crate::history::RecordedChange;
use crate::history::entry::in_words;
use crate::message::Effect;
use crate::resource::diff::lines::{ChangeLine, change_lines};
use crate::resource::display::plural::plural;
use crate::resource::{Change, Kind, WriteOperation};
use crate::runtime::answer::Echo;
use crate::runtime::headless::{Headless, Waited};

/// Whether a change is asked about, and whether it is sent at all.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct ConsentOptions {
    /// Don't ask
    #[arg(long)]
    pub yes: bool,

    /// Print what would change, and send nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// How a change has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeEnd {
    Applied,
    /// All is as it should be already.
    NothingToDo,
    /// It was only asked what would change.
    Planned,
    Refused,
    Unknown,
}

impl ChangeEnd {
    /// The exit status.
    pub const fn status(self) -> u8 {
        match self {
            Self::Applied | Self::NothingToDo | Self::Planned => DONE,
            Self::Refused => REFUSED,
            Self::Unknown => UNKNOWN,
        }
    }
}

/// Begins a change, asks about it, and makes it.
///
/// # Errors
/// If a signal comes before anything is sent, or signals can't be received.
pub fn carry_out(
    headless: &mut Headless,
    consent: ConsentOptions,
    begin: impl FnOnce(&mut App, i64) -> Vec<Effect>,
) -> Result<ChangeEnd, CommandError> {
    if let Waited::Signalled(number) = headless.begin(begin)? {
        return Err(CommandError::Signalled(number));
    }
    match headless.change() {
        ChangeProgress::Asks(open) => {
            for line in &question(headless.app(), open) {
                print_line(line);
            }
            if let Some(reason) = open.blocked_by_documents() {
                say(&reason);
                return Ok(ChangeEnd::Refused);
            }
            if consent.dry_run {
                say("Nothing was sent: this is a dry run.");
                return Ok(ChangeEnd::Planned);
            }
            let words = match words_to_type(headless.app(), open, consent.yes) {
                Ok(words) => words,
                Err(refusal) => {
                    say(&refusal);
                    return Ok(ChangeEnd::Refused);
                }
            };
            for word in words {
                let ask = || say(&format!("Type {word} to send it:"));
                let answer = headless.read_line(Echo::Shown, ask)?;
                if answer.is_none_or(|answer| *answer.reveal() != word) {
                    say("Nothing was sent.");
                    return Ok(ChangeEnd::Refused);
                }
            }
        }
        ChangeProgress::Ended { reason, is_well } => {
            say(&reason);
            return Ok(if is_well { ChangeEnd::NothingToDo } else { ChangeEnd::Refused });
        }
        ChangeProgress::Failed(error) => {
            tell_error(error);
            return Ok(ChangeEnd::Refused);
        }
        ChangeProgress::Over(_) | ChangeProgress::UnderWay => return Ok(ChangeEnd::Unknown),
    }
    let waited = headless.accept()?;
    Ok(match (headless.change(), waited) {
        (ChangeProgress::Over(open), _) => {
            tell_result(open);
            match open.change_result() {
                ChangeResult::Applied => ChangeEnd::Applied,
                ChangeResult::Refused => ChangeEnd::Refused,
                ChangeResult::Unknown => ChangeEnd::Unknown,
            }
        }
        (_, Waited::Signalled(_)) => {
            say("The response did not come in time: it is unknown whether the change was applied.");
            ChangeEnd::Unknown
        }
        _ => {
            say("Nothing was sent.");
            ChangeEnd::Refused
        }
    })
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
    let is_newer = |change: &Change| {
        change.field.is_none()
            && change.after.is_some()
            && kind.members_in(&change.place.path).next().is_none()
    };
    let newer: Vec<_> = write.changes().iter().filter(|change| is_newer(change)).map(Change::label).collect();
    if !newer.is_empty() {
        lines.push(format!("  ! Sent as it is, because cognitui does not know it: {}", newer.join(", ")));
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
    let gone = open.known_dependents().filter(|_| write.operation == WriteOperation::Delete);
    for (label, number) in gone {
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

/// The words by which the user consents; none where that was done before.
///
/// # Errors
/// The reason why nothing is sent.
fn words_to_type(app: &App, open: &Confirm, yes: bool) -> Result<Vec<String>, String> {
    let deletes = open.write.operation == WriteOperation::Delete;
    let gaps = match (deletes, open.knowledge(&app.scans)) {
        (true, Knowledge::Incomplete(gaps)) => gaps,
        _ => Vec::new(),
    };
    for gap in &gaps {
        print_line(&format!("  ! {gap}"));
    }
    if yes && !deletes && open.typed.is_some() {
        let reason = "a rule of the configuration asks for the name, which --yes does not type";
        return Err(format!("Nothing was sent: {reason}."));
    }
    if yes && !gaps.is_empty() {
        return Err("Nothing was sent: --yes deletes nothing while that is not known.".to_owned());
    }
    if yes {
        return Ok(Vec::new());
    }
    if !io::stdin().is_terminal() {
        return Err("Nothing was sent: this needs --yes where nobody can be asked.".to_owned());
    }
    let word = open.typed.as_ref().map_or("yes", |typed| typed.wanted.as_str());
    let words = [Some(word), (!gaps.is_empty()).then_some("delete")];
    Ok(words.into_iter().flatten().map(str::to_owned).collect())
}

fn tell_result(open: &Confirm) {
    if let Some((_, text)) = open.result() {
        say(&text);
    }
    if let Some(error) = open.error() {
        error.lines().iter().skip(1).for_each(|line| print_line(&format!("  {line}")));
    }
}
