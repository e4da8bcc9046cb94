//! The leaks that others had, by their number: each tried on what the gate lets out, and as a
//! release that somebody changed.
//!
//! What is left of a hidden number is worked out here by hand, from the windows that every reader
//! knows, and not by the gate's own arithmetic.

use flotilla_domain::release::Figure;
use flotilla_gate::codebook;
use flotilla_gate::history::History;
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::pass;
use flotilla_gate::round::RoundingSecret;

use crate::fixture::Member;
use crate::fixture::broken;
use crate::fixture::changed;
use crate::fixture::draft;
use crate::fixture::figure;
use crate::fixture::figures;
use crate::fixture::hear;
use crate::fixture::judge;
use crate::fixture::observations;
use crate::fixture::place;
use crate::fixture::publish;
use crate::fixture::release;

/// How many values a hidden number keeps.
const CANDIDATES: u64 = 5;

#[test]
fn leak_1_total_less_siblings() {
    let mut tried = 0;
    for secret in 0..60 {
        let passed = publish(&GENDERS, secret, &History::new());
        let told = |at: usize| figure(&passed, spelled(GENDERS[at])).unwrap();
        let parts = [1, 2, 3, 4].map(told);
        for (index, part) in parts.iter().enumerate() {
            let others: Vec<Figure> = without(&parts, index);
            if *part == Figure::Withheld {
                assert!(left(told(0), &others) >= CANDIDATES, "{secret}: {index}");
            }
        }
        let shown: u64 = parts.iter().filter_map(|it| it.count()).sum();
        if parts.iter().filter(|it| it.count().is_some()).count() == 2 {
            let total = Figure::Count(shown - 10);
            let narrow = changed(passed.releasables[0].release(), &place(ALL), total);
            assert_eq!(judge(&[narrow]), ["I6"], "{secret}: hidden ones of 0 to 2 in all");
            tried += 1;
        }
    }
    assert!(tried > 0);
}

#[test]
fn leak_2_a_revision_less_what_it_replaces() {
    let (mut waited, mut went) = (0, 0);
    for secret in 0..60 {
        let mut history = History::new();
        let first = publish(&FAMILY, secret, &history);
        hear(&mut history, &first);
        // One match of Ontario is taken back: what moves, moves with others or waits.
        let without_one = publish(&FAMILY_LESS_ONE, secret, &history);
        assert!(without_one.corrected == 0 || without_one.corrected >= 3);
        waited += usize::from(without_one.held_back > 0);
        let many = publish(&FAMILY_LESS_MANY, secret, &history);
        let Some(correction) = many.releasables.first().map(|it| it.release()) else { continue };
        assert!(many.corrected >= 3);
        let few = FAMILY.iter().skip(2).fold(correction.clone(), |it, line| {
            let before = figure(&first, spelled(line)).unwrap();
            changed(&it, &place(spelled(line)), before)
        });
        let verdict = history.check(&Member::alice().rules(), &few);
        assert_eq!(broken(&verdict), ["I9"], "two numbers of one person would tell who it was");
        hear(&mut history, &many);
        went += 1;
    }
    assert!(waited > 0 && went > 0);
}

#[test]
fn leak_3_a_year_less_three_of_its_quarters() {
    let mut tried = 0;
    for secret in 0..60 {
        let mut history = History::new();
        let quarters = publish(&QUARTERS, secret, &history);
        hear(&mut history, &quarters);
        let told: Vec<Figure> = figures(&quarters);
        assert_eq!(told[2], Figure::Withheld, "three matches");
        let others = without(&told, 2);
        let year = publish(&["MATCHES_NEW 2024 CA _T 93"], secret, &history);
        assert!(left(figures(&year)[0], &others) >= CANDIDATES);
        let shown: u64 = others.iter().filter_map(|it| it.count()).sum();
        if others.iter().all(|it| it.count().is_some()) {
            let total = Figure::Count(shown - 15);
            let narrow = changed(year.releasables[0].release(), &place(ALL), total);
            let verdict = history.check(&Member::alice().rules(), &narrow);
            assert_eq!(broken(&verdict), ["I6"], "0 or 1 in the hidden quarter");
            tried += 1;
        }
    }
    assert!(tried > 0);
}

