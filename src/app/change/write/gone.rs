//! Resources that are gone when a write reads them.

use crate::app::change::write::{Sent, Write};
use crate::error::{AppError, ErrorKind};
use crate::resource::Document;

impl Write {
    /// True if the document read after the request may be that of a resource whose parent is gone: one that
    /// exists without being set reads as unset then. If it was unset before and the answer was lost, it is as
    /// before.
    pub(super) fn may_be_gone(&self, now: &Document, sent: Sent) -> bool {
        let unset = self.key.unset();
        let reset = self.base != unset || sent == Sent::Accepted;
        self.key.kind.lifecycle.exists_implicitly && *now == unset && self.edited != unset && reset
    }
}

/// The failure of a write whose resource is not there any more.
pub(super) fn gone(name: &str) -> AppError {
    AppError::new(format!("{name} no longer exists"))
        .hint("Somebody may have deleted it meanwhile. Refresh the list to see what is there.")
        .kind(ErrorKind::NotFound)
}
