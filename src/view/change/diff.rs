//! Draws changes as lines: each setting before and after, entries removed from and added to a collection, and
//! the settings of a new resource.

use crate::resource::Change;
use crate::resource::diff::lines::{ChangeLine, change_lines};
use crate::resource::display::value::DisplayValue;
use crate::view::Theme;
use crate::view::change::confirm::COLUMN;
use crate::view::pen::{Line, labelled, paragraph};
use crate::view::text::{visible, width};

/// The column at which the values of a new resource begin.
const SETTINGS: u16 = 28;

/// Adds the settings of a new resource; consecutive lines of one collection have its name once.
pub fn settings(changes: &[Change], theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let mut last = "";
    for change in changes {
        let label = change.field.map_or(change.place.path.as_str(), |field| field.label);
        setting_rows(change, if label == last { "" } else { label }, theme, cells, lines);
        last = label;
    }
}

fn setting_rows(change: &Change, label: &str, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    for (index, line) in change_lines(change).into_iter().enumerate() {
        let text = match line {
            ChangeLine::Turns(_, DisplayValue::Secret(_)) => "a secret".to_owned(),
            ChangeLine::Turns(_, after) => with_edges(after.text(false)),
            ChangeLine::Added(text) | ChangeLine::Gone(text) | ChangeLine::Moved(_, text) => text,
            ChangeLine::Member(member, _, after) => format!("{member}: {}", after.text(false)),
        };
        let text = change.place.key.as_ref().map_or_else(|| text.clone(), |key| format!("{key}: {text}"));
        let label = if index == 0 { label } else { "" };
        lines.extend(labelled(label, theme.plain, SETTINGS.min(cells / 2), &text, cells, theme.strong));
    }
}

/// Adds a change: before and after, or the removed and added entries.
pub fn change_rows(change: &Change, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let label = change.label();
    let shown = change_lines(change);
    if let [ChangeLine::Turns(DisplayValue::Secret(_), DisplayValue::Secret(_))] = shown.as_slice() {
        lines.push(vec![(theme.strong, format!("{label}  ")), (theme.strong, "changed".to_owned())]);
        return;
    }
    if let [ChangeLine::Turns(before, after)] = shown.as_slice() {
        let words = |shown: &DisplayValue| match shown {
            DisplayValue::Secret(_) => "a secret".to_owned(),
            shown => with_edges(shown.text(false)),
        };
        let (before, after) = (words(before), words(after));
        let taken: usize = [&label, &before, &after].iter().map(|text| width(&visible(text))).sum();
        let short = taken + 8 <= usize::from(cells);
        if short {
            lines.push(vec![
                (theme.strong, format!("{label}  ")),
                (theme.plain, before),
                (theme.quiet, "  →  ".to_owned()),
                (theme.strong, after),
            ]);
        } else {
            lines.extend(paragraph(&label, cells, theme.strong));
            lines.extend(labelled("  before", theme.quiet, COLUMN, &before, cells, theme.plain));
            lines.extend(labelled("  after", theme.quiet, COLUMN, &after, cells, theme.strong));
        }
        return;
    }
    lines.extend(paragraph(&label, cells, theme.strong));
    for line in shown {
        let (sign, text, style) = match line {
            ChangeLine::Gone(text) => ("  −", text, theme.bad),
            ChangeLine::Added(text) => ("  +", text, theme.good),
            ChangeLine::Moved(to, text) => ("  ↕", format!("to place {to}: {text}"), theme.warn),
            ChangeLine::Member(label, before, after) => {
                ("   ", format!("{label}  {} → {}", before.text(false), after.text(false)), theme.plain)
            }
            ChangeLine::Turns(before, after) => {
                ("    ", format!("{} → {}", before.text(false), after.text(false)), theme.plain)
            }
        };
        lines.extend(labelled(sign, style, 4, &text, cells, theme.plain));
    }
}

/// A value with its leading and trailing spaces made visible: "shop" and "shop " are two names.
fn with_edges(text: &str) -> String {
    let inner = text.trim_matches(' ');
    let (before, after) =
        (text.len() - text.trim_start_matches(' ').len(), text.len() - text.trim_end_matches(' ').len());
    if inner.is_empty() {
        "␠".repeat(text.len())
    } else {
        format!("{}{inner}{}", "␠".repeat(before), "␠".repeat(after))
    }
}
