//! Reading entries, and noticing damage.
//!
//! A reader never changes anything: it says where it found damage, and the writer heals it. An entry
//! that is not where the index says may only have moved, so a reader asks for a second look before it
//! gives up; [`super::Ledger::read`] does.

use flotilla_domain::entry::Entry;
use flotilla_domain::id::MemberId;
use flotilla_domain::signed::Verified;
use flotilla_wire::entry;

use super::error::ReadError;
use super::store::Store;

/// What a reader came upon.
#[derive(Debug)]
pub(super) struct Reading {
    /// The sound entries, in order.
    pub(super) entries: Vec<Verified<Entry>>,
    /// The place at which the reader stopped because of damage.
    pub(super) damaged_seq: Option<u64>,
}

/// Reads entries from `from_seq` to `until_seq`, as many as fit `bytes_max` but at least one.
pub(super) fn read(
    store: &Store,
    member: MemberId,
    (from_seq, until_seq): (u64, u64),
    bytes_max: u64,
) -> Result<Reading, ReadError> {
    let mut reading = Reading { entries: Vec::new(), damaged_seq: None };
    let mut bytes: u64 = 0;
    for seq in from_seq.max(1)..=until_seq {
        let known = store.index.get(member, seq).map_err(ReadError::Index)?;
        let Some(known) = known else {
            reading.damaged_seq = Some(seq);
            break;
        };
        bytes = bytes.saturating_add(known.position.bytes);
        if bytes > bytes_max && !reading.entries.is_empty() {
            break;
        }
        let content = store.files.read(member, known.position).map_err(ReadError::File)?;
        let received = content.and_then(|content| entry::from_bytes(&content).ok());
        let coalition = store.roster.coalition();
        match received.and_then(|it| it.recheck(coalition, known.link.id)) {
            Some(entry) => reading.entries.push(entry),
            None => {
                reading.damaged_seq = Some(seq);
                break;
            }
        }
    }
    Ok(reading)
}
