//! Draws the question whether to discard the edits of a form.

use ratatui::layout::Rect;

use crate::keymap::Scope;
use crate::view::Theme;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Pen, paragraph};

pub fn draw(theme: &Theme, pen: &mut Pen, area: Rect) {
    let cells = cells(area).min(66);
    let lines = paragraph("Discard the edits?", cells - 4, theme.warn);
    let keys = [keys(Scope::Leaving, theme)];
    boxed_lines(
        pen,
        area,
        &Content { title: "Leave the form", cells, lines: &lines, keys: &keys, above: 0 },
        theme,
    );
}
