//! Draws the box of a dialog, its lines and its keys.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::symbols::border;

use crate::key::{Code, KeyPress};
use crate::keymap::{self, Scope, named};
use crate::message::{ScrollMetrics, Spot};
use crate::resource::display::plural::plural;
use crate::view::Theme;
use crate::view::pen::{Line, Pen};

/// Draws a box in the middle of an area, as high as wanted if there is room; returns the area inside.
pub fn boxed(pen: &mut Pen, area: Rect, title: &str, wanted: (u16, u16), theme: &Theme) -> Rect {
    framed(pen, area, title, wanted, false, theme)
}

/// Draws a box; that of a question about a deletion is heavy.
fn framed(pen: &mut Pen, area: Rect, title: &str, wanted: (u16, u16), heavy: bool, theme: &Theme) -> Rect {
    let width = wanted.0.min(area.width.saturating_sub(2));
    // The notice and the status line below the box stay visible.
    let room = area.height.saturating_sub(2);
    let height = wanted.1.saturating_add(2).min(room);
    let x = area.x + (area.width - width) / 2;
    let y = area.y + (room - height) / 2;
    let (set, style, title_style) = if heavy {
        (border::THICK, theme.bad, theme.bad)
    } else {
        (border::PLAIN, theme.plain, theme.strong)
    };
    pen.frame(Rect::new(x, y, width, height), title, set, style, title_style);
    Rect::new(x + 2, y + 1, width.saturating_sub(4), height.saturating_sub(2))
}

/// The content of a box: its title, lines and keys.
pub struct Content<'a> {
    pub title: &'a str,
    /// The box's greatest width, in cells.
    pub cells: u16,
    pub lines: &'a [Line],
    /// Key hints below the lines, always visible.
    pub keys: &'a [Line],
    /// Lines scrolled away above the box.
    pub above: usize,
}

/// Draws lines into a box, scrolled if they do not fit, and the keys below them; returns the measures and the
/// area inside.
pub fn boxed_lines(pen: &mut Pen, area: Rect, content: &Content, theme: &Theme) -> (ScrollMetrics, Rect) {
    framed_lines(pen, area, content, false, theme)
}

/// Draws a box as [`boxed_lines`] does, scrolled so that the focused lines are in it.
pub fn focused_lines(
    pen: &mut Pen,
    area: Rect,
    content: &Content,
    focused: Range<usize>,
    theme: &Theme,
) -> (ScrollMetrics, Rect) {
    let taken = 4 + u16::try_from(content.keys.len()).unwrap_or(u16::MAX);
    let seen = usize::from(area.height.saturating_sub(taken));
    let above = content.above.max(focused.end.saturating_sub(seen)).min(focused.start);
    framed_lines(pen, area, &Content { above, ..*content }, false, theme)
}

/// Draws lines into a box with a heavy frame, which warns of a deletion.
pub fn warning_lines(pen: &mut Pen, area: Rect, content: &Content, theme: &Theme) -> (ScrollMetrics, Rect) {
    framed_lines(pen, area, content, true, theme)
}

fn framed_lines(
    pen: &mut Pen,
    area: Rect,
    content: &Content,
    heavy: bool,
    theme: &Theme,
) -> (ScrollMetrics, Rect) {
    let Content { title, cells, lines, keys, above } = *content;
    let height = u16::try_from(lines.len() + keys.len()).unwrap_or(u16::MAX);
    let inside = framed(pen, area, title, (cells, height), heavy, theme);
    let seen = usize::from(inside.height).saturating_sub(keys.len());
    let first = above.min(lines.len().saturating_sub(seen));
    for (line, y) in lines.iter().skip(first).take(seen).chain(keys).zip(inside.y..) {
        pen.sentence_line(inside.x, y, inside.width, line);
    }
    let below = lines.len().saturating_sub(first + seen);
    if below > 0 {
        pen.right(
            inside.right(),
            inside.bottom(),
            inside.width,
            &format!(" ↓ {}: {} ", plural(below, "more line"), named::page_down()),
            theme.accent,
        );
    }
    if first > 0 {
        pen.right(
            inside.right(),
            inside.y - 1,
            inside.width,
            &format!(" ↑ {} above ", plural(first, "line")),
            theme.accent,
        );
    }
    (ScrollMetrics { above: first, below }, inside)
}

/// Has clicks choose the entries that stand on some lines of a box.
pub fn spots(pen: &mut Pen, inside: Rect, lines: Range<usize>, chosen: usize) {
    for (place, line) in lines.enumerate().filter(|(_, line)| *line < usize::from(inside.height)) {
        let y = inside.y + u16::try_from(line).unwrap_or(0);
        let steps = place.cast_signed() - chosen.cast_signed();
        pen.spot(Rect::new(inside.x, y, inside.width, 1), Spot::Entry(steps));
    }
}

/// Width in cells of a dialog with sentences: it grows with a wide window, up to what one reads with ease.
pub fn cells(area: Rect) -> u16 {
    area.width.saturating_sub(4).min((area.width / 2 + 10).clamp(84, 120))
}

/// The keys of a dialog, on one line.
pub fn keys(scope: Scope, theme: &Theme) -> Line {
    let mut line = Line::new();
    for row in keymap::rows(scope).filter(|row| !row.short.is_empty()) {
        // Enter's action is the default, and looks like a button.
        let default = row.presses().any(|press| press == KeyPress::plain(Code::Enter));
        let keys = row
            .presses()
            .filter(|press| !press.ctrl || row.presses().count() == 1)
            .map(|press| press.to_string());
        line.push((theme.accent, keys.collect::<Vec<_>>().join(" ")));
        line.push((theme.plain, " ".to_owned()));
        line.push((if default { theme.focus } else { theme.plain }, format!(" {} ", row.short)));
        line.push((theme.plain, "   ".to_owned()));
    }
    line
}
