//! Practice records on this computer: `flotilla practice …`.

use std::path::PathBuf;

use clap::Subcommand;

/// Write practice records.
#[derive(Debug, Subcommand)]
pub(crate) enum Practice {
    /// List everything that is wrong with a record; needs no node.
    Check(Check),
    /// Sign a label for a record, as the steward of a community.
    Label(Label),
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

/// `flotilla practice label`.
#[derive(Debug, clap::Args)]
pub(crate) struct Label {
    /// The record, in Markdown.
    pub(crate) file: PathBuf,
    /// The short name of the community.
    #[arg(long, value_name = "HANDLE")]
    pub(crate) community: String,
    /// The type of the label.
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) kind: String,
    /// What the community calls it.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub(crate) name: String,
    /// What the community says.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) text: String,
    /// The language of both.
    #[arg(long, value_name = "LANG", default_value = "en")]
    pub(crate) language: String,
    /// The project in the Local Contexts Hub.
    #[arg(long, value_name = "ID", default_value = "")]
    pub(crate) hub_project: String,
    /// The key of the steward.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// The coalition, where there is no node.
    #[arg(long, value_name = "ID")]
    pub(crate) coalition: Option<String>,
    /// The file that holds the passphrase.
    #[arg(id = "shared-passphrase-file", long = "passphrase-file", value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// `flotilla practice new`.
#[derive(Debug, clap::Args)]
pub(crate) struct New {
    /// The file to write.
    pub(crate) file: Option<PathBuf>,
}
