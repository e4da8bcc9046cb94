//! Counts that the source of a file masked: hidden, like what the gate hides, and unknown even here.
//!
//! A masked count is no zero, and no sum is made with it. It is published as hidden; readers cannot tell why.
//! What can be worked out of it is asked of the graph as of any hidden number, from zero up. A reader who
//! guesses takes it for what the mark says, or for small, as far as that fits (see `presume`): so a number
//! beside it that is hidden because it *is* small keeps its candidates even then.

use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;

use super::WhyWithheld;
use super::plan::Cell;
use super::plan::Plan;
use super::plan::small;
use crate::history::Bounds;
use crate::history::History;
use crate::problem::Collector;
use crate::rules::Rules;

impl Plan {
    /// Hides what the source does not tell, unless something is out of it already, which stays.
    pub(super) fn mask(
        &mut self,
        (place, most): (&Place, Option<u64>),
        rules: &Rules<'_>,
        known: &History,
        problems: &mut Collector,
    ) {
        if !rules.is_offered(place) {
            // What is masked is somebody, as far as anybody knows.
            self.leave_empty((place, 1), known, problems);
            return;
        }
        if rules.is_reserved(place) {
            self.reserve(place, known);
            return;
        }
        let why = WhyWithheld::Masked;
        match known.figure(place) {
            None => {
                let figure = Figure::Withheld;
                let cell = Cell::new(figure, why);
                self.cells.insert(place.clone(), cell);
                self.masked.insert(place.clone(), most);
            }
            Some(_) if known.is_named(place) => self.unchanged += 1,
            Some(before) => {
                self.cells.insert(place.clone(), Cell::told(before, why, false));
            }
        }
    }

    /// Returns what a reader who guesses knows at most of the figure at `place`.
    pub(super) fn bounds(&self, place: &Place, cell: Cell, rules: &Rules<'_>) -> Bounds {
        let presumes = !self.presumes_nothing;
        match (cell.figure, cell.why, self.guesses.get(place)) {
            (Figure::Withheld, WhyWithheld::Small, _) if presumes => small(place, rules),
            (Figure::Withheld, WhyWithheld::Masked, Some(most)) if presumes => {
                Bounds { low: 0, high: *most }
            }
            (figure, _, _) => Bounds::of(figure, rules.parameters(), rules.class_of(place)),
        }
    }
}
