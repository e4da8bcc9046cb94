//! The reference model: the rules said once more, as plainly as possible.
//!
//! It is given a set of objects and computes everything anew. It keeps nothing, knows no order of
//! arrival, and takes no short cuts; where the node walks and remembers, it lists and compares. It
//! shares with the node what concerns one object, or an object and the one before it (limits,
//! `follows`, `Stage::after`), and nothing that concerns a set.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::coalition::Lacking;
use flotilla_domain::coalition::Object;
use flotilla_domain::coalition::Pins;
use flotilla_domain::coalition::Progress;
use flotilla_domain::coalition::Tally;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::governance::Action;
use flotilla_domain::governance::Choice;
use flotilla_domain::governance::GovEntry;
use flotilla_domain::governance::Vote;
use flotilla_domain::governance::stage::Hindrance;
use flotilla_domain::governance::stage::Library;
use flotilla_domain::governance::stage::Stage;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::ConsentId;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::GovernanceId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::PublicKey;
use flotilla_domain::retraction::Retraction;
use flotilla_domain::steward::Steward;
use flotilla_wire::sample::Sample;

use crate::made::Made;
use crate::view::View;

/// What can be checked of a set of objects, and nothing else.
#[derive(Debug)]
pub(crate) struct Model {
    coalition: CoalitionId,
    pub(crate) documents: BTreeMap<DocumentId, (MemberId, MemberDocument)>,
    entries: BTreeMap<GovernanceId, GovEntry>,
    votes: BTreeMap<Hash, Vote>,
    retractions: Vec<Retraction>,
    pub(crate) headers: BTreeMap<EntryId, (EntryHeader, PublicKey)>,
    pub(crate) statements: BTreeMap<Hash, (HeadStatement, PublicKey)>,
    /// Every stage that is certified.
    stages: BTreeMap<GovernanceId, Stage>,
}

impl Model {
    /// Finds what can be checked, until nothing more can.
    pub(crate) fn new(sample: &Sample, objects: &[Made]) -> Self {
        let genesis = sample.founded().genesis();
        let founders = genesis.founders();
        let founders = founders.map(|it| (it.id(), (it.member(), it.value().clone())));
        let stage = Stage::founded(sample.founded());
        let mut model = Self {
            coalition: genesis.id(),
            documents: founders.collect(),
            entries: BTreeMap::new(),
            votes: BTreeMap::new(),
            retractions: Vec::new(),
            headers: BTreeMap::new(),
            statements: BTreeMap::new(),
            stages: BTreeMap::from([(stage.id, stage)]),
        };
        let mut left: Vec<&Made> = objects.iter().filter(|it| it.sound).collect();
        loop {
            let before = left.len();
            left.retain(|made| !model.learn(made));
            if left.len() == before {
                break;
            }
        }
        model.certify();
        model
    }

    /// Computes everything.
    pub(crate) fn view(&self, pins: &Pins) -> View {
        let branch = self.branch(pins);
        let stage = &self.stages[branch.last().unwrap()];
        let member = |(id, seat): (&MemberId, &flotilla_domain::governance::stage::Seat)| {
            let (document, frozen, _) = self.in_force(seat.anchor);
            let left = seat.removed.is_some();
            let document = if left { seat.anchor } else { document };
            (*id, (document, frozen && !left, seat.removed))
        };
        let progress = |id: &GovernanceId| (*id, Some(self.progress(*id, &branch)));
        let mut view = View {
            policy_version: stage.policy.version,
            catalogue_version: stage.catalogue.version(),
            erased: stage.erased.as_ref().clone(),
            stewards: self.stewards(&branch),
            retracted: self.retracted(&branch, stage),
            members: stage.seats.iter().map(member).collect(),
            progress: self.entries.keys().map(progress).collect(),
            branch: branch.clone(),
            ..View::default()
        };
        view.documents = self.document_states(stage);
        let stages: Vec<&Stage> = branch.iter().map(|id| &self.stages[id]).collect();
        self.judge_logs(&stages, &mut view);
        view
    }

    /// Goes through the minutes of the branch: of each community, what was said last counts.
    fn stewards(&self, branch: &[GovernanceId]) -> Vec<Steward> {
        let mut stewards: Vec<Steward> = Vec::new();
        let actions =
            branch.iter().filter_map(|id| self.entries.get(id)).flat_map(|it| &it.actions);
        for action in actions {
            match action {
                Action::RemoveSteward { handle } => stewards.retain(|it| it.handle != *handle),
                Action::SetSteward(steward) => {
                    stewards.retain(|it| it.handle != steward.handle);
                    stewards.push(steward.as_ref().clone());
                }
                _ => (),
            }
        }
        stewards.sort_by(|a, b| a.handle.cmp(&b.handle));
        stewards
    }

