//! Draws the confirmation of a write: the request, its target, the changes and the warnings; then its
//! progress and outcome.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::Tone;
use crate::app::change::confirm::{Confirm, Earlier};
use crate::app::change::write::{Sent, Stage};
use crate::app::screen::Screen;
use crate::keymap::{Scope, named};
use crate::resource::{Kind, WriteOperation};
use crate::view::change::advice::warnings;
use crate::view::change::conflict::conflict;
use crate::view::change::deletion;
use crate::view::change::diff::{Sides, change_rows, settings};
use crate::view::change::outcome::{done, secrets, unknown};
use crate::view::change::permissions::permissions;
use crate::view::change::revert::taken_back;
use crate::view::dialog::DrawnDialog;
use crate::view::dialog::popup::{Content, boxed_lines, cells, focused_lines, keys, warning_lines};
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::text::{fit_middle, visible, width};
use crate::view::{Theme, failure};

/// The column at which values begin.
pub(crate) const COLUMN: u16 = 14;
/// Width of a conflict whose three values stand beside each other.
const CONFLICT_CELLS: u16 = 148;

/// The words for an operation: "Create", "Creating", "was not created", "creation".
struct Verbs {
    ask: &'static str,
    doing: &'static str,
    not_done: &'static str,
    noun: &'static str,
}

const fn verbs(operation: WriteOperation) -> Verbs {
    match operation {
        WriteOperation::Create => {
            Verbs { ask: "Create", doing: "Creating", not_done: "was not created", noun: "creation" }
        }
        WriteOperation::Update => {
            Verbs { ask: "Update", doing: "Updating", not_done: "was not updated", noun: "update" }
        }
        WriteOperation::Delete => {
            Verbs { ask: "Delete", doing: "Deleting", not_done: "was not deleted", noun: "deletion" }
        }
    }
}

