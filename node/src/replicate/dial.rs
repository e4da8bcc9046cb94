//! Dialling: keeps trying an address, and stands back while its member is connected anyway.
//!
//! Where one side does not know the other, an exchange of governance may change that: then the same
//! address is dialled again at once, some times, so that a node with an old roster rejoins without
//! waiting; after that in the usual way, so that nobody can keep us busy. A node that hears that it
//! speaks for its member, or does not any more, waits no longer either: others may take it in now.

use std::error::Error;
use std::time::Duration;

use flotilla_domain::id::MemberId;
use tokio::time;
use tracing::info;
use tracing::warn;

use super::Ended;
use super::Exchanged;
use super::Link;
use super::Origin;
use super::Replicator;
use super::backoff;
use crate::identity::ConnectError;
use crate::identity::Peer;
use crate::shutdown::Drain;

/// How many exchanges of governance in a row may follow each other without a wait: each brings 1 MiB,
/// so this is years of governance.
const ROUNDS_MAX: u32 = 8;

/// Opens streams of frames to addresses.
pub trait Dial: Send + Sync {
    /// Connects to `address`.
    fn dial(&self, address: &str) -> impl Future<Output = Result<Dialled, DialError>> + Send;
}

/// A stream of frames that we opened.
#[derive(Debug)]
pub struct Dialled {
    /// Whose key was proven at the other end.
    pub peer: Peer,
    /// The stream.
    pub link: Link,
}

/// Why there is no stream.
#[derive(Debug, thiserror::Error)]
pub enum DialError {
    /// There is no connection.
    #[error("cannot connect")]
    Connect(#[source] ConnectError),
    /// The peer took the connection and closed it: most often, too many are connected already.
    #[error("the peer hung up before anything was said: it may be busy")]
    HungUp(#[source] Box<dyn Error + Send + Sync>),
}

/// What became of one attempt.
enum Attempt {
    /// Nothing was achieved.
    Bad,
    /// Governance was exchanged; the next attempt may find that both sides know each other.
    Exchanged(Exchanged),
    /// There was a session, or there is one.
    Good,
}

impl Replicator {
    /// Keeps a session with whoever answers at `address`, until the drain begins.
    pub async fn keep_dialling(&self, address: String, dial: impl Dial, mut drain: Drain) {
        let (mut failures, mut rounds): (u32, u32) = (0, 0);
        let mut member = None;
        loop {
            let standing = self.0.parts.signer.standing();
            tokio::select! {
                () = drain.begun() => return,
                () = self.disconnected(member) => {}
            }
            // A session ends by itself when the drain begins; it is never dropped half-way.
            let dialled = tokio::select! {
                () = drain.begun() => return,
                dialled = dial.dial(&address) => dialled,
            };
            member = dialled.as_ref().map_or(member, |it| it.peer.member());
            match self.attempt(&address, dialled, drain.clone()).await {
                Attempt::Bad => failures = failures.saturating_add(1),
                Attempt::Exchanged(it) if it.is_news() && rounds < ROUNDS_MAX => {
                    rounds = rounds.saturating_add(1);
                    continue;
                }
                // What was learned was worth it; who only asks is kept waiting.
                Attempt::Exchanged(it) if it.learned > 0 => failures = 0,
                Attempt::Exchanged(_) => failures = failures.saturating_add(1),
                Attempt::Good => (failures, rounds) = (0, 0),
            }
            let wait_ms = backoff::wait_ms(failures.max(1), self.0.parts.random);
            tokio::select! {
                () = drain.begun() => return,
                () = time::sleep(Duration::from_millis(wait_ms)) => {}
                () = self.0.parts.signer.restated(standing) => failures = 0,
            }
        }
    }

    /// Runs the session or the exchange that was dialled, if any.
    async fn attempt(
        &self,
        address: &str,
        dialled: Result<Dialled, DialError>,
        drain: Drain,
    ) -> Attempt {
        match dialled {
            Ok(Dialled { peer, link }) => {
                match self.run(peer, Origin::Dialled, link, drain).await {
                    Ended::Exchanged(exchanged) => Attempt::Exchanged(exchanged),
                    // A stranger that only hangs up was no session.
                    Ended::Gone if peer.member().is_some() => Attempt::Good,
                    Ended::Replaced => Attempt::Good,
                    _ => Attempt::Bad,
                }
            }
            Err(error @ DialError::Connect(_)) => {
                info!(peer = address, error = causes(&error), "{error}");
                Attempt::Bad
            }
            Err(error @ DialError::HungUp(_)) => {
                warn!(peer = address, error = causes(&error), "{error}");
                Attempt::Bad
            }
        }
    }

    /// Waits until `member` is not connected.
    async fn disconnected(&self, member: Option<MemberId>) {
        let mut changed = self.watch_peers();
        while member.is_some_and(|member| self.0.peers.is_connected(member)) {
            if changed.changed().await.is_err() {
                return;
            }
        }
    }
}

/// Returns the chain of causes, for the log.
fn causes(error: &dyn Error) -> String {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    causes.join(": ")
}
