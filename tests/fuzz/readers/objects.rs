//! What members sign and nodes send.

use std::fmt::Debug;

use flotilla_domain::entry::Kind;
use flotilla_domain::entry::SALT_BYTES;
use flotilla_domain::key::Signature;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_proto::v1;
use flotilla_wire::bundle;
use flotilla_wire::consent;
use flotilla_wire::document;
use flotilla_wire::entry;
use flotilla_wire::error::DecodeError;
use flotilla_wire::frames;
use flotilla_wire::genesis;
use flotilla_wire::governance;
use flotilla_wire::payload;
use flotilla_wire::payload::Content;
use flotilla_wire::retraction;
use flotilla_wire::statement;
use prost::Message;

/// What an entry may hold.
const KINDS: [Kind; 5] =
    [Kind::Erasure, Kind::Practice, Kind::Release, Kind::Response, Kind::Withdrawal];

/// Objects carried by hand.
pub(super) fn bundle(bytes: &[u8]) {
    let Ok(mut reader) = bundle::Reader::begin(bytes) else { return };
    while let Ok(Some(_)) = reader.arrival() {}
}

/// The body of a community's consent, and the files in which it is asked for and given.
pub(super) fn consent(bytes: &[u8]) {
    let _request = consent::Request::from_bytes(bytes);
    let _answer = consent::Answer::from_bytes(bytes);
    comes_back(bytes, consent::receive, consent::encode);
}

/// The body of a member document.
pub(super) fn document(bytes: &[u8]) {
    comes_back(bytes, document::receive, document::encode);
}

/// A whole entry as segments keep it, and the body of a header.
pub(super) fn entry(bytes: &[u8]) {
    let _entry = entry::from_bytes(bytes);
    let _header = entry::header_from_bytes(bytes);
    comes_back(bytes, entry::receive_header, entry::encode_header);
}

/// What one node sends to another.
pub(super) fn frame(bytes: &[u8]) {
    let Ok(wire) = v1::SyncFrame::decode(bytes) else { return };
    let _arrival = frames::from_wire(wire);
}

/// What founders sign.
pub(super) fn genesis(bytes: &[u8]) {
    if let Ok(gathering) = genesis::from_bytes(bytes) {
        let again = genesis::to_bytes(&gathering);
        assert_eq!(genesis::to_bytes(&genesis::from_bytes(&again).unwrap()), again);
    }
}

/// The body of a proposal.
pub(super) fn governance(bytes: &[u8]) {
    if let Ok(received) = governance::receive(signed(bytes)) {
        let again = governance::encode(received.claim());
        let received = governance::receive(signed(&again)).unwrap();
        assert_eq!(governance::encode(received.claim()), again);
    }
}

/// The body of a vote.
pub(super) fn vote(bytes: &[u8]) {
    comes_back(bytes, governance::receive_vote, governance::encode_vote);
}

/// The body of what takes a consent back.
pub(super) fn retraction(bytes: &[u8]) {
    comes_back(bytes, retraction::receive, retraction::encode);
}

/// The body of a head statement.
pub(super) fn statement(bytes: &[u8]) {
    comes_back(bytes, statement::receive, statement::encode);
}

/// The payload of an entry, of each kind, and that of a record that stays at home.
pub(super) fn payload(bytes: &[u8]) {
    // As it is, and as what was compressed.
    let packed = [&[0; SALT_BYTES], zstd::encode_all(bytes, 1).unwrap().as_slice()].concat();
    for bytes in [bytes, &packed] {
        if let Ok(home) = payload::unpack_at_home(bytes)
            && let Ok(again) = payload::pack_at_home(&home, [0; SALT_BYTES])
        {
            assert_eq!(payload::unpack_at_home(&again).unwrap(), home);
        }
        for kind in KINDS {
            let Ok(content) = payload::unpack(kind, bytes) else { continue };
            if let Some(again) = repacked(&content) {
                assert_eq!(payload::unpack(kind, &again).unwrap(), content);
            }
        }
    }
}

fn repacked(content: &Content) -> Option<Vec<u8>> {
    match content {
        Content::Practice(practice) => payload::pack_practice(practice, [0; SALT_BYTES]).ok(),
        Content::Release(release) => payload::pack_release(release, [0; SALT_BYTES]).ok(),
        Content::Response(response) => payload::pack_response(response, [0; SALT_BYTES]).ok(),
        _ => None,
    }
}

/// What is read from a body and encoded again is read as the same.
fn comes_back<T: Debug + PartialEq>(
    body: &[u8],
    receive: impl Fn(Signed) -> Result<Received<T>, DecodeError>,
    encode: impl Fn(&T) -> Vec<u8>,
) {
    if let Ok(received) = receive(signed(body)) {
        let again = receive(signed(&encode(received.claim()))).unwrap();
        assert_eq!(again.claim(), received.claim());
    }
}

/// Nobody's signature: readers look at the body alone.
fn signed(body: &[u8]) -> Signed {
    Signed { body: body.to_vec(), signature: Signature([0; 64]) }
}
