//! Practice records on this computer: `flotilla practice …`.

use std::path::PathBuf;

use clap::Subcommand;
use clap::ValueEnum;
use flotilla_domain::response::Statement;

use crate::args::shared::From;

/// Write practice records.
#[derive(Debug, Subcommand)]
pub(crate) enum Practice {
    /// Ask the holder of a record that is held at home.
    Ask(Ask),
    /// List everything that is wrong with a record; needs no node.
    Check(Check),
    /// Sign a label for a record, as the steward of a community.
    Label(Label),
    /// Write a record to fill in.
    New(New),
    /// Respond to a record of another member.
    Respond(Respond),
}

/// `flotilla practice ask`.
#[derive(Debug, clap::Args)]
pub(crate) struct Ask {
    /// The record: its entry, or the first digits of it, or the id that all its versions share.
    pub(crate) record: String,
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
    /// Where decisions come from.
    #[command(flatten)]
    pub(crate) from: From,
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

/// `flotilla practice respond`.
#[derive(Debug, clap::Args)]
pub(crate) struct Respond {
    /// The record: its entry, or the first digits of it, or the id that all its versions share.
    pub(crate) record: String,
    /// What is said of it.
    #[arg(long, value_name = "adopted|adapted|endorsement|question", value_enum)]
    pub(crate) kind: ResponseKind,
    /// The text that says more.
    #[arg(long, value_name = "FILE")]
    pub(crate) text: Option<PathBuf>,
    /// Where the result is to be read: an indicator, a period and a region.
    #[arg(long, value_name = "FIGURE")]
    pub(crate) result: Vec<String>,
    /// What is not personal, as quoted in a question.
    #[arg(long, value_name = "QUOTE")]
    pub(crate) confirm: Vec<String>,
    /// Show what would be published, and stop.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// What is said of a record.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum ResponseKind {
    /// It is used, with changes.
    Adapted,
    /// It is used as it is.
    Adopted,
    /// It is stood by.
    Endorsement,
    /// It is asked about.
    Question,
}

impl ResponseKind {
    /// Returns what is signed.
    pub(crate) fn statement(self) -> Statement {
        match self {
            Self::Adapted => Statement::Adapted,
            Self::Adopted => Statement::Adopted,
            Self::Endorsement => Statement::Endorsement,
            Self::Question => Statement::Question,
        }
    }
}
