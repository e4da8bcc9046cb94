//! What a quotient is made of: which counts stand above and below the line.
//!
//! A rate is never published; its parts are, as counts like any other, and whoever reads them divides.
//! A part is another indicator where it is the same number, so that no number is told under two names;
//! else it is the quotient's own and goes by its code with [`NUMERATOR`] or [`DENOMINATOR`]. Promises:
//!
//! - **Every part exists** and is a count, and can be broken down wherever the quotient can.
//! - **A count is the share of one whole only**, so what is left of that whole has one name
//!   ([`REST`]), which nobody publishes.

use super::Catalogue;
use super::Indicator;
use super::IndicatorKind;
use super::InvalidCatalogue;
use super::is_name;
use super::unknown;

/// What the code of a quotient's own numerator ends with.
pub const NUMERATOR: &str = ".num";

/// What the code of a quotient's own denominator ends with.
pub const DENOMINATOR: &str = ".den";

/// What the name ends with of those who are in the denominator and not in the numerator.
pub const REST: &str = ".rest";

/// The counts that a quotient is made of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Parts {
    /// The code of what stands above the line.
    pub numerator: String,
    /// What stands below it.
    pub denominator: Denominator,
    /// By how many months the period of a whole is earlier: matches that reach twelve months in a year
    /// began in the year before.
    pub months_earlier: u32,
    /// How the parts that are the quotient's own combine.
    pub kind: IndicatorKind,
    /// What its own parts count: `persons`, `matches`, …; empty if it has none.
    pub unit: String,
    /// Whether it is to be kept uncertain of anybody in the denominator whether they are in the
    /// numerator.
    pub is_sensitive: bool,
}

/// What stands below the line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Denominator {
    /// The numerator and the count of this code together.
    Sum(String),
    /// The count of this code, of which the numerator is no part.
    Unrelated(String),
    /// The count of this code, of which the numerator counts some.
    Whole(String),
}

/// A count that is a share of another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Share<'a> {
    /// The quotient that says so.
    pub ratio: &'a Indicator,
    /// The code of the count.
    pub numerator: &'a str,
    /// The code of the count that it is a share of.
    pub denominator: &'a str,
    /// By how many months the period of that count is earlier.
    pub months_earlier: u32,
    /// Whether it is to be kept uncertain who is in it.
    pub is_sensitive: bool,
}

/// The most months that a whole may be earlier than its share: ten years.
const MONTHS_MAX: u32 = 120;

impl Denominator {
    /// Returns the code of the other count.
    pub fn code(&self) -> &str {
        match self {
            Self::Sum(code) | Self::Unrelated(code) | Self::Whole(code) => code,
        }
    }
}

impl Share<'_> {
    /// Returns the name of those who are in the denominator and not in the numerator.
    pub fn rest(&self) -> String {
        format!("{}{REST}", self.ratio.code)
    }
}

impl Catalogue {
    /// Returns the counts that are a share of another, ordered by the quotient.
    pub fn shares(&self) -> impl Iterator<Item = Share<'_>> {
        self.indicators().filter_map(|ratio| {
            let parts = ratio.parts.as_ref()?;
            let Denominator::Whole(denominator) = &parts.denominator else { return None };
            Some(Share {
                ratio,
                numerator: &parts.numerator,
                denominator,
                months_earlier: parts.months_earlier,
                is_sensitive: parts.is_sensitive,
            })
        })
    }

    /// Checks the parts of all quotients.
    pub(super) fn check_parts(&self) -> Result<(), InvalidCatalogue> {
        self.indicators().try_for_each(|ratio| self.check_parts_of(ratio))?;
        let mut shares: Vec<&str> = self.shares().map(|it| it.numerator).collect();
        shares.sort_unstable();
        let mut pairs = shares.iter().zip(shares.iter().skip(1));
        match pairs.find(|(one, other)| one == other) {
            Some((twice, _)) => {
                Err(InvalidCatalogue::Order { path: format!("indicators.{twice}") })
            }
            None => Ok(()),
        }
    }

    fn check_parts_of(&self, ratio: &Indicator) -> Result<(), InvalidCatalogue> {
        let Some(parts) = &ratio.parts else { return Ok(()) };
        let path = format!("indicators.{}.numerator", ratio.code);
        let owns = [parts.numerator.as_str(), parts.denominator.code()]
            .iter()
            .any(|code| ratio.own(code).is_some());
        let well_formed = ratio.kind == IndicatorKind::Ratio
            && is_count(parts.kind)
            && parts.months_earlier <= MONTHS_MAX
            && parts.numerator != parts.denominator.code()
            && (is_name(&parts.unit) || !owns && parts.unit.is_empty());
        if !well_formed {
            return Err(InvalidCatalogue::Malformed { path });
        }
        let count = |code: &str| self.indicator(code).filter(|it| is_count(it.kind));
        let (Some(numerator), Some(denominator)) =
            (count(&parts.numerator), count(parts.denominator.code()))
        else {
            return Err(unknown(&path));
        };
        let is_broken_down = |it: &Indicator| {
            ratio.breakdowns.iter().all(|dimension| it.breakdowns.contains(dimension))
        };
        let is_alike = match parts.denominator {
            Denominator::Whole(_) => {
                numerator.kind == denominator.kind
                    && (parts.months_earlier == 0 || numerator.kind == IndicatorKind::Flow)
                    && numerator.breakdowns.iter().all(|it| denominator.breakdowns.contains(it))
            }
            Denominator::Sum(_) | Denominator::Unrelated(_) => parts.months_earlier == 0,
        };
        if is_alike && is_broken_down(numerator) && is_broken_down(denominator) {
            return Ok(());
        }
        Err(InvalidCatalogue::Malformed { path })
    }
}

impl Indicator {
    /// Returns the parts that are this quotient's own, or the count that is this mean's, as indicators.
    pub(super) fn own_parts(&self) -> Vec<Self> {
        let Some(parts) = &self.parts else { return self.own_people().into_iter().collect() };
        let codes = [parts.numerator.as_str(), parts.denominator.code()];
        codes.into_iter().filter_map(|code| self.own(code)).collect()
    }

    /// Returns the part of this code, if it is its own.
    fn own(&self, code: &str) -> Option<Self> {
        let parts = self.parts.as_ref()?;
        let suffix = code.strip_prefix(self.code.as_str())?;
        if suffix != NUMERATOR && suffix != DENOMINATOR {
            return None;
        }
        Some(Self {
            code: code.to_owned(),
            kind: parts.kind,
            unit: parts.unit.clone(),
            parts: None,
            balance: None,
            scale: None,
            ..self.clone()
        })
    }
}

fn is_count(kind: IndicatorKind) -> bool {
    matches!(kind, IndicatorKind::Flow | IndicatorKind::Stock | IndicatorKind::Unique)
}
