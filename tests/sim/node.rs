//! One node in memory: what it holds durably, and what it does when a session says so.
//!
//! It stands in for ledger and replicator. Signatures are not made: an entry is sound if the first
//! byte of its signature is zero, and ids are hashes of the body as in life.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::chain::Chain;
use flotilla_domain::chain::Link;
use flotilla_domain::chain::Placed;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::entry::Kind;
use flotilla_domain::heads::Head;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::Signature;
use flotilla_domain::preimage;
use flotilla_domain::preimage::Tag;
use flotilla_domain::session::CREDIT_BYTES;
use flotilla_domain::session::View;
use flotilla_domain::session::claims::Claims;
use flotilla_domain::session::frame::Contradiction;
use flotilla_domain::session::frame::Rejected;
use flotilla_domain::session::frame::StatementIndex;
use flotilla_domain::session::register::Register;
use flotilla_domain::session::step::Governed;
use flotilla_domain::session::step::Learned;
use flotilla_domain::session::step::Outcome;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;

/// The coalition of every simulation.
pub(crate) const COALITION: CoalitionId = CoalitionId::NONE;

/// One node.
#[derive(Debug)]
pub(crate) struct Node {
    /// Who it is.
    pub(crate) member: MemberId,
    /// Which logs are being fetched; lost in a restart.
    pub(crate) claims: Claims,
    logs: BTreeMap<MemberId, Log>,
}

/// One log as a node holds it.
#[derive(Debug, Default)]
struct Log {
    chain: Chain,
    held: BTreeMap<u64, Received<Entry>>,
    proof: Option<Contradiction>,
}

impl Node {
    /// Makes an empty node.
    pub(crate) fn new(member: MemberId) -> Self {
        Self { member, claims: Claims::default(), logs: BTreeMap::new() }
    }

    /// Returns what it says of itself in a new session.
    pub(crate) fn view(&self) -> View {
        View {
            coalition: COALITION,
            member: self.member,
            governance: (0, COALITION.0),
            register: Register::default(),
            heads: self.heads(),
            statements: StatementIndex::new(),
            credit_bytes: CREDIT_BYTES,
            software: String::new(),
        }
    }

    /// Returns what it has learned of governance: nothing, for nothing is decided here.
    pub(crate) fn learned(&self, last: bool) -> Learned {
        let View { governance, register, heads, .. } = self.view();
        let governed = Governed { register, governance };
        Learned { governed, heads, rejected: Rejected::default(), last }
    }

    /// Returns how far it holds every log.
    pub(crate) fn heads(&self) -> Heads {
        let head = |log: &Log| Head { link: log.chain.head(), forked_seq: log.chain.forked_seq() };
        let is_known = |head: &Head| head.link.is_some() || head.forked_seq.is_some();
        let heads = self.logs.iter().map(|(member, log)| (*member, head(log)));
        heads.filter(|(_, head)| is_known(head)).collect()
    }

    /// Returns the entries of `member` that count.
    pub(crate) fn valid(&self, member: MemberId) -> Vec<EntryId> {
        let Some(log) = self.logs.get(&member) else { return Vec::new() };
        let until = log.chain.head().map_or(0, |link| link.seq);
        log.held.range(0..=until).map(|(_, entry)| id(entry)).collect()
    }

    /// Reads consecutive entries, as an index over plain files does.
    pub(crate) fn read(&self, member: MemberId, from: u64, count: usize) -> Vec<Received<Entry>> {
        let Some(log) = self.logs.get(&member) else { return Vec::new() };
        let until = log.chain.head().map_or(0, |link| link.seq);
        if from > until {
            return Vec::new();
        }
        log.held.range(from..=until).take(count).map(|(_, it)| it.clone()).collect()
    }

    /// Stores entries until one is not simply the next; says how that one fared.
    pub(crate) fn store(&mut self, member: MemberId, entries: Vec<Received<Entry>>) -> Outcome {
        for entry in entries {
            if entry.signed().signature.0[0] != 0 {
                return Outcome::Rejected(Rejected { objects: 1, bytes: 100 });
            }
            match self.logs.entry(member).or_default().place(entry) {
                Placed::AlreadyHeld | Placed::New => (),
                Placed::Diverged { seq } => return Outcome::Diverged { seq },
                Placed::Fork { .. } => return Outcome::Forked,
                Placed::Gap { .. } | Placed::Void => return Outcome::Void,
            }
        }
        Outcome::Kept
    }

    /// Takes in proofs of forks.
    pub(crate) fn record(&mut self, proofs: Vec<Contradiction>) {
        for (one, other) in proofs {
            let (a, b) = (one.claim(), other.claim());
            assert!(a.member == b.member && a.seq == b.seq && a.prev == b.prev, "proves nothing");
            let log = self.logs.entry(a.member).or_default();
            log.fork(a.seq, (one.clone(), other.clone()));
        }
    }

    /// Returns the proofs that `members` forked.
    pub(crate) fn proofs(&self, members: &BTreeSet<MemberId>) -> Vec<Contradiction> {
        let of = |member| self.logs.get(member).and_then(|log: &Log| log.proof.clone());
        members.iter().filter_map(of).collect()
    }
}

impl Log {
    fn place(&mut self, entry: Received<Entry>) -> Placed {
        let header = entry.claim().header.clone();
        let id = id(&entry);
        let held = self.held.get(&header.seq);
        let pair = held.map(|held| (self::id(held), held.claim().header.prev));
        let placed = self.chain.place_link(id, &header, pair);
        match placed {
            Placed::New => {
                self.chain.advance(Link { epoch: header.epoch, seq: header.seq, id });
                self.held.insert(header.seq, entry);
            }
            Placed::Fork { .. } => {
                let held = held.unwrap();
                let proof = (header_of(held), header_of(&entry));
                self.fork(header.seq, proof);
            }
            _ => (),
        }
        placed
    }

    fn fork(&mut self, seq: u64, proof: Contradiction) {
        let before = self.held.get(&(seq - 1)).map(|entry| {
            let header = &entry.claim().header;
            Link { epoch: header.epoch, seq: header.seq, id: id(entry) }
        });
        if self.chain.fork(seq, before) {
            self.proof = Some(proof);
        }
    }
}

/// Makes the entry of `member` after `prev`; `branch` tells histories apart.
pub(crate) fn entry(member: MemberId, prev: Option<(u64, EntryId)>, branch: u8) -> Received<Entry> {
    let payload = vec![branch; 16];
    let header = EntryHeader {
        member,
        epoch: 1,
        seq: prev.map_or(1, |(seq, _)| seq + 1),
        prev: prev.map(|(_, id)| id),
        created_ms: i64::from(branch),
        kind: Kind::Release,
        payload_hash: Hash::from_bytes([branch; 32]),
        payload_bytes: 16,
        gov_height: 0,
        gov_id: COALITION.0,
    };
    let mut body = member.0.as_bytes().to_vec();
    body.extend(header.seq.to_be_bytes());
    body.extend(header.prev.map_or([0; 32], |id| *id.0.as_bytes()));
    body.push(branch);
    Received::new(Entry { header, payload }, Signed { body, signature: Signature([0; 64]) })
}

/// Returns the id of an entry.
pub(crate) fn id(entry: &Received<Entry>) -> EntryId {
    EntryId(preimage::id(Tag::Entry, COALITION, &entry.signed().body))
}

fn header_of(entry: &Received<Entry>) -> Received<EntryHeader> {
    Received::new(entry.claim().header.clone(), entry.signed().clone())
}
