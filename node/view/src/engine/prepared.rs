//! Queries with gaps, `$1` or `?`, which values fill in: never text, so a value cannot become a query.
//!
//! Values come from strangers, as an Arrow IPC stream. Its readers can be made to panic, so they are only
//! called on the thread of a query; and nothing is unpacked, for what is unpacked takes as much memory as
//! it says, which no thread survives.

use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::array::RecordBatch;
use arrow::buffer::Buffer;
use arrow::datatypes::DataType;
use arrow::datatypes::Field;
use arrow::datatypes::FieldRef;
use arrow::datatypes::Schema;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamDecoder;
use arrow::ipc::root_as_message;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::tokenizer::Token;
use datafusion::sql::sqlparser::tokenizer::Tokenizer;
use flotilla_domain::message::Message;

use crate::engine::answer::plain_schema;
use crate::engine::translate::refused;
use crate::error::QueryError;

/// The most gaps of a query.
pub(crate) const GAPS_MAX: usize = 100;

/// The most bytes of what fills the gaps of a query.
const VALUES_BYTES_MAX: usize = 64 << 10;

/// What begins each message of a stream.
const CONTINUATION: [u8; 4] = [0xff; 4];

/// What the one who asked is told, in the language of the engine.
const NOT_PLAIN: &str = "no plain Arrow stream, or too long a one";

/// How a gap without a number is written, and what comes before a number.
const GAP: &str = "?";
const NUMBERED: char = '$';

/// What a query answers and asks for, before it is run.
#[derive(Clone, Debug)]
pub struct Described {
    /// The columns of its answer.
    pub columns: SchemaRef,
    /// Its gaps, in order: a text where the query leaves open what belongs there.
    pub gaps: SchemaRef,
}

impl Described {
    /// Describes `plan`.
    ///
    /// # Errors
    ///
    /// Fails if its gaps are not numbered one after the other.
    pub(crate) fn of(plan: &LogicalPlan) -> Result<Self, QueryError> {
        let gap = |(number, field): (usize, Option<FieldRef>)| {
            let kind = field.map_or(DataType::Utf8, |it| it.data_type().clone());
            Field::new(number.to_string(), kind, true)
        };
        let gaps: Vec<Field> = (1..).zip(gaps(plan)?).map(gap).collect();
        let columns = SchemaRef::new(plan.schema().as_arrow().clone());
        Ok(Self {
            columns: plain_schema(&columns),
            gaps: plain_schema(&Arc::new(Schema::new(gaps))),
        })
    }
}

/// Returns `sql` with numbers for the gaps that have none, in the order of the text.
pub(crate) fn numbered(sql: &str) -> String {
    // What is not understood is told when it is parsed.
    let tokens = Tokenizer::new(&GenericDialect {}, sql).tokenize_with_location();
    let is_gap = |token: &Token| matches!(token, Token::Placeholder(it) if it == GAP);
    let tokens = tokens.unwrap_or_default();
    // Both kinds in one query would have two meanings; they stay, and are refused.
    let is_other = |token: &Token| matches!(token, Token::Placeholder(it) if it != GAP);
    if tokens.iter().any(|it| is_other(&it.token)) {
        return sql.to_owned();
    }
    let gaps = tokens.iter().filter(|it| is_gap(&it.token)).map(|it| it.span.start);
    let mut gaps = gaps.map(|it| (it.line, it.column)).peekable();
    let (mut text, mut at, mut number) = (String::new(), (1, 1), 0);
    for letter in sql.chars() {
        if gaps.next_if_eq(&at).is_some() {
            number += 1;
            text.push_str(&format!("{NUMBERED}{number}"));
        } else {
            text.push(letter);
        }
        at = if letter == '\n' { (at.0 + 1, 1) } else { (at.0, at.1 + 1) };
    }
    text
}

