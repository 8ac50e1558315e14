//! The consequences of deleting a resource of a kind.

use crate::resource::{Document, Kind, Referrers};

/// The rules and texts for deleting a resource of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Deletion {
    /// The resources that AWS deletes too, or that stop working.
    pub dependents: &'static [Dependent],
    /// AWS refuses to delete the last resource of the list.
    pub keep_last: bool,
    /// The name in full, which the question has and the user types, where the id is only a part of it.
    pub full_name: Option<fn(&Document) -> Option<String>>,
    /// The resource has no name that people know: the question has, and the user types, that of its parent.
    pub named_by_parent: bool,
    /// Why AWS refuses the delete as long as the document is like this, and the way there.
    pub blocked: Option<fn(&Document) -> Option<String>>,
    /// What the question adds about a delete of this kind; may be empty.
    pub notice: &'static str,
    /// A warning before the newer resource of a list is deleted; may be empty.
    pub newer_warning: &'static str,
}

impl Deletion {
    pub const EMPTY: Self = Self {
        dependents: &[],
        keep_last: false,
        full_name: None,
        named_by_parent: false,
        blocked: None,
        notice: "",
        newer_warning: "",
    };
}

/// Something that depends on a resource.
#[derive(Debug, Clone, Copy)]
pub enum Dependent {
    /// The resources of a list, which are deleted with their parent. Only the first page is read.
    List(fn() -> &'static Kind),
    /// Other resources that refer to the resource; the dialog lists those that a scan finds.
    Referrers(&'static Referrers),
    /// A label, and a number from the document and its companion; `None` until the companion has been read.
    Fact(&'static str, fn(&Document, Option<&Document>) -> Option<usize>),
}
