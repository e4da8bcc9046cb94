//! How far a node holds every log, what that adds up to, and what it lacks.
//!
//! [`Heads`] is the version vector of the coalition. Each head carries the id of its entry as well as
//! its number: numbers without hashes hide forks. Its digest names a state of the shared data, so
//! that two nodes with equal [`SnapshotId`]s hold the same and answer the same.

use std::collections::BTreeMap;

use crate::chain::Link;
use crate::id::CoalitionId;
use crate::id::EntryId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::id::SnapshotId;
use crate::key::PublicKey;
use crate::preimage::Tag;
use crate::roster::Roster;
use crate::signed::Received;
use crate::signed::Verified;
use crate::signed::VerifyError;

/// How far every log is held. Logs without entries are not listed.
pub type Heads = BTreeMap<MemberId, Head>;

/// How far one log is held.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Head {
    /// The last entry of the branch that is followed; `None` if none of it is held.
    pub link: Option<Link>,
    /// The place of the first fork that no cut settles.
    pub forked_seq: Option<u64>,
    /// The entry in that place which is held and followed: its sender bears witness to that branch.
    pub forked_id: Option<EntryId>,
    /// An entry that is not held and would settle the fork, or follows on the branch that counts, or
    /// shows an earlier fork. What this node looks for; it is never said to others.
    pub lacks: Option<(u64, EntryId)>,
    /// Names the forks that are on record, see [`forks_name`]; 0 if none. Not said either: where it
    /// changes, proofs are sent.
    pub forks: u64,
}

/// A stretch of one log to ask a peer for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Wanted {
    /// Whose log.
    pub member: MemberId,
    /// The epoch in which the stretch begins, as far as we know.
    pub epoch: u32,
    /// The first entry we lack.
    pub from: u64,
    /// The last entry the peer holds.
    pub until: u64,
}

/// "I have verified and durably stored these logs up to these heads."
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HeadStatement {
    /// Whose node says so.
    pub member: MemberId,
    /// The epoch of the node key that signed.
    pub epoch: u32,
    /// Grows with every statement of one epoch.
    pub counter: u64,
    /// The governance height this node has reached, and the id of that governance entry.
    pub governance: (u64, Hash),
    /// Its heads.
    pub heads: Heads,
    /// Where it can be dialled.
    pub addresses: Vec<String>,
    /// The version of its software.
    pub software: String,
    /// Entries whose payloads it has destroyed, in order; at most [`DESTROYED_MAX`], the latest ones.
    pub destroyed: Vec<EntryId>,
}

/// The most destroyed payloads that one statement confirms.
pub const DESTROYED_MAX: usize = 1_024;

/// Returns the digest of `heads`: equal digests, equal data, equal answers.
pub fn digest(coalition: CoalitionId, governance: (u64, Hash), heads: &Heads) -> SnapshotId {
    let mut bytes = b"flotilla/1/heads\0".to_vec();
    bytes.extend(coalition.0.as_bytes());
    bytes.extend(governance.0.to_be_bytes());
    bytes.extend(governance.1.as_bytes());
    for (member, head) in heads {
        bytes.extend(member.0.as_bytes());
        bytes.extend(head.forked_seq.unwrap_or(0).to_be_bytes());
        if head.forked_seq.is_some() {
            bytes.extend(head.forked_id.map_or([0; 32], |id| *id.0.as_bytes()));
        }
        if head.forks != 0 {
            bytes.extend(head.forks.to_be_bytes());
        }
        // A head without a link is the one forked at its first entry; it has fixed bytes too.
        let link = head.link.map_or([0; 44], link_bytes);
        bytes.extend(link);
    }
    SnapshotId(Hash::of([bytes.as_slice()]))
}

/// Returns a name for a set of forks, each with its epoch, its place and the entry before it; 0 for none.
pub fn forks_name(forks: impl Iterator<Item = (u32, u64, Option<EntryId>)>) -> u64 {
    let mut forks: Vec<_> = forks.collect();
    forks.sort_unstable();
    let bytes = forks.iter().flat_map(|(epoch, seq, before)| {
        let before = before.map_or([0; 32], |id| *id.0.as_bytes());
        epoch.to_be_bytes().into_iter().chain(seq.to_be_bytes()).chain(before)
    });
    let bytes: Vec<u8> = bytes.collect();
    let hash = Hash::of([bytes.as_slice()]);
    let first = hash.as_bytes().first_chunk().map_or(0, |first| u64::from_be_bytes(*first));
    if bytes.is_empty() { 0 } else { first.max(1) }
}

