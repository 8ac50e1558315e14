//! Draws the details of a resource: label and value in two columns, long values on several lines.

mod columns;

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::findings::is_at;
use crate::app::remote::Remote;
use crate::app::screen::details::{Details, Section};
use crate::app::screen::list::first_row;
use crate::keymap::{Action, Scope, ScreenAction, key_of};
use crate::message::Spot;
use crate::resource::Finding;
use crate::resource::display::detail_rows::DetailRow;
use crate::resource::display::value::{DisplayValue, SOON};
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::screen::audit;
use crate::view::screen::currency::{self, CHANGED};
use crate::view::screen::details::columns::Areas;
use crate::view::text::{display_text, visible, width, wrap};
use crate::view::{Theme, instead, labels};

/// Draws the rows of a tab; returns the number of lines below the window.
pub fn draw(app: &App, details: &Details, theme: &Theme, pen: &mut Pen, area: Rect) -> usize {
    pen.rule(area, area.y, theme.quiet);
    let inside = Rect::new(area.x, area.y + 1, area.width, area.height.saturating_sub(1));
    let cells = inside.width - 4;
    if details.is_empty() && details.sections.iter().any(|section| section.is_known) {
        let narrow = key_of(Scope::Settings, Action::Screen(ScreenAction::Narrow));
        let words = format!("No setting here: {}. {narrow} shows others.", details.extent.words());
        for (line, y) in paragraph(&words, cells, theme.plain).iter().zip(inside.y + 1..) {
            pen.sentence_line(area.x + 2, y, cells, line);
        }
        return 0;
    }
    if details.is_empty() {
        let load = details.sections.first().map_or(
            if details.named.is_some_and(|named| named.known) {
                &Remote::Ready(())
            } else {
                &Remote::NotAsked
            },
            |section| &section.load,
        );
        let nothing = match (&details.named, details.sections.first()) {
            (Some(named), None) => format!("There is no {} here.", named.kind.name),
            (_, Some(section)) => format!("AWS has no {} {}.", section.key.kind.name, section.key.id),
            (None, None) => "There is nothing here.".to_owned(),
        };
        // A tab that waits for the opened resource shows that resource's error.
        let own = app.screen().tabs.iter().find_map(|tab| match &tab.body {
            crate::app::screen::Body::Details(first) if load == &Remote::NotAsked => {
                first.sections.first().map(|section| &section.load)
            }
            _ => None,
        });
        let load = own.filter(|own| matches!(own, Remote::Failed(_) | Remote::Stopped)).unwrap_or(load);
        for (y, line) in instead(load, &nothing, theme, cells).iter().enumerate() {
            pen.sentence_line(area.x + 2, inside.y + 1 + u16::try_from(y).unwrap_or(0), cells, line);
        }
        return 0;
    }
    let mut failed = currency::of_sections(&details.sections, app.now, theme, inside.width - 2);
    if details.trust_map.is_some() {
        failed.extend(audit::map_lines(app, theme, inside.width - 2));
    }
    failed.extend(audit::gap_lines(&app.evidence_gaps(), theme, inside.width - 2));
    failed.truncate(usize::from(inside.height / 2));
    let height = inside.height.saturating_sub(u16::try_from(failed.len()).unwrap_or(0));
    let areas = Areas::of(Rect { height, ..inside });
    let lines = lines(app, details, theme, areas.width());
    let chosen = lines.iter().position(|line| line.place == Some(details.place())).unwrap_or_default();
    let first = first_row(chosen, areas.room(), lines.len());
    for (drawn, at) in lines.iter().skip(first).zip(areas.places()) {
        pen.line(at.x + 1, at.y, at.width - 2, &drawn.line);
        let Some(place) = drawn.place else { continue };
        pen.spot(at, Spot::Row(place));
        if place == details.place() {
            pen.highlight(at, theme.selected);
        }
    }
    if let Some(area) = areas.sections {
        draw_sections(details, theme, pen, area);
    }
    for (line, y) in failed.iter().zip(inside.y + height..) {
        pen.sentence_line(area.x + 1, y, inside.width - 2, line);
    }
    lines.len().saturating_sub(first + areas.room())
}

/// Draws the headings; that of the chosen row is marked.
fn draw_sections(details: &Details, theme: &Theme, pen: &mut Pen, area: Rect) {
    let rows: Vec<_> = details.rows().enumerate().collect();
    let headings = rows.iter().filter(|(_, row)| row.value == DisplayValue::Heading);
    let headings: Vec<_> = headings.map(|(place, row)| (*place, row.label.as_str())).collect();
    let chosen = headings.iter().rposition(|(place, _)| *place <= details.place()).unwrap_or_default();
    let first = first_row(chosen, area.height.into(), headings.len());
    for ((index, (place, label)), y) in headings.iter().enumerate().skip(first).zip(area.y..area.bottom()) {
        let (sign, style) = if index == chosen { ("▸ ", theme.heading) } else { ("  ", theme.quiet) };
        let cells = area.width.saturating_sub(2);
        pen.text(area.x + 1, y, cells, &format!("{sign}{label}"), style);
        pen.spot(Rect { y, height: 1, ..area }, Spot::Row(place + 1));
    }
}

