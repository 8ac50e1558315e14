//! Draws the command that lets Cognito call the Lambda functions that a change makes triggers.

use crate::app::App;
use crate::app::dialog::command_view;
use crate::resource::{Document, Kind};
use crate::view::Theme;
use crate::view::pen::{Line, paragraph};

/// The command for the first function; `C` shows those of all.
pub fn permissions(
    app: &App,
    kind: &Kind,
    [before, after]: [&Document; 2],
    theme: &Theme,
    cells: u16,
) -> Vec<Line> {
    let commands = command_view::permissions(kind, before, after, &app.connection);
    let Some(first) = commands.first() else { return Vec::new() };
    let function = if commands.len() == 1 { "the function" } else { "the first function" };
    let mut lines = paragraph(&format!("The AWS CLI lets Cognito call {function}:"), cells, theme.plain);
    lines.extend(paragraph(&first.text, cells, theme.plain));
    if commands.len() > 1 {
        let more = format!("C shows the commands of all {}.", commands.len());
        lines.extend(paragraph(&more, cells, theme.quiet));
    }
    lines
}
