//! From what passed the gate to a verified entry.
//!
//! An entry of our own takes the way of a stranger's: its payload is unpacked again and compared with
//! what was to be published; then it is signed, decoded again and verified against the roster before
//! anybody appends it. A bit that flips before signing, a wrong key or an outdated roster is found here
//! and not by a peer.

use flotilla_domain::chain::Link;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::entry::Kind;
use flotilla_domain::entry::SALT_BYTES;
use flotilla_domain::erasure::Notice;
use flotilla_domain::id::Hash;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Verified;
use flotilla_domain::signed::VerifyError;
use flotilla_domain::token::Revocation;
use flotilla_gate::pass::Releasable;
use flotilla_gate::practice::ReleasablePractice;
use flotilla_gate::response::ReleasableResponse;
use flotilla_wire::DecodeError;
use flotilla_wire::entry;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;

use crate::held::HeldError;
use crate::identity::Speaker;

/// What passed the gate, takes back what did, or ends tokens; and nothing else.
#[derive(Debug)]
pub(crate) enum Sealable {
    /// The card of a practice record, and the payload that it names, which stays here.
    Held(Box<ReleasablePractice>, Vec<u8>),
    /// A withdrawal or an erasure, as this kind of entry.
    Notice(Kind, Box<Notice>),
    /// A practice record.
    Practice(Box<ReleasablePractice>),
    /// A table of figures.
    Release(Releasable),
    /// A response to a practice record.
    Response(Box<ReleasableResponse>),
    /// The end of tokens.
    Revocation(Revocation),
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
    /// The payload says something else than what was to be published: memory is not sound.
    #[error("the payload is not what was to be published")]
    Altered,
    /// The payload does not fit, or cannot be read back.
    #[error("the payload does not fit")]
    Encode(#[source] DecodeError),
    /// What stays here could not be kept.
    #[error("what stays on this node could not be kept")]
    Keep(#[source] HeldError),
    /// It did not pass the door that strangers' entries pass.
    #[error("the entry does not verify")]
    Verify(#[source] VerifyError),
}

impl Sealable {
    /// Returns how many observations it holds.
    pub(crate) fn observations(&self) -> usize {
        match self {
            Self::Held(..)
            | Self::Notice(..)
            | Self::Practice(_)
            | Self::Response(_)
            | Self::Revocation(_) => 0,
            Self::Release(releasable) => releasable.release().observations().len(),
        }
    }

    /// Returns of whose figures it is made up, if they are not its author's alone.
    pub(crate) fn coverage(&self) -> Option<Coverage> {
        match self {
            Self::Held(..)
            | Self::Notice(..)
            | Self::Practice(_)
            | Self::Response(_)
            | Self::Revocation(_) => None,
            Self::Release(releasable) => {
                let coverage = &releasable.release().terms().coverage;
                Some(coverage).filter(|it| !it.is_empty()).cloned()
            }
        }
    }

    /// Returns how many of its observations are withheld.
    pub(crate) fn withheld(&self) -> usize {
        match self {
            Self::Held(..)
            | Self::Notice(..)
            | Self::Practice(_)
            | Self::Response(_)
            | Self::Revocation(_) => 0,
            Self::Release(releasable) => releasable.release().withheld(),
        }
    }

    fn pack(&self, salt: [u8; SALT_BYTES]) -> Result<(Kind, Vec<u8>), DecodeError> {
        match self {
            Self::Notice(kind, notice) => Ok((*kind, payload::pack_notice(*kind, notice, salt)?)),
            Self::Held(practice, _) | Self::Practice(practice) => {
                Ok((Kind::Practice, payload::pack_practice(practice.practice(), salt)?))
            }
            Self::Release(releasable) => {
                Ok((Kind::Release, payload::pack_release(releasable.release(), salt)?))
            }
            Self::Response(response) => {
                Ok((Kind::Response, payload::pack_response(response.response(), salt)?))
            }
            Self::Revocation(it) => {
                Ok((Kind::TokenRevocation, payload::pack_revocation(it, salt)?))
            }
        }
    }

    /// Returns whether a payload says just this.
    fn is_said_by(&self, kind: Kind, payload: &[u8]) -> Result<bool, DecodeError> {
        if let (Self::Revocation(ours), Kind::TokenRevocation) = (self, kind) {
            return Ok(*ours == payload::unpack_revocation(payload)?);
        }
        let said = payload::unpack(kind, payload)?;
        Ok(match (self, said) {
            (Self::Notice(Kind::Erasure, ours), Content::Erasure(it)) => **ours == it,
            (Self::Notice(Kind::Withdrawal, ours), Content::Withdrawal(it)) => **ours == it,
            (Self::Held(ours, _) | Self::Practice(ours), Content::Practice(it)) => {
                *ours.practice() == *it
            }
            (Self::Release(ours), Content::Release(it)) => *ours.release() == it,
            (Self::Response(ours), Content::Response(it)) => *ours.response() == *it,
            _ => false,
        })
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
        let packed = content.pack(salt).map_err(SealError::Encode)?;
        self.sign(content, packed, (prev, created_ms))
    }

    /// Signs what was packed, if it still says what it should.
    fn sign(
        &self,
        content: &Sealable,
        (kind, payload): (Kind, Vec<u8>),
        (prev, created_ms): (Option<Link>, i64),
    ) -> Result<Verified<Entry>, SealError> {
        if !content.is_said_by(kind, &payload).map_err(SealError::Encode)? {
            return Err(SealError::Altered);
        }
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

#[cfg(test)]
mod tests {
    use flotilla_gate::practice;
    use flotilla_wire::sample::CREATED_MS;
    use flotilla_wire::sample::Sample;

    use super::*;
    use crate::identity::Signer;
    use crate::publish::tests;

    #[test]
    fn a_bit_that_flips_before_signing_is_found_before_anything_is_signed() {
        let sample = Sample::new(3);
        let speaker = Signer::of_sample(&sample, 0).speaker().unwrap();
        let author = Author { roster: sample.roster(), speaker: &speaker };
        let content = content(&sample);
        let (kind, sound) = content.pack([7; SALT_BYTES]).unwrap();
        let seal =
            |payload: &[u8]| author.sign(&content, (kind, payload.to_vec()), (None, CREATED_MS));
        seal(&sound).unwrap();
        let mut found = 0;
        for place in SALT_BYTES..sound.len() {
            for bit in 0..8 {
                let mut flipped = sound.clone();
                flipped[place] ^= 1 << bit;
                // A bit that changes nothing of what is said does no harm.
                let is_harmless = content.is_said_by(kind, &flipped).unwrap_or_default();
                assert_eq!(seal(&flipped).is_ok(), is_harmless, "byte {place}, bit {bit}");
                found += usize::from(!is_harmless);
            }
        }
        assert!(found > 7 * (sound.len() - SALT_BYTES), "{found} were found");
    }

    #[test]
    fn what_the_roster_would_not_verify_is_not_made() {
        let sample = Sample::new(3);
        let speaker = Signer::of_sample(&sample, 0).speaker().unwrap();
        let another = Sample::new(4);
        let author = Author { roster: another.roster(), speaker: &speaker };
        let refused = author.seal(&content(&sample), None, CREATED_MS, [7; SALT_BYTES]);
        assert!(matches!(refused, Err(SealError::Verify(_))), "{refused:?}");
    }

    fn content(sample: &Sample) -> Sealable {
        let text = tests::practice(1);
        let read = practice::read(&text, sample.roster().catalogue(), practice::Author::default())
            .unwrap();
        Sealable::Practice(Box::new(read.passed().unwrap()))
    }
}
