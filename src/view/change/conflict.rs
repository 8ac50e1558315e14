//! Draws a conflict: what each side did to each setting, and the side that is chosen for those that both
//! changed.

use std::ops::Range;

use ratatui::style::Style;

use crate::app::change::confirm::Confirm;
use crate::app::change::write::Conflict;
use crate::resource::diff::lines::{ChangeLine, change_lines};
use crate::resource::display::plural::plural;
use crate::resource::display::value::DisplayValue;
use crate::resource::{Change, MergedSetting, Side, Touched, WriteOperation, setting_changes};
use crate::view::Theme;
use crate::view::change::diff::{Sides, change_rows, signed, with_edges};
use crate::view::pen::{Line, labelled, paragraph};
use crate::view::text::{visible, width, wrap};

/// The column of the label, where the sides stand below each other.
const NARROW: u16 = 16;
/// The column of the label, where the sides stand beside each other.
const WIDE: u16 = 28;
/// From this width on, the three values stand beside each other.
const COLUMNS_FROM: u16 = 96;
/// The entries of a collection that stand in its value before both changes.
const ENTRIES: usize = 6;

/// Adds what both sides did. Returns the lines of the focused conflict.
pub fn conflict(
    open: &Confirm,
    conflict: &Conflict,
    theme: &Theme,
    cells: u16,
    lines: &mut Vec<Line>,
) -> Option<Range<usize>> {
    lines.extend(paragraph("! Nothing was sent: it changed after you opened it.", cells, theme.warn));
    lines.push(vec![]);
    let focused = conflicts(conflict, theme, cells, lines);
    let deletes = open.write.operation == WriteOperation::Delete;
    let (base, kind) = (&open.write.base, open.write.key.kind);
    let all = setting_changes(base, &conflict.theirs, kind);
    group(
        "Their change (before → now):",
        &by(conflict, Touched::By(Side::Theirs), &all),
        Sides::done(0),
        theme,
        cells,
        lines,
    );
    let all = if deletes { Vec::new() } else { setting_changes(base, &open.write.edited, kind) };
    group(
        "Your change (before → requested):",
        &by(conflict, Touched::By(Side::Mine), &all),
        Sides::requested(0),
        theme,
        cells,
        lines,
    );
    group(
        "The same change on both sides:",
        &by(conflict, Touched::Alike, &all),
        Sides::done(0),
        theme,
        cells,
        lines,
    );
    lines.extend(paragraph(&advice(open, conflict, deletes), cells, theme.plain));
    focused
}

/// The sentence that says what can be done.
fn advice(open: &Confirm, conflict: &Conflict, deletes: bool) -> String {
    let undecided = open.write.undecided();
    match (open.write.merged(), conflict.has_choice()) {
        _ if deletes => "Nothing was deleted. Close, review it and decide again.".to_owned(),
        _ if undecided > 0 => {
            format!("{} left to choose: ← theirs, → yours. Then m merges.", plural(undecided, "setting"))
        }
        (Some(_), true) => "m merges as chosen and asks again.".to_owned(),
        (Some(_), false) => {
            "The changes don't overlap: m merges yours with theirs and asks again.".to_owned()
        }
        (None, true) => "You chose all of theirs. Nothing is left to send.".to_owned(),
        (None, false) => "It already has your values. Nothing is left to send.".to_owned(),
    }
}

/// The changes of the settings that were touched like this, setting by setting.
fn by<'a>(conflict: &Conflict, touched: Touched, all: &'a [Change]) -> Vec<&'a Change> {
    let settings: Vec<_> =
        conflict.merge.settings.iter().filter(|setting| setting.touched == touched).collect();
    all.iter()
        .filter(|change| settings.iter().any(|setting| setting.mine.place.holds(&change.place)))
        .collect()
}

/// Adds the settings that one side changed, or both alike.
fn group(heading: &str, changes: &[&Change], sides: Sides, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    if changes.is_empty() {
        return;
    }
    lines.extend(paragraph(heading, cells, theme.quiet));
    for change in changes {
        change_rows(change, sides, theme, cells, lines);
    }
    lines.push(vec![]);
}

