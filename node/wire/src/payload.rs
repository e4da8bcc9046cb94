//! Payloads: salt, then the compressed content.
//!
//! ```text
//! payload = 16 random bytes || zstd(encoded Release | Practice | Response | Withdrawal | Erasure)
//! ```
//!
//! The author compresses before hashing, so the compressed bytes are what is signed, stored and
//! forwarded, and no hop compresses again. Unpacking is bounded in size and in ratio, whatever the
//! payload claims.

use std::io::Read;

use flotilla_domain::entry::Kind;
use flotilla_domain::entry::PAYLOAD_BYTES_MAX;
use flotilla_domain::entry::SALT_BYTES;
use flotilla_domain::erasure::Notice;
use flotilla_domain::practice::Practice;
use flotilla_domain::practice::held::AtHome;
use flotilla_domain::release::Release;
use flotilla_domain::response::Response;
use flotilla_domain::token::Revocation;

use crate::error::DecodeError;
use crate::notice;
use crate::practice;
use crate::release;
use crate::response;
use crate::token;

/// The most bytes of an unpacked table: seven columns of 1,024 observations, and all their codes.
pub const RELEASE_BYTES_MAX: usize = 512 << 10;

/// The most bytes of an unpacked practice record: texts in two languages, and lists of codes.
pub const PRACTICE_BYTES_MAX: usize = 1 << 20;

/// The most bytes of an unpacked response: short texts in eight languages, and lists of codes.
pub const RESPONSE_BYTES_MAX: usize = 256 << 10;

/// The most bytes of an unpacked withdrawal or erasure: the ids of 256 entries, and a reason.
pub const NOTICE_BYTES_MAX: usize = 16 << 10;

/// The most bytes of an unpacked revocation: the ids of 64 tokens.
pub const REVOCATION_BYTES_MAX: usize = 4 << 10;

/// The most unpacked bytes for one packed byte.
const RATIO_MAX: usize = 1_000;

/// The largest window a payload may ask for: what fits the content limit.
const WINDOW_LOG_MAX: u32 = 20;

/// How hard an author compresses, once, for all copies that will ever be kept.
const LEVEL: i32 = 12;

/// What a payload holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Content {
    /// Has entries destroyed.
    Erasure(Notice),
    /// A kind of a later version, or one that is not interpreted here.
    Opaque,
    /// A practice record.
    Practice(Box<Practice>),
    /// A table of figures.
    Release(Release),
    /// A response to a practice record.
    Response(Box<Response>),
    /// Hides entries.
    Withdrawal(Notice),
}

/// Packs a table of figures.
///
/// # Errors
///
/// Fails if it does not fit a payload.
pub fn pack_release(release: &Release, salt: [u8; SALT_BYTES]) -> Result<Vec<u8>, DecodeError> {
    pack(&release::encode(release), RELEASE_BYTES_MAX, salt)
}

/// Packs a practice record.
///
/// # Errors
///
/// Fails if it does not fit a payload.
pub fn pack_practice(practice: &Practice, salt: [u8; SALT_BYTES]) -> Result<Vec<u8>, DecodeError> {
    pack(&practice::encode(practice), PRACTICE_BYTES_MAX, salt)
}

/// Packs a practice record that stays at home, as the payload that its card names.
///
/// # Errors
///
/// Fails if it does not fit a payload.
pub fn pack_at_home(home: &AtHome, salt: [u8; SALT_BYTES]) -> Result<Vec<u8>, DecodeError> {
    pack(&practice::encode(home.practice()), PRACTICE_BYTES_MAX, salt)
}

/// Unpacks what a holder tells of a record that stays at home.
///
/// # Errors
///
/// Fails if it is too large, is not compressed as it should be, or is no such record.
pub fn unpack_at_home(payload: &[u8]) -> Result<AtHome, DecodeError> {
    practice::decode_at_home(&inflate(payload, PRACTICE_BYTES_MAX)?)
}

/// Packs a response to a practice record.
///
/// # Errors
///
/// Fails if it does not fit a payload.
pub fn pack_response(response: &Response, salt: [u8; SALT_BYTES]) -> Result<Vec<u8>, DecodeError> {
    pack(&response::encode(response), RESPONSE_BYTES_MAX, salt)
}

/// Packs a withdrawal or an erasure, as the `kind` of entry that it is to be.
///
/// # Errors
///
/// Fails if it does not fit a payload, or `kind` is neither.
pub fn pack_notice(
    kind: Kind,
    notice: &Notice,
    salt: [u8; SALT_BYTES],
) -> Result<Vec<u8>, DecodeError> {
    match kind {
        Kind::Erasure | Kind::Withdrawal => {
            pack(&notice::encode(kind, notice), NOTICE_BYTES_MAX, salt)
        }
        _ => Err(DecodeError::Field { field: "kind" }),
    }
}

/// Packs the end of tokens.
///
/// # Errors
///
/// Fails if it does not fit a payload.
pub fn pack_revocation(
    revocation: &Revocation,
    salt: [u8; SALT_BYTES],
) -> Result<Vec<u8>, DecodeError> {
    pack(&token::encode_revocation(revocation), REVOCATION_BYTES_MAX, salt)
}

/// Unpacks the end of tokens. No verdict depends on it, so it is not part of [`unpack`]: whether an entry of this
/// kind counts is the same for versions that do not know what it says.
///
/// # Errors
///
/// Fails if it is too large, is not compressed as it should be, or names no tokens.
pub fn unpack_revocation(payload: &[u8]) -> Result<Revocation, DecodeError> {
    token::decode_revocation(&inflate(payload, REVOCATION_BYTES_MAX)?)
}

