//! What was found about one entry, and about one log.

use flotilla_domain::entry::Kind;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::PublicKey;

/// What was found about an entry whose header is genuine.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The entry.
    pub id: EntryId,
    /// Its author.
    pub member: MemberId,
    /// The epoch in which it was signed.
    pub epoch: u32,
    /// Its place in the log.
    pub seq: u64,
    /// What it is.
    pub kind: Kind,
    /// When its author says it was made.
    pub created_ms: i64,
    /// The node key that signed it.
    pub key: PublicKey,
    /// The governance height that the author knew.
    pub gov_height: u64,
    /// Whether the branch of governance that counts has the entry that the author knew.
    pub gov_known: bool,
    /// Whether it counts.
    pub verdict: Verdict,
    /// The other active members whose nodes say that they hold it, ordered by id.
    pub acknowledged: Vec<MemberId>,
}

/// Whether an entry with a genuine header counts, as far as the bundle shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// It counts.
    Counts,
    /// The payload beside it is not the one that was signed.
    Differs,
    /// It was erased: by this entry of its author, or by order of the coalition.
    Erased {
        /// The erasure.
        by: Option<EntryId>,
    },
    /// Its payload is not in the bundle, and nothing in there says why.
    Hollow,
    /// An entry before it is missing, or its author has no seat.
    Pending,
    /// Its author signed two histories, or two documents, and this is not (yet) the one that counts.
    Quarantined {
        /// The place of the first entry that is in question, where the log itself has parted.
        forked_seq: Option<u64>,
    },
    /// A later entry of its author took its place.
    Superseded {
        /// The later entry.
        by: EntryId,
    },
    /// What was signed is not what its kind should be.
    Unreadable,
    /// A later withdrawal or erasure of its author is in the bundle without its content.
    Unsettled {
        /// The notice that may name it.
        by: EntryId,
    },
    /// It never counts.
    Void(VoidReason),
    /// Its author took it back.
    Withdrawn {
        /// The withdrawal.
        by: EntryId,
    },
}

/// Why an entry never counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum VoidReason {
    /// It lies beyond the cut with which this epoch began.
    BeyondCut {
        /// The epoch.
        epoch: u32,
    },
    /// Its author left the coalition, and its log ended before.
    Departed,
    /// It breaks the chain, or follows an entry that is void.
    Parted,
    /// The key that signed it does not speak for its author.
    WrongKey,
}

/// What was found about the log of one member.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogFinding {
    /// The member.
    pub member: MemberId,
    /// Entries that count.
    pub valid: usize,
    /// Entries that were withdrawn.
    pub withdrawn: usize,
    /// Entries that were erased.
    pub erased: usize,
    /// Entries that were replaced by later ones.
    pub superseded: usize,
    /// Entries that are quarantined.
    pub quarantined: usize,
    /// Entries that are void.
    pub void: usize,
    /// Entries that follow a missing one, or cannot be settled.
    pub pending: usize,
    /// Entries without the content that was signed, or with one that says nothing.
    pub hollow: usize,
    /// The place of the first entry where the log has two histories and none counts.
    pub forked_seq: Option<u64>,
    /// Whether its author ever signed two entries after the same one.
    pub contested: bool,
    /// The last place of which the bundle holds an entry.
    pub last_seq: u64,
    /// The last place of which a head statement says that there is one, if it is beyond.
    pub known_seq: Option<u64>,
    /// The other active members whose nodes say that they hold all that is valid.
    pub held_by: usize,
}

impl Verdict {
    /// Returns the word for it, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Differs => "payload_differs",
            Self::Erased { .. } => "erased",
            Self::Hollow => "payload_missing",
            Self::Pending => "pending",
            Self::Quarantined { .. } => "quarantined",
            Self::Superseded { .. } => "superseded",
            Self::Unreadable => "unreadable",
            Self::Unsettled { .. } => "unsettled",
            Self::Void(_) => "void",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Returns the entry that made it so, if one did.
    pub fn by(self) -> Option<EntryId> {
        match self {
            Self::Erased { by } => by,
            Self::Superseded { by } | Self::Unsettled { by } | Self::Withdrawn { by } => Some(by),
            _ => None,
        }
    }
}

impl LogFinding {
    /// Begins the finding on a log of which nothing is held.
    pub(super) fn empty(member: MemberId) -> Self {
        Self {
            member,
            valid: 0,
            withdrawn: 0,
            erased: 0,
            superseded: 0,
            quarantined: 0,
            void: 0,
            pending: 0,
            hollow: 0,
            forked_seq: None,
            contested: false,
            last_seq: 0,
            known_seq: None,
            held_by: 0,
        }
    }

    /// Counts an entry.
    pub(super) fn count(&mut self, verdict: Verdict) {
        let counter = match verdict {
            Verdict::Counts => &mut self.valid,
            Verdict::Erased { .. } => &mut self.erased,
            Verdict::Differs | Verdict::Hollow | Verdict::Unreadable => &mut self.hollow,
            Verdict::Pending | Verdict::Unsettled { .. } => &mut self.pending,
            Verdict::Quarantined { .. } => &mut self.quarantined,
            Verdict::Superseded { .. } => &mut self.superseded,
            Verdict::Void(_) => &mut self.void,
            Verdict::Withdrawn { .. } => &mut self.withdrawn,
        };
        *counter = counter.saturating_add(1);
    }
}
