//! A file in which a byte was changed, or that was cut short, never makes anything count that nobody
//! signed, and never stops the program.
//!
//! `FLOTILLA_FLIPS=100000 cargo test --release -p flotilla-wire --test audit` tries more than usual.

use std::collections::BTreeMap;
use std::env;

use flotilla_domain::id::EntryId;
use flotilla_wire::audit::AuditError;
use flotilla_wire::audit::Findings;
use flotilla_wire::audit::Verdict;
use flotilla_wire::sample::random::Random;

use crate::kit;
use crate::kit::Kit;
use crate::orders::story;

/// How many bytes are changed if nothing else is asked for.
const FLIPS: u64 = 600;

/// What an entry that counts is: author, epoch, place, key.
type Facts = BTreeMap<EntryId, (String, u32, u64, [u8; 32], i64)>;

#[test]
fn a_changed_byte_makes_nothing_count_that_was_not_signed() {
    let kit = story();
    let bytes = kit.bytes();
    let genuine = facts(&kit.findings(), false);
    let asked = env::var("FLOTILLA_FLIPS").ok().and_then(|it| it.parse().ok());
    let mut unharmed = 0;
    for seed in 0..asked.unwrap_or(FLIPS) {
        let (place, mask) = drawn(seed, bytes.len());
        let mut changed = bytes.clone();
        changed[place] ^= mask;
        unharmed += check(&kit, &changed, &genuine, &format!("flip {seed} at byte {place}"));
    }
    assert!(unharmed > 0, "some changes, as in one of several signatures, spoil one object only");
}

#[test]
fn a_file_that_was_cut_short_is_damaged_or_proves_no_more_than_before() {
    let kit = story();
    let bytes = kit.bytes();
    let genuine = facts(&kit.findings(), false);
    for length in (0..bytes.len()).step_by(37) {
        let cut = bytes.get(..length).unwrap();
        check(&kit, cut, &genuine, &format!("the first {length} bytes"));
    }
}

/// Audits a changed file; returns 1 if it could be read.
fn check(kit: &Kit, changed: &[u8], genuine: &Facts, how: &str) -> u32 {
    match kit::audited(changed, &kit.sample) {
        Err(AuditError::Read(_)) => 0,
        Err(AuditError::TooMuch) => panic!("{how}: a small file is too much"),
        Ok(audited) => {
            for (id, found) in facts(&audited.findings, true) {
                assert_eq!(genuine.get(&id), Some(&found), "{how}");
            }
            1
        }
    }
}

fn facts(findings: &Findings, counting: bool) -> Facts {
    let found = findings.entries().into_iter().filter_map(|id| findings.entry(id));
    let found = found.filter(|it| !counting || it.verdict == Verdict::Counts);
    let fact = |it: flotilla_wire::audit::Finding| {
        let handle = findings.state().roster().member(it.member).unwrap().handle().to_owned();
        (it.id, (handle, it.epoch, it.seq, *it.key.as_bytes(), it.created_ms))
    };
    found.map(fact).collect()
}

/// Returns a place and a change that depend on the seed only.
fn drawn(seed: u64, length: usize) -> (usize, u8) {
    let word = Random::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)).word();
    let place = usize::try_from(word % u64::try_from(length).unwrap()).unwrap();
    let bit = u8::try_from((word >> 48) % 8).unwrap();
    (place, 1 << bit)
}
