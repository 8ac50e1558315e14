//! Draws a text that the user has to select in the terminal.

use ratatui::layout::Rect;

use crate::app::dialog::select_text::SelectText;
use crate::keymap::Scope;
use crate::message::ScrollMetrics;
use crate::view::Theme;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Line, Pen, paragraph};

/// Draws the text; returns the measures.
pub fn draw(open: &SelectText, theme: &Theme, pen: &mut Pen, area: Rect) -> ScrollMetrics {
    let cells = cells(area);
    let inner = cells.saturating_sub(4);
    let words = format!("{} Select it with the mouse:", open.reason.words());
    let mut lines: Vec<Line> = paragraph(&words, inner, theme.warn);
    lines.push(vec![]);
    for line in open.text.reveal().lines() {
        lines.extend(paragraph(line, inner, theme.plain));
    }
    let keys = [vec![], keys(Scope::SelectText, theme)];
    let content =
        Content { title: "Not copied", cells, lines: &lines, keys: &keys, above: open.scroll.above };
    boxed_lines(pen, area, &content, theme).0
}
