//! Draws the state and changes nothing: header, path and tabs above, the screen's body in the middle, notices
//! and keys below, and the open dialog on top.

use ratatui::Frame;
use ratatui::layout::Rect;

mod change;
mod dialog;
mod footer;
mod form;
pub mod pen;
mod screen;
pub mod text;
pub mod theme;

use crate::app::remote::Remote;
use crate::app::screen::{Body, Screen};
use crate::app::{App, MIN_SIZE, Tone};
use crate::error::AppError;
use crate::message::ScrollMetrics;
use crate::resource::WriteOperation;

use crate::view::pen::{Line, Pen, paragraph};
pub use crate::view::theme::Theme;

/// The results of drawing one frame.
#[derive(Debug, Default)]
pub struct Rendered {
    /// Measures of the open dialog, if it can be longer than its box.
    pub drawn: Option<ScrollMetrics>,
    /// Sentences that were cut for lack of room. Values may be shortened, sentences may not.
    pub clipped: Vec<String>,
}

/// Draws one frame; returns the measures of the open dialog, if it can be longer than its box.
pub fn draw(app: &App, theme: &Theme, frame: &mut Frame) -> Option<ScrollMetrics> {
    render(app, theme, frame).drawn
}

pub fn render(app: &App, theme: &Theme, frame: &mut Frame) -> Rendered {
    let area = frame.area();
    let mut pen = Pen::new(frame.buffer_mut());
    if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
        let quits = if app.dialogs.is_empty() { " q quits." } else { "" };
        let words = format!(
            "cognitui needs a window of {}x{} or more. This one is {}x{}.{quits}",
            MIN_SIZE.0, MIN_SIZE.1, area.width, area.height
        );
        for (y, line) in paragraph(&words, area.width, theme.plain).iter().enumerate() {
            pen.line(area.x, area.y + u16::try_from(y).unwrap_or(0), area.width, line);
        }
        return Rendered::default();
    }
    header(app, theme, &mut pen, area);
    path(app, theme, &mut pen, area);
    let tabbed = tabs(app.screen(), theme, &mut pen, area);
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
    let mut drawn = None;
    match app.dialogs.top() {
        Some(open) => {
            let dialog = dialog::draw(app, open, cursor, theme, &mut pen, area);
            (drawn, cursor) = (dialog.drawn, dialog.cursor);
        }
        None => cursor = path_cursor(app, area),
    }
    let clipped = pen.into_clipped();
    if let Some((x, y)) = cursor {
        frame.set_cursor_position((x.min(area.right() - 1), y.min(area.bottom() - 1)));
    }
    Rendered { drawn, clipped }
}

/// Draws the program's name, profile, region, account and endpoint, and whether writes are refused.
fn header(app: &App, theme: &Theme, pen: &mut Pen, area: Rect) {
    let mut end = area.right() - 1;
    if app.reveal {
        end = pen.right(end, area.y, area.width, "SECRETS SHOWN", theme.warn).saturating_sub(2);
    }
    if app.options.read_only {
        end = pen.right(end, area.y, area.width, "READ-ONLY", theme.warn).saturating_sub(2);
    }
    let x = pen.text(area.x + 1, area.y, area.width, "cognitui", theme.accent);
    let connection = &app.connection;
    let place = if app.options.demo { Some("demo".to_owned()) } else { connection.profile.clone() };
    let account = app.caller.as_ref().map(|caller| format!("{} {}", caller.account, caller.name()));
    let mut sections: Vec<_> = [place, connection.region.clone(), account].into_iter().flatten().collect();
    if !app.options.demo {
        let mut endpoints = vec![connection.user_pools.clone(), connection.identity_pools.clone()];
        endpoints.dedup();
        sections.extend(endpoints.into_iter().flatten());
    }
    pen.text(x + 3, area.y, end.saturating_sub(x + 3), &sections.join(" · "), theme.plain);
}

