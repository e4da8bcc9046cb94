//! What follows from the figures of several members: who is left when the others publish their own.
//!
//! A history knows one member. But whoever adds up others ([`Coverage`]) and those others tell of the same
//! people, and what some of them publish can be subtracted: the province less all agencies but one is that
//! agency. This module looks at several members at once, at names and places only, never at numbers, so it
//! is more careful than it had to be. It promises:
//!
//! - **Nobody is left alone or in two**: of those who are covered none publish their own, or all, or three
//!   at least are left ([`TOGETHER_MIN`]); for any two can subtract themselves.
//! - **Whoever reports together does not publish the same by itself**, however many are left.
//! - **Who reports together does so once**: two pools of one time that share somebody are two draws of a number,
//!   or its difference.
//! - **No order**: the same releases, the same overlaps, whoever was first and whoever asks.
//! - **It ends**: after so many comparisons nothing more is looked for.
//!
//! It is no verdict, for that depends on one log alone (ADR 33). A publisher is refused what would make an
//! overlap; whoever finds one among what is out tells it as a doubt.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::coverage::TOGETHER_MIN;
use flotilla_domain::message::Message;
use flotilla_domain::period::Period;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;

use crate::check::spell;
use crate::history::History;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;

/// The most organisations that one message names.
const NAMED_MAX: usize = 5;

/// The most places that are compared; a hundred members who cover each other need a tenth of that.
const COMPARED_MAX: usize = 5_000_000;

/// What one member has told, by place: of itself, and of others.
#[derive(Clone, Debug, Default)]
pub struct Voice {
    name: String,
    own: Told,
    covered: BTreeMap<Coverage, Told>,
}

/// The places of which a number was told, by indicator and breakdown, and by period.
type Told = BTreeMap<(Arc<str>, Option<Breakdown>), BTreeMap<Period, BTreeSet<Place>>>;

/// Compares what was told, as long as that may take.
struct Comparison<'a> {
    catalogue: &'a Catalogue,
    compared: usize,
}

/// Figures from which others can be subtracted, so that too few are left.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Overlap {
    /// Who added them up.
    pub author: String,
    /// Whether those who are covered report together.
    pub together: bool,
    /// Who can be subtracted, by what is out as well; ordered.
    pub apart: Vec<String>,
    /// A figure of theirs.
    pub place: Place,
}

impl Voice {
    /// Returns what the member called `name` has told.
    pub fn of(name: &str, history: &History) -> Self {
        let mut voice = Self { name: name.to_owned(), ..Self::default() };
        for (coverage, place) in history.told_numbers() {
            voice.add(coverage, place);
        }
        voice
    }

    /// Returns the same voice once it has told this, too.
    #[must_use]
    pub fn with<'a>(
        mut self,
        coverage: &Coverage,
        told: impl Iterator<Item = &'a Observation>,
    ) -> Self {
        for observation in told.filter(|it| matches!(it.figure, Figure::Count(_))) {
            self.add(coverage, observation.place.clone());
        }
        self
    }

    /// Returns the same voice without what it tells of the member called `name`, if it is one of those who
    /// are `disowned`: that was never theirs.
    #[must_use]
    pub fn without(mut self, disowned: &[String], name: &str) -> Self {
        if disowned.contains(&self.name) {
            self.covered.retain(|coverage, _| !coverage.names(name));
        }
        self
    }

    fn add(&mut self, coverage: &Coverage, place: Place) {
        let told = match coverage.is_empty() {
            true => &mut self.own,
            false => self.covered.entry(coverage.clone()).or_default(),
        };
        let key = (Arc::clone(&place.indicator), place.breakdown.clone());
        told.entry(key).or_default().entry(place.period).or_default().insert(place);
    }
}

/// Returns the overlaps in all that members have told, ordered: one for each author and coverage, indicator
/// and period, and those who can be subtracted.
pub fn overlaps(voices: &[Voice], catalogue: &Catalogue) -> Vec<Overlap> {
    summarized(overlaps_of(voices, |_, _| true, catalogue))
}

/// Returns the overlaps that concern the member called `name`, as author or as one of those who are covered.
pub fn overlaps_about(name: &str, voices: &[Voice], catalogue: &Catalogue) -> Vec<Overlap> {
    let is_about = |author: &str, coverage: &Coverage| author == name || coverage.names(name);
    let mut overlaps = overlaps_of(voices, is_about, catalogue);
    overlaps.retain(|it| it.concerns(name));
    summarized(overlaps)
}

