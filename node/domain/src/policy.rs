//! The rules that a coalition sets for itself, applied by every node alike.
//!
//! They are part of the genesis and change by vote. A member may be stricter for its own figures,
//! never looser: [`GateParameters::at_least_as_strict_as`] is that rule.

use crate::catalogue::Sensitivity;
use crate::scope::Scope;
use crate::scope::Scopes;

/// The fewest numbers that a correction may move, unless it moves none: of fewer, people could tell
/// who was corrected (privacy.md 2.5).
pub const MOVED_MIN: usize = 3;

const STANDARD: ClassParameters = ClassParameters {
    identity_threshold: 0,
    identity_slice_base: 0,
    community_threshold: 0,
    community_slice_base: 0,
};

const CLASSES: [Sensitivity; 3] =
    [Sensitivity::Community, Sensitivity::General, Sensitivity::Identity];

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

/// The parameters of the gate. Those without a class in their name are for the general class.
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
    /// What is stricter for some groups.
    pub classes: ClassParameters,
}

/// What is stricter for protected identities and for groups that a community governs; each 0 is the
/// standard value, which follows from the general class (privacy.md 2.2).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ClassParameters {
    /// No smaller group of a protected identity is shown; 0 is twice the general threshold.
    pub identity_threshold: u32,
    /// A breakdown by protected identities needs such a base; 0 is twice the general one.
    pub identity_slice_base: u32,
    /// No smaller group that a community governs is shown; 0 is four times the general threshold.
    pub community_threshold: u32,
    /// A breakdown by such groups needs such a base; 0 is twice the general one, or the threshold of
    /// such groups if that is more.
    pub community_slice_base: u32,
}

/// What a member asks of its own figures beyond the rules of its coalition; 0 asks for nothing.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Strictness {
    /// No smaller group is shown.
    pub threshold: u32,
    /// A breakdown is shown only of a base at least this large.
    pub slice_base: u32,
    /// The same for some groups.
    pub classes: ClassParameters,
}

/// Who may query the shared data.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Bearers of a token that a member issued; of some scopes everybody all the same.
    Token {
        /// What everybody may ask for; never all.
        public: Scopes,
    },
}

impl Access {
    /// Bearers of a token only.
    pub const TOKEN: Self = Self::Token { public: Scopes::NONE };

    /// Returns what everybody may ask for.
    pub fn public(self) -> Scopes {
        match self {
            Self::Public => Scopes::ALL,
            Self::Token { public } => public,
        }
    }

    /// Returns the rule that lets everybody ask for `public`, and bearers of a token for the rest.
    pub fn opening(public: Scopes) -> Self {
        if public == Scopes::ALL { Self::Public } else { Self::Token { public } }
    }

    /// Returns whether it has one spelling, and hides nothing that it tells elsewhere: all figures in one file
    /// are figures.
    fn is_sound(self) -> bool {
        let public = self.public();
        self == Self::opening(public) && (public.has(Scope::Aggregates) || !public.has(Scope::Bulk))
    }
}

impl GateParameters {
    /// What a coalition starts with: base 5, nothing under 10, breakdowns from 30, 5 candidates.
    pub const DEFAULT: Self =
        Self { rounding_base: 5, threshold: 10, slice_base: 30, candidates: 5, classes: STANDARD };

    /// Returns whether figures made under `self` may appear where `minimum` is the rule.
    ///
    /// The rounding base must be equal: readers have to know one window around each number.
    pub fn at_least_as_strict_as(&self, minimum: &Self) -> bool {
        let stricter = |class| {
            self.threshold_of(class) >= minimum.threshold_of(class)
                && self.slice_base_of(class) >= minimum.slice_base_of(class)
        };
        self.rounding_base == minimum.rounding_base
            && self.candidates >= minimum.candidates
            && CLASSES.into_iter().all(stricter)
    }

    /// Returns the size below which no group of `class` is shown.
    pub fn threshold_of(&self, class: Sensitivity) -> u32 {
        let ClassParameters { identity_threshold, community_threshold, .. } = self.classes;
        match class {
            Sensitivity::Community => or(community_threshold, self.threshold, 4),
            Sensitivity::General => self.threshold,
            Sensitivity::Identity => or(identity_threshold, self.threshold, 2),
        }
    }

    /// Returns the size of a base from which it may be broken down into groups of `class`.
    pub fn slice_base_of(&self, class: Sensitivity) -> u32 {
        let ClassParameters { identity_slice_base, community_slice_base, .. } = self.classes;
        match class {
            Sensitivity::Community => or(community_slice_base, self.slice_base, 2)
                .max(self.threshold_of(Sensitivity::Community)),
            Sensitivity::General => self.slice_base,
            Sensitivity::Identity => or(identity_slice_base, self.slice_base, 2),
        }
    }

