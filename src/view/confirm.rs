//! The confirmation: what is sent, where to, what changes and what to be careful with; then its course and its verdict.

use ratatui::layout::Rect;

use super::dialog::{Content, boxed_lines, cells, keys};
use super::pen::{Line, Pen, labelled, paragraph};
use super::text::{visible, width};
use super::{Theme, failure};
use crate::app::App;
use crate::app::confirm::{Beside, Confirm, Effect};
use crate::app::write::{Sent, Stage};
use crate::message::Drawn;
use crate::resource::show::{ChangeLine, change_lines};
use crate::resource::words::Shown;
use crate::resource::{Change, Merge, Severity, Verdict};

/// The column of values.
const COLUMN: u16 = 12;

/// Draws a confirmation over an area; how much of it there was room for.
pub fn draw(app: &App, open: &Confirm, theme: &Theme, pen: &mut Pen, area: Rect) -> Drawn {
    let cells = cells(area);
    let inner = cells.saturating_sub(4);
    let mut lines: Vec<Line> = Vec::new();
    let title = match &open.write.stage {
        Stage::Review => {
            target(app, open, theme, inner, &mut lines);
            changed(&open.write.changes(), theme, inner, &mut lines);
            warnings(open, theme, inner, &mut lines);
            format!("Update {}?", open.name)
        }
        Stage::Checking(_) => {
            target(app, open, theme, inner, &mut lines);
            lines.extend(paragraph("Reading it once more, to be sure that nobody changed it meanwhile…", inner, theme.plain));
            lines.extend(paragraph("Nothing is sent yet; Esc stops.", inner, theme.quiet));
            format!("Updating {}", open.name)
        }
        Stage::Sending(_) => {
            target(app, open, theme, inner, &mut lines);
            lines.extend(paragraph("Sending the change…", inner, theme.plain));
            format!("Updating {}", open.name)
        }
        Stage::Verifying(_, sent) => {
            target(app, open, theme, inner, &mut lines);
            let words = match sent {
                Sent::Accepted => "Sent and accepted. Reading it once more, to see what changed…",
                Sent::AnswerLost => "The answer was lost. Reading it again, to see whether the change happened…",
            };
            lines.extend(paragraph(words, inner, theme.plain));
            lines.extend(paragraph("Esc stops reading; what was sent stays sent.", inner, theme.quiet));
            format!("Updating {}", open.name)
        }
        Stage::Done { verdict, sent, .. } => {
            done(verdict, *sent, theme, inner, &mut lines);
            open.name.clone()
        }
        Stage::Conflict { merge, .. } => {
            conflict(open, merge, theme, inner, &mut lines);
            format!("{} was changed by somebody else", open.name)
        }
        Stage::Failed(error) => {
            target(app, open, theme, inner, &mut lines);
            lines.extend(failure(error, theme, inner));
            lines.extend(paragraph("Nothing was changed.", inner, theme.plain));
            format!("{} was not updated", open.name)
        }
        Stage::Unknown { error, sent, unchanged } => {
            unknown(error, *sent, *unchanged, theme, inner, &mut lines);
            format!("{}: unknown, read again", open.name)
        }
    };
    let keys = keys(open.scope(), theme);
    let keys = if keys.is_empty() { vec![] } else { vec![vec![], keys] };
    boxed_lines(pen, area, &Content { title: &title, cells, lines: &lines, keys: &keys, above: open.scroll.above }, theme)
}

/// The operation, the resource, the account and region, and the endpoint when it is not AWS.
fn target(app: &App, open: &Confirm, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let kind = open.write.key.kind;
    let mut put = |label: &str, text: &str| lines.extend(labelled(label, theme.quiet, COLUMN, text, cells, theme.plain));
    put("Operation", kind.update.unwrap_or_default());
    put("Resource", &format!("{} {}", kind.name, open.name));
    put("Id", &open.write.key.id);
    let account = app.caller.as_ref().map_or_else(|| "account unknown".to_owned(), |caller| caller.account.clone());
    let caller = app.caller.as_ref().map(|caller| format!(" · as {}", caller.name())).unwrap_or_default();
    let region = app.connection.region.as_deref().unwrap_or("region unknown");
    put("Account", &format!("{account} · {region}{caller}"));
    if let Some(endpoint) = app.connection.endpoint(kind.id.service()) {
        put("Endpoint", &format!("{endpoint} (not AWS)"));
    }
    lines.push(vec![]);
}

