//! What is known of each cell, and how it is narrowed until nothing moves.
//!
//! A [`State`] knows bounds and nothing of relations: those are lent to it, so that two states may share
//! them. It promises:
//!
//! - **The result does not depend on the order** of cells, relations or steps.
//! - **It ends**, after [`WORK_MAX`] steps at most.
//! - **It can be undone**: everything since [`State::begin`] is taken back by [`State::undo`].

use std::collections::BTreeSet;
use std::collections::VecDeque;

use super::Bounds;
use super::Id;
use super::Kind;
use super::Relation;
use super::Stuck;
use super::UNBOUNDED;
use super::WORK_MAX;

/// The relations, and by cell those it is in.
#[derive(Clone, Copy)]
pub(super) struct Net<'a> {
    pub(super) relations: &'a [Relation],
    pub(super) touching: &'a [Vec<usize>],
}

/// What is known of each cell.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) bounds: Vec<Bounds>,
    queue: VecDeque<usize>,
    /// By relation: whether it is in the queue.
    queued: Vec<bool>,
    /// By cell: in which transaction its bounds last changed.
    stamps: Vec<u64>,
    transaction: u64,
    /// How many cells there were when the transaction began.
    pub(super) cells: usize,
    changed: Vec<(Id, Bounds)>,
    /// How many parts were looked at since.
    pub(super) work: usize,
}

impl State {
    /// Returns a state that knows what `other` knows, of so many relations.
    pub(super) fn like(other: &Self, relations: usize) -> Self {
        let bounds = other.bounds.clone();
        let (cells, stamps) = (bounds.len(), vec![0; bounds.len()]);
        Self { bounds, stamps, cells, queued: vec![false; relations], ..Self::default() }
    }

    /// Starts a transaction; what came before is final.
    pub(super) fn begin(&mut self) {
        self.transaction += 1;
        self.cells = self.bounds.len();
        self.changed.clear();
        self.work = 0;
    }

    /// Takes back everything since [`State::begin`], when there were so many relations.
    pub(super) fn undo(&mut self, relations: usize) {
        for (id, before) in std::mem::take(&mut self.changed) {
            if let Some(bounds) = self.bounds.get_mut(id.index()) {
                *bounds = before;
            }
        }
        self.bounds.truncate(self.cells);
        self.stamps.truncate(self.cells);
        self.queued.truncate(relations);
        self.queued.fill(false);
        self.queue.clear();
        self.begin();
    }

    /// Adds a cell within `bounds`.
    pub(super) fn add(&mut self, bounds: Bounds) {
        self.bounds.push(bounds);
        self.stamps.push(0);
    }

    /// Puts a relation in the queue, which may be new.
    pub(super) fn wake(&mut self, at: usize) {
        if self.queued.len() <= at {
            self.queued.resize(at + 1, false);
        }
        if let Some(queued) = self.queued.get_mut(at)
            && !std::mem::replace(queued, true)
        {
            self.queue.push_back(at);
        }
    }

    /// Returns what is known of a cell.
    pub(super) fn of(&self, id: Id) -> Bounds {
        self.bounds.get(id.index()).copied().unwrap_or(Bounds::ANY)
    }

    /// Returns the cells that are new or narrower since [`State::begin`], each once.
    pub(super) fn moved(&self) -> impl Iterator<Item = Id> {
        let added = (self.cells..self.bounds.len()).map(Id::at);
        added.chain(self.changed.iter().map(|(id, _)| *id))
    }

    /// Narrows bounds until nothing moves; by all relations but balances, or where some are given up
    /// by all but those.
    pub(super) fn propagate(
        &mut self,
        net: Net<'_>,
        given_up: Option<&BTreeSet<usize>>,
    ) -> Result<(), Stuck> {
        while let Some(at) = self.queue.pop_front() {
            if let Some(queued) = self.queued.get_mut(at) {
                *queued = false;
            }
            let Some(relation) = net.relations.get(at) else { continue };
            let is_off = match given_up {
                None => relation.kind == Kind::Balance,
                Some(given_up) => relation.kind == Kind::Balance && given_up.contains(&at),
            };
            if is_off {
                continue;
            }
            self.work += relation.parts.len();
            if self.work > WORK_MAX {
                return Err(Stuck::TooLong);
            }
            match relation.kind {
                Kind::Balance => self.visit_balance(at, relation, net)?,
                Kind::Cover => self.visit_cover(at, relation, net)?,
                Kind::Sum => self.visit_sum(at, relation, net)?,
            }
        }
        Ok(())
    }

