//! The headers that are held of one member's log, and what became of each.
//!
//! Headers form a tree, since an author may sign two in one place. [`Log::judge`] is a function of the
//! tree and of the [`Terms`], which come from documents and governance:
//!
//! - **Void** is what lies beyond a cut, was signed with a key that is not in force, breaks the chain,
//!   or follows something void. (While the author's documents are contested, what other keys signed
//!   is quarantined; before the author has a seat, it is pending.)
//! - **Pending** is what follows an entry that is not held.
//! - At the first place with two entries that are neither, the branch counts that most witnesses
//!   acknowledged; everything else from there on is **quarantined**. The rest is **valid**.
//!
//! A log that grows at an end, as nearly all do, is not judged again.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::chain::Link;
use crate::document::Cut;
use crate::heads::Head;
use crate::id::EntryId;
use crate::id::MemberId;
use crate::key::PublicKey;

/// What became of an entry. What is malformed, badly signed or over a limit is rejected: not held.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum EntryState {
    /// An entry before it is missing.
    Pending,
    /// Its author signed two histories, and this is not the one that counts.
    Quarantined,
    /// It counts.
    Valid,
    /// It lies beyond a cut, or its key does not speak for its author.
    Void,
}

/// One header, as far as a log is concerned.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Place {
    /// The epoch, place and id.
    pub link: Link,
    /// The entry before it.
    pub prev: Option<EntryId>,
    /// The key that signed it.
    pub key: PublicKey,
    /// The governance height that the author knew.
    pub gov_height: u64,
}

/// What documents and governance say about one log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Terms {
    /// The keys in force, by epoch.
    pub(super) keys: BTreeMap<u32, PublicKey>,
    /// What an entry is that another key signed: pending before the author has a seat, quarantined
    /// while its documents are contested, else void.
    pub(super) unkeyed: EntryState,
    /// For each epoch but the first, the last entry of older ones that counts.
    pub(super) cuts: BTreeMap<u32, Cut>,
    /// The last entry that counts at all, of a member that left.
    pub(super) end: Option<Cut>,
    /// The height at which the author joined.
    pub(super) admitted_height: u64,
}

/// Who acknowledges what: asked at a fork only.
pub(super) trait Witnesses {
    /// Returns the members who count at `gov_height`, the author excluded, each with the head of this
    /// log that it says it holds.
    fn heads(&self, gov_height: u64) -> Vec<(MemberId, Option<EntryId>)>;
}

/// The headers of one log.
#[derive(Clone, Debug, Default)]
pub struct Log {
    places: BTreeMap<EntryId, Place>,
    children: BTreeMap<Option<EntryId>, BTreeSet<EntryId>>,
    states: BTreeMap<EntryId, EntryState>,
    head: Option<Link>,
    forked_seq: Option<u64>,
    contested: bool,
    /// Whether some entries follow one that is not held.
    orphaned: bool,
}

impl Log {
    /// Returns what became of an entry, if it is held.
    pub fn state(&self, id: EntryId) -> Option<EntryState> {
        self.states.get(&id).copied()
    }

    /// Returns every entry with what became of it, ordered by id.
    pub fn states(&self) -> impl Iterator<Item = (&Place, EntryState)> {
        self.states
            .iter()
            .filter_map(|(id, state)| Some((self.places.get(id)?, *state)))
    }

    /// Returns the last valid entry and the first undecided fork.
    pub fn head(&self) -> Head {
        Head { link: self.head, forked_seq: self.forked_seq }
    }

    /// Returns how many entries are in `state`.
    pub fn count(&self, state: EntryState) -> usize {
        self.states.values().filter(|it| **it == state).count()
    }

    /// Returns an entry that is held.
    pub fn place(&self, id: EntryId) -> Option<&Place> {
        self.places.get(&id)
    }

    /// Returns whether the author signed two entries after the same one, whatever became of them.
    pub fn is_contested(&self) -> bool {
        self.contested
    }

    /// Takes in a header; returns whether the log must be judged again. `named` is whether a witness
    /// says that this is the head it holds.
    pub(super) fn insert(&mut self, place: Place, terms: &Terms, named: bool) -> bool {
        let id = place.link.id;
        let siblings = self.children.entry(place.prev).or_default();
        siblings.insert(id);
        let alone = siblings.len() == 1;
        let awaited = self.children.contains_key(&Some(id));
        self.contested = self.contested || !alone;
        self.places.insert(id, place);
        let tip = alone && !(awaited || self.orphaned || named);
        let Some(state) = self.tip(&place, terms).filter(|_| tip) else { return true };
        self.states.insert(id, state);
        if state == EntryState::Valid {
            self.head = Some(place.link);
        }
        false
    }

