//! A stock is told for the end of a period, so one number has several names.

use flotilla_domain::release::Figure;
use flotilla_gate::history::History;
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::WhyWithheld;
use flotilla_gate::pass::pass;
use flotilla_gate::problem::Problems;
use flotilla_gate::round::RoundingSecret;

use crate::fixture::Member;
use crate::fixture::draft;
use crate::fixture::judge;
use crate::fixture::release;

const ACCEPTED: [&str; 0] = [];

#[test]
fn another_number_for_the_same_day_is_a_change() {
    let of = |period: &str, count| release(&[&format!("MATCHES_ACTIVE {period} CA _T {count}")]);
    for (first, second) in [("2025-12", "2025-Q4"), ("2025-Q4", "2025"), ("2025-12", "2025")] {
        assert_eq!(judge(&[of(first, 15), of(second, 20)]), ["I9"], "{first} {second}");
        assert_eq!(judge(&[of(first, 15), of(second, 15)]), ACCEPTED, "{first} {second}");
    }
    assert_eq!(judge(&[of("2025-03", 15), of("FY2024-25", 20)]), ["I9"]);
    assert_eq!(judge(&[of("2025-06", 15), of("SY2024-25", 20)]), ["I9"]);
    assert_eq!(judge(&[of("2025-Q3", 15), of("2025", 20)]), ACCEPTED, "these are two days");
    let both = ["MATCHES_ACTIVE 2025 CA _T 15", "MATCHES_ACTIVE 2025-12 CA _T 20"];
    assert_eq!(judge(&[release(&both)]), ["I9"]);
}

#[test]
fn what_is_told_by_one_name_narrows_the_number_by_all() {
    let month = release(&[
        "MATCHES_ACTIVE 2025-12 CA _T 30",
        "MATCHES_ACTIVE 2025-12 CA-ON _T 25",
        "MATCHES_ACTIVE 2025-12 CA-QC _T x",
    ]);
    let year = |of: &str| {
        release(&[
            &format!("MATCHES_ACTIVE {of} CA _T 30"),
            &format!("MATCHES_ACTIVE {of} CA GROUP x"),
            &format!("MATCHES_ACTIVE {of} CA-QC _T x"),
            &format!("MATCHES_ACTIVE {of} CA-QC GROUP 10"),
        ])
    };
    assert_eq!(judge(&[year("2025")]), ACCEPTED);
    assert_eq!(judge(&[month.clone(), year("2026")]), ACCEPTED, "that is another day");
    assert_eq!(judge(&[month, year("2025")]), ["I6"], "10 to 13 remain of Quebec");
}

#[test]
fn another_number_for_that_day_is_a_correction_and_waits() {
    let history = published(&["MATCHES_ACTIVE 2025-12 CA _T 43"]);
    let passed = publish(&["MATCHES_ACTIVE 2025 CA _T 78"], &history).unwrap();
    assert_eq!((passed.corrected, passed.held_back), (0, 1));
    let told = passed.releasables[0].release().observations()[0].figure;
    assert_eq!(told, Figure::Count(45), "by its other name it is told as before");
    let both = ["MATCHES_ACTIVE 2025-12 CA _T 43", "MATCHES_ACTIVE 2025 CA _T 78"];
    let refused = publish(&both, &History::new()).unwrap_err();
    assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E154"]);
}

#[test]
fn a_longer_period_may_tell_the_same_number_once_more() {
    let mut history = published(&MONTH);
    let year: Vec<String> = MONTH.iter().map(|it| it.replace("2025-12", "2025")).collect();
    let year: Vec<&str> = year.iter().map(String::as_str).collect();
    let passed = publish(&year, &history).unwrap();
    assert_eq!((passed.releasables.len(), passed.unchanged), (1, 0));
    let release = passed.releasables[0].release();
    assert_eq!(release.observations().len(), MONTH.len());
    assert!(history.accept(&Member::alice().rules(), release).is_accept());
    let again = publish(&year, &history).unwrap();
    assert_eq!((again.releasables.len(), again.unchanged), (0, MONTH.len()));
}

#[test]
fn what_was_hidden_by_one_name_is_hidden_by_the_next() {
    let mut history = History::new();
    let hidden = release(&["MATCHES_ACTIVE 2025-12 CA _T x"]);
    assert!(history.accept(&Member::alice().rules(), &hidden).is_accept());
    let passed = publish(&["MATCHES_ACTIVE 2025 CA _T 50"], &history).unwrap();
    assert_eq!((passed.kept_hidden, passed.withheld.len()), (1, 1));
    assert_eq!(passed.withheld[0].1, WhyWithheld::Before);
}

#[test]
fn a_reason_names_the_period_that_was_published() {
    let alice = Member::alice();
    let mut history = History::new();
    let table = ["MATCHES_ACTIVE 2025-Q4 CA _T 30", "MATCHES_ACTIVE 2025-Q4 CA-ON _T 40"];
    let verdict = history.accept(&alice.rules(), &release(&table));
    let told = format!("{:?}", verdict.reasons()[0].text.args());
    assert!(told.contains("2025-Q4"), "{told}");
}

fn published(counts: &[&str]) -> History {
    let mut history = History::new();
    for releasable in &publish(counts, &History::new()).unwrap().releasables {
        assert!(history.accept(&Member::alice().rules(), releasable.release()).is_accept());
    }
    history
}

fn publish(counts: &[&str], history: &History) -> Result<Passed, Problems> {
    pass(draft(counts), &Member::alice().rules(), &RoundingSecret::new([1; 32]), history)
}

const MONTH: [&str; 5] = [
    "MATCHES_ACTIVE 2025-12 CA _T 63",
    "MATCHES_ACTIVE 2025-12 CA _T gender=BOYS 29",
    "MATCHES_ACTIVE 2025-12 CA _T gender=GIRLS 28",
    "MATCHES_ACTIVE 2025-12 CA _T gender=NON_BINARY 3",
    "MATCHES_ACTIVE 2025-12 CA _T gender=UNK 3",
];
