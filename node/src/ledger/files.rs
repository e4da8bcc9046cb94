//! The files of the log: where they are, what is in a directory, and how damage is set aside.
//!
//! - **Names sort by age**: a segment is named after the place of its first entry, twenty digits, or by
//!   the number after the last name, whichever is higher.
//! - **Nothing is deleted** until a payload of the log is destroyed: what is cut off a segment lies
//!   beside it, `….seg.set-aside-<n>`.
//! - **A stranger's file is left alone**, with a warning.

use std::fs;
use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::Seek;
use std::io::SeekFrom;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use tracing::warn;

use crate::disk;
use crate::disk::Disk;
use crate::frame;
use crate::frame::Next;

/// The ending of a file that is not complete yet.
pub(super) const PARTIAL: &str = "partial";

/// Where a frame lies. What was written earlier comes earlier.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Position {
    /// The name of its segment.
    pub(super) segment: u64,
    /// Its first byte.
    pub(super) offset: u64,
    /// Its bytes.
    pub(super) bytes: u64,
}

/// One segment: its name, and its bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Segment {
    pub(super) first: u64,
    pub(super) bytes: u64,
}

/// The files of a ledger.
#[derive(Clone, Debug)]
pub(super) struct Files {
    root: PathBuf,
    disk: Arc<dyn Disk>,
}

impl Position {
    /// Returns the first byte after the frame.
    pub(super) fn end(self) -> u64 {
        self.offset.saturating_add(self.bytes)
    }
}

impl Files {
    pub(super) fn new(root: &Path, disk: Arc<dyn Disk>) -> Self {
        Self { root: root.to_owned(), disk }
    }

    pub(super) fn disk(&self) -> &dyn Disk {
        &*self.disk
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn log(&self) -> PathBuf {
        self.root.join("log")
    }

    pub(super) fn forks(&self) -> PathBuf {
        self.log().join("forks.seg")
    }

    pub(super) fn index(&self) -> PathBuf {
        self.root.join("index")
    }

    pub(super) fn signed(&self) -> PathBuf {
        self.root.join("signed")
    }

    pub(super) fn rewriting(&self) -> PathBuf {
        self.root.join("rewriting")
    }

    pub(super) fn statements(&self) -> PathBuf {
        self.root.join("statements")
    }

    pub(super) fn of_member(&self, member: MemberId) -> PathBuf {
        self.log().join(member.to_string())
    }

    pub(super) fn segment(&self, member: MemberId, first: u64) -> PathBuf {
        self.of_member(member).join(format!("{first:020}.seg"))
    }

    /// Returns the members that have a directory, and warns of what else is there.
    pub(super) fn members(&self) -> io::Result<Vec<MemberId>> {
        let mut members = Vec::new();
        for item in fs::read_dir(self.log())? {
            let item = item?;
            let name = item.file_name();
            match name.to_str().and_then(Hash::parse) {
                Some(hash) if item.file_type()?.is_dir() => members.push(MemberId(hash)),
                _ if item.path().starts_with(self.forks()) || is_aside(&item.path()) => {}
                _ => warn!(path = %item.path().display(), "file in the log is not ours"),
            }
        }
        Ok(members)
    }

    /// Returns the segments of `member` in order, and warns of what else is there.
    pub(super) fn segments(&self, member: MemberId) -> io::Result<Vec<Segment>> {
        let dir = self.of_member(member);
        if !dir.exists() {
            return Ok(Vec::new());
        }
        let mut segments = Vec::new();
        for item in fs::read_dir(dir)? {
            let item = item?;
            let first = segment_first(&item.path());
            match first {
                Some(first) if self.segment(member, first) == item.path() => {
                    segments.push(Segment { first, bytes: item.metadata()?.len() });
                }
                _ if is_aside(&item.path()) => {}
                _ => warn!(path = %item.path().display(), "file in the log is not ours"),
            }
        }
        segments.sort_by_key(|segment| segment.first);
        Ok(segments)
    }

    /// Returns what was set aside of the log of `member`.
    pub(super) fn aside(&self, member: MemberId) -> io::Result<Vec<PathBuf>> {
        let dir = self.of_member(member);
        if !dir.exists() {
            return Ok(Vec::new());
        }
        let items = fs::read_dir(dir)?.map(|item| item.map(|item| item.path()));
        let mut aside = items.collect::<io::Result<Vec<_>>>()?;
        aside.retain(|path| is_aside(path));
        Ok(aside)
    }

    /// Reads the frame at `position`, or `None` if there is no such sound frame.
    pub(super) fn read(&self, member: MemberId, position: Position) -> io::Result<Option<Vec<u8>>> {
        let mut file = match File::open(self.segment(member, position.segment)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let left = file.metadata()?.len().saturating_sub(position.offset);
        file.seek(SeekFrom::Start(position.offset))?;
        match frame::next(&mut BufReader::new(file), left)? {
            Next::Frame(content) if frame::frame_bytes(&content) == position.bytes => {
                Ok(Some(content))
            }
            Next::Frame(_) | Next::Damaged | Next::End | Next::Torn => Ok(None),
        }
    }

    /// Puts `bytes` into `path`: what was there stays until all of them are durable.
    pub(super) fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let partial = path.with_extension(PARTIAL);
        let mut file = File::create(&partial)?;
        self.disk.write(&mut file, bytes)?;
        self.disk.sync(&file)?;
        fs::rename(partial, path)
    }

    /// Moves what `path` holds from `offset` on to a file beside it, durably.
    pub(super) fn set_aside(&self, path: &Path, offset: u64) -> io::Result<()> {
        if offset > 0 {
            let file = File::options().read(true).write(true).open(path)?;
            return disk::cut(&*self.disk, &file, path, offset);
        }
        fs::rename(path, disk::free_name(path))?;
        path.parent().map_or(Ok(()), |dir| self.disk.sync_dir(dir))
    }
}

fn segment_first(path: &Path) -> Option<u64> {
    let name = path.file_name()?.to_str()?.strip_suffix(".seg")?;
    name.parse().ok().filter(|first| *first > 0)
}

fn is_aside(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.contains(".seg.set-aside-"))
}