#[test]
fn leak_4_a_total_of_all_members_less_the_others() {
    // Nobody can publish what others serve, so there is no such total but the sum of what each told.
    let alice = Member::alice();
    for beyond in ["CA-BC _T", "CA-ON TEAM"] {
        let line = format!("MATCHES_NEW 2024 {beyond} 99");
        assert_eq!(refused(&alice, &line), ["FL-E151"], "{beyond}");
        assert_eq!(judge(&[release(&[&line.replace("99", "95")])]), ["I2"], "{beyond}");
    }
    // "Canada" of a member in Ontario is its own Ontario, and says nothing that Ontario does not.
    let mut bob = Member::alice();
    bob.profile.regions = vec!["CA-ON".to_owned()];
    for secret in 0..20 {
        let lines = ["MATCHES_NEW 2024 CA _T 47", "MATCHES_NEW 2024 CA-ON _T 47"];
        let passed = publish_as(&bob, &lines, secret);
        assert_eq!(figure(&passed, ALL), figure(&passed, "MATCHES_NEW 2024 CA-ON _T"));
        let apart = passed.releasables[0].release();
        let apart = changed(apart, &place(ALL), Figure::Count(65));
        assert_eq!(broken(&History::new().check(&bob.rules(), &apart)), ["I9"]);
    }
}

#[test]
fn leak_7_areas_that_overlap() {
    let carol = in_cities();
    let mut tried = 0;
    for secret in 0..60 {
        let passed = publish_as(&carol, &CITIES, secret);
        let told = |at: usize| figure(&passed, spelled(CITIES[at])).unwrap();
        assert_eq!(told(3), Figure::Withheld, "four in Ottawa");
        assert!(left(told(1), &[told(2)]) >= CANDIDATES);
        if let Some(toronto) = told(2).count() {
            let at = place(spelled(CITIES[1]));
            let total = Figure::Count(toronto - 5);
            let narrow = changed(passed.releasables[0].release(), &at, total);
            let verdict = History::new().check(&carol.rules(), &narrow);
            assert!(!verdict.is_accept(), "Ontario less Toronto is 0 to 3 of Ottawa");
            tried += 1;
        }
    }
    assert!(tried > 0);
    // Areas and bands of somebody's own making, which could be taken from each other, are no codes.
    for area in ["M5V", "GTA", "CA-ON-EAST"] {
        let line = format!("MATCHES_NEW 2024 {area} _T 60");
        assert_eq!(refused(&carol, &line), ["FL-E151"], "{area}");
        assert_eq!(judge(&[release(&[&line])]), ["I2"], "{area}");
    }
    for band in ["06_11", "UNDER_20"] {
        let line = format!("{ALL} age_group={band} 60");
        assert_eq!(refused(&carol, &line), ["FL-E151"], "{band}");
        assert!(judge(&[release(&[&format!("{ALL} 60"), &line])]).contains(&"I2"), "{band}");
    }
}

#[test]
fn leak_8_a_companion_of_a_hidden_number() {
    // A number may be told by several names. Who hides it by one hides it by all.
    let mut bob = Member::alice();
    bob.profile.regions = vec!["CA-ON".to_owned()];
    bob.profile.programs = vec!["GROUP".to_owned()];
    let companions = [
        ("MATCHES_NEW 2024 CA _T", "MATCHES_NEW 2024 CA-ON _T"),
        ("MATCHES_NEW 2024 CA _T", "MATCHES_NEW 2024 CA GROUP"),
        ("MATCHES_ACTIVE 2024-12 CA _T", "MATCHES_ACTIVE 2024 CA _T"),
        ("MATCHES_ACTIVE 2024-Q4 CA-ON _T", "MATCHES_ACTIVE 2024 CA GROUP"),
    ];
    for (one, other) in companions {
        for secret in 0..20 {
            let (one, other) = (format!("{one} 7"), format!("{other} 7"));
            let mut history = History::new();
            let passed = publish_as(&bob, &[&one, &other], secret);
            assert!(observations(&passed).all(|it| it.figure == Figure::Withheld), "{other}");
            for releasable in &passed.releasables {
                assert!(history.accept(&bob.rules(), releasable.release()).is_accept());
            }
        }
        let [hidden, shown] =
            [(one, "x"), (other, "15")].map(|(at, told)| release(&[&format!("{at} {told}")]));
        let mut history = History::new();
        assert!(history.accept(&bob.rules(), &hidden).is_accept());
        assert_eq!(broken(&history.check(&bob.rules(), &shown)), ["I9"], "{other}");
    }
}

#[test]
fn leak_9_the_threshold_is_asked_before_rounding() {
    let mut shown = 0;
    for count in 0..14 {
        for secret in 0..100 {
            let told = figures(&publish(&[&format!("{ALL} {count}")], secret, &History::new()))[0];
            assert!(count >= 10 || told == Figure::Withheld, "{count} people, shown as {told:?}");
            shown += usize::from(told != Figure::Withheld);
        }
    }
    assert!(shown > 0);
    for figure in ["5", "0"] {
        assert_eq!(judge(&[release(&[&format!("{ALL} {figure}")])]), ["I3"]);
    }
}

