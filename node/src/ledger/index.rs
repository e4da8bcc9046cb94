//! The index: where each entry lies, and on which branch. Kept in sled, and worth nothing by itself.
//!
//! ```text
//! 'e' || member || seq (big endian)        ->  an entry of the branch that is followed
//! 'b' || member || seq (big endian) || id  ->  an entry beside it
//! 'i' || id                                ->  member, seq
//! 'm' || member || mark || seq || id       ->  an entry with that mark, and its epoch
//! 't' || member                            ->  the last frame that is indexed, and its entry
//! 'c'                                      ->  the index was closed in good order
//! 'v'                                      ->  the version of these shapes
//! ```
//!
//! - **It can be deleted.** Whatever it says is checked against the files, and it is made again from
//!   them. So no write of it needs to be durable.
//! - **The followed branch is whole**: it begins at 1 and has no gaps, at every moment; entries move
//!   between the branches in an order that keeps it so.
//! - **Values are small** (133 bytes): sled keeps large ones in files that it never syncs.
//! - **An index that was not closed in good order is walked once** when it is opened, so that a page
//!   that was lost is found then and not by a reader.

use std::collections::BTreeMap;

use flotilla_domain::chain::Link;
use flotilla_domain::coalition;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::Kind;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::signed::Verified;

use super::Place;
use super::error::IndexError;
use super::files::Position;

mod ladder;
mod shape;

pub(super) use self::ladder::contains_panics;
pub(super) use self::ladder::open;
use self::shape::entry_key;
use self::shape::id_key;
use self::shape::mark_key;
use self::shape::mark_prefix;
use self::shape::member_of;
use self::shape::members_key;
use self::shape::parse;
use self::shape::parse_newest;
use self::shape::parse_place;
use self::shape::side_key;
use self::shape::value;

/// Says that the index was closed in good order.
const CLOSED: &[u8] = b"c";

/// Has the version of the shapes.
const VERSION_KEY: &[u8] = b"v";

/// The version of the shapes: an index of another one is made again.
const VERSION: &[u8] = &[3];

/// How many entries change in one batch.
const CHUNK: usize = 1_000;

/// The last frame of a log, and the entry in it.
type Newest = (Position, EntryId);

/// Where entries lie.
#[derive(Debug)]
pub(super) struct Index(sled::Db);

/// What the index knows of an entry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Indexed {
    pub(super) member: MemberId,
    pub(super) place: coalition::Place,
    pub(super) position: Position,
    pub(super) branch: Branch,
    pub(super) mark: Mark,
}

/// What is special about an entry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Mark {
    /// Its payload is not there.
    Hole,
    /// It takes other entries back, and its payload is not there.
    LostNotice,
    /// It takes other entries back.
    Notice,
    /// Nothing.
    Plain,
}

impl Mark {
    pub(super) fn of(entry: &Verified<Entry>) -> Self {
        Self::with(entry.value().header.kind, entry.is_hole())
    }

    pub(super) fn with(kind: Kind, is_hole: bool) -> Self {
        match (kind.is_notice(), is_hole) {
            (false, false) => Self::Plain,
            (false, true) => Self::Hole,
            (true, false) => Self::Notice,
            (true, true) => Self::LostNotice,
        }
    }

    pub(super) fn is_hole(self) -> bool {
        matches!(self, Self::Hole | Self::LostNotice)
    }

    fn letter(self) -> u8 {
        match self {
            Self::Hole => b'h',
            Self::LostNotice => b'l',
            Self::Notice => b'n',
            Self::Plain => b'p',
        }
    }

    fn of_letter(letter: u8) -> Option<Self> {
        let all = [Self::Hole, Self::LostNotice, Self::Notice, Self::Plain];
        all.into_iter().find(|it| it.letter() == letter)
    }
}

/// Whether an entry is on the branch that is followed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Branch {
    Main,
    Side,
}

impl Indexed {
    pub(super) fn link(&self) -> Link {
        self.place.link
    }

    fn key(&self) -> Vec<u8> {
        match self.branch {
            Branch::Main => entry_key(self.member, self.place.link.seq),
            Branch::Side => side_key(self.member, self.place.link.seq, self.place.link.id),
        }
    }
}

impl Index {
    /// Adds `entries`, those of each member in the order in which they lie in its files.
    pub(super) fn insert(&self, entries: &[Indexed]) -> Result<(), IndexError> {
        let mut batch = sled::Batch::default();
        let mut newest: BTreeMap<MemberId, &Indexed> = BTreeMap::new();
        for entry in entries {
            let Link { seq, id, .. } = entry.link();
            let place = [entry.member.0.as_bytes().as_slice(), &seq.to_be_bytes()].concat();
            batch.insert(id_key(id), place);
            batch.insert(entry.key(), value(entry));
            list(&mut batch, entry);
            newest.insert(entry.member, entry);
        }
        for (member, entry) in newest {
            batch.insert(members_key(b't', member), shape::newest(entry));
        }
        self.0.apply_batch(batch).map_err(IndexError::Sled)
    }

