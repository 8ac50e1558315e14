//! The removal of a resource's name from its referrers, before the resource is deleted.

use crate::app::change::bulk::{Bulk, Edit};
use crate::app::change::confirm::Confirm;
use crate::app::dialog::{Dialog, Outcome};
use crate::app::remote::Remote;
use crate::app::screen::reference_scan::ReferenceScan;
use crate::keymap::Scope;
use crate::resource::{Key, Referrers};

/// The referrers of the resource to delete, from which its name can be removed first.
pub(super) struct Detach {
    /// Path of the list in which referrers name the resource.
    path: &'static str,
    referrers: &'static Referrers,
    /// Keys and names of the referrers.
    rows: Vec<(Key, String)>,
}

impl Confirm {
    /// The referrers that the delete would leave with a dangling name, after their scan has ended.
    pub(super) fn detachable(&self, scans: &[ReferenceScan]) -> Option<Detach> {
        if self.scope() != Scope::Deleting {
            return None;
        }
        let about =
            |scan: &&ReferenceScan| scan.about == self.write.key && scan.referrers.reference_list.is_some();
        let scan = scans.iter().find(about)?;
        let rows: Vec<_> = scan.found.iter().map(|(_, key, name)| (key.clone(), name.clone())).collect();
        let over = scan.is_over() || scan.list == Remote::Stopped;
        let path = scan.referrers.reference_list?;
        (over && !rows.is_empty()).then_some(Detach { path, referrers: scan.referrers, rows })
    }

    /// Opens the bulk edit that removes the resource's name from its referrers.
    pub(super) fn detach(&self, scans: &[ReferenceScan]) -> Outcome {
        let Some(Detach { path, referrers, rows }) = self.detachable(scans) else {
            return Outcome::Stay;
        };
        let edit = Edit::Detach { path, value: self.write.key.id.clone() };
        Outcome::Replace(Dialog::Bulk(Box::new(Bulk::new((referrers.kind)(), edit, rows))))
    }
}
