//! What was published about a group: `flotilla records`.

use std::path::PathBuf;

/// `flotilla records`.
#[derive(Debug, clap::Args)]
pub(crate) struct Records {
    /// Whom it is about.
    #[arg(long, value_name = "LIST:CODE")]
    pub(crate) about: String,
    /// Read this bundle instead of asking the own node.
    #[arg(long, value_name = "FILE")]
    pub(crate) bundle: Option<PathBuf>,
}
