//! What attackers try who join several tables, several names, or what they know themselves.
//!
//! By the number of the attack, as in `attacks.rs`; each tried on what the gate lets out, and as a
//! release that somebody changed.

use std::collections::BTreeSet;

use flotilla_domain::release::Figure;
use flotilla_gate::history::History;
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::WhyDropped;

use crate::fixture::Member;
use crate::fixture::broken;
use crate::fixture::changed;
use crate::fixture::figure;
use crate::fixture::figures;
use crate::fixture::hear;
use crate::fixture::judge;
use crate::fixture::observations;
use crate::fixture::place;
use crate::fixture::publish;
use crate::fixture::release;

#[test]
fn attack_3_two_breakdowns_of_one_base_are_one_table() {
    // Seven ages of 10 to 14 leave 70 to 98 of a base of 96 to 104, so genders of 51 to 59 and of 46
    // to 54 leave a single one of the others.
    let ages = AGES.map(|age| format!("{BASE} age_group={age} 10"));
    let ages: Vec<&str> = ages.iter().map(String::as_str).collect();
    let (genders, base) =
        (release(&GENDERS), [&["MATCHES_NEW 2024 CA _T 100"], &ages[..]].concat());
    assert!(judge(&[release(&base)]).is_empty());
    assert!(judge(std::slice::from_ref(&genders)).is_empty());
    assert_eq!(judge(&[genders, release(&ages)]), ["I6"]);
}

#[test]
fn attack_3_a_second_table_hides_more_beside_the_first() {
    let programs = ["MATCHES_NEW 2024 CA GROUP 54", "MATCHES_NEW 2024 CA ONE_SITE 53"];
    let whole = [&TWO_GENDERS[..1], &programs].concat();
    let mut hidden_for_genders = 0;
    for secret in 0..20 {
        let mut history = History::new();
        let genders = publish(&TWO_GENDERS, secret, &history);
        hear(&mut history, &genders);
        let beside = publish(&programs, secret, &history);
        hear(&mut history, &beside);
        let alone = publish(&whole, secret, &History::new());
        let hidden = |it: &Passed| it.withheld.len() + it.dropped.len();
        hidden_for_genders += usize::from(hidden(&beside) > hidden(&alone));
    }
    assert!(hidden_for_genders > 0, "both programs would leave 0 to 3 of the other genders");
}

#[test]
fn attack_9_asking_again_gives_the_same_answer() {
    let months: Vec<String> = (1..=12).map(|it| format!("2024-{it:02}")).collect();
    let mut answers = BTreeSet::new();
    for secret in 0..20 {
        let mut history = History::new();
        let mut told = BTreeSet::new();
        for period in months.iter().map(String::as_str).chain(["2024-Q4", "2024", "2024"]) {
            let line = format!("MATCHES_ACTIVE {period} CA _T 47");
            let passed = publish(&[&line], secret, &history);
            told.extend(figures(&passed));
            hear(&mut history, &passed);
        }
        assert_eq!(told.len(), 1, "one group, one number, one answer");
        answers.extend(told);
        let other = release(&["MATCHES_ACTIVE 2024-12 CA _T 60"]);
        assert_eq!(broken(&history.check(&Member::alice().rules(), &other)), ["I9"]);
    }
    assert_eq!(answers.len(), 2, "45 or 50, as the secret has it");
}

#[test]
fn attack_11_where_everybody_is_alike_nobody_is_told() {
    let passed = publish(&populations(100), 1, &History::new());
    assert_eq!(passed.dropped, [], "a third of them");
    let at = format!("{SERVED} population=IN_CARE");
    assert!(figure(&passed, &at).unwrap().count().is_some());
    let all = changed(passed.releasables[0].release(), &place(&at), Figure::Count(300));
    assert_eq!(judge(&[all]), ["I8"]);
    for secret in 0..20 {
        let passed = publish(&populations(297), secret, &History::new());
        assert_eq!(passed.dropped[0].why, WhyDropped::NearCertain);
        assert_eq!(observations(&passed).count(), 1, "the total alone");
    }
}

#[test]
fn attack_12_who_is_in_a_hidden_group_does_not_learn_the_others() {
    let mut seen = 0;
    for (secret, small) in (0..60).flat_map(|it| (0..8).map(move |small| (it, small))) {
        let lines = [
            format!("{BASE} {}", 87 + 2 * small),
            format!("{BASE} gender=BOYS 42"),
            format!("{BASE} gender=GIRLS 45"),
            format!("{BASE} gender=NON_BINARY {small}"),
            format!("{BASE} gender=UNK {small}"),
        ];
        let passed = publish(&lines.each_ref().map(String::as_str), secret, &History::new());
        let count = |category: &str| figure(&passed, &format!("{BASE}{category}"))?.count();
        let (Some(total), Some(boys), Some(girls)) =
            (count(""), count(" gender=BOYS"), count(" gender=GIRLS"))
        else {
            continue;
        };
        // Both others are hidden. Who is in one of them knows that it holds at least one.
        let most = (total + 4).saturating_sub(boys + girls - 8);
        assert!(
            most >= 4,
            "{secret}, {small}: 0 to {} remain of the other",
            most.saturating_sub(1)
        );
        seen += 1;
        let narrow = Figure::Count(boys + girls - 10);
        let narrow = changed(passed.releasables[0].release(), &place(BASE), narrow);
        assert_eq!(judge(&[narrow]), ["I6"]);
    }
    assert!(seen > 0);
}

/// Three hundred persons, of whom so many are in care and next to nobody is anything else.
fn populations(in_care: u64) -> Vec<&'static str> {
    let lines = POPULATIONS.iter().map(|it| {
        let count = if *it == "IN_CARE" { in_care } else { 2 };
        format!("{SERVED} population={it} {count}")
    });
    let lines = lines.chain([format!("{SERVED} 300")]);
    lines.map(|it| -> &'static str { it.leak() }).collect()
}

const BASE: &str = "MATCHES_NEW 2024 CA _T";

const SERVED: &str = "YOUTH_SERVED 2024 CA _T";

const AGES: [&str; 7] = ["06_09", "10_11", "12_14", "15_17", "18_24", "25_30", "UNK"];

const GENDERS: [&str; 5] = [
    "MATCHES_NEW 2024 CA _T 100",
    "MATCHES_NEW 2024 CA _T gender=BOYS 55",
    "MATCHES_NEW 2024 CA _T gender=GIRLS 50",
    "MATCHES_NEW 2024 CA _T gender=NON_BINARY x",
    "MATCHES_NEW 2024 CA _T gender=UNK x",
];

const TWO_GENDERS: [&str; 5] = [
    "MATCHES_NEW 2024 CA _T 107",
    "MATCHES_NEW 2024 CA _T gender=BOYS 56",
    "MATCHES_NEW 2024 CA _T gender=GIRLS 51",
    "MATCHES_NEW 2024 CA _T gender=NON_BINARY 0",
    "MATCHES_NEW 2024 CA _T gender=UNK 0",
];

const POPULATIONS: [&str; 13] = [
    "BLACK",
    "DISABILITY",
    "FIRST_NATIONS",
    "INDIGENOUS_UNSPEC",
    "INUIT",
    "IN_CARE",
    "JUSTICE_INVOLVED",
    "LOW_INCOME",
    "METIS",
    "NEWCOMER_REFUGEE",
    "OLMC",
    "RACIALIZED",
    "TWOSLGBTQI",
];
