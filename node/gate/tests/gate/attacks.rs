//! What attackers try, by the number of the attack, and what the gate does about it.

use flotilla_domain::release::Figure;
use flotilla_gate::history::History;
use flotilla_gate::pass::WhyWithheld;
use flotilla_gate::pass::pass;
use flotilla_gate::round::RoundingSecret;

use crate::fixture::Member;
use crate::fixture::draft;
use crate::fixture::figures;
use crate::fixture::judge;
use crate::fixture::place;
use crate::fixture::publish;
use crate::fixture::release;

#[test]
fn attack_1_a_small_group_cannot_be_subtracted_out_of_a_table() {
    for secret in 0..40 {
        let passed = publish(&GENDERS, secret, &History::new());
        let figures = figures(&passed);
        let shown = figures.iter().filter(|it| it.count().is_some()).count();
        assert!(shown < figures.len());
        assert!(passed.withheld.iter().any(|(_, why)| *why == WhyWithheld::Small));
    }
    let mut table = SUBTRACTION;
    assert_eq!(judge(&[release(&table)]), ["I6"]);
    table[2] = "MATCHES_NEW 2024 CA _T gender=GIRLS x";
    assert!(judge(&[release(&table)]).is_empty());
}

#[test]
fn attack_2_hidden_parts_of_next_to_nothing_are_not_left_to_be_seen() {
    let table = [
        "MATCHES_NEW 2024 CA _T 30",
        "MATCHES_NEW 2024 CA-ON _T 30",
        "MATCHES_NEW 2024 CA-ON GROUP 20",
        "MATCHES_NEW 2024 CA-ON ONE_SITE 10",
        "MATCHES_NEW 2024 CA GROUP 20",
        "MATCHES_NEW 2024 CA ONE_SITE 20",
        "MATCHES_NEW 2024 CA-QC _T x",
    ];
    assert_eq!(judge(&[release(&table)]), ["I6"]);
}

#[test]
fn attack_5_a_second_release_does_not_show_what_the_first_hid() {
    let alice = Member::alice();
    for secret in 0..40 {
        let mut history = History::new();
        let quarters = publish(&QUARTERS, secret, &history);
        for releasable in &quarters.releasables {
            assert!(history.accept(&alice.rules(), releasable.release()).is_accept());
        }
        let year = publish(&YEAR, secret, &history);
        for releasable in &year.releasables {
            assert!(history.accept(&alice.rules(), releasable.release()).is_accept());
        }
        let again = publish(&YEAR, secret, &history);
        assert!(again.releasables.is_empty() && again.unchanged == YEAR.len());
    }
}

#[test]
fn attack_5_a_longer_period_does_not_tell_how_small_its_hidden_parts_were() {
    let alice = Member::alice();
    let hidden = release(&["MATCHES_NEW 2024-01 CA _T x", "MATCHES_NEW 2024-02 CA _T x", LAST]);
    let mut would_be_shown = 0;
    for secret in 0..40 {
        let mut history = History::new();
        assert!(history.accept(&alice.rules(), &hidden).is_accept());
        let alone = publish(&["MATCHES_NEW 2024-Q1 CA _T 39"], secret, &History::new());
        let quarter = publish(&["MATCHES_NEW 2024-Q1 CA _T 39"], secret, &history);
        match figures(&alone)[0] {
            Figure::Count(40) => {
                assert_eq!(figures(&quarter), [Figure::Withheld], "months of 10 to 13");
                would_be_shown += 1;
            }
            figure => assert_eq!(figures(&quarter), [figure], "months of 5 to 13"),
        }
    }
    assert!(would_be_shown > 0);
}

#[test]
fn attack_5_one_hidden_part_that_was_not_small_does_not_clear_the_others() {
    let alice = Member::alice();
    let first = ["MATCHES_NEW 2024-01 CA _T x", "MATCHES_NEW 2024-02 CA _T x", LAST];
    let second = ["04", "05", "06"].map(|month| format!("MATCHES_NEW 2024-{month} CA _T x"));
    let mut hidden = first.to_vec();
    hidden.extend(second.iter().map(String::as_str));
    let counts = ["MATCHES_NEW 2024-Q1 CA _T 120", "MATCHES_NEW 2024-Q2 CA _T 39"];
    let mut protected = 0;
    for secret in 0..40 {
        let mut history = History::new();
        assert!(history.accept(&alice.rules(), &release(&hidden)).is_accept());
        let figures = figures(&publish(&counts, secret, &history));
        assert!(figures[0].count().is_some(), "one month was large, and nobody knows which");
        assert_ne!(figures[1], Figure::Count(40));
        protected += usize::from(figures[1] == Figure::Withheld);
    }
    assert!(protected > 0);
}

