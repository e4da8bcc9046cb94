//! Numerators and what is left of their denominators, as numbers.
//!
//! A numerator and its rest make up the denominator at the same place. The rest is a cell like any
//! other: it adds up over regions, programs, categories and time as both of them do, and keeps its
//! candidates. Where persons may be in several programs or periods it has no sum over those: somebody
//! may be left over in one program and not in another.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;

use super::History;
use super::graph::Bounds;
use super::place::Code;
use super::place::Key;
use super::place::Names;
use crate::rules;
use crate::rules::Rules;

/// Of a hundred, how many make it nearly certain that somebody is one of them.
const CERTAIN_PERCENT: u128 = 90;

/// A count that is a share of another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Share {
    pub(crate) numerator: Code,
    pub(crate) denominator: Code,
    pub(crate) rest: Code,
    months_earlier: u32,
    pub(crate) kind: IndicatorKind,
}

/// All shares of a catalogue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shares {
    /// By numerator and by rest.
    of: BTreeMap<Code, Share>,
    /// By denominator.
    numerators: BTreeMap<Code, Vec<Code>>,
}

impl Shares {
    pub(super) fn new(rules: &Rules<'_>, names: &mut Names) -> Self {
        let mut shares = Self::default();
        for share in rules.shares().iter() {
            let share = Share::new(share, names);
            shares.of.extend([(share.numerator, share), (share.rest, share)]);
            shares.numerators.entry(share.denominator).or_default().push(share.numerator);
        }
        shares
    }

    /// Returns the share of which `indicator` is the numerator or the rest.
    pub(crate) fn of(&self, indicator: Code) -> Option<&Share> {
        self.of.get(&indicator)
    }

    /// Returns the numerators that are shares of `key`, at the periods that belong to its own.
    pub(crate) fn numerators(&self, key: Key) -> impl Iterator<Item = Key> {
        let numerators = self.numerators.get(&key.indicator).into_iter().flatten();
        numerators.filter_map(move |indicator| {
            let period = key.period.later(self.of(*indicator)?.months_earlier)?;
            Some(Key { indicator: *indicator, period, ..key })
        })
    }

    /// Returns whether `indicator` is a rest of persons, which covers nothing.
    pub(crate) fn is_rest_of_persons(&self, indicator: Code) -> bool {
        self.of(indicator)
            .is_some_and(|it| it.rest == indicator && it.kind == IndicatorKind::Unique)
    }

    /// Returns `indicators` and all that are shares of one another with them.
    pub(crate) fn family(&self, indicators: &BTreeSet<Code>) -> BTreeSet<Code> {
        let mut family = indicators.clone();
        loop {
            let before = family.len();
            for Share { numerator, denominator, rest, .. } in self.of.values() {
                let members = [*numerator, *denominator, *rest];
                if members.iter().any(|it| family.contains(it)) {
                    family.extend(members);
                }
            }
            if family.len() == before {
                return family;
            }
        }
    }
}

impl Share {
    fn new(share: &rules::Share, names: &mut Names) -> Self {
        Self {
            numerator: names.code(&share.numerator),
            denominator: names.code(&share.denominator),
            rest: names.code(&share.rest),
            months_earlier: share.months_earlier,
            kind: share.kind,
        }
    }

    /// Returns the denominator of a numerator or rest.
    pub(crate) fn whole(&self, part: Key) -> Option<Key> {
        let period = part.period.earlier(self.months_earlier)?;
        Some(Key { indicator: self.denominator, period, ..part })
    }
}

impl History {
    /// Returns the indicators that are shares of one another with these.
    pub(super) fn family(&self, indicators: &BTreeSet<Arc<str>>) -> BTreeSet<Code> {
        let codes = indicators.iter().filter_map(|it| self.names.find_code(it)).collect();
        self.frame.shares().family(&codes)
    }

    /// Returns those among `places`, and among the numerators that are shares of them, that are
    /// sensitive and certainly have more than 90 % of their base, so that hardly anybody there is left
    /// in doubt (privacy.md 2.4); and shown numerators that certainly leave out as many.
    pub(crate) fn near_certain<'a>(
        &self,
        rules: &Rules<'_>,
        places: impl Iterator<Item = &'a Place>,
    ) -> BTreeSet<Place> {
        let mut certain = BTreeSet::new();
        for place in places {
            if rules.is_sensitive(place) && self.is_nearly_all(place, &place.base()) {
                certain.insert(place.clone());
            }
            for share in rules.shares().about(&place.indicator).filter(|it| it.is_sensitive) {
                let is_numerator = share.numerator == place.indicator;
                let whole = if is_numerator { share.whole(place) } else { Some(place.clone()) };
                let Some(whole) = whole else { continue };
                let Some((numerator, rest)) = share.parts(&whole) else { continue };
                let is_shown = matches!(self.figure(&numerator), Some(Figure::Count(_)));
                if self.is_nearly_all(&numerator, &whole)
                    || is_shown && self.is_nearly_all(&rest, &whole)
                {
                    certain.insert(numerator);
                }
            }
        }
        certain
    }

    /// Returns those among `places` of which a community has not consented to tell anything, although
    /// it follows from what is told that there is somebody.
    pub(crate) fn known_to_be<'a>(
        &self,
        rules: &Rules<'_>,
        places: impl Iterator<Item = &'a Place>,
    ) -> BTreeSet<Place> {
        let reserved = places.filter(|place| rules.is_reserved(place));
        let is_known =
            |place: &&Place| self.id(place).is_some_and(|id| self.graph.bounds(id).low > 0);
        reserved.filter(is_known).cloned().collect()
    }

    /// Returns whether a part certainly has more than 90 % of its base.
    fn is_nearly_all(&self, part: &Place, base: &Place) -> bool {
        let bounds = |place: &Place| self.id(place).map(|id| self.graph.bounds(id));
        let (Some(part), Some(base)) = (bounds(part), bounds(base)) else { return false };
        let Bounds { low, .. } = part;
        u128::from(low) * 100 > u128::from(base.high) * CERTAIN_PERCENT
    }
}
