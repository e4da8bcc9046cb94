//! What was made anonymous, and how: `flotilla privacy-register`.

use std::path::PathBuf;

/// `flotilla privacy-register`.
#[derive(Debug, clap::Args)]
pub(crate) struct PrivacyRegister {
    /// Read this bundle instead of asking the own node.
    #[arg(long, value_name = "FILE")]
    pub(crate) bundle: Option<PathBuf>,
    /// Write it to this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// What the figures are for.
    #[arg(long, value_name = "TEXT")]
    pub(crate) purpose: Option<String>,
}