    /// Lists what was taken back with a key that anybody of the branch ever named for the community,
    /// from those who have a seat.
    fn retracted(&self, branch: &[GovernanceId], stage: &Stage) -> BTreeSet<(MemberId, ConsentId)> {
        let actions =
            branch.iter().filter_map(|id| self.entries.get(id)).flat_map(|it| &it.actions);
        let named = actions.filter_map(|action| match action {
            Action::SetSteward(it) => Some((&it.handle, it.key)),
            _ => None,
        });
        let named: Vec<_> = named.collect();
        let counts = |it: &&Retraction| {
            named.contains(&(&it.steward, it.steward_key)) && stage.seats.contains_key(&it.member)
        };
        let counting = self.retractions.iter().filter(counts);
        counting.flat_map(|it| it.consents.iter().map(|id| (it.member, *id))).collect()
    }

    /// Takes in an object whose key some document names that is known already.
    fn learn(&mut self, made: &Made) -> bool {
        match &made.object {
            Object::Document(it) => {
                let value = it.claim();
                let Some(prev) = value.prev else { return false };
                let Some((member, parent)) = self.documents.get(&prev) else { return false };
                if value.follows(prev, parent, *member).is_err() {
                    return false;
                }
                let known = (*member, value.clone());
                self.documents.insert(DocumentId(made.id), known);
            }
            Object::Governance(it) => {
                let value = it.claim();
                if !self.has_admin_key(value.proposer, &value.proposer_key) {
                    return false;
                }
                for document in value.documents() {
                    let id = document.id(self.coalition);
                    let member = document.claim().member.unwrap_or(MemberId(id.0));
                    self.documents.insert(id, (member, document.claim().clone()));
                }
                self.entries.insert(GovernanceId(made.id), value.clone());
            }
            Object::Retraction(it) => self.retractions.push(it.claim().clone()),
            Object::Header(it) => {
                let value = it.claim();
                if !self.has_node_key(value.member, value.epoch, &made.signer) {
                    return false;
                }
                self.headers.insert(EntryId(made.id), (value.clone(), made.signer));
            }
            Object::Statement(it) => {
                let value = it.claim();
                if !self.has_node_key(value.member, value.epoch, &made.signer) {
                    return false;
                }
                self.statements.insert(made.id, (value.clone(), made.signer));
            }
            Object::Vote(it) => {
                let value = it.claim();
                if !self.has_admin_key(value.member, &value.admin_key) {
                    return false;
                }
                self.votes.insert(made.id, value.clone());
            }
        }
        true
    }

    fn has_admin_key(&self, member: MemberId, key: &PublicKey) -> bool {
        self.documents
            .values()
            .any(|(it, value)| *it == member && value.admin_key == *key)
    }

    fn has_node_key(&self, member: MemberId, number: u32, key: &PublicKey) -> bool {
        let mut epochs = self.documents.values().filter(|(it, _)| *it == member);
        epochs.any(|(_, value)| {
            value.epochs.iter().any(|it| it.number == number && it.node_key == *key)
        })
    }

    /// Adds stages until no entry can be certified any more.
    fn certify(&mut self) {
        loop {
            let open = self.entries.iter().filter(|(id, _)| !self.stages.contains_key(id));
            let certified = open.filter_map(|(id, entry)| {
                let before = self.stages.get(&entry.prev)?;
                let tally = self.tally(*id, entry, before);
                let enough = tally.approve.len() >= tally.needed;
                let stage = before.after((*id, entry), self.coalition, self).ok()?;
                enough.then_some((*id, stage))
            });
            let certified: Vec<_> = certified.collect();
            if certified.is_empty() {
                return;
            }
            self.stages.extend(certified);
        }
    }

    fn tally(&self, id: GovernanceId, entry: &GovEntry, before: &Stage) -> Tally {
        let subjects: BTreeSet<MemberId> = entry.removed().collect();
        let mut tally = Tally { needed: before.quorum(), ..Tally::default() };
        for (member, seat) in &before.seats {
            if seat.removed.is_some() || subjects.contains(member) {
                continue;
            }
            let votes = self.votes.values().filter(|it| it.entry == id && it.member == *member);
            let keys: Vec<PublicKey> =
                self.descendants(seat.anchor).map(|it| it.1.admin_key).collect();
            let choices: BTreeSet<Choice> =
                votes.filter(|it| keys.contains(&it.admin_key)).map(|it| it.choice).collect();
            if choices.contains(&Choice::Approve) {
                tally.approve.insert(*member);
            } else if choices.contains(&Choice::Reject) {
                tally.reject.insert(*member);
            } else {
                tally.silent.insert(*member);
            }
        }
        tally
    }

