//! Corrections: what was told, what is told now, and what a reader makes of both.
//!
//! A correction tells again all that the releases said which it replaces. What it changes is out
//! nonetheless: a reader has both. So the cells of an indicator that is corrected are made a second
//! time, a *layer*, with the same sums, and so are those of the indicators that it is a share of or
//! that are shares of it; both layers stay, and in both every hidden number keeps its
//! candidates. Two readers are thought of:
//!
//! - **One who knows nothing of what changed**: the layers have no number in common.
//! - **One who takes for unchanged whatever may be**: each number is tied to its earlier version
//!   where the same was told of both, one after the other; a tie that contradicts is left open. A
//!   number that is shown no more is thought to be within one rounding base of what it was.
//!
//! A release that nobody replaced belongs to both layers as far as the second reader is concerned,
//! and only to the first where the first is. Nobody is told which records changed: a correction moves
//! no number, or at least [`MOVED_MIN`].

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::coverage::Coverage;
use flotilla_domain::id::EntryId;
use flotilla_domain::policy::MOVED_MIN;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Observation;
use flotilla_domain::release::Place;
use flotilla_domain::release::Release;
use flotilla_domain::release::Terms;

use super::Entry;
use super::Exposed;
use super::History;
use super::Id;
use super::Journal;
use super::Stuck;
use super::Told;
use super::graph::Bounds;
use super::graph::Graph;
use super::graph::Kind;
use super::graph::UNBOUNDED;
use super::graph::WORK_MAX;
use super::place::Code;
use super::place::Key;

/// The releases that count, and which cells are versions of each other.
#[derive(Clone, Debug, Default)]
pub(super) struct Book {
    releases: Vec<Listed>,
    /// By cell: its next version.
    next: BTreeMap<Id, Id>,
    /// By cell: the version before it.
    before: BTreeMap<Id, Id>,
    /// The correction that was accepted last, if nothing came after it.
    open: Option<Correction>,
}

/// One release that counts.
#[derive(Clone, Debug)]
struct Listed {
    id: EntryId,
    keys: Vec<Key>,
    /// Those of which a number was told.
    numbers: Vec<Key>,
    coverage: Coverage,
    is_replaced: bool,
}

/// A correction; a large one has several parts.
#[derive(Clone, Debug)]
struct Correction {
    replaces: Vec<EntryId>,
    /// The indicators of which it began a layer.
    indicators: BTreeSet<Code>,
}

/// Why a correction is refused before it is understood.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Refused {
    /// It changes what it does not replace.
    Beyond(Place),
    /// So few numbers move that people could tell who was corrected.
    Few(usize),
    /// It replaces something that is not there, or was replaced before.
    Unknown,
}