#[expect(clippy::too_many_lines, reason = "one section of the question after the other")]
pub fn draw(app: &App, open: &Confirm, theme: &Theme, pen: &mut Pen, area: Rect) -> DrawnDialog {
    let cells = match open.write.conflict().filter(|conflict| conflict.has_choice()) {
        Some(_) => area.width.saturating_sub(4).min(CONFLICT_CELLS),
        None => cells(area),
    };
    let mut focused = None;
    let inner = cells.saturating_sub(4);
    let mut lines: Vec<Line> = Vec::new();
    let Verbs { ask, doing, not_done, noun } = verbs(open.write.operation);
    let name = title(open);
    // A question begins with what changes; a deletion begins with what goes.
    let is_change = open.write.operation != WriteOperation::Delete;
    let is_over = matches!(
        open.write.stage,
        Stage::Done { .. } | Stage::Removed { .. } | Stage::Conflict { .. } | Stage::Unknown { .. }
    );
    let asks_for_a_change = is_change && matches!(open.write.stage, Stage::Review);
    if let Some(earlier) = &open.earlier {
        written_before(open, earlier, theme, inner, &mut lines);
    }
    if !is_over && !asks_for_a_change {
        target(app, open, theme, inner, &mut lines);
        lines.push(vec![]);
    }
    let title = match &open.write.stage {
        Stage::Review if is_change => {
            taken_back(open, theme, inner, &mut lines);
            changed(app, open, theme, inner, &mut lines);
            warnings(app, open, theme, inner, &mut lines);
            lines.push(vec![]);
            target(app, open, theme, inner, &mut lines);
            titled(&format!("{ask} {}", typed_name(open)), "?", cells)
        }
        Stage::Review => {
            deletion::consequences(app, open, theme, inner, &mut lines);
            warnings(app, open, theme, inner, &mut lines);
            titled(&format!("{ask} {}", typed_name(open)), "?", cells)
        }
        Stage::Checking(_) => {
            lines.extend(paragraph("Checking that nobody else changed it…", inner, theme.plain));
            let words = format!("Nothing is sent yet. {} cancels.", named::cancel(Scope::Writing));
            lines.extend(paragraph(&words, inner, theme.quiet));
            format!("{doing} {name}")
        }
        Stage::Recording(_) => {
            lines.extend(paragraph("Recording the change in the history…", inner, theme.plain));
            lines.extend(paragraph("Nothing is sent yet.", inner, theme.quiet));
            format!("{doing} {name}")
        }
        Stage::Unrecorded(error) => {
            lines.extend(failure(error, theme, inner));
            lines.extend(paragraph("Nothing was sent.", inner, theme.plain));
            titled(&name, &format!(" {not_done}"), cells)
        }
        Stage::Sending(_) => {
            lines.extend(paragraph(&format!("Sending the {noun}…"), inner, theme.plain));
            format!("{doing} {name}")
        }
        Stage::Verifying(_, sent) => {
            let words = match sent {
                Sent::Accepted => "AWS accepted it. Loading it again to verify the result…",
                Sent::AnswerLost => "The response was lost. Loading it again to see whether it was applied…",
            };
            lines.extend(paragraph(words, inner, theme.plain));
            lines.extend(paragraph(&stops_waiting(), inner, theme.quiet));
            format!("{doing} {name}")
        }
        Stage::Identifying(_) => {
            lines.extend(paragraph(
                "The response was lost. Looking in the list for the new resource…",
                inner,
                theme.plain,
            ));
            lines.extend(paragraph(&stops_waiting(), inner, theme.quiet));
            format!("{doing} {name}")
        }
        Stage::Removed { sent, going } => {
            if *sent == Sent::AnswerLost {
                let words = if *going {
                    "The response was lost, but AWS is deleting it."
                } else {
                    "The response was lost, but it is deleted."
                };
                lines.extend(paragraph(words, inner, theme.plain));
            }
            let words = if *going {
                "✓ Accepted: AWS is deleting it. This takes a while."
            } else {
                "✓ Deleted and verified: AWS no longer returns it."
            };
            lines.extend(paragraph(words, inner, theme.good));
            name
        }
        Stage::Done { verdict, sent, .. } => {
            done(app, open, verdict, *sent, theme, inner, &mut lines);
            if let Some(second) = &open.completion {
                lines.extend(paragraph(&format!("! {}", second.unsent()), inner, theme.warn));
            }
            name
        }
        Stage::Conflict(met) => {
            focused = conflict(open, met, theme, inner, &mut lines);
            titled(&name, " was changed by someone else", cells)
        }
        Stage::Failed(error) => {
            lines.extend(failure(error, theme, inner));
            let nothing = match open.earlier {
                Some(_) => "This request changed nothing.",
                None => "Nothing was changed.",
            };
            lines.extend(paragraph(nothing, inner, theme.plain));
            titled(&name, &format!(" {not_done}"), cells)
        }
        Stage::Unknown { error, sent, unchanged } => {
            let again = open.write.key.kind.can_be_described();
            unknown(noun, error, *sent, *unchanged, again, theme, inner, &mut lines);
            secrets(open, app.reveal, theme, inner, &mut lines);
            if let Some(completion) = &open.completion {
                lines.extend(paragraph(&format!("! {}", completion.unsent()), inner, theme.warn));
            }
            titled(&name, ": result unknown", cells)
        }
    };
    let hints = hints(app, theme, inner);
    let mut below = if hints.is_empty() { vec![] } else { vec![vec![]] };
    if open.asks_to_discard {
        let question = "! You have neither shown nor copied the new secret, and AWS may never show it again. \
                        Close all the same?";
        below.extend(paragraph(question, inner, theme.bad));
    }
    let word = open.asked_word();
    if let Some(word) = word {
        below.extend(if open.write.operation == WriteOperation::Delete {
            deletion::question(app, open, word, theme, inner)
        } else {
            deletion::asked(word, "applies", theme, inner)
        });
    }
    let under_word = u16::try_from(hints.len()).unwrap_or(0);
    below.extend(hints);
    let content = Content { title: &title, cells, lines: &lines, keys: &below, above: open.scroll.above };
    let is_deletion = open.write.operation == WriteOperation::Delete;
    let heavy = is_deletion && !matches!(open.write.stage, Stage::Removed { .. });
    let focused = focused.filter(|_| open.scroll.shows_focus);
    let (drawn, inside) = match focused {
        Some(focused) => focused_lines(pen, area, &content, focused, theme),
        None if heavy => warning_lines(pen, area, &content, theme),
        None => boxed_lines(pen, area, &content, theme),
    };
    let cursor = word.map(|word| {
        let before: String = word.input.text().chars().take(word.input.cursor()).collect();
        (
            inside.x + 2 + u16::try_from(width(&visible(&before))).unwrap_or(0),
            inside.bottom().saturating_sub(1 + under_word),
        )
    });
    DrawnDialog { drawn: Some(drawn), cursor }
}

/// Adds how the write ended that came before the shown update, and what holds without the update.
fn written_before(open: &Confirm, earlier: &Earlier, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let (sign, style) = if earlier.tone == Tone::Good { ("✓", theme.good) } else { ("!", theme.warn) };
    lines.extend(paragraph(&format!("{sign} {}", earlier.result), cells, style));
    let is_unsent = matches!(
        open.write.stage,
        Stage::Review | Stage::Failed(_) | Stage::Unrecorded(_) | Stage::Conflict { .. }
    );
    if is_unsent {
        lines.extend(paragraph(&format!("! {}", earlier.without), cells, theme.warn));
    }
    lines.push(vec![]);
}

/// The keys of the dialog; those of another scope go into the next line if there is no room.
fn hints(app: &App, theme: &Theme, cells: u16) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for scope in app.scopes().into_iter().filter(|scope| *scope != Scope::Scroll) {
        let next = keys(scope, theme);
        let cells_of = |line: &Line| line.iter().map(|(_, text)| width(text)).sum::<usize>();
        match lines.last_mut() {
            Some(last) if cells_of(last) + cells_of(&next) <= usize::from(cells) + 3 => last.extend(next),
            _ if next.is_empty() => {}
            _ => lines.push(next),
        }
    }
    lines
}

/// A title whose end is always visible: a long name is cut in its middle.
fn titled(name: &str, end: &str, cells: u16) -> String {
    format!("{}{end}", fit_middle(&visible(name), usize::from(cells).saturating_sub(8 + width(end))))
}

