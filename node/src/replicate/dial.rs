//! Dialling: keeps trying an address, and stands back while its member is connected anyway.

use std::error::Error;
use std::time::Duration;

use flotilla_domain::id::MemberId;
use tokio::time;
use tracing::info;
use tracing::warn;

use super::Ended;
use super::Link;
use super::Origin;
use super::Replicator;
use super::backoff;
use crate::identity::ConnectError;
use crate::shutdown::Drain;

/// Opens streams of frames to addresses.
pub trait Dial: Send + Sync {
    /// Connects to `address`.
    fn dial(&self, address: &str) -> impl Future<Output = Result<Dialled, DialError>> + Send;
}

/// A stream of frames that we opened.
#[derive(Debug)]
pub struct Dialled {
    /// Whose key was proven at the other end.
    pub peer: MemberId,
    /// The stream.
    pub link: Link,
}

/// Why there is no stream.
#[derive(Debug, thiserror::Error)]
pub enum DialError {
    /// There is no connection.
    #[error("cannot connect")]
    Connect(#[source] ConnectError),
    /// The peer took the connection and closed it: most often, our key is not in its roster.
    #[error("the peer hung up: it may not know our key")]
    HungUp(#[source] Box<dyn Error + Send + Sync>),
}

impl Replicator {
    /// Keeps a session with whoever answers at `address`, until the drain begins.
    pub async fn keep_dialling(&self, address: String, dial: impl Dial, mut drain: Drain) {
        let mut failures: u32 = 0;
        let mut member: Option<MemberId> = None;
        loop {
            tokio::select! {
                () = drain.begun() => return,
                () = self.disconnected(member) => {}
            }
            // A session ends by itself when the drain begins; it is never dropped half-way.
            let dialled = tokio::select! {
                () = drain.begun() => return,
                dialled = dial.dial(&address) => dialled,
            };
            member = dialled.as_ref().map_or(member, |it| Some(it.peer));
            let is_good = self.attempt(&address, dialled, drain.clone()).await;
            failures = if is_good { 0 } else { failures.saturating_add(1) };
            let wait_ms = backoff::wait_ms(failures.max(1), self.0.parts.random);
            tokio::select! {
                () = drain.begun() => return,
                () = time::sleep(Duration::from_millis(wait_ms)) => {}
            }
        }
    }

    /// Runs the session that was dialled, if any. Returns whether it was a good one.
    async fn attempt(
        &self,
        address: &str,
        dialled: Result<Dialled, DialError>,
        drain: Drain,
    ) -> bool {
        match dialled {
            Ok(Dialled { peer, link }) => {
                let ended = self.run(peer, Origin::Dialled, link, drain).await;
                matches!(ended, Ended::AlreadyConnected | Ended::Gone | Ended::Replaced)
            }
            Err(error @ DialError::Connect(_)) => {
                info!(peer = address, error = causes(&error), "{error}");
                false
            }
            Err(error @ DialError::HungUp(_)) => {
                warn!(peer = address, error = causes(&error), "{error}");
                false
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
