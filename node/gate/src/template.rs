//! A workbook to be filled in: what it asks for, and how its cells are found again.
//!
//! [`Plan`] says which counts a member may tell for a period, sheet by sheet; whoever writes workbooks
//! makes one of it, with words and colors. What comes back is read by [`collect()`]. Promises:
//!
//! - **Nothing is found by its place or by its words**: a hidden row names each column by a [`Column`],
//!   and each row has its codes in cells of its own. Rows may be sorted, moved and left out, sheets
//!   renamed, and either language reads alike.
//! - **A code is the first word of a cell**, so that a drop-down may show its name beside it.
//! - **Only what people count is asked for**: events, states and persons, and of rates their parts, by the
//!   lowest codes. Means are sums of values that no cell holds.

mod collect;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use flotilla_domain::catalogue::Catalogue;
use flotilla_domain::catalogue::Indicator;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::PROGRAM_TYPE;
use flotilla_domain::catalogue::REGION;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;
use flotilla_domain::period::Grain;
use flotilla_domain::period::Period;
use flotilla_domain::profile::Profile;
use flotilla_domain::release::Breakdown;
use flotilla_domain::release::Place;

use crate::counts::problem;
use crate::problem::Collector;
use crate::problem::Problem;
use crate::problem::Problems;
use crate::problem::nearest;
use crate::problem::no_code_remedy;
use crate::rules::Shape;

pub use self::collect::Filled;
pub use self::collect::Page;
pub use self::collect::collect;

/// The name of the hidden sheet by which a template is known.
pub const MARKER: &str = "_flotilla";

/// The version of this form.
pub const FORMAT: u32 = 1;

/// What begins the name of a column, and of a line of the hidden sheet.
const KEY: &str = "flotilla:";

/// The most cells of one template: whoever has more chooses some indicators.
pub const CELLS_MAX: usize = 100_000;

/// What a template asks for.
#[derive(Clone, Debug)]
pub struct Plan {
    /// For which period.
    pub period: Period,
    /// What is counted, ordered by code.
    pub indicators: Vec<String>,
    /// The lowest-level regions, ordered.
    pub regions: Vec<String>,
    /// The programs, ordered; none if there are fewer than two.
    pub programs: Vec<String>,
    /// The sheets: first the totals, then one for each breakdown.
    pub grids: Vec<Grid>,
}

/// One sheet to be filled in.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The code list by which it breaks down; nothing for the totals.
    pub dimension: Option<String>,
    /// The codes that have a column each, ordered; none for the totals, which have one column.
    pub categories: Vec<String>,
    /// One row each.
    pub rows: Vec<Base>,
}

/// What one row is about.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Base {
    /// The code of the indicator.
    pub indicator: String,
    /// The region.
    pub region: String,
    /// The program, or [`TOTAL`].
    pub program_type: String,
}

/// What stands in a column.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Column {
    /// What was published of an earlier period; nobody reads it back.
    Before,
    /// A total.
    Count,
    /// The code of an indicator.
    Indicator,
    /// The count of one category: its code list, and its code.
    Part(String, String),
    /// The code of a program.
    Program,
    /// The code of a region.
    Region,
}

