//! What a receiver objects to, by the number of the invariant.

use flotilla_domain::policy::GateParameters;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;
use flotilla_gate::check::Verdict;
use flotilla_gate::history::History;

use crate::fixture::Member;
use crate::fixture::broken;
use crate::fixture::judge;
use crate::fixture::release;
use crate::fixture::terms;

const ACCEPTED: [&str; 0] = [];

#[test]
fn a_proper_table_is_accepted() {
    assert_eq!(judge(&[release(&TABLE)]), ACCEPTED);
}

#[test]
fn i1_looser_rules_and_unknown_policies_are_refused() {
    let with = |terms| Release::new(terms, release(&TABLE).observations().to_vec()).unwrap();
    let gate = GateParameters { threshold: 5, ..terms().gate };
    assert_eq!(judge(&[with(Terms { gate, ..terms() })]), ["I1"]);
    assert_eq!(judge(&[with(Terms { policy_version: 2, ..terms() })]), ["I1"]);
    assert_eq!(judge(&[with(Terms { catalogue_version: 9, ..terms() })]), ["I1"]);
    let gate = GateParameters { threshold: 20, slice_base: 60, ..terms().gate };
    let strict = release(&["MATCHES_NEW 2024 CA _T 60"]);
    let strict = Release::new(Terms { gate, ..terms() }, strict.observations().to_vec());
    assert_eq!(judge(&[strict.unwrap()]), ACCEPTED);
}

#[test]
fn i2_codes_outside_the_catalogue_or_the_profile_are_refused() {
    for line in [
        "SHOE_SIZE 2024 CA _T 30",
        "MATCHES_NEW 2024 M5V _T 30",
        "MATCHES_NEW 2024 CA-BC _T 30",
        "MATCHES_NEW 2024 CA TEAM 30",
        "RETENTION_6M 2024 CA _T 30",
    ] {
        assert_eq!(judge(&[release(&[line])]), ["I2"], "{line}");
    }
}

#[test]
fn i2_what_is_not_a_breakdown_of_the_indicator_is_refused() {
    for category in ["region=CA-ON", "population=ABENAKI", "age_group=06_11", "instrument=YOS"] {
        let line = format!("MATCHES_NEW 2024 CA _T {category} 30");
        let table = release(&["MATCHES_NEW 2024 CA _T 60", &line]);
        assert!(judge(&[table]).contains(&"I2"), "{category}");
    }
}

#[test]
fn i2_a_breakdown_lists_every_category() {
    assert_eq!(judge(&[release(&TABLE[..TABLE.len() - 1])]), ["I2"]);
}

#[test]
fn i2_kinds_of_years_do_not_mix() {
    let year = release(&["MATCHES_NEW 2024 CA _T 60"]);
    assert_eq!(judge(&[year.clone(), release(&["MATCHES_NEW FY2024-25 CA _T 60"])]), ["I2"]);
    assert_eq!(judge(&[year, release(&["MATCHES_ACTIVE FY2024-25 CA _T 60"])]), ACCEPTED);
    let school = ["MATCHES_NEW SY2024-25 CA _T 60", "MATCHES_NEW 2024-Q4 CA _T 10"];
    assert_eq!(judge(&[release(&school)]), ["I2"]);
}

#[test]
fn i3_a_count_below_the_threshold_is_refused() {
    assert_eq!(judge(&[release(&["MATCHES_NEW 2024 CA _T 5"])]), ["I3"]);
    assert_eq!(judge(&[release(&["MATCHES_NEW 2024 CA _T 0"])]), ["I3"]);
}

#[test]
fn i4_a_breakdown_needs_a_shown_and_large_base() {
    for base in ["x", "25"] {
        let mut table = TABLE;
        let base = format!("MATCHES_NEW 2024 CA _T {base}");
        table[0] = &base;
        assert_eq!(judge(&[release(&table)]), ["I4"], "{base}");
    }
    assert_eq!(judge(&[release(&TABLE[1..])]), ["I4"]);
}

#[test]
fn i4_a_part_needs_its_whole() {
    assert_eq!(judge(&[release(&["MATCHES_NEW 2024 CA-ON _T 30"])]), ["I4"]);
    assert_eq!(judge(&[release(&["MATCHES_NEW 2024 CA GROUP 30"])]), ["I4"]);
    let whole = release(&["MATCHES_NEW 2024 CA _T 60"]);
    assert_eq!(judge(&[whole, release(&["MATCHES_NEW 2024 CA-ON _T 30"])]), ACCEPTED);
}

