//! Every member's log, on disk: **nothing acknowledged is lost**.
//!
//! ```text
//! <dir>/ledger.lock                        one process at a time
//! <dir>/log/<member>/<number>.seg          the truth: frames of exact bytes, append only
//! <dir>/log/forks.seg                      proofs that an author signed two histories
//! <dir>/rewriting                         frames that are being made holes, or are being filled
//! <dir>/signed                             how far our own log has ever reached
//! <dir>/statements/<member>-<epoch>-<key>  the latest head statement under each node key
//! <dir>/index/                             may be deleted at any time; rebuilt without a person
//! ```
//!
//! - **Durable, then indexed, then acknowledged.** An append returns after `fdatasync`. The index may
//!   lag behind the files, never lead; when opened, only what it lacks is scanned.
//! - **Every read is checked** by CRC, by decoding and by the id that was verified when it came.
//! - **Damage is set aside, not served.** The bytes from a damaged entry on move to a file beside
//!   their segment, the entry is forgotten with all that lie behind it, and [`Ledger::heads`]
//!   goes back, so that replication fetches them again. Heads of an honest node go back only then,
//!   and at a cut. Of our own log, [`Ledger::claim_beyond`] tells that it has been longer.
//! - **A log is a tree, and one branch of it is followed** ([`Ledger::heads`]): the one that counts
//!   ([`Ledger::counted`]), and beyond a fork that nothing decides the one that was held first. What
//!   documents, governance and witnesses say later changes what is followed, and nothing on disk.
//! - **The roster is followed live**: verdicts and limits change with it.
//! - **A payload can be destroyed** ([`Ledger::destroy`]): a hole stays in its place, and what follows
//!   does not move. An append of the same entry with its payload fills the hole.
//! - **A disk that does not sync poisons the ledger**: nothing is appended any more, and
//!   [`Ledger::poisoned`] tells the app to stop the process.
//! - Memory holds two heads per member and nothing per entry, but for statements and proofs, and while
//!   a log is judged as a whole.

use std::path::Path;
use std::sync::Arc;
use std::thread;

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::EntryState;
use flotilla_domain::entry::Entry;
use flotilla_domain::fork::ForkProof;
use flotilla_domain::heads;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::id::SnapshotId;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Verified;
use tokio::sync::mpsc;
use tokio::sync::oneshot;
use tokio::sync::watch;

use self::read::Reading;
use self::read::Wanted;
use self::store::Store;
use self::writer::Calls;
use self::writer::Command;
use crate::disk::Disk;
use crate::disk::RealDisk;
use crate::frame;

mod commit;
mod error;
mod fates;
mod files;
mod group;
mod holes;
mod index;
mod open;
mod read;
mod scan;
mod signed;
mod standing;
mod statements;
mod store;
mod writer;

pub use self::error::AppendError;
pub use self::error::IndexError;
pub use self::error::OpenLedgerError;
pub use self::error::ReadError;
pub use self::holes::Hole;

/// How often a stretch is read: again after damage was healed, which may only have moved it.
const READS_MAX: usize = 2;

/// Every member's log, on disk. Clones are handles on the same ledger.
#[derive(Clone, Debug)]
pub struct Ledger {
    store: Arc<Store>,
    commands: mpsc::Sender<Command>,
}

/// A place in a log: whose, and which.
pub type Place = (MemberId, u64);

/// An entry, and what became of it.
pub type Fate = (Link, EntryState);

/// How a ledger uses its machine.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LedgerConfig {
    /// Memory for the index; it takes a few times this when everything is read.
    pub cache_bytes: u64,
    /// Appending stops when less of the disk than this is free, in percent.
    pub free_percent_min: u64,
    /// A segment that has reached this many bytes is not appended to any more.
    pub segment_bytes_max: u64,
}

/// What was found when a ledger was opened.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Opened {
    /// How many times damage was found, and what follows it in its log set aside.
    pub damaged: u64,
    /// How many entries are held, those beyond a fork included.
    pub entries: u64,
    /// Whether the index was not there, or of no use, and was made again.
    pub index_rebuilt: bool,
    /// How many bytes of appends that were never acknowledged were cut off.
    pub torn_bytes: u64,
}

