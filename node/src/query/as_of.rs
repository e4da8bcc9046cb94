//! The data as they stood: how far every log went at a moment, or in a snapshot that was shown.
//!
//! A snapshot is a set of heads, so what was superseded since is shown again, by the same rows and in the
//! same order as then. What was withdrawn or erased since is not: that is what taking back is for.

use std::sync::Arc;

use flotilla_domain::heads;
use flotilla_domain::heads::Head;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::SnapshotId;
use flotilla_view::EntryState;
use flotilla_view::Place;
use flotilla_view::QueryError;
use flotilla_view::Reach;
use flotilla_view::Snapshot;

use crate::judge::JudgeError;
use crate::ledger::ReadError;
use crate::query::Reader;

/// Why nobody knows how the data stood.
#[derive(Debug, thiserror::Error)]
pub enum AsOfError {
    /// The log could not be asked for its entries.
    #[error("the log could not be read")]
    Log(#[source] ReadError),
    /// The read model could not be asked for its places.
    #[error("the read model could not be read")]
    View(#[source] QueryError),
    /// The work ended without an outcome: a bug.
    #[error("the work ended without an outcome")]
    Work(#[source] tokio::task::JoinError),
}

impl Reader {
    /// Returns how far every log went at a moment, in milliseconds since 1970: up to the first entry that
    /// says it was made later. Equal logs give the same snapshot on every node. The `turn` of whoever asks ends
    /// with the work, which goes on when nobody waits for it any more.
    ///
    /// # Errors
    ///
    /// Fails if the read model or the log cannot be read.
    pub async fn at_moment(
        &self,
        moment_ms: i64,
        turn: impl Send + 'static,
    ) -> Result<Arc<Reach>, AsOfError> {
        let view = self.view.clone();
        let work = tokio::task::spawn_blocking(move || {
            let reach = view.reach_at(moment_ms);
            drop(turn);
            reach
        });
        let reach = work.await.map_err(AsOfError::Work)?.map_err(AsOfError::View)?;
        let reach = Arc::new(Reach { snapshot: self.named(&reach)?, ..reach });
        self.view.remember(Arc::clone(&reach));
        Ok(reach)
    }

    /// Returns how far every log goes in the snapshot `id`; `None` if this node has not shown it lately.
    pub fn at_snapshot(&self, id: SnapshotId) -> Option<Arc<Reach>> {
        self.view.known(id)
    }

    /// Returns how far every log goes in the snapshot `id`, if this node has shown it lately and nothing was
    /// taken back since: only then an answer goes on where it stopped.
    pub fn still_at(&self, id: SnapshotId) -> Option<Arc<Reach>> {
        let now = self.view.reach().taken_back;
        self.view.known(id).filter(|it| it.taken_back == now)
    }

    /// Returns where the rows of an entry stand, and whether it counts; `None` if it is not here.
    ///
    /// # Errors
    ///
    /// Fails if its log cannot be read, or refers to a decision that is not known yet.
    pub async fn place(&self, entry: EntryId) -> Result<Option<(Place, EntryState)>, JudgeError> {
        let Some(standing) = self.standing(entry).await? else { return Ok(None) };
        let roster = self.roster();
        let Some(member) = roster.member(standing.header.member) else { return Ok(None) };
        let place = Place { member: member.handle().to_owned(), seq: standing.header.seq };
        Ok(Some((place, standing.state)))
    }

    /// Returns the snapshot that is so far of every log, by what is decided now.
    fn named(&self, reach: &Reach) -> Result<Snapshot, AsOfError> {
        let mut heads = Heads::new();
        for (member, seq) in &reach.heads {
            let link = self.ledger.link_at(*member, *seq).map_err(AsOfError::Log)?;
            heads.insert(*member, Head { link, ..Head::default() });
        }
        let roster = self.roster();
        let id = heads::digest(roster.coalition(), roster.governance_head(), &heads);
        let members_reporting = u32::try_from(heads.len()).unwrap_or(u32::MAX);
        Ok(Snapshot { id, members_reporting, ..reach.snapshot })
    }
}
