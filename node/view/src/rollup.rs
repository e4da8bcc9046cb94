//! Totals over members: which are wanted, and which figures they are made of.
//!
//! A [`Rollup`] names what is told apart; over everything else figures are added up, by the rules of
//! [`flotilla_domain::rollup`]. What a filter names is told apart, too, so no two categories are added:
//! somebody may be in both. Over programs and categories nothing is added up either, for there is a total
//! wherever there is a part.
//!
//! ```text
//! Rollup ─► Wanted ─► rows of observations ─► Fold ─► one row for each total
//! ```

mod fold;
mod told;

use std::collections::BTreeSet;
use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::logical_expr::LogicalPlan;
use datafusion::logical_expr::LogicalPlanBuilder;
use datafusion::logical_expr::col;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;
use flotilla_domain::period::Period;
use flotilla_domain::period::Span;

use crate::engine::filters::Filters;
use crate::engine::filters::VALUES_MAX;
use crate::engine::translate;
use crate::error::QueryError;
use crate::error::Thing;
use crate::table::TableName;
use crate::table::Tables;

pub(crate) use self::fold::Fold;
pub(crate) use self::told::Totals;

/// What is added up, and never told apart by a list of codes.
pub(crate) const INDICATOR: &str = "indicator";
pub(crate) const MEMBER: &str = "member";
pub(crate) const PERIOD: &str = "period";
pub(crate) const PROGRAM: &str = "program_type";
pub(crate) const REGION: &str = "region";

/// Which totals are wanted.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Rollup {
    /// Of which figures: those of `observations` that pass. Where its rows begin and how many there are is
    /// not looked at.
    pub filters: Filters,
    /// The columns by which totals are told apart: `member`, `period`, `region`, `program_type`, or one by
    /// which figures are broken down. By period also where no range of periods is asked for.
    pub by: BTreeSet<String>,
}

/// Which totals are wanted, in terms of the figures that there are.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// By what they are told apart besides the indicator, in the order of the columns.
    pub(crate) by: Vec<String>,
    /// The column of a breakdown among these.
    pub(crate) dimension: Option<String>,
    /// The regions that are asked for; all that are told of if `None`.
    pub(crate) regions: Option<Vec<String>>,
    /// The time.
    pub(crate) times: Times,
    /// Which figures are read.
    reads: Filters,
}

/// Which spans of time totals are of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Times {
    /// Of each of these periods; of all that are told of if `None`.
    Each(Option<Vec<Period>>),
    /// Of all of these months together.
    Together(Span),
}

impl Rollup {
    /// Returns the columns by which totals may be told apart, in order.
    pub(crate) fn columns(tables: &Tables) -> impl Iterator<Item = &str> {
        let first = [PERIOD, REGION, PROGRAM];
        let others = tables.places().filter(move |it| !first.contains(it) && *it != INDICATOR);
        first.into_iter().chain(others).chain([MEMBER])
    }

    /// Returns what it means.
    ///
    /// # Errors
    ///
    /// Fails if totals cannot be told apart so.
    pub(crate) fn wanted(&self, tables: &Tables) -> Result<Wanted, QueryError> {
        let known: Vec<&str> = Self::columns(tables).collect();
        if let Some(strange) = self.by.iter().find(|it| !known.contains(&it.as_str())) {
            let nearest = translate::nearest(strange, known.iter().map(|it| (*it).to_owned()));
            let (thing, name) = (Thing::Column, strange.clone());
            return Err(QueryError::Unknown { thing, name, nearest });
        }
        let named = |name: &str| self.filters.any_of.get(name).filter(|it| !it.is_empty());
        let is_apart = |name: &str| {
            let is_named = name != MEMBER && named(name).is_some();
            let is_by_default = name == PERIOD && self.filters.periods.is_none();
            self.by.contains(name) || is_named || is_by_default
        };
        let by: Vec<String> =
            known.iter().filter(|it| is_apart(it)).map(|it| (*it).to_owned()).collect();
        let mut dimensions =
            by.iter().filter(|it| ![PERIOD, REGION, PROGRAM, MEMBER].contains(&it.as_str()));
        let dimension = dimensions.next().cloned();
        if dimensions.next().is_some() {
            let two = by.join(", ");
            return Err(translate::refused(Message::new("view-rollup-two").word("columns", two)));
        }
        let regions = named(REGION).cloned();
        let times = self.times(by.iter().any(|it| it == PERIOD), named(PERIOD))?;
        let reads = self.reads((&by, &known), (regions.as_deref(), &times), tables);
        Ok(Wanted { by, dimension, regions, times, reads })
    }

