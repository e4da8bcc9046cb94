//! A random history of a coalition: what honest members do, and what others do to them.
//!
//! Everything is made first and delivered later, in whatever order. There is no honest state that
//! objects are made against: parents, keys, places and heights are drawn from all that there is, with
//! a leaning towards the newest, so members equivocate, thieves sign, cuts contradict each other and
//! old documents come back as a matter of course.

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::chain::Link;
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
use flotilla_domain::policy::Policy;
use flotilla_wire::sample::Sample;
use flotilla_wire::sample::random::Random;

use crate::keys;
use crate::keys::Pair;
use crate::made;
use crate::made::Made;
use crate::stewards;

/// A history in the making.
#[derive(Debug)]
pub(crate) struct World<'a> {
    /// What has been made, in order.
    pub(crate) objects: Vec<Made>,
    /// Every governance entry with its height; the genesis is the first.
    pub(crate) entries: Vec<(GovernanceId, u64)>,
    random: Random,
    coalition: CoalitionId,
    /// Founders first, then those who want to join.
    people: Vec<MemberId>,
    founders: usize,
    documents: Vec<(usize, DocumentId, MemberDocument)>,
    headers: Vec<(usize, EntryId, EntryHeader)>,
    sample: &'a Sample,
    theme: Theme,
}

/// What a history is mostly about, so that rare things are not too rare.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Theme {
    Anything,
    /// Documents of two members, their entries, and votes on both.
    Documents,
    /// Proposals that apply, and members who vote.
    Governance,
    /// Entries and statements of few members, so that logs fork and grow.
    Logs,
}

impl<'a> World<'a> {
    /// Begins with the founders of `sample` and one more who wants to join.
    pub(crate) fn new(sample: &'a Sample, mut random: Random) -> Self {
        let theme =
            *random.pick(&[Theme::Anything, Theme::Documents, Theme::Governance, Theme::Logs]);
        let founders = sample.roster().len();
        let mut world = Self {
            objects: Vec::new(),
            entries: vec![(GovernanceId(sample.roster().coalition().0), 0)],
            random,
            coalition: sample.roster().coalition(),
            people: Vec::new(),
            founders,
            documents: Vec::new(),
            headers: Vec::new(),
            sample,
            theme,
        };
        for person in 0..=founders {
            let (member, document) = Sample::inception(person);
            world.people.push(member);
            world.documents.push((person, DocumentId(member.0), document.claim().clone()));
        }
        world
    }

    /// Makes something; often several things that belong together.
    pub(crate) fn happen(&mut self) {
        let busy = self.random.once_in(2);
        let what = match self.theme {
            Theme::Documents if busy => 4 + self.random.below(4),
            Theme::Governance if busy => 0,
            Theme::Logs if busy => 5 + self.random.below(5),
            _ => self.random.below(10),
        };
        match what {
            0..=1 => {
                let entry = self.propose();
                if self.theme == Theme::Governance || !self.random.once_in(4) {
                    self.ballot(entry);
                }
            }
            2 => {
                let (entry, _) = *self.random.pick_late(&self.entries);
                self.ballot(entry);
            }
            3 if self.random.once_in(4) => self.retract(),
            3..=4 => self.speak(),
            5..=7 => self.write(),
            _ => self.state(),
        }
    }

    /// Proposes one or two changes after some entry.
    fn propose(&mut self) -> GovernanceId {
        let (prev, height) = *self.random.pick_late(&self.entries);
        let count = 1 + self.random.below(2);
        let actions = (0..count).map(|_| self.action()).collect();
        let person = self.random.below(self.founders);
        let key = self.admin_key(person);
        let entry = GovEntry {
            height: height + 1 + u64::from(self.random.once_in(20)),
            prev,
            actions,
            reason: format!("reason {}", self.objects.len()),
            proposer: self.people[person],
            proposer_key: key.public,
        };
        let made = made::entry(&entry, self.coalition, key);
        let id = GovernanceId(made.id);
        self.entries.push((id, entry.height));
        self.objects.push(made);
        id
    }

