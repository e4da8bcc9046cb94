//! A researcher's token: a member lets its bearer ask, wherever the coalition does not let everybody.
//!
//! A token is signed by the node key of a member, and checked by any node with nothing but the roster, the
//! issuer's log and the day. Promises of a `Verified<Token>`:
//!
//! - **Its issuer speaks now**: it is an active member, and the key is its current one. A key that was replaced
//!   may have been stolen, and of a token nobody could tell whether it was signed before or after; so tokens end
//!   with the key that signed them (ADR 46).
//! - **It is between its days**, both included, by the clock of the node that is asked. A token is a right to
//!   ask, not data: that it ends stops nothing that members publish or exchange.
//! - **Its terms are sound**: some scope, and at most [`DAYS_MAX`] days.
//!
//! Whether its issuer took it back is told by the [`Revocation`]s in its log.

use std::collections::BTreeSet;

use crate::id::MemberId;
use crate::id::TokenId;
use crate::preimage::Tag;
use crate::roster::Roster;
use crate::scope::Rate;
use crate::scope::Scopes;
use crate::signed::Received;
use crate::signed::Verified;

/// The most bytes of an encoded token; the fields below take some 80.
pub const TOKEN_BYTES_MAX: usize = 256;

/// The most days that a token holds: a study of two school years asks again once. What is forgotten in a script
/// ends by itself.
pub const DAYS_MAX: u32 = 400;

/// The most tokens that one revocation names.
pub const REVOKED_MAX: usize = 64;

/// The milliseconds of a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// How many days a token may be ahead of the clock of the node that is asked: a day begins earlier in the east,
/// and clocks are seldom right to the minute.
const AHEAD_DAYS: u32 = 1;

/// What a member lets the bearer do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Token {
    /// Who issued it.
    pub issuer: MemberId,
    /// The epoch of the key that signed it.
    pub epoch: u32,
    /// Random bytes, so that no two tokens are the same.
    pub nonce: [u8; 16],
    /// What the bearer may ask for.
    pub scopes: Scopes,
    /// How often.
    pub rate: Rate,
    /// The day on which it was issued, counted from 1970 in UTC.
    pub first_day: u32,
    /// The last day on which it holds.
    pub last_day: u32,
}

/// Ends tokens before their last day: the content of an entry in the log of whoever issued them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Revocation {
    tokens: BTreeSet<TokenId>,
}

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum InvalidToken {
    /// Its last day is over.
    #[error("the last day of the token is over")]
    Ended {
        /// The last day.
        last_day: u32,
    },
    /// The key of its issuer did not sign it.
    #[error("the signature was not made with the issuer's key")]
    Forged,
    /// Its first day is yet to come, so one of two clocks is wrong.
    #[error("the first day of the token is yet to come")]
    NotYet {
        /// The first day.
        first_day: u32,
    },
    /// Its issuer has another key by now.
    #[error("the issuer has replaced the key that signed the token")]
    Replaced {
        /// The issuer.
        issuer: MemberId,
    },
    /// Its issuer does not belong to the coalition.
    #[error("the issuer of the token is no member")]
    Stranger,
    /// It grants nothing, or for too long.
    #[error("a token has a scope and at most 400 days")]
    Unsound,
}

/// Returns the day of a moment in milliseconds since 1970.
pub fn day_of(moment_ms: i64) -> u32 {
    u32::try_from(moment_ms.div_euclid(DAY_MS)).unwrap_or_default()
}

/// Returns the first moment of a day, in milliseconds since 1970.
pub fn moment_of(day: u32) -> i64 {
    i64::from(day).saturating_mul(DAY_MS)
}

impl Token {
    /// Returns whether it grants something, and not for too long.
    pub fn is_sound(&self) -> bool {
        let days = self.last_day.checked_sub(self.first_day);
        !self.scopes.is_empty() && days.is_some_and(|days| days < DAYS_MAX)
    }
}

impl Revocation {
    /// Names tokens; `None` if there are none, or too many.
    pub fn new(tokens: BTreeSet<TokenId>) -> Option<Self> {
        (1..=REVOKED_MAX).contains(&tokens.len()).then_some(Self { tokens })
    }

    /// Returns the tokens, in order.
    pub fn tokens(&self) -> impl Iterator<Item = TokenId> {
        self.tokens.iter().copied()
    }
}

impl Received<Token> {
    /// Checks the token against who belongs, and against the day.
    ///
    /// # Errors
    ///
    /// Fails if it is not sound, its issuer does not speak by that key now, or it is not between its days.
    pub fn verify(self, roster: &Roster, today: u32) -> Result<Verified<Token>, InvalidToken> {
        let Token { issuer, epoch, first_day, last_day, .. } = *self.claim();
        if self.signed().body.len() > TOKEN_BYTES_MAX || !self.claim().is_sound() {
            return Err(InvalidToken::Unsound);
        }
        let member = roster.member(issuer).filter(|it| it.is_active());
        let member = member.ok_or(InvalidToken::Stranger)?;
        let key = member.current_node_key().filter(|_| member.epoch() == epoch);
        let key = key.filter(|key| roster.member_of_node_key(key) == Some(issuer));
        let key = key.ok_or(InvalidToken::Replaced { issuer })?;
        let verified = self.verify_with(Tag::Token, roster.coalition(), &key);
        let verified = verified.map_err(|_| InvalidToken::Forged)?;
        match () {
            () if today > last_day => Err(InvalidToken::Ended { last_day }),
            () if today.saturating_add(AHEAD_DAYS) < first_day => {
                Err(InvalidToken::NotYet { first_day })
            }
            () => Ok(verified),
        }
    }
}

impl Verified<Token> {
    /// Returns the id.
    pub fn id(&self) -> TokenId {
        TokenId(self.hash())
    }
}
