//! The box of a dialog, with its lines and its keys.

use ratatui::layout::Rect;

use crate::key::{Code, KeyPress};
use crate::keymap::{self, Scope};
use crate::message::Drawn;
use crate::resource::display::plural::plural;
use crate::view::Theme;
use crate::view::pen::{Line, Pen};

/// A box in the middle of an area, as high as its lines where there is room; what lies inside.
pub fn boxed(pen: &mut Pen, area: Rect, title: &str, wanted: (u16, u16), theme: &Theme) -> Rect {
    let width = wanted.0.min(area.width.saturating_sub(2));
    // The notice and the status line below are always seen.
    let room = area.height.saturating_sub(2);
    let height = wanted.1.saturating_add(2).min(room);
    let x = area.x + (area.width - width) / 2;
    let y = area.y + (room - height) / 2;
    pen.frame(Rect::new(x, y, width, height), title, theme.plain, theme.strong);
    Rect::new(x + 2, y + 1, width.saturating_sub(4), height.saturating_sub(2))
}

/// What stands in a box.
pub struct Content<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its width at the most.
    pub cells: u16,
    /// Its lines.
    pub lines: &'a [Line],
    /// The keys below them.
    pub keys: &'a [Line],
    /// How many lines are scrolled away.
    pub above: usize,
}

/// Draws lines into a box, scrolled where they do not fit, and below them the keys, which are always seen;
/// how many there was room for, and what lies inside.
pub fn boxed_lines(pen: &mut Pen, area: Rect, content: &Content, theme: &Theme) -> (Drawn, Rect) {
    let Content { title, cells, lines, keys, above } = *content;
    let height = u16::try_from(lines.len() + keys.len()).unwrap_or(u16::MAX);
    let inside = boxed(pen, area, title, (cells, height), theme);
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
            &format!(" ↓ {}: PgDn ", plural(below, "more line")),
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
    (Drawn { above: first, below }, inside)
}

/// The width of dialogs that hold sentences.
pub fn cells(area: Rect) -> u16 {
    area.width.saturating_sub(4).min(84)
}

/// The keys of a dialog, in one line.
pub fn keys(scope: Scope, theme: &Theme) -> Line {
    let mut line = Line::new();
    for row in keymap::rows(scope).filter(|row| !row.short.is_empty()) {
        // What Enter does is the default, and looks like the button it is.
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