/// Returns the overlaps at every place.
fn overlaps_of(
    voices: &[Voice],
    is_wanted: impl Fn(&str, &Coverage) -> bool,
    catalogue: &Catalogue,
) -> BTreeSet<Overlap> {
    let mut ordered: Vec<&Voice> = voices.iter().collect();
    ordered.sort_by(|a, b| a.name.cmp(&b.name));
    let mut comparison = Comparison { catalogue, compared: 0 };
    let mut found = BTreeSet::new();
    for voice in ordered.iter().copied() {
        let wanted = voice.covered.iter().filter(|(it, _)| is_wanted(&voice.name, it));
        for (coverage, place) in
            wanted.flat_map(|(it, told)| places(told).map(move |place| (it, place)))
        {
            let apart = comparison.apart((voice, coverage, place), &ordered);
            let left = coverage.units().len().saturating_sub(apart.len());
            let is_few = (1..TOGETHER_MIN).contains(&left);
            let together = coverage.is_together();
            if !apart.is_empty() && (is_few || together) {
                let (author, place) = (voice.name.clone(), place.clone());
                found.insert(Overlap { author, together, apart, place });
            }
        }
    }
    found
}

/// Returns the first overlap of each kind.
fn summarized(overlaps: BTreeSet<Overlap>) -> Vec<Overlap> {
    let mut overlaps: Vec<Overlap> = overlaps.into_iter().collect();
    overlaps.dedup_by(|next, one| {
        let of = |it: &Overlap| (Arc::clone(&it.place.indicator), it.place.period);
        let is_same = next.author == one.author && next.together == one.together;
        is_same && next.apart == one.apart && of(next) == of(one)
    });
    overlaps
}

impl Comparison<'_> {
    /// Returns who of those that are covered at a place can be subtracted: by what they told themselves, or
    /// by what was told of some of them.
    fn apart(
        &mut self,
        (author, coverage, place): (&Voice, &Coverage, &Place),
        voices: &[&Voice],
    ) -> Vec<String> {
        let mut apart = BTreeSet::new();
        for voice in voices {
            let is_author = voice.name == author.name;
            let covers = !is_author && coverage.names(&voice.name);
            // Who reports together promised to tell nothing of the same time, whatever the region.
            let strictly = !coverage.is_together();
            if covers && self.tells(&voice.own, place, strictly) {
                apart.insert(voice.name.as_str());
            }
            for (other, told) in
                voice.covered.iter().filter(|(it, _)| !is_author || *it != coverage)
            {
                let both = coverage.is_together() && other.is_together();
                let shared = other.units().iter().filter(|it| coverage.names(it));
                let shared: Vec<&str> = shared.map(String::as_str).collect();
                let is_near = is_part(other, coverage) || both && !shared.is_empty();
                if is_near && self.tells(told, place, !both) {
                    apart.extend(shared);
                }
            }
        }
        apart.into_iter().map(str::to_owned).collect()
    }

    /// Returns whether somebody tells of people who may be counted at a place; or, where it is not asked
    /// strictly, of the same indicator and time.
    fn tells(&mut self, told: &Told, place: &Place, strictly: bool) -> bool {
        let from = (Arc::clone(&place.indicator), None);
        let of_indicator = told.range(from..).take_while(|((it, _), _)| *it == place.indicator);
        let of_kind = of_indicator.filter(|((_, it), _)| !strictly || *it == place.breakdown);
        // Most of what members tell is of other times, and costs a look at the time alone.
        let periods = of_kind.flat_map(|(_, periods)| periods);
        for (_, places) in periods.filter(|(period, _)| period.overlaps(place.period)) {
            for other in places {
                self.compared += 1;
                if self.compared > COMPARED_MAX {
                    return false;
                }
                if is_same_group((other, place), strictly, self.catalogue) {
                    return true;
                }
            }
        }
        false
    }
}

fn places(told: &Told) -> impl Iterator<Item = &Place> {
    told.values().flat_map(BTreeMap::values).flatten()
}

/// Returns whether a coverage is of some that another is of, and not of all.
fn is_part(coverage: &Coverage, of: &Coverage) -> bool {
    coverage.units().len() < of.units().len() && coverage.units().iter().all(|it| of.names(it))
}

