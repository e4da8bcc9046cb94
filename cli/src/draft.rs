//! What waits for the signature of an admin key that is on another computer.
//!
//! ```text
//! payload = version (1) || coalition id (32) || { tag (1) || length (4) || body }…
//! ```
//!
//! - **The bodies are the very bytes that will be signed**; what a person is shown before they sign is
//!   decoded from them.
//! - **All objects of a draft name one admin key**, the one that is to sign.
//! - Tags: 1 a member document, 2 a governance entry, 3 a vote.

use flotilla_domain::document::MemberDocument;
use flotilla_domain::governance::GovEntry;
use flotilla_domain::governance::Vote;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::Hash;
use flotilla_domain::key::PublicKey;
use flotilla_domain::key::Signature;
use flotilla_domain::key::SigningKey;
use flotilla_domain::preimage::Tag;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_wire::document;
use flotilla_wire::error::DecodeError;
use flotilla_wire::governance;

/// The version of the payload.
const VERSION: u8 = 1;

/// What an admin key signs, and the number that stands for it.
const NUMBERS: [(Tag, u8); 3] = [(Tag::Document, 1), (Tag::Governance, 2), (Tag::Vote, 3)];

/// The most objects of a draft: what one command makes.
const OBJECTS_MAX: usize = 4;

/// Objects to be signed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Draft {
    /// The coalition.
    pub(crate) coalition: CoalitionId,
    /// The objects, in the order in which they can be checked.
    pub(crate) objects: Vec<Unsigned>,
}

/// One object to be signed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Unsigned {
    tag: Tag,
    body: Vec<u8>,
}

/// One object, decoded.
#[derive(Clone, Debug)]
pub(crate) enum Decoded {
    /// A member document.
    Document(Box<Received<MemberDocument>>),
    /// A governance entry.
    Governance(Box<Received<GovEntry>>),
    /// A vote.
    Vote(Box<Received<Vote>>),
}

/// Why a file is not a draft.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum InvalidDraft {
    /// An object in it is not one.
    #[error("an object in it is malformed")]
    Decode(#[source] DecodeError),
    /// The bytes are not a draft of this version.
    #[error("it is not a draft of this version")]
    Malformed,
    /// Its objects name different keys.
    #[error("its objects are for more than one key")]
    TwoKeys,
}

impl Draft {
    /// Reads a draft and everything in it.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, InvalidDraft> {
        let malformed = InvalidDraft::Malformed;
        let Some(([VERSION], rest)) = bytes.split_first_chunk() else { return Err(malformed) };
        let (coalition, mut rest) = rest.split_first_chunk::<32>().ok_or(malformed.clone())?;
        let mut objects = Vec::new();
        while !rest.is_empty() {
            let (head, tail) = rest.split_first_chunk::<5>().ok_or(malformed.clone())?;
            let [tag, length @ ..] = *head;
            let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
            let (body, tail) = tail.split_at_checked(length).ok_or(malformed.clone())?;
            let tag = tag_of(tag).ok_or(malformed.clone())?;
            objects.push(Unsigned { tag, body: body.to_vec() });
            rest = tail;
        }
        if !(1..=OBJECTS_MAX).contains(&objects.len()) {
            return Err(malformed);
        }
        let draft = Self { coalition: CoalitionId(Hash::from_bytes(*coalition)), objects };
        draft.key().map(|_| draft)
    }

    /// Returns the bytes of the draft.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend(self.coalition.0.as_bytes());
        for Unsigned { tag, body } in &self.objects {
            bytes.push(number_of(*tag));
            bytes.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_be_bytes());
            bytes.extend(body);
        }
        bytes
    }

    /// Returns the key that is to sign.
    pub(crate) fn key(&self) -> Result<PublicKey, InvalidDraft> {
        let mut keys = Vec::new();
        for object in &self.objects {
            keys.push(object.shown().map_err(InvalidDraft::Decode)?.key());
        }
        match keys.split_first() {
            Some((first, rest)) if rest.iter().all(|key| key == first) => Ok(*first),
            _ => Err(InvalidDraft::TwoKeys),
        }
    }

    /// Signs everything.
    pub(crate) fn sign(&self, key: &SigningKey) -> Result<Vec<Decoded>, DecodeError> {
        let sign = |it: &Unsigned| {
            decode(it.tag, Signed::new(it.tag, self.coalition, it.body.clone(), key))
        };
        self.objects.iter().map(sign).collect()
    }
}