    /// Judges an entry that follows one alone and changes nothing for others; `None` if that takes a
    /// look at the whole log.
    fn tip(&self, place: &Place, terms: &Terms) -> Option<EntryState> {
        let Link { epoch, seq, id } = place.link;
        let before = *self.states.get(&place.prev?)?;
        // Whatever epoch it claims: from the entry that a cut names on, what is kept can be followed.
        if terms.cuts().any(|(_, cut)| cut.is_some_and(|(_, named)| named == id)) {
            return None;
        }
        let mut spines = Vec::new();
        for (below, cut) in terms.cuts().filter(|(below, _)| epoch < *below) {
            let (cut_seq, cut_id) = cut.unzip();
            let is_held = cut_id.is_some_and(|it| self.places.contains_key(&it));
            if is_held && cut_seq >= Some(seq) {
                return None;
            }
            spines.push(Spine {
                below,
                seq: cut_seq.unwrap_or(0),
                kept: cut.into_iter().collect(),
            });
        }
        Some(inherited(before, self.excluded(place, terms, &spines)))
    }

    /// Judges every entry.
    pub(super) fn judge(&mut self, terms: &Terms, witnesses: &impl Witnesses) {
        let spines: Vec<Spine> = terms.cuts().map(|(below, cut)| self.spine(below, cut)).collect();
        self.states.clear();
        self.head = None;
        self.forked_seq = None;
        let is_orphan =
            |parent: &Option<EntryId>| parent.is_some_and(|id| !self.places.contains_key(&id));
        let orphans: Vec<_> = self.children.keys().copied().filter(is_orphan).collect();
        self.orphaned = !orphans.is_empty();
        let mut open: Vec<_> = orphans.into_iter().map(|id| (id, EntryState::Pending)).collect();
        open.push((None, EntryState::Valid));
        while let Some((parent, state)) = open.pop() {
            for (id, verdict) in self.verdicts(parent, state, terms, (&spines, witnesses)) {
                self.states.insert(id, verdict);
                open.push((Some(id), verdict));
            }
        }
    }

    /// Judges the entries after `parent`, which is in `state`.
    fn verdicts(
        &mut self,
        parent: Option<EntryId>,
        state: EntryState,
        terms: &Terms,
        (spines, witnesses): (&[Spine], &impl Witnesses),
    ) -> Vec<(EntryId, EntryState)> {
        let children = self.children.get(&parent).into_iter().flatten();
        let judged = children.filter_map(|id| self.places.get(id)).map(|place| {
            let own = self.excluded(place, terms, spines);
            (place.link.id, inherited(state, own))
        });
        let mut verdicts: Vec<(EntryId, EntryState)> = judged.collect();
        let live = verdicts.iter().filter(|(_, verdict)| *verdict == EntryState::Valid);
        let live: Vec<EntryId> = live.map(|(id, _)| *id).collect();
        let chosen = match live[..] {
            [] => return verdicts,
            [only] => Some(only),
            [..] => self.acknowledged(parent, &live, terms, witnesses),
        };
        let head = chosen.or(live.first().copied()).and_then(|id| self.places.get(&id));
        match (chosen, head) {
            (Some(_), Some(head)) => self.head = Some(head.link),
            (_, head) => self.forked_seq = head.map(|it| it.link.seq),
        }
        let lost = verdicts.iter_mut().filter(|(id, _)| live.contains(id) && chosen != Some(*id));
        lost.for_each(|(_, verdict)| *verdict = EntryState::Quarantined);
        verdicts
    }

    /// Returns what an entry is on its own account, unless it may be valid.
    fn excluded(&self, place: &Place, terms: &Terms, spines: &[Spine]) -> Option<EntryState> {
        let linked = match place.prev {
            None => terms.follows(place.link, None),
            Some(prev) => {
                let before = self.places.get(&prev).map(|it| it.link);
                before.is_none_or(|before| terms.follows(place.link, Some(before)))
            }
        };
        let excluded = terms.excludes(place, spines);
        if linked { excluded } else { excluded.max(Some(EntryState::Void)) }
    }