impl Plan {
    /// Plans a template for a member with `profile`; `wanted` are indicators, or none for all.
    ///
    /// # Errors
    ///
    /// Fails if an indicator is not one that can be asked for, if there is nothing to ask for, or too
    /// much.
    pub fn new(
        catalogue: &Catalogue,
        profile: &Profile,
        period: Period,
        wanted: &[String],
    ) -> Result<Self, Problems> {
        let mut problems = Collector::default();
        let shape = Shape::of(catalogue, profile);
        for code in wanted {
            let mut asked = catalogue.indicators().filter(|it| it.code == *code);
            if !asked.any(|it| !counts_of(it, catalogue).is_empty()) {
                problems.push(not_asked_for(code, catalogue));
            }
        }
        for (list, codes) in [(REGION, &profile.regions), (PROGRAM_TYPE, &profile.programs)] {
            unknown(list, codes, catalogue).into_iter().for_each(|it| problems.push(it));
        }
        let is_wanted = |it: &&Indicator| wanted.is_empty() || wanted.contains(&it.code);
        let wanted = catalogue.indicators().filter(is_wanted);
        let counts = wanted.flat_map(|it| counts_of(it, catalogue));
        let counts: BTreeMap<&str, &Indicator> = counts.map(|it| (it.code.as_str(), it)).collect();
        let indicators: Vec<&Indicator> = counts.into_values().collect();
        let lowest = shape
            .regions
            .iter()
            .filter(|(code, it)| it.canonical == **code && it.parts.is_empty());
        let regions: Vec<String> = lowest.map(|(code, _)| code.to_string()).collect();
        let programs = shape.programs.iter().map(ToString::to_string);
        let programs = programs.filter(|_| shape.programs.len() > 1).collect();
        let codes = indicators.iter().map(|it| it.code.clone()).collect();
        let mut plan = Self { period, indicators: codes, regions, programs, grids: Vec::new() };
        plan.grids = plan.grids(&indicators, &shape);
        if plan.cells() == 0 {
            let what = Message::new("gate-e216-what");
            problems.push(problem("FL-E216", Message::new("gate-place-template"), what));
        } else if plan.cells() > CELLS_MAX {
            let what = Message::new("gate-e215-what").number("cells", plan.cells());
            let what = what.number("limit", CELLS_MAX);
            problems.push(problem("FL-E215", Message::new("gate-place-template"), what));
        }
        problems.finish(plan)
    }

    /// Returns how many counts it asks for.
    pub fn cells(&self) -> usize {
        self.grids.iter().map(|it| it.rows.len() * it.categories.len().max(1)).sum()
    }

    /// Returns the kind of period before this one, such as 2024 for 2025; nothing at the beginning of
    /// the calendar.
    pub fn period_before(&self) -> Option<Period> {
        let (year, month) = self.period.first_day().split_once('-').and_then(|(year, rest)| {
            let month = rest.split_once('-').map_or(rest, |(month, _)| month);
            Some((year.parse::<u32>().ok()?, month.parse::<u32>().ok()?))
        })?;
        let before = match (month, self.period.grain()) {
            // A school year ends two months before the next.
            (_, Grain::SchoolYear) => Period::month(year, month.checked_sub(3)?),
            (1, _) => Period::month(year.checked_sub(1)?, 12),
            _ => Period::month(year, month - 1),
        };
        match self.period.grain() {
            Grain::Month => before,
            grain => before?.enclosing(grain),
        }
    }

    fn grids(&self, indicators: &[&Indicator], shape: &Shape) -> Vec<Grid> {
        let totals = Grid {
            dimension: None,
            categories: Vec::new(),
            rows: self.rows(indicators.iter().copied()),
        };
        // Breakdowns are told once a year: groups of a quarter are small.
        if matches!(self.period.grain(), Grain::Month | Grain::Quarter) {
            return vec![totals];
        }
        let by = |dimension: &str| {
            let breaks_down = |it: &&&Indicator| it.breakdowns.iter().any(|it| it == dimension);
            self.rows(indicators.iter().filter(breaks_down).copied())
        };
        let grids = shape.dimensions.iter().map(|(dimension, codes)| Grid {
            dimension: Some(dimension.to_string()),
            categories: codes.iter().map(ToString::to_string).collect(),
            rows: by(dimension),
        });
        let grids = grids.filter(|it| !it.rows.is_empty());
        std::iter::once(totals).chain(grids).collect()
    }

    /// Returns a row for each of these indicators, each region and each program.
    fn rows<'a>(&self, indicators: impl Iterator<Item = &'a Indicator>) -> Vec<Base> {
        let mut rows = Vec::new();
        for indicator in indicators {
            let by_program = indicator.breakdowns.iter().any(|it| it == PROGRAM_TYPE);
            for region in &self.regions {
                let row = |program_type: &str| Base {
                    indicator: indicator.code.clone(),
                    region: region.clone(),
                    program_type: program_type.to_owned(),
                };
                rows.push(row(TOTAL));
                let programs = self.programs.iter().filter(|_| by_program);
                rows.extend(programs.map(|it| row(it)));
            }
        }
        rows
    }
}

