//! What may be published, and what it means: indicators and code lists, in both languages.
//!
//! A coalition's catalogue is part of its genesis, so every node judges codes alike. Codes are
//! closed lists: a code that is not here is not published (which is what stops postal codes and
//! custom areas). The types promise:
//!
//! - **Sorted, without repeats**, so one catalogue has one encoding: [`Catalogue::new`].
//! - **Every parent and every breakdown exists**, and no code is its own ancestor.
//! - **What a quotient is made of exists** and is counted: see [`Parts`].
//! - **What a stock gains and loses exists** and is counted: see [`Balance`].
//! - **Whom a mean is of exist** and are counted: see [`Scale`].

mod balance;
mod parts;
mod scale;

use std::collections::BTreeMap;
use std::fmt;

pub use self::balance::Balance;
pub use self::parts::DENOMINATOR;
pub use self::parts::Denominator;
pub use self::parts::NUMERATOR;
pub use self::parts::Parts;
pub use self::parts::REST;
pub use self::parts::Share;
pub use self::scale::PEOPLE;
pub use self::scale::SCALE_MAX;
pub use self::scale::Scale;

/// The code of the total of a dimension, in the style of SDMX.
pub const TOTAL: &str = "_T";

/// The name of the code list of regions.
pub const REGION: &str = "region";

/// The name of the code list of program types.
pub const PROGRAM_TYPE: &str = "program_type";

/// The most codes that one list may hold.
pub const CODES_MAX: usize = 1_000;

/// The most levels a code may stand below the top.
const DEPTH_MAX: usize = 8;

/// Indicators and code lists.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Catalogue {
    version: u32,
    indicators: BTreeMap<String, Indicator>,
    /// By code: the parts that quotients have of their own, and the counts that means have.
    parts: BTreeMap<String, Indicator>,
    lists: BTreeMap<String, CodeList>,
}

/// One thing that is counted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Indicator {
    /// Upper-case letters, digits and underscores; local ones begin with `x_`.
    pub code: String,
    /// What people call it.
    pub title: Label,
    /// What exactly is counted.
    pub definition: Label,
    /// How its numbers combine.
    pub kind: IndicatorKind,
    /// What is counted: `persons`, `matches`, …
    pub unit: String,
    /// The code lists by which it may be broken down, one at a time; ordered, without repeats.
    pub breakdowns: Vec<String>,
    /// Counted from 1; a changed meaning is a new version.
    pub definition_version: u32,
    /// Whether more is better.
    pub direction: Direction,
    /// What it is made of, if it is a quotient whose parts are published.
    pub parts: Option<Parts>,
    /// By what it changes, if it is a stock whose gains and losses are counted.
    pub balance: Option<Balance>,
    /// Of whom it is, if it is a mean that is published.
    pub scale: Option<Scale>,
}

/// How the numbers of an indicator combine.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum IndicatorKind {
    /// Events in a period; adds up over time.
    Flow,
    /// A mean, weighted by n.
    Mean,
    /// A quotient, computed again from sums of numerator and denominator.
    Ratio,
    /// The state at the end of a period; never added over time.
    Stock,
    /// Distinct persons in a period; never added over time.
    Unique,
}

/// Whether more of an indicator is better.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Direction {
    /// Less is better.
    Down,
    /// Neither better nor worse.
    Neutral,
    /// More is better.
    Up,
}

/// The closed list of codes of one dimension.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CodeList {
    /// The column it fills: `region`, `program_type`, `age_group`, …
    pub name: String,
    /// What people call the dimension.
    pub title: Label,
    /// Whether one person or match may bear several of its codes, so that they do not add up.
    pub overlapping: bool,
    /// How carefully its groups are treated.
    pub sensitivity: Sensitivity,
    /// By code.
    pub codes: BTreeMap<String, Code>,
}

/// How carefully the groups of a dimension are treated.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Sensitivity {
    /// Groups that a community governs: only with its consent.
    Community,
    /// Anything that is neither of the others.
    General,
    /// Identities that are protected: higher thresholds, no near-certainty.
    Identity,
}

/// One code of a list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Code {
    /// What people call it.
    pub label: Label,
    /// The code one level up; `None` at the top.
    pub parent: Option<String>,
    /// How carefully this group is treated, if otherwise than the list says.
    pub sensitivity: Option<Sensitivity>,
}

/// A text in both languages.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Label {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

