//! A connection that can be switched to another protocol: what is written to it then is no HTTP.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// The greeting of another protocol, which is written over and over.
const GREETING: &[u8] = b"SSH-2.0-OpenSSH_9.6\r\n";

/// A connection, and the switch that garbles what is written to it.
pub(super) struct GarbledStream {
    inner: TcpStream,
    garbled: Arc<AtomicBool>,
}

impl GarbledStream {
    pub(super) fn new(inner: TcpStream) -> GarbledStream {
        GarbledStream { inner, garbled: Arc::default() }
    }

    pub(super) fn switch(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.garbled)
    }
}

impl AsyncRead for GarbledStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl AsyncWrite for GarbledStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let bytes = if self.garbled.load(Ordering::Relaxed) {
            &GREETING[..bytes.len().min(GREETING.len())]
        } else {
            bytes
        };
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
