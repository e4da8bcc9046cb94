//! The view itself: opened on a directory, fed by the log, asked by everyone.
//!
//! One writer feeds it ([`View::apply`], [`View::forget`], [`View::set_members`], [`View::flush`]);
//! any number of readers ask it. A reader sees one published state from its first row to its last,
//! whatever the writer does meanwhile. Calls of the writer read and write files: from async code,
//! call them inside `spawn_blocking`. Queries never block their caller.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use arrow::datatypes::SchemaRef;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::id::SnapshotId;
use flotilla_search::Question;

use crate::apply::ApplyError;
use crate::engine::Engine;
use crate::engine::answer::Answer;
use crate::engine::filters::Filters;
use crate::engine::prepared::Described;
use crate::engine::search::Searched;
use crate::engine::search::rows;
use crate::error::QueryError;
use crate::known::Known;
use crate::rollup::Rollup;
use crate::row::Reach;
use crate::row::Row;
use crate::row::Snapshot;
use crate::row::Watermark;
use crate::setting::MemberRow;
use crate::setting::QueryLimits;
use crate::setting::Setting;
use crate::state;
use crate::state::State;
use crate::store::Store;
use crate::table::TableName;
use crate::table::Tables;
use crate::writer::Writer;

/// Names the shape of what is stored; another one builds the view again.
const STORED_VERSION: u32 = 4;

/// The read model of one coalition. A clone is the same view.
#[derive(Clone, Debug)]
pub struct View {
    shared: Arc<Shared>,
}

/// Why a view was not opened.
#[derive(Debug, thiserror::Error)]
#[error("cannot use the directory {} for the read model", path.display())]
pub struct OpenViewError {
    /// The directory.
    pub path: PathBuf,
    /// What the disk said.
    #[source]
    pub source: io::Error,
}

#[derive(Debug)]
struct Shared {
    tables: Arc<Tables>,
    engine: Engine,
    writer: Mutex<Writing>,
    /// Held only while it is copied or replaced.
    published: Mutex<Arc<State>>,
    known: Mutex<Known>,
}

#[derive(Debug)]
struct Writing {
    writer: Writer,
    members: Arc<[MemberRow]>,
    /// Whether the logs are no longer those of the snapshot that is published.
    ahead: bool,
}

impl View {
    /// Opens the view in `dir`, which is made if it is not there, and emptied if what it holds is
    /// damaged, unknown or of another catalogue or coalition. Blocks.
    ///
    /// No table has rows until the first [`View::apply`].
    ///
    /// # Errors
    ///
    /// Fails if the directory cannot be read or written.
    pub fn open(dir: &Path, setting: &Setting<'_>) -> Result<Self, OpenViewError> {
        let writer = open_writer(dir, setting)
            .map_err(|source| OpenViewError { path: dir.to_owned(), source })?;
        let tables = Arc::new(Tables::new(setting.catalogue));
        let members = state::ordered(setting.members.clone());
        let published = Mutex::new(Arc::new(State::empty(Arc::clone(&members))));
        let engine = Engine::new(Arc::clone(&tables), setting.limits.queries_max);
        let writer = Mutex::new(Writing { writer, members, ahead: true });
        Ok(Self {
            shared: Arc::new(Shared { tables, engine, writer, published, known: Mutex::default() }),
        })
    }

    /// Adds `rows`, which follow what was added before in each member's log, and publishes the
    /// state they lead to as `snapshot`. Rows that are held already are passed over. Blocks, and
    /// now and then writes files.
    ///
    /// # Errors
    ///
    /// Fails if files cannot be written. The rows are in memory and the state is published even so.
    pub fn apply(&self, rows: Vec<Row>, snapshot: Snapshot) -> Result<(), ApplyError> {
        let mut writing = lock(&self.shared.writer);
        writing.writer.push(rows);
        self.publish(&mut writing, snapshot);
        if !writing.writer.is_full() {
            return Ok(());
        }
        let compacted = writing.writer.compact_by_half();
        self.publish(&mut writing, snapshot);
        compacted
    }

    /// Adds `rows` like [`View::apply`], but publishes nothing: for rows that are right only together
    /// with others that follow. Blocks, and now and then writes files.
    ///
    /// # Errors
    ///
    /// Fails if files cannot be written. The rows are in memory even so.
    pub fn stage(&self, rows: Vec<Row>) -> Result<(), ApplyError> {
        let mut writing = lock(&self.shared.writer);
        writing.ahead = true;
        writing.writer.push(rows);
        if writing.writer.is_full() { writing.writer.compact_by_half() } else { Ok(()) }
    }

