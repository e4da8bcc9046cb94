//! Compares what members tell of each other, place by place.
//!
//! - **Who is subtracted, not how many**: names and places only, never numbers.
//! - **Whoever gives up says so** ([`Compared::is_whole`]): after [`COMPARED_MAX`] places, or where more sums
//!   cross each other than [`SUMS_MAX`], nothing is known of the rest.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::coverage::Coverage;
use flotilla_domain::coverage::TOGETHER_MIN;
use flotilla_domain::period::Period;
use flotilla_domain::release::Place;

use super::Compared;
use super::Overlap;
use super::Told;
use super::Voice;
use super::Why;
use super::crossing;
use super::crossing::SUMS_MAX;
use super::organisation::Directory;
use super::organisation::Key;
use super::organisation::Units;

/// The most places that are compared; a hundred members who cover each other need a tenth of that.
pub(super) const COMPARED_MAX: usize = 5_000_000;

/// What is compared of all that was told; everything where it says nothing.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// These indicators only.
    pub(super) indicators: Option<BTreeSet<Arc<str>>>,
    /// What concerns this member only: what it tells of others, and what others tell of any of them.
    pub(super) about: Option<Voice>,
    /// After how many comparisons nothing more is looked for.
    pub(super) most: usize,
}

/// Compares, as long as that may take.
pub(super) struct Comparison<'a> {
    catalogue: &'a Catalogue,
    directory: Directory,
    speakers: Vec<Speaker<'a>>,
    sums: Vec<Sum<'a>>,
    left: usize,
    is_whole: bool,
    /// Who is exposed by sums of these, as it was found before.
    crossed: BTreeMap<Vec<Group>, BTreeSet<Group>>,
}

/// Organisations that are in a sum, or exposed by several.
type Group = BTreeSet<Key>;

/// A member, and the names by which it may be covered.
struct Speaker<'a> {
    voice: &'a Voice,
    keys: BTreeSet<Key>,
}

/// What one member tells of others.
struct Sum<'a> {
    author: &'a Voice,
    units: Units,
    is_together: bool,
    told: &'a Told,
    /// One of those that share somebody with it, or with one that does, and so on: the same for all of them.
    kin: usize,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { indicators: None, about: None, most: COMPARED_MAX }
    }
}