    /// Gives an entry another mark.
    pub(super) fn mark(&self, entry: &Indexed, mark: Mark) -> Result<(), IndexError> {
        let entry = self.find(entry.link().id)?.unwrap_or(*entry);
        let marked = Indexed { mark, ..entry };
        let mut batch = sled::Batch::default();
        batch.remove(mark_key(entry.member, entry.mark, entry.link()));
        batch.insert(marked.key(), value(&marked));
        list(&mut batch, &marked);
        self.0.apply_batch(batch).map_err(IndexError::Sled)
    }

    /// Returns the entries of a log that have a mark, in order of place.
    pub(super) fn marked(&self, member: MemberId, mark: Mark) -> Result<Vec<Link>, IndexError> {
        let link = |item: sled::Result<(sled::IVec, sled::IVec)>| {
            let (key, epoch) = item.map_err(IndexError::Sled)?;
            let fields = || {
                let (seq, id) = key.get(34..)?.split_first_chunk()?;
                let epoch = u32::from_be_bytes(epoch.as_ref().try_into().ok()?);
                let id = EntryId(Hash::from_slice(id)?);
                Some(Link { epoch, seq: u64::from_be_bytes(*seq), id })
            };
            fields().ok_or(IndexError::Value)
        };
        self.0.scan_prefix(mark_prefix(member, mark)).map(link).collect()
    }

    /// Moves entries of one log to the other branch, in this order. Those that leave the followed
    /// branch leave it from its end, and those that join it join it there.
    pub(super) fn shift(&self, entries: &[Indexed]) -> Result<(), IndexError> {
        for chunk in entries.chunks(CHUNK) {
            let mut batch = sled::Batch::default();
            for entry in chunk {
                let other = match entry.branch {
                    Branch::Main => Branch::Side,
                    Branch::Side => Branch::Main,
                };
                batch.remove(entry.key());
                batch.insert(Indexed { branch: other, ..*entry }.key(), value(entry));
            }
            self.0.apply_batch(batch).map_err(IndexError::Sled)?;
        }
        Ok(())
    }

    /// Forgets what lies in the segment `from` of a log and in those after it.
    pub(super) fn forget(&self, member: MemberId, from: u64) -> Result<(), IndexError> {
        let mut newest: Option<Indexed> = None;
        let mut doomed = Vec::new();
        for entry in self.entries(member) {
            let entry = entry?;
            let is_newer = newest.is_none_or(|it| it.position < entry.position);
            match entry.position.segment < from {
                true if is_newer => newest = Some(entry),
                true => {}
                false => doomed.push(entry),
            }
        }
        // From the end, so that the branch is whole at every moment.
        doomed.sort_by_key(|entry| std::cmp::Reverse(entry.link().seq));
        for chunk in doomed.chunks(CHUNK) {
            let mut batch = sled::Batch::default();
            for entry in chunk {
                batch.remove(id_key(entry.link().id));
                batch.remove(entry.key());
                batch.remove(mark_key(member, entry.mark, entry.link()));
            }
            self.0.apply_batch(batch).map_err(IndexError::Sled)?;
        }
        let key = members_key(b't', member);
        let kept = match newest {
            Some(entry) => self.0.insert(key, shape::newest(&entry)),
            None => self.0.remove(key),
        };
        kept.map(drop).map_err(IndexError::Sled)
    }

    /// Writes everything down, and that it was closed in good order.
    pub(super) fn close(&self) -> Result<(), IndexError> {
        self.0.insert(CLOSED, b"").map_err(IndexError::Sled)?;
        self.0.flush().map(drop).map_err(IndexError::Sled)
    }

    /// Returns the entry of the followed branch in a place.
    pub(super) fn get(&self, member: MemberId, seq: u64) -> Result<Option<Indexed>, IndexError> {
        let value = self.0.get(entry_key(member, seq)).map_err(IndexError::Sled)?;
        value.map(|value| parse(member, seq, Branch::Main, &value)).transpose()
    }

    /// Returns an entry, on whatever branch.
    pub(super) fn find(&self, id: EntryId) -> Result<Option<Indexed>, IndexError> {
        let Some((member, seq)) = self.place(id)? else { return Ok(None) };
        if let Some(entry) = self.get(member, seq)?.filter(|entry| entry.link().id == id) {
            return Ok(Some(entry));
        }
        let value = self.0.get(side_key(member, seq, id)).map_err(IndexError::Sled)?;
        value.map(|value| parse(member, seq, Branch::Side, &value)).transpose()
    }

