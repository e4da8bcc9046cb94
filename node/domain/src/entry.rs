//! One entry of a member's log: a signed header in a chain, and the payload beside it.
//!
//! The header names the payload by hash, so a payload can be destroyed later while the chain still
//! verifies; the payload begins with random salt, so its hash gives nothing away then. Promises of a
//! `Verified<Entry>`:
//!
//! - the author's key of that epoch signed exactly these header bytes;
//! - the payload is the one that the header names, of the length that it names; or it is a *hole*: the
//!   payload is not here, because it was destroyed, or whoever sent the entry said so;
//! - every limit holds.
//!
//! Where it belongs in the chain is for [`crate::coalition`] to say, and whether what it says may be
//! shown is for the gate.

use crate::chain::Link;
use crate::coalition::Place;
use crate::id::CoalitionId;
use crate::id::EntryId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::key::PublicKey;
use crate::preimage::Tag;
use crate::roster::Roster;
use crate::signed::Received;
use crate::signed::Verified;
use crate::signed::VerifyError;

/// The most bytes of an encoded header.
pub const HEADER_BYTES_MAX: usize = 1 << 10;

/// The most bytes of a payload.
pub const PAYLOAD_BYTES_MAX: usize = 1 << 20;

/// The random bytes that a payload begins with.
pub const SALT_BYTES: usize = 16;

/// A header with its payload.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// The signed link.
    pub header: EntryHeader,
    /// What the header names, if it is here.
    pub payload: Payload,
}

/// The payload of an entry, or the hole that it left.
///
/// Who holds a hole knows place, kind and hash, and can pass the chain on, but not what was said.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Payload {
    /// It is not here.
    Erased,
    /// Salt, then the compressed content.
    Held(Vec<u8>),
}

impl Payload {
    /// Returns the bytes, if they are here.
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Erased => None,
            Self::Held(bytes) => Some(bytes),
        }
    }

    /// Returns how many bytes are here.
    pub fn len(&self) -> usize {
        self.bytes().map_or(0, <[u8]>::len)
    }

    /// Returns whether it is the one that `header` names, as far as it is here.
    fn is_of(&self, header: &EntryHeader) -> bool {
        self.bytes().is_none_or(|bytes| Hash::of([bytes]) == header.payload_hash)
    }

    /// Returns whether it is not here.
    pub fn is_empty(&self) -> bool {
        *self == Self::Erased
    }
}

/// The signed link of a log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EntryHeader {
    /// Whose log.
    pub member: MemberId,
    /// The epoch of the node key that signed.
    pub epoch: u32,
    /// The place in the log, counted from 1 and never starting over.
    pub seq: u64,
    /// The entry before this one; `None` in the first.
    pub prev: Option<EntryId>,
    /// When the author says it was made, in milliseconds since 1970; never decides anything.
    pub created_ms: i64,
    /// What the payload is.
    pub kind: Kind,
    /// SHA-256 of the payload.
    pub payload_hash: Hash,
    /// The length of the payload.
    pub payload_bytes: u32,
    /// The governance height that the author knew.
    pub gov_height: u64,
    /// The id of that governance entry; of the genesis at height 0.
    pub gov_id: Hash,
}

/// What a payload is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Has payloads of the same author destroyed.
    Erasure,
    /// A practice record.
    Practice,
    /// A table of figures.
    Release,
    /// A response to a practice.
    Response,
    /// Ends a researcher's token.
    TokenRevocation,
    /// A kind of a later version: stored, forwarded, counted, not interpreted.
    Unknown(i32),
    /// Hides entries of the same author.
    Withdrawal,
}

impl Kind {
    /// Returns whether an entry of this kind takes others back; itself it cannot be taken back.
    pub fn is_notice(self) -> bool {
        matches!(self, Self::Erasure | Self::Withdrawal)
    }

    /// Returns the word for it, as in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Erasure => "erasure",
            Self::Practice => "practice",
            Self::Release => "release",
            Self::Response => "response",
            Self::TokenRevocation => "token_revocation",
            Self::Unknown(_) => "unknown",
            Self::Withdrawal => "withdrawal",
        }
    }
}

impl EntryHeader {
    /// Returns the rule that a header of so many bytes breaks on its own account.
    pub(crate) fn broken_rule(&self, header_bytes: usize) -> Option<&'static str> {
        if header_bytes > HEADER_BYTES_MAX {
            return Some("a header has at most 1 KiB");
        }
        let only_first = (self.seq == 1) == self.prev.is_none() && self.seq > 0;
        (!only_first).then_some("only the first entry has none before it")
    }
}

impl Received<Entry> {
    /// Checks the payload against the header, and the header against the author's key. Of a hole there
    /// is nothing but the header to check.
    ///
    /// # Errors
    ///
    /// Fails if a limit is broken, the payload is another one, the author is unknown or the
    /// signature is not theirs.
    pub fn verify(self, roster: &Roster) -> Result<Verified<Entry>, VerifyError> {
        self.check_payload()?;
        let key = author_key(&self.claim().header, self.signed().body.len(), roster)?;
        self.verify_with(Tag::Entry, roster.coalition(), &key)
    }