    /// Replaces the roster. Readers see it with the next [`View::apply`].
    pub fn set_members(&self, members: Vec<MemberRow>) {
        let mut writing = lock(&self.shared.writer);
        let members = state::ordered(members);
        if writing.members != members {
            writing.ahead = true;
            writing.members = members;
        }
    }

    /// Drops what is held of the log of `member` from `from_seq` on, in memory and in files. Blocks.
    ///
    /// Readers see it with the next [`View::apply`], which names the state it leads to. To destroy
    /// what was erased, forget the log from that entry on and apply the rest of it again.
    ///
    /// # Errors
    ///
    /// Fails if files cannot be read or written; what they held may be there even so.
    pub fn forget(&self, member: MemberId, from_seq: u64) -> Result<(), ApplyError> {
        let mut writing = lock(&self.shared.writer);
        writing.ahead = true;
        writing.writer.forget(member, from_seq)
    }

    /// Writes what is in memory to files, so that a restart has nothing to replay. Blocks.
    ///
    /// # Errors
    ///
    /// Fails if files cannot be written.
    pub fn flush(&self) -> Result<(), ApplyError> {
        let mut writing = lock(&self.shared.writer);
        let flushed = writing.writer.compact(0);
        if !writing.ahead {
            let snapshot = self.snapshot();
            self.publish(&mut writing, snapshot);
        }
        flushed
    }

    /// Returns how far each member's log is in files; after [`View::open`], what need not be
    /// replayed.
    pub fn watermarks(&self) -> BTreeMap<MemberId, Watermark> {
        let writing = lock(&self.shared.writer);
        let logs = writing.writer.logs.iter();
        logs.filter_map(|(member, log)| Some((*member, log.watermark()?))).collect()
    }

    /// Returns the snapshot that is published.
    pub fn snapshot(&self) -> Snapshot {
        self.state().snapshot
    }

    /// Returns how far every log goes that is published.
    pub fn reach(&self) -> Reach {
        self.state().reach()
    }

    /// Returns how far every log went at a moment, in milliseconds since 1970: up to the first entry that
    /// says it was made later. It bears the name of what is published; [`View::remember`] gives it one of
    /// its own. Reads files, so call it inside `spawn_blocking`.
    ///
    /// # Errors
    ///
    /// Fails if a file is damaged.
    pub fn reach_at(&self, moment_ms: i64) -> Result<Reach, QueryError> {
        let reach = self.state().reach_at(moment_ms);
        reach.map_err(|source| QueryError::Internal { source: source.into() })
    }

    /// Returns how far the logs go in the snapshot `id`, if it is one of the latest.
    pub fn known(&self, id: SnapshotId) -> Option<Arc<Reach>> {
        lock(&self.shared.known).get(id)
    }

    /// Returns whether an entry of the log of `member` was taken back, or replaced by one that was.
    pub fn is_gone(&self, member: MemberId, entry: EntryId) -> bool {
        self.state().logs.get(&member).is_some_and(|log| log.is_gone(entry))
    }

    /// Takes note of a snapshot that somebody asked for, so that it is known by its name for a while.
    pub fn remember(&self, reach: Arc<Reach>) {
        lock(&self.shared.known).ask(reach);
    }

    /// Returns the columns of `table`.
    pub fn schema(&self, table: TableName) -> SchemaRef {
        self.shared.tables.schema(table)
    }

    /// Answers a query in SQL.
    ///
    /// # Errors
    ///
    /// Fails if it is not one query, or cannot be planned. An error after the first row is part of
    /// the answer.
    pub async fn query(&self, sql: &str, limits: QueryLimits) -> Result<Answer, QueryError> {
        self.shared.engine.query(self.state(), (sql, None), limits).await
    }

    /// Answers a query with gaps (`?`, or `$1`), which the columns of `values` fill in: the bytes of an
    /// Arrow IPC stream of one row.
    ///
    /// # Errors
    ///
    /// Fails as [`View::query`] does, or if the values do not fit the gaps.
    pub async fn query_with(
        &self,
        sql: &str,
        values: Vec<u8>,
        limits: QueryLimits,
    ) -> Result<Answer, QueryError> {
        self.shared.engine.query(self.state(), (sql, Some(values)), limits).await
    }

