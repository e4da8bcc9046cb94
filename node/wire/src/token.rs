//! Tokens and their ends: `flotilla.v1.Token` and `flotilla.v1.TokenRevocation`.
//!
//! People and programs carry a token as one line of text, which a sum at its end protects from what gets lost
//! when it is copied:
//!
//! ```text
//! flotilla-token-1- || hex of flotilla.v1.Signed || - || first 4 bytes of SHA-256 of all before, in hex
//! ```
//!
//! Whoever has that text may ask, so nothing here prints it.

use std::collections::BTreeSet;
use std::fmt;
use std::fmt::Write as _;

use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::id::TokenId;
use flotilla_domain::preimage::SUITE;
use flotilla_domain::scope::Rate;
use flotilla_domain::scope::Scope;
use flotilla_domain::scope::Scopes;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_domain::token::REVOKED_MAX;
use flotilla_domain::token::Revocation;
use flotilla_domain::token::TOKEN_BYTES_MAX;
use flotilla_domain::token::Token;
use flotilla_proto::v1;
use prost::Message;

use crate::document;
use crate::error;
use crate::error::DecodeError;
use crate::error::field;

/// The most bytes of a token as text: the longest body, its signature and their frame, in hex, and the rest.
pub const TEXT_BYTES_MAX: usize = 1 << 10;

/// What a token as text begins with.
const PREFIX: &str = "flotilla-token-1-";

/// The digits of the sum.
const SUM_DIGITS: usize = 8;

/// A token as text. `Debug` does not print it.
#[derive(Clone, Eq, PartialEq)]
pub struct TokenText(String);

impl TokenText {
    /// Writes a signed token.
    pub fn of(signed: &Signed) -> Self {
        let mut text = PREFIX.to_owned();
        for byte in document::to_bytes(signed) {
            // Writing to a string cannot fail.
            write!(text, "{byte:02x}").unwrap_or_default();
        }
        let sum = sum(&text);
        Self(format!("{text}-{sum}"))
    }

    /// Returns the text, to be given to whoever may ask.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TokenText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenText(secret)")
    }
}

/// Reads a token from text, with whatever space is around it.
///
/// # Errors
///
/// Fails if it is none, or some of it was lost.
pub fn from_text(text: &str) -> Result<Received<Token>, DecodeError> {
    let text = text.trim();
    if text.len() > TEXT_BYTES_MAX {
        return Err(DecodeError::TooLarge { max: TEXT_BYTES_MAX });
    }
    let malformed = || DecodeError::Encoding { what: "token" };
    let (told, rest) = text.rsplit_once('-').ok_or_else(malformed)?;
    if rest != sum(told) {
        return Err(malformed());
    }
    let digits = told.strip_prefix(PREFIX).ok_or_else(malformed)?;
    let bytes = unhex(digits).ok_or_else(malformed)?;
    receive(document::signed_from_bytes(&bytes)?)
}

/// Encodes a token that is about to be signed.
pub fn encode(token: &Token) -> Vec<u8> {
    let Token { issuer, epoch, nonce, scopes, rate, first_day, last_day } = token;
    v1::Token {
        suite: SUITE,
        issuer_id: issuer.0.as_bytes().to_vec(),
        epoch: *epoch,
        nonce: nonce.to_vec(),
        scopes: scopes_to_wire(*scopes),
        rate: i32::from(rate_to_wire(*rate)),
        first_day: *first_day,
        last_day: *last_day,
    }
    .encode_to_vec()
}

/// Decodes what claims to be a signed token.
///
/// # Errors
///
/// Fails if the bytes are not one, or more than a token may have.
pub fn receive(signed: Signed) -> Result<Received<Token>, DecodeError> {
    if signed.body.len() > TOKEN_BYTES_MAX {
        return Err(DecodeError::TooLarge { max: TOKEN_BYTES_MAX });
    }
    let wire = v1::Token::decode(signed.body.as_slice())
        .map_err(|_| DecodeError::Encoding { what: "token" })?;
    let v1::Token { suite, issuer_id, epoch, nonce, scopes, rate, first_day, last_day } = wire;
    error::suite(suite)?;
    let token = Token {
        issuer: MemberId(error::hash(&issuer_id, "issuer_id")?),
        epoch,
        nonce: error::nonce(&nonce)?,
        scopes: scopes_from_wire(&scopes, "scopes")?,
        rate: rate_from_wire(rate)?,
        first_day,
        last_day,
    };
    Ok(Received::new(token, signed))
}