/// What an append came to, for one entry.
#[derive(Clone, Debug)]
#[must_use]
pub enum Appended {
    /// We held this entry already.
    AlreadyHeld,
    /// It belongs to another history that parts from ours before `seq`; ask for the entry there.
    Diverged {
        /// The place at which to compare next.
        seq: u64,
    },
    /// Its author signed two histories. Entry and proof are recorded.
    Fork(Box<ForkProof>),
    /// Entries before it are missing; ask for them first.
    Gap {
        /// The first one that is missing.
        expected: u64,
    },
    /// It is held now, on whatever branch.
    New,
    /// A document excludes it, or there are too many forks already: it was not kept.
    Void,
}

/// That a log holds an entry, as somebody said.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Claim {
    /// Whose node said so.
    pub by: MemberId,
    /// The entry.
    pub link: Link,
}

/// What recording a proof or a statement came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub enum Recorded {
    /// We knew as much or more already.
    AlreadyKnown,
    /// It is recorded.
    New,
}

/// Returns a roster that never changes, to open a ledger with.
pub fn fixed(roster: Arc<Roster>) -> watch::Receiver<Arc<Roster>> {
    watch::channel(roster).1
}

/// Returns whether a panic on the thread of this name is of the index, and dealt with: the index is
/// worth nothing by itself and made again.
pub fn contains_panics(thread: &str) -> bool {
    index::contains_panics(thread)
}

impl LedgerConfig {
    /// What suits a small server: 64 MiB segments, 32 MiB of cache, 5 % of the disk in reserve.
    pub const DEFAULT: Self =
        Self { cache_bytes: 32 << 20, free_percent_min: 5, segment_bytes_max: 64 << 20 };
}

impl Ledger {
    /// Opens the ledger in `dir`, or makes an empty one; blocks while it scans what the index lacks.
    ///
    /// # Errors
    ///
    /// Fails if another process has it open, or the files cannot be used.
    pub fn open(
        dir: &Path,
        roster: watch::Receiver<Arc<Roster>>,
        config: LedgerConfig,
    ) -> Result<(Self, Opened), OpenLedgerError> {
        Self::open_on(dir, roster, config, Arc::new(RealDisk))
    }

    /// Appends `entries`, each where it belongs, and says for each what became of it. What is new is
    /// durable when this returns.
    ///
    /// # Errors
    ///
    /// Fails if there is no room or the disk fails; then nothing of the call is acknowledged, though
    /// some of it may be held.
    pub async fn append(
        &self,
        entries: Vec<Verified<Entry>>,
    ) -> Result<Vec<Appended>, AppendError> {
        let asked = self.ask(|reply| Command::Append(entries, reply)).await;
        asked.unwrap_or(Err(AppendError::Closed))
    }

    /// Appends entries of our own that others hold, as [`Ledger::append`] does; also such as a document
    /// excludes, which [`Ledger::void`] lists then.
    ///
    /// # Errors
    ///
    /// Fails if there is no room or the disk fails.
    pub async fn salvage(
        &self,
        entries: Vec<Verified<Entry>>,
    ) -> Result<Vec<Appended>, AppendError> {
        let asked = self.ask(|reply| Command::Salvage(entries, reply)).await;
        asked.unwrap_or(Err(AppendError::Closed))
    }

    /// Appends `entries` of our own, which all continue our log: all of them, or none.
    ///
    /// They are durable when this returns, and so is how far our log reaches now.
    ///
    /// # Errors
    ///
    /// Fails if one does not continue the log, there is no room, or the disk fails; then nothing of
    /// the call is held, unless the process dies meanwhile.
    pub async fn extend(&self, entries: Vec<Verified<Entry>>) -> Result<(), AppendError> {
        let asked = self.ask(|reply| Command::Extend(entries, reply)).await;
        asked.unwrap_or(Err(AppendError::Closed))
    }

    /// Records that an author signed two histories. Of one epoch of one log a few forks are kept.
    ///
    /// # Errors
    ///
    /// Fails if there is no room or the disk fails.
    pub async fn record_fork(&self, proof: ForkProof) -> Result<Recorded, AppendError> {
        let asked = self.ask(|reply| Command::Fork(Box::new(proof), reply)).await;
        asked.unwrap_or(Err(AppendError::Closed))
    }