impl Unsigned {
    /// Drafts a member document.
    pub(crate) fn document(document: &MemberDocument) -> Self {
        Self { tag: Tag::Document, body: document::encode(document) }
    }

    /// Drafts a governance entry.
    pub(crate) fn entry(entry: &GovEntry) -> Self {
        Self { tag: Tag::Governance, body: governance::encode(entry) }
    }

    /// Drafts a vote.
    pub(crate) fn vote(vote: &Vote) -> Self {
        Self { tag: Tag::Vote, body: governance::encode_vote(vote) }
    }

    /// Returns what the very bytes say, without a signature, to be shown.
    pub(crate) fn shown(&self) -> Result<Decoded, DecodeError> {
        decode(self.tag, Signed { body: self.body.clone(), signature: Signature([0; 64]) })
    }
}

impl Decoded {
    /// Returns the admin key that it names.
    pub(crate) fn key(&self) -> PublicKey {
        match self {
            Self::Document(it) => it.claim().admin_key,
            Self::Governance(it) => it.claim().proposer_key,
            Self::Vote(it) => it.claim().admin_key,
        }
    }
}

fn decode(tag: Tag, signed: Signed) -> Result<Decoded, DecodeError> {
    match tag {
        Tag::Document => document::receive(signed).map(|it| Decoded::Document(Box::new(it))),
        Tag::Governance => governance::receive(signed).map(|it| Decoded::Governance(Box::new(it))),
        Tag::Vote => governance::receive_vote(signed).map(|it| Decoded::Vote(Box::new(it))),
        Tag::Consent
        | Tag::Label
        | Tag::Retraction
        | Tag::Entry
        | Tag::Erase
        | Tag::Genesis
        | Tag::Head
        | Tag::Token => Err(DecodeError::Encoding { what: "draft" }),
    }
}

fn tag_of(number: u8) -> Option<Tag> {
    NUMBERS.iter().find(|(_, it)| *it == number).map(|(tag, _)| *tag)
}

/// Returns the number of a tag; 0, which nobody reads, for what is no part of a draft.
fn number_of(tag: Tag) -> u8 {
    NUMBERS.iter().find(|(it, _)| *it == tag).map_or(0, |(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flotilla_domain::governance::Choice;
    use flotilla_wire::sample::Sample;

    #[test]
    fn a_draft_reads_back_as_itself() {
        let draft = draft(0, 0);
        assert_eq!(Draft::decode(&draft.encode()).unwrap(), draft);
        assert_eq!(draft.key().unwrap(), Sample::admin_key(0).public());
    }

    #[test]
    fn what_is_signed_verifies() {
        let sample = Sample::new(3);
        let signed = draft(0, 0).sign(&Sample::admin_key(0)).unwrap();
        let [Decoded::Governance(_), Decoded::Vote(vote)] = &signed[..] else {
            panic!("{signed:?}")
        };
        assert!(vote.clone().verify(sample.roster().coalition()).is_ok());
    }

    #[test]
    fn objects_for_two_keys_are_no_draft() {
        assert_eq!(Draft::decode(&draft(0, 1).encode()), Err(InvalidDraft::TwoKeys));
    }

    #[test]
    fn a_torn_or_foreign_file_is_no_draft() {
        let bytes = draft(0, 0).encode();
        for length in 0..bytes.len() {
            let torn = Draft::decode(&bytes[..length]);
            // The draft without its second object is one, too.
            assert!(torn.is_err() || torn.unwrap().objects.len() == 1, "{length} bytes");
        }
        let mut other = bytes;
        other[33] = 9;
        assert_eq!(Draft::decode(&other), Err(InvalidDraft::Malformed));
    }

    fn draft(proposer: usize, voter: usize) -> Draft {
        let sample = Sample::new(3);
        let entry = sample.proposal(proposer, Vec::new());
        let coalition = sample.roster().coalition();
        let vote = Vote {
            member: sample.member(voter),
            admin_key: Sample::admin_key(voter).public(),
            entry: entry.id(coalition),
            choice: Choice::Approve,
        };
        let objects = vec![Unsigned::entry(entry.claim()), Unsigned::vote(&vote)];
        Draft { coalition, objects }
    }
}
