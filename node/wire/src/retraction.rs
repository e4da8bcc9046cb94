//! What a community takes back: `flotilla.v1.Retraction`.

use flotilla_domain::id::ConsentId;
use flotilla_domain::id::MemberId;
use flotilla_domain::preimage::SUITE;
use flotilla_domain::retraction::RETRACTED_MAX;
use flotilla_domain::retraction::RETRACTION_BYTES_MAX;
use flotilla_domain::retraction::Retraction;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_proto::v1;
use prost::Message;

use crate::document;
use crate::error;
use crate::error::DecodeError;
use crate::error::field;

/// Encodes a retraction that is about to be signed.
pub fn encode(retraction: &Retraction) -> Vec<u8> {
    let Retraction { steward, steward_key, member, consents } = retraction;
    v1::Retraction {
        suite: SUITE,
        steward: steward.clone(),
        steward_key: steward_key.as_bytes().to_vec(),
        member_id: member.0.as_bytes().to_vec(),
        consents: consents.iter().map(|it| it.0.as_bytes().to_vec()).collect(),
    }
    .encode_to_vec()
}

/// Decodes what claims to be a signed retraction.
///
/// # Errors
///
/// Fails if the bytes are not one, or more than a retraction may have.
pub fn receive(signed: Signed) -> Result<Received<Retraction>, DecodeError> {
    if signed.body.len() > RETRACTION_BYTES_MAX {
        return Err(DecodeError::TooLarge { max: RETRACTION_BYTES_MAX });
    }
    let wire = v1::Retraction::decode(signed.body.as_slice())
        .map_err(|_| DecodeError::Encoding { what: "retraction" })?;
    let v1::Retraction { suite, steward, steward_key, member_id, consents } = wire;
    error::suite(suite)?;
    if consents.len() > RETRACTED_MAX {
        return Err(DecodeError::TooLarge { max: RETRACTED_MAX });
    }
    let consents = consents.iter().map(|id| error::hash(id, "consents").map(ConsentId));
    let consents = consents.collect::<Result<Vec<_>, _>>()?;
    if !consents.is_sorted_by(|a, b| a < b) {
        return Err(field("consents"));
    }
    let retraction = Retraction {
        steward,
        steward_key: error::key(&steward_key, "steward_key")?,
        member: MemberId(error::hash(&member_id, "member_id")?),
        consents: consents.into_iter().collect(),
    };
    Ok(Received::new(retraction, signed))
}

/// Converts a signed retraction that came from a peer.
///
/// # Errors
///
/// Fails if it is not one.
pub fn from_wire(wire: v1::Signed) -> Result<Received<Retraction>, DecodeError> {
    receive(document::signed_from_wire(wire)?)
}

/// Decodes a signed retraction from a file.
///
/// # Errors
///
/// Fails if the bytes are not one.
pub fn from_bytes(bytes: &[u8]) -> Result<Received<Retraction>, DecodeError> {
    receive(document::signed_from_bytes(bytes)?)
}
