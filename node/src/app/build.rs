//! Opens every part of a node, lowest first.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use flotilla_config::addresses::Addresses;
use flotilla_config::armor;
use flotilla_config::armor::Kind;
use flotilla_config::settings::Settings;
use flotilla_domain::genesis::Founded;
use flotilla_domain::genesis::GENESIS_BYTES_MAX;
use flotilla_domain::roster::Roster;
use flotilla_domain::session::versions::PROTOCOL;
use flotilla_gate::round::RoundingSecret;
use flotilla_wire::genesis::ReadGenesisError;
use tokio::net::TcpListener;
use tokio::net::UnixListener;
use tokio::sync::watch;
use tracing::info;
use tracing::warn;

use crate::app::App;
use crate::app::keys;
use crate::app::keys::KeyError;
use crate::clock::Clock;
use crate::entropy;
use crate::erasures;
use crate::erasures::Erasures;
use crate::held::Held;
use crate::identity::Signer;
use crate::identity::Standing;
use crate::identity::Tls;
use crate::judge::Judge;
use crate::ledger::Ledger;
use crate::ledger::LedgerConfig;
use crate::ledger::OpenLedgerError;
use crate::minutes::Minutes;
use crate::minutes::OpenMinutesError;
use crate::publish::Parts;
use crate::publish::Publisher;
use crate::query;
use crate::query::View;
use crate::replicate;
use crate::replicate::ReplicateConfig;
use crate::replicate::Replicator;
use crate::rpc::admin::AdminParts;
use crate::rpc::admin::AdminService;
use crate::rpc::publish::PublishService;

/// What a peer may send of entries before more is granted.
const CREDIT_BYTES: u64 = 16 << 20;

