//! `flotilla proposal …`.

use std::path::PathBuf;

use clap::Subcommand;
use clap::ValueEnum;
use flotilla_domain::policy;

use crate::args::shared::From;
use crate::args::shared::Reasoned;
use crate::args::shared::Signing;
use crate::args::token::Scope;

/// What is voted on.
#[derive(Debug, Subcommand)]
pub(crate) enum Proposal {
    /// Approve a proposal.
    Approve(Voting),
    /// Propose another catalogue.
    Catalogue(Catalogue),
    /// Propose to put a member document on record.
    Confirm(Confirm),
    /// Propose to destroy contents on every node.
    Erase(Erase),
    /// List what is open.
    List(From),
    /// Propose other rules.
    Policy(Policy),
    /// Reject a proposal.
    Reject(Voting),
    /// Show one proposal.
    Show(Show),
    /// Propose who speaks for a community.
    Steward(Steward),
}

/// `flotilla proposal approve|reject`.
#[derive(Debug, clap::Args)]
pub(crate) struct Voting {
    /// The first digits of the id.
    pub(crate) id: String,
    /// How the vote is signed, and where it goes.
    #[command(flatten)]
    pub(crate) signing: Signing,
}

/// `flotilla proposal show`.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// The first digits of the id.
    pub(crate) id: String,
    /// Where decisions come from.
    #[command(flatten)]
    pub(crate) from: From,
}

/// `flotilla proposal policy`.
#[derive(Debug, clap::Args)]
pub(crate) struct Policy {
    /// No smaller group is shown.
    #[arg(long, value_name = "COUNT")]
    pub(crate) threshold: Option<u32>,
    /// Every count is a multiple of this.
    #[arg(long, value_name = "COUNT")]
    pub(crate) rounding_base: Option<u32>,
    /// No breakdown of fewer is shown.
    #[arg(long, value_name = "COUNT")]
    pub(crate) slice_base: Option<u32>,
    /// A withheld number keeps at least this many possible values.
    #[arg(long, value_name = "COUNT")]
    pub(crate) candidates: Option<u32>,
    /// No smaller group of a protected identity is shown; 0 is twice the general threshold.
    #[arg(long, value_name = "COUNT")]
    pub(crate) identity_threshold: Option<u32>,
    /// Breakdowns by protected identities need such a base; 0 is twice the general one.
    #[arg(long, value_name = "COUNT")]
    pub(crate) identity_slice_base: Option<u32>,
    /// No smaller group that a community governs is shown; 0 is four times the general threshold.
    #[arg(long, value_name = "COUNT")]
    pub(crate) community_threshold: Option<u32>,
    /// Breakdowns by such groups need such a base; 0 is twice the general one.
    #[arg(long, value_name = "COUNT")]
    pub(crate) community_slice_base: Option<u32>,
    /// The share of members that must approve.
    #[arg(long, value_name = "51..67")]
    pub(crate) quorum_percent: Option<u32>,
    /// Who may query.
    #[arg(long, value_name = "public|token", value_enum)]
    pub(crate) access: Option<Access>,
    /// What everybody may query where a token is asked for.
    #[arg(long, value_name = "aggregates|records|bulk", value_enum)]
    pub(crate) public: Vec<Scope>,
    /// The lowest protocol version that members may speak.
    #[arg(long, value_name = "VERSION")]
    pub(crate) protocol_version_min: Option<u32>,
    /// The most bytes of one member's log.
    #[arg(long, value_name = "BYTES")]
    pub(crate) member_bytes_max: Option<u64>,
    /// The most entries of one member's log.
    #[arg(long, value_name = "COUNT")]
    pub(crate) member_entries_max: Option<u64>,
    /// How it is proposed, and why.
    #[command(flatten)]
    pub(crate) reasoned: Reasoned,
}

/// `flotilla proposal catalogue`.
#[derive(Debug, clap::Args)]
pub(crate) struct Catalogue {
    /// Indicators and code lists beyond the standard ones.
    pub(crate) file: PathBuf,
    /// How it is proposed, and why.
    #[command(flatten)]
    pub(crate) reasoned: Reasoned,
}

/// `flotilla proposal confirm`.
#[derive(Debug, clap::Args)]
pub(crate) struct Confirm {
    /// The short name of the member.
    pub(crate) handle: String,
    /// The first digits of the id of the document.
    #[arg(long, value_name = "ID")]
    pub(crate) document: Option<String>,
    /// How it is proposed, and why.
    #[command(flatten)]
    pub(crate) reasoned: Reasoned,
}

/// `flotilla proposal erase`.
#[derive(Debug, clap::Args)]
pub(crate) struct Erase {
    /// The short name of the member.
    pub(crate) handle: String,
    /// The ids of its entries.
    #[arg(value_name = "ENTRY", num_args = 1.., required = true)]
    pub(crate) entry: Vec<String>,
    /// How it is proposed, and why.
    #[command(flatten)]
    pub(crate) reasoned: Reasoned,
}

/// `flotilla proposal steward`. Of one that is registered, what is not named stays.
#[derive(Debug, clap::Args)]
pub(crate) struct Steward {
    /// The short name of the community.
    pub(crate) handle: String,
    /// The public half of the key by which it consents.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// What it is called, by language.
    #[arg(long, value_name = "LANG=NAME")]
    pub(crate) name: Vec<String>,
    /// Whom to talk to.
    #[arg(long, value_name = "ROLE")]
    pub(crate) contact: Option<String>,
    /// What it governs.
    #[arg(long, value_name = "LIST:CODE")]
    pub(crate) code: Vec<String>,
    /// Nobody speaks for the community any more.
    #[arg(long, conflicts_with_all = ["key", "name", "contact", "code"])]
    pub(crate) remove: bool,
    /// How it is proposed, and why.
    #[command(flatten)]
    pub(crate) reasoned: Reasoned,
}

/// Who may query the shared data.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Access {
    /// Everybody.
    Public,
    /// Bearers of a token.
    Token,
}

impl Access {
    /// Returns the rule of the policy.
    pub(crate) fn rule(self) -> policy::Access {
        match self {
            Self::Public => policy::Access::Public,
            Self::Token => policy::Access::TOKEN,
        }
    }
}
