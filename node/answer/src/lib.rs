//! What an answer looks like: CSV, JSON, a table for the terminal, an Arrow stream.
//!
//! An answer is Arrow record batches. Both the node and the tool show them, and the tool must not
//! carry a query engine for it, so the formats live here and depend on Arrow alone. They promise:
//!
//! - **One spelling.** Equal batches are written as equal bytes.
//! - **No surprise in a spreadsheet.** A text that a spreadsheet would run as a formula is written
//!   with a leading apostrophe; a number never is.
//! - **Nothing is left out in silence.** A missing value is an empty CSV cell, and `null` in JSON.

pub mod csv;
pub mod ipc;
pub mod json;
pub mod table;

use std::io;

use arrow::error::ArrowError;

/// Why an answer was not written or read.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// A value has no spelling in the format.
    #[error("a value cannot be written in this format")]
    Value(#[source] ArrowError),
    /// The output does not take more.
    #[error("cannot write the answer")]
    Write(#[source] io::Error),
    /// The input is not an Arrow stream.
    #[error("the answer is not an Arrow stream")]
    Malformed(#[source] ArrowError),
}
