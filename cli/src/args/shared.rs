//! Options that many commands share. Each has one text, `help-shared-…`, whatever command it is on.

use std::path::PathBuf;

/// Where decisions come from: the own node, or files.
#[derive(Debug, clap::Args)]
pub(crate) struct From {
    /// Bundles to read instead of asking the own node.
    #[arg(id = "shared-bundle", long = "bundle", value_name = "FILE")]
    pub(crate) bundle: Vec<PathBuf>,
}

/// How something is signed, and where it goes.
#[derive(Debug, clap::Args)]
pub(crate) struct Signing {
    /// Where decisions come from.
    #[command(flatten)]
    pub(crate) from: From,
    /// The bundle to write, instead of giving it to the own node.
    #[arg(id = "shared-out", long = "out", value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// The draft to write, where the admin key is elsewhere.
    #[arg(id = "shared-draft", long = "draft", value_name = "FILE", conflicts_with = "shared-out")]
    pub(crate) draft: Option<PathBuf>,
    /// The file that holds the passphrase.
    #[arg(id = "shared-passphrase-file", long = "passphrase-file", value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// How something is proposed.
#[derive(Debug, clap::Args)]
pub(crate) struct Proposing {
    /// How it is signed, and where it goes.
    #[command(flatten)]
    pub(crate) signing: Signing,
    /// Members whose admins are not believed to answer any more.
    #[arg(id = "shared-away", long = "away", value_name = "HANDLE")]
    pub(crate) away: Vec<String>,
}

/// Why something is proposed.
#[derive(Debug, clap::Args)]
pub(crate) struct Reasoned {
    /// How it is proposed.
    #[command(flatten)]
    pub(crate) proposing: Proposing,
    /// Why, for those who vote.
    #[arg(id = "shared-reason", long = "reason", value_name = "TEXT", default_value = "")]
    pub(crate) reason: String,
}

/// The last entry of a log that counts.
#[derive(Debug, clap::Args)]
pub(crate) struct Cutting {
    /// The number of the last entry that counts; 0 for none.
    #[arg(id = "shared-after", long = "after", value_name = "SEQ")]
    pub(crate) after: Option<u64>,
    /// The first day of which nothing counts.
    #[arg(
        id = "shared-since",
        long = "since",
        value_name = "DATE",
        conflicts_with = "shared-after"
    )]
    pub(crate) since: Option<String>,
}

/// `… HANDLE`.
#[derive(Debug, clap::Args)]
pub(crate) struct OfMember {
    /// The short name of the member.
    pub(crate) handle: String,
    /// Where decisions come from.
    #[command(flatten)]
    pub(crate) from: From,
}
