//! Draws the rows to choose from before a bulk change, such as the resources to copy.

use ratatui::layout::Rect;

use crate::app::change::bulk::{Bulk, ChoiceRow, Choices, Edit};
use crate::error::AppError;
use crate::keymap::Scope;
use crate::resource::Kind;
use crate::view::Theme;
use crate::view::dialog::DrawnDialog;
use crate::view::dialog::popup::{Content, cells, focused_lines, keys};
use crate::view::failure;
use crate::view::pen::{Line, Pen, labelled, paragraph};

/// The column at which the words about each resource begin.
const COLUMN: u16 = 34;

/// What stands around the rows.
struct Frame<'a> {
    title: String,
    /// While the rows are read.
    loading: String,
    /// Where there are none.
    empty: String,
    choices: &'a Choices,
    failures: Vec<(&'static Kind, &'a AppError)>,
}

/// Draws the choice.
pub fn choice(open: &Bulk, theme: &Theme, pen: &mut Pen, area: Rect) -> DrawnDialog {
    let Some(frame) = frame(&open.edit) else { return DrawnDialog::default() };
    let cells = cells(area);
    let inner = cells.saturating_sub(4);
    let mut lines: Vec<Line> = Vec::new();
    let mut focused = 0..1;
    let rows = &frame.choices.rows;
    if open.edit.is_listing() {
        lines.extend(paragraph(&frame.loading, inner, theme.plain));
    } else {
        for (at, row) in rows.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| rows[before].key.kind);
            if before != Some(row.key.kind) {
                if at > 0 {
                    lines.push(vec![]);
                }
                lines.extend(paragraph(row.key.kind.plural, inner, theme.strong));
            }
            let begin = lines.len();
            let is_chosen = at == frame.choices.place;
            lines.extend(drawn_row(row, &open.edit, is_chosen, theme, inner));
            if is_chosen {
                focused = begin..lines.len();
            }
        }
        if rows.is_empty() && frame.failures.is_empty() {
            lines.extend(paragraph(&frame.empty, inner, theme.plain));
        }
        for (kind, error) in &frame.failures {
            lines.push(vec![]);
            let text = format!("{} are not offered:", kind.plural);
            lines.extend(paragraph(&text, inner, theme.warn));
            lines.extend(failure(error, theme, inner));
        }
    }
    let scopes = open.scopes().into_iter().filter(|scope| *scope != Scope::Scroll);
    let below = [vec![], scopes.flat_map(|scope| keys(scope, theme)).collect()];
    let content =
        Content { title: &frame.title, cells, lines: &lines, keys: &below, above: open.scroll.above };
    let (drawn, _) = focused_lines(pen, area, &content, focused, theme);
    DrawnDialog { drawn: Some(drawn), cursor: None }
}

fn frame(edit: &Edit) -> Option<Frame<'_>> {
    match edit {
        Edit::Copy(copying) => Some(Frame {
            title: format!("Copy from {} into {}: what?", copying.from.1, copying.to.1),
            loading: format!("Reading what {} and {} have…", copying.from.1, copying.to.1),
            empty: format!("{} has nothing that could be copied.", copying.from.1),
            choices: &copying.choices,
            failures: copying.failures().collect(),
        }),
        Edit::Grant(granting) => {
            let kind = granting.list.key.kind;
            let kinds = kind.plural.to_lowercase();
            let failure = granting.list.load.error().map(|error| (kind, error));
            Some(Frame {
                title: format!(
                    "Which {kinds} may {} {}?",
                    granting.words(2).replace(" and ", " or "),
                    granting.names()
                ),
                loading: format!("Reading the {kinds}…"),
                empty: format!("There are no {kinds}."),
                choices: &granting.choices,
                failures: failure.into_iter().collect(),
            })
        }
        Edit::Toggle { .. } | Edit::ReplaceHost(_) | Edit::Detach { .. } | Edit::Revert(_) | Edit::Fix(_) => {
            None
        }
    }
}

fn drawn_row(row: &ChoiceRow, edit: &Edit, is_chosen: bool, theme: &Theme, cells: u16) -> Vec<Line> {
    let cursor = if is_chosen { "▶" } else { " " };
    let mark = if row.level > 0 { "●" } else { "○" };
    let label = format!("{cursor} {mark} {}", row.name);
    let words = match (edit, &row.refusal) {
        (_, Some(refusal)) => refusal.clone(),
        (Edit::Grant(granting), None) if row.level > 0 => format!("may {}", granting.words(row.level)),
        (Edit::Grant(_), None) => "no access".to_owned(),
        _ if row.key.id == row.name => " ".to_owned(),
        _ => row.key.id.clone(),
    };
    let style = match &row.refusal {
        Some(_) => theme.quiet,
        None if is_chosen => theme.strong,
        None => theme.plain,
    };
    labelled(&label, style, COLUMN.min(cells / 2), &words, cells, theme.quiet)
}