/// Why a node did not start.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// An address cannot be listened on.
    #[error("cannot listen on {address}")]
    Bind {
        /// The address, or the path of the socket.
        address: String,
        /// What the system says.
        source: io::Error,
    },
    /// A file or folder of the data directory cannot be used.
    #[error("cannot use {}", path.display())]
    Data {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The genesis is not one that all founders signed.
    #[error("{} is not a genesis that all founders signed", path.display())]
    Genesis {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, if it is one at all.
        source: Option<ReadGenesisError>,
    },
    /// A key file cannot be used.
    #[error("a key file cannot be used")]
    Key(#[source] KeyError),
    /// The ledger cannot be opened.
    #[error("the ledger cannot be opened")]
    Ledger(#[source] OpenLedgerError),
    /// The minute book cannot be opened.
    #[error("the minute book cannot be opened")]
    Minutes(#[source] OpenMinutesError),
    /// TLS cannot be had.
    #[error("TLS cannot be set up")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The read model cannot be opened.
    #[error("the read model cannot be opened")]
    View(#[source] Box<dyn std::error::Error + Send + Sync>),
}

pub(super) async fn build(settings: Settings, clock: Clock) -> Result<App, BuildError> {
    let founded = genesis(&settings.genesis())?;
    let minutes = Minutes::open(&settings.data_dir, &founded).map_err(BuildError::Minutes)?;
    // The roster changes by governance; whoever verifies follows this watch.
    let rosters = minutes.follow();
    let signer = Arc::new(signer(&settings, rosters.clone())?);
    let secret = rounding_secret(&settings)?;
    let tls = tls(&signer, rosters.clone())?;

    let ledger = ledger(&settings, rosters.clone())?;
    let judge = Arc::new(Judge::new(&minutes, ledger.clone()));
    let held = held(&settings)?;
    let erasures = erasures((&settings, &clock), (&ledger, &judge), &minutes, (&signer, &held));
    let (view, roster) = (view(&settings, &minutes)?, minutes.follow());
    let (materialiser, reader) = query::opened(view, ledger.clone(), Arc::clone(&judge), roster);

    let Sockets { local, peers, web, addresses } = listen(&settings).await?;
    let publisher = Arc::new(Publisher::new(Parts {
        rosters: rosters.clone(),
        signer: Arc::clone(&signer),
        secret,
        clock: clock.clone(),
        ledger: ledger.clone(),
        judge: Arc::clone(&judge),
        strictness: settings.strictness,
        held: held.clone(),
    }));
    let replicator = Replicator::new(
        replicate::Parts {
            ledger: ledger.clone(),
            minutes: minutes.clone(),
            erasures: erasures.clone(),
            judge: Arc::clone(&judge),
            held: held.clone(),
            roster: rosters,
            signer,
            clock: clock.clone(),
            random: entropy::below,
        },
        replicate_config(&addresses),
    );
    let admin = AdminService::new(AdminParts {
        genesis: founded.genesis().clone(),
        rosters: minutes.follow(),
        ledger: ledger.clone(),
        reader: reader.clone(),
        publisher: Arc::clone(&publisher),
        judge,
        erasures: erasures.clone(),
        replicator: replicator.clone(),
        held,
        peers_address: addresses.peers.clone().unwrap_or_default(),
        web_address: addresses.web.clone().unwrap_or_default(),
    });
    Ok(App {
        rosters: minutes.follow(),
        ledger,
        minutes,
        materialiser,
        reader: reader.clone(),
        erasures,
        replicator,
        tls,
        publish: PublishService::new(publisher, reader),
        admin,
        peers,
        web,
        local,
        addresses,
        settings,
        clock,
    })
}

fn tls(signer: &Signer, rosters: watch::Receiver<Arc<Roster>>) -> Result<Tls, BuildError> {
    Tls::new(signer, rosters).map_err(|source| BuildError::Tls(Box::new(source)))
}

fn rounding_secret(settings: &Settings) -> Result<RoundingSecret, BuildError> {
    let secret = keys::read(&settings.rounding_key, Kind::SecretRoundingKey);
    Ok(RoundingSecret::new(*secret.map_err(BuildError::Key)?))
}

fn ledger(
    settings: &Settings,
    rosters: watch::Receiver<Arc<Roster>>,
) -> Result<Ledger, BuildError> {
    let opened = Ledger::open(&settings.data_dir, rosters, LedgerConfig::DEFAULT);
    let (ledger, opened) = opened.map_err(BuildError::Ledger)?;
    info!(entries = opened.entries, rebuilt = opened.index_rebuilt, "ledger open");
    Ok(ledger)
}

fn view(settings: &Settings, minutes: &Minutes) -> Result<View, BuildError> {
    let (dir, state) = (settings.data_dir.join("view"), minutes.minute().state);
    let view = View::open(&dir, &query::setting(&state));
    view.map_err(|source| BuildError::View(Box::new(source)))
}

fn replicate_config(addresses: &Addresses) -> ReplicateConfig {
    ReplicateConfig {
        addresses: addresses.peers.iter().cloned().collect(),
        credit_bytes: CREDIT_BYTES,
        software: env!("CARGO_PKG_VERSION").to_owned(),
        protocol: PROTOCOL,
    }
}

/// Takes up what waits to be destroyed.
fn erasures(
    (settings, clock): (&Settings, &Clock),
    (ledger, judge): (&Ledger, &Arc<Judge>),
    minutes: &Minutes,
    (signer, held): (&Arc<Signer>, &Held),
) -> Erasures {
    let parts = erasures::Parts {
        ledger: ledger.clone(),
        judge: Arc::clone(judge),
        rosters: minutes.follow(),
        signer: Arc::clone(signer),
        held: held.clone(),
        clock: clock.clone(),
    };
    Erasures::open(&settings.data_dir, parts)
}

/// Opens what stays on this node.
fn held(settings: &Settings) -> Result<Held, BuildError> {
    let path = || settings.data_dir.join("held");
    Held::open(&settings.data_dir).map_err(|source| BuildError::Data { path: path(), source })
}

/// Where the node is reached, bound and not yet served.
struct Sockets {
    local: UnixListener,
    peers: Option<TcpListener>,
    web: Option<TcpListener>,
    addresses: Addresses,
}

/// Binds every socket and says where they are.
async fn listen(settings: &Settings) -> Result<Sockets, BuildError> {
    let run = settings.socket().parent().map(Path::to_path_buf).unwrap_or_default();
    private_folder(&run)?;
    let local = bind_local(&settings.socket())?;
    let peers = bind(settings.listen_peers).await?;
    let web = bind(settings.listen_web).await?;
    let addresses = Addresses { peers: address_of(peers.as_ref()), web: address_of(web.as_ref()) };
    let file = settings.addresses_file();
    addresses
        .write(&file)
        .map_err(|source| BuildError::Data { path: file, source })?;
    Ok(Sockets { local, peers, web, addresses })
}

/// Reads the node key. Whose it is follows the roster, and may not be known yet.
fn signer(
    settings: &Settings,
    rosters: watch::Receiver<Arc<Roster>>,
) -> Result<Signer, BuildError> {
    let seed = keys::node_key(settings, &rosters.borrow()).map_err(BuildError::Key)?;
    let signer = Signer::new(&seed, settings.handle.clone(), rosters);
    if !matches!(signer.standing(), Standing::Member { .. }) {
        let key = signer.public().fingerprint();
        warn!(hash = %key, "the coalition does not know this node by its key yet, or any more");
    }
    Ok(signer)
}

fn genesis(path: &Path) -> Result<Founded, BuildError> {
    let cannot = |source| BuildError::Data { path: path.to_owned(), source };
    let length = fs::metadata(path).map_err(cannot)?.len();
    if length > u64::try_from(2 * GENESIS_BYTES_MAX).unwrap_or(u64::MAX) {
        return Err(BuildError::Genesis { path: path.to_owned(), source: None });
    }
    let bytes = fs::read(path).map_err(cannot)?;
    let text = String::from_utf8_lossy(&bytes);
    let bytes = armor::decode(Kind::PublicGenesis, &text)
        .map_err(|_| BuildError::Genesis { path: path.to_owned(), source: None })?;
    let gathering = flotilla_wire::genesis::from_bytes(&bytes);
    let gathering = gathering
        .map_err(|source| BuildError::Genesis { path: path.to_owned(), source: Some(source) })?;
    let unsigned = |_| BuildError::Genesis { path: path.to_owned(), source: None };
    gathering.into_founded().map_err(unsigned)
}

async fn bind(address: Option<SocketAddr>) -> Result<Option<TcpListener>, BuildError> {
    let Some(address) = address else { return Ok(None) };
    let bound = TcpListener::bind(address).await;
    bound
        .map(Some)
        .map_err(|source| BuildError::Bind { address: address.to_string(), source })
}

/// Binds the local socket; a stale one of a node that was killed is replaced. The lock of the ledger
/// has shown by now that no other node runs here.
fn bind_local(path: &Path) -> Result<UnixListener, BuildError> {
    let cannot = |source| BuildError::Bind { address: path.display().to_string(), source };
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(cannot(error)),
        _ => (),
    }
    UnixListener::bind(path).map_err(cannot)
}

/// Makes a folder that only its owner can enter: whoever can enter may publish.
fn private_folder(path: &Path) -> Result<(), BuildError> {
    let cannot = |source| BuildError::Data { path: path.to_owned(), source };
    fs::create_dir_all(path).map_err(cannot)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(cannot)
}

fn address_of(listener: Option<&TcpListener>) -> Option<String> {
    listener.and_then(|it| it.local_addr().ok()).map(|address| address.to_string())
}
