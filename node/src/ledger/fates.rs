//! What became of every entry of a log: asked when people have to decide, not every day.

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::EntryState;
use flotilla_domain::coalition::Terms;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;

use super::Fate;
use super::Ledger;
use super::error::ReadError;
use super::standing::Court;

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

    /// Returns the entries with which the branches of an undecided fork of this log begin, held or not.
    pub fn branches(&self, member: MemberId) -> Vec<EntryId> {
        let fork = self.store.log(member).fork.filter(|fork| fork.chosen.is_none());
        fork.map_or_else(Vec::new, |fork| fork.branches)
    }
}
