//! One node in memory: what it holds durably, and what it does when a session says so.
//!
//! It stands in for ledger, minute book and replicator, and judges logs by the same rules of the
//! domain. Signatures are not made: an entry is sound if the first byte of its signature is zero, the
//! second says which key signed it, and ids are hashes of the body as in life.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::chain::Link;
use flotilla_domain::coalition::EntryState;
use flotilla_domain::coalition::Terms;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::entry::Kind;
use flotilla_domain::entry::Payload;
use flotilla_domain::heads::Head;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::key::Signature;
use flotilla_domain::preimage;
use flotilla_domain::preimage::Tag;
use flotilla_domain::session::CREDIT_BYTES;
use flotilla_domain::session::CutOff;
use flotilla_domain::session::Holes;
use flotilla_domain::session::View;
use flotilla_domain::session::claims::Claims;
use flotilla_domain::session::frame::Contradiction;
use flotilla_domain::session::frame::Rejected;
use flotilla_domain::session::frame::StatementIndex;
use flotilla_domain::session::register::Register;
use flotilla_domain::session::step::Governed;
use flotilla_domain::session::step::Learned;
use flotilla_domain::session::step::Outcome;
use flotilla_domain::session::versions::PROTOCOL;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;

use crate::log::Log;
use crate::terms::Decree;
use crate::terms::Said;

/// The coalition of every simulation.
pub(crate) const COALITION: CoalitionId = CoalitionId::NONE;

/// One node.
#[derive(Debug)]
pub(crate) struct Node {
    /// Who it is.
    pub(crate) member: MemberId,
    /// Which logs are being fetched; lost in a restart.
    pub(crate) claims: Claims,
    /// Who bears witness.
    witnesses: Vec<MemberId>,
    logs: BTreeMap<MemberId, Log>,
    decrees: BTreeSet<Decree>,
    statements: BTreeMap<MemberId, HeadStatement>,
}

impl Node {
    /// Makes an empty node.
    pub(crate) fn new(member: MemberId, witnesses: Vec<MemberId>) -> Self {
        Self {
            member,
            claims: Claims::default(),
            witnesses,
            logs: BTreeMap::new(),
            decrees: BTreeSet::new(),
            statements: BTreeMap::new(),
        }
    }

    /// Returns a copy of what it holds.
    pub(crate) fn backup(&self) -> Self {
        Self {
            member: self.member,
            claims: Claims::default(),
            witnesses: self.witnesses.clone(),
            logs: self.logs.clone(),
            decrees: self.decrees.clone(),
            statements: self.statements.clone(),
        }
    }

    /// Decides something about a member, as documents and votes do.
    pub(crate) fn decide(&mut self, decree: Decree) {
        self.decrees.insert(decree);
        self.judge_all();
    }

    /// Returns what it says of itself in a new session.
    pub(crate) fn view(&self) -> View {
        let Governed { register, governance, protocol_min } = self.governed();
        View {
            coalition: COALITION,
            protocol: PROTOCOL,
            protocol_min,
            member: self.member,
            governance,
            register,
            heads: self.heads(),
            holes: Holes::new(),
            cut_off: CutOff::new(),
            statements: self.statement_index(),
            credit_bytes: CREDIT_BYTES,
            software: String::new(),
        }
    }

    /// Returns what it knows of governance.
    pub(crate) fn governed(&self) -> Governed {
        let mut names: Vec<_> = self.decrees.iter().map(Decree::name).collect();
        names.sort_unstable();
        let register = Register::new(&names).expect("names in order");
        Governed { register, governance: (0, COALITION.0), protocol_min: PROTOCOL.0 }
    }

    /// Takes in what another node knows of governance.
    pub(crate) fn learn(&mut self, decrees: &BTreeSet<Decree>, last: bool) -> (Learned, bool) {
        let before = self.decrees.len();
        self.decrees.extend(decrees.iter().cloned());
        let is_news = self.decrees.len() > before;
        if is_news {
            self.judge_all();
        }
        let (governed, heads) = (self.governed(), self.heads());
        (Learned { governed, heads, rejected: Rejected::default(), last }, is_news)
    }

    /// Returns what it knows of governance.
    pub(crate) fn decrees(&self) -> &BTreeSet<Decree> {
        &self.decrees
    }

    /// Returns the newest decree about `member`.
    pub(crate) fn decree(&self, member: MemberId) -> Decree {
        let known = self.decrees.iter().filter(|it| it.member == member);
        known
            .max_by_key(|it| it.version)
            .cloned()
            .unwrap_or_else(|| Decree::first(member))
    }

    fn terms(&self, member: MemberId) -> Terms {
        self.decree(member).terms()
    }

    /// Returns how far it holds and follows every log.
    pub(crate) fn heads(&self) -> Heads {
        self.listed(|log| log.followed().head)
    }

    /// Returns how far every log counts.
    pub(crate) fn counted(&self) -> Heads {
        self.listed(|log| log.followed().counted)
    }

    /// Returns the entries of `member` that count.
    pub(crate) fn valid(&self, member: MemberId) -> Vec<EntryId> {
        let Some(log) = self.logs.get(&member) else { return Vec::new() };
        let until = log.followed().counted.link.map_or(0, |link| link.seq);
        let links = log.followed().links.iter().filter(|link| link.seq <= until);
        links.map(|link| link.id).collect()
    }

    /// Returns the entries of `member` that are held and void.
    pub(crate) fn void(&self, member: MemberId) -> Vec<EntryId> {
        let Some(log) = self.logs.get(&member) else { return Vec::new() };
        let judged = log.judged(&self.terms(member), &self.said(member));
        let held = judged.states().filter(|(_, state)| *state == EntryState::Void);
        held.map(|(place, _)| place.link.id).filter(|id| log.holds(*id)).collect()
    }