    /// Returns the branch that more than half of the witnesses acknowledge.
    fn acknowledged(
        &self,
        parent: Option<EntryId>,
        branches: &[EntryId],
        terms: &Terms,
        witnesses: &impl Witnesses,
    ) -> Option<EntryId> {
        let known = parent.and_then(|id| self.places.get(&id)).map(|it| it.gov_height);
        let heads = witnesses.heads(known.unwrap_or(terms.admitted_height));
        let majority = heads.len() / 2 + 1;
        let mut counts: BTreeMap<EntryId, usize> = BTreeMap::new();
        for head in heads.iter().filter_map(|(_, head)| *head) {
            if let Some(branch) = self.ancestors(head).find(|id| branches.contains(id)) {
                *counts.entry(branch).or_default() += 1;
            }
        }
        counts
            .into_iter()
            .find(|(_, count)| *count >= majority)
            .map(|(branch, _)| branch)
    }

    /// Returns which entries a cut keeps, as far down as they are held.
    fn spine(&self, below: u32, cut: Cut) -> Spine {
        let mut kept = BTreeMap::new();
        let mut next = cut;
        while let Some((seq, id)) = next.filter(|(seq, _)| *seq > 0) {
            kept.insert(seq, id);
            let place = self.places.get(&id).filter(|place| place.link.seq == seq);
            next = place.and_then(|place| place.prev).map(|prev| (seq.saturating_sub(1), prev));
        }
        Spine { below, seq: cut.map_or(0, |(seq, _)| seq), kept }
    }

    /// Returns `id` and what is held of the entries before it.
    fn ancestors(&self, id: EntryId) -> impl Iterator<Item = EntryId> {
        let held = self.places.contains_key(&id).then_some(id);
        std::iter::successors(held, |id| {
            let prev = self.places.get(id)?.prev?;
            self.places.contains_key(&prev).then_some(prev)
        })
    }
}

/// What a cut keeps of the epochs below one.
#[derive(Debug)]
pub(super) struct Spine {
    below: u32,
    seq: u64,
    kept: BTreeMap<u64, EntryId>,
}

impl Terms {
    /// Returns every cut with the first epoch that it does not concern.
    fn cuts(&self) -> impl Iterator<Item = (u32, Cut)> {
        let end = self.end.map(|cut| (u32::MAX, cut));
        self.cuts.iter().map(|(epoch, cut)| (*epoch, *cut)).chain(end)
    }

    /// Returns whether an entry may follow `before`.
    fn follows(&self, link: Link, before: Option<Link>) -> bool {
        let seq = before.map_or(0, |it| it.seq);
        let epoch = before.map_or(1, |it| it.epoch);
        let cut = before.map(|it| (it.seq, it.id));
        let in_order = seq.checked_add(1) == Some(link.seq) && link.epoch >= epoch;
        in_order && (link.epoch == epoch || self.cuts.get(&link.epoch) == Some(&cut))
    }

    /// Returns what an entry is whose key is not in force, or that a cut excludes.
    fn excludes(&self, place: &Place, spines: &[Spine]) -> Option<EntryState> {
        let Link { epoch, seq, id } = place.link;
        let cut_off = |spine: &Spine| {
            let beyond = seq > spine.seq || spine.kept.get(&seq).is_some_and(|kept| *kept != id);
            epoch < spine.below && beyond
        };
        if spines.iter().any(cut_off) {
            return Some(EntryState::Void);
        }
        let in_force = self.keys.get(&epoch) == Some(&place.key);
        (!in_force).then_some(self.unkeyed)
    }
}

/// Returns what an entry is after one in state `before`, if it is `own` on its own account.
fn inherited(before: EntryState, own: Option<EntryState>) -> EntryState {
    match (before, own) {
        (EntryState::Void, _) | (_, Some(EntryState::Void)) => EntryState::Void,
        (EntryState::Pending, _) | (_, Some(EntryState::Pending)) => EntryState::Pending,
        (EntryState::Quarantined, _) => EntryState::Quarantined,
        (EntryState::Valid, own) => own.unwrap_or(EntryState::Valid),
    }
}

impl Default for Terms {
    /// Nothing is known of the author.
    fn default() -> Self {
        let (keys, cuts) = (BTreeMap::new(), BTreeMap::new());
        Self { keys, unkeyed: EntryState::Pending, cuts, end: None, admitted_height: 0 }
    }
}
