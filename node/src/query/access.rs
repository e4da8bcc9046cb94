//! Who may ask over the network, how often, and how many at a time.
//!
//! ```text
//! network, token ──enter──► Pass ──allows(scopes)──► place ──► answer
//!                    │ too often      │ scope missing   │ too many
//!                    ▼                ▼                 ▼
//!                 Refusal           Refusal           Refusal
//! ```
//!
//! It promises:
//!
//! - **What the policy shows everybody, everybody gets**: no token is looked at where none is needed.
//! - **A token is checked here, and nowhere else asked about**: by the roster, the day and its issuer's log, so
//!   any node decides alike and a cut-off node goes on. Until the read model has caught up with the logs, nobody
//!   knows what they revoke, and no token is taken.
//! - **One network takes a share**, whatever it opens and however long it waits: of the answers that are being
//!   made, of the downloads, and of what comes in each second. Memory is bounded by the limits below.
//! - **The member's own tool is not asked**: it comes over the local socket, and this clock cannot lock it out.

use std::sync::Arc;
use std::time::Duration;

use flotilla_domain::id::TokenId;
use flotilla_domain::message::Message;
use flotilla_domain::roster::Member;
use flotilla_domain::roster::Roster;
use flotilla_domain::scope::Rate;
use flotilla_domain::scope::Scopes;
use flotilla_domain::token;
use flotilla_domain::token::InvalidToken;
use flotilla_text::date;
use flotilla_wire::token::from_text;

use crate::clock::Clock;
use crate::places::Network;
use crate::places::Pace;
use crate::places::Place;
use crate::places::Places;
use crate::query::Reader;
use crate::query::revoked::Revoked;

/// The most answers on their way at a time, downloads aside: each some megabytes of memory, and 256 connections
/// with many requests each could ask for more.
pub const ANSWERS_MAX: usize = 64;

/// The most answers on their way to one network: an office behind one address, or a few scripts.
pub const ANSWERS_PER_NETWORK_MAX: usize = 16;

/// The most downloads at a time, some ten megabytes of memory each.
pub const DOWNLOADS_MAX: usize = 48;

/// The most downloads of one network: one connection can ask for all of them.
pub const DOWNLOADS_PER_NETWORK_MAX: usize = 12;

/// How many requests one network has in hand; who reads all pages of a table needs some hundred in a row.
const IN_HAND: u32 = 1_000;

/// How soon one network gets a request back: 50 a second, more than one node answers.
const EVERY: Duration = Duration::from_millis(20);

/// How many requests the bearer of a token of the standard rate has in hand, and how soon it gets one back.
const STANDARD: (u32, Duration) = (240, Duration::from_millis(250));

/// The same for a token of the high rate.
const HIGH: (u32, Duration) = (1_000, EVERY);

/// After how many seconds who came too often may try again: by then there is one more for every rate.
pub const RETRY_S: u64 = 1;

/// How many members are named whom to ask for a token.
const NAMED_MAX: usize = 5;

/// What a token is sent after, in the header `authorization`.
const SCHEME: &str = "bearer";

/// Lets in. Clones count together.
#[derive(Clone, Debug)]
pub struct Doorkeeper {
    reader: Reader,
    clock: Clock,
    revoked: Arc<Revoked>,
    networks: Pace<Network>,
    high: Pace<TokenId>,
    standard: Pace<TokenId>,
    answers: Places<Network>,
    downloads: Places<Network>,
}

/// Somebody who is inside, and what they may ask for.
#[derive(Clone, Debug)]
pub struct Pass {
    network: Network,
    public: Scopes,
    /// What a token grants, or why it grants nothing; `None` without a token.
    granted: Option<Result<Grant, Refusal>>,
    /// Whom to ask for a token.
    members: String,
}

/// What a token grants.
#[derive(Clone, Debug)]
struct Grant {
    scopes: Scopes,
    /// The handle of who issued it.
    issuer: String,
}

