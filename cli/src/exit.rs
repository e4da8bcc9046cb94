//! What a script learns from the exit code.
//!
//! The codes are stable and few. 7 is for what is done in part: some peers, some records. 9 is for
//! what is genuine and does not count: withdrawn, void, not settled.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Exit {
    /// It did what was asked.
    Done,
    /// Something is there already and would be overwritten.
    Conflict,
    /// It cannot write: permissions or disk.
    CannotWrite,
    /// The data or the question is not valid.
    Invalid,
    /// It is genuine, and does not count (any more, or yet).
    Lapsed,
    /// A node or the network cannot be reached.
    Network,
    /// Not allowed: not a member, a key that others can read, a wrong passphrase.
    NotPermitted,
    /// It was done in part.
    Partial,
    /// An unexpected failure.
    Unexpected,
    /// The command line makes no sense.
    Usage,
    /// A signature or a check does not hold.
    Verification,
}

impl Exit {
    /// Returns the number of the code.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Unexpected => 1,
            Self::Usage => 2,
            Self::Invalid => 3,
            Self::Verification => 4,
            Self::NotPermitted => 5,
            Self::Network => 6,
            Self::Partial => 7,
            Self::Conflict => 8,
            Self::Lapsed => 9,
            Self::CannotWrite => 73,
        }
    }

    /// Returns the code for the operating system.
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(self.number())
    }
}
