//! The resources that are deleted together with another one, counted before the deletion is confirmed.

use crate::app::remote::Remote;
use crate::error::AppError;
use crate::message::{Reply, RequestId};
use crate::resource::Kind;

/// How many dependents of a kind a resource has.
#[derive(Debug, Clone)]
pub struct Count {
    /// The kind of the dependents.
    pub kind: &'static Kind,
    /// The dependents counted so far.
    pub number: usize,
    /// The end of the count: whether there are more than these, since only the first page is read.
    pub has_more: Remote<bool>,
}

impl Count {
    /// Adds rows that a request has listed.
    pub fn add(&mut self, id: RequestId, rows: usize) {
        if self.has_more.waits_for(id) {
            self.number += rows;
        }
    }

    /// Takes the end of a request.
    pub fn handle_reply(&mut self, id: RequestId, result: &Result<Reply, AppError>) {
        let has_more = result.as_ref().map(|reply| matches!(reply, Reply::Listed(Some(_))));
        self.has_more.settle(id, has_more.map_err(Clone::clone));
    }
}
