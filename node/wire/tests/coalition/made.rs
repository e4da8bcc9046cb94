//! Signed objects as a world makes them: really encoded, signed and decoded.

use flotilla_domain::coalition::Object;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::governance::GovEntry;
use flotilla_domain::governance::Vote;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::Hash;
use flotilla_domain::key::PublicKey;
use flotilla_domain::preimage;
use flotilla_domain::preimage::Tag;
use flotilla_domain::retraction::Retraction;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_wire::document;
use flotilla_wire::entry;
use flotilla_wire::governance;
use flotilla_wire::retraction;
use flotilla_wire::statement;

use crate::keys::Pair;

/// One object.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    /// Its id, whether it is sound or not.
    pub(crate) id: Hash,
    /// The key that really signed it.
    pub(crate) signer: PublicKey,
    /// Whether it holds on its own account: limits, and a signature by the key that it names.
    pub(crate) sound: bool,
    /// What a node receives.
    pub(crate) object: Object,
}

/// Signs a document.
pub(crate) fn document(value: &MemberDocument, coalition: CoalitionId, key: &Pair) -> Made {
    let inception = value.kind == DocumentKind::Inception;
    let under = if inception { CoalitionId::NONE } else { coalition };
    let (id, signed) = sign(Tag::Document, under, document::encode(value), key);
    let received = document::receive(signed).unwrap();
    assert_eq!(
        document::encode(received.claim()),
        received.signed().body,
        "reads back as it was written"
    );
    let sound = received.clone().verify(coalition).is_ok();
    Made { id, signer: key.public, sound, object: Object::Document(Box::new(received)) }
}

/// Signs a governance entry.
pub(crate) fn entry(value: &GovEntry, coalition: CoalitionId, key: &Pair) -> Made {
    let (id, signed) = sign(Tag::Governance, coalition, governance::encode(value), key);
    let received = governance::receive(signed).unwrap();
    assert_eq!(
        governance::encode(received.claim()),
        received.signed().body,
        "reads back as it was written"
    );
    let sound = received.clone().verify(coalition).is_ok();
    Made { id, signer: key.public, sound, object: Object::Governance(Box::new(received)) }
}

/// Signs a vote.
pub(crate) fn vote(value: &Vote, coalition: CoalitionId, key: &Pair) -> Made {
    let (id, signed) = sign(Tag::Vote, coalition, governance::encode_vote(value), key);
    let received = governance::receive_vote(signed).unwrap();
    assert_eq!(
        governance::encode_vote(received.claim()),
        received.signed().body,
        "reads back as it was written"
    );
    let sound = value.admin_key == key.public;
    Made { id, signer: key.public, sound, object: Object::Vote(received) }
}

/// Signs what a community takes back.
pub(crate) fn retraction(value: &Retraction, coalition: CoalitionId, key: &Pair) -> Made {
    let (id, signed) = sign(Tag::Retraction, coalition, retraction::encode(value), key);
    let received = retraction::receive(signed).unwrap();
    let sound = received.clone().verify(coalition).is_ok();
    Made { id, signer: key.public, sound, object: Object::Retraction(received) }
}

/// Signs the header of a log entry.
pub(crate) fn header(value: &EntryHeader, coalition: CoalitionId, key: &Pair) -> Made {
    let (id, signed) = sign(Tag::Entry, coalition, entry::encode_header(value), key);
    let received = entry::receive_header(signed).unwrap();
    Made { id, signer: key.public, sound: true, object: Object::Header(received) }
}

/// Signs a head statement.
pub(crate) fn statement(value: &HeadStatement, coalition: CoalitionId, key: &Pair) -> Made {
    let (id, signed) = sign(Tag::Head, coalition, statement::encode(value), key);
    let received = statement::receive(signed).unwrap();
    Made { id, signer: key.public, sound: true, object: Object::Statement(received) }
}

/// Returns a document that was made, as it travels inside of a governance entry.
pub(crate) fn as_received(made: &Made) -> Received<MemberDocument> {
    match &made.object {
        Object::Document(it) => it.as_ref().clone(),
        _ => panic!("not a document"),
    }
}

fn sign(tag: Tag, coalition: CoalitionId, body: Vec<u8>, key: &Pair) -> (Hash, Signed) {
    let id = preimage::id(tag, coalition, &body);
    (id, Signed::new(tag, coalition, body, &key.secret))
}
