//! `flotilla key …`, `flotilla recovery …` and `flotilla sign`.

use std::path::PathBuf;

use clap::Subcommand;

use crate::args::shared::Cutting;
use crate::args::shared::From;
use crate::args::shared::Signing;

/// The keys of the member.
#[derive(Debug, Subcommand)]
pub(crate) enum Key {
    /// Replace the admin key by the one on the recovery sheet, or ask for new keys.
    Recover(Recover),
    /// Replace a stolen node key.
    Revoke(Revoke),
    /// Replace the node key.
    Rotate(Rotate),
    /// Show the keys.
    Show(From),
    /// Make the key of a steward, who consents for a community.
    Steward(MakeSteward),
    /// Check that the passphrase opens the admin key.
    Unlock(Unlock),
}

/// The recovery sheet.
#[derive(Debug, Subcommand)]
pub(crate) enum Recovery {
    /// Check the words of the sheet.
    Verify(Verify),
}

/// `flotilla key revoke`.
#[derive(Debug, clap::Args)]
pub(crate) struct Revoke {
    /// The last entry that counts.
    #[command(flatten)]
    pub(crate) cutting: Cutting,
    /// How it is signed, and where it goes.
    #[command(flatten)]
    pub(crate) signing: Signing,
}

/// `flotilla key rotate`.
#[derive(Debug, clap::Args)]
pub(crate) struct Rotate {
    /// The node was restored: it has its new key already.
    #[arg(long)]
    pub(crate) restored: bool,
    /// A node to ask how far the log has reached.
    #[arg(long, value_name = "URL", requires = "restored")]
    pub(crate) ask: Vec<String>,
    /// How it is signed, and where it goes.
    #[command(flatten)]
    pub(crate) signing: Signing,
}

/// `flotilla key recover`.
#[derive(Debug, clap::Args)]
pub(crate) struct Recover {
    /// Everything is lost, the recovery sheet too.
    #[arg(long)]
    pub(crate) lost: bool,
    /// The member, where there are no settings.
    #[arg(long, value_name = "HANDLE", requires = "lost")]
    pub(crate) member: Option<String>,
    /// The file that holds the words of the sheet.
    #[arg(long, value_name = "FILE", conflicts_with = "lost")]
    pub(crate) words_file: Option<PathBuf>,
    /// The version of the last document that counts; with `--lost`, the last entry.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) after: Option<u64>,
    /// Where decisions come from.
    #[command(flatten)]
    pub(crate) from: From,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// The file that holds the passphrase of the new admin key.
    #[arg(id = "shared-passphrase-file", long = "passphrase-file", value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// `flotilla key steward`.
#[derive(Debug, clap::Args)]
pub(crate) struct MakeSteward {
    /// The file to write; the public half is written beside it.
    pub(crate) file: PathBuf,
    /// The file that holds the passphrase.
    #[arg(id = "shared-passphrase-file", long = "passphrase-file", value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// `flotilla key unlock`.
#[derive(Debug, clap::Args)]
pub(crate) struct Unlock {
    /// The file that holds the passphrase.
    #[arg(id = "shared-passphrase-file", long = "passphrase-file", value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// `flotilla recovery verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// The file that holds the words of the sheet.
    #[arg(long, value_name = "FILE")]
    pub(crate) words_file: Option<PathBuf>,
    /// Where decisions come from.
    #[command(flatten)]
    pub(crate) from: From,
}

/// `flotilla sign`.
#[derive(Debug, clap::Args)]
pub(crate) struct SignDraft {
    /// The draft, or a genesis.
    pub(crate) file: PathBuf,
    /// The bundle to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Bundles from which names are told.
    #[command(flatten)]
    pub(crate) from: From,
    /// The file that holds the passphrase.
    #[arg(id = "shared-passphrase-file", long = "passphrase-file", value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}
