//! Draws the entries of a list as the rows of a table, each on one line, with the titles of the columns
//! above.

use crate::app::form::entries::{Entries, Entry};
use crate::app::form::field::{FieldBody, FormField, is_visible, visible_fields};
use crate::app::form::input::{FieldInput, InputControl};
use crate::view::pen::{Line, Piece, paragraph};
use crate::view::text::{fit, visible, width};

use super::cell::suggested;
use super::{FormLine, Painter, marker};

/// Cells between two columns.
const GAP: usize = 2;

/// A column of texts gives way to the others down to this width.
const LEAST: usize = 8;

/// Cells that a text with the focus needs beside its own, to be shown whole.
const CURSOR: usize = 2;

/// What an empty text that has no focus shows.
const EMPTY: &str = "empty";

/// A column: the cells that its values need, and those that it gets.
#[derive(Debug, Clone, Copy)]
struct ColumnWidth {
    width: usize,
    /// A choice is shown whole; a text may be cut in its middle.
    is_text: bool,
}

impl Painter<'_> {
    /// Draws the rows of a table with entries; `place` is the path of the list.
    pub(super) fn table(&mut self, entries: &Entries, place: &[usize], depth: usize) {
        let theme = self.theme;
        let Some(first) = entries.rows(0) else { return };
        let (indent, digits) = (2 * depth, entries.len().to_string().len());
        let start = 2 + indent + digits + 1;
        let room = usize::from(self.cells).saturating_sub(start + 2);
        let focus = self.form.focus.strip_prefix(place).filter(|rest| rest.len() == 2);
        let focus = focus.map(|rest| (rest[0], rest[1]));
        let chosen = focus.map(|(_, column)| column);
        let mut columns: Vec<_> = (0..first.len()).map(|at| column(entries, at, room)).collect();
        share(&mut columns, chosen, room);
        let mut titles = vec![(theme.plain, " ".repeat(start))];
        for (at, (row, column)) in first.iter().zip(&columns).enumerate() {
            let style = if chosen == Some(at) { theme.strong } else { theme.quiet };
            titles.push((style, padded(&row.field.label.to_uppercase(), column.width + GAP)));
        }
        self.put(titles);
        for (number, entry) in entries.iter().enumerate() {
            let chosen = focus.filter(|(row, _)| *row == number).map(|(_, column)| column);
            let begin = vec![
                marker(chosen.is_some(), theme),
                (theme.plain, " ".repeat(indent)),
                (theme.quiet, padded(&(number + 1).to_string(), digits + 1)),
            ];
            let line = self.cells_of(entry, &columns, chosen, begin);
            let path = |at: usize| [place, &[number, at]].concat();
            let places = visible_fields(&entry.rows).map(|(at, _)| path(at)).collect();
            self.lines.push(FormLine { places, ..line });
            self.below(entry, chosen, start);
        }
    }

    /// One row of a table.
    fn cells_of(
        &self,
        entry: &Entry,
        columns: &[ColumnWidth],
        chosen: Option<usize>,
        begin: Line,
    ) -> FormLine {
        let mut line = FormLine::new(begin, Vec::new());
        let mut at = line.line.iter().map(|(_, text)| width(text)).sum::<usize>();
        for (index, (row, column)) in entry.rows.iter().zip(columns).enumerate() {
            let mut used = 0;
            if is_visible(&entry.rows, index)
                && let FieldBody::Value(cell) = &row.input
            {
                let focused = chosen == Some(index);
                let (pieces, cursor) = self.table_cell(cell, focused, column.width);
                used = pieces.iter().map(|(_, text)| width(text)).sum();
                line.columns.push(at);
                line.cursor = cursor.map(|cursor| at + cursor).or(line.cursor);
                line.line.extend(pieces);
            }
            line.line.push((self.theme.plain, " ".repeat((column.width + GAP).saturating_sub(used))));
            at += column.width + GAP;
        }
        line
    }

    /// One cell, and the column of the cursor in it.
    fn table_cell(&self, cell: &FieldInput, focused: bool, room: usize) -> (Vec<Piece>, Option<usize>) {
        let theme = self.theme;
        let style = if cell.error.is_some() { theme.bad } else { theme.plain };
        let sign = if cell.error.is_some() { "✗ " } else { "" };
        let room = room.saturating_sub(width(sign));
        let mut pieces = vec![(style, sign.to_owned())];
        let mut cursor = None;
        match &cell.input {
            InputControl::Switch(switch) if focused => {
                pieces.push((theme.focus, format!("‹ {} ›", fit(switch.reads(), room.saturating_sub(4)))));
            }
            InputControl::Switch(switch) => pieces.push((style, fit(switch.reads(), room).into_owned())),
            InputControl::Text(input) => {
                let (text, at) = self.text_in(cell, input, focused, room);
                cursor = focused.then_some(width(sign) + at);
                if text.is_empty() && !focused {
                    pieces.push((theme.quiet, fit(EMPTY, room).into_owned()));
                } else {
                    pieces.push((style, text));
                }
            }
            InputControl::LongText(_) => {}
        }
        (pieces, cursor)
    }

    /// Below a row: what to put into the empty cell with the focus, and what is wrong with the row.
    fn below(&mut self, entry: &Entry, chosen: Option<usize>, start: usize) {
        let rows = || visible_fields(&entry.rows).map(|(_, row)| row);
        let hint = chosen.and_then(|at| entry.rows.get(at)).filter(|row| is_empty_text(row));
        let hint = hint.and_then(|row| suggested(row.field)).map(|hint| (self.theme.quiet, hint));
        let errors = rows().filter_map(|row| match &row.input {
            FieldBody::Value(cell) => {
                Some((self.theme.bad, format!("✗ {}: {}", row.field.label, cell.error.as_ref()?)))
            }
            _ => None,
        });
        for (style, text) in hint.into_iter().chain(errors).collect::<Vec<_>>() {
            let cells = usize::from(self.cells).saturating_sub(start + 2);
            for mut line in paragraph(&text, u16::try_from(cells).unwrap_or(u16::MAX), style) {
                line.insert(0, (self.theme.plain, " ".repeat(start)));
                self.put(line);
            }
        }
    }
}

