//! A change of many: what will change in each, how far it has come, and what became of each.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Theme;
use super::dialog::{Content, boxed_lines, cells, keys, values};
use super::pen::{Line, Pen, labelled, paragraph};
use crate::app::App;
use crate::app::bulk::{Bulk, BulkStage, Item, ItemState};
use crate::app::write::{Sent, Stage, Write};
use crate::message::Drawn;
use crate::resource::Severity;
use crate::resource::finding::managed_by;
use crate::resource::words::words;

/// The column of what is said of each.
const COLUMN: u16 = 26;

/// Draws a change of many over an area; how much of it there was room for, where it may be longer than its box.
pub fn draw(app: &App, open: &Bulk, theme: &Theme, pen: &mut Pen, area: Rect) -> Option<Drawn> {
    let field = open.kind.field(open.path);
    let label = field.map_or(open.path, |field| field.label);
    let count = open.items.len();
    if open.stage == BulkStage::Choosing {
        let question = format!("{label} of the {count} marked {} should be:", open.kind.plural.to_lowercase());
        values(field, label, &question, open.place, theme, pen, area);
        return None;
    }
    let cells = cells(area);
    let inner = cells.saturating_sub(4);
    let mut lines: Vec<Line> = Vec::new();
    let title = match open.stage {
        BulkStage::Choosing | BulkStage::Reading => {
            let read = open.items.iter().filter(|item| !matches!(item.state, ItemState::Unread | ItemState::Reading(_))).count();
            lines.push(bar(read, count, inner, theme));
            format!("Reading {count} {}", open.kind.plural.to_lowercase())
        }
        BulkStage::Review => {
            target(app, open, theme, inner, &mut lines);
            format!("Update {} of {count} {}?", open.planned(), open.kind.plural.to_lowercase())
        }
        BulkStage::Writing { .. } => {
            lines.push(bar(open.ended(), open.planned(), inner, theme));
            format!("Updating {} {}", open.planned(), open.kind.plural.to_lowercase())
        }
        BulkStage::Over => {
            lines.extend(paragraph(&summary(open), inner, theme.strong));
            lines.push(vec![]);
            format!("{label}: what became of {count} {}", open.kind.plural.to_lowercase())
        }
    };
    for item in &open.items {
        let (style, text) = told(item, open, theme);
        lines.extend(labelled(&item.name, theme.plain, COLUMN.min(inner / 2), &text, inner, style));
    }
    let keys = [vec![], keys(open.scope(), theme)];
    let content = Content { title: &title, cells, lines: &lines, keys: &keys, above: open.scroll.above };
    Some(boxed_lines(pen, area, &content, theme).0)
}

/// The operation and where it goes.
fn target(app: &App, open: &Bulk, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let account = app.caller.as_ref().map_or_else(|| "account unknown".to_owned(), |caller| caller.account.clone());
    let region = app.connection.region.as_deref().unwrap_or("region unknown");
    let endpoint = app.connection.endpoint(open.kind.id.service()).map(|url| format!(" · {url} (not AWS)")).unwrap_or_default();
    let words = format!("{} for each, one after the other · {account} · {region}{endpoint}", open.kind.update.unwrap_or_default());
    lines.extend(paragraph(&words, cells, theme.plain));
    lines.extend(paragraph("Every other setting of each is sent back as it is.", cells, theme.quiet));
    if let Some(beside) = open.kind.beside {
        let words = format!("The {} of each are not read here, so what depends on them is not told.", beside.kind().name);
        lines.extend(paragraph(&words, cells, theme.quiet));
    }
    lines.push(vec![]);
}

fn bar(done: usize, all: usize, cells: u16, theme: &Theme) -> Line {
    let room = usize::from(cells).saturating_sub(14).min(40);
    let full = (room * done).checked_div(all).unwrap_or(room);
    vec![(theme.accent, "█".repeat(full)), (theme.quiet, "░".repeat(room - full)), (theme.strong, format!("  {done} of {all}"))]
}

