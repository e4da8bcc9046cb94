//! The sums that every reader knows.
//!
//! A cell can be a part along six axes: of a larger region, of all programs, of the base of a
//! breakdown, of a quarter and of a year, and as a numerator or the rest of a denominator. Each new cell
//! is tied to the wholes that are known, and to the parts that are known; parts that are missing are added
//! as unknowns. So an unpublished part is protected like a withheld one. What balances is for
//! `balance`.
//!
//! Where the categories of a dimension overlap they do not add up, and somebody may be in none of
//! them. There each category makes up the base with the rest, who are not in it: an unpublished part
//! that is protected like any other.

use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::period::Grain;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::release::Figure;

use super::Entry;
use super::History;
use super::Id;
use super::Key;
use super::Metric;
use super::Stuck;
use super::Told;
use super::graph::Kind;
use super::place::Code;

/// The most parts that one release may bring in without naming them.
const GAPS_MAX: usize = 200_000;

/// Along what a cell is a part of another; the bits of `Entry::links`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Axis {
    Region,
    Program,
    Category,
    Quarter,
    Share,
    Year,
}

/// A cell that may not be published as it stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Orphan {
    pub(crate) id: Id,
    /// Whether it is the base of its breakdown that is hidden, missing or too small.
    pub(crate) lacks_base: bool,
}

const AXES: [Axis; 6] =
    [Axis::Region, Axis::Program, Axis::Category, Axis::Quarter, Axis::Year, Axis::Share];

impl Axis {
    /// Returns whether a part may be published beside what was told of its whole.
    fn accepts(self, told: Told, slice_base: impl Fn() -> u32) -> bool {
        match (self, told) {
            (Self::Quarter | Self::Year, _) => true,
            (Self::Category, Told::Figure(Figure::Count(count))) => {
                count >= u64::from(slice_base())
            }
            (Self::Category, _) | (Self::Program | Self::Region | Self::Share, Told::Nothing) => {
                false
            }
            (Self::Program | Self::Region | Self::Share, Told::Figure(_)) => true,
        }
    }

    fn bit(self) -> u8 {
        match self {
            Self::Region => 1,
            Self::Program => 2,
            Self::Category => 4,
            Self::Quarter => 8,
            Self::Year => 16,
            Self::Share => 32,
        }
    }
}

impl History {
    /// Ties the cells of a release to all they add up to, and returns those whose whole in space or
    /// among programs was not published, or whose base is not shown as at least what `parameters` ask.
    pub(super) fn link(
        &mut self,
        published: &[Id],
        parameters: &GateParameters,
        stuck: &mut Option<Stuck>,
    ) -> Vec<Orphan> {
        let mut orphans = Vec::new();
        let mut waiting: Vec<Id> = Vec::new();
        for id in published {
            orphans.extend(self.link_to_wholes(*id, parameters, &mut waiting));
            self.link_to_parts(*id, &mut waiting);
            self.link_balances(*id, &mut waiting);
        }
        let mut gaps = 0;
        while let Some(id) = waiting.pop() {
            gaps += 1;
            if gaps > GAPS_MAX {
                *stuck = Some(Stuck::TooLong);
                break;
            }
            self.link_to_wholes(id, parameters, &mut waiting);
            self.link_to_parts(id, &mut waiting);
            self.link_balances(id, &mut waiting);
        }
        orphans
    }

    /// Returns how large the base of a cell must be at least, if the cell is part of a breakdown.
    pub(crate) fn slice_base_of(&self, id: Id, parameters: &GateParameters) -> u32 {
        let dimension = self.entry(id).map_or(Code::TOTAL, |entry| entry.key.dimension);
        parameters.slice_base_of(self.frame.class(dimension))
    }

