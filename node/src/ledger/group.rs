//! A group of appends on its way to the disk together.
//!
//! Calls that wait at the same time share one `fdatasync`. Each entry is placed as if those before it
//! in the group were held already; nothing is visible to readers until the whole group is durable.
//! This part decides and reads; [`super::commit`] writes.
//!
//! An entry that follows the last one of the followed branch, and that no document excludes, is simply
//! the next. One that follows another entry we hold is kept beside the branch, unless a document
//! excludes it for all we know: what a thief goes on writing is not even kept, unless it is our own log,
//! where only a person can tell what was written by whom. The log is judged as a
//! whole only if such an entry may change what counts: it proves a fork, or a cut names it. Proofs are
//! limited ([`PROOFS_MAX`]), so an author cannot have its log judged for every entry.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::chain::Link;
use flotilla_domain::coalition;
use flotilla_domain::coalition::Terms;
use flotilla_domain::entry::Entry;
use flotilla_domain::fork::ForkProof;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Verified;
use flotilla_wire::entry;
use tracing::error;

use super::Appended;
use super::Recorded;
use super::error::AppendError;
use super::error::IndexError;
use super::holes::Rewrite;
use super::index::Branch;
use super::index::Indexed;
use super::index::Mark;
use super::signed::Signed;
use super::store::MemberLog;
use super::store::Store;
use crate::frame;

/// The most forks of one epoch of one log that are on record. Two matter at most: one that witnesses
/// decide, and the next, which stays open.
pub(super) const PROOFS_MAX: usize = 16;

/// A group of appends.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub(super) store: &'a Store,
    /// The logs that change, as they will be.
    pub(super) logs: BTreeMap<MemberId, MemberLog>,
    /// The logs that have to be judged as a whole.
    pub(super) unsettled: BTreeSet<MemberId>,
    /// The entries to be written, in the order in which they came.
    pub(super) fresh: Vec<Fresh>,
    /// The payloads to be put where their holes are.
    pub(super) fills: Vec<Rewrite>,
    /// The proofs to be written.
    pub(super) proofs: Vec<ForkProof>,
    /// How far our own log will reach, if it grows.
    pub(super) signed: Option<Signed>,
    roster: Arc<Roster>,
    /// What logs are judged by that were looked at.
    terms: BTreeMap<MemberId, Arc<Terms>>,
    /// Where in `fresh` an entry is.
    ids: BTreeMap<EntryId, usize>,
    has_room: bool,
}

/// An entry to be written.
#[derive(Debug)]
pub(super) struct Fresh {
    pub(super) member: MemberId,
    pub(super) place: coalition::Place,
    pub(super) branch: Branch,
    pub(super) mark: Mark,
    pub(super) content: Vec<u8>,
}

/// An entry that is held or in the group: whose, where, and on which branch.
type Known = (MemberId, coalition::Place, Branch);

/// Where an entry goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Spot {
    AlreadyHeld,
    /// It follows an entry beside the followed branch, or one in the middle of it.
    Beside,
    /// It follows nothing that we hold.
    Nowhere,
    /// It follows the last entry of the followed branch.
    Next,
    Void,
}

impl<'a> Group<'a> {
    pub(super) fn new(store: &'a Store) -> Self {
        let free = store.files.disk().free_percent(store.files.root());
        // A disk that cannot be asked is no reason to refuse; a full one will say so itself.
        let has_room = free.map_or(true, |free| free >= store.config.free_percent_min);
        let (logs, unsettled, fresh, fills, proofs, signed) = Default::default();
        let (roster, terms, ids) = (store.roster(), BTreeMap::new(), BTreeMap::new());
        Self { store, logs, unsettled, fresh, fills, proofs, signed, roster, terms, ids, has_room }
    }

    /// Says what becomes of `entry`, and takes it into the group if it is new.
    pub(super) fn append(&mut self, entry: &Verified<Entry>) -> Result<Appended, AppendError> {
        let member = entry.value().header.member;
        // Its key was in force when it was verified, so some document names it.
        let Some(place) = entry.place(&self.roster) else { return Ok(Appended::Void) };
        match self.spot(member, &place).map_err(|error| self.broken_index(&error))? {
            Spot::AlreadyHeld => self.fill(entry, place.link.id),
            Spot::Nowhere => Ok(self.nowhere(member, place.link.seq)),
            Spot::Void => Ok(Appended::Void),
            spot => self.keep(entry, place, spot),
        }
    }

