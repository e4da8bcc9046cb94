//! What is left of each cell if what came and went made up the difference.
//!
//! Of rows of one file a balance holds. Of what was published from several files it need not: closures are
//! learned of late, people move. So a balance is presumed, never known: it narrows a second state, which
//! knows all that is certain besides. It promises:
//!
//! - **A balance that cannot be is given up**, and nothing else comes of it: what is certain stays.
//! - **As many as can be hold**: those that cannot be by themselves go first, then each that contradicts
//!   those before it.
//! - **It ends**: what takes longer than [`WORK_MAX`] steps is given up as well.

use std::collections::BTreeSet;

use super::Bounds;
use super::Id;
use super::Relation;
use super::WORK_MAX;
use super::state::Net;
use super::state::State;
use super::state::Sum;

/// What is known if balances hold.
#[derive(Clone, Debug)]
pub(super) struct Presumed {
    pub(super) state: State,
    /// The balances, in the order in which they were added.
    balances: Vec<usize>,
    /// Those that cannot be.
    given_up: BTreeSet<usize>,
    /// Whether some cell cannot be as it is.
    is_stuck: bool,
    /// What there was when the transaction began.
    before: Before,
}

/// What there was before a transaction.
#[derive(Clone, Debug)]
enum Before {
    /// No balance at all.
    Nothing,
    /// What is left if the changes of the state are taken back.
    Same,
    /// Another state, with other balances.
    Other(Box<(State, BTreeSet<usize>)>),
}

impl Presumed {
    /// Returns what follows from `sure` alone, of so many relations, before the first balance.
    pub(super) fn new(sure: &State, relations: usize) -> Self {
        let state = State::like(sure, relations);
        let given_up = BTreeSet::new();
        let balances = Vec::new();
        Self { state, balances, given_up, is_stuck: false, before: Before::Nothing }
    }

    pub(super) fn begin(&mut self) {
        self.state.begin();
        self.before = Before::Same;
        self.is_stuck = false;
    }

    /// Takes back everything since [`Presumed::begin`]; nothing is left if there was nothing.
    pub(super) fn undo(mut self, relations: usize) -> Option<Self> {
        self.balances.retain(|at| *at < relations);
        self.is_stuck = false;
        match std::mem::replace(&mut self.before, Before::Same) {
            Before::Nothing => return None,
            Before::Same => self.state.undo(relations),
            Before::Other(before) => (self.state, self.given_up) = *before,
        }
        Some(self)
    }

    /// Notes that a relation is a balance.
    pub(super) fn note(&mut self, at: usize) {
        self.balances.push(at);
    }

    /// Says that a cell is also within `bounds`.
    pub(super) fn narrow(&mut self, id: Id, bounds: Bounds, touching: &[Vec<usize>]) {
        self.is_stuck |= self.state.tighten(id, bounds, usize::MAX, touching).is_err();
    }

    /// Returns whether some balance cannot be.
    pub(super) fn has_given_up(&self) -> bool {
        !self.given_up.is_empty()
    }

    /// Returns whether it had to be thought over which balances hold since [`Presumed::begin`].
    pub(super) fn has_changed(&self) -> bool {
        match self.before {
            Before::Nothing => self.has_given_up(),
            Before::Same => false,
            Before::Other(_) => true,
        }
    }

    /// Narrows until nothing moves, giving up what cannot be.
    pub(super) fn propagate(&mut self, sure: &State, net: Net<'_>, relations: usize) {
        if self.is_stuck || self.state.propagate(net, Some(&self.given_up)).is_err() {
            self.is_stuck = false;
            self.think_over(sure, net, relations);
        }
    }

    /// Returns the cells of which something else is known than when the transaction began.
    pub(super) fn moved(&self) -> Vec<Id> {
        match &self.before {
            Before::Nothing => (0..self.state.bounds.len()).map(Id::at).collect(),
            Before::Same => self.state.moved().collect(),
            Before::Other(before) => {
                let (before, now) = (&before.0.bounds, self.state.bounds.iter().enumerate());
                let moved = now.filter(|(at, bounds)| before.get(*at) != Some(*bounds));
                moved.map(|(at, _)| Id::at(at)).collect()
            }
        }
    }

    /// Begins again with what is certain, and adds as many balances as can be.
    fn think_over(&mut self, sure: &State, net: Net<'_>, relations: usize) {
        let mut before = std::mem::replace(&mut self.state, State::like(sure, net.relations.len()));
        if matches!(self.before, Before::Same) {
            before.undo(relations);
            let given_up = self.given_up.iter().copied().filter(|at| *at < relations).collect();
            self.before = Before::Other(Box::new((before, given_up)));
        }
        self.given_up = self.balances.iter().copied().collect();
        let is_possible = |at: &usize| net.relations.get(*at).is_some_and(|it| it.can_be(sure));
        let possible: Vec<usize> = self.balances.iter().copied().filter(is_possible).collect();
        self.keep(&possible, net, &mut 0);
    }

    /// Adds some balances if they all hold beside what is there, else each half of them.
    fn keep(&mut self, some: &[usize], net: Net<'_>, spent: &mut usize) {
        if some.is_empty() || *spent > WORK_MAX {
            return;
        }
        self.state.begin();
        for at in some {
            self.given_up.remove(at);
            self.state.wake(*at);
        }
        let outcome = self.state.propagate(net, Some(&self.given_up));
        *spent = spent.saturating_add(self.state.work);
        if outcome.is_ok() {
            return;
        }
        self.state.undo(net.relations.len());
        self.given_up.extend(some);
        if some.len() > 1 {
            let (first, second) = some.split_at(some.len() / 2);
            self.keep(first, net, spent);
            self.keep(second, net, spent);
        }
    }
}

impl Relation {
    /// Returns whether both sides of a balance can be equal, by themselves.
    fn can_be(&self, sure: &State) -> bool {
        let side = |ids: [Id; 2]| Sum::of(ids.iter().map(|id| sure.of(*id))).bounds();
        self.sides().is_some_and(|[one, other]| {
            let (one, other) = (side(one), side(other));
            one.low <= other.high && other.low <= one.high
        })
    }
}
