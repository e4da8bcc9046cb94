//! The shape of `flotilla template write --json`.

use serde::Serialize;

/// A workbook to be filled in.
#[derive(Debug, Serialize)]
pub(crate) struct Template {
    pub(crate) file: String,
    pub(crate) period: String,
    /// How many counts it asks for.
    pub(crate) cells: usize,
    pub(crate) indicators: Vec<String>,
    /// How many figures of the period before are known.
    pub(crate) before: usize,
}
