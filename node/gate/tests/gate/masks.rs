//! Counts that a source masked: nobody learns more of them than that they are hidden.

use flotilla_domain::coverage::Coverage;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;
use flotilla_gate::draft::Draft;
use flotilla_gate::history::History;
use flotilla_gate::pass::Passed;
use flotilla_gate::pass::WhyWithheld;
use flotilla_gate::pass::pass;
use flotilla_gate::round::RoundingSecret;

use crate::fixture::Member;
use crate::fixture::draft;
use crate::fixture::figure;
use crate::fixture::hear;
use crate::fixture::observations;
use crate::fixture::place;

const YEAR: &str = "MATCHES_NEW 2024 CA-ON _T";

const CATEGORIES: [&str; 4] = ["BOYS", "GIRLS", "NON_BINARY", "UNK"];

#[test]
fn a_masked_count_is_hidden_and_never_zero() {
    for secret in 0..20 {
        let draft = masked(&["MATCHES_NEW 2024 CA _T 400", &format!("{YEAR} 250")], &[QUEBEC]);
        let passed = publish(draft, secret, &History::new());
        assert_eq!(figure(&passed, QUEBEC), Some(Figure::Withheld));
        let why = passed.withheld.iter().find(|(it, _)| *it == place(QUEBEC)).map(|(_, why)| *why);
        assert_eq!(why, Some(WhyWithheld::Masked));
    }
}

#[test]
fn the_one_masked_part_of_a_total_keeps_its_candidates() {
    // The total less its other parts is what the source masked: 3 of 100.
    for secret in 0..=255 {
        let passed = publish(by_gender([60, 37, 3, 0], &["NON_BINARY"]), secret, &History::new());
        let (low, high) = left(&passed, "NON_BINARY");
        assert!(high - low >= 4, "{secret}: {low} to {high}");
    }
}

#[test]
fn nothing_can_be_derived_whatever_is_masked_of_a_breakdown() {
    for secret in 0..40_u8 {
        for mask in 1..16_usize {
            let is_masked = |it: &usize| mask >> it & 1 == 1;
            let names: Vec<&str> = (0..4).filter(is_masked).map(|it| CATEGORIES[it]).collect();
            let dice = |it: u64| {
                (u64::from(secret) * 31 + it * 17 + u64::try_from(mask).unwrap() * 7) % 60
            };
            let passed = publish(
                by_gender([dice(1), dice(2), dice(3), dice(4)], &names),
                secret,
                &History::new(),
            );
            let base = place(YEAR);
            let parts =
                observations(&passed).filter(|it| it.place != base && it.place.base() == base);
            let parts: Vec<_> = parts.collect();
            if parts.is_empty() {
                continue;
            }
            let hidden = parts.iter().filter(|it| it.figure == Figure::Withheld);
            let hidden: Vec<&str> = hidden.map(|it| it.place.breakdown_codes().1).collect();
            assert!(names.iter().all(|it| hidden.contains(it)), "{names:?} of {hidden:?}");
            for category in hidden {
                let (low, high) = left(&passed, category);
                assert!(high - low >= 4, "{secret} {mask}: {category} is {low} to {high}");
            }
        }
    }
}

#[test]
fn the_order_in_which_masks_are_told_does_not_matter() {
    let regions = ["CA", "CA-ON"].into_iter();
    let at = |region, it| place(&format!("MATCHES_NEW 2024 {region} _T gender={it}"));
    let places = regions.flat_map(|region| CATEGORIES.map(|it| at(region, it)));
    let places: Vec<Place> = places.chain([place(QUEBEC)]).collect();
    let of = |masks: Vec<Place>| {
        let counts = ["MATCHES_NEW 2024 CA _T 300", &format!("{YEAR} 90")];
        publish(draft(&counts).with_synthetic_masks(masks), 7, &History::new())
    };
    let backwards = places.iter().rev().cloned().collect();
    assert_eq!(of(places), of(backwards));
}

