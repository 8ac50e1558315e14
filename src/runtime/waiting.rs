//! Waits of the loop: for an event that is ready already, and for a moment that may never come.

use std::future::{pending, poll_fn};
use std::task::Poll;

use futures_util::{Stream, StreamExt};
use tokio::time::{Instant, sleep_until};

use crate::message::Event;

/// The next event that is ready, if any. The stream is polled with the waker of the task, because a stream
/// may keep the first waker it gets.
pub(super) async fn waiting(input: &mut (impl Stream<Item = Event> + Unpin)) -> Option<Event> {
    poll_fn(|context| {
        Poll::Ready(match input.poll_next_unpin(context) {
            Poll::Ready(event) => Some(event.unwrap_or(Event::Shutdown)),
            Poll::Pending => None,
        })
    })
    .await
}

pub(super) async fn wait_until(tick: Option<Instant>) {
    match tick {
        Some(tick) => sleep_until(tick).await,
        None => pending().await,
    }
}
