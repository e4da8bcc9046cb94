//! What follows from the figures of several members: who is left when the others publish their own.
//!
//! A history knows one member. But whoever adds up others ([`Coverage`]) and those others tell of the same
//! people, and what some of them publish can be subtracted: the province less all agencies but one is that
//! agency. This module looks at several members at once, at names and places only, never at numbers, so it
//! is more careful than it had to be. It promises:
//!
//! - **Nobody is left alone or in two**: of those who are covered none publish their own, or all, or three
//!   at least are left ([`TOGETHER_MIN`]); for any two can subtract themselves.
//! - **Nor by sums that cross each other** (`crossing`), of which none is part of another.
//! - **Whoever reports together does not publish the same by itself**, however many are left.
//! - **Who reports together does so once**: two pools of one time that share somebody are two draws of a number,
//!   or its difference.
//! - **A name means whom people take it for** (`organisation`), however it is spelled.
//! - **No order**: the same releases, the same overlaps, whoever was first and whoever asks.
//! - **It ends, and says so**: after so many comparisons a publisher is refused, and whoever asks is told.
//!
//! It is no verdict, for that depends on one log alone (ADR 33). A publisher is refused what would make an
//! overlap; whoever finds one among what is out tells it as a doubt.
//!
//! [`TOGETHER_MIN`]: flotilla_domain::coverage::TOGETHER_MIN

mod compare;
mod crossing;
mod organisation;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::message::Message;
use flotilla_domain::period::Period;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;

pub use crate::union::organisation::Organisation;
pub(crate) use crate::union::organisation::distinct;

use crate::check::spell;
use crate::history::History;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::union::compare::Comparison;
use crate::union::compare::Wanted;

/// The most organisations that one message names.
const NAMED_MAX: usize = 5;

/// What one member has told, by place: of itself, and of others.
#[derive(Clone, Debug, Default)]
pub struct Voice {
    who: Organisation,
    own: Told,
    covered: BTreeMap<Coverage, Told>,
}

/// The places of which a number was told, by indicator and breakdown, and by period.
type Told = BTreeMap<(Arc<str>, Option<Breakdown>), BTreeMap<Period, BTreeSet<Place>>>;

/// What was found in all that members have told.
#[derive(Clone, Debug)]
pub struct Compared {
    overlaps: BTreeSet<Overlap>,
    is_whole: bool,
}

/// Figures from which others can be worked out, so that too few are left.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Overlap {
    /// Who added them up; ordered.
    authors: Vec<String>,
    why: Why,
    /// Who can be subtracted by what is out as well, or is what is left; ordered.
    apart: Vec<String>,
    /// A figure of theirs.
    place: Place,
}

/// What an overlap says: why, by whom, of whom, and where.
type Gist<'a> = (Why, &'a [String], &'a [String], &'a Place);

/// What makes an overlap.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Why {
    /// One or two are left of those who are covered.
    Few,
    /// Those who are covered report together.
    Together,
    /// Sums that cross each other leave one or two; last, for the others say more.
    Crossing,
}

