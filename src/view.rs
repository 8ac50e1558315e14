//! Draws the state and changes nothing: header, path and tabs above, the screen's body in the middle, notices
//! and keys below, and the open dialog on top.

use ratatui::Frame;
use ratatui::layout::Rect;

mod change;
mod dialog;
mod footer;
mod form;
mod header;
pub mod pen;
mod screen;
pub mod text;
pub mod theme;

use crate::app::remote::Remote;
use crate::app::screen::Body;
use crate::app::{App, MIN_SIZE, Tone};
use crate::error::AppError;
use crate::keymap::named;
use crate::message::Drawn;

use crate::view::pen::{Line, Pen, paragraph};
pub use crate::view::theme::Theme;

/// The results of drawing one frame.
#[derive(Debug, Default)]
pub struct Rendered {
    pub drawn: Drawn,
    /// Sentences that were cut for lack of room. Values may be shortened, sentences may not.
    pub clipped: Vec<String>,
}

/// Draws one frame; returns what the next key or click depends on.
pub fn draw(app: &App, theme: &Theme, frame: &mut Frame) -> Drawn {
    render(app, theme, frame).drawn
}

pub fn render(app: &App, theme: &Theme, frame: &mut Frame) -> Rendered {
    let area = frame.area();
    let mut pen = Pen::new(frame.buffer_mut());
    if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
        let quits = if app.dialogs.is_empty() { format!(" {} quits.", named::quit()) } else { String::new() };
        let words = format!(
            "cognitui needs a window of {}x{} or more. This one is {}x{}.{quits}",
            MIN_SIZE.0, MIN_SIZE.1, area.width, area.height
        );
        for (y, line) in paragraph(&words, area.width, theme.plain).iter().enumerate() {
            pen.line(area.x, area.y + u16::try_from(y).unwrap_or(0), area.width, line);
        }
        return Rendered::default();
    }
    let (tabbed, search_cursor) = header::draw(app, theme, &mut pen, area);
    let top = if tabbed { 3 } else { 2 };
    let said = footer::sentence(app, theme, area.width - 2);
    let footer = u16::try_from(said.len()).unwrap_or(1).clamp(1, 3) + 2;
    let body = Rect::new(area.x, area.y + top, area.width, area.height - top - footer);
    let below = Rect::new(area.x, area.bottom() - footer, area.width, footer);
    let mut cursor = None;
    let more = if let Some(open) = app.dialogs.form() {
        // A form needs all the room, that of the tabs too.
        let drawn = form::draw(
            open,
            app.reveal,
            theme,
            &mut pen,
            Rect::new(area.x, area.y + 2, area.width, area.height - 2 - footer),
        );
        cursor = drawn.cursor;
        drawn.below
    } else {
        match app.screen().body() {
            Body::List(list) => screen::list::draw(app, list, theme, &mut pen, body),
            Body::Details(details) => screen::details::draw(app, details, theme, &mut pen, body),
        }
    };
    footer::draw(app, theme, &mut pen, below, &said, more);
    // A dialog leaves the footer's sentence visible.
    let area = Rect { height: area.height - (footer - 3), ..area };
    let mut scroll = None;
    match app.dialogs.top() {
        Some(open) => {
            let dialog = dialog::draw(app, open, cursor, theme, &mut pen, area);
            (scroll, cursor) = (dialog.drawn, search_cursor.or(dialog.cursor));
        }
        None => cursor = search_cursor,
    }
    let (clipped, spots) = pen.finish();
    if let Some((x, y)) = cursor {
        frame.set_cursor_position((x.min(area.right() - 1), y.min(area.bottom() - 1)));
    }
    Rendered { drawn: Drawn { scroll, spots }, clipped }
}

/// Lines shown instead of rows: the list is loading, is empty, or could not be read.
fn instead(load: &Remote, nothing: &str, theme: &Theme, cells: u16) -> Vec<Line> {
    match load {
        Remote::NotAsked | Remote::Loading(_) => vec![vec![(theme.quiet, "Loading…".to_owned())]],
        Remote::Ready(()) => paragraph(nothing, cells, theme.plain),
        Remote::Stopped => {
            paragraph(&format!("Loading stopped. {} refreshes.", named::refresh()), cells, theme.plain)
        }
        Remote::Failed(error) => {
            let mut lines = failure(error, theme, cells);
            lines.push(vec![]);
            lines.extend(paragraph(&format!("{} refreshes.", named::refresh()), cells, theme.plain));
            lines
        }
    }
}

/// An error as lines: the sentence, the hint, the cause.
fn failure(error: &AppError, theme: &Theme, cells: u16) -> Vec<Line> {
    let mut lines = paragraph(&format!("✗ {}", error.summary), cells, theme.bad);
    if let Some(hint) = &error.hint {
        lines.extend(paragraph(hint, cells, theme.plain));
    }
    if let Some(cause) = &error.cause {
        lines.extend(paragraph(cause, cells, theme.quiet));
    }
    lines
}

/// The sign and the style of a notice.
const fn tone(tone: Tone, theme: &Theme) -> (&'static str, ratatui::style::Style) {
    match tone {
        Tone::Plain => ("", theme.plain),
        Tone::Good => ("✓ ", theme.good),
        Tone::Bad => ("! ", theme.warn),
    }
}

/// The column at which values begin, the same on every row of a form or of details; in a narrow window it is
/// further left.
pub(crate) fn labels(cells: u16) -> u16 {
    if cells < 2 * LABELS { cells / 3 } else { LABELS.min(cells * 2 / 5) }
}

/// The column of values in a window that is wide enough.
pub(crate) const LABELS: u16 = 30;
