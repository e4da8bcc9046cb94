//! The shape of `flotilla recipe suggest --json`.

use serde::Serialize;

/// A recipe, and what was seen on the way.
#[derive(Debug, Serialize)]
pub(crate) struct Suggestion {
    pub(crate) recipe: String,
    /// What was guessed.
    pub(crate) unsure: Vec<String>,
    /// Columns that speak of people.
    pub(crate) not_used: Vec<Kept>,
}

/// Columns that are not used, because they speak of people.
#[derive(Debug, Serialize)]
pub(crate) struct Kept {
    pub(crate) kind: String,
    pub(crate) columns: Vec<String>,
}
