//! A table of published figures.
//!
//! A [`Release`] is what is signed and what every peer receives: counts that are rounded, withheld
//! or not applicable, and means, each at a [`Place`]. It promises:
//!
//! - **Order, without repeats**: observations are sorted by place, so equal tables are equal bytes.
//! - **At most one breakdown** of each figure; a place cannot say more.
//! - **A withheld figure has no number.** There is no field that could carry one.
//!
//! Whether a release is *safe* is not decided here: that is the gate's, on both sides.

use std::sync::Arc;

use crate::catalogue::TOTAL;
use crate::consent::CONSENTS_MAX;
use crate::consent::Consent;
use crate::coverage::Coverage;
use crate::id::EntryId;
use crate::period::Period;
use crate::policy::GateParameters;
use crate::signed::Received;

/// The most observations in one release.
pub const OBSERVATIONS_MAX: usize = 1_024;

/// The largest count, so that sums of a whole release cannot overflow.
pub const COUNT_MAX: u64 = 1_000_000_000;

/// The largest mean: the end of the widest scale, rounded up.
pub const MEAN_MAX: u64 = 2_000_000;

/// The most characters of a note.
pub const NOTE_CHARS_MAX: usize = 500;

/// A table of published figures.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Release {
    terms: Terms,
    /// Invariant: sorted by place, without repeats; 1 to [`OBSERVATIONS_MAX`].
    observations: Vec<Observation>,
}

/// Under which rules a release was made.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Terms {
    /// The version of the policy.
    pub policy_version: u32,
    /// The parameters the gate used.
    pub gate: GateParameters,
    /// The version of the catalogue.
    pub catalogue_version: u32,
    /// The entries that it replaces, ordered.
    pub replaces: Vec<EntryId>,
    /// What the author says about it; may be empty.
    pub note: String,
    /// The consents of communities to figures in it; at most [`CONSENTS_MAX`].
    pub consents: Vec<Received<Consent>>,
    /// Of whose figures it is made up; its author's alone if that is empty.
    pub coverage: Coverage,
}

/// One published figure.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Observation {
    /// What it counts.
    pub place: Place,
    /// What is told.
    pub figure: Figure,
}

/// What a figure counts: an indicator in a period, a region and a program, and at most one breakdown.
///
/// Codes are shared: a table names the same few again and again.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Place {
    /// The code of the indicator.
    pub indicator: Arc<str>,
    /// When.
    pub period: Period,
    /// Where; a code of the list `region`.
    pub region: Arc<str>,
    /// A code of the list `program_type`, or [`TOTAL`].
    pub program_type: Arc<str>,
    /// The one dimension it is broken down by.
    pub breakdown: Option<Breakdown>,
}

/// One category of one dimension.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Breakdown {
    /// The code list: `age_group`, `gender`, …
    pub dimension: Arc<str>,
    /// A code of it.
    pub category: Arc<str>,
}

/// What is told of a count.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Figure {
    /// This many, rounded; at most [`COUNT_MAX`].
    Count(u64),
    /// The mean of so many as are counted elsewhere, in whole units; at most [`MEAN_MAX`].
    Mean(u64),
    /// The question does not arise: the program is not offered.
    NotApplicable,
    /// Too few to be told, or needed to protect another.
    Withheld,
}

/// Why observations are not a release.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum InvalidRelease {
    /// There are more consents than communities that a release may concern.
    #[error("a release comes with at most {CONSENTS_MAX} consents")]
    Consents,
    /// A count or a mean is too large, or a count not a multiple of the rounding base.
    #[error(
        "a count is above {COUNT_MAX}, a mean above {MEAN_MAX}, or a count no multiple of the base"
    )]
    Count,
    /// The note is too long.
    #[error("the note is longer than {NOTE_CHARS_MAX} characters")]
    Note,
    /// Observations or replaced entries are out of order, or listed twice.
    #[error("something is listed out of order or twice")]
    Order,
    /// There are none, or too many.
    #[error("a release holds 1 to {OBSERVATIONS_MAX} observations")]
    Size,
}