    /// Looks at a sum: the total against the parts together, then each part against the rest.
    fn visit_sum(&mut self, at: usize, of: &Relation, net: Net<'_>) -> Result<(), Stuck> {
        let sum = Sum::of(of.parts.iter().map(|part| self.of(*part)));
        self.tighten(of.total, sum.bounds(), at, net.touching)?;
        let whole = self.of(of.total);
        for part in of.parts.iter().copied() {
            let left =
                sum.without(self.of(part)).left_of(whole).ok_or(Stuck::Contradiction(part))?;
            self.tighten(part, left, at, net.touching)?;
        }
        Ok(())
    }

    /// Looks at a total that covers its parts: it is at least each, and each is at least what the
    /// others cannot hold.
    fn visit_cover(&mut self, at: usize, of: &Relation, net: Net<'_>) -> Result<(), Stuck> {
        let sum = Sum::of(of.parts.iter().map(|part| self.of(*part)));
        let low = of.parts.iter().map(|part| self.of(*part).low).max().unwrap_or(0);
        self.tighten(of.total, Bounds { low, high: sum.bounds().high }, at, net.touching)?;
        let whole = self.of(of.total);
        for part in of.parts.iter().copied() {
            let low = match sum.without(self.of(part)).high {
                UNBOUNDED => 0,
                high => whole.low.saturating_sub(high),
            };
            self.tighten(part, Bounds { low, high: whole.high }, at, net.touching)?;
        }
        Ok(())
    }

    /// Looks at a balance: what was there and came is what is there and went.
    fn visit_balance(&mut self, at: usize, of: &Relation, net: Net<'_>) -> Result<(), Stuck> {
        let Some([before, after]) = of.sides() else { return Ok(()) };
        let pool = |side: [Id; 2]| Sum::of(side.iter().map(|id| self.of(*id))).bounds();
        let (one, other) = (pool(before), pool(after));
        let pool = Bounds { low: one.low.max(other.low), high: one.high.min(other.high) };
        if pool.low > pool.high {
            return Err(Stuck::Contradiction(of.total));
        }
        for [part, beside] in [before, after].into_iter().flat_map(|[a, b]| [[a, b], [b, a]]) {
            let left = self.of(beside).left_of(pool).ok_or(Stuck::Contradiction(part))?;
            self.tighten(part, left, at, net.touching)?;
        }
        Ok(())
    }

    /// Intersects the bounds of a cell, and wakes the other relations it is in if they moved.
    pub(super) fn tighten(
        &mut self,
        id: Id,
        with: Bounds,
        by: usize,
        touching: &[Vec<usize>],
    ) -> Result<(), Stuck> {
        let before = self.of(id);
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
        for at in touching.get(id.index()).into_iter().flatten().copied().filter(|at| *at != by) {
            self.wake(at);
        }
        Ok(())
    }

    fn remember(&mut self, id: Id, before: Bounds) {
        let is_old = id.index() < self.cells;
        if let Some(stamp) = self.stamps.get_mut(id.index())
            && is_old
            && std::mem::replace(stamp, self.transaction) != self.transaction
        {
            self.changed.push((id, before));
        }
    }
}

impl Bounds {
    /// Returns what is left of `whole` without this; `None` if this alone is more.
    fn left_of(self, whole: Self) -> Option<Self> {
        let high = match whole.high {
            UNBOUNDED => UNBOUNDED,
            high => high.checked_sub(self.low)?,
        };
        let low = match self.high {
            UNBOUNDED => 0,
            high => whole.low.saturating_sub(high),
        };
        Some(Self { low, high })
    }
}

/// The sum of several bounds.
#[derive(Clone, Copy, Default)]
pub(super) struct Sum {
    low: u64,
    /// The sum of the finite ones.
    high: u64,
    /// How many are unbounded.
    open: usize,
}

impl Sum {
    pub(super) fn of(parts: impl Iterator<Item = Bounds>) -> Self {
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

    pub(super) fn bounds(self) -> Bounds {
        Bounds { low: self.low, high: if self.open == 0 { self.high } else { UNBOUNDED } }
    }
}
