//! A form: its fields under their headings, the rule beside a field that breaks it, and the focus always in sight.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthChar;

use super::pen::{Line, Pen, paragraph};
use super::text::{fit_middle, visible, width};
use super::{LABELS, Theme};
use crate::app::entries::{Cell, CellInput};
use crate::app::form::{Form, Input, Row, Stop};
use crate::resource::words::words;

/// A line of the form, whose place it is, and where the cursor is on it.
struct Drawn {
    line: Line,
    stop: Option<Stop>,
    cursor: Option<usize>,
}

/// What came of drawing a form.
pub struct Seen {
    /// Where the cursor is.
    pub cursor: Option<(u16, u16)>,
    /// How many lines are further down.
    pub below: usize,
}

/// Draws a form into an area.
pub fn draw(form: &Form, theme: &Theme, pen: &mut Pen, area: Rect) -> Seen {
    pen.rule(area, area.y, theme.quiet);
    let mut lines = Vec::new();
    let mut group = "";
    for (index, row) in form.rows.iter().enumerate() {
        if row.field.group != group {
            group = row.field.group;
            if !lines.is_empty() {
                lines.push(Drawn { line: vec![], stop: None, cursor: None });
            }
            lines.push(Drawn { line: vec![(theme.heading, group.to_owned())], stop: None, cursor: None });
        }
        row_lines(form, index, row, theme, area.width, &mut lines);
    }
    let height = usize::from(area.height.saturating_sub(1));
    let focus = lines.iter().position(|line| line.stop == Some(form.focus)).unwrap_or_default();
    // The focus stays in the middle third, so that what surrounds it is seen.
    let first = focus.saturating_sub(height / 2).min(lines.len().saturating_sub(height));
    let mut cursor = None;
    for (drawn, y) in lines.iter().skip(first).take(height).zip(area.y + 1..) {
        pen.line(area.x + 1, y, area.width - 2, &drawn.line);
        if let (Some(column), true) = (drawn.cursor, drawn.stop == Some(form.focus)) {
            cursor = Some((area.x + 1 + u16::try_from(column).unwrap_or(0), y));
        }
    }
    Seen { cursor, below: lines.len().saturating_sub(first + height) }
}

fn row_lines(form: &Form, index: usize, row: &Row, theme: &Theme, cells: u16, lines: &mut Vec<Drawn>) {
    let edited = form.is_row_edited(index);
    let label = format!("{}{}", row.field.label, if row.field.rule.required { " *" } else { "" });
    match &row.input {
        Input::Locked(reason) => {
            let value = words(row.field, form.base.get(row.field.path));
            let text = format!("{}  ({reason})", value.words(false));
            lines.push(plain(label_piece(&label, 0, false, false, theme), vec![(theme.quiet, text)]));
        }
        Input::One(cell) => cell_lines(cell, &label, 0, Stop { row: index, cell: None }, (form, edited), theme, cells, lines),
        Input::Many(entries) => {
            let count = if entries.len() == 1 { "1 entry".to_owned() } else { format!("{} entries", entries.len()) };
            lines.push(plain(label_piece(&label, 0, false, edited, theme), vec![(theme.quiet, count)]));
            for (place, entry) in entries.iter().enumerate() {
                for (at, cell) in entry.cells.iter().enumerate() {
                    let stop = Stop { row: index, cell: Some((place, at)) };
                    let label = if at == 0 { format!("{} {}", place + 1, cell.label) } else { format!("  {}", cell.label) };
                    cell_lines(cell, &label, 1, stop, (form, false), theme, cells, lines);
                }
            }
            let stop = Stop { row: index, cell: None };
            let focused = form.focus == stop;
            let style = if focused { theme.focus } else { theme.quiet };
            lines.push(Drawn {
                line: vec![marker(focused, theme), (theme.plain, "    ".to_owned()), (style, "+ add an entry (Space)".to_owned())],
                stop: Some(stop),
                cursor: None,
            });
            error_lines(row.error.as_ref(), theme, cells, lines);
        }
    }
    if !matches!(row.input, Input::Many(_)) {
        error_lines(row.error.as_ref(), theme, cells, lines);
    }
}

