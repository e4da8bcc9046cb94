//! What readers see: one state of all logs, which never changes once it is published.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::AsArray;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::id::SnapshotId;

use crate::row::EntryState;
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
    /// The entries that no longer count.
    pub(crate) hidden: Arc<BTreeSet<EntryId>>,
    /// The practice records, and the word for how each stands.
    pub(crate) practices: Arc<BTreeMap<EntryId, String>>,
}

/// The kind of entry that is a practice record, as in tables.
const PRACTICE: &str = "practice";

/// The word for a practice record whose place another took.
const SUPERSEDED: &str = "superseded";

impl State {
    /// Returns the state before anything is known.
    pub(crate) fn empty(members: Arc<[MemberRow]>) -> Self {
        let id = SnapshotId(Hash::from_bytes([0; 32]));
        let snapshot = Snapshot { id, members_reporting: 0, members: 0 };
        Self { snapshot, members, logs: BTreeMap::new() }
    }

    /// Returns who published the practice record `entry`, and the word for how it stands; `None` if it is
    /// not here.
    pub(crate) fn practice(&self, entry: EntryId) -> Option<(MemberId, &str)> {
        self.logs.iter().find_map(|(member, log)| {
            let state = log.practices.get(&entry)?;
            let is_replaced = state == EntryState::Valid.name() && log.hidden.contains(&entry);
            Some((*member, if is_replaced { SUPERSEDED } else { state }))
        })
    }
}

impl MemberLog {
    /// Returns a log that is in files.
    ///
    /// # Errors
    ///
    /// Fails if a file is damaged.
    pub(crate) fn of(segments: Vec<Arc<Segment>>) -> Result<Self, ReadError> {
        let (mut hidden, mut practices) = (BTreeSet::new(), BTreeMap::new());
        let columns = [stored::ENTRY, stored::KIND, stored::STATE, stored::HIDES];
        for segment in &segments {
            for batch in segment.read(Logged::Entries, &columns)? {
                let batch = batch?;
                let [kinds, states, hides] =
                    [1, 2, 3].map(|it| batch.column(it).as_string::<i32>());
                let ids = hides.iter().flatten().flat_map(|text| text.split(' '));
                hidden.extend(ids.filter_map(Hash::parse).map(EntryId));
                let entries = batch.column(0).as_binary::<i32>().iter();
                for ((entry, kind), state) in entries.zip(kinds).zip(states) {
                    if let (Some(id), Some(PRACTICE), Some(state)) =
                        (entry.and_then(Hash::from_slice), kind, state)
                    {
                        practices.insert(EntryId(id), state.to_owned());
                    }
                }
            }
        }
        let (hidden, practices) = (Arc::new(hidden), Arc::new(practices));
        Ok(Self { segments, hidden, practices, ..Self::default() })
    }

    /// Adds `row` if it follows what is held.
    pub(crate) fn push(&mut self, row: Row) {
        if self.last_seq().is_some_and(|last| row.seq <= last) {
            return;
        }
        if !row.hides().is_empty() {
            Arc::make_mut(&mut self.hidden).extend(row.hides());
        }
        if row.kind == PRACTICE {
            let practices = Arc::make_mut(&mut self.practices);
            practices.insert(row.entry_id, row.state.name().to_owned());
        }
        self.tail_rows += row.weight();
        self.tail.push(Arc::new(row));
    }

    /// Returns how far it is in files.
    pub(crate) fn watermark(&self) -> Option<Watermark> {
        let span = &self.segments.last()?.span;
        Some(Watermark { seq: span.last_seq, entry_id: span.last_entry })
    }

    fn last_seq(&self) -> Option<u64> {
        let in_files = self.segments.last().map(|segment| segment.span.last_seq);
        self.tail.last().map(|row| row.seq).or(in_files)
    }
}

/// Returns `members` ordered by handle, and by id where handles are alike.
pub(crate) fn ordered(mut members: Vec<MemberRow>) -> Arc<[MemberRow]> {
    members.sort_by(|a, b| (&a.handle, a.id).cmp(&(&b.handle, b.id)));
    members.dedup_by(|a, b| a.id == b.id);
    members.into()
}
