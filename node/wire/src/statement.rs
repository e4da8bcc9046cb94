//! Heads and head statements: `flotilla.v1.Head` and `flotilla.v1.HeadStatement`.

use flotilla_domain::chain::Link;
use flotilla_domain::heads::DESTROYED_MAX;
use flotilla_domain::heads::Head;
use flotilla_domain::heads::HeadStatement;
use flotilla_domain::heads::Heads;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::signed::Received;
use flotilla_domain::signed::Signed;
use flotilla_proto::v1;
use prost::Message;

use crate::document;
use crate::error;
use crate::error::DecodeError;
use crate::error::field;

/// The most logs in one statement, and so the most members of a coalition.
pub const HEADS_MAX: usize = 10_000;

/// Encodes a statement that is about to be signed.
pub fn encode(statement: &HeadStatement) -> Vec<u8> {
    let HeadStatement { member, epoch, counter, governance, heads, addresses, software, destroyed } =
        statement;
    v1::HeadStatement {
        member_id: member.0.as_bytes().to_vec(),
        epoch: *epoch,
        counter: *counter,
        gov_height: governance.0,
        gov_id: governance.1.as_bytes().to_vec(),
        heads: heads_to_wire(heads),
        addresses: addresses.clone(),
        software: software.clone(),
        documents: Vec::new(),
        destroyed: destroyed.iter().map(|id| id.0.as_bytes().to_vec()).collect(),
    }
    .encode_to_vec()
}

/// Decodes what claims to be a signed statement.
///
/// # Errors
///
/// Fails if the bytes are not one.
pub fn receive(signed: Signed) -> Result<Received<HeadStatement>, DecodeError> {
    let wire = v1::HeadStatement::decode(signed.body.as_slice())
        .map_err(|_| DecodeError::Encoding { what: "head statement" })?;
    let v1::HeadStatement {
        member_id,
        epoch,
        counter,
        gov_height,
        gov_id,
        heads,
        addresses,
        software,
        documents: _,
        destroyed,
    } = wire;
    if addresses.len() > 16 || addresses.iter().any(|it| it.len() > 256) || software.len() > 64 {
        return Err(field("addresses"));
    }
    let statement = HeadStatement {
        member: MemberId(error::hash(&member_id, "member_id")?),
        epoch,
        counter,
        governance: (gov_height, error::hash(&gov_id, "gov_id")?),
        heads: heads_from_wire(heads)?,
        addresses,
        software,
        destroyed: destroyed_from_wire(&destroyed)?,
    };
    Ok(Received::new(statement, signed))
}

fn destroyed_from_wire(wire: &[Vec<u8>]) -> Result<Vec<EntryId>, DecodeError> {
    if wire.len() > DESTROYED_MAX {
        return Err(DecodeError::TooLarge { max: DESTROYED_MAX });
    }
    let ids = wire.iter().map(|id| error::hash(id, "destroyed").map(EntryId));
    let ids: Vec<EntryId> = ids.collect::<Result<_, _>>()?;
    if ids.is_sorted_by(|a, b| a < b) { Ok(ids) } else { Err(field("destroyed")) }
}

/// Converts a signed statement that came from a peer.
///
/// # Errors
///
/// Fails if it is not one.
pub fn from_wire(wire: v1::Signed) -> Result<Received<HeadStatement>, DecodeError> {
    receive(document::signed_from_wire(wire)?)
}

/// Converts a signed statement for a peer: exactly the bytes that were signed.
pub fn to_wire(signed: &Signed) -> v1::Signed {
    document::signed_to_wire(signed)
}

/// Encodes a signed statement for a file.
pub fn to_bytes(signed: &Signed) -> Vec<u8> {
    document::to_bytes(signed)
}

/// Decodes a signed statement from a file.
///
/// # Errors
///
/// Fails if the bytes are not one.
pub fn from_bytes(bytes: &[u8]) -> Result<Received<HeadStatement>, DecodeError> {
    let wire = v1::Signed::decode(bytes);
    from_wire(wire.map_err(|_| DecodeError::Encoding { what: "signed head statement" })?)
}

/// Converts heads, ordered by member.
pub fn heads_to_wire(heads: &Heads) -> Vec<v1::Head> {
    let head = |(member, head): (&MemberId, &Head)| v1::Head {
        member_id: member.0.as_bytes().to_vec(),
        epoch: head.link.map_or(0, |link| link.epoch),
        seq: head.link.map_or(0, |link| link.seq),
        id: error::optional_bytes(head.link.map(|link| link.id.0)),
        forked_seq: head.forked_seq.unwrap_or(0),
        forked_id: error::optional_bytes(head.forked_id.map(|id| id.0)),
    };
    heads.iter().map(head).collect()
}

/// Converts heads that came from a peer.
///
/// # Errors
///
/// Fails if there are too many, or one is malformed.
pub fn heads_from_wire(wire: Vec<v1::Head>) -> Result<Heads, DecodeError> {
    if wire.len() > HEADS_MAX {
        return Err(DecodeError::TooLarge { max: HEADS_MAX });
    }
    wire.into_iter().map(head_from_wire).collect()
}

fn head_from_wire(wire: v1::Head) -> Result<(MemberId, Head), DecodeError> {
    let v1::Head { member_id, epoch, seq, id, forked_seq, forked_id } = wire;
    let member = MemberId(error::hash(&member_id, "member_id")?);
    let link = match (seq, error::optional_hash(&id, "id")?) {
        (0, None) => None,
        (seq, Some(id)) if seq > 0 => Some(Link { epoch, seq, id: EntryId(id) }),
        _ => return Err(field("seq")),
    };
    let forked_seq = (forked_seq > 0).then_some(forked_seq);
    if link.is_none() && forked_seq.is_none() {
        return Err(field("seq"));
    }
    let forked_id = error::optional_hash(&forked_id, "forked_id")?.map(EntryId);
    // Who follows a branch holds its first entry at least.
    if forked_id.is_some() && (forked_seq.is_none() || link.map(|it| it.seq) < forked_seq) {
        return Err(field("forked_id"));
    }
    Ok((member, Head { link, forked_seq, forked_id, ..Head::default() }))
}

#[cfg(test)]
mod tests {
    use flotilla_domain::id::Hash;

    use super::*;

    #[test]
    fn a_branch_that_is_followed_reads_back_and_one_without_entries_is_refused() {
        let [member, id] = [1, 2].map(|byte| Hash::from_bytes([byte; 32]));
        let link = Some(Link { epoch: 1, seq: 3, id: EntryId(id) });
        let (forked_seq, forked_id) = (Some(3), Some(EntryId(id)));
        let head = Head { link, forked_seq, forked_id, ..Head::default() };
        let read = |head| heads_from_wire(heads_to_wire(&Heads::from([(MemberId(member), head)])));
        assert_eq!(read(head).unwrap()[&MemberId(member)], head);
        assert!(read(Head { forked_seq: Some(4), ..head }).is_err());
        assert!(read(Head { forked_seq: None, ..head }).is_err());
        let looking = Head { lacks: Some((9, EntryId(id))), ..head };
        assert_eq!(read(looking).unwrap()[&MemberId(member)], head, "that is not said");
    }
}
