//! A connection to a member or a stranger: encrypted, counted, and cut as soon as it must be.
//!
//! - **A member is one for as long as its key is current**: the stream watches the roster, and when
//!   the key is no longer the current one of its member, every pending read and write fails at once,
//!   and with them everything that runs over the connection.
//! - **A stranger has little time and may say little**, whatever runs over the connection: after
//!   [`STRANGER_MS_MAX`] or [`STRANGER_BYTES_MAX`] everything fails as well.

use std::fmt;
use std::future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use flotilla_domain::id::MemberId;
use flotilla_domain::key::PublicKey;
use flotilla_domain::roster::Roster;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time;
use tokio_rustls::TlsStream;

/// How long the connection of a stranger lasts at most: an exchange of governance takes a second.
pub const STRANGER_MS_MAX: u64 = 30_000;

/// The most bytes that a stranger may send, all told: a list of all that it knows (0.6 MiB), objects
/// of 1 MiB or a single one, and what it takes to carry them.
pub const STRANGER_BYTES_MAX: u64 = 2 << 20;

/// Who is at the other end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Peer {
    /// The member whose current key was proven.
    Member(MemberId),
    /// Somebody with this key, which is not the current one of any member that we know of.
    Stranger(PublicKey),
}

/// The bytes that went over all connections of a node, TLS included.
#[derive(Debug, Default)]
pub struct Traffic {
    received: AtomicU64,
    sent: AtomicU64,
}

/// A connection to a member or a stranger.
pub struct PeerStream {
    peer: Peer,
    inner: TlsStream<Counted>,
    /// Ends when the connection must.
    over: Pin<Box<dyn Future<Output = ()> + Send>>,
    /// What the other side may still send.
    left_bytes: u64,
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
    /// Wraps a finished handshake in which `key` was proven. A stranger has `patience`.
    pub(super) fn new(
        inner: TlsStream<Counted>,
        key: PublicKey,
        roster: &watch::Receiver<Arc<Roster>>,
        patience: Duration,
    ) -> Self {
        let member = roster.borrow().member_of_node_key(&key);
        match member {
            Some(member) => {
                let over = Box::pin(revocation(roster.clone(), member, key));
                Self { peer: Peer::Member(member), inner, over, left_bytes: u64::MAX }
            }
            None => {
                let over = Box::pin(time::sleep(patience));
                let peer = Peer::Stranger(key);
                Self { peer, inner, over, left_bytes: STRANGER_BYTES_MAX }
            }
        }
    }

    /// Returns who is at the other end.
    pub fn peer(&self) -> Peer {
        self.peer
    }

    fn guard(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        if self.left_bytes == 0 {
            return Err(self.cut());
        }
        match self.over.as_mut().poll(context) {
            Poll::Pending => Ok(()),
            Poll::Ready(()) => {
                // A future that is ready is not polled again.
                self.over = Box::pin(future::ready(()));
                Err(self.cut())
            }
        }
    }

    fn cut(&self) -> io::Error {
        let why = match self.peer {
            Peer::Member(_) => "the peer was removed",
            Peer::Stranger(_) => "a stranger took too long or said too much",
        };
        io::Error::new(io::ErrorKind::ConnectionAborted, why)
    }
}

impl Peer {
    /// Returns the member, if it is one.
    pub fn member(self) -> Option<MemberId> {
        match self {
            Self::Member(member) => Some(member),
            Self::Stranger(_) => None,
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
pub(super) async fn revocation(
    roster: watch::Receiver<Arc<Roster>>,
    member: MemberId,
    key: PublicKey,
) {
    until(roster, |roster| roster.member_of_node_key(&key) != Some(member)).await;
}

/// Ends when the roster is as `is_so` says.
pub(super) async fn until(
    mut roster: watch::Receiver<Arc<Roster>>,
    is_so: impl Fn(&Roster) -> bool,
) {
    while !is_so(&roster.borrow_and_update()) {
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
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.inner).poll_read(context, buffer);
        let read = buffer.filled().len().saturating_sub(before);
        self.left_bytes = self.left_bytes.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX));
        polled
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
