//! Draws errors in full: what failed, what to do, and the original message.

use ratatui::layout::Rect;

use crate::app::dialog::error_view::ErrorView;
use crate::error::ErrorKind;
use crate::keymap::{Action, Scope, ScreenAction, key_of};
use crate::message::ScrollMetrics;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::{Theme, failure};

/// Draws the errors; returns the measures.
pub fn draw(open: &ErrorView, theme: &Theme, pen: &mut Pen, area: Rect) -> ScrollMetrics {
    let cells = cells(area);
    let inner = cells.saturating_sub(4);
    let mut lines: Vec<Line> = Vec::new();
    for error in &open.errors {
        if !lines.is_empty() {
            lines.push(vec![]);
        }
        lines.extend(failure(error, theme, inner));
    }
    // Without new credentials, a refresh alone changes nothing.
    let needs_sign_in = open.errors.iter().any(|error| error.kind == ErrorKind::Credentials);
    let refresh = key_of(Scope::Anywhere, Action::Screen(ScreenAction::Refresh));
    let retry = if needs_sign_in {
        format!("Once that is done, {refresh} refreshes.")
    } else {
        format!("{refresh} refreshes.")
    };
    lines.push(vec![]);
    lines.extend(paragraph(&retry, inner, theme.plain));
    let keys = [vec![], keys(Scope::ErrorView, theme)];
    let content =
        Content { title: "Why it failed", cells, lines: &lines, keys: &keys, above: open.scroll.above };
    boxed_lines(pen, area, &content, theme).0
}
