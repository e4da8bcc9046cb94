//! Takes connections of peers, a bounded number of them, and hands on those whose key was proven.
//!
//! Handshakes run in tasks of their own, so one that is slow holds up nobody. A stranger is told
//! nothing but that the handshake failed.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time;
use tonic::transport::server::Connected;
use tracing::debug;
use tracing::warn;

use crate::identity::Peer;
use crate::identity::PeerStream;
use crate::identity::Tls;
use crate::shutdown::Drain;

/// The most connections, those in their handshake included.
pub const CONNECTIONS_MAX: usize = 128;

/// The most connections from one address.
pub const CONNECTIONS_PER_ADDRESS_MAX: usize = 8;

/// How long to wait after the system could not give us a connection, as when files run out.
const PAUSE: Duration = Duration::from_millis(100);

/// A connection of a peer, and its place among those that are allowed.
#[derive(Debug)]
pub struct Connection {
    stream: PeerStream,
    _place: Place,
}

/// Counts connections by address.
#[derive(Clone, Debug, Default)]
struct Places(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One of the connections that are allowed; free again when dropped.
#[derive(Debug)]
struct Place {
    places: Places,
    address: IpAddr,
}

/// Takes connections until the drain begins or nobody wants them any more.
pub async fn accept(
    listener: TcpListener,
    tls: Tls,
    ready: mpsc::Sender<io::Result<Connection>>,
    mut drain: Drain,
) {
    let places = Places::default();
    loop {
        let accepted = tokio::select! {
            () = drain.begun() => return,
            () = ready.closed() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((tcp, from)) => match places.take(from.ip()) {
                Some(place) => drop(tokio::spawn(shake(tcp, tls.clone(), place, ready.clone()))),
                None => warn!(peer = %from, "too many connections; refused"),
            },
            Err(error) => {
                warn!(%error, "cannot take a connection");
                time::sleep(PAUSE).await;
            }
        }
    }
}

async fn shake(
    tcp: TcpStream,
    tls: Tls,
    place: Place,
    ready: mpsc::Sender<io::Result<Connection>>,
) {
    match tls.accept(tcp).await {
        Ok(stream) => {
            let connection = Connection { stream, _place: place };
            // If nobody wants it any more, the node is stopping.
            let _sent = ready.send(Ok(connection)).await.is_ok();
        }
        Err(error) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            debug!(peer = %place.address, error = cause, "connection refused: {error}");
        }
    }
}

impl Places {
    fn take(&self, address: IpAddr) -> Option<Place> {
        let mut held = self.lock();
        let total: usize = held.values().sum();
        let from_there = held.entry(address).or_default();
        if total >= CONNECTIONS_MAX || *from_there >= CONNECTIONS_PER_ADDRESS_MAX {
            return None;
        }
        *from_there = from_there.saturating_add(1);
        Some(Place { places: self.clone(), address })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        // A panic aborts the process, so the lock is never poisoned.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.places.lock();
        if let Some(count) = held.get_mut(&self.address) {
            *count = count.saturating_sub(1);
        }
        held.retain(|_, count| *count > 0);
    }
}

impl Connected for Connection {
    type ConnectInfo = Peer;

    fn connect_info(&self) -> Peer {
        self.stream.peer()
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
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
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn one_address_cannot_take_all_places() {
        let places = Places::default();
        let there = |last| IpAddr::from(Ipv4Addr::new(192, 0, 2, last));
        let mut held: Vec<Place> = (0..8).filter_map(|_| places.take(there(1))).collect();
        assert_eq!(held.len(), CONNECTIONS_PER_ADDRESS_MAX);
        assert!(places.take(there(1)).is_none());
        held.extend((0..=255).filter_map(|last| places.take(there(last))));
        assert_eq!(held.len(), CONNECTIONS_MAX);
        held.clear();
        assert!(places.take(there(1)).is_some());
    }
}
