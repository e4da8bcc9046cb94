//! Sums that mean something: what is asked is read, not refused, and what it may get wrong is told.
//!
//! In `observations` totals stand beside their parts, one row each, and not all figures add up: a person
//! counted in two quarters counts once in the year, what is there at two moments is not there twice, and
//! rates and means are no sums at all. A query that adds figures up without saying which is answered, with
//! a warning beside the answer. Promises:
//!
//! - **It depends on the query and the catalogue alone**, so every node warns alike.
//! - **It never refuses**, and a query that it does not understand is warned about rather than not.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use datafusion::common::tree_node::TreeNode;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::LogicalPlan;
use datafusion::logical_expr::Operator;
use datafusion::logical_expr::expr::InList;
use datafusion::logical_expr::utils::split_conjunction;
use flotilla_domain::catalogue::IndicatorKind;
use flotilla_domain::catalogue::TOTAL;
use flotilla_domain::message::Message;
use flotilla_domain::period::Period;

use crate::table::TableName;
use crate::table::Tables;

/// The tables of figures.
const FIGURES_IN: [TableName; 2] = [TableName::Observations, TableName::Revisions];

/// Columns of numbers that are no figures. A column with another name may be a figure that was renamed.
const NO_FIGURES: [&str; 2] = ["definition_version", "version"];

/// The columns of counts beside the figures of rates and means.
const PARTS: [&str; 3] = ["denominator", "n", "numerator"];

/// What adds figures up.
const ADDERS: [&str; 3] = ["avg", "mean", "sum"];

const INDICATOR: &str = "indicator";
const PERIOD: &str = "period";

/// How much of a column a query asks for; what it does not restrict is not here.
type Asked = BTreeMap<String, BTreeSet<String>>;

/// Returns what a reader of the answer should know.
pub(crate) fn warnings(plan: &LogicalPlan, tables: &Tables) -> Vec<Message> {
    let mut found = Vec::new();
    let walked = plan.apply_with_subqueries(|node| {
        match node {
            LogicalPlan::Aggregate(it) => {
                let grouped = it.group_expr.iter().filter_map(column).collect();
                of_sums((&it.aggr_expr, &grouped), &it.input, tables, &mut found);
            }
            LogicalPlan::Window(it) => {
                let partitions = it.window_expr.iter().map(partition);
                let grouped = partitions.reduce(|one, other| &one & &other).unwrap_or_default();
                of_sums((&it.window_expr, &grouped), &it.input, tables, &mut found);
            }
            _ => {}
        }
        Ok(TreeNodeRecursion::Continue)
    });
    // Walking fails for no plan that was made here; what was found is told all the same.
    drop(walked);
    let mut told = BTreeSet::new();
    found.retain(|it| told.insert(format!("{it:?}")));
    found
}

/// Warns of what `sums` add up of `input`, group by group.
fn of_sums(
    (sums, grouped): (&[Expr], &BTreeSet<String>),
    input: &LogicalPlan,
    tables: &Tables,
    found: &mut Vec<Message>,
) {
    let added: BTreeSet<String> = sums.iter().flat_map(added).collect();
    if added.is_empty() || !reads_observations(input) {
        return;
    }
    let asked = asked(input);
    let is_apart = |name: &str| {
        let values = || asked.get(name).is_some_and(|values| is_apart(name, values, tables));
        grouped.contains(name) || values()
    };
    let mixed: Vec<&str> = tables.places().filter(|name| !is_apart(name)).collect();
    if !mixed.is_empty() {
        found.push(Message::new("view-warn-mixed").word("columns", mixed.join(", ")));
    }
    if added.iter().any(|name| !PARTS.contains(&name.as_str())) {
        found.extend(of_kinds(&asked, grouped, tables));
    }
    found.push(Message::new("view-warn-hidden"));
}

/// Warns of figures that do not add up, by what the asked indicators are.
fn of_kinds(asked: &Asked, grouped: &BTreeSet<String>, tables: &Tables) -> Vec<Message> {
    let named = asked.get(INDICATOR);
    let is_asked = |code: &str| named.is_none_or(|named| named.contains(code));
    let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
    let over_periods =
        !grouped.contains(PERIOD) && asked.get(PERIOD).is_none_or(|periods| periods.len() > 1);
    for (code, kind) in tables.kinds().filter(|(code, _)| is_asked(code)) {
        let id = match kind {
            IndicatorKind::Unique if over_periods => "view-warn-persons",
            IndicatorKind::Stock if over_periods => "view-warn-stock",
            IndicatorKind::Mean => "view-warn-mean",
            _ => continue,
        };
        let first = kinds.entry(id).or_insert(code);
        *first = (*first).min(code);
    }
    kinds
        .into_iter()
        .map(|(id, code)| Message::new(id).word("indicator", code))
        .collect()
}

