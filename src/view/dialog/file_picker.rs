//! Draws the picker of a file for a form's field.

use ratatui::layout::Rect;

use crate::app::dialog::file_picker::FilePicker;
use crate::app::screen::list::first_row;
use crate::keymap::Scope;
use crate::message::Spot;
use crate::view::dialog::popup::{boxed, cells, keys};
use crate::view::pen::Pen;
use crate::view::text::{fit_start, visible, window};
use crate::view::{Theme, failure};

/// Draws the picker; returns the cursor's position in the path.
pub fn draw(open: &FilePicker, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let height = area.height.saturating_sub(2).min(18);
    let inside = boxed(pen, area, "Open a file", (cells(area).min(84), height), theme);
    let (typed, at) =
        window(open.input.text(), open.input.cursor(), usize::from(inside.width).saturating_sub(4));
    pen.line(inside.x, inside.y, inside.width, &[(theme.accent, ": ".to_owned()), (theme.plain, typed)]);
    // The end of a long path tells the folder.
    let place = visible(&open.place);
    pen.text(inside.x, inside.y + 1, inside.width, &fit_start(&place, inside.width.into()), theme.quiet);
    let mut y = inside.y + 2;
    if let Some(error) = open.failure() {
        let room = usize::from(inside.bottom().saturating_sub(y + 1));
        for line in failure(error, theme, inside.width).into_iter().take(room) {
            pen.sentence_line(inside.x, y, inside.width, &line);
            y += 1;
        }
    }
    let rows = usize::from(inside.bottom().saturating_sub(y + 2));
    let first = first_row(open.chosen, rows, open.len());
    for ((place, entry), y) in open.found().enumerate().skip(first).take(rows).zip(y..) {
        let (mark, style) = if place == open.chosen { ("▶ ", theme.strong) } else { ("  ", theme.plain) };
        let steps = place.cast_signed() - open.chosen.cast_signed();
        pen.spot(Rect::new(inside.x, y, inside.width, 1), Spot::Entry(steps));
        let slash = if entry.is_folder { "/" } else { "" };
        pen.line(
            inside.x,
            y,
            inside.width,
            &[(theme.accent, mark.to_owned()), (style, format!("{}{slash}", entry.name))],
        );
    }
    if open.is_empty() && open.failure().is_none() {
        let words = if open.is_reading() { "Loading…" } else { "No matching file" };
        pen.sentence(inside.x, y, inside.width, words, theme.quiet);
    }
    let y = inside.bottom().saturating_sub(1);
    pen.sentence_line(inside.x, y, inside.width, &keys(Scope::FilePicker, theme));
    (inside.x + 2 + u16::try_from(at).unwrap_or(0), inside.y)
}
