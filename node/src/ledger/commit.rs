//! Writing a group: bytes, `fdatasync`, index, verdicts, how far our own log reaches, memory, in this
//! order.
//!
//! - **One sync for each segment touched**, however many calls are in the group.
//! - **A write that fails is undone**: segments end again where they did, so the next append is sound.
//! - **A sync that fails poisons the ledger**: nobody knows what the disk holds then (a second sync
//!   may report success for bytes that are lost).

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Seek;
use std::io::SeekFrom;
use std::path::Path;
use std::path::PathBuf;

use flotilla_domain::fork::ForkProof;
use flotilla_domain::id::MemberId;
use flotilla_wire::entry;
use tracing::error;

use super::error::AppendError;
use super::error::IndexError;
use super::files::Position;
use super::files::Segment;
use super::group::Fresh;
use super::group::Group;
use super::holes;
use super::index::Indexed;
use super::signed;
use super::standing::Court;
use super::store::MemberLog;
use super::store::Store;
use crate::disk;
use crate::frame;

/// Bytes to be written to the end of one file.
struct Piece {
    path: PathBuf,
    /// Whether the file is new.
    is_new: bool,
    /// The length of the file before.
    at: u64,
    bytes: Vec<u8>,
}

/// Makes `group` durable and visible.
pub(super) fn commit(mut group: Group<'_>) -> Result<(), AppendError> {
    let store = group.store;
    if store.is_poisoned() {
        return Err(AppendError::Poisoned);
    }
    if group.logs.is_empty() && group.fills.is_empty() {
        return Ok(());
    }
    let (mut pieces, indexed) = pieces(&mut group);
    let forks_bytes = push_proofs(&group, &mut pieces);
    let written = write_all(store, &pieces)?;
    if let Err(error) = sync_all(store, &pieces, &written) {
        error!(error = %error, "disk does not confirm a write");
        store.poison();
        return Err(AppendError::Poisoned);
    }
    let taught = store.index.insert(&indexed).and_then(|()| settle(&mut group));
    if let Err(error) = taught {
        error!(error = %error, "index is broken and will be made again by the next start");
        store.poison();
        return Err(AppendError::Poisoned);
    }
    holes::rewrite(store, &group.fills)?;
    let Group { logs, proofs, signed, .. } = group;
    if let Some(signed) = signed {
        signed::keep(store, signed);
    }
    store.publish(|state| {
        state.signed = signed.or(state.signed);
        state.logs.extend(logs);
        proofs.into_iter().for_each(|proof| keep_proof(&mut state.forks, proof));
        state.forks_bytes = forks_bytes;
    });
    Ok(())
}

/// Adds a proof to those that are on record, in order of place.
pub(super) fn keep_proof(forks: &mut BTreeMap<MemberId, Vec<ForkProof>>, proof: ForkProof) {
    let held = forks.entry(proof.member()).or_default();
    let at = held.partition_point(|it| it.seq() <= proof.seq());
    held.insert(at, proof);
}

/// Judges the logs whose verdict the group may have changed.
fn settle(group: &mut Group<'_>) -> Result<(), IndexError> {
    let (store, logs) = (group.store, &mut group.logs);
    store.with(|state| {
        let court = Court { index: &store.index, roster: &state.roster, state };
        for member in &group.unsettled {
            let Some(log) = logs.get_mut(member) else { continue };
            let fresh = group.proofs.iter().filter(|it| it.member() == *member);
            let proofs: Vec<_> = court.proofs(*member).iter().chain(fresh).cloned().collect();
            court.judge(*member, &proofs, log)?;
        }
        Ok(())
    })
}

