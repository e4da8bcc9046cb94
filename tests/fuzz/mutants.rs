//! Bytes that are nearly right.

use flotilla_wire::sample::random::Random;

/// What readers stumble over: ends of ranges, marks of formats, and letters of several bytes.
const TOKENS: [&[u8]; 18] = [
    b"\0",
    b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    b"\xc3",
    b"\xef\xbb\xbf",
    "\u{a0}\u{202f}".as_bytes(),
    "ﬁ É".as_bytes(),
    b"-1",
    b"18446744073709551616",
    b"1,234.5",
    b"9999-99-99",
    b"\"",
    b"\"\"\"",
    b";",
    b"\r\n",
    b"[[",
    b"={}",
    b"+++\n",
    b"..",
];

/// The most changes to one mutant.
const CHANGES_MAX: usize = 4;

/// Returns `one` with a few changes, some of them taken from `other`.
pub(crate) fn mutant(one: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = one.to_vec();
    for _ in 0..=random.below(CHANGES_MAX) {
        change(&mut bytes, other, random);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let end = at + random.below((bytes.len() - at).min(64) + 1);
    match random.below(7) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..end)),
        2 => drop(bytes.splice(at..at, random.pick(&TOKENS).iter().copied())),
        3 => {
            let from = random.below(other.len() + 1);
            let until = from + random.below((other.len() - from).min(64) + 1);
            drop(bytes.splice(at..end, other[from..until].iter().copied()));
        }
        4 => bytes.extend_from_within(at..end),
        5 => {
            let twice = bytes[at..end].to_vec();
            drop(bytes.splice(at..at, twice));
        }
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
    }
}

#[test]
fn mutants_differ_and_come_again() {
    let (one, other) = (b"one table of rows".as_slice(), b"another table".as_slice());
    let all = |seed| -> Vec<Vec<u8>> {
        let mut random = Random::new(seed);
        (0..100).map(|_| mutant(one, other, &mut random)).collect()
    };
    assert_eq!(all(1), all(1));
    let changed = all(1).iter().filter(|it| it.as_slice() != one).count();
    assert!(changed > 80, "{changed} of 100 differ");
}
