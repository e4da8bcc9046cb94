//! Destroys the payloads that are to be destroyed, when their time has come.
//!
//! ```text
//! <data>/erasures     how long each condemned payload has waited here, and what is destroyed
//! ```
//!
//! What the admin key consents to, or the coalition orders, is destroyed at once; what is condemned by
//! a node key alone waits for [`ERASURE_DELAY_MS`], in which its owner can cut off a thief. Promises:
//!
//! - **Nothing is destroyed early, whatever the clock says.** Only the time counts in which this node
//!   ran and held the notice, by a clock that cannot be set. A node that is off does not count on, and
//!   destroys later.
//! - **A notice that is gone before has no effect**, and if it comes again, waiting begins again.
//! - **A hole is believed only where it is due here**: any other is asked for from every peer
//!   ([`Erasures::wanted`]), and until it is filled or explained, the log is shown up to there.
//! - **With a card goes what it stands for**, on the node that holds it (`home`).
//! - **What is destroyed is said** ([`Erasures::destroyed`]): head statements carry it, as receipts.
//!
//! A cut that goes back before an erasure takes its explanation away, not its effect: the author
//! publishes the erasure again, or the log ends there for readers.

mod book;
mod home;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use flotilla_domain::erasure::ERASURE_DELAY_MS;
use flotilla_domain::erasure::Standing;
use flotilla_domain::heads::DESTROYED_MAX;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use tokio::sync::watch;
use tracing::warn;

use crate::clock::Clock;
use crate::erasures::book::Book;
use crate::held::Held;
use crate::held::HeldError;
use crate::identity::Signer;
use crate::judge::Judge;
use crate::judge::JudgeError;
use crate::ledger::AppendError;
use crate::ledger::Ledger;
use crate::ledger::ReadError;
use crate::shutdown::Drain;

/// How often the time that passes is counted.
const TICK: Duration = Duration::from_secs(600);

/// How long changes are gathered before they are looked at.
const GATHER: Duration = Duration::from_millis(100);

/// Entries of one log, by place.
pub type Places = BTreeMap<MemberId, BTreeSet<u64>>;

/// Destroys what is to be destroyed. Clones are handles on the same one.
#[derive(Clone, Debug)]
pub struct Erasures(Arc<Shared>);

/// What erasures are made of.
#[derive(Debug)]
pub struct Parts {
    /// Keeps the payloads.
    pub ledger: Ledger,
    /// Says how entries stand.
    pub judge: Arc<Judge>,
    /// Who belongs.
    pub rosters: watch::Receiver<Arc<Roster>>,
    /// Knows whose node this is.
    pub signer: Arc<Signer>,
    /// What stays on this node.
    pub held: Held,
    /// Counts the time.
    pub clock: Clock,
}

/// An entry that is to be destroyed, or was.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Erasure {
    /// Whose.
    pub member: MemberId,
    /// Which.
    pub id: EntryId,
    /// How it stands.
    pub standing: Standing,
    /// How much longer it is kept here, in milliseconds.
    pub left_ms: u64,
    /// Whether its payload is destroyed here.
    pub is_destroyed: bool,
}

