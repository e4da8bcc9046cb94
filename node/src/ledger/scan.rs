//! Scanning: what the files hold and the index does not know.
//!
//! A scan begins where the index ends, checks each frame as if it came from a stranger, and ends the
//! log at the first that is not sound: torn, damaged, or no entry of this member that follows one
//! before it in the files. What follows is set aside. A ledger that was closed in good order has
//! nothing to scan, and a read that finds damage is healed by a scan of the same kind.
//!
//! What counts is no matter here: a frame may follow any entry before it, and its key may be one that
//! is not in force.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::Seek;
use std::io::SeekFrom;

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::Place;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use flotilla_wire::entry;
use tracing::warn;

use super::error::IndexError;
use super::error::ReadError;
use super::files::Files;
use super::files::Position;
use super::files::Segment;
use super::index::Branch;
use super::index::Index;
use super::index::Indexed;
use super::index::Mark;
use super::store::MemberLog;
use crate::frame;
use crate::frame::Next;

/// How many entries are given to the index at once.
const CHUNK: usize = 1_000;

/// What a scan came upon.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Found {
    /// How many times bytes were set aside because they are not what was written.
    pub(super) damaged: u64,
    /// How many entries the index did not know.
    pub(super) entries: u64,
    /// How many bytes of torn frames were set aside.
    pub(super) torn_bytes: u64,
}

/// Where to scan.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground<'a> {
    pub(super) files: &'a Files,
    pub(super) index: &'a Index,
    pub(super) roster: &'a Roster,
}

struct Scan<'a> {
    ground: Ground<'a>,
    member: MemberId,
    log: MemberLog,
    found: Found,
    /// The last entry of the branch that is followed.
    last: Option<Link>,
    /// What the index does not know yet, with its places.
    fresh: Vec<Indexed>,
    fresh_places: BTreeMap<EntryId, u64>,
}

impl<'a> Ground<'a> {
    /// Teaches the index what it lacks of a log, and returns what is stored of the log: what of it
    /// counts is not judged here.
    pub(super) fn catch_up(&self, member: MemberId) -> Result<(MemberLog, Found), ReadError> {
        let newest = self.index.newest(member).map_err(ReadError::Index)?;
        let start = match newest {
            Some((position, id)) if self.holds(member, position, id)? => Some(position),
            Some(_) => {
                warn!(member = %member, "index and files disagree, log is read again");
                self.index.forget(member, 0).map_err(ReadError::Index)?;
                None
            }
            None => None,
        };
        let last = self.index.last(member).map_err(ReadError::Index)?;
        let log = MemberLog { entries: self.count(member)?, ..MemberLog::default() };
        let scan = Scan {
            ground: *self,
            member,
            log,
            found: Found::default(),
            last: last.map(|it| it.link()),
            fresh: Vec::new(),
            fresh_places: BTreeMap::new(),
        };
        scan.run(start)
    }

    /// Reads the segment that holds `id` again, and all after it.
    pub(super) fn read_again(
        &self,
        member: MemberId,
        id: Option<EntryId>,
    ) -> Result<(MemberLog, Found), ReadError> {
        let known = id.map(|id| self.index.find(id)).transpose().map_err(ReadError::Index)?;
        let from = known.flatten().map_or(0, |known| known.position.segment);
        self.index.forget(member, from).map_err(ReadError::Index)?;
        self.catch_up(member)
    }

    fn holds(&self, member: MemberId, position: Position, id: EntryId) -> Result<bool, ReadError> {
        let content = self.files.read(member, position).map_err(ReadError::File)?;
        let received = content.and_then(|content| entry::from_bytes(&content).ok());
        let coalition = self.roster.coalition();
        Ok(received.is_some_and(|it| it.recheck(coalition, id).is_some()))
    }

    /// Returns how many entries of a log the index knows.
    fn count(&self, member: MemberId) -> Result<u64, ReadError> {
        let last = self.index.last(member).map_err(ReadError::Index)?;
        let beside = self
            .index
            .side(member, None)
            .try_fold(0_u64, |count, entry| entry.map(|_| count.saturating_add(1)));
        let beside = beside.map_err(ReadError::Index)?;
        Ok(last.map_or(0, |it| it.link().seq).saturating_add(beside))
    }
}

