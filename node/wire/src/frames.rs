//! Frames of a session on the wire: `flotilla.v1.SyncFrame`.
//!
//! - **What was signed goes through byte for byte.**
//! - **One bad object does not hide the others**: what cannot be decoded is counted, and the peer
//!   answers for it. Of entries, nothing after a bad one is taken, because they are a chain.
//! - **A frame of a later version is ignored**, not refused.

use flotilla_domain::heads::Wanted;
use flotilla_domain::id::CoalitionId;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;
use flotilla_domain::id::SnapshotId;
use flotilla_domain::session::frame::Announce;
use flotilla_domain::session::frame::Arrival;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::frame::Hello;
use flotilla_domain::session::frame::Introduction;
use flotilla_domain::session::frame::Rejected;
use flotilla_domain::session::frame::StatementIndex;
use flotilla_domain::session::frame::Stretch;
use flotilla_proto::v1;
use flotilla_proto::v1::sync_frame;

use crate::document;
use crate::entry;
use crate::error::DecodeError;
use crate::error::hash;
use crate::governance;
use crate::register;
use crate::retraction;
use crate::statement;
use crate::statement::HEADS_MAX;

/// The most bytes of a frame: an entry of 1 MiB, a head, and some room.
pub const FRAME_BYTES_MAX: usize = 1_310_720;

/// The most proofs in one frame.
const PROOFS_MAX: usize = 64;

/// The most bytes of the name of a software version.
const SOFTWARE_BYTES_MAX: usize = 64;

/// Converts a frame for the peer.
pub fn to_wire(frame: Frame) -> v1::SyncFrame {
    let frame = match frame {
        Frame::Announce(announce) => sync_frame::Frame::Announce(announce_to_wire(&announce)),
        Frame::Ask(entry) => sync_frame::Frame::Ask(v1::Ask { entry_id: bytes(entry.0) }),
        Frame::Credit(bytes) => sync_frame::Frame::Credit(v1::Credit { bytes }),
        Frame::Documents(documents) => {
            let documents = register::objects_to_wire(&documents);
            sync_frame::Frame::Documents(v1::Documents { documents })
        }
        Frame::Entries(Stretch { member, entries, last, not_held }) => {
            let entries = entries.iter().map(entry::received_to_wire).collect();
            let not_held_seq = not_held.unwrap_or(0);
            let member_id = bytes(member.0);
            sync_frame::Frame::Entries(v1::Entries { entries, last, member_id, not_held_seq })
        }
        Frame::ForkProofs(proofs) => {
            let proofs = proofs.iter().map(entry::contradiction_to_wire).collect();
            sync_frame::Frame::ForkProofs(v1::ForkProofs { proofs })
        }
        Frame::Governance(entries, last) => {
            let entries = register::objects_to_wire(&entries);
            sync_frame::Frame::GovernanceEntries(v1::GovernanceEntries { entries, last })
        }
        Frame::HeadStatements(statements) => {
            let statements = statements.iter().map(|it| statement::to_wire(it.signed())).collect();
            sync_frame::Frame::HeadStatements(v1::HeadStatements { statements })
        }
        Frame::Hello(hello) => sync_frame::Frame::Hello(hello_to_wire(hello)),
        Frame::Introduction(Introduction { protocol, coalition }) => {
            let (protocol_min, protocol_max) = protocol;
            let coalition_id = bytes(coalition.0);
            let wire = v1::Introduction { protocol_min, protocol_max, coalition_id };
            sync_frame::Frame::Introduction(wire)
        }
        Frame::Register(register) => sync_frame::Frame::Register(register::to_wire(&register)),
        Frame::Retractions(retractions) => {
            let retractions = register::objects_to_wire(&retractions);
            sync_frame::Frame::Retractions(v1::Retractions { retractions })
        }
        Frame::Told(entry, payload) => {
            sync_frame::Frame::Told(v1::Told { entry_id: bytes(entry.0), payload })
        }
        Frame::Votes(votes) => {
            let votes = register::objects_to_wire(&votes);
            sync_frame::Frame::Votes(v1::Votes { votes })
        }
        Frame::Want(Wanted { member, epoch, from, until }) => {
            let member_id = bytes(member.0);
            sync_frame::Frame::Want(v1::Want { member_id, epoch, from_seq: from, until_seq: until })
        }
    };
    v1::SyncFrame { frame: Some(frame) }
}

