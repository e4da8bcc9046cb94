//! The headers that are held of one member's log, and what became of each.
//!
//! Headers form a tree, since an author may sign two in one place. [`Log::judge`] is a function of the
//! tree and of the [`Terms`], which come from documents and governance:
//!
//! - **Void** is what lies beyond a cut, was signed with a key that is not in force, breaks the chain,
//!   or follows something void. (While the author's documents are contested, what other keys signed
//!   is quarantined; before the author has a seat, it is pending.)
//! - **Pending** is what follows an entry that is not held.
//! - At a place with two entries that are neither, the branch counts that more than half of the
//!   witnesses say they follow; everything else from there on is **quarantined**. The rest is **valid**.
//!
//! A log that grows at an end, as nearly all do, is not judged again. [`Log::follow`] says which branch
//! of it a node goes on with, where that is not decided. It takes a few hundred bytes for every header.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::chain::Link;
use crate::coalition::terms::Spine;
use crate::coalition::terms::Terms;
use crate::coalition::terms::Witnesses;
use crate::document::Cut;
use crate::heads::Head;
use crate::id::EntryId;

pub use self::follow::Followed;

mod follow;

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
    /// The key that signed it, as bytes: there may be very many places.
    pub key: [u8; 32],
    /// The governance height that the author knew.
    pub gov_height: u64,
}

/// A fork that no cut settles: witnesses may.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fork {
    /// The place that has several entries.
    pub seq: u64,
    /// The earliest epoch of any of them.
    pub epoch: u32,
    /// The governance height whose members are the witnesses.
    pub gov_height: u64,
    /// The entries.
    pub branches: Vec<EntryId>,
    /// Which of them counts, if that is decided.
    pub chosen: Option<EntryId>,
}

/// The headers of one log.
#[derive(Clone, Debug, Default)]
pub struct Log {
    places: BTreeMap<EntryId, Place>,
    children: BTreeMap<Option<EntryId>, BTreeSet<EntryId>>,
    states: BTreeMap<EntryId, EntryState>,
    head: Option<Link>,
    forked_seq: Option<u64>,
    /// The first place where more than one branch may count: no cut says which.
    open: Option<Fork>,
    /// What is quarantined on its own account, and not because of a fork.
    set_apart: BTreeSet<EntryId>,
    contested: bool,
    /// Whether some entries follow one that is not held.
    orphaned: bool,
}

impl Fork {
    /// Returns the branch that more than half of the witnesses say they follow.
    pub fn acknowledged(&self, witnesses: &impl Witnesses) -> Option<EntryId> {
        let said = witnesses.branches(self.gov_height);
        let count = |branch: EntryId| said.iter().filter(|it| **it == Some(branch)).count();
        let majority = said.len() / 2 + 1;
        self.branches.iter().copied().find(|branch| count(*branch) >= majority)
    }
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
        Head { link: self.head, forked_seq: self.forked_seq, ..Head::default() }
    }

    /// Returns how many entries are in `state`.
    pub fn count(&self, state: EntryState) -> usize {
        self.states.values().filter(|it| **it == state).count()
    }

    /// Returns an entry that is held.
    pub fn place(&self, id: EntryId) -> Option<&Place> {
        self.places.get(&id)
    }

    /// Returns the first fork that no cut settles.
    pub fn fork(&self) -> Option<&Fork> {
        self.open.as_ref()
    }

    /// Returns whether the author signed two entries after the same one, whatever became of them.
    pub fn is_contested(&self) -> bool {
        self.contested
    }

    /// Takes in a header without judging anything.
    pub fn add(&mut self, place: Place) {
        let siblings = self.children.entry(place.prev).or_default();
        siblings.insert(place.link.id);
        self.contested = self.contested || siblings.len() > 1;
        self.places.insert(place.link.id, place);
    }

    /// Takes in a header; returns whether the log must be judged again.
    pub(super) fn insert(&mut self, place: Place, terms: &Terms) -> bool {
        let id = place.link.id;
        self.add(place);
        let alone = self.children.get(&place.prev).is_some_and(|it| it.len() == 1);
        let awaited = self.children.contains_key(&Some(id));
        let tip = alone && !(awaited || self.orphaned);
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
    pub fn judge(&mut self, terms: &Terms, witnesses: &impl Witnesses) {
        let spines: Vec<Spine> = terms.cuts().map(|(below, cut)| self.spine(below, cut)).collect();
        self.states.clear();
        self.head = None;
        self.forked_seq = None;
        self.open = None;
        self.set_apart.clear();
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
        let judged = children.filter_map(|id| self.places.get(id));
        let judged = judged.map(|place| (place.link.id, self.excluded(place, terms, spines)));
        let judged: Vec<(EntryId, Option<EntryState>)> = judged.collect();
        let apart = judged.iter().filter(|(_, own)| *own == Some(EntryState::Quarantined));
        self.set_apart.extend(apart.map(|(id, _)| *id));
        let verdict = |(id, own)| (id, inherited(state, own));
        let mut verdicts: Vec<(EntryId, EntryState)> = judged.into_iter().map(verdict).collect();
        let live = verdicts.iter().filter(|(_, verdict)| *verdict == EntryState::Valid);
        let live: Vec<EntryId> = live.map(|(id, _)| *id).collect();
        let chosen = match live[..] {
            [] => return verdicts,
            [only] => Some(only),
            [..] => self.at_fork(parent, live.clone(), terms, witnesses),
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

    /// Returns the branch that counts of several, and takes note if this is the first such place.
    fn at_fork(
        &mut self,
        parent: Option<EntryId>,
        branches: Vec<EntryId>,
        terms: &Terms,
        witnesses: &impl Witnesses,
    ) -> Option<EntryId> {
        let known = parent.and_then(|id| self.places.get(&id)).map(|it| it.gov_height);
        let gov_height = known.unwrap_or(terms.admitted_height);
        let links = branches.iter().filter_map(|id| self.places.get(id)).map(|it| it.link);
        let (seq, epoch) = links.map(|it| (it.seq, it.epoch)).min()?;
        let mut fork = Fork { seq, epoch, gov_height, branches, chosen: None };
        fork.chosen = fork.acknowledged(witnesses);
        let chosen = fork.chosen;
        self.open.get_or_insert(fork);
        chosen
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
