//! The index: where each entry lies. Kept in sled, and worth nothing by itself.
//!
//! ```text
//! 'e' || member || seq (big endian)  ->  id, entry before, epoch, segment, offset, bytes
//! 'i' || id                          ->  member, seq
//! 'c'                                ->  the index was closed in good order
//! ```
//!
//! - **It can be deleted.** Whatever it says is checked against the files, and it is made again from
//!   them. So no write of it needs to be durable.
//! - **One batch, whole or not at all**: both keys of an entry change together, in one tree.
//! - **Values are small** (88 bytes): sled keeps large ones in files that it never syncs.
//! - **An index that was not closed in good order is walked once** when it is opened, so that a page
//!   that was lost is found then and not by a reader.

use flotilla_domain::chain::Link;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;

use super::Place;
use super::error::IndexError;
use super::files::Position;

mod ladder;

pub(super) use self::ladder::contains_panics;
pub(super) use self::ladder::open;

/// Says that the index was closed in good order.
const CLOSED: &[u8] = b"c";

/// Where entries lie.
#[derive(Debug)]
pub(super) struct Index(sled::Db);

/// What the index knows of an entry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Indexed {
    pub(super) member: MemberId,
    pub(super) link: Link,
    pub(super) prev: Option<EntryId>,
    pub(super) position: Position,
}

impl Index {
    /// Adds `entries`.
    pub(super) fn insert(&self, entries: &[Indexed]) -> Result<(), IndexError> {
        let mut batch = sled::Batch::default();
        for entry in entries {
            let Indexed { member, link, .. } = entry;
            let place = [member.0.as_bytes().as_slice(), &link.seq.to_be_bytes()].concat();
            batch.insert(id_key(link.id), place);
            batch.insert(entry_key(*member, link.seq), value(entry));
        }
        self.0.apply_batch(batch).map_err(IndexError::Sled)
    }

    /// Forgets the log of `member` from `from_seq` on.
    pub(super) fn forget(&self, member: MemberId, from_seq: u64) -> Result<(), IndexError> {
        const CHUNK: usize = 1_000;
        loop {
            let range = entry_key(member, from_seq)..=entry_key(member, u64::MAX);
            let mut batch = sled::Batch::default();
            let mut found = 0;
            for item in self.0.range(range).take(CHUNK) {
                let (key, value) = item.map_err(IndexError::Sled)?;
                if let Some(id) = value.get(..32).and_then(Hash::from_slice) {
                    batch.remove(id_key(EntryId(id)));
                }
                batch.remove(key);
                found += 1;
            }
            self.0.apply_batch(batch).map_err(IndexError::Sled)?;
            if found < CHUNK {
                return Ok(());
            }
        }
    }

    /// Writes everything down, and that it was closed in good order.
    pub(super) fn close(&self) -> Result<(), IndexError> {
        self.0.insert(CLOSED, b"").map_err(IndexError::Sled)?;
        self.0.flush().map(drop).map_err(IndexError::Sled)
    }

    /// Returns what is known of the entry in a place.
    pub(super) fn get(&self, member: MemberId, seq: u64) -> Result<Option<Indexed>, IndexError> {
        let value = self.0.get(entry_key(member, seq)).map_err(IndexError::Sled)?;
        value.map(|value| parse(member, seq, &value)).transpose()
    }

    /// Returns what is known of the last entry of a log.
    pub(super) fn last(&self, member: MemberId) -> Result<Option<Indexed>, IndexError> {
        let range = entry_key(member, 0)..=entry_key(member, u64::MAX);
        let Some(last) = self.0.range(range).next_back() else {
            return Ok(None);
        };
        let (key, value) = last.map_err(IndexError::Sled)?;
        let (member, seq) = parse_place(key.get(1..).unwrap_or_default())?;
        parse(member, seq, &value).map(Some)
    }

    /// Returns whose entry this is, and its place.
    pub(super) fn find(&self, id: EntryId) -> Result<Option<Place>, IndexError> {
        let value = self.0.get(id_key(id)).map_err(IndexError::Sled)?;
        value.map(|value| parse_place(&value)).transpose()
    }

    /// Reads everything once: every value has its shape, and every log runs without gaps.
    fn walk(&self) -> Result<(), IndexError> {
        let mut before: Option<Place> = None;
        for item in self.0.iter() {
            let (key, value) = item.map_err(IndexError::Sled)?;
            let Some((b'e', place)) = key.split_first() else {
                continue;
            };
            let (member, seq) = parse_place(place)?;
            let entry = parse(member, seq, &value)?;
            let expected = match before {
                Some((last, last_seq)) if last == member => last_seq.saturating_add(1),
                _ => 1,
            };
            if seq != expected || self.find(entry.link.id)? != Some((member, seq)) {
                return Err(IndexError::Value);
            }
            before = Some((member, seq));
        }
        Ok(())
    }
}

fn entry_key(member: MemberId, seq: u64) -> Vec<u8> {
    [b"e".as_slice(), member.0.as_bytes(), &seq.to_be_bytes()].concat()
}

fn id_key(id: EntryId) -> Vec<u8> {
    [b"i".as_slice(), id.0.as_bytes()].concat()
}

fn value(entry: &Indexed) -> Vec<u8> {
    let Indexed { member: _, link, prev, position } = entry;
    // An id is a hash, so 32 zeros are free to say that there is none.
    let prev = prev.map_or([0; 32], |id| *id.0.as_bytes());
    [
        link.id.0.as_bytes().as_slice(),
        &prev,
        &link.epoch.to_be_bytes(),
        &position.segment.to_be_bytes(),
        &position.offset.to_be_bytes(),
        &position.bytes.to_be_bytes(),
    ]
    .concat()
}

fn parse(member: MemberId, seq: u64, value: &[u8]) -> Result<Indexed, IndexError> {
    let fields = || {
        let (id, rest) = value.split_at_checked(32)?;
        let (prev, rest) = rest.split_at_checked(32)?;
        let (epoch, rest) = rest.split_first_chunk()?;
        let (segment, rest) = rest.split_first_chunk()?;
        let (offset, rest) = rest.split_first_chunk()?;
        let bytes = u64::from_be_bytes(rest.try_into().ok()?);
        let (segment, offset) = (u64::from_be_bytes(*segment), u64::from_be_bytes(*offset));
        let id = EntryId(Hash::from_slice(id)?);
        let prev = Hash::from_slice(prev).filter(|hash| *hash.as_bytes() != [0; 32]);
        Some(Indexed {
            member,
            link: Link { epoch: u32::from_be_bytes(*epoch), seq, id },
            prev: prev.map(EntryId),
            position: Position { segment, offset, bytes },
        })
    };
    fields().ok_or(IndexError::Value)
}

fn parse_place(bytes: &[u8]) -> Result<Place, IndexError> {
    let fields = || {
        let (member, seq) = bytes.split_at_checked(32)?;
        let seq = u64::from_be_bytes(seq.try_into().ok()?);
        Some((MemberId(Hash::from_slice(member)?), seq))
    };
    fields().ok_or(IndexError::Value)
}

#[cfg(test)]
mod tests;
