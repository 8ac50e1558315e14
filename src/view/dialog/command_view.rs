//! Draws AWS CLI commands in full, and what has to be known before they are run.

use ratatui::layout::Rect;

use crate::app::dialog::command_view::CommandView;
use crate::keymap::Scope;
use crate::message::ScrollMetrics;
use crate::view::Theme;
use crate::view::dialog::popup::{Content, boxed_lines, keys};
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::text::{chunks, visible};

/// Draws the commands; returns the measures.
pub fn draw(open: &CommandView, theme: &Theme, pen: &mut Pen, area: Rect) -> ScrollMetrics {
    let cells = area.width.saturating_sub(4).min(124);
    let inner = cells.saturating_sub(4);
    let mut lines: Vec<Line> = Vec::new();
    for note in open.notes() {
        lines.extend(paragraph(&format!("! {note}"), inner, theme.warn));
    }
    if !lines.is_empty() {
        lines.push(vec![]);
    }
    for line in open.commands.iter().flat_map(|command| command.text.split('\n')) {
        // The spaces of JSON count; between the options, any space may be the end of a line.
        if line.starts_with(' ') {
            let seen = visible(line);
            lines.extend(chunks(&seen, inner.into()).map(|line| vec![(theme.plain, line.to_owned())]));
        } else {
            lines.extend(paragraph(line, inner, theme.plain));
        }
    }
    let keys = [vec![], keys(Scope::CommandView, theme)];
    let title = if open.commands.len() == 1 { "AWS CLI command" } else { "AWS CLI commands" };
    let content = Content { title, cells, lines: &lines, keys: &keys, above: open.scroll.above };
    boxed_lines(pen, area, &content, theme).0
}
