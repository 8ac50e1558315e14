//! Draws the keys that hold where the help was opened.

use ratatui::layout::Rect;

use crate::app::dialog::help::Help;
use crate::keymap::{self, Scope};
use crate::message::ScrollMetrics;
use crate::view::Theme;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Line, Pen, labelled};
use crate::view::text::{width, window};

/// Cells of the column of keys.
const COLUMN: u16 = 22;

/// Lines that the frame of the box and its keys take.
const FRAME: u16 = 5;

/// Draws the help; returns its measures, and the cursor's position in the search.
pub fn draw(open: &Help, theme: &Theme, pen: &mut Pen, area: Rect) -> (ScrollMetrics, Option<(u16, u16)>) {
    let mut lines: Vec<Line> = Vec::new();
    let room = cells(area).min(76);
    let mut index = 0;
    let mut found = None;
    for (title, rows) in keymap::table(&open.scopes) {
        if !lines.is_empty() {
            lines.push(vec![]);
        }
        lines.push(vec![(theme.heading, title.to_owned())]);
        for (keys, help) in rows {
            let keys = format!("  {keys}");
            let column = u16::try_from(width(&keys) + 2).unwrap_or(COLUMN).max(COLUMN);
            let style = match open.search.is_on() && open.search.matches(index) {
                true if open.found == Some(index) => theme.focus,
                true => theme.strong,
                false => theme.plain,
            };
            if open.found == Some(index) {
                found = Some(lines.len());
            }
            lines.extend(labelled(&keys, theme.accent, column, help, room.saturating_sub(4), style));
            index += 1;
        }
    }
    // The reached match holds the window until the user scrolls.
    let height = usize::from(area.height.saturating_sub(FRAME));
    let above = match found {
        Some(line) if line < open.scroll.above => line,
        Some(line) if line >= open.scroll.above + height => line + 1 - height,
        _ => open.scroll.above,
    };
    let mut foot = keys(if open.search.typing { Scope::Searching } else { Scope::Help }, theme);
    let mut cursor = None;
    if open.search.is_on() {
        let count = open.search.count(open.found.unwrap_or(usize::MAX));
        let (text, at) = window(open.search.input.text(), open.search.input.cursor(), 20);
        cursor = open.search.typing.then_some(2 + at);
        foot = vec![(theme.accent, format!("/ {text}  {count}"))];
    }
    let keys = [foot];
    let content = Content { title: "Keys", cells: room, lines: &lines, keys: &keys, above };
    let (drawn, inside) = boxed_lines(pen, area, &content, theme);
    let cursor =
        cursor.map(|at| (inside.x + u16::try_from(at).unwrap_or(0), inside.bottom().saturating_sub(1)));
    (drawn, cursor)
}
