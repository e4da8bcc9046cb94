//! Member documents: `flotilla.v1.MemberDocument`.

use flotilla_domain::document::Cut;
use flotilla_domain::document::DOCUMENT_BYTES_MAX;
use flotilla_domain::document::DocumentKind;
use flotilla_domain::document::Epoch;
use flotilla_domain::document::MemberDocument;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::preimage::SUITE;
use flotilla_domain::profile::Absence;
use flotilla_domain::profile::Profile;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_proto::v1;
use prost::Message;

use crate::error;
use crate::error::DecodeError;
use crate::error::field;

/// Encodes a document that is about to be signed.
pub fn encode(document: &MemberDocument) -> Vec<u8> {
    let MemberDocument {
        kind,
        version,
        prev,
        member,
        admin_key,
        next_admin_key_hash,
        epochs,
        name,
        contact_role,
        handle,
        profile,
        labels,
        nonce,
    } = document;
    v1::MemberDocument {
        suite: SUITE,
        version: *version,
        prev: error::optional_bytes(prev.map(|id| id.0)),
        member_id: error::optional_bytes(member.map(|id| id.0)),
        admin_key: admin_key.as_bytes().to_vec(),
        next_admin_key_hash: next_admin_key_hash.as_bytes().to_vec(),
        epochs: epochs.iter().map(epoch_to_wire).collect(),
        name: name.clone(),
        contact_role: contact_role.clone(),
        handle: handle.clone(),
        regions: profile.regions.clone(),
        programs: profile.programs.clone(),
        not_offered: profile.absent.iter().map(absence_to_wire).collect(),
        labels: labels.clone(),
        kind: i32::from(kind_to_wire(*kind)),
        nonce: nonce.to_vec(),
    }
    .encode_to_vec()
}

/// Decodes what claims to be a signed document.
///
/// # Errors
///
/// Fails if the bytes are not one.
pub fn receive(signed: Signed) -> Result<Received<MemberDocument>, DecodeError> {
    let wire = v1::MemberDocument::decode(signed.body.as_slice())
        .map_err(|_| DecodeError::Encoding { what: "member document" })?;
    let v1::MemberDocument {
        suite,
        version,
        prev,
        member_id,
        admin_key,
        next_admin_key_hash,
        epochs,
        name,
        contact_role,
        handle,
        regions,
        programs,
        labels,
        kind,
        nonce,
        not_offered,
    } = wire;
    let absent = not_offered.into_iter().map(absence_from_wire).collect();
    error::suite(suite)?;
    let document = MemberDocument {
        kind: kind_from_wire(kind)?,
        version,
        prev: error::optional_hash(&prev, "prev")?.map(DocumentId),
        member: error::optional_hash(&member_id, "member_id")?.map(MemberId),
        admin_key: error::key(&admin_key, "admin_key")?,
        next_admin_key_hash: error::hash(&next_admin_key_hash, "next_admin_key_hash")?,
        epochs: epochs.into_iter().map(epoch_from_wire).collect::<Result<_, _>>()?,
        name,
        contact_role,
        handle,
        profile: Profile { regions, programs, absent },
        labels,
        nonce: error::nonce(&nonce)?,
    };
    Ok(Received::new(document, signed))
}

fn absence_to_wire(absence: &Absence) -> v1::Absence {
    let Absence { region, program } = absence;
    v1::Absence { region: region.clone(), program: program.clone() }
}

fn absence_from_wire(wire: v1::Absence) -> Absence {
    let v1::Absence { region, program } = wire;
    Absence { region, program }
}

/// Encodes a signed document for a file: `flotilla.v1.Signed`.
pub fn to_bytes(signed: &Signed) -> Vec<u8> {
    signed_to_wire(signed).encode_to_vec()
}

/// Decodes a signed document from a file.
///
/// # Errors
///
/// Fails if the bytes are not one.
pub fn from_bytes(bytes: &[u8]) -> Result<Received<MemberDocument>, DecodeError> {
    receive(signed_from_bytes(bytes)?)
}

pub(crate) fn signed_from_bytes(bytes: &[u8]) -> Result<Signed, DecodeError> {
    let wire =
        v1::Signed::decode(bytes).map_err(|_| DecodeError::Encoding { what: "signed object" })?;
    signed_from_wire(wire)
}

/// Converts a signed document that came from a peer.
///
/// # Errors
///
/// Fails if it is not one, or has more bytes than a document may have.
pub fn from_wire(wire: v1::Signed) -> Result<Received<MemberDocument>, DecodeError> {
    let signed = signed_from_wire(wire)?;
    if signed.body.len() > DOCUMENT_BYTES_MAX {
        return Err(DecodeError::TooLarge { max: DOCUMENT_BYTES_MAX });
    }
    receive(signed)
}

pub(crate) fn signed_to_wire(signed: &Signed) -> v1::Signed {
    let Signed { body, signature } = signed;
    v1::Signed { body: body.clone(), signature: signature.0.to_vec() }
}

pub(crate) fn signed_from_wire(wire: v1::Signed) -> Result<Signed, DecodeError> {
    let v1::Signed { body, signature } = wire;
    Ok(Signed { body, signature: error::signature(&signature)? })
}

fn epoch_to_wire(epoch: &Epoch) -> v1::Epoch {
    let Epoch { number, node_key, cut } = epoch;
    let (cut_seq, cut_hash) = cut_to_wire(*cut);
    v1::Epoch { number: *number, node_key: node_key.as_bytes().to_vec(), cut_seq, cut_hash }
}

fn epoch_from_wire(wire: v1::Epoch) -> Result<Epoch, DecodeError> {
    let v1::Epoch { number, node_key, cut_seq, cut_hash } = wire;
    let cut = cut_from_wire(cut_seq, &cut_hash)?;
    Ok(Epoch { number, node_key: error::key(&node_key, "node_key")?, cut })
}

pub(crate) fn cut_to_wire(cut: Cut) -> (u64, Vec<u8>) {
    let hash = error::optional_bytes(cut.map(|(_, id)| id.0));
    (cut.map_or(0, |(seq, _)| seq), hash)
}

pub(crate) fn cut_from_wire(seq: u64, hash: &[u8]) -> Result<Cut, DecodeError> {
    match (seq, error::optional_hash(hash, "cut_hash")?) {
        (0, None) => Ok(None),
        (seq, Some(id)) if seq > 0 => Ok(Some((seq, EntryId(id)))),
        _ => Err(field("cut_seq")),
    }
}

fn kind_to_wire(kind: DocumentKind) -> v1::DocumentKind {
    match kind {
        DocumentKind::Inception => v1::DocumentKind::Inception,
        DocumentKind::Recover => v1::DocumentKind::Recover,
        DocumentKind::Rotate => v1::DocumentKind::Rotate,
        DocumentKind::Update => v1::DocumentKind::Update,
    }
}

fn kind_from_wire(kind: i32) -> Result<DocumentKind, DecodeError> {
    match v1::DocumentKind::try_from(kind) {
        Ok(v1::DocumentKind::Inception) => Ok(DocumentKind::Inception),
        Ok(v1::DocumentKind::Recover) => Ok(DocumentKind::Recover),
        Ok(v1::DocumentKind::Rotate) => Ok(DocumentKind::Rotate),
        Ok(v1::DocumentKind::Update) => Ok(DocumentKind::Update),
        Ok(v1::DocumentKind::Unspecified) | Err(_) => Err(field("kind")),
    }
}
