//! The merge of my change to a resource with somebody else's.

use crate::resource::diff::{Change, changes};
use crate::resource::{Document, Kind};

/// The result of putting my change on top of somebody else's.
#[derive(Debug, Clone, PartialEq)]
pub enum Merge {
    /// They touch different settings: theirs with mine on top.
    Clean(Document),
    /// They touch the same settings: for each of them my change and theirs.
    Overlap(Vec<(Change, Change)>),
}

/// Puts my change of a document on top of somebody else's change of it.
pub fn merge(base: &Document, mine: &Document, theirs: &Document, kind: &Kind) -> Merge {
    let my_changes = changes(base, mine, kind);
    let their_changes = changes(base, theirs, kind);
    // The same change twice is none; a key in a map that the other side set or took away whole is.
    let same = |mine: &Change, theirs: &Change| mine.place == theirs.place && mine.after == theirs.after;
    let meets = |mine: &Change, theirs: &Change| mine.place.meets(&theirs.place) && !same(mine, theirs);
    let overlap: Vec<_> = my_changes
        .iter()
        .flat_map(|mine| {
            their_changes
                .iter()
                .filter(|theirs| meets(mine, theirs))
                .map(|theirs| (mine.clone(), theirs.clone()))
        })
        .collect();
    if !overlap.is_empty() {
        return Merge::Overlap(overlap);
    }
    Merge::Clean(apply_all(&my_changes, theirs))
}

/// A document with changes made to it.
pub fn apply_all(changes: &[Change], document: &Document) -> Document {
    let mut edited = document.clone();
    for change in changes {
        change.apply(&mut edited);
    }
    edited
}
