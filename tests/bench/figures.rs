//! Made-up figures that went through the real gate, as the log of one member.
//!
//! Each release is one indicator in eight quarters: all regions and programs, by gender, 1,000
//! figures. A few groups are so small that they are withheld and their neighbors with them, as in
//! real tables. Counts are a function of member and indicator: two runs measure the same bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::entry::Entry;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::entry::Kind;
use flotilla_domain::entry::SALT_BYTES;
use flotilla_domain::id::Hash;
use flotilla_domain::period::Period;
use flotilla_domain::preimage::Tag;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_domain::signed::Signed;
use flotilla_domain::signed::Verified;
use flotilla_gate::draft::Draft;
use flotilla_gate::history::History;
use flotilla_gate::pass;
use flotilla_gate::round::RoundingSecret;
use flotilla_gate::rules::Rules;
use flotilla_wire::entry;
use flotilla_wire::payload;
use flotilla_wire::sample::random::Random;

use crate::coalition;
use crate::coalition::CREATED_MS;
use crate::coalition::Coalition;
use crate::coalition::PROGRAMS;
use crate::coalition::REGIONS;

/// The figures of one release.
pub(crate) const RELEASE_FIGURES: usize = 1_000;

/// The periods of one release.
const QUARTERS: [&str; 8] =
    ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"];

/// The categories, and how many people are usually in one cell of each.
const GENDERS: [(&str, u64); 4] = [("BOYS", 160), ("GIRLS", 190), ("NON_BINARY", 56), ("UNK", 64)];

/// One cell in so many holds only a few people.
const SMALL_EVERY: u64 = 200;

/// Returns the log of member `index`: one release for each of the first `releases` indicators.
pub(crate) fn log(coalition: &Coalition, index: usize, releases: usize) -> Vec<Verified<Entry>> {
    let mut log: Vec<Verified<Entry>> = Vec::with_capacity(releases);
    for number in 0..releases {
        let release = release(coalition, index, number);
        let entry = seal(coalition, index, log.last(), &release);
        log.push(entry);
    }
    log
}

/// Returns what passes the gate of the counts of indicator `number`.
///
/// Indicators have no sum in common, so each meets an empty history and comes out alike.
pub(crate) fn release(coalition: &Coalition, index: usize, number: usize) -> Release {
    let roster = coalition.roster();
    let author = roster.member(coalition.member(index)).expect("a member");
    let policy = roster.policy();
    let profile = &author.document.profile;
    let rules = Rules::new(roster.catalogue(), policy, policy.gate, profile);
    let secret = RoundingSecret::new(coalition::rounding_seed(index));
    let draft = Draft::synthetic(counts(index, number));
    let passed = pass::pass(draft, &rules, &secret, &History::new());
    let passed = passed.unwrap_or_else(|problems| panic!("the gate objects: {problems:?}"));
    assert_eq!(passed.releasables.len(), 1, "one release for one indicator");
    passed.releasables[0].release().clone()
}

fn counts(index: usize, number: usize) -> BTreeMap<Place, u64> {
    let mut dice = Random::new(u64::try_from(index * 1_000_003 + number).expect("few members"));
    let mut counts = BTreeMap::new();
    let indicator = coalition::indicator(number);
    for quarter in QUARTERS {
        for (region, program) in served() {
            for (gender, usual) in GENDERS {
                let count = count(&mut dice, usual);
                for place in wholes(&indicator, quarter, region, program, gender) {
                    *counts.entry(place).or_default() += count;
                }
            }
        }
    }
    counts
}

fn served() -> impl Iterator<Item = (&'static str, &'static str)> {
    REGIONS
        .into_iter()
        .flat_map(|region| PROGRAMS.into_iter().map(move |it| (region, it)))
}

/// Returns every place that one person is counted in.
fn wholes(
    indicator: &str,
    quarter: &str,
    region: &str,
    program: &str,
    gender: &str,
) -> impl Iterator<Item = Place> {
    let indicator: Arc<str> = indicator.into();
    let period: Period = quarter.parse().expect("a quarter");
    let regions: [Arc<str>; 2] = [region.into(), "CA".into()];
    let programs: [Arc<str>; 2] = [program.into(), TOTAL.into()];
    let of_gender = Breakdown { dimension: "gender".into(), category: gender.into() };
    let breakdowns = [None, Some(of_gender)];
    (0..8).map(move |bits: usize| Place {
        indicator: Arc::clone(&indicator),
        period,
        region: Arc::clone(&regions[bits & 1]),
        program_type: Arc::clone(&programs[bits >> 1 & 1]),
        breakdown: breakdowns[bits >> 2].clone(),
    })
}

/// Signs a release as the next entry of a log, and verifies it like a stranger's.
fn seal(
    coalition: &Coalition,
    index: usize,
    before: Option<&Verified<Entry>>,
    release: &Release,
) -> Verified<Entry> {
    let seq = before.map_or(1, |entry| entry.value().header.seq + 1);
    let payload = payload::pack_release(release, salt(index, seq)).expect("it fits");
    let (gov_height, gov_id) = coalition.roster().governance_head();
    let header = EntryHeader {
        member: coalition.member(index),
        epoch: 1,
        seq,
        prev: before.map(Verified::<Entry>::id),
        created_ms: CREATED_MS,
        kind: Kind::Release,
        payload_hash: Hash::of([payload.as_slice()]),
        payload_bytes: u32::try_from(payload.len()).expect("a payload has at most 1 MiB"),
        gov_height,
        gov_id,
    };
    let body = entry::encode_header(&header);
    let key = coalition::node_key(index);
    let signed = Signed::new(Tag::Entry, coalition.roster().coalition(), body, &key);
    let received = entry::receive(signed, payload).expect("a header reads back");
    received.verify(coalition.roster()).expect("an entry of a member")
}

fn salt(index: usize, seq: u64) -> [u8; SALT_BYTES] {
    let hash = Hash::of([b"salt".as_slice(), &index.to_be_bytes(), &seq.to_be_bytes()]);
    let mut salt = [0; SALT_BYTES];
    salt.copy_from_slice(&hash.as_bytes()[..SALT_BYTES]);
    salt
}

/// Returns a count from half to three halves of `usual`; now and then a small one.
fn count(dice: &mut Random, usual: u64) -> u64 {
    let is_small = dice.word().is_multiple_of(SMALL_EVERY);
    if is_small { dice.word() % 8 } else { usual / 2 + dice.word() % usual.max(1) }
}
