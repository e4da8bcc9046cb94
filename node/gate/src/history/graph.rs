//! Unknown counts, what bounds them, and which of them add up.
//!
//! This is the arithmetic of the gate, without any notion of what is counted. A [`Graph`] holds
//! cells (whole numbers from `low` to `high`) and relations (a total is the sum of its parts, or it
//! covers them: it is at least each of them and at most their sum), and narrows the bounds until nothing moves: the shuttle algorithm of Buzzigoli and Giusti (1999). It
//! promises:
//!
//! - **The result does not depend on the order** of cells, relations or steps.
//! - **It ends.** Whoever builds a table that needs more than [`WORK_MAX`] steps gets no answer.
//! - **It can be undone**: everything since [`Graph::begin`] is taken back by [`Graph::undo`].

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::sync::Arc;

/// No upper bound is known.
pub(crate) const UNBOUNDED: u64 = u64::MAX;

/// The most parts that are looked at for one release; an honest one needs a few per observation.
pub(super) const WORK_MAX: usize = 20_000_000;

/// Names a cell of one [`Graph`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Id(u32);

/// What is known of one count.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Bounds {
    /// The least it can be.
    pub(crate) low: u64,
    /// The most it can be, or [`UNBOUNDED`].
    pub(crate) high: u64,
}

/// A total and its parts.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    /// The total.
    pub(crate) total: Id,
    /// What makes it up.
    pub(crate) parts: Arc<[Id]>,
    /// How.
    kind: Kind,
}

/// How parts make up a total.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// Whoever is in the total is in one part or in several.
    Cover,
    /// Whoever is in the total is in one part.
    Sum,
}

/// Why narrowing stopped before its end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Stuck {
    /// No count fits this cell.
    Contradiction(Id),
    /// More than [`WORK_MAX`] steps.
    TooLong,
}

/// Cells, relations, and how to take the last changes back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graph {
    bounds: Vec<Bounds>,
    relations: Vec<Relation>,
    /// By cell: the relations it is in.
    touching: Vec<Vec<usize>>,
    queue: VecDeque<usize>,
    /// By relation: whether it is in the queue.
    queued: Vec<bool>,
    /// By cell: in which transaction its bounds last changed.
    stamps: Vec<u64>,
    transaction: u64,
    journal: Journal,
}

/// What has to be taken back.
#[derive(Clone, Debug, Default)]
struct Journal {
    cells: usize,
    relations: usize,
    changed: Vec<(Id, Bounds)>,
    work: usize,
}

impl Id {
    pub(crate) fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

impl Bounds {
    /// Anything from zero.
    pub(crate) const ANY: Self = Self { low: 0, high: UNBOUNDED };

    /// Returns whether fewer than `candidates` values are left.
    pub(crate) fn fewer_than(self, candidates: u64) -> bool {
        self.high != UNBOUNDED && self.high.saturating_sub(self.low).saturating_add(1) < candidates
    }
}

impl Graph {
    /// Starts a transaction; what came before is final.
    pub(crate) fn begin(&mut self) {
        self.transaction += 1;
        self.journal = Journal {
            cells: self.bounds.len(),
            relations: self.relations.len(),
            ..Journal::default()
        };
    }

    /// Takes back everything since [`Graph::begin`].
    pub(crate) fn undo(&mut self) {
        let journal = std::mem::take(&mut self.journal);
        for relation in self.relations.drain(journal.relations..).rev() {
            for id in relation.members() {
                self.touching.get_mut(id.index()).and_then(Vec::pop);
            }
        }
        for (id, before) in journal.changed {
            if let Some(bounds) = self.bounds.get_mut(id.index()) {
                *bounds = before;
            }
        }
        self.bounds.truncate(journal.cells);
        self.stamps.truncate(journal.cells);
        self.touching.truncate(journal.cells);
        self.queued.truncate(journal.relations);
        self.queued.fill(false);
        self.queue.clear();
        self.begin();
    }

    /// Adds a cell within `bounds`.
    pub(crate) fn add(&mut self, bounds: Bounds) -> Id {
        let id = Id(u32::try_from(self.bounds.len()).unwrap_or(u32::MAX));
        self.bounds.push(bounds);
        self.stamps.push(0);
        self.touching.push(Vec::new());
        id
    }

    /// Says that `parts` make up `total`.
    pub(crate) fn relate(&mut self, total: Id, parts: Vec<Id>, kind: Kind) {
        let at = self.relations.len();
        let relation = Relation { total, parts: parts.into(), kind };
        for id in relation.members() {
            if let Some(touching) = self.touching.get_mut(id.index()) {
                touching.push(at);
            }
        }
        self.relations.push(relation);
        self.queued.push(true);
        self.queue.push_back(at);
    }