    fn progress(&self, id: GovernanceId, branch: &[GovernanceId]) -> Progress {
        let entry = &self.entries[&id];
        if self.stages.contains_key(&id) {
            return if branch.contains(&id) { Progress::Certified } else { Progress::Aside };
        }
        let Some(before) = self.stages.get(&entry.prev) else {
            return Progress::Missing(Lacking::Entry(entry.prev));
        };
        match before.after((id, entry), self.coalition, self) {
            Err(Hindrance::Broken(rule)) => Progress::Void(rule),
            Err(Hindrance::Missing(document)) => Progress::Missing(Lacking::Document(document)),
            Ok(_) => Progress::Open(self.tally(id, entry, before)),
        }
    }

    /// Compares every two branches.
    fn branch(&self, pins: &Pins) -> Vec<GovernanceId> {
        let all = self.stages.keys().map(|tip| self.path(*tip));
        all.reduce(|a, b| if self.is_better(&b, &a, pins) { b } else { a }).unwrap()
    }

    fn is_better(&self, a: &[GovernanceId], b: &[GovernanceId], pins: &Pins) -> bool {
        let pinned = |branch: &[GovernanceId]| {
            pins.iter().filter(|(_, id)| branch.iter().any(|it| it == *id)).count()
        };
        if pinned(a) != pinned(b) {
            return pinned(a) > pinned(b);
        }
        if a.len() != b.len() {
            return a.len() > b.len();
        }
        let Some((x, y)) = a.iter().zip(b).find(|(x, y)| x != y) else { return false };
        let removes = |id: &GovernanceId| self.entries[id].removed().count() > 0;
        if removes(x) != removes(y) { removes(x) } else { x < y }
    }

    /// Returns the ids from the genesis to `tip`.
    fn path(&self, tip: GovernanceId) -> Vec<GovernanceId> {
        let mut path = match self.entries.get(&tip) {
            Some(entry) => self.path(entry.prev),
            None => Vec::new(),
        };
        path.push(tip);
        path
    }

    /// Returns `anchor` and every document that follows it, at whatever distance.
    fn descendants(
        &self,
        anchor: DocumentId,
    ) -> impl Iterator<Item = (DocumentId, &MemberDocument)> {
        let below = move |(id, (_, value)): (&DocumentId, &'_ (MemberId, MemberDocument))| {
            let _ = value;
            self.lineage(*id).contains(&anchor).then_some(*id)
        };
        self.documents.iter().filter_map(below).map(|id| (id, &self.documents[&id].1))
    }

    /// Returns the documents from the first one to `id`.
    pub(crate) fn lineage(&self, id: DocumentId) -> Vec<DocumentId> {
        let value = &self.documents[&id].1;
        let stands_alone = matches!(value.kind, DocumentKind::Inception | DocumentKind::Recover);
        let mut lineage = match value.prev {
            Some(prev) if !stands_alone => self.lineage(prev),
            _ => Vec::new(),
        };
        lineage.push(id);
        lineage
    }

    /// Returns the document in force, whether it is frozen there, and the branches that are left.
    ///
    /// All branches run from the anchor to a document that nothing follows. Generation by generation,
    /// branches without a rotation lose against those with one. What all that are left share, until
    /// they part, is in force.
    pub(crate) fn in_force(&self, anchor: DocumentId) -> (DocumentId, bool, Vec<Vec<DocumentId>>) {
        let all: Vec<DocumentId> = self.descendants(anchor).map(|(id, _)| id).collect();
        let is_leaf =
            |id: &&DocumentId| !all.iter().any(|it| self.documents[it].1.prev == Some(**id));
        let from_anchor = |id: &DocumentId| {
            let lineage = self.lineage(*id);
            let place = lineage.iter().position(|it| *it == anchor).unwrap();
            lineage[place..].to_vec()
        };
        let mut branches: Vec<Vec<DocumentId>> =
            all.iter().filter(is_leaf).map(from_anchor).collect();
        for generation in 0.. {
            let rotation = |branch: &Vec<DocumentId>| {
                let is_rotation =
                    |id: &&DocumentId| self.documents[id].1.kind == DocumentKind::Rotate;
                branch[1..].iter().filter(is_rotation).nth(generation).copied()
            };
            let rotations: BTreeSet<DocumentId> = branches.iter().filter_map(rotation).collect();
            if !rotations.is_empty() {
                branches.retain(|branch| rotation(branch).is_some());
            }
            if rotations.len() != 1 {
                break;
            }
        }
        let mut shared = branches[0].clone();
        for branch in &branches {
            let same = shared.iter().zip(branch).take_while(|(a, b)| a == b).count();
            shared.truncate(same);
        }
        (*shared.last().unwrap(), branches.len() > 1, branches)
    }
}

impl Library for Model {
    fn document(&self, id: DocumentId) -> Option<&MemberDocument> {
        self.documents.get(&id).map(|(_, value)| value)
    }

    fn descends(&self, document: DocumentId, anchor: DocumentId) -> bool {
        self.lineage(document).contains(&anchor)
    }
}