    fn action(&mut self) -> Action {
        let place = self.random.below(self.documents.len());
        let (person, document, _) = self.documents[place].clone();
        let member = self.people[person];
        if self.theme == Theme::Governance && self.random.once_in(2) {
            let founder = self.people[self.random.below(self.founders)];
            return Action::EraseOrder { member: founder, entries: vec![EntryId(member.0)] };
        }
        match self.random.below(14) {
            0..=1 => {
                let person = self.founders;
                Action::Admit { document: Box::new(Sample::inception(person).1) }
            }
            2..=4 => Action::Confirm { member, document },
            5..=6 => Action::Remove { member, document, cut: self.cut(person) },
            7..=8 => self.recover(person),
            9 => {
                let version = 1 + u32::try_from(1 + self.random.below(2)).unwrap();
                let quorum_percent = if self.random.once_in(2) { 67 } else { 51 };
                Action::SetPolicy(Policy { version, quorum_percent, ..Policy::DEFAULT })
            }
            10 => {
                let catalogue = self.sample.roster().catalogue();
                let version = 1 + u32::try_from(self.random.below(3)).unwrap();
                let (indicators, lists) = (catalogue.indicators(), catalogue.lists());
                let indicators = indicators.cloned().collect();
                let lists = lists.cloned().map(stewards::governed).collect();
                Action::SetCatalogue(Box::new(Catalogue::new(version, indicators, lists).unwrap()))
            }
            11 => {
                let handle = ["north", "south"][self.random.below(2)];
                let code = ["gender:BOYS", "gender:GIRLS"][self.random.below(2)];
                let key = self.random.below(3);
                Action::SetSteward(Box::new(stewards::steward(handle, code, key)))
            }
            12 => Action::RemoveSteward { handle: "north".to_owned() },
            _ => {
                let entries = vec![self.cut(person).map_or(EntryId(member.0), |(_, id)| id)];
                Action::EraseOrder { member, entries }
            }
        }
    }

    fn recover(&mut self, person: usize) -> Action {
        let (member, cut) = (self.people[person], self.cut(person));
        let (_, prev, mut document) = self.newest(person);
        document.kind = DocumentKind::Recover;
        document.version += 1;
        document.prev = Some(prev);
        document.member = Some(member);
        let key = self.admin_key(person);
        document.admin_key = key.public;
        document.next_admin_key_hash = keys::admin_key(person, 2).public.hash();
        let number = u32::try_from(document.epochs.len()).unwrap() + 1;
        let node_key = keys::node_key(person, self.random.below(keys::NODE_KEYS)).public;
        document.epochs.push(Epoch { number, node_key, cut });
        let made = made::document(&document, self.coalition, key);
        self.documents.push((person, DocumentId(made.id), document));
        Action::Recover { member, document: Box::new(made::as_received(&made)), cut }
    }

    /// Has whoever may be a steward, or a thief, take back what somebody was consented.
    fn retract(&mut self) {
        let handle = ["north", "south"][self.random.below(2)];
        let key = stewards::key(self.random.below(4));
        let member = self.people[self.random.below(self.people.len())];
        let consent = u8::try_from(self.random.below(3)).unwrap();
        let retraction = stewards::retraction(handle, (key.public, member), consent);
        self.objects.push(made::retraction(&retraction, self.coalition, key));
    }

    /// Has most members vote on an entry.
    fn ballot(&mut self, entry: GovernanceId) {
        for person in 0..self.people.len() {
            let diligent = self.theme == Theme::Governance;
            if self.random.once_in(if diligent { 12 } else { 4 }) {
                continue;
            }
            let key = self.admin_key(person);
            let choice = if self.random.once_in(8) { Choice::Reject } else { Choice::Approve };
            let vote = Vote { member: self.people[person], admin_key: key.public, entry, choice };
            self.objects.push(made::vote(&vote, self.coalition, key));
        }
    }

    /// Has a member, or a thief, sign a document.
    fn speak(&mut self) {
        let few = if self.theme == Theme::Documents { 2 } else { self.people.len() };
        let own: Vec<_> = self.documents.iter().filter(|(it, ..)| *it < few).collect();
        let (person, prev, parent) = (*self.random.pick_late(&own)).clone();
        let mut document = parent.clone();
        document.version += 1;
        document.prev = Some(prev);
        document.member = Some(self.people[person]);
        document.labels = vec![format!("L{}", self.objects.len())];
        let rotates = self.random.once_in(3);
        document.kind = if rotates { DocumentKind::Rotate } else { DocumentKind::Update };
        let signer = if rotates {
            let all = (0..keys::ADMIN_KEYS).map(|place| keys::admin_key(person, place));
            all.into_iter().find(|key| key.public.hash() == parent.next_admin_key_hash)
        } else {
            keys::owner(&parent.admin_key)
        };
        let key = match signer {
            Some(key) if !self.random.once_in(15) => key,
            _ => self.admin_key(person),
        };
        document.admin_key = key.public;
        if rotates {
            let next = 2 + self.random.below(keys::ADMIN_KEYS - 2);
            document.next_admin_key_hash = keys::admin_key(person, next).public.hash();
        }
        if self.random.once_in(2) {
            let number = u32::try_from(document.epochs.len()).unwrap() + 1;
            let node_key = keys::node_key(person, self.random.below(keys::NODE_KEYS)).public;
            let cut = self.cut(person);
            document.epochs.push(Epoch { number, node_key, cut });
        }
        let made = made::document(&document, self.coalition, key);
        if made.sound {
            self.documents.push((person, DocumentId(made.id), document));
        }
        self.objects.push(made);
    }

