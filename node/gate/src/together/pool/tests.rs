//! What is told of several, and that nobody finds one of them in it.

use flotilla_domain::release::Breakdown;

use super::*;
use crate::codebook;

const ALL: [&str; 3] = ["CA", "CA-ON", "CA-QC"];

#[test]
fn a_sum_without_its_two_largest_is_a_tenth_of_the_largest() {
    for (contributions, expected) in [
        (&[50, 40, 5][..], Dominance::None),
        (&[50, 40, 4], Dominance::Large),
        (&[40, 5, 3], Dominance::Small),
        (&[40, 40, 4], Dominance::None),
        (&[100, 0, 0], Dominance::Large),
        (&[0, 0, 0], Dominance::None),
        (&[4, 5, 50, 40, 1], Dominance::None),
        (&[1_000_000_000, 1_000_000_000, u64::MAX], Dominance::Large),
    ] {
        assert_eq!(dominance(contributions), expected, "{contributions:?}");
        let backwards: Vec<u64> = contributions.iter().rev().copied().collect();
        assert_eq!(dominance(&backwards), expected, "whoever is first");
    }
}

#[test]
fn parts_that_keep_the_rule_make_wholes_that_do() {
    let mut number = 1_u64;
    let mut next = |below: u64| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (number >> 33) % below
    };
    let mut kept = 0;
    for _ in 0..20_000 {
        let mut part = || -> Vec<u64> { (0..4).map(|_| next(60)).collect() };
        let (one, other) = (part(), part());
        if [&one, &other].iter().all(|it| dominance(it) == Dominance::None) {
            let whole: Vec<u64> = one.iter().zip(&other).map(|(a, b)| a + b).collect();
            assert_eq!(dominance(&whole), Dominance::None, "{one:?} and {other:?}");
            kept += 1;
        }
    }
    assert!(kept > 1_000, "{kept}");
}

#[test]
fn counts_are_added_up_place_by_place() {
    let draft = told(&[("MATCHES_NEW", [30, 20, 10])], &[]).unwrap();
    let counts: Vec<(String, u64)> =
        draft.counts().map(|(place, count)| (place.region.to_string(), count)).collect();
    let expected = [("CA", 120), ("CA-ON", 60), ("CA-QC", 60)];
    assert_eq!(counts, expected.map(|(region, count)| (region.to_owned(), count)));
    assert_eq!(draft.coverage().units(), ["a", "b", "c"]);
    assert!(draft.coverage().is_together());
}

#[test]
fn what_is_nearly_all_of_one_is_not_told_of_everybody() {
    let refused = told(&[("MATCHES_NEW", [300, 20, 10])], &[]).unwrap_err();
    assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E287"]);
    let small = told(&[("MATCHES_NEW", [15, 1, 0])], &[]).unwrap();
    assert_eq!((small.counts().count(), small.masked().count()), (0, 3));
}

#[test]
fn a_breakdown_of_which_one_part_is_nearly_all_of_one_is_left_out() {
    let parts = |girls: [u64; 3]| {
        let rest = [200, 200, 200].iter().zip(girls).map(|(all, it)| all - it);
        let rest: Vec<u64> = rest.collect();
        vec![("GIRLS", girls), ("BOYS", [rest[0], rest[1], rest[2]])]
    };
    let of = |girls| told(&[("MATCHES_NEW", [200, 200, 200])], &parts(girls)).unwrap();
    let categories = |draft: &Draft| draft.places().filter(|it| it.breakdown.is_some()).count();
    assert_eq!(categories(&of([90, 100, 110])), 6);
    let draft = of([199, 3, 2]);
    assert_eq!(categories(&draft), 0);
    assert_eq!(draft.dropped().len(), 1);
    assert_eq!(draft.dropped()[0].dimension, "gender");
    assert_eq!(draft.counts().count(), 3, "the totals stay");
}

#[test]
fn what_one_does_not_tell_is_told_of_nobody() {
    let mut drafts: Vec<Draft> = (0..3).map(|_| of_one(&[("MATCHES_NEW", 40)], &[])).collect();
    drafts.push(of_one(&[("MATCHES_NEW", 40), ("MATCHES_CLOSED", 30)], &[]));
    let masked = of_one(&[], &[]);
    let masks = ALL.map(|region| place("MATCHES_NEW", region, None));
    drafts.push(masked.with_masked(masks.map(|it| (it, Some(4)))));
    let draft = pooled(&drafts).unwrap();
    assert_eq!(draft.counts().count(), 0);
    let masked: Vec<String> = draft
        .masked()
        .map(|(it, _)| format!("{} {}", it.indicator, it.region))
        .collect();
    // Four do not tell of closed matches, so of the provinces it could be nearly all of one.
    let new = ["MATCHES_NEW CA", "MATCHES_NEW CA-ON", "MATCHES_NEW CA-QC"];
    assert_eq!(masked, [&["MATCHES_CLOSED CA"][..], &new].concat());
}

