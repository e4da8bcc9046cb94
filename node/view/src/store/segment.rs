//! A run of one member's log in files: at most one for each table.
//!
//! A segment never changes. When another takes its place it is [`Segment::retire`]d, and its files
//! go when the last reader lets go of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;

use crate::store::Store;
use crate::store::narrow::Narrow;
use crate::store::parquet_file;
use crate::store::parquet_file::Known;
use crate::store::parquet_file::ReadError;
use crate::store::parquet_file::StoredBatches;
use crate::table::Logged;

/// Which run of which log a segment covers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Span {
    pub(crate) member: MemberId,
    pub(crate) first_seq: u64,
    pub(crate) last_seq: u64,
    /// The id of the last entry.
    pub(crate) last_entry: EntryId,
    /// How many rows of tables it holds.
    pub(crate) rows: u64,
    /// Unlike that of any other segment.
    pub(crate) number: u64,
    /// The size of the file of each table that has rows.
    pub(crate) bytes: BTreeMap<Logged, u64>,
}

/// A run of one member's log in files.
#[derive(Debug)]
pub(crate) struct Segment {
    dir: PathBuf,
    pub(crate) span: Span,
    damaged: AtomicBool,
    retired: AtomicBool,
    /// Room for what is known of files, of all segments together.
    room: Arc<Semaphore>,
    /// What is known of the file of figures, and the place that it takes.
    known: OnceLock<(OwnedSemaphorePermit, Known)>,
}

impl Span {
    /// Returns the span of the log of `member` from place to place, of which nothing is written yet.
    pub(crate) fn new(member: MemberId, places: (u64, u64), last_entry: EntryId) -> Self {
        let (first_seq, last_seq) = places;
        let bytes = BTreeMap::new();
        Self { member, first_seq, last_seq, last_entry, rows: 0, number: 0, bytes }
    }

    /// Returns the path of the file of `table`.
    pub(crate) fn path(&self, dir: &Path, table: Logged) -> PathBuf {
        let Self { member, first_seq, last_seq, number, .. } = self;
        let file = format!("{first_seq}-{last_seq}-{number}.parquet");
        dir.join(table.name()).join(format!("member={member}")).join(file)
    }

    /// Returns whether its files are there and of the right size.
    pub(crate) fn is_whole(&self, dir: &Path) -> bool {
        let has = |(table, bytes): (&Logged, &u64)| {
            fs::metadata(self.path(dir, *table)).is_ok_and(|it| it.is_file() && it.len() == *bytes)
        };
        self.bytes.contains_key(&Logged::Entries) && self.bytes.iter().all(has)
    }
}

impl Segment {
    /// Returns the segment of `span` in `dir`, which keeps what it knows of its files while there is `room`.
    pub(crate) fn new(dir: PathBuf, span: Span, room: Arc<Semaphore>) -> Self {
        let (damaged, retired) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { dir, span, damaged, retired, room, known: OnceLock::new() }
    }

    /// Has its files removed once nobody reads them.
    pub(crate) fn retire(&self) {
        self.retired.store(true, Ordering::Release);
    }

    /// Has the whole directory built again from the log when it is opened next.
    pub(crate) fn condemn(&self) {
        self.damaged.store(true, Ordering::Release);
        // If it cannot be done now, it is done with the next manifest.
        drop(Store::condemn(&self.dir));
    }

    /// Returns whether it was found to be damaged.
    pub(crate) fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Acquire)
    }

    /// Returns the columns `wanted` of what is stored of `table`, batch by batch.
    pub(crate) fn read(&self, table: Logged, wanted: &[usize]) -> Result<StoredBatches, ReadError> {
        if !self.span.bytes.contains_key(&table) {
            return Ok(StoredBatches::none());
        }
        parquet_file::read(&self.span.path(&self.dir, table), table, wanted)
    }

    /// Returns the columns `wanted` of the rows of `table` that pass `narrow`, batch by batch, as
    /// [`crate::table::coded`] has them.
    pub(crate) fn scan(
        &self,
        table: Logged,
        wanted: &[usize],
        narrow: &Narrow,
    ) -> Result<StoredBatches, ReadError> {
        if !self.span.bytes.contains_key(&table) {
            return Ok(StoredBatches::none());
        }
        let path = self.path(table);
        parquet_file::scan(&path, self.known(&path, table)?, wanted, narrow)
    }

    /// Returns what is known of the file of `table`: of figures it is kept, as long as there is room.
    fn known(&self, path: &Path, table: Logged) -> Result<Known, ReadError> {
        if let Some((_, known)) = self.known.get().filter(|_| table == Logged::Observations) {
            return Ok(known.clone());
        }
        let known = parquet_file::know(path, table)?;
        if table == Logged::Observations
            && let Ok(place) = Arc::clone(&self.room).try_acquire_owned()
        {
            // If somebody else was faster, theirs is kept.
            drop(self.known.set((place, known.clone())));
        }
        Ok(known)
    }

    /// Returns the path of the file of `table`.
    pub(crate) fn path(&self, table: Logged) -> PathBuf {
        self.span.path(&self.dir, table)
    }

    /// Returns the paths of its files.
    pub(crate) fn paths(&self) -> impl Iterator<Item = PathBuf> {
        self.span.bytes.keys().map(|table| self.path(*table))
    }
}

impl Drop for Segment {
    fn drop(&mut self) {
        if self.retired.load(Ordering::Acquire) {
            for path in self.paths() {
                // What stays is removed when the directory is opened next.
                drop(fs::remove_file(path));
            }
        }
    }
}
