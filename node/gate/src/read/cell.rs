//! What one cell means: a number by the convention of its column, a code by the words of a recipe.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::bind::Bound;
use super::bind::Code;
use super::number;
use super::number::Decimal;
use super::number::Reading;
use super::table::Table;
use crate::fold::fold;
use crate::recipe::Filter;
use crate::recipe::Hints;
use crate::recipe::Lookup;
use crate::recipe::Test;

/// How the numbers of a file are written.
#[derive(Debug, Default)]
pub(super) struct Conventions {
    /// By the recipe.
    said: Option<Decimal>,
    /// By cells that leave no doubt, for each column that has some.
    shown: BTreeMap<usize, Decimal>,
    /// By all of them.
    anywhere: Option<Decimal>,
}

/// What a lookup makes of a cell.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Found<'a> {
    /// A number that has two readings.
    Ambiguous {
        whole: String,
        rest: String,
    },
    Code(&'a str),
    Unknown,
}

impl Conventions {
    /// Looks at the columns that a recipe takes numbers from.
    pub(super) fn of(bound: &Bound<'_>, table: &Table<'_>, hints: &Hints) -> Self {
        if hints.decimal.is_some() {
            return Self { said: hints.decimal, ..Self::default() };
        }
        let columns = numeric(bound);
        if columns.is_empty() {
            return Self::default();
        }
        // What is plain digits says nothing of it, and is most of a table.
        let mut told: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for row in table.rows() {
            for column in &columns {
                let cell = row.cell(*column);
                if !cell.bytes().all(|it| it.is_ascii_digit()) {
                    told.entry(*column).or_default().insert(cell.to_owned());
                }
            }
        }
        let cells = |of: &BTreeSet<String>| Decimal::of(of.iter().map(String::as_str));
        let shown = told.iter().filter_map(|(column, of)| Some((*column, cells(of)?)));
        let shown = shown.collect();
        let anywhere = Decimal::of(told.values().flatten().map(String::as_str));
        Self { said: None, shown, anywhere }
    }

    /// Reads a number in a column.
    pub(super) fn number(&self, cell: &str, column: usize) -> Reading {
        if let Ok(number) = cell.parse() {
            return Reading::Number(number);
        }
        match self.said {
            Some(decimal) => number::read_as(cell, decimal, 0),
            None => number::read(cell, self.shown.get(&column).copied().or(self.anywhere)),
        }
    }

    /// Reads a number in a column, in hundredths.
    pub(super) fn hundredths(&self, cell: &str, column: usize) -> Reading {
        let shown = || self.shown.get(&column).copied().or(self.anywhere);
        match self.said {
            Some(decimal) => number::read_as(cell, decimal, 2),
            None => number::read_to(cell, shown(), 2),
        }
    }

    /// Finds the code that a cell of a column stands for.
    pub(super) fn find<'a>(&self, lookup: &'a Lookup, cell: &str, column: usize) -> Found<'a> {
        let code = |code: Option<&'a str>| code.map_or(Found::Unknown, Found::Code);
        if cell.is_empty() {
            return code(lookup.unknown.as_deref());
        }
        if let Some(mapped) = word(&lookup.map, cell).or_else(|| word(&lookup.folded, &fold(cell)))
        {
            return Found::Code(mapped);
        }
        if lookup.bands.is_empty() {
            return Found::Unknown;
        }
        match self.number(cell, column) {
            Reading::Ambiguous { whole, rest } => Found::Ambiguous { whole, rest },
            Reading::None => Found::Unknown,
            Reading::Number(number) => {
                let band = lookup.bands.iter().find(|band| band.range.contains(number));
                code(band.map(|band| band.code.as_str()))
            }
        }
    }
}

fn word<'a>(map: &'a [(String, String)], cell: &str) -> Option<&'a str> {
    let index = map.binary_search_by(|(word, _)| word.as_str().cmp(cell)).ok()?;
    map.get(index).map(|(_, code)| code.as_str())
}

/// Returns the columns that a recipe takes numbers from, each once.
fn numeric(bound: &Bound<'_>) -> Vec<usize> {
    let banded = |code: &Code<'_>| match code {
        Code::Column(column, lookup) if !lookup.bands.is_empty() => Some(*column),
        Code::Column(..) | Code::Constant(_) => None,
    };
    let ranged = |(column, filter): &(usize, &Filter)| {
        matches!(filter.test, Test::Within(_)).then_some(*column)
    };
    let mut columns: Vec<usize> = bound.rows.iter().filter_map(ranged).collect();
    columns.extend(banded(&bound.region));
    columns.extend(bound.program.as_ref().and_then(banded));
    for metric in &bound.metrics {
        columns.extend(metric.filters.iter().filter_map(ranged));
        let of_counts = metric.counts.iter().flat_map(|it| &it.filters);
        columns.extend(of_counts.filter_map(ranged));
        columns.extend(metric.mean.iter().map(|it| it.column));
        columns.extend(metric.dimensions.iter().filter_map(|(_, code)| banded(code)));
    }
    columns.sort_unstable();
    columns.dedup();
    columns
}