/// Each setting that changes, before and after.
fn changed(changes: &[Change], theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    for change in changes {
        change_rows(change, theme, cells, lines);
    }
    let rest =
        if changes.len() == 1 { "Every other setting is sent back as it is." } else { "All other settings are sent back as they are." };
    lines.extend(paragraph(rest, cells, theme.quiet));
}

fn change_rows(change: &Change, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let label = change.label();
    let shown = change_lines(change);
    if let [ChangeLine::Turns(before, after)] = shown.as_slice() {
        let words = |shown: &Shown| match shown {
            Shown::Secret(_) => "a secret".to_owned(),
            shown => with_edges(shown.words(false)),
        };
        let (before, after) = (words(before), words(after));
        let taken: usize = [&label, &before, &after].iter().map(|text| width(&visible(text))).sum();
        let short = taken + 8 <= usize::from(cells);
        if short {
            lines.push(vec![
                (theme.strong, format!("{label}  ")),
                (theme.plain, before),
                (theme.quiet, "  →  ".to_owned()),
                (theme.strong, after),
            ]);
        } else {
            lines.extend(paragraph(&label, cells, theme.strong));
            lines.extend(labelled("  before", theme.quiet, COLUMN, &before, cells, theme.plain));
            lines.extend(labelled("  after", theme.quiet, COLUMN, &after, cells, theme.strong));
        }
        return;
    }
    lines.extend(paragraph(&label, cells, theme.strong));
    for line in shown {
        let (sign, text, style) = match line {
            ChangeLine::Gone(text) => ("  −", text, theme.bad),
            ChangeLine::Added(text) => ("  +", text, theme.good),
            ChangeLine::Turns(before, after) => ("    ", format!("{} → {}", before.words(false), after.words(false)), theme.plain),
        };
        lines.extend(labelled(sign, style, 4, &text, cells, theme.plain));
    }
}

/// A value whose spaces at the ends are seen: "shop" and "shop " are two names.
fn with_edges(text: &str) -> String {
    let inner = text.trim_matches(' ');
    let (before, after) = (text.len() - text.trim_start_matches(' ').len(), text.len() - text.trim_end_matches(' ').len());
    if inner.is_empty() { "␠".repeat(text.len()) } else { format!("{}{inner}{}", "␠".repeat(before), "␠".repeat(after)) }
}

/// What to be careful with: the findings of the resource as it is to be, and who else manages it.
fn warnings(open: &Confirm, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let mut warnings: Vec<Line> = Vec::new();
    if let Some(manager) = open.managed_by() {
        let text = format!("Managed by {manager}: its next deployment may undo this change.");
        warnings.extend(labelled("! managed", theme.warn, COLUMN, &text, cells, theme.plain));
    }
    let findings = open.findings();
    let of = |wanted: Effect| findings.iter().filter(move |(effect, _)| *effect == wanted).map(|(_, finding)| *finding);
    for (effect, title) in [(Effect::Adds, "This change adds:"), (Effect::Keeps, "Still there:")] {
        if of(effect).next().is_some() {
            warnings.extend(paragraph(title, cells, theme.quiet));
        }
        for finding in of(effect) {
            let style = match (effect, finding.severity >= Severity::High) {
                (Effect::Adds, true) => theme.bad,
                (Effect::Adds, false) => theme.warn,
                _ => theme.quiet,
            };
            let text = format!("{} {}", finding.id, finding.text);
            warnings.extend(labelled(&format!("! {}", finding.severity.word()), style, COLUMN, &text, cells, theme.plain));
        }
    }
    for finding in of(Effect::Removes) {
        let what = finding.text.split(':').next().unwrap_or(finding.text);
        warnings.extend(paragraph(&format!("✓ No more: {what} ({}, {}).", finding.id, finding.severity.word()), cells, theme.good));
    }
    let beside = open.write.key.kind.beside.map_or("", |kind| kind().name);
    let unknown = match &open.beside {
        Beside::Reading(_) => Some(format!("The {beside} of it are still being read; what depends on them is not known yet.")),
        Beside::Failed(error) => {
            Some(format!("The {beside} of it could not be read; what depends on them is not known. {}.", error.summary))
        }
        Beside::None | Beside::Read(_) => None,
    };
    if let Some(text) = unknown {
        warnings.extend(labelled("? unknown", theme.warn, COLUMN, &text, cells, theme.plain));
    }
    if !warnings.is_empty() {
        lines.push(vec![]);
        lines.extend(warnings);
    }
}