impl<'a> Comparison<'a> {
    pub(super) fn new(voices: impl Iterator<Item = &'a Voice>, catalogue: &'a Catalogue) -> Self {
        let mut voices: Vec<&Voice> = voices.collect();
        voices.sort_by(|a, b| a.who.cmp(&b.who));
        let directory = Directory::new(voices.iter().map(|it| &it.who));
        let sum = |author: &'a Voice, (coverage, told): (&Coverage, &'a Told)| Sum {
            author,
            units: directory.units(coverage),
            is_together: coverage.is_together(),
            told,
            kin: 0,
        };
        let all = voices.iter().flat_map(|it| it.covered.iter().map(move |told| (*it, told)));
        let mut sums: Vec<Sum<'a>> = all.map(|(author, told)| sum(author, told)).collect();
        find_kin(&mut sums);
        let keys = |voice: &Voice| directory.keys(&voice.who);
        let speakers = voices.iter().map(|voice| Speaker { voice, keys: keys(voice) }).collect();
        let crossed = BTreeMap::new();
        Self { catalogue, directory, speakers, sums, left: 0, is_whole: true, crossed }
    }

    /// Returns the overlaps at every place that is wanted.
    pub(super) fn overlaps(mut self, wanted: &Wanted) -> Compared {
        let sums = std::mem::take(&mut self.sums);
        self.left = wanted.most;
        let about = wanted.about.as_ref().map(|voice| self.concerned(voice));
        let is_wanted = |sum: &Sum<'_>| {
            let is_any = |about: &BTreeSet<Key>| sum.units.keys().any(|it| about.contains(it));
            about.as_ref().is_none_or(is_any)
        };
        let is_told = |it: &&Place| {
            wanted.indicators.as_ref().is_none_or(|wanted| wanted.contains(&it.indicator))
        };
        let mut found = BTreeSet::new();
        for (at, sum) in sums.iter().enumerate().filter(|(_, it)| is_wanted(it)) {
            for place in places(sum.told).filter(is_told) {
                found.extend(self.simple((at, place), &sums));
                found.extend(self.crossing((&sum.units, place), &sums));
            }
        }
        // What others give away at its places without it is nothing that it would give away.
        for (coverage, told) in wanted.about.iter().flat_map(|it| &it.covered) {
            let units = self.directory.units(coverage);
            for place in places(told).filter(is_told) {
                found.extend(self.crossing((&units, place), &sums));
            }
        }
        Compared { overlaps: found, is_whole: self.is_whole }
    }

    /// Returns by which names a member goes, and whom it covers.
    fn concerned(&self, voice: &Voice) -> BTreeSet<Key> {
        let covered = voice.covered.keys().flat_map(|it| self.directory.units(it).into_keys());
        self.directory.keys(&voice.who).into_iter().chain(covered).collect()
    }

    /// Returns the overlap of one sum with what others tell at a place.
    fn simple(&mut self, (at, place): (usize, &Place), sums: &[Sum<'_>]) -> Option<Overlap> {
        let sum = sums.get(at)?;
        let apart = self.apart((at, sum, place), sums);
        // Where all can be subtracted somebody may still be left who told only a part of it, as one quarter.
        let is_few = match sum.units.len().saturating_sub(apart.len()) {
            0 => !sum.is_together && self.leaves_somebody((at, sum, place), sums),
            left => left < TOGETHER_MIN,
        };
        let why = match sum.is_together {
            true => Why::Together,
            false => Why::Few,
        };
        let spelled = apart.iter().filter_map(|it| sum.units.get(it).cloned()).collect();
        let authors = vec![sum.author.who.handle().to_owned()];
        let overlap = Overlap { authors, why, apart: spelled, place: place.clone() };
        (!apart.is_empty() && (is_few || sum.is_together)).then_some(overlap)
    }

    /// Returns who of those that are covered at a place can be subtracted: by what they told themselves, or
    /// by what was told of some of them.
    fn apart(
        &mut self,
        (at, sum, place): (usize, &Sum<'_>, &Place),
        sums: &[Sum<'_>],
    ) -> BTreeSet<Key> {
        let mut apart = BTreeSet::new();
        // Who reports together promised to tell nothing of the same time, whatever the region.
        let strictly = !sum.is_together;
        apart.extend(self.tell_themselves((sum, place), strictly));
        for (_, other) in sums.iter().enumerate().filter(|(it, _)| *it != at) {
            let both = sum.is_together && other.is_together;
            let mut shared = other.units.keys().filter(|it| sum.units.contains_key(it)).peekable();
            let is_near = is_part(&other.units, &sum.units) || both && shared.peek().is_some();
            if is_near && self.tells(other.told, place, !both) {
                apart.extend(shared.cloned());
            }
        }
        apart
    }

    /// Returns whether somebody who is covered at a place has not told all of it: neither itself nor in what was
    /// told of some of them.
    fn leaves_somebody(
        &self,
        (at, sum, place): (usize, &Sum<'_>, &Place),
        sums: &[Sum<'_>],
    ) -> bool {
        let told = |voice: &Voice| self.tells_all(&voice.own, place);
        let themselves = self.speakers.iter().filter(|it| told(it.voice));
        let mut whole: BTreeSet<&Key> = themselves.flat_map(|it| &it.keys).collect();
        for (_, other) in sums.iter().enumerate().filter(|(it, _)| *it != at) {
            if is_part(&other.units, &sum.units) && self.tells_all(other.told, place) {
                whole.extend(other.units.keys());
            }
        }
        !sum.units.keys().all(|it| whole.contains(it))
    }

    /// Returns whether somebody tells of every month of a place, of the same program.
    fn tells_all(&self, told: &Told, place: &Place) -> bool {
        let kind = (Arc::clone(&place.indicator), place.breakdown.clone());
        let periods = told.get(&kind).into_iter().flatten();
        let within = periods.filter(|(period, _)| place.period.contains(**period));
        let is_it = |other: &Place| {
            other.program_type == place.program_type
                && is_same_group((other, place), true, self.catalogue)
        };
        let there = within.filter(|(_, places)| places.iter().any(is_it));
        let months: BTreeSet<Period> = there.flat_map(|(period, _)| period.months()).collect();
        place.period.months().all(|it| months.contains(&it))
    }

    /// Returns which of those that are covered tell of themselves at a place, by the names of the sum; but for
    /// its author.
    fn tell_themselves(&mut self, (sum, place): (&Sum<'_>, &Place), strictly: bool) -> Vec<Key> {
        let covered = |it: &Speaker<'a>| {
            let is_author = it.voice.who.handle() == sum.author.who.handle();
            let unit = it.keys.iter().find(|key| sum.units.contains_key(key));
            unit.filter(|_| !is_author).map(|unit| (it.voice, unit.clone()))
        };
        let covered: Vec<(&Voice, Key)> = self.speakers.iter().filter_map(covered).collect();
        let mut units = Vec::new();
        for (voice, unit) in covered {
            if self.tells(&voice.own, place, strictly) {
                units.push(unit);
            }
        }
        units
    }

    /// Returns whom all sums at a place give away together, of those that share somebody with `units`, or with
    /// one that does, and so on.
    fn crossing(&mut self, (units, place): (&Units, &Place), sums: &[Sum<'_>]) -> Vec<Overlap> {
        let shares = |it: &&Sum<'_>| it.units.keys().any(|unit| units.contains_key(unit));
        let kin: BTreeSet<usize> = sums.iter().filter(shares).map(|it| it.kin).collect();
        let near: Vec<&Sum<'_>> = sums.iter().filter(|it| kin.contains(&it.kin)).collect();
        if near.len() < 2 {
            return Vec::new();
        }
        let mut at_place = Vec::new();
        for sum in near {
            if self.tells(sum.told, place, true) {
                at_place.push(sum);
            }
        }
        if at_place.len() < 2 {
            return Vec::new();
        }
        if at_place.len() > SUMS_MAX {
            self.is_whole = false;
            return Vec::new();
        }
        let mut left = Vec::new();
        for sum in &at_place {
            let apart = self.tell_themselves((sum, place), true);
            let kept = sum.units.keys().filter(|it| !apart.contains(it)).cloned();
            left.push(kept.collect::<Group>());
        }
        let found = self.crossed.entry(left);
        let found = found.or_insert_with_key(|it| crossing::exposed(it)).clone();
        let spelled = |key: &Key| at_place.iter().find_map(|it| it.units.get(key).cloned());
        let authors: BTreeSet<&str> = at_place.iter().map(|it| it.author.who.handle()).collect();
        let overlap = |few: Group| Overlap {
            authors: authors.iter().map(|it| (*it).to_owned()).collect(),
            why: Why::Crossing,
            apart: few.iter().filter_map(spelled).collect(),
            place: place.clone(),
        };
        found.into_iter().map(overlap).collect()
    }

    /// Returns whether somebody tells of people who may be counted at a place; or, where it is not asked
    /// strictly, of the same indicator and time.
    fn tells(&mut self, told: &Told, place: &Place, strictly: bool) -> bool {
        let of_kind: Vec<_> = if strictly {
            let kind = (Arc::clone(&place.indicator), place.breakdown.clone());
            told.get(&kind).into_iter().collect()
        } else {
            let from = told.range((Arc::clone(&place.indicator), None)..);
            let of_indicator = from.take_while(|((it, _), _)| *it == place.indicator);
            of_indicator.map(|(_, periods)| periods).collect()
        };
        // Most of what members tell is of other times, and costs a look at the time alone.
        let periods = of_kind.into_iter().flatten();
        for (_, places) in periods.filter(|(period, _)| period.overlaps(place.period)) {
            for other in places {
                if self.left == 0 {
                    self.is_whole = false;
                    return false;
                }
                self.left -= 1;
                if is_same_group((other, place), strictly, self.catalogue) {
                    return true;
                }
            }
        }
        false
    }
}

/// Finds which sums share somebody, or are joined by others that do.
fn find_kin(sums: &mut [Sum<'_>]) {
    let mut kin: BTreeMap<Key, usize> = BTreeMap::new();
    for (at, sum) in sums.iter().enumerate() {
        let met: BTreeSet<usize> = sum.units.keys().filter_map(|it| kin.get(it).copied()).collect();
        kin.values_mut().filter(|it| met.contains(it)).for_each(|it| *it = at);
        kin.extend(sum.units.keys().map(|it| (it.clone(), at)));
    }
    for sum in sums {
        let joined = sum.units.keys().find_map(|it| kin.get(it).copied());
        sum.kin = joined.unwrap_or_default();
    }
}

pub(super) fn places(told: &Told) -> impl Iterator<Item = &Place> {
    told.values().flat_map(BTreeMap::values).flatten()
}

/// Returns whether one is of some that another is of, and not of all.
fn is_part(units: &Units, of: &Units) -> bool {
    units.len() < of.len() && units.keys().all(|it| of.contains_key(it))
}

/// Returns whether two figures of one indicator and category may have people in common; or, where it is not asked
/// strictly, whether they are of the same time.
fn is_same_group((a, b): (&Place, &Place), strictly: bool, catalogue: &Catalogue) -> bool {
    if !a.period.overlaps(b.period) || !strictly {
        return a.period.overlaps(b.period);
    }
    let programs = [&a.program_type, &b.program_type];
    let is_program = a.program_type == b.program_type || programs.iter().any(|it| &***it == TOTAL);
    let regions = catalogue.list(REGION);
    let is_within = |one: &str, other: &str| {
        one == other || regions.is_some_and(|list| list.is_within(one, other))
    };
    is_program && (is_within(&a.region, &b.region) || is_within(&b.region, &a.region))
}
