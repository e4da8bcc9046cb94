//! What a community governs: told with its consent, and otherwise neither told nor to be worked out.

use std::collections::BTreeSet;

use flotilla_domain::consent::Scope;
use flotilla_domain::release::Figure;
use flotilla_domain::steward::GovernedCode;
use flotilla_gate::history::History;
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::WhyDropped;
use flotilla_gate::pass::WhyWithheld;
use flotilla_gate::pass::pass;
use flotilla_gate::round::RoundingSecret;

use crate::fixture::Member;
use crate::fixture::broken;
use crate::fixture::draft;
use crate::fixture::figure;
use crate::fixture::release;

const ACCEPTED: [&str; 0] = [];

/// The populations, and how many matches the file has of each.
const POPULATIONS: [(&str, u64); 13] = [
    ("BLACK", 60),
    ("DISABILITY", 0),
    ("FIRST_NATIONS", 150),
    ("INDIGENOUS_UNSPEC", 0),
    ("INUIT", 45),
    ("IN_CARE", 0),
    ("JUSTICE_INVOLVED", 0),
    ("LOW_INCOME", 70),
    ("METIS", 24),
    ("NEWCOMER_REFUGEE", 0),
    ("OLMC", 0),
    ("RACIALIZED", 80),
    ("TWOSLGBTQI", 0),
];

/// The settings other than the one that is governed.
const SETTINGS: [&str; 7] =
    ["AGENCY_SITE", "COMMUNITY", "JUSTICE", "OTHER", "POST_SECONDARY", "SCHOOL", "WORKPLACE"];

#[test]
fn i10_what_a_community_governs_is_told_with_its_consent_only() {
    let with = |told: &str, scopes: &[Scope]| {
        let lines = POPULATIONS.map(|(code, _)| {
            let told = if code == "INUIT" { told } else { "x" };
            format!("MATCHES_NEW 2024 CA _T population={code} {told}")
        });
        let mut table = vec!["MATCHES_NEW 2024 CA _T 500".to_owned()];
        table.extend(lines);
        judge(&table, scopes)
    };
    assert_eq!(with("45", &[]), ["I10"]);
    assert_eq!(with("x", &[]), ACCEPTED);
    assert_eq!(with("45", &[scope("population:INUIT", "2024")]), ACCEPTED);
    assert_eq!(with("45", &[scope("population:METIS", "2024")]), ["I10"], "another community's");
    assert_eq!(with("45", &[scope("population:INUIT", "2023")]), ["I10"], "another year's");
    let consented = with("20", &[scope("population:INUIT", "2024")]);
    assert_eq!(consented, ACCEPTED, "an identity like any other");
    assert_eq!(with("15", &[scope("population:INUIT", "2024")]), ["I3"], "and no less than one");
}

#[test]
fn i10_that_a_community_is_there_does_not_follow_from_what_is_told() {
    let with = |others: u64, scopes: &[Scope]| {
        let lines = SETTINGS.map(|code| {
            let told = if code == "SCHOOL" { others.to_string() } else { "x".to_owned() };
            format!("MATCHES_NEW 2024 CA _T setting={code} {told}")
        });
        let mut table = vec!["MATCHES_NEW 2024 CA _T 500".to_owned()];
        table.extend(lines);
        table.push("MATCHES_NEW 2024 CA _T setting=FIRST_NATION_COMMUNITY x".to_owned());
        judge(&table, scopes)
    };
    assert_eq!(with(200, &[]), ACCEPTED, "any of those that are hidden may be the rest");
    let all = |scopes: &[Scope]| {
        let mut table = vec!["MATCHES_NEW 2024 CA _T 500".to_owned()];
        table.extend(SETTINGS.map(|code| format!("MATCHES_NEW 2024 CA _T setting={code} 40")));
        table.push("MATCHES_NEW 2024 CA _T setting=FIRST_NATION_COMMUNITY x".to_owned());
        judge(&table, scopes)
    };
    assert_eq!(all(&[]), ["I10"]);
    assert_eq!(all(&[scope("setting:FIRST_NATION_COMMUNITY", "2024")]), ACCEPTED);
}

