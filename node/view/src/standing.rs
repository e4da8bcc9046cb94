//! How every entry stands in one state of the logs: for whoever follows what counts and what ceases to.
//!
//! A [`Look`] is of one published state from its first log to its last, whatever the writer does meanwhile,
//! and reads only the logs that it is asked for.

use std::sync::Arc;

use arrow::array::AsArray;
use arrow::array::RecordBatch;
use arrow::datatypes::Int64Type;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;

use crate::error::QueryError;
use crate::row::EntryState;
use crate::row::Reach;
use crate::state::MemberLog;
use crate::state::State;
use crate::store::parquet_file::ReadError;
use crate::table::Logged;
use crate::table::stored;
use crate::view::View;

/// The columns of stored entries that say how they stand.
const COLUMNS: [usize; 5] =
    [stored::SEQ, stored::ENTRY, stored::CREATED, stored::KIND, stored::STATE];

/// The word for an entry whose place another took.
const SUPERSEDED: &str = "superseded";

/// One published state of all logs.
#[derive(Clone, Debug)]
pub struct Look(Arc<State>);

/// How one entry stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Standing {
    /// Its place in the log.
    pub seq: u64,
    /// Its id.
    pub entry: EntryId,
    /// When its author says it was made, in milliseconds since 1970.
    pub created_ms: i64,
    /// The word for its kind, as in tables.
    pub kind: String,
    /// The word for how it stands: as in tables, or `superseded`.
    pub state: &'static str,
}

impl View {
    /// Returns the state that is published.
    pub fn look(&self) -> Look {
        Look(self.state())
    }
}

impl Look {
    /// Returns how far every log goes.
    pub fn reach(&self) -> Reach {
        self.0.reach()
    }

    /// Returns the members, former ones too, with their handles; by handle.
    pub fn members(&self) -> impl Iterator<Item = (MemberId, &str)> {
        self.0.members.iter().map(|it| (it.id, it.handle.as_str()))
    }

    /// Returns how the entries of a log stand, in their order. Reads files, so call it inside
    /// `spawn_blocking`.
    ///
    /// # Errors
    ///
    /// Fails if a file is damaged.
    pub fn log(&self, member: MemberId) -> Result<Vec<Standing>, QueryError> {
        let Some(log) = self.0.logs.get(&member) else { return Ok(Vec::new()) };
        log.standings().map_err(|source| QueryError::Internal { source: source.into() })
    }
}

impl MemberLog {
    fn standings(&self) -> Result<Vec<Standing>, ReadError> {
        let mut standings = Vec::new();
        for segment in &self.segments {
            for batch in segment.read(Logged::Entries, &COLUMNS)? {
                standings.extend(self.stored(&batch?));
            }
        }
        standings.extend(self.tail.iter().map(|row| Standing {
            seq: row.seq,
            entry: row.entry_id,
            created_ms: row.created_ms,
            kind: row.kind.to_owned(),
            state: self.word(row.entry_id, row.state),
        }));
        Ok(standings)
    }

    /// Reads a batch with the columns [`COLUMNS`].
    fn stored(&self, batch: &RecordBatch) -> Vec<Standing> {
        let [places, times] = [0, 2].map(|it| batch.column(it).as_primitive::<Int64Type>());
        let [kinds, states] = [3, 4].map(|it| batch.column(it).as_string::<i32>());
        let entries = batch.column(1).as_binary::<i32>();
        let row = |row: usize| {
            let state = STATES.into_iter().find(|it| it.name() == states.value(row))?;
            let entry = Hash::from_slice(entries.value(row)).map(EntryId)?;
            Some(Standing {
                seq: u64::try_from(places.value(row)).ok()?,
                entry,
                created_ms: times.value(row),
                kind: kinds.value(row).to_owned(),
                state: self.word(entry, state),
            })
        };
        (0..batch.num_rows()).filter_map(row).collect()
    }

    fn word(&self, entry: EntryId, state: EntryState) -> &'static str {
        if state == EntryState::Valid && self.hides(entry) { SUPERSEDED } else { state.name() }
    }
}

/// How entries may stand in files.
const STATES: [EntryState; 4] =
    [EntryState::Erased, EntryState::Quarantined, EntryState::Valid, EntryState::Withdrawn];
