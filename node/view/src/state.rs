//! What readers see: one state of all logs, which never changes once it is published.
//!
//! A state can be looked at as it was, too: each log up to some place ([`Reach`]), so that what came
//! later took nobody's place. What was taken back since stays away, for nothing of it is kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::id::SnapshotId;

use crate::row::EntryState;
use crate::row::Reach;
use crate::row::Row;
use crate::row::Snapshot;
use crate::row::Watermark;
use crate::setting::MemberRow;
use crate::store::parquet_file::ReadError;
use crate::store::segment::Segment;
use crate::table::Logged;
use crate::table::stored;

/// One state of all logs.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) snapshot: Snapshot,
    /// When the latest entry was made, as its author says, in milliseconds since 1970; 0 without one.
    pub(crate) latest_ms: i64,
    /// Ordered by handle.
    pub(crate) members: Arc<[MemberRow]>,
    pub(crate) logs: BTreeMap<MemberId, Arc<MemberLog>>,
}

/// What is held of one member's log: first what is in files, then what is not yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct MemberLog {
    pub(crate) segments: Vec<Arc<Segment>>,
    pub(crate) tail: Vec<Arc<Row>>,
    /// How many rows of tables the tail makes.
    pub(crate) tail_rows: usize,
    /// The entries that no longer count, and what took the place of each.
    pub(crate) hidden: Arc<BTreeMap<EntryId, Hider>>,
    /// The practice records.
    practices: Arc<BTreeMap<EntryId, Practice>>,
    /// The last place that is looked at; all are if `None`.
    pub(crate) until: Option<u64>,
    /// When the latest entry was made, in milliseconds since 1970.
    pub(crate) latest_ms: i64,
}

/// What took the place of an entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hider {
    /// Its place; 0 if it was taken back, for what it replaced is taken back with it.
    since: u64,
    /// Its id.
    pub(crate) entry: EntryId,
    /// When it was made, in milliseconds since 1970.
    pub(crate) created_ms: i64,
}

/// A practice record: its place, and the word for how it stands.
#[derive(Clone, Debug)]
struct Practice {
    seq: u64,
    state: String,
}

/// An entry: its place, and when it was made.
#[derive(Clone, Copy, Debug)]
struct Moment {
    seq: u64,
    created_ms: i64,
}

/// The kind of entry that takes others back, as in tables.
const WITHDRAWAL: &str = "withdrawal";

/// The kind of entry that is a practice record, as in tables.
const PRACTICE: &str = "practice";

/// The word for a practice record whose place another took.
const SUPERSEDED: &str = "superseded";

impl State {
    /// Returns the state before anything is known.
    pub(crate) fn empty(members: Arc<[MemberRow]>) -> Self {
        let id = SnapshotId(Hash::from_bytes([0; 32]));
        let snapshot = Snapshot { id, members_reporting: 0, members: 0 };
        Self { snapshot, latest_ms: 0, members, logs: BTreeMap::new() }
    }

    /// Returns this state with every log as far as `reach` goes.
    pub(crate) fn at(&self, reach: &Reach) -> Self {
        let cut = |(member, log): (&MemberId, &Arc<MemberLog>)| {
            let until = Some(*reach.heads.get(member)?);
            Some((*member, Arc::new(MemberLog { until, ..MemberLog::clone(log) })))
        };
        let Reach { snapshot, latest_ms, .. } = *reach;
        let members = Arc::clone(&self.members);
        Self { snapshot, latest_ms, members, logs: self.logs.iter().filter_map(cut).collect() }
    }

    /// Returns how far every log goes.
    pub(crate) fn reach(&self) -> Reach {
        let heads = self.logs.iter().filter_map(|(member, log)| Some((*member, log.last_seq()?)));
        let taken_back = self.logs.values().map(|log| log.gone()).sum();
        let (snapshot, latest_ms) = (self.snapshot, self.latest_ms);
        Reach { snapshot, latest_ms, heads: heads.collect(), taken_back }
    }