fn is_empty_text(row: &FormField) -> bool {
    matches!(&row.input, FieldBody::Value(cell)
        if matches!(&cell.input, InputControl::Text(text) if text.text().is_empty()))
}

fn padded(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(width(text))))
}

/// What a column needs: for its title, and for every value, with the brackets of a choice or the cursor of a
/// text.
fn column(entries: &Entries, at: usize, room: usize) -> ColumnWidth {
    let rows = || entries.iter().filter_map(|entry| entry.rows.get(at));
    let need = |row: &FormField| match &row.input {
        FieldBody::Value(cell) => {
            let sign = if cell.error.is_some() { 2 } else { 0 };
            let text = match &cell.input {
                InputControl::Switch(switch) => width(switch.reads()) + 4,
                InputControl::Text(text) if text.text().is_empty() => width(EMPTY),
                InputControl::Text(text) => width(&visible(text.text())) + CURSOR,
                InputControl::LongText(_) => 0,
            };
            sign + text
        }
        _ => 0,
    };
    let title = rows().next().map_or(0, |row| width(row.field.label));
    let is_text = rows().any(
        |row| matches!(&row.input, FieldBody::Value(cell) if !matches!(cell.input, InputControl::Switch(_))),
    );
    ColumnWidth { width: rows().map(need).max().unwrap_or(0).max(title).min(room), is_text }
}

/// Makes the columns fit. The widest text gives way first; the one with the focus keeps two fifths of the
/// row, as long as the others can give way.
fn share(columns: &mut [ColumnWidth], chosen: Option<usize>, room: usize) {
    let gaps = GAP * columns.len().saturating_sub(1);
    while columns.iter().map(|column| column.width).sum::<usize>() + gaps > room {
        let widest = |is_kept: bool| {
            let can_shrink = |at: &usize| {
                let least = if is_kept && Some(*at) == chosen { LEAST.max(room * 2 / 5) } else { LEAST };
                columns[*at].is_text && columns[*at].width > least
            };
            (0..columns.len()).filter(can_shrink).max_by_key(|at| columns[*at].width)
        };
        let Some(at) = widest(true).or_else(|| widest(false)) else { return };
        columns[at].width -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(widths: &[(usize, bool)], chosen: Option<usize>, room: usize) -> Vec<usize> {
        let column = |&(width, is_text): &(usize, bool)| ColumnWidth { width, is_text };
        let mut columns: Vec<_> = widths.iter().map(column).collect();
        share(&mut columns, chosen, room);
        columns.iter().map(|column| column.width).collect()
    }

    #[test]
    fn the_widest_text_gives_way_and_the_one_with_the_focus_keeps_a_good_part() {
        let rule = [(17, true), (14, false), (12, true), (50, true)];
        assert_eq!(shared(&rule, None, 99), [17, 14, 12, 50]);
        assert_eq!(shared(&rule, None, 68), [17, 14, 12, 19]);
        assert_eq!(shared(&rule, Some(3), 68), [11, 14, 10, 27]);
        assert_eq!(shared(&rule, Some(0), 48), [12, 14, 8, 8]);
    }

    #[test]
    fn a_choice_is_never_cut_and_a_table_without_room_ends_at_its_least() {
        assert_eq!(shared(&[(40, true), (14, false)], Some(0), 20), [8, 14]);
    }
}