#[test]
fn what_was_told_stays_when_a_source_masks_it_later_and_what_was_masked_stays_hidden() {
    let mut history = History::new();
    let first = publish(by_gender([60, 37, 30, 0], &["NON_BINARY"]), 3, &history);
    hear(&mut history, &first);
    let shown = publish(by_gender([60, 37, 30, 0], &[]), 3, &history);
    assert!(shown.releasables.is_empty(), "nothing that was hidden is shown later");
    assert!(shown.kept_hidden >= 1);
    let masked = publish(by_gender([60, 37, 30, 0], &["BOYS", "NON_BINARY"]), 3, &history);
    assert!(masked.releasables.is_empty());
    assert_eq!(masked.corrected + masked.held_back, 0, "not to know is no correction");
}

#[test]
fn a_base_that_is_masked_is_not_broken_down() {
    let parts = CATEGORIES.iter().map(|it| format!("{YEAR} gender={it} 40"));
    let parts: Vec<String> = parts.collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let passed =
        publish(masked(&parts, &[YEAR, QUEBEC, "MATCHES_NEW 2024 CA _T"]), 1, &History::new());
    assert!(observations(&passed).all(|it| it.figure == Figure::Withheld));
    assert!(observations(&passed).all(|it| it.place.breakdown.is_none()));
}

#[test]
fn a_mask_where_nothing_is_offered_is_asked_about() {
    let mut alice = Member::alice();
    alice.profile.absent = vec![flotilla_domain::profile::Absence {
        region: "CA-QC".to_owned(),
        program: "GROUP".to_owned(),
    }];
    let draft = masked(&[&format!("{YEAR} 250")], &["MATCHES_NEW 2024 CA-QC GROUP"]);
    let refused = pass(draft, &alice.rules(), &RoundingSecret::new([1; 32]), &History::new());
    let refused = refused.unwrap_err();
    assert!(refused.iter().any(|it| it.code == "FL-E148"), "{refused:?}");
}

#[test]
fn whose_figures_they_are_goes_out_with_them() {
    let coverage = Coverage::new(["bob", "carol"].map(str::to_owned), false).unwrap();
    let draft = by_gender([60, 37, 30, 0], &["UNK"]).covering(coverage.clone());
    let passed = publish(draft, 3, &History::new());
    assert!(passed.releasables.iter().all(|it| it.release().terms().coverage == coverage));
}

const QUEBEC: &str = "MATCHES_NEW 2024 CA-QC _T";

/// Returns a table of Ontario by gender, where some of the counts are masked.
fn by_gender(counts: [u64; 4], masks: &[&str]) -> Draft {
    let parts = CATEGORIES.iter().zip(counts);
    let known = parts.filter(|(category, _)| !masks.contains(category));
    let mut lines: Vec<String> = known
        .map(|(category, count)| format!("{YEAR} gender={category} {count}"))
        .collect();
    lines.push(format!("{YEAR} {}", counts.iter().sum::<u64>()));
    // The same of everybody: who is in Quebec is masked as a whole.
    let whole = CATEGORIES.iter().map(|it| format!("MATCHES_NEW 2024 CA _T gender={it}"));
    let whole: Vec<String> = whole.collect();
    lines.push(format!("MATCHES_NEW 2024 CA _T {}", counts.iter().sum::<u64>() + 200));
    let masks = masks.iter().map(|it| format!("{YEAR} gender={it}"));
    let masks: Vec<String> = masks.chain([QUEBEC.to_owned()]).chain(whole).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    masked(&lines, &masks.iter().map(String::as_str).collect::<Vec<_>>())
}

fn masked(counts: &[&str], masks: &[&str]) -> Draft {
    draft(counts).with_synthetic_masks(masks.iter().map(|it| place(it)))
}

fn publish(draft: Draft, secret: u8, history: &History) -> Passed {
    pass(draft, &Member::alice().rules(), &RoundingSecret::new([secret; 32]), history).unwrap()
}

/// Returns the least and the most that a category can be by its base and its siblings alone.
fn left(passed: &Passed, category: &str) -> (u64, u64) {
    let window = |at: String| match figure(passed, &at) {
        Some(Figure::Count(count)) => (count.saturating_sub(4).max(10), count + 4),
        _ => (0, u64::MAX / 8),
    };
    let (base_low, base_high) = window(YEAR.to_owned());
    let others = CATEGORIES.iter().filter(|it| **it != category);
    let others = others.map(|it| window(format!("{YEAR} gender={it}")));
    let (low, high) = others.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    (base_low.saturating_sub(high), base_high.saturating_sub(low))
}