/// Returns what `theirs` holds and `ours` does not, smallest gap first.
///
/// Of a log that forked, what lies before the fork is asked for; beyond it, only more of the branch
/// that both follow, any branch if we have none, or the branch that we look for. A log of which the
/// peer holds another entry in the place of our head is asked for at that place, to find out where
/// the two histories part.
pub fn missing(ours: &Heads, theirs: &Heads) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = theirs
        .iter()
        .filter_map(|(member, head)| lacking(*member, ours.get(member), head))
        .collect();
    wanted.sort_by_key(|it| (it.until.saturating_sub(it.from), it.member));
    wanted
}

fn lacking(member: MemberId, ours: Option<&Head>, theirs: &Head) -> Option<Wanted> {
    let their_link = theirs.link?;
    let ours = ours.copied().unwrap_or_default();
    let until = common(&ours, theirs).min(their_link.seq);
    let want = |from, until| Some(Wanted { member, epoch: their_link.epoch, from, until });
    let reached = ours.link.map_or(0, |link| link.seq);
    let parting = ours.lacks.map(|(seq, _)| seq).filter(|seq| *seq <= reached);
    match (parting, ours.forked_seq) {
        (Some(seq), fork) if fork.is_none_or(|fork| seq < fork) && seq <= their_link.seq => {
            return want(seq, seq);
        }
        (_, Some(fork)) if finds(&ours, theirs, fork) => {
            return want(fork.min(reached.saturating_add(1)), their_link.seq);
        }
        _ => {}
    }
    match ours.link {
        None if until > 0 => want(1, until),
        Some(link) if link.seq < until => want(link.seq.saturating_add(1), until),
        Some(link)
            if link.seq == until && link.seq == their_link.seq && link.id != their_link.id =>
        {
            want(link.seq, until)
        }
        None | Some(_) => None,
    }
}

/// Returns up to which place the peer's branch is ours, as far as forks tell.
fn common(ours: &Head, theirs: &Head) -> u64 {
    let one_branch = ours.forked_seq == theirs.forked_seq
        && (ours.forked_id == theirs.forked_id || ours.forked_id.is_none() && ours.lacks.is_none());
    let forks = [ours.forked_seq, theirs.forked_seq].into_iter().flatten();
    let fork = forks.min().filter(|_| !one_branch);
    fork.map_or(u64::MAX, |seq| seq.saturating_sub(1))
}

/// Returns whether the peer may have what we look for beyond the fork at `fork`: it follows that
/// branch, or knows of no fork there any more and has come far enough.
fn finds(ours: &Head, theirs: &Head, fork: u64) -> bool {
    let (Some((seq, id)), Some(link)) = (ours.lacks, theirs.link) else { return false };
    match theirs.forked_seq {
        Some(their_fork) if their_fork == fork => theirs.forked_id == Some(id),
        Some(their_fork) if their_fork < fork => false,
        Some(_) | None => link.seq >= seq,
    }
}

impl Head {
    /// Returns what to say of it: what this node looks for is its own affair.
    pub fn stated(self) -> Self {
        Self { lacks: None, forks: 0, ..self }
    }
}

fn link_bytes(link: Link) -> [u8; 44] {
    let mut bytes = [0; 44];
    let parts = link.epoch.to_be_bytes().into_iter();
    let parts = parts.chain(link.seq.to_be_bytes()).chain(*link.id.0.as_bytes());
    bytes.iter_mut().zip(parts).for_each(|(byte, part)| *byte = part);
    bytes
}

impl Received<HeadStatement> {
    /// Checks the statement against the current node key of its member.
    ///
    /// # Errors
    ///
    /// Fails if the member or epoch is unknown, or the signature is not its node key's.
    pub fn verify(self, roster: &Roster) -> Result<Verified<HeadStatement>, VerifyError> {
        let author = self.claim().member;
        let key = roster.node_key(author, self.claim().epoch);
        let key = key.ok_or(VerifyError::UnknownAuthor { author })?;
        self.verify_with(Tag::Head, roster.coalition(), &key)
    }

    /// Checks a statement that we took in at some time, when another key may have been in force.
    ///
    /// # Errors
    ///
    /// Fails if no document names the key.
    pub fn verify_on_record(self, roster: &Roster) -> Result<Verified<HeadStatement>, VerifyError> {
        let HeadStatement { member, epoch, .. } = *self.claim();
        let keys = roster.node_keys(member, epoch);
        let found = self.verify_with_any(Tag::Head, roster.coalition(), &keys);
        found.map(|(_, it)| it).map_err(|_| VerifyError::BadSignature)
    }
}

