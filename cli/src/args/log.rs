//! `flotilla log …`.

use clap::Subcommand;

use crate::args::shared::Signing;

/// The own log.
#[derive(Debug, Subcommand)]
pub(crate) enum Log {
    /// Settle two histories, and publish again what a cut left behind.
    Settle(Settle),
}

/// `flotilla log settle`.
#[derive(Debug, clap::Args)]
pub(crate) struct Settle {
    /// Keep the branch that ends with this entry.
    #[arg(long, value_name = "ID")]
    pub(crate) keep: Option<String>,
    /// How it is signed, and where it goes.
    #[command(flatten)]
    pub(crate) signing: Signing,
}
