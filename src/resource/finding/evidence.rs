//! What some checks need beside the document and its companion: other resources, and whole lists.

use std::fmt::Debug;

use crate::resource::{Document, Key, Kind, ListKey};

/// The evidence of a check: the kinds that it may be of, and what one resource needs.
#[derive(Debug, Clone, Copy)]
pub struct Evidence {
    pub kinds: &'static [fn() -> &'static Kind],
    /// What a resource needs, as far as that can be told by what is known.
    pub of: fn(&Key, &Document, &dyn Known) -> Vec<Need>,
    /// It is read as soon as the details of a resource are shown, and not only by the scan of all pools.
    pub is_read_with_details: bool,
    /// What is found by a part of it holds whatever the rest says.
    pub shows_in_part: bool,
}

/// Something that has to be read before a check can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// The ids and names of a list.
    List(ListKey),
    /// All documents of a list.
    Documents(ListKey),
    Document(Key),
    /// A document, or the answer that there is none.
    Existence(Key),
}

/// What was read.
pub trait Known: Debug {
    fn document(&self, key: &Key) -> Option<&Document>;
    /// The rows of a list that was read to its end.
    fn whole_list(&self, list: &ListKey) -> Option<&[Document]>;
    /// True if AWS answered that there is no such resource.
    fn is_absent(&self, _: &Key) -> bool {
        false
    }
}

impl Need {
    pub fn is_known(&self, known: &dyn Known) -> bool {
        match self {
            Self::List(list) => known.whole_list(list).is_some(),
            Self::Documents(list) => known.whole_list(list).is_some_and(|rows| {
                let mut keys = rows.iter().filter_map(|row| list.row(row));
                keys.all(|key| known.document(&key).is_some())
            }),
            Self::Document(key) => known.document(key).is_some(),
            Self::Existence(key) => known.document(key).is_some() || known.is_absent(key),
        }
    }
}

impl Evidence {
    /// Evidence that only the scan of all pools reads.
    pub const fn new(
        kinds: &'static [fn() -> &'static Kind],
        of: fn(&Key, &Document, &dyn Known) -> Vec<Need>,
    ) -> Self {
        Self { kinds, of, is_read_with_details: false, shows_in_part: false }
    }

    /// True if all is known that the check of a resource needs.
    pub fn is_known(&self, key: &Key, document: &Document, known: &dyn Known) -> bool {
        (self.of)(key, document, known).iter().all(|need| need.is_known(known))
    }
}
