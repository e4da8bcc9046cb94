//! The shape of `flotilla inbox --json`: one object for each file.

use serde::Serialize;

/// A file that was looked at.
#[derive(Debug, Serialize)]
pub(crate) struct Examined {
    pub(crate) file: String,
    /// The report beside it; none if the file could not be read.
    pub(crate) report: Option<String>,
    /// Whether it could be published as it is.
    pub(crate) ready: bool,
}