/// Returns how many values a part may have, where `total` and all `others` are told.
fn left(total: Figure, others: &[Figure]) -> u64 {
    let window = |it: &Figure| match it.count() {
        Some(count) => (count.saturating_sub(4).max(10), count + 4),
        None => (0, 1_000),
    };
    let (low, high) = window(&total);
    let parts = others.iter().map(window);
    let (least, most) = parts.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    high.saturating_sub(least) + 1 - low.saturating_sub(most)
}

fn without(figures: &[Figure], index: usize) -> Vec<Figure> {
    let others = figures.iter().enumerate().filter(|(at, _)| *at != index);
    others.map(|(_, it)| *it).collect()
}

/// Returns the place of a line that ends with a count.
fn spelled(line: &str) -> &str {
    line.rsplit_once(' ').unwrap().0
}

fn refused(member: &Member, line: &str) -> Vec<&'static str> {
    let secret = RoundingSecret::new([1; 32]);
    let problems = pass(draft(&[line]), &member.rules(), &secret, &History::new()).unwrap_err();
    problems.iter().map(|it| it.code).collect()
}

fn publish_as(member: &Member, lines: &[&str], secret: u8) -> Passed {
    let secret = RoundingSecret::new([secret; 32]);
    pass(draft(lines), &member.rules(), &secret, &History::new()).unwrap()
}

/// A member in Quebec and in two cities of Ontario.
fn in_cities() -> Member {
    let mut carol = Member::alice();
    carol.catalogue = codebook::with_additions(
        r#"
[list.region]
title = { en = "Region", fr = "Région" }
[list.region.codes]
"SGC:3506" = { en = "Ottawa", fr = "Ottawa", parent = "CA-ON" }
"SGC:3520" = { en = "Toronto", fr = "Toronto", parent = "CA-ON" }
"#,
    )
    .unwrap();
    carol.profile.regions = ["CA-QC", "SGC:3506", "SGC:3520"].map(str::to_owned).to_vec();
    carol
}

const ALL: &str = "MATCHES_NEW 2024 CA _T";

const GENDERS: [&str; 5] = [
    "MATCHES_NEW 2024 CA _T 82",
    "MATCHES_NEW 2024 CA _T gender=BOYS 39",
    "MATCHES_NEW 2024 CA _T gender=GIRLS 40",
    "MATCHES_NEW 2024 CA _T gender=NON_BINARY 3",
    "MATCHES_NEW 2024 CA _T gender=UNK 0",
];

const FAMILY: [&str; 5] = [
    "MATCHES_NEW 2024 CA _T 172",
    "MATCHES_NEW 2024 CA-ON _T 103",
    "MATCHES_NEW 2024 CA-QC _T 69",
    "MATCHES_NEW 2024 CA GROUP 94",
    "MATCHES_NEW 2024 CA ONE_SITE 78",
];

const FAMILY_LESS_ONE: [&str; 5] = [
    "MATCHES_NEW 2024 CA _T 171",
    "MATCHES_NEW 2024 CA-ON _T 102",
    "MATCHES_NEW 2024 CA-QC _T 69",
    "MATCHES_NEW 2024 CA GROUP 93",
    "MATCHES_NEW 2024 CA ONE_SITE 78",
];

const FAMILY_LESS_MANY: [&str; 5] = [
    "MATCHES_NEW 2024 CA _T 152",
    "MATCHES_NEW 2024 CA-ON _T 93",
    "MATCHES_NEW 2024 CA-QC _T 59",
    "MATCHES_NEW 2024 CA GROUP 84",
    "MATCHES_NEW 2024 CA ONE_SITE 68",
];

const QUARTERS: [&str; 4] = [
    "MATCHES_NEW 2024-Q1 CA _T 28",
    "MATCHES_NEW 2024-Q2 CA _T 34",
    "MATCHES_NEW 2024-Q3 CA _T 3",
    "MATCHES_NEW 2024-Q4 CA _T 28",
];

const CITIES: [&str; 5] = [
    "MATCHES_NEW 2024 CA _T 90",
    "MATCHES_NEW 2024 CA-ON _T 44",
    "MATCHES_NEW 2024 SGC:3520 _T 40",
    "MATCHES_NEW 2024 SGC:3506 _T 4",
    "MATCHES_NEW 2024 CA-QC _T 46",
];