#[test]
fn attack_5_a_number_far_from_what_it_narrows_is_hidden_rather_than_refused() {
    let alice = Member::alice();
    let quarter = |quarter: &str| {
        let lines = FAR.map(|line| line.replace("2024", &format!("2024-{quarter}")));
        release(&lines.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let mut hidden = 0;
    for secret in 0..40 {
        let mut history = History::new();
        for name in ["Q1", "Q2", "Q3", "Q4"] {
            assert!(history.accept(&alice.rules(), &quarter(name)).is_accept());
        }
        let year = figures(&publish(&["MATCHES_NEW 2024 CA _T 153"], secret, &history));
        assert_ne!(year, [Figure::Count(155)], "each program of Ontario would have 10 to 13");
        hidden += usize::from(year == [Figure::Withheld]);
    }
    assert!(hidden > 0);
}

#[test]
fn attack_7_nobody_can_tell_where_hiding_starts() {
    let shown = (0..100).filter(|secret| {
        let passed = publish(&["MATCHES_NEW 2024 CA _T 11"], *secret, &History::new());
        figures(&passed)[0] != Figure::Withheld
    });
    let shown = shown.count();
    assert!((20..60).contains(&shown), "two offsets of five show it: {shown}");
}

#[test]
fn attack_8_rounding_cannot_be_unpicked() {
    let table = [
        "MATCHES_NEW 2024 CA _T 60",
        "MATCHES_NEW 2024 CA _T gender=BOYS 10",
        "MATCHES_NEW 2024 CA _T gender=GIRLS 10",
        "MATCHES_NEW 2024 CA _T gender=NON_BINARY 10",
        "MATCHES_NEW 2024 CA _T gender=UNK 10",
    ];
    assert_eq!(judge(&[release(&table)]), ["I6"]);
}

#[test]
fn a_figure_that_was_hidden_stays_hidden_and_is_counted_apart() {
    let alice = Member::alice();
    let mut history = History::new();
    let hidden = release(&["MATCHES_NEW 2024 CA _T 60", "MATCHES_NEW 2024 CA-ON _T x"]);
    assert!(history.accept(&alice.rules(), &hidden).is_accept());
    let lines = ["MATCHES_NEW 2024 CA-ON _T 35", "MATCHES_NEW 2024 CA-QC _T 4"];
    let passed = publish(&lines, 1, &history);
    assert_eq!((passed.kept_hidden, passed.unchanged, figures(&passed).len()), (1, 0, 1));
    let passed = publish(&["MATCHES_NEW 2024 CA-ON _T 3"], 1, &history);
    assert_eq!((passed.kept_hidden, passed.unchanged), (0, 1));
}

#[test]
fn a_figure_outside_the_profile_is_refused_with_a_problem() {
    let alice = Member::alice();
    let secret = RoundingSecret::new([1; 32]);
    let draft = draft(&["MATCHES_NEW 2024 CA-BC _T 99", "RETENTION_6M 2024 CA _T 99"]);
    let refused = pass(draft, &alice.rules(), &secret, &History::new()).unwrap_err();
    assert_eq!(refused.iter().count(), 2);
}

#[test]
fn a_note_that_reaches_a_person_is_refused() {
    let mut passed = publish(&YEAR, 1, &History::new());
    let releasable = passed.releasables.remove(0);
    assert!(releasable.clone().with_note("Two sites closed in June.").is_ok());
    assert!(releasable.clone().with_note("Questions: 416-555-0199").is_err());
    assert!(releasable.with_note(&"a".repeat(501)).is_err());
}

#[test]
fn a_breakdown_of_a_small_base_is_left_out_whole() {
    let counts: Vec<String> = GENDERS.iter().map(|line| line.replace(" 42", " 20")).collect();
    let counts: Vec<&str> = counts.iter().map(String::as_str).collect();
    let passed = publish(&counts, 1, &History::new());
    assert_eq!(figures(&passed).len(), 1);
    assert_eq!(passed.dropped[0].base, place("MATCHES_NEW 2024 CA _T"));
}

const GENDERS: [&str; 5] = [
    "MATCHES_NEW 2024 CA _T 42",
    "MATCHES_NEW 2024 CA _T gender=BOYS 19",
    "MATCHES_NEW 2024 CA _T gender=GIRLS 20",
    "MATCHES_NEW 2024 CA _T gender=NON_BINARY 3",
    "MATCHES_NEW 2024 CA _T gender=UNK 0",
];

const SUBTRACTION: [&str; 5] = [
    "MATCHES_NEW 2024 CA _T 35",
    "MATCHES_NEW 2024 CA _T gender=BOYS 20",
    "MATCHES_NEW 2024 CA _T gender=GIRLS 25",
    "MATCHES_NEW 2024 CA _T gender=NON_BINARY x",
    "MATCHES_NEW 2024 CA _T gender=UNK x",
];

const QUARTERS: [&str; 4] = [
    "MATCHES_NEW 2024-Q1 CA _T 24",
    "MATCHES_NEW 2024-Q2 CA _T 31",
    "MATCHES_NEW 2024-Q3 CA _T 3",
    "MATCHES_NEW 2024-Q4 CA _T 26",
];

const FAR: [&str; 7] = [
    "MATCHES_NEW 2024 CA _T 35",
    "MATCHES_NEW 2024 CA GROUP 15",
    "MATCHES_NEW 2024 CA ONE_SITE 20",
    "MATCHES_NEW 2024 CA-ON _T 20",
    "MATCHES_NEW 2024 CA-ON GROUP x",
    "MATCHES_NEW 2024 CA-ON ONE_SITE x",
    "MATCHES_NEW 2024 CA-QC _T 10",
];

const LAST: &str = "MATCHES_NEW 2024-03 CA _T x";

const YEAR: [&str; 1] = ["MATCHES_NEW 2024 CA _T 84"];
