//! Everything that one member has published, and what can be concluded from it.
//!
//! A [`History`] knows a window for each published number, and every sum that a reader knows too:
//! the categories of a breakdown, the regions and programs of the profile, the quarters and months
//! of a flow. A stock is what is there at the end of a period, so 2025-12, 2025-Q4 and 2025 are
//! three names of one cell. A part that is served but not published is there as well, as an
//! unknown. So it can say of each hidden number how far it can be narrowed. It promises:
//!
//! - **It is a function of the releases and the rules**, in the order in which they were accepted.
//! - **What is not accepted leaves no trace.**
//! - **Adding a release costs what it touches**, not what is there; corrections cost what was
//!   published of their indicators. How corrections are understood is told in `layer`.
//!
//! The verdict itself is in [`crate::check`].

mod balance;
mod graph;
mod layer;
mod link;
mod place;
mod recall;
mod share;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::Sensitivity;
use flotilla_domain::period::Grain;
use flotilla_domain::period::Period;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;

pub(crate) use self::graph::Bounds;
pub(crate) use self::graph::Id;
pub(crate) use self::graph::Stuck;
pub(crate) use self::layer::Refused;
pub(crate) use self::link::Orphan;

use self::graph::Graph;
use self::layer::Book;
use self::place::Code;
use self::place::Frame;
use self::place::Key;
use self::place::Names;
use self::place::Numbers;
use crate::rules::Rules;

/// Everything that one member has published.
#[derive(Clone, Default)]
pub struct History {
    names: Names,
    frame: Frame,
    /// Every name of every cell.
    cells: Numbers<Key, Id>,
    /// By cell of the graph.
    entries: Vec<Entry>,
    graph: Graph,
    metrics: BTreeMap<Code, Metric>,
    journal: Journal,
    book: Book,
}

/// One cell.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The canonical name.
    key: Key,
    /// Whether it was published by that name, not only by another.
    is_named: bool,
    told: Told,
    /// Whether it was told of an earlier version, and not again since.
    is_carried: bool,
    /// The sums it is already a part of; see [`link`].
    links: u8,
    /// Those of them whose total was published.
    wholes: u8,
}

/// What readers were told of a cell.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Told {
    /// This figure.
    Figure(Figure),
    /// Nothing: it is only known to be a part.
    Nothing,
}

/// What is known of one indicator.
#[derive(Clone, Debug)]
pub(crate) struct Metric {
    kind: IndicatorKind,
    /// The one kind of year that it is published by.
    year: Option<Grain>,
    /// The periods that were published.
    pub(crate) periods: BTreeSet<Period>,
    /// The dimensions that were published.
    dimensions: Vec<Code>,
    /// Whether some part was never published.
    has_gaps: bool,
}

/// What has to be taken back if a release is not accepted.
#[derive(Clone, Debug, Default)]
struct Journal {
    entries: usize,
    keys: Vec<Key>,
    changed: Vec<(Id, Entry)>,
    metrics: Vec<(Code, Option<Metric>)>,
}

/// A figure, and how far a reader would narrow it without looking at any sum.
#[derive(Clone, Debug)]
pub(crate) struct Claim<'a> {
    pub(crate) place: &'a Place,
    pub(crate) figure: Figure,
    pub(crate) bounds: Bounds,
    /// Whether it may say something else than was told of an earlier version.
    pub(crate) corrects: bool,
}

/// A cell that is known too well.
#[derive(Clone, Debug)]
pub(crate) struct Exposed {
    pub(crate) place: Place,
    pub(crate) id: Id,
    /// What is known of it.
    pub(crate) bounds: Bounds,
    /// Whether it is known only by whoever takes what came and went for the difference.
    pub(crate) by_balance: bool,
}

/// What became of claims.
#[derive(Clone, Debug, Default)]
pub(crate) struct Applied {
    /// The cell of each claim.
    pub(crate) ids: Vec<Id>,
    /// Claims, by index, that say something else than was published before.
    pub(crate) changed: Vec<usize>,
    /// Cells whose whole was not published, or whose base is hidden or too small.
    pub(crate) orphans: Vec<Orphan>,
    /// Why narrowing stopped.
    pub(crate) stuck: Option<Stuck>,
}