/// How many came to which end: "3 changed, 1 unchanged, 1 refused, 0 unknown, 1 not tried".
fn summary(open: &Bulk) -> String {
    let count = |which: fn(&Item) -> bool| open.items.iter().filter(|item| which(item)).count();
    let stage = |item: &Item, which: fn(&Stage) -> bool| matches!(&item.state, ItemState::Write(write) if which(&write.stage));
    let changed = count(|item| matches!(item.state, ItemState::Write(_)) && item.is_settled());
    let unchanged = count(|item| matches!(item.state, ItemState::Already));
    let refused = open
        .items
        .iter()
        .filter(|item| {
            matches!(item.state, ItemState::Unreadable(_))
                || stage(item, |stage| matches!(stage, Stage::Failed(_) | Stage::Conflict { .. }))
        })
        .count();
    let unknown = open.items.iter().filter(|item| stage(item, |stage| matches!(stage, Stage::Unknown { .. }))).count();
    let left = open.items.iter().filter(|item| stage(item, |stage| matches!(stage, Stage::Review))).count();
    let rest = open.items.len() - changed - unchanged - refused - unknown - left;
    let mut words = format!("{changed} changed, {unchanged} already so, {refused} refused");
    for (number, what) in [(unknown, "unknown"), (rest, "not as asked"), (left, "not tried")] {
        if number > 0 {
            words = format!("{words}, {number} {what}");
        }
    }
    words
}

/// What is said of one.
fn told(item: &Item, open: &Bulk, theme: &Theme) -> (Style, String) {
    match &item.state {
        ItemState::Unread => (theme.quiet, "waits".to_owned()),
        ItemState::Reading(_) => (theme.quiet, "is being read…".to_owned()),
        ItemState::Unreadable(error) => (theme.bad, format!("✗ left out: {}", error.summary)),
        ItemState::Already => {
            let value = serde_json::Value::Bool(open.value());
            let now = open.kind.field(open.path).map(|field| words(field, Some(&value)).words(false).to_owned()).unwrap_or_default();
            (theme.quiet, format!("already {now}: left out"))
        }
        ItemState::Write(write) => write_told(write, open, theme),
    }
}

fn write_told(write: &Write, open: &Bulk, theme: &Theme) -> (Style, String) {
    let field = open.kind.field(open.path);
    let shown = |document: &crate::resource::Document| {
        field.map(|field| words(field, document.get(open.path)).words(false).to_owned()).unwrap_or_default()
    };
    match &write.stage {
        Stage::Review if open.stage == BulkStage::Over => (theme.quiet, "not tried".to_owned()),
        Stage::Review => {
            let worst = Bulk::worst(write).filter(|(_, severity)| *severity >= Severity::High);
            let worst = worst.map(|(id, severity)| format!("   ! {} {id} then", severity.word())).unwrap_or_default();
            let managed = managed_by(write.key.kind, &write.base).map(|manager| format!("   ! managed by {manager}")).unwrap_or_default();
            (theme.plain, format!("{} → {}{worst}{managed}", shown(&write.base), shown(&write.edited)))
        }
        Stage::Checking(_) => (theme.accent, "is read once more…".to_owned()),
        Stage::Sending(_) => (theme.accent, "is sent…".to_owned()),
        Stage::Verifying(..) | Stage::Looking(_) => (theme.accent, "is read to see what changed…".to_owned()),
        Stage::Done { verdict, sent, .. } => {
            let (sign, style) = if verdict.is_clean() { ("✓", theme.good) } else { ("!", theme.warn) };
            let lost = if *sent == Sent::AnswerLost { " (the answer was lost; read again)" } else { "" };
            (style, format!("{sign} {}{lost}", verdict.sentence()))
        }
        Stage::Removed(_) => (theme.good, "✓ deleted".to_owned()),
        Stage::Conflict { .. } => (theme.warn, "! changed by somebody else meanwhile: nothing was sent".to_owned()),
        Stage::Failed(error) => (theme.bad, format!("✗ {}", error.summary)),
        Stage::Unknown { error, .. } => (theme.warn, format!("? unknown, read it again: {}", error.summary)),
    }
}