    /// Returns whether it holds an entry of `member`.
    pub(crate) fn holds(&self, member: MemberId, id: EntryId) -> bool {
        self.logs.get(&member).is_some_and(|log| log.holds(id))
    }

    /// Reads consecutive entries, as an index over plain files does.
    pub(crate) fn read(&self, member: MemberId, from: u64, count: usize) -> Vec<Received<Entry>> {
        let Some(log) = self.logs.get(&member) else { return Vec::new() };
        log.read(from, count)
    }

    /// Stores entries until one is of no use; says how that one fared.
    pub(crate) fn store(&mut self, member: MemberId, entries: Vec<Received<Entry>>) -> Outcome {
        let (terms, said) = (self.terms(member), self.said(member));
        let log = self.logs.entry(member).or_default();
        let mut outcome = Outcome::Held;
        for entry in entries {
            if entry.signed().signature.0[0] != 0 {
                outcome = Outcome::Rejected(Rejected { objects: 1, bytes: 100 });
                break;
            }
            match log.take(&entry, &terms, &said) {
                Outcome::Held => {}
                Outcome::Kept => outcome = Outcome::Kept,
                other => {
                    outcome = other;
                    break;
                }
            }
        }
        outcome
    }

    /// Takes in proofs of forks.
    pub(crate) fn record(&mut self, proofs: Vec<Contradiction>) {
        for (one, other) in proofs {
            let (a, b) = (one.claim(), other.claim());
            assert!(a.member == b.member && a.seq == b.seq && a.prev == b.prev, "proves nothing");
            let member = a.member;
            let (terms, said) = (self.terms(member), self.said(member));
            self.logs.entry(member).or_default().record((one, other), &terms, &said);
        }
    }

    /// Returns the proofs that `members` forked.
    pub(crate) fn proofs(&self, members: &BTreeSet<MemberId>) -> Vec<Contradiction> {
        let logs = members.iter().filter_map(|member| self.logs.get(member));
        logs.flat_map(|log| log.proofs().to_vec()).collect()
    }

    /// States what it holds, unless it said so before; returns whether that is news.
    pub(crate) fn state(&mut self) -> bool {
        let heads = self.heads().into_iter().map(|(it, head)| (it, head.stated())).collect();
        let said = self.statements.get(&self.member);
        if said.is_some_and(|said| said.heads == heads) {
            return false;
        }
        let statement = HeadStatement {
            member: self.member,
            epoch: 1,
            counter: said.map_or(1, |said| said.counter + 1),
            governance: (0, COALITION.0),
            heads,
            addresses: Vec::new(),
            software: String::new(),
            destroyed: Vec::new(),
        };
        self.hear(vec![statement]);
        true
    }

    /// Keeps statements that are newer; returns whether any is.
    pub(crate) fn hear(&mut self, statements: Vec<HeadStatement>) -> bool {
        let mut has_news = false;
        for statement in statements {
            let held = self.statements.get(&statement.member);
            if held.is_none_or(|held| held.counter < statement.counter) {
                self.statements.insert(statement.member, statement);
                has_news = true;
            }
        }
        if has_news {
            self.judge_all();
        }
        has_news
    }

    /// Returns the statements that are newer than these.
    pub(crate) fn newer(&self, told: &StatementIndex) -> Vec<Received<HeadStatement>> {
        let is_news = |it: &&HeadStatement| {
            told.get(&it.member).is_none_or(|(_, counter)| *counter < it.counter)
        };
        let signed = || Signed { body: vec![0; 100], signature: Signature([0; 64]) };
        let newer = self.statements.values().filter(is_news);
        newer.map(|it| Received::new(it.clone(), signed())).collect()
    }

    /// Returns which statements it holds.
    pub(crate) fn statement_index(&self) -> StatementIndex {
        self.statements.values().map(|it| (it.member, (1, it.counter))).collect()
    }

    fn judge_all(&mut self) {
        let members: Vec<MemberId> = self.logs.keys().copied().collect();
        for member in members {
            let (terms, said) = (self.terms(member), self.said(member));
            self.logs.entry(member).or_default().judge(&terms, &said);
        }
    }

    /// Returns what the witnesses say of a log.
    fn said(&self, author: MemberId) -> Said {
        let others = self.witnesses.iter().filter(|it| **it != author);
        let branch = |it: &MemberId| self.statements.get(it)?.heads.get(&author)?.forked_id;
        Said(others.map(branch).collect())
    }

    fn listed(&self, head: impl Fn(&Log) -> Head) -> Heads {
        let heads = self.logs.iter().map(|(member, log)| (*member, head(log)));
        heads
            .filter(|(_, head)| head.link.is_some() || head.forked_seq.is_some())
            .collect()
    }
}

/// Makes the entry of `member` after `prev`; `branch` tells histories apart, and `epoch` has its key.
pub(crate) fn entry_in(
    (member, epoch): (MemberId, u32),
    prev: Option<Link>,
    branch: u8,
) -> Received<Entry> {
    let payload = Payload::Held(vec![branch; 16]);
    let header = EntryHeader {
        member,
        epoch,
        seq: prev.map_or(1, |link| link.seq + 1),
        prev: prev.map(|link| link.id),
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
    body.extend(epoch.to_be_bytes());
    Received::new(Entry { header, payload }, Signed { body, signature: Signature([0; 64]) })
}

/// Returns the id of an entry.
pub(crate) fn id(entry: &Received<Entry>) -> EntryId {
    EntryId(preimage::id(Tag::Entry, COALITION, &entry.signed().body))
}

/// Returns the link of an entry.
pub(crate) fn link(entry: &Received<Entry>) -> Link {
    let header = &entry.claim().header;
    Link { epoch: header.epoch, seq: header.seq, id: id(entry) }
}
