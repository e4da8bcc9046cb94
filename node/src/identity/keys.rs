//! The node key as TLS sees it: 44 bytes of SubjectPublicKeyInfo, and a signer that keeps its secret.
//!
//! The key never leaves the type of the domain: rustls is handed something that signs.

use std::fmt;
use std::sync::Arc;

use flotilla_domain::key::PublicKey;
use flotilla_domain::key::SigningKey;
use rustls::Error;
use rustls::SignatureAlgorithm;
use rustls::SignatureScheme;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::SubjectPublicKeyInfoDer;
use rustls::sign;
use rustls::sign::CertifiedKey;

/// What precedes the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410).
const SPKI_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0];

/// The node key, as a key that rustls can use.
pub(super) struct TlsKey {
    key: Arc<SigningKey>,
    spki: Vec<u8>,
}

impl TlsKey {
    /// Returns `key` as a raw public key and what signs for it.
    pub(super) fn certified(key: &Arc<SigningKey>) -> Arc<CertifiedKey> {
        let spki = spki(&key.public());
        let shown = CertificateDer::from(spki.clone());
        Arc::new(CertifiedKey::new(vec![shown], Arc::new(Self { key: Arc::clone(key), spki })))
    }
}

/// Returns the key that a peer showed, or `None` if it is not a sound Ed25519 key.
pub(super) fn shown(spki: &[u8]) -> Option<PublicKey> {
    PublicKey::parse(spki.strip_prefix(SPKI_PREFIX.as_slice())?)
}

fn spki(key: &PublicKey) -> Vec<u8> {
    [SPKI_PREFIX.as_slice(), key.as_bytes()].concat()
}

impl fmt::Debug for TlsKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsKey(secret)")
    }
}

impl sign::SigningKey for TlsKey {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn sign::Signer>> {
        let is_offered = offered.contains(&SignatureScheme::ED25519);
        is_offered.then(|| -> Box<dyn sign::Signer> { Box::new(Handshake(Arc::clone(&self.key))) })
    }

    fn public_key(&self) -> Option<SubjectPublicKeyInfoDer<'_>> {
        Some(SubjectPublicKeyInfoDer::from(self.spki.as_slice()))
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::ED25519
    }
}

/// Signs one handshake.
#[derive(Debug)]
struct Handshake(Arc<SigningKey>);

impl sign::Signer for Handshake {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(self.0.sign(message).0.to_vec())
    }

    fn scheme(&self) -> SignatureScheme {
        SignatureScheme::ED25519
    }
}
