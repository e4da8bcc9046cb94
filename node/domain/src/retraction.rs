//! A community takes its consent back.
//!
//! A [`Retraction`] is signed by the key of a steward, and travels with governance entries and votes, so it
//! needs no log, no node and no vote. It names consents, not entries: wherever one of them was used,
//! and wherever it will be, what it covers is hidden on every node. Promises:
//!
//! - **It is never taken back itself**, and holds whichever key speaks for the community later: what a
//!   key that the coalition named has retracted stays so. Who consents anew signs another consent.
//! - **It hides, and judges nothing**: what is out is out, so what was concluded from it stands.

use std::collections::BTreeSet;

use crate::id::CoalitionId;
use crate::id::ConsentId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::key::PublicKey;
use crate::preimage::Tag;
use crate::signed::Received;
use crate::signed::Verified;
use crate::signed::VerifyError;

/// The most bytes of an encoded retraction.
pub const RETRACTION_BYTES_MAX: usize = 4 << 10;

/// The most consents that one retraction names.
pub const RETRACTED_MAX: usize = 64;

/// Consents that a community takes back.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Retraction {
    /// The short name of the community.
    pub steward: String,
    /// The key by which it signs.
    pub steward_key: PublicKey,
    /// To whom the consents were given.
    pub member: MemberId,
    /// Which; 1 to [`RETRACTED_MAX`].
    pub consents: BTreeSet<ConsentId>,
}

impl Received<Retraction> {
    /// Checks the retraction against the key that it names.
    ///
    /// # Errors
    ///
    /// Fails if it is too large, breaks a rule, or the signature is not that key's.
    pub fn verify(self, coalition: CoalitionId) -> Result<Verified<Retraction>, VerifyError> {
        if self.signed().body.len() > RETRACTION_BYTES_MAX {
            return Err(VerifyError::BrokenRule { rule: "a retraction has at most 4 KiB" });
        }
        if !(1..=RETRACTED_MAX).contains(&self.claim().consents.len()) {
            return Err(VerifyError::BrokenRule { rule: "a retraction names 1 to 64 consents" });
        }
        let key = self.claim().steward_key;
        self.verify_with(Tag::Retraction, coalition, &key)
    }
}

impl Verified<Retraction> {
    /// Returns the id.
    pub fn id(&self) -> Hash {
        self.hash()
    }
}
