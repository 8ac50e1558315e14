//! Records as a table: a row for each, with the cells of a column below each other.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::resource::field::Field;

/// A table: its titles and its lines.
pub(super) struct Table {
    pub titles: String,
    /// For each record its line, and the same with nothing left out; `None` if it does not fit into a table.
    pub lines: Vec<Option<(String, String)>>,
    /// What all ARNs in the last column begin with, and the lines leave out: `arn:aws:iam::123456789012:`.
    pub shared: Option<String>,
}

impl Table {
    /// The table of some records; `None` if there is none, or no record fits.
    pub(super) fn of(field: &Field, items: &[Value]) -> Option<Self> {
        let (titles, cells) = field.table?;
        let mut rows: Vec<Option<Vec<String>>> = items.iter().map(cells).collect();
        let wholes: Vec<_> = rows.iter().map(|row| row.as_ref().map(|row| row.join(" "))).collect();
        rows.iter().flatten().next()?;
        let shared = shared(rows.iter().flatten().filter_map(|row| row.last()));
        if let Some(shared) = &shared {
            for cell in rows.iter_mut().flatten().filter_map(|row| row.last_mut()) {
                cell.drain(..shared.len());
            }
        }
        let width = |column: usize| {
            let cells = rows.iter().flatten().filter_map(|row| row.get(column));
            cells.map(|cell| cell.width()).chain([titles[column].width()]).max().unwrap_or_default()
        };
        let widths: Vec<_> = (0..titles.len()).map(width).collect();
        let line = |cells: &mut dyn Iterator<Item = &str>| {
            let padded = cells
                .zip(&widths)
                .map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width()))));
            padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        let lines = rows
            .iter()
            .zip(wholes)
            .map(|(row, whole)| Some((line(&mut row.as_ref()?.iter().map(String::as_str)), whole?)));
        Some(Self { titles: line(&mut titles.iter().copied()), lines: lines.collect(), shared })
    }
}

/// The beginning that some ARNs have in common: all but the resource.
fn shared<'a>(arns: impl Iterator<Item = &'a String>) -> Option<String> {
    let mut shared: Option<&str> = None;
    for arn in arns {
        let (colon, _) = arn.match_indices(':').nth(4)?;
        let beginning = &arn[..=colon];
        if !beginning.starts_with("arn:") || shared.is_some_and(|shared| shared != beginning) {
            return None;
        }
        shared = Some(beginning);
    }
    shared.map(str::to_owned)
}
