//! Questions without SQL: which values of which columns, which periods, how many rows.
//!
//! Filters become expressions of a plan, never text of a query, so a value cannot be anything but a
//! value.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::catalog::TableProvider;
use datafusion::common::Column;
use datafusion::common::DataFusionError;
use datafusion::datasource::provider_as_source;
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::LogicalPlan;
use datafusion::logical_expr::LogicalPlanBuilder;
use datafusion::logical_expr::cast;
use datafusion::logical_expr::lit;
use flotilla_domain::message::Message;
use flotilla_domain::period::Period;

use crate::engine::translate;
use crate::error::QueryError;
use crate::error::Thing;
use crate::row::Place;
use crate::row::Reach;

/// The most values that one filter may name.
pub(crate) const VALUES_MAX: usize = 1_000;

/// Which rows of a table are wanted.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Filters {
    /// By column, the values of which the row must have one, spelled as in CSV; empty means any.
    pub any_of: BTreeMap<String, Vec<String>>,
    /// Only figures of periods that lie within these, from the first day of the one to the last day
    /// of the other.
    pub periods: Option<(Period, Period)>,
    /// Where in the logs the rows begin; with the first if `None`. Tables that are not made from logs
    /// begin with their first row in any case.
    pub from: Option<Place>,
    /// How far the logs are looked at; as far as they are held if `None`.
    pub until: Option<Arc<Reach>>,
    /// How many of these rows are passed over.
    pub offset: usize,
    /// The most rows; all if `None`.
    pub limit: Option<usize>,
}

impl Filters {
    /// Returns the plan that reads the wanted rows of `table`.
    pub(crate) fn plan(
        &self,
        name: &str,
        table: Arc<dyn TableProvider>,
    ) -> Result<LogicalPlan, QueryError> {
        let filter = self.expression(&table)?;
        self.build(name, table, filter)
            .map_err(|source| QueryError::Internal { source: source.into() })
    }

    fn build(
        &self,
        name: &str,
        table: Arc<dyn TableProvider>,
        filter: Option<Expr>,
    ) -> Result<LogicalPlan, DataFusionError> {
        let mut plan = LogicalPlanBuilder::scan(name, provider_as_source(table), None)?;
        if let Some(filter) = filter {
            plan = plan.filter(filter)?;
        }
        if self.offset > 0 || self.limit.is_some() {
            plan = plan.limit(self.offset, self.limit)?;
        }
        plan.build()
    }

    fn expression(&self, table: &Arc<dyn TableProvider>) -> Result<Option<Expr>, QueryError> {
        let mut parts = Vec::new();
        for (column, values) in &self.any_of {
            let kind = kind_of(table, column)?;
            if values.len() > VALUES_MAX {
                let message = Message::new("view-too-many-values").word("column", column);
                return Err(translate::refused(message.number("limit", VALUES_MAX)));
            }
            let column = Expr::Column(Column::from_name(column));
            let text = if kind == DataType::Utf8 { column } else { cast(column, DataType::Utf8) };
            if !values.is_empty() {
                parts.push(text.in_list(values.iter().map(|it| lit(it.as_str())).collect(), false));
            }
        }
        if let Some((first, last)) = self.periods {
            kind_of(table, "period_start")?;
            let day = |text: String| cast(lit(text), DataType::Date32);
            let named = |name: &str| Expr::Column(Column::from_name(name));
            parts.push(named("period_start").gt_eq(day(first.first_day())));
            parts.push(named("period_end").lt_eq(day(last.last_day())));
        }
        Ok(parts.into_iter().reduce(Expr::and))
    }
}

fn kind_of(table: &Arc<dyn TableProvider>, column: &str) -> Result<DataType, QueryError> {
    let schema = table.schema();
    if let Ok(field) = schema.field_with_name(column) {
        return Ok(field.data_type().clone());
    }
    let names = schema.fields().iter().map(|field| field.name().clone());
    let nearest = translate::nearest(column, names);
    Err(QueryError::Unknown { thing: Thing::Column, name: column.to_owned(), nearest })
}
