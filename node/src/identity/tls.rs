//! TLS 1.3 between nodes: handshakes with a deadline, in both directions.
//!
//! Small on purpose: one key exchange, two ciphers, bare keys, no server name, no tickets. A session
//! is never resumed: resumption would let a removed member in without asking the roster again.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use flotilla_domain::roster::Roster;
use rustls::ClientConfig;
use rustls::ServerConfig;
use rustls::client::AlwaysResolvesClientRawPublicKeys;
use rustls::client::Resumption;
use rustls::crypto::CryptoProvider;
use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use rustls::server::AlwaysResolvesServerRawPublicKeys;
use rustls::server::NoServerSessionStorage;
use rustls::version::TLS13;
use tokio::net::TcpStream;
use tokio::net::ToSocketAddrs;
use tokio::sync::watch;
use tokio::time;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::TlsConnector;
use tokio_rustls::TlsStream;

use super::STRANGER_MS_MAX;
use super::Signer;
use super::keys;
use super::keys::TlsKey;
use super::proof::Proof;
use super::stream::Counted;
use super::stream::PeerStream;
use super::stream::Traffic;

/// A handshake that takes longer is given up.
pub const HANDSHAKE_MS_MAX: u64 = 10_000;

/// Makes connections to members and strangers, and takes them.
#[derive(Clone)]
pub struct Tls {
    acceptor: TlsAcceptor,
    connector: TlsConnector,
    roster: watch::Receiver<Arc<Roster>>,
    traffic: Arc<Traffic>,
    /// How long a stranger may stay.
    patience: Duration,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The handshake failed: the other side showed no sound key, or did not prove it.
    #[error("the TLS handshake failed")]
    Handshake {
        /// What TLS says.
        source: io::Error,
    },
    /// The other side showed no key.
    #[error("the other side showed no key")]
    NoKey,
    /// Nobody answers there.
    #[error("nobody answers at this address")]
    Reach {
        /// What the system says.
        source: io::Error,
    },
    /// The other side took too long.
    #[error("the other side took longer than {max_ms} ms to shake hands")]
    TimedOut {
        /// The limit.
        max_ms: u64,
    },
}

impl Tls {
    /// Prepares TLS with the key of `signer`; `roster` says whom a key belongs to.
    ///
    /// # Errors
    ///
    /// Fails if the crypto provider does not support TLS 1.3, which is a bug.
    pub fn new(
        signer: &Signer,
        roster: watch::Receiver<Arc<Roster>>,
    ) -> Result<Self, rustls::Error> {
        let key = TlsKey::certified(&signer.key);
        let mut server = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&TLS13])?
            .with_client_cert_verifier(Arc::new(Proof))
            .with_cert_resolver(Arc::new(AlwaysResolvesServerRawPublicKeys::new(key.clone())));
        server.send_tls13_tickets = 0;
        server.session_storage = Arc::new(NoServerSessionStorage {});
        let mut client = ClientConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&TLS13])?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Proof))
            .with_client_cert_resolver(Arc::new(AlwaysResolvesClientRawPublicKeys::new(key)));
        client.resumption = Resumption::disabled();
        client.enable_sni = false;
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(server)),
            connector: TlsConnector::from(Arc::new(client)),
            roster,
            traffic: Arc::new(Traffic::default()),
            patience: Duration::from_millis(STRANGER_MS_MAX),
        })
    }

    /// Lets strangers stay for another time than usual.
    #[cfg(test)]
    pub(crate) fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Shakes hands with whoever connected.
    ///
    /// # Errors
    ///
    /// Fails if the other side proves no key, or is too slow.
    pub async fn accept(&self, tcp: TcpStream) -> Result<PeerStream, ConnectError> {
        within(async {
            let tcp = self.counted(tcp)?;
            let accepted = self.acceptor.accept(tcp).await;
            let accepted = accepted.map_err(|source| ConnectError::Handshake { source })?;
            self.checked(TlsStream::Server(accepted))
        })
        .await
    }

    /// Connects to `address` and shakes hands.
    ///
    /// # Errors
    ///
    /// Fails if nobody answers, or the other side proves no key, or is too slow.
    pub async fn connect(&self, address: impl ToSocketAddrs) -> Result<PeerStream, ConnectError> {
        within(async {
            let tcp = TcpStream::connect(address).await;
            self.shake(tcp.map_err(|source| ConnectError::Reach { source })?).await
        })
        .await
    }

    /// Shakes hands with whom `tcp` is connected to.
    ///
    /// # Errors
    ///
    /// Fails if the other side proves no key.
    pub(crate) async fn shake(&self, tcp: TcpStream) -> Result<PeerStream, ConnectError> {
        let tcp = self.counted(tcp)?;
        // Whose key it is says the roster, so the name says nothing; none is sent.
        let name = ServerName::IpAddress(std::net::Ipv4Addr::UNSPECIFIED.into());
        let connected = self.connector.connect(name, tcp).await;
        let connected = connected.map_err(|source| ConnectError::Handshake { source })?;
        self.checked(TlsStream::Client(connected))
    }

    /// Returns the counters of all connections.
    pub fn traffic(&self) -> &Arc<Traffic> {
        &self.traffic
    }

    fn counted(&self, tcp: TcpStream) -> Result<Counted, ConnectError> {
        // Without it a small exchange waits 40 ms for the other side's acknowledgement.
        tcp.set_nodelay(true).map_err(|source| ConnectError::Reach { source })?;
        Ok(Counted::new(tcp, Arc::clone(&self.traffic)))
    }

    /// Asks the roster whose the key is that was proven.
    fn checked(&self, stream: TlsStream<Counted>) -> Result<PeerStream, ConnectError> {
        let shown = stream.get_ref().1.peer_certificates().and_then(|shown| shown.first());
        let key = shown.and_then(|shown| keys::shown(shown)).ok_or(ConnectError::NoKey)?;
        Ok(PeerStream::new(stream, key, &self.roster, self.patience))
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").field("traffic", &self.traffic).finish_non_exhaustive()
    }
}

/// Returns the one crypto provider, cut down to what we speak.
fn provider() -> Arc<CryptoProvider> {
    let cipher_suites = vec![
        ring::cipher_suite::TLS13_AES_128_GCM_SHA256,
        ring::cipher_suite::TLS13_CHACHA20_POLY1305_SHA256,
    ];
    let kx_groups = vec![ring::kx_group::X25519];
    Arc::new(CryptoProvider { cipher_suites, kx_groups, ..ring::default_provider() })
}

async fn within(
    shake: impl Future<Output = Result<PeerStream, ConnectError>>,
) -> Result<PeerStream, ConnectError> {
    let deadline = Duration::from_millis(HANDSHAKE_MS_MAX);
    let shaken = time::timeout(deadline, shake).await;
    shaken.unwrap_or(Err(ConnectError::TimedOut { max_ms: HANDSHAKE_MS_MAX }))
}
