//! Tokens of our own: signed and given away, and ended by an entry of our log.
//!
//! A token is kept nowhere: whoever asked for it has it. Like an entry of ours it takes the way of a stranger's
//! before it leaves: it is decoded again and verified by the roster.

use std::sync::Arc;

use flotilla_domain::id::TokenId;
use flotilla_domain::message::Message;
use flotilla_domain::scope::Rate;
use flotilla_domain::scope::Scopes;
use flotilla_domain::signed::Signed;
use flotilla_domain::token;
use flotilla_domain::token::InvalidToken;
use flotilla_domain::token::Revocation;
use flotilla_domain::token::Token;
use flotilla_wire::DecodeError;

use super::Blocked;
use super::PublishError;
use super::Publisher;
use super::Receipt;
use super::seal::Sealable;
use crate::blame::Blame;
use crate::entropy;
use crate::entropy::NoEntropy;

/// What a token is to grant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Terms {
    /// What its bearer may ask for.
    pub scopes: Scopes,
    /// How often.
    pub rate: Rate,
    /// On how many days it holds, today included.
    pub days: u32,
}

/// A token that was signed.
#[derive(Clone, Eq, PartialEq)]
pub struct Issued {
    /// The token: whoever has it may ask.
    pub signed: Signed,
    /// Its id.
    pub id: TokenId,
    /// The handle of its issuer.
    pub issuer: String,
}

/// Why a token was not signed.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// This node does not speak for a member.
    #[error("this node does not speak for a member")]
    Blocked(#[source] Blocked),
    /// What was signed cannot be read back: a bug, or memory is not sound.
    #[error("the token cannot be read back")]
    Decode(#[source] DecodeError),
    /// There are no random bytes.
    #[error("there are no random bytes")]
    Entropy(#[source] NoEntropy),
    /// It grants nothing or for too long, or does not verify.
    #[error("the token would not be taken")]
    Invalid(#[source] InvalidToken),
}

impl Publisher {
    /// Signs a token.
    ///
    /// # Errors
    ///
    /// Fails if no node would take it, or this one does not speak for a member.
    pub fn issue_token(&self, terms: Terms) -> Result<Issued, IssueError> {
        let speaker = self.speaker().map_err(IssueError::Blocked)?;
        let today = token::day_of(self.clock.now_ms());
        let unsound = IssueError::Invalid(InvalidToken::Unsound);
        let more_days = terms.days.checked_sub(1).ok_or(unsound)?;
        let token = Token {
            issuer: speaker.member(),
            epoch: speaker.epoch(),
            nonce: entropy::bytes().map_err(IssueError::Entropy)?,
            scopes: terms.scopes,
            rate: terms.rate,
            first_day: today,
            last_day: today.saturating_add(more_days),
        };
        let received = flotilla_wire::token::receive(speaker.sign_token(&token));
        let roster = self.roster();
        let verified = received.map_err(IssueError::Decode)?.verify(&roster, today);
        let verified = verified.map_err(IssueError::Invalid)?;
        let issuer = self.handle(&roster).to_owned();
        Ok(Issued { signed: verified.signed().clone(), id: verified.id(), issuer })
    }

    /// Signs and publishes that tokens have ended. Those of others, and those that never were, can be named: it
    /// has no effect on them.
    ///
    /// # Errors
    ///
    /// Fails if our log may not grow, or the entry cannot be made durable; then nothing is published.
    pub async fn revoke_tokens(
        self: &Arc<Self>,
        revocation: Revocation,
    ) -> Result<Receipt, PublishError> {
        // As a commit: it goes on to its end, whoever waits for it.
        let this = Arc::clone(self);
        let work = tokio::spawn(async move {
            let _turn = this.turn.lock().await;
            let speaker = this.speaker().map_err(PublishError::Blocked)?;
            let head = this.own_head().map_err(PublishError::Blocked)?;
            this.seal(&speaker, head, &[Sealable::Revocation(revocation)]).await
        });
        work.await.map_err(PublishError::Work)?
    }
}

impl IssueError {
    /// Returns what whoever asked is told.
    pub fn message(&self) -> Message {
        match self {
            Self::Blocked(Blocked::KeyReplaced) => Message::new("node-publish-key-replaced"),
            Self::Blocked(_) => Message::new("node-publish-no-member"),
            Self::Decode(_) => Message::new("node-publish-seal"),
            Self::Entropy(_) => Message::new("node-publish-entropy"),
            Self::Invalid(_) => Message::new("node-token-unsound").number("days", token::DAYS_MAX),
        }
    }

    /// Returns who can do something about it.
    pub fn blame(&self) -> Blame {
        match self {
            Self::Blocked(_) | Self::Invalid(_) => Blame::Caller,
            Self::Decode(_) | Self::Entropy(_) => Blame::Us,
        }
    }
}

impl std::fmt::Debug for Issued {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Issued").field("id", &self.id).finish_non_exhaustive()
    }
}