impl Verified<HeadStatement> {
    /// Returns the key that signed it; `None` if no document names it.
    pub fn signer(&self, roster: &Roster) -> Option<PublicKey> {
        let HeadStatement { member, epoch, .. } = *self.value();
        self.signed_by(Tag::Head, roster.coalition(), &roster.node_keys(member, epoch))
    }

    /// Returns whether it is newer than another one under the same key.
    pub fn is_newer_than(&self, other: &Self) -> bool {
        let age = |it: &Self| (it.value().counter, std::cmp::Reverse(it.hash()));
        age(other) < age(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALICE: u8 = 1;
    const BOB: u8 = 2;

    #[test]
    fn asks_only_for_what_is_missing_and_the_smallest_gap_first() {
        let ours = heads(&[(ALICE, 5, 0), (BOB, 3, 0)]);
        let theirs = heads(&[(ALICE, 9, 0), (BOB, 4, 0)]);
        let gaps: Vec<_> = missing(&ours, &theirs).iter().map(|it| (it.from, it.until)).collect();
        assert_eq!(gaps, [(4, 4), (6, 9)]);
        assert_eq!(missing(&theirs, &ours), []);
    }

    #[test]
    fn asks_for_a_log_it_does_not_know_from_its_first_entry() {
        let wanted = missing(&Heads::new(), &heads(&[(BOB, 2, 0)]));
        assert_eq!((wanted[0].from, wanted[0].until), (1, 2));
    }

    #[test]
    fn asks_for_the_entry_in_the_place_of_its_own_head_when_the_ids_differ() {
        let wanted = missing(&heads(&[(ALICE, 5, 0)]), &heads(&[(ALICE, 5, 1)]));
        assert_eq!((wanted[0].from, wanted[0].until), (5, 5));
    }

    #[test]
    fn asks_for_nothing_beyond_a_fork_but_for_all_that_lies_before_it() {
        let mut ours = heads(&[(ALICE, 2, 0)]);
        ours.values_mut().for_each(|head| head.forked_seq = Some(3));
        assert_eq!(missing(&ours, &heads(&[(ALICE, 9, 0)])), []);
        ours.values_mut().for_each(|head| head.forked_seq = Some(6));
        let wanted = missing(&ours, &heads(&[(ALICE, 9, 0)]));
        assert_eq!((wanted[0].from, wanted[0].until), (3, 5));
    }

    #[test]
    fn asks_for_nothing_of_a_log_that_forked_at_its_first_entry() {
        let forked_id = Some(EntryId(Hash::from_bytes([1; 32])));
        let head = Head { forked_seq: Some(1), forked_id, ..Head::default() };
        let forked = Heads::from([(member(ALICE), head)]);
        assert_eq!(missing(&forked, &heads(&[(ALICE, 9, 0)])), []);
    }

    #[test]
    fn a_digest_changes_with_everything_it_covers() {
        let coalition = CoalitionId(Hash::from_bytes([7; 32]));
        let governance = (0, Hash::from_bytes([7; 32]));
        let base = heads(&[(ALICE, 5, 0), (BOB, 3, 0)]);
        let mut forked = base.clone();
        forked.values_mut().for_each(|head| head.forked_seq = Some(6));
        let others = [
            digest(CoalitionId::NONE, governance, &base),
            digest(coalition, (1, governance.1), &base),
            digest(coalition, governance, &heads(&[(ALICE, 5, 1), (BOB, 3, 0)])),
            digest(coalition, governance, &heads(&[(ALICE, 5, 0)])),
            digest(coalition, governance, &forked),
        ];
        let ours = digest(coalition, governance, &base);
        assert!(others.iter().all(|other| *other != ours));
        assert_eq!(ours, digest(coalition, governance, &base));
    }

    fn heads(list: &[(u8, u64, u8)]) -> Heads {
        let head = |seq: u64, branch: u8| {
            let id = EntryId(Hash::of([seq.to_be_bytes().as_slice(), &[branch]]));
            Head { link: Some(Link { epoch: 1, seq, id }), ..Head::default() }
        };
        list.iter()
            .map(|(it, seq, branch)| (member(*it), head(*seq, *branch)))
            .collect()
    }

    fn member(it: u8) -> MemberId {
        MemberId(Hash::from_bytes([it; 32]))
    }
}