    fn times(&self, is_apart: bool, named: Option<&Vec<String>>) -> Result<Times, QueryError> {
        let not_period = |text: &str| {
            let (thing, name, nearest) = (Thing::Column, text.to_owned(), None);
            QueryError::Unknown { thing, name, nearest }
        };
        if let Some(named) = named {
            let parse = |text: &String| text.parse().map_err(|_| not_period(text));
            return Ok(Times::Each(Some(named.iter().map(parse).collect::<Result<_, _>>()?)));
        }
        let span = self.filters.periods.and_then(|(first, last)| Span::between(first, last));
        Ok(match span {
            Some(span) if !is_apart => Times::Together(span),
            _ => Times::Each(None),
        })
    }

    /// Returns which figures are read: those within what is asked for, and where nothing is told apart the
    /// totals only.
    fn reads(
        &self,
        (by, known): (&[String], &[&str]),
        (regions, times): (Option<&[String]>, &Times),
        tables: &Tables,
    ) -> Filters {
        let mut any_of = self.filters.any_of.clone();
        let is_nested = |it: &str| [MEMBER, PERIOD, REGION].contains(&it);
        for column in known.iter().filter(|it| !is_nested(it)) {
            if !by.iter().any(|it| it == column) {
                any_of.insert((*column).to_owned(), vec![TOTAL.to_owned()]);
            }
        }
        any_of.remove(PERIOD);
        any_of.remove(REGION);
        if let (Some(regions), Some(list)) = (regions, tables.list(REGION)) {
            let is_within = |code: &&String| regions.iter().any(|it| list.is_within(code, it));
            let within: Vec<String> = list.codes.keys().filter(is_within).cloned().collect();
            // Where there are more, all are read and looked at.
            if within.len() <= VALUES_MAX {
                any_of.insert(REGION.to_owned(), within);
            }
        }
        let periods = match times {
            Times::Each(Some(periods)) => {
                let first = periods.iter().min_by_key(|it| it.first_day());
                let last = periods.iter().max_by_key(|it| it.last_day());
                first.copied().zip(last.copied())
            }
            Times::Each(None) | Times::Together(_) => self.filters.periods,
        };
        let until = self.filters.until.clone();
        Filters { any_of, periods, until, ..Filters::default() }
    }
}

impl Wanted {
    /// Returns whether totals are told apart by a column.
    fn is_apart(&self, column: &str) -> bool {
        self.by.iter().any(|it| it == column)
    }

    /// Returns whether totals are told apart by a column of which nobody names a code.
    fn is_unnamed(&self, column: &str) -> bool {
        self.is_apart(column) && !self.reads.any_of.contains_key(column)
    }

    /// Returns the plan that reads the figures.
    pub(crate) fn plan(
        &self,
        observations: Arc<dyn TableProvider>,
    ) -> Result<LogicalPlan, QueryError> {
        let plan = self.reads.plan(TableName::Observations.name(), observations)?;
        let columns = Fold::columns(self.dimension.as_deref()).map(col);
        let plan = LogicalPlanBuilder::from(plan)
            .project(columns)
            .and_then(LogicalPlanBuilder::build);
        plan.map_err(|source| QueryError::Internal { source: source.into() })
    }
}
