//! What is held at home, asked of its holder and told to whoever asks.
//!
//! ```text
//!  reader ──ask──► Replicator ──Question──► the session with the holder ──Frame::Ask──►  the holder's node
//!                                                                                        counts? held? noted?
//!  reader ◄─checked against the card─ ◄──────────── Frame::Told ◄────────────────────────
//! ```
//!
//! - **Who dialled is irrelevant**: a question goes over the session that is there, so a holder that nobody
//!   can dial is asked over a connection that it opened. Nobody passes questions on.
//! - **Current members only**: strangers get no session, and the holder looks at the roster once more.
//! - **The holder writes down whom it tells what**, before it tells it; and tells each member so much only.
//! - **A reader is told what the author signed, or nothing**: what arrives is checked against the card, and
//!   a holder that tells something else is named. It passes the same screen once more, because no other
//!   receiver has seen it. What arrives is kept in memory only.

use std::collections::BTreeMap;
use std::time::Duration;

use flotilla_domain::entry::EntryHeader;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::practice::Practice;
use flotilla_domain::practice::held::AtHome;
use flotilla_domain::practice::held::Held;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::step::Closed;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;
use tokio::sync::oneshot;
use tokio::time;
use tracing::warn;

use super::Ended;
use super::Replicator;
use super::Shared;
use super::run::Running;
use crate::blame::Blame;
use crate::held::Asked;
use crate::held::HeldError;
use crate::judge::JudgeError;

/// How many questions to one peer wait at once; then it counts as away.
pub(super) const QUESTIONS_MAX: usize = 8;

/// How many records a member may ask a holder for in a row; an answer may have a megabyte.
pub(super) const ASKS_IN_HAND: u32 = 16;

/// How often it may ask once it has used them up: people read more slowly.
pub(super) const ASK_EVERY: Duration = Duration::from_secs(30);

/// How long a reader waits for an answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// Somebody here wants to know what a card stands for.
#[derive(Debug)]
pub(super) struct Question {
    entry: EntryId,
    reply: Reply,
}

/// Where an answer goes.
type Reply = oneshot::Sender<Vec<u8>>;

/// Who waits for which answer of one peer.
#[derive(Debug, Default)]
pub(super) struct Waiting(BTreeMap<EntryId, Vec<Reply>>);

