//! Proof that an author signed two histories.
//!
//! Two valid headers of one member and epoch that claim one place after the same entry. Whoever
//! holds both can convince anybody: a [`ForkProof`] needs no witness. It is kept for ever and sent
//! before data.

use crate::entry::EntryHeader;
use crate::id::EntryId;
use crate::id::MemberId;
use crate::roster::Roster;
use crate::signed::Received;
use crate::signed::Verified;
use crate::signed::VerifyError;

/// Two headers of one author in one place.
#[derive(Clone, Debug)]
pub struct ForkProof {
    first: Verified<EntryHeader>,
    second: Verified<EntryHeader>,
}

impl ForkProof {
    /// Checks both headers, and that they prove a fork.
    ///
    /// # Errors
    ///
    /// Fails if a header does not verify, or the two do not contradict each other.
    pub fn new(
        one: Received<EntryHeader>,
        other: Received<EntryHeader>,
        roster: &Roster,
    ) -> Result<Self, VerifyError> {
        Self::of(one.verify(roster)?, other.verify(roster)?)
    }

    /// Checks a proof that we took in at some time, when another key may have been in force.
    ///
    /// # Errors
    ///
    /// Fails if no document names the key of a header, or the two do not contradict each other.
    pub fn on_record(
        one: Received<EntryHeader>,
        other: Received<EntryHeader>,
        roster: &Roster,
    ) -> Result<Self, VerifyError> {
        Self::of(one.verify_on_record(roster)?, other.verify_on_record(roster)?)
    }

    fn of(one: Verified<EntryHeader>, other: Verified<EntryHeader>) -> Result<Self, VerifyError> {
        if !claim_one_place(one.value(), other.value()) || one.id() == other.id() {
            return Err(VerifyError::BrokenRule { rule: "two entries claim one place" });
        }
        let ordered = one.id() < other.id();
        let (first, second) = if ordered { (one, other) } else { (other, one) };
        Ok(Self { first, second })
    }

    /// Returns whose log forked.
    pub fn member(&self) -> MemberId {
        self.first.value().member
    }

    /// Returns the place that has two entries.
    pub fn seq(&self) -> u64 {
        self.first.value().seq
    }

    /// Returns the epoch of both entries.
    pub fn epoch(&self) -> u32 {
        self.first.value().epoch
    }

    /// Returns the last entry that both histories share.
    pub fn before(&self) -> Option<EntryId> {
        self.first.value().prev
    }

    /// Returns the two headers, the one with the smaller id first.
    pub fn headers(&self) -> [&Verified<EntryHeader>; 2] {
        [&self.first, &self.second]
    }
}

/// Returns whether both claim one place in one epoch. Those of two epochs prove nothing: the newer
/// epoch says where the older one was cut.
fn claim_one_place(a: &EntryHeader, b: &EntryHeader) -> bool {
    let place = |header: &EntryHeader| (header.member, header.epoch, header.seq, header.prev);
    place(a) == place(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Kind;
    use crate::id::Hash;

    #[test]
    fn only_headers_of_one_member_epoch_and_place_contradict_each_other() {
        let header = header();
        assert!(claim_one_place(&header, &EntryHeader { created_ms: 1, ..header.clone() }));
        let elsewhere = [
            EntryHeader { member: MemberId(Hash::from_bytes([2; 32])), ..header.clone() },
            EntryHeader { epoch: 2, ..header.clone() },
            EntryHeader { seq: 4, ..header.clone() },
            EntryHeader { prev: None, ..header.clone() },
        ];
        assert!(elsewhere.iter().all(|other| !claim_one_place(&header, other)));
    }

    fn header() -> EntryHeader {
        let hash = Hash::from_bytes([1; 32]);
        EntryHeader {
            member: MemberId(hash),
            epoch: 1,
            seq: 3,
            prev: Some(EntryId(hash)),
            created_ms: 0,
            kind: Kind::Unknown(99),
            payload_hash: hash,
            payload_bytes: 16,
            gov_height: 0,
            gov_id: hash,
        }
    }
}
