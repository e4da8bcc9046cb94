//! Takes connections of peers, a bounded number of them, and hands on those whose key was proven.
//!
//! - **Who has proven nothing holds up nobody**: handshakes run in tasks of their own, and when there
//!   are too many, in all or from one network, the oldest is given up. One that is honest takes
//!   milliseconds.
//! - **Members are counted by member**, so that members behind one address do not take each other's
//!   places, and strangers take none of them.
//! - **Strangers are few**, in all and from one network. One too many is hung up on right after the
//!   handshake, before a byte of HTTP/2; its key costs nothing, so it is counted by its network.
//! - **A stranger that comes over and over is slowed down**, by its network: see [`STRANGER_EVERY`].
//! - **A stranger gets one stream** of its connection; see [`Guest`].

use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use flotilla_domain::id::MemberId;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time;
use tonic::transport::server::Connected;
use tracing::debug;
use tracing::warn;

use crate::clock::Clock;
use crate::identity::Peer;
use crate::identity::PeerStream;
use crate::identity::Tls;
use crate::places::Network;
use crate::places::Pace;
use crate::places::Place;
use crate::places::Places;
use crate::shutdown::Drain;

/// The most connections of members.
pub const CONNECTIONS_MAX: usize = 128;

/// The most connections of one member; more than one or two are what is left of broken ones.
pub const CONNECTIONS_PER_MEMBER_MAX: usize = 8;

/// The most connections of strangers: each may cost a megabyte and a write to the disk.
pub const STRANGERS_MAX: usize = 4;

/// The most connections of strangers from one network, so that one network does not take them all.
pub const STRANGERS_PER_NETWORK_MAX: usize = 2;

/// How often strangers from one network are let in, once they have used up what they have in hand. Each
/// visit may cost a megabyte. Who is waiting to be admitted dials once or twice a minute, so a few
/// such nodes behind one address get through for as long as it takes.
pub const STRANGER_EVERY: Duration = Duration::from_secs(10);

/// How many visits strangers from one network have in hand: a node that was away for years needs some
/// ten in a row, and four of them may come at once.
pub const STRANGERS_IN_HAND: u32 = 40;

/// The most handshakes under way.
const HANDSHAKES_MAX: usize = 64;

/// The most handshakes under way from one network.
const HANDSHAKES_PER_NETWORK_MAX: usize = 8;

/// How long to wait after the system could not give us a connection, as when files run out.
const PAUSE: Duration = Duration::from_millis(100);

/// A connection of a peer, and its place among those that are allowed.
#[derive(Debug)]
pub struct Connection {
    stream: PeerStream,
    guest: Guest,
    _place: Held,
}

/// Who asks for a stream.
#[derive(Clone, Debug)]
pub struct Guest {
    peer: Peer,
    has_asked: Arc<AtomicBool>,
}

/// A place among those of its kind; free again when dropped.
#[derive(Debug)]
#[expect(dead_code, reason = "a place is held, not read")]
enum Held {
    Member(Place<MemberId>),
    Stranger(Place<Network>),
}

/// Hands on connections whose key was proven.
#[derive(Clone)]
struct Shaker {
    tls: Tls,
    members: Places<MemberId>,
    strangers: Places<Network>,
    pace: Pace<Network>,
    clock: Clock,
    ready: mpsc::Sender<io::Result<Connection>>,
}

/// The handshakes under way, oldest first.
#[derive(Debug, Default)]
struct Handshakes(Vec<(Network, AbortHandle)>);

/// Takes connections until the drain begins or nobody wants them any more.
pub async fn accept(
    listener: TcpListener,
    parts: (Tls, Clock),
    ready: mpsc::Sender<io::Result<Connection>>,
    mut drain: Drain,
) {
    let shaker = Shaker::new(parts, ready);
    let mut handshakes = Handshakes::default();
    loop {
        let accepted = tokio::select! {
            () = drain.begun() => return,
            () = shaker.ready.closed() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((tcp, from)) => {
                let network = Network::from(from.ip());
                handshakes.make_room(network);
                let shaking = tokio::spawn(shaker.clone().shake(tcp, from.ip()));
                handshakes.0.push((network, shaking.abort_handle()));
            }
            Err(error) => {
                warn!(%error, "cannot take a connection");
                time::sleep(PAUSE).await;
            }
        }
    }
}

impl Shaker {
    fn new((tls, clock): (Tls, Clock), ready: mpsc::Sender<io::Result<Connection>>) -> Self {
        let members = Places::new(CONNECTIONS_MAX, CONNECTIONS_PER_MEMBER_MAX);
        let strangers = Places::new(STRANGERS_MAX, STRANGERS_PER_NETWORK_MAX);
        let pace = Pace::new(STRANGERS_IN_HAND, STRANGER_EVERY);
        Self { tls, members, strangers, pace, clock, ready }
    }

