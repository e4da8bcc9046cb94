//! The governance entries and votes that are held, which are certified, and which branch counts.
//!
//! Entries form a tree under the genesis. An entry gets its [`Stage`] when the entry before it has
//! one, enough members voted for it, and its actions apply. All three only ever turn from no to yes:
//! votes and documents are added, never taken back. So the set of certified entries is the same in
//! whatever order things arrived.
//!
//! Which branch counts, where members certified two: the one that contains the most local pins; then
//! the longest; then the one with a removal where they part; then the one with the lowest id there.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::coalition::papers::Papers;
use crate::governance::Choice;
use crate::governance::GovEntry;
use crate::governance::Vote;
use crate::governance::stage::Hindrance;
use crate::governance::stage::Stage;
use crate::id::CoalitionId;
use crate::id::GovernanceId;
use crate::id::MemberId;
use crate::signed::Verified;

/// Places of the governance log that this node promised itself never to leave.
pub type Pins = BTreeMap<u64, GovernanceId>;

/// By what branches are compared: pins, length, and for each place whether nobody is removed there,
/// and the id. The lowest counts.
type Rank = (Reverse<usize>, Reverse<usize>, Vec<(bool, GovernanceId)>);

type Votes = BTreeMap<(MemberId, Choice, [u8; 32]), Verified<Vote>>;

/// Governance entries and votes.
#[derive(Clone, Debug)]
pub(super) struct Minutes {
    coalition: CoalitionId,
    entries: BTreeMap<GovernanceId, Verified<GovEntry>>,
    votes: BTreeMap<GovernanceId, Votes>,
    children: BTreeMap<GovernanceId, BTreeSet<GovernanceId>>,
    stages: BTreeMap<GovernanceId, Arc<Stage>>,
    /// The stages of the branch that counts, by height.
    chain: Vec<Arc<Stage>>,
    /// The last of them.
    head: Arc<Stage>,
}

/// How far a governance entry has come.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Progress {
    /// It is certified, but another branch counts.
    Aside,
    /// It is certified and counts.
    Certified,
    /// It waits for an entry or a document.
    Missing(Lacking),
    /// It waits for votes.
    Open(Tally),
    /// It breaks a rule, and always will.
    Void(&'static str),
}

/// What an entry waits for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lacking {
    /// A document that it names.
    Document(crate::id::DocumentId),
    /// The governance entry before it, or that one's certification.
    Entry(GovernanceId),
}

/// The votes on one entry.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Tally {
    /// Who approves, of those who may.
    pub approve: BTreeSet<MemberId>,
    /// Who rejects, of those who may, and did not also approve.
    pub reject: BTreeSet<MemberId>,
    /// Who may vote and has not.
    pub silent: BTreeSet<MemberId>,
    /// How many must approve.
    pub needed: usize,
}

impl Minutes {
    /// Begins with the genesis.
    pub(super) fn new(founded: Stage, coalition: CoalitionId) -> Self {
        let founded = Arc::new(founded);
        Self {
            coalition,
            entries: BTreeMap::new(),
            votes: BTreeMap::new(),
            children: BTreeMap::new(),
            stages: BTreeMap::from([(founded.id, Arc::clone(&founded))]),
            chain: vec![Arc::clone(&founded)],
            head: founded,
        }
    }

    /// Takes in an entry; returns whether it was new.
    pub(super) fn enter(&mut self, entry: Verified<GovEntry>) -> bool {
        self.children.entry(entry.value().prev).or_default().insert(entry.id());
        self.entries.insert(entry.id(), entry).is_none()
    }

    /// Takes in a vote; returns whether it was new.
    pub(super) fn count(&mut self, vote: Verified<Vote>) -> bool {
        let Vote { member, admin_key, entry, choice } = vote.value();
        let place = (*member, *choice, *admin_key.as_bytes());
        let votes = self.votes.entry(*entry).or_default();
        // The same vote signed twice has one meaning; of two signatures the lower one is kept, so
        // that copies agree to the byte.
        let lower = votes.get(&place).is_none_or(|held| {
            let key = |it: &Verified<Vote>| (it.hash(), it.signed().signature.0);
            key(&vote) < key(held)
        });
        if lower {
            votes.insert(place, vote);
        }
        lower
    }

    /// Certifies whatever can be, and chooses the branch that counts.
    pub(super) fn advance(&mut self, papers: &Papers, pins: &Pins) {
        let mut open: Vec<GovernanceId> = self.stages.keys().copied().collect();
        while let Some(parent) = open.pop() {
            for id in self.children.get(&parent).cloned().unwrap_or_default() {
                if !self.stages.contains_key(&id)
                    && let Some(stage) = self.certify(id, papers)
                {
                    self.stages.insert(id, Arc::new(stage));
                    open.push(id);
                }
            }
        }
        if let Some(branch) = self.choose(pins)
            && let Some(head) = branch.last()
        {
            self.head = Arc::clone(head);
            self.chain = branch;
        }
    }

    /// Returns the stages after all certified entries, the genesis included.
    pub(super) fn certified(&self) -> impl ExactSizeIterator<Item = &Arc<Stage>> {
        self.stages.values()
    }