/// Unpacks the payload of an entry of this `kind`.
///
/// # Errors
///
/// Fails if it is too large, is not compressed as it should be, or is not what the kind says.
pub fn unpack(kind: Kind, payload: &[u8]) -> Result<Content, DecodeError> {
    match kind {
        Kind::Release => {
            let content = inflate(payload, RELEASE_BYTES_MAX)?;
            Ok(Content::Release(release::decode(&content)?))
        }
        Kind::Practice => {
            let content = inflate(payload, PRACTICE_BYTES_MAX)?;
            Ok(Content::Practice(Box::new(practice::decode(&content)?)))
        }
        Kind::Erasure => {
            let content = inflate(payload, NOTICE_BYTES_MAX)?;
            Ok(Content::Erasure(notice::decode_erasure(&content)?))
        }
        Kind::Withdrawal => {
            let content = inflate(payload, NOTICE_BYTES_MAX)?;
            Ok(Content::Withdrawal(notice::decode_withdrawal(&content)?))
        }
        Kind::Response => {
            let content = inflate(payload, RESPONSE_BYTES_MAX)?;
            Ok(Content::Response(Box::new(response::decode(&content)?)))
        }
        Kind::TokenRevocation | Kind::Unknown(_) => Ok(Content::Opaque),
    }
}

fn pack(content: &[u8], max: usize, salt: [u8; SALT_BYTES]) -> Result<Vec<u8>, DecodeError> {
    if content.len() > max {
        return Err(DecodeError::TooLarge { max });
    }
    let packed = zstd::bulk::compress(content, LEVEL)
        .map_err(|_| DecodeError::Encoding { what: "payload" })?;
    let payload = [salt.as_slice(), &packed].concat();
    if payload.len() > PAYLOAD_BYTES_MAX {
        return Err(DecodeError::TooLarge { max: PAYLOAD_BYTES_MAX });
    }
    Ok(payload)
}

fn inflate(payload: &[u8], bytes_max: usize) -> Result<Vec<u8>, DecodeError> {
    let malformed = |_| DecodeError::Encoding { what: "payload" };
    let (_, packed) = payload
        .split_at_checked(SALT_BYTES)
        .ok_or(DecodeError::Encoding { what: "payload" })?;
    let max = bytes_max.min(packed.len().saturating_mul(RATIO_MAX));
    let mut decoder = zstd::stream::read::Decoder::with_buffer(packed).map_err(malformed)?;
    decoder.window_log_max(WINDOW_LOG_MAX).map_err(malformed)?;
    let limit = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
    let mut content = Vec::new();
    decoder.take(limit).read_to_end(&mut content).map_err(malformed)?;
    if content.len() > max { Err(DecodeError::TooLarge { max }) } else { Ok(content) }
}

#[cfg(test)]
mod tests {
    use flotilla_domain::practice::Fields;
    use flotilla_domain::practice::Text;
    use flotilla_domain::practice::held::HOLD_AT_HOME;
    use flotilla_domain::practice::held::Held;

    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let payload = pack(b"content", 64, [7; SALT_BYTES]).unwrap();
        assert_eq!(payload.get(..SALT_BYTES), Some([7; SALT_BYTES].as_slice()));
        assert_eq!(inflate(&payload, 64).unwrap(), b"content");
    }

    #[test]
    fn what_stays_at_home_reads_back_as_itself_and_is_no_payload_of_an_entry() {
        let home = AtHome::new(held()).unwrap();
        let payload = pack_at_home(&home, [7; SALT_BYTES]).unwrap();
        assert_eq!(unpack_at_home(&payload).unwrap(), home);
        assert!(unpack(Kind::Practice, &payload).is_err());
        let card = home.card(Held::of(&payload).unwrap(), Vec::new()).unwrap();
        let packed = pack_practice(&card, [8; SALT_BYTES]).unwrap();
        let expected = Content::Practice(Box::new(card));
        assert_eq!(unpack(Kind::Practice, &packed).unwrap(), expected);
        assert!(unpack_at_home(&packed).is_err());
    }

    fn held() -> Fields {
        let text = Text {
            language: "en".into(),
            title: "Waiting well".into(),
            summary: "What we do.".into(),
            body: "The body.".into(),
            translation: "original".into(),
            ..Text::default()
        };
        Fields {
            id: "5f0c1c9e-6c1d-4f0e-9d53-0b7d5f6a1e11".into(),
            version: 1,
            status: "published".into(),
            kind: "practice".into(),
            texts: vec![text],
            contact_role: "Program team".into(),
            licence: "CC-BY-4.0".into(),
            sharing: HOLD_AT_HOME.into(),
            community: "north".into(),
            ..Fields::default()
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_goes_off() {
        let packed = zstd::bulk::compress(&vec![0; 2 << 20], 1).unwrap();
        let payload = [[0; SALT_BYTES].as_slice(), &packed].concat();
        assert!(payload.len() < PAYLOAD_BYTES_MAX);
        assert!(matches!(inflate(&payload, 1 << 20), Err(DecodeError::TooLarge { .. })));
    }

    #[test]
    fn a_window_larger_than_any_content_is_refused() {
        let packed = zstd::bulk::compress(&vec![0; 64 << 20], LEVEL).unwrap();
        let payload = [[0; SALT_BYTES].as_slice(), &packed].concat();
        assert!(inflate(&payload, 1 << 20).is_err());
    }

    #[test]
    fn garbage_is_refused() {
        assert!(inflate(b"short", 64).is_err());
        assert!(inflate(&[9; 64], 64).is_err());
    }

    #[test]
    fn a_kind_of_a_later_version_is_not_interpreted() {
        assert_eq!(unpack(Kind::Unknown(99), &[9; 64]), Ok(Content::Opaque));
    }
}
