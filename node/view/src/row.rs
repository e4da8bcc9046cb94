//! What a view is given: entries of logs, and the snapshot they lead to.

use std::collections::BTreeMap;

use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::id::SnapshotId;
use flotilla_domain::practice::Practice;
use flotilla_domain::release::Release;
use flotilla_domain::response::Response;

/// One entry of a member's log.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Whose log.
    pub member: MemberId,
    /// The epoch of the key that signed it.
    pub epoch: u32,
    /// The place in the log.
    pub seq: u64,
    /// Its id.
    pub entry_id: EntryId,
    /// When the author says it was made, in milliseconds since 1970.
    pub created_ms: i64,
    /// The word for its kind, as in tables.
    pub kind: &'static str,
    /// Whether it counts.
    pub state: EntryState,
    /// The rules that it breaks: `I3, I6`; empty if it counts.
    pub reasons: String,
    /// The length of its payload.
    pub payload_bytes: u32,
    /// What it says.
    pub content: Content,
}

/// Whether an entry counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EntryState {
    /// Its payload is destroyed, or will be; listed, and what it said is in no other table.
    Erased,
    /// Stored and listed; what it says is in no other table.
    Quarantined,
    /// What it says counts.
    Valid,
    /// It was taken back by its author; listed, and what it says is in no other table.
    Withdrawn,
}

/// What an entry says, as far as tables show it.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nothing that a table shows.
    None,
    /// A practice record.
    Practice(Box<Practice>),
    /// A table of figures.
    Release(Release),
    /// A response to a practice record.
    Response {
        /// What it says.
        response: Box<Response>,
        /// The one before it that says the same of the same record.
        replaces: Option<EntryId>,
    },
    /// These entries of the same member no longer count.
    Withdrawal(Vec<EntryId>),
}

/// The state of the shared data that a view shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Snapshot {
    /// Names it; equal ids mean equal answers.
    pub id: SnapshotId,
    /// How many members have published something.
    pub members_reporting: u32,
    /// How many members there are.
    pub members: u32,
}

/// How far every log goes that an answer is from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reach {
    /// What it is called.
    pub snapshot: Snapshot,
    /// When the latest entry was made, as its author says, in milliseconds since 1970; 0 without one.
    pub latest_ms: i64,
    /// By member, the place of the last entry.
    pub heads: BTreeMap<MemberId, u64>,
    /// How many entries had been taken back, or replaced by such, when this was looked at: those are not shown
    /// as they stood, so an answer that went on after one more would pass over rows.
    pub taken_back: usize,
}

/// Where in a table an answer begins.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// The handle of the first member whose rows are wanted.
    pub member: String,
    /// The place in its log of the first of them; rows of members that follow are wanted whole.
    pub seq: u64,
}

/// How far a member's log is in files.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Watermark {
    /// The place of the last entry that is.
    pub seq: u64,
    /// Its id.
    pub entry_id: EntryId,
}

impl Row {
    /// Returns the entries that no longer count because of this one; empty if it is quarantined.
    ///
    /// A release, practice or response takes the place of those it replaces, a withdrawal hides what it names.
    pub fn hides(&self) -> &[EntryId] {
        if self.state == EntryState::Quarantined {
            return &[];
        }
        match &self.content {
            Content::None => &[],
            Content::Practice(practice) => practice.fields().replaces.as_slice(),
            Content::Release(release) => &release.terms().replaces,
            Content::Response { replaces, .. } => replaces.as_slice(),
            Content::Withdrawal(entries) => entries,
        }
    }

    /// Returns how many rows of tables it makes, itself included.
    pub(crate) fn weight(&self) -> usize {
        1 + match &self.content {
            Content::Release(release) => release.observations().len(),
            Content::Practice(_) | Content::Response { .. } => 1,
            Content::None | Content::Withdrawal(_) => 0,
        }
    }
}

impl EntryState {
    /// Returns the word for it, as in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Erased => "erased",
            Self::Quarantined => "quarantined",
            Self::Valid => "valid",
            Self::Withdrawn => "withdrawn",
        }
    }
}