#[test]
fn what_is_in_no_file_does_not_follow_from_what_is() {
    let of_quarters = |told: usize| {
        let at = |period: &str| Place {
            period: period.parse().unwrap(),
            ..place("MATCHES_NEW", "CA", None)
        };
        let draft = |(year, quarter): (u64, u64)| {
            let quarters = ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"].into_iter().take(told);
            Draft::synthetic(quarters.map(|it| (at(it), quarter)).chain([(at("2024"), year)]))
        };
        pooled(&[(100, 10), (60, 20), (30, 10)].map(draft)).map(|draft| draft.counts().count())
    };
    assert_eq!(of_quarters(0).unwrap(), 1);
    assert_eq!(of_quarters(4).unwrap(), 5);
    let problem = of_quarters(3).unwrap_err();
    assert_eq!(
        problem.iter().next().unwrap().code,
        "FL-E287",
        "70 of one are left, and nobody else's"
    );
    let of_regions = |regions: &[&str]| {
        let draft = |(all, part): (u64, u64)| {
            let counts = regions.iter().map(|it| if *it == "CA" { all } else { part });
            let places = regions.iter().map(|it| place("MATCHES_NEW", it, None));
            Draft::synthetic(places.zip(counts))
        };
        pooled(&[(100, 10), (60, 60), (30, 30)].map(draft)).is_ok()
    };
    assert!(of_regions(&["CA"]) && of_regions(&ALL));
    assert!(!of_regions(&["CA", "CA-ON"]), "90 of one are left");
}

#[test]
fn a_quarter_that_is_left_out_does_not_follow_from_its_year() {
    let at = |period: &str, category: Option<&str>| Place {
        period: period.parse().unwrap(),
        ..place("MATCHES_NEW", "CA", category)
    };
    let draft = |last: u64| {
        let quarters = ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"];
        let girls = quarters.iter().zip([50, 50, 50, last]);
        let parts = girls.clone().map(|(period, count)| (at(period, Some("GIRLS")), count));
        let wholes = quarters.map(|period| (at(period, None), 400));
        let year = [(at("2024", None), 1_600), (at("2024", Some("GIRLS")), 150 + last)];
        Draft::synthetic(parts.chain(wholes).chain(year).collect::<Vec<_>>())
    };
    let pooled = pooled(&[draft(300), draft(2), draft(1)]).unwrap();
    let girls = pooled.places().filter(|it| it.breakdown.is_some());
    let girls: Vec<String> = girls.map(|it| it.period.to_string()).collect();
    assert_eq!(girls, ["2024-Q1", "2024-Q2", "2024-Q3"]);
}

#[test]
fn persons_and_means_do_not_add_up() {
    let refused = told(&[("YOUTH_SERVED", [30, 20, 10])], &[]).unwrap_err();
    assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E286"]);
    let mean = place("WAIT_DAYS", "CA", None);
    let draft =
        |count| of_one(&[("MATCHES_NEW", 40)], &[]).with_synthetic_mean(mean.clone(), 9, count);
    let refused = pooled(&[draft(40), draft(41), draft(42)]).unwrap_err();
    assert_eq!(refused.iter().map(|it| it.code).collect::<Vec<_>>(), ["FL-E286"]);
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let counts = [30, 20, 10];
    let of = |order: [usize; 3]| {
        let drafts = order.map(|it| of_one(&[("MATCHES_NEW", counts[it])], &[]));
        pooled(&drafts)
            .unwrap()
            .counts()
            .map(|(it, count)| (it.clone(), count))
            .collect::<Vec<_>>()
    };
    assert_eq!(of([0, 1, 2]), of([2, 0, 1]));
}

/// Adds up what three organisations count, each indicator of both provinces alike.
fn told(
    indicators: &[(&str, [u64; 3])],
    categories: &[(&str, [u64; 3])],
) -> Result<Draft, Problems> {
    let draft = |index: usize| {
        let indicators: Vec<(&str, u64)> =
            indicators.iter().map(|(code, counts)| (*code, counts[index])).collect();
        let categories: Vec<(&str, u64)> =
            categories.iter().map(|(code, counts)| (*code, counts[index])).collect();
        of_one(&indicators, &categories)
    };
    pooled(&[draft(0), draft(1), draft(2)])
}

fn pooled(drafts: &[Draft]) -> Result<Draft, Problems> {
    let names = ["a", "b", "c", "d", "e"].iter().take(drafts.len());
    let coverage = Coverage::new(names.map(|it| (*it).to_owned()), true).unwrap();
    let codes = |codes: [&str; 2]| codes.map(str::to_owned).to_vec();
    let profile = Profile {
        regions: codes(["CA-ON", "CA-QC"]),
        programs: codes(["GROUP", "ONE_SITE"]),
        absent: vec![],
    };
    pool(drafts, coverage, (&codebook::standard().unwrap(), &profile))
}

/// Counts as many in Quebec as in Ontario.
fn of_one(indicators: &[(&str, u64)], categories: &[(&str, u64)]) -> Draft {
    let mut counts = Vec::new();
    for region in ALL {
        let times = if region == "CA" { 2 } else { 1 };
        for (indicator, count) in indicators {
            counts.push((place(indicator, region, None), count * times));
            for (category, count) in categories {
                counts.push((place(indicator, region, Some(category)), count * times));
            }
        }
    }
    Draft::synthetic(counts)
}

fn place(indicator: &str, region: &str, category: Option<&str>) -> Place {
    let breakdown =
        category.map(|it| Breakdown { dimension: "gender".into(), category: it.into() });
    Place {
        indicator: indicator.into(),
        period: "2024".parse().unwrap(),
        region: region.into(),
        program_type: TOTAL.into(),
        breakdown,
    }
}