    /// Returns these parameters, made as strict as a member asks; never looser.
    #[must_use]
    pub fn tightened(&self, by: &Strictness) -> Self {
        if *by == Strictness::default() {
            return *self;
        }
        let base = self.rounding_base.max(1);
        let up = |count: u32| count.div_ceil(base).saturating_mul(base);
        let threshold = up(self.threshold.max(by.threshold));
        let slice_base = self.slice_base.max(by.slice_base).max(threshold);
        let asked = by.classes;
        let identity = Sensitivity::Identity;
        let community = Sensitivity::Community;
        let least = |class, asked: u32| up(self.threshold_of(class).max(asked).max(threshold));
        let identity_threshold = least(identity, asked.identity_threshold);
        let community_threshold = least(community, asked.community_threshold);
        let base_of = |class, asked: u32, threshold: u32| {
            self.slice_base_of(class).max(asked).max(slice_base).max(threshold)
        };
        let classes = ClassParameters {
            identity_threshold,
            identity_slice_base: base_of(identity, asked.identity_slice_base, identity_threshold),
            community_threshold,
            community_slice_base: base_of(
                community,
                asked.community_slice_base,
                community_threshold,
            ),
        };
        Self { threshold, slice_base, classes, ..*self }
    }

    /// Returns the stricter of two classes.
    pub fn stricter(&self, one: Sensitivity, other: Sensitivity) -> Sensitivity {
        let rank = |class| (self.threshold_of(class), self.slice_base_of(class), class);
        if rank(one) >= rank(other) { one } else { other }
    }

    /// Returns whether the parameters are in range and fit each other.
    pub fn is_sound(&self) -> bool {
        (2..=100).contains(&self.rounding_base)
            && self.threshold >= self.rounding_base
            && (2..=self.rounding_base).contains(&self.candidates)
            && CLASSES.into_iter().all(|class| self.is_class_sound(class))
    }

    fn is_class_sound(&self, class: Sensitivity) -> bool {
        let (threshold, slice_base) = (self.threshold_of(class), self.slice_base_of(class));
        threshold.is_multiple_of(self.rounding_base)
            && threshold >= self.threshold
            && threshold <= 40_000
            && slice_base >= threshold
            && slice_base >= self.slice_base
            && slice_base <= 200_000
            && (class != Sensitivity::General || threshold <= 10_000 && slice_base <= 100_000)
    }
}

/// Returns what was chosen, or so many times the general value.
fn or(chosen: u32, general: u32, times: u32) -> u32 {
    if chosen == 0 { general.saturating_mul(times) } else { chosen }
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
        self.version >= 1
            && self.gate.is_sound()
            && (51..=67).contains(&self.quorum_percent)
            && self.access.is_sound()
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
    fn a_class_has_its_standard_until_the_coalition_sets_another() {
        let standard = GateParameters::DEFAULT;
        let of = |gate: GateParameters| {
            CLASSES.map(|class| (gate.threshold_of(class), gate.slice_base_of(class)))
        };
        assert_eq!(of(standard), [(40, 60), (10, 30), (20, 60)]);
        let classes = ClassParameters { identity_threshold: 30, ..STANDARD };
        let stricter = GateParameters { classes, ..standard };
        assert_eq!(of(stricter), [(40, 60), (10, 30), (30, 60)]);
        assert!(stricter.at_least_as_strict_as(&standard) && stricter.is_sound());
        assert!(!standard.at_least_as_strict_as(&stricter));
        let loose = ClassParameters { identity_threshold: 5, ..STANDARD };
        assert!(!GateParameters { classes: loose, ..standard }.is_sound());
    }

    #[test]
    fn what_a_member_asks_for_is_never_looser_than_the_rules() {
        let rules = GateParameters::DEFAULT;
        assert_eq!(rules.tightened(&Strictness::default()), rules);
        for (threshold, identity_threshold) in [(0, 33), (12, 0), (3, 7), (45, 0), (10_000, 0)] {
            let classes = ClassParameters { identity_threshold, ..STANDARD };
            let asked = Strictness { threshold, slice_base: 0, classes };
            let tightened = rules.tightened(&asked);
            assert!(tightened.is_sound(), "{asked:?}");
            assert!(tightened.at_least_as_strict_as(&rules), "{asked:?}");
            assert!(tightened.threshold >= threshold);
            assert!(tightened.threshold_of(Sensitivity::Identity) >= identity_threshold);
        }
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

    #[test]
    fn all_figures_in_one_file_are_no_more_public_than_figures() {
        let sound =
            |public| Policy { access: Access::Token { public }, ..Policy::DEFAULT }.is_sound();
        assert!(sound(Scopes::NONE) && sound(Scopes::NONE.with(Scope::Aggregates)));
        assert!(sound(Scopes::ALL.without(Scopes::NONE.with(Scope::Records))));
        assert!(!sound(Scopes::NONE.with(Scope::Bulk)));
        assert!(!sound(Scopes::ALL), "this is spelled `Public`");
    }
}