    /// Returns how far every log went at a moment: up to the first entry that says it was made later.
    ///
    /// # Errors
    ///
    /// Fails if a file is damaged.
    pub(crate) fn reach_at(&self, moment_ms: i64) -> Result<Reach, ReadError> {
        let mut reach = Reach { latest_ms: 0, heads: BTreeMap::new(), ..self.reach() };
        for (member, log) in &self.logs {
            for Moment { seq, created_ms } in log.moments()? {
                if created_ms > moment_ms {
                    break;
                }
                reach.latest_ms = reach.latest_ms.max(created_ms);
                reach.heads.insert(*member, seq);
            }
        }
        Ok(reach)
    }

    /// Returns who published the practice record `entry`, and the word for how it stands; `None` if it is
    /// not here.
    pub(crate) fn practice(&self, entry: EntryId) -> Option<(MemberId, &str)> {
        self.logs.iter().find_map(|(member, log)| {
            let practice = log.practices.get(&entry).filter(|it| log.is_within(it.seq))?;
            let state = practice.state.as_str();
            let is_replaced = state == EntryState::Valid.name() && log.hides(entry);
            Some((*member, if is_replaced { SUPERSEDED } else { state }))
        })
    }
}

impl State {
    /// Names the practice records that count, and who published them: equal names, equal records.
    pub(crate) fn library(&self) -> Hash {
        let mut counting = Vec::new();
        for member in self.members.iter() {
            let Some(log) = self.logs.get(&member.id) else { continue };
            let practices = log.practices.iter().filter(|(entry, practice)| {
                let is_valid = practice.state == EntryState::Valid.name();
                is_valid && log.is_within(practice.seq) && !log.hides(**entry)
            });
            for (entry, _) in practices {
                counting.extend_from_slice(entry.0.as_bytes());
                // A handle has no such byte.
                counting.extend_from_slice(member.handle.as_bytes());
                counting.push(0);
            }
        }
        Hash::of([counting.as_slice()])
    }
}

impl MemberLog {
    /// Returns a log that is in files.
    ///
    /// # Errors
    ///
    /// Fails if a file is damaged.
    pub(crate) fn of(segments: Vec<Arc<Segment>>) -> Result<Self, ReadError> {
        let mut log = Self::default();
        let (hidden, practices) =
            (Arc::make_mut(&mut log.hidden), Arc::make_mut(&mut log.practices));
        let columns = [
            stored::SEQ,
            stored::ENTRY,
            stored::CREATED,
            stored::KIND,
            stored::STATE,
            stored::HIDES,
        ];
        for segment in &segments {
            for batch in segment.read(Logged::Entries, &columns)? {
                let batch = batch?;
                let [kinds, states, hides] =
                    [3, 4, 5].map(|it| batch.column(it).as_string::<i32>());
                let [places, moments] =
                    [0, 2].map(|it| batch.column(it).as_primitive::<Int64Type>().values());
                let places = || places.iter().map(|it| u64::try_from(*it).unwrap_or_default());
                let entries = batch.column(1).as_binary::<i32>().iter();
                let words = kinds.iter().zip(states).zip(hides);
                let rows = places().zip(moments.iter().copied()).zip(entries).zip(words);
                for (((seq, created_ms), entry), ((kind, state), hides)) in rows {
                    let id = entry.and_then(Hash::from_slice).map(EntryId);
                    let (Some(entry), Some(kind), Some(state)) = (id, kind, state) else {
                        continue;
                    };
                    let hider = Hider { since: since(seq, kind, state), entry, created_ms };
                    for id in hides.into_iter().flat_map(|it| it.split(' ')) {
                        if let Some(id) = Hash::parse(id) {
                            hide(hidden, EntryId(id), hider);
                        }
                    }
                    if kind == PRACTICE {
                        practices.insert(entry, Practice { seq, state: state.to_owned() });
                    }
                }
                let latest_ms = moments.iter().copied().max().unwrap_or_default();
                log.latest_ms = log.latest_ms.max(latest_ms);
            }
        }
        log.segments = segments;
        Ok(log)
    }

