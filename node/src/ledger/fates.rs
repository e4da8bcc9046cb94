//! What became of every entry of a log: asked when people have to decide, not every day.

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::EntryState;
use flotilla_domain::coalition::Terms;
use flotilla_domain::entry::Entry;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::signed::Verified;

use super::Fate;
use super::Ledger;
use super::error::ReadError;
use super::standing::Court;
use crate::frame;

impl Ledger {
    /// Returns every entry of a log with what became of it, in order of place. It is judged as a whole
    /// for this, so it is not for every day.
    ///
    /// # Errors
    ///
    /// Fails if the index is damaged.
    pub fn fates(&self, member: MemberId) -> Result<Vec<Fate>, ReadError> {
        self.store.with(|state| {
            let (store, roster) = (&self.store, &state.roster);
            let court = Court { index: &store.index, roster, state };
            let terms = Terms::of(roster.member(member));
            let judged = court.judged(member, &terms, court.proofs(member));
            let (log, positions) = judged.map_err(ReadError::Index)?;
            let held = log.states().map(|(place, state)| (place.link, state));
            let mut fates: Vec<_> = held.filter(|(it, _)| positions.contains_key(&it.id)).collect();
            fates.sort_by_key(|(link, _)| (link.seq, link.id));
            Ok(fates)
        })
    }

    /// Returns the entries of `member` that are held and void: of its own log, what was published
    /// before a cut took it back, and may be published again.
    ///
    /// # Errors
    ///
    /// Fails if the index is damaged.
    pub fn void(&self, member: MemberId) -> Result<Vec<Link>, ReadError> {
        let fates = self.fates(member)?.into_iter();
        Ok(fates.filter(|it| it.1 == EntryState::Void).map(|(link, _)| link).collect())
    }

    /// Reads entries that a cut took back of the log of `member`, of one epoch and each after the one
    /// before it, from a place on: as many as fit `bytes_max`, but at least one.
    ///
    /// # Errors
    ///
    /// Fails if the log is damaged or cannot be read.
    pub async fn read_cut_off(
        &self,
        member: MemberId,
        (epoch, from_seq): (u32, u64),
        bytes_max: usize,
    ) -> Result<Vec<Verified<Entry>>, ReadError> {
        let followed = self.store.log(member).head.link.map_or(0, |link| link.seq);
        if self.member_entries(member) <= followed {
            // Nothing lies beside the branch that is followed; this is the rule, and costs nothing.
            return Ok(Vec::new());
        }
        let mut void = self.void(member)?;
        void.retain(|link| link.epoch == epoch && link.seq >= from_seq);
        let (mut entries, mut bytes) = (Vec::<Verified<Entry>>::new(), 0_usize);
        for link in void {
            let is_next = link.seq == from_seq.saturating_add(frame::long(entries.len()));
            let Some(entry) = self.entry(link.id).await?.filter(|_| is_next) else { continue };
            let before = entries.last().map(Verified::<Entry>::id);
            if before.is_some() && entry.value().header.prev != before {
                continue;
            }
            bytes = bytes.saturating_add(entry.value().payload.len());
            if bytes > bytes_max && !entries.is_empty() {
                break;
            }
            entries.push(entry);
        }
        Ok(entries)
    }

    /// Returns the entries with which the branches of an undecided fork of this log begin, held or not.
    pub fn branches(&self, member: MemberId) -> Vec<EntryId> {
        let fork = self.store.log(member).fork.filter(|fork| fork.chosen.is_none());
        fork.map_or_else(Vec::new, |fork| fork.branches)
    }
}