/// Draws the path to the shown screen, and on the right the filter or the count.
fn path(app: &App, theme: &Theme, pen: &mut Pen, area: Rect) {
    let (x, y) = (area.x + 1, area.y + 1);
    let mut end = area.right() - 1;
    if app.dialogs.form().is_none()
        && let Some(list) = app.list()
    {
        let marked = if list.marked() > 0 { format!("{} marked · ", list.marked()) } else { String::new() };
        let count = screen::list::count(list);
        let filtered = list.filter.typing || list.is_filtered();
        let text = if filtered { format!("/ {}  {count}", list.filter.input.text()) } else { count };
        let style = if list.filter.typing { theme.accent } else { theme.plain };
        // The filter is worth more than the beginning of the path.
        let room = if filtered { area.width - 2 } else { area.width / 2 };
        end = pen.right(end, y, room, &text, style).saturating_sub(2);
        end = pen.right(end + 2, y, (area.width / 2).min(end), &marked, theme.accent).saturating_sub(2);
    }
    let mut line: Line = Vec::new();
    for (index, screen) in app.screens.iter().enumerate() {
        let last = index + 1 == app.screens.len();
        let style = if last { theme.strong } else { theme.plain };
        let name = if screen.key.is_none() {
            screen.tabs[screen.active.min(screen.tabs.len() - 1)].title.to_owned()
        } else {
            screen.name.clone()
        };
        if index > 0 {
            line.push((theme.quiet, " › ".to_owned()));
        }
        line.push((style, name));
        if !last && screen.key.is_some() && screen.tabs.len() > 1 {
            line.push((theme.quiet, " › ".to_owned()));
            line.push((theme.plain, screen.tabs[screen.active].title.to_owned()));
        }
    }
    if let Some(form) = app.dialogs.form() {
        line.push((theme.quiet, " › ".to_owned()));
        let title = if form.operation == WriteOperation::Create {
            format!("New {}", form.key.kind.name)
        } else {
            format!("Edit {}", form.title())
        };
        line.push((theme.strong, title));
    }
    // The end of the path matters most, so the beginning is dropped first.
    let room = usize::from(end.saturating_sub(x));
    while line.len() > 1
        && line.iter().map(|(_, text)| text::width(&text::visible(text))).sum::<usize>() > room
    {
        line.remove(0);
    }
    pen.line(x, y, end.saturating_sub(x), &line);
}

/// Draws the tabs with their numbers; returns true if the screen has tabs.
fn tabs(screen: &Screen, theme: &Theme, pen: &mut Pen, area: Rect) -> bool {
    if screen.tabs.len() < 2 {
        return false;
    }
    let mut x = area.x + 1;
    for (index, tab) in screen.tabs.iter().enumerate() {
        let (mark, style) = if index == screen.active { ("▸", theme.accent) } else { (" ", theme.plain) };
        let count = match &tab.body {
            Body::List(list) if list.load.is_ready() && list.next.is_some() => {
                format!(" ({}+)", list.len())
            }
            Body::List(list) if list.load.is_ready() => format!(" ({})", list.len()),
            _ => String::new(),
        };
        x = pen.text(
            x,
            area.y + 2,
            area.right().saturating_sub(x),
            &format!("{mark}{} {}{count}", index + 1, tab.title),
            style,
        ) + 2;
    }
    true
}

/// Position of the cursor while the filter is typed.
fn path_cursor(app: &App, area: Rect) -> Option<(u16, u16)> {
    let list = app.list().filter(|list| list.filter.typing)?;
    let before: String = list.filter.input.text().chars().take(list.filter.input.cursor()).collect();
    let all = format!("/ {}  {}", list.filter.input.text(), screen::list::count(list));
    let start = usize::from(area.right() - 1).saturating_sub(text::width(&text::visible(&all)));
    let x = start + 2 + text::width(&text::visible(&before));
    Some((u16::try_from(x).unwrap_or(0), area.y + 1))
}

/// Lines shown instead of rows: the list is loading, is empty, or could not be read.
fn instead(load: &Remote, nothing: &str, theme: &Theme, cells: u16) -> Vec<Line> {
    match load {
        Remote::NotAsked | Remote::Loading(_) => vec![vec![(theme.quiet, "Loading…".to_owned())]],
        Remote::Ready(()) => paragraph(nothing, cells, theme.plain),
        Remote::Stopped => paragraph("Loading stopped. r refreshes.", cells, theme.plain),
        Remote::Failed(error) => {
            let mut lines = failure(error, theme, cells);
            lines.push(vec![]);
            lines.extend(paragraph("r refreshes.", cells, theme.plain));
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

/// The column at which values begin, the same on every row of a form or of details.
pub(crate) const LABELS: u16 = 30;
