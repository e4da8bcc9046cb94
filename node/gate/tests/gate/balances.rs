//! What was there, came and went: whoever has three of them works out the fourth.

use flotilla_domain::release::Figure;
use flotilla_gate::history::History;

use crate::fixture::Member;
use crate::fixture::broken;
use crate::fixture::changed;
use crate::fixture::figure;
use crate::fixture::hear;
use crate::fixture::judge;
use crate::fixture::observations;
use crate::fixture::place;
use crate::fixture::publish;
use crate::fixture::release;

const ACCEPTED: [&str; 0] = [];

#[test]
fn a_hidden_number_is_not_worked_out_from_what_was_there_came_and_went() {
    let judge = |new: &str| {
        judge(&[release(&[
            "MATCHES_ACTIVE 2023 CA _T 40",
            "MATCHES_ACTIVE 2024 CA _T 60",
            &format!("MATCHES_NEW 2024 CA _T {new}"),
            "MATCHES_CLOSED 2024 CA _T x",
        ])])
    };
    assert_eq!(judge("20"), ACCEPTED, "0 to 12 were closed");
    assert_eq!(judge("10"), ["I6"], "at most 2 were closed");
    assert_eq!(judge("x"), ACCEPTED, "of two numbers neither follows");
}

#[test]
fn a_number_that_nobody_was_told_of_is_not_worked_out_either() {
    let flows = ["MATCHES_NEW 2024 CA _T 60", "MATCHES_CLOSED 2024 CA _T 30"];
    let judge = |stock: &str| judge(&[release(&flows), release(&[stock])]);
    assert_eq!(judge("MATCHES_ACTIVE 2024 CA _T 35"), ACCEPTED, "up to 17 were there before");
    assert_eq!(judge("MATCHES_ACTIVE 2024-Q4 CA _T 20"), ["I6"], "up to 2 were there before");
    assert_eq!(judge("MATCHES_ACTIVE 2023-12 CA _T 10"), ACCEPTED, "32 to 52 are there");
    assert_eq!(judge("MATCHES_ACTIVE 2023-11 CA _T 20"), ACCEPTED, "that is another day");
}

#[test]
fn a_balance_of_one_program_narrows_the_others() {
    let judge = |group: &str| {
        judge(&[release(&[
            "MATCHES_ACTIVE 2023 CA _T 60",
            &format!("MATCHES_ACTIVE 2023 CA GROUP {group}"),
            "MATCHES_ACTIVE 2023 CA ONE_SITE 20",
            "MATCHES_ACTIVE 2024 CA _T 80",
            "MATCHES_ACTIVE 2024 CA GROUP x",
            "MATCHES_ACTIVE 2024 CA ONE_SITE x",
            "MATCHES_CLOSED 2024 CA _T 35",
            "MATCHES_CLOSED 2024 CA GROUP 10",
            "MATCHES_CLOSED 2024 CA ONE_SITE 20",
            "MATCHES_NEW 2024 CA _T 65",
            "MATCHES_NEW 2024 CA GROUP 60",
            "MATCHES_NEW 2024 CA ONE_SITE x",
        ])])
    };
    assert_eq!(judge("40"), ACCEPTED, "78 to 84 are in groups");
    assert_eq!(judge("45"), ["I6"], "83 or 84 are");
}

#[test]
fn numbers_that_do_not_balance_are_no_mistake_and_tell_nothing() {
    // Closures that were learned of late, and are in no table: nobody can count on the balance.
    let table = |closed: &str| {
        release(&[
            "MATCHES_ACTIVE 2023 CA _T 60",
            "MATCHES_ACTIVE 2024 CA _T 30",
            "MATCHES_NEW 2024 CA _T 10",
            &format!("MATCHES_CLOSED 2024 CA _T {closed}"),
        ])
    };
    assert_eq!(judge(&[table("10")]), ACCEPTED, "at least 66 are not at most 48");
    assert_eq!(judge(&[table("40")]), ACCEPTED);
}

