//! The founding act: `flotilla.v1.Genesis` and `flotilla.v1.SignedGenesis`.

use flotilla_domain::genesis::Gathering;
use flotilla_domain::genesis::Genesis;
use flotilla_domain::id::MemberId;
use flotilla_domain::policy::Access;
use flotilla_domain::policy::ClassParameters;
use flotilla_domain::policy::GateParameters;
use flotilla_domain::policy::Policy;
use flotilla_domain::preimage::SUITE;
use flotilla_domain::scope::Scopes;
use flotilla_domain::signed::VerifyError;
use flotilla_proto::v1;
use prost::Message;

use crate::catalogue;
use crate::document;
use crate::error;
use crate::error::DecodeError;
use crate::error::field;
use crate::token;

/// Why a file is not a genesis.
#[derive(Debug, thiserror::Error)]
pub enum ReadGenesisError {
    /// The bytes are not one.
    #[error("the file is not a genesis")]
    Decode(#[source] DecodeError),
    /// A rule or a signature does not hold.
    #[error("the genesis does not verify")]
    Verify(#[source] VerifyError),
}

/// Encodes a genesis that is about to be signed.
pub fn encode(genesis: &Genesis) -> Vec<u8> {
    let Genesis { name, nonce, policy, catalogue, founders, created_ms } = genesis;
    v1::Genesis {
        suite: SUITE,
        name: name.clone(),
        nonce: nonce.to_vec(),
        policy: Some(policy_to_wire(policy)),
        catalogue: Some(catalogue::to_wire(catalogue)),
        founders: founders.iter().map(|it| document::signed_to_wire(it.signed())).collect(),
        created_ms: *created_ms,
    }
    .encode_to_vec()
}

/// Encodes a genesis with the signatures gathered so far.
pub fn to_bytes(gathering: &Gathering) -> Vec<u8> {
    to_wire(gathering).encode_to_vec()
}

/// Converts a genesis with the signatures gathered so far: exactly the bytes that were signed.
pub fn to_wire(gathering: &Gathering) -> v1::SignedGenesis {
    let signature = |(member, signature): (MemberId, flotilla_domain::key::Signature)| {
        let member_id = member.0.as_bytes().to_vec();
        v1::MemberSignature { member_id, signature: signature.0.to_vec() }
    };
    let body = gathering.body().to_vec();
    v1::SignedGenesis { body, signatures: gathering.signatures().map(signature).collect() }
}

/// Decodes and checks a genesis with the signatures gathered so far.
///
/// # Errors
///
/// Fails if the bytes are not one, or a rule or signature does not hold.
pub fn from_bytes(bytes: &[u8]) -> Result<Gathering, ReadGenesisError> {
    let wire = v1::SignedGenesis::decode(bytes)
        .map_err(|_| ReadGenesisError::Decode(DecodeError::Encoding { what: "genesis" }))?;
    from_wire(wire)
}

/// Converts and checks a genesis with the signatures gathered so far.
///
/// # Errors
///
/// Fails if it is not one, or a rule or signature does not hold.
pub fn from_wire(wire: v1::SignedGenesis) -> Result<Gathering, ReadGenesisError> {
    let (body, genesis, signatures) = decode(wire).map_err(ReadGenesisError::Decode)?;
    Gathering::new(body, genesis, signatures).map_err(ReadGenesisError::Verify)
}

type Decoded = (Vec<u8>, Genesis, Vec<(MemberId, flotilla_domain::key::Signature)>);

fn decode(wire: v1::SignedGenesis) -> Result<Decoded, DecodeError> {
    let malformed = |_| DecodeError::Encoding { what: "genesis" };
    let v1::SignedGenesis { body, signatures } = wire;
    let v1::Genesis { suite, name, nonce, policy, catalogue, founders, created_ms } =
        v1::Genesis::decode(body.as_slice()).map_err(malformed)?;
    error::suite(suite)?;
    let founder = |wire| document::receive(document::signed_from_wire(wire)?);
    let genesis = Genesis {
        name,
        nonce: error::nonce(&nonce)?,
        policy: policy_from_wire(policy.ok_or_else(|| field("policy"))?)?,
        catalogue: catalogue::from_wire(catalogue.ok_or_else(|| field("catalogue"))?)?,
        founders: founders.into_iter().map(founder).collect::<Result<_, _>>()?,
        created_ms,
    };
    let signature = |wire: v1::MemberSignature| {
        let v1::MemberSignature { member_id, signature } = wire;
        let member = MemberId(error::hash(&member_id, "member_id")?);
        Ok((member, error::signature(&signature)?))
    };
    let signatures = signatures.into_iter().map(signature).collect::<Result<_, _>>()?;
    Ok((body, genesis, signatures))
}

pub(crate) fn policy_to_wire(policy: &Policy) -> v1::Policy {
    let Policy {
        version,
        gate: GateParameters { rounding_base, threshold, slice_base, candidates, classes },
        quorum_percent,
        access,
        protocol_version_min,
        member_bytes_max,
        member_entries_max,
    } = policy;
    let ClassParameters {
        identity_threshold,
        identity_slice_base,
        community_threshold,
        community_slice_base,
    } = *classes;
    let (access, public) = match *access {
        Access::Public => (v1::Access::Public, Scopes::NONE),
        Access::Token { public } => (v1::Access::Token, public),
    };
    v1::Policy {
        version: *version,
        rounding_base: *rounding_base,
        threshold: *threshold,
        slice_base: *slice_base,
        candidates: *candidates,
        quorum_percent: *quorum_percent,
        access: i32::from(access),
        protocol_version_min: *protocol_version_min,
        member_bytes_max: *member_bytes_max,
        member_entries_max: *member_entries_max,
        identity_threshold,
        identity_slice_base,
        community_threshold,
        community_slice_base,
        public_scopes: token::scopes_to_wire(public),
    }
}

pub(crate) fn policy_from_wire(wire: v1::Policy) -> Result<Policy, DecodeError> {
    let v1::Policy {
        version,
        rounding_base,
        threshold,
        slice_base,
        candidates,
        quorum_percent,
        access,
        protocol_version_min,
        member_bytes_max,
        member_entries_max,
        identity_threshold,
        identity_slice_base,
        community_threshold,
        community_slice_base,
        public_scopes,
    } = wire;
    let classes = ClassParameters {
        identity_threshold,
        identity_slice_base,
        community_threshold,
        community_slice_base,
    };
    let public = token::scopes_from_wire(&public_scopes, "public_scopes")?;
    let access = match v1::Access::try_from(access) {
        Ok(v1::Access::Public) if public.is_empty() => Access::Public,
        Ok(v1::Access::Public) => return Err(field("public_scopes")),
        Ok(v1::Access::Token) => Access::Token { public },
        Ok(v1::Access::Unspecified) | Err(_) => return Err(field("access")),
    };
    Ok(Policy {
        version,
        gate: GateParameters { rounding_base, threshold, slice_base, candidates, classes },
        quorum_percent,
        access,
        protocol_version_min,
        member_bytes_max,
        member_entries_max,
    })
}
