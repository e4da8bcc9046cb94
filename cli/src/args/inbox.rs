//! A folder for tables: `flotilla inbox`.

use std::path::PathBuf;

/// `flotilla inbox`.
#[derive(Debug, clap::Args)]
pub(crate) struct Inbox {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// How to read tables that are no templates.
    #[arg(long, value_name = "FILE")]
    pub(crate) recipe: Option<PathBuf>,
    /// Look once, and stop.
    #[arg(long)]
    pub(crate) once: bool,
}