impl History {
    /// Returns the last entry that tells the figure of one of `places`.
    pub fn last_entry_of<'a>(&self, places: impl Iterator<Item = &'a Place>) -> Option<EntryId> {
        let keys: BTreeSet<Key> = places.filter_map(|it| self.names.find(it)).collect();
        let mut releases = self.book.releases.iter().rev().filter(|it| it.is_live());
        releases.find(|it| it.keys.iter().any(|key| keys.contains(key))).map(|it| it.id)
    }

    /// Notes that a release counts.
    pub(crate) fn list(&mut self, id: EntryId, release: &Release) {
        let Terms { replaces, coverage, .. } = release.terms();
        let observations = release.observations();
        let keys = observations.iter().filter_map(|it| self.names.find(&it.place)).collect();
        let numbers = observations.iter().filter(|it| it.figure.count().is_some());
        let numbers = numbers.filter_map(|it| self.names.find(&it.place)).collect();
        for listed in self.book.releases.iter_mut().filter(|it| replaces.contains(&it.id)) {
            listed.is_replaced = true;
        }
        let coverage = coverage.clone();
        self.book
            .releases
            .push(Listed { id, keys, numbers, coverage, is_replaced: false });
        if replaces.is_empty() {
            self.book.open = None;
        }
    }

    /// Begins to understand a correction, or a further part of one: makes a layer of each indicator
    /// of which it changes something.
    pub(crate) fn correct(
        &mut self,
        replaces: &[EntryId],
        observations: &[Observation],
    ) -> Result<(), Refused> {
        let goes_on = self.book.open.as_ref().is_some_and(|it| it.replaces == replaces);
        let live = |id: &EntryId| self.book.releases.iter().any(|it| it.id == *id && it.is_live());
        if !goes_on && !replaces.iter().all(live) {
            return Err(Refused::Unknown);
        }
        let replaced = self.book.releases.iter().filter(|it| replaces.contains(&it.id));
        let replaced: BTreeSet<Key> = replaced.flat_map(|it| it.keys.iter().copied()).collect();
        let mut moved = BTreeSet::new();
        let mut indicators = BTreeSet::new();
        for Observation { place, figure } in observations {
            let Some(id) = self.id(place) else { continue };
            let differs = matches!(self.told(id), Told::Figure(before) if before != *figure);
            let Some(key) = self.names.find(place).filter(|_| differs) else { continue };
            if !replaced.contains(&key) {
                return Err(Refused::Beyond(place.clone()));
            }
            moved.insert(id);
            indicators.insert(key.indicator);
        }
        if !goes_on && (1..MOVED_MIN).contains(&moved.len()) {
            return Err(Refused::Few(moved.len()));
        }
        let open = self.book.open.take().filter(|_| goes_on);
        let begun = open.map_or_else(BTreeSet::new, |it| it.indicators);
        let indicators = self.frame.shares().family(&indicators);
        self.begin_layer(&indicators.difference(&begun).copied().collect());
        let indicators = indicators.union(&begun).copied().collect();
        self.book.open = Some(Correction { replaces: replaces.to_vec(), indicators });
        Ok(())
    }

    /// Makes a layer of each of `indicators`, as if everything were carried over.
    pub(crate) fn begin_layers(&mut self, indicators: &BTreeSet<Arc<str>>) {
        self.begin_layer(&self.family(indicators));
    }

    fn begin_layer(&mut self, indicators: &BTreeSet<Code>) {
        self.graph.begin();
        let mut names: Vec<(Id, Key)> = self
            .cells
            .iter()
            .filter(|(key, _)| indicators.contains(&key.indicator))
            .map(|(key, id)| (*id, *key))
            .collect();
        names.sort_unstable();
        let mut instead: BTreeMap<Id, Id> = BTreeMap::new();
        for (before, key) in names {
            let Some(entry) = self.entry(before) else { continue };
            let after = *instead.entry(before).or_insert_with(|| {
                self.entries.push(Entry { is_carried: true, ..entry });
                self.graph.add(Bounds::ANY)
            });
            self.cells.insert(key, after);
        }
        self.graph.copy(&instead);
        self.graph.begin();
        self.journal = Journal { entries: self.entries.len(), ..Journal::default() };
        self.book.before.extend(instead.iter().map(|(before, after)| (*after, *before)));
        self.book.next.extend(instead);
    }

    /// Returns the cells of `indicators` that are known too well to whoever takes for unchanged
    /// whatever may be, ordered by place; with what such a reader knows.
    ///
    /// # Errors
    ///
    /// Fails if it takes too long to tell.
    pub(crate) fn exposed_by_ties(
        &self,
        indicators: &BTreeSet<Arc<str>>,
        (base, candidates): (u64, u64),
    ) -> Result<Vec<Exposed>, Stuck> {
        let codes = self.kin(indicators);
        let ties = self.tied(&codes);
        if ties.is_empty() {
            return Ok(Vec::new());
        }
        let mut graph = self.graph.clone();
        tie(&mut graph, &ties, base)?;
        let is_ours = |id: &Id| self.entry(*id).is_some_and(|it| codes.contains(&it.key.indicator));
        let ids: Vec<Id> = self.graph.ids().filter(is_ours).collect();
        let known = |id| graph.bounds(id);
        let mut exposed = self.too_narrow(known, ids.iter().copied(), candidates);
        if graph.presumes() {
            // What a balance alone tells of one version was judged when that was told.
            let known: BTreeSet<Id> = exposed.iter().map(|it| it.id).collect();
            let is_new = |id: &Id| graph.presumed(*id) != self.graph.presumed(*id);
            let ids = ids.into_iter().filter(|id| !known.contains(id)).filter(is_new);
            let presumed = self.too_narrow(|id| graph.presumed(id), ids, candidates);
            exposed.extend(presumed.into_iter().map(Exposed::by_balance));
        }
        Ok(exposed)
    }

    /// Returns the cells of `indicators` beside their next versions, in order.
    fn tied(&self, indicators: &BTreeSet<Code>) -> Vec<Tie> {
        let pairs = self.book.next.iter().filter_map(|(before, after)| {
            let (old, new) = (self.entry(*before)?, self.entry(*after)?);
            let is_ours = indicators.contains(&old.key.indicator);
            let is_near = match (old.told, new.told) {
                (Told::Figure(Figure::Count(old)), Told::Figure(Figure::Count(new))) => {
                    if old != new {
                        return None;
                    }
                    false
                }
                (Told::Figure(Figure::Count(_)), _) => true,
                _ => false,
            };
            is_ours.then_some(Tie { before: *before, after: *after, is_near })
        });
        pairs.collect()
    }

    /// Returns a cell and its other versions.
    pub(super) fn versions(&self, id: Id) -> Vec<Id> {
        let along = |of: &BTreeMap<Id, Id>| -> Vec<Id> {
            std::iter::successors(of.get(&id).copied(), |it| of.get(it).copied()).collect()
        };
        let mut versions = vec![id];
        versions.extend(along(&self.book.before));
        versions.extend(along(&self.book.next));
        versions
    }

    /// Returns the releases that told one of these cells and were not replaced, ordered.
    pub(crate) fn owners(&self, ids: &BTreeSet<Id>) -> Vec<EntryId> {
        let tells = |key: &Key| self.find(*key).is_some_and(|id| ids.contains(&id));
        let owners = self.book.releases.iter().filter(|it| it.is_live());
        let owners = owners.filter(|it| it.keys.iter().any(tells)).map(|it| it.id);
        let mut owners: Vec<EntryId> = owners.collect();
        owners.sort_unstable();
        owners
    }

    /// Returns whether any of it was made up of the figures of others.
    pub fn covers(&self) -> bool {
        self.book.releases.iter().any(|it| !it.coverage.is_empty())
    }

    /// Returns every place of which a number was ever told, and of whose figures it was made up; also where
    /// it was replaced since, for a reader has both.
    pub(crate) fn told_numbers(&self) -> impl Iterator<Item = (&Coverage, Place)> {
        let releases = self.book.releases.iter();
        let numbers = releases.flat_map(|it| it.numbers.iter().map(move |key| (it, *key)));
        numbers.map(|(it, key)| (&it.coverage, self.names.place(key)))
    }

    /// Returns every place that was ever told, hidden or not, as made up of other figures than `coverage`.
    pub(crate) fn told_otherwise(&self, coverage: &Coverage) -> impl Iterator<Item = Place> {
        let others = self.book.releases.iter().filter(|it| it.coverage != *coverage);
        others.flat_map(|it| &it.keys).map(|key| self.names.place(*key))
    }

    /// Returns every place that was ever told, hidden or not.
    pub(crate) fn told_places(&self) -> impl Iterator<Item = Place> {
        let keys = self.book.releases.iter().flat_map(|it| &it.keys);
        keys.map(|key| self.names.place(*key))
    }

    /// Returns every place that these releases told.
    pub(crate) fn told_by(&self, releases: &[EntryId]) -> BTreeSet<Place> {
        let told = self.book.releases.iter().filter(|it| releases.contains(&it.id));
        told.flat_map(|it| &it.keys).map(|key| self.names.place(*key)).collect()
    }
}

