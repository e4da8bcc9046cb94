//! The second listener's door: how many may come in, and how long they may say nothing.
//!
//! Anybody may connect, so connections are counted, in all and for each network, and one on which
//! nothing moves is closed: a reader that does not read cannot keep a place. Neither can one that sends its
//! request byte by byte: who has begun to send is answered within [`SENDING_MAX`], or sends no more.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::time;
use tokio::time::Sleep;
use tracing::debug;
use tracing::warn;

use crate::places::Network;
use crate::places::Place;
use crate::places::Places;

/// The most connections.
const CONNECTIONS_MAX: usize = 256;

/// The most connections from one network: a few browsers, or an office behind one address.
const CONNECTIONS_PER_NETWORK_MAX: usize = 32;

/// A connection on which nothing moved for so long is closed; longer than any answer takes.
const SILENCE_MAX: Duration = Duration::from_secs(90);

/// How long somebody may go on sending without having been answered anything; a request is one packet or a few.
/// Who has sent all and waits for an answer that takes long sends nothing meanwhile.
const SENDING_MAX: Duration = Duration::from_secs(30);

/// How long to wait after the system could not give us a connection, as when files run out.
const PAUSE: Duration = Duration::from_millis(100);

/// Takes connections of researchers and browsers, a bounded number of them.
#[derive(Debug)]
pub struct Door {
    listener: TcpListener,
    places: Places<Network>,
    patience: Patience,
}

/// For how long a connection is borne with.
#[derive(Clone, Copy, Debug)]
struct Patience {
    sending: Duration,
    silence: Duration,
}

/// A connection with its place, which is closed when nothing moves.
#[derive(Debug)]
pub struct Visitor<T = TcpStream> {
    stream: T,
    patience: Patience,
    /// Until when it may go on sending, if something came since it was last answered.
    sending: Option<Pin<Box<Sleep>>>,
    /// When it is looked at next.
    look: Pin<Box<Sleep>>,
    /// Whether anything moved since it was looked at.
    has_moved: bool,
    _place: Place<Network>,
}

impl Door {
    /// Makes the door of `listener`.
    pub fn new(listener: TcpListener) -> Self {
        let places = Places::new(CONNECTIONS_MAX, CONNECTIONS_PER_NETWORK_MAX);
        let patience = Patience { sending: SENDING_MAX, silence: SILENCE_MAX };
        Self { listener, places, patience }
    }
}

impl Listener for Door {
    type Addr = SocketAddr;
    type Io = Visitor;

    async fn accept(&mut self) -> (Visitor, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, from)) => match self.places.take(Network::from(from.ip())) {
                    Some(place) => return (Visitor::new(stream, place, self.patience), from),
                    None => debug!(peer = %from, "too many connections; refused"),
                },
                Err(error) => {
                    warn!(%error, "cannot take a connection");
                    time::sleep(PAUSE).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl<T> Visitor<T> {
    fn new(stream: T, place: Place<Network>, patience: Patience) -> Self {
        let look = Box::pin(time::sleep(patience.silence));
        Self { stream, patience, sending: None, look, has_moved: false, _place: place }
    }

    /// Returns whether somebody has gone on sending for too long.
    fn sends_too_long(&mut self, context: &mut Context<'_>) -> bool {
        match &mut self.sending {
            Some(end) => end.as_mut().poll(context).is_ready(),
            None => {
                self.sending = Some(Box::pin(time::sleep(self.patience.sending)));
                false
            }
        }
    }

    /// Passes on what the stream says, unless nothing moved for too long.
    fn moved<V>(
        &mut self,
        polled: Poll<io::Result<V>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<V>> {
        if polled.is_ready() {
            self.has_moved = true;
            return polled;
        }
        while self.look.as_mut().poll(context).is_ready() {
            if !std::mem::take(&mut self.has_moved) {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.look.set(time::sleep(self.patience.silence));
        }
        Poll::Pending
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Visitor<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before && self.sends_too_long(context) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        self.moved(polled, context)
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Visitor<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        if matches!(polled, Poll::Ready(Ok(_))) {
            self.sending = None;
        }
        self.moved(polled, context)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::net::Ipv4Addr;

    use tokio::io::AsyncReadExt;
    use tokio::io::AsyncWriteExt;

    use super::*;

    const LONG: Patience =
        Patience { sending: Duration::from_secs(3_600), silence: Duration::from_secs(3_600) };

    #[tokio::test]
    async fn who_sends_byte_by_byte_is_cut_off_and_who_is_answered_is_not() {
        let places = Places::new(2, 2);
        let take = || places.take(Network::from(IpAddr::from(Ipv4Addr::LOCALHOST))).unwrap();
        let patience = Patience { sending: Duration::ZERO, ..LONG };
        let (stream, mut visitor) = tokio::io::duplex(64);
        let mut stream = Visitor::new(stream, take(), patience);
        for _ in 0..3 {
            // What is answered may be followed by another request.
            visitor.write_all(b"G").await.unwrap();
            assert_eq!(stream.read_u8().await.unwrap(), b'G');
            stream.write_all(b"2").await.unwrap();
        }
        visitor.write_all(b"G").await.unwrap();
        let cut_off = loop {
            if let Err(error) = stream.read_u8().await {
                break error;
            }
            visitor.write_all(b"E").await.unwrap();
        };
        assert_eq!(cut_off.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_connection_on_which_nothing_moves_is_closed() {
        let places = Places::new(1, 1);
        let place = places.take(Network::from(IpAddr::from(Ipv4Addr::LOCALHOST))).unwrap();
        let (stream, mut visitor) = tokio::io::duplex(64);
        let patience = Patience { silence: Duration::from_millis(20), ..LONG };
        let mut stream = Visitor::new(stream, place, patience);
        visitor.write_all(b"GET").await.unwrap();
        let mut said = [0; 3];
        stream.read_exact(&mut said).await.unwrap();
        let error = stream.read_u8().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn one_network_cannot_take_all_places() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut door = Door::new(listener);
        let mut inside = Vec::new();
        let mut outside = Vec::new();
        for _ in 0..CONNECTIONS_PER_NETWORK_MAX {
            outside.push(TcpStream::connect(address).await.unwrap());
            inside.push(door.accept().await);
        }
        let mut refused = TcpStream::connect(address).await.unwrap();
        let admitting = tokio::spawn(async move { door.accept().await });
        // It is hung up on, and the door waits for another.
        assert!(matches!(refused.read(&mut [0; 1]).await, Ok(0) | Err(_)));
        inside.clear();
        let _next = TcpStream::connect(address).await.unwrap();
        admitting.await.unwrap();
    }
}
