//! Entries of a log: `flotilla.v1.EntryHeader` and `flotilla.v1.Entry`.

use flotilla_domain::entry::Entry;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::entry::HEADER_BYTES_MAX;
use flotilla_domain::entry::Kind;
use flotilla_domain::entry::PAYLOAD_BYTES_MAX;
use flotilla_domain::entry::Payload;
use flotilla_domain::fork::ForkProof;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::roster::Roster;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_domain::signed::Verified;
use flotilla_proto::v1;
use prost::Message;

use crate::document::signed_from_wire;
use crate::document::signed_to_wire;
use crate::error;
use crate::error::DecodeError;
use crate::error::field;

/// The first byte of an encoded entry: the field of its header.
const HEADER_TAG: u8 = 0x0a;

/// Encodes a header that is about to be signed.
pub fn encode_header(header: &EntryHeader) -> Vec<u8> {
    let EntryHeader {
        member,
        epoch,
        seq,
        prev,
        created_ms,
        kind,
        payload_hash,
        payload_bytes,
        gov_height,
        gov_id,
    } = header;
    v1::EntryHeader {
        member_id: member.0.as_bytes().to_vec(),
        epoch: *epoch,
        seq: *seq,
        prev: error::optional_bytes(prev.map(|id| id.0)),
        created_ms: *created_ms,
        kind: kind_to_wire(*kind),
        payload_hash: payload_hash.as_bytes().to_vec(),
        payload_bytes: *payload_bytes,
        gov_height: *gov_height,
        gov_id: gov_id.as_bytes().to_vec(),
    }
    .encode_to_vec()
}

/// Decodes what claims to be a signed header.
///
/// # Errors
///
/// Fails if the bytes are not one, or more than a header may have.
pub fn receive_header(signed: Signed) -> Result<Received<EntryHeader>, DecodeError> {
    let header = decode_header(&signed.body)?;
    Ok(Received::new(header, signed))
}

/// Decodes what claims to be a signed header with its payload; an empty payload makes it a hole.
///
/// # Errors
///
/// Fails if the header is not one.
pub fn receive(signed: Signed, payload: Vec<u8>) -> Result<Received<Entry>, DecodeError> {
    let header = decode_header(&signed.body)?;
    // No payload is empty: it begins with salt.
    let payload = if payload.is_empty() { Payload::Erased } else { Payload::Held(payload) };
    Ok(Received::new(Entry { header, payload }, signed))
}

/// Converts an entry that came from a peer.
///
/// # Errors
///
/// Fails if it is not one.
pub fn from_wire(wire: v1::Entry) -> Result<Received<Entry>, DecodeError> {
    let v1::Entry { header, payload, erased } = wire;
    if !erased.is_empty() {
        return Err(field("erased"));
    }
    receive(signed_from_wire(header.ok_or_else(|| field("header"))?)?, payload)
}

/// Converts an entry for a peer: exactly the bytes that were signed.
pub fn to_wire(entry: &Verified<Entry>) -> v1::Entry {
    with_payload(entry.signed(), &entry.value().payload)
}

/// Encodes an entry for a file. A hole has the length that the entry has with its payload.
pub fn to_bytes(entry: &Verified<Entry>) -> Vec<u8> {
    let Entry { header, payload } = entry.value();
    let room = usize::try_from(header.payload_bytes).unwrap_or(usize::MAX);
    let erased = if payload.is_empty() { vec![0; room.min(PAYLOAD_BYTES_MAX)] } else { Vec::new() };
    v1::Entry { erased, ..to_wire(entry) }.encode_to_vec()
}

/// Decodes an entry from a file.
///
/// # Errors
///
/// Fails if the bytes are not one.
pub fn from_bytes(bytes: &[u8]) -> Result<Received<Entry>, DecodeError> {
    let wire = v1::Entry::decode(bytes).map_err(|_| DecodeError::Encoding { what: "entry" })?;
    let is_hole = wire.payload.is_empty();
    let room = wire.erased.len();
    if room > 0 && (!is_hole || wire.erased.iter().any(|byte| *byte != 0)) {
        return Err(field("erased"));
    }
    let received = from_wire(v1::Entry { erased: Vec::new(), ..wire })?;
    let says_room = usize::try_from(received.claim().header.payload_bytes).ok() == Some(room);
    if is_hole && !says_room { Err(field("erased")) } else { Ok(received) }
}

/// Decodes the header of an entry in a file whose payload may be half destroyed.
///
/// # Errors
///
/// Fails if there is no header where one should be.
pub fn header_from_bytes(bytes: &[u8]) -> Result<Received<EntryHeader>, DecodeError> {
    let malformed = || DecodeError::Encoding { what: "entry" };
    let (tag, rest) = bytes.split_first().ok_or_else(malformed)?;
    if *tag != HEADER_TAG {
        return Err(malformed());
    }
    let mut rest = rest;
    let length = prost::decode_length_delimiter(&mut rest).map_err(|_| malformed())?;
    let signed = rest.get(..length).ok_or_else(malformed)?;
    let signed = v1::Signed::decode(signed).map_err(|_| malformed())?;
    receive_header(signed_from_wire(signed)?)
}

/// Encodes, for a file, the hole that the entry of this header leaves.
pub fn hole_to_bytes(header: &Received<EntryHeader>) -> Vec<u8> {
    let room = usize::try_from(header.claim().payload_bytes).unwrap_or(usize::MAX);
    let erased = vec![0; room.min(PAYLOAD_BYTES_MAX)];
    let wire = with_payload(header.signed(), &Payload::Erased);
    v1::Entry { erased, ..wire }.encode_to_vec()
}

