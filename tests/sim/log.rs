//! One log as a node in memory holds it: a tree in the order in which it came.
//!
//! It takes in what the ledger takes in, and leaves verdicts to the domain.

use std::collections::BTreeMap;

use flotilla_domain::chain::Link;
use flotilla_domain::coalition;
use flotilla_domain::coalition::Followed;
use flotilla_domain::coalition::Place;
use flotilla_domain::coalition::Terms;
use flotilla_domain::document::Cut;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::heads;
use flotilla_domain::id::EntryId;
use flotilla_domain::session::frame::Contradiction;
use flotilla_domain::session::step::Outcome;
use flotilla_domain::signed::Received;

use crate::node::COALITION;
use crate::terms;
use crate::terms::Said;

/// One log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    held: Vec<Received<Entry>>,
    by_id: BTreeMap<EntryId, usize>,
    proofs: Vec<Contradiction>,
    followed: Followed,
}

impl Log {
    /// Takes in an entry, if it is of use.
    pub(crate) fn take(&mut self, entry: &Received<Entry>, terms: &Terms, said: &Said) -> Outcome {
        let place = place(&header(entry));
        let Place { link, prev, .. } = place;
        if self.by_id.contains_key(&link.id) {
            return Outcome::Held;
        }
        let head = self.followed.head.link;
        let before = match prev.map(|prev| (prev, self.by_id.get(&prev))) {
            None => None,
            Some((_, Some(index))) => Some(crate::node::link(&self.held[*index])),
            Some((_, None)) if link.seq > head.map_or(1, |it| it.seq + 1) => return Outcome::Void,
            Some((_, None)) => return Outcome::Diverged { seq: link.seq - 1 },
        };
        let is_passed = |(below, cut): (u32, Cut)| {
            let is_followed = |(_, id)| self.followed.links.iter().any(|it| it.id == id);
            let keeps = cut.filter(|(seq, _)| link.seq <= *seq);
            link.epoch < below && keeps.is_some_and(is_followed)
        };
        if !terms.admits(&place, before) || terms.cuts().any(is_passed) {
            return Outcome::Void;
        }
        let rival = self.rival(&place);
        self.by_id.insert(link.id, self.held.len());
        self.held.push(entry.clone());
        let is_plain = self.proofs.is_empty() && rival.is_none() && before == head;
        if is_plain && self.followed.links.len() + 1 == self.held.len() {
            self.followed.links.push(link);
            self.followed.head.link = Some(link);
            self.followed.counted.link = Some(link);
            return Outcome::Kept;
        }
        let outcome = if rival.is_some() { Outcome::Forked } else { Outcome::Kept };
        self.proofs.extend(rival.map(|rival| (rival, header(entry))));
        self.judge(terms, said);
        outcome
    }

    /// Takes in a proof, unless that fork is known.
    pub(crate) fn record(&mut self, proof: Contradiction, terms: &Terms, said: &Said) {
        let is_known = |it: &Contradiction| it.0.claim().prev == proof.0.claim().prev;
        if !self.proofs.iter().any(is_known) {
            self.proofs.push(proof);
            self.judge(terms, said);
        }
    }

    /// Judges the log, and follows what is to be followed.
    pub(crate) fn judge(&mut self, terms: &Terms, said: &Said) {
        let judged = self.judged(terms, said);
        self.followed = judged.follow(terms, |id| self.by_id.get(&id).copied());
        let fork = |(it, _): &Contradiction| (it.claim().epoch, it.claim().seq, it.claim().prev);
        self.followed.head.forks = heads::forks_name(self.proofs.iter().map(fork));
    }

    /// Returns the log as the domain has it.
    pub(crate) fn judged(&self, terms: &Terms, said: &Said) -> coalition::Log {
        let mut log = coalition::Log::default();
        let proven = self.proofs.iter().flat_map(|(one, other)| [one.clone(), other.clone()]);
        for header in self.held.iter().map(header).chain(proven) {
            log.add(place(&header));
        }
        log.judge(terms, said);
        log
    }

    /// Returns what is followed.
    pub(crate) fn followed(&self) -> &Followed {
        &self.followed
    }

    /// Returns the proofs.
    pub(crate) fn proofs(&self) -> &[Contradiction] {
        &self.proofs
    }

    /// Returns whether an entry is held.
    pub(crate) fn holds(&self, id: EntryId) -> bool {
        self.by_id.contains_key(&id)
    }

    /// Reads consecutive entries of the followed branch.
    pub(crate) fn read(&self, from: u64, count: usize) -> Vec<Received<Entry>> {
        let links = self.followed.links.iter().filter(|link| link.seq >= from);
        links.take(count).map(|link| self.held[self.by_id[&link.id]].clone()).collect()
    }

    /// Returns an entry of the same epoch after the same one, if no proof says so yet.
    fn rival(&self, place: &Place) -> Option<Received<EntryHeader>> {
        let rivals = |it: &EntryHeader| it.prev == place.prev && it.epoch == place.link.epoch;
        if self.proofs.iter().any(|(it, _)| rivals(it.claim())) {
            return None;
        }
        self.held.iter().find(|it| rivals(&it.claim().header)).map(header)
    }
}

fn header(entry: &Received<Entry>) -> Received<EntryHeader> {
    Received::new(entry.claim().header.clone(), entry.signed().clone())
}

fn place(header: &Received<EntryHeader>) -> Place {
    let EntryHeader { epoch, seq, prev, gov_height, .. } = *header.claim();
    let tag = flotilla_domain::preimage::Tag::Entry;
    let id = EntryId(flotilla_domain::preimage::id(tag, COALITION, &header.signed().body));
    Place { link: Link { epoch, seq, id }, prev, key: terms::key(), gov_height }
}
