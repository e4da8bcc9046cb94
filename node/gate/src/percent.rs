//! Whole percents of rates, for whoever looks at what is to be published.
//!
//! Rates are not published, but their parts; readers divide. A coordinator wants to see what readers will
//! come to:
//!
//! - **From what is told, and nothing else**: both parts as peers have them, rounded. Where one of them is
//!   hidden there is no percent.
//! - **In the row of the numerator**, as in the table `observations`; of a count that is in several rates, the
//!   first of the catalogue.

use std::collections::BTreeMap;
use std::sync::Arc;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::Denominator;
use flotilla_domain::catalogue::Parts;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;

/// A whole, in percent.
const WHOLE: u64 = 100;

/// Knows the rates of a catalogue, and what is told.
pub(crate) struct Percents<'a, F> {
    rates: BTreeMap<&'a str, &'a Parts>,
    told: F,
}

impl<'a, F: Fn(&Place) -> Option<Figure>> Percents<'a, F> {
    /// Makes percents of what `told` tells.
    pub(crate) fn new(catalogue: &'a Catalogue, told: F) -> Self {
        let mut rates = BTreeMap::new();
        for parts in catalogue.indicators().filter_map(|it| it.parts.as_ref()) {
            rates.entry(parts.numerator.as_str()).or_insert(parts);
        }
        Self { rates, told }
    }

    /// Returns the percent that the figure at `place` is of its whole, if it is a numerator and both are
    /// told.
    pub(crate) fn of(&self, place: &Place) -> Option<u32> {
        let parts = self.rates.get(&*place.indicator)?;
        let period = place.period.earlier(parts.months_earlier)?;
        let indicator = Arc::from(parts.denominator.code());
        let other = Place { indicator, period, ..place.clone() };
        let (count, other) = ((self.told)(place)?.count()?, (self.told)(&other)?.count()?);
        let whole = match parts.denominator {
            Denominator::Sum(_) => count.checked_add(other)?,
            Denominator::Whole(_) => other,
            // So many of these for each of those: no share.
            Denominator::Unrelated(_) => return None,
        };
        percent(count, whole)
    }
}

/// Returns the nearest whole percent; rounding may make a share larger than its whole, which it is not.
fn percent(count: u64, whole: u64) -> Option<u32> {
    let twice = count.checked_mul(2 * WHOLE)?.checked_add(whole)?;
    let percent = twice.checked_div(whole.checked_mul(2)?)?;
    u32::try_from(percent.min(WHOLE)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_domain::catalogue::TOTAL;

    use crate::codebook;

    #[test]
    fn a_percent_is_the_nearest_whole_one() {
        for (count, whole, expected) in
            [(1, 3, 33), (2, 3, 67), (1, 200, 1), (1, 201, 0), (5, 5, 100), (20, 15, 100)]
        {
            assert_eq!(percent(count, whole), Some(expected), "{count} of {whole}");
        }
        assert_eq!(percent(0, 0), None);
        assert_eq!(percent(u64::MAX, 1), None);
    }

    #[test]
    fn every_rate_of_the_standard_has_a_percent_where_both_parts_are_told_and_else_none() {
        let catalogue = codebook::standard().unwrap();
        let rates = catalogue.indicators().filter_map(|it| it.parts.as_ref());
        let mut shares = 0;
        for parts in rates {
            let is_share = !matches!(parts.denominator, Denominator::Unrelated(_));
            let is_numerator = |it: &Place| *it.indicator == *parts.numerator;
            let told = |it: &Place| Some(Figure::Count(if is_numerator(it) { 30 } else { 90 }));
            let percent = Percents::new(&catalogue, told).of(&month(&parts.numerator));
            assert_eq!(percent.is_some(), is_share, "{}", parts.numerator);
            shares += usize::from(is_share);
            let hidden = |it: &Place| match is_numerator(it) {
                true => told(it),
                false => Some(Figure::Withheld),
            };
            assert_eq!(Percents::new(&catalogue, hidden).of(&month(&parts.numerator)), None);
        }
        assert!(shares > 3, "{shares}");
    }

    #[test]
    fn the_whole_may_be_of_an_earlier_period() {
        let catalogue = codebook::standard().unwrap();
        let told = |it: &Place| match (&*it.indicator, it.period.to_string().as_str()) {
            ("RETENTION_12M.num", "2025") => Some(Figure::Count(45)),
            ("MATCHES_NEW", "2024") => Some(Figure::Count(60)),
            _ => None,
        };
        let percents = Percents::new(&catalogue, told);
        assert_eq!(percents.of(&place("RETENTION_12M.num")), Some(75));
        assert_eq!(percents.of(&place("MATCHES_NEW")), None, "which is no numerator");
    }

    /// Returns a month, before which there are six and twelve others.
    fn month(indicator: &str) -> Place {
        Place { period: "2025-07".parse().unwrap(), ..place(indicator) }
    }

    fn place(indicator: &str) -> Place {
        Place {
            indicator: indicator.into(),
            period: "2025".parse().unwrap(),
            region: "CA-ON".into(),
            program_type: TOTAL.into(),
            breakdown: None,
        }
    }
}
