//! The member's own names: `flotilla names …`.

use std::path::PathBuf;

use clap::Subcommand;

/// Know the member's own names.
#[derive(Debug, Subcommand)]
pub(crate) enum Names {
    /// Forget all names.
    Forget,
    /// Learn the names in columns of a table.
    Learn(Learn),
}

/// `flotilla names learn`.
#[derive(Debug, clap::Args)]
pub(crate) struct Learn {
    /// The table.
    pub(crate) file: PathBuf,
    /// The columns that hold names.
    #[arg(long, value_name = "NAME", required = true)]
    pub(crate) column: Vec<String>,
    /// Which sheet of a workbook.
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
}