/// Converts a frame that came from the peer; `None` if it is of a kind that we do not know.
///
/// # Errors
///
/// Fails if the frame itself is malformed; bad objects in it are counted instead.
pub fn from_wire(wire: v1::SyncFrame) -> Result<Option<Arrival>, DecodeError> {
    let Some(frame) = wire.frame else { return Ok(None) };
    let mut malformed = Rejected::default();
    let frame = match frame {
        sync_frame::Frame::Announce(wire) => Frame::Announce(announce_from_wire(wire)?),
        sync_frame::Frame::Ask(v1::Ask { entry_id }) => Frame::Ask(entry_of(&entry_id)?),
        sync_frame::Frame::Credit(v1::Credit { bytes }) => Frame::Credit(bytes),
        sync_frame::Frame::Documents(v1::Documents { documents }) => {
            let documents = register::objects_from_wire(documents, document::from_wire)?;
            Frame::Documents(decodable(documents, &mut malformed))
        }
        sync_frame::Frame::Entries(wire) => {
            Frame::Entries(stretch_from_wire(wire, &mut malformed)?)
        }
        sync_frame::Frame::ForkProofs(v1::ForkProofs { proofs }) => {
            if proofs.len() > PROOFS_MAX {
                return Err(DecodeError::TooLarge { max: PROOFS_MAX });
            }
            let proofs = proofs.into_iter().map(entry::contradiction_from_wire);
            Frame::ForkProofs(decodable(proofs, &mut malformed))
        }
        sync_frame::Frame::GovernanceEntries(v1::GovernanceEntries { entries, last }) => {
            let entries = register::objects_from_wire(entries, governance::from_wire)?;
            Frame::Governance(decodable(entries, &mut malformed), last)
        }
        sync_frame::Frame::HeadStatements(v1::HeadStatements { statements }) => {
            let statements = statements.into_iter().map(statement::from_wire);
            Frame::HeadStatements(decodable(statements, &mut malformed))
        }
        sync_frame::Frame::Hello(wire) => Frame::Hello(hello_from_wire(wire)?),
        sync_frame::Frame::Introduction(wire) => {
            let v1::Introduction { protocol_min, protocol_max, coalition_id } = wire;
            let coalition = CoalitionId(hash(&coalition_id, "coalition_id")?);
            Frame::Introduction(Introduction { protocol: (protocol_min, protocol_max), coalition })
        }
        sync_frame::Frame::Register(wire) => Frame::Register(register::from_wire(wire)?),
        sync_frame::Frame::Retractions(v1::Retractions { retractions }) => {
            let retractions = register::objects_from_wire(retractions, retraction::from_wire)?;
            Frame::Retractions(decodable(retractions, &mut malformed))
        }
        sync_frame::Frame::Told(v1::Told { entry_id, payload }) => {
            Frame::Told(entry_of(&entry_id)?, payload)
        }
        sync_frame::Frame::Votes(v1::Votes { votes }) => {
            let votes = register::objects_from_wire(votes, governance::vote_from_wire)?;
            Frame::Votes(decodable(votes, &mut malformed))
        }
        sync_frame::Frame::Want(v1::Want { member_id, epoch, from_seq, until_seq }) => {
            let member = member(&member_id)?;
            Frame::Want(Wanted { member, epoch, from: from_seq, until: until_seq })
        }
    };
    Ok(Some(Arrival { frame, malformed }))
}

fn hello_to_wire(hello: Hello) -> v1::Hello {
    let Hello { protocol, coalition, member, digest, governance, credit_bytes, software, heard } =
        hello;
    v1::Hello {
        protocol_min: protocol.0,
        protocol_max: protocol.1,
        coalition_id: bytes(coalition.0),
        member_id: bytes(member.0),
        state_digest: bytes(digest.0),
        gov_height: governance.0,
        gov_id: bytes(governance.1),
        credit_bytes,
        software,
        heard_epoch: heard.0,
        heard_counter: heard.1,
    }
}

