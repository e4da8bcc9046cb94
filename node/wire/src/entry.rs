//! Entries of a log: `flotilla.v1.EntryHeader` and `flotilla.v1.Entry`.

use flotilla_domain::entry::Entry;
use flotilla_domain::entry::EntryHeader;
use flotilla_domain::entry::HEADER_BYTES_MAX;
use flotilla_domain::entry::Kind;
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

/// Decodes what claims to be a signed header with its payload.
///
/// # Errors
///
/// Fails if the header is not one.
pub fn receive(signed: Signed, payload: Vec<u8>) -> Result<Received<Entry>, DecodeError> {
    let header = decode_header(&signed.body)?;
    Ok(Received::new(Entry { header, payload }, signed))
}

/// Converts an entry that came from a peer.
///
/// # Errors
///
/// Fails if it is not one.
pub fn from_wire(wire: v1::Entry) -> Result<Received<Entry>, DecodeError> {
    let v1::Entry { header, payload } = wire;
    receive(signed_from_wire(header.ok_or_else(|| field("header"))?)?, payload)
}

/// Converts an entry for a peer: exactly the bytes that were signed.
pub fn to_wire(entry: &Verified<Entry>) -> v1::Entry {
    let payload = entry.value().payload.clone();
    v1::Entry { header: Some(signed_to_wire(entry.signed())), payload }
}

/// Encodes an entry for a file.
pub fn to_bytes(entry: &Verified<Entry>) -> Vec<u8> {
    to_wire(entry).encode_to_vec()
}

/// Decodes an entry from a file.
///
/// # Errors
///
/// Fails if the bytes are not one.
pub fn from_bytes(bytes: &[u8]) -> Result<Received<Entry>, DecodeError> {
    from_wire(v1::Entry::decode(bytes).map_err(|_| DecodeError::Encoding { what: "entry" })?)
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
    let payload = entry.claim().payload.clone();
    v1::Entry { header: Some(signed_to_wire(entry.signed())), payload }
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
