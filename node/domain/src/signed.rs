//! Signed things, before and after we checked them.
//!
//! What comes from outside is [`Received`]; the one way to a [`Verified`] is to verify it, and
//! everything behind the edge of the node asks for `Verified`. Our own entries go through the same
//! door. Whether we checked is then a question for the compiler:
//!
//! ```
//! use flotilla_domain::entry::Entry;
//! use flotilla_domain::signed::Verified;
//!
//! fn store(entry: &Verified<Entry>) -> u64 {
//!     entry.value().header.seq
//! }
//! ```
//!
//! ```compile_fail
//! use flotilla_domain::entry::Entry;
//! use flotilla_domain::signed::{Received, Verified};
//!
//! fn store(entry: &Verified<Entry>) -> u64 {
//!     entry.value().header.seq
//! }
//! fn relay(entry: &Received<Entry>) -> u64 {
//!     store(entry)
//! }
//! ```
//!
//! The bytes in [`Signed`] are the truth: hashed, signed, stored and forwarded exactly as they
//! arrived. The value beside them was decoded from them by `flotilla-wire`, the only caller of
//! [`Received::new`]; a test keeps that.

use crate::id::CoalitionId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::key::PublicKey;
use crate::key::Signature;
use crate::key::SigningKey;
use crate::preimage;
use crate::preimage::Tag;

/// An object as its author signed it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signed {
    /// The encoded object, byte for byte.
    pub body: Vec<u8>,
    /// The signature over its preimage.
    pub signature: Signature,
}

/// A signed object that nobody has checked yet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Received<T> {
    value: T,
    signed: Signed,
}

/// A signed object whose signature we checked against the keys of its author.
// No public constructor: the `verify` functions of this crate are the only ones, and must stay so.
#[derive(Clone, Debug)]
pub struct Verified<T> {
    value: T,
    signed: Signed,
    id: Hash,
}

/// Why a signed object was refused.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum VerifyError {
    /// The signature was not made with the key that should have made it.
    #[error("the signature was not made with the author's key")]
    BadSignature,
    /// It contradicts itself, or breaks a rule of its kind.
    #[error("it breaks a rule of its kind: {rule}")]
    BrokenRule {
        /// The rule.
        rule: &'static str,
    },
    /// We know no such member, or it has no such epoch.
    #[error("no member of the coalition has this key")]
    UnknownAuthor {
        /// The claimed author.
        author: MemberId,
    },
}

impl Signed {
    /// Signs `body` for `coalition`.
    pub fn new(tag: Tag, coalition: CoalitionId, body: Vec<u8>, key: &SigningKey) -> Self {
        let signature = key.sign(&preimage::preimage(tag, coalition, &body));
        Self { body, signature }
    }
}

impl<T> Received<T> {
    /// Pairs what was received with the value that was decoded from exactly these bytes.
    pub fn new(value: T, signed: Signed) -> Self {
        Self { value, signed }
    }

    /// Returns what it claims to be. Enough to look up its author, not to believe it.
    pub fn claim(&self) -> &T {
        &self.value
    }

    /// Returns the exact bytes and the signature.
    pub fn signed(&self) -> &Signed {
        &self.signed
    }

    /// Checks the signature against `key`.
    pub(crate) fn verify_with(
        self,
        tag: Tag,
        coalition: CoalitionId,
        key: &PublicKey,
    ) -> Result<Verified<T>, VerifyError> {
        let Self { value, signed } = self;
        let preimage = preimage::preimage(tag, coalition, &signed.body);
        if !key.verifies(&preimage, &signed.signature) {
            return Err(VerifyError::BadSignature);
        }
        Ok(Verified { value, signed, id: Hash::of([preimage.as_slice()]) })
    }

    /// Checks the signature against each of `keys` and returns the first that made it; gives the
    /// object back if none did.
    pub(crate) fn verify_with_any(
        self,
        tag: Tag,
        coalition: CoalitionId,
        keys: &[PublicKey],
    ) -> Result<(PublicKey, Verified<T>), Self> {
        let preimage = preimage::preimage(tag, coalition, &self.signed.body);
        let key = keys.iter().find(|key| key.verifies(&preimage, &self.signed.signature));
        let Some(key) = key else { return Err(self) };
        let Self { value, signed } = self;
        Ok((*key, Verified { value, signed, id: Hash::of([preimage.as_slice()]) }))
    }

    /// Checks that the bytes are those that were verified under `id` before.
    pub(crate) fn recheck_id(
        self,
        tag: Tag,
        coalition: CoalitionId,
        id: Hash,
    ) -> Option<Verified<T>> {
        let Self { value, signed } = self;
        let same = preimage::id(tag, coalition, &signed.body) == id;
        same.then_some(Verified { value, signed, id })
    }
}

impl<T> Verified<T> {
    /// Returns what was signed.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the exact bytes and the signature.
    pub fn signed(&self) -> &Signed {
        &self.signed
    }

    /// Returns the id.
    pub(crate) fn hash(&self) -> Hash {
        self.id
    }

    /// Returns which of `keys` signed it. Where there is one only, it was that: keys that are known
    /// never become fewer, and some key was checked before.
    pub(crate) fn signed_by(
        &self,
        tag: Tag,
        coalition: CoalitionId,
        keys: &[PublicKey],
    ) -> Option<PublicKey> {
        if let [only] = keys {
            return Some(*only);
        }
        let preimage = preimage::preimage(tag, coalition, &self.signed.body);
        keys.iter().copied().find(|key| key.verifies(&preimage, &self.signed.signature))
    }

    /// Returns a part of what was signed, beside the same bytes.
    pub(crate) fn part<U>(&self, part: impl Fn(&T) -> U) -> Verified<U> {
        Verified { value: part(&self.value), signed: self.signed.clone(), id: self.id }
    }

    /// Turns this back into what a peer receives, who then checks it for itself.
    pub fn into_received(self) -> Received<T> {
        Received { value: self.value, signed: self.signed }
    }
}