    /// Checks an entry that we took in at some time, when another key may have been in force.
    ///
    /// # Errors
    ///
    /// Fails if a limit is broken, the payload is another one, or no document names the key.
    pub fn verify_on_record(self, roster: &Roster) -> Result<Verified<Entry>, VerifyError> {
        self.check_payload()?;
        let EntryHeader { member, epoch, .. } = self.claim().header;
        if let Some(rule) = self.claim().header.broken_rule(self.signed().body.len()) {
            return Err(VerifyError::BrokenRule { rule });
        }
        let keys = roster.node_keys(member, epoch);
        let found = self.verify_with_any(Tag::Entry, roster.coalition(), &keys);
        found.map(|(_, entry)| entry).map_err(|_| VerifyError::BadSignature)
    }

    fn check_payload(&self) -> Result<(), VerifyError> {
        let Entry { header, payload } = self.claim();
        let length = usize::try_from(header.payload_bytes).unwrap_or(usize::MAX);
        // The limit holds for holes, too: a header is sound with its payload and without, or neither.
        let of_length = payload.bytes().is_none_or(|bytes| bytes.len() == length);
        if !of_length || !(SALT_BYTES..=PAYLOAD_BYTES_MAX).contains(&length) {
            return Err(VerifyError::BrokenRule { rule: "the payload has its length" });
        }
        if !payload.is_of(header) {
            return Err(VerifyError::BrokenRule { rule: "the payload has its hash" });
        }
        Ok(())
    }

    /// Checks an entry that we verified before and recorded under `id`: the same bytes and payload
    /// are as good as the same signature, and cost a hash only.
    ///
    /// Returns `None` if they are not the same.
    pub fn recheck(self, coalition: CoalitionId, id: EntryId) -> Option<Verified<Entry>> {
        let Entry { header, payload } = self.claim();
        if payload.is_of(header) { self.recheck_id(Tag::Entry, coalition, id.0) } else { None }
    }
}

impl Received<EntryHeader> {
    /// Checks a header alone, as in a proof of a fork.
    ///
    /// # Errors
    ///
    /// Fails if a limit is broken, the author is unknown or the signature is not theirs.
    pub fn verify(self, roster: &Roster) -> Result<Verified<EntryHeader>, VerifyError> {
        let key = author_key(self.claim(), self.signed().body.len(), roster)?;
        self.verify_with(Tag::Entry, roster.coalition(), &key)
    }

    /// Checks a header that we took in at some time, when another key may have been in force.
    ///
    /// # Errors
    ///
    /// Fails if a limit is broken, or no document names the key.
    pub fn verify_on_record(self, roster: &Roster) -> Result<Verified<EntryHeader>, VerifyError> {
        let EntryHeader { member, epoch, .. } = *self.claim();
        if let Some(rule) = self.claim().broken_rule(self.signed().body.len()) {
            return Err(VerifyError::BrokenRule { rule });
        }
        let keys = roster.node_keys(member, epoch);
        let found = self.verify_with_any(Tag::Entry, roster.coalition(), &keys);
        found.map(|(_, header)| header).map_err(|_| VerifyError::BadSignature)
    }
}

impl Verified<Entry> {
    /// Returns the id.
    pub fn id(&self) -> EntryId {
        EntryId(self.hash())
    }

    /// Returns what a log needs to know of it; `None` if no document names its key.
    pub fn place(&self, roster: &Roster) -> Option<Place> {
        place(
            self.id(),
            &self.value().header,
            |keys| self.signed_by(Tag::Entry, roster.coalition(), keys),
            roster,
        )
    }

    /// Returns the header alone, which is what was signed.
    pub fn to_header(&self) -> Verified<EntryHeader> {
        self.part(|entry| entry.header.clone())
    }

    /// Returns the link that the next entry of the log follows.
    pub fn link(&self) -> Link {
        let EntryHeader { epoch, seq, .. } = self.value().header;
        Link { epoch, seq, id: self.id() }
    }

    /// Returns the same entry without its payload.
    pub fn to_hole(&self) -> Self {
        self.part(|entry| Entry { header: entry.header.clone(), payload: Payload::Erased })
    }

    /// Returns whether the payload is not here.
    pub fn is_hole(&self) -> bool {
        self.value().payload.is_empty()
    }
}

impl Verified<EntryHeader> {
    /// Returns the id.
    pub fn id(&self) -> EntryId {
        EntryId(self.hash())
    }

    /// Returns what a log needs to know of it; `None` if no document names its key.
    pub fn place(&self, roster: &Roster) -> Option<Place> {
        place(
            self.id(),
            self.value(),
            |keys| self.signed_by(Tag::Entry, roster.coalition(), keys),
            roster,
        )
    }
}

fn place(
    id: EntryId,
    header: &EntryHeader,
    signer: impl Fn(&[PublicKey]) -> Option<PublicKey>,
    roster: &Roster,
) -> Option<Place> {
    let EntryHeader { member, epoch, seq, prev, gov_height, .. } = *header;
    let key = *signer(&roster.node_keys(member, epoch))?.as_bytes();
    Some(Place { link: Link { epoch, seq, id }, prev, key, gov_height })
}

fn author_key(
    header: &EntryHeader,
    header_bytes: usize,
    roster: &Roster,
) -> Result<PublicKey, VerifyError> {
    if let Some(rule) = header.broken_rule(header_bytes) {
        return Err(VerifyError::BrokenRule { rule });
    }
    let author = header.member;
    roster
        .node_key(author, header.epoch)
        .ok_or(VerifyError::UnknownAuthor { author })
}