    /// Ties a cell to its wholes, and says whether one that must be published is not.
    fn link_to_wholes(
        &mut self,
        id: Id,
        parameters: &GateParameters,
        waiting: &mut Vec<Id>,
    ) -> Option<Orphan> {
        let Entry { key, wholes, .. } = self.entry(id)?;
        let mut orphan = None;
        for axis in AXES {
            if wholes & axis.bit() != 0 {
                continue;
            }
            let Some(whole) = self.whole(key, axis) else { continue };
            let whole = self.find(whole);
            let told = whole.map_or(Told::Nothing, |whole| self.told(whole));
            let slice_base = || parameters.slice_base_of(self.frame.class(key.dimension));
            if !axis.accepts(told, slice_base) {
                orphan = Some(Orphan { id, lacks_base: axis == Axis::Category });
            }
            if let Some(whole) = whole
                && self.is_loose(id, axis)
            {
                self.relate(whole, axis, key, waiting);
            }
        }
        orphan
    }

    /// Ties a cell to its parts, wherever one of them is known.
    fn link_to_parts(&mut self, id: Id, waiting: &mut Vec<Id>) {
        let Some(Entry { key, .. }) = self.entry(id) else { return };
        for (axis, sample) in self.possible_parts(key) {
            let is_loose = |it: Id| it != id && self.is_loose(it, axis);
            if self.find(sample).is_some_and(is_loose) {
                self.relate(id, axis, sample, waiting);
            }
        }
    }

    /// Returns the parts of `key` that may be there before it: shorter periods, and whatever else
    /// if parts were brought in without being named.
    fn possible_parts(&self, key: Key) -> Vec<(Axis, Key)> {
        let Some(metric) = self.metrics.get(&key.indicator) else { return Vec::new() };
        let mut parts = metric.finer(key);
        parts.extend(self.frame.shares().numerators(key).map(|it| (Axis::Share, it)));
        if !metric.has_gaps {
            return parts;
        }
        let regions = self.frame.parts(key.region).iter();
        parts.extend(regions.map(|it| (Axis::Region, key.with_region(*it))));
        if key.program == Code::TOTAL {
            let programs = self.frame.programs().iter();
            parts.extend(programs.map(|it| (Axis::Program, Key { program: *it, ..key })));
        }
        if key.dimension == Code::TOTAL {
            for dimension in metric.dimensions.iter().copied() {
                let categories = self.frame.categories(dimension).iter();
                let part = |category: &Code| Key { dimension, category: *category, ..key };
                parts.extend(categories.map(|it| (Axis::Category, part(it))));
            }
        }
        parts.retain(|(axis, _)| self.has_sum(key.indicator, *axis));
        parts
    }

    /// Returns whether parts along `axis` have anything to do with their whole: who is left over in one
    /// program or period may not be in another.
    fn has_sum(&self, indicator: Code, axis: Axis) -> bool {
        !matches!(axis, Axis::Program | Axis::Quarter | Axis::Year)
            || !self.frame.shares().is_rest_of_persons(indicator)
    }

    fn is_loose(&self, id: Id, axis: Axis) -> bool {
        self.entry(id).is_some_and(|entry| entry.links & axis.bit() == 0)
    }

    /// Says that `whole` is the sum of `sample` and all that stand beside it.
    fn relate(&mut self, whole: Id, axis: Axis, sample: Key, waiting: &mut Vec<Id>) {
        let Some(Entry { key, told, .. }) = self.entry(whole) else { return };
        if axis == Axis::Share
            && let Some(share) = self.frame.shares().of(sample.indicator).copied()
        {
            self.note(Key { indicator: share.rest, ..sample }, || Some(share.kind));
        }
        let is_told = told != Told::Nothing;
        let mut parts = Vec::new();
        for key in self.parts(key, axis, sample) {
            let part = self.find(key).unwrap_or_else(|| {
                let gap = self.add(self.canonical(key), false);
                waiting.push(gap);
                self.mark_gap(key.indicator);
                gap
            });
            if let Some(entry) = self.entry(part) {
                let links = entry.links | axis.bit();
                let wholes = entry.wholes | if is_told { axis.bit() } else { 0 };
                self.set(part, Entry { links, wholes, ..entry });
            }
            parts.push(part);
        }
        if !parts.is_empty() && !parts.contains(&whole) {
            self.graph.relate(whole, parts, self.kind(key.indicator, axis));
        }
    }

