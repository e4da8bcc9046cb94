//! Groups that are treated more carefully than others.

use flotilla_domain::catalogue::Sensitivity;
use flotilla_domain::release::Figure;
use flotilla_gate::history::History;
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::WhyDropped;
use flotilla_gate::pass::pass;
use flotilla_gate::round::RoundingSecret;
use flotilla_gate::rules::Rules;

use crate::fixture::Member;
use crate::fixture::broken;
use crate::fixture::draft;
use crate::fixture::place;
use crate::fixture::release;

const ACCEPTED: [&str; 0] = [];

#[test]
fn i3_a_careful_class_is_shown_from_its_own_threshold() {
    let with = |figure| {
        let mut table = BY_GENDER;
        let line = format!("MATCHES_NEW 2024 CA _T gender=NON_BINARY {figure}");
        table[3] = line.as_str();
        judge(&table)
    };
    assert_eq!(with("10"), ["I3"]);
    assert_eq!(with("15"), ["I3"]);
    assert_eq!(with("20"), ACCEPTED);
    assert_eq!(with("x"), ACCEPTED);
}

#[test]
fn i4_a_breakdown_by_a_careful_class_needs_a_larger_base() {
    let table = [
        "MATCHES_NEW 2024 CA _T 55",
        "MATCHES_NEW 2024 CA _T gender=BOYS 20",
        "MATCHES_NEW 2024 CA _T gender=GIRLS 25",
        "MATCHES_NEW 2024 CA _T gender=NON_BINARY x",
        "MATCHES_NEW 2024 CA _T gender=UNK x",
    ];
    assert_eq!(judge(&table), ["I4"]);
}

#[test]
fn i8_nobody_is_nearly_certain_to_be_in_a_sensitive_category() {
    let table = [
        "MATCHES_NEW 2024 CA _T 200",
        "MATCHES_NEW 2024 CA _T gender=BOYS x",
        "MATCHES_NEW 2024 CA _T gender=GIRLS x",
        "MATCHES_NEW 2024 CA _T gender=NON_BINARY 195",
        "MATCHES_NEW 2024 CA _T gender=UNK x",
    ];
    assert_eq!(judge(&table), ["I8"]);
}

#[test]
fn the_publisher_leaves_out_what_is_nearly_certain() {
    let of = |count: u64| {
        [
            "MATCHES_NEW 2024 CA _T 200".to_owned(),
            format!("MATCHES_NEW 2024 CA _T gender=BOYS {}", 200 - count - 2),
            "MATCHES_NEW 2024 CA _T gender=GIRLS 1".to_owned(),
            format!("MATCHES_NEW 2024 CA _T gender=NON_BINARY {count}"),
            "MATCHES_NEW 2024 CA _T gender=UNK 1".to_owned(),
        ]
    };
    let passed = publish(&of(196));
    assert_eq!(passed.dropped[0].why, WhyDropped::NearCertain);
    assert_eq!(passed.releasables[0].release().observations().len(), 1);
    // Nearly everybody in a category that is not sensitive is nobody's secret.
    assert_eq!(publish(&of(3)).dropped, []);
}

#[test]
fn the_publisher_hides_a_careful_class_below_its_own_threshold() {
    let counts = [
        "MATCHES_NEW 2024 CA _T 119",
        "MATCHES_NEW 2024 CA _T gender=BOYS 50",
        "MATCHES_NEW 2024 CA _T gender=GIRLS 50",
        "MATCHES_NEW 2024 CA _T gender=NON_BINARY 19",
        "MATCHES_NEW 2024 CA _T gender=UNK 0",
    ];
    let passed = publish(&counts.map(str::to_owned));
    let figure = |at: &str| {
        let observations = passed.releasables[0].release().observations();
        observations.iter().find(|it| it.place == place(at)).map(|it| it.figure)
    };
    let hidden = figure("MATCHES_NEW 2024 CA _T gender=NON_BINARY");
    assert_eq!(hidden, Some(Figure::Withheld));
}

const BY_GENDER: [&str; 5] = [
    "MATCHES_NEW 2024 CA _T 100",
    "MATCHES_NEW 2024 CA _T gender=BOYS 40",
    "MATCHES_NEW 2024 CA _T gender=GIRLS 35",
    "MATCHES_NEW 2024 CA _T gender=NON_BINARY x",
    "MATCHES_NEW 2024 CA _T gender=UNK x",
];

/// Alice, in whose coalition one gender is a protected identity.
fn alice() -> Member {
    let mut alice = Member::alice();
    let (version, indicators) = (alice.catalogue.version(), alice.catalogue.indicators());
    let indicators = indicators.cloned().collect();
    let lists = alice.catalogue.lists().cloned().map(|mut list| {
        if let Some(code) = list.codes.get_mut("NON_BINARY") {
            code.sensitivity = Some(Sensitivity::Identity);
        }
        list
    });
    let lists = lists.collect();
    alice.catalogue =
        flotilla_domain::catalogue::Catalogue::new(version, indicators, lists).unwrap();
    alice
}

fn judge(table: &[&str]) -> Vec<&'static str> {
    let alice = alice();
    broken(&History::new().check(&alice.rules(), &release(table)))
}

fn publish(counts: &[String]) -> Passed {
    let alice = alice();
    let lines: Vec<&str> = counts.iter().map(String::as_str).collect();
    let rules: Rules<'_> = alice.rules();
    pass(draft(&lines), &rules, &RoundingSecret::new([1; 32]), &History::new()).unwrap()
}
