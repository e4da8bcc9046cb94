//! Governance entries and votes: `flotilla.v1.GovEntry` and `flotilla.v1.Vote`.
//!
//! An action of a later version makes its entry undecodable here: a node that cannot apply an action
//! must not vote on it or guess what follows from it. The policy names the lowest version that
//! members may speak, and is raised before such an action is proposed.

use flotilla_domain::document::MemberDocument;
use flotilla_domain::governance::ACTIONS_MAX;
use flotilla_domain::governance::Action;
use flotilla_domain::governance::Choice;
use flotilla_domain::governance::ERASED_MAX;
use flotilla_domain::governance::GOVERNANCE_BYTES_MAX;
use flotilla_domain::governance::GovEntry;
use flotilla_domain::governance::VOTE_BYTES_MAX;
use flotilla_domain::governance::Vote;
use flotilla_domain::id::DocumentId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::GovernanceId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::preimage::SUITE;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_proto::v1;
use flotilla_proto::v1::action;
use prost::Message;

use crate::catalogue;
use crate::document;
use crate::error;
use crate::error::DecodeError;
use crate::error::field;
use crate::genesis;
use crate::steward;

/// Encodes an entry that is about to be signed.
pub fn encode(entry: &GovEntry) -> Vec<u8> {
    let GovEntry { height, prev, actions, reason, proposer, proposer_key } = entry;
    v1::GovEntry {
        suite: SUITE,
        height: *height,
        prev: bytes(prev.0),
        actions: actions.iter().map(action_to_wire).collect(),
        reason: reason.clone(),
        proposer_id: bytes(proposer.0),
        proposer_key: proposer_key.as_bytes().to_vec(),
    }
    .encode_to_vec()
}

/// Decodes what claims to be a signed entry.
///
/// # Errors
///
/// Fails if the bytes are not one, or more than an entry may have.
pub fn receive(signed: Signed) -> Result<Received<GovEntry>, DecodeError> {
    within(&signed, GOVERNANCE_BYTES_MAX)?;
    let wire = v1::GovEntry::decode(signed.body.as_slice())
        .map_err(|_| DecodeError::Encoding { what: "governance entry" })?;
    let v1::GovEntry { suite, height, prev, actions, reason, proposer_id, proposer_key } = wire;
    error::suite(suite)?;
    if actions.len() > ACTIONS_MAX {
        return Err(DecodeError::TooLarge { max: ACTIONS_MAX });
    }
    let entry = GovEntry {
        height,
        prev: GovernanceId(error::hash(&prev, "prev")?),
        actions: actions.into_iter().map(action_from_wire).collect::<Result<_, _>>()?,
        reason,
        proposer: MemberId(error::hash(&proposer_id, "proposer_id")?),
        proposer_key: error::key(&proposer_key, "proposer_key")?,
    };
    Ok(Received::new(entry, signed))
}

/// Encodes a vote that is about to be signed.
pub fn encode_vote(vote: &Vote) -> Vec<u8> {
    let Vote { member, admin_key, entry, choice } = vote;
    let choice = match choice {
        Choice::Approve => v1::Choice::Approve,
        Choice::Reject => v1::Choice::Reject,
    };
    v1::Vote {
        suite: SUITE,
        member_id: bytes(member.0),
        admin_key: admin_key.as_bytes().to_vec(),
        entry_id: bytes(entry.0),
        choice: i32::from(choice),
    }
    .encode_to_vec()
}

/// Decodes what claims to be a signed vote.
///
/// # Errors
///
/// Fails if the bytes are not one, or more than a vote may have.
pub fn receive_vote(signed: Signed) -> Result<Received<Vote>, DecodeError> {
    within(&signed, VOTE_BYTES_MAX)?;
    let wire = v1::Vote::decode(signed.body.as_slice())
        .map_err(|_| DecodeError::Encoding { what: "vote" })?;
    let v1::Vote { suite, member_id, admin_key, entry_id, choice } = wire;
    error::suite(suite)?;
    let choice = match v1::Choice::try_from(choice) {
        Ok(v1::Choice::Approve) => Choice::Approve,
        Ok(v1::Choice::Reject) => Choice::Reject,
        Ok(v1::Choice::Unspecified) | Err(_) => return Err(field("choice")),
    };
    let vote = Vote {
        member: MemberId(error::hash(&member_id, "member_id")?),
        admin_key: error::key(&admin_key, "admin_key")?,
        entry: GovernanceId(error::hash(&entry_id, "entry_id")?),
        choice,
    };
    Ok(Received::new(vote, signed))
}

/// Converts a signed entry that came from a peer.
///
/// # Errors
///
/// Fails if it is not one.
pub fn from_wire(wire: v1::Signed) -> Result<Received<GovEntry>, DecodeError> {
    receive(document::signed_from_wire(wire)?)
}

/// Converts a signed vote that came from a peer.
///
/// # Errors
///
/// Fails if it is not one.
pub fn vote_from_wire(wire: v1::Signed) -> Result<Received<Vote>, DecodeError> {
    receive_vote(document::signed_from_wire(wire)?)
}

/// Encodes a signed entry or vote for a file: `flotilla.v1.Signed`.
pub fn to_bytes(signed: &Signed) -> Vec<u8> {
    document::to_bytes(signed)
}