    /// Returns how parts along `axis` make up a whole: persons may be in several programs, and in
    /// several periods (privacy.md 2.1).
    fn kind(&self, indicator: Code, axis: Axis) -> Kind {
        let overlaps = matches!(axis, Axis::Program | Axis::Quarter | Axis::Year);
        let counts_persons = |it: &Metric| overlaps && it.kind == IndicatorKind::Unique;
        match self.metrics.get(&indicator).is_some_and(counts_persons) {
            true => Kind::Cover,
            false => Kind::Sum,
        }
    }

    /// Returns what `key` is a part of along `axis`.
    fn whole(&self, key: Key, axis: Axis) -> Option<Key> {
        let around = |grain| key.period.enclosing(grain).map(|period| Key { period, ..key });
        if !self.has_sum(key.indicator, axis) {
            return None;
        }
        match axis {
            Axis::Share => self.frame.shares().of(key.indicator)?.whole(key),
            Axis::Region => self.frame.whole(key.region).map(|region| key.with_region(region)),
            Axis::Program => {
                let is_part = key.program != Code::TOTAL && !self.frame.programs().is_empty();
                is_part.then_some(Key { program: Code::TOTAL, ..key })
            }
            Axis::Category => (key.dimension != Code::TOTAL).then_some(key.base()),
            Axis::Quarter => {
                let metric = self.metrics.get(&key.indicator)?;
                let is_part = metric.has_spans() && key.period.grain() == Grain::Month;
                is_part.then(|| around(Grain::Quarter)).flatten()
            }
            Axis::Year => {
                let metric = self.metrics.get(&key.indicator)?;
                let is_part = key.period.grain() >= Grain::Quarter;
                (metric.has_spans() && is_part).then(|| around(metric.year?)).flatten()
            }
        }
    }

    /// Returns all that `key` is made of along `axis`, by things of the kind of `sample`.
    fn parts(&self, key: Key, axis: Axis, sample: Key) -> Vec<Key> {
        match axis {
            Axis::Region => {
                let parts = self.frame.parts(key.region).iter();
                parts.map(|region| key.with_region(*region)).collect()
            }
            Axis::Program => {
                let programs = self.frame.programs().iter();
                programs.map(|program| Key { program: *program, ..key }).collect()
            }
            Axis::Category => {
                let Key { dimension, category, .. } = sample;
                let part = |category| Key { dimension, category, ..key };
                match self.frame.rest(category) {
                    Some(rest) => vec![part(category.min(rest)), part(category.max(rest))],
                    None => {
                        let categories = self.frame.categories(dimension).iter();
                        categories.map(|category| part(*category)).collect()
                    }
                }
            }
            Axis::Quarter | Axis::Year => {
                let periods = key.period.parts(sample.period.grain()).into_iter();
                periods.map(|period| Key { period, ..key }).collect()
            }
            Axis::Share => {
                self.frame.shares().of(sample.indicator).map_or_else(Vec::new, |share| {
                    let part = |indicator| Key { indicator, period: sample.period, ..key };
                    vec![part(share.numerator), part(share.rest)]
                })
            }
        }
    }

    /// Returns the cell of `key`, by whichever name.
    pub(super) fn find(&self, key: Key) -> Option<Id> {
        let by = |key: &Key| self.cells.get(key).copied();
        by(&key).or_else(|| {
            let canonical = self.canonical(key);
            (canonical != key).then(|| by(&canonical)).flatten()
        })
    }

    pub(super) fn mark_gap(&mut self, indicator: Code) {
        if let Some(metric) = self.metrics.get_mut(&indicator)
            && !metric.has_gaps
        {
            self.journal.metrics.push((indicator, Some(metric.clone())));
            metric.has_gaps = true;
        }
    }
}

impl Metric {
    /// Returns one key for each shorter period that is a part of `key` and was published somewhere.
    fn finer(&self, key: Key) -> Vec<(Axis, Key)> {
        if !self.has_spans() || self.periods.len() < 2 && !self.has_gaps {
            return Vec::new();
        }
        let axis = if key.period.grain() == Grain::Quarter { Axis::Quarter } else { Axis::Year };
        let periods = [Grain::Quarter, Grain::Month].into_iter();
        let parts = periods.flat_map(|grain| key.period.parts(grain));
        let parts = parts.filter(|period| self.has_gaps || self.periods.contains(period));
        parts.map(|period| (axis, Key { period, ..key })).collect()
    }
}
