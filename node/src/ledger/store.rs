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

use flotilla_domain::chain::Chain;
use flotilla_domain::chain::Link;
use flotilla_domain::fork::ForkProof;
use flotilla_domain::heads::Head;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Verified;
use tokio::sync::watch;

use super::LedgerConfig;
use super::error::IndexError;
use super::files::Files;
use super::files::Segment;
use super::index::Index;
use super::signed::Signed;

/// An open ledger.
#[derive(Debug)]
pub(super) struct Store {
    pub(super) config: LedgerConfig,
    pub(super) files: Files,
    pub(super) index: Index,
    pub(super) roster: Arc<Roster>,
    state: RwLock<State>,
    version: watch::Sender<u64>,
    poisoned: watch::Sender<bool>,
    // Held until the last handle is dropped; the lock goes with it.
    _lock: File,
}

/// What is held in memory.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) logs: BTreeMap<MemberId, MemberLog>,
    /// The earliest fork of each forked log.
    pub(super) forks: BTreeMap<MemberId, ForkProof>,
    /// How long the file of proofs is.
    pub(super) forks_bytes: u64,
    /// How far our own log has reached.
    pub(super) signed: Option<Signed>,
    pub(super) statements: BTreeMap<MemberId, Verified<HeadStatement>>,
}

/// What is held in memory of one log.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MemberLog {
    /// What counts.
    pub(super) chain: Chain,
    /// The last entry on disk; beyond the head once the log has forked.
    pub(super) stored: Option<Link>,
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
        roster: Arc<Roster>,
        state: State,
    ) -> Self {
        Self {
            config,
            files,
            index,
            roster,
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

    pub(super) fn log(&self, member: MemberId) -> MemberLog {
        self.with(|state| state.logs.get(&member).copied().unwrap_or_default())
    }

    pub(super) fn statement_path(&self, member: MemberId) -> PathBuf {
        self.files.statements().join(member.to_string())
    }
}

impl State {
    pub(super) fn heads(&self) -> Heads {
        let head = |(member, log): (&MemberId, &MemberLog)| {
            let head = Head { link: log.chain.head(), forked_seq: log.chain.forked_seq() };
            let is_listed = head.link.is_some() || head.forked_seq.is_some();
            is_listed.then_some((*member, head))
        };
        self.logs.iter().filter_map(head).collect()
    }
}

impl MemberLog {
    /// Returns the place of the next entry on disk.
    pub(super) fn next_stored(&self) -> u64 {
        self.stored.map_or(1, |link| link.seq.saturating_add(1))
    }

    /// Ends the log before the fork that `proof` proves; says whether that changed anything.
    pub(super) fn cut(
        &mut self,
        proof: &ForkProof,
        link_at: impl FnOnce(u64) -> Result<Option<Link>, IndexError>,
    ) -> Result<bool, IndexError> {
        let seq = proof.seq();
        let is_cut = self.chain.head().is_some_and(|head| head.seq >= seq);
        let before = if is_cut { link_at(seq.saturating_sub(1))? } else { None };
        Ok(self.chain.fork(seq, before))
    }
}
