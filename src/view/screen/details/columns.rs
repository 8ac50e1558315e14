//! Where the lines of details stand: one below the other, and in a wide window in two columns, with the
//! sections at the left.

use ratatui::layout::Rect;

/// From this width, details have two columns.
const TWO_COLUMNS: u16 = 140;

/// Cells of the list of sections, its gap included: as many as leave room for a column of values.
const fn sections(width: u16) -> u16 {
    match width - TWO_COLUMNS {
        spare @ 0..12 => 18 + spare,
        _ => 30,
    }
}

/// Cells between two columns.
const GAP: u16 = 2;

/// The areas of details.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Areas {
    /// The sections, in a wide window.
    pub sections: Option<Rect>,
    /// The columns of lines, in reading order.
    pub columns: Vec<Rect>,
}

impl Areas {
    pub(super) fn of(area: Rect) -> Self {
        if area.width < TWO_COLUMNS {
            return Self { sections: None, columns: vec![area] };
        }
        let sections = sections(area.width);
        let width = (area.width - sections - GAP) / 2;
        let first = Rect { x: area.x + sections, width, ..area };
        let second = Rect { x: first.right() + GAP, width: area.right() - first.right() - GAP, ..area };
        Self { sections: Some(Rect { width: sections, ..area }), columns: vec![first, second] }
    }

    /// Cells of the lines.
    pub(super) fn width(&self) -> u16 {
        self.columns.iter().map(|column| column.width).min().unwrap_or(0)
    }

    /// How many lines there is room for.
    pub(super) fn room(&self) -> usize {
        self.columns.iter().map(|column| usize::from(column.height)).sum()
    }

    /// Where the lines of the window stand, from its first one on.
    pub(super) fn places(&self) -> impl Iterator<Item = Rect> {
        let lines = |column: &Rect| {
            let column = *column;
            (column.y..column.bottom()).map(move |y| Rect { y, height: 1, ..column })
        };
        self.columns.iter().flat_map(lines)
    }
}
