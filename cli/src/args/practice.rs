//! Practice records on this computer: `flotilla practice …`.

use std::path::PathBuf;

use clap::Subcommand;

/// Write practice records.
#[derive(Debug, Subcommand)]
pub(crate) enum Practice {
    /// List everything that is wrong with a record; needs no node.
    Check(Check),
    /// Write a record to fill in.
    New(New),
}

/// `flotilla practice check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The record, in Markdown.
    pub(crate) file: PathBuf,
    /// Indicators and code lists beyond the standard ones.
    #[arg(long, value_name = "FILE")]
    pub(crate) catalogue: Option<PathBuf>,
    /// What is not personal, as quoted in a question.
    #[arg(long, value_name = "QUOTE")]
    pub(crate) confirm: Vec<String>,
}

/// `flotilla practice new`.
#[derive(Debug, clap::Args)]
pub(crate) struct New {
    /// The file to write.
    pub(crate) file: Option<PathBuf>,
}