/// Reads values from the bytes of an Arrow IPC stream.
///
/// # Errors
///
/// Fails if they are not one row, or packed.
pub(crate) fn values(stream: Vec<u8>) -> Result<RecordBatch, QueryError> {
    let said = |said: &str| refused(Message::new("view-gap-unreadable").word("said", said));
    if stream.len() > VALUES_BYTES_MAX || is_plain(&stream).is_none() {
        return Err(said(NOT_PLAIN));
    }
    let unreadable = |error: ArrowError| said(&error.to_string());
    let (mut decoder, mut bytes) = (StreamDecoder::new(), Buffer::from(stream));
    let mut rows = Vec::new();
    while let Some(batch) = decoder.decode(&mut bytes).map_err(unreadable)? {
        if batch.num_rows() > 0 {
            rows.push(batch);
        }
    }
    match rows.as_slice() {
        [row] if row.num_rows() == 1 => Ok(row.clone()),
        _ => Err(refused(Message::new("view-gap-rows"))),
    }
}

/// Returns whether a stream is whole and nothing in it is packed: what is unpacked takes as much memory as it
/// says.
fn is_plain(mut stream: &[u8]) -> Option<()> {
    while !stream.is_empty() {
        let (marker, rest) = stream.split_first_chunk::<4>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        if *marker != CONTINUATION {
            return None;
        }
        if length == 0 {
            return rest.is_empty().then_some(());
        }
        let (header, rest) = rest.split_at_checked(length)?;
        let message = root_as_message(header).ok()?;
        let dictionary = message.header_as_dictionary_batch().and_then(|it| it.data());
        let rows = [message.header_as_record_batch(), dictionary];
        if rows.into_iter().flatten().any(|it| it.compression().is_some()) {
            return None;
        }
        let (_, rest) = rest.split_at_checked(usize::try_from(message.bodyLength()).ok()?)?;
        stream = rest;
    }
    Some(())
}

/// Fills the gaps of `plan` with the columns of `values`, one row; there may be none for no gaps.
///
/// # Errors
///
/// Fails if there are not as many values as gaps.
pub(crate) fn filled(
    plan: LogicalPlan,
    values: Option<&RecordBatch>,
) -> Result<LogicalPlan, QueryError> {
    let gaps = gaps(&plan)?.len();
    let given = values.map_or(0, RecordBatch::num_columns);
    if given != gaps {
        let message = Message::new("view-gaps").number("gaps", gaps);
        return Err(refused(message.number("values", given)));
    }
    let Some(values) = values.filter(|_| gaps > 0) else { return Ok(plan) };
    let value = |column: &ArrayRef| ScalarValue::try_from_array(column, 0);
    let values: Result<Vec<ScalarValue>, _> = values.columns().iter().map(value).collect();
    values.and_then(|values| plan.with_param_values(values)).map_err(|error| {
        refused(Message::new("view-gap-value").word("said", error.strip_backtrace()))
    })
}

/// Returns the gaps of `plan` by their numbers, from 1 on without one missing.
fn gaps(plan: &LogicalPlan) -> Result<Vec<Option<FieldRef>>, QueryError> {
    let fields = plan.get_parameter_fields();
    let mut fields = fields.map_err(|source| QueryError::Internal { source: source.into() })?;
    if fields.len() > GAPS_MAX {
        return Err(refused(Message::new("view-too-many-gaps").number("limit", GAPS_MAX)));
    }
    let wrong = || refused(Message::new("view-gap-names"));
    let numbers = 1..=fields.len();
    let gap = |number| fields.remove(&format!("{NUMBERED}{number}")).ok_or_else(wrong);
    numbers.map(gap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_numbered_where_they_stand_and_nowhere_else() {
        let sql = "SELECT '?', \"é?\" -- ?\n FROM t WHERE a = ? AND b IN (?, 1)";
        let numbered = numbered(sql);
        assert_eq!(numbered, "SELECT '?', \"é?\" -- ?\n FROM t WHERE a = $1 AND b IN ($2, 1)");
        assert_eq!(super::numbered("SELECT ?, $1"), "SELECT ?, $1");
        assert_eq!(super::numbered("SELECT 'open"), "SELECT 'open");
    }
}