#[expect(clippy::too_many_arguments, reason = "a cell is drawn from all of these, and they have no name together")]
fn cell_lines(
    cell: &Cell,
    label: &str,
    depth: usize,
    stop: Stop,
    (form, edited): (&Form, bool),
    theme: &Theme,
    cells: u16,
    lines: &mut Vec<Drawn>,
) {
    let focused = form.focus == stop;
    let mut line = label_piece(label, depth, focused, edited, theme);
    let column = usize::from(LABELS);
    let room = usize::from(cells).saturating_sub(column + 4).max(4);
    let mut cursor = None;
    match &cell.input {
        CellInput::Toggle { .. } => {
            let style = if focused { theme.focus } else { theme.plain };
            line.push((style, format!("‹ {} ›", cell.reads())));
            if focused {
                line.push((theme.quiet, "  Space switches".to_owned()));
            }
        }
        CellInput::Text(input) => {
            let (text, at) =
                if focused { window(input.text(), input.cursor(), room) } else { (fit_middle(&visible(input.text()), room), 0) };
            cursor = focused.then_some(column + at);
            if text.is_empty() && !cell.usual.is_empty() && focused {
                line.push((theme.quiet, format!("such as {}", cell.usual.join(", "))));
            } else if text.is_empty() {
                line.push((theme.quiet, if focused { String::new() } else { "empty".to_owned() }));
            } else {
                line.push((theme.plain, text));
            }
        }
    }
    lines.push(Drawn { line, stop: Some(stop), cursor });
    error_lines(cell.error.as_ref(), theme, cells, lines);
}

fn error_lines(error: Option<&String>, theme: &Theme, cells: u16, lines: &mut Vec<Drawn>) {
    let Some(error) = error else { return };
    for mut line in paragraph(&format!("✗ {error}"), cells.saturating_sub(LABELS + 4), theme.bad) {
        line.insert(0, (theme.plain, " ".repeat(LABELS.into())));
        lines.push(Drawn { line, stop: None, cursor: None });
    }
}

fn plain(mut line: Line, rest: Line) -> Drawn {
    line.extend(rest);
    Drawn { line, stop: None, cursor: None }
}

fn marker(focused: bool, theme: &Theme) -> (ratatui::style::Style, String) {
    (theme.accent, if focused { "▶ " } else { "  " }.to_owned())
}

/// The marker and the label, filled up to the column of values; a dot says that the field was edited.
fn label_piece(label: &str, depth: usize, focused: bool, edited: bool, theme: &Theme) -> Line {
    let dot = if edited { " •" } else { "" };
    let text = format!("{}{}", "  ".repeat(depth), visible(label));
    let used = 2 + width(&text) + width(dot);
    let style = if focused { theme.strong } else { theme.plain };
    vec![
        marker(focused, theme),
        (style, text),
        (theme.warn, dot.to_owned()),
        (theme.plain, " ".repeat(usize::from(LABELS).saturating_sub(used).max(1))),
    ]
}

/// The part of a text that is seen around the cursor, and the cell in it that the cursor is on.
fn window(text: &str, cursor: usize, room: usize) -> (String, usize) {
    let seen = visible(text);
    let at = seen.char_indices().nth(cursor).map_or(seen.len(), |(at, _)| at);
    // What stands before the cursor, as far back as there is room for it and the sign that there is more.
    let mut start = at;
    let mut used = 0;
    for (index, char) in seen[..at].char_indices().rev() {
        used += UnicodeWidthChar::width(char).unwrap_or(0);
        if used + 2 > room {
            break;
        }
        start = index;
    }
    let more = if start > 0 { "…" } else { "" };
    let end = seen[at..].char_indices().nth(room).map_or(seen.len(), |(end, _)| at + end);
    (format!("{more}{}", &seen[start..end]), width(more) + width(&seen[start..at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_always_in_sight_and_long_text_is_cut_around_it() {
        assert_eq!(window("short", 5, 20), ("short".to_owned(), 5));
        assert_eq!(window("abcdefghij", 10, 6), ("…ghij".to_owned(), 5));
        assert_eq!(window("従業員SSO", 6, 6), ("…SSO".to_owned(), 4));
        let long = "x".repeat(1_000_000);
        for cursor in [0, 5, 500_000, 1_000_000] {
            let (text, at) = window(&long, cursor, 40);
            assert!(at < 40 && text.len() < 100);
        }
    }
}
