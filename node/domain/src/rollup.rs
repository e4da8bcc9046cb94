//! Adding up what members tell, so that nothing is added twice, and nothing that does not add up.
//!
//! Figures of a region or a year stand beside those of its parts, and one member tells the year where another
//! tells its quarters. A [`Total`] of a region and a span of time takes of each member the figures that make
//! up most of both, and of the rest what none of these contains. Promises:
//!
//! - **Nobody is counted twice** by one member: no two of the figures that it takes have a month of a region
//!   in common.
//! - **What does not add up is not added**: persons and means count if they are told of the whole span, stocks
//!   if they are told of its last day.
//! - **It says what is missing**: where something within it is hidden, or not told of all of the span, what
//!   is added is a lower bound.
//!
//! ```
//! use flotilla_domain::catalogue::IndicatorKind;
//! use flotilla_domain::period::Span;
//! use flotilla_domain::rollup::{Cell, Numbers, Scope, Told, Total};
//!
//! let quarter = |period: &str, value| Cell {
//!     region: "CA-ON",
//!     period: period.parse().unwrap(),
//!     told: Told::Numbers(Numbers { value, ..Numbers::default() }),
//! };
//! let year = Scope { region: None, span: Span::of("2024".parse()?) };
//! let mut total = Total::default();
//! total.add(IndicatorKind::Flow, None, &[quarter("2024-Q1", 10), quarter("2024-Q2", 15)], year);
//! assert_eq!((total.value(IndicatorKind::Flow), total.is_lower_bound), (Some(25), true));
//! # Ok::<(), flotilla_domain::period::InvalidPeriod>(())
//! ```

use std::cmp::Reverse;

use crate::catalogue::CodeList;
use crate::catalogue::IndicatorKind;
use crate::period::Period;
use crate::period::Span;

/// What one member tells of one group of people: in one region and period.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cell<'a> {
    /// The code of the region.
    pub region: &'a str,
    /// The time.
    pub period: Period,
    /// What is told.
    pub told: Told,
}

/// What is told of a cell. What is not applicable is no cell.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Told {
    /// That there is a number, which is withheld.
    Hidden,
    /// The number, and what stands beside it.
    Numbers(Numbers),
}

/// A number, and what stands beside it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Numbers {
    /// The count or the mean.
    pub value: i64,
    /// What stands above and below the line, where it is a part of a rate and both are told.
    pub parts: Option<(i64, i64)>,
    /// How many a mean is of, where that is told.
    pub people: Option<i64>,
}

/// What a total is of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Scope<'a> {
    /// The region; all of them if `None`.
    pub region: Option<&'a str>,
    /// The time.
    pub span: Span,
}

/// What several members tell together.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Total {
    sum: i64,
    /// Of a mean: the sum of each times the number of those it is of.
    weighted: i128,
    /// Of a mean: how many it is of.
    pub people: i64,
    /// What stands above the line, of those figures of which both parts are told.
    pub numerator: i64,
    /// What stands below the line.
    pub denominator: i64,
    /// How many members have figures in it.
    pub members: usize,
    /// How many members have figures that belong to it and are hidden.
    pub hidden: usize,
    /// Whether there is more than is added: something is hidden, or not told of all of the span.
    pub is_lower_bound: bool,
}

impl Scope<'_> {
    /// Returns whether a figure is of a part of it; `regions` says which regions are parts of which.
    pub fn has(self, cell: &Cell<'_>, regions: Option<&CodeList>) -> bool {
        let is_there = |region| is_within(cell.region, region, regions);
        self.span.contains(Span::of(cell.period)) && self.region.is_none_or(is_there)
    }

    /// Returns whether a figure can be taken for the span, or for a part of it that adds up to it.
    fn takes(self, cell: &Cell<'_>, kind: IndicatorKind) -> bool {
        let span = Span::of(cell.period);
        match kind {
            IndicatorKind::Flow => true,
            IndicatorKind::Stock => span.ends_with(self.span),
            IndicatorKind::Mean | IndicatorKind::Ratio | IndicatorKind::Unique => span == self.span,
        }
    }
}

