//! What a list says of its rows as a whole: their number, and which are older and newer.

use serde_json::Value;

use crate::app::remote::Remote;
use crate::app::screen::list::List;
use crate::app::screen::list_row::ListRow;
use crate::resource::Rank;
use crate::resource::display::plural::plural;
use crate::resource::display::value::DisplayValue;

impl List {
    /// The rank of a row; `None` where it has no other row to be compared with.
    pub fn rank(&self, id: &str) -> Option<Rank> {
        let path = self.key.kind.dated_by?;
        let date = |row: &ListRow| row.listed.get(path).and_then(Value::as_f64);
        let is_own = |row: &&ListRow| row.listed.text(self.key.kind.id_path) == Some(id);
        let own = self.rows.iter().find(is_own).and_then(date)?;
        let newest = self.rows.iter().filter(|row| !is_own(row)).filter_map(date).reduce(f64::max)?;
        Some(if own > newest { Rank::Newer } else { Rank::Older })
    }

    /// The number of rows, for the details of the resource that contains them; `None` before the first load.
    pub fn count_in_words(&self, noun: &str) -> Option<String> {
        let tab = self.key.kind.plural;
        Some(match (&self.load, self.len()) {
            (Remote::NotAsked, _) => return None,
            (Remote::Loading(_), _) => "… (counting)".to_owned(),
            (Remote::Ready(()), 0) => "none".to_owned(),
            (Remote::Ready(()), rows) => format!("{}, see {tab}", plural(rows, noun)),
            (Remote::Stopped | Remote::Failed(_), _) => format!("not counted, see {tab}"),
        })
    }

    /// Fills the column that says which rows are older and newer.
    pub(super) fn show_ranks(&mut self) {
        let Some(at) = self.key.kind.columns.iter().position(|column| column.ranked) else { return };
        let is_only = self.load.is_ready() && self.rows.len() == 1;
        let cell = |id: &str| match self.rank(id) {
            Some(rank) => DisplayValue::Text(rank.word().to_owned()),
            None if is_only => DisplayValue::Text("only".to_owned()),
            None => DisplayValue::Unset("…".to_owned()),
        };
        let cells: Vec<_> = self.ids().map(cell).collect();
        for (row, cell) in self.rows.iter_mut().zip(cells) {
            row.cells[at] = Some(cell);
        }
    }

    /// Index of the row to choose after a create: the new one, or the older one where that is the next to go.
    pub(super) fn place_after_insert(&self) -> usize {
        let older = self.ids().position(|id| self.rank(id) == Some(Rank::Older));
        older.unwrap_or_else(|| self.rows.len().saturating_sub(1))
    }
}
