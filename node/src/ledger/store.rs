//! What all parts of an open ledger share: the files, the index, and the heads in memory.
//!
//! The writer is the only one that changes it, through [`Store::publish`], after the change is
//! durable; readers never see what a power cut could take back.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;

use flotilla_domain::coalition::Fork;
use flotilla_domain::fork::ForkProof;
use flotilla_domain::heads::Head;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Verified;
use tokio::sync::watch;

use super::LedgerConfig;
use super::files::Files;
use super::files::Segment;
use super::index::Index;
use super::signed::Signed;

/// A node key of a member: with its epoch, and as bytes.
pub(super) type Speaker = (MemberId, u32, [u8; 32]);

/// An open ledger.
#[derive(Debug)]
pub(super) struct Store {
    pub(super) config: LedgerConfig,
    pub(super) files: Files,
    pub(super) index: Index,
    state: RwLock<State>,
    version: watch::Sender<u64>,
    poisoned: watch::Sender<bool>,
    // Held until the last handle is dropped; the lock goes with it.
    _lock: File,
}

/// What is held in memory.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// Who belongs, as everything else here was judged by.
    pub(super) roster: Arc<Roster>,
    pub(super) logs: BTreeMap<MemberId, MemberLog>,
    /// The forks of each forked log, the earliest first.
    pub(super) forks: BTreeMap<MemberId, Vec<ForkProof>>,
    /// How long the file of proofs is.
    pub(super) forks_bytes: u64,
    /// How far our own log has reached.
    pub(super) signed: Option<Signed>,
    /// The newest statement under each key.
    pub(super) statements: BTreeMap<Speaker, Verified<HeadStatement>>,
}

/// What is held in memory of one log.
#[derive(Clone, Debug, Default)]
pub(super) struct MemberLog {
    /// The branch that is followed.
    pub(super) head: Head,
    /// How far it counts.
    pub(super) counted: Head,
    /// The first fork that no cut settles.
    pub(super) fork: Option<Fork>,
    /// How many entries are on disk, on whatever branch.
    pub(super) entries: u64,
    /// The bytes of all segments.
    pub(super) bytes: u64,
    /// The segment that is appended to.
    pub(super) tail: Option<Segment>,
}

impl Store {
    pub(super) fn new(
        config: LedgerConfig,
        (files, lock): (Files, File),
        index: Index,
        state: State,
    ) -> Self {
        Self {
            config,
            files,
            index,
            state: RwLock::new(state),
            version: watch::Sender::new(0),
            poisoned: watch::Sender::new(false),
            _lock: lock,
        }
    }

    /// Changes what is held in memory, and tells everyone who watches.
    pub(super) fn publish(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner));
        self.version.send_modify(|version| *version = version.wrapping_add(1));
    }

    /// Refuses every append from now on.
    pub(super) fn poison(&self) {
        self.poisoned.send_replace(true);
    }

    pub(super) fn is_poisoned(&self) -> bool {
        *self.poisoned.borrow()
    }

    pub(super) fn poisoned(&self) -> watch::Receiver<bool> {
        self.poisoned.subscribe()
    }

    pub(super) fn watch(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// Looks at what is held in memory; `look` must be quick.
    pub(super) fn with<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns who belongs, as the ledger knows.
    pub(super) fn roster(&self) -> Arc<Roster> {
        self.with(|state| Arc::clone(&state.roster))
    }

    pub(super) fn log(&self, member: MemberId) -> MemberLog {
        self.with(|state| state.logs.get(&member).cloned().unwrap_or_default())
    }

    pub(super) fn statement_path(&self, (member, epoch, key): Speaker) -> PathBuf {
        let key = flotilla_domain::id::Hash::of([key.as_slice()]);
        self.files.statements().join(format!("{member}-{epoch}-{key}"))
    }
}

impl State {
    /// Returns how far every log is followed.
    pub(super) fn heads(&self) -> Heads {
        self.listed(|log| log.head)
    }

    /// Returns how far every log counts.
    pub(super) fn counted(&self) -> Heads {
        self.listed(|log| log.counted)
    }

    /// Returns the newest statement of `member` under a key that `roster` has in force.
    pub(super) fn statement(
        &self,
        roster: &Roster,
        member: MemberId,
    ) -> Option<&Verified<HeadStatement>> {
        let own = self.statements.range((member, 0, [0; 32])..=(member, u32::MAX, [255; 32]));
        let mut in_force = own.filter(|((_, epoch, key), _)| {
            roster.node_key(member, *epoch).is_some_and(|it| it.as_bytes() == key)
        });
        in_force.next_back().map(|(_, statement)| statement)
    }

    /// Returns the newest statement of each member, ordered by member.
    pub(super) fn spoken(&self) -> impl Iterator<Item = &Verified<HeadStatement>> {
        let everyone = self.roster.everyone().map(|it| it.id);
        everyone.filter_map(|member| self.statement(&self.roster, member))
    }

    fn listed(&self, head: impl Fn(&MemberLog) -> Head) -> Heads {
        let heads = self.logs.iter().map(|(member, log)| (*member, head(log)));
        heads
            .filter(|(_, head)| head.link.is_some() || head.forked_seq.is_some())
            .collect()
    }
}