/// Decodes a signed entry from a file.
///
/// # Errors
///
/// Fails if the bytes are not one.
pub fn from_bytes(bytes: &[u8]) -> Result<Received<GovEntry>, DecodeError> {
    receive(document::signed_from_bytes(bytes)?)
}

/// Decodes a signed vote from a file.
///
/// # Errors
///
/// Fails if the bytes are not one.
pub fn vote_from_bytes(bytes: &[u8]) -> Result<Received<Vote>, DecodeError> {
    receive_vote(document::signed_from_bytes(bytes)?)
}

fn action_to_wire(action: &Action) -> v1::Action {
    let action = match action {
        Action::Admit { document } => {
            action::Action::Admit(v1::Admit { document: Some(document_to_wire(document)) })
        }
        Action::Confirm { member, document } => {
            let (member_id, document_id) = (bytes(member.0), bytes(document.0));
            action::Action::Confirm(v1::Confirm { member_id, document_id })
        }
        Action::EraseOrder { member, entries } => {
            let entries = entries.iter().map(|id| bytes(id.0)).collect();
            action::Action::EraseOrder(v1::EraseOrder { member_id: bytes(member.0), entries })
        }
        Action::Recover { member, document, cut } => {
            let (cut_seq, cut_hash) = document::cut_to_wire(*cut);
            let (member_id, document) = (bytes(member.0), Some(document_to_wire(document)));
            action::Action::Recover(v1::Recover { member_id, document, cut_seq, cut_hash })
        }
        Action::Remove { member, document, cut } => {
            let (cut_seq, cut_hash) = document::cut_to_wire(*cut);
            let (member_id, document_id) = (bytes(member.0), bytes(document.0));
            action::Action::Remove(v1::Remove { member_id, document_id, cut_seq, cut_hash })
        }
        Action::SetCatalogue(it) => action::Action::SetCatalogue(catalogue::to_wire(it)),
        Action::SetPolicy(it) => action::Action::SetPolicy(genesis::policy_to_wire(it)),
        Action::RemoveSteward { handle } => {
            action::Action::RemoveSteward(v1::RemoveSteward { handle: handle.clone() })
        }
        Action::SetSteward(it) => action::Action::SetSteward(steward::to_wire(it)),
    };
    v1::Action { action: Some(action) }
}

fn action_from_wire(wire: v1::Action) -> Result<Action, DecodeError> {
    let member = |id: &[u8]| error::hash(id, "member_id").map(MemberId);
    let document = |id: &[u8]| error::hash(id, "document_id").map(DocumentId);
    Ok(match wire.action.ok_or_else(|| field("action"))? {
        action::Action::Admit(v1::Admit { document }) => {
            Action::Admit { document: document_from_wire(document)? }
        }
        action::Action::Confirm(v1::Confirm { member_id, document_id }) => {
            Action::Confirm { member: member(&member_id)?, document: document(&document_id)? }
        }
        action::Action::EraseOrder(v1::EraseOrder { member_id, entries }) => {
            if entries.len() > ERASED_MAX {
                return Err(DecodeError::TooLarge { max: ERASED_MAX });
            }
            let entries = entries.iter().map(|id| error::hash(id, "entries").map(EntryId));
            let entries = entries.collect::<Result<_, _>>()?;
            Action::EraseOrder { member: member(&member_id)?, entries }
        }
        action::Action::Recover(v1::Recover { member_id, document, cut_seq, cut_hash }) => {
            let (member, document) = (member(&member_id)?, document_from_wire(document)?);
            Action::Recover { member, document, cut: document::cut_from_wire(cut_seq, &cut_hash)? }
        }
        action::Action::Remove(v1::Remove { member_id, document_id, cut_seq, cut_hash }) => {
            let (member, document) = (member(&member_id)?, document(&document_id)?);
            Action::Remove { member, document, cut: document::cut_from_wire(cut_seq, &cut_hash)? }
        }
        action::Action::SetCatalogue(wire) => {
            Action::SetCatalogue(Box::new(catalogue::from_wire(wire)?))
        }
        action::Action::SetPolicy(wire) => Action::SetPolicy(genesis::policy_from_wire(wire)?),
        action::Action::RemoveSteward(v1::RemoveSteward { handle }) => {
            Action::RemoveSteward { handle }
        }
        action::Action::SetSteward(wire) => Action::SetSteward(Box::new(steward::from_wire(wire)?)),
    })
}

fn document_to_wire(document: &Received<MemberDocument>) -> v1::Signed {
    document::signed_to_wire(document.signed())
}

fn document_from_wire(
    wire: Option<v1::Signed>,
) -> Result<Box<Received<MemberDocument>>, DecodeError> {
    let signed = document::signed_from_wire(wire.ok_or_else(|| field("document"))?)?;
    document::receive(signed).map(Box::new)
}

fn within(signed: &Signed, max: usize) -> Result<(), DecodeError> {
    if signed.body.len() > max { Err(DecodeError::TooLarge { max }) } else { Ok(()) }
}

fn bytes(hash: Hash) -> Vec<u8> {
    hash.as_bytes().to_vec()
}
