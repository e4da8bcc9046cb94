//! Adding up what several organisations counted, so that none of them can be worked out of the sums.
//!
//! Sums of several are magnitudes to disclosure control: who contributes most of one is known to whoever
//! contributes next to most. The rule is the p% rule with p = 10 (`privacy.md` 2.4; Hundepool et al.,
//! *Statistical Disclosure Control*, 2012, chapter 4): the sum without its two largest contributions must be
//! at least a tenth of the largest. It implies that three organisations contribute and that none is more than
//! ten elevenths. It is kept by sums of sums: parts that keep it make wholes that do. So it promises:
//!
//! - **Of every number that is told, and of everything that is left of a whole by parts that are told**, the
//!   second largest contributor cannot work out the largest to within a tenth.
//! - **Where a sum does not keep it, its whole table is left out**, so that no subtraction leads to it; or it
//!   is hidden, where the candidates of every hidden number are as wide as a tenth of it.
//! - **What one organisation does not tell is told of nobody**, and its table is left out, too, unless the source
//!   says that it is small: else what is left of the whole could be nearly all of one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::message::Message;
use flotilla_domain::period::Grain;
use flotilla_domain::period::Period;
use flotilla_domain::profile::Profile;
use flotilla_domain::release::Place;

use super::problem;
use crate::draft::Draft;
use crate::pass::Dropped;
use crate::pass::WhyDropped;
use crate::problem::Collector;
use crate::problem::Problems;
use crate::rules::Shape;

/// How near, in percent of it, nobody may come to the largest contribution.
const NEAR_PERCENT: u64 = 10;

/// A contribution of which [`NEAR_PERCENT`] are not more than how far the candidates lie apart that a hidden
/// number keeps by the standard rules: 4.
const HIDDEN_MAX: u64 = 40;

/// What organisations counted, by place.
type Sums = BTreeMap<Place, Contributions>;

/// What each organisation counted of one place.
#[derive(Clone, Debug, Default)]
struct Contributions {
    /// In the order of the organisations; zero where one does not tell.
    counts: Vec<u64>,
    untold: Untold,
}

/// Whether somebody does not tell; the worst comes last.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
enum Untold {
    /// Everybody tells.
    #[default]
    Nobody,
    /// What is not told is small, as its source says.
    Small,
    /// It may be anything.
    Anything,
}

/// A sum, and by what it is judged.
struct Pool<'a> {
    sums: Sums,
    masked: BTreeSet<Place>,
    catalogue: &'a Catalogue,
    shape: Shape,
    dropped: Vec<Dropped>,
    problems: Collector,
}

/// What is told of the parts of an indicator and a period, all of it or nothing.
enum Table {
    /// By the categories of a dimension.
    Breakdown(Arc<str>),
    /// By program.
    Programs,
    /// By region, but for these that are no part of another.
    Regions(BTreeSet<Arc<str>>),
}

/// How much one contribution makes up.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Dominance {
    /// Too much to be hidden as an ordinary number is.
    Large,
    /// Nobody can work out the largest.
    None,
    /// Too much, but so little that hiding it is enough.
    Small,
}

/// Adds up what organisations counted.
///
/// # Errors
///
/// Fails if something of it does not add up over organisations, or is nearly all of one of them.
pub(crate) fn pool(
    drafts: &[Draft],
    coverage: Coverage,
    (catalogue, profile): (&Catalogue, &Profile),
) -> Result<Draft, Problems> {
    let (sums, masked) = (sums(drafts), BTreeSet::new());
    let (shape, dropped) = (Shape::of(catalogue, profile), Vec::new());
    let problems = Collector::default();
    let mut pool = Pool { sums, masked, catalogue, shape, dropped, problems };
    pool.object_to_persons(drafts);
    pool.hide_untold();
    pool.leave_out_dominated();
    pool.leave_out_fragments();
    let Pool { sums, masked, dropped, problems, .. } = pool;
    let (rows, left_out) = drafts
        .iter()
        .fold((0, 0), |(rows, left_out), it| (rows + it.rows(), left_out + it.rows_left_out()));
    let counts = sums.iter().filter(|(place, _)| !masked.contains(*place));
    let counts = counts.map(|(place, of)| (place.clone(), sum(&of.counts)));
    let draft = Draft::new(counts.collect(), rows, rows.saturating_sub(left_out));
    let draft = draft.with_masked(masked.into_iter().map(|it| (it, None)));
    problems.finish(draft.covering(coverage).without(dropped))
}

/// Gathers what each organisation told of each place.
fn sums(drafts: &[Draft]) -> Sums {
    let places: BTreeSet<&Place> = drafts.iter().flat_map(Draft::places).collect();
    let mut sums: Sums =
        places.into_iter().map(|it| (it.clone(), Contributions::default())).collect();
    for draft in drafts {
        let counts: BTreeMap<&Place, u64> = draft.counts().collect();
        let masked: BTreeMap<&Place, Option<u64>> = draft.masked().collect();
        for (place, of) in &mut sums {
            let count = counts.get(place).copied();
            let untold = match (count, masked.get(place).copied().flatten()) {
                (Some(_), _) => Untold::Nobody,
                (None, Some(most)) if most <= HIDDEN_MAX => Untold::Small,
                (None, _) => Untold::Anything,
            };
            of.counts.push(count.unwrap_or(0));
            of.untold = of.untold.max(untold);
        }
    }
    sums
}

