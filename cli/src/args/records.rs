//! What was published about a group, and who asked for what is held at home: `flotilla records`.

use std::path::PathBuf;

/// `flotilla records`.
#[derive(Debug, clap::Args)]
pub(crate) struct Records {
    /// Whom it is about.
    #[arg(long, value_name = "LIST:CODE", required_unless_present = "asked")]
    pub(crate) about: Option<String>,
    /// List whom the own node has told what it holds at home.
    #[arg(long, conflicts_with_all = ["about", "bundle"])]
    pub(crate) asked: bool,
    /// Read this bundle instead of asking the own node.
    #[arg(long, value_name = "FILE")]
    pub(crate) bundle: Option<PathBuf>,
}
