//! Counts of the resources that a delete takes along, for its confirmation.

use crate::app::remote::Remote;
use crate::error::AppError;
use crate::message::{Reply, RequestId};
use crate::resource::Kind;

/// Number of dependents of one kind.
#[derive(Debug, Clone)]
pub struct Count {
    pub kind: &'static Kind,
    pub number: usize,
    /// True if there are more dependents, since only the first page is read.
    pub has_more: Remote<bool>,
}

impl Count {
    /// Counts the rows of a page, if it belongs to this count.
    pub fn add(&mut self, id: RequestId, rows: usize) {
        if self.has_more.waits_for(id) {
            self.number += rows;
        }
    }

    /// Ends the count, if the reply is that of its request.
    pub fn handle_reply(&mut self, id: RequestId, result: &Result<Reply, AppError>) {
        let has_more = result.as_ref().map(|reply| matches!(reply, Reply::Listed(Some(_))));
        self.has_more.settle(id, has_more.map_err(Clone::clone));
    }
}
