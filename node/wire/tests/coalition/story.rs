//! A history that is told on purpose: Alice, Bob and Carol found a coalition, Dave may join, Mallory
//! steals.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::EntryState;
use flotilla_domain::coalition::Object;
use flotilla_domain::coalition::State;
use flotilla_domain::document::Cut;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::Epoch;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::entry::Kind;
use flotilla_domain::governance::Action;
use flotilla_domain::governance::Choice;
use flotilla_domain::governance::GovEntry;
use flotilla_domain::governance::Vote;
use flotilla_domain::heads::Head;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::GovernanceId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::signed::Received;
use flotilla_wire::sample::Sample;
use flotilla_wire::sample::random::Random;

use crate::keys;
use crate::made;
use crate::made::Made;

pub(crate) const ALICE: usize = 0;
pub(crate) const BOB: usize = 1;
pub(crate) const CAROL: usize = 2;
pub(crate) const DAVE: usize = 3;

/// What happened so far.
#[derive(Debug)]
pub(crate) struct Story {
    pub(crate) sample: Sample,
    pub(crate) objects: Vec<Made>,
    documents: BTreeMap<DocumentId, MemberDocument>,
}

/// What a new document changes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change {
    pub(crate) kind: DocumentKind,
    /// Which of the member's admin keys signs.
    pub(crate) key: usize,
    /// A new epoch: which of the member's node keys, and its cut.
    pub(crate) epoch: Option<(usize, Cut)>,
}

impl Story {
    /// Three found a coalition.
    pub(crate) fn new() -> Self {
        let sample = Sample::new(3);
        let inception = |person| {
            let (member, document) = Sample::inception(person);
            (DocumentId(member.0), document.claim().clone())
        };
        let documents = (ALICE..=DAVE).map(inception).collect();
        Self { sample, objects: Vec::new(), documents }
    }

    pub(crate) fn member(person: usize) -> MemberId {
        Sample::inception(person).0
    }

    pub(crate) fn coalition(&self) -> CoalitionId {
        self.sample.roster().coalition()
    }

    pub(crate) fn genesis(&self) -> GovernanceId {
        GovernanceId(self.coalition().0)
    }

    /// Alice proposes `action`, and `voters` approve with their first keys.
    pub(crate) fn decide(
        &mut self,
        (prev, height): (GovernanceId, u64),
        action: Action,
        voters: &[usize],
    ) -> GovernanceId {
        let made = self.entry(prev, height, vec![action]);
        let id = GovernanceId(made.id);
        self.objects.push(made);
        voters.iter().for_each(|voter| self.vote(id, *voter, 0));
        id
    }

    /// Alice drafts an entry at height 1.
    pub(crate) fn proposal(&mut self, actions: Vec<Action>) -> Received<GovEntry> {
        match self.entry(self.genesis(), 1, actions).object {
            Object::Governance(it) => *it,
            _ => panic!("not a governance entry"),
        }
    }

    fn entry(&self, prev: GovernanceId, height: u64, actions: Vec<Action>) -> Made {
        let key = keys::admin_key(ALICE, 0);
        let entry = GovEntry {
            height,
            prev,
            actions,
            reason: String::new(),
            proposer: Self::member(ALICE),
            proposer_key: key.public,
        };
        made::entry(&entry, self.coalition(), key)
    }

    pub(crate) fn vote(&mut self, entry: GovernanceId, voter: usize, key: usize) {
        let (member, key) = (Self::member(voter), keys::admin_key(voter, key));
        let vote = Vote { member, admin_key: key.public, entry, choice: Choice::Approve };
        self.objects.push(made::vote(&vote, self.coalition(), key));
    }

    /// Somebody signs a document after `prev`.
    pub(crate) fn document(
        &mut self,
        person: usize,
        prev: DocumentId,
        change: Change,
    ) -> DocumentId {
        let made = self.drafted(person, prev, change);
        let id = DocumentId(made.id);
        self.objects.push(made);
        id
    }