/// Why somebody was not answered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// One network has as many answers on their way as it may have.
    Crowded,
    /// One network, or the bearer of one token, comes too often.
    Hasty,
    /// All places are taken, or the node has just started and knows of no revocation yet.
    Later,
    /// The token does not grant it.
    Narrow {
        /// What is missing.
        missing: Scopes,
        /// Who issued it.
        issuer: String,
    },
    /// It needs a token, and there is none.
    Needed {
        /// What is missing.
        missing: Scopes,
        /// Whom to ask.
        members: String,
    },
    /// Its issuer took the token back.
    Revoked {
        /// The issuer.
        issuer: String,
    },
    /// What was sent is no token, or some of it is lost.
    Unreadable,
    /// The token does not hold.
    Untaken {
        /// Why not.
        why: InvalidToken,
        /// The issuer, if it is known.
        issuer: String,
    },
}

/// What kind of answer a refusal is, whatever it is written in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refused {
    /// Who asks is known, and may not.
    Forbidden,
    /// It may be answered later.
    Later,
    /// It is too much at once.
    Often,
    /// Nobody who may ask was named.
    Unproven,
}

impl Doorkeeper {
    /// Makes the door of what `reader` answers.
    pub fn new(reader: Reader, clock: Clock) -> Self {
        let pace = |(in_hand, every)| Pace::new(in_hand, every);
        Self {
            reader,
            clock,
            revoked: Arc::default(),
            networks: Pace::new(IN_HAND, EVERY),
            high: pace(HIGH),
            standard: pace(STANDARD),
            answers: Places::new(ANSWERS_MAX, ANSWERS_PER_NETWORK_MAX),
            downloads: Places::new(DOWNLOADS_MAX, DOWNLOADS_PER_NETWORK_MAX),
        }
    }

    /// Returns what answers.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Lets a request in that came from `network`, with what its header `authorization` says.
    ///
    /// # Errors
    ///
    /// Fails if that network, or the bearer of that token, comes too often.
    pub async fn enter(
        &self,
        network: Network,
        authorization: Option<&str>,
    ) -> Result<Pass, Refusal> {
        if !self.networks.admits(network, self.clock.monotonic()) {
            return Err(Refusal::Hasty);
        }
        let roster = self.reader.roster();
        let public = roster.policy().access.public();
        let granted = match authorization.filter(|_| public != Scopes::ALL) {
            None => None,
            Some(text) => match self.grant(text, &roster).await {
                Err(Refusal::Hasty) => return Err(Refusal::Hasty),
                granted => Some(granted),
            },
        };
        Ok(Pass { network, public, granted, members: members(&roster) })
    }

    /// Takes a place for an answer.
    ///
    /// # Errors
    ///
    /// Fails if that network, or all together, have as many as they may.
    pub fn answering(&self, pass: &Pass) -> Result<Place<Network>, Refusal> {
        place(&self.answers, pass.network)
    }

    /// Takes a place for a download.
    ///
    /// # Errors
    ///
    /// Fails if that network, or all together, have as many as they may.
    pub fn downloading(&self, pass: &Pass) -> Result<Place<Network>, Refusal> {
        place(&self.downloads, pass.network)
    }

    /// Returns what a token grants.
    async fn grant(&self, authorization: &str, roster: &Roster) -> Result<Grant, Refusal> {
        let (scheme, text) = authorization.split_once(' ').ok_or(Refusal::Unreadable)?;
        if !scheme.eq_ignore_ascii_case(SCHEME) {
            return Err(Refusal::Unreadable);
        }
        let received = from_text(text).map_err(|_| Refusal::Unreadable)?;
        let (issuer, epoch) = (received.claim().issuer, received.claim().epoch);
        let member = roster.member(issuer);
        let handle = member.map_or_else(|| issuer.0.short(), |it| it.handle().to_owned());
        let today = token::day_of(self.clock.now_ms());
        let token = received.verify(roster, today);
        let token = token.map_err(|why| Refusal::Untaken { why, issuer: handle.clone() })?;
        if !self.reader.is_caught_up() {
            return Err(Refusal::Later);
        }
        let ended = self.revoked.has(&self.reader, (issuer, epoch), token.id()).await;
        if ended.map_err(|_| Refusal::Later)? {
            return Err(Refusal::Revoked { issuer: handle });
        }
        let pace = match token.value().rate {
            Rate::High => &self.high,
            Rate::Standard => &self.standard,
        };
        if !pace.admits(token.id(), self.clock.monotonic()) {
            return Err(Refusal::Hasty);
        }
        Ok(Grant { scopes: token.value().scopes, issuer: handle })
    }
}