    /// Repeats every relation in which one of these cells is, with the cells that stand for them.
    pub(crate) fn copy(&mut self, instead: &BTreeMap<Id, Id>) {
        let at: BTreeSet<usize> = instead
            .keys()
            .filter_map(|id| self.touching.get(id.index()))
            .flatten()
            .copied()
            .collect();
        let stand_in = |id: &Id| instead.get(id).copied().unwrap_or(*id);
        for at in at {
            let Some(relation) = self.relations.get(at).cloned() else { continue };
            let Relation { total, parts, kind } = relation;
            self.relate(stand_in(&total), parts.iter().map(stand_in).collect(), kind);
        }
    }

    /// Says that a cell is also within `bounds`.
    pub(crate) fn narrow(&mut self, id: Id, bounds: Bounds) -> Result<(), Stuck> {
        self.tighten(id, bounds, usize::MAX)
    }

    /// Narrows bounds until nothing moves.
    pub(crate) fn propagate(&mut self) -> Result<(), Stuck> {
        while let Some(at) = self.queue.pop_front() {
            if let Some(queued) = self.queued.get_mut(at) {
                *queued = false;
            }
            self.visit(at)?;
        }
        Ok(())
    }

    /// Returns what is known of a cell.
    pub(crate) fn bounds(&self, id: Id) -> Bounds {
        self.bounds.get(id.index()).copied().unwrap_or(Bounds::ANY)
    }

    /// Returns the relations that a cell is in.
    pub(crate) fn relations_of(&self, id: Id) -> impl Iterator<Item = &Relation> {
        let touching = self.touching.get(id.index()).map_or(&[][..], Vec::as_slice);
        touching.iter().filter_map(|at| self.relations.get(*at))
    }

