//! The arguments of `flotilla backup` and `flotilla restore`.

use std::path::PathBuf;

/// `flotilla backup`.
#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// The file to write.
    pub(crate) file: PathBuf,
    /// The file that holds the passphrase.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// `flotilla restore`.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// The backup.
    pub(crate) file: PathBuf,
    /// Read it to its end, and write nothing.
    #[arg(long)]
    pub(crate) check: bool,
    /// The file that holds the passphrase.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}
