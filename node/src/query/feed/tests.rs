//! Random histories, with connections that end anywhere: what was told is what counts.

use flotilla_domain::id::Hash;
use proptest::prelude::*;

use super::*;

/// What one step does to the log of one member.
#[derive(Clone, Debug)]
enum Step {
    /// Entries are added, each counting or not.
    Grow(Vec<bool>),
    /// Entries change how they stand, by place.
    Turn(Vec<(u64, bool)>),
    /// The log goes back to this place, and on by another branch.
    Part(u64),
}

proptest! {
    #[test]
    fn what_was_told_is_what_counts_and_everything_once(
        steps in prop::collection::vec((0_u8..3, step(), any::<prop::sample::Index>()), 1..40),
    ) {
        let members: Vec<MemberId> = (0..3).map(member).collect();
        let mut logs: BTreeMap<MemberId, Vec<Standing>> = BTreeMap::new();
        let mut client: BTreeMap<MemberId, BTreeSet<EntryId>> = BTreeMap::new();
        let mut resume = Vec::new();
        for (number, (whose, step, cut)) in steps.into_iter().enumerate() {
            let log = logs.entry(member(whose)).or_default();
            apply(log, &step, number);
            // The connection ends after some of the changes: those are dealt with, the others are lost.
            let ends = cut.index(4) == 0;
            for (member, log) in &logs {
                let mut told = Told::parse(&resume, coalition(), members.iter().copied()).unwrap();
                let pieces = told.take(*member, log, 1);
                let kept = if ends { cut.index(pieces.len() + 1) } else { pieces.len() };
                for piece in pieces.iter().take(kept) {
                    piece.fates.iter().for_each(|it| deal_with(client.entry(*member).or_default(), it));
                    resume = piece.told.clone().unwrap_or_else(|| told.to_bytes());
                }
                if !ends {
                    resume = told.to_bytes();
                }
            }
        }
        for (member, log) in &logs {
            let mut told = Told::parse(&resume, coalition(), members.iter().copied()).unwrap();
            for piece in told.take(*member, log, 1_000) {
                let known = client.entry(*member).or_default();
                piece.fates.iter().for_each(|it| deal_with(known, it));
            }
            let counting = log.iter().filter(|it| it.state == VALID).map(|it| it.entry);
            let known = client.remove(member).unwrap_or_default();
            prop_assert_eq!(known, counting.collect::<BTreeSet<_>>());
        }
    }

    #[test]
    fn what_a_stranger_makes_up_is_read_or_refused_and_nothing_worse(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut framed = Told::nothing(coalition()).to_bytes();
        framed.extend(member(1).0.as_bytes().iter().take(8));
        framed.extend(&bytes);
        for bytes in [&bytes, &framed] {
            if let Ok(told) = Told::parse(bytes, coalition(), [member(1)].into_iter()) {
                let again = told.to_bytes();
                let read = Told::parse(&again, coalition(), [member(1)].into_iter());
                prop_assert_eq!(read.unwrap(), told);
            }
        }
    }
}

#[test]
fn what_was_told_in_another_coalition_is_refused() {
    let other = CoalitionId(Hash::of([b"another".as_slice()]));
    let bytes = Told::nothing(other).to_bytes();
    assert_eq!(Told::parse(&bytes, coalition(), std::iter::empty()), Err(InvalidTold));
    assert!(Told::parse(&[], coalition(), std::iter::empty()).is_ok());
}

#[test]
fn a_short_token_cannot_make_a_node_remember_much() {
    let mut bytes = Told::nothing(coalition()).to_bytes();
    bytes.extend(member(1).0.as_bytes().iter().take(8));
    bytes.extend([0; HEAD_BYTES]);
    // Up to place 2^40, of which one stretch of nearly all does not count.
    bytes.extend([0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 1, 1]);
    bytes.extend([0xff, 0xff, 0xff, 0xff, 0xff, 0x1f]);
    assert_eq!(Told::parse(&bytes, coalition(), [member(1)].into_iter()), Err(InvalidTold));
}

/// Does what a client does, and fails if it was told anything twice.
fn deal_with(known: &mut BTreeSet<EntryId>, change: &Fate) {
    match change {
        Fate::Ceased(it) => assert!(known.remove(&it.entry), "{} ceased twice", it.seq),
        Fate::Counts(it) => assert!(known.insert(it.entry), "{} counts twice", it.seq),
        Fate::Replaced => known.clear(),
    }
}

fn apply(log: &mut Vec<Standing>, step: &Step, number: usize) {
    match step {
        Step::Grow(entries) => {
            for counts in entries {
                log.push(standing(next(log), *counts, number));
            }
        }
        Step::Turn(turned) => {
            for (seq, counts) in turned {
                if let Some(it) = log.iter_mut().find(|it| it.seq == *seq) {
                    it.state = if *counts { VALID } else { "withdrawn" };
                }
            }
        }
        Step::Part(seq) => {
            log.retain(|it| it.seq < *seq);
            log.push(standing(next(log), true, number));
        }
    }
}

fn standing(seq: u64, counts: bool, number: usize) -> Standing {
    let entry = EntryId(Hash::of([format!("{seq} {number}").as_bytes()]));
    let state = if counts { VALID } else { "quarantined" };
    Standing { seq, entry, created_ms: 0, kind: "release".to_owned(), state }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => prop::collection::vec(any::<bool>(), 1..6).prop_map(Step::Grow),
        3 => prop::collection::vec((1_u64..20, any::<bool>()), 1..4).prop_map(Step::Turn),
        1 => (1_u64..20).prop_map(Step::Part),
    ]
}

fn member(index: u8) -> MemberId {
    MemberId(Hash::of([[index].as_slice()]))
}

fn coalition() -> CoalitionId {
    CoalitionId(Hash::of([b"coalition".as_slice()]))
}

fn next(log: &[Standing]) -> u64 {
    u64::try_from(log.len()).unwrap() + 1
}