/// Converts scopes, in their one order.
pub fn scopes_to_wire(scopes: Scopes) -> Vec<i32> {
    let number = |scope| match scope {
        Scope::Aggregates => v1::Scope::Aggregates,
        Scope::Bulk => v1::Scope::Bulk,
        Scope::Records => v1::Scope::Records,
    };
    scopes.iter().map(|it| i32::from(number(it))).collect()
}

/// Converts scopes.
///
/// # Errors
///
/// Fails naming `name` if one is none, or they are out of order.
pub fn scopes_from_wire(wire: &[i32], name: &'static str) -> Result<Scopes, DecodeError> {
    let scope = |number: &i32| match v1::Scope::try_from(*number) {
        Ok(v1::Scope::Aggregates) => Ok(Scope::Aggregates),
        Ok(v1::Scope::Bulk) => Ok(Scope::Bulk),
        Ok(v1::Scope::Records) => Ok(Scope::Records),
        Ok(v1::Scope::Unspecified) | Err(_) => Err(field(name)),
    };
    if !wire.is_sorted_by(|one, other| one < other) {
        return Err(field(name));
    }
    wire.iter().map(scope).collect()
}

/// Converts a rate.
pub fn rate_to_wire(rate: Rate) -> v1::RateClass {
    match rate {
        Rate::High => v1::RateClass::High,
        Rate::Standard => v1::RateClass::Standard,
    }
}

/// Converts a rate.
///
/// # Errors
///
/// Fails if it is none.
pub fn rate_from_wire(wire: i32) -> Result<Rate, DecodeError> {
    match v1::RateClass::try_from(wire) {
        Ok(v1::RateClass::High) => Ok(Rate::High),
        Ok(v1::RateClass::Standard) => Ok(Rate::Standard),
        Ok(v1::RateClass::Unspecified) | Err(_) => Err(field("rate")),
    }
}

/// Converts the ids of tokens, in whatever order.
///
/// # Errors
///
/// Fails if there are none or too many, or one is none.
pub fn revocation_of(wire: &[Vec<u8>]) -> Result<Revocation, DecodeError> {
    if wire.len() > REVOKED_MAX {
        return Err(DecodeError::TooLarge { max: REVOKED_MAX });
    }
    let ids = wire.iter().map(|id| error::hash(id, "tokens").map(TokenId));
    Revocation::new(ids.collect::<Result<BTreeSet<_>, _>>()?).ok_or_else(|| field("tokens"))
}

pub(crate) fn encode_revocation(revocation: &Revocation) -> Vec<u8> {
    let tokens = revocation.tokens().map(|it| it.0.as_bytes().to_vec()).collect();
    v1::TokenRevocation { tokens }.encode_to_vec()
}

pub(crate) fn decode_revocation(content: &[u8]) -> Result<Revocation, DecodeError> {
    let v1::TokenRevocation { tokens } = v1::TokenRevocation::decode(content)
        .map_err(|_| DecodeError::Encoding { what: "token revocation" })?;
    if !tokens.is_sorted_by(|one, other| one < other) {
        return Err(field("tokens"));
    }
    revocation_of(&tokens)
}

