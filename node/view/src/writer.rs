//! The writer's side of a view: logs grow in memory, and move into files when they are long.
//!
//! - **What is written is what weighs most.** When the tails are too long together, the longest go
//!   into files until half of the room is free, so that files hold many rows.
//! - **Files of one member stay few.** A segment is merged with those that follow it unless it is much
//!   larger than they are together, and one that has grown is left alone: so there are few, and a row is
//!   written only a few times in its life.
//! - **Memory first, then files.** If a disk fails, rows stay in memory and answers stay right.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::AsArray;
use arrow::array::BooleanArray;
use arrow::array::RecordBatch;
use arrow::compute::filter_record_batch;
use arrow::datatypes::Int64Type;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;

use crate::apply::ApplyError;
use crate::row::Row;
use crate::setting::Limits;
use crate::state::MemberLog;
use crate::store::Segments;
use crate::store::Store;
use crate::store::parquet_file::ReadError;
use crate::store::segment::Segment;
use crate::store::segment::Span;
use crate::table::Logged;
use crate::table::stored;

/// A segment of so many rows has grown: it is not merged again.
const GROWN_ROWS: u64 = 1 << 17;

/// A segment of so many times the rows of all that follow it is not merged with them: of 131,072 rows that
/// come one thousand at a time, each is written eight times at most, and there are eight segments at most.
const MUCH_LARGER: u64 = 2;

/// The writer's state of all logs.
#[derive(Debug)]
pub(crate) struct Writer {
    store: Store,
    limits: Limits,
    pub(crate) logs: BTreeMap<MemberId, Arc<MemberLog>>,
    /// Segments that go once the manifest no longer names them.
    retiring: Vec<Arc<Segment>>,
}

impl Writer {
    /// Returns a writer that goes on after `segments`.
    ///
    /// # Errors
    ///
    /// Fails if a file is damaged.
    pub(crate) fn new(store: Store, segments: Segments, limits: Limits) -> Result<Self, ReadError> {
        let logs = segments
            .into_iter()
            .map(|(member, segments)| Ok((member, Arc::new(MemberLog::of(segments)?))));
        let logs = logs.collect::<Result<_, ReadError>>()?;
        Ok(Self { store, limits, logs, retiring: Vec::new() })
    }

    /// Adds `rows` in memory.
    pub(crate) fn push(&mut self, rows: Vec<Row>) {
        for row in rows {
            Arc::make_mut(self.logs.entry(row.member).or_default()).push(row);
        }
    }

    /// Returns whether the tails are too long.
    pub(crate) fn is_full(&self) -> bool {
        self.tail_rows() > self.limits.tail_rows_max
    }

    /// Moves tails into files, longest first, until no more than `rows` are in memory.
    pub(crate) fn compact(&mut self, rows: usize) -> Result<(), ApplyError> {
        let mut heavy: Vec<(usize, MemberId)> =
            self.logs.iter().map(|(member, log)| (log.tail_rows, *member)).collect();
        heavy.sort_unstable_by(|a, b| b.cmp(a));
        let mut left = self.tail_rows();
        for (tail, member) in heavy {
            if left <= rows || tail == 0 {
                break;
            }
            self.write_tail(member)?;
            self.merge(member)?;
            left -= tail;
        }
        self.commit()
    }

    /// Moves tails into files until half of the room is free.
    pub(crate) fn compact_by_half(&mut self) -> Result<(), ApplyError> {
        self.compact(self.limits.tail_rows_max / 2)
    }

    /// Drops what is held of the log of `member` from `from_seq` on.
    pub(crate) fn forget(&mut self, member: MemberId, from_seq: u64) -> Result<(), ApplyError> {
        let Some(log) = self.logs.get(&member).cloned() else { return Ok(()) };
        let mut kept = Vec::new();
        for segment in &log.segments {
            if segment.span.last_seq < from_seq {
                kept.push(Arc::clone(segment));
            } else if segment.span.first_seq < from_seq {
                kept.extend(self.cut(segment, from_seq)?);
            }
        }
        let gone = log.segments.iter().filter(|it| !kept.iter().any(|kept| Arc::ptr_eq(kept, it)));
        self.retiring.extend(gone.cloned());
        let mut short = MemberLog::of(kept).map_err(|source| self.unread(source))?;
        for row in log.tail.iter().filter(|row| row.seq < from_seq) {
            short.push(Row::clone(row));
        }
        self.logs.insert(member, Arc::new(short));
        self.commit()
    }

    fn tail_rows(&self) -> usize {
        self.logs.values().map(|log| log.tail_rows).sum()
    }

