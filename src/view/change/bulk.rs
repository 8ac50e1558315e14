//! Draws a bulk edit: the change of each resource, the progress, and the result of each.

mod choices;

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::App;
use crate::app::change::bulk::{Bulk, BulkItem, BulkItemState, BulkStage, Edit};
use crate::app::change::write::{Sent, Stage, Write};
use crate::error::AppError;
use crate::keymap::Scope;
use crate::resource::diff::lines::{ChangeLine, change_lines};
use crate::resource::display::plural::plural;
use crate::resource::display::value::display;
use crate::resource::finding::managed_by;
use crate::resource::{Document, Severity, WriteOperation};
use crate::view::Theme;
use crate::view::change::deletion::asked;
use crate::view::change::diff::{Sides, change_rows};
use crate::view::dialog::DrawnDialog;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::dialog::values;
use crate::view::pen::{Line, Pen, labelled, paragraph};
use crate::view::text::width;

/// The column at which the text about each resource begins.
const COLUMN: u16 = 26;

/// Draws a bulk edit.
pub fn draw(app: &App, open: &Bulk, theme: &Theme, pen: &mut Pen, area: Rect) -> DrawnDialog {
    let label = open.edit.title(open.kind);
    let count = open.items.len();
    if let (BulkStage::Choosing, Edit::Toggle { path, chosen }) = (open.stage, &open.edit) {
        // A filter may hide marked rows, so a few resources are named.
        let of = match open.items.as_slice() {
            few if few.len() <= 3 => few.iter().map(|item| item.name.as_str()).collect::<Vec<_>>().join(", "),
            _ => format!("the {count} marked {}", open.kind.plural.to_lowercase()),
        };
        let question = format!("Set {label} of {of} to:");
        values((open.kind, path), &label, &question, *chosen, theme, pen, area);
        return DrawnDialog::default();
    }
    if let (BulkStage::Choosing, Edit::Copy(_) | Edit::Grant(_)) = (open.stage, &open.edit) {
        return choices::choice(open, theme, pen, area);
    }
    let cells = cells(area);
    let inner = cells.saturating_sub(4);
    let mut lines: Vec<Line> = Vec::new();
    let title = match open.stage {
        BulkStage::Choosing | BulkStage::Reading => {
            let read = open
                .items
                .iter()
                .filter(|item| !matches!(item.state, BulkItemState::Unread | BulkItemState::Reading(_)))
                .count();
            lines.push(bar(read, count, inner, theme));
            format!("Loading {}", plural(count, open.noun()))
        }
        BulkStage::Review => {
            let counted = format!("{} of {}", open.planned(), plural(count, open.noun()));
            match &open.edit {
                Edit::Copy(copying) => format!("Copy {counted} into {}?", copying.to.1),
                _ => format!("Update {counted}?"),
            }
        }
        BulkStage::Writing { .. } => {
            lines.push(bar(open.ended(), open.planned(), inner, theme));
            let verb = if matches!(open.edit, Edit::Copy(_)) { "Copying" } else { "Updating" };
            format!("{verb} {}", plural(open.planned(), open.noun()))
        }
        BulkStage::Over => {
            lines.extend(paragraph(&open.counts(), inner, theme.strong));
            lines.push(vec![]);
            format!("{label}: results for {}", plural(count, open.noun()))
        }
    };
    let folded =
        |item: &&BulkItem| open.edit.only_where_present() && matches!(item.state, BulkItemState::Already);
    let left_out: Vec<_> = open.items.iter().filter(folded).map(|item| item.name.as_str()).collect();
    for item in open.items.iter().filter(|item| !folded(item)) {
        let (style, text) = item_status(item, open, app, theme);
        lines.extend(labelled(&item.name, theme.plain, COLUMN.min(inner / 2), &text, inner, style));
        // The change of a collection is shown in full, so that the user sees all of it before confirming.
        if let (BulkStage::Review, true, BulkItemState::Write(write)) =
            (open.stage, open.edit.only_where_present(), &item.state)
        {
            for change in write.changes() {
                change_rows(&change, Sides::planned(app.now), theme, inner, &mut lines);
            }
        }
    }
    if !left_out.is_empty() {
        let label = format!("{} skipped", left_out.len());
        let text = format!("{}: {}", open.edit.nothing(open.kind), left_out.join(", "));
        lines.extend(labelled(&label, theme.quiet, COLUMN.min(inner / 2), &text, inner, theme.quiet));
    }
    if open.stage == BulkStage::Review {
        lines.push(vec![]);
        target(app, open, theme, inner, &mut lines);
    }
    let scopes = open.scopes().into_iter().filter(|scope| *scope != Scope::Scroll);
    let mut below = vec![vec![]];
    let word = open.typed.as_ref().filter(|_| open.stage == BulkStage::Review);
    if let Some(word) = word {
        below.extend(asked(word, "applies", theme, inner));
    }
    below.push(scopes.flat_map(|scope| keys(scope, theme)).collect());
    let content = Content { title: &title, cells, lines: &lines, keys: &below, above: open.scroll.above };
    let (drawn, inside) = boxed_lines(pen, area, &content, theme);
    let cursor = word.map(|word| {
        let before: String = word.input.text().chars().take(word.input.cursor()).collect();
        (inside.x + 2 + u16::try_from(width(&before)).unwrap_or(0), inside.bottom().saturating_sub(2))
    });
    DrawnDialog { drawn: Some(drawn), cursor }
}

