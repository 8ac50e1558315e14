//! The columns that the user wants in lists.

use crate::resource::tables::ALL;
use crate::resource::{Kind, KindId};

/// For each list that the user changed, its columns in order, as indexes of those of the kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns(pub(super) Vec<(KindId, Vec<usize>)>);

impl Columns {
    /// The columns of a list; `None` if they are those of the kind.
    pub fn of(&self, kind: KindId) -> Option<&[usize]> {
        self.0.iter().find(|(of, _)| *of == kind).map(|(_, columns)| columns.as_slice())
    }

    /// The line of the file that has a list show these columns; `None` for a list that has no name there.
    pub fn setting(kind: &Kind, columns: &[usize]) -> Option<String> {
        ALL.into_iter().find(|other| *other == kind)?;
        let titles = columns.iter().filter(|index| **index != 0).map(|index| kind.columns[*index].title);
        let titles: Vec<_> = titles.map(|title| format!("\"{title}\"")).collect();
        Some(format!("{} = [{}]", list_name(kind), titles.join(", ")))
    }
}

/// A list as the file calls it: `app-clients`.
pub(super) fn list_name(kind: &Kind) -> String {
    kind.plural.to_lowercase().replace(' ', "-")
}
