//! Entries of logs, one by one: `flotilla entry …`.

use std::path::PathBuf;

use clap::Subcommand;

use crate::args::take_back::EntryErase;
use crate::args::take_back::EntryWithdraw;

/// Look after entries of logs.
#[derive(Debug, Subcommand)]
pub(crate) enum Entry {
    /// Consent to figures for a community.
    Cosign(EntryCosign),
    /// Have the payloads of own entries destroyed on every node.
    Erase(EntryErase),
    /// Tell whose nodes confirm erasures.
    Erasures,
    /// Write a file that proves one entry.
    Export(EntryExport),
    /// List the entries that the own node holds.
    List(EntryList),
    /// Take a community's consent back.
    Retract(EntryRetract),
    /// Tell what the own node knows of an entry.
    Show(EntryShow),
    /// Check a file that proves an entry; needs no node.
    Verify(EntryVerify),
    /// Hide own entries on every node.
    Withdraw(EntryWithdraw),
}

/// `flotilla entry cosign`.
#[derive(Debug, clap::Args)]
pub(crate) struct EntryCosign {
    /// The request.
    pub(crate) file: PathBuf,
    /// The key of the steward.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// The file that holds the passphrase.
    #[arg(id = "shared-passphrase-file", long = "passphrase-file", value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// `flotilla entry retract`.
#[derive(Debug, clap::Args)]
pub(crate) struct EntryRetract {
    /// What the steward signed.
    pub(crate) file: PathBuf,
    /// The key of the steward.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// The bundle to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// The file that holds the passphrase.
    #[arg(id = "shared-passphrase-file", long = "passphrase-file", value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// `flotilla entry export`.
#[derive(Debug, clap::Args)]
pub(crate) struct EntryExport {
    /// The entry.
    pub(crate) id: String,
    /// The file.
    pub(crate) file: PathBuf,
}

/// `flotilla entry list`.
#[derive(Debug, clap::Args)]
pub(crate) struct EntryList {
    /// Only those of this member.
    #[arg(long, value_name = "HANDLE")]
    pub(crate) member: Option<String>,
}

/// `flotilla entry show`.
#[derive(Debug, clap::Args)]
pub(crate) struct EntryShow {
    /// The entry.
    pub(crate) id: String,
}

/// `flotilla entry verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct EntryVerify {
    /// The file.
    pub(crate) file: PathBuf,
    /// The entry, where the file does not say it.
    pub(crate) id: Option<String>,
    /// The coalition that it must be of.
    #[arg(long, value_name = "ID")]
    pub(crate) coalition: Option<String>,
}
