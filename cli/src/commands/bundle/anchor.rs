//! Where trust in a file begins: with the id of its coalition.
//!
//! Everything in a bundle follows from its genesis, and anybody can found a coalition that is called
//! like ours. So its id is compared: with the one that was given, or with that of the own node.
//! Where there is neither, whoever reads the answer is told to compare it.

use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::Hash;
use flotilla_domain::message::Message;

use crate::commands::bundle::carried;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::CommandError;
use crate::failure::Failure;

/// What the id of a coalition was compared with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Anchor {
    /// The id that was given.
    Given,
    /// That of the own node.
    Own,
    /// Nothing.
    Unconfirmed,
}

impl Anchor {
    /// Compares `coalition` with what there is; fails if it is another one.
    pub(crate) fn of(
        coalition: CoalitionId,
        given: Option<&str>,
        context: &Context,
    ) -> Result<Self, CommandError> {
        if let Some(text) = given {
            let expected = Hash::parse(text).map(CoalitionId).ok_or_else(|| {
                let message = Message::new("cli-verify-not-an-id").word("text", text);
                Failure::new(Exit::Usage, message)
            })?;
            return compared(coalition, expected).map(|()| Self::Given);
        }
        match carried::own_genesis(context)? {
            Some(own) => compared(coalition, own.id()).map(|()| Self::Own),
            None => Ok(Self::Unconfirmed),
        }
    }

    /// Returns the word for it, as in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Own => "own",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    /// Returns what a person is told.
    pub(crate) fn message(self, coalition: CoalitionId) -> Message {
        let id = match self {
            Self::Given => "cli-verify-anchor-given",
            Self::Own => "cli-verify-anchor-own",
            Self::Unconfirmed => "cli-verify-anchor-unconfirmed",
        };
        Message::new(id).word("id", coalition)
    }
}

fn compared(found: CoalitionId, expected: CoalitionId) -> Result<(), CommandError> {
    if found == expected {
        return Ok(());
    }
    let message = Message::new("cli-verify-another")
        .word("found", found)
        .word("expected", expected);
    let failure = Failure::new(Exit::Verification, message);
    Err(failure.hint(Message::new("cli-verify-another-hint")).into())
}
