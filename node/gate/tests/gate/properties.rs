//! What holds for every table, tried on random ones.

use std::collections::BTreeMap;

use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_gate::draft::Draft;
use flotilla_gate::history::History;
use flotilla_gate::pass::pass;
use flotilla_gate::round::RoundingSecret;
use proptest::collection::vec;
use proptest::prelude::ProptestConfig;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;

use crate::fixture::Member;
use crate::fixture::changed;
use crate::fixture::hear;
use crate::fixture::place;
use crate::fixture::release;

const QUARTERS: [&str; 4] = ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"];

const GENDERS: [&str; 4] = ["BOYS", "GIRLS", "NON_BINARY", "UNK"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_passes_is_accepted_and_publishing_again_gives_nothing_new(
        counts in vec(0_u64..30, 64),
        secret in 0_u8..250,
    ) {
        let alice = Member::alice();
        let secret = RoundingSecret::new([secret; 32]);
        let mut history = History::new();
        for grain in ["quarters", "year"] {
            let passed = pass(table(&counts, grain), &alice.rules(), &secret, &history).unwrap();
            hear(&mut history, &passed);
            let again = pass(table(&counts, grain), &alice.rules(), &secret, &history).unwrap();
            prop_assert!(again.releasables.is_empty());
        }
    }

    #[test]
    fn a_shown_part_cannot_be_changed_far_nor_a_hidden_one_shown_later(
        counts in vec(0_u64..40, 64),
        pick in 0_usize..1_000,
    ) {
        let alice = Member::alice();
        let secret = RoundingSecret::new([9; 32]);
        let draft = table(&counts, "year");
        let passed = pass(draft, &alice.rules(), &secret, &History::new()).unwrap();
        let release = passed.releasables[0].release();
        let is_part = |it: &&Observation| {
            it.place.breakdown.is_some() && it.figure.count().is_some()
        };
        let parts = release.observations().iter().filter(is_part).count();
        if let Some(part) = release.observations().iter().filter(is_part).nth(pick % parts.max(1)) {
            let count = part.figure.count().unwrap() + 500;
            let far = changed(release, &part.place, Figure::Count(count));
            prop_assert!(!History::new().check(&alice.rules(), &far).is_accept());
        }
        let mut history = History::new();
        hear(&mut history, &passed);
        if let Some((hidden, _)) = passed.withheld.get(pick % passed.withheld.len().max(1)) {
            let shown = changed(release, hidden, Figure::Count(10));
            prop_assert!(!history.check(&alice.rules(), &shown).is_accept());
        }
    }

    #[test]
    fn unrelated_releases_may_arrive_in_any_order(
        figures in vec(2_u64..12, 4),
        turn in 0_usize..3,
    ) {
        let alice = Member::alice();
        let line = |metric: &str, index: usize| {
            let (country, province) = (figures[index] * 5, figures[index + 1] * 5);
            release(&[
                &format!("{metric} 2024 CA _T {country}"),
                &format!("{metric} 2024 CA-ON _T {province}"),
            ])
        };
        let metrics = ["MATCHES_NEW", "MATCHES_ACTIVE", "MENTORS_APPROVED"];
        let releases: Vec<_> = (0..3).map(|index| line(metrics[index], index)).collect();
        let mut turned: Vec<usize> = vec![0, 1, 2];
        turned.rotate_left(turn);
        let judge = |order: &[usize]| {
            let mut history = History::new();
            let mut verdict = |it: &usize| history.accept(&alice.rules(), &releases[*it]);
            order.iter().map(|it| (*it, verdict(it))).collect::<BTreeMap<_, _>>()
        };
        prop_assert_eq!(judge(&[0, 1, 2]), judge(&turned));
    }
}

/// Returns all margins of a cube of two regions, two programs, four genders and four quarters:
/// totals by quarter, or by year with genders.
fn table(counts: &[u64], grain: &str) -> Draft {
    let mut cells: BTreeMap<Place, u64> = BTreeMap::new();
    for (index, count) in counts.iter().enumerate() {
        let (region, program) =
            (["CA-ON", "CA-QC"][index % 2], ["GROUP", "ONE_SITE"][index / 2 % 2]);
        let (gender, quarter) = (GENDERS[index / 4 % 4], QUARTERS[index / 16]);
        let period = if grain == "year" { "2024" } else { quarter };
        for region in [region, "CA"] {
            for program in [program, "_T"] {
                let base = place(&format!("MATCHES_NEW {period} {region} {program}"));
                if grain == "year" {
                    let breakdown =
                        Breakdown { dimension: "gender".into(), category: gender.into() };
                    let part = Place { breakdown: Some(breakdown), ..base.clone() };
                    *cells.entry(part).or_default() += count;
                }
                *cells.entry(base).or_default() += count;
            }
        }
    }
    Draft::synthetic(cells)
}