/// A line of details, and the row that it is of.
struct RowLine {
    line: Line,
    /// Index of the row; none for a heading and for an empty line.
    place: Option<usize>,
}

fn lines(app: &App, details: &Details, theme: &Theme, cells: u16) -> Vec<RowLine> {
    let mut lines = Vec::new();
    let put = |lines: &mut Vec<RowLine>, line| lines.push(RowLine { line, place: None });
    let place_of_chosen = details.place();
    let found = |section: &Section| app.findings(&section.key).filter(|_| details.is_of_documents());
    let found: Vec<_> = details.sections.iter().map(|section| (&section.key, found(section))).collect();
    for (place, (key, row)) in details.keyed_rows().enumerate() {
        let found = found.iter().find(|(of, _)| *of == key).and_then(|(_, found)| found.as_ref());
        let finding = found.and_then(|found| found.iter().find(|finding| is_at(finding, row)).copied());
        if row.value == DisplayValue::Heading {
            if !lines.is_empty() {
                put(&mut lines, vec![]);
            }
            put(&mut lines, vec![(theme.heading, row.label.clone())]);
            continue;
        }
        let here = place == place_of_chosen;
        let of_row = row_lines(row, finding, here, app, theme, cells);
        let has_changed =
            details.sections.iter().any(|section| section.key == *key && section.has_changed(row));
        let of_row = of_row
            .into_iter()
            .enumerate()
            .map(|(index, line)| if has_changed && index == 0 { marked(line, theme) } else { line });
        lines.extend(of_row.map(|line| RowLine { line, place: Some(place) }));
    }
    lines
}

/// Cells of the number of a line of a table, its gap included.
const LINE: usize = 4;

/// Puts the sign of a change between the marker and the label.
fn marked(mut line: Line, theme: &Theme) -> Line {
    if let Some((_, marker)) = line.first_mut() {
        marker.pop();
        line.insert(1, (theme.warn, CHANGED.to_owned()));
    }
    line
}

fn row_lines(
    row: &DetailRow,
    finding: Option<&Finding>,
    chosen: bool,
    app: &App,
    theme: &Theme,
    cells: u16,
) -> Vec<Line> {
    let indent = usize::from(row.depth) * 2;
    let marker = if chosen { "▶ " } else { "  " };
    let label = visible(&row.label).into_owned();
    let column = if row.is_line { 2 + indent + LINE } else { usize::from(labels(cells)) };
    let style = match row.value {
        // What is absent is not faint where its absence is the danger.
        DisplayValue::Unset(_) if finding.is_none() => theme.quiet,
        DisplayValue::Until(end, _) if end <= app.now => theme.bad,
        DisplayValue::Until(end, _) if end <= app.now + SOON => theme.warn,
        _ => theme.plain,
    };
    let label_style = if chosen { theme.strong } else { theme.plain };
    let link = if row.link.is_some() { " →" } else { "" };
    let words = if matches!(row.value, DisplayValue::Secret(_)) {
        row.value.text(app.reveal).to_owned()
    } else {
        display_text(&row.value, app.now)
    };
    let value = visible(&words).into_owned();
    // A long label has its value below.
    let taken = 2 + indent + width(&label);
    let mut lines: Vec<Line> = Vec::new();
    let room = usize::from(cells).saturating_sub(column + 3);
    let mut first =
        vec![(theme.accent, marker.to_owned()), (label_style, format!("{}{label}", " ".repeat(indent)))];
    let sign =
        finding.map(|finding| (theme.severity(finding.severity), format!("{} ", finding.severity.sign())));
    let sign_cells = sign.as_ref().map_or(0, |(_, text)| width(text));
    if taken + 1 + sign_cells > column {
        lines.push(std::mem::take(&mut first));
        if value.is_empty() {
            return lines;
        }
    }
    // The arrow of a link stays beside the end of its value.
    let mut pieces = wrap(&value, room.saturating_sub(width(link)));
    if let Some(last) = pieces.last_mut() {
        last.push_str(link);
    }
    for (index, piece) in pieces.into_iter().enumerate() {
        let mut whole = if index == 0 { std::mem::take(&mut first) } else { Vec::new() };
        let filled = if whole.is_empty() { 0 } else { taken };
        let sign = sign.clone().filter(|_| index == 0);
        let sign_cells = if sign.is_some() { sign_cells } else { 0 };
        whole.push((style, " ".repeat(column.saturating_sub(filled + sign_cells))));
        whole.extend(sign);
        whole.push((style, piece));
        lines.push(whole);
    }
    lines
}
