//! A group of appends on its way to the disk together.
//!
//! Calls that wait at the same time share one `fdatasync`. Each entry is placed as if those before it
//! in the group were held already; nothing is visible to readers until the whole group is durable.
//! This part decides and reads; [`super::commit`] writes.

use std::collections::BTreeMap;

use flotilla_domain::chain::Link;
use flotilla_domain::chain::Placed;
use flotilla_domain::entry::Entry;
use flotilla_domain::fork::ForkProof;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::signed::Verified;
use flotilla_wire::entry;
use tracing::error;

use super::Appended;
use super::Place;
use super::Recorded;
use super::error::AppendError;
use super::error::IndexError;
use super::signed::Signed;
use super::store::MemberLog;
use super::store::Store;
use crate::frame;

/// The entry in a place, and the one before it.
type Held = (EntryId, Option<EntryId>);

/// A group of appends.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub(super) store: &'a Store,
    /// The logs that change, as they will be.
    pub(super) logs: BTreeMap<MemberId, MemberLog>,
    /// The entries to be written, in the order of each log.
    pub(super) fresh: BTreeMap<Place, Fresh>,
    /// The proofs to be written.
    pub(super) proofs: Vec<ForkProof>,
    /// How far our own log will reach, if it grows.
    pub(super) signed: Option<Signed>,
    has_room: bool,
}

/// An entry to be written.
#[derive(Debug)]
pub(super) struct Fresh {
    pub(super) link: Link,
    pub(super) prev: Option<EntryId>,
    pub(super) content: Vec<u8>,
}

impl<'a> Group<'a> {
    pub(super) fn new(store: &'a Store) -> Self {
        let free = store.files.disk().free_percent(store.files.root());
        // A disk that cannot be asked is no reason to refuse; a full one will say so itself.
        let has_room = free.map_or(true, |free| free >= store.config.free_percent_min);
        let (logs, fresh, proofs, signed) = Default::default();
        Self { store, logs, fresh, proofs, signed, has_room }
    }

    /// Says what becomes of `entry`, and takes it into the group if it is new.
    pub(super) fn append(&mut self, entry: &Verified<Entry>) -> Result<Appended, AppendError> {
        let header = &entry.value().header;
        let (member, seq) = (header.member, header.seq);
        let held = self.held(member, seq)?;
        let chain = self.log(member).chain;
        match chain.place_link(entry.id(), header, held) {
            Placed::AlreadyHeld => Ok(Appended::AlreadyHeld),
            Placed::Diverged { seq } => Ok(Appended::Diverged { seq }),
            // Of two epochs the newer one's cut says which counts: that is no contradiction.
            Placed::Fork { .. } if self.epoch_at(member, seq)? != Some(header.epoch) => {
                Ok(Appended::Void)
            }
            Placed::Fork { held } => {
                let proof = self.prove(entry, held)?;
                let _recorded = self.record(proof.clone())?;
                Ok(Appended::Fork(Box::new(proof)))
            }
            Placed::Gap { expected } => Ok(Appended::Gap { expected }),
            Placed::New => self.take(entry).map(|()| Appended::New),
            Placed::Void => Ok(Appended::Void),
        }
    }

    /// Takes entries of our own into the group if all of them continue our log; else none of them.
    pub(super) fn extend(&mut self, entries: &[Verified<Entry>]) -> Result<(), AppendError> {
        let logs = self.logs.clone();
        let mut taken = Vec::new();
        for entry in entries {
            let header = &entry.value().header;
            match self.continued(entry) {
                Ok(()) => taken.push((header.member, header.seq)),
                Err(error) => {
                    self.logs = logs;
                    self.fresh.retain(|place, _| !taken.contains(place));
                    return Err(error);
                }
            }
        }
        let last = entries.last();
        self.signed = last.map(Signed::of).or(self.signed);
        Ok(())
    }

    /// Takes an entry of our own into the group if it is the next one. A second one in a place that is
    /// taken is our own mistake, not a fork: nobody has seen it, and nobody shall.
    fn continued(&mut self, entry: &Verified<Entry>) -> Result<(), AppendError> {
        let header = &entry.value().header;
        let held = self.held(header.member, header.seq)?;
        match self.log(header.member).chain.place_link(entry.id(), header, held) {
            Placed::New => self.take(entry),
            _ => Err(AppendError::Stale { seq: header.seq }),
        }
    }