impl Scan<'_> {
    fn run(mut self, start: Option<Position>) -> Result<(MemberLog, Found), ReadError> {
        let segments = self.ground.files.segments(self.member).map_err(ReadError::File)?;
        let mut is_sound = true;
        for segment in segments {
            is_sound = is_sound && self.segment(segment, start)?;
            // Frames after a break may follow what is gone.
            if !is_sound && self.log.tail.is_none_or(|tail| tail.first != segment.first) {
                self.set_aside(segment, 0).map_err(ReadError::File)?;
            }
        }
        self.teach().map_err(ReadError::Index)?;
        Ok((self.log, self.found))
    }

    /// Reads one segment from where the index ends; says whether it is sound to its end.
    fn segment(&mut self, segment: Segment, start: Option<Position>) -> Result<bool, ReadError> {
        let begin = match start {
            Some(start) if segment.first < start.segment => segment.bytes,
            Some(start) if segment.first == start.segment => start.end(),
            _ => 0,
        };
        let (end, is_sound) = self.frames(segment, begin)?;
        if end > 0 || is_sound {
            self.log.tail = Some(Segment { first: segment.first, bytes: end });
            self.log.bytes = self.log.bytes.saturating_add(end);
        }
        if !is_sound && end > 0 {
            self.set_aside(segment, end).map_err(ReadError::File)?;
        }
        Ok(is_sound)
    }

    /// Returns where the sound frames end, and whether that is the end of the segment.
    fn frames(&mut self, segment: Segment, begin: u64) -> Result<(u64, bool), ReadError> {
        if begin == segment.bytes {
            return Ok((begin, true));
        }
        let path = self.ground.files.segment(self.member, segment.first);
        let file = File::open(path).map_err(ReadError::File)?;
        let mut reader = BufReader::new(&file);
        reader.seek(SeekFrom::Start(begin)).map_err(ReadError::File)?;
        let mut at = begin;
        let is_sound = loop {
            let left = segment.bytes.saturating_sub(at);
            match frame::next(&mut reader, left).map_err(ReadError::File)? {
                Next::End => break true,
                Next::Frame(content) => {
                    let bytes = frame::frame_bytes(&content);
                    let position = Position { segment: segment.first, offset: at, bytes };
                    if !self.take(&content, position).map_err(ReadError::Index)? {
                        self.found.damaged += 1;
                        break false;
                    }
                    at = position.end();
                }
                Next::Damaged => {
                    self.found.damaged += 1;
                    break false;
                }
                Next::Torn => {
                    self.found.torn_bytes += left;
                    break false;
                }
            }
        };
        // What we are about to count as held may never have reached the disk.
        self.ground.files.disk().sync(&file).map_err(ReadError::File)?;
        Ok((at, is_sound))
    }

    /// Takes note of a frame; says whether it is an entry that follows one before it.
    fn take(&mut self, content: &[u8], position: Position) -> Result<bool, IndexError> {
        let roster = self.ground.roster;
        let received = entry::from_bytes(content).ok();
        let Some(entry) = received.and_then(|it| it.verify_on_record(roster).ok()) else {
            return Ok(false);
        };
        let Some(place) = entry.place(roster) else { return Ok(false) };
        let is_next = entry.value().header.member == self.member && self.follows(&place)?;
        if !is_next {
            return Ok(false);
        }
        let mark = Mark::of(&entry);
        let goes_on = place.prev == self.last.map(|it| it.id);
        let branch = if goes_on { Branch::Main } else { Branch::Side };
        if goes_on {
            self.last = Some(place.link);
        }
        self.fresh.push(Indexed { member: self.member, place, position, branch, mark });
        self.fresh_places.insert(place.link.id, place.link.seq);
        self.log.entries += 1;
        self.found.entries += 1;
        if self.fresh.len() >= CHUNK { self.teach().map(|()| true) } else { Ok(true) }
    }

    /// Returns whether a new entry follows one that lies before it in the files.
    fn follows(&self, place: &Place) -> Result<bool, IndexError> {
        let Link { seq, id, .. } = place.link;
        if self.seq(id)?.is_some() {
            return Ok(false);
        }
        let Some(prev) = place.prev else { return Ok(seq == 1) };
        Ok(self.seq(prev)?.and_then(|before| before.checked_add(1)) == Some(seq))
    }

    fn seq(&self, id: EntryId) -> Result<Option<u64>, IndexError> {
        if let Some(seq) = self.fresh_places.get(&id) {
            return Ok(Some(*seq));
        }
        let place = self.ground.index.place(id)?;
        Ok(place.filter(|(member, _)| *member == self.member).map(|(_, seq)| seq))
    }

    fn teach(&mut self) -> Result<(), IndexError> {
        let fresh = std::mem::take(&mut self.fresh);
        self.fresh_places.clear();
        if fresh.is_empty() { Ok(()) } else { self.ground.index.insert(&fresh) }
    }

    fn set_aside(&self, segment: Segment, offset: u64) -> io::Result<()> {
        let path = self.ground.files.segment(self.member, segment.first);
        warn!(
            member = %self.member,
            seq = self.last.map_or(1, |it| it.seq.saturating_add(1)),
            bytes = segment.bytes.saturating_sub(offset),
            path = %path.display(),
            "end of a log is not sound and was set aside"
        );
        self.ground.files.set_aside(&path, offset)
    }
}
