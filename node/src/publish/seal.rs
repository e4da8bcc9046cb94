//! From what passed the gate to a verified entry.
//!
//! An entry of our own takes the way of a stranger's: it is encoded, signed, decoded again and
//! verified against the roster before anybody appends it. A bit that flips before signing, a wrong
//! key or an outdated roster is found here and not by a peer.

use flotilla_domain::chain::Link;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::entry::Kind;
use flotilla_domain::entry::SALT_BYTES;
use flotilla_domain::erasure::Notice;
use flotilla_domain::id::Hash;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Verified;
use flotilla_domain::signed::VerifyError;
use flotilla_gate::pass::Releasable;
use flotilla_gate::practice::ReleasablePractice;
use flotilla_wire::DecodeError;
use flotilla_wire::entry;
use flotilla_wire::payload;

use crate::identity::Speaker;

/// What passed the gate, or takes back what did; and nothing else.
#[derive(Debug)]
pub(crate) enum Sealable {
    /// A withdrawal or an erasure, as this kind of entry.
    Notice(Kind, Box<Notice>),
    /// A practice record.
    Practice(Box<ReleasablePractice>),
    /// A table of figures.
    Release(Releasable),
}

/// Who signs.
#[derive(Debug)]
pub(crate) struct Author<'a> {
    /// Knows the governance head and our key.
    pub(crate) roster: &'a Roster,
    /// Holds the key, and the right to speak.
    pub(crate) speaker: &'a Speaker,
}

/// Why an entry of our own was not made.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The payload does not fit, or does not read back.
    #[error("the payload does not fit")]
    Encode(#[source] DecodeError),
    /// It did not pass the door that strangers' entries pass.
    #[error("the entry does not verify")]
    Verify(#[source] VerifyError),
}

impl Sealable {
    /// Returns how many observations it holds.
    pub(crate) fn observations(&self) -> usize {
        match self {
            Self::Notice(..) | Self::Practice(_) => 0,
            Self::Release(releasable) => releasable.release().observations().len(),
        }
    }

    /// Returns how many of its observations are withheld.
    pub(crate) fn withheld(&self) -> usize {
        match self {
            Self::Notice(..) | Self::Practice(_) => 0,
            Self::Release(releasable) => releasable.release().withheld(),
        }
    }

    fn pack(&self, salt: [u8; SALT_BYTES]) -> Result<(Kind, Vec<u8>), DecodeError> {
        match self {
            Self::Notice(kind, notice) => Ok((*kind, payload::pack_notice(*kind, notice, salt)?)),
            Self::Practice(practice) => {
                Ok((Kind::Practice, payload::pack_practice(practice.practice(), salt)?))
            }
            Self::Release(releasable) => {
                Ok((Kind::Release, payload::pack_release(releasable.release(), salt)?))
            }
        }
    }
}

impl Author<'_> {
    /// Makes the entry that follows `prev`.
    pub(crate) fn seal(
        &self,
        content: &Sealable,
        prev: Option<Link>,
        created_ms: i64,
        salt: [u8; SALT_BYTES],
    ) -> Result<Verified<Entry>, SealError> {
        let (kind, payload) = content.pack(salt).map_err(SealError::Encode)?;
        let (gov_height, gov_id) = self.roster.governance_head();
        let header = EntryHeader {
            member: self.speaker.member(),
            epoch: self.speaker.epoch(),
            seq: prev.map_or(1, |link| link.seq.saturating_add(1)),
            prev: prev.map(|link| link.id),
            created_ms,
            kind,
            payload_hash: Hash::of([payload.as_slice()]),
            payload_bytes: u32::try_from(payload.len()).unwrap_or(u32::MAX),
            gov_height,
            gov_id,
        };
        let signed = self.speaker.sign_entry(&header);
        let received = entry::receive(signed, payload).map_err(SealError::Encode)?;
        received.verify(self.roster).map_err(SealError::Verify)
    }
}
