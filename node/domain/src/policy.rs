//! The rules that a coalition sets for itself, applied by every node alike.
//!
//! They are part of the genesis and change by vote. A member may be stricter for its own figures,
//! never looser: [`GateParameters::at_least_as_strict_as`] is that rule.

/// The fewest numbers that a correction may move, unless it moves none: of fewer, people could tell
/// who was corrected (privacy.md 2.5).
pub const MOVED_MIN: usize = 3;

/// Rules that every node of the coalition applies alike.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Policy {
    /// The version of these rules, counted from 1.
    pub version: u32,
    /// How figures are made safe.
    pub gate: GateParameters,
    /// Votes that certify a governance entry, in percent of the members; 51 to 67.
    pub quorum_percent: u32,
    /// Who may query the shared data.
    pub access: Access,
    /// The lowest protocol version that members may speak.
    pub protocol_version_min: u32,
    /// The most bytes one member's log may hold on each node.
    pub member_bytes_max: u64,
    /// The most entries one member's log may hold on each node.
    pub member_entries_max: u64,
}

/// The parameters of the gate (general class).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct GateParameters {
    /// Every count is a multiple of this; 2 to 100.
    pub rounding_base: u32,
    /// No smaller group is ever shown; a multiple of the base.
    pub threshold: u32,
    /// A breakdown is shown only of a base at least this large.
    pub slice_base: u32,
    /// A withheld number keeps at least this many possible values.
    pub candidates: u32,
}

/// Who may query the shared data.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Bearers of a token that a member issued.
    Token,
}

impl GateParameters {
    /// What a coalition starts with: base 5, nothing under 10, breakdowns from 30, 5 candidates.
    pub const DEFAULT: Self =
        Self { rounding_base: 5, threshold: 10, slice_base: 30, candidates: 5 };

    /// Returns whether figures made under `self` may appear where `minimum` is the rule.
    ///
    /// The rounding base must be equal: readers have to know one window around each number.
    pub fn at_least_as_strict_as(&self, minimum: &Self) -> bool {
        self.rounding_base == minimum.rounding_base
            && self.threshold >= minimum.threshold
            && self.slice_base >= minimum.slice_base
            && self.candidates >= minimum.candidates
    }

    /// Returns whether the parameters are in range and fit each other.
    pub fn is_sound(&self) -> bool {
        (2..=100).contains(&self.rounding_base)
            && self.threshold >= self.rounding_base
            && self.threshold.is_multiple_of(self.rounding_base)
            && self.threshold <= 10_000
            && self.slice_base >= self.threshold
            && self.slice_base <= 100_000
            && (2..=self.rounding_base).contains(&self.candidates)
    }
}

impl Policy {
    /// The rules that a coalition starts with unless its founders choose others.
    pub const DEFAULT: Self = Self {
        version: 1,
        gate: GateParameters::DEFAULT,
        quorum_percent: 51,
        access: Access::Public,
        protocol_version_min: 1,
        member_bytes_max: 2 << 30,
        member_entries_max: 200_000,
    };

    /// Returns whether every rule is in range.
    pub fn is_sound(&self) -> bool {
        self.version >= 1 && self.gate.is_sound() && (51..=67).contains(&self.quorum_percent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_may_be_stricter_but_never_looser() {
        let minimum = GateParameters::DEFAULT;
        let stricter = GateParameters { threshold: 20, slice_base: 60, ..minimum };
        assert!(minimum.at_least_as_strict_as(&minimum));
        assert!(stricter.at_least_as_strict_as(&minimum));
        assert!(!minimum.at_least_as_strict_as(&stricter));
    }

    #[test]
    fn another_rounding_base_is_never_as_strict() {
        let coarser = GateParameters { rounding_base: 10, ..GateParameters::DEFAULT };
        assert!(!coarser.at_least_as_strict_as(&GateParameters::DEFAULT));
    }

    #[test]
    fn the_defaults_are_sound_and_nonsense_is_not() {
        assert!(Policy::DEFAULT.is_sound());
        let gate = GateParameters { threshold: 7, ..GateParameters::DEFAULT };
        assert!(!Policy { gate, ..Policy::DEFAULT }.is_sound());
        assert!(!Policy { quorum_percent: 50, ..Policy::DEFAULT }.is_sound());
    }
}
