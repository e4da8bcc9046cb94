//! How far a node holds every log, what that adds up to, and what it lacks.
//!
//! [`Heads`] is the version vector of the coalition. Each head carries the id of its entry as well as
//! its number: numbers without hashes hide forks. Its digest names a state of the shared data, so
//! that two nodes with equal [`SnapshotId`]s hold the same and answer the same.

use std::collections::BTreeMap;

use crate::chain::Link;
use crate::id::CoalitionId;
use crate::id::Hash;
use crate::id::MemberId;
use crate::id::SnapshotId;
use crate::preimage::Tag;
use crate::roster::Roster;
use crate::signed::Received;
use crate::signed::Verified;
use crate::signed::VerifyError;

/// How far every log is held. Logs without entries are not listed.
pub type Heads = BTreeMap<MemberId, Head>;

/// How far one log is held.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Head {
    /// The last entry that counts; `None` if the log forked at its first entry.
    pub link: Option<Link>,
    /// The place of the first forked entry.
    pub forked_seq: Option<u64>,
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
}

/// Returns the digest of `heads`: equal digests, equal data, equal answers.
pub fn digest(coalition: CoalitionId, governance: (u64, Hash), heads: &Heads) -> SnapshotId {
    let mut bytes = b"flotilla/1/heads\0".to_vec();
    bytes.extend(coalition.0.as_bytes());
    bytes.extend(governance.0.to_be_bytes());
    bytes.extend(governance.1.as_bytes());
    for (member, head) in heads {
        bytes.extend(member.0.as_bytes());
        bytes.extend(head.forked_seq.unwrap_or(0).to_be_bytes());
        // A head without a link is the one forked at its first entry; it has fixed bytes too.
        let link = head.link.map_or([0; 44], link_bytes);
        bytes.extend(link);
    }
    SnapshotId(Hash::of([bytes.as_slice()]))
}

/// Returns what `theirs` holds and `ours` does not, smallest gap first.
///
/// Of a log that we know to be forked, only what lies before the fork is asked for: nothing else can
/// count. A log of which the peer holds another entry in the place of our head is asked for at that
/// place, to find out where the two histories part.
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
    let before_fork = ours.and_then(|head| head.forked_seq).map(|seq| seq.saturating_sub(1));
    let until = before_fork.map_or(their_link.seq, |limit| limit.min(their_link.seq));
    let want = |from| Some(Wanted { member, epoch: their_link.epoch, from, until });
    match ours.and_then(|head| head.link) {
        None if until > 0 => want(1),
        Some(link) if link.seq < until => want(link.seq.saturating_add(1)),
        Some(link) if link.seq == their_link.seq && link.id != their_link.id => want(link.seq),
        None | Some(_) => None,
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::EntryId;

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
        let forked = Heads::from([(member(ALICE), Head { link: None, forked_seq: Some(1) })]);
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
            Head { link: Some(Link { epoch: 1, seq, id }), forked_seq: None }
        };
        list.iter()
            .map(|(it, seq, branch)| (member(*it), head(*seq, *branch)))
            .collect()
    }

    fn member(it: u8) -> MemberId {
        MemberId(Hash::from_bytes([it; 32]))
    }
}