    /// Keeps what a node says it holds, if it is newer than what that node said before.
    ///
    /// Statements of other nodes may be lost without harm. So that our own counter never goes back,
    /// take it from [`Ledger::next_counter`].
    ///
    /// # Errors
    ///
    /// Fails if there is no room or the disk fails.
    pub async fn put_statement(
        &self,
        statement: Verified<HeadStatement>,
    ) -> Result<Recorded, AppendError> {
        let asked = self.ask(|reply| Command::State(Box::new(statement), reply)).await;
        asked.unwrap_or(Err(AppendError::Closed))
    }

    /// Reads entries of the followed branch of one log, in order from `from_seq`: as many as fit
    /// `bytes_max`, but at least one. Empty beyond the head.
    ///
    /// Damage is set aside on the way, and then the head is where it was found: what is left is read.
    ///
    /// # Errors
    ///
    /// Fails if the log is damaged again at once, or the disk fails.
    pub async fn read(
        &self,
        member: MemberId,
        from_seq: u64,
        bytes_max: usize,
    ) -> Result<Vec<Verified<Entry>>, ReadError> {
        for _attempt in 0..READS_MAX {
            let until_seq = self.store.log(member).head.link.map_or(0, |link| link.seq);
            let wanted = Wanted::Between(from_seq, until_seq);
            let reading = self.read_once(member, wanted, bytes_max).await?;
            if reading.damaged.is_none() || !reading.entries.is_empty() {
                return Ok(reading.entries);
            }
        }
        Err(ReadError::Damaged { member, seq: from_seq })
    }

    /// Reads one entry, on whatever branch.
    ///
    /// # Errors
    ///
    /// Fails if it is damaged, after having set it aside, or the disk fails.
    pub async fn entry(&self, id: EntryId) -> Result<Option<Verified<Entry>>, ReadError> {
        let Some((member, seq)) = self.entry_by_id(id)? else {
            return Ok(None);
        };
        for _attempt in 0..READS_MAX {
            let reading = self.read_once(member, Wanted::One(id), 0).await?;
            if let Some(entry) = reading.entries.into_iter().next() {
                return Ok(Some(entry));
            }
        }
        Err(ReadError::Damaged { member, seq })
    }

    /// Ends the writer, writes the index down and lets the next process in.
    ///
    /// What was acknowledged is safe without it; the next start is faster with it. Other handles fail
    /// from now on, and the lock is free when the last one is dropped.
    pub async fn close(self) {
        // `None` says that it was closed before.
        let _closed = self.ask(Command::Close).await;
    }

    /// Waits until the disk has failed to confirm a write; never returns while all is well.
    pub async fn poisoned(&self) {
        let mut poisoned = self.store.poisoned();
        // The sender lives as long as we do, so there is no other way to end.
        let _seen = poisoned.wait_for(|is_poisoned| *is_poisoned).await.is_ok();
    }

