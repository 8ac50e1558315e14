//! Starts reference scans, feeds them with replies, and shows their results on tabs and in forms.

use crate::app::App;
use crate::app::dialog::Dialog;
use crate::app::form::Form;
use crate::app::remote::Remote;
use crate::app::requests::Purpose;
use crate::app::screen::reference_scan::ReferenceScan;
use crate::error::AppError;
use crate::message::{Effect, Reply, RequestId};
use crate::resource::{Document, Key, Referrers, WriteOperation};

impl App {
    /// Starts the scan for a resource's referrers. A scan that ended or is under way is kept, unless `again`.
    pub(crate) fn start_scan(
        &mut self,
        about: &Key,
        referrers: &'static Referrers,
        again: bool,
    ) -> Vec<Effect> {
        let known = |scan: &&ReferenceScan| scan.about == *about && scan.referrers == referrers;
        if self.scans.iter().find(known).is_some_and(|scan| !again && scan.list.error().is_none()) {
            self.show_scan(about);
            return vec![];
        }
        let mut effects = Vec::new();
        // Another scan may be about the same resource: only this one starts again.
        if let Some(old) =
            self.scans.iter().position(|scan| known(&scan)).map(|at| self.scans.swap_remove(at))
        {
            let ids = self
                .requests
                .ids(|purpose| matches!(purpose, Purpose::ReferenceScan(other) if other == about));
            for id in ids.into_iter().filter(|id| old.waits_for(*id)) {
                self.requests.finish(id);
                effects.push(Effect::Cancel(id));
            }
        }
        let (scan, effect) = ReferenceScan::start(about.clone(), referrers, &mut self.requests);
        self.scans.push(scan);
        self.show_scan(about);
        effects.push(effect);
        effects
    }

    /// Puts the rows of a scan on the screens that show them.
    pub(crate) fn show_scan(&mut self, about: &Key) {
        for screen in &mut self.screens {
            for details in screen.details_mut() {
                let Some(referrers) = details.referrers else { continue };
                let scan = self.scans.iter().find(|scan| scan.about == *about && scan.referrers == referrers);
                if let (Some(scan), Some(section)) =
                    (scan, details.sections.first_mut().filter(|section| section.key == *about))
                {
                    section.rows = scan.rows();
                    section.load = Remote::Ready(());
                }
            }
        }
    }

    /// Feeds a scan with the listed resources that it has to read.
    pub(crate) fn extend_scan(&mut self, id: RequestId, about: &Key, rows: &[Document]) -> Vec<Effect> {
        let Some(at) = self.scans.iter().position(|scan| scan.list.waits_for(id)) else {
            return vec![];
        };
        let mut scan = self.scans.swap_remove(at);
        scan.extend(rows, |key| self.cache.fresh(key));
        let effects = scan.read_more(&mut self.requests);
        if let Some(form) = self.form_beside(about, scan.referrers) {
            form.extend_list((scan.referrers.kind)(), rows);
        }
        self.scans.push(scan);
        self.show_scan(about);
        self.show_siblings(about);
        effects
    }

    /// The form of a resource, if the scan is that of its siblings.
    fn form_beside(&mut self, about: &Key, referrers: &Referrers) -> Option<&mut Form> {
        let is_its = about.kind.related.siblings.is_some_and(|siblings| siblings == referrers);
        self.dialogs.form_mut().filter(|form| is_its && form.key == *about)
    }

    /// Hands the siblings that have been read to the form that needs them.
    fn show_siblings(&mut self, about: &Key) {
        let referrers = about.kind.related.siblings;
        let is_theirs = |scan: &&ReferenceScan| {
            scan.about == *about && referrers.is_some_and(|referrers| referrers == scan.referrers)
        };
        let Some(scan) = self.scans.iter().find(is_theirs) else { return };
        let siblings = scan.found.iter().filter_map(|(_, key, _)| self.cache.get(key)).cloned().collect();
        if let Some(form) = self.dialogs.form_mut().filter(|form| form.key == *about) {
            form.set_siblings(siblings);
        }
    }

    /// Hands a reply to the scan that waits for it.
    pub(crate) fn handle_scan_reply(
        &mut self,
        id: RequestId,
        about: &Key,
        result: Result<Reply, AppError>,
    ) -> Vec<Effect> {
        let listed = self.scans.iter().find(|scan| scan.about == *about && scan.list.waits_for(id));
        if let Some(referrers) = listed.map(|scan| scan.referrers) {
            let is_whole = result.is_ok();
            if let Some(form) = self.form_beside(about, referrers) {
                form.end_list((referrers.kind)(), is_whole);
            }
        }
        let (mut result, mut effects, mut learned) = (Some(result), Vec::new(), None);
        for scan in self.scans.iter_mut().filter(|scan| scan.about == *about) {
            if let Some(result) = result.take_if(|_| scan.waits_for(id)) {
                learned = scan.handle_reply(id, result);
                effects = scan.read_more(&mut self.requests);
            }
        }
        if let Some((key, document)) = learned {
            self.document_read(&key, document);
        }
        self.show_scan(about);
        self.show_siblings(about);
        // Only the confirmation of a deletion shows the result of a scan.
        if let Some(Dialog::Confirm(confirm)) = self.dialogs.top()
            && confirm.write.operation == WriteOperation::Delete
        {
            self.dialogs.reset_reached_end();
        }
        effects
    }
}
