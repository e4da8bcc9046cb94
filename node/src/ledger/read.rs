//! Reading entries, and noticing damage.
//!
//! A reader never changes anything: it says where it found damage, and the writer heals it. An entry
//! that is not where the index says may only have moved, so a reader asks for a second look before it
//! gives up; [`super::Ledger::read`] does.

use flotilla_domain::entry::Entry;
use flotilla_domain::id::EntryId;
use flotilla_domain::id::MemberId;
use flotilla_domain::signed::Verified;
use flotilla_wire::entry;

use super::error::ReadError;
use super::index::Indexed;
use super::store::Store;

/// Entries that were asked for, and what is wrong where they lie.
pub(super) enum Wanted {
    /// Those of the followed branch between two places.
    Between(u64, u64),
    /// One, on whatever branch.
    One(EntryId),
}

/// What a reader came upon.
#[derive(Debug)]
pub(super) struct Reading {
    /// The sound entries, in order.
    pub(super) entries: Vec<Verified<Entry>>,
    /// The place at which the reader stopped because of damage, and the entry, if the index knows it.
    pub(super) damaged: Option<(u64, Option<EntryId>)>,
}

/// Reads what is wanted, as much as fits `bytes_max` but at least one entry.
pub(super) fn read(
    store: &Store,
    member: MemberId,
    wanted: &Wanted,
    bytes_max: u64,
) -> Result<Reading, ReadError> {
    let mut reading = Reading { entries: Vec::new(), damaged: None };
    let (from_seq, until_seq) = match *wanted {
        Wanted::Between(from_seq, until_seq) => (from_seq, until_seq),
        Wanted::One(id) => {
            if let Some(known) = store.index.find(id).map_err(ReadError::Index)? {
                take(store, &known, &mut reading)?;
            }
            return Ok(reading);
        }
    };
    let mut bytes: u64 = 0;
    for seq in from_seq.max(1)..=until_seq {
        let known = store.index.get(member, seq).map_err(ReadError::Index)?;
        let Some(known) = known else {
            // Gone back meanwhile, or the index lost it.
            let is_followed = store.log(member).head.link.is_some_and(|head| head.seq >= seq);
            reading.damaged = is_followed.then_some((seq, None));
            break;
        };
        bytes = bytes.saturating_add(known.position.bytes);
        if bytes > bytes_max && !reading.entries.is_empty() {
            break;
        }
        take(store, &known, &mut reading)?;
        if reading.damaged.is_some() {
            break;
        }
    }
    // The log may have gone over to another branch meanwhile.
    let mut before = None;
    reading.entries.retain(|entry| {
        let goes_on = before.is_none() || entry.value().header.prev == before;
        before = if goes_on { Some(entry.id()) } else { before };
        goes_on
    });
    Ok(reading)
}

fn take(store: &Store, known: &Indexed, reading: &mut Reading) -> Result<(), ReadError> {
    let content = store.files.read(known.member, known.position).map_err(ReadError::File)?;
    let received = content.and_then(|content| entry::from_bytes(&content).ok());
    let (coalition, id) = (store.roster().coalition(), known.link().id);
    match received.and_then(|it| it.recheck(coalition, id)) {
        Some(entry) => reading.entries.push(entry),
        None => reading.damaged = Some((known.link().seq, Some(id))),
    }
    Ok(())
}
