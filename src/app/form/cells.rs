//! Lists whose entries are rows of a table: which lists are, and the moves between the cells.

use crate::app::form::Form;
use crate::app::form::field::{self, FieldBody, FormField, FormPath, places, row_at};
use crate::app::form::input::{FieldInput, InputControl};
use crate::key::{Code, KeyPress};

/// In a narrower window, the values of an entry stand one below the other.
const LEAST: u16 = 60;

/// True if a form shows the entries of a list as rows of a table. A value that is no short text or choice has
/// no room in a cell.
pub fn is_table(list: &FormField, width: u16) -> bool {
    let is_short = |row: &FormField| match &row.input {
        FieldBody::Value(cell) => !matches!(cell.input, InputControl::LongText(_)),
        FieldBody::ReadOnly(_) | FieldBody::Collection(_) => false,
    };
    width >= LEAST
        && list.field.is_tabular
        && matches!(&list.input, FieldBody::Collection(entries)
            if entries.iter().all(|entry| entry.rows.iter().all(is_short)))
}

impl Form {
    /// The table around the focus and the row in it; the line that adds an entry comes after the last row.
    fn table(&self, width: u16) -> Option<(&[usize], usize)> {
        field::collection(&self.focus)
            .filter(|(list, _)| row_at(&self.fields, list).is_some_and(|list| is_table(list, width)))
    }

    /// True if the focus is in a cell, where the window is wide enough.
    pub(super) fn is_in_cell(&self) -> bool {
        !field::adds(&self.focus) && self.table(u16::MAX).is_some()
    }

    /// True if a key moves the cursor in the text of a cell. At the ends of the text, it leads to the cell
    /// beside it.
    pub(super) fn moves_in_cell(&self, key: KeyPress) -> bool {
        let Some(FieldInput { input: InputControl::Text(text), .. }) = self.cell() else { return false };
        let moves = match key {
            key if key == KeyPress::plain(Code::Left) => text.cursor() > 0,
            key if key == KeyPress::plain(Code::Right) => text.cursor() < text.text().chars().count(),
            _ => false,
        };
        moves && self.is_in_cell()
    }

    /// Moves the focus to the line below or above; in a table, to the same column.
    pub(super) fn step_line(&mut self, down: bool, width: u16) {
        match self.line_beside(down, width) {
            Some(place) => self.focus = place,
            None => self.step(if down { 1 } else { -1 }),
        }
    }

    /// The place on the line below or above a row of a table; `None` where the next place is it.
    fn line_beside(&self, down: bool, width: u16) -> Option<FormPath> {
        let (list, row) = self.table(width)?;
        let places = places(&self.fields);
        let is_cell_of = |place: &FormPath, row: usize| {
            place.len() == list.len() + 2 && place.starts_with(list) && place[list.len()] == row
        };
        let beside = if down { Some(row + 1) } else { row.checked_sub(1) };
        let Some(beside) = beside else {
            let first = places.iter().position(|place| is_cell_of(place, row))?;
            return places
                .get(first.saturating_sub(1))
                .cloned()
                .filter(|_| first > 0)
                .or(Some(self.focus.clone()));
        };
        let column = if field::adds(&self.focus) { 0 } else { *self.focus.last()? };
        let cells: Vec<_> = places.iter().filter(|place| is_cell_of(place, beside)).collect();
        let at_column = cells.iter().rfind(|place| place.last().is_some_and(|own| *own <= column));
        if let Some(cell) = at_column.or_else(|| cells.first()) {
            return Some((*cell).clone());
        }
        let adds = [list, &[beside]].concat();
        places.contains(&adds).then_some(adds)
    }

    /// Moves the focus to the cell on the left or on the right; the ends of the row stop the move.
    pub(super) fn step_cell(&mut self, right: bool, width: u16) {
        let Some((list, _)) = self.table(width).filter(|_| !field::adds(&self.focus)) else { return };
        let row = &self.focus[..=list.len()];
        let places = places(&self.fields);
        let here = self.place();
        let beside = if right { here.checked_add(1) } else { here.checked_sub(1) };
        let cell = beside.and_then(|beside| places.get(beside));
        if let Some(cell) = cell.filter(|cell| cell.starts_with(row)) {
            self.focus.clone_from(cell);
        }
    }
}
