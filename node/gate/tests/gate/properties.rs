//! What holds for every table, tried on random ones.

use std::collections::BTreeMap;

use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_gate::draft::Draft;
use flotilla_gate::history::History;
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::pass;
use flotilla_gate::round::RoundingSecret;
use proptest::collection::vec;
use proptest::prelude::ProptestConfig;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;

use crate::fixture::Member;
use crate::fixture::broken;
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
    fn one_changed_number_is_refused_by_whoever_heard_the_original(
        counts in vec(0_u64..40, 64),
        pick in 0_usize..10_000,
        by in 1_u64..9,
    ) {
        let alice = Member::alice();
        let mut history = History::new();
        let passed = of_a_year(&counts);
        hear(&mut history, &passed);
        let release = passed.releasables[0].release();
        let at = &release.observations()[pick % release.observations().len()];
        let other = match at.figure.count() {
            Some(count) => [Figure::Withheld, Figure::Count(count + 5 * by)][pick % 2],
            None => Figure::Count(5 + 5 * by),
        };
        let verdict = history.check(&alice.rules(), &changed(release, &at.place, other));
        prop_assert_eq!(broken(&verdict), ["I9"]);
    }

    #[test]
    fn one_number_off_the_base_or_below_the_threshold_is_refused_by_everybody(
        counts in vec(0_u64..40, 64),
        pick in 0_usize..10_000,
        off in 1_u64..5,
    ) {
        let alice = Member::alice();
        let passed = of_a_year(&counts);
        let release = passed.releasables[0].release();
        let index = pick % release.observations().len();
        let mut off_base = release.observations().to_vec();
        off_base[index].figure = Figure::Count(15 + off);
        prop_assert!(Release::new(release.terms().clone(), off_base).is_err());
        let at = &release.observations()[index].place;
        let below = changed(release, at, Figure::Count(off % 2 * 5));
        let verdict = History::new().check(&alice.rules(), &below);
        prop_assert_eq!(broken(&verdict), ["I3"]);
    }

    #[test]
    fn one_number_that_cannot_be_is_refused_by_everybody(
        counts in vec(0_u64..40, 64),
        pick in 0_usize..10_000,
    ) {
        let alice = Member::alice();
        let passed = of_a_year(&counts);
        let release = passed.releasables[0].release();
        let is_part = |it: &&Observation| &*it.place.region != "CA" || it.place.breakdown.is_some();
        let parts: Vec<_> = release.observations().iter().filter(is_part).collect();
        if let Some(part) = parts.get(pick % parts.len().max(1)) {
            let far = Figure::Count(part.figure.count().unwrap_or(0) + 1_500);
            let verdict = History::new().check(&alice.rules(), &changed(release, &part.place, far));
            prop_assert_eq!(broken(&verdict), ["I5"], "more than the whole");
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

#[test]
fn one_hidden_number_that_is_shown_after_all_is_refused_where_it_tells_of_another() {
    let alice = Member::alice();
    let mut refused = 0;
    for seed in 0..40_u64 {
        let most = [31, 29, 3, 2];
        let counts = (0..64_u64).zip((0..4).flat_map(|_| most.into_iter().flat_map(|it| [it; 4])));
        let counts = counts.map(|(cell, most)| (seed + 3) * (cell + 7) * (cell + 11) % most);
        let passed = of_a_year(&counts.collect::<Vec<u64>>());
        let release = passed.releasables[0].release();
        for (index, (at, _)) in passed.withheld.iter().enumerate() {
            let mutant = changed(release, at, Figure::Count([10, 15, 20][index % 3]));
            let verdict = History::new().check(&alice.rules(), &mutant);
            let told = is_told_of_another(&mutant);
            assert!(!told || !verdict.is_accept(), "{at:?}");
            refused += usize::from(told);
        }
    }
    assert!(refused > 0);
}

/// Returns whether a hidden part of some breakdown has fewer than five values left, by its base and
/// the other parts alone.
fn is_told_of_another(release: &Release) -> bool {
    let window = |it: &Observation| match it.figure.count() {
        Some(count) => (count.saturating_sub(4).max(10), count + 4),
        None => (0, 10_000),
    };
    let all = release.observations();
    let left = |hidden: &Observation| {
        let (base, part) = (hidden.place.base(), &hidden.place);
        let is_other =
            |it: &&Observation| it.place.base() == base && ![&base, part].contains(&&it.place);
        let others = all.iter().filter(is_other).map(window);
        let (least, most) = others.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        let (low, high) = window(all.iter().find(|it| it.place == base).unwrap());
        (high + 1).saturating_sub(least).saturating_sub(low.saturating_sub(most))
    };
    let is_hidden = |it: &&Observation| it.place.breakdown.is_some() && it.figure.count().is_none();
    all.iter().filter(is_hidden).any(|it| left(it) < 5)
}

fn of_a_year(counts: &[u64]) -> Passed {
    let alice = Member::alice();
    let secret = RoundingSecret::new([9; 32]);
    pass(table(counts, "year"), &alice.rules(), &secret, &History::new()).unwrap()
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