fn hello_from_wire(wire: v1::Hello) -> Result<Hello, DecodeError> {
    let v1::Hello {
        protocol_min,
        protocol_max,
        coalition_id,
        member_id,
        state_digest,
        gov_height,
        gov_id,
        credit_bytes,
        software,
        heard_epoch,
        heard_counter,
    } = wire;
    if software.len() > SOFTWARE_BYTES_MAX {
        return Err(DecodeError::TooLarge { max: SOFTWARE_BYTES_MAX });
    }
    Ok(Hello {
        protocol: (protocol_min, protocol_max),
        coalition: CoalitionId(hash(&coalition_id, "coalition_id")?),
        member: member(&member_id)?,
        digest: SnapshotId(hash(&state_digest, "state_digest")?),
        governance: (gov_height, hash(&gov_id, "gov_id")?),
        credit_bytes,
        software,
        heard: (heard_epoch, heard_counter),
    })
}

fn announce_to_wire(announce: &Announce) -> v1::Announce {
    let Announce { heads, statements } = announce;
    let known = |index: &StatementIndex| {
        let known = index.iter().map(|(member, (epoch, counter))| v1::StatementHead {
            member_id: bytes(member.0),
            epoch: *epoch,
            counter: *counter,
        });
        v1::StatementIndex { known: known.collect() }
    };
    v1::Announce {
        heads: statement::heads_to_wire(heads),
        statements: statements.as_ref().map(known),
    }
}

fn announce_from_wire(wire: v1::Announce) -> Result<Announce, DecodeError> {
    let v1::Announce { heads, statements } = wire;
    let known = |wire: v1::StatementIndex| {
        if wire.known.len() > HEADS_MAX {
            return Err(DecodeError::TooLarge { max: HEADS_MAX });
        }
        let place = |wire: v1::StatementHead| {
            let v1::StatementHead { member_id, epoch, counter } = wire;
            Ok((member(&member_id)?, (epoch, counter)))
        };
        wire.known
            .into_iter()
            .map(place)
            .collect::<Result<StatementIndex, DecodeError>>()
    };
    Ok(Announce {
        heads: statement::heads_from_wire(heads)?,
        statements: statements.map(known).transpose()?,
    })
}

fn stretch_from_wire(wire: v1::Entries, malformed: &mut Rejected) -> Result<Stretch, DecodeError> {
    let v1::Entries { entries, last, member_id, not_held_seq } = wire;
    let mut decoded = Vec::with_capacity(entries.len());
    for wire in entries {
        let payload_bytes = wire.payload.len();
        match entry::from_wire(wire) {
            Ok(entry) => decoded.push(entry),
            Err(_) => {
                let bytes = u64::try_from(payload_bytes).unwrap_or(u64::MAX);
                malformed.add(Rejected { objects: 1, bytes });
                break;
            }
        }
    }
    let not_held = (not_held_seq > 0).then_some(not_held_seq);
    Ok(Stretch { member: member(&member_id)?, entries: decoded, last, not_held })
}

/// Keeps what could be decoded, and counts what could not.
fn decodable<T>(
    objects: impl Iterator<Item = Result<T, DecodeError>>,
    malformed: &mut Rejected,
) -> Vec<T> {
    let mut count = |object: Result<T, DecodeError>| {
        if object.is_err() {
            malformed.add(Rejected { objects: 1, bytes: 0 });
        }
        object.ok()
    };
    objects.filter_map(&mut count).collect()
}

fn bytes(hash: Hash) -> Vec<u8> {
    hash.as_bytes().to_vec()
}

fn entry_of(bytes: &[u8]) -> Result<EntryId, DecodeError> {
    hash(bytes, "entry_id").map(EntryId)
}

fn member(bytes: &[u8]) -> Result<MemberId, DecodeError> {
    hash(bytes, "member_id").map(MemberId)
}
