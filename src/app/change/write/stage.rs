//! The stages of a write, from its review to its verdict.

use crate::app::change::write::Conflict;
use crate::error::AppError;
use crate::message::RequestId;
use crate::resource::{Document, Verdict};

/// The stage of a write, from its review to its verdict.
#[derive(Debug)]
pub enum Stage {
    /// The write waits for a yes or no.
    Review,
    /// The resource is read again, to see whether somebody changed it. Nothing was sent yet.
    Checking(RequestId),
    /// The line of the write is on its way to the history. Nothing was sent yet.
    Recording(RequestId),
    /// The history can't be written, so nothing was sent.
    Unrecorded(AppError),
    /// The request is sent, and its answer is awaited.
    Sending(RequestId),
    /// The resource is read once more, to verify the write.
    Verifying(RequestId, Sent),
    /// The answer to the create was lost: the list is read, to look for the new resource.
    Identifying(RequestId),
    /// The resource is deleted, or about to be.
    Removed {
        /// How AWS answered the delete.
        sent: Sent,
        /// True if the resource still exists, in a state that ends with its deletion.
        going: bool,
    },
    /// The write was sent and verified.
    Done {
        /// The comparison of the requested settings with those read after.
        verdict: Verdict,
        /// How AWS answered the request.
        sent: Sent,
        /// The current document of the resource.
        now: Document,
    },
    /// Somebody changed the resource; nothing was sent.
    Conflict(Conflict),
    /// The write failed and changed nothing.
    Failed(AppError),
    /// The write may have happened, or its result can't be read.
    Unknown {
        /// The error that hides the outcome.
        error: AppError,
        /// How AWS answered the request.
        sent: Sent,
        /// True if the resource was read since and is as before.
        unchanged: bool,
    },
}

/// The answer to a request that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    Accepted,
    AnswerLost,
}

impl Stage {
    /// True if no step follows, whether the write succeeded or not.
    pub const fn is_over(&self) -> bool {
        matches!(
            self,
            Self::Done { .. }
                | Self::Removed { .. }
                | Self::Conflict(_)
                | Self::Failed(_)
                | Self::Unrecorded(_)
                | Self::Unknown { .. }
        )
    }
}

/// What a check does with a document that differs from the one that the change starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CheckStart {
    /// It asks again.
    #[default]
    FromReview,
    /// It makes the same change to what it read.
    FromCheck,
    /// It makes the same change to what it read, unless somebody changed the same settings.
    OnUnrelatedChanges,
}
