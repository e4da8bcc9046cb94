//! What of the shared data somebody may ask for, and how often.
//!
//! A policy says what everybody may ask for; a token says what its bearer may beyond that. Both name the
//! same three scopes:
//!
//! - [`Scope::Aggregates`]: the figures, and what is needed to read them: members, codes, the list of entries.
//! - [`Scope::Records`]: practice records and responses, and any entry as its author signed it.
//! - [`Scope::Bulk`]: all figures in one file.

use std::fmt;

/// A part of the shared data that is asked for by itself.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Scope {
    /// The figures, and what is needed to read them.
    Aggregates,
    /// All figures in one file.
    Bulk,
    /// Practice records and responses, and any entry as it was signed.
    Records,
}

/// A set of scopes.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Scopes {
    aggregates: bool,
    bulk: bool,
    records: bool,
}

/// How often a bearer may ask.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Rate {
    /// As often as a program that fetches one table after the other.
    High,
    /// As often as a person, or a script now and then.
    Standard,
}

impl Scope {
    /// Every scope, in order.
    pub const ALL: [Self; 3] = [Self::Aggregates, Self::Bulk, Self::Records];

    /// Returns the word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aggregates => "aggregates",
            Self::Bulk => "bulk",
            Self::Records => "records",
        }
    }
}

impl Rate {
    /// Returns the word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Standard => "standard",
        }
    }
}

impl Scopes {
    /// None of them.
    pub const NONE: Self = Self { aggregates: false, bulk: false, records: false };

    /// All of them.
    pub const ALL: Self = Self { aggregates: true, bulk: true, records: true };

    /// Returns the same set with `scope` in it.
    #[must_use]
    pub const fn with(self, scope: Scope) -> Self {
        match scope {
            Scope::Aggregates => Self { aggregates: true, ..self },
            Scope::Bulk => Self { bulk: true, ..self },
            Scope::Records => Self { records: true, ..self },
        }
    }

    /// Returns whether `scope` is in it.
    pub fn has(self, scope: Scope) -> bool {
        match scope {
            Scope::Aggregates => self.aggregates,
            Scope::Bulk => self.bulk,
            Scope::Records => self.records,
        }
    }

    /// Returns what is in this set or in `other`.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        other.iter().fold(self, Self::with)
    }

    /// Returns what is in this set and not in `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        self.iter().filter(|it| !other.has(*it)).collect()
    }

    /// Returns whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// Returns what is in it, in order.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |it| self.has(*it))
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        scopes.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(Scope::name).collect();
        f.write_str(&names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_what_was_put_into_it_and_nothing_else() {
        for bits in 0..8 {
            let of = |bits: usize| {
                Scope::ALL.into_iter().enumerate().filter(move |(at, _)| bits & (1 << at) != 0)
            };
            let set: Scopes = of(bits).map(|(_, scope)| scope).collect();
            assert!(set.iter().eq(of(bits).map(|(_, scope)| scope)), "{set}");
            assert_eq!(set.and(Scopes::ALL.without(set)), Scopes::ALL);
            assert!(set.without(set).is_empty());
        }
        assert_eq!(Scopes::ALL.to_string(), "aggregates, bulk, records");
    }
}
