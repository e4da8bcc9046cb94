//! The node as a whole: the only file that knows every part.
//!
//! ```text
//! App::build   genesis → minute book → identity → ledger → judge → view → sockets
//!              nothing runs yet; every address can be asked for; what fails here ends the start
//! App::run     materialiser, replicator, three listeners; a span each
//! anew         another node key or catalogue was decided on → as stop, then built again
//! stop         a signal, a dead task or a disk that does not sync → drain → index and view flushed
//! ```
//!
//! Readiness is true only when the identity is proven, the ledger is open and the view has caught up
//! with it.

mod build;
mod keys;
mod renewal;
mod serve;

use std::sync::Arc;
use std::time::Duration;

use flotilla_config::addresses::Addresses;
use flotilla_config::settings::Settings;
use flotilla_domain::roster::Roster;
use tokio::net::TcpListener;
use tokio::net::UnixListener;
use tokio::sync::watch;
use tracing::error;
use tracing::info;

use crate::clock::Clock;
use crate::erasures::Erasures;
use crate::identity::Tls;
use crate::ledger;
use crate::ledger::Ledger;
use crate::minutes::Minutes;
use crate::query;
use crate::query::Materialiser;
use crate::query::Reader;
use crate::replicate::Replicator;
use crate::rpc::admin::AdminService;
use crate::rpc::publish::PublishService;
use crate::shutdown::Shutdown;
use crate::telemetry::chain;

pub use crate::app::build::BuildError;
pub use crate::app::keys::KeyError;

/// How long tasks may take to stop.
const GRACE: Duration = Duration::from_secs(10);

/// A node that is ready to run.
#[derive(Debug)]
pub struct App {
    rosters: watch::Receiver<Arc<Roster>>,
    ledger: Ledger,
    minutes: Minutes,
    materialiser: Materialiser,
    reader: Reader,
    erasures: Erasures,
    replicator: Replicator,
    tls: Tls,
    publish: PublishService,
    admin: AdminService,
    peers: Option<TcpListener>,
    web: Option<TcpListener>,
    local: UnixListener,
    addresses: Addresses,
    settings: Settings,
    clock: Clock,
}

/// How a node came to its end.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Stopped {
    /// It has to be built anew, with these settings: on the addresses that it had.
    Anew(Box<Settings>),
    /// Somebody asked it to.
    Asked,
    /// A part of it died.
    Broken,
}

/// Returns whether a panic on the thread of this name ends there, and not the process.
pub fn contains_panics(thread: &str) -> bool {
    ledger::contains_panics(thread) || query::contains_panics(thread)
}

impl App {
    /// Opens everything and binds every socket. Starts nothing.
    ///
    /// # Errors
    ///
    /// Fails with the first part that cannot be had.
    pub async fn build(settings: Settings, clock: Clock) -> Result<Self, BuildError> {
        build::build(settings, clock).await
    }

    /// Returns where the node can be reached.
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// Runs until `stop` ends or a part dies, then stops in order.
    pub async fn run(self, stop: &mut (impl Future<Output = ()> + Unpin)) -> Stopped {
        let (shutdown, drain) = Shutdown::new();
        let (ledger, minutes) = (self.ledger.clone(), self.minutes.clone());
        let socket = self.settings.socket();
        let run_file = self.settings.addresses_file();
        let again = self.again();
        let renewal = renewal::due(again.clone(), self.rosters.clone());
        let mut parts = serve::spawn(self, drain);
        info!("node started");
        let stopped = tokio::select! {
            () = stop => Stopped::Asked,
            () = renewal => Stopped::Anew(Box::new(again)),
            () = poisoned(&ledger, &minutes) => {
                error!("the disk does not confirm writes; stopping before anything is lost");
                Stopped::Broken
            }
            Some(ended) = parts.join_next() => {
                match ended {
                    Ok(Err(cause)) => error!(cause = %chain(&*cause), "a part of the node died"),
                    Ok(Ok(())) => error!("a part of the node ended"),
                    Err(cause) => error!(%cause, "a part of the node was aborted"),
                }
                Stopped::Broken
            }
        };
        let drained = shutdown.finish(GRACE).await;
        parts.shutdown().await;
        ledger.close().await;
        for file in [socket, run_file] {
            // Gone already, or removed at the next start.
            let _gone = std::fs::remove_file(file);
        }
        info!(?drained, "node stopped");
        stopped
    }

    /// Returns the settings by which the same node is built again, on the addresses that it has.
    fn again(&self) -> Settings {
        let bound = |address: &Option<String>| address.as_ref().and_then(|it| it.parse().ok());
        let (listen_peers, listen_web) = (bound(&self.addresses.peers), bound(&self.addresses.web));
        Settings { listen_peers, listen_web, ..self.settings.clone() }
    }
}

/// Waits until the disk has failed to confirm what was written, of logs or of decisions.
async fn poisoned(ledger: &Ledger, minutes: &Minutes) {
    tokio::select! {
        () = ledger.poisoned() => {}
        () = minutes.poisoned() => {}
    }
}
