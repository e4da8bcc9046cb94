//! Scanning: what the files hold and the index does not know.
//!
//! A scan begins where the index ends, checks each frame as if it came from a stranger, and ends the
//! log at the first that is not sound: torn, damaged, or not the next entry of this member. What
//! follows is set aside. A ledger that was closed in good order has nothing to scan, and a read that
//! finds damage is healed by a scan of the same kind.

use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::Seek;
use std::io::SeekFrom;

use flotilla_domain::chain::Chain;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use flotilla_wire::entry;
use tracing::warn;

use super::error::IndexError;
use super::error::ReadError;
use super::files::Files;
use super::files::Position;
use super::files::Segment;
use super::index::Index;
use super::index::Indexed;
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
    fresh: Vec<Indexed>,
}

impl<'a> Ground<'a> {
    /// Teaches the index what it lacks of a log, and returns the log as if it had not forked.
    pub(super) fn catch_up(&self, member: MemberId) -> Result<(MemberLog, Found), ReadError> {
        let tip = self.index.last(member).map_err(ReadError::Index)?;
        let tip = match tip {
            Some(tip) if self.still_holds(&tip).map_err(ReadError::File)? => Some(tip),
            Some(_) => {
                warn!(member = %member, "index and files disagree, log is read again");
                self.index.forget(member, 1).map_err(ReadError::Index)?;
                None
            }
            None => None,
        };
        let log = MemberLog { stored: tip.map(|tip| tip.link), ..MemberLog::default() };
        let scan = Scan { ground: *self, member, log, found: Found::default(), fresh: Vec::new() };
        scan.run(tip.map(|tip| tip.position))
    }

    /// Reads the segment that holds `seq` again, and all after it.
    pub(super) fn read_again(
        &self,
        member: MemberId,
        seq: u64,
    ) -> Result<(MemberLog, Found), ReadError> {
        let known = self.index.get(member, seq).map_err(ReadError::Index)?;
        let from = known.map_or(1, |known| known.position.segment);
        self.index.forget(member, from).map_err(ReadError::Index)?;
        self.catch_up(member)
    }

    fn still_holds(&self, tip: &Indexed) -> io::Result<bool> {
        let Some(content) = self.files.read(tip.member, tip.position)? else {
            return Ok(false);
        };
        let received = entry::from_bytes(&content).ok();
        let coalition = self.roster.coalition();
        Ok(received.is_some_and(|it| it.recheck(coalition, tip.link.id).is_some()))
    }
}

impl Scan<'_> {
    fn run(mut self, start: Option<Position>) -> Result<(MemberLog, Found), ReadError> {
        let segments = self.ground.files.segments(self.member).map_err(ReadError::File)?;
        let mut is_sound = true;
        for segment in segments {
            is_sound = is_sound && self.segment(segment, start)?;
            // Frames after a break belong to no chain that we can follow.
            if !is_sound && self.log.tail.is_none_or(|tail| tail.first != segment.first) {
                self.set_aside(segment, 0).map_err(ReadError::File)?;
            }
        }
        self.teach().map_err(ReadError::Index)?;
        self.log.chain = Chain::resume(self.log.stored, None);
        Ok((self.log, self.found))
    }

    /// Reads one segment from where the index ends; says whether it is sound to its end.
    fn segment(&mut self, segment: Segment, start: Option<Position>) -> Result<bool, ReadError> {
        let begin = match start {
            Some(start) if segment.first < start.segment => segment.bytes,
            Some(start) if segment.first == start.segment => start.end(),
            _ if segment.first == self.log.next_stored() => 0,
            _ => {
                self.found.damaged += 1;
                return Ok(false);
            }
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

    /// Takes note of a frame; says whether it is the next entry.
    fn take(&mut self, content: &[u8], position: Position) -> Result<bool, IndexError> {
        let received = entry::from_bytes(content).ok();
        let Some(entry) = received.and_then(|it| it.verify(self.ground.roster).ok()) else {
            return Ok(false);
        };
        let header = &entry.value().header;
        let is_next = header.member == self.member
            && header.seq == self.log.next_stored()
            && header.prev == self.log.stored.map(|link| link.id);
        if !is_next {
            return Ok(false);
        }
        let link = entry.link();
        let member = self.member;
        self.fresh.push(Indexed { member, link, prev: header.prev, position });
        self.log.stored = Some(link);
        self.found.entries += 1;
        if self.fresh.len() >= CHUNK { self.teach().map(|()| true) } else { Ok(true) }
    }

    fn teach(&mut self) -> Result<(), IndexError> {
        let fresh = std::mem::take(&mut self.fresh);
        if fresh.is_empty() { Ok(()) } else { self.ground.index.insert(&fresh) }
    }

    fn set_aside(&self, segment: Segment, offset: u64) -> io::Result<()> {
        let path = self.ground.files.segment(self.member, segment.first);
        warn!(
            member = %self.member,
            seq = self.log.next_stored(),
            bytes = segment.bytes.saturating_sub(offset),
            path = %path.display(),
            "end of a log is not sound and was set aside"
        );
        self.ground.files.set_aside(&path, offset)
    }
}