/// Why nothing could be destroyed.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// The ledger did not do it.
    #[error("payloads could not be destroyed")]
    Destroy(#[source] AppendError),
    /// What is held at home is still there.
    #[error("what is held at home could not be destroyed")]
    Held(#[source] HeldError),
    /// How entries stand is not known.
    #[error("notices could not be read")]
    Judge(#[source] JudgeError),
    /// What is missing is not known.
    #[error("the log could not be read")]
    Read(#[source] ReadError),
}

#[derive(Debug)]
struct Shared {
    parts: Parts,
    state: Mutex<State>,
    /// One review after the other.
    turn: tokio::sync::Mutex<()>,
    changed: watch::Sender<u64>,
}

#[derive(Debug)]
struct State {
    book: Book,
    /// How the entries stand that are to be destroyed.
    standings: BTreeMap<EntryId, (MemberId, Standing)>,
    wanted: Places,
    /// Up to when time was counted.
    counted: Duration,
    /// The payloads that lay here at the start and that no card names; none until that can be known.
    unnamed: Option<BTreeSet<Hash>>,
}

impl Erasures {
    /// Takes up the count where it was left in `dir`.
    pub fn open(dir: &Path, parts: Parts) -> Self {
        let counted = parts.clock.monotonic();
        let (standings, wanted) = (BTreeMap::new(), Places::new());
        let state = State { book: Book::open(dir), standings, wanted, counted, unnamed: None };
        let (changed, _) = watch::channel(0);
        let (state, turn) = (Mutex::new(state), tokio::sync::Mutex::default());
        Self(Arc::new(Shared { parts, state, turn, changed }))
    }

    /// Destroys what is due, whenever something is, until the drain begins.
    pub async fn run(self, mut drain: Drain) {
        let mut grown = self.0.parts.ledger.watch();
        let mut decided = self.0.parts.rosters.clone();
        loop {
            grown.mark_unchanged();
            decided.mark_unchanged();
            if let Err(cause) = self.review().await {
                // Tried again with the next change, or in a while.
                warn!(cause = %crate::telemetry::chain(&cause), "erasures wait");
            }
            let changed = async {
                tokio::time::sleep(GATHER).await;
                tokio::select! {
                    changed = grown.changed() => changed.is_ok(),
                    Ok(()) = decided.changed() => true,
                    () = tokio::time::sleep(TICK) => true,
                }
            };
            tokio::select! {
                () = drain.begun() => break,
                goes_on = changed => if !goes_on { break },
            }
        }
        self.count();
        self.state().book.save();
    }

    /// Counts the time that has passed, and destroys what is due.
    ///
    /// # Errors
    ///
    /// Fails if the log cannot be read or written.
    pub async fn review(&self) -> Result<(), EraseError> {
        let _turn = self.0.turn.lock().await;
        self.count();
        let roster = Arc::clone(&self.0.parts.rosters.borrow());
        self.settle_at_home().await?;
        let (mut standings, mut wanted) = (BTreeMap::new(), Places::new());
        let mut destroyed = Vec::new();
        for member in roster.everyone().map(|it| it.id) {
            let condemned = self.0.parts.judge.condemned(member).await;
            let condemned = condemned.map_err(EraseError::Judge)?;
            let unnamed = self.unnamed(member).await?;
            let due = self.due(member, &condemned, &unnamed);
            self.destroy(member, &due).await?;
            self.destroy_unnamed(member, &unnamed, &due).await?;
            for hole in self.0.parts.ledger.holes(member).map_err(EraseError::Read)? {
                if due.contains(&hole.link.id) && !hole.is_notice {
                    destroyed.push(hole.link.id);
                } else {
                    wanted.entry(member).or_default().insert(hole.link.seq);
                }
            }
            standings.extend(condemned.into_iter().map(|(id, it)| (id, (member, it))));
        }
        self.note(standings, wanted, &destroyed);
        Ok(())
    }

    /// Returns the entries whose payloads are destroyed here, in order; the latest, if there are many.
    pub fn destroyed(&self) -> Vec<EntryId> {
        let state = self.state();
        let destroyed = state.book.destroyed();
        let first = destroyed.len().saturating_sub(DESTROYED_MAX);
        let mut latest = destroyed.get(first..).unwrap_or_default().to_vec();
        latest.sort_unstable();
        latest
    }

    /// Returns whether an entry is to be held without its payload.
    pub fn is_destroyed(&self, id: EntryId) -> bool {
        self.state().book.is_destroyed(id)
    }

    /// Returns the holes that nothing here explains: to be asked for.
    pub fn wanted(&self) -> Places {
        self.state().wanted.clone()
    }

    /// Returns everything that is to be destroyed, or was.
    pub fn all(&self) -> Vec<Erasure> {
        let state = self.state();
        let erasure = |(id, (member, standing)): (&EntryId, &(MemberId, Standing))| Erasure {
            member: *member,
            id: *id,
            standing: *standing,
            left_ms: match standing {
                Standing::Destroyed => 0,
                _ => ERASURE_DELAY_MS.saturating_sub(state.book.waited_ms(*id)),
            },
            is_destroyed: state.book.is_destroyed(*id),
        };
        state.standings.iter().map(erasure).collect()
    }

    /// Returns a counter that changes with what is destroyed, condemned or wanted.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.0.changed.subscribe()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic aborts the process, so the lock is never poisoned.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the time count that has passed since the last count.
    fn count(&self) {
        let now = self.0.parts.clock.monotonic();
        let mut state = self.state();
        let passed = now.saturating_sub(state.counted);
        state.counted = now;
        state.book.wait(u64::try_from(passed.as_millis()).unwrap_or(u64::MAX));
    }

    /// Returns which of the condemned entries of a log are due, and has the others wait; so with payloads of
    /// its author here that no card names, by their hashes.
    fn due(
        &self,
        member: MemberId,
        condemned: &BTreeMap<EntryId, Standing>,
        unnamed: &BTreeSet<Hash>,
    ) -> BTreeSet<EntryId> {
        let mut condemned = condemned.clone();
        condemned.extend(unnamed.iter().map(|it| (EntryId(*it), Standing::Condemned)));
        let mut state = self.state();
        let waiting = condemned.iter().filter(|(_, it)| **it == Standing::Condemned);
        state.book.keep_waiting(member, &waiting.map(|(id, _)| *id).collect());
        let is_due = |(id, standing): &(&EntryId, &Standing)| {
            **standing == Standing::Destroyed || state.book.waited_ms(**id) >= ERASURE_DELAY_MS
        };
        condemned.iter().filter(is_due).map(|(id, _)| *id).collect()
    }

    /// Destroys what of `due` was not destroyed before, or is here again.
    async fn destroy(&self, member: MemberId, due: &BTreeSet<EntryId>) -> Result<(), EraseError> {
        let ledger = &self.0.parts.ledger;
        let mut doomed = Vec::new();
        for id in due {
            let is_hole = ledger.is_hole(*id).map_err(EraseError::Read)?;
            let is_held = ledger.contains(*id).map_err(EraseError::Read)?;
            if is_held && !(is_hole && self.is_destroyed(*id)) {
                doomed.push(*id);
            }
        }
        if doomed.is_empty() {
            return Ok(());
        }
        self.destroy_at_home(member, &doomed).await?;
        ledger.destroy(member, doomed).await.map(drop).map_err(EraseError::Destroy)
    }

    fn note(
        &self,
        standings: BTreeMap<EntryId, (MemberId, Standing)>,
        wanted: Places,
        destroyed: &[EntryId],
    ) {
        let mut state = self.state();
        let is_news = state.book.note(destroyed)
            || (&state.standings, &state.wanted) != (&standings, &wanted);
        (state.standings, state.wanted) = (standings, wanted);
        state.book.save_if_due();
        drop(state);
        if is_news {
            self.0.changed.send_modify(|count| *count = count.wrapping_add(1));
        }
    }
}

#[cfg(test)]
mod tests;
