//! Taking entries back: `flotilla entry withdraw` and `flotilla entry erase`.

use std::path::PathBuf;

/// `flotilla entry erase`.
#[derive(Debug, clap::Args)]
pub(crate) struct EntryErase {
    /// The entries: ids, or their first digits.
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Why, for everybody to read.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// Have them destroyed at once, with the admin key.
    #[arg(long)]
    pub(crate) now: bool,
    /// The file that holds the passphrase.
    #[arg(long, value_name = "FILE", requires = "now")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// `flotilla entry withdraw`.
#[derive(Debug, clap::Args)]
pub(crate) struct EntryWithdraw {
    /// The entries: ids, or their first digits.
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Why, for everybody to read.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
}
