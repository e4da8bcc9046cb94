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
        let (one, other) = (one.verify(roster)?, other.verify(roster)?);
        let (a, b) = (one.value(), other.value());
        let same_place = a.member == b.member && a.seq == b.seq && a.prev == b.prev;
        if !same_place || one.id() == other.id() {
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

    /// Returns the last entry that both histories share.
    pub fn before(&self) -> Option<EntryId> {
        self.first.value().prev
    }

    /// Returns the two headers, the one with the smaller id first.
    pub fn headers(&self) -> [&Verified<EntryHeader>; 2] {
        [&self.first, &self.second]
    }
}
