//! What was taken back of a log, as it stands up to a place.
//!
//! Withdrawals and erasures come later in a log than what they name, and orders of the coalition come
//! from elsewhere. An [`Outlook`] gathers them, so that every entry is judged and shown as it stands
//! at one place of the log: with the notices up to there, and none beyond. Promises:
//!
//! - **The same entries, the same outlook**, whether payloads are still here or were destroyed.
//! - **A hole that nothing explains ends it**: whoever sent the log may have left out what counts. The
//!   log is shown up to there until the payload or its notice comes.
//! - **Notices are remembered without their words**, and only as far as they name entries that are
//!   held, so they cannot take more memory than a log has entries.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::btree_map::Entry;

use flotilla_domain::entry::Kind;
use flotilla_domain::erasure::Effect;
use flotilla_domain::erasure::Reduced;
use flotilla_domain::erasure::Standing;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::PublicKey;
use flotilla_wire::payload::Content;
use tokio::sync::Mutex;

use super::Judge;
use super::JudgeError;
use super::unpack;
use crate::ledger::Ledger;

/// What was taken back of a log, up to a place.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Outlook {
    until_seq: u64,
    erased: BTreeSet<EntryId>,
    withdrawn: BTreeSet<EntryId>,
}

/// Whether an entry was taken back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Taken {
    /// Its payload is destroyed, or will be.
    Erased,
    /// It counts as it is.
    No,
    /// It is hidden.
    Withdrawn,
}

/// The notices that were read, by member.
#[derive(Debug, Default)]
pub(super) struct Notices(Mutex<BTreeMap<MemberId, Read>>);

/// The notices of one log by place and id; none where one says nothing.
type Read = BTreeMap<(u64, EntryId), Option<Reduced>>;

impl Outlook {
    /// Returns the place up to which the log can be judged and shown.
    pub fn until_seq(&self) -> u64 {
        self.until_seq
    }

    /// Returns the entries whose payloads are destroyed, or will be.
    pub fn erased(&self) -> &BTreeSet<EntryId> {
        &self.erased
    }

    /// Returns the entries that are hidden, but not erased.
    pub fn withdrawn(&self) -> &BTreeSet<EntryId> {
        &self.withdrawn
    }

    /// Returns whether the entry `id` of this `kind` was taken back.
    pub fn taken(&self, id: EntryId, kind: Kind) -> Taken {
        match kind.is_notice() {
            false if self.erased.contains(&id) => Taken::Erased,
            false if self.withdrawn.contains(&id) => Taken::Withdrawn,
            _ => Taken::No,
        }
    }

    /// Returns whether two outlooks take back the same.
    pub fn says_the_same(&self, other: &Self) -> bool {
        (&self.erased, &self.withdrawn) == (&other.erased, &other.withdrawn)
    }
}

impl Judge {
    /// Returns what was taken back of the log of `member` up to `until_seq`, or up to a hole before it
    /// that nothing explains.
    ///
    /// # Errors
    ///
    /// Fails if the log cannot be read.
    pub async fn outlook(&self, member: MemberId, until_seq: u64) -> Result<Outlook, JudgeError> {
        let state = self.minutes.borrow().state.clone();
        let ordered: BTreeSet<EntryId> = state.roster().erased(member).collect();
        let notices = self.notices.read(&self.ledger, member).await?;
        let holes = self.ledger.holes(member).map_err(JudgeError::Log)?;
        let mut outlook = gather(&notices, &ordered, until_seq);
        loop {
            let mut gap = None;
            for hole in holes.iter().filter(|it| it.link.seq <= outlook.until_seq) {
                let is_erased = !hole.is_notice && outlook.erased.contains(&hole.link.id);
                let here = self.ledger.link_at(member, hole.link.seq).map_err(JudgeError::Log)?;
                if !is_erased && here == Some(hole.link) {
                    gap = Some(gap.map_or(hole.link.seq, |gap: u64| gap.min(hole.link.seq)));
                }
            }
            match gap {
                None => return Ok(outlook),
                Some(gap) => outlook = gather(&notices, &ordered, gap.saturating_sub(1)),
            }
        }
    }

    /// Returns the place of the first entry that stands otherwise in `after` than in `before`.
    ///
    /// # Errors
    ///
    /// Fails if the index is damaged.
    pub fn changed(&self, before: &Outlook, after: &Outlook) -> Result<Option<u64>, JudgeError> {
        let erased = self.first_change(before, after, Outlook::erased)?;
        let withdrawn = self.first_change(before, after, Outlook::withdrawn)?;
        Ok(erased.into_iter().chain(withdrawn).min())
    }