    /// Returns whose entry this is, and its place.
    pub(super) fn place(&self, id: EntryId) -> Result<Option<Place>, IndexError> {
        let value = self.0.get(id_key(id)).map_err(IndexError::Sled)?;
        value.map(|value| parse_place(&value)).transpose()
    }

    /// Returns the last entry of the followed branch.
    pub(super) fn last(&self, member: MemberId) -> Result<Option<Indexed>, IndexError> {
        let range = entry_key(member, 0)..=entry_key(member, u64::MAX);
        let Some(last) = self.0.range(range).next_back() else {
            return Ok(None);
        };
        let (key, value) = last.map_err(IndexError::Sled)?;
        let (member, seq) = parse_place(key.get(1..).unwrap_or_default())?;
        parse(member, seq, Branch::Main, &value).map(Some)
    }

    /// Returns the last frame of a log that is indexed, and its entry.
    pub(super) fn newest(&self, member: MemberId) -> Result<Option<Newest>, IndexError> {
        let value = self.0.get(members_key(b't', member)).map_err(IndexError::Sled)?;
        value.map(|value| parse_newest(&value)).transpose()
    }

    /// Returns the entries of a log, the followed branch first, each branch in order of place.
    pub(super) fn entries(
        &self,
        member: MemberId,
    ) -> impl Iterator<Item = Result<Indexed, IndexError>> {
        let main = self.0.scan_prefix(members_key(b'e', member));
        let main = main.map(move |item| {
            let (key, value) = item.map_err(IndexError::Sled)?;
            let (_, seq) = parse_place(key.get(1..).unwrap_or_default())?;
            parse(member, seq, Branch::Main, &value)
        });
        main.chain(self.side(member, None))
    }

    /// Returns the entries beside the followed branch, in one place or in all.
    pub(super) fn side(
        &self,
        member: MemberId,
        seq: Option<u64>,
    ) -> impl Iterator<Item = Result<Indexed, IndexError>> + use<> {
        let prefix = members_key(b'b', member);
        let seq = seq.map(u64::to_be_bytes);
        let prefix = [prefix.as_slice(), seq.as_ref().map_or(&[], |it| it.as_slice())].concat();
        self.0.scan_prefix(prefix).map(move |item| {
            let (key, value) = item.map_err(IndexError::Sled)?;
            let (_, seq) = parse_place(key.get(1..41).unwrap_or_default())?;
            parse(member, seq, Branch::Side, &value)
        })
    }

    /// Reads everything once: every value has its shape, every branch hangs together.
    fn walk(&self) -> Result<(), IndexError> {
        let mut before: Option<Indexed> = None;
        for item in self.0.iter() {
            let (key, _) = item.map_err(IndexError::Sled)?;
            let Some((b'e' | b'b', _)) = key.split_first() else { continue };
            let member = member_of(&key)?;
            if before.is_some_and(|it| it.member == member) {
                continue;
            }
            before = None;
            for entry in self.entries(member) {
                let entry = entry?;
                self.check(&entry, before)?;
                before = Some(entry);
            }
        }
        Ok(())
    }

    fn check(&self, entry: &Indexed, before: Option<Indexed>) -> Result<(), IndexError> {
        let Link { seq, id, .. } = entry.link();
        let is_next = match (entry.branch, before) {
            (Branch::Main, None) => seq == 1 && entry.place.prev.is_none(),
            (Branch::Main, Some(before)) => {
                before.link().seq.checked_add(1) == Some(seq)
                    && entry.place.prev == Some(before.link().id)
            }
            (Branch::Side, _) => match entry.place.prev {
                Some(prev) => self.find(prev)?.is_some_and(|it| it.member == entry.member),
                None => seq == 1,
            },
        };
        let key = mark_key(entry.member, entry.mark, entry.link());
        let is_marked =
            entry.mark == Mark::Plain || self.0.contains_key(key).map_err(IndexError::Sled)?;
        let is_listed = is_marked && self.place(id)? == Some((entry.member, seq));
        if is_next && is_listed { Ok(()) } else { Err(IndexError::Value) }
    }
}

/// Lists an entry by its mark, if it has one.
fn list(batch: &mut sled::Batch, entry: &Indexed) {
    if entry.mark != Mark::Plain {
        let link = entry.link();
        batch.insert(mark_key(entry.member, entry.mark, link), &link.epoch.to_be_bytes());
    }
}

#[cfg(test)]
mod tests;