/// Adds the settings that both changed differently, each with its three values.
fn conflicts(conflict: &Conflict, theme: &Theme, cells: u16, lines: &mut Vec<Line>) -> Option<Range<usize>> {
    if !conflict.has_choice() {
        return None;
    }
    let is_wide = cells >= COLUMNS_FROM;
    let mut focused = None;
    if is_wide {
        let titles = ["Before", "← theirs", "→ yours"].map(|title| vec![(theme.heading, title.to_owned())]);
        columns(("Both changed", theme.heading), &titles, cells, lines);
    } else {
        lines.extend(paragraph("Both changed:", cells, theme.heading));
    }
    for (index, setting) in conflict.merge.conflicts().enumerate() {
        let from = lines.len();
        let is_focused = index == conflict.focus;
        let label = format!("{} {}", if is_focused { "▶" } else { " " }, setting.label());
        let style = if is_focused { theme.accent } else { theme.strong };
        let values = Side::BOTH.map(|side| {
            let chosen = setting.touched == Touched::Differently(Some(side));
            let style = if chosen { theme.strong } else { theme.plain };
            (if chosen { "●" } else { "○" }, style, value_after(side_of(setting, side)))
        });
        let before = value_before(&setting.mine);
        if is_wide {
            let [theirs, mine] = values.map(|(sign, style, value)| {
                value.iter().enumerate().map(|(at, text)| (style, beside(sign, at, text))).collect()
            });
            let before = before.into_iter().map(|text| (theme.plain, text)).collect();
            columns((&label, style), &[before, theirs, mine], cells, lines);
        } else {
            lines.extend(paragraph(&label, cells, style));
            lines.extend(labelled("    before", theme.quiet, NARROW, &before.join("\n"), cells, theme.plain));
            for ((sign, style, value), name) in values.into_iter().zip(["← theirs", "→ yours"]) {
                let label = format!("  {sign} {name}");
                lines.extend(labelled(&label, theme.quiet, NARROW, &value.join("\n"), cells, style));
            }
        }
        if is_focused {
            focused = Some(from..lines.len());
        }
    }
    lines.push(vec![]);
    focused
}

const fn side_of(setting: &MergedSetting, side: Side) -> &Change {
    match side {
        Side::Theirs => &setting.theirs,
        Side::Mine => &setting.mine,
    }
}

/// A line of a value: the first one has the sign of the choice before it.
fn beside(sign: &str, at: usize, text: &str) -> String {
    format!("{} {text}", if at == 0 { sign } else { " " })
}

/// The value before both changes; the entries of a collection on a line each.
fn value_before(change: &Change) -> Vec<String> {
    if let [ChangeLine::Turns(before, _)] = change_lines(change, 0).as_slice() {
        return vec![match before {
            DisplayValue::Secret(_) => "a secret".to_owned(),
            shown => with_edges(shown.text(false)),
        }];
    }
    let from_nothing = Change { before: None, after: change.before.clone(), ..change.clone() };
    let mut entries = value_after(&from_nothing);
    for entry in &mut entries {
        if let Some(text) = entry.strip_prefix("+ ") {
            *entry = text.to_owned();
        }
    }
    if entries.len() > ENTRIES {
        let more = entries.len() - (ENTRIES - 1);
        entries.truncate(ENTRIES - 1);
        entries.push(format!("… {more} more"));
    }
    entries
}

/// The value after a change, or what goes from and comes to a collection.
fn value_after(change: &Change) -> Vec<String> {
    let text = |line: ChangeLine| match line {
        ChangeLine::Turns(DisplayValue::Secret(_), DisplayValue::Secret(_)) => {
            "a different secret".to_owned()
        }
        ChangeLine::Turns(_, DisplayValue::Secret(_)) => "a secret".to_owned(),
        ChangeLine::Turns(_, after) => with_edges(after.text(false)),
        line => {
            let (sign, text) = signed(line);
            format!("{sign} {text}").trim_start().to_owned()
        }
    };
    change_lines(change, 0).into_iter().map(text).collect()
}

/// Adds a label and texts beside each other, each wrapped in its column.
fn columns(label: (&str, Style), texts: &[Vec<(Style, String)>; 3], cells: u16, lines: &mut Vec<Line>) {
    let room = usize::from((cells - WIDE) / 3);
    let wrapped = |text: &Vec<(Style, String)>, room: usize| -> Vec<(Style, String)> {
        let one = |(style, text): &(Style, String)| {
            // The signs before a text stand alone in their column.
            let indent = if text.starts_with(['○', '●', ' ']) { 4 } else { 0 };
            let lines = wrap(&visible(text), room.saturating_sub(2 + indent)).into_iter().enumerate();
            let indented = |(at, line)| if at == 0 { line } else { format!("{}{line}", " ".repeat(indent)) };
            lines.map(|line| (*style, indented(line))).collect::<Vec<_>>()
        };
        text.iter().flat_map(one).collect()
    };
    let mut cells_of: Vec<(usize, Vec<(Style, String)>)> =
        vec![(WIDE.into(), wrapped(&vec![(label.1, label.0.to_owned())], WIDE.into()))];
    cells_of.extend(texts.iter().map(|text| (room, wrapped(text, room))));
    let height = cells_of.iter().map(|(_, column)| column.len()).max().unwrap_or(0);
    for at in 0..height {
        let piece = |(room, column): &(usize, Vec<(Style, String)>)| {
            let (style, text) = column.get(at).cloned().unwrap_or_default();
            let padding = room.saturating_sub(width(&text));
            (style, format!("{text}{}", " ".repeat(padding)))
        };
        lines.push(cells_of.iter().map(piece).collect());
    }
}
