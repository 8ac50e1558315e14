//! Draws two resources setting by setting: side by side in a wide window, one below the other in others.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::dialog::compare::Compare;
use crate::app::remote::Remote;
use crate::keymap::Scope;
use crate::message::ScrollMetrics;
use crate::resource::diff::comparison::ComparedSetting;
use crate::resource::display::plural::plural;
use crate::view::dialog::popup::{Content, focused_lines, keys};
use crate::view::pen::{Line, Pen, labelled, paragraph};
use crate::view::text::{chunks, visible, width};
use crate::view::{Theme, failure};

/// From this width on, the sides stand beside each other.
const WIDE: u16 = 120;

/// The widest label.
const LABEL: usize = 34;

pub fn draw(open: &Compare, theme: &Theme, pen: &mut Pen, area: Rect) -> ScrollMetrics {
    let cells = area.width.saturating_sub(4).min(160);
    let inner = cells.saturating_sub(4);
    let mut lines: Vec<Line> = Vec::new();
    let mut focused = 0..1;
    for side in &open.sides {
        match &side.document {
            Remote::Failed(error) => lines.extend(failure(error, theme, inner)),
            Remote::Ready(_) => {}
            Remote::NotAsked | Remote::Loading(_) | Remote::Stopped => {
                lines.extend(paragraph(&format!("Loading {}…", side.name), inner, theme.plain));
            }
        }
    }
    if open.is_ready() {
        let is_wide = area.width >= WIDE;
        if is_wide {
            let names = [0, 1].map(|at: usize| open.sides[at].name.clone());
            lines.extend(beside("", &names, [theme.strong; 2], theme.strong, inner));
        }
        let mut differing = 0;
        for (at, (setting, is_marked)) in open.rows().enumerate() {
            let begin = lines.len();
            let is_chosen = at == open.place();
            differing += usize::from(!setting.is_same());
            let label = label(setting, is_chosen, is_marked);
            let style = if is_chosen { theme.strong } else { theme.plain };
            let values = if setting.is_same() { theme.quiet } else { theme.plain };
            if is_wide {
                lines.extend(beside(&label, &setting.texts, [values; 2], style, inner));
            } else {
                lines.extend(paragraph(&label, inner, style));
                for (side, text) in open.sides.iter().zip(&setting.texts) {
                    lines.extend(labelled(
                        &format!("    {}", side.name),
                        theme.quiet,
                        24,
                        text,
                        inner,
                        values,
                    ));
                }
            }
            if is_chosen {
                focused = begin..lines.len();
            }
        }
        if differing == 0 {
            lines.extend(paragraph(
                "No setting differs. Ids and dates are not compared.",
                inner,
                theme.plain,
            ));
        }
        if !open.shows_all {
            lines.push(vec![]);
            let text = format!("{} the same.", plural_are(open.same()));
            lines.extend(paragraph(&text, inner, theme.quiet));
        }
    }
    let keys = [vec![], keys(Scope::Compare, theme)];
    let title = open.title();
    let content = Content { title: &title, cells, lines: &lines, keys: &keys, above: open.scroll.above };
    focused_lines(pen, area, &content, focused, theme).0
}

/// "1 setting is", "3 settings are".
fn plural_are(count: usize) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{} {verb}", plural(count, "setting"))
}

fn label(setting: &ComparedSetting, is_chosen: bool, is_marked: bool) -> String {
    let marker = if is_chosen { "▶" } else { " " };
    let mark = if is_marked { "*" } else { " " };
    let sign = if setting.is_same() { "=" } else { "≠" };
    format!("{marker}{mark}{sign} {}", setting.change.label())
}

/// A label and two values in columns, on as many lines as the longest needs.
fn beside(label: &str, texts: &[String; 2], styles: [Style; 2], style: Style, cells: u16) -> Vec<Line> {
    let room = (usize::from(cells).saturating_sub(LABEL + 4) / 2).max(8);
    let pieces = |text: &str, room: usize| -> Vec<String> {
        let text = visible(text).into_owned();
        chunks(&text, room).map(str::to_owned).collect()
    };
    let columns = [pieces(label, LABEL), pieces(&texts[0], room), pieces(&texts[1], room)];
    let height = columns.iter().map(Vec::len).max().unwrap_or_default().max(1);
    let padded =
        |text: &str, cells: usize| format!("{text}{}", " ".repeat(cells.saturating_sub(width(text))));
    let cell = |column: usize, row: usize| columns[column].get(row).map_or("", String::as_str);
    let line = |row: usize| {
        vec![
            (style, padded(cell(0, row), LABEL + 2)),
            (styles[0], padded(cell(1, row), room + 2)),
            (styles[1], cell(2, row).to_owned()),
        ]
    };
    (0..height).map(line).collect()
}
