//! Exact counts, on their way to the gate.
//!
//! A [`Draft`] holds what must not leave: how many people or matches stand behind each place. Where a
//! source masked a count it is unknown here, too, which is neither zero nor what is left of a sum. It
//! promises:
//!
//! - **Nothing outside this crate can read a count**, and none is printed.
//! - **Only [`crate::pass::pass`] turns it into something that may leave.**
//!
//! ```compile_fail
//! fn leak(draft: &flotilla_gate::draft::Draft) -> Option<u64> {
//!     draft.counts.values().next().copied()
//! }
//! ```
//!
//! What can be asked is how many places it covers:
//!
//! ```
//! fn size(draft: &flotilla_gate::draft::Draft) -> usize {
//!     draft.places().count()
//! }
//! ```

use std::collections::BTreeMap;
use std::fmt;

use flotilla_domain::coverage::Coverage;
use flotilla_domain::release::Place;

use crate::pass::Dropped;

/// How many parts of a unit sums are kept in.
pub(crate) const HUNDREDTHS: u64 = 100;

/// Counts by place.
#[derive(Default)]
pub struct Draft {
    counts: BTreeMap<Place, Amount>,
    means: BTreeMap<Place, Average>,
    rows: usize,
    rows_left_out: usize,
    coverage: Coverage,
    dropped: Vec<Dropped>,
}

/// What a file says of one place.
#[derive(Clone, Copy)]
enum Amount {
    /// So many, exactly.
    Exact(u64),
    /// The source counted, and does not tell; at most this many, if it says so. Never nobody.
    Masked(Option<u64>),
}

/// What is averaged at one place.
#[derive(Clone, Copy, Default)]
pub(crate) struct Average {
    /// The sum, in hundredths.
    pub(crate) sum: u64,
    /// Of how many.
    pub(crate) count: u64,
}

impl fmt::Debug for Average {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Average")
    }
}

impl Draft {
    /// Returns a draft of these counts, made from `rows` rows of which so many were `counted`.
    pub(crate) fn new(counts: BTreeMap<Place, u64>, rows: usize, counted: usize) -> Self {
        let counts = exact(counts).collect();
        let rows_left_out = rows.saturating_sub(counted);
        Self { counts, rows, rows_left_out, ..Self::default() }
    }

    /// Returns the same draft, of figures that are made up of those of others.
    #[must_use]
    pub fn covering(self, coverage: Coverage) -> Self {
        Self { coverage, ..self }
    }

    /// Returns the same draft, from which tables were left out before it was one.
    #[must_use]
    pub(crate) fn without(self, dropped: Vec<Dropped>) -> Self {
        Self { dropped, ..self }
    }

    /// Returns the tables that were left out.
    pub(crate) fn dropped(&self) -> &[Dropped] {
        &self.dropped
    }

    /// Returns of whose figures it is made up.
    pub(crate) fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// Returns the same draft with places whose count the source masked, and the most that it says each
    /// can be.
    #[must_use]
    pub(crate) fn with_masked(
        mut self,
        masked: impl IntoIterator<Item = (Place, Option<u64>)>,
    ) -> Self {
        let masked = masked.into_iter().map(|(place, most)| (place, Amount::Masked(most)));
        self.counts.extend(masked);
        self
    }

    /// Returns the same draft with places that somebody else made up, whose count a source masked.
    #[must_use]
    pub fn with_synthetic_masks(self, masked: impl IntoIterator<Item = Place>) -> Self {
        self.with_masked(masked.into_iter().map(|place| (place, None)))
    }

    /// Returns the same draft with these means.
    #[must_use]
    pub(crate) fn with_means(self, means: BTreeMap<Place, Average>) -> Self {
        Self { means, ..self }
    }

    /// Returns the same draft with a mean that somebody else made up: of so many, whose values make up
    /// `sum`.
    #[must_use]
    pub fn with_synthetic_mean(mut self, place: Place, sum: u64, count: u64) -> Self {
        self.means.insert(place, Average { sum: sum.saturating_mul(HUNDREDTHS), count });
        self
    }

    /// Returns a draft of counts that somebody else made up, to try the gate on.
    ///
    /// Counts that come from people go through [`crate::read::read`].
    pub fn synthetic(counts: impl IntoIterator<Item = (Place, u64)>) -> Self {
        Self { counts: exact(counts).collect(), ..Self::default() }
    }

    /// Returns the places it covers, ordered.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.counts.keys()
    }

    /// Returns how many rows of the file were read.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Returns how many of those count for nothing: the recipe or a missing consent leaves them
    /// out.
    pub fn rows_left_out(&self) -> usize {
        self.rows_left_out
    }

    /// Returns a draft of the counts at the places that `keep` keeps, without means.
    pub(crate) fn only(&self, keep: impl Fn(&Place) -> bool) -> Self {
        let kept = self.counts.iter().filter(|(place, _)| keep(place));
        let counts = kept.map(|(place, count)| (place.clone(), *count)).collect();
        let (rows, rows_left_out) = (self.rows, self.rows_left_out);
        let coverage = self.coverage.clone();
        Self { counts, rows, rows_left_out, coverage, ..Self::default() }
    }

    pub(crate) fn means(&self) -> impl Iterator<Item = (&Place, Average)> {
        self.means.iter().map(|(place, mean)| (place, *mean))
    }

    /// Returns the counts that are known.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (&Place, u64)> {
        self.counts.iter().filter_map(|(place, amount)| match amount {
            Amount::Exact(count) => Some((place, *count)),
            Amount::Masked(_) => None,
        })
    }

    /// Returns the places whose count the source masked, with the most that it says each can be.
    pub(crate) fn masked(&self) -> impl Iterator<Item = (&Place, Option<u64>)> {
        self.counts.iter().filter_map(|(place, amount)| match amount {
            Amount::Exact(_) => None,
            Amount::Masked(most) => Some((place, *most)),
        })
    }
}

fn exact(counts: impl IntoIterator<Item = (Place, u64)>) -> impl Iterator<Item = (Place, Amount)> {
    counts.into_iter().map(|(place, count)| (place, Amount::Exact(count)))
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft({} places)", self.counts.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_does_not_print_its_counts() {
        let place = Place {
            indicator: "MATCHES_NEW".into(),
            period: "2025".parse().unwrap(),
            region: "CA-ON".into(),
            program_type: "_T".into(),
            breakdown: None,
        };
        let draft = Draft::synthetic([(place, 1_234_567)]);
        assert!(!format!("{draft:?}").contains("1234567"));
    }
}
