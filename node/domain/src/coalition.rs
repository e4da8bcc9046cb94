//! What a coalition is, as a function of the signed objects that a node holds.
//!
//! [`State`] takes in objects in any order and always says what they add up to: the [`Roster`], how far
//! every governance entry has come, what became of every log entry, what is waited for. Two states
//! that were given the same objects and pins say the same, byte for byte; `tests` hold it against a
//! second implementation that computes everything anew from the set after every step.
//!
//! It is layered so that nothing is decided in a circle; each layer asks the ones above it only:
//!
//! ```text
//!  papers    documents: who may follow whom                    grows only
//!  minutes   governance entries, votes -> stages, one branch   certification grows only
//!  retracted what communities took back                        grows only
//!  roster    stage + documents in force                        changes
//!  logs      headers + roster + head statements -> states      changes
//! ```
//!
//! Promises:
//!
//! - **No sender, order or clock decides anything.** Pins are an input of their own.
//! - **A vote counts under every admin key from the one on record on.** So no later document takes a
//!   certified entry back; that a stolen key no longer votes is put on record by `Action::Confirm`.
//! - **What cannot be checked yet waits** in a bounded room and has no influence until it can.
//! - **An object that is held is never dropped**, whatever became of it.

mod log;
mod minutes;
pub(crate) mod papers;
mod retracted;
mod terms;
mod view;
mod waiting;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::chain::Link;
use crate::coalition::minutes::Minutes;
use crate::coalition::papers::Filed;
use crate::coalition::papers::Papers;
use crate::coalition::retracted::Retractions;
use crate::coalition::waiting::Waiting;
use crate::document::MemberDocument;
use crate::entry::EntryHeader;
use crate::genesis::Founded;
use crate::governance::GovEntry;
use crate::governance::Vote;
use crate::governance::stage::Stage;
use crate::heads::HeadStatement;
use crate::id::CoalitionId;
use crate::id::GovernanceId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::key::PublicKey;
use crate::preimage::Tag;
use crate::retraction::Retraction;
use crate::roster::Roster;
use crate::signed::Received;
use crate::signed::Verified;
use crate::signed::VerifyError;

pub use crate::coalition::log::EntryState;
pub use crate::coalition::log::Followed;
pub use crate::coalition::log::Fork;
pub use crate::coalition::log::Log;
pub use crate::coalition::log::Place;
pub use crate::coalition::minutes::Lacking;
pub use crate::coalition::minutes::Pins;
pub use crate::coalition::minutes::Progress;
pub use crate::coalition::minutes::Tally;
pub use crate::coalition::papers::InForce;
pub use crate::coalition::terms::Others;
pub use crate::coalition::terms::Terms;
pub use crate::coalition::terms::Witnesses;
pub use crate::coalition::view::DocumentState;
pub use crate::coalition::view::Proposal;
pub use crate::coalition::waiting::WAITING_MAX;

/// Entries before the newest that are never displaced: one with two certified successors is final.
pub const FINAL_AFTER: u64 = 2;

/// A node key of a member: with its epoch, and as bytes.
type Speaker = (MemberId, u32, [u8; 32]);

/// What the objects that a node holds add up to.
#[derive(Clone, Debug)]
pub struct State {
    name: String,
    coalition: CoalitionId,
    papers: Papers,
    minutes: Minutes,
    retractions: Retractions,
    pins: Pins,
    /// The newest statement under each node key of each member.
    statements: BTreeMap<Speaker, Verified<HeadStatement>>,
    logs: BTreeMap<MemberId, Log>,
    waiting: Waiting,
    roster: Arc<Roster>,
}

/// Any object that a state is made of. A proof of a fork is two headers.
#[derive(Clone, Debug)]
pub enum Object {
    /// An update or a rotation; inceptions and recoveries come with their governance entry.
    Document(Box<Received<MemberDocument>>),
    /// A governance entry.
    Governance(Box<Received<GovEntry>>),
    /// The header of a log entry.
    Header(Received<EntryHeader>),
    /// What a community takes back.
    Retraction(Received<Retraction>),
    /// What a node says it holds.
    Statement(Received<HeadStatement>),
    /// A vote.
    Vote(Received<Vote>),
}

/// What became of an object.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use]
pub enum Outcome {
    /// It, or a newer statement, is held already.
    AlreadyHeld,
    /// The room for what cannot be checked yet is full; it is not held.
    Full,
    /// It is held now. What it changes is for the state to say.
    Held,
    /// It is wrong for ever, and not held.
    Rejected(VerifyError),
    /// It cannot be checked yet: the member or the document that names its key is not known. It has
    /// no influence, and should neither be stored nor forwarded.
    Waiting,
}

