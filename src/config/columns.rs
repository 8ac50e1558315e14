//! The columns that the user wants in lists.

use crate::resource::KindId;

/// For each list that the user changed, its columns in order, as indexes of those of the kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns(pub(super) Vec<(KindId, Vec<usize>)>);

impl Columns {
    /// The columns of a list; `None` if they are those of the kind.
    pub fn of(&self, kind: KindId) -> Option<&[usize]> {
        self.0.iter().find(|(of, _)| *of == kind).map(|(_, columns)| columns.as_slice())
    }
}
