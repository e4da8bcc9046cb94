//! Small programs in small regions: what the gate hides, and what it would not hide in less detail.

use flotilla_domain::policy::Policy;
use flotilla_domain::profile::Profile;

use super::*;
use crate::codebook;

const PERIODS: [(&str, u64); 5] =
    [("2024", 40), ("2024-Q1", 9), ("2024-Q2", 11), ("2024-Q3", 8), ("2024-Q4", 12)];

#[test]
fn what_is_hidden_by_quarter_and_shown_by_year_is_advised() {
    let advice = tried(&PERIODS.map(|(period, count)| (period, "CA-ON", count)));
    assert_eq!(advice.now.map(|it| it.of), Some(5));
    assert_eq!(advice.instead, [(Coarser::Periods, Hidden { hidden: 0, of: 1 })]);
    let told = advice.messages();
    let ids: Vec<_> = told.iter().map(Message::id).collect();
    assert_eq!(ids, ["gate-advice-hidden", "gate-advice-periods"]);
}

#[test]
fn where_little_is_hidden_nothing_is_advised() {
    let advice = tried(&PERIODS.map(|(period, count)| (period, "CA-ON", count * 100)));
    assert_eq!(advice, Advice::default());
    assert!(advice.messages().is_empty());
}

#[test]
fn a_region_that_contains_others_is_advised_instead_of_them() {
    let advice = tried(&[("2024", "CA", 15), ("2024", "CA-ON", 8), ("2024", "CA-QC", 7)]);
    assert_eq!(advice.instead, [(Coarser::Regions, Hidden { hidden: 0, of: 1 })]);
}

#[test]
fn what_would_not_help_is_not_advised() {
    let advice = tried(&[("2024", "CA-ON", 8), ("2024-Q1", "CA-ON", 8)]);
    assert!(advice.now.is_some());
    assert!(advice.instead.is_empty() && advice.messages().is_empty());
}

/// Tries what a member publishes that serves just the provinces of its table.
fn tried(counts: &[(&str, &str, u64)]) -> Advice {
    let catalogue = codebook::standard().unwrap();
    let regions: BTreeSet<String> = counts.iter().map(|it| it.1.to_owned()).collect();
    let profile = Profile {
        regions: regions.into_iter().filter(|it| it != "CA").collect(),
        programs: vec!["GROUP".to_owned()],
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