/// Why a reader is not shown what a card stands for.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The holder's node is not connected, or does not answer in time.
    #[error("the node of the holder is not reachable now")]
    Away,
    /// What is held here cannot be read.
    #[error("what is held here cannot be read")]
    Held(#[source] HeldError),
    /// What the entry says cannot be read.
    #[error("the log cannot be read")]
    Judge(#[source] JudgeError),
    /// The entry is no card, or does not count.
    #[error("the entry is no card of a record that is held at home, or does not count")]
    NoCard,
    /// The holder told something else than its author signed.
    #[error("what the holder tells is not what its author signed")]
    Tampered,
    /// What the holder told is what its author signed, and the screen does not let it be shown.
    #[error("what the holder tells does not pass the screen")]
    Unfit,
    /// The holder does not show it now.
    #[error("the holder does not show it now")]
    Unshown,
}

/// A card that counts.
struct Card {
    author: MemberId,
    practice: Practice,
    named: Held,
    /// Under which rules it was published.
    gov_height: u64,
}

impl Replicator {
    /// Returns the record that the card of an entry stands for, as its holder's node tells it now.
    ///
    /// # Errors
    ///
    /// Fails if it is no card, if its holder cannot be asked or does not show it, or if what it tells
    /// is not what was signed, or does not pass the screen.
    pub async fn ask(&self, id: EntryId) -> Result<AtHome, AskError> {
        let card = self.0.card(id).await.map_err(AskError::Judge)?;
        let card = card.ok_or(AskError::NoCard)?;
        let own = &self.0.parts.held;
        let payload = match self.member() == Some(card.author) {
            true => own.read(card.named).await.map_err(AskError::Held)?.unwrap_or_default(),
            false => self.0.ask(card.author, id).await?,
        };
        if payload.is_empty() {
            return Err(AskError::Unshown);
        }
        let told = self.0.checked(&payload, &card);
        if let Err(error) = &told {
            warn!(peer = %card.author, hash = %id.0, %error, "what a holder told is not shown");
        }
        told
    }
}

impl Shared {
    /// Asks a peer, and returns what it tells.
    async fn ask(&self, holder: MemberId, entry: EntryId) -> Result<Vec<u8>, AskError> {
        let line = self.peers.line(holder).ok_or(AskError::Away)?;
        let (reply, told) = oneshot::channel();
        line.try_send(Question { entry, reply }).map_err(|_| AskError::Away)?;
        let told = time::timeout(ANSWER_WITHIN, told).await.map_err(|_| AskError::Away)?;
        told.map_err(|_| AskError::Away)
    }

    /// Returns the card that an entry is; `None` if it is none that counts.
    async fn card(&self, id: EntryId) -> Result<Option<Card>, JudgeError> {
        let Some(found) = self.parts.judge.find(id).await? else { return Ok(None) };
        let Some(Content::Practice(practice)) = found.counting() else { return Ok(None) };
        let EntryHeader { member: author, gov_height, .. } = found.entry.value().header;
        let practice = (**practice).clone();
        Ok(practice.fields().held.map(|named| Card { author, practice, named, gov_height }))
    }

    /// Returns what a payload holds, if it is what the card stands for and may be shown, by the rules under
    /// which the card was published.
    fn checked(&self, payload: &[u8], card: &Card) -> Result<AtHome, AskError> {
        let told = opened(payload, card.named, &card.practice).ok_or(AskError::Tampered)?;
        let state = self.parts.minutes.minute().state;
        let place = usize::try_from(card.gov_height).unwrap_or(usize::MAX);
        let stage = state.stages().get(place).ok_or(AskError::NoCard)?;
        let objections = flotilla_gate::practice::objections(&told, &stage.catalogue);
        if objections.is_empty() { Ok(told) } else { Err(AskError::Unfit) }
    }

    /// Returns what a card of our own stands for, if `peer` may be told, and writes down that it is.
    async fn shown_to(
        &self,
        peer: MemberId,
        (me, entry): (MemberId, EntryId),
    ) -> Result<Option<Vec<u8>>, AskError> {
        let parts = &self.parts;
        let is_member = parts.roster.borrow().member(peer).is_some_and(|it| it.is_active());
        if !is_member || !self.pace.admits(peer, parts.clock.monotonic()) {
            return Ok(None);
        }
        let card = self.card(entry).await.map_err(AskError::Judge)?;
        let Some(card) = card.filter(|it| it.author == me) else { return Ok(None) };
        let payload = parts.held.read(card.named).await.map_err(AskError::Held)?;
        if payload.is_some() {
            let asked = Asked { at_ms: parts.clock.now_ms(), member: peer, entry };
            parts.held.note(asked).await.map_err(AskError::Held)?;
        }
        Ok(payload)
    }
}

impl Waiting {
    /// Has somebody wait for an answer; returns whether the peer is to be asked.
    fn add(&mut self, Question { entry, reply }: Question) -> bool {
        let is_open = self.0.contains_key(&entry);
        if !is_open && self.0.len() >= QUESTIONS_MAX {
            // The peer leaves questions open: dropped, so whoever asked is told that it is away.
            return false;
        }
        let waiting = self.0.entry(entry).or_default();
        // Who has given up waits no more.
        waiting.retain(|it| !it.is_closed());
        waiting.push(reply);
        !is_open
    }

    /// Returns who waits for the answer about an entry; `None` if that was not asked for.
    fn take(&mut self, entry: EntryId) -> Option<Vec<Reply>> {
        self.0.remove(&entry)
    }
}

/// Puts a question to the peer, unless it is open already, or the peer has not greeted.
pub(super) fn put(
    running: &mut Running<'_>,
    question: Question,
    has_greeted: bool,
) -> Result<(), Ended> {
    let entry = question.entry;
    match has_greeted && running.waiting.add(question) {
        true => running.send(Frame::Ask(entry)),
        false => Ok(()),
    }
}

/// Hands an answer to whoever waits for it.
pub(super) fn hear(running: &mut Running<'_>, entry: EntryId, payload: &[u8]) -> Result<(), Ended> {
    let Some(waiting) = running.waiting.take(entry) else {
        let rule = "only what was asked is told";
        return Err(Ended::Closed(Closed::BrokenRule { rule }));
    };
    for reply in waiting {
        // Who has given up is told nothing.
        let _gone = reply.send(payload.to_vec());
    }
    Ok(())
}

/// Answers a question of the peer.
pub(super) async fn show(running: &Running<'_>, entry: EntryId) -> Result<(), Ended> {
    let shown = running.shared.shown_to(running.peer, (running.me, entry)).await;
    let payload = shown.unwrap_or_else(|error| {
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        warn!(hash = %entry.0, error = cause, "what is held at home was not shown");
        None
    });
    running.send(Frame::Told(entry, payload.unwrap_or_default()))
}

/// Returns what a payload holds, if it is what the card stands for.
fn opened(payload: &[u8], named: Held, card: &Practice) -> Option<AtHome> {
    let is_named = Held::of(payload) == Some(named);
    let told = is_named.then(|| payload::unpack_at_home(payload).ok()).flatten();
    told.filter(|it| it.is_behind(card))
}

impl AskError {
    /// Returns who can do something about it.
    pub fn blame(&self) -> Blame {
        match self {
            Self::Away | Self::Unshown => Blame::Weather,
            Self::Held(error) => error.blame(),
            Self::Judge(_) | Self::Tampered | Self::Unfit => Blame::Us,
            Self::NoCard => Blame::Caller,
        }
    }
}