    /// Says what becomes of an entry of our own that somebody else held, and takes it into the group if
    /// it is new: beside the followed branch, if a document excludes it.
    pub(super) fn salvage(&mut self, entry: &Verified<Entry>) -> Result<Appended, AppendError> {
        match (self.append(entry)?, entry.place(&self.roster)) {
            (Appended::Void, Some(place)) => self.keep(entry, place, Spot::Beside),
            (appended, _) => Ok(appended),
        }
    }

    /// Takes entries of our own into the group if all of them continue our log; else none of them.
    pub(super) fn extend(&mut self, entries: &[Verified<Entry>]) -> Result<(), AppendError> {
        let (logs, unsettled) = (self.logs.clone(), self.unsettled.clone());
        let (fresh, proofs) = (self.fresh.len(), self.proofs.len());
        for entry in entries {
            if let Err(error) = self.continued(entry) {
                (self.logs, self.unsettled) = (logs, unsettled);
                self.fresh.truncate(fresh);
                self.proofs.truncate(proofs);
                self.ids.retain(|_, index| *index < fresh);
                return Err(error);
            }
        }
        let last = entries.last();
        self.signed = last.map(Signed::of).or(self.signed);
        Ok(())
    }

    /// Takes an entry of our own into the group if it is the next one, and counts. A second one in a
    /// place that is taken is our own mistake, not a fork: nobody has seen it, and nobody shall.
    fn continued(&mut self, entry: &Verified<Entry>) -> Result<(), AppendError> {
        let header = &entry.value().header;
        let stale = AppendError::Stale { seq: header.seq };
        let Some(place) = entry.place(&self.roster) else { return Err(stale) };
        let log = self.log(header.member);
        let counts = log.head.link == log.counted.link && log.counted.forked_seq.is_none();
        match self.spot(header.member, &place).map_err(|error| self.broken_index(&error))? {
            Spot::Next if counts => self.keep(entry, place, Spot::Next).map(|_| ()),
            _ => Err(stale),
        }
    }

    /// Takes a proof into the group, unless that fork is known or there are too many.
    pub(super) fn record(&mut self, proof: ForkProof) -> Recorded {
        let member = proof.member();
        let is_known = self.proofs_of(member).any(|it| is_same(&it, &proof));
        if is_known || !self.has_proof_left(member, proof.epoch()) {
            return Recorded::AlreadyKnown;
        }
        let log = self.log(member);
        self.logs.insert(member, log);
        self.unsettled.insert(member);
        self.proofs.push(proof);
        Recorded::New
    }

    /// Says where an entry goes, as far as can be said without judging the log.
    fn spot(&mut self, member: MemberId, place: &coalition::Place) -> Result<Spot, IndexError> {
        if self.find(place.link.id)?.is_some() {
            return Ok(Spot::AlreadyHeld);
        }
        let head = self.log(member).head.link;
        let before = match place.prev {
            None => None,
            Some(prev) if head.is_some_and(|link| link.id == prev) => head,
            Some(prev) => match self.find(prev)?.filter(|(owner, ..)| *owner == member) {
                Some((_, before, _)) => Some(before.link),
                None => return Ok(Spot::Nowhere),
            },
        };
        let terms = self.terms(member);
        if !terms.admits(place, before) || self.is_passed(member, &terms, place.link)? {
            return Ok(Spot::Void);
        }
        Ok(if before == head { Spot::Next } else { Spot::Beside })
    }

