//! Small programs in small regions: what the gate hides, and what it would not hide in less detail.

use flotilla_domain::policy::Policy;
use flotilla_domain::profile::Profile;

use super::*;
use crate::codebook;

#[test]
fn what_is_hidden_by_month_and_quarter_and_shown_by_year_is_advised() {
    let advice = tried(&year("2024", "CA-ON", 3));
    assert_eq!(advice.now.map(|it| it.of), Some(17));
    assert_eq!(advice.instead, [(Coarser::Periods, Hidden { hidden: 0, of: 1 })]);
    let told = advice.messages();
    let ids: Vec<_> = told.iter().map(Message::id).collect();
    assert_eq!(ids, ["gate-advice-hidden", "gate-advice-periods"]);
}

#[test]
fn where_little_is_hidden_nothing_is_advised() {
    let advice = tried(&year("2024", "CA-ON", 300));
    assert_eq!(advice, Advice::default());
    assert!(advice.messages().is_empty());
}

#[test]
fn a_region_that_contains_others_is_advised_instead_of_them() {
    let years = ["2020", "2021", "2022", "2023", "2024"];
    let provinces = |year| [(year, "CA", 15), (year, "CA-ON", 8), (year, "CA-QC", 7)];
    let counts: Vec<_> = years.into_iter().flat_map(provinces).collect();
    let counts: Vec<_> = counts
        .iter()
        .map(|(year, region, it)| ((*year).to_owned(), *region, *it))
        .collect();
    let advice = tried(&counts);
    assert_eq!(advice.instead, [(Coarser::Regions, Hidden { hidden: 0, of: 5 })]);
}

#[test]
fn what_would_not_help_is_not_advised() {
    let advice = tried(&year("2024", "CA-ON", 0));
    assert!(advice.now.is_some());
    assert!(advice.instead.is_empty() && advice.messages().is_empty());
}

/// Returns a year, its quarters and its months, with so many in each month.
fn year(year: &str, region: &'static str, each: u64) -> Vec<(String, &'static str, u64)> {
    let period: flotilla_domain::period::Period = year.parse().unwrap();
    let whole = (year.to_owned(), region, each * 12);
    let of = |grain, count| {
        let parts = period.parts(grain).into_iter();
        parts.map(move |it| (it.to_string(), region, count)).collect::<Vec<_>>()
    };
    let (quarters, months) = (of(Grain::Quarter, each * 3), of(Grain::Month, each));
    std::iter::once(whole).chain(quarters).chain(months).collect()
}

/// Tries what a member publishes that serves just the provinces of its table.
fn tried(counts: &[(String, &str, u64)]) -> Advice {
    let catalogue = codebook::standard().unwrap();
    let regions: BTreeSet<String> = counts.iter().map(|it| it.1.to_owned()).collect();
    let profile = Profile {
        regions: regions.into_iter().filter(|it| it != "CA").collect(),
        programs: vec!["GROUP".to_owned()],
        absent: vec![],
    };
    let policy = Policy::DEFAULT;
    let rules = Rules::new(&catalogue, &policy, policy.gate, &profile);
    let draft = Draft::synthetic(counts.iter().map(|(period, region, count)| {
        let place = Place {
            indicator: "MATCHES_NEW".into(),
            period: period.parse().unwrap(),
            region: (*region).into(),
            program_type: TOTAL.into(),
            breakdown: None,
        };
        (place, *count)
    }));
    let secret = RoundingSecret::new([1; 32]);
    let prepared = crate::preview::of_draft(draft, &rules, &secret, &History::new()).unwrap();
    prepared.preview.advice
}
