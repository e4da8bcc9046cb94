//! What a query may be, before it is planned: one query, not too long, not too deep.
//!
//! The text comes from a stranger. A long chain such as `1+1+1+...` nests as deep as it is long, so
//! the depth is measured on the parsed query, and what cannot be measured is counted in the text.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use datafusion::common::TableReference;
use datafusion::common::tree_node::TreeNode;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::LogicalPlan;
use datafusion::logical_expr::WindowFunctionDefinition;
use datafusion::sql::parser::DFParser;
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast;
use datafusion::sql::sqlparser::ast::Visit;
use datafusion::sql::sqlparser::ast::Visitor;
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::Token;
use datafusion::sql::sqlparser::tokenizer::Tokenizer;
use flotilla_domain::message::Message;

use crate::engine::names;
use crate::engine::search;
use crate::engine::translate;
use crate::engine::translate::refused;
use crate::error::QueryError;
use crate::table::TableName;

/// The most bytes of a query.
const SQL_BYTES_MAX: usize = 64 << 10;

/// The most words and signs of a query.
const TOKENS_MAX: usize = 8_192;

/// The most `SELECT`s, and the most tables and joins, of a query.
const PARTS_MAX: usize = 48;

/// The deepest an expression may be nested.
const DEPTH_MAX: usize = 96;

/// Aggregates of distinct values that come out the same in whatever order the values come.
const DISTINCT_ALLOWED: [&str; 5] = ["count", "max", "median", "min", "sum"];

/// Returns the one query that `sql` is.
pub(crate) fn statement(sql: &str) -> Result<Statement, QueryError> {
    if sql.len() > SQL_BYTES_MAX {
        return Err(refused(Message::new("view-too-long").number("limit", SQL_BYTES_MAX >> 10)));
    }
    count(sql)?;
    let mut statements = DFParser::parse_sql(sql).map_err(translate::syntax)?;
    let (Some(statement), true) = (statements.pop_front(), statements.is_empty()) else {
        return Err(refused(Message::new("view-not-one")));
    };
    let inner = match &statement {
        Statement::Explain(explain) if !explain.options.analyze => &explain.statement,
        other => other,
    };
    match inner {
        Statement::Statement(inner) if is_query(inner) => {
            measure(inner)?;
            Ok(statement)
        }
        _ => Err(not_a_query()),
    }
}

/// Refuses what has no one answer.
pub(crate) fn plan(plan: &LogicalPlan) -> Result<(), QueryError> {
    let mut found = None;
    let walked = plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expr| {
            expr.apply(|expr| {
                found = found.take().or_else(|| unordered(expr));
                Ok(TreeNodeRecursion::Continue)
            })
        })
    });
    walked.map_err(|source| QueryError::Internal { source: source.into() })?;
    match found {
        None => Ok(()),
        Some(name) => Err(refused(Message::new("view-unordered").word("name", name))),
    }
}

/// Returns the tables that a query reads, wherever in it.
pub(crate) fn tables(plan: &LogicalPlan) -> Result<BTreeSet<TableName>, QueryError> {
    let mut read = BTreeSet::new();
    let walked = plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            read.extend(scanned(&scan.table_name));
        }
        Ok(TreeNodeRecursion::Continue)
    });
    walked.map_err(|source| QueryError::Internal { source: source.into() })?;
    Ok(read)
}

/// Returns the tables whose rows a scan shows: one, or several where a function makes rows of them. What is
/// not known may show anything.
fn scanned(name: &TableReference) -> Vec<TableName> {
    let table = name.table();
    if name.schema() == Some(names::INFORMATION) {
        return Vec::new();
    }
    if table.starts_with(search::function::NAME) {
        return vec![TableName::Practices, TableName::Responses];
    }
    let known = TableName::ALL.into_iter().find(|it| it.name() == table);
    known.map_or_else(|| TableName::ALL.to_vec(), |it| vec![it])
}

/// Says that only queries are answered.
pub(crate) fn not_a_query() -> QueryError {
    refused(Message::new("view-not-a-query"))
}

fn is_query(statement: &ast::Statement) -> bool {
    use ast::Statement as Is;
    matches!(
        statement,
        Is::Query(_) | Is::ExplainTable { .. } | Is::ShowTables { .. } | Is::ShowColumns { .. }
    ) || matches!(statement, Is::Explain { analyze: false, statement, .. } if is_query(statement))
}

fn count(sql: &str) -> Result<(), QueryError> {
    let tokens = Tokenizer::new(&GenericDialect {}, sql).tokenize();
    let tokens = tokens.map_err(|error| translate::syntax_at(&error.to_string()))?;
    let spoken = |token: &&Token| !matches!(token, Token::Whitespace(_));
    let is_part = |token: &&Token| {
        matches!(token, Token::Word(word)
            if matches!(word.keyword, Keyword::SELECT | Keyword::JOIN | Keyword::VALUES))
    };
    if tokens.iter().filter(spoken).count() > TOKENS_MAX {
        return Err(refused(Message::new("view-too-many-words").number("limit", TOKENS_MAX)));
    }
    if tokens.iter().filter(is_part).count() > PARTS_MAX {
        return Err(too_many_parts());
    }
    Ok(())
}

fn too_many_parts() -> QueryError {
    refused(Message::new("view-too-many-parts").number("limit", PARTS_MAX))
}

/// How deep a query nests, and how many tables it names.
#[derive(Default)]
struct Measure {
    depth: usize,
    relations: usize,
}

impl Visitor for Measure {
    type Break = QueryError;

    fn pre_visit_expr(&mut self, _: &ast::Expr) -> ControlFlow<QueryError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            let message = Message::new("view-too-deep").number("limit", DEPTH_MAX);
            return ControlFlow::Break(refused(message));
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, _: &ast::Expr) -> ControlFlow<QueryError> {
        self.depth -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, _: &ast::ObjectName) -> ControlFlow<QueryError> {
        self.relations += 1;
        if self.relations > PARTS_MAX {
            return ControlFlow::Break(too_many_parts());
        }
        ControlFlow::Continue(())
    }
}

fn measure(statement: &ast::Statement) -> Result<(), QueryError> {
    match statement.visit(&mut Measure::default()) {
        ControlFlow::Break(error) => Err(error),
        ControlFlow::Continue(()) => Ok(()),
    }
}

/// Returns the name of the aggregate that `expr` is, if its answer could depend on an order that
/// nobody fixed.
fn unordered(expr: &Expr) -> Option<String> {
    let (name, distinct) = match expr {
        Expr::AggregateFunction(it) => (it.func.name(), it.params.distinct),
        Expr::WindowFunction(it) => match &it.fun {
            WindowFunctionDefinition::AggregateUDF(function) => {
                (function.name(), it.params.distinct)
            }
            WindowFunctionDefinition::WindowUDF(_) => return None,
        },
        _ => return None,
    };
    (distinct && !DISTINCT_ALLOWED.contains(&name)).then(|| name.to_owned())
}