/// Adds the lines about the operation, the account, the region and the endpoint.
fn target(app: &App, open: &Bulk, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let account =
        app.caller.as_ref().map_or_else(|| "account unknown".to_owned(), |caller| caller.account.clone());
    let region = app.connection.region.as_deref().unwrap_or("region unknown");
    let endpoint = app
        .connection
        .endpoint(open.kind.service())
        .map(|url| format!(" · {url} (not AWS)"))
        .unwrap_or_default();
    let mut operations: Vec<&str> = Vec::new();
    let operation =
        if matches!(open.edit, Edit::Copy(_)) { WriteOperation::Create } else { WriteOperation::Update };
    for operation in open.items.iter().filter_map(|item| item.key.kind.operation(operation)) {
        if !operations.contains(&operation) {
            operations.push(operation);
        }
    }
    let operations = operations.join(", ");
    let words = format!("{operations}, one at a time · {account} · {region}{endpoint}");
    lines.extend(paragraph(&words, cells, theme.plain));
    if let Edit::Copy(copying) = &open.edit {
        let notice = open.kind.creation.children_notice;
        let words = format!("{} stays as it is. {notice}", copying.from.1);
        lines.extend(paragraph(&words, cells, theme.quiet));
        return;
    }
    lines.extend(paragraph("No other setting changes.", cells, theme.quiet));
    if let Edit::Detach { unchecked: Some(progress), .. } = &open.edit {
        let words = format!("These were found so far ({progress}). The deletion checks again afterwards.");
        lines.extend(paragraph(&words, cells, theme.warn));
    }
    if let Some(companion) = open.kind.related.companion.filter(|_| !open.kind.checks.findings.is_empty()) {
        let words = format!("Checks that need the {} are skipped in bulk.", companion.kind().name);
        lines.extend(paragraph(&words, cells, theme.quiet));
    }
}

fn bar(done: usize, all: usize, cells: u16, theme: &Theme) -> Line {
    let room = usize::from(cells).saturating_sub(14).min(40);
    let full = (room * done).checked_div(all).unwrap_or(room);
    vec![
        (theme.accent, "█".repeat(full)),
        (theme.quiet, "░".repeat(room - full)),
        (theme.strong, format!("  {done} of {all}")),
    ]
}

