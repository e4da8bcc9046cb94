//! What the engine says, in words for the one who asked.
//!
//! The engine's messages about a query's own text (unknown names, types that do not fit) are kept to
//! one short line; everything else becomes a fixed sentence, with the cause in its source.

use arrow::error::ArrowError;
use datafusion::common::Column;
use datafusion::common::DataFusionError;
use datafusion::common::SchemaError;
use flotilla_domain::message::Message;

use crate::engine::functions;
use crate::engine::search::function::NoSearch;
use crate::error::QueryError;
use crate::error::Thing;
use crate::setting::QueryLimits;
use crate::table::TableName;

/// The most characters of a message that the engine worded.
const REASON_CHARS_MAX: usize = 300;

/// Says in our words what the engine found wrong.
pub(crate) fn error(error: DataFusionError, limits: QueryLimits) -> QueryError {
    if let Some(found) = of_the_caller(error.find_root(), limits) {
        return found;
    }
    match computing(error.find_root()) {
        Some(id) => QueryError::Compute { message: Message::new(id), source: error.into() },
        None => QueryError::Internal { source: error.into() },
    }
}

/// Says that a text is not a query.
pub(crate) fn syntax(error: DataFusionError) -> QueryError {
    match error.find_root() {
        DataFusionError::SQL(cause, _) => syntax_at(&cause.to_string()),
        _ => QueryError::Internal { source: error.into() },
    }
}

/// Says that a text is not a query; `said` ends with the place, as the parser spells it.
pub(crate) fn syntax_at(said: &str) -> QueryError {
    let (reason, place) = said.split_once(" at Line: ").unwrap_or((said, ""));
    let (line, column) = place.split_once(", Column: ").unwrap_or_default();
    let digits = |text: &str| -> String { text.chars().take_while(char::is_ascii_digit).collect() };
    let place = digits(line).parse().ok().zip(digits(column).parse().ok());
    let reason = reason.trim_start_matches("sql parser error: ");
    QueryError::Syntax { said: short(reason), place }
}

/// Says that a query took too long.
pub(crate) fn too_slow(limits: QueryLimits) -> QueryError {
    let message = match limits.deadline.as_secs() {
        0 => Message::new("view-slower-than-ms").number("limit", limits.deadline.as_millis()),
        seconds => Message::new("view-slower-than").number("limit", seconds),
    };
    QueryError::Exhausted { message }
}

/// Returns the one of `names` that is nearest to `name`, if any is near: as a whole, or by its first
/// word, since `titel` is meant for `title_en`.
pub(crate) fn nearest(name: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let name = name.to_lowercase();
    let distance = |other: &String| {
        let first = other.split('_').next().unwrap_or(other);
        let to = |other| strsim::damerau_levenshtein(&name, other);
        to(other).min(to(first).saturating_add(1))
    };
    let nearest = names.map(|other| (distance(&other), other)).min()?;
    (nearest.0 <= name.chars().count() / 2).then_some(nearest.1)
}

fn of_the_caller(error: &DataFusionError, limits: QueryLimits) -> Option<QueryError> {
    match error {
        DataFusionError::ResourcesExhausted(_) => {
            let mebibytes = limits.memory_bytes_max >> 20;
            let message = Message::new("view-out-of-memory").number("limit", mebibytes);
            Some(QueryError::Exhausted { message })
        }
        DataFusionError::SQL(cause, _) => Some(syntax_at(&cause.to_string())),
        DataFusionError::SchemaError(cause, _) => Some(schema(cause)),
        DataFusionError::Plan(said) => Some(planning(said)),
        DataFusionError::NotImplemented(said) => Some(as_said(said)),
        DataFusionError::External(cause) => {
            cause.downcast_ref::<NoSearch>().map(|it| refused(it.0.clone()))
        }
        _ => None,
    }
}

fn schema(error: &SchemaError) -> QueryError {
    match error {
        SchemaError::FieldNotFound { field, valid_fields } => {
            let there = |it: &&Column| field.relation.is_none() || it.relation == field.relation;
            let names = valid_fields.iter().filter(there).map(|it| it.name.clone());
            let nearest = nearest(&field.name, names);
            let name = match &field.relation {
                Some(table) => format!("{}.{}", table.table(), field.name),
                None => field.name.clone(),
            };
            QueryError::Unknown { thing: Thing::Column, name: short(&name), nearest }
        }
        SchemaError::AmbiguousReference { field } => {
            refused(Message::new("view-ambiguous").word("column", short(&field.name)))
        }
        SchemaError::DuplicateQualifiedField { name, .. }
        | SchemaError::DuplicateUnqualifiedField { name } => {
            refused(Message::new("view-twice").word("column", short(name)))
        }
    }
}

fn planning(said: &str) -> QueryError {
    let quoted = said.split('\'').nth(1).unwrap_or("");
    if said.starts_with("table '") && said.contains("not found") {
        let name = quoted.rsplit('.').next().unwrap_or(quoted);
        let names = TableName::ALL.iter().map(|it| it.name().to_owned());
        let nearest = nearest(name, names);
        return QueryError::Unknown { thing: Thing::Table, name: short(name), nearest };
    }
    if said.starts_with("Invalid function '") {
        if let Some(message) = functions::withheld(quoted) {
            return refused(message);
        }
        let nearest = said.split_once("Did you mean '").map(|(_, rest)| rest);
        let nearest = nearest.and_then(|rest| rest.split('\'').next()).map(str::to_owned);
        return QueryError::Unknown { thing: Thing::Function, name: short(quoted), nearest };
    }
    as_said(said)
}

/// Refuses in the engine's own words: they are about names and types in the query.
fn as_said(said: &str) -> QueryError {
    refused(Message::new("view-as-said").word("said", short(said)))
}

/// Says that a query is one, but is not answered.
pub(crate) fn refused(message: Message) -> QueryError {
    QueryError::Refused { message }
}

/// Returns what to say of a value that cannot be computed, if that is what `error` is about.
fn computing(error: &DataFusionError) -> Option<&'static str> {
    let DataFusionError::ArrowError(cause, _) = error else {
        return matches!(error, DataFusionError::Execution(_)).then_some("view-unreadable");
    };
    match **cause {
        ArrowError::ArithmeticOverflow(_) | ArrowError::DivideByZero => Some("view-compute"),
        ArrowError::SchemaError(_)
        | ArrowError::ExternalError(_)
        | ArrowError::IoError(_, _)
        | ArrowError::MemoryError(_)
        | ArrowError::IpcError(_)
        | ArrowError::ParquetError(_) => None,
        _ => Some("view-unreadable"),
    }
}

/// Returns the first line of `text`, cut to a bearable length.
fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    line.chars().filter(|c| !c.is_control()).take(REASON_CHARS_MAX).collect()
}
