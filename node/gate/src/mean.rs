//! How exact a mean may be told, and of whom.
//!
//! A mean is told of everybody together whom a member counts in a period: of no part, and of no period
//! that overlaps another of which it is told. So whatever the counts are, what everybody has together can be
//! the mean times their number, and no count can be narrowed by it. What it tells of one person is little:
//!
//! - **Of fewer than [`PEOPLE_MIN`]**, by the number that is shown, it is hidden.
//! - **One person moves it by less than a step**: the step is at least the width of the scale, divided by the
//!   number that is shown; 1, 2 or 5 times a power of ten.
//! - **Nobody counts beyond the scale.**

use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::Scale;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::period::Period;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;

use crate::draft::Average;
use crate::draft::HUNDREDTHS;
use crate::history::History;
use crate::rules::Rules;

/// The fewest people, by the number that is shown, of whom a mean is told.
pub(crate) const PEOPLE_MIN: u64 = 20;

/// Returns the step in which the mean of so many is told.
pub(crate) fn step(scale: &Scale, shown: u64) -> u64 {
    let width = u64::from(scale.high.saturating_sub(scale.low));
    let least = width.div_ceil(shown.max(1));
    let mut power = 1_u64;
    loop {
        for step in [power, power * 2, power * 5] {
            if step >= least {
                return step;
            }
        }
        // Ends: a scale is at most a million wide.
        power *= 10;
    }
}

/// Returns what is told of an average, where so many are shown: the nearest multiple of the step. A mean of
/// others than those who are shown, of whom some have no value, is hidden.
pub(crate) fn figure(average: Average, scale: &Scale, shown: Option<Figure>, base: u32) -> Figure {
    let is_of = |shown: u64| average.count > 0 && average.count.abs_diff(shown) < u64::from(base);
    match shown {
        Some(Figure::Count(shown)) if shown >= PEOPLE_MIN && is_of(shown) => {
            let step = step(scale, shown);
            let whole = average.count.saturating_mul(step).saturating_mul(HUNDREDTHS);
            let steps = average.sum.saturating_add(whole / 2) / whole.max(1);
            Figure::Mean(steps.saturating_mul(step))
        }
        _ => Figure::Withheld,
    }
}

/// Returns whether a mean may be told where so many are shown.
pub(crate) fn fits(mean: u64, scale: &Scale, shown: Option<Figure>) -> bool {
    let Some(Figure::Count(shown)) = shown else { return false };
    let step = step(scale, shown);
    let (low, high) = (u64::from(scale.low), u64::from(scale.high));
    shown >= PEOPLE_MIN
        && mean.is_multiple_of(step)
        && mean.saturating_mul(2).saturating_add(step) >= low.saturating_mul(2)
        && mean.saturating_mul(2) <= high.saturating_mul(2).saturating_add(step)
}

/// Returns the scale of the mean at a place, if a mean it is.
pub(crate) fn scale<'a>(rules: &Rules<'a>, place: &Place) -> Option<&'a Scale> {
    let indicator = rules.catalogue().indicator(&place.indicator)?;
    indicator.scale.as_ref().filter(|_| indicator.kind == IndicatorKind::Mean)
}

/// Returns the place that counts those whom the mean of `place` is of.
pub(crate) fn people(scale: &Scale, place: &Place) -> Place {
    Place { indicator: scale.of.as_str().into(), ..place.clone() }
}

/// Returns whether a place is everything that a member does in a period.
pub(crate) fn is_whole(rules: &Rules<'_>, place: &Place) -> bool {
    let region = rules.shape().regions.get(&place.region);
    let is_top = region.is_some_and(|it| it.whole.is_none());
    is_top && &*place.program_type == TOTAL && place.breakdown.is_none()
}

/// Returns whether an indicator was told of another period that has months in common with this one.
pub(crate) fn overlaps(history: &History, indicator: &str, period: Period) -> bool {
    let is_other = |it: &Period| *it != period && it.overlaps(period);
    history
        .metric(indicator)
        .is_some_and(|metric| metric.periods.iter().any(is_other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_moves_a_mean_by_less_than_a_step() {
        let scale = |high| Scale { low: 0, high, of: "A".to_owned(), unit: String::new() };
        for (high, shown, expected) in [
            (100, 100, 1),
            (100, 95, 2),
            (100, 20, 5),
            (120, 20, 10),
            (1_000, 20, 50),
            (1_000, 1_005, 1),
            (1_000_000, 20, 50_000),
            (10, 1_000_000_000, 1),
        ] {
            assert_eq!(step(&scale(high), shown), expected, "{high} {shown}");
            assert!(expected * shown >= u64::from(high));
        }
    }

    #[test]
    fn the_nearest_step_is_told_of_enough_people_only() {
        let scale = Scale { low: 0, high: 100, of: "A".to_owned(), unit: String::new() };
        let told = |sum: u64, count, shown| {
            let average = Average { sum: sum * HUNDREDTHS, count };
            figure(average, &scale, Some(Figure::Count(shown)), 5)
        };
        assert_eq!(told(1_550, 50, 50), Figure::Mean(32), "31 is as near to 30 as to 32");
        assert_eq!(told(1_549, 50, 50), Figure::Mean(30));
        assert_eq!(told(5_000, 50, 50), Figure::Mean(100));
        assert_eq!(told(600, 20, 20), Figure::Mean(30));
        assert_eq!(told(600, 19, 15), Figure::Withheld);
        assert_eq!(told(3, 3, 50), Figure::Withheld, "three of fifty have a value");
        assert_eq!(figure(Average::default(), &scale, None, 5), Figure::Withheld);
        assert!(fits(32, &scale, Some(Figure::Count(50))));
        assert!(!fits(31, &scale, Some(Figure::Count(50))), "more exact than 50 allow");
        assert!(!fits(104, &scale, Some(Figure::Count(50))), "beyond the scale");
        assert!(!fits(32, &scale, Some(Figure::Withheld)) && !fits(30, &scale, None));
    }
}
