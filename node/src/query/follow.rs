//! Follows the ledger into the read model.
//!
//! ```text
//!  ledger ──watch──► new entries, in order ──judge──► rows ──► view (atomically, with its snapshot)
//! ```
//!
//! The snapshot named to the view is the digest of the heads *that were applied*, not of those in the
//! ledger: a reader never sees a name for data that is not there yet. When a log loses entries (a fork
//! was found, or damage), its rows go first. A damaged log never ends the node: it is shown as far as
//! it is sound, and the rest when it has been fetched again.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::chain::Link;
use flotilla_domain::entry::Entry;
use flotilla_domain::heads;
use flotilla_domain::heads::Head;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Verified;
use flotilla_gate::check::Reason;
use flotilla_view::ApplyError;
use flotilla_view::Content;
use flotilla_view::Row;
use flotilla_view::Snapshot;
use flotilla_view::View;
use flotilla_wire::payload;
use tokio::sync::watch;
use tracing::error;
use tracing::warn;

use crate::judge::Judge;
use crate::judge::JudgeError;
use crate::judge::Judged;
use crate::judge::Outlook;
use crate::judge::Taken;
use crate::ledger::Ledger;
use crate::ledger::ReadError;
use crate::query::Reader;
use crate::query::members;
use crate::query::standing;
use crate::shutdown::Drain;

/// How many bytes of a log are applied in one step.
const STEP_BYTES: usize = 1 << 20;

/// Keeps the view up with the ledger.
#[derive(Debug)]
pub struct Materialiser {
    view: View,
    ledger: Ledger,
    judge: Arc<Judge>,
    rosters: watch::Receiver<Arc<Roster>>,
    applied: Heads,
    /// By what outlook the rows were made that are applied, where that is known.
    outlooks: BTreeMap<MemberId, Outlook>,
    /// What readers see; nothing until the view has caught up once.
    shown: watch::Sender<Option<Seen>>,
}

/// What readers see.
#[derive(Debug)]
pub(super) struct Seen {
    /// How far of each log.
    pub(super) heads: Heads,
    /// By whose decisions.
    pub(super) roster: Arc<Roster>,
}

