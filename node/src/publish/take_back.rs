//! Taking back what was published: a notice of our own, after checking that it would have an effect.
//!
//! - **Only our own entries, that are there and count**, and that are no notices themselves.
//! - **Never twice the same**: what is withdrawn can be erased, and what is condemned can be destroyed
//!   at once, but a notice that changes nothing is refused.
//! - **A consent that would not be heeded is refused** here, rather than waited on for 14 days.

use std::sync::Arc;

use flotilla_domain::entry::Kind;
use flotilla_domain::erasure::Consent;
use flotilla_domain::erasure::Notice;
use flotilla_domain::erasure::Standing;
use flotilla_domain::erasure::standing;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::message::Message;

use super::PublishError;
use super::Publisher;
use super::Receipt;
use super::seal::Sealable;
use crate::blame::Blame;
use crate::judge::JudgeError;
use crate::ledger::ReadError;

/// What is to be taken back, and how.
#[derive(Clone, Debug)]
pub struct TakeBack {
    /// The entries, in whatever order.
    pub entries: Vec<EntryId>,
    /// Why, for people; may be empty.
    pub reason: String,
    /// Whether the payloads are to be destroyed.
    pub erase: bool,
    /// The consent of the admin key to have them destroyed at once.
    pub consent: Option<Consent>,
}

/// Why nothing was taken back.
#[derive(Debug, thiserror::Error)]
pub enum TakeBackError {
    /// It is taken back in this way already.
    #[error("the entry {id} is taken back already")]
    Already {
        /// The entry.
        id: EntryId,
    },
    /// The consent is not one of our admin key to this.
    #[error("the consent is not one of the admin key to this")]
    Consent,
    /// What was published before could not be read.
    #[error("what was published before could not be judged")]
    Judge(#[source] JudgeError),
    /// It takes back other entries or ends tokens, and cannot be taken back.
    #[error("the entry {id} takes something back itself")]
    Notice {
        /// The entry.
        id: EntryId,
    },
    /// We have published no such entry, or it does not count.
    #[error("there is no entry {id} in the log of this member")]
    NotOurs {
        /// The entry.
        id: EntryId,
    },
    /// The notice could not be published.
    #[error("the notice was not published")]
    Publish(#[source] PublishError),
    /// What was published before could not be read.
    #[error("what was published before could not be read")]
    Read(#[source] ReadError),
    /// None or too many entries are named, or the reason is too long.
    #[error("a notice names 1 to 256 entries, and its reason has at most 500 characters")]
    Shape,
}

impl Publisher {
    /// Signs and publishes a withdrawal or an erasure.
    ///
    /// # Errors
    ///
    /// Fails if it would not take back anything, or cannot be made durable; then nothing is published.
    pub async fn take_back(self: &Arc<Self>, what: TakeBack) -> Result<Receipt, TakeBackError> {
        // As a commit: it goes on to its end, whoever waits for it.
        let this = Arc::clone(self);
        let work = tokio::spawn(async move { this.take_back_in_turn(what).await });
        work.await.map_err(|error| TakeBackError::Publish(PublishError::Work(error)))?
    }

    async fn take_back_in_turn(&self, what: TakeBack) -> Result<Receipt, TakeBackError> {
        let TakeBack { mut entries, reason, erase, consent } = what;
        entries.sort_unstable();
        entries.dedup();
        let kind = if erase { Kind::Erasure } else { Kind::Withdrawal };
        let notice = Notice::new(entries, reason, consent).ok_or(TakeBackError::Shape)?;
        let _turn = self.turn.lock().await;
        let blocked = |it| TakeBackError::Publish(PublishError::Blocked(it));
        let speaker = self.speaker().map_err(blocked)?;
        let head = self.own_head().map_err(blocked)?;
        let log = (speaker.member(), head.map_or(0, |link| link.seq));
        self.check_effect(kind, &notice, log).await?;
        let contents = [Sealable::Notice(kind, Box::new(notice))];
        self.seal(&speaker, head, &contents).await.map_err(TakeBackError::Publish)
    }

    /// Checks that every entry would stand otherwise than before.
    async fn check_effect(
        &self,
        kind: Kind,
        notice: &Notice,
        (me, head_seq): (MemberId, u64),
    ) -> Result<(), TakeBackError> {
        let roster = self.roster();
        let keys = self.judge.admin_keys(me);
        let effect = notice.effect(kind, me, &keys, roster.coalition());
        let effect = effect.ok_or(TakeBackError::Shape)?;
        let is_heeded = effect.standing() == Standing::Destroyed;
        if notice.consent().is_some() && !is_heeded {
            return Err(TakeBackError::Consent);
        }
        let effects = self.judge.effects(me).await.map_err(TakeBackError::Judge)?;
        for id in notice.entries().iter().copied() {
            let place = self.ledger.entry_by_id(id).map_err(TakeBackError::Read)?;
            let seq = place.filter(|(owner, seq)| *owner == me && *seq <= head_seq);
            let (_, seq) = seq.ok_or(TakeBackError::NotOurs { id })?;
            let counts = self.ledger.link_at(me, seq).map_err(TakeBackError::Read)?;
            if counts.is_none_or(|link| link.id != id) {
                return Err(TakeBackError::NotOurs { id });
            }
            let entry = self.ledger.entry(id).await.map_err(TakeBackError::Read)?;
            let kind = entry.ok_or(TakeBackError::NotOurs { id })?.value().header.kind;
            // A token that has ended must not come back.
            if kind.is_notice() || kind == Kind::TokenRevocation {
                return Err(TakeBackError::Notice { id });
            }
            let is_ordered = roster.erased(me).any(|it| it == id);
            if standing((id, kind), &effects, is_ordered) >= effect.standing() {
                return Err(TakeBackError::Already { id });
            }
        }
        Ok(())
    }
}

impl TakeBackError {
    /// Returns what whoever takes back is told.
    pub fn message(&self) -> Message {
        match self {
            Self::Already { id } => Message::new("node-take-back-already").word("id", id),
            Self::Consent => Message::new("node-take-back-consent"),
            Self::Judge(_) | Self::Read(_) => Message::new("node-publish-history"),
            Self::Notice { id } => Message::new("node-take-back-notice").word("id", id),
            Self::NotOurs { id } => Message::new("node-take-back-not-ours").word("id", id),
            Self::Publish(error) => error.message(),
            Self::Shape => Message::new("node-take-back-shape"),
        }
    }

    /// Returns who can do something about it.
    pub fn blame(&self) -> Blame {
        match self {
            Self::Publish(error) => error.blame(),
            Self::Judge(_) | Self::Read(_) => Blame::Us,
            _ => Blame::Caller,
        }
    }
}