impl Voice {
    /// Returns what a member has told.
    pub fn of(who: Organisation, history: &History) -> Self {
        let mut voice = Self { who, ..Self::default() };
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

    /// Returns the same voice without what it tells of a member, if it is one of those who are `disowned`:
    /// that was never theirs. Nor is what goes by the same name.
    #[must_use]
    pub fn without(mut self, disowned: &[String], member: &Organisation) -> Self {
        if disowned.iter().any(|it| self.who.handle() == it) {
            let names = |it: &Coverage| it.units().iter().any(|unit| member.is_called(unit));
            self.covered.retain(|coverage, _| !names(coverage));
            self.who = self.who.by_handle_alone();
        }
        self
    }

    /// Returns whose it is.
    pub fn who(&self) -> &Organisation {
        &self.who
    }

    /// Returns whether it tells of others.
    pub fn covers(&self) -> bool {
        !self.covered.is_empty()
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

/// Returns the overlaps in all that members have told.
pub fn compare<'a>(voices: impl Iterator<Item = &'a Voice>, catalogue: &'a Catalogue) -> Compared {
    Comparison::new(voices, catalogue).overlaps(&Wanted::default())
}

impl Compared {
    /// Returns what whoever looks at what is out is told of a member, `max` at most: one doubt for each author,
    /// indicator and period, and those who can be subtracted; and where something is left that was not
    /// compared, whoever covers others (`covers`) is named.
    pub fn doubts(&self, (who, covers): (&Organisation, bool), max: usize) -> Vec<Message> {
        let about = self.overlaps.iter().filter(|it| it.concerns(who)).cloned();
        let overlaps = summarized(about.collect());
        let gave_up = !self.is_whole && covers;
        let gave_up = gave_up.then(|| Message::new("gate-union-unfinished"));
        gave_up
            .into_iter()
            .chain(overlaps.iter().map(Overlap::doubt))
            .take(max)
            .collect()
    }
}

/// Returns the first overlap of each kind; those of sums that cross only where nothing simpler is to be said.
fn summarized(overlaps: BTreeSet<Overlap>) -> Vec<Overlap> {
    let of = |it: &Overlap| (Arc::clone(&it.place.indicator), it.place.period);
    let simple = overlaps.iter().filter(|it| it.why != Why::Crossing);
    let simple: BTreeSet<_> = simple.map(of).collect();
    let mut overlaps: Vec<Overlap> = overlaps.into_iter().collect();
    overlaps.retain(|it| it.why != Why::Crossing || !simple.contains(&of(it)));
    // Where one is known, sums of two follow: they say less.
    let known = overlaps.iter().filter(|it| it.why == Why::Crossing && it.apart.len() == 1);
    let known: BTreeSet<_> = known.map(of).collect();
    overlaps
        .retain(|it| it.why != Why::Crossing || it.apart.len() == 1 || !known.contains(&of(it)));
    overlaps.dedup_by(|next, one| {
        let is_same = next.authors == one.authors && next.why == one.why;
        is_same && next.apart == one.apart && of(next) == of(one)
    });
    overlaps
}

/// Objects to releases of a member, who has told `history`, beside all that others have told.
///
/// # Errors
///
/// Fails with each overlap that they would make, or if it would take too long to look for them.
pub fn refuse_beside<'a>(
    (who, history): (&Organisation, &History),
    releases: impl Iterator<Item = &'a Release>,
    (others, catalogue): (&[Voice], &Catalogue),
) -> Result<(), Problems> {
    let before = Voice::of(who.clone(), history);
    let mut indicators = BTreeSet::new();
    let after = releases.fold(before.clone(), |voice, it| {
        indicators.extend(it.observations().iter().map(|it| Arc::clone(&it.place.indicator)));
        voice.with(&it.terms().coverage, it.observations().iter())
    });
    let wanted = Wanted { indicators: Some(indicators), ..Wanted::default() };
    refuse((before, after), wanted, (others, catalogue))
}

/// Objects to what `voice` would tell beside all that others have told, if that makes overlaps which are not
/// there without it.
fn refuse(
    (before, voice): (Voice, Voice),
    wanted: Wanted,
    (others, catalogue): (&[Voice], &Catalogue),
) -> Result<(), Problems> {
    // A new overlap has something new in it: of whom the member is or covers.
    let wanted = Wanted { about: Some(voice.clone()), ..wanted };
    let of =
        |voice: Voice| Comparison::new(others.iter().chain([&voice]), catalogue).overlaps(&wanted);
    let (known, then) = (of(before), of(voice));
    let gist: BTreeSet<_> = known.overlaps.iter().map(Overlap::gist).collect();
    let new = then.overlaps.iter().filter(|it| !gist.contains(&it.gist())).cloned().collect();
    let mut problems = Collector::default();
    if !(known.is_whole && then.is_whole) {
        let (code, place) = ("FL-E289", Message::new("gate-place-draft"));
        let what = Message::new("gate-e289-what");
        problems.push(Problem { code, place, what, remedy: Message::new("gate-e289-remedy") });
    }
    for overlap in summarized(new) {
        problems.push(overlap.problem());
    }
    problems.finish(())
}

impl Overlap {
    /// Returns what it says. Whose sums cross is no part of that: one more that joins them changes nothing.
    fn gist(&self) -> Gist<'_> {
        let authors = if self.why == Why::Crossing { &[] } else { self.authors.as_slice() };
        (self.why, authors, &self.apart, &self.place)
    }

    /// Returns whether a member has a part in it.
    fn concerns(&self, member: &Organisation) -> bool {
        self.authors.iter().any(|it| it == member.handle())
            || self.apart.iter().any(|it| member.is_called(it))
    }

    /// Returns what whoever looks at what is out is told.
    fn doubt(&self) -> Message {
        self.told(match self.why {
            Why::Crossing => "gate-union-crossing",
            Why::Few => "gate-union-few",
            Why::Together => "gate-union-together",
        })
    }

    fn problem(&self) -> Problem {
        let (code, what, remedy) = match self.why {
            Why::Crossing => ("FL-E288", "gate-e288-what", "gate-e288-remedy"),
            Why::Few => ("FL-E281", "gate-e281-what", "gate-e281-remedy"),
            Why::Together => ("FL-E280", "gate-e280-what", "gate-e280-remedy"),
        };
        let place = Message::new("gate-place-draft");
        Problem { code, place, what: self.told(what), remedy: Message::new(remedy) }
    }

    fn told(&self, id: &'static str) -> Message {
        let joined =
            |names: &[String]| names.iter().take(NAMED_MAX).cloned().collect::<Vec<_>>().join(", ");
        Message::new(id)
            .word("author", joined(&self.authors))
            .word("place", spell(&self.place))
            .word("names", joined(&self.apart))
            .number("count", self.apart.len())
    }
}

/// Objects to figures of which some are out that were made up of those of others, or of nobody's but the
/// member's: both would go by one name.
///
/// # Errors
///
/// Fails with every indicator of which that is so.
pub fn refuse_mixed<'a>(
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