/// Returns whether no value of a column contains another, as a total contains its parts.
fn is_apart(column: &str, values: &BTreeSet<String>, tables: &Tables) -> bool {
    if values.len() < 2 {
        return true;
    }
    if column == PERIOD {
        let periods = values.iter().map(|it| it.parse().ok()).collect::<Option<Vec<Period>>>();
        return periods.is_some_and(are_apart);
    }
    let list = tables.list(column);
    let is_within = |code: &String| {
        list.is_some_and(|list| list.lineage(code).skip(1).any(|it| values.contains(it)))
    };
    !values.contains(TOTAL) && !values.iter().any(is_within)
}

/// Returns whether no day is in two of the periods.
fn are_apart(mut periods: Vec<Period>) -> bool {
    periods.sort();
    let mut pairs = periods.iter().zip(periods.iter().skip(1));
    pairs.all(|(one, next)| !one.overlaps(*next))
}

/// Returns the columns of figures that an expression adds up.
fn added(expr: &Expr) -> Vec<String> {
    let mut names = Vec::new();
    let walked = expr.apply(|part| {
        match part {
            Expr::AggregateFunction(it) if ADDERS.contains(&it.func.name()) => {
                names.extend(it.params.args.iter().flat_map(columns));
            }
            Expr::WindowFunction(it) if ADDERS.contains(&it.fun.name()) => {
                names.extend(it.params.args.iter().flat_map(columns));
            }
            _ => {}
        }
        Ok(TreeNodeRecursion::Continue)
    });
    drop(walked);
    names.retain(|name| !NO_FIGURES.contains(&name.as_str()));
    names
}

/// Returns the column that an expression is; what is made of one, such as its first letters, is another.
fn column(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Column(column) => Some(column.name.clone()),
        Expr::Alias(alias) => column(&alias.expr),
        _ => None,
    }
}

/// Returns by which columns a window is divided.
fn partition(expr: &Expr) -> BTreeSet<String> {
    match expr {
        Expr::Alias(alias) => partition(&alias.expr),
        Expr::WindowFunction(it) => it.params.partition_by.iter().filter_map(column).collect(),
        _ => BTreeSet::new(),
    }
}

fn columns(expr: &Expr) -> Vec<String> {
    expr.column_refs().into_iter().map(|column| column.name.clone()).collect()
}

fn reads_observations(plan: &LogicalPlan) -> bool {
    plan.exists(|node| {
        Ok(matches!(node, LogicalPlan::TableScan(scan)
            if FIGURES_IN.map(TableName::name).contains(&scan.table_name.table())))
    })
    .unwrap_or(true)
}

/// Returns what the filters below an aggregate leave of each column: those that name values.
fn asked(plan: &LogicalPlan) -> Asked {
    let mut asked = Asked::new();
    let walked = plan.apply(|node| {
        if matches!(node, LogicalPlan::Join(_) | LogicalPlan::Union(_)) {
            // What is asked of one side is not asked of the other.
            return Ok(TreeNodeRecursion::Jump);
        }
        if let LogicalPlan::Filter(filter) = node {
            let parts = split_conjunction(&filter.predicate).into_iter().filter_map(values);
            for (column, values) in parts {
                let both = match asked.get(&column) {
                    Some(before) => before.intersection(&values).cloned().collect(),
                    None => values,
                };
                asked.insert(column, both);
            }
        }
        Ok(TreeNodeRecursion::Continue)
    });
    drop(walked);
    asked
}

/// Returns the column that a condition is about, and the values that it allows.
fn values(condition: &Expr) -> Option<(String, BTreeSet<String>)> {
    match condition {
        Expr::BinaryExpr(it) if it.op == Operator::Eq => match (&*it.left, &*it.right) {
            (Expr::Column(column), value) | (value, Expr::Column(column)) => {
                Some((column.name.clone(), BTreeSet::from([text(value)?])))
            }
            _ => None,
        },
        Expr::BinaryExpr(it) if it.op == Operator::Or => {
            let ((left, mut all), (right, more)) = (values(&it.left)?, values(&it.right)?);
            all.extend(more);
            (left == right).then_some((left, all))
        }
        Expr::InList(InList { expr, list, negated: false }) => {
            let Expr::Column(column) = &**expr else { return None };
            let values = list.iter().map(text).collect::<Option<BTreeSet<String>>>()?;
            Some((column.name.clone(), values))
        }
        _ => None,
    }
}

fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Literal(value, _) => value.try_as_str().flatten().map(str::to_owned),
        _ => None,
    }
}
