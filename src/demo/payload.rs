//! The body of an answer: whole, or broken off where a fault says so.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// The connection is to close without an answer.
#[derive(Debug, thiserror::Error)]
#[error("connection reset on request")]
pub(super) struct Reset;

/// A body that may break off: half of it is sent, then the connection closes.
pub(super) struct Payload {
    chunks: VecDeque<Bytes>,
    cut: Option<Cut>,
}

enum Cut {
    Flush,
    Close,
}

impl Payload {
    pub(super) fn new(body: impl Into<Bytes>, cut: bool) -> Payload {
        let mut bytes = body.into();
        if cut {
            bytes.truncate(bytes.len() / 2);
        }
        Payload { chunks: VecDeque::from([bytes]), cut: cut.then_some(Cut::Flush) }
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = Reset;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Reset>>> {
        if let Some(chunk) = self.chunks.pop_front() {
            return Poll::Ready(Some(Ok(Frame::data(chunk))));
        }
        match self.cut {
            None => Poll::Ready(None),
            // What was sent so far has to leave before the connection closes.
            Some(Cut::Flush) => {
                self.cut = Some(Cut::Close);
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Some(Cut::Close) => Poll::Ready(Some(Err(Reset))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.cut.is_none() && self.chunks.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        match self.cut {
            None => SizeHint::with_exact(self.chunks.iter().map(|chunk| chunk.len() as u64).sum()),
            Some(_) => SizeHint::default(),
        }
    }
}
