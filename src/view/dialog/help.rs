//! Draws the keys that hold where the help was opened.

use ratatui::layout::Rect;

use crate::app::dialog::help::Help;
use crate::keymap::{self, Scope};
use crate::message::ScrollMetrics;
use crate::view::Theme;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Line, Pen, labelled};
use crate::view::text::width;

/// Cells of the column of keys.
const COLUMN: u16 = 22;

/// Draws the help; returns its measures.
pub fn draw(open: &Help, theme: &Theme, pen: &mut Pen, area: Rect) -> ScrollMetrics {
    let mut lines: Vec<Line> = Vec::new();
    let room = cells(area).min(76);
    for (title, rows) in keymap::table(&open.scopes) {
        if !lines.is_empty() {
            lines.push(vec![]);
        }
        lines.push(vec![(theme.heading, title.to_owned())]);
        for (keys, help) in rows {
            let keys = format!("  {keys}");
            let column = u16::try_from(width(&keys) + 2).unwrap_or(COLUMN).max(COLUMN);
            lines.extend(labelled(&keys, theme.accent, column, help, room.saturating_sub(4), theme.plain));
        }
    }
    let keys = [keys(Scope::Help, theme)];
    boxed_lines(
        pen,
        area,
        &Content { title: "Keys", cells: room, lines: &lines, keys: &keys, above: open.scroll.above },
        theme,
    )
    .0
}
