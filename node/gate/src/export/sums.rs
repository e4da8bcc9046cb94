//! Every sum that a reader knows, as far as a publication has to do with it.
//!
//! A rate is never told as a rate: that would say something of the true quotient. A numerator and the
//! rest of its denominator add up to it, and nothing else is known of them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::iter;

use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::period::Grain;
use flotilla_domain::period::Period;
use flotilla_domain::profile::Profile;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Place;

use super::Told;
use super::balances;
use super::balances::Periods;
use crate::rules::Rules;
use crate::rules::Share;

/// All kinds of periods.
const GRAINS: [Grain; 5] =
    [Grain::Month, Grain::Quarter, Grain::Year, Grain::FiscalYear, Grain::SchoolYear];

/// What the name of everybody who is not in a category ends with.
const REST: &str = "~";

/// A total and its parts.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Sum {
    pub(super) total: Place,
    pub(super) parts: BTreeSet<Place>,
    /// Whether somebody may be in several parts.
    pub(super) overlaps: bool,
}

/// Pairs of places that are one number.
type Links = BTreeSet<(Place, Place)>;

/// What a reader knows of the cells of one publication.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// Totals and their parts, two or more.
    pub(super) relations: BTreeSet<Sum>,
    /// Places that were told by several names.
    pub(super) links: Links,
    /// Parts of which nobody was ever told.
    pub(super) unpublished: BTreeSet<Place>,
}

/// Everything that follows from what was told, before anything is left out.
struct Closure<'a> {
    rules: &'a Rules<'a>,
    told: &'a Told,
    /// The periods of each indicator.
    periods: Periods<'a>,
    sums: BTreeSet<Sum>,
    /// Places that are one number with a place that is their only part.
    same: BTreeMap<Place, Place>,
}

impl Sums {
    /// Returns the sums that concern what is told.
    pub(super) fn of(rules: &Rules<'_>, told: &Told) -> Self {
        let periods = told.places().map(|it| (&*it.indicator, it.period)).collect();
        let (sums, same) = (BTreeSet::new(), BTreeMap::new());
        let mut closure = Closure { rules, told, periods, sums, same };
        closure.gather();
        let (links, names) = closure.names();
        let mut sums = renamed(closure.sums, &names);
        balances::retain_possible(&mut sums, rules, told);
        let sums = telling(sums, told);
        let (relations, unpublished) = near(&sums, told);
        let links = links.into_iter().filter(|(a, b)| told.is_here(a) || told.is_here(b));
        Self { relations, links: links.collect(), unpublished }
    }
}

impl Sum {
    pub(super) fn new(total: Place, parts: impl Iterator<Item = Place>, overlaps: bool) -> Self {
        Self { total, parts: parts.collect(), overlaps }
    }

    fn places(&self) -> impl Iterator<Item = &Place> {
        iter::once(&self.total).chain(&self.parts)
    }
}

impl Told {
    fn has(&self, place: &Place) -> bool {
        self.is_here(place) || self.earlier.contains_key(place)
    }

    fn is_here(&self, place: &Place) -> bool {
        self.new.contains_key(place) || self.repeated.contains_key(place)
    }

    fn places(&self) -> impl Iterator<Item = &Place> {
        self.earlier.keys().chain(self.repeated.keys()).chain(self.new.keys())
    }
}

