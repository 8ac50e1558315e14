//! The body of a response: complete, or cut in half or slowed down by a fault.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

/// Makes the server close the connection without a complete response.
#[derive(Debug, thiserror::Error)]
#[error("connection reset on request")]
pub(super) struct ConnectionReset;

/// How a body ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyEnd {
    Whole,
    /// After half of the bytes, the connection closes.
    Closed,
    /// After half of the bytes, nothing more comes.
    Stalled,
    /// The bytes come one by one.
    Dripping,
}

/// The bytes of a response, or half of them.
pub(super) struct Payload {
    chunks: VecDeque<Bytes>,
    truncation: Option<Truncation>,
    /// The wait before the next byte of a dripping body.
    drip: Option<Pin<Box<Sleep>>>,
}

/// The time between the bytes of a dripping body.
const DRIP: Duration = Duration::from_millis(300);

/// The next step of a truncated body.
enum Truncation {
    Flush,
    Close,
    Stall,
}

impl Payload {
    pub(super) fn new(body: impl Into<Bytes>, end: BodyEnd) -> Payload {
        let mut bytes = body.into();
        let truncation = match end {
            BodyEnd::Whole | BodyEnd::Dripping => None,
            BodyEnd::Closed => Some(Truncation::Flush),
            BodyEnd::Stalled => Some(Truncation::Stall),
        };
        if truncation.is_some() {
            bytes.truncate(bytes.len() / 2);
        }
        let drip = (end == BodyEnd::Dripping).then(|| Box::pin(sleep(DRIP)));
        Payload { chunks: VecDeque::from([bytes]), truncation, drip }
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = ConnectionReset;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ConnectionReset>>> {
        if let Some(drip) = &mut self.drip {
            ready!(drip.as_mut().poll(cx));
            drip.as_mut().reset(Instant::now() + DRIP);
            let byte = self.chunks.front_mut().filter(|rest| !rest.is_empty()).map(|rest| rest.split_to(1));
            return Poll::Ready(byte.map(|byte| Ok(Frame::data(byte))));
        }
        if let Some(chunk) = self.chunks.pop_front() {
            return Poll::Ready(Some(Ok(Frame::data(chunk))));
        }
        match self.truncation {
            None => Poll::Ready(None),
            // Hyper must send the first half before the connection closes.
            Some(Truncation::Flush) => {
                self.truncation = Some(Truncation::Close);
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Some(Truncation::Stall) => Poll::Pending,
            Some(Truncation::Close) => Poll::Ready(Some(Err(ConnectionReset))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.truncation.is_none() && self.chunks.iter().all(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        match self.truncation {
            None => SizeHint::with_exact(self.chunks.iter().map(|chunk| chunk.len() as u64).sum()),
            Some(_) => SizeHint::default(),
        }
    }
}
