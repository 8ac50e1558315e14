//! The request of a write: what is sent, what the history records, and what is shown as a command, is the
//! same.

use crate::app::change::write::Write;
use crate::message::{Call, WriteRequest};
use crate::resource::{WriteOperation, create_request, update_request};

impl Write {
    /// The request that the write sends.
    pub fn request(&self, name: &str) -> WriteRequest {
        let kind = self.key.kind;
        let body = match self.operation {
            WriteOperation::Create => {
                let mut body = create_request(&self.edited, kind);
                self.key.name_parents(&mut body);
                body
            }
            WriteOperation::Update => update_request(&self.base, &self.edited, kind),
            WriteOperation::Delete => {
                let operation = kind.operations.delete.as_ref();
                operation.map(|operation| operation.request_for(&self.key)).unwrap_or_default()
            }
        };
        WriteRequest {
            operation: self.operation,
            key: self.key.clone(),
            name: name.to_owned(),
            before: self.base.clone(),
            body,
        }
    }

    /// The call that writes. No other function makes one.
    pub(super) fn write_call(&self, name: &str) -> Call {
        Call::Write(Box::new(self.request(name)))
    }
}
