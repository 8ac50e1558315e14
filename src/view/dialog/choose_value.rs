//! Draws the choice of a value for a setting that was never set.

use ratatui::layout::Rect;
use serde_json::Value;

use crate::app::dialog::choose_value::ChooseValue;
use crate::keymap::Scope;
use crate::resource::Kind;
use crate::resource::display::value::{ABSENT, display, plain};
use crate::view::Theme;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys, spots};
use crate::view::pen::{Pen, paragraph};

pub fn draw(open: &ChooseValue, theme: &Theme, pen: &mut Pen, area: Rect) {
    let field = open.key.kind.field(open.path);
    let label = field.map_or(open.path, |field| field.label);
    let now = field.and_then(|field| field.when_absent).unwrap_or(ABSENT);
    let question = format!("{label} of {} is {now}. Change it to:", open.name);
    values((open.key.kind, open.path), label, &question, open.chosen, theme, pen, area);
}

/// Lines for the two values of a setting that a key toggles, to choose one.
pub fn values(
    (kind, path): (&Kind, &str),
    label: &str,
    question: &str,
    place: usize,
    theme: &Theme,
    pen: &mut Pen,
    area: Rect,
) {
    let words = |value: &Value| {
        kind.field(path)
            .map_or_else(|| plain(value), |field| display(field, Some(value)).text(false).to_owned())
    };
    let cells = cells(area).min(64);
    let mut lines = paragraph(question, cells - 4, theme.plain);
    let above = lines.len();
    for (at, value) in kind.toggle_values(path).iter().enumerate() {
        let (mark, style) = if at == place { ("▶ ", theme.strong) } else { ("  ", theme.plain) };
        lines.push(vec![(theme.accent, mark.to_owned()), (style, words(value))]);
    }
    let keys = [vec![], keys(Scope::ChooseValue, theme)];
    let content = Content { title: label, cells, lines: &lines, keys: &keys, above: 0 };
    let (_, inside) = boxed_lines(pen, area, &content, theme);
    spots(pen, inside, above..lines.len(), place);
}