impl State {
    /// Begins with what the founders signed.
    pub fn founded(founded: &Founded) -> Self {
        let genesis = founded.genesis();
        let coalition = genesis.id();
        let mut papers = Papers::default();
        for founder in genesis.founders() {
            papers.found(founder.clone());
        }
        let stage = Stage::founded(founded);
        let roster = Arc::new(Roster::at(&stage, coalition, genesis.name(), &papers));
        let minutes = Minutes::new(stage, coalition);
        Self {
            name: genesis.name().to_owned(),
            coalition,
            papers,
            minutes,
            retractions: Retractions::default(),
            pins: Pins::new(),
            statements: BTreeMap::new(),
            logs: BTreeMap::new(),
            waiting: Waiting::default(),
            roster,
        }
    }

    /// Takes in an object.
    pub fn insert(&mut self, object: Object) -> Outcome {
        let before = self.known();
        let outcome = self.take(object);
        if self.known() > before {
            self.retry();
        }
        outcome
    }

    /// Takes in a header that was verified before and kept since, as when a node starts. Saves the
    /// signature wherever one key only can have made it.
    pub fn restore(&mut self, header: Verified<EntryHeader>) -> Outcome {
        let EntryHeader { member, epoch, .. } = *header.value();
        match self.papers.node_keys(member, epoch)[..] {
            [only] => self.hold_header(only, &header),
            [..] => self.insert(Object::Header(header.into_received())),
        }
    }

    /// Promises never to leave the branch with `id` at `height`, if there is any choice.
    pub fn pin(&mut self, height: u64, id: GovernanceId) {
        self.pins.insert(height, id);
        self.reconsider();
    }

    /// Promises never to leave what is final by now, as a node does that has made it durable: whatever
    /// is certified later, by members who sign two histories, displaces nothing of it.
    pub fn pin_final(&mut self) {
        let height = self.final_height();
        let chain = self.minutes.chain().iter().skip(1);
        for stage in chain.take_while(|stage| stage.height <= height) {
            self.pins.entry(stage.height).or_insert(stage.id);
        }
    }

    /// Returns the pins.
    pub fn pins(&self) -> &Pins {
        &self.pins
    }

    /// Returns who belongs, by which keys they speak, and the rules they share.
    pub fn roster(&self) -> &Arc<Roster> {
        &self.roster
    }

    fn take(&mut self, object: Object) -> Outcome {
        if self.waiting.contains(&object) {
            return Outcome::Waiting;
        }
        if !self.is_plausible(&object) {
            return self.waiting.admit(object);
        }
        match object {
            Object::Document(document) => self.take_document(*document),
            Object::Governance(entry) => self.take_governance(*entry),
            Object::Header(header) => self.take_header(header),
            Object::Retraction(retraction) => self.take_retraction(retraction),
            Object::Statement(statement) => self.take_statement(statement),
            Object::Vote(vote) => self.take_vote(vote),
        }
    }

    /// Returns whether we know a document that may name the key of an object.
    fn is_plausible(&self, object: &Object) -> bool {
        let papers = &self.papers;
        match object {
            Object::Document(it) => it.claim().prev.is_none_or(|prev| papers.get(prev).is_some()),
            Object::Governance(it) => {
                papers.is_admin_key(it.claim().proposer, &it.claim().proposer_key)
            }
            Object::Header(it) => !papers.node_keys(it.claim().member, it.claim().epoch).is_empty(),
            Object::Retraction(it) => self.is_of_a_steward(it.claim()),
            Object::Statement(it) => {
                !papers.node_keys(it.claim().member, it.claim().epoch).is_empty()
            }
            Object::Vote(it) => papers.is_admin_key(it.claim().member, &it.claim().admin_key),
        }
    }

    fn take_document(&mut self, document: Received<MemberDocument>) -> Outcome {
        let document = match document.verify(self.coalition) {
            Ok(document) => document,
            Err(error) => return Outcome::Rejected(error),
        };
        match self.papers.file(document) {
            Filed::AlreadyHeld => Outcome::AlreadyHeld,
            Filed::Broken(rule) => Outcome::Rejected(VerifyError::BrokenRule { rule }),
            Filed::New => {
                self.reconsider();
                Outcome::Held
            }
            Filed::Orphan => Outcome::Waiting,
        }
    }

    fn take_governance(&mut self, entry: Received<GovEntry>) -> Outcome {
        let entry = match entry.verify(self.coalition) {
            Ok(entry) => entry,
            Err(error) => return Outcome::Rejected(error),
        };
        for document in entry.value().documents() {
            // It was verified with the entry: this is the second half of the same check.
            if let Ok(document) = document.clone().verify(self.coalition) {
                self.papers.found(document);
            }
        }
        if !self.minutes.enter(entry) {
            return Outcome::AlreadyHeld;
        }
        self.reconsider();
        Outcome::Held
    }

