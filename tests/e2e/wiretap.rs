//! Somebody between two nodes who has the keys of both, and keeps every byte that they say to each other.
//!
//! No stranger can sit there: both sides prove their keys. The test has the key files of both, answers
//! whoever dials in the name of the one, and dials the other in the name of the first.

use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;

use flotilla_config::armor;
use flotilla_config::armor::Kind;
use rustls::pki_types::ServerName;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::TlsConnector;

use crate::tls;

/// All that was said, in the order in which it passed.
type Said = Arc<Mutex<Vec<u8>>>;

/// A tap on the line between two nodes; it ends with this value.
#[derive(Debug)]
pub(crate) struct Wiretap {
    address: String,
    said: Said,
    // Its tasks end with it.
    _runtime: Runtime,
}

impl Wiretap {
    /// Taps whatever `caller` says to `called`, members with their folders, which is reached at `address`.
    pub(crate) fn between(caller: &Path, called: &Path, address: &str) -> Self {
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let line = Line {
            acceptor: TlsAcceptor::from(Arc::new(tls::answering_with_key(&key_of(called)))),
            connector: TlsConnector::from(Arc::new(tls::with_key(&key_of(caller)))),
            address: address.to_owned(),
            said: Said::default(),
        };
        let own = listener.local_addr().unwrap().to_string();
        let said = Arc::clone(&line.said);
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(line.clone().carry(stream));
            }
        });
        Self { address: own, said, _runtime: runtime }
    }

    /// Returns what the caller dials.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Returns all that either side has said.
    pub(crate) fn said(&self) -> Vec<u8> {
        self.said.lock().unwrap().clone()
    }
}

/// What it takes to carry one connection.
#[derive(Clone)]
struct Line {
    acceptor: TlsAcceptor,
    connector: TlsConnector,
    address: String,
    said: Said,
}

impl Line {
    /// Carries what both sides say until either hangs up.
    async fn carry(self, caller: TcpStream) {
        let name = ServerName::try_from("localhost").unwrap();
        let Ok(caller) = self.acceptor.accept(caller).await else { return };
        let Ok(called) = TcpStream::connect(&self.address).await else { return };
        let Ok(called) = self.connector.connect(name, called).await else { return };
        let (from_caller, to_caller) = tokio::io::split(caller);
        let (from_called, to_called) = tokio::io::split(called);
        tokio::select! {
            () = copy(from_caller, to_called, &self.said) => {}
            () = copy(from_called, to_caller, &self.said) => {}
        }
    }
}

async fn copy(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, said: &Said) {
    let mut bytes = vec![0; 64 << 10];
    while let Ok(read @ 1..) = from.read(&mut bytes).await {
        said.lock().unwrap().extend_from_slice(&bytes[..read]);
        let passed_on = to.write_all(&bytes[..read]).await;
        if passed_on.is_err() || to.flush().await.is_err() {
            break;
        }
    }
}

/// Returns the secret bytes of a member's node key.
fn key_of(dir: &Path) -> [u8; 32] {
    let text = std::fs::read_to_string(dir.join("keys/node.key")).unwrap();
    let seed = armor::decode(Kind::SecretNodeKey, &text).unwrap();
    seed.as_slice().try_into().unwrap()
}
