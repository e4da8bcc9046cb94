//! From the filters of a query to tests that the scan makes while it reads.
//!
//! A filter that compares one column with values is asked of each code once, by the engine's own
//! comparison, and not of each row. The engine asks it of the rows again, so a filter that is not
//! understood here costs time and nothing else. Only comparisons are taken, which cannot fail: whether a
//! file holds a code that nobody wants may not be seen in an answer.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::Array;
use arrow::array::ArrayRef;
use arrow::array::AsArray;
use arrow::array::BooleanArray;
use arrow::array::RecordBatch;
use arrow::array::StringArray;
use arrow::datatypes::Schema;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use datafusion::catalog::Session;
use datafusion::common::DFSchema;
use datafusion::logical_expr::BinaryExpr;
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::Operator;
use datafusion::physical_expr::PhysicalExpr;
use flotilla_domain::catalogue::TOTAL;

use crate::store::narrow::Test;
use crate::table::Source;
use crate::table::Wide;
use crate::table::coded::Coded;
use crate::table::coded::Texts;
use crate::table::shown;
use crate::table::stored;

/// The stored columns of figures that are coded texts and shown as they are.
const CODES: [usize; 5] =
    [stored::INDICATOR, stored::PERIOD, stored::REGION, stored::PROGRAM_TYPE, stored::STATUS];

/// A comparison of one column of a table of figures.
#[derive(Clone, Debug)]
struct Comparison {
    /// The one column, as it is shown.
    schema: SchemaRef,
    expression: Arc<dyn PhysicalExpr>,
}

/// Returns whether `filter` can become a test on the table `wide`.
pub(crate) fn is_test(filter: &Expr, wide: &Wide) -> bool {
    compared(filter, wide).is_some()
}

/// Returns the test that `filter` is on the table `wide`, if it is one.
pub(crate) fn test(filter: &Expr, wide: &Wide, session: &dyn Session) -> Option<Test> {
    let (place, source) = compared(filter, wide)?;
    let schema = Arc::new(Schema::new(vec![wide.schema.fields().get(place)?.as_ref().clone()]));
    let named = DFSchema::try_from(Schema::clone(&schema)).ok()?;
    let filter = unqualified(filter)?;
    let expression = session.create_physical_expr(filter, &named).ok()?;
    let comparison = Comparison { schema, expression };
    Some(match source {
        Source::Category(list) => {
            let list = list.clone();
            let columns = vec![stored::DIMENSION, stored::CATEGORY];
            Test::new(columns, move |columns| of_categories(&comparison, &list, columns))
        }
        Source::PeriodEnd | Source::PeriodStart => {
            let source = source.clone();
            Test::new(vec![stored::PERIOD], move |columns| {
                let days = shown::days_of(&source, one(columns)?.values());
                comparison.of_codes(one(columns)?, days)
            })
        }
        Source::Same(index) => Test::new(vec![*index], move |columns| {
            let codes = one(columns)?;
            comparison.of_codes(codes, Arc::clone(codes.values()))
        }),
        _ => return None,
    })
}

/// Returns a test that only figures of `indicators` pass.
pub(crate) fn of_indicators(indicators: BTreeSet<String>) -> Test {
    Test::new(vec![stored::INDICATOR], move |columns| {
        let column = columns.first().ok_or_else(missing)?;
        let passes = Texts::of(column)?.by_key(|code| indicators.contains(code));
        Ok(Coded::of(column)?.rows(&passes))
    })
}

impl Comparison {
    /// Says of each of the values `shown` whether it passes.
    fn values(&self, shown: ArrayRef) -> Result<Vec<bool>, ArrowError> {
        let count = shown.len();
        let batch = RecordBatch::try_new(SchemaRef::clone(&self.schema), vec![shown])?;
        let told = self.expression.evaluate(&batch).and_then(|it| it.into_array(count));
        let told = told.map_err(|error| ArrowError::ExternalError(error.into()))?;
        let told = told.as_boolean_opt().ok_or_else(missing)?;
        Ok((0..count).map(|at| told.is_valid(at) && told.value(at)).collect())
    }

