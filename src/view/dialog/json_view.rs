//! Draws a document as JSON.

use ratatui::layout::Rect;

use crate::app::dialog::json_view::JsonView;
use crate::app::remote::Remote;
use crate::keymap::Scope;
use crate::message::ScrollMetrics;
use crate::view::dialog::popup::{Content, focused_lines, keys};
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::text::{chunks, visible, width, window};
use crate::view::{Theme, failure};

/// Draws the document; returns its measures, and the cursor's position in the search.
pub fn draw(
    open: &JsonView,
    theme: &Theme,
    pen: &mut Pen,
    area: Rect,
) -> (ScrollMetrics, Option<(u16, u16)>) {
    let cells = area.width.saturating_sub(4).min(124);
    let inner = cells.saturating_sub(4);
    let mut lines: Vec<Line> = Vec::new();
    let mut focused = 0..1;
    match &open.tree {
        Remote::Ready(tree) => {
            for (at, line) in tree.lines().iter().enumerate() {
                let begin = lines.len();
                let is_chosen = at == tree.place();
                let marker = if is_chosen { "▶ " } else { "  " };
                let indent = 2 + line.depth * 2;
                let name = visible(&line.name).into_owned();
                let style = match open.search.is_on() && open.search.matches(at) {
                    true if is_chosen => theme.focus,
                    true => theme.strong,
                    false => theme.plain,
                };
                let name_style = if is_chosen { theme.strong } else { theme.plain };
                let mut first: Line = vec![
                    (theme.accent, marker.to_owned()),
                    (name_style, format!("{}{name}", "  ".repeat(line.depth))),
                ];
                // A long value goes on below its name.
                let room = usize::from(inner).saturating_sub(indent + width(&name)).max(16);
                let text = visible(&line.text);
                for (index, piece) in chunks(&text, room).enumerate() {
                    let mut whole = std::mem::take(&mut first);
                    if index > 0 {
                        whole.push((style, " ".repeat(indent + width(&name))));
                    }
                    whole.push((style, piece.to_owned()));
                    lines.push(whole);
                }
                if is_chosen {
                    focused = begin..lines.len();
                }
            }
        }
        Remote::Failed(error) => lines.extend(failure(error, theme, inner)),
        Remote::NotAsked | Remote::Loading(_) | Remote::Stopped => {
            lines.extend(paragraph("Loading…", inner, theme.plain));
        }
    }
    let mut foot = keys(if open.search.typing { Scope::Searching } else { Scope::JsonView }, theme);
    let mut cursor = None;
    if open.search.is_on() {
        let place = open.tree.ready().map_or(0, crate::app::widget::json_tree::JsonTree::place);
        let (text, at) = window(open.search.input.text(), open.search.input.cursor(), 20);
        cursor = open.search.typing.then_some(2 + at);
        foot = vec![(theme.accent, format!("/ {text}  {}", open.search.count(place)))];
    }
    let keys = [vec![], foot];
    let content = Content { title: &open.title, cells, lines: &lines, keys: &keys, above: open.scroll.above };
    let (drawn, inside) = focused_lines(pen, area, &content, focused, theme);
    let cursor =
        cursor.map(|at| (inside.x + u16::try_from(at).unwrap_or(0), inside.bottom().saturating_sub(1)));
    (drawn, cursor)
}