    fn take_vote(&mut self, vote: Received<Vote>) -> Outcome {
        let vote = match vote.verify(self.coalition) {
            Ok(vote) => vote,
            Err(error) => return Outcome::Rejected(error),
        };
        if !self.minutes.count(vote) {
            return Outcome::AlreadyHeld;
        }
        self.reconsider();
        Outcome::Held
    }

    fn take_header(&mut self, header: Received<EntryHeader>) -> Outcome {
        let EntryHeader { member, epoch, .. } = *header.claim();
        let keys = self.papers.node_keys(member, epoch);
        let (key, header) = match header.verify_with_any(Tag::Entry, self.coalition, &keys) {
            Ok(found) => found,
            Err(header) => return self.waiting.admit(Object::Header(header)),
        };
        self.hold_header(key, &header)
    }

    fn hold_header(&mut self, key: PublicKey, header: &Verified<EntryHeader>) -> Outcome {
        if let Some(rule) = header.value().broken_rule(header.signed().body.len()) {
            return Outcome::Rejected(VerifyError::BrokenRule { rule });
        }
        let EntryHeader { member, epoch, seq, prev, gov_height, .. } = *header.value();
        let link = Link { epoch, seq, id: header.id() };
        let terms = self.terms(member);
        let log = self.logs.entry(member).or_default();
        if log.place(link.id).is_some() {
            return Outcome::AlreadyHeld;
        }
        let key = *key.as_bytes();
        if log.insert(Place { link, prev, key, gov_height }, &terms) {
            self.judge(member);
        }
        Outcome::Held
    }

    fn take_statement(&mut self, statement: Received<HeadStatement>) -> Outcome {
        let HeadStatement { member, epoch, .. } = *statement.claim();
        let keys = self.papers.node_keys(member, epoch);
        let (key, statement) = match statement.verify_with_any(Tag::Head, self.coalition, &keys) {
            Ok(found) => found,
            Err(statement) => return self.waiting.admit(Object::Statement(statement)),
        };
        let place = (member, epoch, *key.as_bytes());
        let newer = self.statements.get(&place).is_none_or(|held| statement.is_newer_than(held));
        if !newer {
            return Outcome::AlreadyHeld;
        }
        self.statements.insert(place, statement);
        self.judge_contested();
        Outcome::Held
    }

    /// Returns how much is known by which objects are checked: documents, and what is certified.
    fn known(&self) -> (usize, usize) {
        (self.papers.len(), self.minutes.certified().len())
    }

    /// Takes in what waited, as long as that makes more known by which objects are checked.
    fn retry(&mut self) {
        loop {
            let known = self.known();
            let mut waiting = std::mem::take(&mut self.waiting);
            let ready = waiting.take_ready(|object| self.is_plausible(object));
            self.waiting = waiting;
            for object in ready {
                let _outcome = self.take(object);
            }
            if self.known() == known {
                return;
            }
        }
    }

    /// Brings roster and logs up to date after documents, governance or pins changed.
    fn reconsider(&mut self) {
        self.minutes.advance(&self.papers, &self.pins);
        let before: BTreeMap<MemberId, Terms> =
            self.logs.keys().map(|member| (*member, self.terms(*member))).collect();
        let stage = self.stage().clone();
        let retracted = self.retractions.at(&stage);
        let roster = Roster::at(&stage, self.coalition, &self.name, &self.papers);
        self.roster = Arc::new(roster.without(retracted));
        for (member, terms) in before {
            let contested = self.logs.get(&member).is_some_and(Log::is_contested);
            if contested || self.terms(member) != terms {
                self.judge(member);
            }
        }
    }

    fn judge_contested(&mut self) {
        let contested = self.logs.iter().filter(|(_, log)| log.is_contested());
        let contested: BTreeSet<MemberId> = contested.map(|(member, _)| *member).collect();
        contested.into_iter().for_each(|member| self.judge(member));
    }

    fn judge(&mut self, member: MemberId) {
        let terms = self.terms(member);
        let Some(mut log) = self.logs.remove(&member) else { return };
        let said = |witness| self.said(witness, member);
        log.judge(&terms, &Others { roster: &self.roster, author: member, said });
        self.logs.insert(member, log);
    }
}

/// Names an object by its kind, author and bytes: what is waited for is not verified yet.
fn fingerprint(object: &Object) -> Hash {
    let (tag, signed) = match object {
        Object::Document(it) => (b"d", it.signed()),
        Object::Governance(it) => (b"g", it.signed()),
        Object::Header(it) => (b"h", it.signed()),
        Object::Retraction(it) => (b"r", it.signed()),
        Object::Statement(it) => (b"s", it.signed()),
        Object::Vote(it) => (b"v", it.signed()),
    };
    Hash::of([tag.as_slice(), &signed.signature.0, &signed.body])
}
