//! Draws what stands beside a list in a wide window: the chosen row's settings, and in a wider one its
//! findings.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::findings::is_at;
use crate::app::screen::list::List;
use crate::app::screen::preview::{PREVIEW_WIDTH, PreviewSource};
use crate::keymap::named;
use crate::resource::Finding;
use crate::resource::display::detail_rows::{DetailRow, Standing, detail_rows};
use crate::resource::display::value::DisplayValue;
use crate::view::Theme;
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::text::{display_text, fit, visible, width};

/// From this width, the findings have a pane of their own.
const FINDINGS_WIDTH: u16 = 160;

/// The column at which values begin.
const LABELS: usize = 22;

/// The areas of a list, of the preview, and of the findings; the latter two only in a wide window.
pub fn panes(area: Rect) -> (Rect, Option<Rect>, Option<Rect>) {
    if area.width < PREVIEW_WIDTH {
        return (area, None, None);
    }
    let has_findings = area.width >= FINDINGS_WIDTH;
    let findings = if has_findings { area.width / 4 } else { 0 };
    let preview = if has_findings { area.width * 3 / 10 } else { area.width * 2 / 5 };
    let list = Rect { width: area.width - preview - findings, ..area };
    let preview = Rect { x: list.right(), width: preview, ..area };
    let findings = Rect { x: preview.right(), width: findings, ..area };
    (list, Some(preview), has_findings.then_some(findings))
}

/// Draws the panes beside a list.
pub fn draw(app: &App, list: &List, theme: &Theme, pen: &mut Pen, preview: Rect, findings: Option<Rect>) {
    let Some((key, document, source)) = app.previewed(list) else {
        pen.rule(preview, preview.y, theme.quiet);
        if let Some(findings) = findings {
            pen.rule(findings, findings.y, theme.quiet);
        }
        return;
    };
    // What has no checks has no findings either.
    let (preview, findings) = match findings {
        Some(area) if key.kind.checks.findings.is_empty() => (preview.union(area), None),
        _ => (preview, findings),
    };
    let cells = usize::from(preview.width).saturating_sub(3);
    let found = app.findings(&key);
    let key = app.resource_of(&key);
    let mut lines: Vec<Line> = Vec::new();
    let open = named::open();
    let note = match source {
        PreviewSource::Document | PreviewSource::Row => None,
        PreviewSource::NameOnly if list.chosen().is_some_and(|row| row.unreadable) => {
            Some(format!("Its settings can't be loaded: {open} shows why."))
        }
        PreviewSource::NameOnly => {
            Some(format!("Not loaded yet: the list has only this. {open} loads the rest."))
        }
    };
    if let Some(note) = note {
        lines.extend(paragraph(&note, preview.width.saturating_sub(3), theme.quiet));
    }
    if findings.is_none() {
        for finding in found.iter().flatten() {
            let words = format!("{} {} {}", finding.severity.sign(), finding.id, finding.title());
            lines.push(vec![(theme.severity(finding.severity), fit(&words, cells).into_owned())]);
        }
    }
    let rows = detail_rows(key.kind, document);
    let is_whole = source != PreviewSource::NameOnly;
    lines.extend(settings(app, &rows, found.as_deref(), is_whole, theme, cells));
    let name = App::name_in(list, &key);
    pane(pen, preview, &name, &lines, theme);
    if let Some(area) = findings {
        let cells = area.width.saturating_sub(3);
        pane(pen, area, "Findings", &explained(found.as_deref(), theme, cells), theme);
    }
}

/// The settings under their headings, one line each: what is set, and what has a finding.
fn settings(
    app: &App,
    rows: &[DetailRow],
    found: Option<&[&Finding]>,
    is_whole: bool,
    theme: &Theme,
    cells: usize,
) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut heading = None;
    for row in rows {
        if row.value == DisplayValue::Heading {
            heading = Some(row.label.as_str());
            continue;
        }
        let finding = found.into_iter().flatten().find(|finding| is_at(finding, row));
        // What the list does not answer is no unset setting.
        let is_unset = row.standing == Standing::Unset && (finding.is_none() || !is_whole);
        if is_unset || row.standing == Standing::Default && finding.is_none() {
            continue;
        }
        if let Some(heading) = heading.take() {
            if !lines.is_empty() {
                lines.push(vec![]);
            }
            lines.push(vec![(theme.heading, heading.to_owned())]);
        }
        let indent = " ".repeat(usize::from(row.depth) * 2);
        let label = fit(&format!("{indent}{}", visible(&row.label)), LABELS - 3).into_owned();
        let sign = finding
            .map_or(("", theme.plain), |finding| (finding.severity.sign(), theme.severity(finding.severity)));
        let padding = LABELS.saturating_sub(width(&label) + 2);
        let value = match &row.value {
            DisplayValue::Secret(_) => row.value.text(app.reveal).to_owned(),
            value => display_text(value, app.now),
        };
        let value = fit(&visible(&value), cells.saturating_sub(LABELS)).into_owned();
        lines.push(vec![
            (theme.plain, format!("{label}{}", " ".repeat(padding))),
            (sign.1, format!("{:<2}", sign.0)),
            (theme.plain, value),
        ]);
    }
    lines
}

/// The findings with what they mean, worst first.
fn explained(found: Option<&[&Finding]>, theme: &Theme, cells: u16) -> Vec<Line> {
    let Some(found) = found else {
        return paragraph("Not checked: its settings are not loaded yet.", cells, theme.quiet);
    };
    if found.is_empty() {
        return paragraph("None in what was loaded.", cells, theme.quiet);
    }
    let mut lines = Vec::new();
    for finding in found {
        if !lines.is_empty() {
            lines.push(vec![]);
        }
        let style = theme.severity(finding.severity);
        let title = format!("{} {} {}", finding.severity.sign(), finding.id, finding.severity.word());
        lines.extend(paragraph(&title, cells, style));
        lines.extend(paragraph(finding.text, cells, theme.plain));
    }
    lines
}

/// Draws a pane: a rule with its title, a line at its left, and as many lines as fit.
fn pane(pen: &mut Pen, area: Rect, title: &str, lines: &[Line], theme: &Theme) {
    pen.rule(area, area.y, theme.quiet);
    pen.text(area.x, area.y, 1, "┬", theme.quiet);
    let title = format!(" {} ", fit(&visible(title), usize::from(area.width).saturating_sub(6)));
    pen.text(area.x + 2, area.y, area.width.saturating_sub(3), &title, theme.strong);
    let inside = area.y + 1..area.bottom();
    for y in inside.clone() {
        pen.text(area.x, y, 1, "│", theme.quiet);
    }
    let height = inside.len();
    let is_cut = lines.len() > height;
    let shown = if is_cut { height.saturating_sub(1) } else { height };
    let cells = area.width.saturating_sub(3);
    for (line, y) in lines.iter().take(shown).zip(inside) {
        pen.line(area.x + 2, y, cells, line);
    }
    if is_cut {
        let more = format!("… {} more", lines.len() - shown);
        pen.text(area.x + 2, area.bottom() - 1, cells, &more, theme.quiet);
    }
}
