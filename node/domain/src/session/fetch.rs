//! What we ask the peer for: which stretch next, whether the answer is one, and where two histories
//! of one log part.
//!
//! Promises:
//!
//! - **Nothing unasked is taken**: an answer continues exactly where the question or the answer
//!   before it stopped, and costs no more than the credit that was granted.
//! - **One log, one question**: a log that is being fetched is not asked for again, here or in
//!   another session ([`Claims`]).
//! - **A fork is found in few steps**: where histories differ, the place is searched by halves, so a
//!   log of a million entries takes twenty questions.
//! - **Only entries that were kept are progress**: a peer that answers with nothing, or with what is
//!   of no use, soon loses its claim on the log to other peers, and at last the session.
//! - **No question is repeated in vain**: a log that the peer could not serve, or served badly, or
//!   whose answer brought nothing new, is left alone until the peer announces it anew, or we look for
//!   something else.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::entry::Entry;
use crate::heads;
use crate::heads::Head;
use crate::heads::Heads;
use crate::heads::Wanted;
use crate::id::MemberId;
use crate::session::PROGRESS_MS;
use crate::session::WANTS_MAX;
use crate::session::claims::Claims;
use crate::session::claims::SessionId;
use crate::session::frame::Stretch;
use crate::session::frame::cost;
use crate::session::step::Closed;
use crate::session::step::Outcome;
use crate::signed::Received;

/// Places of entries, by log.
pub type Holes = BTreeMap<MemberId, BTreeSet<u64>>;

/// For each epoch of our own log that a later one ended, the first place beyond its end.
pub type CutOff = BTreeMap<u32, u64>;

/// How many places beyond a cut are asked for: more than a node publishes while a backup grows old, and
/// little enough for a peer that makes them up with a key that was stolen from us.
const CUT_OFF_MAX: u64 = 1_024;

/// The side of a session that fetches.
#[derive(Debug)]
pub(super) struct Fetching {
    me: SessionId,
    theirs: Heads,
    asked: BTreeMap<MemberId, Asked>,
    searches: BTreeMap<MemberId, Search>,
    refused: BTreeSet<MemberId>,
    /// The holes that the peer was asked for.
    holes: Holes,
    /// The epochs of our own log of which the peer was asked for what lies beyond their end.
    cut_off: BTreeSet<u32>,
    credit_bytes: u64,
    /// What the peer may still send.
    open_bytes: u64,
    /// What it sent and we have dealt with, to be granted again.
    spent_bytes: u64,
    /// When it last sent something that was kept, or was first asked.
    progress_ms: u64,
}

/// A question that is not completely answered.
#[derive(Debug)]
struct Asked {
    next: u64,
    until: u64,
    /// What is asked for lies not where the log goes on: payloads that are missing, or entries beyond
    /// a cut.
    of_others: bool,
    /// The rest of the answer is of no use; it is taken off the stream and dropped.
    draining: bool,
    /// Whether the answer brought anything that was not held before.
    news: bool,
    storing: Option<Storing>,
}

/// A part of an answer that is being stored.
#[derive(Clone, Copy, Debug)]
struct Storing {
    cost_bytes: u64,
    last: bool,
}

/// Entries that are to be stored.
type Taken = Vec<Received<Entry>>;

/// Invariant: the two histories share the entry at `common`, and differ at `differs`.
#[derive(Clone, Copy, Debug)]
struct Search {
    common: u64,
    differs: u64,
}

impl Fetching {
    /// Starts with nothing asked; the peer may send `credit_bytes`.
    pub(super) fn new(me: SessionId, credit_bytes: u64) -> Self {
        Self {
            me,
            theirs: Heads::new(),
            asked: BTreeMap::new(),
            searches: BTreeMap::new(),
            refused: BTreeSet::new(),
            holes: Holes::new(),
            cut_off: BTreeSet::new(),
            credit_bytes,
            open_bytes: credit_bytes,
            spent_bytes: 0,
            progress_ms: 0,
        }
    }

    /// Takes note of what the peer holds.
    pub(super) fn learn(&mut self, heads: Heads) {
        heads.keys().for_each(|member| self.begin_anew(*member));
        self.theirs.extend(heads);
    }

    fn begin_anew(&mut self, member: MemberId) {
        self.refused.remove(&member);
        self.searches.remove(&member);
        // What is on its way answers an old question: that it brings nothing says nothing now.
        if let Some(asked) = self.asked.get_mut(&member) {
            asked.news = true;
        }
    }

    /// Asks again for logs of which we look for something else now than `before`.
    pub(super) fn look_again(&mut self, before: &Heads, now: &Heads) {
        let head =
            |heads: &Heads, member: &MemberId| heads.get(member).copied().unwrap_or_default();
        let seq = |head: Head| head.link.map_or(0, |link| link.seq);
        let aim = |head: Head| (head.forked_seq, head.forked_id, head.lacks);
        for member in before.keys().chain(now.keys()) {
            let (before, now) = (head(before, member), head(now, member));
            if seq(now) < seq(before) || aim(now) != aim(before) {
                self.begin_anew(*member);
            }
        }
    }

