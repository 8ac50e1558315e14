//! Draws changes as lines: each setting before and after, entries removed from and added to a collection, and
//! the settings of a new resource.

use ratatui::style::Style;

use crate::resource::diff::lines::{ChangeLine, change_lines};
use crate::resource::display::value::DisplayValue;
use crate::resource::{Change, Document};
use crate::view::Theme;
use crate::view::change::confirm::COLUMN;
use crate::view::pen::{Line, labelled, paragraph};
use crate::view::text::{visible, width};

/// The column at which the values of a new resource begin.
const SETTINGS: u16 = 28;

/// Adds the settings of a new resource; consecutive lines of one collection have its name once.
pub fn settings(changes: &[Change], now: i64, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let mut last = "";
    for change in changes {
        let label = change.field.map_or(change.place.path.as_str(), |field| field.label);
        setting_rows(change, if label == last { "" } else { label }, now, theme, cells, lines);
        last = label;
    }
}

fn setting_rows(change: &Change, label: &str, now: i64, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    for (index, line) in change_lines(change, now).into_iter().enumerate() {
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

/// The words for the two sides of a change.
#[derive(Debug, Clone, Copy)]
pub struct Sides {
    from: &'static str,
    to: &'static str,
    /// Seconds since 1970, by which the end of something is told.
    now: i64,
}

impl Sides {
    pub const fn planned(now: i64) -> Self {
        Self { from: "before", to: "after", now }
    }

    pub const fn requested(now: i64) -> Self {
        Self { from: "before", to: "requested", now }
    }

    pub const fn done(now: i64) -> Self {
        Self { from: "before", to: "now", now }
    }
}

/// Adds a change: both sides, or the removed and added entries.
pub fn change_rows(change: &Change, sides: Sides, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let label = change.label();
    let shown = change_lines(change, sides.now);
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
            let [from, to] = [sides.from, sides.to].map(|side| format!("  {side}"));
            lines.extend(labelled(&from, theme.quiet, COLUMN, &before, cells, theme.plain));
            lines.extend(labelled(&to, theme.quiet, COLUMN, &after, cells, theme.strong));
        }
        return;
    }
    lines.extend(paragraph(&label, cells, theme.strong));
    for line in shown {
        let style = match line {
            ChangeLine::Gone(_) => theme.bad,
            ChangeLine::Added(_) => theme.good,
            ChangeLine::Moved(..) => theme.warn,
            ChangeLine::Member(..) | ChangeLine::Turns(..) => theme.plain,
        };
        let (sign, text) = signed(line);
        lines.extend(labelled(&format!("  {sign}"), style, 4, &text, cells, theme.plain));
    }
}

/// The sign and the text of one line of a change.
pub(super) fn signed(line: ChangeLine) -> (&'static str, String) {
    match line {
        ChangeLine::Gone(text) => ("−", text),
        ChangeLine::Added(text) => ("+", text),
        ChangeLine::Moved(to, text) => ("↕", format!("to place {to}: {text}")),
        ChangeLine::Member(label, before, after) => {
            (" ", format!("{label}  {} → {}", before.text(false), after.text(false)))
        }
        ChangeLine::Turns(before, after) => (" ", format!("{} → {}", before.text(false), after.text(false))),
    }
}

/// Adds a setting that does not have the requested value: what was requested, what it is now, and what it was
/// before, where that is a third value.
pub fn missing_rows(change: &Change, base: &Document, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let mut side = |label: &str, text: &str, style: Style| {
        lines.extend(labelled(&format!("  {label}"), theme.quiet, COLUMN, text, cells, style));
    };
    let shown = change_lines(change, 0);
    let was = change.place.value_in(base).cloned();
    let stays = was == change.after;
    let now = if stays { "still" } else { "now" };
    if let [ChangeLine::Turns(requested, actual)] = shown.as_slice() {
        let words = |shown: &DisplayValue| match shown {
            DisplayValue::Secret(_) => "a secret".to_owned(),
            shown => with_edges(shown.text(false)),
        };
        let actual = match (requested, actual) {
            (DisplayValue::Secret(_), DisplayValue::Secret(_)) => "a different secret".to_owned(),
            _ => words(actual),
        };
        side("requested", &words(requested), theme.plain);
        side(now, &actual, theme.strong);
        if !stays {
            let before = Change { after: was, ..change.clone() };
            if let [ChangeLine::Turns(_, before)] = change_lines(&before, 0).as_slice() {
                side("before", &words(before), theme.plain);
            }
        }
        return;
    }
    for line in shown {
        match line {
            ChangeLine::Gone(text) => side("requested", &text, theme.plain),
            ChangeLine::Added(text) => side(now, &text, theme.strong),
            ChangeLine::Moved(to, text) => side(now, &format!("at place {to}: {text}"), theme.strong),
            ChangeLine::Member(member, requested, actual) => {
                side("requested", &format!("{member}: {}", requested.text(false)), theme.plain);
                side(now, &format!("{member}: {}", actual.text(false)), theme.strong);
            }
            ChangeLine::Turns(requested, actual) => {
                side("requested", requested.text(false), theme.plain);
                side(now, actual.text(false), theme.strong);
            }
        }
    }
}

/// A value with its leading and trailing spaces made visible: "shop" and "shop " are two names.
pub(super) fn with_edges(text: &str) -> String {
    let inner = text.trim_matches(' ');
    let (before, after) =
        (text.len() - text.trim_start_matches(' ').len(), text.len() - text.trim_end_matches(' ').len());
    if inner.is_empty() {
        "␠".repeat(text.len())
    } else {
        format!("{}{inner}{}", "␠".repeat(before), "␠".repeat(after))
    }
}