impl Listed {
    fn is_live(&self) -> bool {
        !self.is_replaced
    }
}

/// Two versions of a number.
#[derive(Clone, Copy, Debug)]
struct Tie {
    before: Id,
    after: Id,
    /// Whether they are thought to be near each other, rather than equal.
    is_near: bool,
}

/// Ties versions to each other, wherever that does not contradict.
fn tie(graph: &mut Graph, ties: &[Tie], base: u64) -> Result<(), Stuck> {
    graph.begin();
    let outcome = ties.iter().try_for_each(|tie| tie.add(graph, base));
    if outcome.and_then(|()| graph.propagate()).is_ok() {
        return Ok(());
    }
    graph.undo();
    let mut work = 0;
    for tie in ties {
        graph.begin();
        let outcome = tie.add(graph, base).and_then(|()| graph.propagate());
        work += graph.work();
        if work > WORK_MAX {
            return Err(Stuck::TooLong);
        }
        if outcome.is_err() {
            graph.undo();
        }
    }
    Ok(())
}

impl Tie {
    fn add(self, graph: &mut Graph, base: u64) -> Result<(), Stuck> {
        if !self.is_near {
            graph.relate(self.after, vec![self.before], Kind::Sum);
            return Ok(());
        }
        let Bounds { low, high } = graph.bounds(self.before);
        let high = if high == UNBOUNDED { high } else { high.saturating_add(base) };
        graph.narrow(self.after, Bounds { low: low.saturating_sub(base), high })
    }
}
