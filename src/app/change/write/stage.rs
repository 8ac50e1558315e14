//! How far a write has come, from its review to its verdict.

use crate::error::AppError;
use crate::message::RequestId;
use crate::resource::{Document, Merge, Verdict};

/// How far a write has come.
#[derive(Debug)]
pub enum Stage {
    /// It waits for a yes or no.
    Review,
    /// The resource is read again, to see that nobody changed it meanwhile. Nothing was sent yet.
    Checking(RequestId),
    /// The update is on its way.
    Sending(RequestId),
    /// The resource is read once more, to see what the update did.
    Verifying(RequestId, Sent),
    /// It is not known whether it was made: the list is read, to look for it.
    Looking(RequestId),
    /// It is removed, or on its way there.
    Removed {
        /// Whether the removal was answered.
        sent: Sent,
        /// It is still seen, in a state that leads to its end.
        going: bool,
    },
    /// It is done; this is what changed.
    Done {
        /// What was asked for, what came of it, and what else moved.
        verdict: Verdict,
        /// How sure it is that the update arrived by itself.
        sent: Sent,
        /// The resource as it is now.
        now: Document,
    },
    /// Somebody changed the resource meanwhile; nothing was sent.
    Conflict {
        /// The resource as it is now.
        theirs: Document,
        /// How both changes meet.
        merge: Merge,
    },
    /// It failed, and nothing was changed.
    Failed(AppError),
    /// It is not known whether the update happened, or what it did.
    Unknown {
        /// What went wrong.
        error: AppError,
        /// What is known of the update.
        sent: Sent,
        /// Whether the resource was read since and was as before.
        unchanged: bool,
    },
}

/// What is known of an update that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// AWS accepted it.
    Accepted,
    /// Its answer was lost.
    AnswerLost,
}

impl Stage {
    /// Whether it is an end, good or bad.
    pub const fn is_over(&self) -> bool {
        matches!(
            self,
            Self::Done { .. }
                | Self::Removed { .. }
                | Self::Conflict { .. }
                | Self::Failed(_)
                | Self::Unknown { .. }
        )
    }
}