    /// Returns the stages of the branch that counts, the genesis first.
    pub(super) fn chain(&self) -> &[Arc<Stage>] {
        &self.chain
    }

    /// Returns the last stage of the branch that counts.
    pub(super) fn head(&self) -> &Arc<Stage> {
        &self.head
    }

    /// Returns an entry.
    pub(super) fn get(&self, id: GovernanceId) -> Option<&Verified<GovEntry>> {
        self.entries.get(&id)
    }

    /// Returns all entries, ordered by id.
    pub(super) fn all(&self) -> impl Iterator<Item = &Verified<GovEntry>> {
        self.entries.values()
    }

    /// Returns all votes on one entry, counted or not.
    pub(super) fn votes(&self, id: GovernanceId) -> impl Iterator<Item = &Verified<Vote>> {
        self.votes.get(&id).into_iter().flat_map(BTreeMap::values)
    }

    /// Returns all votes, ordered by entry and member.
    pub(super) fn all_votes(&self) -> impl Iterator<Item = &Verified<Vote>> {
        self.votes.values().flat_map(BTreeMap::values)
    }

    /// Returns how far an entry has come.
    pub(super) fn progress(&self, id: GovernanceId, papers: &Papers) -> Option<Progress> {
        let entry = self.entries.get(&id)?.value();
        if let Some(stage) = self.stages.get(&id) {
            let counts = self.chain.iter().any(|it| it.id == stage.id);
            return Some(if counts { Progress::Certified } else { Progress::Aside });
        }
        let Some(before) = self.stages.get(&entry.prev) else {
            return Some(Progress::Missing(Lacking::Entry(entry.prev)));
        };
        Some(match before.after((id, entry), self.coalition, papers) {
            Err(Hindrance::Broken(rule)) => Progress::Void(rule),
            Err(Hindrance::Missing(document)) => Progress::Missing(Lacking::Document(document)),
            Ok(_) => Progress::Open(self.tally(id, entry, before, papers)),
        })
    }

    /// Returns the stage after an entry that is certified by now.
    fn certify(&self, id: GovernanceId, papers: &Papers) -> Option<Stage> {
        let entry = self.entries.get(&id)?.value();
        let before = self.stages.get(&entry.prev)?;
        let tally = self.tally(id, entry, before, papers);
        if tally.approve.len() < tally.needed {
            return None;
        }
        before.after((id, entry), self.coalition, papers).ok()
    }

    fn tally(&self, id: GovernanceId, entry: &GovEntry, before: &Stage, papers: &Papers) -> Tally {
        let subjects: BTreeSet<MemberId> = entry.removed().collect();
        let may_vote = before.active().filter(|member| !subjects.contains(member));
        let mut tally = Tally { needed: before.quorum(), ..Tally::default() };
        for member in may_vote {
            match self.choice(id, member, before, papers) {
                Some(Choice::Approve) => tally.approve.insert(member),
                Some(Choice::Reject) => tally.reject.insert(member),
                None => tally.silent.insert(member),
            };
        }
        tally
    }

    /// Returns how `member` voted under a key that speaks for it; an approval outweighs a rejection.
    fn choice(
        &self,
        id: GovernanceId,
        member: MemberId,
        before: &Stage,
        papers: &Papers,
    ) -> Option<Choice> {
        let anchor = before.seats.get(&member)?.anchor;
        let votes = self.votes(id).map(Verified::value).filter(|it| it.member == member);
        let valid = votes.filter(|it| papers.may_vote(anchor, &it.admin_key));
        valid.map(|it| it.choice).min()
    }

    /// Returns the branch that counts.
    fn choose(&self, pins: &Pins) -> Option<Vec<Arc<Stage>>> {
        let is_tip = |id: &GovernanceId| {
            let children = self.children.get(id).into_iter().flatten();
            !children.into_iter().any(|child| self.stages.contains_key(child))
        };
        let tips = self.stages.keys().copied().filter(is_tip);
        let branches = tips.map(|tip| self.branch(tip));
        branches.min_by_key(|branch| self.rank(branch, pins))
    }

    /// Returns by what a branch is compared with others.
    fn rank(&self, branch: &[Arc<Stage>], pins: &Pins) -> Rank {
        let pinned = branch.iter().filter(|it| pins.get(&it.height) == Some(&it.id)).count();
        let removes = |id| {
            let entry = self.entries.get(&id).map(Verified::value);
            entry.is_some_and(|entry| entry.removed().next().is_some())
        };
        let places = branch.iter().map(|it| (!removes(it.id), it.id)).collect();
        (Reverse(pinned), Reverse(branch.len()), places)
    }

    /// Returns the stages from the genesis to `tip`.
    fn branch(&self, tip: GovernanceId) -> Vec<Arc<Stage>> {
        let before = |stage: &Arc<Stage>| {
            let prev = self.entries.get(&stage.id)?.value().prev;
            self.stages.get(&prev).cloned()
        };
        let tip = self.stages.get(&tip).cloned();
        let mut branch: Vec<Arc<Stage>> = std::iter::successors(tip, before).collect();
        branch.reverse();
        branch
    }
}
