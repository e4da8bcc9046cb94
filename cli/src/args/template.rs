//! Workbooks to be filled in: `flotilla template …`.

use std::path::PathBuf;

use clap::Subcommand;

use crate::args::shared::From;

/// Look after templates.
#[derive(Debug, Subcommand)]
pub(crate) enum Template {
    /// Write a workbook to be filled in.
    Write(Write),
}

/// `flotilla template write`.
#[derive(Debug, clap::Args)]
pub(crate) struct Write {
    /// For which period.
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: String,
    /// The workbook to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// What is counted; else all that is.
    #[arg(long, value_name = "CODE", num_args = 1..)]
    pub(crate) indicator: Vec<String>,
    /// What earlier dry runs printed.
    #[arg(long, value_name = "FILE")]
    pub(crate) history: Vec<PathBuf>,
    /// Where somebody works who is no member yet.
    #[arg(long, value_name = "CODE", num_args = 1..)]
    pub(crate) region: Vec<String>,
    /// What they offer.
    #[arg(long, value_name = "CODE", num_args = 1..)]
    pub(crate) program: Vec<String>,
    /// The name of the member.
    #[arg(long, value_name = "NAME")]
    pub(crate) member: Option<String>,
    /// Indicators and code lists beyond the standard ones.
    #[arg(long, value_name = "FILE")]
    pub(crate) catalogue: Option<PathBuf>,
    /// Where decisions come from.
    #[command(flatten)]
    pub(crate) from: From,
}
