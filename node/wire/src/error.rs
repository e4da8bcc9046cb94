//! Why bytes are not what they should be, and the small conversions that every message needs.

use flotilla_domain::id::Hash;
use flotilla_domain::key::PublicKey;
use flotilla_domain::key::Signature;
use flotilla_domain::preimage::SUITE;

/// Why bytes could not be decoded.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes are not an encoded message of this kind.
    #[error("the bytes are not an encoded {what}")]
    Encoding {
        /// What they should be.
        what: &'static str,
    },
    /// A field is missing, out of range, or malformed.
    #[error("the field `{field}` is missing, malformed or out of range")]
    Field {
        /// The field.
        field: &'static str,
    },
    /// A limit on size or on the ratio of compression is broken.
    #[error("it is larger than the {max} bytes that are allowed")]
    TooLarge {
        /// The limit.
        max: usize,
    },
}

/// Names a field that is not as it should be.
pub(crate) fn field(field: &'static str) -> DecodeError {
    DecodeError::Field { field }
}

pub(crate) fn suite(number: u32) -> Result<(), DecodeError> {
    if number == SUITE { Ok(()) } else { Err(field("suite")) }
}

pub(crate) fn hash(bytes: &[u8], name: &'static str) -> Result<Hash, DecodeError> {
    Hash::from_slice(bytes).ok_or_else(|| field(name))
}

/// Reads a hash that may be left out; empty bytes stand for `None`.
pub(crate) fn optional_hash(bytes: &[u8], name: &'static str) -> Result<Option<Hash>, DecodeError> {
    if bytes.is_empty() { Ok(None) } else { hash(bytes, name).map(Some) }
}

pub(crate) fn key(bytes: &[u8], name: &'static str) -> Result<PublicKey, DecodeError> {
    PublicKey::parse(bytes).ok_or_else(|| field(name))
}

pub(crate) fn signature(bytes: &[u8]) -> Result<Signature, DecodeError> {
    Signature::from_slice(bytes).ok_or_else(|| field("signature"))
}

pub(crate) fn nonce(bytes: &[u8]) -> Result<[u8; 16], DecodeError> {
    bytes.try_into().map_err(|_| field("nonce"))
}

/// Returns the bytes of a hash that may be left out.
pub(crate) fn optional_bytes(hash: Option<Hash>) -> Vec<u8> {
    hash.map_or_else(Vec::new, |hash| hash.as_bytes().to_vec())
}
