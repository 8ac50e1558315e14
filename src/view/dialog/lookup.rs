//! Draws the lookup of a row by another name.

use ratatui::layout::Rect;

use crate::app::dialog::lookup::Lookup;
use crate::keymap::Scope;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::text::window;
use crate::view::{Theme, failure};

/// Draws the lookup; returns the cursor's position in the name.
pub fn draw(open: &Lookup, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let cells = cells(area).min(72);
    let (typed, at) = window(open.input.text(), open.input.cursor(), usize::from(cells).saturating_sub(8));
    let mut lines: Vec<Line> = vec![vec![(theme.accent, "▶ ".to_owned()), (theme.plain, typed)], vec![]];
    let inner = cells - 4;
    lines.extend(match (open.search.error(), &open.note, open.search.is_loading()) {
        (Some(error), ..) => failure(error, theme, inner),
        (None, Some(note), _) => paragraph(note, inner, theme.warn),
        (None, None, true) => paragraph("Asking AWS…", inner, theme.quiet),
        (None, None, false) => paragraph(
            &format!(
                "Type an email domain or another {} to find its {}.",
                open.by.label, open.list.kind.name
            ),
            inner,
            theme.quiet,
        ),
    });
    let keys = [vec![], keys(Scope::Lookup, theme)];
    let title = format!("Find by {}", open.by.label);
    let (_, inside) = boxed_lines(
        pen,
        area,
        &Content { title: &title, cells, lines: &lines, keys: &keys, above: 0 },
        theme,
    );
    (inside.x + 2 + u16::try_from(at).unwrap_or(0), inside.y)
}