    fn write_tail(&mut self, member: MemberId) -> Result<(), ApplyError> {
        let Some(log) = self.logs.get_mut(&member) else { return Ok(()) };
        let (Some(first), Some(last)) = (log.tail.first(), log.tail.last()) else { return Ok(()) };
        let span = Span::new(member, (first.seq, last.seq), last.entry_id);
        let segment = self.store.write(span, |table| {
            let columns: Vec<usize> = (0..stored::schema(table).fields().len()).collect();
            let batch = stored::batch(table, &log.tail, &columns);
            batch.map(|batch| vec![batch]).map_err(|source| self_made(source.into()))
        })?;
        let log = Arc::make_mut(log);
        log.segments.push(segment);
        log.tail.clear();
        log.tail_rows = 0;
        Ok(())
    }

    /// Makes one segment of the last ones of which none is much larger than those that follow it.
    fn merge(&mut self, member: MemberId) -> Result<(), ApplyError> {
        let Some(log) = self.logs.get(&member).cloned() else { return Ok(()) };
        let kept = self.kept(&log.segments);
        let small = log.segments.get(kept..).unwrap_or_default();
        let [first, .., last] = small else { return Ok(()) };
        let span =
            Span::new(member, (first.span.first_seq, last.span.last_seq), last.span.last_entry);
        let merged = self.store.write(span, |table| {
            let batches = small.iter().map(|segment| whole(segment, table));
            Ok(batches.collect::<Result<Vec<_>, _>>()?.concat())
        })?;
        self.retiring.extend(small.iter().cloned());
        if let Some(log) = self.logs.get_mut(&member) {
            let log = Arc::make_mut(log);
            log.segments.truncate(kept);
            log.segments.push(merged);
        }
        Ok(())
    }

    /// Returns how many of the first of `segments` are left as they are.
    fn kept(&self, segments: &[Arc<Segment>]) -> usize {
        let grown = segments.iter().take_while(|it| it.span.rows >= GROWN_ROWS).count();
        let mut after = 0;
        let small = segments.iter().skip(grown).rev().take_while(|segment| {
            let rows = segment.span.rows;
            let is_merged = after == 0 || rows < after * MUCH_LARGER;
            after += rows;
            is_merged
        });
        let kept = segments.len() - small.count();
        if kept < grown + self.limits.segments_max { kept } else { grown }
    }

    /// Writes what `segment` holds before `from_seq` as another segment.
    fn cut(
        &mut self,
        segment: &Segment,
        from_seq: u64,
    ) -> Result<Option<Arc<Segment>>, ApplyError> {
        let entries = before(&whole(segment, Logged::Entries)?, from_seq)?;
        let Some((last_seq, last_entry)) = entries.last().and_then(last_row) else {
            return Ok(None);
        };
        let span = Span::new(segment.span.member, (segment.span.first_seq, last_seq), last_entry);
        let cut = self.store.write(span, |table| before(&whole(segment, table)?, from_seq))?;
        Ok(Some(cut))
    }

    fn commit(&mut self) -> Result<(), ApplyError> {
        self.store.commit(self.logs.values().flat_map(|log| &log.segments))?;
        for segment in self.retiring.drain(..) {
            segment.retire();
        }
        Ok(())
    }

    fn unread(&self, source: ReadError) -> ApplyError {
        ApplyError { path: self.store.dir().to_owned(), source: source.into() }
    }
}

/// Reads all that is stored of `table` in `segment`.
fn whole(segment: &Segment, table: Logged) -> Result<Vec<RecordBatch>, ApplyError> {
    let columns: Vec<usize> = (0..stored::schema(table).fields().len()).collect();
    let batches = segment.read(table, &columns).and_then(Iterator::collect);
    batches.map_err(|source| ApplyError { path: segment.path(table), source: source.into() })
}

/// Returns the rows of `batches` that stand before `from_seq`.
fn before(batches: &[RecordBatch], from_seq: u64) -> Result<Vec<RecordBatch>, ApplyError> {
    let from = i64::try_from(from_seq).unwrap_or(i64::MAX);
    let early = |batch: &RecordBatch| {
        let places = batch.column(stored::SEQ).as_primitive::<Int64Type>();
        let mask: BooleanArray = places.values().iter().map(|seq| Some(*seq < from)).collect();
        filter_record_batch(batch, &mask).map_err(|source| self_made(source.into()))
    };
    let mut early = batches.iter().map(early).collect::<Result<Vec<_>, _>>()?;
    early.retain(|batch| batch.num_rows() > 0);
    Ok(early)
}

/// Returns the place and the id of the last entry of `batch`.
fn last_row(batch: &RecordBatch) -> Option<(u64, EntryId)> {
    let seq = batch.column(stored::SEQ).as_primitive::<Int64Type>().values().last()?;
    let entry = batch.column(stored::ENTRY).as_binary::<i32>().iter().last()??;
    Some((u64::try_from(*seq).ok()?, EntryId(Hash::from_slice(entry)?)))
}

fn self_made(source: Box<dyn std::error::Error + Send + Sync>) -> ApplyError {
    ApplyError { path: std::path::PathBuf::new(), source }
}
