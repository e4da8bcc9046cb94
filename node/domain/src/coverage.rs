//! Of whose figures a release is made up: which organisations it covers.
//!
//! A national office tells of its agencies, and several small organisations report together. Whoever reads
//! such figures has to know whose they are, above all because one of those organisations may publish its own:
//! then the rest is what is left. So the names are signed with the figures. A [`Coverage`] promises:
//!
//! - **One spelling**: names are sorted and each stands there once, so equal coverages are equal bytes.
//! - **Never one alone**: figures of one organisation are that organisation's to publish.
//! - **Together means three or more**: two who add up their numbers tell each other everything.
//!
//! A name is a member's handle, or whatever an organisation is called that is no member.
//!
//! ```
//! use flotilla_domain::coverage::Coverage;
//!
//! let units = ["carol", "alice", "Centre Bob"].map(str::to_owned);
//! let coverage = Coverage::new(units, true)?;
//! assert_eq!(coverage.units(), ["Centre Bob", "alice", "carol"]);
//! assert!(Coverage::new(["alice".to_owned()], false).is_err());
//! # Ok::<(), flotilla_domain::coverage::InvalidCoverage>(())
//! ```

/// The most organisations of one release: twice as many as a large federation has.
pub const UNITS_MAX: usize = 200;

/// The most characters of a name.
pub const UNIT_CHARS_MAX: usize = 80;

/// So many organisations at least report together, and are left of others who publish their own.
pub const TOGETHER_MIN: usize = 3;

/// The fewest organisations that are covered, if any are.
const UNITS_MIN: usize = 2;

/// Of whose figures a release is made up; of its author's alone if it is empty.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Coverage {
    /// Invariant: sorted, without repeats; none, or [`UNITS_MIN`] to [`UNITS_MAX`].
    units: Vec<String>,
    together: bool,
}

/// Why names are no coverage.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum InvalidCoverage {
    /// There are too few or too many.
    #[error("{UNITS_MIN} to {UNITS_MAX} organisations are covered, {TOGETHER_MIN} if together")]
    Count,
    /// One of them is no name.
    #[error("a name has 1 to {UNIT_CHARS_MAX} characters, none at its ends or invisible")]
    Name,
    /// They are out of order, or listed twice.
    #[error("an organisation is listed out of order or twice")]
    Order,
}

impl Coverage {
    /// Returns a coverage of these organisations, who report `together` or are added up by their author.
    ///
    /// # Errors
    ///
    /// Fails if they are too few or too many, or one of them has no name.
    pub fn new(
        units: impl IntoIterator<Item = String>,
        together: bool,
    ) -> Result<Self, InvalidCoverage> {
        let mut units: Vec<String> = units.into_iter().collect();
        units.sort_unstable();
        units.dedup();
        Self::ordered(units, together)
    }

    /// Returns a coverage of organisations that are in order already.
    ///
    /// # Errors
    ///
    /// Fails if they are not, too.
    pub fn ordered(units: Vec<String>, together: bool) -> Result<Self, InvalidCoverage> {
        let is_none = units.is_empty() && !together;
        let least = if together { TOGETHER_MIN } else { UNITS_MIN };
        if !is_none && !(least..=UNITS_MAX).contains(&units.len()) {
            return Err(InvalidCoverage::Count);
        }
        if !units.iter().all(|it| is_name(it)) {
            return Err(InvalidCoverage::Name);
        }
        let ordered = units.is_sorted_by(|a, b| a < b);
        if ordered { Ok(Self { units, together }) } else { Err(InvalidCoverage::Order) }
    }

    /// Returns whether the figures are their author's alone.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Returns the organisations, sorted.
    pub fn units(&self) -> &[String] {
        &self.units
    }

    /// Returns whether they report together, so that none of them publishes the same by itself.
    pub fn is_together(&self) -> bool {
        self.together
    }

    /// Returns whether an organisation is covered.
    pub fn names(&self, unit: &str) -> bool {
        self.units.binary_search_by(|it| it.as_str().cmp(unit)).is_ok()
    }
}

fn is_name(unit: &str) -> bool {
    (1..=UNIT_CHARS_MAX).contains(&unit.chars().count())
        && unit.trim() == unit
        && !unit.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coverage_has_one_spelling() {
        let of = |units: &[&str]| Coverage::new(units.iter().map(|it| (*it).to_owned()), false);
        assert_eq!(of(&["bob", "alice", "bob"]), of(&["alice", "bob"]));
        let ordered =
            |units: [&str; 2]| Coverage::ordered(units.map(str::to_owned).to_vec(), false);
        assert!(ordered(["alice", "bob"]).is_ok());
        assert_eq!(ordered(["bob", "alice"]), Err(InvalidCoverage::Order));
        assert_eq!(ordered(["bob", "bob"]), Err(InvalidCoverage::Order));
    }

    #[test]
    fn nobody_is_covered_alone_and_two_do_not_report_together() {
        let of = |count: usize, together| {
            let units = (0..count).map(|it| format!("unit {it:03}"));
            Coverage::new(units, together).map(|it| it.units().len())
        };
        assert_eq!((of(0, false), of(0, true)), (Ok(0), Err(InvalidCoverage::Count)));
        assert_eq!((of(1, false), of(2, false)), (Err(InvalidCoverage::Count), Ok(2)));
        assert_eq!((of(2, true), of(3, true)), (Err(InvalidCoverage::Count), Ok(3)));
        assert_eq!((of(200, true), of(201, true)), (Ok(200), Err(InvalidCoverage::Count)));
    }

    #[test]
    fn what_nobody_can_read_is_no_name() {
        for name in ["", " alice", "alice\n", "a\u{7}b"] {
            let units = [name.to_owned(), "bob".to_owned()];
            assert_eq!(Coverage::new(units, false), Err(InvalidCoverage::Name), "{name:?}");
        }
        let long = |count| [String::from("x").repeat(count), "bob".to_owned()];
        assert!(Coverage::new(long(UNIT_CHARS_MAX), false).is_ok());
        assert!(Coverage::new(long(UNIT_CHARS_MAX + 1), false).is_err());
    }
}
