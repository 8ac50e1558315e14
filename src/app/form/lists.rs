//! The lists beside the edited resource in which its rules look up names: their rows as they arrive.

use crate::app::dialog::Outcome;
use crate::app::dialog::context::Context;
use crate::app::form::Form;
use crate::error::AppError;
use crate::message::{Call, Pages, Reply, RequestId};
use crate::resource::{Document, Kind, NamedRows, RowsExtent};

impl Form {
    /// Starts to read the lists that the edited document needs. The scan of the siblings reads its own.
    pub(crate) fn read_lists(&mut self, context: &mut Context) {
        let scanned = self.key.kind.related.siblings.map(|referrers| (referrers.kind)());
        let lists = self.key.kind.related.named_in.iter();
        let unread: Vec<_> =
            lists.filter(|list| self.lists.iter().all(|known| known.kind != (list.kind)())).collect();
        if unread.is_empty() {
            return;
        }
        let document = self.document();
        for list in unread.into_iter().filter(|list| (list.is_needed)(&document)) {
            let kind = (list.kind)();
            if scanned != Some(kind) {
                let key = crate::resource::ListKey { kind, parents: self.key.parents.clone() };
                let label = format!("Listing {}", kind.plural.to_lowercase());
                self.list_requests.push((context.start(label, Call::List(key, Pages::All)), kind));
            }
            self.list_mut(kind);
        }
    }

    /// Takes the next rows of a list that this form reads.
    pub(crate) fn extend(&mut self, id: RequestId, rows: &[Document]) {
        if let Some(kind) = self.kind_of_request(id) {
            self.extend_list(kind, rows);
        }
    }

    /// Takes the end of a list that this form reads.
    pub(crate) fn handle_reply(&mut self, id: RequestId, result: &Result<Reply, AppError>) -> Outcome {
        if let Some(kind) = self.kind_of_request(id) {
            self.end_list(kind, result.is_ok());
        }
        Outcome::Stay
    }

    fn kind_of_request(&self, id: RequestId) -> Option<&'static Kind> {
        self.list_requests.iter().find(|(own, _)| *own == id).map(|(_, kind)| *kind)
    }

    /// Adds rows to a list.
    pub(crate) fn extend_list(&mut self, kind: &'static Kind, rows: &[Document]) {
        self.list_mut(kind).rows.extend(rows.iter().cloned());
    }

    /// Ends a list, which was read whole or failed, and runs the rules that wait for it.
    pub(crate) fn end_list(&mut self, kind: &'static Kind, is_whole: bool) {
        self.list_mut(kind).extent = if is_whole { RowsExtent::Whole } else { RowsExtent::Failed };
        self.check_cross_field_rules();
    }

    fn list_mut(&mut self, kind: &'static Kind) -> &mut NamedRows {
        let place = self.lists.iter().position(|list| list.kind == kind).unwrap_or_else(|| {
            self.lists.push(NamedRows { kind, rows: Vec::new(), extent: RowsExtent::Loading });
            self.lists.len() - 1
        });
        &mut self.lists[place]
    }
}
