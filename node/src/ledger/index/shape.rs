//! The shapes of keys and values of the index.
//!
//! All numbers are big endian, so that keys sort by place. An id is a hash, so 32 zeros are free to
//! say that there is none.

use flotilla_domain::chain::Link;
use flotilla_domain::coalition;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::Hash;
use flotilla_domain::id::MemberId;

use super::Branch;
use super::Indexed;
use super::Mark;
use crate::ledger::Place;
use crate::ledger::error::IndexError;
use crate::ledger::files::Position;

pub(super) fn entry_key(member: MemberId, seq: u64) -> Vec<u8> {
    [b"e".as_slice(), member.0.as_bytes(), &seq.to_be_bytes()].concat()
}

pub(super) fn side_key(member: MemberId, seq: u64, id: EntryId) -> Vec<u8> {
    let (member, seq, id) = (member.0.as_bytes(), seq.to_be_bytes(), id.0.as_bytes());
    [b"b".as_slice(), member, &seq, id].concat()
}

/// Returns the key that lists an entry by its mark.
pub(super) fn mark_key(member: MemberId, mark: Mark, link: Link) -> Vec<u8> {
    let (seq, id) = (link.seq.to_be_bytes(), link.id.0.as_bytes());
    [mark_prefix(member, mark).as_slice(), &seq, id].concat()
}

pub(super) fn mark_prefix(member: MemberId, mark: Mark) -> Vec<u8> {
    [b"m".as_slice(), member.0.as_bytes(), &[mark.letter()]].concat()
}

pub(super) fn id_key(id: EntryId) -> Vec<u8> {
    [b"i".as_slice(), id.0.as_bytes()].concat()
}

pub(super) fn members_key(kind: u8, member: MemberId) -> Vec<u8> {
    [[kind].as_slice(), member.0.as_bytes()].concat()
}

/// Returns whose a key is.
pub(super) fn member_of(key: &[u8]) -> Result<MemberId, IndexError> {
    let hash = key.get(1..33).and_then(Hash::from_slice);
    hash.map(MemberId).ok_or(IndexError::Value)
}

pub(super) fn newest(entry: &Indexed) -> Vec<u8> {
    [position(entry.position).as_slice(), entry.link().id.0.as_bytes()].concat()
}

pub(super) fn parse_newest(value: &[u8]) -> Result<(Position, EntryId), IndexError> {
    let fields = || {
        let (position, id) = parse_position(value)?;
        Some((position, EntryId(Hash::from_slice(id)?)))
    };
    fields().ok_or(IndexError::Value)
}

pub(super) fn value(entry: &Indexed) -> Vec<u8> {
    let Indexed { member: _, place, position, branch: _, mark } = entry;
    let coalition::Place { link, prev, key, gov_height } = place;
    [
        link.id.0.as_bytes().as_slice(),
        &prev.map_or([0; 32], |id| *id.0.as_bytes()),
        &link.epoch.to_be_bytes(),
        &self::position(*position),
        key,
        &gov_height.to_be_bytes(),
        &[mark.letter()],
    ]
    .concat()
}

pub(super) fn parse(
    member: MemberId,
    seq: u64,
    branch: Branch,
    value: &[u8],
) -> Result<Indexed, IndexError> {
    let fields = || {
        let (id, rest) = value.split_at_checked(32)?;
        let (prev, rest) = rest.split_at_checked(32)?;
        let (epoch, rest) = rest.split_first_chunk()?;
        let (position, rest) = parse_position(rest)?;
        let (key, rest) = rest.split_first_chunk()?;
        let (gov_height, rest) = rest.split_first_chunk()?;
        let [mark] = *rest else { return None };
        let id = EntryId(Hash::from_slice(id)?);
        let prev = Hash::from_slice(prev).filter(|hash| *hash.as_bytes() != [0; 32]);
        let place = coalition::Place {
            link: Link { epoch: u32::from_be_bytes(*epoch), seq, id },
            prev: prev.map(EntryId),
            key: *key,
            gov_height: u64::from_be_bytes(*gov_height),
        };
        let mark = Mark::of_letter(mark)?;
        Some(Indexed { member, place, position, branch, mark })
    };
    fields().ok_or(IndexError::Value)
}

pub(super) fn parse_place(bytes: &[u8]) -> Result<Place, IndexError> {
    let fields = || {
        let (member, seq) = bytes.split_at_checked(32)?;
        let seq = u64::from_be_bytes(seq.try_into().ok()?);
        Some((MemberId(Hash::from_slice(member)?), seq))
    };
    fields().ok_or(IndexError::Value)
}

fn position(position: Position) -> Vec<u8> {
    let Position { segment, offset, bytes } = position;
    [segment, offset, bytes].map(u64::to_be_bytes).concat()
}

fn parse_position(value: &[u8]) -> Option<(Position, &[u8])> {
    let (segment, rest) = value.split_first_chunk()?;
    let (offset, rest) = rest.split_first_chunk()?;
    let (bytes, rest) = rest.split_first_chunk()?;
    let (segment, offset) = (u64::from_be_bytes(*segment), u64::from_be_bytes(*offset));
    Some((Position { segment, offset, bytes: u64::from_be_bytes(*bytes) }, rest))
}