    /// Has a node, or a thief, sign an entry; now and then after one that is not the newest.
    fn write(&mut self) {
        let few = match self.theme {
            Theme::Documents | Theme::Logs => 2,
            Theme::Anything | Theme::Governance => self.people.len(),
        };
        let person = self.random.below(few);
        let log: Vec<_> = self.headers.iter().filter(|(it, ..)| *it == person).cloned().collect();
        let parent = match log[..] {
            [] => None,
            _ if self.random.once_in(8) => None,
            _ => Some(self.random.pick_late(&log).clone()),
        };
        let (_, _, newest) = self.newest(person);
        let epochs = newest.epochs.len();
        let epoch = match &parent {
            Some((_, _, header)) if !self.random.once_in(3) => header.epoch,
            _ => u32::try_from(1 + self.random.below(epochs)).unwrap(),
        };
        let named = newest.epochs.get(usize::try_from(epoch).unwrap() - 1);
        let key = match named.and_then(|it| keys::owner(&it.node_key)) {
            Some(key) if !self.random.once_in(10) => key,
            _ => keys::node_key(person, self.random.below(keys::NODE_KEYS)),
        };
        let skip = u64::from(parent.is_some() && self.random.once_in(30));
        let header = EntryHeader {
            member: self.people[person],
            epoch,
            seq: parent.as_ref().map_or(1, |(_, _, header)| header.seq + 1 + skip),
            prev: parent.map(|(_, id, _)| id),
            created_ms: i64::try_from(self.objects.len()).unwrap(),
            kind: Kind::Release,
            payload_hash: Hash::from_bytes([1; 32]),
            payload_bytes: 16,
            gov_height: u64::try_from(self.random.below(3)).unwrap(),
            gov_id: self.coalition.0,
        };
        let made = made::header(&header, self.coalition, key);
        self.headers.push((person, EntryId(made.id), header));
        self.objects.push(made);
    }

    /// Has a node say what it holds, true or not.
    fn state(&mut self) {
        let person = self.random.below(self.people.len());
        let (_, _, newest) = self.newest(person);
        let place = self.random.below(newest.epochs.len());
        let key = keys::owner(&newest.epochs[place].node_key).unwrap();
        let mut heads = std::collections::BTreeMap::new();
        for author in 0..self.people.len() {
            if let Some((seq, id)) = self.cut(author) {
                let link = Some(Link { epoch: 1, seq, id });
                let witness = self.branch(author);
                let (forked_seq, forked_id) = witness.unzip();
                let (link, forked_seq) = (link.filter(|it| forked_seq <= Some(it.seq)), forked_seq);
                let forked_id = forked_id.filter(|_| link.is_some());
                if link.is_some() || forked_seq.is_some() {
                    let head = Head { link, forked_seq, forked_id, ..Head::default() };
                    heads.insert(self.people[author], head);
                }
            }
        }
        let statement = HeadStatement {
            member: self.people[person],
            epoch: u32::try_from(place + 1).unwrap(),
            counter: u64::try_from(self.random.below(6)).unwrap(),
            governance: (0, self.coalition.0),
            heads,
            addresses: Vec::new(),
            software: String::new(),
            destroyed: Vec::new(),
        };
        self.objects.push(made::statement(&statement, self.coalition, key));
    }

    /// Returns some entry of a log; rarely one that does not exist, or none.
    fn cut(&mut self, person: usize) -> Cut {
        let log: Vec<_> = self.headers.iter().filter(|(it, ..)| *it == person).collect();
        if log.is_empty() || self.random.once_in(10) {
            let missing = self.random.once_in(3);
            return missing.then_some((2, EntryId(Hash::from_bytes([9; 32]))));
        }
        let (_, id, header) = self.random.pick_late(&log);
        Some((header.seq, *id))
    }

    /// Returns one of the entries where a log forks, if it does: mostly one that all agree on.
    fn branch(&mut self, person: usize) -> Option<(u64, EntryId)> {
        let log: Vec<_> = self.headers.iter().filter(|(it, ..)| *it == person).collect();
        let forked = |(_, id, header): &&&(usize, EntryId, EntryHeader)| {
            log.iter().any(|(_, other, it)| other != id && it.prev == header.prev)
        };
        let forked: Vec<_> = log.iter().filter(forked).collect();
        let first = forked.first()?;
        let (_, id, header) =
            if self.random.once_in(4) { self.random.pick(&forked) } else { first };
        Some((header.seq, *id))
    }

    fn newest(&mut self, person: usize) -> (usize, DocumentId, MemberDocument) {
        let own: Vec<_> = self.documents.iter().filter(|(it, ..)| *it == person).collect();
        (*self.random.pick_late(&own)).clone()
    }

    /// Returns an admin key of a member: mostly the first, now and then any.
    fn admin_key(&mut self, person: usize) -> &'static Pair {
        let any = self.random.once_in(if self.theme == Theme::Governance { 12 } else { 3 });
        keys::admin_key(person, if any { self.random.below(keys::ADMIN_KEYS) } else { 0 })
    }
}