    /// Returns what the notices of `member` do that are held and followed, in order.
    ///
    /// # Errors
    ///
    /// Fails if the log cannot be read.
    pub async fn effects(&self, member: MemberId) -> Result<Vec<Effect>, JudgeError> {
        let keys = self.admin_keys(member);
        let notices = self.notices.read(&self.ledger, member).await?;
        Ok(notices.values().flatten().map(|it| it.effect(&keys)).collect())
    }

    /// Returns the admin keys by which `member` consents.
    pub fn admin_keys(&self, member: MemberId) -> Vec<PublicKey> {
        self.minutes.borrow().state.admin_keys(member)
    }

    /// Returns how every entry of `member` stands that is to be destroyed, sooner or later.
    ///
    /// # Errors
    ///
    /// Fails if the log cannot be read.
    pub async fn condemned(
        &self,
        member: MemberId,
    ) -> Result<BTreeMap<EntryId, Standing>, JudgeError> {
        let state = self.minutes.borrow().state.clone();
        let mut standings: BTreeMap<EntryId, Standing> =
            state.roster().erased(member).map(|id| (id, Standing::Destroyed)).collect();
        for effect in self.effects(member).await? {
            for id in effect.entries().iter().filter(|_| effect.standing() > Standing::Hidden) {
                let standing = standings.entry(*id).or_insert(effect.standing());
                *standing = effect.standing().max(*standing);
            }
        }
        Ok(standings)
    }

    pub(super) fn first_change(
        &self,
        before: &Outlook,
        after: &Outlook,
        of: fn(&Outlook) -> &BTreeSet<EntryId>,
    ) -> Result<Option<u64>, JudgeError> {
        let mut first = None;
        for id in of(before).symmetric_difference(of(after)) {
            let place = self.ledger.entry_by_id(*id).map_err(JudgeError::Log)?;
            first = first.into_iter().chain(place.map(|(_, seq)| seq)).min();
        }
        Ok(first)
    }
}

impl Notices {
    pub(super) async fn forget(&self, member: MemberId) {
        self.0.lock().await.remove(&member);
    }

    /// Reads what is new, and returns all that are held and followed.
    async fn read(&self, ledger: &Ledger, member: MemberId) -> Result<Read, JudgeError> {
        let listed = ledger.notices(member).map_err(JudgeError::Log)?;
        let mut known = self.0.lock().await;
        let known = known.entry(member).or_default();
        let places: BTreeSet<_> = listed.iter().map(|link| (link.seq, link.id)).collect();
        known.retain(|place, _| places.contains(place));
        for place in places {
            if let Entry::Vacant(unread) = known.entry(place) {
                unread.insert(read(ledger, member, place.1).await?);
            }
        }
        Ok(known.clone())
    }
}

/// Reads a notice, without its words and without what it names in vain.
async fn read(
    ledger: &Ledger,
    member: MemberId,
    id: EntryId,
) -> Result<Option<Reduced>, JudgeError> {
    let entry = ledger.entry(id).await.map_err(JudgeError::Log)?;
    let Some(entry) = entry else { return Ok(None) };
    let Ok(Content::Erasure(notice) | Content::Withdrawal(notice)) = unpack(&entry) else {
        return Ok(None);
    };
    let kind = entry.value().header.kind;
    let mut reduced = notice.reduced(kind, member, ledger.coalition());
    if let Some(reduced) = &mut reduced {
        let is_ours = |id: &EntryId| {
            ledger
                .entry_by_id(*id)
                .is_ok_and(|it| it.is_some_and(|(owner, _)| owner == member))
        };
        reduced.retain(is_ours);
    }
    Ok(reduced)
}

fn gather(notices: &Read, ordered: &BTreeSet<EntryId>, until_seq: u64) -> Outlook {
    let mut outlook = Outlook { until_seq, erased: ordered.clone(), withdrawn: BTreeSet::new() };
    let counting = notices.iter().filter(|((seq, _), _)| *seq <= until_seq);
    for notice in counting.filter_map(|(_, notice)| notice.as_ref()) {
        match notice.erases() {
            true => outlook.erased.extend(notice.entries()),
            false => outlook.withdrawn.extend(notice.entries()),
        }
    }
    let Outlook { erased, withdrawn, .. } = &mut outlook;
    withdrawn.retain(|id| !erased.contains(id));
    outlook
}
