//! What is carried by hand: `flotilla bundle …` and `flotilla verify`.

use std::path::PathBuf;

use clap::Subcommand;

use crate::args::File;

/// Carry what is signed in a file.
#[derive(Debug, Subcommand)]
pub(crate) enum Bundle {
    /// Write what the own node holds to a file.
    Export(BundleExport),
    /// Give the own node what others carried to it.
    Import(BundleImport),
    /// Tell what is in a file, without checking it.
    Show(File),
}

/// `flotilla bundle export`.
#[derive(Debug, clap::Args)]
pub(crate) struct BundleExport {
    /// The file.
    pub(crate) file: PathBuf,
    /// With all logs, not what was decided only.
    #[arg(long)]
    pub(crate) logs: bool,
    /// With the logs of these members only.
    #[arg(long, value_name = "HANDLE", num_args = 1..)]
    pub(crate) member: Vec<String>,
    /// As text for an e-mail.
    #[arg(long)]
    pub(crate) text: bool,
}

/// `flotilla bundle import`.
#[derive(Debug, clap::Args)]
pub(crate) struct BundleImport {
    /// The files.
    #[arg(required = true)]
    pub(crate) file: Vec<PathBuf>,
}

/// `flotilla verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// The file.
    pub(crate) file: PathBuf,
    /// The coalition that it must be of.
    #[arg(long, value_name = "ID")]
    pub(crate) coalition: Option<String>,
    /// The bundle with all logs that proves the rows of a table.
    #[arg(long, value_name = "FILE")]
    pub(crate) proof: Option<PathBuf>,
    /// What the table was cited as.
    #[arg(long, value_name = "FILE", requires = "proof")]
    pub(crate) citation: Option<PathBuf>,
    /// Where the table was downloaded from.
    #[arg(long, value_name = "URL", requires = "proof", conflicts_with = "citation")]
    pub(crate) url: Option<String>,
    /// Entries that nodes show as quarantined.
    #[arg(long, value_name = "ENTRY", num_args = 1.., requires = "proof")]
    pub(crate) without: Vec<String>,
}
