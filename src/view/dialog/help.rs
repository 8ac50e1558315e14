//! Draws the keys that hold where the help was opened.

use ratatui::layout::Rect;

use crate::app::dialog::help::Help;
use crate::keymap::{self, Scope};
use crate::message::ScrollMetrics;
use crate::view::Theme;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Line, Pen};
use crate::view::text::width;

/// Draws the help; returns its measures.
pub fn draw(open: &Help, theme: &Theme, pen: &mut Pen, area: Rect) -> ScrollMetrics {
    let mut lines: Vec<Line> = Vec::new();
    for (title, rows) in keymap::table(&open.scopes) {
        if !lines.is_empty() {
            lines.push(vec![]);
        }
        lines.push(vec![(theme.heading, title.to_owned())]);
        for (keys, help) in rows {
            let padding = 20usize.saturating_sub(width(&keys));
            lines.push(vec![
                (theme.accent, format!("  {keys}")),
                (theme.plain, format!("{}{help}", " ".repeat(padding.max(1)))),
            ]);
        }
    }
    let keys = [keys(Scope::Help, theme)];
    boxed_lines(
        pen,
        area,
        &Content {
            title: "Keys",
            cells: cells(area).min(76),
            lines: &lines,
            keys: &keys,
            above: open.scroll.above,
        },
        theme,
    )
    .0
}