/// Why indicators and code lists are not a catalogue.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum InvalidCatalogue {
    /// A code, name or text is malformed: empty, too long or of other letters.
    Malformed {
        /// What is malformed, by its path.
        path: String,
    },
    /// Something is listed twice or out of order.
    Order {
        /// Where, by its path.
        path: String,
    },
    /// There are more codes or indicators than are allowed.
    TooMany {
        /// Where, by its path.
        path: String,
    },
    /// A parent, breakdown or required list does not exist, or a code is its own ancestor.
    Unknown {
        /// What is missing, by its path.
        path: String,
    },
}

impl Catalogue {
    /// Returns a catalogue of `indicators` and `lists`, which must be ordered by code and name.
    ///
    /// # Errors
    ///
    /// Fails if something is malformed, out of order or not there.
    pub fn new(
        version: u32,
        indicators: Vec<Indicator>,
        lists: Vec<CodeList>,
    ) -> Result<Self, InvalidCatalogue> {
        ordered("code_lists", lists.iter().map(|list| list.name.as_str()))?;
        ordered("indicators", indicators.iter().map(|indicator| indicator.code.as_str()))?;
        let lists = lists.into_iter().map(|list| (list.name.clone(), list)).collect();
        let parts: Vec<Indicator> = indicators.iter().flat_map(Indicator::own_parts).collect();
        let indicators: BTreeMap<String, Indicator> =
            indicators.into_iter().map(|it| (it.code.clone(), it)).collect();
        if let Some(taken) = parts.iter().find(|it| indicators.contains_key(&it.code)) {
            return Err(InvalidCatalogue::Order { path: format!("indicators.{}", taken.code) });
        }
        let parts = parts.into_iter().map(|it| (it.code.clone(), it)).collect();
        let catalogue = Self { version, indicators, parts, lists };
        catalogue.check()?;
        Ok(catalogue)
    }

    /// Returns the version, counted from 1.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Returns the indicators, ordered by code.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators.values()
    }

    /// Returns the parts that quotients have of their own, and the counts that means have, ordered by code.
    pub fn own_parts(&self) -> impl Iterator<Item = &Indicator> {
        self.parts.values()
    }

    /// Returns the code lists, ordered by name.
    pub fn lists(&self) -> impl Iterator<Item = &CodeList> {
        self.lists.values()
    }

    /// Returns the indicator `code`, or the part of a quotient that goes by it.
    pub fn indicator(&self, code: &str) -> Option<&Indicator> {
        self.indicators.get(code).or_else(|| self.parts.get(code))
    }

    /// Returns the code list `name`.
    pub fn list(&self, name: &str) -> Option<&CodeList> {
        self.lists.get(name)
    }

    /// Returns whether `code` is in the list `name`; the total is in every list.
    pub fn has(&self, name: &str, code: &str) -> bool {
        code == TOTAL || self.list(name).is_some_and(|list| list.codes.contains_key(code))
    }

    fn check(&self) -> Result<(), InvalidCatalogue> {
        for name in [REGION, PROGRAM_TYPE] {
            self.list(name).ok_or_else(|| unknown(name))?;
        }
        self.lists().try_for_each(CodeList::check)?;
        self.indicators().try_for_each(|indicator| self.check_indicator(indicator))?;
        self.parts.values().try_for_each(|part| self.check_indicator(part))?;
        self.check_parts()?;
        self.check_balances()?;
        self.check_scales()
    }

    fn check_indicator(&self, indicator: &Indicator) -> Result<(), InvalidCatalogue> {
        let path = format!("indicators.{}", indicator.code);
        let well_formed = is_code(&indicator.code)
            && indicator.title.is_complete()
            && indicator.definition.is_complete()
            && is_name(&indicator.unit)
            && indicator.definition_version >= 1;
        if !well_formed {
            return Err(InvalidCatalogue::Malformed { path });
        }
        ordered(&path, indicator.breakdowns.iter().map(String::as_str))?;
        let missing = indicator.breakdowns.iter().find(|name| !self.lists.contains_key(*name));
        missing.map_or(Ok(()), |name| Err(unknown(&format!("{path}.breakdowns.{name}"))))
    }
}

impl CodeList {
    /// Returns the codes directly below `parent`, ordered; those at the top for [`TOTAL`].
    pub fn children<'a>(&'a self, parent: &'a str) -> impl Iterator<Item = &'a str> {
        let wanted = (parent != TOTAL).then_some(parent);
        let below = move |code: &Code| code.parent.as_deref() == wanted;
        self.codes
            .iter()
            .filter(move |(_, code)| below(code))
            .map(|(name, _)| name.as_str())
    }

