//! Which branch of a log a node goes on with, and what it lacks of the one that counts.
//!
//! - Wherever an entry counts, that one is followed.
//! - At a fork that nothing decides, a node goes on with the branch that it held first: what it says
//!   it follows is what decides in the end, so it must not waver.
//! - Nothing is followed that is void, or that was quarantined for its key.

use crate::chain::Link;
use crate::coalition::log::EntryState;
use crate::coalition::log::Log;
use crate::coalition::log::Place;
use crate::coalition::terms::Terms;
use crate::heads::Head;
use crate::id::EntryId;

/// The branch that a node follows, as far as it holds it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Followed {
    /// Its entries, in order, from the first.
    pub links: Vec<Link>,
    /// How far it is followed, with the first fork that no cut settles.
    pub head: Head,
    /// How far it counts, with the first fork that nothing decides: the same wherever the same is held.
    pub counted: Head,
}

impl Log {
    /// Returns the branch to follow. `held` says when an entry came, the earliest first; `None` if
    /// only its header is known.
    pub fn follow<T: Ord>(&self, terms: &Terms, held: impl Fn(EntryId) -> Option<T>) -> Followed {
        let mut followed = Followed::default();
        followed.counted.forked_seq = self.forked_seq;
        followed.head.forked_seq = self.open.as_ref().map(|fork| fork.seq);
        let mut last = None;
        loop {
            let next = self.next(last, &held);
            let Some(place) = next else { break };
            let link = place.link;
            if held(link.id).is_none() {
                followed.head.lacks = Some((link.seq, link.id));
                break;
            }
            if self.state(link.id) == Some(EntryState::Valid) {
                followed.counted.link = Some(link);
            }
            if followed.head.forked_seq == Some(link.seq) {
                followed.head.forked_id = Some(link.id);
            }
            followed.head.link = Some(link);
            followed.links.push(link);
            last = Some(link.id);
        }
        let parting = self.parting(followed.head);
        followed.head.lacks = parting.or(followed.head.lacks).or(self.lacks(terms, held));
        followed
    }

    /// Returns the entry to follow after `last`.
    fn next<T: Ord>(
        &self,
        last: Option<EntryId>,
        held: impl Fn(EntryId) -> Option<T>,
    ) -> Option<&Place> {
        let children = || self.children.get(&last).into_iter().flatten();
        let is = |id: &&EntryId, state| self.state(**id) == Some(state);
        let valid = children().find(|id| is(id, EntryState::Valid));
        let open = children().filter(|id| is(id, EntryState::Quarantined));
        let open = open.filter(|id| !self.set_apart.contains(id));
        let first = open.filter_map(|id| Some((held(*id)?, id))).min();
        self.places.get(valid.or(first.map(|(_, id)| id))?)
    }

    /// Returns the entry before a header that is known without it, where another one is followed: an
    /// earlier fork that is not known yet parts the two.
    fn parting(&self, head: Head) -> Option<(u64, EntryId)> {
        if !self.orphaned {
            return None;
        }
        let unknown = self.children.iter().filter_map(|(parent, children)| {
            let parent = parent.filter(|id| !self.places.contains_key(id))?;
            let pending = |id: &&EntryId| self.state(**id) == Some(EntryState::Pending);
            let child = children.iter().find(pending).and_then(|id| self.places.get(id))?;
            Some((child.link.seq.saturating_sub(1), parent))
        });
        let reached = head.link.map_or(0, |link| link.seq);
        let fork = head.forked_seq.unwrap_or(u64::MAX);
        unknown.filter(|(seq, _)| *seq > 0 && *seq <= reached && *seq < fork).min()
    }

    /// Returns an entry that a cut names and that would settle the first open fork, if it is not held.
    fn lacks<T>(
        &self,
        terms: &Terms,
        held: impl Fn(EntryId) -> Option<T>,
    ) -> Option<(u64, EntryId)> {
        let fork = self.open.as_ref()?;
        let settles = |(below, cut)| (fork.epoch < below).then_some(cut).flatten();
        let cuts = terms.cuts().filter_map(settles);
        let mut ahead = cuts.filter(|(seq, id)| *seq >= fork.seq && held(*id).is_none());
        ahead.next()
    }
}
