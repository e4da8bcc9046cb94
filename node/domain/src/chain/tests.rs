//! The rules of a chain, by name.

use std::collections::BTreeMap;

use super::*;
use crate::entry::Kind;
use crate::id::Hash;
use crate::id::MemberId;

#[test]
fn grows_in_order() {
    let log = Log::of(&history("a", 5));
    assert_eq!(log.chain.next_seq(), 6);
}

#[test]
fn holds_an_entry_once_however_often_it_arrives() {
    let entries = history("a", 3);
    let mut log = Log::of(&entries);
    for entry in &entries {
        assert_eq!(log.take(entry), Placed::AlreadyHeld);
    }
    assert_eq!(log.chain.next_seq(), 4);
}

#[test]
fn names_the_first_missing_entry() {
    let entries = history("a", 3);
    let mut log = Log::of(&entries[..1]);
    assert_eq!(log.take(&entries[2]), Placed::Gap { expected: 2 });
}

#[test]
fn exposes_an_author_with_two_histories() {
    let (ours, theirs) = forked_after(2);
    let mut log = Log::of(&ours);
    assert!(matches!(log.take(&theirs[2]), Placed::Fork { .. }));
    assert_eq!(log.chain.head().map(|link| link.seq), Some(2));
    assert_eq!(log.take(&theirs[3]), Placed::Diverged { seq: 3 });
}

#[test]
fn finds_the_place_where_two_long_histories_part() {
    let (ours, theirs) = forked_after(1);
    let mut log = Log::of(&ours);
    assert_eq!(log.take(&theirs[4]), Placed::Diverged { seq: 4 });
    assert_eq!(log.take(&theirs[3]), Placed::Diverged { seq: 3 });
    assert_eq!(log.take(&theirs[2]), Placed::Diverged { seq: 2 });
    assert!(matches!(log.take(&theirs[1]), Placed::Fork { .. }));
}

#[test]
fn nothing_grows_beyond_a_fork() {
    let entries = history("a", 4);
    let mut log = Log::of(&entries[..2]);
    assert!(log.chain.fork(3, log.chain.head()));
    assert_eq!(log.take(&entries[2]), Placed::Void);
    assert!(!log.chain.fork(4, None), "only the earliest fork counts");
}

#[test]
fn two_nodes_agree_about_a_fork_whichever_branch_came_first() {
    let (ours, theirs) = forked_after(3);
    let (mut first, mut second) = (Log::of(&ours), Log::of(&theirs));
    let (_, _) = (first.take(&theirs[3]), second.take(&ours[3]));
    assert_eq!(first.chain, second.chain);
    assert_eq!(first.chain.forked_seq(), Some(4));
}

#[test]
fn an_ended_epoch_cannot_add_anything() {
    let entries = history("a", 2);
    let mut log = Log::of(&entries);
    log.chain.advance(Link { epoch: 2, ..log.chain.head().unwrap() });
    let (_, mut late) = history("a", 3).pop().unwrap();
    late.prev = log.chain.head().map(|link| link.id);
    assert_eq!(log.take(&(id("late"), late)), Placed::Void);
}

type Linked = (EntryId, EntryHeader);

/// A log in memory: the chain and what it holds.
struct Log {
    chain: Chain,
    held: BTreeMap<u64, Linked>,
}

impl Log {
    fn of(entries: &[Linked]) -> Self {
        let mut log = Self { chain: Chain::default(), held: BTreeMap::new() };
        for entry in entries {
            assert_eq!(log.take(entry), Placed::New);
        }
        log
    }

    fn take(&mut self, (id, header): &Linked) -> Placed {
        let held = self.held.get(&header.seq).map(|(id, header)| (*id, header.prev));
        let placed = self.chain.place_link(*id, header, held);
        match placed {
            Placed::New => {
                self.held.insert(header.seq, (*id, header.clone()));
                self.chain.advance(Link { epoch: header.epoch, seq: header.seq, id: *id });
            }
            Placed::Fork { .. } => {
                let before = self.held.get(&(header.seq - 1));
                let link = before.map(|(id, it)| Link { epoch: it.epoch, seq: it.seq, id: *id });
                assert!(self.chain.fork(header.seq, link));
            }
            _ => (),
        }
        placed
    }
}

fn history(branch: &str, length: u64) -> Vec<Linked> {
    extend(Vec::new(), branch, length)
}

/// Two histories of five entries that share the first `shared`.
fn forked_after(shared: u64) -> (Vec<Linked>, Vec<Linked>) {
    let common = history("common", shared);
    (extend(common.clone(), "a", 5), extend(common, "b", 5))
}

fn extend(mut entries: Vec<Linked>, branch: &str, length: u64) -> Vec<Linked> {
    let start = entries.last().map_or(1, |(_, header)| header.seq + 1);
    for seq in start..=length {
        let prev = entries.last().map(|(id, _)| *id);
        let header = EntryHeader {
            member: MemberId(Hash::of([b"alice".as_slice()])),
            epoch: 1,
            seq,
            prev,
            created_ms: 0,
            kind: Kind::Release,
            payload_hash: Hash::of([branch.as_bytes()]),
            payload_bytes: 16,
            gov_height: 0,
            gov_id: Hash::from_bytes([0; 32]),
        };
        entries.push((id(&format!("{branch}{seq}")), header));
    }
    entries
}

fn id(text: &str) -> EntryId {
    EntryId(Hash::of([text.as_bytes()]))
}