    /// Says what a query answers and what gaps it has, without running it.
    ///
    /// # Errors
    ///
    /// Fails if it is not one query, or cannot be planned.
    pub async fn describe(&self, sql: &str, limits: QueryLimits) -> Result<Described, QueryError> {
        self.shared.engine.describe(&self.state(), sql, limits).await
    }

    /// Returns the rows of `table` that pass `filters`, members by handle, each in the order of its
    /// log.
    ///
    /// Rows stream from files and little memory is used, so it does not wait for a place among the
    /// queries, and a deadline of hours is fine for a download.
    ///
    /// # Errors
    ///
    /// Fails if a filter names no column of the table.
    pub async fn read(
        &self,
        table: TableName,
        filters: &Filters,
        limits: QueryLimits,
    ) -> Result<Answer, QueryError> {
        self.shared.engine.read(self.state(), table, filters, limits).await
    }

    /// Returns totals over members, one row each, ordered by what they are told apart by.
    ///
    /// # Errors
    ///
    /// Fails if totals cannot be told apart so, or are made of too many figures.
    pub async fn roll_up(
        &self,
        rollup: &Rollup,
        limits: QueryLimits,
    ) -> Result<Answer, QueryError> {
        self.shared.engine.roll_up(self.state(), rollup, limits).await
    }

    /// Returns the columns by which totals may be told apart, in order.
    pub fn rollup_columns(&self) -> Vec<String> {
        Rollup::columns(&self.shared.tables).map(str::to_owned).collect()
    }

    /// Searches the practice records that count, as far as `until` says, or as far as they are published.
    ///
    /// # Errors
    ///
    /// Fails if it takes too long, or a file is damaged.
    pub async fn search(
        &self,
        question: Question,
        until: Option<Arc<Reach>>,
        limits: QueryLimits,
    ) -> Result<Searched, QueryError> {
        self.shared.engine.search(self.state(), question, until, limits).await
    }

    /// Returns the rows of what was found, of these ranks counted from 0, best first: those of the table of
    /// practice records, with why each is there and what others said of it.
    ///
    /// # Errors
    ///
    /// Fails if the engine does.
    pub fn found(
        &self,
        searched: &Searched,
        ranks: Range<usize>,
        limits: QueryLimits,
    ) -> Result<Answer, QueryError> {
        self.shared.engine.found(searched, ranks, limits)
    }

    /// Returns the columns of what is found.
    pub fn found_schema(&self) -> SchemaRef {
        rows::schema(&self.shared.tables)
    }

    pub(crate) fn state(&self) -> Arc<State> {
        Arc::clone(&lock(&self.shared.published))
    }

    fn publish(&self, writing: &mut Writing, snapshot: Snapshot) {
        let logs = writing.writer.logs.clone();
        let latest_ms = logs.values().map(|log| log.latest_ms).max().unwrap_or_default();
        let state = State { snapshot, latest_ms, members: Arc::clone(&writing.members), logs };
        lock(&self.shared.known).publish(state.reach());
        let state = Arc::new(state);
        self.shared.engine.library.follow(&state);
        let before = std::mem::replace(&mut *lock(&self.shared.published), state);
        // Its last reader removes retired files: not while the lock is held.
        drop(before);
        writing.ahead = false;
    }
}

fn open_writer(dir: &Path, setting: &Setting<'_>) -> io::Result<Writer> {
    let fingerprint = fingerprint(setting);
    let (store, segments) = Store::open(dir, fingerprint)?;
    if let Ok(writer) = Writer::new(store, segments, setting.limits) {
        return Ok(writer);
    }
    Store::condemn(dir)?;
    let (store, segments) = Store::open(dir, fingerprint)?;
    Writer::new(store, segments, setting.limits).map_err(io::Error::other)
}

fn fingerprint(setting: &Setting<'_>) -> Hash {
    let catalogue = format!("{:?}", setting.catalogue);
    let version = STORED_VERSION.to_be_bytes();
    let (coalition, rules) = (setting.coalition.0.as_bytes(), setting.rules.as_bytes());
    Hash::of([version.as_slice(), coalition, rules, catalogue.as_bytes()])
}

/// Locks `mutex`. What it guards is replaced in single steps, so a panic leaves it whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