    /// Returns whether the followed branch holds an entry that a cut names, and so all that the cut
    /// keeps, and this is none of it.
    fn is_passed(&self, member: MemberId, terms: &Terms, link: Link) -> Result<bool, IndexError> {
        for (seq, id) in terms.cuts().filter(|it| link.epoch < it.0).filter_map(|(_, cut)| cut) {
            if link.seq <= seq && self.is_followed(member, seq, id)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_followed(&self, member: MemberId, seq: u64, id: EntryId) -> Result<bool, IndexError> {
        let found = self.find(id)?;
        Ok(found.is_some_and(|(owner, place, branch)| {
            owner == member && place.link.seq == seq && branch == Branch::Main
        }))
    }

    /// Takes a payload into the group of which we hold the hole.
    fn fill(&mut self, entry: &Verified<Entry>, id: EntryId) -> Result<Appended, AppendError> {
        let known = self.store.index.find(id).map_err(|error| self.broken_index(&error))?;
        let is_awaited = self.fills.iter().any(|it| it.entry.link().id == id);
        let hole = known.filter(|it| it.mark.is_hole() && !entry.is_hole() && !is_awaited);
        let Some(hole) = hole else { return Ok(Appended::AlreadyHeld) };
        self.fills.push(Rewrite {
            entry: hole,
            mark: Mark::of(entry),
            content: entry::to_bytes(entry),
        });
        Ok(Appended::New)
    }

    /// Asks for what comes before an entry that follows nothing that we hold.
    fn nowhere(&self, member: MemberId, seq: u64) -> Appended {
        let expected = self.log(member).head.link.map_or(1, |link| link.seq.saturating_add(1));
        if seq > expected {
            return Appended::Gap { expected };
        }
        Appended::Diverged { seq: seq.saturating_sub(1) }
    }

    /// Takes an entry into the group that follows one that we hold.
    fn keep(
        &mut self,
        entry: &Verified<Entry>,
        place: coalition::Place,
        spot: Spot,
    ) -> Result<Appended, AppendError> {
        let member = entry.value().header.member;
        let proof = self.contradiction(entry, &place, spot)?;
        let is_full = proof.is_some() && !self.has_proof_left(member, place.link.epoch);
        if is_full {
            return Ok(Appended::Void);
        }
        let is_known_fork = proof.is_none() && self.is_forked(member, &place);
        self.take(entry, place, spot)?;
        let terms = self.terms(member);
        let log = self.log(member);
        let is_awaited = log.head.lacks.is_some_and(|(_, id)| id == place.link.id);
        let settles = log.fork.is_some() && terms.names(place.link.id);
        let at_fork = spot == Spot::Next && is_known_fork;
        if is_awaited || settles || at_fork || is_known_fork && self.is_said(member, place.link.id)
        {
            self.unsettled.insert(member);
        }
        let Some(proof) = proof else { return Ok(Appended::New) };
        let _recorded = self.record(proof.clone());
        Ok(Appended::Fork(Box::new(proof)))
    }

    fn take(
        &mut self,
        entry: &Verified<Entry>,
        place: coalition::Place,
        spot: Spot,
    ) -> Result<(), AppendError> {
        let member = entry.value().header.member;
        let content = entry::to_bytes(entry);
        let mut log = self.log(member);
        log.bytes = log.bytes.saturating_add(frame::frame_bytes(&content));
        log.entries = log.entries.saturating_add(1);
        let policy = self.roster.policy();
        if log.bytes > policy.member_bytes_max || log.entries > policy.member_entries_max {
            return Err(AppendError::OverLimit { member });
        }
        if !self.has_room {
            return Err(AppendError::DiskFull);
        }
        let branch = if spot == Spot::Next { Branch::Main } else { Branch::Side };
        if spot == Spot::Next {
            if log.head.link == log.counted.link && log.counted.forked_seq != Some(place.link.seq) {
                log.counted.link = Some(place.link);
            }
            log.head.link = Some(place.link);
        }
        self.logs.insert(member, log);
        self.ids.insert(place.link.id, self.fresh.len());
        self.fresh.push(Fresh { member, place, branch, mark: Mark::of(entry), content });
        Ok(())
    }

    fn terms(&mut self, member: MemberId) -> Arc<Terms> {
        let roster = &self.roster;
        let terms = || Arc::new(Terms::of(roster.member(member)));
        Arc::clone(self.terms.entry(member).or_insert_with(terms))
    }

    fn log(&self, member: MemberId) -> MemberLog {
        self.logs.get(&member).cloned().unwrap_or_else(|| self.store.log(member))
    }

    /// Returns an entry that is held or in the group: whose, where, and on which branch.
    fn find(&self, id: EntryId) -> Result<Option<Known>, IndexError> {
        if let Some(fresh) = self.ids.get(&id).and_then(|index| self.fresh.get(*index)) {
            return Ok(Some((fresh.member, fresh.place, fresh.branch)));
        }
        Ok(self.store.index.find(id)?.map(|it| (it.member, it.place, it.branch)))
    }

    /// Returns the proof that `entry` and one that is held are two histories, unless that fork is known.
    fn contradiction(
        &self,
        entry: &Verified<Entry>,
        place: &coalition::Place,
        spot: Spot,
    ) -> Result<Option<ForkProof>, AppendError> {
        let member = entry.value().header.member;
        let log = self.log(member);
        let is_one_branch = log.head.link.map_or(0, |link| link.seq) == log.entries;
        if spot == Spot::Next && is_one_branch || self.is_forked(member, place) {
            return Ok(None);
        }
        let rival = self.rival(member, place).map_err(|error| self.broken_index(&error))?;
        rival.map(|rival| self.prove(entry, rival)).transpose()
    }

    /// Returns another entry of this epoch and key after the same one.
    fn rival(
        &self,
        member: MemberId,
        place: &coalition::Place,
    ) -> Result<Option<EntryId>, IndexError> {
        let contradicts = |other: &coalition::Place| {
            let sign = |it: &coalition::Place| (it.link.seq, it.prev, it.link.epoch, it.key);
            sign(other) == sign(place)
        };
        let fresh = self.fresh.iter().filter(|it| it.member == member).map(|it| &it.place);
        if let Some(rival) = fresh.into_iter().find(|it| contradicts(it)) {
            return Ok(Some(rival.link.id));
        }
        let followed = self.store.index.get(member, place.link.seq)?;
        if let Some(rival) = followed.filter(|it| contradicts(&it.place)) {
            return Ok(Some(rival.link().id));
        }
        for rival in self.store.index.side(member, Some(place.link.seq)) {
            let Indexed { place: other, .. } = rival?;
            if contradicts(&other) {
                return Ok(Some(other.link.id));
            }
        }
        Ok(None)
    }

    fn prove(&self, entry: &Verified<Entry>, held: EntryId) -> Result<ForkProof, AppendError> {
        let header = &entry.value().header;
        let (member, seq) = (header.member, header.seq);
        let coalition = self.roster.coalition();
        let held = self.content(held)?.and_then(|content| {
            let held = entry::from_bytes(&content).ok()?.recheck(coalition, held)?;
            let received = |signed| entry::receive_header(signed).ok();
            let (one, other) = (held.signed().clone(), entry.signed().clone());
            ForkProof::new(received(one)?, received(other)?, &self.roster).ok()
        });
        held.ok_or(AppendError::Damaged { member, seq })
    }

    fn content(&self, id: EntryId) -> Result<Option<Vec<u8>>, AppendError> {
        if let Some(fresh) = self.ids.get(&id).and_then(|index| self.fresh.get(*index)) {
            return Ok(Some(fresh.content.clone()));
        }
        let known = self.store.index.find(id);
        let Some(known) = known.map_err(|error| self.broken_index(&error))? else {
            return Ok(None);
        };
        // A segment that cannot be read is as good as damaged here: the repair will tell.
        Ok(self.store.files.read(known.member, known.position).unwrap_or_default())
    }

    /// Returns whether a proof says that the log forks where an entry stands.
    fn is_forked(&self, member: MemberId, place: &coalition::Place) -> bool {
        let here = (place.link.seq, place.prev, place.link.epoch);
        self.proofs_of(member).any(|it| (it.seq(), it.before(), it.epoch()) == here)
    }

    /// Returns whether anybody says to follow the branch that begins with an entry.
    fn is_said(&self, author: MemberId, id: EntryId) -> bool {
        self.store.with(|state| {
            let mut said = state.statements.values().filter_map(|it| it.value().heads.get(&author));
            said.any(|head| head.forked_id == Some(id))
        })
    }

    fn has_proof_left(&self, member: MemberId, epoch: u32) -> bool {
        self.proofs_of(member).filter(|it| it.epoch() == epoch).count() < PROOFS_MAX
    }

    fn proofs_of(&self, member: MemberId) -> impl Iterator<Item = ForkProof> + use<'_> {
        let held = self.store.with(|state| state.forks.get(&member).cloned().unwrap_or_default());
        let fresh = self.proofs.iter().filter(move |it| it.member() == member).cloned();
        held.into_iter().chain(fresh)
    }

    fn broken_index(&self, error: &IndexError) -> AppendError {
        error!(error = %error, "index is broken and will be made again by the next start");
        self.store.poison();
        AppendError::Poisoned
    }
}

/// Returns whether two proofs are of one fork.
fn is_same(one: &ForkProof, other: &ForkProof) -> bool {
    let fork = |it: &ForkProof| (it.member(), it.epoch(), it.seq(), it.before());
    fork(one) == fork(other)
}