impl Total {
    /// Adds what one member tells of one group; `regions` says which regions are parts of which.
    pub fn add(
        &mut self,
        kind: IndicatorKind,
        regions: Option<&CodeList>,
        cells: &[Cell<'_>],
        scope: Scope<'_>,
    ) {
        let within: Vec<&Cell<'_>> = cells.iter().filter(|it| scope.has(it, regions)).collect();
        let (fitting, others): (Vec<&Cell<'_>>, Vec<_>) =
            within.into_iter().partition(|it| scope.takes(it, kind));
        let taken = largest(kind, &fitting, regions);
        for (_, numbers) in &taken {
            self.take(*numbers);
        }
        let is_in = |it: &Cell<'_>| is_told(kind, it, &taken, regions);
        let is_hidden = fitting.iter().any(|it| numbers(kind, it).is_none() && !is_in(it));
        let is_missing = fitting.iter().chain(&others).any(|it| !is_in(it));
        let is_whole = kind != IndicatorKind::Flow || is_told_throughout(&taken, scope.span);
        self.members = self.members.saturating_add(usize::from(!taken.is_empty()));
        self.hidden = self.hidden.saturating_add(usize::from(is_hidden));
        let is_there = !fitting.is_empty() || !others.is_empty();
        self.is_lower_bound |= is_missing || is_there && !is_whole;
    }

    /// Returns the total, as counts and means are told; `None` if nothing was added.
    pub fn value(&self, kind: IndicatorKind) -> Option<i64> {
        match kind {
            _ if self.members == 0 => None,
            IndicatorKind::Mean => rounded(self.weighted, i128::from(self.people)),
            _ => Some(self.sum),
        }
    }

    /// Returns what the numerator is of the denominator, in thousandths, rounded.
    pub fn per_mille(&self) -> Option<i64> {
        rounded(i128::from(self.numerator) * 1_000, i128::from(self.denominator))
    }

    fn take(&mut self, numbers: Numbers) {
        let Numbers { value, parts, people } = numbers;
        self.sum = self.sum.saturating_add(value);
        if let Some((above, below)) = parts {
            self.numerator = self.numerator.saturating_add(above);
            self.denominator = self.denominator.saturating_add(below);
        }
        if let Some(people) = people {
            self.weighted += i128::from(value) * i128::from(people);
            self.people = self.people.saturating_add(people);
        }
    }
}

/// Returns what is told of a cell; nothing of a mean of nobody knows how many, which cannot be weighted.
fn numbers(kind: IndicatorKind, cell: &Cell<'_>) -> Option<Numbers> {
    match cell.told {
        Told::Numbers(numbers) if kind != IndicatorKind::Mean || numbers.people.is_some() => {
            Some(numbers)
        }
        Told::Hidden | Told::Numbers(_) => None,
    }
}

/// Returns the figures that make up most, and of the others those that have nothing in common with them. What is
/// there on a day is the same whatever period ends then, so of stocks the widest regions go first.
fn largest<'a>(
    kind: IndicatorKind,
    cells: &[&Cell<'a>],
    regions: Option<&CodeList>,
) -> Vec<(Cell<'a>, Numbers)> {
    let depth = |region: &str| regions.map_or(0, |list| list.lineage(region).count());
    let mut told: Vec<(Cell<'a>, Numbers)> =
        cells.iter().filter_map(|cell| Some((**cell, numbers(kind, cell)?))).collect();
    let length = |it: &Cell<'_>| match kind {
        IndicatorKind::Stock => 0,
        _ => Span::of(it.period).months(),
    };
    told.sort_by_key(|(it, _)| (Reverse(length(it)), depth(it.region), it.region, it.period));
    let mut taken: Vec<(Cell<'a>, Numbers)> = Vec::new();
    for (cell, numbers) in told {
        if !taken.iter().any(|(it, _)| overlap(it, &cell, regions)) {
            taken.push((cell, numbers));
        }
    }
    taken
}

/// Returns whether every month of a span is told of, wherever one is.
fn is_told_throughout(taken: &[(Cell<'_>, Numbers)], span: Span) -> bool {
    let months = |region: &str| {
        let there = taken.iter().filter(|(it, _)| it.region == region);
        there.map(|(it, _)| Span::of(it.period).months()).fold(0, u32::saturating_add)
    };
    !taken.is_empty() && taken.iter().all(|(it, _)| months(it.region) == span.months())
}

/// Returns whether what a cell is about is in what was taken: every month of it, of what adds up over time.
fn is_told(
    kind: IndicatorKind,
    cell: &Cell<'_>,
    taken: &[(Cell<'_>, Numbers)],
    regions: Option<&CodeList>,
) -> bool {
    let around = |it: &Cell<'_>| is_within(cell.region, it.region, regions);
    match kind {
        IndicatorKind::Flow => cell
            .period
            .months()
            .all(|month| taken.iter().any(|(it, _)| it.period.contains(month) && around(it))),
        _ => taken.iter().any(|(it, _)| around(it)),
    }
}

fn overlap(one: &Cell<'_>, other: &Cell<'_>, regions: Option<&CodeList>) -> bool {
    let is_near = is_within(one.region, other.region, regions)
        || is_within(other.region, one.region, regions);
    is_near && one.period.overlaps(other.period)
}

fn is_within(code: &str, above: &str, list: Option<&CodeList>) -> bool {
    code == above || list.is_some_and(|list| list.is_within(code, above))
}

/// Divides, and rounds half up; `None` if there is nothing to divide by.
fn rounded(above: i128, below: i128) -> Option<i64> {
    if below <= 0 {
        return None;
    }
    i64::try_from((above * 2 + below).div_euclid(below * 2)).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::catalogue::Code;
    use crate::catalogue::Label;
    use crate::catalogue::Sensitivity;

    /// Region, period, and number; nothing if it is hidden.
    type Row = (&'static str, &'static str, Option<i64>);

    #[test]
    fn a_whole_is_taken_for_its_parts_and_parts_where_there_is_none() {
        let quarters = ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"];
        let of_quarters = quarters.map(|period| ("CA-ON", period, Some(10)));
        let flow = |rows: &[Row]| total(IndicatorKind::Flow, rows, (None, "2024"));
        assert_eq!(flow(&of_quarters), (Some(40), false));
        let with_year = [of_quarters.as_slice(), &[("CA-ON", "2024", Some(45))]].concat();
        assert_eq!(flow(&with_year), (Some(45), false));
        assert_eq!(flow(&with_year[1..]), (Some(45), false));
        assert_eq!(flow(&of_quarters[1..]), (Some(30), true));
        let regions =
            [("CA", "2024", Some(70)), ("CA-ON", "2024", Some(40)), ("CA-QC", "2024", Some(30))];
        assert_eq!(flow(&regions), (Some(70), false));
        assert_eq!(flow(&regions[1..]), (Some(70), false));
        let of_ontario = total(IndicatorKind::Flow, &regions, (Some("CA-ON"), "2024"));
        assert_eq!(of_ontario, (Some(40), false));
    }

    #[test]
    fn what_was_told_and_is_in_no_figure_that_is_taken_is_missing() {
        let flows =
            [("CA", "2024-Q1", Some(30)), ("CA", "2024-Q2", Some(30)), ("CA-ON", "2024", Some(80))];
        assert_eq!(total(IndicatorKind::Flow, &flows, (None, "2024")), (Some(80), true));
        let persons = [("CA-ON", "2024", Some(50)), ("CA-QC", "2024-Q1", Some(9))];
        assert_eq!(total(IndicatorKind::Unique, &persons, (None, "2024")), (Some(50), true));
        let stocks = [("CA-ON", "2024-Q4", Some(60)), ("CA-QC", "2024-Q3", Some(40))];
        assert_eq!(total(IndicatorKind::Stock, &stocks, (None, "2024")), (Some(60), true));
    }

    #[test]
    fn of_stocks_the_wider_region_counts_whatever_period_ends_then() {
        let rows =
            [("CA", "2024-Q4", Some(100)), ("CA-ON", "2024", Some(60)), ("CA", "2024", None)];
        assert_eq!(total(IndicatorKind::Stock, &rows, (None, "2024")), (Some(100), false));
    }

    #[test]
    fn nothing_is_counted_twice_where_figures_cross() {
        let rows = [
            ("CA", "2024-Q1", Some(30)),
            ("CA-ON", "2024", Some(80)),
            ("CA-QC", "2024-Q2", Some(9)),
        ];
        assert_eq!(total(IndicatorKind::Flow, &rows, (None, "2024")), (Some(89), true));
    }

    #[test]
    fn what_is_hidden_leaves_a_lower_bound_unless_a_whole_is_told() {
        let hidden = [("CA-ON", "2024", Some(40)), ("CA-QC", "2024", None)];
        assert_eq!(total(IndicatorKind::Flow, &hidden, (None, "2024")), (Some(40), true));
        let within = [("CA", "2024", Some(50)), ("CA-QC", "2024", None)];
        assert_eq!(total(IndicatorKind::Flow, &within, (None, "2024")), (Some(50), false));
        let only = [("CA-QC", "2024", None)];
        assert_eq!(total(IndicatorKind::Flow, &only, (None, "2024")), (None, true));
    }

    #[test]
    fn persons_are_never_added_over_time_and_stocks_are_those_of_the_last_day() {
        let rows = [("CA-ON", "2024-Q3", Some(50)), ("CA-ON", "2024-Q4", Some(60))];
        assert_eq!(total(IndicatorKind::Unique, &rows, (None, "2024")), (None, true));
        assert_eq!(total(IndicatorKind::Unique, &rows, (None, "2024-Q4")), (Some(60), false));
        assert_eq!(total(IndicatorKind::Stock, &rows, (None, "2024")), (Some(60), false));
        assert_eq!(total(IndicatorKind::Stock, &rows[..1], (None, "2024")), (None, true));
    }

    #[test]
    fn means_are_weighted_and_rates_divided_again() {
        let cell = |value, people, parts| Cell {
            region: "CA-ON",
            period: "2024".parse().unwrap(),
            told: Told::Numbers(Numbers { value, people, parts }),
        };
        let scope = Scope { region: None, span: Span::of("2024".parse().unwrap()) };
        let mut total = Total::default();
        for cell in [cell(40, Some(100), None), cell(20, Some(300), None)] {
            total.add(IndicatorKind::Mean, None, &[cell], scope);
        }
        assert_eq!((total.value(IndicatorKind::Mean), total.people), (Some(25), 400));
        total.add(IndicatorKind::Mean, None, &[cell(90, None, None)], scope);
        let found = (total.value(IndicatorKind::Mean), total.members, total.hidden);
        assert_eq!(found, (Some(25), 2, 1), "nobody knows of how many");
        let mut total = Total::default();
        for cell in
            [cell(30, None, Some((30, 40))), cell(10, None, Some((10, 80))), cell(7, None, None)]
        {
            total.add(IndicatorKind::Flow, None, &[cell], scope);
        }
        assert_eq!(total.value(IndicatorKind::Flow), Some(47));
        assert_eq!((total.numerator, total.denominator, total.per_mille()), (40, 120, Some(333)));
        assert_eq!(Total::default().per_mille(), None);
    }

    fn total(
        kind: IndicatorKind,
        rows: &[Row],
        (region, period): (Option<&str>, &str),
    ) -> (Option<i64>, bool) {
        let cells: Vec<Cell<'_>> = rows
            .iter()
            .map(|(region, period, value)| Cell {
                region,
                period: period.parse().unwrap(),
                told: match value {
                    Some(value) => Told::Numbers(Numbers { value: *value, ..Numbers::default() }),
                    None => Told::Hidden,
                },
            })
            .collect();
        let mut total = Total::default();
        let span = Span::of(period.parse().unwrap());
        total.add(kind, Some(&regions()), &cells, Scope { region, span });
        (total.value(kind), total.is_lower_bound)
    }

    fn regions() -> CodeList {
        let label = Label { en: "Region".to_owned(), fr: "Région".to_owned() };
        let code = |parent: Option<&str>| Code {
            label: label.clone(),
            parent: parent.map(str::to_owned),
            sensitivity: None,
        };
        let codes = [("CA", None), ("CA-ON", Some("CA")), ("CA-QC", Some("CA"))];
        let codes: BTreeMap<String, Code> =
            codes.map(|(name, parent)| (name.to_owned(), code(parent))).into();
        CodeList {
            name: "region".to_owned(),
            title: label.clone(),
            overlapping: false,
            sensitivity: Sensitivity::General,
            codes,
        }
    }
}