#[test]
fn i5_parts_that_cannot_make_up_their_whole_are_refused() {
    let table = ["MATCHES_NEW 2024 CA _T 30", "MATCHES_NEW 2024 CA-ON _T 40"];
    assert_eq!(judge(&[release(&table)]), ["I5"]);
}

#[test]
fn i6_a_withheld_part_keeps_its_candidates() {
    let mut table = TABLE;
    table[1] = "MATCHES_NEW 2024 CA _T gender=BOYS 20";
    table[2] = "MATCHES_NEW 2024 CA _T gender=GIRLS 20";
    table[0] = "MATCHES_NEW 2024 CA _T 30";
    assert_eq!(judge(&[release(&table)]), ["I6"]);
}

#[test]
fn i6_a_part_that_is_not_published_is_protected_too() {
    let quarters = ["MATCHES_NEW 2024-Q1 CA _T 20", "MATCHES_NEW 2024-Q2 CA _T 20"];
    let year = |count| release(&[&format!("MATCHES_NEW 2024 CA _T {count}")]);
    assert_eq!(judge(&[release(&quarters), year("30")]), ["I6"]);
    assert_eq!(judge(&[release(&quarters), year("45")]), ACCEPTED);
    assert_eq!(judge(&[release(&quarters), year("x")]), ACCEPTED);
}

#[test]
fn i9_what_was_published_stays_as_it_was() {
    let year = |count| release(&[&format!("MATCHES_NEW 2024 CA _T {count}")]);
    assert_eq!(judge(&[year("30"), year("30")]), ACCEPTED);
    assert_eq!(judge(&[year("30"), year("35")]), ["I9"]);
    assert_eq!(judge(&[year("x"), year("30")]), ["I9"]);
    assert_eq!(judge(&[year("30"), year("x")]), ["I9"]);
}

#[test]
fn i9_no_shorter_period_is_added_to_an_old_one() {
    let year = release(&["MATCHES_NEW 2024 CA _T 60"]);
    let quarter = release(&["MATCHES_NEW 2024-Q1 CA _T 20"]);
    assert_eq!(judge(&[year.clone(), quarter.clone()]), ["I9"]);
    assert_eq!(judge(&[quarter, year]), ACCEPTED);
}

#[test]
fn i11_a_note_does_not_reach_a_person() {
    let with = |note: &str| {
        let note = note.to_owned();
        let observations = release(&TABLE).observations().to_vec();
        judge(&[Release::new(Terms { note, ..terms() }, observations).unwrap()])
    };
    assert_eq!(with("Two sites closed in June."), ACCEPTED);
    assert_eq!(with("Questions: 416-555-0199"), ["I11"]);
}

#[test]
fn a_quarantined_release_leaves_no_trace() {
    let alice = Member::alice();
    let mut history = History::new();
    let bad = release(&["MATCHES_NEW 2024 CA _T 30", "MATCHES_NEW 2024 CA-ON _T 40"]);
    assert_eq!(broken(&history.accept(&alice.rules(), &bad)), ["I5"]);
    assert_eq!(history.figures(), 0);
    let other = release(&["MATCHES_NEW FY2024-25 CA _T 30"]);
    assert_eq!(history.check(&alice.rules(), &other), Verdict::Accept);
    assert_eq!(history.figures(), 0);
    assert_eq!(history.accept(&alice.rules(), &other), Verdict::Accept);
    assert_eq!(history.figures(), 1);
}

const TABLE: [&str; 5] = [
    "MATCHES_NEW 2024 CA _T 60",
    "MATCHES_NEW 2024 CA _T gender=BOYS 30",
    "MATCHES_NEW 2024 CA _T gender=GIRLS 20",
    "MATCHES_NEW 2024 CA _T gender=NON_BINARY x",
    "MATCHES_NEW 2024 CA _T gender=UNK x",
];

#[test]
fn i12_numbers_that_all_end_alike_are_doubted_and_count() {
    let alice = Member::alice();
    let judge = |count: fn(u64) -> u64| {
        let mut history = History::new();
        for year in 2000..2021_u64 {
            let months = (1..=12_u64).map(|month| {
                let count = count(year * 12 + month);
                format!("MATCHES_NEW {year}-{month:02} CA _T {count}")
            });
            let months: Vec<String> = months.collect();
            let months: Vec<&str> = months.iter().map(String::as_str).collect();
            assert!(history.accept(&alice.rules(), &release(&months)).is_accept());
        }
        history.doubts()
    };
    assert_eq!(judge(|at| 30 + at % 7 * 5), []);
    let doubts = judge(|at| 30 + at % 7 * 10);
    assert_eq!(doubts.iter().map(|it| it.id()).collect::<Vec<_>>(), ["gate-i12-alike"]);
}