    async fn shake(self, tcp: TcpStream, from: IpAddr) {
        let stream = match self.tls.accept(tcp).await {
            Ok(stream) => stream,
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                debug!(peer = %from, error = cause, "connection refused: {error}");
                return;
            }
        };
        let peer = stream.peer();
        let Some(place) = self.place(peer, from) else { return };
        let guest = Guest { peer, has_asked: Arc::default() };
        // If nobody wants it any more, the node is stopping.
        let _sent = self.ready.send(Ok(Connection { stream, guest, _place: place })).await.is_ok();
    }

    fn place(&self, peer: Peer, from: IpAddr) -> Option<Held> {
        match peer {
            Peer::Member(member) => {
                let place = self.members.take(member);
                if place.is_none() {
                    warn!(peer = %member, "too many connections; refused");
                }
                place.map(Held::Member)
            }
            Peer::Stranger(key) => {
                let network = Network::from(from);
                let place = self.strangers.take(network);
                // Who found no place has cost nothing, and keeps its visits.
                if place.is_some() && !self.pace.admits(network, self.clock.monotonic()) {
                    debug!(peer = %from, hash = %key.fingerprint(), "a stranger too often; refused");
                    return None;
                }
                if place.is_none() {
                    debug!(peer = %from, hash = %key.fingerprint(), "too many strangers; refused");
                }
                place.map(Held::Stranger)
            }
        }
    }
}

impl Guest {
    /// Returns who asks for a stream, if it may have one: a stranger has one, ever.
    pub fn asks(&self) -> Option<Peer> {
        let is_first = !self.has_asked.swap(true, Ordering::Relaxed);
        (is_first || self.peer.member().is_some()).then_some(self.peer)
    }
}

impl Handshakes {
    /// Gives up the oldest handshakes where one more from `network` would be too many.
    fn make_room(&mut self, network: Network) {
        self.0.retain(|(_, handshake)| !handshake.is_finished());
        let from_there = self.0.iter().filter(|(it, _)| *it == network).count();
        let oldest = if from_there >= HANDSHAKES_PER_NETWORK_MAX {
            self.0.iter().position(|(it, _)| *it == network)
        } else {
            (self.0.len() >= HANDSHAKES_MAX).then_some(0)
        };
        if let Some(at) = oldest {
            let (_, handshake) = self.0.remove(at);
            handshake.abort();
        }
    }
}

impl Connected for Connection {
    type ConnectInfo = Guest;

    fn connect_info(&self) -> Guest {
        self.guest.clone()
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
    use flotilla_wire::sample::Sample;

    use super::*;
    use crate::identity::Signer;
    use crate::ledger::fixed;

    #[tokio::test]
    async fn handshakes_give_way_to_whoever_comes_later() {
        let network = |last: u8| Network::from(IpAddr::from([192, 0, 2, last]));
        let mut handshakes = Handshakes::default();
        let mut arrive = |from: Network| {
            handshakes.make_room(from);
            let silent = tokio::spawn(std::future::pending::<()>());
            handshakes.0.push((from, silent.abort_handle()));
            handshakes.0.len()
        };
        let from_one = (0..100).map(|_| arrive(network(1))).max();
        assert_eq!(from_one, Some(HANDSHAKES_PER_NETWORK_MAX));
        let from_many = (0..=255).map(|last| arrive(network(last))).max();
        assert_eq!(from_many, Some(HANDSHAKES_MAX));
    }

    #[tokio::test]
    async fn strangers_that_come_over_and_over_are_slowed_down_and_nobody_else() {
        let sample = Sample::new(2);
        let roster = fixed(Arc::clone(sample.roster()));
        let tls = Tls::new(&Signer::of_sample(&sample, 0), roster).unwrap();
        let (clock, helm) = Clock::steered(0);
        let (ready, _connections) = mpsc::channel(1);
        let shaker = Shaker::new((tls, clock), ready);
        let from = |last: u8| IpAddr::from([192, 0, 2, last]);
        let stranger = Peer::Stranger(Sample::node_key(9).public());
        let visits = |last| shaker.place(stranger, from(last)).is_some();
        assert!((0..STRANGERS_IN_HAND).all(|_| visits(1)));
        assert!(!visits(1) && visits(2), "another network does not notice");
        assert!(shaker.place(Peer::Member(sample.member(1)), from(1)).is_some());
        helm.advance(STRANGER_EVERY);
        assert!(visits(1) && !visits(1));
    }
}
