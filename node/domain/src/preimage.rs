//! The exact bytes that ids and signatures cover.
//!
//! ```text
//! preimage  = "flotilla/1/" || tag || 0x00 || coalition_id (32 bytes) || body
//! id        = SHA-256(preimage)
//! signature = Ed25519(preimage)
//! ```
//!
//! The tag keeps a signature on one kind of object from passing for another; the coalition id keeps
//! it from passing in another coalition. Tags contain no zero byte and the id has a fixed length, so
//! no two (tag, coalition, body) share a preimage. Ids never cover the signature.

use crate::id::CoalitionId;
use crate::id::Hash;

/// What begins every preimage of this suite (SHA-256 with strict Ed25519).
const PREFIX: &[u8] = b"flotilla/1/";

/// The one signature suite: SHA-256 with strict Ed25519.
pub const SUITE: u32 = 1;

/// The kind of object that is signed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tag {
    /// A community's consent to figures.
    Consent,
    /// A member document.
    Document,
    /// The header of a log entry.
    Entry,
    /// The consent of an admin key to an erasure.
    Erase,
    /// The founding act.
    Genesis,
    /// An entry of the governance log.
    Governance,
    /// A head statement.
    Head,
    /// A community's label on a practice record.
    Label,
    /// A community takes its consent back.
    Retraction,
    /// A researcher's token.
    Token,
    /// A vote on a governance entry.
    Vote,
}

impl Tag {
    /// Returns the word that stands in the preimage.
    fn word(self) -> &'static str {
        match self {
            Self::Consent => "cosign",
            Self::Document => "doc",
            Self::Entry => "entry",
            Self::Erase => "erase",
            Self::Genesis => "genesis",
            Self::Governance => "gov",
            Self::Head => "head",
            Self::Label => "label",
            Self::Retraction => "retract",
            Self::Token => "token",
            Self::Vote => "vote",
        }
    }
}

/// Returns the bytes to sign for `body`.
pub fn preimage(tag: Tag, coalition: CoalitionId, body: &[u8]) -> Vec<u8> {
    [PREFIX, tag.word().as_bytes(), &[0], coalition.0.as_bytes(), body].concat()
}

/// Returns the id of `body`.
pub fn id(tag: Tag, coalition: CoalitionId, body: &[u8]) -> Hash {
    Hash::of([PREFIX, tag.word().as_bytes(), &[0], coalition.0.as_bytes(), body])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_hash_of_the_preimage() {
        let coalition = CoalitionId(Hash::from_bytes([7; 32]));
        let bytes = preimage(Tag::Entry, coalition, b"body");
        assert_eq!(bytes.get(..17), Some(b"flotilla/1/entry\0".as_slice()));
        assert_eq!(id(Tag::Entry, coalition, b"body"), Hash::of([bytes.as_slice()]));
    }

    #[test]
    fn one_body_has_another_id_under_each_tag_and_coalition() {
        let tags = [
            Tag::Consent,
            Tag::Document,
            Tag::Entry,
            Tag::Erase,
            Tag::Genesis,
            Tag::Governance,
            Tag::Head,
            Tag::Label,
            Tag::Retraction,
            Tag::Token,
            Tag::Vote,
        ];
        let coalitions = [CoalitionId::NONE, CoalitionId(Hash::from_bytes([7; 32]))];
        let mut ids: Vec<Hash> = Vec::new();
        for tag in tags {
            ids.extend(coalitions.map(|coalition| id(tag, coalition, b"body")));
        }
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 22);
    }
}