    /// Returns all cells, in the order in which they were added.
    pub(crate) fn ids(&self) -> impl Iterator<Item = Id> {
        (0..self.bounds.len()).map(|index| Id(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// Returns how many parts were looked at since [`Graph::begin`].
    pub(crate) fn work(&self) -> usize {
        self.journal.work
    }

    /// Returns the cells that are new or narrower since [`Graph::begin`], each once.
    pub(crate) fn moved(&self) -> impl Iterator<Item = Id> {
        let added = self.journal.cells..self.bounds.len();
        let added = added.map(|index| Id(u32::try_from(index).unwrap_or(u32::MAX)));
        added.chain(self.journal.changed.iter().map(|(id, _)| *id))
    }

    /// Looks at one relation: the total against the sum of the parts, then each part against the
    /// rest.
    fn visit(&mut self, at: usize) -> Result<(), Stuck> {
        let Some(Relation { total, parts, kind }) = self.relations.get(at).cloned() else {
            return Ok(());
        };
        self.journal.work += parts.len();
        if self.journal.work > WORK_MAX {
            return Err(Stuck::TooLong);
        }
        if kind == Kind::Cover {
            return self.visit_cover(at, total, &parts);
        }
        let sum = Sum::of(parts.iter().map(|part| self.bounds(*part)));
        self.tighten(total, sum.bounds(), at)?;
        let whole = self.bounds(total);
        for part in parts.iter().copied() {
            let others = sum.without(self.bounds(part));
            let high = match whole.high {
                UNBOUNDED => UNBOUNDED,
                high => high.checked_sub(others.low).ok_or(Stuck::Contradiction(part))?,
            };
            let low = match others.high {
                UNBOUNDED => 0,
                high => whole.low.saturating_sub(high),
            };
            self.tighten(part, Bounds { low, high }, at)?;
        }
        Ok(())
    }

    /// Looks at a total that covers its parts: it is at least each, and each is at least what the
    /// others cannot hold.
    fn visit_cover(&mut self, at: usize, total: Id, parts: &[Id]) -> Result<(), Stuck> {
        let sum = Sum::of(parts.iter().map(|part| self.bounds(*part)));
        let low = parts.iter().map(|part| self.bounds(*part).low).max().unwrap_or(0);
        self.tighten(total, Bounds { low, high: sum.bounds().high }, at)?;
        let whole = self.bounds(total);
        for part in parts.iter().copied() {
            let low = match sum.without(self.bounds(part)).high {
                UNBOUNDED => 0,
                high => whole.low.saturating_sub(high),
            };
            self.tighten(part, Bounds { low, high: whole.high }, at)?;
        }
        Ok(())
    }

    /// Intersects the bounds of a cell, and wakes the other relations it is in if they moved.
    fn tighten(&mut self, id: Id, with: Bounds, by: usize) -> Result<(), Stuck> {
        let before = self.bounds(id);
        let after = Bounds { low: before.low.max(with.low), high: before.high.min(with.high) };
        if after == before {
            return Ok(());
        }
        self.remember(id, before);
        if let Some(bounds) = self.bounds.get_mut(id.index()) {
            *bounds = after;
        }
        if after.low > after.high {
            return Err(Stuck::Contradiction(id));
        }
        for at in self.touching.get(id.index()).into_iter().flatten().copied() {
            if let Some(queued) = self.queued.get_mut(at)
                && at != by
                && !std::mem::replace(queued, true)
            {
                self.queue.push_back(at);
            }
        }
        Ok(())
    }

    fn remember(&mut self, id: Id, before: Bounds) {
        let is_old = id.index() < self.journal.cells;
        if let Some(stamp) = self.stamps.get_mut(id.index())
            && is_old
            && std::mem::replace(stamp, self.transaction) != self.transaction
        {
            self.journal.changed.push((id, before));
        }
    }
}

impl Relation {
    /// Returns the total and the parts.
    pub(crate) fn members(&self) -> impl Iterator<Item = Id> {
        std::iter::once(self.total).chain(self.parts.iter().copied())
    }
}

/// The sum of several bounds.
#[derive(Clone, Copy, Default)]
struct Sum {
    low: u64,
    /// The sum of the finite ones.
    high: u64,
    /// How many are unbounded.
    open: usize,
}

impl Sum {
    fn of(parts: impl Iterator<Item = Bounds>) -> Self {
        parts.fold(Self::default(), |sum, part| {
            let open = part.high == UNBOUNDED;
            Self {
                low: sum.low.saturating_add(part.low),
                high: sum.high.saturating_add(if open { 0 } else { part.high }),
                open: sum.open + usize::from(open),
            }
        })
    }

    fn without(self, part: Bounds) -> Bounds {
        let open = part.high == UNBOUNDED;
        Self {
            low: self.low.saturating_sub(part.low),
            high: self.high.saturating_sub(if open { 0 } else { part.high }),
            open: self.open.saturating_sub(usize::from(open)),
        }
        .bounds()
    }

    fn bounds(self) -> Bounds {
        Bounds { low: self.low, high: if self.open == 0 { self.high } else { UNBOUNDED } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_part_is_what_the_others_leave() {
        let mut graph = Graph::default();
        let [total, shown, hidden] = cells(&mut graph, [(30, 34), (16, 24), (0, UNBOUNDED)]);
        graph.relate(total, vec![shown, hidden], Kind::Sum);
        graph.propagate().unwrap();
        assert_eq!(graph.bounds(hidden), Bounds { low: 6, high: 18 });
    }

    #[test]
    fn what_covers_is_between_the_largest_part_and_the_sum() {
        let mut graph = Graph::default();
        let parts = [(16, 24), (31, 39), (0, 13)];
        let [total, one, two, hidden] =
            cells(&mut graph, [(0, UNBOUNDED), parts[0], parts[1], parts[2]]);
        graph.relate(total, vec![one, two, hidden], Kind::Cover);
        graph.propagate().unwrap();
        assert_eq!(graph.bounds(total), Bounds { low: 31, high: 76 });
        graph.narrow(total, Bounds { low: 71, high: 79 }).unwrap();
        graph.propagate().unwrap();
        assert_eq!(graph.bounds(hidden), Bounds { low: 8, high: 13 });
        assert_eq!(graph.bounds(one), Bounds { low: 19, high: 24 });
        graph.narrow(total, Bounds { low: 0, high: 30 }).unwrap_err();
    }

    #[test]
    fn a_chain_of_sums_is_followed_to_its_end() {
        let mut graph = Graph::default();
        let [a, b, c, d] = cells(&mut graph, [(0, UNBOUNDED); 4]);
        graph.relate(a, vec![b], Kind::Sum);
        graph.relate(b, vec![c, d], Kind::Sum);
        graph.narrow(a, Bounds { low: 0, high: 3 }).unwrap();
        graph.propagate().unwrap();
        assert_eq!(graph.bounds(d), Bounds { low: 0, high: 3 });
    }

    #[test]
    fn sums_that_cannot_be_are_noticed() {
        let mut graph = Graph::default();
        let [total, one, two] = cells(&mut graph, [(10, 14), (16, 24), (0, UNBOUNDED)]);
        graph.relate(total, vec![one, two], Kind::Sum);
        assert_eq!(graph.propagate(), Err(Stuck::Contradiction(total)));
    }

    #[test]
    fn what_was_undone_leaves_no_trace() {
        let mut graph = Graph::default();
        let [total, part] = cells(&mut graph, [(10, 14), (0, UNBOUNDED)]);
        graph.begin();
        let other = graph.add(Bounds::ANY);
        graph.relate(total, vec![part, other], Kind::Sum);
        graph.propagate().unwrap();
        assert_eq!(graph.bounds(part).high, 14);
        graph.undo();
        assert_eq!(graph.bounds(part), Bounds::ANY);
        assert_eq!(graph.relations_of(total).count(), 0);
    }

    fn cells<const N: usize>(graph: &mut Graph, bounds: [(u64, u64); N]) -> [Id; N] {
        bounds.map(|(low, high)| graph.add(Bounds { low, high }))
    }
}
