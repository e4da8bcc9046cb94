//! What was told of a place, asked by its name.
//!
//! A group may go by several names (see [`History`]); each question says whether any of them counts,
//! or only the very one that was published.

use std::collections::BTreeMap;
use std::sync::Arc;

use flotilla_domain::release::Figure;
use flotilla_domain::release::Place;

use super::History;
use super::Id;
use super::Told;
use super::place::Key;

impl History {
    /// Returns everything that was told, by every name under which it was told.
    pub(crate) fn told_figures(&self) -> BTreeMap<Place, Figure> {
        let named = self.cells.iter().filter(|(key, _)| self.is_key_named(**key));
        let figure = |(key, id): (&Key, &Id)| match self.told(*id) {
            Told::Figure(figure) => Some((self.names.place(*key), figure)),
            Told::Nothing => None,
        };
        named.filter_map(figure).collect()
    }

    /// Returns what was told of each cell, once.
    pub(crate) fn everything_told(&self) -> impl Iterator<Item = Told> {
        self.entries.iter().filter(|it| !it.is_carried).map(|it| it.told)
    }

    /// Returns what was told of a place, by whichever name of the group.
    pub(crate) fn figure(&self, place: &Place) -> Option<Figure> {
        match self.told(self.id(place)?) {
            Told::Figure(figure) => Some(figure),
            Told::Nothing => None,
        }
    }

    /// Returns whether something was told of a place by this very name.
    pub(crate) fn is_named(&self, place: &Place) -> bool {
        self.names.find(place).is_some_and(|key| self.is_key_named(key))
    }

    /// Returns whether a breakdown of `base` by `dimension` was published, by whichever name.
    pub(crate) fn is_broken_down(&self, base: &Place, dimension: &Arc<str>) -> bool {
        let is_told = |key| self.find(key).is_some_and(|id| self.told(id) != Told::Nothing);
        self.parts_by(base, dimension).into_iter().any(is_told)
    }

    /// Returns whether a breakdown of `base` by `dimension` was published by this very name.
    pub(crate) fn is_breakdown_named(&self, base: &Place, dimension: &Arc<str>) -> bool {
        self.parts_by(base, dimension).into_iter().any(|key| self.is_key_named(key))
    }

    /// Returns the parts of `base` by `dimension`.
    fn parts_by(&self, base: &Place, dimension: &Arc<str>) -> Vec<Key> {
        let Some(dimension) = self.names.find_code(dimension) else { return Vec::new() };
        let Some(key) = self.names.find(base) else { return Vec::new() };
        let categories = self.frame.categories(dimension).iter();
        categories.map(|it| Key { dimension, category: *it, ..key }).collect()
    }

    /// Returns whether something was told by a name.
    pub(super) fn is_key_named(&self, key: Key) -> bool {
        let entry = self.cells.get(&key).and_then(|id| self.entry(*id));
        entry.is_some_and(|entry| entry.key != key || entry.is_named)
    }
}