/// The text about one resource, with its style.
fn item_status(item: &BulkItem, open: &Bulk, app: &App, theme: &Theme) -> (Style, String) {
    match &item.state {
        BulkItemState::Unread => (theme.quiet, "waits".to_owned()),
        BulkItemState::Reading(_) => (theme.quiet, "loading…".to_owned()),
        BulkItemState::Original(_) => (theme.quiet, "loaded".to_owned()),
        BulkItemState::Unreadable(error) => (theme.bad, format!("✗ skipped: {}", reason(error))),
        BulkItemState::Already => (theme.quiet, open.edit.nothing(open.kind)),
        BulkItemState::Write(write) => {
            let (style, text) = write_status(write, open, app, theme);
            let note = if item.note.is_empty() { String::new() } else { format!(": {}", item.note) };
            (style, format!("{text}{note}"))
        }
    }
}

fn write_status(write: &Write, open: &Bulk, app: &App, theme: &Theme) -> (Style, String) {
    let turns = match &open.edit {
        Edit::Toggle { path, .. } => {
            let shown = |document: &Document| {
                open.kind
                    .field(path)
                    .map(|field| display(field, document.get(path)).text(false).to_owned())
                    .unwrap_or_default()
            };
            format!("{} → {}", shown(&write.base), shown(&write.edited))
        }
        Edit::Detach { value, .. } => format!("removes {value}"),
        Edit::Copy(_) => write.key.kind.name.to_owned(),
        Edit::Revert(_) | Edit::Fix(_) | Edit::Grant(_) => plural(write.changes().len(), "setting"),
        Edit::ReplaceHost(_) => {
            let lines: Vec<_> =
                write.changes().iter().flat_map(|change| change_lines(change, app.now)).collect();
            let urls = lines.iter().filter(|line| !matches!(line, ChangeLine::Gone(_))).count();
            plural(urls, "URL")
        }
    };
    match &write.stage {
        Stage::Review if open.stage == BulkStage::Over => (theme.quiet, "not tried".to_owned()),
        Stage::Review => {
            let worst_finding = Bulk::worst_finding(write, &app.validation_context())
                .filter(|(finding, _)| finding.severity >= Severity::High)
                .map(|(finding, is_new)| {
                    let verb = if is_new { "! Causes" } else { "● Remains" };
                    format!("   {verb} {} {}", finding.id, finding.severity.word())
                })
                .unwrap_or_default();
            let companion = write.key.companion().and_then(|key| app.cache.get(&key));
            let managed = managed_by(write.key.kind, &write.base, companion)
                .map(|manager| format!("   ! {}", manager.warning()))
                .unwrap_or_default();
            (theme.plain, format!("{turns}{worst_finding}{managed}"))
        }
        Stage::Checking(_) => (theme.accent, "checking…".to_owned()),
        Stage::Recording(_) => (theme.accent, "recording…".to_owned()),
        Stage::Sending(_) => (theme.accent, "sending…".to_owned()),
        Stage::Verifying(..) | Stage::Identifying(_) => (theme.accent, "verifying…".to_owned()),
        Stage::Done { verdict, sent, .. } => {
            let (sign, style) = if verdict.is_clean() { ("✓", theme.good) } else { ("!", theme.warn) };
            let lost = if *sent == Sent::AnswerLost { " (response lost, verified)" } else { "" };
            let made = write.operation == WriteOperation::Create;
            let sentence = if made { verdict.sentence_of_new() } else { verdict.sentence() };
            (style, format!("{sign} {sentence}{lost}"))
        }
        Stage::Removed { .. } => (theme.good, "✓ deleted".to_owned()),
        Stage::Conflict { .. } => (theme.warn, "! changed by someone else: nothing was sent".to_owned()),
        Stage::Failed(error) | Stage::Unrecorded(error) => (theme.bad, format!("✗ {}", reason(error))),
        Stage::Unknown { error, .. } => (theme.warn, format!("? unknown, refresh it: {}", error.why())),
    }
}

/// An error and its hint as one sentence.
fn reason(error: &AppError) -> String {
    let hint = error.hint.as_ref().map(|hint| format!(". {hint}")).unwrap_or_default();
    format!("{}{hint}", error.why())
}
