//! What practice records are searched for: `flotilla search`.

use std::path::PathBuf;

use crate::args::Format;

/// `flotilla search`.
#[derive(Debug, clap::Args)]
pub(crate) struct Search {
    /// The words.
    pub(crate) words: Vec<String>,
    /// The standard of the Elements of Effective Practice.
    #[arg(long, value_name = "0-6", value_parser = clap::value_parser!(u8).range(0..=6))]
    pub(crate) eepm: Option<u8>,
    /// A code that they have (can be repeated).
    #[arg(long, value_name = "LIST=CODE")]
    pub(crate) only: Vec<String>,
    /// The node to ask.
    #[arg(long, value_name = "URL")]
    pub(crate) node: Option<String>,
    /// The file that holds a token.
    #[arg(id = "shared-token-file", long = "token-file", value_name = "FILE", requires = "node")]
    pub(crate) token_file: Option<PathBuf>,
    /// How the answer looks.
    #[arg(long, value_name = "table|csv|json", value_enum)]
    pub(crate) format: Option<Format>,
}