    /// Asks again for everything: what could not be checked may be checked now.
    pub(super) fn forgive(&mut self) {
        self.refused.clear();
    }

    /// Returns what the peer holds, as far as it told.
    pub(super) fn theirs(&self) -> &Heads {
        &self.theirs
    }

    /// Returns whether an answer about the log of `member` is outstanding that may be of use.
    pub(super) fn is_asking(&self, member: MemberId) -> bool {
        self.asked.get(&member).is_some_and(|asked| !asked.draining)
    }

    /// Returns whether the log of `member` is left alone until the peer announces it anew.
    pub(super) fn has_refused(&self, member: MemberId) -> bool {
        self.refused.contains(&member)
    }

    /// Returns whether no answer is outstanding.
    pub(super) fn is_idle(&self) -> bool {
        self.asked.is_empty()
    }

    /// Returns what to ask for now, smallest gap first.
    pub(super) fn plan(&mut self, ours: &Heads, now_ms: u64, claims: &mut Claims) -> Vec<Wanted> {
        let missing = heads::missing(ours, &self.theirs);
        self.searches.retain(|member, _| missing.iter().any(|it| it.member == *member));
        let mut wants = Vec::new();
        for wanted in missing {
            if self.asked.len() >= WANTS_MAX {
                break;
            }
            let taken = self.asked.contains_key(&wanted.member)
                || self.refused.contains(&wanted.member)
                || !claims.take(wanted.member, self.me, now_ms);
            if taken {
                continue;
            }
            let wanted = self.narrowed(wanted);
            let Wanted { member, epoch: _, from, until } = wanted;
            if self.asked.is_empty() {
                self.progress_ms = now_ms;
            }
            self.asked.insert(member, Asked::new(from, until, false));
            wants.push(wanted);
        }
        wants
    }

    /// Returns which holes to ask for now: each once, and none of a log of which more is to come.
    pub(super) fn plan_holes(
        &mut self,
        holes: &Holes,
        now_ms: u64,
        claims: &mut Claims,
    ) -> Vec<Wanted> {
        let mut wants = Vec::new();
        for (member, places) in holes {
            let theirs = self.theirs.get(member).and_then(|head| head.link);
            let known = self.holes.entry(*member).or_default();
            let held = theirs.map_or(0, |link| link.seq);
            let mut open = places.iter().filter(|seq| **seq <= held && !known.contains(seq));
            let (Some(from), Some(link)) = (open.next().copied(), theirs) else { continue };
            let is_busy = self.asked.len() >= WANTS_MAX || self.asked.contains_key(member);
            if is_busy || !claims.take(*member, self.me, now_ms) {
                continue;
            }
            // Those that stand side by side go into one question.
            let run = open.zip(from.saturating_add(1)..).take_while(|(seq, next)| *seq == next);
            let until = run.last().map_or(from, |(seq, _)| *seq);
            known.extend(from..=until);
            if self.asked.is_empty() {
                self.progress_ms = now_ms;
            }
            self.asked.insert(*member, Asked::new(from, until, true));
            wants.push(Wanted { member: *member, epoch: link.epoch, from, until });
        }
        wants
    }

    /// Returns what to ask for of our own log beyond its cuts: once for each epoch.
    pub(super) fn plan_cut_off(
        &mut self,
        me: MemberId,
        cut_off: &CutOff,
        now_ms: u64,
        claims: &mut Claims,
    ) -> Option<Wanted> {
        let mut open = cut_off.iter().filter(|(epoch, _)| !self.cut_off.contains(epoch));
        let (epoch, from) = open.next().map(|(epoch, from)| (*epoch, *from))?;
        let is_busy = self.asked.len() >= WANTS_MAX || self.asked.contains_key(&me);
        if is_busy || !claims.take(me, self.me, now_ms) {
            return None;
        }
        self.cut_off.insert(epoch);
        if self.asked.is_empty() {
            self.progress_ms = now_ms;
        }
        let until = from.saturating_add(CUT_OFF_MAX).saturating_sub(1);
        self.asked.insert(me, Asked::new(from, until, true));
        Some(Wanted { member: me, epoch, from, until })
    }

    /// Judges an answer and returns the entries that are to be stored, if any.
    pub(super) fn arrived(
        &mut self,
        stretch: Stretch,
        damaged: bool,
        claims: &mut Claims,
    ) -> Result<Option<Taken>, Closed> {
        let Stretch { member, entries, last, not_held: _ } = stretch;
        let unasked = Closed::BrokenRule { rule: "entries are sent to those who asked for them" };
        let asked = self.asked.get_mut(&member).ok_or_else(|| unasked.clone())?;
        if entries.is_empty() && !damaged && !last {
            return Err(Closed::BrokenRule { rule: "an answer that goes on has entries" });
        }
        let cost_bytes: u64 = entries.iter().map(cost).sum();
        self.open_bytes = self.open_bytes.checked_sub(cost_bytes).ok_or(Closed::OverCredit)?;
        asked.next = asked.next.saturating_add(u64::try_from(entries.len()).unwrap_or(u64::MAX));
        if !asked.draining && (entries.is_empty() || damaged) {
            asked.draining = true;
            if !asked.of_others {
                self.refused.insert(member);
            }
            claims.release(member, self.me);
        }
        if asked.draining {
            if asked.next > asked.until.saturating_add(1) {
                return Err(unasked);
            }
            self.spent_bytes = self.spent_bytes.saturating_add(cost_bytes);
            self.finish(member, last, claims);
            return Ok(None);
        }
        if !asked.continues(member, &entries) {
            return Err(unasked);
        }
        asked.storing = Some(Storing { cost_bytes, last });
        Ok(Some(entries))
    }

