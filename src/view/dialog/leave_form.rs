//! Draws the question what to do with the edits of a form.

use ratatui::layout::Rect;

use crate::app::form::Form;
use crate::view::Theme;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Line, Pen, paragraph};

pub fn draw(form: &Form, theme: &Theme, pen: &mut Pen, area: Rect) {
    let cells = cells(area).min(66);
    let lines = paragraph("Discard the edits?", cells - 4, theme.warn);
    let keys: Line = form.scopes().into_iter().rev().flat_map(|scope| keys(scope, theme)).collect();
    boxed_lines(
        pen,
        area,
        &Content { title: "Leave the form", cells, lines: &lines, keys: &[keys], above: 0 },
        theme,
    );
}
