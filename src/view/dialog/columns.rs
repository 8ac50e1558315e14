//! Draws the choice of a list's columns.

use ratatui::layout::Rect;

use crate::app::dialog::columns::ColumnChoice;
use crate::keymap::Scope;
use crate::view::Theme;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys, spots};
use crate::view::pen::{Line, Pen, paragraph};

pub fn draw(open: &ColumnChoice, theme: &Theme, pen: &mut Pen, area: Rect) {
    let cells = cells(area).min(72);
    let question = "Those with ✓ are shown, from left to right as they stand here.";
    let mut lines: Vec<Line> = paragraph(question, cells - 4, theme.plain);
    lines.push(vec![]);
    let above = lines.len();
    for (place, (index, is_shown)) in open.columns.iter().enumerate() {
        let (mark, style) = if place == open.chosen { ("▶ ", theme.strong) } else { ("  ", theme.plain) };
        let style = if *is_shown { style } else { theme.quiet };
        let sign = if *is_shown { "✓ " } else { "  " };
        let note = if place == 0 { "  always first" } else { "" };
        lines.push(vec![
            (theme.accent, mark.to_owned()),
            (theme.good, sign.to_owned()),
            (style, open.kind.columns[*index].title.to_owned()),
            (theme.quiet, note.to_owned()),
        ]);
    }
    let keys = [vec![], keys(Scope::Columns, theme)];
    let title = format!("Columns of {}", open.kind.plural.to_lowercase());
    let content = Content { title: &title, cells, lines: &lines, keys: &keys, above: 0 };
    let (_, inside) = boxed_lines(pen, area, &content, theme);
    spots(pen, inside, above..lines.len(), open.chosen);
}
