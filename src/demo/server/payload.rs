//! The body of a response: complete, or cut in half by a fault.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

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
}

/// The bytes of a response, or half of them.
pub(super) struct Payload {
    chunks: VecDeque<Bytes>,
    truncation: Option<Truncation>,
}

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
            BodyEnd::Whole => None,
            BodyEnd::Closed => Some(Truncation::Flush),
            BodyEnd::Stalled => Some(Truncation::Stall),
        };
        if truncation.is_some() {
            bytes.truncate(bytes.len() / 2);
        }
        Payload { chunks: VecDeque::from([bytes]), truncation }
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = ConnectionReset;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ConnectionReset>>> {
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
        self.truncation.is_none() && self.chunks.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        match self.truncation {
            None => SizeHint::with_exact(self.chunks.iter().map(|chunk| chunk.len() as u64).sum()),
            Some(_) => SizeHint::default(),
        }
    }
}
