//! Which counts are a share of which: the numerator of a rate counts some of its denominator.
//!
//! Whoever is in the denominator and not in the numerator is a group of people too: the *rest*, of
//! which nobody publishes the number. A numerator and its rest add up to the denominator.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::release::Place;

/// The most counts of which each is a share of the next.
const DEPTH_MAX: usize = 16;

/// A count that is a share of another.
#[derive(Clone, Debug)]
pub(crate) struct Share {
    pub(crate) numerator: Arc<str>,
    pub(crate) denominator: Arc<str>,
    /// What the number of those who are not in the numerator goes by.
    pub(crate) rest: Arc<str>,
    /// By how many months the period of the denominator is earlier.
    pub(crate) months_earlier: u32,
    /// How all three combine.
    pub(crate) kind: IndicatorKind,
    /// Whether it is to be kept uncertain of anybody in the denominator whether they are in the
    /// numerator.
    pub(crate) is_sensitive: bool,
}

/// All shares of a catalogue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shares(Vec<Share>);

impl Shares {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        let share = |it: flotilla_domain::catalogue::Share<'_>| {
            Some(Share {
                numerator: it.numerator.into(),
                denominator: it.denominator.into(),
                rest: it.rest().into(),
                months_earlier: it.months_earlier,
                kind: catalogue.indicator(it.numerator)?.kind,
                is_sensitive: it.is_sensitive,
            })
        };
        Self(catalogue.shares().filter_map(share).collect())
    }

    /// Returns all of them, in the order of the catalogue.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Share> {
        self.0.iter()
    }

    /// Returns the share that this indicator is the numerator of.
    pub(crate) fn of_numerator(&self, indicator: &str) -> Option<&Share> {
        self.0.iter().find(|it| &*it.numerator == indicator)
    }

    /// Returns the shares that this indicator is the numerator or the denominator of.
    pub(crate) fn about(&self, indicator: &str) -> impl Iterator<Item = &Share> {
        self.0
            .iter()
            .filter(move |it| &*it.numerator == indicator || &*it.denominator == indicator)
    }

    /// Returns whether an indicator is a rest of distinct persons.
    pub(crate) fn is_rest_of_persons(&self, indicator: &str) -> bool {
        let is_it = |it: &&Share| &*it.rest == indicator;
        self.0.iter().find(is_it).is_some_and(|it| it.kind == IndicatorKind::Unique)
    }

    /// Returns of how many counts an indicator is a share, one around the other: denominators have
    /// less than their numerators.
    pub(crate) fn depth(&self, indicator: &str) -> usize {
        let around = |it: &&Share| self.of_numerator(&it.denominator);
        std::iter::successors(self.of_numerator(indicator), around)
            .take(DEPTH_MAX)
            .count()
    }

    /// Orders indicators so that denominators come before their numerators.
    pub(crate) fn in_order(&self, indicators: BTreeSet<Arc<str>>) -> Vec<Arc<str>> {
        let mut ordered: Vec<Arc<str>> = indicators.into_iter().collect();
        let depths: BTreeMap<Arc<str>, usize> =
            ordered.iter().map(|it| (Arc::clone(it), self.depth(it))).collect();
        ordered.sort_by_key(|it| depths.get(it).copied());
        ordered
    }
}

impl Share {
    /// Returns the place of the denominator, for the place of a numerator; none if there is no such
    /// period.
    pub(crate) fn whole(&self, numerator: &Place) -> Option<Place> {
        let period = numerator.period.earlier(self.months_earlier)?;
        let indicator = Arc::clone(&self.denominator);
        Some(Place { indicator, period, ..numerator.clone() })
    }

    /// Returns the places of the numerator and the rest, for the place of a denominator.
    pub(crate) fn parts(&self, denominator: &Place) -> Option<(Place, Place)> {
        let period = denominator.period.later(self.months_earlier)?;
        let at = |indicator: &Arc<str>| Place {
            indicator: Arc::clone(indicator),
            period,
            ..denominator.clone()
        };
        Some((at(&self.numerator), at(&self.rest)))
    }
}
