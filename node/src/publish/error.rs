//! Why something was not prepared or published, what whoever publishes is told, and who can do something.

use flotilla_domain::message::Message;
use flotilla_gate::problem::Problems;

use super::SealError;
use crate::blame::Blame;
use crate::entropy::NoEntropy;
use crate::judge::JudgeError;
use crate::ledger::AppendError;

/// Why something was not prepared or published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The entries could not be made durable.
    #[error("the entries could not be written")]
    Append(#[source] AppendError),
    /// Our log may not grow as it is.
    #[error("this log may not grow")]
    Blocked(#[source] Blocked),
    /// There are no random bytes for salts.
    #[error("there are no random bytes")]
    Entropy(#[source] NoEntropy),
    /// What was published before could not be read.
    #[error("what was published before could not be read")]
    History(#[source] JudgeError),
    /// The file has problems.
    #[error("the file has problems")]
    Problems(#[source] Problems),
    /// An entry of our own did not pass the door that strangers' entries pass.
    #[error("an entry of our own does not verify")]
    Seal(#[source] SealError),
    /// There is no such preview, or something was published since.
    #[error("this preview is no longer valid; prepare the file again")]
    Stale,
    /// The work ended without an outcome: a bug.
    #[error("the work ended without an outcome")]
    Work(#[source] tokio::task::JoinError),
}

/// Why a log may not grow.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Blocked {
    /// It has been longer, or is another one elsewhere: nothing is signed until it is back.
    #[error("this node is fetching back its own log from its peers")]
    CatchingUp,
    /// Two entries were signed in one place: publishing has stopped.
    #[error("this log has two histories")]
    Forked,
    /// The coalition knows another key for our member than that of this node.
    #[error("the coalition knows another key for this member")]
    KeyReplaced,
    /// Whose it is belongs to the coalition no more, or not yet.
    #[error("this member does not belong to the coalition")]
    NoMember,
}

impl PublishError {
    /// Returns what whoever publishes is told.
    pub fn message(&self) -> Message {
        Message::new(match self {
            Self::Append(_) => "node-publish-append",
            Self::Blocked(Blocked::CatchingUp) => "node-publish-catching-up",
            Self::Blocked(Blocked::Forked) => "node-publish-forked",
            Self::Blocked(Blocked::KeyReplaced) => "node-publish-key-replaced",
            Self::Blocked(Blocked::NoMember) => "node-publish-no-member",
            Self::Entropy(_) => "node-publish-entropy",
            Self::History(_) => "node-publish-history",
            Self::Problems(_) => "node-publish-problems",
            Self::Seal(SealError::Keep(_)) => "node-publish-held",
            Self::Seal(_) => "node-publish-seal",
            Self::Stale => "node-publish-stale",
            Self::Work(_) => "node-publish-work",
        })
    }

    /// Returns who can do something about it.
    pub fn blame(&self) -> Blame {
        match self {
            Self::Blocked(Blocked::CatchingUp) => Blame::Weather,
            Self::Blocked(_) | Self::Problems(_) | Self::Stale => Blame::Caller,
            Self::Append(error) => error.blame(),
            Self::Entropy(_) | Self::History(_) | Self::Seal(_) | Self::Work(_) => Blame::Us,
        }
    }
}
