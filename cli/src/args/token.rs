//! `flotilla token …`. A token is never typed here, where others could read it: only named by its file.

use std::path::PathBuf;

use clap::Subcommand;
use clap::ValueEnum;
use flotilla_domain::scope;

/// Let somebody ask.
#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Tell what a token allows.
    Inspect(Inspect),
    /// Sign a token.
    Issue(Issue),
    /// End tokens.
    Revoke(Revoke),
}

/// `flotilla token inspect`.
#[derive(Debug, clap::Args)]
pub(crate) struct Inspect {
    /// The file that holds the token.
    #[arg(id = "shared-token-file", long = "token-file", value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
}

/// `flotilla token issue`.
#[derive(Debug, clap::Args)]
pub(crate) struct Issue {
    /// What its bearer may ask for.
    #[arg(long, value_name = "aggregates|records|bulk", value_enum, required = true)]
    pub(crate) scope: Vec<Scope>,
    /// How often.
    #[arg(long, value_name = "standard|high", value_enum, default_value = "standard")]
    pub(crate) rate: Rate,
    /// On how many days it holds, today included.
    #[arg(long, value_name = "COUNT", default_value_t = 90)]
    pub(crate) days: u32,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// `flotilla token revoke`.
#[derive(Debug, clap::Args)]
pub(crate) struct Revoke {
    /// Their ids.
    #[arg(value_name = "ID", required_unless_present = "shared-token-file")]
    pub(crate) ids: Vec<String>,
    /// The file that holds the token.
    #[arg(id = "shared-token-file", long = "token-file", value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
}

/// What may be asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Scope {
    /// Figures.
    Aggregates,
    /// All figures in one file.
    Bulk,
    /// Practice records and responses.
    Records,
}

/// How often may be asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Rate {
    /// As a program.
    High,
    /// As a person.
    Standard,
}

impl Scope {
    /// Returns the scope of the policy.
    pub(crate) fn rule(self) -> scope::Scope {
        match self {
            Self::Aggregates => scope::Scope::Aggregates,
            Self::Bulk => scope::Scope::Bulk,
            Self::Records => scope::Scope::Records,
        }
    }
}

impl Rate {
    /// Returns the rate of the contract.
    pub(crate) fn rule(self) -> scope::Rate {
        match self {
            Self::High => scope::Rate::High,
            Self::Standard => scope::Rate::Standard,
        }
    }
}