#[test]
fn one_year_that_does_not_balance_does_not_free_the_next() {
    let year = |year: &str, [active, new]: [&str; 2], closed: &str| {
        [
            format!("MATCHES_ACTIVE {year} CA _T {active}"),
            format!("MATCHES_NEW {year} CA _T {new}"),
            format!("MATCHES_CLOSED {year} CA _T {closed}"),
        ]
    };
    let before = "MATCHES_ACTIVE 2022 CA _T 60".to_owned();
    let judge = |new: &str, closed: &str| {
        let years = [year("2023", ["30", "10"], "10"), year("2024", ["60", new], closed)].concat();
        let lines: Vec<&str> = std::iter::once(&before).chain(&years).map(String::as_str).collect();
        judge(&[release(&lines)])
    };
    assert_eq!(judge("30", "10"), ACCEPTED);
    assert_eq!(judge("30", "x"), ACCEPTED, "0 to 12 were closed");
    assert_eq!(judge("20", "x"), ["I6"], "0 to 2 were closed");
}

#[test]
fn leak_5_what_was_there_what_came_and_what_went() {
    let (mut hidden, mut tried) = (0, 0);
    for secret in 0..250 {
        let mut history = History::new();
        let passed = publish(&YEAR, secret, &history);
        let told = |at: usize| figure(&passed, YEAR[at].rsplit_once(' ').unwrap().0).unwrap();
        let all = [0, 1, 2, 3].map(told);
        assert!(left(all) >= 5, "{secret}: {all:?}");
        hidden += usize::from(passed.withheld.len() > 1);
        hear(&mut history, &passed);
        let [before, new, after, closed] = all;
        let shown = [new, after, closed].map(Figure::count);
        if let ([Some(_), Some(after), Some(closed)], Figure::Withheld) = (shown, before) {
            let narrow = Figure::Count(after + closed + 10);
            let at = place("MATCHES_NEW 2024 CA _T");
            let narrow = changed(passed.releasables[0].release(), &at, narrow);
            let verdict = History::new().check(&Member::alice().rules(), &narrow);
            assert_eq!(broken(&verdict), ["I6"], "{secret}: 0 to 2 were there");
            tried += 1;
        }
    }
    assert!(hidden > 0 && tried > 0, "{hidden} {tried}");
}

#[test]
fn what_one_file_tells_after_another_is_protected_as_well() {
    for secret in 0..100 {
        let mut history = History::new();
        let mut all = Vec::new();
        for line in YEAR {
            let passed = publish(&[line], secret, &history);
            all.extend(observations(&passed).map(|it| it.figure));
            hear(&mut history, &passed);
        }
        let all: [Figure; 4] = all.try_into().unwrap();
        assert!(left(all) >= 5, "{secret}: {all:?}");
    }
}

/// Returns how many values the hidden one of four may have, from what was there and came, and what is
/// there and went.
fn left(all: [Figure; 4]) -> u64 {
    let window = |it: Figure| match it.count() {
        Some(count) => (count.saturating_sub(4).max(10), count + 4),
        None => (0, 1_000),
    };
    let [before, new, after, closed] = all.map(window);
    if all.iter().filter(|it| it.count().is_none()).count() != 1 {
        return u64::MAX;
    }
    let rest = |[one, other]: [(u64, u64); 2], beside: (u64, u64)| {
        (one.1 + other.1).saturating_sub(beside.0) + 1 - (one.0 + other.0).saturating_sub(beside.1)
    };
    match all.map(|it| it.count().is_none()) {
        [true, ..] => rest([after, closed], new),
        [_, true, ..] => rest([after, closed], before),
        [_, _, true, _] => rest([before, new], closed),
        _ => rest([before, new], after),
    }
}

/// The first year of an organisation: for one rounding key in a hundred or so, three values would be left
/// of what was there before.
const YEAR: [&str; 4] = [
    "MATCHES_ACTIVE 2023 CA _T 2",
    "MATCHES_NEW 2024 CA _T 66",
    "MATCHES_ACTIVE 2024 CA _T 44",
    "MATCHES_CLOSED 2024 CA _T 24",
];
