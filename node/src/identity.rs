//! Who this node is, and how it proves it: the node key, what it signs, and the TLS it speaks.
//!
//! - **The key is the identity.** Peers show each other their bare Ed25519 node key (RFC 7250), and
//!   the roster says whose it is. There is no certificate, no authority and no date that could expire.
//! - **The key does not leave**: a [`Speaker`] signs entries and head statements of its own member,
//!   TLS signs handshakes, and nothing else is signed.
//! - **Everybody proves a key, and the roster says what for**: whose key it is decides, after the
//!   handshake and for as long as the connection lasts, whether the other side is a [`Peer::Member`]
//!   or a [`Peer::Stranger`], who gets governance and documents and nothing else. Sessions are never
//!   resumed, because a resumed one skips the questions.
//!
//! The only module that imports rustls.

mod keys;
mod proof;
mod signer;
mod stream;
mod tls;

pub use self::signer::Signer;
pub use self::signer::Speaker;
pub use self::signer::Standing;
pub use self::stream::Peer;
pub use self::stream::PeerStream;
pub use self::stream::STRANGER_BYTES_MAX;
pub use self::stream::STRANGER_MS_MAX;
pub use self::stream::Traffic;
pub use self::tls::ConnectError;
pub use self::tls::HANDSHAKE_MS_MAX;
pub use self::tls::Tls;

#[cfg(test)]
mod tests;
