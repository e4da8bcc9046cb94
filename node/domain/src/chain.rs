//! How a member's log grows, and how two histories of one author are found out.
//!
//! A log is a chain: each header names its place and the entry before it. This module judges one
//! header against what is held and decides nothing else; the ledger persists what it accepts,
//! replication feeds it what peers send, and the simulation drives both.
//!
//! ```text
//!                    place <= head            place == head + 1         place > head + 1
//!  same id held   -> AlreadyHeld
//!  other id, same entry before  -> Fork
//!  other id, other entry before -> Diverged   (ask for the entry before)
//!                                    prev == head     -> New
//!                                    prev != head     -> Diverged
//!                                                                        -> Gap
//! ```
//!
//! A fork is the *first* place at which an author signed two entries: both follow the same entry, so
//! all nodes agree on everything before it whichever branch reached them first. From there on the
//! log is quarantined, the same on every node, and does not grow.

use crate::entry::EntryHeader;
use crate::id::EntryId;
use crate::signed::Verified;

/// What we hold of one member's log.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Chain {
    head: Option<Link>,
    forked_seq: Option<u64>,
}

/// The last entry of a log that counts.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Link {
    /// The epoch in which it was signed.
    pub epoch: u32,
    /// Its place.
    pub seq: u64,
    /// Its id.
    pub id: EntryId,
}

/// Where a header belongs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub enum Placed {
    /// We hold this entry already.
    AlreadyHeld,
    /// It belongs to another history that parts from ours before `seq`; ask for the entry there.
    Diverged {
        /// The place at which to compare next.
        seq: u64,
    },
    /// It and the one we hold follow the same entry: the author signed two histories.
    Fork {
        /// The entry we hold in its place.
        held: EntryId,
    },
    /// Entries before it are missing; ask for them first.
    Gap {
        /// The first one that is missing.
        expected: u64,
    },
    /// It is the next entry.
    New,
    /// It lies at or beyond a known fork, or in an epoch that has ended: it does not count.
    Void,
}

impl Chain {
    /// Returns the chain that ends in `head` and forks at `forked_seq`, as the index remembers it.
    pub fn resume(head: Option<Link>, forked_seq: Option<u64>) -> Self {
        Self { head, forked_seq }
    }

    /// Says where `header` belongs. `held` is the header that we hold in its place, if any.
    pub fn place(
        &self,
        header: &Verified<EntryHeader>,
        held: Option<(EntryId, Option<EntryId>)>,
    ) -> Placed {
        self.place_link(header.id(), header.value(), held)
    }

    /// Says where a header belongs that has this `id`.
    pub fn place_link(
        &self,
        id: EntryId,
        header: &EntryHeader,
        held: Option<(EntryId, Option<EntryId>)>,
    ) -> Placed {
        if let Some((held_id, held_prev)) = held {
            return match held_id {
                same if same == id => Placed::AlreadyHeld,
                _ if held_prev == header.prev => Placed::Fork { held: held_id },
                _ => Placed::Diverged { seq: header.seq.saturating_sub(1) },
            };
        }
        if self.forked_seq.is_some_and(|fork| fork <= header.seq) {
            return Placed::Void;
        }
        let expected = self.next_seq();
        if header.seq > expected {
            return Placed::Gap { expected };
        }
        if header.prev != self.head.map(|link| link.id) {
            return Placed::Diverged { seq: expected.saturating_sub(1) };
        }
        if self.head.is_some_and(|link| header.epoch < link.epoch) {
            return Placed::Void;
        }
        Placed::New
    }

    /// Moves the head to an entry that was placed as [`Placed::New`].
    pub fn advance(&mut self, link: Link) {
        self.head = Some(link);
    }

    /// Takes note of a fork at `seq`; `before` is the last entry that both histories share. Returns
    /// whether that changed anything: only the earliest fork counts.
    pub fn fork(&mut self, seq: u64, before: Option<Link>) -> bool {
        if self.forked_seq.is_some_and(|known| known <= seq) {
            return false;
        }
        self.forked_seq = Some(seq);
        if self.head.is_some_and(|head| head.seq >= seq) {
            self.head = before;
        }
        true
    }

    /// Returns the last entry that counts.
    pub fn head(&self) -> Option<Link> {
        self.head
    }

    /// Returns the place of the first forked entry.
    pub fn forked_seq(&self) -> Option<u64> {
        self.forked_seq
    }

    /// Returns the place of the next entry.
    pub fn next_seq(&self) -> u64 {
        self.head.map_or(1, |link| link.seq.saturating_add(1))
    }
}

#[cfg(test)]
mod tests;