    /// Signs a document without publishing it, as for a recovery.
    pub(crate) fn drafted(&mut self, person: usize, prev: DocumentId, change: Change) -> Made {
        let Change { kind, key, epoch } = change;
        let mut document = self.documents[&prev].clone();
        document.kind = kind;
        document.version += 1;
        document.prev = Some(prev);
        document.member = Some(Self::member(person));
        document.labels = vec![format!("L{}", self.documents.len())];
        let signer = keys::admin_key(person, key);
        document.admin_key = signer.public;
        if kind != DocumentKind::Update {
            document.next_admin_key_hash = keys::admin_key(person, key + 1).public.hash();
        }
        if let Some((node_key, cut)) = epoch {
            let number = u32::try_from(document.epochs.len()).unwrap() + 1;
            let node_key = keys::node_key(person, node_key).public;
            document.epochs.push(Epoch { number, node_key, cut });
        }
        let made = made::document(&document, self.coalition(), signer);
        self.documents.insert(DocumentId(made.id), document);
        made
    }

    /// A node signs entry after entry, from the one after `before`.
    pub(crate) fn write(
        &mut self,
        (person, epoch, key): (usize, u32, usize),
        before: Cut,
        count: u64,
    ) -> Vec<Cut> {
        let mut cut = before;
        let mut written = Vec::new();
        for _ in 0..count {
            let header = EntryHeader {
                member: Self::member(person),
                epoch,
                seq: cut.map_or(1, |(seq, _)| seq + 1),
                prev: cut.map(|(_, id)| id),
                created_ms: i64::try_from(self.objects.len()).unwrap(),
                kind: Kind::Release,
                payload_hash: Hash::from_bytes([1; 32]),
                payload_bytes: 16,
                gov_height: 0,
                gov_id: self.coalition().0,
            };
            let made = made::header(&header, self.coalition(), keys::node_key(person, key));
            cut = Some((header.seq, EntryId(made.id)));
            written.push(cut);
            self.objects.push(made);
        }
        written
    }

    /// A node says that it follows the branch of the log of `author` that begins with `branch`.
    pub(crate) fn witness(&mut self, person: usize, author: usize, branch: Cut) {
        let (seq, id) = branch.unwrap();
        let link = Some(Link { epoch: 1, seq, id });
        let head = Head { link, forked_seq: Some(seq), forked_id: Some(id), ..Head::default() };
        let statement = HeadStatement {
            member: Self::member(person),
            epoch: 1,
            counter: 1,
            governance: (0, self.coalition().0),
            heads: BTreeMap::from([(Self::member(author), head)]),
            addresses: Vec::new(),
            software: String::new(),
            destroyed: Vec::new(),
        };
        let made = made::statement(&statement, self.coalition(), keys::node_key(person, 0));
        self.objects.push(made);
    }

    /// Tells the story in order, backwards and in many other orders, and returns what every listener
    /// agrees on.
    pub(crate) fn told(&self) -> State {
        let mut objects = self.objects.clone();
        let state = self.heard(&objects);
        let view = crate::view::of(&state);
        objects.reverse();
        assert_eq!(crate::view::of(&self.heard(&objects)), view, "told backwards");
        for seed in 0..20 {
            Random::new(seed).shuffle(&mut objects);
            assert_eq!(crate::view::of(&self.heard(&objects)), view, "told in order {seed}");
        }
        state
    }

    /// Tells it once, in the order of `objects`.
    pub(crate) fn heard(&self, objects: &[Made]) -> State {
        let mut state = State::founded(self.sample.founded());
        for made in objects {
            let _outcome = state.insert(made.object.clone());
        }
        state
    }
}

/// Returns what became of an entry.
pub(crate) fn fate(state: &State, person: usize, entry: Cut) -> Option<EntryState> {
    state.log(Story::member(person))?.state(entry?.1)
}

/// Returns what became of each of several entries, if it is the same.
pub(crate) fn fates(state: &State, person: usize, entries: &[Cut]) -> Option<EntryState> {
    let all: BTreeSet<_> = entries.iter().map(|it| fate(state, person, *it)).collect();
    if all.len() == 1 { all.into_iter().next().flatten() } else { None }
}
