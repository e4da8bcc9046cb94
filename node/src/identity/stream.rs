//! A connection to a member: encrypted, counted, and cut as soon as the member is no longer one.
//!
//! The stream watches the roster while it is read and written. When its key is no longer the current
//! one of its member, every pending read and write fails at once, and with them everything that runs
//! over the connection.

use std::fmt;
use std::future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;

use flotilla_domain::id::MemberId;
use flotilla_domain::key::PublicKey;
use flotilla_domain::roster::Roster;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_rustls::TlsStream;

/// Who is at the other end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Peer {
    /// The member whose key was proven.
    pub member: MemberId,
}

/// The bytes that went over all connections of a node, TLS included.
#[derive(Debug, Default)]
pub struct Traffic {
    received: AtomicU64,
    sent: AtomicU64,
}

/// A connection to a member.
pub struct PeerStream {
    peer: Peer,
    inner: TlsStream<Counted>,
    revoked: Pin<Box<dyn Future<Output = ()> + Send>>,
}

/// A TCP connection whose bytes are counted.
pub(super) struct Counted {
    inner: TcpStream,
    traffic: Arc<Traffic>,
}

impl Traffic {
    /// Returns how many bytes were received.
    pub fn received(&self) -> u64 {
        self.received.load(Ordering::Relaxed)
    }

    /// Returns how many bytes were sent.
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }
}

impl PeerStream {
    /// Wraps a finished handshake in which `member` proved `key`.
    pub(super) fn new(
        inner: TlsStream<Counted>,
        member: MemberId,
        key: PublicKey,
        roster: watch::Receiver<Arc<Roster>>,
    ) -> Self {
        Self { peer: Peer { member }, inner, revoked: Box::pin(revocation(roster, member, key)) }
    }

    /// Returns who is at the other end.
    pub fn peer(&self) -> Peer {
        self.peer
    }

    fn guard(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        match self.revoked.as_mut().poll(context) {
            Poll::Pending => Ok(()),
            Poll::Ready(()) => {
                // A future that is ready is not polled again.
                self.revoked = Box::pin(future::ready(()));
                Err(io::Error::new(io::ErrorKind::ConnectionAborted, "the peer was removed"))
            }
        }
    }
}

impl Counted {
    /// Counts what goes over `inner`.
    pub(super) fn new(inner: TcpStream, traffic: Arc<Traffic>) -> Self {
        Self { inner, traffic }
    }
}

/// Ends when `key` is no longer the current key of `member`.
async fn revocation(mut roster: watch::Receiver<Arc<Roster>>, member: MemberId, key: PublicKey) {
    while roster.borrow_and_update().member_of_node_key(&key) == Some(member) {
        if roster.changed().await.is_err() {
            // Nobody changes the roster any more: the node is stopping.
            future::pending::<()>().await;
        }
    }
}

fn count(counter: &AtomicU64, bytes: usize) {
    counter.fetch_add(u64::try_from(bytes).unwrap_or(u64::MAX), Ordering::Relaxed);
}

impl fmt::Debug for PeerStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PeerStream").field("peer", &self.peer).finish_non_exhaustive()
    }
}

impl AsyncRead for PeerStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.guard(context)?;
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl AsyncWrite for PeerStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.inner).poll_read(context, buffer);
        count(&self.traffic.received, buffer.filled().len().saturating_sub(before));
        polled
    }
}

impl AsyncWrite for Counted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.inner).poll_write(context, bytes);
        if let Poll::Ready(Ok(written)) = &polled {
            count(&self.traffic.sent, *written);
        }
        polled
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}