fn sum(contributions: &[u64]) -> u64 {
    contributions.iter().copied().fold(0, u64::saturating_add)
}

/// Returns what is left of each contribution.
fn less(whole: &[u64], part: &[u64]) -> Vec<u64> {
    whole
        .iter()
        .zip(part)
        .map(|(whole, part)| whole.saturating_sub(*part))
        .collect()
}

/// Judges a sum by what was contributed to it.
fn dominance(contributions: &[u64]) -> Dominance {
    let mut ordered = contributions.to_vec();
    ordered.sort_unstable_by(|a, b| b.cmp(a));
    let largest = ordered.first().copied().unwrap_or(0);
    let rest = sum(ordered.get(2..).unwrap_or_default());
    match rest.saturating_mul(100) < largest.saturating_mul(NEAR_PERCENT) {
        false => Dominance::None,
        true if largest <= HIDDEN_MAX => Dominance::Small,
        true => Dominance::Large,
    }
}

impl Pool<'_> {
    /// Notes what does not add up: persons, who may be with several organisations, and means.
    fn object_to_persons(&mut self, drafts: &[Draft]) {
        let means = drafts.iter().flat_map(Draft::means).map(|(place, _)| &place.indicator);
        let means: BTreeSet<Arc<str>> = means.cloned().collect();
        let indicators: BTreeSet<Arc<str>> =
            self.sums.keys().map(|it| Arc::clone(&it.indicator)).collect();
        let adds_up = |code: &Arc<str>| {
            let kind = self.catalogue.indicator(code).map(|it| it.kind);
            matches!(kind, Some(IndicatorKind::Flow | IndicatorKind::Stock))
        };
        let persons = indicators.into_iter().filter(|it| !adds_up(it));
        for indicator in persons.chain(means).collect::<BTreeSet<_>>() {
            let what = Message::new("gate-e286-what").word("indicator", indicator);
            self.problems.push(problem("FL-E286", Message::new("gate-place-draft"), what));
        }
    }

    /// Hides what somebody does not tell.
    fn hide_untold(&mut self) {
        let untold = self.sums.iter().filter(|(_, of)| of.untold != Untold::Nobody);
        self.masked.extend(untold.map(|(place, _)| place.clone()));
    }

    /// Leaves out or hides whatever is nearly all of one organisation, or leaves such a rest.
    fn leave_out_dominated(&mut self) {
        let mut doomed = Vec::new();
        for (place, of) in &self.sums {
            let own = match of.untold {
                // Nothing but time stands above a total of everything.
                Untold::Anything if Table::of(place, &self.shape).is_none() => Dominance::Small,
                Untold::Anything => Dominance::Large,
                Untold::Nobody | Untold::Small => dominance(&of.counts),
            };
            let rest = self.rests(place, &of.counts).into_iter().map(|it| dominance(&it));
            match rest.fold(own, Dominance::worse) {
                Dominance::Large => {
                    let is_untold = of.untold == Untold::Anything;
                    let why = if is_untold { WhyDropped::Untold } else { WhyDropped::Dominated };
                    doomed.push((place.clone(), why));
                }
                Dominance::None => {}
                Dominance::Small => _ = self.masked.insert(place.clone()),
            }
        }
        for (place, why) in doomed {
            self.leave_out(&place, why);
        }
    }

    /// Returns what is left of the wholes of a place without it, where that is no union of other parts:
    /// whoever is in the base and not in an overlapping category, in a denominator and not above the line, or
    /// in a part that is in no file.
    fn rests(&self, place: &Place, of: &[u64]) -> Vec<Vec<u64>> {
        let overlaps =
            |dimension: &str| self.catalogue.list(dimension).is_some_and(|it| it.overlapping);
        let base = place.breakdown.as_ref().filter(|it| overlaps(&it.dimension));
        let base = base.map(|_| place.base());
        let whole = self.shape.shares.of_numerator(&place.indicator);
        let whole = whole.and_then(|share| share.whole(place));
        let wholes = base.into_iter().chain(whole);
        let wholes = wholes.filter_map(|it| Some(&self.sums.get(&it)?.counts));
        let rests = wholes.map(|whole| less(whole, of));
        rests.chain(self.untold_parts(place, of)).collect()
    }

    /// Returns what is left of a whole by its months, quarters or regions that are in the files, where some
    /// of them are not: of those nothing was judged.
    fn untold_parts(&self, place: &Place, of: &[u64]) -> Vec<Vec<u64>> {
        let kind = self.catalogue.indicator(&place.indicator).map(|it| it.kind);
        let grains = [Grain::Month, Grain::Quarter].map(|it| place.period.parts(it));
        let periods = grains.into_iter().filter(|_| kind == Some(IndicatorKind::Flow));
        let at = |periods: Vec<Period>| -> Vec<Place> {
            periods.into_iter().map(|period| Place { period, ..place.clone() }).collect()
        };
        let region = self.shape.regions.get(&place.region);
        let regions = region.map_or(&[][..], |it| it.parts.as_slice()).iter();
        let regions = regions.map(|it| Place { region: Arc::clone(it), ..place.clone() });
        let mut divisions: Vec<Vec<Place>> = periods.map(at).collect();
        divisions.push(regions.collect());
        let is_told = |it: &&Place| self.sums.contains_key(*it) && !self.masked.contains(*it);
        let is_broken = |parts: &Vec<Place>| {
            parts.iter().any(|it| !self.sums.contains_key(it))
                && parts.iter().any(|it| is_told(&it))
        };
        let rest = |parts: Vec<Place>| {
            let told = parts.iter().filter(is_told).filter_map(|it| self.sums.get(it));
            told.fold(of.to_vec(), |rest, part| less(&rest, &part.counts))
        };
        divisions.into_iter().filter(is_broken).map(rest).collect()
    }

    /// Leaves out the whole table that a place belongs to; a total of everything is objected to.
    fn leave_out(&mut self, place: &Place, why: WhyDropped) {
        let Place { indicator, period, .. } = place;
        let Some(table) = Table::of(place, &self.shape) else {
            let what = Message::new("gate-e287-what").word("indicator", indicator);
            let what = what.word("period", *period);
            self.problems
                .push_once(problem("FL-E287", Message::new("gate-place-draft"), what));
            return;
        };
        // Also of the year, where it is a quarter: less the others, that is what is left.
        let is_of = |it: &Place| it.indicator == *indicator && it.period.overlaps(*period);
        self.sums.retain(|it, _| !is_of(it) || !table.has(it));
        self.masked.retain(|it| !is_of(it) || !table.has(it));
        let base = Place { program_type: TOTAL.into(), ..place.base() };
        let dropped = Dropped { base, dimension: table.name(), why };
        if !self.dropped.iter().any(|it| is_same_table(it, &dropped)) {
            self.dropped.push(dropped);
        }
    }

    /// Leaves out breakdowns of which everything is hidden, and numerators without their denominators.
    fn leave_out_fragments(&mut self) {
        let slice = |it: &Place| Some((it.base(), Arc::clone(&it.breakdown.as_ref()?.dimension)));
        let told = self.sums.keys().filter(|it| !self.masked.contains(*it));
        let told: BTreeSet<_> = told.filter_map(slice).collect();
        let shares = &self.shape.shares;
        let whole = |it: &Place| shares.of_numerator(&it.indicator)?.whole(it);
        let lacks = |it: &Place| whole(&it.base()).is_some_and(|it| !self.sums.contains_key(&it));
        let is_fragment = |it: &Place| {
            let is_hidden = slice(it).is_some_and(|slice| !told.contains(&slice));
            is_hidden || lacks(it)
        };
        let fragments: Vec<Place> =
            self.sums.keys().filter(|it| is_fragment(it)).cloned().collect();
        for place in fragments {
            self.sums.remove(&place);
            self.masked.remove(&place);
        }
    }
}