/// The resource's name; for a part of another resource, both: "roles of shop".
fn title(open: &Confirm) -> String {
    let kind = open.write.key.kind;
    if kind.is_part() { format!("{} of {}", kind.name, open.name) } else { open.name.clone() }
}

/// The resource's name after its type: "identity pool shop", "app client “Copy of web”".
fn typed_name(open: &Confirm) -> String {
    let kind = open.write.key.kind;
    let name = &open.name;
    // The title of a part has the type already, and so has a new resource without a name.
    if kind.is_part() || *name == kind.unnamed() || is_deleted_by_parent(open) {
        title(open)
    } else if name.contains(' ') {
        format!("{} “{name}”", kind.name)
    } else {
        format!("{} {name}", kind.name)
    }
}

/// True if the name has the type, because the resource is called by its parent's name.
fn is_deleted_by_parent(open: &Confirm) -> bool {
    open.write.operation == WriteOperation::Delete && open.write.key.kind.deletion.named_by_parent
}

/// Adds who and where on one line, and the request with what it names on the next: "user pool shop-prod ·
/// 123456789012 · eu-west-1 · user/ann", "`UpdateUserPoolClient` · 3n4b5urk1ft4fl3mg5e62d9ado".
fn target(app: &App, open: &Confirm, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let kind = open.write.key.kind;
    let of_parent = |(parent, id): (&Kind, &String)| {
        let named =
            |screen: &&Screen| screen.key.as_ref().is_some_and(|key| key.id == *id) && screen.name != *id;
        let name = app.screens.iter().find(named).map_or(String::new(), |screen| format!("{} ", screen.name));
        format!("{} {name}{id}", parent.name)
    };
    let mut place: Vec<_> = kind.parents().into_iter().zip(&open.write.key.parents).map(of_parent).collect();
    place.push(
        app.caller.as_ref().map_or_else(|| "account unknown".to_owned(), |caller| caller.account.clone()),
    );
    place.push(app.connection.region.clone().unwrap_or_else(|| "region unknown".to_owned()));
    place.extend(app.caller.as_ref().map(|caller| caller.name().to_owned()));
    place.extend(app.connection.endpoint(kind.service()).map(|endpoint| format!("{endpoint} (not AWS)")));
    lines.extend(paragraph(&place.join(" · "), cells, theme.plain));
    let mut request = vec![kind.operation(open.write.operation).unwrap_or_default().to_owned()];
    let second = open.completion.as_ref().map(|completion| completion.kind);
    request.extend(second.and_then(|kind| Some(format!("then {}", kind.operation(WriteOperation::Update)?))));
    if !open.write.key.id.is_empty() {
        request.push(open.write.key.id.clone());
    }
    if let Some((label, text)) = deletion::age_of_deleted(open, app.now) {
        request.push(format!("{label} {text}"));
    }
    lines.extend(paragraph(&request.join(" · "), cells, theme.quiet));
}

/// Adds each changed setting, before and after, or all settings of a new resource.
fn changed(app: &App, open: &Confirm, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let now = app.now;
    let changes = open.write.changes();
    let consequences = open.write.consequences(&changes);
    let documents = [&open.write.base, &open.write.edited];
    if open.write.operation == WriteOperation::Create {
        settings(&changes, now, theme, cells, lines);
        for text in &consequences {
            lines.extend(paragraph(&format!("! {text}"), cells, theme.warn));
        }
        lines.extend(permissions(app, open.write.key.kind, documents, theme, cells));
        lines.extend(paragraph("Settings not listed get AWS's defaults.", cells, theme.quiet));
        if let Some(completion) = &open.completion {
            lines.push(vec![]);
            lines.extend(paragraph(&completion.notice, cells, theme.plain));
            settings(&completion.changes(), now, theme, cells, lines);
            lines.push(vec![]);
        }
        let creation = &open.write.key.kind.creation;
        lines.extend(paragraph(creation.notice, cells, theme.plain));
        if !creation.irreversible.is_empty() {
            lines.extend(paragraph(&format!("! {}", creation.irreversible), cells, theme.warn));
        }
        return;
    }
    for change in &changes {
        change_rows(change, Sides::planned(now), theme, cells, lines);
    }
    for text in &consequences {
        lines.extend(paragraph(&format!("! {text}"), cells, theme.bad));
    }
    lines.extend(permissions(app, open.write.key.kind, documents, theme, cells));
    if let Some(second) = &open.completion {
        lines.push(vec![]);
        lines.extend(paragraph(&second.notice, cells, theme.plain));
        for change in &second.changes() {
            change_rows(change, Sides::planned(now), theme, cells, lines);
        }
        for text in second.consequences() {
            lines.extend(paragraph(&format!("! {text}"), cells, theme.bad));
        }
        lines.extend(permissions(app, second.kind, second.documents(), theme, cells));
    }
    lines.extend(paragraph("No other setting changes.", cells, theme.quiet));
}

fn stops_waiting() -> String {
    format!("{} stops waiting. The request stays sent.", named::cancel(Scope::Writing))
}
