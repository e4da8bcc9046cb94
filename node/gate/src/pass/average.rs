//! Means, once it is settled of whom the number is shown.
//!
//! A mean follows the count it is of: it is hidden where that is hidden or small, and what is out stays as it
//! is unless the release is corrected that told it. Of periods that overlap the longer is told.

use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;

use super::plan::Cell;
use super::plan::Plan;
use crate::draft::Average;
use crate::history::History;
use crate::mean;
use crate::rules::Rules;

impl Plan {
    /// Tells the means of the file, as far as the counts of `self` and what is `known` allow.
    pub(super) fn average(&mut self, rules: &Rules<'_>, known: &History) {
        let mut means: Vec<(Place, Average)> =
            std::mem::take(&mut self.means).into_iter().collect();
        means.sort_by_key(|(place, _)| place.period.grain());
        for (place, average) in means {
            let Some(scale) = mean::scale(rules, &place) else { continue };
            let people = mean::people(scale, &place);
            let base = rules.parameters().rounding_base;
            let figure = mean::figure(average, scale, self.figure(&people, known), base);
            match (self.cells.get(&place).copied(), known.figure(&place)) {
                // What is told again says what it should, unless it is hidden.
                (Some(cell), _) if cell.figure != Figure::Withheld && cell.figure != figure => {
                    self.cells.insert(place, Cell::corrected(figure));
                }
                (Some(_), _) => {}
                (None, Some(before)) if before == figure => self.unchanged += 1,
                (None, Some(Figure::Withheld)) => self.large_before.push(place),
                (None, Some(_)) => self.held_back += 1,
                (None, None) => {
                    let is_new = !mean::overlaps(known, &place.indicator, place.period);
                    if is_new && !self.overlaps(&place) {
                        self.insert(&place, figure);
                    }
                }
            }
        }
        self.hide_unfit_means(rules, known);
    }

    /// Hides what is told again of people whose number is no longer shown.
    fn hide_unfit_means(&mut self, rules: &Rules<'_>, known: &History) {
        let is_unfit = |(place, cell): &(&Place, &Cell)| {
            let scale = mean::scale(rules, place);
            scale.is_some_and(|scale| match cell.figure {
                Figure::Mean(value) => {
                    !mean::fits(value, scale, self.figure(&mean::people(scale, place), known))
                }
                _ => false,
            })
        };
        let unfit: Vec<Place> =
            self.cells.iter().filter(is_unfit).map(|(place, _)| place.clone()).collect();
        for place in unfit {
            self.cells.insert(place, Cell::corrected(Figure::Withheld));
        }
    }

    /// Returns what readers will know of a place.
    fn figure(&self, place: &Place, known: &History) -> Option<Figure> {
        self.cells.get(place).map(|cell| cell.figure).or_else(|| known.figure(place))
    }

    /// Returns whether a mean of another period is told here that has months in common with this one.
    fn overlaps(&self, place: &Place) -> bool {
        self.cells.keys().any(|it| {
            it.indicator == place.indicator
                && it.period != place.period
                && it.period.overlaps(place.period)
        })
    }
}