/// Converts a proof of a fork for a peer or a file.
pub fn fork_to_wire(proof: &ForkProof) -> v1::ForkProof {
    let [first, second] = proof.headers().map(|header| signed_to_wire(header.signed()));
    v1::ForkProof { first: Some(first), second: Some(second) }
}

/// Converts and checks a proof of a fork.
///
/// # Errors
///
/// Fails if it is malformed, or proves nothing.
pub fn fork_from_wire(wire: v1::ForkProof, roster: &Roster) -> Result<ForkProof, DecodeError> {
    let (first, second) = contradiction_from_wire(wire)?;
    ForkProof::new(first, second, roster).map_err(|_| field("fork_proof"))
}

/// Two headers that are said to prove a fork, unchecked.
pub type Contradiction = (Received<EntryHeader>, Received<EntryHeader>);

/// Converts what is said to be a proof of a fork for a peer.
pub fn contradiction_to_wire((first, second): &Contradiction) -> v1::ForkProof {
    let [first, second] = [first, second].map(|it| signed_to_wire(it.signed()));
    v1::ForkProof { first: Some(first), second: Some(second) }
}

/// Converts what a peer says is a proof of a fork, without checking it.
///
/// # Errors
///
/// Fails if it is malformed.
pub fn contradiction_from_wire(wire: v1::ForkProof) -> Result<Contradiction, DecodeError> {
    let v1::ForkProof { first, second } = wire;
    let header = |wire: Option<v1::Signed>, name| {
        receive_header(signed_from_wire(wire.ok_or_else(|| field(name))?)?)
    };
    Ok((header(first, "first")?, header(second, "second")?))
}

/// Converts an entry for a peer: exactly the bytes that were signed.
pub fn received_to_wire(entry: &Received<Entry>) -> v1::Entry {
    with_payload(entry.signed(), &entry.claim().payload)
}

fn with_payload(signed: &Signed, payload: &Payload) -> v1::Entry {
    let payload = payload.bytes().unwrap_or_default().to_vec();
    v1::Entry { header: Some(signed_to_wire(signed)), payload, erased: Vec::new() }
}

/// Encodes a proof of a fork for a file.
pub fn fork_to_bytes(proof: &ForkProof) -> Vec<u8> {
    fork_to_wire(proof).encode_to_vec()
}

/// Decodes and checks a proof of a fork from a file; its keys need not be in force any more.
///
/// # Errors
///
/// Fails if the bytes are not one.
pub fn fork_from_bytes(bytes: &[u8], roster: &Roster) -> Result<ForkProof, DecodeError> {
    let wire = v1::ForkProof::decode(bytes);
    let wire = wire.map_err(|_| DecodeError::Encoding { what: "fork proof" })?;
    let (first, second) = contradiction_from_wire(wire)?;
    ForkProof::on_record(first, second, roster).map_err(|_| field("fork_proof"))
}

fn decode_header(body: &[u8]) -> Result<EntryHeader, DecodeError> {
    if body.len() > HEADER_BYTES_MAX {
        return Err(DecodeError::TooLarge { max: HEADER_BYTES_MAX });
    }
    let wire = v1::EntryHeader::decode(body)
        .map_err(|_| DecodeError::Encoding { what: "entry header" })?;
    let v1::EntryHeader {
        member_id,
        epoch,
        seq,
        prev,
        created_ms,
        kind,
        payload_hash,
        payload_bytes,
        gov_height,
        gov_id,
    } = wire;
    Ok(EntryHeader {
        member: MemberId(error::hash(&member_id, "member_id")?),
        epoch,
        seq,
        prev: error::optional_hash(&prev, "prev")?.map(EntryId),
        created_ms,
        kind: kind_from_wire(kind)?,
        payload_hash: error::hash(&payload_hash, "payload_hash")?,
        payload_bytes,
        gov_height,
        gov_id: error::hash(&gov_id, "gov_id")?,
    })
}

fn kind_to_wire(kind: Kind) -> i32 {
    match kind {
        Kind::Erasure => v1::EntryKind::Erasure.into(),
        Kind::Practice => v1::EntryKind::Practice.into(),
        Kind::Release => v1::EntryKind::Release.into(),
        Kind::Response => v1::EntryKind::Response.into(),
        Kind::TokenRevocation => v1::EntryKind::TokenRevocation.into(),
        Kind::Unknown(number) => number,
        Kind::Withdrawal => v1::EntryKind::Withdrawal.into(),
    }
}

fn kind_from_wire(number: i32) -> Result<Kind, DecodeError> {
    Ok(match v1::EntryKind::try_from(number) {
        Ok(v1::EntryKind::Erasure) => Kind::Erasure,
        Ok(v1::EntryKind::Practice) => Kind::Practice,
        Ok(v1::EntryKind::Release) => Kind::Release,
        Ok(v1::EntryKind::Response) => Kind::Response,
        Ok(v1::EntryKind::TokenRevocation) => Kind::TokenRevocation,
        Ok(v1::EntryKind::Withdrawal) => Kind::Withdrawal,
        Ok(v1::EntryKind::Unspecified) => return Err(field("kind")),
        Err(_) => Kind::Unknown(number),
    })
}
