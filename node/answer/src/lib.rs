//! What an answer looks like: CSV, JSON, a workbook, Parquet, a table for the terminal, an Arrow stream.
//!
//! An answer is Arrow record batches. Both the node and the tool show them, and the tool must not
//! carry a query engine for it, so the formats live here and know Arrow and nothing of the project.
//! They promise:
//!
//! - **One spelling.** Equal batches are written as equal bytes.
//! - **No surprise in a spreadsheet.** A text that a spreadsheet would run as a formula is written
//!   with a leading apostrophe; a number never is.
//! - **Nothing is left out in silence.** A missing value is an empty CSV cell, and `null` in JSON.

pub mod csv;
pub mod file;
pub mod ipc;
pub mod json;
pub mod labels;
pub mod parquet;
mod pieces;
pub mod table;
pub mod xlsx;

use std::io;
use std::sync::Arc;

use arrow::array::Array;
use arrow::array::ArrayRef;
use arrow::array::AsArray;
pub use arrow::array::RecordBatch;
use arrow::array::StringArray;
use arrow::datatypes::DataType;
pub use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;

/// Returns a table of texts, none of which is missing.
///
/// # Errors
///
/// Fails if the columns are not of one length.
pub fn of_texts(columns: Vec<(&str, Vec<String>)>) -> Result<RecordBatch, FormatError> {
    let columns = columns
        .into_iter()
        .map(|(name, texts)| -> (&str, ArrayRef) { (name, Arc::new(StringArray::from(texts))) });
    RecordBatch::try_from_iter(columns).map_err(FormatError::Value)
}

/// What a column is called, and what it holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// Whether values may be missing.
    pub is_nullable: bool,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Days: `2026-03-31`.
    Day,
    /// Whole numbers.
    Integer,
    /// Moments in UTC: `2026-03-31T12:00:00Z`.
    Moment,
    /// Texts and codes.
    Text,
}

/// Returns the columns of `schema`, in order.
pub fn columns(schema: &SchemaRef) -> Vec<Column> {
    let kind = |kind: &DataType| match kind {
        DataType::Date32 => Kind::Day,
        DataType::Timestamp(_, _) => Kind::Moment,
        kind if kind.is_integer() => Kind::Integer,
        _ => Kind::Text,
    };
    let fields = schema.fields().iter();
    let column = fields.map(|it| Column {
        name: it.name().clone(),
        kind: kind(it.data_type()),
        is_nullable: it.is_nullable(),
    });
    column.collect()
}

/// The texts of a column.
#[derive(Debug)]
pub struct TextColumn<'a>(&'a StringArray);

impl<'a> TextColumn<'a> {
    /// Returns the column `name` of `batch`; `None` if there is none, or it has no texts.
    pub fn of(batch: &'a RecordBatch, name: &str) -> Option<Self> {
        batch.column_by_name(name)?.as_string_opt::<i32>().map(Self)
    }

    /// Returns the text in a row; `None` if it is missing.
    pub fn text(&self, row: usize) -> Option<&'a str> {
        (row < self.0.len() && self.0.is_valid(row)).then(|| self.0.value(row))
    }
}

/// Why an answer was not written or read.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The input is not an Arrow stream.
    #[error("the answer is not an Arrow stream")]
    Malformed(#[source] ArrowError),
    /// A value has no spelling in the format.
    #[error("a value cannot be written in this format")]
    Value(#[source] ArrowError),
    /// The output does not take more.
    #[error("cannot write the answer")]
    Write(#[source] io::Error),
}
