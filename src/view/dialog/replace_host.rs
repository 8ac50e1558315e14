//! Draws the question which host replaces which.

use ratatui::layout::Rect;

use crate::app::dialog::replace_host::ReplaceHost;
use crate::keymap::Scope;
use crate::resource::display::plural::plural;
use crate::view::Theme;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::text::{visible, width};

/// Draws the question; returns the cursor's position in the focused host.
pub fn draw(open: &ReplaceHost, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let cells = cells(area).min(76);
    let of = match open.rows.as_slice() {
        [(_, name)] => name.clone(),
        many => plural(many.len(), open.kind.name),
    };
    let mut lines: Vec<Line> = Vec::new();
    for (at, label) in ["Current host", "New host"].into_iter().enumerate() {
        let focused = at == open.focus;
        let mark = if focused { "▶ " } else { "  " };
        let style = if focused { theme.strong } else { theme.plain };
        let text = open.inputs[at].text();
        let text = if text.is_empty() && !focused {
            (theme.quiet, "empty".to_owned())
        } else {
            (theme.plain, text.to_owned())
        };
        lines.push(vec![(theme.accent, mark.to_owned()), (style, format!("{label:<14}")), text]);
    }
    lines.push(vec![]);
    let known = if open.known.is_empty() {
        String::new()
    } else {
        format!("Hosts in use: {}.", open.known.join(", "))
    };
    lines.extend(paragraph(
        open.note.unwrap_or(&known),
        cells - 4,
        if open.note.is_some() { theme.warn } else { theme.quiet },
    ));
    let keys = [vec![], keys(Scope::ReplaceHost, theme)];
    let title = format!("Replace a host in the URLs of {of}");
    let (_, inside) = boxed_lines(
        pen,
        area,
        &Content { title: &title, cells, lines: &lines, keys: &keys, above: 0 },
        theme,
    );
    let input = &open.inputs[open.focus.min(1)];
    let before: String = input.text().chars().take(input.cursor()).collect();
    let row = u16::try_from(open.focus).unwrap_or(0);
    (inside.x + 16 + u16::try_from(width(&visible(&before))).unwrap_or(0), inside.y + row)
}