impl Closure<'_> {
    /// Collects the sums above everything that was told.
    fn gather(&mut self) {
        let mut waiting: Vec<Place> = self.told.places().cloned().collect();
        let mut seen: BTreeSet<Place> = waiting.iter().cloned().collect();
        while let Some(place) = waiting.pop() {
            for sum in self.sums_of(&place) {
                for place in sum.places() {
                    if seen.insert(place.clone()) {
                        waiting.push(place.clone());
                    }
                }
                match sum.parts.first() {
                    Some(only) if sum.parts.len() == 1 => {
                        self.same.insert(sum.total, only.clone());
                    }
                    _ => {
                        self.sums.insert(sum);
                    }
                }
            }
        }
    }

    /// Returns the sums that a place is a part of.
    fn sums_of(&self, place: &Place) -> Vec<Sum> {
        if balances::is_pool(place) || !self.rules.is_offered(place) {
            return Vec::new();
        }
        let kind = self.rules.catalogue().indicator(&place.indicator).map(|it| it.kind);
        let is_unique = kind == Some(IndicatorKind::Unique);
        let mut sums: Vec<Sum> = self.sum_of_regions(place).into_iter().collect();
        // Somebody may be left over in one program and not in another.
        let is_rest = kind.is_none() && self.rules.shares().is_rest_of_persons(&place.indicator);
        sums.extend(self.sum_of_programs(place, is_unique).filter(|_| !is_rest));
        sums.extend(self.sum_of_categories(place));
        sums.extend(self.sums_of_shares(place));
        sums.extend(balances::sums_of(self.rules, &self.periods, place));
        match kind {
            Some(IndicatorKind::Flow | IndicatorKind::Unique) => {
                sums.extend(self.sums_of_time(place, is_unique));
            }
            Some(IndicatorKind::Stock) => sums.extend(same_day(place)),
            _ => {}
        }
        sums
    }

    fn sum_of_regions(&self, place: &Place) -> Option<Sum> {
        let list = self.rules.catalogue().list(REGION)?;
        let parent = list.codes.get(&*place.region)?.parent.as_deref()?;
        let served = &self.rules.profile().regions;
        let children = list.children(parent);
        let children = children.filter(|it| !Profile::leaves(served, list, it).is_empty());
        let at = |region: &str| Place { region: region.into(), ..place.clone() };
        let parts = children.map(at).filter(|it| self.rules.is_offered(it));
        Some(Sum::new(at(parent), parts, false))
    }

    fn sum_of_programs(&self, place: &Place, overlaps: bool) -> Option<Sum> {
        let at =
            |program: &String| Place { program_type: program.as_str().into(), ..place.clone() };
        let total = Place { program_type: TOTAL.into(), ..place.clone() };
        let programs = &self.rules.profile().programs;
        let parts = programs.iter().map(at).filter(|it| self.rules.is_offered(it));
        (&*place.program_type != TOTAL).then(|| Sum::new(total, parts, overlaps))
    }

    /// Returns the categories that add up to the base: all of them, or where they overlap those who are
    /// in this one and those who are not.
    fn sum_of_categories(&self, place: &Place) -> Option<Sum> {
        let breakdown = place.breakdown.as_ref()?;
        let list = self.rules.catalogue().list(&breakdown.dimension)?;
        let at = |category: &str| {
            let dimension = breakdown.dimension.clone();
            let breakdown = Some(Breakdown { dimension, category: category.into() });
            Place { breakdown, ..place.clone() }
        };
        if list.overlapping {
            let own = breakdown.category.trim_end_matches(REST);
            let parts = [at(own), at(&format!("{own}{REST}"))];
            return Some(Sum::new(place.base(), parts.into_iter(), false));
        }
        Some(Sum::new(place.base(), list.leaves(TOTAL).map(at), false))
    }

    /// Returns the denominator that a numerator is a share of, and those that a place is a denominator
    /// of: as far as anybody was told of both.
    fn sums_of_shares(&self, place: &Place) -> Vec<Sum> {
        let is_told = |indicator: &str| self.periods.iter().any(|(told, _)| *told == indicator);
        let shares = self.rules.shares().about(&place.indicator);
        let told = shares.filter(|it| is_told(&it.numerator) && is_told(&it.denominator));
        let sum = |share: &Share| {
            let is_whole = share.denominator == place.indicator;
            let whole = if is_whole { Some(place.clone()) } else { share.whole(place) }?;
            let (numerator, rest) = share.parts(&whole)?;
            Some(Sum::new(whole, [numerator, rest].into_iter(), false))
        };
        told.filter_map(sum).collect()
    }

    /// Returns the sums over time that a place is a part of: only longer periods that were published
    /// themselves, for no shorter one is ever added to those.
    fn sums_of_time(&self, place: &Place, overlaps: bool) -> Vec<Sum> {
        let longer = GRAINS.iter().filter_map(|grain| place.period.enclosing(*grain));
        let longer = longer
            .filter(|it| *it != place.period && self.periods.contains(&(&*place.indicator, *it)));
        let at = |period| Place { period, ..place.clone() };
        let sum = |around: Period| {
            let parts = around.parts(place.period.grain());
            Sum::new(at(around), parts.into_iter().map(at), overlaps)
        };
        longer.map(sum).filter(|sum| !sum.parts.is_empty()).collect()
    }

    /// Returns the names under which one number was told, in pairs; and for each place of which nobody
    /// was told the name by which its number goes: one that was told, if there is any.
    fn names(&self) -> (Links, BTreeMap<Place, Place>) {
        let mut groups: BTreeMap<&Place, BTreeSet<&Place>> = BTreeMap::new();
        for place in self.same.keys() {
            let last = iter::successors(Some(place), |it| self.same.get(*it)).last();
            let last = last.unwrap_or(place);
            groups.entry(last).or_default().extend([place, last]);
        }
        let (mut links, mut names) = (BTreeSet::new(), BTreeMap::new());
        for (last, group) in groups {
            let told = || group.iter().copied().filter(|it| self.told.has(it));
            let here = told().find(|it| self.told.is_here(it));
            let chosen = here.or_else(|| told().next()).unwrap_or(last);
            for place in group.iter().copied().filter(|it| *it != chosen) {
                if self.told.has(place) {
                    links.insert((chosen.clone(), place.clone()));
                } else {
                    names.insert(place.clone(), chosen.clone());
                }
            }
        }
        (links, names)
    }
}