    /// Adds `row` if it follows what is held.
    pub(crate) fn push(&mut self, row: Row) {
        if self.last_seq().is_some_and(|last| row.seq <= last) {
            return;
        }
        if !row.hides().is_empty() {
            let hidden = Arc::make_mut(&mut self.hidden);
            let since = since(row.seq, row.kind, row.state.name());
            let hider = Hider { since, entry: row.entry_id, created_ms: row.created_ms };
            for id in row.hides() {
                hide(hidden, *id, hider);
            }
        }
        if row.kind == PRACTICE {
            let practices = Arc::make_mut(&mut self.practices);
            let state = row.state.name().to_owned();
            practices.insert(row.entry_id, Practice { seq: row.seq, state });
        }
        self.latest_ms = self.latest_ms.max(row.created_ms);
        self.tail_rows += row.weight();
        self.tail.push(Arc::new(row));
    }

    /// Returns how far it is in files.
    pub(crate) fn watermark(&self) -> Option<Watermark> {
        let span = &self.segments.last()?.span;
        Some(Watermark { seq: span.last_seq, entry_id: span.last_entry })
    }

    /// Returns whether the place `seq` is looked at.
    pub(crate) fn is_within(&self, seq: u64) -> bool {
        self.until.is_none_or(|until| seq <= until)
    }

    /// Returns whether `entry` no longer counts.
    pub(crate) fn hides(&self, entry: EntryId) -> bool {
        self.hidden.get(&entry).is_some_and(|it| self.is_within(it.since))
    }

    /// Returns whether `entry` is of those that were taken back, or were replaced by such.
    pub(crate) fn is_gone(&self, entry: EntryId) -> bool {
        self.hidden.get(&entry).is_some_and(|it| it.since == 0)
    }

    /// Returns how many entries were taken back, or were replaced by such.
    fn gone(&self) -> usize {
        self.hidden.values().filter(|it| it.since == 0).count()
    }

    /// Returns what took the place of `entry`, as far as the log is looked at.
    pub(crate) fn hider(&self, entry: EntryId) -> Option<Hider> {
        self.hidden.get(&entry).filter(|it| self.is_within(it.since)).copied()
    }

    /// Returns the place of every entry, and when it was made.
    fn moments(&self) -> Result<Vec<Moment>, ReadError> {
        let mut moments = Vec::new();
        for segment in &self.segments {
            for batch in segment.read(Logged::Entries, &[stored::SEQ, stored::CREATED])? {
                let batch = batch?;
                let [places, times] =
                    [0, 1].map(|it| batch.column(it).as_primitive::<Int64Type>().values());
                let places = places.iter().map(|it| u64::try_from(*it).unwrap_or_default());
                let times = times.iter().copied();
                moments
                    .extend(places.zip(times).map(|(seq, created_ms)| Moment { seq, created_ms }));
            }
        }
        let tail = self.tail.iter();
        moments.extend(tail.map(|row| Moment { seq: row.seq, created_ms: row.created_ms }));
        Ok(moments)
    }

    fn last_seq(&self) -> Option<u64> {
        let in_files = self.segments.last().map(|segment| segment.span.last_seq);
        self.tail.last().map(|row| row.seq).or(in_files)
    }
}

/// Takes note of what took the place of `entry`: the first that did, or one that was taken back.
fn hide(hidden: &mut BTreeMap<EntryId, Hider>, entry: EntryId, hider: Hider) {
    let first = hidden.entry(entry).or_insert(hider);
    if hider.since < first.since {
        *first = hider;
    }
}

/// Returns since which place an entry hides others: always, if it was taken back or takes back.
fn since(seq: u64, kind: &str, state: &str) -> u64 {
    if kind != WITHDRAWAL && state == EntryState::Valid.name() { seq } else { 0 }
}

/// Returns `members` ordered by handle, and by id where handles are alike.
pub(crate) fn ordered(mut members: Vec<MemberRow>) -> Arc<[MemberRow]> {
    members.sort_by(|a, b| (&a.handle, a.id).cmp(&(&b.handle, b.id)));
    members.dedup_by(|a, b| a.id == b.id);
    members.into()
}
