//! `flotilla member …`.

use std::path::PathBuf;

use clap::Subcommand;

use crate::args::shared::Cutting;
use crate::args::shared::From;
use crate::args::shared::OfMember;
use crate::args::shared::Proposing;
use crate::args::shared::Reasoned;

/// Who belongs.
#[derive(Debug, Subcommand)]
pub(crate) enum Member {
    /// Propose to admit a member.
    Admit(OfFile),
    /// List the members.
    List(From),
    /// Propose new keys for a member that lost its own.
    Recover(OfFile),
    /// Propose to remove a member.
    Remove(Remove),
    /// Show what a coalition needs to admit this member.
    Request(Request),
    /// Show one member.
    Show(OfMember),
}

/// `flotilla member request`.
#[derive(Debug, clap::Args)]
pub(crate) struct Request {
    /// A copy of the file to send.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// A proposal about what is in a file.
#[derive(Debug, clap::Args)]
pub(crate) struct OfFile {
    /// The file.
    pub(crate) file: PathBuf,
    /// How it is proposed, and why.
    #[command(flatten)]
    pub(crate) reasoned: Reasoned,
}

/// `flotilla member remove`.
#[derive(Debug, clap::Args)]
pub(crate) struct Remove {
    /// The short name of the member.
    pub(crate) handle: String,
    /// The last entry of its log that counts.
    #[command(flatten)]
    pub(crate) cutting: Cutting,
    /// Why, for those who vote.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// How it is proposed.
    #[command(flatten)]
    pub(crate) proposing: Proposing,
}
