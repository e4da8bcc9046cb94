//! What lies in the file of the minute book, as bytes and as values.
//!
//! ```text
//! frame = 1 || document | 2 || governance entry | 3 || vote      the exact signed object
//!       | 4 || height u64 BE || id                               a promise of this node: see `Pins`
//!       | 5 || what a community took back
//! ```
//!
//! - **A torn end was never acknowledged**: it is told apart from damage before it.
//! - **Damage hides nothing but itself**: reading goes on at the next sound frame, wherever that begins.
//! - **A kind of a later version is passed over.**

use std::collections::BTreeSet;
use std::ops::Range;

use flotilla_domain::coalition::Object;
use flotilla_domain::coalition::Pins;
use flotilla_domain::coalition::State;
use flotilla_domain::id::GovernanceId;
use flotilla_domain::id::Hash;
use flotilla_domain::session::register::Name;
use flotilla_domain::session::register::name;
use flotilla_domain::signed::Signed;
use flotilla_wire::document;
use flotilla_wire::governance;
use flotilla_wire::retraction;

use crate::frame;
use crate::frame::Next;

/// What a frame begins with that holds a document.
const DOCUMENT: u8 = 1;

/// What a frame begins with that holds a governance entry.
const ENTRY: u8 = 2;

/// What a frame begins with that holds a vote.
const VOTE: u8 = 3;

/// What a frame begins with that holds a pin.
const PIN: u8 = 4;

/// What a frame begins with that holds what a community took back.
const RETRACTION: u8 = 5;

/// One frame.
#[derive(Debug)]
pub(super) enum Record {
    /// What members decided, or say.
    Object(Box<Object>),
    /// A place of the governance log that this node promised never to leave.
    Pin(u64, GovernanceId),
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What is sound, in the order of the file.
    pub(super) records: Vec<Record>,
    /// How many sound frames are of a kind that this version does not know, or do not decode.
    pub(super) unknown: usize,
    /// What is damaged before the last sound frame.
    pub(super) damaged: Vec<Range<usize>>,
    /// Where the last sound frame ends.
    pub(super) end: usize,
}

/// Reads all that is sound in the bytes of a file.
pub(super) fn read(bytes: &[u8]) -> Found {
    let mut found = Found::default();
    let mut at = 0;
    while at < bytes.len() {
        let Some(content) = frame_at(bytes, at) else {
            let next = (at.saturating_add(1)..bytes.len()).find(|it| begins_record(bytes, *it));
            let Some(next) = next else { break };
            found.damaged.push(at..next);
            at = next;
            continue;
        };
        match decode(&content) {
            Some(record) => found.records.push(record),
            None => found.unknown = found.unknown.saturating_add(1),
        }
        at = at.saturating_add(frame_length(&content));
        found.end = at;
    }
    found
}

/// Appends the frames of what `state` holds and `held` does not; returns the names of the objects.
pub(super) fn write_news(
    state: &State,
    (held, pins): (&BTreeSet<Name>, &Pins),
    frames: &mut Vec<u8>,
) -> Vec<Name> {
    let named = signed(state).map(|(kind, signed)| (name(signed), kind, signed));
    let mut news = Vec::new();
    for (name, kind, signed) in named.filter(|(name, ..)| !held.contains(name)) {
        let content = [&[kind][..], &governance::to_bytes(signed)].concat();
        frame::push(frames, &content);
        news.push(name);
    }
    for (height, id) in state.pins().iter().filter(|(height, _)| !pins.contains_key(height)) {
        let content = [&[PIN][..], &height.to_be_bytes(), id.0.as_bytes()].concat();
        frame::push(frames, &content);
    }
    news
}

/// Returns all that `state` holds of governance, in an order in which each can be checked.
pub(super) fn signed(state: &State) -> impl Iterator<Item = (u8, &Signed)> {
    let entries = state.entries().into_iter().map(|it| (ENTRY, it.signed()));
    let documents = state.documents().into_iter().map(|it| (DOCUMENT, it.signed()));
    let votes = state.all_votes().map(|it| (VOTE, it.signed()));
    let retractions = state.retractions().map(|it| (RETRACTION, it.signed()));
    entries.chain(documents).chain(votes).chain(retractions)
}

/// Returns what the frame at a place holds, if it is sound.
fn frame_at(bytes: &[u8], at: usize) -> Option<Vec<u8>> {
    let mut rest = bytes.get(at..)?;
    let left = frame::long(rest.len());
    match frame::next(&mut rest, left) {
        Ok(Next::Frame(content)) => Some(content),
        // Memory does not fail to be read.
        Ok(Next::Damaged | Next::End | Next::Torn) | Err(_) => None,
    }
}

/// Returns whether a frame begins here that we wrote. Asked for every byte behind a damage, so what is
/// cheap comes first.
fn begins_record(bytes: &[u8], at: usize) -> bool {
    let prefix = usize::try_from(frame::PREFIX_BYTES).unwrap_or(usize::MAX);
    let kind = bytes.get(at.saturating_add(prefix));
    kind.is_some_and(|kind| (DOCUMENT..=RETRACTION).contains(kind))
        && frame_at(bytes, at).is_some_and(|content| decode(&content).is_some())
}

fn frame_length(content: &[u8]) -> usize {
    usize::try_from(frame::frame_bytes(content)).unwrap_or(usize::MAX)
}

fn decode(content: &[u8]) -> Option<Record> {
    let (kind, bytes) = content.split_first()?;
    let object = match *kind {
        DOCUMENT => Object::Document(Box::new(document::from_bytes(bytes).ok()?)),
        ENTRY => Object::Governance(Box::new(governance::from_bytes(bytes).ok()?)),
        VOTE => Object::Vote(governance::vote_from_bytes(bytes).ok()?),
        RETRACTION => Object::Retraction(retraction::from_bytes(bytes).ok()?),
        PIN => return pin(bytes),
        _ => return None,
    };
    Some(Record::Object(Box::new(object)))
}

fn pin(bytes: &[u8]) -> Option<Record> {
    let (height, id) = bytes.split_first_chunk()?;
    Some(Record::Pin(u64::from_be_bytes(*height), GovernanceId(Hash::from_slice(id)?)))
}