    /// Returns the classes of `code` and of what stands above it; that of the list if there are none.
    pub fn classes<'a>(&'a self, code: &'a str) -> impl Iterator<Item = Sensitivity> + 'a {
        let above = self.lineage(code).filter_map(|name| self.codes.get(name)?.sensitivity);
        let mut own = above.peekable();
        let of_list = own.peek().is_none().then_some(self.sensitivity);
        own.chain(of_list)
    }

    /// Returns whether nothing stands below `code`.
    pub fn is_leaf(&self, code: &str) -> bool {
        code != TOTAL && self.codes.contains_key(code) && self.children(code).next().is_none()
    }

    /// Returns whether `code` is `ancestor` or stands below it; everything stands below [`TOTAL`].
    pub fn is_within(&self, code: &str, ancestor: &str) -> bool {
        ancestor == TOTAL || self.lineage(code).any(|name| name == ancestor)
    }

    /// Returns the lowest-level codes at or below `code`, ordered.
    pub fn leaves<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a str> {
        let names = self.codes.keys().map(String::as_str);
        names.filter(move |name| self.is_within(name, code) && self.is_leaf(name))
    }

    /// Returns `code` and the codes above it, lowest first.
    pub fn lineage<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a str> {
        let above = |name: &&'a str| self.codes.get(*name).and_then(|it| it.parent.as_deref());
        std::iter::successors(self.codes.contains_key(code).then_some(code), above)
            .take(DEPTH_MAX + 1)
    }

    fn check(&self) -> Result<(), InvalidCatalogue> {
        let path = format!("code_lists.{}", self.name);
        if !is_name(&self.name) || !self.title.is_complete() {
            return Err(InvalidCatalogue::Malformed { path });
        }
        if self.codes.len() > CODES_MAX {
            return Err(InvalidCatalogue::TooMany { path });
        }
        for (name, code) in &self.codes {
            let path = format!("{path}.{name}");
            if !is_code(name) || !code.label.is_complete() {
                return Err(InvalidCatalogue::Malformed { path });
            }
            let dangling = code.parent.as_ref().is_some_and(|it| !self.codes.contains_key(it));
            if dangling || self.lineage(name).count() > DEPTH_MAX {
                return Err(unknown(&path));
            }
        }
        Ok(())
    }
}

impl Label {
    /// The most bytes of one text.
    pub const BYTES_MAX: usize = 1_000;

    /// Returns the text in French if `french`, else in English.
    pub fn text(&self, french: bool) -> &str {
        if french { &self.fr } else { &self.en }
    }

    fn is_complete(&self) -> bool {
        [&self.en, &self.fr]
            .iter()
            .all(|it| !it.is_empty() && it.len() <= Self::BYTES_MAX)
    }
}

impl IndicatorKind {
    /// Returns the word for it, as in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flow => "flow",
            Self::Mean => "mean",
            Self::Ratio => "ratio",
            Self::Stock => "stock",
            Self::Unique => "unique",
        }
    }
}

impl std::error::Error for InvalidCatalogue {}

impl fmt::Display for InvalidCatalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { path } => write!(f, "{path} is malformed"),
            Self::Order { path } => write!(f, "{path} is not in order, or lists something twice"),
            Self::TooMany { path } => write!(f, "{path} holds more than {CODES_MAX}"),
            Self::Unknown { path } => write!(f, "{path} does not exist"),
        }
    }
}

/// Returns whether `text` is 1 to 64 letters, digits, `_`, `-`, `:`, `.` or `+`.
pub fn is_code(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':' | '.' | '+');
    (1..=64).contains(&text.len()) && text.chars().all(allowed) && text != TOTAL
}

/// Returns whether `text` is 1 to 64 lower-case letters, digits or `_`.
fn is_name(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (1..=64).contains(&text.len()) && text.chars().all(allowed)
}

fn ordered<'a>(path: &str, names: impl Iterator<Item = &'a str>) -> Result<(), InvalidCatalogue> {
    if names.is_sorted_by(|a, b| a < b) {
        return Ok(());
    }
    Err(InvalidCatalogue::Order { path: path.to_owned() })
}

fn unknown(path: &str) -> InvalidCatalogue {
    InvalidCatalogue::Unknown { path: path.to_owned() }
}

#[cfg(test)]
mod tests;
