//! The shared data as files for other engines: `flotilla export`.

use std::path::PathBuf;

use clap::Subcommand;

/// `flotilla export`.
#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// Write all tables as a folder of Parquet files.
    Lake(Lake),
}

/// `flotilla export lake`.
#[derive(Debug, clap::Args)]
pub(crate) struct Lake {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// Ask this node instead of the own one.
    #[arg(long, value_name = "URL")]
    pub(crate) node: Option<String>,
    /// The file that holds a token.
    #[arg(id = "shared-token-file", long = "token-file", value_name = "FILE", requires = "node")]
    pub(crate) token_file: Option<PathBuf>,
    /// Go on, and write again whenever the data change.
    #[arg(long)]
    pub(crate) follow: bool,
}
