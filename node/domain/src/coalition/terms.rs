//! What documents, governance and head statements say about one log.
//!
//! All of it comes from the [`Roster`] and from the newest statement of each node, so whoever has those
//! judges a log as everybody does: `State`, the ledger and the simulation alike.

use std::collections::BTreeMap;

use crate::chain::Link;
use crate::coalition::EntryState;
use crate::coalition::State;
use crate::coalition::log::Place;
use crate::document::Cut;
use crate::heads::Head;
use crate::heads::HeadStatement;
use crate::id::EntryId;
use crate::id::MemberId;
use crate::roster::Member;
use crate::roster::Roster;
use crate::signed::Verified;

/// What documents and governance say about one log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Terms {
    /// The keys in force, by epoch.
    pub(super) keys: BTreeMap<u32, [u8; 32]>,
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

/// Who says to follow which branch: asked at a fork only.
pub trait Witnesses {
    /// Returns, for each member who counts at `gov_height`, the author excluded, the branch that it
    /// says it follows.
    fn branches(&self, gov_height: u64) -> Vec<Option<EntryId>>;
}

/// The members of a roster as witnesses to the log of one author.
#[derive(Debug)]
pub struct Others<'a, F> {
    /// Who belongs, and since when.
    pub roster: &'a Roster,
    /// Whose log.
    pub author: MemberId,
    /// Returns the head of that log in the newest statement of a member.
    pub said: F,
}

/// What a cut keeps of the epochs below one.
#[derive(Debug)]
pub(super) struct Spine {
    pub(super) below: u32,
    pub(super) seq: u64,
    pub(super) kept: BTreeMap<u64, EntryId>,
}

impl Terms {
    /// Returns the terms of a member; of one without a seat if there is none.
    pub fn of(member: Option<&Member>) -> Self {
        member.map_or_else(Self::default, Self::seated)
    }

    fn seated(member: &Member) -> Self {
        let epochs = &member.document.epochs;
        Self {
            keys: epochs.iter().map(|epoch| (epoch.number, *epoch.node_key.as_bytes())).collect(),
            unkeyed: if member.frozen { EntryState::Quarantined } else { EntryState::Void },
            cuts: epochs.iter().skip(1).map(|epoch| (epoch.number, epoch.cut)).collect(),
            end: member.removed.map(|removal| removal.cut),
            admitted_height: member.admitted_height,
        }
    }

    /// Returns whether no cut concerns any entry: one epoch, and a member that has not left.
    pub fn is_plain(&self) -> bool {
        self.cuts.is_empty() && self.end.is_none() && self.unkeyed == EntryState::Void
    }

    /// Returns whether an entry may count after `before`: its key is in force, it follows, and no cut
    /// ends the log before it. A cut whose entry is held may exclude it all the same.
    pub fn admits(&self, place: &Place, before: Option<Link>) -> bool {
        let in_force = self.keys.get(&place.link.epoch) == Some(&place.key);
        in_force && self.follows(place.link, before) && !self.ends_before(place.link)
    }

    /// Returns whether an entry lies beyond a cut, whatever else is held: in a later place, or in the
    /// very place of another entry.
    pub fn ends_before(&self, link: Link) -> bool {
        let beyond = |cut: Cut| {
            cut.is_none_or(|(seq, id)| link.seq > seq || link.seq == seq && link.id != id)
        };
        self.cuts().any(|(below, cut)| link.epoch < below && beyond(cut))
    }

    /// Returns whether a cut names this entry.
    pub fn names(&self, id: EntryId) -> bool {
        self.cuts().any(|(_, cut)| cut.is_some_and(|(_, named)| named == id))
    }

    /// Returns every cut with the first epoch that it does not concern.
    pub fn cuts(&self) -> impl Iterator<Item = (u32, Cut)> {
        let end = self.end.map(|cut| (u32::MAX, cut));
        self.cuts.iter().map(|(epoch, cut)| (*epoch, *cut)).chain(end)
    }

    /// Returns whether an entry may follow `before`.
    pub(super) fn follows(&self, link: Link, before: Option<Link>) -> bool {
        let seq = before.map_or(0, |it| it.seq);
        let epoch = before.map_or(1, |it| it.epoch);
        let cut = before.map(|it| (it.seq, it.id));
        let in_order = seq.checked_add(1) == Some(link.seq) && link.epoch >= epoch;
        in_order && (link.epoch == epoch || self.cuts.get(&link.epoch) == Some(&cut))
    }

    /// Returns what an entry is whose key is not in force, or that a cut excludes.
    pub(super) fn excludes(&self, place: &Place, spines: &[Spine]) -> Option<EntryState> {
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

impl Default for Terms {
    /// Nothing is known of the author.
    fn default() -> Self {
        let (keys, cuts) = (BTreeMap::new(), BTreeMap::new());
        Self { keys, unkeyed: EntryState::Pending, cuts, end: None, admitted_height: 0 }
    }
}

impl<F: Fn(MemberId) -> Option<Head>> Witnesses for Others<'_, F> {
    fn branches(&self, gov_height: u64) -> Vec<Option<EntryId>> {
        let height = gov_height.min(self.roster.governance_head().0);
        let counts = |it: &&Member| it.id != self.author && it.was_active_at(height);
        let others = self.roster.everyone().filter(counts);
        others.map(|it| (self.said)(it.id).and_then(|head| head.forked_id)).collect()
    }
}

impl State {
    /// Returns what the log of `member` is judged by.
    pub(super) fn terms(&self, member: MemberId) -> Terms {
        Terms::of(self.roster.member(member))
    }

    /// Returns the newest statement under a node key that is in force for `member`.
    pub fn statement(&self, member: MemberId) -> Option<&Verified<HeadStatement>> {
        let statements =
            self.statements.range((member, 0, [0; 32])..=(member, u32::MAX, [255; 32]));
        let mut in_force = statements.filter(|((_, epoch, key), _)| {
            let current = self.roster.node_key(member, *epoch);
            current.is_some_and(|current| current.as_bytes() == key)
        });
        in_force.next_back().map(|(_, statement)| statement)
    }

    /// Returns what the newest statement of `witness` says of the log of `author`.
    pub(super) fn said(&self, witness: MemberId, author: MemberId) -> Option<Head> {
        self.statement(witness)?.value().heads.get(&author).copied()
    }
}