    /// Takes a proof into the group, unless an earlier fork is known.
    pub(super) fn record(&mut self, proof: ForkProof) -> Result<Recorded, AppendError> {
        let member = proof.member();
        let mut log = self.log(member);
        let link_at = |seq| self.link_at(member, seq);
        if !log.cut(&proof, link_at).map_err(|error| self.broken_index(&error))? {
            return Ok(Recorded::AlreadyKnown);
        }
        self.logs.insert(member, log);
        self.proofs.push(proof);
        Ok(Recorded::New)
    }

    fn take(&mut self, entry: &Verified<Entry>) -> Result<(), AppendError> {
        let header = &entry.value().header;
        let (member, seq) = (header.member, header.seq);
        let content = entry::to_bytes(entry);
        let mut log = self.log(member);
        log.bytes = log.bytes.saturating_add(frame::frame_bytes(&content));
        let policy = self.store.roster.policy();
        if log.bytes > policy.member_bytes_max || seq > policy.member_entries_max {
            return Err(AppendError::OverLimit { member });
        }
        if !self.has_room {
            return Err(AppendError::DiskFull);
        }
        let link = entry.link();
        log.chain.advance(link);
        log.stored = Some(link);
        self.logs.insert(member, log);
        self.fresh.insert((member, seq), Fresh { link, prev: header.prev, content });
        Ok(())
    }

    fn log(&self, member: MemberId) -> MemberLog {
        self.logs.get(&member).copied().unwrap_or_else(|| self.store.log(member))
    }

    /// Returns the entry in a place, with the one before it, if it is held or in the group.
    fn held(&self, member: MemberId, seq: u64) -> Result<Option<Held>, AppendError> {
        if let Some(fresh) = self.fresh.get(&(member, seq)) {
            return Ok(Some((fresh.link.id, fresh.prev)));
        }
        if seq >= self.log(member).next_stored() {
            return Ok(None);
        }
        let known = self.store.index.get(member, seq);
        let known = known.map_err(|error| self.broken_index(&error))?;
        let known = known.ok_or(AppendError::Damaged { member, seq })?;
        Ok(Some((known.link.id, known.prev)))
    }

    fn epoch_at(&self, member: MemberId, seq: u64) -> Result<Option<u32>, AppendError> {
        let link = self.link_at(member, seq).map_err(|error| self.broken_index(&error))?;
        Ok(link.map(|link| link.epoch))
    }

    fn link_at(&self, member: MemberId, seq: u64) -> Result<Option<Link>, IndexError> {
        if let Some(fresh) = self.fresh.get(&(member, seq)) {
            return Ok(Some(fresh.link));
        }
        Ok(self.store.index.get(member, seq)?.map(|known| known.link))
    }

    /// Returns the proof that `entry` and the one held in its place are two histories.
    fn prove(&self, entry: &Verified<Entry>, held: EntryId) -> Result<ForkProof, AppendError> {
        let header = &entry.value().header;
        let (member, seq) = (header.member, header.seq);
        let held = self.content(member, seq)?.and_then(|content| {
            let held =
                entry::from_bytes(&content).ok()?.recheck(self.store.roster.coalition(), held)?;
            let received = |signed| entry::receive_header(signed).ok();
            let (one, other) = (held.signed().clone(), entry.signed().clone());
            ForkProof::new(received(one)?, received(other)?, &self.store.roster).ok()
        });
        held.ok_or(AppendError::Damaged { member, seq })
    }

    fn content(&self, member: MemberId, seq: u64) -> Result<Option<Vec<u8>>, AppendError> {
        if let Some(fresh) = self.fresh.get(&(member, seq)) {
            return Ok(Some(fresh.content.clone()));
        }
        let known = self.store.index.get(member, seq);
        let Some(known) = known.map_err(|error| self.broken_index(&error))? else {
            return Ok(None);
        };
        // A segment that cannot be read is as good as damaged here: the repair will tell.
        Ok(self.store.files.read(member, known.position).unwrap_or_default())
    }

    fn broken_index(&self, error: &IndexError) -> AppendError {
        error!(error = %error, "index is broken and will be made again by the next start");
        self.store.poison();
        AppendError::Poisoned
    }
}
