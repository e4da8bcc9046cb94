//! Unknown counts, what bounds them, and which of them add up.
//!
//! This is the arithmetic of the gate, without any notion of what is counted. A [`Graph`] holds
//! cells (whole numbers from `low` to `high`) and relations (a total is the sum of its parts, or it
//! covers them: it is at least each of them and at most their sum), and narrows the bounds until nothing
//! moves: the shuttle algorithm of Buzzigoli and Giusti (1999). A third kind of relation, the balance, is
//! only presumed: what follows from it is known apart from what is certain; see `presumed`. It promises:
//!
//! - **The result does not depend on the order** of cells, relations or steps.
//! - **It ends.** Whoever builds a table that needs more than [`WORK_MAX`] steps gets no answer.
//! - **It can be undone**: everything since [`Graph::begin`] is taken back by [`Graph::undo`].

mod presumed;
mod state;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use self::presumed::Presumed;
use self::state::Net;
use self::state::State;

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
    /// The total and the first part together are the second and the third; perhaps.
    Balance,
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
    relations: Vec<Relation>,
    /// By cell: the relations it is in.
    touching: Vec<Vec<usize>>,
    /// What is certain.
    sure: State,
    /// What is left if balances hold; nothing where there are none.
    presumed: Option<Presumed>,
    /// How many relations there were when the transaction began.
    begun: usize,
}

impl Id {
    pub(crate) fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }

    fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

impl Bounds {
    /// Anything from zero.
    pub(crate) const ANY: Self = Self { low: 0, high: UNBOUNDED };

    /// Zero, for certain.
    pub(crate) const NOBODY: Self = Self { low: 0, high: 0 };

    /// Returns whether fewer than `candidates` values are left.
    pub(crate) fn fewer_than(self, candidates: u64) -> bool {
        self.high != UNBOUNDED && self.high.saturating_sub(self.low).saturating_add(1) < candidates
    }
}

impl Graph {
    /// Starts a transaction; what came before is final.
    pub(crate) fn begin(&mut self) {
        self.begun = self.relations.len();
        self.sure.begin();
        if let Some(presumed) = &mut self.presumed {
            presumed.begin();
        }
    }

    /// Takes back everything since [`Graph::begin`].
    pub(crate) fn undo(&mut self) {
        for relation in self.relations.drain(self.begun..).rev() {
            for id in relation.members() {
                self.touching.get_mut(id.index()).and_then(Vec::pop);
            }
        }
        self.touching.truncate(self.sure.cells);
        self.sure.undo(self.begun);
        self.presumed = self.presumed.take().and_then(|it| it.undo(self.begun));
    }

    /// Adds a cell within `bounds`.
    pub(crate) fn add(&mut self, bounds: Bounds) -> Id {
        let id = Id::at(self.touching.len());
        self.touching.push(Vec::new());
        self.states().for_each(|it| it.add(bounds));
        id
    }

    /// Says that `parts` make up `total`.
    pub(crate) fn relate(&mut self, total: Id, parts: Vec<Id>, kind: Kind) {
        let at = self.relations.len();
        let relation = Relation { total, parts: parts.into(), kind };
        if kind == Kind::Balance {
            let presumed = self.presumed.get_or_insert_with(|| Presumed::new(&self.sure, at));
            presumed.note(at);
        }
        for id in relation.members() {
            if let Some(touching) = self.touching.get_mut(id.index()) {
                touching.push(at);
            }
        }
        self.relations.push(relation);
        self.states().for_each(|it| it.wake(at));
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
        if let Some(presumed) = &mut self.presumed {
            presumed.narrow(id, bounds, &self.touching);
        }
        self.sure.tighten(id, bounds, usize::MAX, &self.touching)
    }

    /// Narrows bounds until nothing moves.
    pub(crate) fn propagate(&mut self) -> Result<(), Stuck> {
        let net = Net { relations: &self.relations, touching: &self.touching };
        self.sure.propagate(net, None)?;
        if let Some(presumed) = &mut self.presumed {
            presumed.propagate(&self.sure, net, self.begun);
        }
        Ok(())
    }

    /// Returns what is known of a cell for certain.
    pub(crate) fn bounds(&self, id: Id) -> Bounds {
        self.sure.of(id)
    }

    /// Returns what is known of a cell if balances hold.
    pub(crate) fn presumed(&self, id: Id) -> Bounds {
        self.presumed.as_ref().map_or_else(|| self.sure.of(id), |it| it.state.of(id))
    }

    /// Returns whether there are balances.
    pub(crate) fn presumes(&self) -> bool {
        self.presumed.is_some()
    }

    /// Returns whether some balance cannot be.
    pub(crate) fn has_given_up(&self) -> bool {
        self.presumed.as_ref().is_some_and(Presumed::has_given_up)
    }

    /// Returns whether other balances hold than before [`Graph::begin`].
    pub(crate) fn has_changed_balances(&self) -> bool {
        self.presumed.as_ref().is_some_and(Presumed::has_changed)
    }

    /// Returns the relations that a cell is in.
    pub(crate) fn relations_of(&self, id: Id) -> impl Iterator<Item = &Relation> {
        let touching = self.touching.get(id.index()).map_or(&[][..], Vec::as_slice);
        touching.iter().filter_map(|at| self.relations.get(*at))
    }

    /// Returns all cells, in the order in which they were added.
    pub(crate) fn ids(&self) -> impl Iterator<Item = Id> {
        (0..self.touching.len()).map(Id::at)
    }

    /// Returns how many parts were looked at since [`Graph::begin`].
    pub(crate) fn work(&self) -> usize {
        self.sure.work + self.presumed.as_ref().map_or(0, |it| it.state.work)
    }

    /// Returns the cells that are new or certainly narrower since [`Graph::begin`], each once.
    pub(crate) fn moved(&self) -> impl Iterator<Item = Id> {
        self.sure.moved()
    }

    /// Returns the cells of which something else is left since [`Graph::begin`], if balances hold.
    pub(crate) fn moved_presumed(&self) -> Vec<Id> {
        self.presumed.as_ref().map_or_else(Vec::new, Presumed::moved)
    }

    fn states(&mut self) -> impl Iterator<Item = &mut State> {
        let presumed = self.presumed.as_mut().map(|it| &mut it.state);
        std::iter::once(&mut self.sure).chain(presumed)
    }
}

impl Relation {
    /// Returns the total and the parts.
    pub(crate) fn members(&self) -> impl Iterator<Item = Id> {
        std::iter::once(self.total).chain(self.parts.iter().copied())
    }

    /// Returns what is equal in a balance: what was there and came, and what is there and went.
    fn sides(&self) -> Option<[[Id; 2]; 2]> {
        match *self.parts {
            [came, end, went] => Some([[self.total, came], [end, went]]),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