    /// Says of each row whether the value that is shown of its code passes.
    fn of_codes(&self, codes: Coded<'_>, shown: ArrayRef) -> Result<BooleanArray, ArrowError> {
        Ok(codes.rows(&self.values(shown)?))
    }
}

/// Says of each row whether the category that is shown in the column of `list` passes.
fn of_categories(
    comparison: &Comparison,
    list: &str,
    columns: &[ArrayRef],
) -> Result<BooleanArray, ArrowError> {
    let [dimensions, categories] = columns else { return Err(missing()) };
    let (dimensions, categories) = (Texts::of(dimensions)?, Texts::of(categories)?);
    let codes = categories.by_key(|code| code);
    let shown = StringArray::from_iter_values(codes.iter().copied().chain([TOTAL]));
    let passes = comparison.values(Arc::new(shown))?;
    let is_list = dimensions.by_key(|it| it == list);
    let of_total = passes.last().is_some_and(|it| *it);
    let row = |(dimension, category): (usize, usize)| {
        let is_here = is_list.get(dimension).is_some_and(|it| *it);
        if is_here { passes.get(category).is_some_and(|it| *it) } else { of_total }
    };
    Ok(dimensions.keys().zip(categories.keys()).map(|keys| Some(row(keys))).collect())
}

/// Returns the one column that `filter` compares with values, if that is what it does.
fn compared<'a>(filter: &Expr, wide: &'a Wide) -> Option<(usize, &'a Source)> {
    let columns = filter.column_refs();
    let name = columns.iter().map(|it| it.name.as_str()).collect::<BTreeSet<_>>();
    let (Some(name), 1) = (name.first(), name.len()) else { return None };
    let place = wide.schema.index_of(name).ok()?;
    let source = wide.sources.get(place)?;
    let is_coded = match source {
        Source::Category(_) | Source::PeriodEnd | Source::PeriodStart => true,
        Source::Same(index) => CODES.contains(index),
        _ => false,
    };
    (is_coded && is_comparison(filter)).then_some((place, source))
}

/// Returns whether `filter` is made of comparisons of a column with values, which cannot fail.
fn is_comparison(filter: &Expr) -> bool {
    let is_side = |expr: &Expr| matches!(expr, Expr::Column(_) | Expr::Literal(_, _));
    match filter {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::And | Operator::Or, right }) => {
            is_comparison(left) && is_comparison(right)
        }
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => {
            let is_known = matches!(
                op,
                Operator::Eq
                    | Operator::NotEq
                    | Operator::Lt
                    | Operator::LtEq
                    | Operator::Gt
                    | Operator::GtEq
            );
            is_known && is_side(left) && is_side(right)
        }
        Expr::Between(between) => {
            is_side(&between.expr) && is_side(&between.low) && is_side(&between.high)
        }
        Expr::InList(list) => is_side(&list.expr) && list.list.iter().all(is_side),
        Expr::Not(inner) => is_comparison(inner),
        _ => false,
    }
}

/// Returns `filter` with its column named as in the table.
fn unqualified(filter: &Expr) -> Option<Expr> {
    use datafusion::common::Column;
    use datafusion::common::tree_node::Transformed;
    use datafusion::common::tree_node::TreeNode;
    let named = filter.clone().transform(|expr| {
        Ok(match expr {
            Expr::Column(column) => {
                Transformed::yes(Expr::Column(Column::new_unqualified(column.name)))
            }
            other => Transformed::no(other),
        })
    });
    named.ok().map(|it| it.data)
}

fn one(columns: &[ArrayRef]) -> Result<Coded<'_>, ArrowError> {
    Coded::of(columns.first().ok_or_else(missing)?)
}

fn missing() -> ArrowError {
    ArrowError::SchemaError("what a filter compares is missing".to_owned())
}