impl Table {
    /// Returns the table that a place belongs to; none if it is a total of everything.
    fn of(place: &Place, shape: &Shape) -> Option<Self> {
        let tops: BTreeSet<Arc<str>> = shape.wholes().cloned().collect();
        match &place.breakdown {
            Some(breakdown) => Some(Self::Breakdown(Arc::clone(&breakdown.dimension))),
            None if *place.program_type != *TOTAL => Some(Self::Programs),
            None if !tops.contains(&place.region) => Some(Self::Regions(tops)),
            None => None,
        }
    }

    fn has(&self, place: &Place) -> bool {
        match self {
            Self::Breakdown(dimension) => {
                place.breakdown.as_ref().is_some_and(|it| it.dimension == *dimension)
            }
            Self::Programs => *place.program_type != *TOTAL,
            Self::Regions(tops) => !tops.contains(&place.region),
        }
    }

    /// Returns the code list of its parts.
    fn name(&self) -> String {
        match self {
            Self::Breakdown(dimension) => dimension.to_string(),
            Self::Programs => PROGRAM_TYPE.to_owned(),
            Self::Regions(_) => REGION.to_owned(),
        }
    }
}

impl Dominance {
    /// Returns the worse of two.
    fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::Large, _) | (_, Self::Large) => Self::Large,
            (Self::Small, _) | (_, Self::Small) => Self::Small,
            _ => Self::None,
        }
    }
}

/// Returns whether two are about one table for one reason, of whichever region or program.
fn is_same_table(one: &Dropped, other: &Dropped) -> bool {
    let of = |it: &Dropped| -> (Arc<str>, Period, String, WhyDropped) {
        (Arc::clone(&it.base.indicator), it.base.period, it.dimension.clone(), it.why)
    };
    of(one) == of(other)
}

#[cfg(test)]
mod tests;
