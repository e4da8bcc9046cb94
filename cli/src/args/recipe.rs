//! How tables are read: `flotilla recipe …`.

use std::path::PathBuf;

use clap::Subcommand;

/// Look after recipes.
#[derive(Debug, Subcommand)]
pub(crate) enum Recipe {
    /// Suggest a recipe for a table.
    Suggest(Suggest),
}

/// `flotilla recipe suggest`.
#[derive(Debug, clap::Args)]
pub(crate) struct Suggest {
    /// The table.
    pub(crate) file: PathBuf,
    /// Indicators and code lists beyond the standard ones.
    #[arg(long, value_name = "FILE")]
    pub(crate) catalogue: Option<PathBuf>,
    /// Which sheet of a workbook.
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
}