impl Grid {
    /// Returns the columns to be filled in.
    pub fn columns(&self) -> Vec<Column> {
        match &self.dimension {
            None => vec![Column::Count],
            Some(list) => self
                .categories
                .iter()
                .map(|it| Column::Part(list.clone(), it.clone()))
                .collect(),
        }
    }
}

impl Base {
    /// Returns what is counted in a column of this row.
    pub fn place(&self, period: Period, column: &Column) -> Place {
        let breakdown = match column {
            Column::Part(list, code) => {
                Some(Breakdown { dimension: list.as_str().into(), category: code.as_str().into() })
            }
            _ => None,
        };
        Place {
            indicator: self.indicator.as_str().into(),
            period,
            region: self.region.as_str().into(),
            program_type: self.program_type.as_str().into(),
            breakdown,
        }
    }
}

impl Column {
    /// Returns what stands in the hidden row above it.
    pub fn key(&self) -> String {
        match self {
            Self::Before => format!("{KEY}before"),
            Self::Count => format!("{KEY}count"),
            Self::Indicator => format!("{KEY}indicator"),
            Self::Part(list, code) => format!("{KEY}{list}={code}"),
            Self::Program => format!("{KEY}program_type"),
            Self::Region => format!("{KEY}region"),
        }
    }

    /// Reads a key.
    pub fn parse(key: &str) -> Option<Self> {
        match key.trim().strip_prefix(KEY)? {
            "before" => Some(Self::Before),
            "count" => Some(Self::Count),
            "indicator" => Some(Self::Indicator),
            "program_type" => Some(Self::Program),
            "region" => Some(Self::Region),
            part => {
                let (list, code) = part.split_once('=')?;
                Some(Self::Part(list.to_owned(), code.to_owned()))
            }
        }
    }
}

/// Returns the lines of the hidden sheet: each a name and what it says.
pub fn marks(plan: &Plan, member: &str, catalogue: &Catalogue) -> Vec<(String, String)> {
    let mark = |name: &str, says: String| (format!("{KEY}{name}"), says);
    vec![
        mark("format", FORMAT.to_string()),
        mark("member", member.to_owned()),
        mark("period", plan.period.to_string()),
        mark("catalogue", catalogue.version().to_string()),
    ]
}

/// Returns what is counted for an indicator: itself, or the parts of a rate; nothing for a mean.
fn counts_of<'a>(indicator: &'a Indicator, catalogue: &'a Catalogue) -> Vec<&'a Indicator> {
    match (indicator.kind, &indicator.parts) {
        (IndicatorKind::Flow | IndicatorKind::Stock | IndicatorKind::Unique, _) => vec![indicator],
        (IndicatorKind::Ratio, Some(parts)) => {
            // What a share is of may be of an earlier period.
            let below = Some(parts.denominator.code()).filter(|_| parts.months_earlier == 0);
            let codes = [Some(parts.numerator.as_str()), below].into_iter().flatten();
            codes.filter_map(|it| catalogue.indicator(it)).collect()
        }
        (IndicatorKind::Mean | IndicatorKind::Ratio, _) => Vec::new(),
    }
}

/// Returns which of the codes are not of the lowest level of a list.
fn unknown(list: &str, codes: &[String], catalogue: &Catalogue) -> Vec<Problem> {
    let Some(known) = catalogue.list(list) else { return Vec::new() };
    let wrong = codes.iter().filter(|code| !known.is_leaf(code));
    let problem = |code: &String| {
        let near =
            nearest(code, known.codes.keys().map(String::as_str).filter(|it| known.is_leaf(it)));
        no_code(list, code, near)
    };
    wrong.map(problem).collect()
}

fn not_asked_for(code: &str, catalogue: &Catalogue) -> Problem {
    let names: BTreeSet<&str> = catalogue
        .indicators()
        .filter(|it| !counts_of(it, catalogue).is_empty())
        .map(|it| it.code.as_str())
        .collect();
    no_code("indicator", code, nearest(code, names))
}

fn no_code(list: &str, code: &str, near: Option<&str>) -> Problem {
    let remedy = no_code_remedy(near, "gate-e216-remedy-code");
    Problem::no_code(Message::new("gate-place-template"), list, code, remedy)
}

#[cfg(test)]
mod tests;