    /// Returns a counter that changes with every durable change.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.store.watch()
    }

    /// Waits until everything here is judged by a roster that is no older than the newest one now.
    pub async fn heed(&self) {
        // `None` says that it was closed: then nothing changes any more.
        let _heeded = self.ask(Command::Heed).await;
    }

    /// Returns how far every log is held and followed: what to tell peers.
    pub fn heads(&self) -> Heads {
        self.store.with(store::State::heads)
    }

    /// Returns how far every log counts, with the forks that nothing decides: what to show. The same
    /// wherever the same is held.
    pub fn counted(&self) -> Heads {
        self.store.with(store::State::counted)
    }

    /// Returns the name of the state of the shared data: equal names, equal answers.
    pub fn snapshot_id(&self) -> SnapshotId {
        self.store.with(|state| {
            let roster = &state.roster;
            heads::digest(roster.coalition(), roster.governance_head(), &state.counted())
        })
    }

    /// Returns the proofs of forks under keys in force, ordered by member and place.
    pub fn forks(&self) -> Vec<ForkProof> {
        self.store.with(|state| {
            let all = state.forks.values().flatten();
            all.filter(|proof| standing::is_provable(proof, &state.roster))
                .cloned()
                .collect()
        })
    }

    /// Returns the latest statement of each node under a key in force, ordered by member.
    pub fn statements(&self) -> Vec<Verified<HeadStatement>> {
        self.store.with(|state| state.spoken().cloned().collect())
    }

    /// Returns the counter for the next statement of `member` in `epoch`: above the last one held, and
    /// not below the time.
    ///
    /// The file guards against a clock that goes back, and the clock against a file that is lost.
    pub fn next_counter(&self, member: MemberId, epoch: u32, now_ms: i64) -> u64 {
        let held = self.store.with(|state| {
            let held = state.statement(&state.roster, member).map(Verified::value);
            held.filter(|held| held.epoch == epoch).map_or(0, |held| held.counter)
        });
        held.saturating_add(1).max(u64::try_from(now_ms).unwrap_or(0))
    }

    /// Returns a claim to an entry of `member` that its log does not hold here, and that no document
    /// makes void. What its own node signed or said comes before what others say.
    pub fn claim_beyond(&self, member: MemberId) -> Option<Claim> {
        signed::claim_beyond(self, member)
    }

    /// Returns how many bytes the log of `member` takes.
    pub fn member_bytes(&self, member: MemberId) -> u64 {
        self.store.log(member).bytes
    }

    /// Returns how many entries of `member` are stored, on whatever branch.
    pub fn member_entries(&self, member: MemberId) -> u64 {
        self.store.log(member).entries
    }

    /// Returns the link of the entry in a place of the followed branch.
    ///
    /// # Errors
    ///
    /// Fails if the index is damaged.
    pub fn link_at(&self, member: MemberId, seq: u64) -> Result<Option<Link>, ReadError> {
        let known = self.store.index.get(member, seq).map_err(ReadError::Index)?;
        Ok(known.map(|known| known.link()))
    }

    /// Returns the coalition whose logs these are.
    pub fn coalition(&self) -> CoalitionId {
        self.store.roster().coalition()
    }

    /// Returns whose entry this is, and its place.
    ///
    /// # Errors
    ///
    /// Fails if the index is damaged.
    pub fn entry_by_id(&self, id: EntryId) -> Result<Option<Place>, ReadError> {
        self.store.index.place(id).map_err(ReadError::Index)
    }

    /// Returns whether we hold this entry, on whatever branch.
    ///
    /// # Errors
    ///
    /// Fails if the index is damaged.
    pub fn contains(&self, id: EntryId) -> Result<bool, ReadError> {
        self.entry_by_id(id).map(|place| place.is_some())
    }

    fn open_on(
        dir: &Path,
        mut roster: watch::Receiver<Arc<Roster>>,
        config: LedgerConfig,
        disk: Arc<dyn Disk>,
    ) -> Result<(Self, Opened), OpenLedgerError> {
        let in_dir = |source| OpenLedgerError::File { path: dir.to_owned(), source };
        let known = Arc::clone(&roster.borrow_and_update());
        let (store, opened) = open::open(dir, known, config, disk)?;
        let store = Arc::new(store);
        let (commands, receiver) = mpsc::channel(writer::QUEUE_MAX);
        let calls = Calls { commands: receiver, roster };
        let shared = Arc::clone(&store);
        let thread = thread::Builder::new().name("ledger-writer".to_owned());
        let started = thread.spawn(move || writer::run(shared, calls));
        // The thread ends by itself when the last handle is dropped.
        drop(started.map_err(in_dir)?);
        Ok((Self { store, commands }, opened))
    }

    /// Reads what is wanted, and has damage healed if it comes upon some.
    async fn read_once(
        &self,
        member: MemberId,
        wanted: Wanted,
        bytes_max: usize,
    ) -> Result<Reading, ReadError> {
        let (store, bytes_max) = (Arc::clone(&self.store), frame::long(bytes_max));
        let read = move || read::read(&store, member, &wanted, bytes_max);
        let reading = tokio::task::spawn_blocking(read).await;
        // A reader that did not come back was cancelled, because the process ends.
        let reading = reading.map_err(|_| ReadError::Closed)??;
        if let Some((seq, id)) = reading.damaged {
            let healed = self.ask(|reply| Command::Repair((member, seq, id), reply)).await;
            healed.unwrap_or(Err(ReadError::Closed))?;
        }
        Ok(reading)
    }

    /// Asks the writer; `None` says that it has ended.
    async fn ask<T>(&self, command: impl FnOnce(oneshot::Sender<T>) -> Command) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(command(reply)).await.ok()?;
        answer.await.ok()
    }
}

#[cfg(test)]
pub(crate) mod tests;
