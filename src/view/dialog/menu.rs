//! Draws a menu in a dialog: the search text and the matching entries.

use ratatui::layout::Rect;

use crate::app::screen::list::first_row;
use crate::app::widget::menu::Menu;
use crate::message::Spot;
use crate::view::Theme;
use crate::view::dialog::popup::{boxed, cells};
use crate::view::pen::Pen;
use crate::view::text::{visible, width};

/// The frame around a menu's entries.
pub struct MenuContent<'a> {
    pub title: &'a str,
    /// Message below the entries, with its style.
    pub said: Option<(&'a str, ratatui::style::Style)>,
    /// True if the entries' right column holds sentences, which must fit.
    pub explained: bool,
    pub cells: u16,
}

/// An entry: its two columns, and whether it can be chosen.
pub struct MenuEntry {
    left: String,
    right: String,
    is_off: bool,
    /// True if both columns are values, which may be shortened.
    is_value: bool,
}

impl MenuEntry {
    pub const fn new(left: String, right: String) -> Self {
        Self { left, right, is_off: false, is_value: false }
    }

    /// An entry of names, which may be shortened in a narrow window.
    pub const fn value(left: String, right: String) -> Self {
        Self { left, right, is_off: false, is_value: true }
    }

    /// An entry that can't be chosen; the text says why.
    pub fn off(left: String, why: &str) -> Self {
        Self { left, right: why.to_owned(), is_off: true, is_value: false }
    }
}

/// Draws the search text and the entries, each in two columns; returns the cursor's position in the search
/// text.
pub fn menu<T>(
    open: &Menu<T>,
    content: &MenuContent,
    shown: impl Fn(&T) -> MenuEntry,
    theme: &Theme,
    pen: &mut Pen,
    area: Rect,
) -> (u16, u16) {
    let height = area.height.saturating_sub(6).min(16);
    let inside = boxed(pen, area, content.title, (cells(area).min(content.cells), height), theme);
    pen.line(
        inside.x,
        inside.y,
        inside.width,
        &[(theme.accent, ": ".to_owned()), (theme.plain, open.input.text().to_owned())],
    );
    let rows =
        usize::from(inside.height.saturating_sub(2)).saturating_sub(usize::from(content.said.is_some()));
    let first = first_row(open.chosen, rows, open.len());
    for ((place, (_, entry)), y) in open.found().enumerate().skip(first).take(rows).zip(inside.y + 2..) {
        let (mark, style) = if place == open.chosen { ("▶ ", theme.strong) } else { ("  ", theme.plain) };
        let MenuEntry { left, right, is_off, is_value } = shown(entry);
        let (style, right_style) = if is_off { (theme.quiet, theme.quiet) } else { (style, theme.accent) };
        let is_sentence = content.explained && !is_value;
        if is_sentence {
            let whole = format!("{mark}{left} {right}");
            pen.note_clipped(inside.width, &whole);
        }
        let room = if is_sentence { inside.width } else { inside.width / 2 };
        let end = pen.right(inside.right(), y, room, &right, right_style);
        let room = end.saturating_sub(inside.x + u16::from(!right.is_empty()));
        pen.line(inside.x, y, room, &[(theme.accent, mark.to_owned()), (style, left)]);
        let steps = place.cast_signed() - open.chosen.cast_signed();
        pen.spot(Rect::new(inside.x, y, inside.width, 1), Spot::Entry(steps));
        if place == open.chosen {
            pen.highlight(Rect::new(inside.x, y, inside.width, 1), theme.selected);
        }
    }
    if let Some((words, style)) = content.said {
        let below = u16::try_from(open.len().min(rows)).unwrap_or(0);
        pen.sentence(inside.x, inside.y + 2 + below, inside.width, words, style);
    }
    let before: String = open.input.text().chars().take(open.input.cursor()).collect();
    (inside.x + 2 + u16::try_from(width(&visible(&before))).unwrap_or(0), inside.y)
}