/// Returns that the place of a stock is told for the last day of its last month.
fn same_day(place: &Place) -> Option<Sum> {
    let month = Place { period: place.period.last_month(), ..place.clone() };
    (month != *place).then(|| Sum::new(place.clone(), iter::once(month), false))
}

/// Calls places by the names by which their numbers go.
fn renamed(sums: BTreeSet<Sum>, names: &BTreeMap<Place, Place>) -> BTreeSet<Sum> {
    let name = |place: Place| names.get(&place).cloned().unwrap_or(place);
    let rename =
        |sum: Sum| Sum::new(name(sum.total), sum.parts.into_iter().map(name), sum.overlaps);
    sums.into_iter().map(rename).collect()
}

/// Leaves out sums whose total is free: nobody was told of it, and no other sum names it.
fn telling(mut sums: BTreeSet<Sum>, told: &Told) -> BTreeSet<Sum> {
    loop {
        let before = sums.len();
        let mut named: BTreeMap<Place, usize> = BTreeMap::new();
        for place in sums.iter().flat_map(Sum::places) {
            *named.entry(place.clone()).or_default() += 1;
        }
        sums.retain(|sum| told.has(&sum.total) || named.get(&sum.total).is_some_and(|it| *it > 1));
        if sums.len() == before {
            return sums;
        }
    }
}

/// Returns the sums that reach what is told here, also by way of parts of which nobody was told; and
/// those parts.
fn near(sums: &BTreeSet<Sum>, told: &Told) -> (BTreeSet<Sum>, BTreeSet<Place>) {
    let mut by_place: BTreeMap<&Place, Vec<&Sum>> = BTreeMap::new();
    for sum in sums {
        for place in sum.places() {
            by_place.entry(place).or_default().push(sum);
        }
    }
    let mut waiting: Vec<&Place> = told.new.keys().chain(told.repeated.keys()).collect();
    let mut reached: BTreeSet<&Place> = waiting.iter().copied().collect();
    let mut relations: BTreeSet<Sum> = BTreeSet::new();
    while let Some(place) = waiting.pop() {
        for sum in by_place.get(place).into_iter().flatten() {
            relations.insert((*sum).clone());
            for next in sum.places() {
                if !told.has(next) && reached.insert(next) {
                    waiting.push(next);
                }
            }
        }
    }
    let parts = relations.iter().flat_map(|sum| &sum.parts);
    let unpublished = parts.filter(|it| !told.has(it)).cloned().collect();
    (relations, unpublished)
}