impl Pass {
    /// Says whether all of `scopes` may be asked for.
    ///
    /// # Errors
    ///
    /// Fails with what is missing, or with what is wrong with the token.
    pub fn allows(&self, scopes: Scopes) -> Result<(), Refusal> {
        let missing = scopes.without(self.public);
        if missing.is_empty() {
            return Ok(());
        }
        match &self.granted {
            None => Err(Refusal::Needed { missing, members: self.members.clone() }),
            Some(Err(refusal)) => Err(refusal.clone()),
            Some(Ok(Grant { scopes, issuer })) => {
                let missing = missing.without(*scopes);
                let narrow = || Refusal::Narrow { missing, issuer: issuer.clone() };
                if missing.is_empty() { Ok(()) } else { Err(narrow()) }
            }
        }
    }
}

impl Refusal {
    /// Returns what whoever asked is told.
    pub fn message(&self) -> Message {
        match self {
            Self::Crowded => Message::new("node-access-crowded"),
            Self::Hasty => Message::new("node-access-hasty"),
            Self::Later => Message::new("node-web-later"),
            Self::Narrow { missing, issuer } => Message::new("node-access-narrow")
                .word("scopes", missing)
                .word("issuer", issuer),
            Self::Needed { missing, members } => Message::new("node-access-needed")
                .word("scopes", missing)
                .word("members", members),
            Self::Revoked { issuer } => Message::new("node-access-revoked").word("issuer", issuer),
            Self::Unreadable => Message::new("node-access-unreadable"),
            Self::Untaken { why, issuer } => untaken(*why).word("issuer", issuer),
        }
    }

    /// Returns what kind of answer it is.
    pub fn kind(&self) -> Refused {
        match self {
            Self::Crowded | Self::Hasty => Refused::Often,
            Self::Later => Refused::Later,
            Self::Narrow { .. } => Refused::Forbidden,
            Self::Needed { .. }
            | Self::Revoked { .. }
            | Self::Unreadable
            | Self::Untaken { .. } => Refused::Unproven,
        }
    }
}

fn untaken(why: InvalidToken) -> Message {
    let day = |day| date::day(token::moment_of(day));
    match why {
        InvalidToken::Ended { last_day } => {
            Message::new("node-access-ended").word("day", day(last_day))
        }
        InvalidToken::NotYet { first_day } => {
            Message::new("node-access-not-yet").word("day", day(first_day))
        }
        InvalidToken::Replaced { .. } => Message::new("node-access-replaced"),
        InvalidToken::Stranger => Message::new("node-access-stranger"),
        InvalidToken::Forged | InvalidToken::Unsound => Message::new("node-access-forged"),
    }
}

fn place(places: &Places<Network>, network: Network) -> Result<Place<Network>, Refusal> {
    let refusal = || match places.is_spent(network) {
        true => Refusal::Crowded,
        false => Refusal::Later,
    };
    places.take(network).ok_or_else(refusal)
}

/// Returns whom to ask: some members, by what people call them.
fn members(roster: &Roster) -> String {
    let asked = |member: &Member| match member.document.contact_role.as_str() {
        "" => member.document.name.clone(),
        role => format!("{} ({role})", member.document.name),
    };
    let named: Vec<String> = roster.members().take(NAMED_MAX).map(asked).collect();
    named.join("; ")
}

#[cfg(test)]
mod tests;
