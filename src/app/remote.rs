//! A value that has to be requested first.

use crate::error::AppError;
use crate::message::RequestId;

/// A value from outside of the program, and the state of its request. Where a reload must not hide the old
/// value, that is kept beside a `Remote<()>`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Remote<T = ()> {
    #[default]
    NotAsked,
    /// The request with this id is under way.
    Loading(RequestId),
    /// The value as AWS returned it.
    Ready(T),
    Stopped,
    Failed(AppError),
}

impl<T> Remote<T> {
    /// The value, once it is there.
    pub const fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            _ => None,
        }
    }

    pub const fn is_ready(&self) -> bool {
        matches!(self, Self::Ready(_))
    }

    pub const fn is_loading(&self) -> bool {
        matches!(self, Self::Loading(_))
    }

    /// True if a request has ended, well or not.
    pub const fn is_over(&self) -> bool {
        matches!(self, Self::Ready(_) | Self::Stopped | Self::Failed(_))
    }

    pub const fn request(&self) -> Option<RequestId> {
        match self {
            Self::Loading(id) => Some(*id),
            _ => None,
        }
    }

    /// True if this request is to bring the value.
    pub fn waits_for(&self, id: RequestId) -> bool {
        self.request() == Some(id)
    }

    pub const fn error(&self) -> Option<&AppError> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// Takes the reply of a request. Returns `false`, and changes nothing, if another request is to bring the
    /// value.
    pub fn settle(&mut self, id: RequestId, result: Result<T, AppError>) -> bool {
        let waits = self.waits_for(id);
        if waits {
            *self = result.map_or_else(Self::Failed, Self::Ready);
        }
        waits
    }

    /// Marks the value as stopped if one of these requests was to bring it.
    pub fn stop(&mut self, ids: &[RequestId]) {
        if self.request().is_some_and(|id| ids.contains(&id)) {
            *self = Self::Stopped;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: RequestId = RequestId(7);
    const OTHER: RequestId = RequestId(8);

    #[test]
    fn a_reply_brings_the_value_or_the_reason_why_there_is_none() {
        let mut pools = Remote::Loading(ID);
        assert!(pools.settle(ID, Ok(["shop"])));
        assert_eq!((pools.ready(), pools.error(), pools.request()), (Some(&["shop"]), None, None));
        let mut pools = Remote::<()>::Loading(ID);
        assert!(pools.settle(ID, Err(AppError::new("Denied"))));
        assert_eq!(pools.error().map(|error| error.summary.as_str()), Some("Denied"));
        assert!(!pools.is_ready() && !pools.is_loading());
    }

    #[test]
    fn the_reply_of_another_request_changes_nothing() {
        for mut pools in [Remote::NotAsked, Remote::Loading(ID), Remote::Ready(1), Remote::Stopped] {
            let before = pools.clone();
            assert!(!pools.settle(OTHER, Ok(2)));
            assert_eq!(pools, before);
        }
        let mut pools = Remote::Ready(1);
        assert!(!pools.settle(ID, Ok(2)), "a request that is over has no second reply");
    }

    #[test]
    fn only_what_is_under_way_can_be_stopped() {
        let stopped = |mut pools: Remote| {
            pools.stop(&[OTHER, ID]);
            pools
        };
        assert_eq!(stopped(Remote::Loading(ID)), Remote::Stopped);
        assert_eq!(stopped(Remote::Loading(RequestId(9))), Remote::Loading(RequestId(9)));
        assert_eq!(stopped(Remote::NotAsked), Remote::NotAsked);
        assert_eq!(stopped(Remote::Ready(())), Remote::Ready(()));
    }
}