fn done(verdict: &Verdict, sent: Sent, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    if sent == Sent::AnswerLost {
        lines.extend(paragraph("The answer was lost. Read again: the change is there.", cells, theme.plain));
    }
    let (sign, style) = if verdict.is_clean() { ("✓", theme.good) } else { ("!", theme.warn) };
    lines.extend(paragraph(&format!("{sign} {}", verdict.sentence()), cells, style));
    if !verdict.changed.is_empty() {
        lines.push(vec![]);
    }
    for change in &verdict.changed {
        change_rows(change, theme, cells, lines);
    }
    if !verdict.missing.is_empty() {
        lines.push(vec![]);
        lines.extend(paragraph("! Not as asked (asked → now):", cells, theme.warn));
        verdict.missing.iter().for_each(|change| change_rows(change, theme, cells, lines));
    }
    if !verdict.others.is_empty() {
        lines.push(vec![]);
        lines.extend(paragraph("! Moved without being asked (before → now):", cells, theme.warn));
        verdict.others.iter().for_each(|change| change_rows(change, theme, cells, lines));
    }
}

fn conflict(open: &Confirm, merge: &Merge, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    lines.extend(paragraph("! It changed after you read it, so nothing was sent.", cells, theme.warn));
    lines.push(vec![]);
    if let Stage::Conflict { theirs, .. } = &open.write.stage {
        let kind = open.write.key.kind;
        lines.extend(paragraph("Theirs (as you read it → now):", cells, theme.quiet));
        for change in crate::resource::changes(&open.write.base, theirs, kind) {
            change_rows(&change, theme, cells, lines);
        }
        lines.push(vec![]);
        lines.extend(paragraph("Yours (as you read it → what you want):", cells, theme.quiet));
        for change in open.write.changes() {
            change_rows(&change, theme, cells, lines);
        }
        lines.push(vec![]);
        let words = match merge {
            Merge::Clean(merged) if crate::resource::changes(theirs, merged, kind).is_empty() => {
                "It is already as you want it. There is nothing left to send."
            }
            Merge::Clean(_) => "The two touch different settings: m puts yours on top of theirs, and asks again.",
            Merge::Overlap(_) => "Both touch the same setting. Close, look at theirs, and decide again.",
        };
        lines.extend(paragraph(words, cells, theme.plain));
    }
}

fn unknown(error: &crate::error::AppError, sent: Sent, unchanged: bool, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let (what, then) = match (sent, unchanged) {
        (Sent::Accepted, _) => ("? The update was accepted; what it did is unknown.", "r reads again what is there now."),
        (Sent::AnswerLost, false) => ("? Unknown whether the update happened.", "r reads again what is there now. Nothing is sent twice."),
        (Sent::AnswerLost, true) => (
            "? Unknown whether the update happened. Read a moment later, it had not.",
            "It may still arrive. r reads again; if it stays away, close and make the change anew.",
        ),
    };
    lines.extend(paragraph(what, cells, theme.warn));
    lines.push(vec![]);
    lines.extend(failure(error, theme, cells));
    lines.push(vec![]);
    lines.extend(paragraph(then, cells, theme.plain));
}