#[test]
fn the_publisher_keeps_what_is_governed_however_many_they_are_and_totals_stay() {
    let told = |passed: &Passed, code: &str| {
        figure(passed, &format!("MATCHES_NEW 2024 CA _T population={code}")).unwrap()
    };
    let without = publish(&by_population(), &[]);
    let governed = ["FIRST_NATIONS", "INDIGENOUS_UNSPEC", "INUIT", "METIS"];
    for code in governed {
        assert_eq!(told(&without, code), Figure::Withheld, "{code}");
    }
    let kept = without.withheld.iter().filter(|(_, why)| *why == WhyWithheld::Governed);
    // That nobody is there is hidden like any other nothing, and asks no community.
    let there = POPULATIONS.iter().filter(|(code, count)| governed.contains(code) && *count > 0);
    assert_eq!(kept.count(), there.count());
    let with = publish(&by_population(), &[scope("population:FIRST_NATIONS", "2024")]);
    assert!(told(&with, "FIRST_NATIONS").count().is_some_and(|it| it.abs_diff(150) < 5));
    assert_eq!(told(&with, "INUIT"), Figure::Withheld);
    for of_others in ["BLACK", "LOW_INCOME", "RACIALIZED"] {
        assert_eq!(told(&with, of_others), told(&without, of_others));
    }
    let total = |passed: &Passed| figure(passed, "MATCHES_NEW 2024 CA _T");
    assert!(total(&with).is_some() && total(&with) == total(&without));
}

#[test]
fn the_publisher_leaves_out_a_breakdown_whose_rest_is_a_community() {
    let with = |there: u64, scopes: &[Scope]| {
        let mut counts = vec![format!("MATCHES_NEW 2024 CA _T {}", 350 + there)];
        counts.extend(SETTINGS.map(|code| format!("MATCHES_NEW 2024 CA _T setting={code} 50")));
        let governed = "MATCHES_NEW 2024 CA _T setting=FIRST_NATION_COMMUNITY";
        counts.push(format!("{governed} {there}"));
        publish(&counts, scopes)
    };
    let why = |passed: &Passed| passed.dropped.iter().map(|it| it.why).collect::<Vec<_>>();
    assert_eq!(why(&with(200, &[])), [WhyDropped::Governed]);
    assert_eq!(why(&with(0, &[])), []);
    let consented = with(200, &[scope("setting:FIRST_NATION_COMMUNITY", "2024")]);
    assert_eq!(why(&consented), []);
}

#[test]
fn what_was_kept_is_not_new_when_the_same_file_comes_again() {
    let first = publish(&by_population(), &[]);
    let member = Member::alice();
    let mut history = History::new();
    for releasable in &first.releasables {
        assert!(history.accept(&member.rules(), releasable.release()).is_accept());
    }
    let lines = by_population();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let secret = RoundingSecret::new([1; 32]);
    let again = pass(draft(&lines), &member.rules(), &secret, &history).unwrap();
    assert_eq!((again.releasables.len(), again.kept_hidden), (0, 0));
}

fn by_population() -> Vec<String> {
    let lines = POPULATIONS
        .iter()
        .map(|(code, count)| format!("MATCHES_NEW 2024 CA _T population={code} {count}"));
    std::iter::once("MATCHES_NEW 2024 CA _T 500".to_owned()).chain(lines).collect()
}

fn scope(code: &str, period: &str) -> Scope {
    Scope {
        codes: BTreeSet::from([GovernedCode::parse(code).unwrap()]),
        indicators: BTreeSet::from(["MATCHES_NEW".to_owned()]),
        first: period.parse().unwrap(),
        last: period.parse().unwrap(),
    }
}

fn judge(table: &[String], scopes: &[Scope]) -> Vec<&'static str> {
    let lines: Vec<&str> = table.iter().map(String::as_str).collect();
    let member = Member::alice();
    let rules = member.rules().granting(scopes.iter().cloned());
    broken(&History::new().check(&rules, &release(&lines)))
}

fn publish(counts: &[String], scopes: &[Scope]) -> Passed {
    let lines: Vec<&str> = counts.iter().map(String::as_str).collect();
    let member = Member::alice();
    let rules = member.rules().granting(scopes.iter().cloned());
    pass(draft(&lines), &rules, &RoundingSecret::new([1; 32]), &History::new()).unwrap()
}