/// Why the view could not be kept up.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The view refused.
    #[error("the read model could not be written")]
    Apply(#[source] ApplyError),
    /// The log could not be read, or not be judged.
    #[error("the log could not be judged")]
    Judge(#[source] JudgeError),
    /// The log could not be compared with the read model.
    #[error("the log could not be read")]
    Read(#[source] ReadError),
    /// A step ended without an answer: a bug.
    #[error("a step ended without an answer")]
    Step(#[source] tokio::task::JoinError),
}

/// Makes the two halves over one view.
pub fn opened(
    view: View,
    ledger: Ledger,
    judge: Arc<Judge>,
    rosters: watch::Receiver<Arc<Roster>>,
) -> (Materialiser, Reader) {
    let (shown, seen) = watch::channel(None);
    let (applied, outlooks) = (Heads::new(), BTreeMap::new());
    let reader = Reader {
        view: view.clone(),
        rosters: rosters.clone(),
        shown: seen,
        ledger: ledger.clone(),
        judge: Arc::clone(&judge),
    };
    (Materialiser { view, ledger, judge, rosters, applied, outlooks, shown }, reader)
}

impl Materialiser {
    /// Applies what the ledger holds and the view lacks. Works on the calling thread, for as long as
    /// it takes.
    ///
    /// # Errors
    ///
    /// Fails if a log cannot be read or the view cannot be written.
    pub async fn catch_up(&mut self) -> Result<(), FollowError> {
        if self.applied.is_empty() {
            self.resume()?;
        }
        let roster = self.follow_decisions().await?;
        let mut behind: BTreeSet<MemberId> =
            self.applied.keys().copied().chain(self.ledger.counted().into_keys()).collect();
        // In turns: a member that publishes very much delays nobody else.
        while !behind.is_empty() {
            for member in std::mem::take(&mut behind) {
                if self.keep_up(member).await? {
                    behind.insert(member);
                }
            }
            let applied = &self.applied;
            self.shown.send_if_modified(|shown| match shown {
                Some(seen) => {
                    seen.heads.clone_from(applied);
                    true
                }
                None => false,
            });
        }
        // Also where nothing was applied: an empty coalition has a snapshot, too.
        self.view.apply(Vec::new(), self.snapshot()).map_err(FollowError::Apply)?;
        self.shown.send_replace(Some(Seen { heads: self.applied.clone(), roster }));
        Ok(())
    }

    /// Follows the ledger until the node stops.
    ///
    /// # Errors
    ///
    /// Fails if a log cannot be read or the view cannot be written.
    pub async fn run(mut self, mut drain: Drain) -> Result<(), FollowError> {
        let mut grown = self.ledger.watch();
        let mut decided = self.rosters.clone();
        loop {
            grown.mark_unchanged();
            decided.mark_unchanged();
            let runtime = tokio::runtime::Handle::current();
            // Judging and writing files takes its time; other tasks must not wait for it.
            let step = tokio::task::spawn_blocking(move || {
                let outcome = runtime.block_on(self.catch_up());
                (self, outcome)
            });
            let (this, outcome) = step.await.map_err(FollowError::Step)?;
            self = this;
            outcome?;
            tokio::select! {
                () = drain.begun() => break,
                changed = grown.changed() => if changed.is_err() { break },
                Ok(()) = decided.changed() => {}
            }
        }
        if let Err(cause) = self.view.flush() {
            error!(%cause, "the read model was not flushed; it will be read from the log again");
        }
        Ok(())
    }

    /// Shows who belongs now, and takes back what has to be judged again.
    async fn follow_decisions(&mut self) -> Result<Arc<Roster>, FollowError> {
        // Taken first: whoever waits for a roster waits for all that was decided with it.
        let roster = Arc::clone(&self.rosters.borrow());
        for member in self.judge.review().await {
            self.forget(member, 1)?;
        }
        self.view.set_members(members(&roster));
        Ok(roster)
    }

    /// Starts from what the view has in files, as far as that is what the ledger holds.
    fn resume(&mut self) -> Result<(), FollowError> {
        for (member, mark) in self.view.watermarks() {
            let held = self.ledger.link_at(member, mark.seq).map_err(FollowError::Read)?;
            match held.filter(|link| link.id == mark.entry_id) {
                Some(link) => {
                    self.applied.insert(member, Head { link: Some(link), ..Head::default() });
                }
                None => self.view.forget(member, 1).map_err(FollowError::Apply)?,
            }
        }
        Ok(())
    }

    /// Applies some of what the ledger holds of one log and the view lacks, as far as it is sound;
    /// says whether there is more.
    async fn keep_up(&mut self, member: MemberId) -> Result<bool, FollowError> {
        let head = self.retreat(member).await?;
        match self.advance(member, head).await {
            Err(FollowError::Judge(JudgeError::Log(ReadError::Damaged { seq, .. }))) => {
                // The ledger has set it aside by now; it grows again when a peer has sent it.
                warn!(author = %member, seq, "a log is damaged and shown up to there");
                self.retreat(member).await.map(|_| false)
            }
            advanced => advanced,
        }
    }

    /// Takes back what no longer counts, and returns how far the ledger holds the log.
    async fn retreat(&mut self, member: MemberId) -> Result<Head, FollowError> {
        let head = self.ledger.counted().get(&member).copied().unwrap_or_default();
        let Some(applied) = self.applied.get(&member).copied() else { return Ok(head) };
        if !self.is_held(member, applied)? {
            // Another branch counts now.
            self.forget(member, 1)?;
            self.judge.forget(member).await;
            return Ok(head);
        }
        if seq(applied.link) <= seq(head.link) && applied.forked_seq == head.forked_seq {
            return Ok(head);
        }
        self.judge.forget(member).await;
        self.fall_back(member, head).await?;
        Ok(head)
    }

    /// Goes back to `head`, and further where what is gone had taken entries back.
    async fn fall_back(&mut self, member: MemberId, head: Head) -> Result<(), FollowError> {
        let end = seq(head.link).saturating_add(1);
        let after = self.judge.outlook(member, seq(head.link)).await.map_err(FollowError::Judge)?;
        let from = match self.outlooks.get(&member) {
            Some(before) => {
                let changed = self.judge.changed(before, &after).map_err(FollowError::Judge)?;
                changed.map_or(end, |seq| seq.min(end)).min(after.until_seq().saturating_add(1))
            }
            // Nobody knows what the rows were made by.
            None => 1,
        };
        self.forget(member, from)?;
        let link = self.applied.get(&member).and_then(|it| it.link);
        match (link, head.forked_seq) {
            (None, None) => self.applied.remove(&member),
            (link, forked_seq) => {
                self.applied.insert(member, Head { link, forked_seq, ..Head::default() })
            }
        };
        self.outlooks.insert(member, after);
        Ok(())
    }

    /// Drops the rows of a log from `from_seq` on.
    fn forget(&mut self, member: MemberId, from_seq: u64) -> Result<(), FollowError> {
        self.view.forget(member, from_seq).map_err(FollowError::Apply)?;
        let applied = self.applied.remove(&member).unwrap_or_default();
        let last = from_seq.saturating_sub(1).min(seq(applied.link));
        let link = self.ledger.link_at(member, last).map_err(FollowError::Read)?;
        if let Some(link) = link {
            self.applied.insert(member, Head { link: Some(link), ..applied });
        } else {
            self.outlooks.remove(&member);
        }
        Ok(())
    }

    /// Returns whether the ledger still follows what was applied, or holds less of the same branch.
    fn is_held(&self, member: MemberId, applied: Head) -> Result<bool, FollowError> {
        let Some(link) = applied.link else { return Ok(true) };
        let held = self.ledger.link_at(member, link.seq).map_err(FollowError::Read)?;
        Ok(held.is_none_or(|held| held.id == link.id))
    }

    /// Applies the next entries of one log, none beyond `head`; says whether there are more.
    async fn advance(&mut self, member: MemberId, head: Head) -> Result<bool, FollowError> {
        let done = self.done(member);
        if done >= seq(head.link) {
            return Ok(false);
        }
        let mut until = seq(head.link);
        loop {
            let before = self.outlook(member).await?;
            let after = self.judge.outlook(member, until).await.map_err(FollowError::Judge)?;
            let changed = self.judge.changed(&before, &after).map_err(FollowError::Judge)?;
            let is_short = after.until_seq() < self.done(member);
            if changed.is_none() && !is_short {
                self.outlooks.insert(member, after.clone());
                let done = self.step(member, head, &after).await?;
                self.view.apply(done.rows, self.snapshot()).map_err(FollowError::Apply)?;
                return Ok(done.goes_on);
            }
            let from = changed.unwrap_or(u64::MAX).min(after.until_seq().saturating_add(1));
            if from <= self.done(member) {
                self.forget(member, from)?;
            }
            // Some rows before the head are right only if what follows is there, too: they are shown
            // together.
            match self.stage(member, head, &after).await {
                Ok(reached) if reached >= after.until_seq() => {
                    self.view.apply(Vec::new(), self.snapshot()).map_err(FollowError::Apply)?;
                    return Ok(false);
                }
                // It waits for a decision, and so do the notices beyond.
                Ok(reached) => {
                    self.forget(member, 1)?;
                    until = reached;
                }
                Err(error) => {
                    self.forget(member, 1)?;
                    return Err(error);
                }
            }
        }
    }

    /// Adds rows up to where `outlook` ends without showing them; returns how far it came.
    async fn stage(
        &mut self,
        member: MemberId,
        head: Head,
        outlook: &Outlook,
    ) -> Result<u64, FollowError> {
        self.outlooks.insert(member, outlook.clone());
        loop {
            let Step { rows, goes_on } = self.step(member, head, outlook).await?;
            let is_stuck = rows.is_empty();
            self.view.stage(rows).map_err(FollowError::Apply)?;
            if is_stuck || !goes_on {
                return Ok(self.done(member));
            }
        }
    }

    /// Makes the next rows of one log, none beyond where `outlook` ends, and takes note of them.
    async fn step(
        &mut self,
        member: MemberId,
        head: Head,
        outlook: &Outlook,
    ) -> Result<Step, FollowError> {
        let (done, until) = (self.done(member), outlook.until_seq());
        let entries = self.ledger.read(member, done + 1, STEP_BYTES).await;
        let mut entries = entries.map_err(|error| FollowError::Judge(JudgeError::Log(error)))?;
        entries.retain(|entry| entry.value().header.seq <= until);
        let before = self.applied.get(&member).and_then(|it| it.link).map(|link| link.id);
        // Else it went over to another branch meanwhile; that is looked at again.
        if entries.first().is_some_and(|first| first.value().header.prev != before) {
            return Ok(Step { rows: Vec::new(), goes_on: true });
        }
        let mut rows = Vec::with_capacity(entries.len());
        for entry in &entries {
            match self.row(entry, outlook).await {
                // It waits for the decision; what comes after it waits, too.
                Err(FollowError::Judge(JudgeError::Undecided)) => break,
                row => rows.push(row?),
            }
        }
        let Some(link) = rows.len().checked_sub(1).and_then(|last| entries.get(last)) else {
            return Ok(Step { rows, goes_on: false });
        };
        let (link, is_whole) = (link.link(), rows.len() == entries.len());
        let applied = Head { link: Some(link), forked_seq: head.forked_seq, ..Head::default() };
        self.applied.insert(member, applied);
        Ok(Step { rows, goes_on: is_whole && link.seq < until })
    }

    /// Returns by what outlook the rows of a log were made.
    async fn outlook(&self, member: MemberId) -> Result<Outlook, FollowError> {
        match self.outlooks.get(&member) {
            Some(outlook) => Ok(outlook.clone()),
            None => {
                let made = self.judge.outlook(member, self.done(member)).await;
                made.map_err(FollowError::Judge)
            }
        }
    }

    fn done(&self, member: MemberId) -> u64 {
        seq(self.applied.get(&member).and_then(|it| it.link))
    }

    async fn row(&self, entry: &Verified<Entry>, outlook: &Outlook) -> Result<Row, FollowError> {
        let judged = self.judge.judge(entry, outlook).await;
        let Judged { content, reasons, taken, replaces } = judged.map_err(FollowError::Judge)?;
        let header = &entry.value().header;
        let state = standing::state(taken, &reasons);
        Ok(Row {
            member: header.member,
            epoch: header.epoch,
            seq: header.seq,
            entry_id: entry.id(),
            created_ms: header.created_ms,
            kind: header.kind.name(),
            state,
            reasons: invariants(&reasons),
            payload_bytes: header.payload_bytes,
            content: shown(content, taken, replaces),
        })
    }

    fn snapshot(&self) -> Snapshot {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let roster = self.rosters.borrow();
        Snapshot {
            id: heads::digest(roster.coalition(), roster.governance_head(), &self.applied),
            members_reporting: count(self.applied.len()),
            members: count(roster.len()),
        }
    }
}

/// Rows of one log, and whether there are more.
struct Step {
    rows: Vec<Row>,
    goes_on: bool,
}

/// Returns what tables show of an entry. Of one that was withdrawn it is only what it replaced, which
/// stays replaced.
fn shown(content: payload::Content, taken: Taken, replaces: Option<EntryId>) -> Content {
    let content = match content {
        payload::Content::Erasure(_)
        | payload::Content::Opaque
        | payload::Content::Withdrawal(_) => Content::None,
        payload::Content::Practice(practice) => Content::Practice(practice),
        payload::Content::Release(release) => Content::Release(release),
        payload::Content::Response(response) => Content::Response { response, replaces },
    };
    match (taken, content) {
        (Taken::No, content) => content,
        (Taken::Withdrawn, Content::Practice(practice)) => {
            Content::Withdrawal(practice.fields().replaces.iter().copied().collect())
        }
        (Taken::Withdrawn, Content::Release(release)) => {
            Content::Withdrawal(release.terms().replaces.clone())
        }
        (Taken::Withdrawn, Content::Response { replaces, .. }) => {
            Content::Withdrawal(replaces.into_iter().collect())
        }
        (Taken::Erased | Taken::Withdrawn, _) => Content::None,
    }
}

/// Returns the invariants that are broken: `I3, I6`.
fn invariants(reasons: &[Reason]) -> String {
    let mut names: Vec<&str> = reasons.iter().map(|reason| reason.invariant).collect();
    names.dedup();
    names.join(", ")
}

fn seq(link: Option<Link>) -> u64 {
    link.map_or(0, |link| link.seq)
}

#[cfg(test)]
mod tests;
