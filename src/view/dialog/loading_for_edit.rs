//! Draws the progress of loading a resource for an edit, or the error.

use ratatui::layout::Rect;

use crate::app::dialog::loading_for_edit::LoadingForEdit;
use crate::keymap::Scope;
use crate::message::ScrollMetrics;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Pen, paragraph};
use crate::view::{Theme, failure};

pub fn draw(open: &LoadingForEdit, theme: &Theme, pen: &mut Pen, area: Rect) -> ScrollMetrics {
    let cells = cells(area);
    let lines = match &open.failure {
        Some(error) => failure(error, theme, cells - 4),
        None => paragraph(&format!("Loading {}…", open.name), cells - 4, theme.plain),
    };
    let keys = keys(if open.failure.is_some() { Scope::Failed } else { Scope::LoadingForEdit }, theme);
    boxed_lines(
        pen,
        area,
        &Content { title: &open.name, cells, lines: &lines, keys: &[vec![], keys], above: open.scroll.above },
        theme,
    )
    .0
}
