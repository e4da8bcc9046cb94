//! Whether counts belong together: what is missing between them, and what does not add up.
//!
//! For each indicator the total of every region is wanted; where one program is told, all programs; where
//! one category of a row is told, all of them. Then parts must make up their total, or, where somebody
//! may be in several categories, not exceed it. A part that is masked is not worked out: the others must not
//! exceed their total, and what consists of it is unknown as well. Nor does what is a share exceed what it is a
//! share of, or the persons of one program those of all, who are at most all programs' together.

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

/// Codes of regions, ordered.
type Regions = Vec<Arc<str>>;

/// Cells, and by what they are judged.
struct Balance<'a> {
    cells: &'a Cells,
    catalogue: &'a Catalogue,
    shape: &'a Shape,
    /// The lowest-level regions.
    regions: Regions,
    whole: Whole,
    problems: &'a mut Collector,
}

/// What belongs together.
#[derive(Debug, Default)]
pub(super) struct Whole {
    pub(super) counts: BTreeMap<Place, u64>,
    /// What is not told, and the most that it is said to be.
    pub(super) masked: BTreeMap<Place, Option<u64>>,
}

/// Returns the counts that are whole, with those of the regions above.
pub(super) fn balance(
    cells: &Cells,
    (catalogue, shape): (&Catalogue, &Shape),
    problems: &mut Collector,
) -> Whole {
    let lowest = shape
        .regions
        .iter()
        .filter(|(code, it)| it.canonical == **code && it.parts.is_empty());
    let regions = lowest.map(|(code, _)| Arc::clone(code)).collect();
    let whole = Whole::default();
    let mut balance = Balance { cells, catalogue, shape, regions, whole, problems };
    let said = cells.iter().filter(|(_, it)| it.said != Said::Nothing);
    let tables: BTreeSet<(Arc<str>, Period)> =
        said.map(|(place, _)| (Arc::clone(&place.indicator), place.period)).collect();
    for (indicator, period) in tables {
        balance.table(&indicator, period);
    }
    balance.shares();
    balance.add_wholes();
    balance.whole
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
        let (regions, wholes) = self.told_regions(indicator, period);
        let bases = |program: &Arc<str>| {
            let base = |region: &Arc<str>| Place {
                indicator: Arc::clone(indicator),
                period,
                region: Arc::clone(region),
                program_type: Arc::clone(program),
                breakdown: None,
            };
            regions.iter().chain(&wholes).map(base).collect::<Vec<_>>()
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
            Said::Count(count) => _ = self.whole.counts.insert(base.clone(), count),
            Said::Masked(most) => _ = self.whole.masked.insert(base.clone(), most),
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
        if parts.iter().any(|it| self.said(it) == Said::Wrong) {
            return;
        }
        if let Said::Count(total) = self.said(base) {
            let overlaps = self.catalogue.list(dimension).is_some_and(|list| list.overlapping);
            if overlaps {
                self.within((base, total), parts);
            } else {
                self.sum((base, total), parts);
            }
        }
        for part in parts {
            match self.said(part) {
                Said::Count(count) => _ = self.whole.counts.insert(part.clone(), count),
                Said::Masked(most) => _ = self.whole.masked.insert(part.clone(), most),
                Said::Nothing | Said::Wrong => {}
            }
        }
    }

    /// Compares programs with their total, and their categories with its.
    fn programs(&mut self, base: &Place, programs: &[Arc<str>]) {
        let mut wholes = vec![base.clone()];
        let of_base = |it: &&Place| it.base() == *base && it.breakdown.is_some();
        wholes.extend(self.whole.counts.keys().filter(of_base).cloned());
        for whole in wholes {
            let part = |it: &Arc<str>| Place { program_type: Arc::clone(it), ..whole.clone() };
            let parts: Vec<Place> = programs.iter().map(part).collect();
            let is_told = |it: &Place| matches!(self.said(it), Said::Count(_) | Said::Masked(_));
            let Said::Count(total) = self.said(&whole) else { continue };
            if !parts.iter().all(is_told) || !self.whole.counts.contains_key(&whole) {
                continue;
            }
            // Somebody may take part in several programs.
            let several = self.counts_persons(&whole.indicator);
            if several {
                self.within((&whole, total), &parts);
            }
            if !several || self.added(&parts) < total {
                self.sum((&whole, total), &parts);
            }
        }
    }

    /// Compares parts with their total; those that are masked may be anybody who is left.
    fn sum(&mut self, (whole, total): (&Place, u64), parts: &[Place]) {
        let sum = self.added(parts);
        let is_masked = parts.iter().any(|it| matches!(self.said(it), Said::Masked(_)));
        if sum == total || is_masked && sum < total {
            return;
        }
        let (first, at) = (parts.first().unwrap_or(whole), self.spelled(whole));
        let is_breakdown = first.breakdown != whole.breakdown;
        let what = match is_breakdown {
            true => "gate-e207-what",
            false if first.region != whole.region => "gate-e207-what-regions",
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
    fn within(&mut self, (whole, total): (&Place, u64), parts: &[Place]) {
        let larger = parts.iter().filter(|part| self.count(part).is_some_and(|it| it > total));
        let larger: Vec<Message> = larger.map(|part| self.at(part)).collect();
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
            let told = self.whole.counts.iter().filter(of);
            let pairs = told.filter_map(|(place, _)| {
                let period = place.period.earlier(share.months_earlier)?;
                let indicator = share.denominator.into();
                let whole = Place { indicator, period, ..place.clone() };
                let total = *self.whole.counts.get(&whole)?;
                Some((whole, total, place.clone()))
            });
            for (whole, total, place) in pairs.collect::<Vec<_>>() {
                self.within((&whole, total), &[place]);
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

    /// Adds up regions, where all that one consists of are told; a table that tells of one itself is
    /// compared with that.
    fn add_wholes(&mut self) {
        let whole = |it: &Arc<str>| self.shape.regions.get(it)?.whole.clone();
        let around = |it: &Arc<str>| std::iter::successors(whole(it), whole);
        let mut within: BTreeMap<Arc<str>, Vec<Arc<str>>> = BTreeMap::new();
        for region in &self.regions {
            around(region).for_each(|it| within.entry(it).or_default().push(Arc::clone(region)));
        }
        let leaves = self.whole.counts.keys().chain(self.whole.masked.keys());
        let leaves = leaves.filter(|it| self.regions.contains(&it.region));
        let wholes =
            leaves.flat_map(|it| around(&it.region).map(|region| Place { region, ..it.clone() }));
        for place in wholes.collect::<BTreeSet<Place>>() {
            let regions = within.get(&place.region).map_or(&[][..], Vec::as_slice);
            let part = |it: &Arc<str>| Place { region: Arc::clone(it), ..place.clone() };
            self.add_whole(&place, &regions.iter().map(part).collect::<Vec<_>>());
        }
    }

    fn add_whole(&mut self, place: &Place, parts: &[Place]) {
        let Whole { counts, masked } = &self.whole;
        if !parts.iter().all(|it| counts.contains_key(it) || masked.contains_key(it)) {
            return;
        }
        match self.said(place) {
            Said::Count(total) => self.sum((place, total), parts),
            Said::Masked(_) | Said::Wrong => {}
            Said::Nothing if parts.iter().any(|it| masked.contains_key(it)) => {
                self.whole.masked.insert(place.clone(), None);
            }
            Said::Nothing => {
                let sum = parts.iter().filter_map(|it| counts.get(it)).copied();
                let sum = sum.fold(0, u64::saturating_add);
                self.whole.counts.insert(place.clone(), sum);
            }
        }
    }

    /// Returns the lowest-level regions, if a table tells of any, and those of which it tells and that
    /// consist of others.
    fn told_regions(&self, indicator: &Arc<str>, period: Period) -> (Regions, Regions) {
        let of = |place: &&Place| place.indicator == *indicator && place.period == period;
        let told = self.cells.iter().filter(|(_, it)| it.said != Said::Nothing);
        let told: BTreeSet<Arc<str>> = told
            .map(|(place, _)| place)
            .filter(of)
            .map(|it| Arc::clone(&it.region))
            .collect();
        let (lowest, wholes): (Vec<_>, Vec<_>) =
            told.into_iter().partition(|it| self.regions.contains(it));
        (if lowest.is_empty() { Vec::new() } else { self.regions.clone() }, wholes)
    }

    /// Returns how many are told of all of these together.
    fn added(&self, parts: &[Place]) -> u64 {
        parts.iter().filter_map(|it| self.count(it)).fold(0, u64::saturating_add)
    }

    fn count(&self, place: &Place) -> Option<u64> {
        match self.said(place) {
            Said::Count(count) => Some(count),
            Said::Masked(_) | Said::Nothing | Said::Wrong => None,
        }
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