impl History {
    /// Returns the history of a member that has published nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns how many figures were published.
    pub fn figures(&self) -> usize {
        let is_told = |entry: &&Entry| entry.told != Told::Nothing && !entry.is_carried;
        self.entries.iter().filter(is_told).count()
    }

    /// Makes `rules` those by which the next claims are understood.
    pub(crate) fn adopt(&mut self, rules: &Rules<'_>) {
        self.frame = Frame::new(rules, &mut self.names);
    }

    /// Adds claims to what is known, and narrows; until [`History::undo`] or the next call.
    pub(crate) fn apply<'a>(
        &mut self,
        rules: &Rules<'_>,
        parameters: &GateParameters,
        claims: impl Iterator<Item = Claim<'a>>,
    ) -> Applied {
        self.graph.begin();
        self.journal = Journal { entries: self.entries.len(), ..Journal::default() };
        let mut applied = Applied::default();
        let mut before = None;
        for (index, claim) in claims.enumerate() {
            let key = self.names.key(claim.place, before);
            before = Some((claim.place, key));
            let id = self.publish(rules, key, &claim.place.indicator);
            let told = Told::Figure(claim.figure);
            match self.entry(id) {
                Some(entry) if entry.accepts(told, claim.corrects) => {
                    self.set(id, Entry { told, is_carried: false, ..entry });
                }
                Some(_) => applied.changed.push(index),
                None => {}
            }
            applied.stuck = applied.stuck.or(self.graph.narrow(id, claim.bounds).err());
            applied.ids.push(id);
        }
        applied.orphans = self.link(&applied.ids, parameters, &mut applied.stuck);
        if applied.stuck.is_none() {
            applied.stuck = self.graph.propagate().err();
        }
        applied
    }

    /// Takes back the last [`History::apply`].
    pub(crate) fn undo(&mut self) {
        self.graph.undo();
        let journal = std::mem::take(&mut self.journal);
        for (id, before) in journal.changed.into_iter().rev() {
            if let Some(entry) = self.entries.get_mut(id.index()) {
                *entry = before;
            }
        }
        self.entries.truncate(journal.entries);
        for key in journal.keys {
            self.cells.remove(&key);
        }
        for (indicator, before) in journal.metrics.into_iter().rev() {
            match before {
                None => self.metrics.remove(&indicator),
                Some(metric) => self.metrics.insert(indicator, metric),
            };
        }
    }

    /// Says that cells are within bounds, and narrows; takes it back if they cannot be.
    pub(crate) fn narrow(&mut self, within: &[(Id, Bounds)]) -> Result<(), Stuck> {
        self.graph.begin();
        self.journal = Journal { entries: self.entries.len(), ..Journal::default() };
        let narrowed = within.iter().try_for_each(|(id, bounds)| self.graph.narrow(*id, *bounds));
        let outcome = narrowed.and_then(|()| self.graph.propagate());
        if outcome.is_err() {
            self.undo();
        }
        outcome
    }

    /// Returns how many parts were looked at by the last [`History::apply`] or [`History::narrow`].
    pub(crate) fn work(&self) -> usize {
        self.graph.work()
    }

    /// Returns the cells of `indicators`, and of those that have sums or balances in common with them,
    /// that were told as withheld, in the order of publication.
    pub(crate) fn withheld(&self, indicators: &BTreeSet<Arc<str>>) -> Vec<Id> {
        let codes = self.kin(indicators);
        let is_withheld = |entry: &Entry| {
            entry.told == Told::Figure(Figure::Withheld) && codes.contains(&entry.key.indicator)
        };
        self.graph
            .ids()
            .zip(&self.entries)
            .filter(|(_, it)| is_withheld(it))
            .map(|(id, _)| id)
            .collect()
    }

    /// Returns the cell of a place, by whichever name.
    pub(crate) fn id(&self, place: &Place) -> Option<Id> {
        self.find(self.names.find(place)?)
    }

    /// Returns the cells that moved and are now known too well, ordered by place.
    pub(crate) fn exposed(&self, candidates: u64) -> Vec<Exposed> {
        let known = |id| self.graph.bounds(id);
        let mut exposed = self.too_narrow(known, self.graph.moved(), candidates);
        if self.graph.presumes() {
            let moved = self.graph.moved_presumed().into_iter();
            let mut presumed = self.too_narrow(|id| self.graph.presumed(id), moved, candidates);
            let known: BTreeSet<Id> = exposed.iter().map(|it| it.id).collect();
            presumed.retain(|it| !known.contains(&it.id));
            exposed.extend(presumed.into_iter().map(Exposed::by_balance));
            exposed.sort_unstable_by(|a, b| (&a.place, a.id).cmp(&(&b.place, b.id)));
        }
        exposed
    }

    /// Returns whether balances contradict what was published, so that some of them are left out.
    pub(crate) fn has_given_up_balances(&self) -> bool {
        self.graph.has_given_up()
    }

    /// Returns whether since the last [`History::apply`] or [`History::narrow`] other balances hold.
    pub(crate) fn has_changed_balances(&self) -> bool {
        self.graph.has_changed_balances()
    }

    /// Returns those of `ids` that are `known` too well, ordered by place.
    fn too_narrow(
        &self,
        known: impl Fn(Id) -> Bounds,
        ids: impl Iterator<Item = Id>,
        candidates: u64,
    ) -> Vec<Exposed> {
        let is_exposed = |id: &Id| {
            let least = match self.told(*id) {
                // Nobody is there, and everybody knows it.
                Told::Figure(Figure::NotApplicable) => 1,
                Told::Nothing if !self.is_offered(*id) => 1,
                Told::Figure(Figure::Count(_)) => 2,
                Told::Figure(_) | Told::Nothing => candidates,
            };
            known(*id).fewer_than(least)
        };
        let exposed = ids.filter(is_exposed);
        let exposed = exposed.filter_map(|id| {
            let (place, bounds) = (self.place(id)?, known(id));
            Some(Exposed { place, id, bounds, by_balance: false })
        });
        let mut exposed: Vec<Exposed> = exposed.collect();
        exposed.sort_unstable_by(|a, b| (&a.place, a.id).cmp(&(&b.place, b.id)));
        exposed
    }

    /// Returns the cells that share a sum with any version of `id`: its siblings and parts, then its
    /// wholes.
    pub(crate) fn neighbors(&self, id: Id) -> (Vec<Id>, Vec<Id>) {
        let versions = self.versions(id);
        let relations = || versions.iter().flat_map(|id| self.graph.relations_of(*id));
        let parts = relations().flat_map(|it| it.parts.iter().copied());
        let wholes = relations().map(|it| it.total);
        (parts.filter(|it| *it != id).collect(), wholes.filter(|it| *it != id).collect())
    }

    /// Returns what was told of a cell.
    pub(crate) fn told(&self, id: Id) -> Told {
        self.entry(id).map_or(Told::Nothing, |entry| entry.told)
    }

    /// Returns the place of a cell; one of them, if the group goes by several names.
    pub(crate) fn place(&self, id: Id) -> Option<Place> {
        self.entry(id).map(|entry| self.names.place(self.published_name(entry.key)))
    }

    /// Returns what is known of an indicator.
    pub(crate) fn metric(&self, indicator: &str) -> Option<&Metric> {
        self.metrics.get(&self.names.find_code(indicator)?)
    }

    /// Returns the cell of a place that is published, adding it if it is new.
    fn publish(&mut self, rules: &Rules<'_>, key: Key, indicator: &str) -> Id {
        let kind = || rules.catalogue().indicator(indicator).map(|it| it.kind);
        if let Some(id) = self.cells.get(&key).copied() {
            if let Some(entry) = self.entry(id).filter(|it| it.key == key && !it.is_named) {
                self.note(key, kind);
                self.set(id, Entry { is_named: true, ..entry });
            }
            return id;
        }
        self.note(key, kind);
        let canonical = self.canonical(key);
        if key == canonical {
            return self.add(key, true);
        }
        let id = self.cells.get(&canonical).copied();
        let id = id.unwrap_or_else(|| self.add(canonical, false));
        self.cells.insert(key, id);
        self.journal.keys.push(key);
        id
    }

    /// Adds a cell of which nothing was told.
    fn add(&mut self, key: Key, is_named: bool) -> Id {
        let is_offered = self.frame.offers(key);
        let id = self.graph.add(if is_offered { Bounds::ANY } else { Bounds::NOBODY });
        self.entries.push(Entry {
            key,
            is_named,
            told: Told::Nothing,
            is_carried: false,
            links: 0,
            wholes: 0,
        });
        self.cells.insert(key, id);
        self.journal.keys.push(key);
        id
    }

    /// Notes the period and the dimension of a place that is published, or of a rest.
    fn note(&mut self, key: Key, kind: impl Fn() -> Option<IndicatorKind>) {
        let known = self.metrics.get(&key.indicator);
        let has_dimension =
            |it: &Metric| key.dimension == Code::TOTAL || it.dimensions.contains(&key.dimension);
        if known.is_some_and(|it| it.periods.contains(&key.period) && has_dimension(it)) {
            return;
        }
        self.journal.metrics.push((key.indicator, known.cloned()));
        let metric = self
            .metrics
            .entry(key.indicator)
            .or_insert_with(|| Metric::new(kind().unwrap_or(IndicatorKind::Stock)));
        metric.periods.insert(key.period);
        metric.year = metric.year.or(year_kind(key.period));
        if !has_dimension(metric) {
            metric.dimensions.push(key.dimension);
        }
    }

    /// Returns the one key of a cell that goes by several names.
    fn canonical(&self, key: Key) -> Key {
        let key = self.frame.canonical(key);
        match self.metrics.get(&key.indicator) {
            Some(metric) if !metric.has_spans() => Key { period: key.period.last_month(), ..key },
            Some(_) | None => key,
        }
    }

    /// Returns the period by which readers know a cell, where `key` is its canonical name.
    fn published_name(&self, key: Key) -> Key {
        let Some(metric) = self.metrics.get(&key.indicator).filter(|it| !it.has_spans()) else {
            return key;
        };
        let named = metric.periods.iter().filter(|it| it.last_month() == key.period);
        let mut names = named.map(|period| Key { period: *period, ..key });
        let first = names.clone().next().unwrap_or(key);
        names.find(|it| self.is_key_named(*it)).unwrap_or(first)
    }

    fn is_offered(&self, id: Id) -> bool {
        self.entry(id).is_none_or(|entry| self.frame.offers(entry.key))
    }

    fn entry(&self, id: Id) -> Option<Entry> {
        self.entries.get(id.index()).copied()
    }

    fn set(&mut self, id: Id, entry: Entry) {
        if let Some(slot) = self.entries.get_mut(id.index()) {
            if id.index() < self.journal.entries {
                self.journal.changed.push((id, *slot));
            }
            *slot = entry;
        }
    }
}

impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "History({} figures)", self.figures())
    }
}

impl Entry {
    /// Returns whether this may be told of it now.
    fn accepts(&self, told: Told, corrects: bool) -> bool {
        self.told == told || self.told == Told::Nothing || self.is_carried && corrects
    }
}

impl Exposed {
    fn by_balance(self) -> Self {
        Self { by_balance: true, ..self }
    }
}

impl Metric {
    fn new(kind: IndicatorKind) -> Self {
        let periods = BTreeSet::new();
        Self { kind, year: None, periods, dimensions: Vec::new(), has_gaps: false }
    }

    /// Returns whether its periods are spans of time, rather than the day on which they end.
    fn has_spans(&self) -> bool {
        self.kind != IndicatorKind::Stock
    }
}

impl Bounds {
    /// Returns what a reader knows of a figure of this class that was made under `parameters`.
    pub(crate) fn of(figure: Figure, parameters: &GateParameters, class: Sensitivity) -> Self {
        let width = u64::from(parameters.rounding_base.saturating_sub(1));
        match figure {
            Figure::Count(count) => Self {
                low: count.saturating_sub(width).max(u64::from(parameters.threshold_of(class))),
                high: count.saturating_add(width),
            },
            Figure::NotApplicable => Self::NOBODY,
            Figure::Mean(_) | Figure::Withheld => Self::ANY,
        }
    }
}

/// Returns the kind of year that `period` is, if it is one.
fn year_kind(period: Period) -> Option<Grain> {
    match period.grain() {
        grain @ (Grain::FiscalYear | Grain::SchoolYear | Grain::Year) => Some(grain),
        Grain::Month | Grain::Quarter => None,
    }
}