impl Release {
    /// Returns `observations` as a release.
    ///
    /// # Errors
    ///
    /// Fails if they are out of order, too many or none, or a count is not a multiple of the base.
    pub fn new(terms: Terms, observations: Vec<Observation>) -> Result<Self, InvalidRelease> {
        if !(1..=OBSERVATIONS_MAX).contains(&observations.len()) {
            return Err(InvalidRelease::Size);
        }
        if terms.note.chars().count() > NOTE_CHARS_MAX {
            return Err(InvalidRelease::Note);
        }
        if terms.consents.len() > CONSENTS_MAX {
            return Err(InvalidRelease::Consents);
        }
        let base = u64::from(terms.gate.rounding_base.max(1));
        let in_range = |count: u64| count <= COUNT_MAX && count.is_multiple_of(base);
        let is_sound = |it: &Observation| match it.figure {
            Figure::Count(count) => in_range(count),
            Figure::Mean(mean) => mean <= MEAN_MAX,
            Figure::NotApplicable | Figure::Withheld => true,
        };
        if !observations.iter().all(is_sound) {
            return Err(InvalidRelease::Count);
        }
        let ordered = observations.is_sorted_by(|a, b| a.place < b.place)
            && terms.replaces.is_sorted_by(|a, b| a < b);
        if ordered { Ok(Self { terms, observations }) } else { Err(InvalidRelease::Order) }
    }

    /// Returns under which rules it was made.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Returns the observations, sorted by place.
    pub fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// Returns how many observations are withheld.
    pub fn withheld(&self) -> usize {
        self.observations.iter().filter(|it| it.figure == Figure::Withheld).count()
    }
}

impl Place {
    /// Returns the base that this figure is a part of: the same place without the breakdown.
    #[must_use]
    pub fn base(&self) -> Self {
        Self { breakdown: None, ..self.clone() }
    }

    /// Returns the dimension and category, both [`TOTAL`] where there is no breakdown.
    pub fn breakdown_codes(&self) -> (&str, &str) {
        self.breakdown
            .as_ref()
            .map_or((TOTAL, TOTAL), |it| (&*it.dimension, &*it.category))
    }
}

impl Figure {
    /// Returns the count, if one is told.
    pub fn count(self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(count),
            Self::Mean(_) | Self::NotApplicable | Self::Withheld => None,
        }
    }

    /// Returns the number that is told, if any: a count or a mean.
    pub fn value(self) -> Option<u64> {
        match self {
            Self::Count(value) | Self::Mean(value) => Some(value),
            Self::NotApplicable | Self::Withheld => None,
        }
    }

    /// Returns the status symbol: empty, `x` withheld, `...` not applicable.
    pub fn status(self) -> &'static str {
        match self {
            Self::Count(_) | Self::Mean(_) => "",
            Self::NotApplicable => "...",
            Self::Withheld => "x",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_one_order() {
        let table = |codes: [&str; 2]| Release::new(terms(), codes.map(figure).to_vec());
        assert!(table(["A", "B"]).is_ok());
        assert_eq!(table(["B", "A"]), Err(InvalidRelease::Order));
        assert_eq!(table(["A", "A"]), Err(InvalidRelease::Order));
    }

    #[test]
    fn an_empty_table_and_a_giant_one_are_refused() {
        assert_eq!(Release::new(terms(), vec![]), Err(InvalidRelease::Size));
        let many = (0..=OBSERVATIONS_MAX).map(|n| figure(&format!("A{n:05}"))).collect();
        assert_eq!(Release::new(terms(), many), Err(InvalidRelease::Size));
    }

    #[test]
    fn a_count_off_the_base_cannot_be_written_down() {
        let with = |count| {
            let mut observation = figure("A");
            observation.figure = Figure::Count(count);
            Release::new(terms(), vec![observation])
        };
        assert!(with(COUNT_MAX).is_ok());
        assert_eq!(with(12), Err(InvalidRelease::Count));
        assert_eq!(with(COUNT_MAX + 5), Err(InvalidRelease::Count));
    }

    #[test]
    fn a_mean_is_no_multiple_of_the_base_and_has_an_end() {
        let with = |mean| {
            let mut observation = figure("A");
            observation.figure = Figure::Mean(mean);
            Release::new(terms(), vec![observation])
        };
        assert!(with(12).is_ok());
        assert_eq!(with(MEAN_MAX + 1), Err(InvalidRelease::Count));
        assert_eq!((Figure::Mean(12).count(), Figure::Mean(12).value()), (None, Some(12)));
    }

    fn terms() -> Terms {
        Terms {
            policy_version: 1,
            gate: GateParameters::DEFAULT,
            catalogue_version: 1,
            replaces: vec![],
            note: String::new(),
            consents: vec![],
            coverage: Coverage::default(),
        }
    }

    fn figure(indicator: &str) -> Observation {
        let place = Place {
            indicator: indicator.into(),
            period: "2025".parse().unwrap(),
            region: "CA-ON".into(),
            program_type: TOTAL.into(),
            breakdown: None,
        };
        Observation { place, figure: Figure::Count(15) }
    }
}
