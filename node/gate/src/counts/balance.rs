//! Whether counts belong together: what is missing between them, and what does not add up.
//!
//! For each indicator the total of every region is wanted; where one program is told, all programs; where
//! one category of a row is told, all of them. Then parts must make up their total, or, where somebody
//! may be in several categories, not exceed it. Nor does what is a share exceed what it is a share of, or
//! the persons of one program those of all, who are at most all programs' together.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;
use flotilla_domain::period::Period;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Place;

use super::At;
use super::Cells;
use super::Said;
use super::Told;
use super::problem;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::rules::Shape;

/// The code by which lists call what is not known.
const UNKNOWN: &str = "UNK";

/// Cells, and by what they are judged.
struct Balance<'a> {
    cells: &'a Cells,
    catalogue: &'a Catalogue,
    shape: &'a Shape,
    /// The lowest-level regions.
    regions: Vec<Arc<str>>,
    counts: BTreeMap<Place, u64>,
    problems: &'a mut Collector,
}

/// Returns the counts that are whole, with those of the regions above.
pub(super) fn balance(
    cells: &Cells,
    (catalogue, shape): (&Catalogue, &Shape),
    problems: &mut Collector,
) -> BTreeMap<Place, u64> {
    let lowest = shape
        .regions
        .iter()
        .filter(|(code, it)| it.canonical == **code && it.parts.is_empty());
    let regions = lowest.map(|(code, _)| Arc::clone(code)).collect();
    let counts = BTreeMap::new();
    let mut balance = Balance { cells, catalogue, shape, regions, counts, problems };
    let said = cells.iter().filter(|(_, it)| it.said != Said::Nothing);
    let tables: BTreeSet<(Arc<str>, Period)> =
        said.map(|(place, _)| (Arc::clone(&place.indicator), place.period)).collect();
    for (indicator, period) in tables {
        balance.table(&indicator, period);
    }
    balance.shares();
    balance.add_wholes();
    balance.counts
}

