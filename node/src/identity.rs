//! Who this node is, and how it proves it: the node key, what it signs, and the TLS it speaks.
//!
//! - **The key is the identity.** Peers show each other their bare Ed25519 node key (RFC 7250), and
//!   the roster says whose it is. There is no certificate, no authority and no date that could expire.
//! - **The key does not leave**: a [`Signer`] signs entries and head statements of its own member and
//!   handshakes, and nothing else.
//! - **The roster is asked at every step**: in the handshake, after it, and for as long as the
//!   connection lasts. Sessions are never resumed, because a resumed one skips the questions.
//!
//! The only module that imports rustls.

mod keys;
mod pinned;
mod stream;
mod tls;

use std::sync::Arc;

use flotilla_domain::entry::EntryHeader;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::Fingerprint;
use flotilla_domain::key::PublicKey;
use flotilla_domain::key::SigningKey;
use flotilla_domain::preimage::Tag;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Signed;
use flotilla_wire::entry;
use flotilla_wire::statement;
use zeroize::Zeroizing;

pub use self::stream::Peer;
pub use self::stream::PeerStream;
pub use self::stream::Traffic;
pub use self::tls::ConnectError;
pub use self::tls::HANDSHAKE_MS_MAX;
pub use self::tls::Tls;

/// Signs what this node says.
#[derive(Debug)]
pub struct Signer {
    coalition: CoalitionId,
    member: MemberId,
    epoch: u32,
    key: Arc<SigningKey>,
}

/// Why a seed makes no signer.
#[derive(Debug, thiserror::Error)]
pub enum SignerError {
    /// The roster knows no member with this key.
    #[error("the node key is not the current one of any member of the coalition")]
    NotInRoster {
        /// The fingerprint of its public half, so that the operator can compare it.
        key: Fingerprint,
    },
}

impl Signer {
    /// Makes the signer that belongs to `seed`.
    ///
    /// # Errors
    ///
    /// Fails if the key is not the current node key of a member.
    pub fn new(seed: &Zeroizing<[u8; 32]>, roster: &Roster) -> Result<Self, SignerError> {
        let key = SigningKey::from_seed(seed);
        let public = key.public();
        let owner = roster.member_of_node_key(&public).and_then(|id| roster.member(id));
        let owner = owner.ok_or(SignerError::NotInRoster { key: public.fingerprint() })?;
        let (member, epoch) = (owner.id, owner.epoch());
        Ok(Self { coalition: roster.coalition(), member, epoch, key: Arc::new(key) })
    }

    /// Makes the signer of a member of a sample, even one that the roster does not know.
    #[cfg(test)]
    pub(crate) fn of_sample(sample: &flotilla_wire::sample::Sample, index: usize) -> Self {
        Self {
            coalition: sample.roster().coalition(),
            member: flotilla_wire::sample::Sample::new(3).member(index),
            epoch: 1,
            key: Arc::new(flotilla_wire::sample::Sample::node_key(index)),
        }
    }

    /// Signs the header of an entry of our own log.
    pub fn sign_entry(&self, header: &EntryHeader) -> Signed {
        Signed::new(Tag::Entry, self.coalition, entry::encode_header(header), &self.key)
    }

    /// Signs a statement about what we hold.
    pub fn sign_statement(&self, statement: &HeadStatement) -> Signed {
        Signed::new(Tag::Head, self.coalition, statement::encode(statement), &self.key)
    }

    /// Returns who we are.
    pub fn member(&self) -> MemberId {
        self.member
    }

    /// Returns the epoch of our key.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Returns the public half of our key.
    pub fn public(&self) -> PublicKey {
        self.key.public()
    }
}

#[cfg(test)]
mod tests;
