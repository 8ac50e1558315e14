//! Draws the choice of a value for a setting that was never set.

use ratatui::layout::Rect;

use crate::app::dialog::choose_value::{ChooseValue, VALUES};
use crate::keymap::Scope;
use crate::resource::display::value::ABSENT;
use crate::resource::{Field, FieldKind};
use crate::view::Theme;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Pen, paragraph};

pub fn draw(open: &ChooseValue, theme: &Theme, pen: &mut Pen, area: Rect) {
    let field = open.key.kind.field(open.path);
    let label = field.map_or(open.path, |field| field.label);
    let now = field.and_then(|field| field.when_absent).unwrap_or(ABSENT);
    let question = format!("{label} of {} is {now}. Change it to:", open.name);
    values(field, label, &question, open.chosen, theme, pen, area);
}

/// Lines for the two values of a toggle, to choose one.
pub fn values(
    field: Option<&Field>,
    label: &str,
    question: &str,
    place: usize,
    theme: &Theme,
    pen: &mut Pen,
    area: Rect,
) {
    let (on, off) = match field.map(|field| field.kind) {
        Some(FieldKind::Toggle { on, off }) => (on, off),
        _ => ("true", "false"),
    };
    let cells = cells(area).min(64);
    let mut lines = paragraph(question, cells - 4, theme.plain);
    for (at, value) in VALUES.iter().enumerate() {
        let (mark, style) = if at == place { ("▶ ", theme.strong) } else { ("  ", theme.plain) };
        lines.push(vec![(theme.accent, mark.to_owned()), (style, if *value { on } else { off }.to_owned())]);
    }
    let keys = [vec![], keys(Scope::ChooseValue, theme)];
    boxed_lines(pen, area, &Content { title: label, cells, lines: &lines, keys: &keys, above: 0 }, theme);
}
