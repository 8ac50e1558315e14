//! Resources that are read together with a resource of a kind.

use crate::resource::{Document, Key, Kind, ListKey, Reference};

/// The related resources of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Related {
    /// A second document that is read before every write, for findings, rules and suggestions.
    pub companion: Option<Companion>,
    /// A second document whose settings stand in the form of the resource.
    pub second: Option<SecondDocument>,
    /// Resources of the same parent that the resource has to agree with; they are read while it is edited.
    pub siblings: Option<&'static Referrers>,
    /// Members that the companion of the same id has too: a read of this document tells them for both.
    pub shared_members: &'static [&'static str],
    /// Lists of the same parent in which the rules look up names.
    pub named_in: &'static [NameList],
    /// It has a trust map.
    pub is_mapped: bool,
    /// What a document refers to: the one reader of references.
    pub refers_to: fn(&Key, &Document) -> Vec<Reference>,
}

/// A list in which the rules look up names. It is read once a document has such a name, unless the scan of
/// the siblings reads it anyway.
#[derive(Debug, Clone, Copy)]
pub struct NameList {
    pub kind: fn() -> &'static Kind,
    pub is_needed: fn(&Document) -> bool,
}

impl Related {
    pub const EMPTY: Self = Self {
        companion: None,
        second: None,
        siblings: None,
        shared_members: &[],
        named_in: &[],
        is_mapped: false,
        refers_to: |_, _| Vec::new(),
    };
}

/// A second document of the same id that is edited in the form of the resource. Where both change, there are
/// two requests.
#[derive(Debug, Clone, Copy)]
pub struct SecondDocument {
    pub kind: fn() -> &'static Kind,
    /// True if its request has to come first, by the resource before and after the edit.
    pub goes_first: fn(&Document, &Document) -> bool,
}

/// The document that accompanies a resource.
#[derive(Debug, Clone, Copy)]
pub enum Companion {
    /// The document of another kind under the same id.
    Same(fn() -> &'static Kind),
    /// The document of the outermost parent.
    Parent(fn() -> &'static Kind),
}

impl Companion {
    pub fn kind(self) -> &'static Kind {
        match self {
            Self::Same(kind) | Self::Parent(kind) => kind(),
        }
    }
}

/// Resources of a kind that may refer to another resource. No API lists them by what they refer to, so a scan
/// reads each of them.
#[derive(Debug)]
pub struct Referrers {
    /// Names the relation: no two have the same.
    pub id: &'static str,
    /// The kind of the resources that may refer to it.
    pub kind: fn() -> &'static Kind,
    /// The referring resources have the same parent as the resource; otherwise they have none.
    pub same_parent: bool,
    pub refers: fn(&Key, &Document) -> bool,
    /// The heading of the resources that refer to it.
    pub title: &'static str,
    /// The meaning of a reference, as a sentence.
    pub help: &'static str,
    /// The member that lists the references, if a reference can be removed from there.
    pub reference_list: Option<&'static str>,
}

impl Referrers {
    /// The list of the resources that may refer to a resource.
    pub fn list(&self, referred: &Key) -> ListKey {
        let parents = if self.same_parent { referred.parents.clone() } else { Vec::new() };
        ListKey { kind: (self.kind)(), parents }
    }
}

impl PartialEq for Referrers {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Referrers {}