/// Divides the entries among segments.
fn pieces(group: &mut Group<'_>) -> (Vec<Piece>, Vec<Indexed>) {
    let (mut pieces, mut indexed): (Vec<Piece>, Vec<Indexed>) = (Vec::new(), Vec::new());
    let store = group.store;
    // Those of one log stay in the order in which they came: each lies behind the one it follows.
    group.fresh.sort_by_key(|fresh| fresh.member);
    for fresh in &group.fresh {
        let Some(log) = group.logs.get_mut(&fresh.member) else {
            continue;
        };
        let position = place(log, fresh, store.config.segment_bytes_max);
        let path = store.files.segment(fresh.member, position.segment);
        match pieces.last_mut() {
            Some(piece) if piece.path == path => frame::push(&mut piece.bytes, &fresh.content),
            _ => {
                let is_new = position.offset == 0;
                let mut piece = Piece { path, is_new, at: position.offset, bytes: Vec::new() };
                frame::push(&mut piece.bytes, &fresh.content);
                pieces.push(piece);
            }
        }
        let Fresh { member, place, branch, mark, .. } = *fresh;
        indexed.push(Indexed { member, place, position, branch, mark });
    }
    (pieces, indexed)
}

/// Gives `fresh` its place behind the tail of `log`, or in a new segment if the tail is full.
fn place(log: &mut MemberLog, fresh: &Fresh, segment_bytes_max: u64) -> Position {
    let bytes = frame::frame_bytes(&fresh.content);
    let fits =
        |tail: &Segment| tail.bytes == 0 || tail.bytes.saturating_add(bytes) <= segment_bytes_max;
    let after = log.tail.map_or(1, |tail| tail.first.saturating_add(1));
    let next = Segment { first: fresh.place.link.seq.max(after), bytes: 0 };
    let tail = log.tail.filter(fits).unwrap_or(next);
    let position = Position { segment: tail.first, offset: tail.bytes, bytes };
    log.tail = Some(Segment { first: tail.first, bytes: position.end() });
    position
}

/// Adds the proofs, and returns how long their file will be.
fn push_proofs(group: &Group<'_>, pieces: &mut Vec<Piece>) -> u64 {
    let at = group.store.with(|state| state.forks_bytes);
    let mut bytes = Vec::new();
    for proof in &group.proofs {
        frame::push(&mut bytes, &entry::fork_to_bytes(proof));
    }
    let end = at.saturating_add(frame::long(bytes.len()));
    if !bytes.is_empty() {
        pieces.push(Piece { path: group.store.files.forks(), is_new: at == 0, at, bytes });
    }
    end
}

fn write_all(store: &Store, pieces: &[Piece]) -> Result<Vec<File>, AppendError> {
    let mut written = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        match write(store, piece) {
            Ok(file) => written.push(file),
            Err(error) => {
                undo(store, pieces.iter().take(index + 1));
                error!(error = %error, path = %piece.path.display(), "log cannot be written");
                let is_full = disk::is_full(&error);
                return Err(if is_full { AppendError::DiskFull } else { AppendError::Write });
            }
        }
    }
    Ok(written)
}

fn write(store: &Store, piece: &Piece) -> io::Result<File> {
    if let Some(dir) = piece.path.parent().filter(|_| piece.is_new) {
        fs::create_dir_all(dir)?;
    }
    let mut file = File::options()
        .write(true)
        .create(piece.is_new)
        .truncate(false)
        .open(&piece.path)?;
    file.seek(SeekFrom::Start(piece.at))?;
    store.files.disk().write(&mut file, &piece.bytes)?;
    Ok(file)
}

/// Cuts off what was written, and removes new files, so that every segment is sound again.
fn undo<'a>(store: &Store, pieces: impl Iterator<Item = &'a Piece>) {
    let cut = |piece: &Piece| {
        if !piece.is_new {
            return File::options().write(true).open(&piece.path)?.set_len(piece.at);
        }
        match fs::remove_file(&piece.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    };
    for piece in pieces {
        if let Err(error) = cut(piece) {
            error!(error = %error, path = %piece.path.display(), "half a frame cannot be cut off");
            store.poison();
        }
    }
}

fn sync_all(store: &Store, pieces: &[Piece], written: &[File]) -> io::Result<()> {
    let disk = store.files.disk();
    written.iter().try_for_each(|file| disk.sync(file))?;
    for dir in pieces.iter().filter(|piece| piece.is_new).filter_map(|it| it.path.parent()) {
        disk.sync_dir(dir)?;
        // The directory of a member may be as new as the file in it.
        dir.parent().map_or(Ok(()), |above: &Path| disk.sync_dir(above))?;
    }
    Ok(())
}