impl Balance<'_> {
    /// Takes in all that is told of an indicator.
    fn table(&mut self, indicator: &Arc<str>, period: Period) {
        let total: Arc<str> = TOTAL.into();
        let programs: Vec<Arc<str>> = self.shape.programs.clone();
        let is_told = |it: &&Arc<str>| {
            let of = |(place, told): (&Place, &Told)| {
                place.indicator == *indicator
                    && place.period == period
                    && place.program_type == **it
                    && told.said != Said::Nothing
            };
            self.cells.iter().any(of)
        };
        let by_program = programs.iter().any(|it| is_told(&it));
        let bases = |program: &Arc<str>| {
            let base = |region: &Arc<str>| Place {
                indicator: Arc::clone(indicator),
                period,
                region: Arc::clone(region),
                program_type: Arc::clone(program),
                breakdown: None,
            };
            self.regions.iter().map(base).collect::<Vec<_>>()
        };
        let totals = bases(&total);
        let of_programs: Vec<Vec<Place>> = programs.iter().map(bases).collect();
        totals.iter().for_each(|base| self.base(base));
        if by_program {
            of_programs.iter().flatten().for_each(|base| self.base(base));
            totals.iter().for_each(|base| self.programs(base, &programs));
        }
    }

    /// Takes in the number of one group, and its breakdowns.
    fn base(&mut self, base: &Place) {
        match self.said(base) {
            Said::Count(count) => _ = self.counts.insert(base.clone(), count),
            Said::Nothing => self.missing(base),
            Said::Wrong => {}
        }
        let shape = self.shape;
        for (dimension, categories) in &shape.dimensions {
            let of = |category: &Arc<str>| {
                let (dimension, category) = (Arc::clone(dimension), Arc::clone(category));
                Place { breakdown: Some(Breakdown { dimension, category }), ..base.clone() }
            };
            self.slice(base, dimension, &categories.iter().map(of).collect::<Vec<_>>());
        }
    }

    /// Takes in one breakdown, if it is told at all.
    fn slice(&mut self, base: &Place, dimension: &str, parts: &[Place]) {
        let told = parts.iter().filter(|it| self.said(it) != Said::Nothing).count();
        if told == 0 {
            return;
        }
        if told < parts.len() {
            let empty = parts.iter().find(|it| self.said(it) == Said::Nothing);
            let what = Message::new("gate-e205-what-category").number("filled", told);
            let what = what.number("all", parts.len());
            let place = empty.map_or_else(figures, |it| self.at(it));
            self.problems.push(problem("FL-E205", place, what));
            return;
        }
        let Some(counts) = self.all(parts) else { return };
        if let Said::Count(total) = self.said(base) {
            let overlaps = self.catalogue.list(dimension).is_some_and(|list| list.overlapping);
            if overlaps {
                self.within((base, total), parts, &counts);
            } else {
                self.sum((base, total), parts, &counts);
            }
        }
        self.counts.extend(parts.iter().cloned().zip(counts));
    }

    /// Compares programs with their total, and their categories with its.
    fn programs(&mut self, base: &Place, programs: &[Arc<str>]) {
        let mut wholes = vec![base.clone()];
        let of_base = |it: &&Place| it.base() == *base && it.breakdown.is_some();
        wholes.extend(self.counts.keys().filter(of_base).cloned());
        for whole in wholes {
            let part = |it: &Arc<str>| Place { program_type: Arc::clone(it), ..whole.clone() };
            let parts: Vec<Place> = programs.iter().map(part).collect();
            let (Said::Count(total), Some(counts)) = (self.said(&whole), self.all(&parts)) else {
                continue;
            };
            if !self.counts.contains_key(&whole) {
                continue;
            }
            // Somebody may take part in several programs.
            let several = self.counts_persons(&whole.indicator);
            if several {
                self.within((&whole, total), &parts, &counts);
            }
            if !several || counts.iter().sum::<u64>() < total {
                self.sum((&whole, total), &parts, &counts);
            }
        }
    }

    fn sum(&mut self, (whole, total): (&Place, u64), parts: &[Place], counts: &[u64]) {
        let sum: u64 = counts.iter().sum();
        if sum == total {
            return;
        }
        let (first, at) = (parts.first().unwrap_or(whole), self.spelled(whole));
        let is_breakdown = first.breakdown != whole.breakdown;
        let what = match is_breakdown {
            true => "gate-e207-what",
            false => "gate-e207-what-programs",
        };
        let what = Message::new(what)
            .word("sheet", self.told(first).map_or("", |it| &it.at.sheet))
            .word("indicator", &whole.indicator)
            .number("sum", sum)
            .word("cell", at)
            .number("total", total);
        let breakdown = first.breakdown.as_ref().filter(|_| is_breakdown);
        let list = breakdown.and_then(|it| self.catalogue.list(&it.dimension));
        let remedy = match list.filter(|list| sum < total && list.is_leaf(UNKNOWN)) {
            Some(_) => Message::new("gate-e207-remedy-unknown").word("code", UNKNOWN),
            None => Message::new("gate-e207-remedy"),
        };
        self.problems
            .push(Problem { code: "FL-E207", place: self.at(first), what, remedy });
    }

    /// Compares parts with their total, where somebody may be in several of them.
    fn within(&mut self, (whole, total): (&Place, u64), parts: &[Place], counts: &[u64]) {
        let larger = parts.iter().zip(counts).filter(|(_, count)| **count > total);
        let larger: Vec<Message> = larger.map(|(part, _)| self.at(part)).collect();
        for place in larger {
            let what = Message::new("gate-e208-what").word("cell", self.spelled(whole));
            self.problems.push(problem("FL-E208", place, what.number("total", total)));
        }
    }

    /// Compares what is a share of something with what it is a share of, where both are told.
    fn shares(&mut self) {
        let catalogue = self.catalogue;
        for share in catalogue.shares() {
            let of = |(place, _): &(&Place, &u64)| *place.indicator == *share.numerator;
            let told = self.counts.iter().filter(of);
            let pairs = told.filter_map(|(place, count)| {
                let period = place.period.earlier(share.months_earlier)?;
                let indicator = share.denominator.into();
                let whole = Place { indicator, period, ..place.clone() };
                let total = *self.counts.get(&whole)?;
                Some((whole, total, place.clone(), *count))
            });
            for (whole, total, place, count) in pairs.collect::<Vec<_>>() {
                self.within((&whole, total), &[place], &[count]);
            }
        }
    }

    fn counts_persons(&self, indicator: &str) -> bool {
        let indicator = self.catalogue.indicator(indicator);
        indicator.is_some_and(|it| it.kind == IndicatorKind::Unique)
    }

    /// Notes that a number is not there, although others that belong to it are.
    fn missing(&mut self, base: &Place) {
        let part = |(place, told): &(&Place, &Told)| {
            let is_part = place.breakdown.is_some() || place.program_type != base.program_type;
            let is_there = place.indicator == base.indicator && place.region == base.region;
            let is_whole = &*base.program_type == TOTAL || place.program_type == base.program_type;
            is_there && is_part && is_whole && told.said != Said::Nothing
        };
        let part = self.cells.iter().find(part).map(|(_, told)| told.at.spelled());
        let (code, what) = match part {
            Some(cell) => ("FL-E206", Message::new("gate-e206-what").word("cell", cell)),
            None => ("FL-E205", Message::new("gate-e205-what")),
        };
        let what = what.word("indicator", &base.indicator).word("region", &base.region);
        self.problems.push(problem(code, self.at(base), what));
    }

    /// Adds up regions, where all that one consists of are told.
    fn add_wholes(&mut self) {
        let whole = |it: &Arc<str>| self.shape.regions.get(it)?.whole.clone();
        let around = |it: &Arc<str>| std::iter::successors(whole(it), whole);
        let mut wanted: BTreeMap<Arc<str>, usize> = BTreeMap::new();
        for region in self.regions.iter().flat_map(around) {
            *wanted.entry(region).or_default() += 1;
        }
        let mut sums: BTreeMap<Place, (u64, usize)> = BTreeMap::new();
        for (place, count) in &self.counts {
            for region in around(&place.region) {
                let sum = sums.entry(Place { region, ..place.clone() }).or_default();
                *sum = (sum.0.saturating_add(*count), sum.1 + 1);
            }
        }
        sums.retain(|place, (_, regions)| wanted.get(&place.region) == Some(regions));
        self.counts.extend(sums.into_iter().map(|(place, (sum, _))| (place, sum)));
    }

    /// Returns the counts of all these places, if they all have one.
    fn all(&self, places: &[Place]) -> Option<Vec<u64>> {
        let count = |it: &Place| match self.said(it) {
            Said::Count(count) => Some(count),
            Said::Nothing | Said::Wrong => None,
        };
        places.iter().map(count).collect()
    }

    fn told(&self, place: &Place) -> Option<&Told> {
        self.cells.get(place)
    }

    fn said(&self, place: &Place) -> Said {
        match self.told(place).map_or(Said::Nothing, |it| it.said) {
            // Where nothing is offered, nothing need be said.
            Said::Nothing if !self.shape.is_offered(place) => Said::Count(0),
            said => said,
        }
    }

    fn at(&self, place: &Place) -> Message {
        self.told(place).map_or_else(figures, |it| it.at.message())
    }

    fn spelled(&self, place: &Place) -> String {
        self.told(place).map(|it| &it.at).map(At::spelled).unwrap_or_default()
    }
}

fn figures() -> Message {
    Message::new("gate-place-draft")
}
