//! Numbers that do not add up: persons in several programs and quarters, or in several populations.

use flotilla_gate::history::History;
use flotilla_gate::pass::pass;
use flotilla_gate::round::RoundingSecret;

use crate::fixture::Member;
use crate::fixture::draft;
use crate::fixture::judge;
use crate::fixture::release;

const ACCEPTED: [&str; 0] = [];

/// The categories of the population list that the table does not tell of.
const OTHERS: [&str; 11] = [
    "DISABILITY",
    "FIRST_NATIONS",
    "IN_CARE",
    "INDIGENOUS_UNSPEC",
    "INUIT",
    "JUSTICE_INVOLVED",
    "LOW_INCOME",
    "METIS",
    "NEWCOMER_REFUGEE",
    "OLMC",
    "TWOSLGBTQI",
];

#[test]
fn persons_may_be_in_several_programs() {
    let table = |total, group, site| {
        release(&[
            &format!("YOUTH_SERVED 2024 CA _T {total}"),
            &format!("YOUTH_SERVED 2024 CA GROUP {group}"),
            &format!("YOUTH_SERVED 2024 CA ONE_SITE {site}"),
        ])
    };
    assert_eq!(judge(&[table(60, 50, "40")]), ACCEPTED, "some are in both");
    assert_eq!(judge(&[table(60, 70, "40")]), ["I5"], "nobody is in one program only of it");
    assert_eq!(judge(&[table(120, 50, "40")]), ["I5"], "everybody is in one of them");
    assert_eq!(judge(&[table(60, 50, "x")]), ACCEPTED);
}

#[test]
fn persons_may_be_there_in_several_quarters() {
    let quarters: Vec<String> = (1..=4)
        .map(|quarter| format!("YOUTH_SERVED 2024-Q{quarter} CA _T 50"))
        .collect();
    let quarters: Vec<&str> = quarters.iter().map(String::as_str).collect();
    let year = |count| release(&[&format!("YOUTH_SERVED 2024 CA _T {count}")]);
    assert_eq!(judge(&[release(&quarters), year(60)]), ACCEPTED);
    assert_eq!(judge(&[release(&quarters), year(40)]), ["I5"]);
    assert_eq!(judge(&[release(&quarters), year(225)]), ["I5"]);
}

#[test]
fn persons_are_in_one_region() {
    let table = |total| {
        release(&[
            &format!("YOUTH_SERVED 2024 CA _T {total}"),
            "YOUTH_SERVED 2024 CA-ON _T 50",
            "YOUTH_SERVED 2024 CA-QC _T 40",
        ])
    };
    assert_eq!(judge(&[table(90)]), ACCEPTED);
    assert_eq!(judge(&[table(60)]), ["I5"]);
}

#[test]
fn a_hidden_program_is_protected_where_persons_overlap() {
    let table = [
        "YOUTH_SERVED 2024 CA _T 60",
        "YOUTH_SERVED 2024 CA GROUP 45",
        "YOUTH_SERVED 2024 CA ONE_SITE x",
    ];
    assert_eq!(judge(&[release(&table)]), ACCEPTED, "7 to 64 remain");
    let twice = ["YOUTH_SERVED 2024-Q1 CA ONE_SITE 10", "YOUTH_SERVED 2024-Q1 CA _T 30"];
    assert_eq!(judge(&[release(&twice), release(&table)]), ACCEPTED);
}

#[test]
fn populations_overlap_and_do_not_cover() {
    assert_eq!(judge(&[by_population("100", "80", "60")]), ACCEPTED);
    assert_eq!(judge(&[by_population("100", "20", "25")]), ACCEPTED);
    assert_eq!(judge(&[by_population("100", "120", "60")]), ["I5"]);
}

#[test]
fn a_breakdown_by_population_must_not_tell_of_who_is_not_in_it() {
    // Of 96 to 104, at least 96 are in it: 0 to 8 are not. Nobody is to be that certain of them.
    assert_eq!(judge(&[by_population("100", "100", "60")]), ["I8"]);
}

#[test]
fn a_population_is_hidden_and_left_out_like_any_category() {
    assert_eq!(judge(&[by_population("100", "15", "x")]), ["I3"]);
    assert_eq!(judge(&[by_population("50", "20", "x")]), ["I4"]);
}

#[test]
fn the_publisher_counts_persons_once_and_peers_accept() {
    let lines = [
        "YOUTH_SERVED 2024 CA _T 93",
        "YOUTH_SERVED 2024 CA GROUP 71",
        "YOUTH_SERVED 2024 CA ONE_SITE 44",
        "YOUTH_SERVED 2024 CA-ON _T 52",
        "YOUTH_SERVED 2024 CA-QC _T 41",
    ];
    let alice = Member::alice();
    let secret = RoundingSecret::new([1; 32]);
    let passed = pass(draft(&lines), &alice.rules(), &secret, &History::new()).unwrap();
    assert_eq!(passed.withheld, []);
    let release = passed.releasables[0].release();
    assert!(History::new().check(&alice.rules(), release).is_accept());
}

fn by_population(total: &str, black: &str, racialized: &str) -> flotilla_domain::release::Release {
    let base = "YOUTH_SERVED 2024 CA _T";
    let mut lines = vec![format!("{base} {total}")];
    lines.push(format!("{base} population=BLACK {black}"));
    lines.push(format!("{base} population=RACIALIZED {racialized}"));
    lines.extend(OTHERS.iter().map(|it| format!("{base} population={it} x")));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    release(&lines)
}
