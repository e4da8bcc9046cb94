//! Numbers that are out and would be others now.
//!
//! A correction goes out together with whatever else is new, and only if it moves enough numbers and
//! nothing hidden can be worked out from both versions; else it waits, and what is out stays as it
//! is. What is replaced is replaced whole: everything that those releases told is told again.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use flotilla_domain::policy::MOVED_MIN;
use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;

use super::WhyWithheld;
use super::plan::Cell;
use super::plan::Plan;
use crate::history::History;
use crate::history::Id;

impl Plan {
    /// Returns the indicators of which numbers would change that are out; none if too few would.
    pub(super) fn correctable(&self, known: &History) -> BTreeSet<Arc<str>> {
        let indicators = self.moved.keys().map(|place| Arc::clone(&place.indicator)).collect();
        let is_enough = self.moved_ids(&indicators, known).len() >= MOVED_MIN;
        if is_enough { indicators } else { BTreeSet::new() }
    }

    /// Returns the places of which the file says something else by another name.
    pub(super) fn ambiguous(&self, known: &History) -> Vec<&Place> {
        let mut figures: BTreeMap<Id, Figure> = BTreeMap::new();
        let says_other = |(place, figure): &(&Place, &Figure)| {
            known
                .id(place)
                .is_some_and(|id| figures.insert(id, **figure).is_some_and(|it| it != **figure))
        };
        self.moved.iter().filter(says_other).map(|(place, _)| place).collect()
    }

    /// Corrects what is out of `indicators`, and leaves the rest as it is.
    pub(super) fn correct(&mut self, indicators: &BTreeSet<Arc<str>>, known: &History) {
        let moved = self.moved_ids(indicators, known);
        let all = self.moved.keys().filter_map(|place| known.id(place)).collect::<BTreeSet<Id>>();
        self.corrected = moved.len();
        self.held_back = all.len().saturating_sub(moved.len());
        for place in self.moved.keys().filter(|place| !known.is_named(place)) {
            // The file has another name for what is out: it tells the same.
            let now = known.id(place).and_then(|id| moved.get(&id).copied());
            let Some(figure) = now.or_else(|| known.figure(place)) else { continue };
            self.cells.insert(place.clone(), Cell::told(figure, WhyWithheld::Small, false));
        }
        self.replaces = known.owners(&moved.keys().copied().collect());
        for place in known.told_by(&self.replaces) {
            let now = known.id(&place).and_then(|id| moved.get(&id).copied());
            let Some(figure) = now.or_else(|| known.figure(&place)) else { continue };
            let cell = match now {
                Some(figure) => Cell::corrected(figure),
                None => Cell::told(figure, WhyWithheld::Before, true),
            };
            self.cells.insert(place, cell);
        }
    }

    /// Returns what numbers that are out would be, of these indicators.
    fn moved_ids(&self, indicators: &BTreeSet<Arc<str>>, known: &History) -> BTreeMap<Id, Figure> {
        let moved = self.moved.iter().filter(|(place, _)| indicators.contains(&place.indicator));
        moved.filter_map(|(place, figure)| Some((known.id(place)?, *figure))).collect()
    }
}