fn sum(text: &str) -> String {
    Hash::of([text.as_bytes()]).to_string().chars().take(SUM_DIGITS).collect()
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    let nibble = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| match *pair {
            [high, low] => Some(nibble(high)? << 4 | nibble(low)?),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use flotilla_domain::preimage::Tag;
    use flotilla_domain::token::DAYS_MAX;
    use flotilla_domain::token::InvalidToken;

    use super::*;
    use crate::payload;
    use crate::sample::Sample;

    const TODAY: u32 = 20_000;

    #[test]
    fn a_token_is_taken_from_its_first_day_to_its_last() {
        let sample = Sample::new(3);
        let verify = |token: &Token, today| {
            let text = TokenText::of(&signed(&sample, token, 1));
            from_text(text.reveal()).unwrap().verify(sample.roster(), today).map(|_| ())
        };
        let token = token(&sample);
        for day in [TODAY - 1, TODAY, TODAY + 90] {
            verify(&token, day).unwrap();
        }
        let last_day = TODAY + 90;
        assert_eq!(verify(&token, last_day + 1), Err(InvalidToken::Ended { last_day }));
        let first_day = TODAY;
        assert_eq!(verify(&token, TODAY - 2), Err(InvalidToken::NotYet { first_day }));
        for unsound in [
            Token { scopes: Scopes::NONE, ..token.clone() },
            Token { last_day: TODAY + DAYS_MAX, ..token.clone() },
            Token { last_day: TODAY - 1, ..token.clone() },
        ] {
            assert_eq!(verify(&unsound, TODAY), Err(InvalidToken::Unsound), "{unsound:?}");
        }
    }

    #[test]
    fn only_the_current_key_of_a_member_issues() {
        let (sample, other) = (Sample::new(3), Sample::new(4));
        let token = token(&sample);
        let verify = |signed: Signed, sample: &Sample| {
            receive(signed).unwrap().verify(sample.roster(), TODAY).map(|_| ())
        };
        let issuer = sample.member(1);
        assert_eq!(verify(signed(&sample, &token, 1), &sample), Ok(()));
        assert_eq!(verify(signed(&sample, &token, 2), &sample), Err(InvalidToken::Forged));
        assert_eq!(verify(signed(&other, &token, 1), &sample), Err(InvalidToken::Forged));
        let later = Token { epoch: 2, ..token.clone() };
        let replaced = Err(InvalidToken::Replaced { issuer });
        assert_eq!(verify(signed(&sample, &later, 1), &sample), replaced);
        let stranger = Token { issuer: other.member(3), ..token };
        let refused = Err(InvalidToken::Stranger);
        assert_eq!(verify(signed(&sample, &stranger, 3), &sample), refused);
    }

    #[test]
    fn a_copy_that_lost_or_changed_anything_is_no_token() {
        let sample = Sample::new(3);
        let text = TokenText::of(&signed(&sample, &token(&sample), 1));
        let text = text.reveal();
        assert!(text.len() < TEXT_BYTES_MAX / 3, "{}", text.len());
        assert!(from_text(&format!(" {text}\r\n")).is_ok());
        for at in 0..text.len() {
            let mut lost = text.to_owned();
            lost.remove(at);
            assert!(from_text(&lost).is_err(), "without byte {at}");
            let mut other = text.as_bytes().to_vec();
            other[at] = if other[at] == b'7' { b'8' } else { b'7' };
            assert!(from_text(&String::from_utf8(other).unwrap()).is_err(), "another byte {at}");
        }
        assert!(from_text(&"7".repeat(TEXT_BYTES_MAX + 1)).is_err());
    }

    #[test]
    fn nothing_prints_a_token() {
        let sample = Sample::new(3);
        let text = TokenText::of(&signed(&sample, &token(&sample), 1));
        assert_eq!(format!("{text:?}"), "TokenText(secret)");
    }

    #[test]
    fn scopes_and_ids_have_one_order() {
        assert!(scopes_from_wire(&[1, 3], "scopes").is_ok());
        for wrong in [&[3, 1][..], &[1, 1], &[0], &[9]] {
            assert!(scopes_from_wire(wrong, "scopes").is_err(), "{wrong:?}");
        }
        let ids = [vec![1; 32], vec![2; 32]];
        let revocation = revocation_of(&ids).unwrap();
        let packed = payload::pack_revocation(&revocation, [7; 16]).unwrap();
        assert_eq!(payload::unpack_revocation(&packed), Ok(revocation));
        let backwards = v1::TokenRevocation { tokens: ids.into_iter().rev().collect() };
        assert!(decode_revocation(&backwards.encode_to_vec()).is_err());
        assert!(revocation_of(&[]).is_err() && revocation_of(&vec![vec![1; 32]; 65]).is_err());
    }

    fn token(sample: &Sample) -> Token {
        Token {
            issuer: sample.member(1),
            epoch: 1,
            nonce: [5; 16],
            scopes: Scopes::NONE.with(Scope::Aggregates).with(Scope::Records),
            rate: Rate::Standard,
            first_day: TODAY,
            last_day: TODAY + 90,
        }
    }

    fn signed(sample: &Sample, token: &Token, key: usize) -> Signed {
        let coalition = sample.roster().coalition();
        Signed::new(Tag::Token, coalition, encode(token), &Sample::node_key(key))
    }
}
