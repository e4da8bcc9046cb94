//! Keeps this node's copy equal to those of its peers.
//!
//! ```text
//!  rpc  --frames-->  run (one task per peer)  --decides-->  domain::session
//!       <--frames--        |        ^
//!                     store, load   grown
//!                          v        |
//!                         ledger ---+
//! ```
//!
//! What follows from what is decided in `flotilla_domain::session`; this module does it. Promises:
//!
//! - **One session per peer**: when both sides dial at once, both keep the same one (`peers`).
//! - **Who dialled is irrelevant**, so a node that nobody can dial takes full part.
//! - **Whatever the ledger takes in is told at once** to every peer; nothing is polled for.
//! - **A peer that misbehaves is named** and its session ended; the ledger has none of it.
//! - **With strangers governance is exchanged, and nothing else** (`exchange`). Whether the other side
//!   is a member is for [`Replicator::run`] to say, in one place; what members get needs a member's
//!   id and our own right to speak.
//! - **What is held at home is asked of its holder alone**, over whichever connection there is, and
//!   kept by nobody (`ask`).
//!
//! It knows frames, not gRPC: `rpc` gives it a [`Link`], and dials through [`Dial`].

mod apply;
mod ask;
mod backoff;
mod carried;
mod declined;
mod dial;
mod exchange;
mod outbox;
mod peers;
mod run;
mod state;

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use flotilla_domain::session::claims::Claims;
use flotilla_domain::session::claims::SessionId;
use flotilla_domain::session::frame::Arrival;
use flotilla_domain::session::versions::Versions;
use tokio::sync::mpsc;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::erasures::Erasures;
use crate::held::Held;
use crate::identity::Signer;
use crate::judge::Judge;
use crate::ledger::Ledger;
use crate::minutes::Minutes;
use crate::places::Pace;

pub use self::ask::AskError;
pub use self::carried::TakeInError;
pub use self::carried::TakenIn;
pub use self::dial::Dial;
pub use self::dial::DialError;
pub use self::dial::Dialled;
pub use self::outbox::NotPosted;
pub use self::outbox::Outbox;
pub use self::outbox::Posted;
pub use self::outbox::outbox;
pub use self::peers::PeerStatus;
pub use self::run::Ended;
pub use self::run::Exchanged;
pub use self::run::LedgerError;

use self::peers::Peers;

/// How many frames wait to be dealt with; then the network waits.
pub const ARRIVALS_WAITING_MAX: usize = 4;

/// Keeps this node's copy equal to those of its peers. Clones are handles on the same one.
#[derive(Clone)]
pub struct Replicator(Arc<Shared>);

/// What a replicator works with.
pub struct Parts {
    /// Where logs are kept.
    pub ledger: Ledger,
    /// What the coalition has decided.
    pub minutes: Minutes,
    /// Knows what is destroyed, and what is missing.
    pub erasures: Erasures,
    /// Says what counts.
    pub judge: Arc<Judge>,
    /// What stays on this node, for those who ask.
    pub held: Held,
    /// Who belongs.
    pub roster: watch::Receiver<Arc<Roster>>,
    /// Signs what we say we hold.
    pub signer: Arc<Signer>,
    /// Tells the time.
    pub clock: Clock,
    /// Returns a random number below its argument; spreads out reconnections.
    pub random: fn(u64) -> u64,
}

/// How this node takes part.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReplicateConfig {
    /// Where others can dial it; empty if it only dials out.
    pub addresses: Vec<String>,
    /// What a peer may send before more is granted.
    pub credit_bytes: u64,
    /// The version of this software.
    pub software: String,
    /// The protocol versions that it speaks.
    pub protocol: Versions,
}

/// The two directions of a stream of frames.
#[derive(Debug)]
pub struct Link {
    /// What the peer sends.
    pub incoming: mpsc::Receiver<Arrival>,
    /// What goes to the peer.
    pub outgoing: Outbox,
}

/// Who opened a connection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Origin {
    /// The peer dialled us.
    Accepted,
    /// We dialled the peer.
    Dialled,
}

struct Shared {
    parts: Parts,
    config: ReplicateConfig,
    claims: Mutex<Claims>,
    sessions: AtomicU64,
    peers: Peers,
    /// How often members may ask for what is held here.
    pace: Pace<MemberId>,
    /// Changes whenever a statement is newer than the one before it.
    stated: watch::Sender<u64>,
}

impl Replicator {
    /// Makes a replicator; nothing runs yet.
    pub fn new(parts: Parts, config: ReplicateConfig) -> Self {
        let peers = Peers::default();
        let pace = Pace::new(ask::ASKS_IN_HAND, ask::ASK_EVERY);
        let (stated, _) = watch::channel(0);
        Self(Arc::new(Shared {
            parts,
            config,
            claims: Mutex::default(),
            sessions: AtomicU64::new(0),
            peers,
            pace,
            stated,
        }))
    }

    /// Returns what is known of every peer that was ever connected, ordered by member.
    pub fn peers(&self) -> Vec<PeerStatus> {
        self.0.peers.statuses()
    }

    /// Returns a counter that changes whenever the status of a peer does.
    pub fn watch_peers(&self) -> watch::Receiver<u64> {
        self.0.peers.watch()
    }

    /// Returns a counter that changes whenever a newer head statement is known.
    pub fn watch_statements(&self) -> watch::Receiver<u64> {
        self.0.stated.subscribe()
    }

    /// Returns what tells the time.
    pub fn clock(&self) -> &Clock {
        &self.0.parts.clock
    }

    /// Returns the protocol versions that this node speaks.
    pub fn protocol(&self) -> Versions {
        self.0.config.protocol
    }

    /// Returns who we are, as far as the coalition knows.
    pub fn member(&self) -> Option<MemberId> {
        self.0.parts.signer.member()
    }
}

impl Shared {
    fn now_ms(&self) -> u64 {
        u64::try_from(self.parts.clock.monotonic().as_millis()).unwrap_or(u64::MAX)
    }

    fn next_session(&self) -> SessionId {
        SessionId(self.sessions.fetch_add(1, Ordering::Relaxed))
    }

    /// Calls `act` with the claims; they are never held across an await.
    fn with_claims<T>(&self, act: impl FnOnce(&mut Claims) -> T) -> T {
        // A panic aborts the process, so the lock is never poisoned.
        act(&mut self.claims.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note_statement(&self) {
        self.stated.send_modify(|count| *count = count.wrapping_add(1));
    }
}

impl fmt::Debug for Replicator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replicator")
            .field("config", &self.0.config)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
