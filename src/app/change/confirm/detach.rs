//! The removal of a resource's name from its referrers, before the resource is deleted.

use crate::app::change::bulk::{Bulk, Edit};
use crate::app::change::confirm::Confirm;
use crate::app::dialog::context::Context;
use crate::app::dialog::{Dialog, Outcome};
use crate::app::screen::reference_scan::ReferenceScan;
use crate::keymap::Scope;
use crate::resource::{Key, Referrers};

/// The referrers of the resource to delete, from which its name can be removed first.
pub(super) struct Detach {
    /// Path of the list in which referrers name the resource.
    path: &'static str,
    referrers: &'static Referrers,
    /// Keys and names of the referrers found so far.
    rows: Vec<(Key, String)>,
    /// How far the scan has come, unless it is complete.
    unchecked: Option<String>,
}

impl Confirm {
    /// The referrers found so far that the delete would leave with a dangling name.
    pub(super) fn detachable(&self, scans: &[ReferenceScan]) -> Option<Detach> {
        if self.scope() != Scope::Deleting {
            return None;
        }
        let about =
            |scan: &&ReferenceScan| scan.about == self.write.key && scan.referrers.reference_list.is_some();
        let scan = scans.iter().find(about)?;
        let rows: Vec<_> = scan.found.iter().map(|(_, key, name)| (key.clone(), name.clone())).collect();
        let path = scan.referrers.reference_list?;
        let unchecked = (!scan.is_complete()).then(|| scan.progress());
        (!rows.is_empty()).then_some(Detach { path, referrers: scan.referrers, rows, unchecked })
    }

    /// Opens the bulk edit that removes the resource's name from the referrers found so far. A scan under way
    /// stops: the delete starts another one afterwards.
    pub(super) fn detach(&self, context: &mut Context) -> Outcome {
        let Some(Detach { path, referrers, rows, unchecked }) = self.detachable(context.scans) else {
            return Outcome::Stay;
        };
        context.stop_scans(&self.write.key);
        let edit = Edit::Detach { path, value: self.write.key.id.clone(), unchecked };
        Outcome::Replace(Dialog::Bulk(Box::new(Bulk::new((referrers.kind)(), edit, rows))))
    }
}