    /// Takes note of what became of the entries that [`Fetching::arrived`] returned.
    pub(super) fn stored(
        &mut self,
        member: MemberId,
        outcome: Outcome,
        now_ms: u64,
        claims: &mut Claims,
    ) {
        let Some(asked) = self.asked.get_mut(&member) else { return };
        let Some(storing) = asked.storing.take() else { return };
        self.spent_bytes = self.spent_bytes.saturating_add(storing.cost_bytes);
        asked.draining = !matches!(outcome, Outcome::Held | Outcome::Kept);
        asked.news |= outcome == Outcome::Kept;
        if asked.draining {
            claims.release(member, self.me);
        } else if outcome == Outcome::Kept {
            self.progress_ms = now_ms;
            claims.progress(member, self.me, now_ms);
        }
        if asked.of_others {
            // What it holds is no better than what we hold, and that says nothing of the rest.
            self.finish(member, storing.last, claims);
            return;
        }
        let last_seq = asked.next.saturating_sub(1);
        let in_vain = storing.last && !asked.news && !asked.draining;
        match outcome {
            Outcome::Diverged { seq } => self.narrow(member, None, Some(seq)),
            // Part of a search, or else an answer that we need not hear again.
            Outcome::Held if in_vain && !self.searches.contains_key(&member) => {
                self.refused.insert(member);
            }
            Outcome::Held | Outcome::Kept => self.narrow(member, Some(last_seq), None),
            Outcome::Forked => {
                self.searches.remove(&member);
            }
            Outcome::Rejected(_) | Outcome::Void => {
                self.refused.insert(member);
            }
        }
        self.finish(member, storing.last, claims);
    }

    /// Returns how many bytes to grant now: seldom, and in large pieces.
    pub(super) fn grant(&mut self) -> Option<u64> {
        if self.spent_bytes == 0 || self.spent_bytes < self.credit_bytes / 4 {
            return None;
        }
        let bytes = std::mem::take(&mut self.spent_bytes);
        self.open_bytes = self.open_bytes.saturating_add(bytes);
        Some(bytes)
    }

    /// Returns whether answers are outstanding, and none was of use for too long.
    pub(super) fn is_stalled(&self, now_ms: u64) -> bool {
        !self.asked.is_empty() && now_ms.saturating_sub(self.progress_ms) >= PROGRESS_MS
    }

    fn finish(&mut self, member: MemberId, last: bool, claims: &mut Claims) {
        if last {
            self.asked.remove(&member);
            claims.release(member, self.me);
        }
    }

    /// Replaces a question by the next step of the search for the place where histories part.
    fn narrowed(&self, wanted: Wanted) -> Wanted {
        let Some(Search { common, differs }) = self.searches.get(&wanted.member) else {
            return wanted;
        };
        let middle = common.saturating_add(differs.saturating_sub(*common).div_ceil(2));
        Wanted { from: middle, until: middle, ..wanted }
    }

    /// Takes note of a place that both histories share, or at which they differ.
    fn narrow(&mut self, member: MemberId, common: Option<u64>, differs: Option<u64>) {
        if let Some(seq) = differs {
            let fresh = Search { common: 0, differs: seq };
            let search = self.searches.entry(member).or_insert(fresh);
            search.differs = search.differs.min(seq);
        }
        let Some(search) = self.searches.get_mut(&member) else { return };
        if let Some(seq) = common {
            search.common = search.common.max(seq);
        }
        if search.common >= search.differs {
            // A peer that contradicts itself, or a log that changed under the search.
            self.searches.remove(&member);
            self.refused.insert(member);
        }
    }
}

impl Asked {
    fn new(next: u64, until: u64, of_others: bool) -> Self {
        Self { next, until, of_others, draining: false, news: false, storing: None }
    }

    /// Says whether `entries`, which are counted in `next` already, are the next ones.
    fn continues(&self, member: MemberId, entries: &[Received<Entry>]) -> bool {
        let in_place = |(entry, seq): (&Received<Entry>, u64)| {
            let header = &entry.claim().header;
            header.member == member && header.seq == seq
        };
        let count = u64::try_from(entries.len()).unwrap_or(u64::MAX);
        let first = self.next.saturating_sub(count);
        self.storing.is_none()
            && self.next <= self.until.saturating_add(1)
            && entries.iter().zip(first..).all(in_place)
    }
}
