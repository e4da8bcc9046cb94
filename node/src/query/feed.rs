//! What changed since somebody was last told: which entries count now, and which ceased to.
//!
//! ```text
//! Told ──compared with──► how every entry stands now ──► changes, and Told as it is after each of them
//! ```
//!
//! Nothing is remembered of anybody: whoever follows carries [`Told`] about, and any node goes on from it. It
//! promises:
//!
//! - **Exactly once**: what was told is a set, and changes are the difference to the set of now. Told after
//!   some of them is what makes the rest the difference.
//! - **Nothing is forgotten**: what ceased to count before the place that one came to is told, too, for the set
//!   says of every place whether it counted.
//! - **A log that was replaced**, because another branch of it counts, is told as such, and then anew.

mod token;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_view::Look;
use flotilla_view::QueryError;
use flotilla_view::Standing;

use crate::query::Reader;

pub use crate::query::feed::token::InvalidTold;

/// How many bytes of an id tell entries of one place apart.
const HEAD_BYTES: usize = 16;

/// The most entries of one piece: some 200 kB for whoever is told.
pub const FATES_MAX: usize = 1_000;

/// The word for an entry that counts, as in tables.
const VALID: &str = "valid";

/// What somebody who follows was told: of every log how far, and what of it does not count.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Told {
    coalition: CoalitionId,
    logs: BTreeMap<MemberId, ToldLog>,
}

/// What was told of one log.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct ToldLog {
    /// The last place that was looked at.
    seq: u64,
    /// The first bytes of the id of the entry there.
    head: [u8; HEAD_BYTES],
    /// The places up to there of what does not count.
    absent: BTreeSet<u64>,
}

/// Something to tell, in one piece.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Piece {
    /// What became of entries of one log.
    pub fates: Vec<Fate>,
    /// What was told after it, as [`Told::to_bytes`] writes it; `None` of the last piece of a log, after which
    /// it is what was told of the whole.
    pub told: Option<Vec<u8>>,
}

/// What became of an entry.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Fate {
    /// It ceased to count; its state says why.
    Ceased(Standing),
    /// It counts.
    Counts(Standing),
    /// The whole log is another one: all that was told of it is void.
    Replaced,
}

/// Why nobody could be told.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// The read model could not be read.
    #[error("the read model could not be read")]
    View(#[source] QueryError),
    /// The work ended without an outcome: a bug.
    #[error("the work ended without an outcome")]
    Work(#[source] tokio::task::JoinError),
}

impl Reader {
    /// Returns one state of all logs, to be told from.
    pub fn look(&self) -> Look {
        self.view.look()
    }

    /// Returns what somebody does not know of the log of `member`, piece by piece, and what they were told
    /// after that. Reads files, on a thread of its own.
    ///
    /// # Errors
    ///
    /// Fails if the read model cannot be read.
    pub async fn changes(
        &self,
        look: &Look,
        member: MemberId,
        mut told: Told,
    ) -> Result<(Told, Vec<Piece>), FeedError> {
        let look = look.clone();
        let work = tokio::task::spawn_blocking(move || {
            let log = look.log(member)?;
            let pieces = told.take(member, &log, FATES_MAX);
            Ok((told, pieces))
        });
        work.await.map_err(FeedError::Work)?.map_err(FeedError::View)
    }
}

impl Told {
    /// Begins with nothing told.
    pub fn nothing(coalition: CoalitionId) -> Self {
        Self { coalition, logs: BTreeMap::new() }
    }

    /// Returns what was told, and leaves nothing in its place.
    pub fn taken(&mut self) -> Self {
        Self { coalition: self.coalition, logs: std::mem::take(&mut self.logs) }
    }

    /// Returns the members of whose logs something was told.
    pub fn members(&self) -> impl Iterator<Item = MemberId> {
        self.logs.keys().copied()
    }

    /// Returns how the log of `member` differs from what was told, in pieces of at most `fates_max`, and
    /// takes it as told.
    fn take(&mut self, member: MemberId, log: &[Standing], fates_max: usize) -> Vec<Piece> {
        let (mut pieces, mut fates) = (Vec::new(), Vec::new());
        if self.logs.get(&member).is_some_and(|told| !told.is_of(log)) {
            self.logs.remove(&member);
            fates.push(Fate::Replaced);
        }
        for standing in log {
            if fates.len() >= fates_max {
                let told = Some(self.to_bytes());
                pieces.push(Piece { fates: std::mem::take(&mut fates), told });
            }
            fates.extend(self.logs.entry(member).or_default().compare(standing));
        }
        if !fates.is_empty() {
            pieces.push(Piece { fates, told: None });
        }
        pieces
    }
}

impl ToldLog {
    /// Returns whether what was told is of this branch of the log.
    fn is_of(&self, log: &[Standing]) -> bool {
        let there = log.iter().find(|it| it.seq == self.seq);
        self.seq == 0 || there.is_some_and(|it| head(it.entry) == self.head)
    }

    /// Returns what is new about an entry, and takes it as told.
    fn compare(&mut self, standing: &Standing) -> Option<Fate> {
        let counts = standing.state == VALID;
        let counted = standing.seq <= self.seq && !self.absent.contains(&standing.seq);
        if standing.seq > self.seq {
            (self.seq, self.head) = (standing.seq, head(standing.entry));
        }
        if counts {
            self.absent.remove(&standing.seq);
        } else {
            self.absent.insert(standing.seq);
        }
        match (counted, counts) {
            (false, true) => Some(Fate::Counts(standing.clone())),
            (true, false) => Some(Fate::Ceased(standing.clone())),
            (false, false) | (true, true) => None,
        }
    }
}

fn head(entry: EntryId) -> [u8; HEAD_BYTES] {
    entry.0.as_bytes().first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