/// Returns whether two figures of one indicator and category may have people in common; or, where it is not asked
/// strictly, whether they are of the same time.
fn is_same_group((a, b): (&Place, &Place), strictly: bool, catalogue: &Catalogue) -> bool {
    if !a.period.overlaps(b.period) {
        return false;
    }
    let regions = catalogue.list(REGION);
    let is_within = |one: &str, other: &str| {
        one == other || regions.is_some_and(|list| list.is_within(one, other))
    };
    let is_near = is_within(&a.region, &b.region) || is_within(&b.region, &a.region);
    let programs = [&a.program_type, &b.program_type];
    let is_program = programs.iter().any(|it| &***it == TOTAL) || a.program_type == b.program_type;
    !strictly || is_near && is_program
}

/// Objects to releases of the member called `name`, who has told `history`, beside all that others have
/// told.
///
/// # Errors
///
/// Fails with each overlap that they would make.
pub fn refuse_beside<'a>(
    (name, history): (&str, &History),
    releases: impl Iterator<Item = &'a Release>,
    (others, catalogue): (&[Voice], &Catalogue),
) -> Result<(), Problems> {
    let before = Voice::of(name, history);
    let after = releases.fold(before.clone(), |voice, it| {
        voice.with(&it.terms().coverage, it.observations().iter())
    });
    refuse((before, after), others, catalogue)
}

/// Objects to what `voice` would tell beside all that others have told, if that makes overlaps which are not
/// there without it.
fn refuse(
    (before, voice): (Voice, Voice),
    others: &[Voice],
    catalogue: &Catalogue,
) -> Result<(), Problems> {
    let of = |voice: Voice| {
        let voices: Vec<Voice> = others.iter().cloned().chain([voice]).collect();
        overlaps_of(&voices, |_, _| true, catalogue)
    };
    let known = of(before);
    let new = of(voice).difference(&known).cloned().collect();
    let mut problems = Collector::default();
    for overlap in summarized(new) {
        problems.push(overlap.problem());
    }
    problems.finish(())
}

impl Overlap {
    /// Returns whether a member has a part in it.
    pub fn concerns(&self, name: &str) -> bool {
        self.author == name || self.apart.iter().any(|it| it == name)
    }

    /// Returns what whoever looks at what is out is told.
    pub fn doubt(&self) -> Message {
        self.told(match self.together {
            true => "gate-union-together",
            false => "gate-union-few",
        })
    }

    fn problem(&self) -> Problem {
        let (what, remedy) = match self.together {
            true => ("gate-e280-what", "gate-e280-remedy"),
            false => ("gate-e281-what", "gate-e281-remedy"),
        };
        let code = if self.together { "FL-E280" } else { "FL-E281" };
        let place = Message::new("gate-place-draft");
        Problem { code, place, what: self.told(what), remedy: Message::new(remedy) }
    }

    fn told(&self, id: &'static str) -> Message {
        let named = self.apart.iter().take(NAMED_MAX).map(String::as_str);
        let names = named.collect::<Vec<_>>().join(", ");
        Message::new(id)
            .word("author", &self.author)
            .word("place", spell(&self.place))
            .word("names", names)
            .number("count", self.apart.len())
    }
}

/// Objects to figures of which some are out that were made up of those of others, or of nobody's but the
/// member's: both would go by one name.
///
/// # Errors
///
/// Fails with every indicator of which that is so.
pub(crate) fn refuse_mixed<'a>(
    coverage: &Coverage,
    places: impl Iterator<Item = &'a Place>,
    history: &History,
) -> Result<(), Problems> {
    let mut told: BTreeMap<Arc<str>, BTreeSet<_>> = BTreeMap::new();
    for place in history.told_otherwise(coverage) {
        told.entry(place.indicator).or_default().insert(place.period);
    }
    let clash = |place: &&Place| {
        let periods = told.get(&place.indicator);
        periods.is_some_and(|it| it.iter().any(|period| period.overlaps(place.period)))
    };
    let clashes: BTreeSet<_> =
        places.filter(clash).map(|it| (Arc::clone(&it.indicator), it.period)).collect();
    let mut problems = Collector::default();
    for (indicator, period) in clashes {
        let what = Message::new("gate-e282-what").word("indicator", indicator);
        let what = what.word("period", period);
        let place = Message::new("gate-place-draft");
        let remedy = Message::new("gate-e282-remedy");
        problems.push(Problem { code: "FL-E282", place, what, remedy });
    }
    problems.finish(())
}

#[cfg(test)]
mod tests;
